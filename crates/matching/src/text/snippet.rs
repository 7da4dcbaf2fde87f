//! The passage of a card to show, with what matched marked, as it was written.
//!
//! Must not know: indexes, how a passage is drawn.

use super::explain::Part;
use super::fold::fold_mapped;
use super::query::Kind;
use super::tokens::{Token, bigrams, words};
use std::collections::HashMap;
use std::ops::Range;

/// Bytes of a text that are looked at.
const TEXT_BYTES: usize = 1_000_000;

/// A passage.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct Snippet {
    /// As written.
    pub text: String,
    /// Bytes of `text` to mark, in order, apart from each other.
    pub marks: Vec<Range<usize>>,
    /// Whether the card's text goes on before it.
    pub more_before: bool,
    /// Whether the card's text goes on after it.
    pub more_after: bool,
}

struct Mark {
    /// Bytes of the original.
    range: Range<usize>,
    /// Which key, and what it gives.
    key: usize,
    score: f64,
}

/// The passage of at most `width` characters in which the parts of a hit give most; the
/// beginning where nothing matched.
pub fn snippet(text: &str, parts: &[Part], width: usize) -> Snippet {
    let marks = marks(text, parts);
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let character = |byte: usize| starts.partition_point(|at| *at < byte);
    let spans: Vec<Range<usize>> = marks
        .iter()
        .map(|mark| character(mark.range.start)..character(mark.range.end))
        .collect();
    let chosen = best_span(&marks, &spans, width);
    let room = width.saturating_sub(chosen.len());
    let start = chosen.start.saturating_sub(room / 2);
    let end = (start + width).min(starts.len());
    let start = end.saturating_sub(width).min(start);
    let byte = |at: usize| starts.get(at).copied().unwrap_or(text.len());
    let window = byte(start)..byte(end);
    Snippet {
        text: text[window.clone()].to_owned(),
        marks: joined(&marks, &window),
        more_before: start > 0,
        more_after: end < starts.len(),
    }
}

fn marks(text: &str, parts: &[Part]) -> Vec<Mark> {
    let mut end = text.len().min(TEXT_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let keys = parts.iter().enumerate();
    let keys = keys.map(|(place, part)| ((part.kind, part.key.as_str()), (place, part.score)));
    let keys: HashMap<(Kind, &str), (usize, f64)> = keys.collect();
    let folded = fold_mapped(&text[..end]);
    let mark = |kind: Kind, token: Token| {
        let (key, score) = *keys.get(&(kind, token.text.as_ref()))?;
        let range = folded.original(token.range);
        (!range.is_empty()).then_some(Mark { range, key, score })
    };
    let of_words = words(&folded.text).into_iter();
    let of_characters = bigrams(&folded.text).into_iter();
    let mut marks: Vec<Mark> = of_words
        .filter_map(|token| mark(Kind::Word, token))
        .chain(of_characters.filter_map(|token| mark(Kind::Characters, token)))
        .collect();
    marks.sort_by_key(|mark| (mark.range.start, mark.range.end));
    marks
}

/// The characters from the first to the last mark of the best window: the one whose
/// different keys give most, the earliest of equals.
fn best_span(marks: &[Mark], spans: &[Range<usize>], width: usize) -> Range<usize> {
    let mut inside: HashMap<usize, usize> = HashMap::new();
    let (mut first, mut sum) = (0, 0.0);
    let (mut best, mut best_sum) = (0..0, 0.0);
    for (last, mark) in marks.iter().enumerate() {
        let seen = inside.entry(mark.key).or_default();
        *seen += 1;
        if *seen == 1 {
            sum += mark.score;
        }
        while first < last && spans[last].end.saturating_sub(spans[first].start) > width {
            let seen = inside.entry(marks[first].key).or_default();
            *seen -= 1;
            if *seen == 0 {
                sum -= marks[first].score;
            }
            first += 1;
        }
        // Sums are added and taken away: what differs in the last digits is equal.
        if sum > best_sum + 1e-9 {
            best_sum = sum;
            best = spans[first].start..spans[last].end;
        }
    }
    best
}

/// Marks inside the window, relative to it; what overlaps or touches is one.
fn joined(marks: &[Mark], window: &Range<usize>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for mark in marks {
        let whole = mark.range.start >= window.start && mark.range.end <= window.end;
        if !whole {
            continue;
        }
        let range = mark.range.start - window.start..mark.range.end - window.start;
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::super::query::Way;
    use super::*;

    fn part(kind: Kind, key: &str, score: f64) -> Part {
        Part {
            typed: key.to_owned(),
            shown: key.to_owned(),
            key: key.to_owned(),
            kind,
            way: Way::Typed,
            score,
        }
    }

    fn marked(snippet: &Snippet) -> Vec<&str> {
        let ranges = snippet.marks.iter();
        ranges.map(|range| &snippet.text[range.clone()]).collect()
    }

    #[test]
    fn traditional_text_is_marked_for_a_simplified_query() {
        let parts = [
            part(Kind::Word, "孵化器", 2.0),
            part(Kind::Characters, "国际", 1.0),
        ];
        let shown = snippet("本市的國際孵化器，Ｂ座", &parts, 40);
        assert_eq!(marked(&shown), ["國際孵化器"]);
        assert!(!shown.more_before && !shown.more_after);
    }

    #[test]
    fn the_window_with_most_different_matches_is_shown() {
        let filler = "无关文字。".repeat(30);
        let text = format!("芯片芯片芯片。{filler}芯片与电池 battery。{filler}");
        let parts = [
            part(Kind::Word, "芯片", 2.0),
            part(Kind::Word, "电池", 1.5),
            part(Kind::Word, "batteri", 1.0),
        ];
        let shown = snippet(&text, &parts, 30);
        assert_eq!(marked(&shown), ["芯片", "电池", "battery"]);
        assert_eq!(shown.text.chars().count(), 30);
        assert!(shown.more_before && shown.more_after);
    }

    #[test]
    fn without_a_match_the_beginning_is_shown() {
        let shown = snippet("一二三四五六", &[], 4);
        assert_eq!((shown.text.as_str(), shown.marks.len()), ("一二三四", 0));
        assert!(shown.more_after && !shown.more_before);
        assert_eq!(snippet("", &[], 10), Snippet::default());
    }

    #[test]
    fn a_megabyte_of_matches_is_shown_in_bounded_space() {
        let parts = [part(Kind::Characters, "国国", 1.0)];
        let shown = snippet(&"國".repeat(400_000), &parts, 50);
        assert_eq!(shown.text.chars().count(), 50);
        assert_eq!(shown.marks.len(), 1);
    }
}
