//! Changes of texts: words of one put into another, pieces left out or said twice, bytes
//! turned. A fuzzer without eyes, for a short run anywhere; the one in `fuzz/` sees which
//! branches a text takes.

use super::firms::Chance;

/// What numbers, names and signs are at times replaced by.
const WORDS: [&str; 24] = [
    "0",
    "-1",
    "1e308",
    "5e-324",
    "null",
    "prior(",
    "/",
    "?",
    ":",
    "!",
    "&&",
    "||",
    "in",
    "[]",
    "'",
    "score",
    "size(",
    "ln(",
    "date('2024-02-29')",
    "years_since(",
    "as_of",
    "at_least",
    "none",
    "{count: 2, of: []}",
];

/// A text made of one text and words of others.
pub fn changed(texts: &[String], chance: &mut Chance) -> String {
    let mut text = chance.pick(texts);
    for _ in 0..=chance.below(4) {
        let (from, to) = word(&text, chance);
        let new = match chance.below(6) {
            0 => String::new(),
            1 => text[from..to].repeat(2),
            2 => chance.pick(&WORDS).to_owned(),
            3 => turned(&text[from..to], chance),
            _ => {
                let other = chance.pick(texts);
                let (from, to) = word(&other, chance);
                other[from..to].to_owned()
            }
        };
        text.replace_range(from..to, &new);
    }
    text
}

/// Where a word, a sign or a whole line stands.
fn word(text: &str, chance: &mut Chance) -> (usize, usize) {
    let mut at = chance.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let apart = |c: char| !(c.is_alphanumeric() || c == '_' || c == '.');
    let line = chance.below(5) == 0;
    let ends = |c: char| if line { c == '\n' } else { apart(c) };
    let from = text[..at].rfind(ends).map_or(0, |end| end + 1);
    let from = if text.is_char_boundary(from) {
        from
    } else {
        at
    };
    let to = text[at..].find(ends).map_or(text.len(), |end| at + end);
    // A sign stands for itself.
    let first = text[at..].chars().next().map_or(0, char::len_utf8);
    (from, if to == from { at + first } else { to })
}

/// One character of a word is another.
fn turned(word: &str, chance: &mut Chance) -> String {
    let mut all: Vec<char> = word.chars().collect();
    if !all.is_empty() {
        let at = chance.below(all.len());
        all[at] = chance.pick(&['0', '9', '-', '.', 'e', '<', '=', '年', '\u{0}', '\'']);
    }
    all.into_iter().collect()
}
