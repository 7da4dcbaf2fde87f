//! Take folded text apart: words, and pairs of neighbouring characters.
//!
//! Chinese has no spaces. A dictionary finds its words and misses what is not in it; pairs
//! of characters miss nothing and say less. Both are indexed. English words are stemmed
//! (Porter's Snowball English stemmer); numbers and codes (`trl7`, `5g`) stay as they are.
//!
//! Must not know: indexes, queries, the original text.

use super::fold::is_ideograph;
use jieba_rs::Jieba;
use rust_stemmers::{Algorithm, Stemmer};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

/// Characters of a word that count; what is longer is no word.
const WORD_CHARACTERS: usize = 64;
/// Characters the dictionary sees at a time.
const STRETCH: usize = 500;

/// One word, or one pair of characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'a> {
    /// As indexed.
    pub text: Cow<'a, str>,
    /// Bytes of the folded text it stands for.
    pub range: Range<usize>,
    /// Which word it is, from 0; words inside a longer word share its place.
    pub place: usize,
    /// Whether it is a word inside a longer one.
    pub inner: bool,
}

/// The dictionary. Some 100 ms at first use.
static DICTIONARY: LazyLock<Jieba> = LazyLock::new(Jieba::new);
static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));

/// A stretch of one kind of writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Run {
    /// Written without spaces.
    Ideographs(Range<usize>),
    /// One word, number or code.
    Word(Range<usize>),
}

/// The stretches of a folded text; signs and spaces left out.
pub(super) fn runs(folded: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut characters = folded.char_indices().peekable();
    let mut previous = ' ';
    while let Some((at, c)) = characters.next() {
        let end = at + c.len_utf8();
        let between_digits = c == '.'
            && previous.is_ascii_digit()
            && characters.peek().is_some_and(|(_, n)| n.is_ascii_digit());
        match runs.last_mut() {
            Some(Run::Ideographs(range)) if range.end == at && is_ideograph(c) => range.end = end,
            Some(Run::Word(range)) if range.end == at && (is_word(c) || between_digits) => {
                range.end = end;
            }
            _ if is_ideograph(c) => runs.push(Run::Ideographs(at..end)),
            _ if is_word(c) => runs.push(Run::Word(at..end)),
            _ => {}
        }
        previous = c;
    }
    runs
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() && !is_ideograph(c)
}

/// The words of a folded text, in order; words inside a word follow it.
pub fn words(folded: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut place = 0;
    for run in runs(folded) {
        match run {
            Run::Word(range) => {
                let text = stem(cut(&folded[range.clone()]));
                tokens.push(Token {
                    text,
                    range,
                    place,
                    inner: false,
                });
                place += 1;
            }
            Run::Ideographs(range) => {
                for stretch in stretches(folded, range) {
                    push_dictionary_words(folded, stretch, &mut place, &mut tokens);
                }
            }
        }
    }
    tokens
}

/// The pairs of neighbouring characters of a folded text; a character that stands alone
/// stands for itself.
pub fn bigrams(folded: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for run in runs(folded) {
        let Run::Ideographs(run) = run else { continue };
        let text = &folded[run.clone()];
        let first = text.char_indices().map(|(at, _)| at);
        let after = text.char_indices().map(|(at, c)| at + c.len_utf8());
        let before = tokens.len();
        for (start, end) in first.zip(after.skip(1)) {
            tokens.push(characters(
                folded,
                run.start + start..run.start + end,
                tokens.len(),
            ));
        }
        if tokens.len() == before {
            tokens.push(characters(folded, run, before));
        }
    }
    tokens
}

fn characters(folded: &str, range: Range<usize>, place: usize) -> Token<'_> {
    Token {
        text: Cow::Borrowed(&folded[range.clone()]),
        range,
        place,
        inner: false,
    }
}

/// The stem of an English word; anything else as it is.
pub(super) fn stem(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii_lowercase()) {
        STEMMER.stem(word)
    } else {
        Cow::Borrowed(word)
    }
}

fn cut(word: &str) -> &str {
    match word.char_indices().nth(WORD_CHARACTERS) {
        Some((end, _)) => &word[..end],
        None => word,
    }
}

/// Cuts a very long run, so that the dictionary needs little memory.
fn stretches(folded: &str, run: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = run.start;
    std::iter::from_fn(move || {
        let text = folded.get(start..run.end).filter(|text| !text.is_empty())?;
        let length = text
            .char_indices()
            .nth(STRETCH)
            .map_or(text.len(), |(at, _)| at);
        let stretch = start..start + length;
        start = stretch.end;
        Some(stretch)
    })
}

fn push_dictionary_words<'a>(
    folded: &'a str,
    stretch: Range<usize>,
    place: &mut usize,
    tokens: &mut Vec<Token<'a>>,
) {
    let mut push = |range: Range<usize>, place: usize, inner: bool| {
        tokens.push(Token {
            text: Cow::Borrowed(&folded[range.clone()]),
            range,
            place,
            inner,
        });
    };
    // Without the model for unknown names: the pairs of characters find those, and the
    // same word is cut the same way wherever it stands more often.
    for word in DICTIONARY.cut(&folded[stretch.clone()], false) {
        let start = stretch.start + word.byte_start;
        let range = start..start + word.word.len();
        push(range.clone(), *place, false);
        for inner in inner_words(&folded[range]) {
            push(start + inner.start..start + inner.end, *place, true);
        }
        *place += 1;
    }
}

/// Words of two and three characters inside a longer word.
fn inner_words(word: &str) -> Vec<Range<usize>> {
    let mut ends: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
    ends.push(word.len());
    let length = ends.len() - 1;
    let mut inner = Vec::new();
    for size in [2, 3].into_iter().filter(|size| length > *size) {
        for pair in ends.windows(size + 1) {
            let range = pair[0]..pair[size];
            if DICTIONARY.has_word(&word[range.clone()]) {
                inner.push(range);
            }
        }
    }
    inner
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(tokens: &[Token]) -> Vec<String> {
        tokens.iter().map(|t| t.text.to_string()).collect()
    }

    #[test]
    fn words_of_both_languages() {
        let folded = "基于深度学习的5g基站 batteries trl7 3.5%";
        let words = words(folded);
        assert_eq!(
            texts(&words),
            [
                "基于", "深度", "学习", "的", "5g", "基站", "batteri", "trl7", "3.5"
            ]
        );
        assert_eq!(&folded[words[6].range.clone()], "batteries");
        let places: Vec<usize> = words.iter().map(|w| w.place).collect();
        assert_eq!(places, (0..9).collect::<Vec<_>>());
    }

    #[test]
    fn words_inside_a_word_share_its_place() {
        let words = words("中国科学院");
        assert_eq!(
            texts(&words),
            ["中国科学院", "中国", "科学", "学院", "科学院"]
        );
        assert!(words.iter().all(|w| w.place == 0));
        assert!(!words[0].inner && words[1..].iter().all(|w| w.inner));
    }

    #[test]
    fn pairs_of_characters_and_characters_alone() {
        assert_eq!(
            texts(&bigrams("光芯片a钢,铁路")),
            ["光芯", "芯片", "钢", "铁路"]
        );
        assert!(bigrams("abc 12").is_empty());
    }

    #[test]
    fn a_megabyte_of_one_character_is_taken_apart() {
        for piece in ["国", "a", "1.", "，", "中a"] {
            let text = piece.repeat(1_000_000 / piece.len());
            let longest = words(&text).iter().map(|w| w.text.chars().count()).max();
            assert!(longest.unwrap_or(0) <= WORD_CHARACTERS);
            assert!(bigrams(&text).len() <= text.len() / 3);
        }
    }
}
