//! Effects: how much of the spread each assumption explains, alone and with all it works
//! together with, each with its interval.

use super::svg::{ACCENT, GRID, INK, MUTED, OTHER, Words, at, cut, frame};
use maud::{Markup, html};

const WIDTH: f64 = 860.0;
const NAMES: f64 = 240.0;
const RIGHT: f64 = 100.0;
const ROW: f64 = 38.0;
const TOP: f64 = 32.0;

/// An estimate with its interval.
#[derive(Debug, Clone, Copy, Default)]
pub struct Estimate {
    /// The estimate, a share of the variance.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// What is drawn.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Name, first-order effect, total effect.
    pub rows: Vec<(String, Estimate, Estimate)>,
    /// Words for the two.
    pub legend: [String; 2],
    /// Text alternative.
    pub words: Words,
}

fn place(top: f64, share: f64) -> f64 {
    NAMES + (WIDTH - NAMES - RIGHT) * (share / top).clamp(0.0, 1.0)
}

/// Draws two bars per assumption.
pub fn draw(state: &State) -> Markup {
    let bottom = TOP + ROW * state.rows.len() as f64;
    let ends = state.rows.iter().flat_map(|(_, a, b)| [a.high, b.high]);
    let top = ends.fold(1.0, f64::max);
    frame(
        WIDTH,
        bottom + 28.0,
        &state.words,
        html! {
            rect x=(at(NAMES)) y="4" width="12" height="12" fill=(ACCENT) {}
            text x=(at(NAMES + 18.0)) y="14" fill=(INK) { (state.legend[0]) }
            rect x=(at(NAMES + 240.0)) y="4" width="12" height="12" fill=(OTHER) {}
            text x=(at(NAMES + 258.0)) y="14" fill=(INK) { (state.legend[1]) }
            @for i in 0..=4_u8 {
                @let share = top * f64::from(i) / 4.0;
                @let x = place(top, share);
                line x1=(at(x)) x2=(at(x)) y1=(at(TOP)) y2=(at(bottom)) stroke=(GRID) {}
                text x=(at(x)) y=(at(bottom + 18.0)) text-anchor="middle" fill=(MUTED) { (format!("{:.0}%", share * 100.0)) }
            }
            @for (i, (name, first, total)) in state.rows.iter().enumerate() {
                @let y = TOP + ROW * i as f64;
                text x=(at(NAMES - 14.0)) y=(at(y + ROW / 2.0 + 4.0)) text-anchor="end" fill=(INK) { (cut(name, NAMES - 24.0)) }
                (bar(top, *first, y + 5.0, ACCENT))
                (bar(top, *total, y + 20.0, OTHER))
                text x=(at(WIDTH - 6.0)) y=(at(y + 14.0)) text-anchor="end" fill=(ACCENT) { (format!("{:.1}%", first.value * 100.0)) }
                text x=(at(WIDTH - 6.0)) y=(at(y + 30.0)) text-anchor="end" fill=(MUTED) { (format!("{:.1}%", total.value * 100.0)) }
            }
        },
    )
}

fn bar(top: f64, estimate: Estimate, y: f64, fill: &str) -> Markup {
    let [value, low, high] = [estimate.value, estimate.low, estimate.high].map(|s| place(top, s));
    html! {
        rect x=(at(NAMES)) y=(at(y)) width=(at(value - NAMES)) height="11" fill=(fill) {}
        line x1=(at(low)) x2=(at(high)) y1=(at(y + 5.5)) y2=(at(y + 5.5)) stroke=(INK) stroke-width="1.2" {}
        @for x in [low, high] { line x1=(at(x)) x2=(at(x)) y1=(at(y + 2.5)) y2=(at(y + 8.5)) stroke=(INK) stroke-width="1.2" {} }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_below_zero_stands_at_the_edge() {
        assert_eq!(place(1.0, -0.2), NAMES);
        assert_eq!(place(1.0, 1.0), WIDTH - RIGHT);
    }
}
