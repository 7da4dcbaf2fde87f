//! Parts all drawings share: frame, colours, text measuring.

use crate::view::calm;
use maud::{Markup, html};

/// Fonts of the drawings; the same families the pages use.
const FONTS: &str =
    "'PingFang SC','Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',sans-serif";
/// Text.
pub const INK: &str = "#1d2326";
/// Lesser text.
pub const MUTED: &str = "#5a646b";
/// Lines of the grid.
pub const GRID: &str = "#e2e0da";
/// The one accent.
pub const ACCENT: &str = "#0b6650";
/// What is not in focus.
pub const OTHER: &str = "#8b949a";
/// Fields behind.
pub const FIELD: &str = "#f1f0ec";
/// Size of text in drawings.
pub const SIZE: f64 = 12.5;

/// The finding and the description a drawing carries for those who cannot see it.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// The finding.
    pub title: String,
    /// What is drawn.
    pub desc: String,
}

/// A drawing of a size with its text alternative.
pub fn frame(width: f64, height: f64, words: &Words, inside: Markup) -> Markup {
    html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {} {}", at(width), at(height)))
            width=(at(width)) height=(at(height)) role="img" font-family=(FONTS) font-size=(SIZE) {
            title { (calm(&words.title)) }
            desc { (calm(&words.desc)) }
            (inside)
        }
    }
}

/// A coordinate with one decimal.
pub fn at(x: f64) -> String {
    let rounded = (x * 10.0).round() / 10.0;
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}

/// About how wide a text stands, in pixels: Han letters are as wide as they are high.
pub fn width_of(text: &str, size: f64) -> f64 {
    let em = |c: char| match c {
        '\u{2e80}'..='\u{ffef}' => 1.0,
        'i' | 'l' | 'j' | 't' | 'f' | 'r' | ' ' | '.' | ',' | '\'' | '(' | ')' => 0.34,
        'm' | 'w' | 'M' | 'W' | '%' => 0.86,
        'A'..='Z' => 0.66,
        _ => 0.56,
    };
    text.chars().map(em).sum::<f64>() * size
}

/// Breaks a text into at most `most` lines no wider than `width`; the rest is cut with an ellipsis.
pub fn wrap(text: &str, width: f64, most: usize) -> Vec<String> {
    let text = calm(text);
    let mut lines = vec![String::new()];
    for piece in pieces(&text) {
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() || width_of(&format!("{line}{piece}"), SIZE) <= width {
            line.push_str(piece);
        } else {
            lines.push(piece.trim_start().to_owned());
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
        .into_iter()
        .map(|line| cut(line.trim(), width))
        .collect()
}

/// Cuts one line to a width.
pub fn cut(line: &str, width: f64) -> String {
    let mut line = line.to_owned();
    while width_of(&line, SIZE) > width && line.chars().count() > 2 {
        line.pop();
        line.pop();
        line.push('…');
    }
    line
}

/// Where a line may break: between words and around Han letters.
fn pieces(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let han = |c: char| ('\u{2e80}'..='\u{ffef}').contains(&c);
    let closing = |c: char| "，。、；：！？）》」』”".contains(c);
    let mut before: Option<char> = None;
    for (i, c) in text.char_indices() {
        let may = before.is_some_and(|b| {
            c == ' ' || ((han(b) || han(c)) && !closing(c) && !"（《「『“".contains(b))
        });
        if may {
            out.push(&text[start..i]);
            start = i;
        }
        before = Some(c);
    }
    out.push(&text[start..]);
    out
}

/// Lines of text under each other, from the first line's base.
pub fn lines(x: f64, y: f64, anchor: &str, fill: &str, lines: &[String]) -> Markup {
    html! {
        text x=(at(x)) y=(at(y)) text-anchor=(anchor) fill=(fill) {
            @for (i, line) in lines.iter().enumerate() {
                tspan x=(at(x)) dy=(at(if i == 0 { 0.0 } else { SIZE * 1.3 })) { (line) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_breaks_between_letters_and_not_before_a_stop() {
        assert_eq!(
            wrap("创新创业生态，活跃", SIZE * 6.0 + 1.0, 3),
            ["创新创业生", "态，活跃"]
        );
    }

    #[test]
    fn english_breaks_between_words() {
        assert_eq!(
            wrap("global innovation network", 90.0, 2),
            ["global", "innovation…"]
        );
        assert_eq!(
            wrap("global innovation network", 120.0, 3),
            ["global innovation", "network"]
        );
    }

    #[test]
    fn nothing_is_wider_than_it_may_be() {
        assert!(
            width_of(
                &cut("Pneumonoultramicroscopicsilicovolcanoconiosis", 80.0),
                SIZE
            ) <= 80.0
        );
    }
}
