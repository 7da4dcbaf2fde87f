//! 统一社会信用代码, GB 32100-2015: 18 characters, a check character over the first 17
//! (weights 3^i mod 31), and inside it an organisation code with a check character of
//! its own (GB 11714: weights 3 7 9 10 5 8 4 2, mod 11).

use unicode_normalization::UnicodeNormalization;

/// The alphabet: digits and capitals without I O S V Z. A character's value is its place.
pub const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// 3^i mod 31 for the first 17 places.
const WEIGHTS: [u32; 17] = [
    1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
];
const ORG_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
/// Letters the alphabet leaves out because they look like another character.
const LOOKALIKES: [(char, char); 5] = [('O', '0'), ('I', '1'), ('S', '5'), ('Z', '2'), ('V', 'U')];

/// A code that checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uscc {
    /// The code in capitals of ordinary width.
    pub code: String,
    /// True when it was written otherwise: small letters, full width, spaces, hyphens.
    pub refolded: bool,
    /// True when the organisation code inside does not check. Codes of bodies that
    /// never had one need not.
    pub org_code_differs: bool,
}

/// Why a text is no credit code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UsccError {
    /// Not 18 characters.
    #[error("{0} characters instead of 18")]
    Length(usize),
    /// A character the alphabet does not have.
    #[error("`{found}` at place {place}")]
    Character {
        /// The character.
        found: char,
        /// Its place, from 1.
        place: usize,
        /// The code with lookalikes replaced, when that one checks.
        suggestion: Option<String>,
    },
    /// The last character is not the one the others give.
    #[error("check character `{found}` instead of `{expected}`")]
    Check {
        /// The character there.
        found: char,
        /// The character expected.
        expected: char,
    },
}

/// Reads a credit code, folding what is only written otherwise.
pub fn read(text: &str) -> Result<Uscc, UsccError> {
    let folded = normal_form(text);
    let length = folded.chars().count();
    if length != 18 {
        return Err(UsccError::Length(length));
    }
    if let Some((at, found)) = folded
        .chars()
        .enumerate()
        .find(|(_, c)| value(*c).is_none())
    {
        let suggestion = without_lookalikes(&folded);
        return Err(UsccError::Character {
            found,
            place: at + 1,
            suggestion,
        });
    }
    let expected = check_character(&folded[..17]).unwrap_or(' ');
    let found = char::from(folded.as_bytes()[17]);
    if found != expected {
        return Err(UsccError::Check { found, expected });
    }
    let org_code_differs = org_check(&folded[8..16]) != folded[16..17].chars().next();
    let refolded = folded != text;
    Ok(Uscc {
        code: folded,
        refolded,
        org_code_differs,
    })
}

/// Capitals of ordinary width without spaces and hyphens, checked or not.
pub fn normal_form(text: &str) -> String {
    if text
        .bytes()
        .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
    {
        return text.to_owned();
    }
    let kept = |c: &char| !c.is_whitespace() && !"-‐‑‒–—.·'\u{200b}\u{feff}".contains(*c);
    text.nfkc()
        .filter(kept)
        .flat_map(char::to_uppercase)
        .collect()
}

/// The check character over the first 17 characters.
pub fn check_character(first17: &str) -> Option<char> {
    let values: Option<Vec<u32>> = first17.chars().map(value).collect();
    let values = values.filter(|v| v.len() == 17)?;
    let sum: u32 = values.iter().zip(WEIGHTS).map(|(v, w)| v * w).sum();
    Some(char::from(ALPHABET[((31 - sum % 31) % 31) as usize]))
}

/// The check character of an organisation code over its first 8 characters.
pub fn org_check(first8: &str) -> Option<char> {
    let values: Option<Vec<u32>> = first8.chars().map(|c| c.to_digit(36)).collect();
    let values = values.filter(|v| v.len() == 8)?;
    let sum: u32 = values.iter().zip(ORG_WEIGHTS).map(|(v, w)| v * w).sum();
    match 11 - sum % 11 {
        10 => Some('X'),
        11 => Some('0'),
        digit => char::from_digit(digit, 10),
    }
}

fn value(c: char) -> Option<u32> {
    let place = ALPHABET.iter().position(|known| char::from(*known) == c)?;
    Some(place as u32)
}

fn without_lookalikes(code: &str) -> Option<String> {
    let swap = |c: char| {
        LOOKALIKES
            .iter()
            .find(|(bad, _)| *bad == c)
            .map_or(c, |(_, good)| *good)
    };
    let swapped: String = code.chars().map(swap).collect();
    (check_character(swapped.get(..17)?)? == swapped.chars().last()?).then_some(swapped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Codes of five bodies as published in their registrations; re-computed in Python.
    const VALID: [&str; 5] = [
        "914403001922038216",
        "9144030071526726XG",
        "91110000802100433B",
        "91350100M000100Y43",
        "91110108551385082Q",
    ];

    #[test]
    fn published_codes_check_inside_and_out() {
        for code in VALID {
            let found = read(code).unwrap();
            assert!(!found.refolded && !found.org_code_differs, "{code}");
        }
        // Published organisation codes: 192203821, 71526726X, M000100Y4.
        assert_eq!(org_check("19220382"), Some('1'));
        assert_eq!(org_check("71526726"), Some('X'));
        assert_eq!(org_check("M000100Y"), Some('4'));
    }

    #[test]
    fn a_wrong_check_character_names_the_right_one() {
        let expected = UsccError::Check {
            found: '8',
            expected: 'C',
        };
        assert_eq!(read("911100001000013428"), Err(expected));
    }

    #[test]
    fn typical_slips() {
        assert!(read("9144030071526726xg").unwrap().refolded);
        assert_eq!(
            read("９１４４０３００７１５２６７２６ＸＧ").unwrap().code,
            VALID[1]
        );
        assert_eq!(read(" 9144 0300 7152 6726 XG ").unwrap().code, VALID[1]);
        let Err(UsccError::Character {
            found: 'O',
            place: 6,
            suggestion,
        }) = read("91440O0071526726XG")
        else {
            panic!("the letter O")
        };
        assert_eq!(suggestion, None);
        let Err(UsccError::Character { suggestion, .. }) = read("914403OO71526726XG") else {
            panic!("the letter O")
        };
        assert_eq!(suggestion.as_deref(), Some(VALID[1]));
        assert_eq!(read("91440300"), Err(UsccError::Length(8)));
        assert_eq!(read(""), Err(UsccError::Length(0)));
        assert!(matches!(
            read("统一社会信用代码统一社会信用代码统一"),
            Err(UsccError::Character { .. })
        ));
    }

    proptest! {
        #[test]
        fn every_change_of_one_character_is_found(
            first in prop::collection::vec(0usize..31, 17), place in 0usize..18, shift in 1usize..31
        ) {
            let mut code: String = first.iter().map(|v| char::from(ALPHABET[*v])).collect();
            code.push(check_character(&code).unwrap());
            prop_assert!(read(&code).is_ok());
            let mut bytes = code.into_bytes();
            let old = value(char::from(bytes[place])).unwrap() as usize;
            bytes[place] = ALPHABET[(old + shift) % 31];
            let changed = String::from_utf8(bytes).unwrap();
            let is_check_error = matches!(read(&changed), Err(UsccError::Check { .. }));
            prop_assert!(is_check_error);
        }
    }
}
