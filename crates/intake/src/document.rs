//! Texts as documents: the raw layer as the file has it, a cleaned layer made by named
//! steps, and the way between them by lines; finding the words a locator quotes.
//!
//! Marks, pinyin and spaces are noise of formats; no word of content is known here.

use serde::{Deserialize, Serialize};
use std::ops::{Range, RangeInclusive};
use unicode_normalization::UnicodeNormalization;

/// One step of cleaning. Steps run in the order the pack lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CleaningStep {
    /// Drops `[image: …]`.
    StripImageMarks,
    /// Drops `[bookmark: …]`.
    StripBookmarkMarks,
    /// Drops pinyin in brackets after a character: 關(guān).
    StripPinyin,
    /// Drops `#` before headings and `*`, `_` around words, as Markdown has them.
    StripMarkdownMarks,
    /// Makes `,` `:` `;` `?` `!` `(` `)` beside a Chinese character full width.
    FullWidthPunctuation,
    /// Drops spaces beside a Chinese character.
    DropSpaces,
    /// Drops spaces at both ends of lines.
    Trim,
    /// Drops lines that hold nothing.
    DropBlankLines,
    /// Joins lines to paragraphs until a line ends a sentence.
    JoinLines,
}

/// A line of the cleaned layer and the raw lines it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CleanLine {
    /// The text.
    pub text: String,
    /// Raw lines, from 1, both ends included.
    pub raw: RangeInclusive<u32>,
}

/// A text in both layers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    raw: Vec<String>,
    clean: Vec<CleanLine>,
}

impl Document {
    /// Makes both layers. A byte order mark and CR at line ends are dropped.
    pub fn new(text: &str, steps: &[CleaningStep]) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let raw: Vec<String> = text
            .split('\n')
            .map(|line| line.trim_end_matches('\r').to_owned())
            .collect();
        let numbered = raw.iter().zip(1u32..);
        let mut clean: Vec<CleanLine> = numbered
            .map(|(line, n)| CleanLine {
                text: line.clone(),
                raw: n..=n,
            })
            .collect();
        for step in steps {
            clean = step.apply(clean);
        }
        Self { raw, clean }
    }

    /// Raw lines in order; line 1 first.
    pub fn raw_lines(&self) -> &[String] {
        &self.raw
    }

    /// A raw line, from 1.
    pub fn raw_line(&self, line: u32) -> Option<&str> {
        self.raw
            .get(line.checked_sub(1)? as usize)
            .map(String::as_str)
    }

    /// The cleaned layer.
    pub fn clean_lines(&self) -> &[CleanLine] {
        &self.clean
    }

    /// Position in the cleaned layer of a raw line, if it is still there.
    pub fn clean_of(&self, raw_line: u32) -> Option<usize> {
        self.clean
            .iter()
            .position(|line| line.raw.contains(&raw_line))
    }

    /// Where the words of a locator stand in the raw line; byte ranges.
    pub fn find_raw(&self, raw_line: u32, phrase: &str) -> Vec<Range<usize>> {
        self.raw_line(raw_line)
            .map_or_else(Vec::new, |line| find_phrase(line, phrase))
    }

    /// Where the words of a locator stand in the cleaned layer: position and byte ranges.
    pub fn find_clean(&self, raw_line: u32, phrase: &str) -> Option<(usize, Vec<Range<usize>>)> {
        let at = self.clean_of(raw_line)?;
        let found = find_phrase(&self.clean[at].text, phrase);
        (!found.is_empty()).then_some((at, found))
    }
}

impl CleaningStep {
    /// Runs the step over lines.
    pub fn apply(self, lines: Vec<CleanLine>) -> Vec<CleanLine> {
        match self {
            Self::StripImageMarks => each(lines, |t| without(t, &image_marks(t))),
            Self::StripBookmarkMarks => each(lines, |t| without(t, &bookmark_marks(t))),
            Self::StripPinyin => each(lines, |t| without(t, &pinyin(t))),
            Self::StripMarkdownMarks => each(lines, without_markdown),
            Self::FullWidthPunctuation => each(lines, full_width),
            Self::DropSpaces => each(lines, without_spaces),
            Self::Trim => each(lines, |t| t.trim().to_owned()),
            Self::DropBlankLines => lines
                .into_iter()
                .filter(|line| !line.text.trim().is_empty())
                .collect(),
            Self::JoinLines => join_lines(lines),
        }
    }
}

fn each(mut lines: Vec<CleanLine>, step: impl Fn(&str) -> String) -> Vec<CleanLine> {
    lines
        .iter_mut()
        .for_each(|line| line.text = step(&line.text));
    lines
}

