//! Fold text: what a reader takes for the same character becomes the same character.
//!
//! NFKC (Unicode Annex 15; full width becomes half width by it), lower case, traditional
//! characters simplified, line breaks and tabs as spaces; control characters, invisible
//! marks and emoji dropped. The map leads back to the bytes of the original, so that what
//! was found can be shown as it was written.
//!
//! Must not know: words, queries, indexes.

use opencc_fmmseg::OpenCC;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Marks that may follow one character; what stacks higher is not writing.
const MARKS: usize = 32;

/// Folded text with the way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each of its characters: where it starts, and the bytes it came from.
    origins: Vec<(usize, Range<usize>)>,
}

impl Folded {
    /// The bytes of the original that a range of the folded text came from.
    pub fn original(&self, folded: Range<usize>) -> Range<usize> {
        let first = self.origins.partition_point(|(at, _)| *at < folded.start);
        let after = self.origins.partition_point(|(at, _)| *at < folded.end);
        match self.origins.get(first..after) {
            Some([only]) => only.1.clone(),
            Some([start, .., end]) => start.1.start..end.1.end,
            _ => 0..0,
        }
    }
}

/// Folds; for what is only searched.
pub fn fold(text: &str) -> String {
    let mut folder = Folder::default();
    folder.run(text);
    simplified(folder.text)
}

/// Folds and keeps the way back; for what is shown.
pub fn fold_mapped(text: &str) -> Folded {
    let mut folder = Folder {
        origins: Some(Vec::with_capacity(text.len() / 2)),
        ..Folder::default()
    };
    folder.run(text);
    let text = simplified(folder.text);
    // Simplifying keeps the number of characters, not of bytes.
    let starts = text.char_indices().map(|(at, _)| at);
    let origins = starts
        .zip(folder.origins.unwrap_or_default())
        .collect::<Vec<_>>();
    Folded { text, origins }
}

/// Whether a character is written without spaces between words and read one by one.
pub fn is_ideograph(c: char) -> bool {
    matches!(c,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}')
}

#[derive(Default)]
struct Folder {
    text: String,
    origins: Option<Vec<Range<usize>>>,
}

impl Folder {
    fn run(&mut self, text: &str) {
        self.text.reserve(text.len());
        let mut rest = text.char_indices().peekable();
        while let Some((start, c)) = rest.next() {
            let end = start + c.len_utf8();
            if c.is_ascii() || matches!(c, '\u{4e00}'..='\u{9fff}') {
                // A mark after an ASCII letter makes an accented one.
                let joined = rest.peek().is_some_and(|(_, next)| joins(*next));
                if !(joined && c.is_ascii_alphanumeric()) {
                    self.keep(c, start..end);
                    continue;
                }
            }
            let (mut group, mut end, mut marks) = (String::from(c), end, 0);
            while let Some((at, next)) = rest.next_if(|(_, next)| joins(*next)) {
                end = at + next.len_utf8();
                marks += 1;
                if marks <= MARKS {
                    group.push(next);
                }
            }
            for normal in group.nfkc() {
                self.keep(normal, start..end);
            }
        }
    }

    fn keep(&mut self, c: char, origin: Range<usize>) {
        if c.is_whitespace() {
            self.push(' ', origin);
        } else if c.is_ascii() {
            if !c.is_ascii_control() {
                self.push(c.to_ascii_lowercase(), origin);
            }
        } else if !is_dropped(c) {
            for lower in c.to_lowercase() {
                self.push(lower, origin.clone());
            }
        }
    }

    fn push(&mut self, c: char, origin: Range<usize>) {
        self.text.push(c);
        if let Some(origins) = &mut self.origins {
            origins.push(origin);
        }
    }
}

/// Whether a character forms one with those before it: marks, and the parts of Korean
/// syllables.
fn joins(c: char) -> bool {
    !c.is_ascii()
        && (canonical_combining_class(c) != 0
            || matches!(
                c,
                '\u{1100}'..='\u{11ff}' | '\u{3099}' | '\u{309a}' | '\u{ff9e}' | '\u{ff9f}'
            ))
}

