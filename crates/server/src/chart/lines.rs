//! Several units over the years, the ones in focus in colour: ranks with the first at the
//! top, or scores. A year without a value is a gap.

use super::plane::{End, LABEL_GAP, Plane, WIDTH};
use super::svg::{ACCENT, INK, OTHER, Words, at, frame};
use maud::{Markup, html};

pub use super::plane::{Line, ticks};

/// Lowest plot.
const LEAST: f64 = 220.0;

/// One unit.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// By year; years without a value are left out.
    pub line: Line,
    /// In focus.
    pub strong: bool,
}

/// What is drawn.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// The years across, those without any value too.
    pub years: Vec<i32>,
    /// The units.
    pub series: Vec<Series>,
    /// Heights to be labelled, with their words.
    pub ticks: Vec<(f64, String)>,
    /// The smallest value at the top.
    pub down: bool,
    /// Text alternative.
    pub words: Words,
}

/// Draws the lines.
pub fn draw(state: &State) -> Markup {
    let plot = LEAST.max(state.series.len() as f64 * LABEL_GAP);
    let plane = Plane::new(state.years.iter().copied(), &state.ticks, plot).downwards(state.down);
    let order = |strong: bool| state.series.iter().filter(move |one| one.strong == strong);
    let all = || order(false).chain(order(true));
    frame(
        WIDTH,
        plane.bottom() + 30.0,
        &state.words,
        html! {
            (plane.grid(&state.ticks))
            @for one in all() { (series(state, &plane, one)) }
            (plane.names(all().filter_map(|one| end(&plane, one)).collect()))
        },
    )
}

fn colour(one: &Series) -> &'static str {
    if one.strong { ACCENT } else { OTHER }
}

fn series(state: &State, plane: &Plane, one: &Series) -> Markup {
    let width = if one.strong { "2.4" } else { "1.3" };
    html! {
        @for run in runs(&state.years, &one.line) {
            polyline points=(plane.points(run)) fill="none" stroke=(colour(one)) stroke-width=(width) stroke-linejoin="round" {}
        }
        @for (year, value) in &one.line {
            circle cx=(at(plane.x(*year))) cy=(at(plane.y(*value))) r=(if one.strong { "4" } else { "2.5" }) fill=(colour(one)) {}
        }
    }
}

/// Parts of a line without a gap between the years shown.
fn runs<'a>(years: &[i32], line: &'a [(i32, f64)]) -> Vec<&'a [(i32, f64)]> {
    let place = |year: i32| years.iter().position(|one| *one == year);
    let together = |a: &(i32, f64), b: &(i32, f64)| {
        let [a, b] = [a.0, b.0].map(place);
        a.zip(b).is_some_and(|(a, b)| a + 1 == b)
    };
    line.chunk_by(together).collect()
}

fn end<'a>(plane: &Plane, one: &'a Series) -> Option<End<'a>> {
    let (year, value) = one.line.last()?;
    Some(End {
        x: plane.x(*year),
        y: plane.y(*value),
        colour: if one.strong { ACCENT } else { INK },
        words: &one.name,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_without_a_value_breaks_the_line() {
        let years = [2020, 2021, 2022, 2024];
        let line = [(2020, 1.0), (2022, 2.0), (2024, 3.0)];
        // 2023 is no year shown: 2022 and 2024 are neighbours.
        let parts: Vec<usize> = runs(&years, &line).iter().map(|run| run.len()).collect();
        assert_eq!(parts, [1, 2]);
        assert_eq!(runs(&years, &[]).len(), 0);
    }

    #[test]
    fn the_first_rank_stands_at_the_top() {
        let ticks = [(1.0, "1".to_owned()), (9.0, "9".to_owned())];
        let plane = Plane::new([2020].into_iter(), &ticks, 100.0).downwards(true);
        assert!(plane.y(1.0) < plane.y(9.0));
    }
}
