//! What a plain scalar stands for: the YAML 1.2 core schema, decimal numbers only.
//!
//! `yes`, `on`, `0x1F`, `1_000`, `.inf` and `.nan` are text, so that no word turns into
//! something else by surprise.

/// A scalar read by its own look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Scalar<'a> {
    Null,
    Flag(bool),
    Integer(i64),
    Number(f64),
    Text(&'a str),
}

/// Reads a scalar; quoted and block scalars (`plain` false) are always text.
pub(super) fn resolve(text: &str, plain: bool) -> Scalar<'_> {
    if !plain {
        return Scalar::Text(text);
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Scalar::Null,
        "true" | "True" | "TRUE" => Scalar::Flag(true),
        "false" | "False" | "FALSE" => Scalar::Flag(false),
        _ => number(text).unwrap_or(Scalar::Text(text)),
    }
}

fn number(text: &str) -> Option<Scalar<'_>> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let starts = digits
        .strip_prefix('.')
        .unwrap_or(digits)
        .as_bytes()
        .first()?;
    let allowed = |b: u8| b.is_ascii_digit() || b".eE+-".contains(&b);
    if !starts.is_ascii_digit() || !digits.bytes().all(allowed) {
        return None;
    }
    if digits.bytes().all(|b| b.is_ascii_digit())
        && let Ok(integer) = text.parse()
    {
        return Some(Scalar::Integer(integer));
    }
    text.parse::<f64>()
        .ok()
        .filter(|n| n.is_finite())
        .map(Scalar::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    // Cases of the YAML 1.2.2 core schema, section 10.3.2, and what this reader leaves out.
    #[test]
    fn plain_scalars_read_as_the_core_schema_says() {
        for (text, want) in [
            ("", Scalar::Null),
            ("~", Scalar::Null),
            ("true", Scalar::Flag(true)),
            ("yes", Scalar::Text("yes")),
            ("12", Scalar::Integer(12)),
            ("-19", Scalar::Integer(-19)),
            ("0.", Scalar::Number(0.0)),
            ("-.5", Scalar::Number(-0.5)),
            ("12e03", Scalar::Number(12000.0)),
            ("9400000000000", Scalar::Integer(9_400_000_000_000)),
            ("99999999999999999999", Scalar::Number(1e20)),
            ("1e999", Scalar::Text("1e999")),
            (".inf", Scalar::Text(".inf")),
            ("0x1F", Scalar::Text("0x1F")),
            ("1_000", Scalar::Text("1_000")),
            ("2024-05-31", Scalar::Text("2024-05-31")),
            ("1.2.3", Scalar::Text("1.2.3")),
            ("-", Scalar::Text("-")),
        ] {
            assert_eq!(resolve(text, true), want, "{text}");
        }
        assert_eq!(resolve("12", false), Scalar::Text("12"));
    }
}
