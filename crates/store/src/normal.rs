//! How names are compared: compatibility forms folded (NFKC), lower case, no spaces.
//!
//! Traditional and simplified characters stay apart; folding them is the caller's part.

use unicode_normalization::UnicodeNormalization;

/// The form in which a name is stored for search and compared.
pub fn normalise(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            // Unified ideographs and ASCII have no other compatibility form.
            '\u{4e00}'..='\u{9fff}' => plain.push(c),
            _ if c.is_ascii_whitespace() => {}
            _ if c.is_ascii() => plain.push(c.to_ascii_lowercase()),
            _ => return folded(name),
        }
    }
    plain
}

fn folded(name: &str) -> String {
    let chars = name.nfkc().filter(|c| !c.is_whitespace());
    chars.flat_map(char::to_lowercase).collect()
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

    proptest::proptest! {
        #[test]
        fn the_quick_way_and_the_thorough_way_agree(name in "[a-zA-Z \\t一-鿿]{0,12}|\\PC{0,12}") {
            proptest::prop_assert_eq!(normalise(&name), folded(&name));
        }
    }
}