/// Control characters, invisible marks, private use and emoji.
fn is_dropped(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff0}'..='\u{fffd}' | '\u{e000}'..='\u{f8ff}'
            | '\u{20e3}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{1f000}'..='\u{1faff}' | '\u{e0000}'..='\u{10ffff}')
}

/// Traditional characters, each with its simplified one. Some 50 ms at first use.
static SCRIPT: LazyLock<(OpenCC, HashMap<char, char>)> = LazyLock::new(|| {
    let mut converter = OpenCC::new();
    converter.set_parallel(false);
    let mut table = HashMap::new();
    let mut buffer = [0; 4];
    for c in ('\u{3400}'..='\u{9fff}').chain('\u{20000}'..='\u{2a6df}') {
        let simple = converter.t2s(c.encode_utf8(&mut buffer), false);
        let mut simple = simple.chars();
        if let (Some(other), None) = (simple.next(), simple.next())
            && other != c
        {
            table.insert(c, other);
        }
    }
    (converter, table)
});

/// By words where a stretch has traditional characters (some characters are simplified in
/// one word and kept in another); as many characters as before.
fn simplified(text: String) -> String {
    if text.is_ascii() {
        return text;
    }
    let (converter, table) = &*SCRIPT;
    if !text.chars().any(|c| table.contains_key(&c)) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for stretch in text.split_inclusive(|c| !is_ideograph(c)) {
        if !stretch.chars().any(|c| table.contains_key(&c)) {
            out.push_str(stretch);
            continue;
        }
        let by_words = converter.t2s(stretch, false);
        if by_words.chars().count() == stretch.chars().count() {
            out.push_str(&by_words);
        } else {
            out.extend(stretch.chars().map(|c| table.get(&c).copied().unwrap_or(c)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn width_case_and_script_are_folded() {
        assert_eq!(fold("ＡＩ芯片　Ｔ１"), "ai芯片 t1");
        assert_eq!(fold("國際孵化器與產業鏈"), "国际孵化器与产业链");
        assert_eq!(fold("著名的乾坤，乾燥設備"), "著名的乾坤,干燥设备");
        assert_eq!(fold("①ﬁ½"), "1fi1⁄2");
        assert_eq!(fold("Cafe\u{301} CAFÉ"), "café café");
    }

    #[test]
    fn control_characters_and_emoji_are_dropped() {
        assert_eq!(fold("芯\u{0}\u{200b}片😀\u{fe0f}🏭"), "芯片");
        assert_eq!(fold("a\tb\r\nc\u{3000}d"), "a b  c d");
        assert_eq!(fold("😀😀"), "");
    }

    #[test]
    fn the_map_leads_back_to_what_was_written() {
        let text = "x😀國際Ａｉ①²";
        let folded = fold_mapped(text);
        assert_eq!(folded.text, "x国际ai12");
        let at = folded.text.find("国际").unwrap();
        assert_eq!(&text[folded.original(at..at + 6)], "國際");
        let at = folded.text.find("ai").unwrap();
        assert_eq!(&text[folded.original(at..at + 2)], "Ａｉ");
        assert_eq!(folded.original(3..3), 0..0);
    }

    #[test]
    fn a_megabyte_of_anything_is_folded() {
        for piece in [
            "國",
            "\u{301}",
            "e\u{301}",
            "😀",
            "\u{0}",
            "ﷺ",
            "\u{1100}",
            "a國😀\u{7} ",
        ] {
            let text = piece.repeat(1_000_000 / piece.len());
            let folded = fold_mapped(&text);
            assert_eq!(folded.text, fold(&text));
            assert!(folded.text.len() <= 12 * text.len());
        }
    }

    proptest! {
        #[test]
        fn every_range_leads_to_whole_characters(text in ".{0,60}") {
            let folded = fold_mapped(&text);
            prop_assert_eq!(&folded.text, &fold(&text));
            for (at, c) in folded.text.char_indices() {
                let origin = folded.original(at..at + c.len_utf8());
                prop_assert!(text.get(origin.clone()).is_some_and(|t| !t.is_empty()));
            }
        }
    }
}
