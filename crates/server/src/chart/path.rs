//! A target over the years: its path, the actual figures, forecasts dashed.

use super::plane::{End, Plane, WIDTH, ticks as round_ticks};
use super::svg::{ACCENT, INK, OTHER, Words, at, frame};
use maud::{Markup, html};

pub use super::plane::Line;

const PLOT: f64 = 190.0;

/// What is drawn.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Actual figures.
    pub actual: Line,
    /// The path, year by year.
    pub path: Line,
    /// Baseline and aimed values: the known points of the path.
    pub known: Line,
    /// Names and points of forecasts.
    pub forecasts: Vec<(String, Line)>,
    /// Words for the actual figures and the path.
    pub names: [String; 2],
    /// Heights to be labelled, with their words; see [`ticks`].
    pub ticks: Vec<(f64, String)>,
    /// Text alternative.
    pub words: Words,
}

impl State {
    fn lines(&self) -> impl Iterator<Item = &Line> {
        let forecasts = self.forecasts.iter().map(|(_, line)| line);
        [&self.actual, &self.path, &self.known]
            .into_iter()
            .chain(forecasts)
    }

    fn values(&self) -> impl Iterator<Item = f64> {
        self.lines().flatten().map(|(_, value)| *value)
    }
}

/// Round heights that span all values, at least two of them.
pub fn ticks(state: &State) -> Vec<f64> {
    round_ticks(state.values())
}

/// Draws the target.
pub fn draw(state: &State) -> Markup {
    let years = state.lines().flatten().map(|(year, _)| *year);
    let plane = Plane::new(years.collect::<Vec<_>>().into_iter(), &state.ticks, PLOT);
    frame(
        WIDTH,
        plane.bottom() + 30.0,
        &state.words,
        html! {
            (plane.grid(&state.ticks))
            polyline points=(plane.points(&state.path)) fill="none" stroke=(OTHER) stroke-width="1.6" {}
            @for (year, value) in &state.known {
                rect x=(at(plane.x(*year) - 4.0)) y=(at(plane.y(*value) - 4.0)) width="8" height="8" fill="#fff" stroke=(INK) stroke-width="1.6" {}
            }
            @for (i, (_, line)) in state.forecasts.iter().enumerate() {
                polyline points=(plane.points(line)) fill="none" stroke=(ACCENT) stroke-width="1.6" stroke-dasharray=(dash(i)) {}
            }
            polyline points=(plane.points(&state.actual)) fill="none" stroke=(ACCENT) stroke-width="2.4" stroke-linejoin="round" {}
            @for (year, value) in &state.actual {
                circle cx=(at(plane.x(*year))) cy=(at(plane.y(*value))) r="4" fill=(ACCENT) {}
            }
            (names(state, &plane))
        },
    )
}

fn dash(i: usize) -> &'static str {
    if i == 0 { "7 4" } else { "2 4" }
}

fn names(state: &State, plane: &Plane) -> Markup {
    let path = if state.path.is_empty() {
        &state.known
    } else {
        &state.path
    };
    let mut ends = Vec::new();
    let mut add = |line: &Line, colour, words| {
        if let Some((year, value)) = line.last() {
            let (x, y) = (plane.x(*year), plane.y(*value));
            ends.push(End {
                x,
                y,
                colour,
                words,
            });
        }
    };
    add(path, INK, &*state.names[1]);
    for (name, line) in &state.forecasts {
        add(line, ACCENT, &**name);
    }
    add(&state.actual, ACCENT, &*state.names[0]);
    plane.names(ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(actual: &[(i32, f64)], known: &[(i32, f64)]) -> State {
        let mut state = State {
            actual: actual.to_vec(),
            known: known.to_vec(),
            path: known.to_vec(),
            ..State::default()
        };
        state.ticks = ticks(&state)
            .into_iter()
            .map(|t| (t, t.to_string()))
            .collect();
        state
    }

    #[test]
    fn heights_are_round_and_span_everything() {
        assert_eq!(
            ticks(&state(&[(2024, 5.0)], &[(2027, 8.0)])),
            [5.0, 6.0, 7.0, 8.0]
        );
        let percent = ticks(&state(&[(2020, 3.0)], &[(2035, 97.0)]));
        assert_eq!(
            (percent.first(), percent.last()),
            (Some(&0.0), Some(&100.0))
        );
        let below = ticks(&state(&[(2020, -7.0)], &[(2021, 4.0)]));
        assert!(below[0] <= -7.0 && below[below.len() - 1] >= 4.0);
    }

    #[test]
    fn strange_values_still_draw() {
        let cases: [&[(i32, f64)]; 5] = [
            &[],
            &[(2024, 0.0)],
            &[(2024, f64::NAN), (2025, f64::INFINITY)],
            &[(i32::MIN, 1.0), (i32::MAX, 2.0)],
            &[(2024, 1e300), (2025, -1e300)],
        ];
        for case in cases {
            let drawn = draw(&state(case, case)).into_string();
            assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{drawn}");
            assert!(drawn.len() < 60_000);
        }
    }

    #[test]
    fn names_never_stand_on_each_other() {
        let mut all = state(&[(2024, 5.0), (2025, 5.0)], &[(2024, 5.0), (2027, 5.0)]);
        all.forecasts = vec![("a".into(), vec![(2025, 5.0), (2027, 5.0)]); 2];
        all.names = ["x".into(), "y".into()];
        let drawn = draw(&all).into_string();
        for name in ["x", "y", "a"] {
            assert!(drawn.contains(&format!(">{name}</text>")), "{drawn}");
        }
    }
}
