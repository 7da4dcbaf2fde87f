//! Bars: one length per row; and the small bar of a table cell.

use super::svg::{ACCENT, FIELD, INK, MUTED, Words, at, cut, frame, lines, wrap};
use maud::{Markup, html};

const WIDTH: f64 = 860.0;
const NAMES: f64 = 320.0;
const RIGHT: f64 = 110.0;
const ROW: f64 = 24.0;

/// What is drawn.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Name, share of the full length (0 to 1), words at the end.
    pub rows: Vec<(String, f64, String)>,
    /// Text alternative.
    pub words: Words,
}

/// Draws the rows.
pub fn draw(state: &State) -> Markup {
    let full = WIDTH - NAMES - RIGHT;
    frame(
        WIDTH,
        ROW * state.rows.len() as f64 + 6.0,
        &state.words,
        html! {
            @for (i, (name, share, words)) in state.rows.iter().enumerate() {
                @let y = ROW * i as f64 + 3.0;
                (lines(NAMES - 12.0, y + 16.0, "end", INK, &wrap(name, NAMES - 14.0, 1)))
                rect x=(at(NAMES)) y=(at(y + 4.0)) width=(at(full)) height=(at(ROW - 10.0)) fill=(FIELD) {}
                rect x=(at(NAMES)) y=(at(y + 4.0)) width=(at(full * share.clamp(0.0, 1.0))) height=(at(ROW - 10.0)) fill=(ACCENT) {}
                text x=(at(NAMES + full + 10.0)) y=(at(y + 16.0)) fill=(MUTED) { (cut(words, RIGHT - 12.0)) }
            }
        },
    )
}

/// A bar of a table cell, 0 to 1; the figure beside it says the same in words.
pub fn cell(share: f64) -> Markup {
    html! {
        svg.cell-bar viewBox="0 0 60 8" width="60" height="8" aria-hidden="true" {
            rect width="60" height="8" fill=(FIELD) {}
            rect width=(at(60.0 * share.clamp(0.0, 1.0))) height="8" fill=(ACCENT) {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_beyond_one_fills_the_bar_and_no_more() {
        assert!(
            cell(3.0)
                .into_string()
                .contains(&format!(r#"rect width="60" height="8" fill="{ACCENT}""#))
        );
        assert!(cell(-1.0).into_string().contains(r#"rect width="0""#));
    }
}