fn without(text: &str, noise: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in noise {
        out.push_str(&text[at..range.start]);
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
}

fn image_marks(text: &str) -> Vec<Range<usize>> {
    marks(text, "[image:")
}

fn bookmark_marks(text: &str) -> Vec<Range<usize>> {
    marks(text, "[bookmark:")
}

/// Passages from `open` to the next `]`.
fn marks(text: &str, open: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(open).map(|at| from + at) {
        let Some(length) = text[start..].find(']') else {
            break;
        };
        found.push(start..start + length + 1);
        from = start + length + 1;
    }
    found
}

/// `(guān)`: only Latin letters with or without tone marks, in plain brackets, right
/// after a character that is not Latin.
fn pinyin(text: &str) -> Vec<Range<usize>> {
    const TONES: &str = "āáǎàōóǒòēéěèīíǐìūúǔùüǖǘǚǜńňǹ";
    let mut found = Vec::new();
    for (open, _) in text.match_indices('(') {
        let inner = &text[open + 1..];
        let Some(length) = inner.find(|c: char| !(c.is_ascii_lowercase() || TONES.contains(c)))
        else {
            continue;
        };
        let after_hanzi = text[..open].chars().next_back().is_some_and(is_hanzi);
        if length > 0 && inner[length..].starts_with(')') && after_hanzi {
            found.push(open..open + length + 2);
        }
    }
    found
}

fn is_hanzi(c: char) -> bool {
    ('\u{2e80}'..='\u{9fff}').contains(&c)
        || ('\u{f900}'..='\u{faff}').contains(&c)
        || c > '\u{ffff}'
}

fn without_markdown(text: &str) -> String {
    let heading = text.trim_start().trim_start_matches('#');
    let text = if heading.len() < text.trim_start().len() {
        heading.trim_start()
    } else {
        text
    };
    text.replace("**", "").replace("__", "")
}

fn full_width(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let beside = |at: usize| {
        let near = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        near.filter_map(|i| chars.get(i))
            .any(|c| is_hanzi(*c) && !"　".contains(*c))
    };
    let widen = |(at, c): (usize, &char)| match c {
        ',' | ':' | ';' | '?' | '!' | '(' | ')' if beside(at) => {
            char::from_u32(u32::from(*c) + 0xfee0).unwrap_or(*c)
        }
        _ => *c,
    };
    chars.iter().enumerate().map(widen).collect()
}

/// Spaces go unless both neighbours are Latin, or they follow the `#` of a heading.
fn without_spaces(text: &str) -> String {
    let marks = text.bytes().take_while(|b| *b == b'#').count();
    if marks > 0 && text[marks..].starts_with(' ') {
        return format!(
            "{} {}",
            &text[..marks],
            without_spaces(text[marks..].trim_start())
        );
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for (at, c) in chars.iter().enumerate() {
        if !c.is_whitespace() {
            out.push(*c);
            continue;
        }
        let before = out.chars().next_back();
        let after = chars[at..].iter().find(|c| !c.is_whitespace());
        let wide = |c: char| !c.is_ascii();
        if before.is_some_and(|b| !b.is_whitespace() && !wide(b))
            && after.is_some_and(|a| !wide(*a))
        {
            out.push(' ');
        }
    }
    out
}

/// Blank lines inside a sentence do not end it; `#` lines and ends of sentences do.
fn join_lines(lines: Vec<CleanLine>) -> Vec<CleanLine> {
    let mut out: Vec<CleanLine> = Vec::new();
    let mut open = false;
    for line in lines {
        let text = line.text.trim();
        if text.is_empty() {
            if !open {
                out.push(line);
            }
            continue;
        }
        let heading = text.starts_with('#');
        let ended = heading || text.ends_with(['。', '！', '？', '”', '；', '.', '!', '?', '…']);
        match out.last_mut().filter(|_| open && !heading) {
            Some(last) => {
                let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
                if latin(last.text.chars().next_back()) && latin(text.chars().next()) {
                    last.text.push(' ');
                }
                last.text.push_str(text);
                last.raw = *last.raw.start()..=*line.raw.end();
            }
            None => out.push(CleanLine {
                text: text.to_owned(),
                raw: line.raw,
            }),
        }
        open = !ended;
    }
    out
}

/// Where a phrase stands in a line: byte ranges of the line, noise inside included.
///
/// Marks, pinyin, spaces, case and width do not count, in the line or in the phrase.
pub fn find_phrase(line: &str, phrase: &str) -> Vec<Range<usize>> {
    let wanted: Vec<char> = plain(phrase).into_iter().map(|(c, _)| c).collect();
    if wanted.is_empty() {
        return vec![];
    }
    let held = plain(line);
    let mut found = Vec::new();
    let mut at = 0;
    while at + wanted.len() <= held.len() {
        let window = &held[at..at + wanted.len()];
        if window.iter().map(|(c, _)| c).eq(wanted.iter()) {
            let (first, last) = (&window[0].1, &window[window.len() - 1].1);
            found.push(first.start..last.end);
            at += wanted.len();
        } else {
            at += 1;
        }
    }
    found
}

/// Characters that count, folded, each with the bytes it stands for.
fn plain(text: &str) -> Vec<(char, Range<usize>)> {
    let mut noise = [image_marks(text), bookmark_marks(text), pinyin(text)].concat();
    noise.sort_by_key(|range| range.start);
    let mut noise = noise.into_iter().peekable();
    let mut out = Vec::with_capacity(text.len());
    let mut skip_to = 0;
    for (at, c) in text.char_indices() {
        while let Some(range) = noise.next_if(|range| range.start <= at) {
            skip_to = skip_to.max(range.end);
        }
        if at < skip_to || c.is_whitespace() {
            continue;
        }
        let bytes = at..at + c.len_utf8();
        let folded = std::iter::once(c).nfkc().flat_map(char::to_lowercase);
        out.extend(
            folded
                .filter(|c| !c.is_whitespace())
                .map(|c| (c, bytes.clone())),
        );
    }
    out
}
