//! Rows that are sums of other rows, not entities: 合计, 总计, 小计, Total.

use crate::heading::fold;
use std::collections::HashSet;

/// Knows the names of rows that are sums.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    words: HashSet<String>,
    longest: usize,
    longest_wide: usize,
}

/// Characters a name may have beyond the word itself: numbering, marks, spaces.
const ROOM: usize = 5;

impl Totals {
    /// From the words of the tables and of the mapping.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a String>) -> Self {
        let words: HashSet<String> = words.into_iter().map(|word| bare(word)).collect();
        let longest = |wide: bool| {
            let of_kind = words.iter().filter(|word| word.is_ascii() != wide);
            of_kind.map(|word| word.chars().count()).max().unwrap_or(0)
        };
        let (longest, longest_wide) = (longest(false), longest(true));
        Self {
            words,
            longest,
            longest_wide,
        }
    }

    /// True for a name of a sum: the word alone, numbered, or with a mark after it.
    pub fn is_total(&self, name: &str) -> bool {
        // Long names are never sums; this spares folding every name of a large file.
        let ascii = name.is_ascii();
        let longest = if ascii {
            self.longest
        } else {
            self.longest.min(8).max(self.longest_wide)
        };
        name.chars().count() <= longest + ROOM && self.words.contains(&bare(name))
    }
}

/// Folded, without numbering before and marks after: `一、合 计：` is `合计`.
fn bare(name: &str) -> String {
    let folded = fold(name);
    let unmarked = folded.trim_matches(|c: char| !c.is_alphanumeric());
    let rest = unmarked.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c));
    match rest.strip_prefix(['、', '.', ':']) {
        Some(rest) => rest.to_owned(),
        None => unmarked.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::TableWords;

    #[test]
    fn knows_sums_and_leaves_entities_alone() {
        let totals = Totals::new(&TableWords::default().totals);
        for sum in [
            "合计",
            "合 计",
            "总计：",
            "一、小计",
            "全国合计",
            "TOTAL",
            "Grand  Total",
            "（合计）",
        ] {
            assert!(totals.is_total(sum), "{sum}");
        }
        for entity in [
            "合计算科技有限公司",
            "Total Energies",
            "统计高新区",
            "一汽集团",
            "",
        ] {
            assert!(!totals.is_total(entity), "{entity}");
        }
    }
}
