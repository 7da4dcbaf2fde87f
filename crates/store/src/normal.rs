//! How names are compared: compatibility forms folded (NFKC), lower case, no spaces.
//!
//! Traditional and simplified characters stay apart; folding them is the caller's part.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// The form in which a name is stored for search and compared.
pub fn normalise(name: &str) -> String {
    if name.is_ascii() {
        return name
            .bytes()
            .filter(|b| !b.is_ascii_whitespace())
            .map(|b| char::from(b.to_ascii_lowercase()))
            .collect();
    }
    if is_nfkc_quick(name.chars()) == IsNormalized::Yes {
        return folded(name.chars());
    }
    folded(name.nfkc())
}

fn folded(chars: impl Iterator<Item = char>) -> String {
    chars
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_cases_and_spaces_are_one_name() {
        // Full-width letters and the ideographic space are common in Chinese tables.
        assert_eq!(normalise("ＡＢＣ　科技 (Beijing)"), "abc科技(beijing)");
        assert_eq!(normalise(" Zhong Guan\tCun "), "zhongguancun");
        assert_eq!(normalise("①期"), "1期");
    }
}
