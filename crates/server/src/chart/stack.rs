//! Parts of a whole, one bar for each day: counts on top of each other, with the bar in
//! focus outlined.

use super::svg::{ACCENT, FIELD, GRID, INK, MUTED, OTHER, Words, at, cut, frame, width_of};
use maud::{Markup, html};

const WIDTH: f64 = 860.0;
const TOP: f64 = 34.0;
const PLOT: f64 = 200.0;
const LEFT: f64 = 16.0;
/// Fills of the parts, from the bottom up.
const FILLS: [&str; 4] = [ACCENT, "#7fb3a3", "#d9c48f", FIELD];
/// The narrowest part that is labelled, in pixels of height.
const LABELLED: f64 = 15.0;
const SIZE: f64 = 12.5;

/// What is drawn.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// What the parts are called, from the bottom up.
    pub parts: [String; 4],
    /// Words below the bar, counts of the parts.
    pub bars: Vec<(String, [u64; 4])>,
    /// The bar in focus.
    pub focus: Option<usize>,
    /// Text alternative.
    pub words: Words,
}

/// Draws the bars.
pub fn draw(state: &State) -> Markup {
    let whole = |bar: &(String, [u64; 4])| bar.1.iter().sum::<u64>();
    let most = state.bars.iter().map(whole).max().unwrap_or(0).max(1) as f64;
    let step = (WIDTH - 2.0 * LEFT) / state.bars.len().max(1) as f64;
    let wide = (step * 0.68).min(96.0);
    let base = TOP + PLOT;
    frame(
        WIDTH,
        base + 30.0,
        &state.words,
        html! {
            (legend(state))
            line x1=(at(LEFT)) x2=(at(WIDTH - LEFT)) y1=(at(base)) y2=(at(base)) stroke=(GRID) {}
            @for (place, (words, counts)) in state.bars.iter().enumerate() {
                @let middle = LEFT + step * (place as f64 + 0.5);
                @for (part, low, n) in stacked(counts) {
                    @let (top, high) = (base - (low + n) as f64 / most * PLOT, n as f64 / most * PLOT);
                    rect x=(at(middle - wide / 2.0)) y=(at(top)) width=(at(wide)) height=(at(high)) fill=(FILLS[part]) stroke=[(part == 3).then_some(OTHER)] stroke-width="0.6" {}
                    @if high >= LABELLED { text x=(at(middle)) y=(at(top + high / 2.0 + 4.5)) text-anchor="middle" fill=(if part == 0 { "#fff" } else { INK }) { (n) } }
                }
                text x=(at(middle)) y=(at(base + 18.0)) text-anchor="middle" fill=(if state.focus == Some(place) { INK } else { MUTED }) font-weight=[(state.focus == Some(place)).then_some("650")] { (cut(words, step)) }
            }
        },
    )
}

/// Parts that hold something: which, how many below, how many.
fn stacked(counts: &[u64; 4]) -> Vec<(usize, u64, u64)> {
    let mut below = 0;
    let mut found = Vec::new();
    for (part, n) in counts.iter().enumerate().filter(|(_, n)| **n > 0) {
        found.push((part, below, *n));
        below += n;
    }
    found
}

fn legend(state: &State) -> Markup {
    let mut x = LEFT;
    let mut placed = Vec::new();
    for (part, name) in state.parts.iter().enumerate() {
        placed.push((x, part, name));
        x += 22.0 + width_of(name, SIZE) + 18.0;
    }
    html! {
        @for (x, part, name) in placed {
            rect x=(at(x)) y="6" width="14" height="12" fill=(FILLS[part]) stroke=[(part == 3).then_some(OTHER)] stroke-width="0.6" {}
            text x=(at(x + 20.0)) y="17" fill=(MUTED) { (name) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_on_one_another_and_empty_ones_are_left_out() {
        assert_eq!(stacked(&[3, 0, 2, 5]), [(0, 0, 3), (2, 3, 2), (3, 5, 5)]);
        assert!(stacked(&[0; 4]).is_empty());
    }

    #[test]
    fn nobody_at_all_draws_no_bar() {
        let state = State {
            bars: vec![("2026".to_owned(), [0; 4])],
            ..State::default()
        };
        let drawn = draw(&state).into_string();
        // The four of the legend.
        assert_eq!(drawn.matches("<rect").count(), 4);
    }
}
