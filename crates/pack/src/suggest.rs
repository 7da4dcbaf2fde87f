//! The nearest known word to a mistyped one.

/// The candidate with the smallest edit distance, if it is near enough to be meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).max(1);
    let scored = candidates
        .into_iter()
        .map(|candidate| (distance(word, candidate, limit), candidate));
    scored
        .filter(|(d, _)| *d <= limit)
        .min_by_key(|(d, _)| *d)
        .map(|(_, candidate)| candidate)
}

/// Edit distance with neighbours swapped counted once (optimal string alignment);
/// `limit + 1` when it is more than `limit` for sure.
fn distance(a: &str, b: &str, limit: usize) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > limit {
        return limit + 1;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_slips_and_leaves_strangers_alone() {
        let keys = ["label", "reference", "entity", "unit"];
        assert_eq!(nearest("lable", keys), Some("label"));
        assert_eq!(nearest("refrence", keys), Some("reference"));
        assert_eq!(nearest("units", keys), Some("unit"));
        assert_eq!(nearest("colour", keys), None);
    }

    #[test]
    fn distance_is_the_textbook_one() {
        assert_eq!(distance("kitten", "sitting", 9), 3);
        assert_eq!(distance("ab", "ba", 9), 1);
        assert_eq!(distance("园区", "园林", 9), 1);
    }
}
