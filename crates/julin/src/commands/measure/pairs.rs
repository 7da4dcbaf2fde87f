//! `NAME=NUMBER` on the command line.

use julin_app::AppError;
use julin_model::Diagnostic;

/// Name and number of a pair; the number may be empty, which is "missing".
pub fn pair(text: &str) -> Result<(String, Option<f64>), AppError> {
    let wrong = || AppError::invalid(Diagnostic::error("cli.bad-pair").with("value", text));
    let (name, number) = text.rsplit_once('=').ok_or_else(wrong)?;
    if name.is_empty() {
        return Err(wrong());
    }
    let number = match number.trim() {
        "" => None,
        digits => Some(digits.parse::<f64>().map_err(|_| wrong())?),
    };
    Ok((name.trim().to_owned(), number))
}

/// Name and number, where a number must stand.
pub fn number(text: &str) -> Result<(String, f64), AppError> {
    let (name, number) = pair(text)?;
    let wrong = || AppError::invalid(Diagnostic::error("cli.bad-pair").with("value", text));
    Ok((name, number.ok_or_else(wrong)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_a_name_and_a_number() {
        assert_eq!(pair("g1=2.5"), Ok(("g1".to_owned(), Some(2.5))));
        assert_eq!(pair("a=b=-1e3"), Ok(("a=b".to_owned(), Some(-1000.0))));
        assert_eq!(pair("x:1.1="), Ok(("x:1.1".to_owned(), None)));
        for wrong in ["g1", "=1", "g1=much", ""] {
            assert!(pair(wrong).is_err(), "{wrong}");
        }
        assert!(number("x=").is_err());
    }
}
