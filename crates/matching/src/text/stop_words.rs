//! Words that tell nothing about a card: left out of queries, not of the index, so that
//! the list can change without making indexes anew.
//!
//! Must not know: what a query is for.

use std::collections::HashSet;
use std::sync::LazyLock;

static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("stop_words.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .collect()
});

/// Whether a folded word, as written, is one of them.
pub fn is_stop_word(word: &str) -> bool {
    WORDS.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn the_list_is_folded_and_in_both_languages() {
        assert!(is_stop_word("的") && is_stop_word("the") && !is_stop_word("芯片"));
        assert!(WORDS.iter().all(|word| fold(word) == *word));
    }
}
