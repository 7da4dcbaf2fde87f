//! Dots: per row the own score and the mean of the others on one scale.

use super::svg::{ACCENT, GRID, INK, MUTED, OTHER, Words, at, frame, lines, wrap};
use maud::{Markup, html};

const WIDTH: f64 = 860.0;
const NAMES: f64 = 270.0;
const RIGHT: f64 = 90.0;
const ROW: f64 = 34.0;
const TOP: f64 = 26.0;

/// What is drawn.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Name, own score, mean of the others.
    pub rows: Vec<(String, f64, f64)>,
    /// Upper end of the scale.
    pub top: f64,
    /// Words for the two kinds of dots.
    pub legend: [String; 2],
    /// Text alternative.
    pub words: Words,
}

/// Horizontal place of a score.
pub fn place(state: &State, score: f64) -> f64 {
    NAMES + (WIDTH - NAMES - RIGHT) * (score / state.top).clamp(0.0, 1.0)
}

/// Draws the rows.
pub fn draw(state: &State) -> Markup {
    let bottom = TOP + ROW * state.rows.len() as f64;
    frame(
        WIDTH,
        bottom + 30.0,
        &state.words,
        html! {
            circle cx=(at(NAMES + 5.0)) cy="10" r="5" fill=(ACCENT) {}
            text x=(at(NAMES + 15.0)) y="14" fill=(INK) { (state.legend[0]) }
            circle cx=(at(NAMES + 205.0)) cy="10" r="4.5" fill="#fff" stroke=(OTHER) stroke-width="1.6" {}
            text x=(at(NAMES + 215.0)) y="14" fill=(INK) { (state.legend[1]) }
            @for i in 0..=4_u8 {
                @let score = state.top * f64::from(i) / 4.0;
                @let x = place(state, score);
                line x1=(at(x)) x2=(at(x)) y1=(at(TOP)) y2=(at(bottom)) stroke=(GRID) {}
                text x=(at(x)) y=(at(bottom + 18.0)) text-anchor="middle" fill=(MUTED) { (at(score)) }
            }
            @for (i, (name, own, others)) in state.rows.iter().enumerate() {
                @let y = TOP + ROW * (i as f64 + 0.5);
                @let (a, b) = (place(state, *own), place(state, *others));
                (row_name(name, y))
                line x1=(at(a)) x2=(at(b)) y1=(at(y)) y2=(at(y)) stroke=(OTHER) stroke-width="1.6" {}
                circle cx=(at(b)) cy=(at(y)) r="4.5" fill="#fff" stroke=(OTHER) stroke-width="1.6" {}
                circle cx=(at(a)) cy=(at(y)) r="5" fill=(ACCENT) {}
                text x=(at(WIDTH - 6.0)) y=(at(y + 4.0)) text-anchor="end" fill=(INK) { (difference(*own, *others)) }
            }
        },
    )
}

/// A name in one or two lines around the middle of its row.
fn row_name(name: &str, middle: f64) -> Markup {
    let words = wrap(name, NAMES - 20.0, 2);
    let first = middle + 4.0 - 8.0 * words.len().saturating_sub(1) as f64;
    lines(NAMES - 14.0, first, "end", INK, &words)
}

/// The difference with its sign.
fn difference(own: f64, others: f64) -> String {
    let d = own - others;
    let sign = if d >= 0.05 {
        "+"
    } else if d <= -0.05 {
        "−"
    } else {
        "±"
    };
    format!("{sign}{:.1}", d.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_carries_its_sign() {
        assert_eq!(
            [
                difference(70.0, 60.0),
                difference(1.0, 3.5),
                difference(2.0, 2.0)
            ],
            ["+10.0", "−2.5", "±0.0"]
        );
    }

    #[test]
    fn scores_beyond_the_scale_stay_inside() {
        let state = State {
            top: 100.0,
            ..State::default()
        };
        assert_eq!(place(&state, 140.0), place(&state, 100.0));
        assert_eq!(place(&state, -3.0), NAMES);
    }
}
