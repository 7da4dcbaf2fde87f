//! Coverage: how many units have how much of the data, against the least share
//! needed for a rank; and the bar of a table cell with that mark.

use super::svg::{ACCENT, FIELD, GRID, INK, MUTED, OTHER, Words, at, frame};
use maud::{Markup, html};

const WIDTH: f64 = 860.0;
const HEIGHT: f64 = 200.0;
const LEFT: f64 = 16.0;
const BASE: f64 = 156.0;
const TOP: f64 = 34.0;
const BINS: usize = 10;

/// What is drawn.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Coverage of each unit, 0 to 1.
    pub shares: Vec<f64>,
    /// Least share for a rank.
    pub minimum: f64,
    /// Words at the mark of the least share.
    pub mark: String,
    /// Words under the axis.
    pub axis: String,
    /// Text alternative.
    pub words: Words,
}

/// How many units fall into each tenth; nothing at all has a bin of its own in front.
pub fn bins(shares: &[f64]) -> [usize; BINS + 1] {
    let mut bins = [0; BINS + 1];
    for share in shares {
        let bin = if *share <= 0.0 {
            0
        } else {
            ((share * BINS as f64 - 1e-9).floor() as usize + 1).min(BINS)
        };
        bins[bin] += 1;
    }
    bins
}

/// Draws the distribution; within a column, units that reach the mark stand below.
pub fn draw(state: &State) -> Markup {
    let counts = bins(&state.shares);
    let reached: Vec<f64> = state
        .shares
        .iter()
        .copied()
        .filter(|s| *s + 1e-9 >= state.minimum)
        .collect();
    let reached = bins(&reached);
    let most = counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let wide = (WIDTH - LEFT * 2.0) / (BINS as f64 + 1.0);
    let mark = LEFT + wide + (WIDTH - LEFT * 2.0 - wide) * state.minimum;
    frame(
        WIDTH,
        HEIGHT,
        &state.words,
        html! {
            line x1=(at(LEFT)) x2=(at(WIDTH - LEFT)) y1=(at(BASE)) y2=(at(BASE)) stroke=(OTHER) {}
            @for (i, units) in counts.iter().enumerate() {
                @let left = LEFT + wide * i as f64;
                @let (whole, below) = (height(*units, most), height(reached[i], most));
                @if *units > 0 {
                    rect x=(at(left + 3.0)) y=(at(BASE - whole)) width=(at(wide - 6.0)) height=(at(whole)) fill=(OTHER) {}
                    @if below > 0.0 { rect x=(at(left + 3.0)) y=(at(BASE - below)) width=(at(wide - 6.0)) height=(at(below)) fill=(ACCENT) {} }
                    text x=(at(left + wide / 2.0)) y=(at(BASE - whole - 5.0)) text-anchor="middle" fill=(INK) { (units) }
                }
                text x=(at(left + wide / 2.0)) y=(at(BASE + 17.0)) text-anchor="middle" fill=(MUTED) { (range(i)) }
            }
            line x1=(at(mark)) x2=(at(mark)) y1=(at(TOP - 14.0)) y2=(at(BASE)) stroke=(INK) stroke-dasharray="3 3" {}
            @let (beside, anchor) = if mark > WIDTH * 0.7 { (mark - 6.0, "end") } else { (mark + 6.0, "start") };
            text x=(at(beside)) y=(at(TOP - 6.0)) text-anchor=(anchor) fill=(INK) { (state.mark) }
            text x=(at(WIDTH / 2.0)) y=(at(HEIGHT - 6.0)) text-anchor="middle" fill=(MUTED) { (state.axis) }
        },
    )
}

/// Height of a column; the smallest can still be seen.
fn height(units: usize, most: f64) -> f64 {
    if units == 0 {
        0.0
    } else {
        ((BASE - TOP - 16.0) * units as f64 / most).max(2.0)
    }
}

fn range(bin: usize) -> String {
    match bin {
        0 => "0".to_owned(),
        _ => format!("{}–{}%", (bin - 1) * 10, bin * 10),
    }
}

/// The bar of a table cell with a tick at the least share.
pub fn cell(share: f64, minimum: f64) -> Markup {
    let colour = if share + 1e-9 >= minimum {
        ACCENT
    } else {
        OTHER
    };
    let tick = 60.0 * minimum.clamp(0.0, 1.0);
    html! {
        svg.cell-bar viewBox="0 0 60 10" width="60" height="10" aria-hidden="true" {
            rect y="1" width="60" height="8" fill=(FIELD) stroke=(GRID) stroke-width="0.5" {}
            rect y="1" width=(at(60.0 * share.clamp(0.0, 1.0))) height="8" fill=(colour) {}
            line x1=(at(tick)) x2=(at(tick)) y1="0" y2="10" stroke=(INK) {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_falls_into_exactly_one_bin() {
        let bins = bins(&[0.0, 0.001, 0.1, 0.100001, 0.3, 0.99, 1.0]);
        assert_eq!(bins, [1, 2, 1, 1, 0, 0, 0, 0, 0, 0, 2]);
    }

    #[test]
    fn no_unit_at_all_still_draws() {
        assert!(draw(&State::default()).into_string().starts_with("<svg"));
    }
}
