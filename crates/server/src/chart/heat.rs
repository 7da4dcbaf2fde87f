//! Heat strip of ranks: per unit how likely each rank is.

use super::svg::{ACCENT, FIELD, INK, MUTED, Words, at, cut, frame};
use super::whisker::ticks;
use maud::{Markup, html};

const WIDTH: f64 = 860.0;
const NAMES: f64 = 220.0;
const ROW: f64 = 18.0;
const TOP: f64 = 8.0;

/// What is drawn.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Name, and the probability of each rank from the first on; ranks further down may
    /// be left out when they are zero.
    pub rows: Vec<(String, Vec<f64>)>,
    /// The last rank there is.
    pub last: usize,
    /// Text alternative.
    pub words: Words,
}

/// Draws the strips.
pub fn draw(state: &State) -> Markup {
    let last = state.last.max(1);
    let width = (WIDTH - NAMES) / last as f64;
    let bottom = TOP + ROW * state.rows.len() as f64;
    let middle = |rank: f64| NAMES + width * (rank - 0.5);
    frame(
        WIDTH,
        bottom + 26.0,
        &state.words,
        html! {
            @for (i, (name, shares)) in state.rows.iter().enumerate() {
                @let y = TOP + ROW * i as f64;
                text x=(at(NAMES - 14.0)) y=(at(y + ROW * 0.5 + 4.0)) text-anchor="end" fill=(INK) { (cut(name, NAMES - 24.0)) }
                rect x=(at(NAMES)) y=(at(y + 1.0)) width=(at(WIDTH - NAMES)) height=(at(ROW - 2.0)) fill=(FIELD) {}
                @for (rank, share) in shares.iter().enumerate().filter(|(_, share)| **share >= 0.005) {
                    rect x=(at(NAMES + width * rank as f64)) y=(at(y + 1.0)) width=(at(width.max(1.0))) height=(at(ROW - 2.0))
                        fill=(ACCENT) fill-opacity=(shade(*share)) {}
                }
            }
            @for rank in ticks(last as f64) {
                text x=(at(middle(rank))) y=(at(bottom + 17.0)) text-anchor="middle" fill=(MUTED) { (rank) }
            }
        },
    )
}

/// How dark a probability is drawn: its root, so that small ones can be seen.
fn shade(share: f64) -> String {
    format!("{:.2}", share.clamp(0.0, 1.0).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certain_rank_is_full_and_a_rare_one_is_seen() {
        assert_eq!(
            (shade(1.0), shade(0.04)),
            ("1.00".to_owned(), "0.20".to_owned())
        );
    }
}
