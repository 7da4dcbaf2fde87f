//! Dots with whiskers: per unit the rank given, and the ranks it could as well have.

use super::svg::{ACCENT, GRID, INK, MUTED, OTHER, Words, at, cut, frame};
use maud::{Markup, html};

const WIDTH: f64 = 860.0;
const NAMES: f64 = 220.0;
const RIGHT: f64 = 110.0;
const ROW: f64 = 22.0;
const TOP: f64 = 34.0;

/// One unit.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// The rank given; unknown has no dot.
    pub given: Option<f64>,
    /// 5 % of the draws rank it at this place or better.
    pub low: f64,
    /// The middle.
    pub median: f64,
    /// 95 % of the draws rank it at this place or better.
    pub high: f64,
    /// Belongs to the same indistinguishable group as the row above.
    pub tied: bool,
}

/// What is drawn.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Best first.
    pub rows: Vec<Row>,
    /// The last rank there is.
    pub last: f64,
    /// Words for dot and ring.
    pub legend: [String; 2],
    /// Text alternative.
    pub words: Words,
}

/// Horizontal place of a rank.
pub fn place(state: &State, rank: f64) -> f64 {
    let span = (state.last - 1.0).max(1.0);
    NAMES + (WIDTH - NAMES - RIGHT) * ((rank - 1.0) / span).clamp(0.0, 1.0)
}

/// Ranks the axis names: the first, the last, and round ones between.
pub fn ticks(last: f64) -> Vec<f64> {
    let step = [
        1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0, 200.0, 500.0, 1000.0,
    ]
    .into_iter()
    .find(|step| last / step <= 9.0)
    .unwrap_or(5000.0);
    let between = (1..)
        .map(|i| f64::from(i) * step)
        .take_while(|rank| *rank < last - step / 2.0)
        .filter(|rank| *rank > 1.0);
    let mut all = vec![1.0];
    all.extend(between);
    all.push(last);
    all
}

/// Draws the rows.
pub fn draw(state: &State) -> Markup {
    let bottom = TOP + ROW * state.rows.len() as f64;
    frame(
        WIDTH,
        bottom + 28.0,
        &state.words,
        html! {
            circle cx=(at(NAMES + 5.0)) cy="10" r="4.5" fill=(ACCENT) {}
            text x=(at(NAMES + 15.0)) y="14" fill=(INK) { (state.legend[0]) }
            line x1=(at(NAMES + 205.0)) x2=(at(NAMES + 235.0)) y1="10" y2="10" stroke=(OTHER) stroke-width="2" {}
            line x1=(at(NAMES + 220.0)) x2=(at(NAMES + 220.0)) y1="5" y2="15" stroke=(OTHER) stroke-width="2" {}
            text x=(at(NAMES + 243.0)) y="14" fill=(INK) { (state.legend[1]) }
            @for rank in ticks(state.last) {
                @let x = place(state, rank);
                line x1=(at(x)) x2=(at(x)) y1=(at(TOP)) y2=(at(bottom)) stroke=(GRID) {}
                text x=(at(x)) y=(at(bottom + 18.0)) text-anchor="middle" fill=(MUTED) { (rank) }
            }
            @for (i, row) in state.rows.iter().enumerate() { (one(state, row, TOP + ROW * (i as f64 + 0.5))) }
        },
    )
}

fn one(state: &State, row: &Row, y: f64) -> Markup {
    let [low, median, high] = [row.low, row.median, row.high].map(|rank| place(state, rank));
    let given = row.given.map(|rank| place(state, rank));
    html! {
        text x=(at(NAMES - 14.0)) y=(at(y + 4.0)) text-anchor="end" fill=(INK) { (cut(&row.name, NAMES - 24.0)) }
        @if row.tied { line x1=(at(NAMES - 6.0)) x2=(at(NAMES - 6.0)) y1=(at(y - ROW)) y2=(at(y)) stroke=(OTHER) stroke-width="2" {} }
        line x1=(at(low)) x2=(at(high)) y1=(at(y)) y2=(at(y)) stroke=(OTHER) stroke-width="2" {}
        @for x in [low, high] { line x1=(at(x)) x2=(at(x)) y1=(at(y - 3.5)) y2=(at(y + 3.5)) stroke=(OTHER) stroke-width="1.6" {} }
        line x1=(at(median)) x2=(at(median)) y1=(at(y - 5.0)) y2=(at(y + 5.0)) stroke=(OTHER) stroke-width="2" {}
        @if let Some(given) = given { circle cx=(at(given)) cy=(at(y)) r="4.5" fill=(ACCENT) {} }
        text x=(at(WIDTH - 6.0)) y=(at(y + 4.0)) text-anchor="end" fill=(MUTED) { (row.low) "–" (row.high) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_names_first_last_and_round_ranks() {
        assert_eq!(ticks(8.0), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]);
        assert_eq!(ticks(51.0)[..3], [1.0, 10.0, 20.0]);
        assert_eq!(ticks(1.0), [1.0, 1.0]);
        assert!(ticks(178.0).len() <= 11);
    }

    #[test]
    fn one_unit_alone_has_a_place() {
        let state = State {
            last: 1.0,
            ..State::default()
        };
        assert_eq!(place(&state, 1.0), NAMES);
    }
}
