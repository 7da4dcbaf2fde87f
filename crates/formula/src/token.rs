//! Text into tokens, after the lexical rules of CEL (without bytes, hexadecimal and
//! raw texts, which formulas over figures have no use for).

use crate::error::{FormulaError, FormulaErrorKind as Kind, Span};

/// One word or sign.
#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    /// A number.
    Number(f64),
    /// A quoted text, escapes resolved.
    Text(String),
    /// A name, `true` and `false` included.
    Name,
    /// An operator or bracket.
    Sign(&'static str),
}

/// Longest first, so that `<=` is not read as `<`.
const SIGNS: [&str; 21] = [
    "&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "+", "-", "*", "/", "(", ")", "[", "]", "?",
    ":", ",", ".",
];

/// Splits a formula; blanks and `//` comments fall away.
pub fn tokens(text: &str) -> Result<Vec<(Token, Span)>, FormulaError> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some(skip) = blank(rest) {
            at += skip;
            continue;
        }
        let (token, length) = one(rest).map_err(|(kind, length)| {
            FormulaError::new(
                kind,
                Span {
                    start: at,
                    end: at + length,
                },
                text,
            )
        })?;
        found.push((
            token,
            Span {
                start: at,
                end: at + length,
            },
        ));
        at += length;
    }
    Ok(found)
}

fn blank(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    let trimmed = rest.trim_start_matches([' ', '\t', '\r', '\n', '\u{c}']);
    Some(rest.len() - trimmed.len()).filter(|skip| *skip > 0)
}

fn one(rest: &str) -> Result<(Token, usize), (Kind, usize)> {
    let first = rest.chars().next().unwrap_or_default();
    let digit_next = rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
    if first.is_ascii_digit() || (first == '.' && digit_next) {
        return number(rest);
    }
    if first.is_ascii_alphabetic() || first == '_' {
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        return Ok((Token::Name, end.unwrap_or(rest.len())));
    }
    if first == '"' || first == '\'' {
        return quoted(rest, first);
    }
    let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign));
    sign.map(|sign| (Token::Sign(sign), sign.len()))
        .ok_or((Kind::Character, first.len_utf8()))
}

fn number(rest: &str) -> Result<(Token, usize), (Kind, usize)> {
    let bytes = rest.as_bytes();
    let digits = |from: usize| {
        bytes[from..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    let mut end = digits(0);
    if bytes.get(end) == Some(&b'.') && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = bytes
            .get(end + 1 + sign..)
            .map_or(0, |_| digits(end + 1 + sign));
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    match rest[..end].parse::<f64>() {
        Ok(value) if value.is_finite() => Ok((Token::Number(value), end)),
        _ => Err((Kind::Number, end)),
    }
}

fn quoted(rest: &str, quote: char) -> Result<(Token, usize), (Kind, usize)> {
    let mut text = String::new();
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            _ if c == quote => return Ok((Token::Text(text), at + 1)),
            '\n' | '\r' => return Err((Kind::Text, at)),
            '\\' => match chars.next() {
                Some((_, escaped @ ('\\' | '"' | '\'' | '?' | '`'))) => text.push(escaped),
                Some((_, 'n')) => text.push('\n'),
                Some((_, 't')) => text.push('\t'),
                _ => return Err((Kind::Text, at + 1)),
            },
            _ => text.push(c),
        }
    }
    Err((Kind::Text, rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(text: &str) -> Vec<Token> {
        tokens(text)
            .unwrap()
            .into_iter()
            .map(|(token, _)| token)
            .collect()
    }

    #[test]
    fn numbers_in_all_their_forms() {
        let numbers = [
            ("12", 12.0),
            ("1.5", 1.5),
            (".5", 0.5),
            ("1e3", 1e3),
            ("2.5E-2", 0.025),
        ];
        for (text, value) in numbers {
            assert_eq!(signs(text), [Token::Number(value)], "{text}");
        }
    }

    #[test]
    fn a_comment_and_blanks_fall_away() {
        assert_eq!(
            signs(" a // share\n<= 1"),
            [Token::Name, Token::Sign("<="), Token::Number(1.0)]
        );
    }

    #[test]
    fn says_which_character_is_foreign() {
        // A full-width plus sign, as a Chinese keyboard gives it.
        let error = tokens("甲").unwrap_err();
        assert_eq!((error.kind, error.position), (Kind::Character, 1));
        let error = tokens("a ＋ b").unwrap_err();
        assert_eq!(
            (error.kind, error.position, error.part.as_str()),
            (Kind::Character, 3, "＋")
        );
    }

    #[test]
    fn refuses_what_does_not_end_or_fit() {
        for text in ["'abc", "\"a\\q\"", "'a\nb'", "1e999"] {
            assert!(tokens(text).is_err(), "{text}");
        }
    }
}
