//! Numbers inside messages: short, because the exact figure stands beside them.

/// At most six significant digits, without trailing zeros.
pub fn brief(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return if value == 0.0 {
            "0".to_owned()
        } else {
            value.to_string()
        };
    }
    let magnitude = value.abs().log10().floor();
    if !(-5.0..15.0).contains(&magnitude) {
        return format!("{value:.5e}");
    }
    let decimals = (5.0 - magnitude).max(0.0) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// A share as a percentage: 0.125 gives 12.5.
pub fn percent(share: f64) -> String {
    let text = format!("{:.1}", share * 100.0);
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_digits_are_enough_for_a_sentence() {
        let pairs = [
            (0.1 + 0.2, "0.3"),
            (1234567.0, "1234567"),
            (-2.5, "-2.5"),
            (0.0, "0"),
            (1e308, "1.00000e308"),
            (2.0 / 3.0, "0.666667"),
            (0.00012345678, "0.000123457"),
        ];
        for (value, text) in pairs {
            assert_eq!(brief(value), text);
        }
        assert_eq!(
            (percent(0.125), percent(1.0)),
            ("12.5".to_owned(), "100".to_owned())
        );
    }
}
