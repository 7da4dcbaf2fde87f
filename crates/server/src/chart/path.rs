//! A target over the years: its path, the actual figures, forecasts dashed.

use super::svg::{ACCENT, GRID, INK, MUTED, OTHER, Words, at, cut, frame};
use maud::{Markup, html};

const WIDTH: f64 = 860.0;
const PLOT: f64 = 190.0;
const TOP: f64 = 34.0;
const LEFT: f64 = 96.0;
const RIGHT: f64 = 150.0;
const TICKS: usize = 4;
/// Years between labels on the axis at least, in pixels.
const YEAR_ROOM: f64 = 46.0;
const LABEL_GAP: f64 = 17.0;

/// Points by year.
pub type Line = Vec<(i32, f64)>;

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
    let finite = || state.values().filter(|v| v.is_finite());
    let low = finite().fold(f64::INFINITY, f64::min);
    let high = finite().fold(f64::NEG_INFINITY, f64::max);
    if !(low.is_finite() && high.is_finite()) {
        return vec![0.0, 1.0];
    }
    // A flat line keeps room above and below.
    let span = if high > low {
        high - low
    } else {
        high.abs().max(1.0)
    };
    let step = round_step(span / TICKS as f64);
    let first = (low / step).floor() * step;
    let first = if low >= 0.0 && low < span { 0.0 } else { first };
    let many = ((high - first) / step).ceil().clamp(1.0, 12.0) as usize;
    (0..=many).map(|i| first + step * i as f64).collect()
}

/// The next larger of 1, 2, 2.5, 5 times a power of ten.
fn round_step(rough: f64) -> f64 {
    let power = 10_f64.powf(rough.log10().floor());
    let factors = [1.0, 2.0, 2.5, 5.0, 10.0];
    let fits = factors.iter().find(|f| **f * power >= rough * (1.0 - 1e-9));
    fits.unwrap_or(&10.0) * power
}

struct Scale {
    years: (i32, i32),
    heights: (f64, f64),
}

impl Scale {
    fn of(state: &State) -> Self {
        let years = || state.lines().flatten().map(|(year, _)| *year);
        let (first, last) = (years().min().unwrap_or(0), years().max().unwrap_or(0));
        let heights = state.ticks.iter().map(|(height, _)| *height);
        let low = heights.clone().fold(f64::INFINITY, f64::min);
        let high = heights.fold(f64::NEG_INFINITY, f64::max);
        let sound = low.is_finite() && high > low;
        Self {
            years: (first, last),
            heights: if sound { (low, high) } else { (0.0, 1.0) },
        }
    }

    fn x(&self, year: i32) -> f64 {
        let room = WIDTH - LEFT - RIGHT;
        let span = f64::from(self.years.1) - f64::from(self.years.0);
        if span <= 0.0 {
            return LEFT + room / 2.0;
        }
        LEFT + room * (f64::from(year) - f64::from(self.years.0)) / span
    }

    fn y(&self, value: f64) -> f64 {
        let share = (value - self.heights.0) / (self.heights.1 - self.heights.0);
        let share = if share.is_finite() { share } else { 0.0 };
        TOP + PLOT * (1.0 - share.clamp(0.0, 1.0))
    }

    fn points(&self, line: &Line) -> String {
        let point =
            |(year, value): &(i32, f64)| format!("{},{}", at(self.x(*year)), at(self.y(*value)));
        line.iter().map(point).collect::<Vec<_>>().join(" ")
    }

    /// Years that get a label: every one, or so many apart that none touches another.
    fn labelled(&self) -> Vec<i32> {
        let span = (i64::from(self.years.1) - i64::from(self.years.0)).max(0);
        let room = WIDTH - LEFT - RIGHT;
        let every = (YEAR_ROOM * span as f64 / room).ceil().max(1.0) as i64;
        let steps = 0..=span / every;
        let year = |i: i64| i32::try_from(i64::from(self.years.1) - i * every);
        steps.filter_map(|i| year(i).ok()).collect()
    }
}

/// Draws the target.
pub fn draw(state: &State) -> Markup {
    let scale = Scale::of(state);
    let bottom = TOP + PLOT;
    frame(
        WIDTH,
        bottom + 30.0,
        &state.words,
        html! {
            @for (height, words) in &state.ticks {
                @let y = scale.y(*height);
                line x1=(at(LEFT)) x2=(at(WIDTH - RIGHT)) y1=(at(y)) y2=(at(y)) stroke=(GRID) {}
                text x=(at(LEFT - 10.0)) y=(at(y + 4.0)) text-anchor="end" fill=(MUTED) { (cut(words, LEFT - 14.0)) }
            }
            @for year in scale.labelled() {
                text x=(at(scale.x(year))) y=(at(bottom + 20.0)) text-anchor="middle" fill=(MUTED) { (year) }
            }
            polyline points=(scale.points(&state.path)) fill="none" stroke=(OTHER) stroke-width="1.6" {}
            @for (year, value) in &state.known {
                rect x=(at(scale.x(*year) - 4.0)) y=(at(scale.y(*value) - 4.0)) width="8" height="8" fill="#fff" stroke=(INK) stroke-width="1.6" {}
            }
            @for (i, (_, line)) in state.forecasts.iter().enumerate() {
                polyline points=(scale.points(line)) fill="none" stroke=(ACCENT) stroke-width="1.6" stroke-dasharray=(dash(i)) {}
            }
            polyline points=(scale.points(&state.actual)) fill="none" stroke=(ACCENT) stroke-width="2.4" stroke-linejoin="round" {}
            @for (year, value) in &state.actual {
                circle cx=(at(scale.x(*year))) cy=(at(scale.y(*value))) r="4" fill=(ACCENT) {}
            }
            (names(state, &scale))
        },
    )
}

fn dash(i: usize) -> &'static str {
    if i == 0 { "7 4" } else { "2 4" }
}

/// The name of each line at its right end, moved apart so that none covers another.
fn names(state: &State, scale: &Scale) -> Markup {
    let path = if state.path.is_empty() {
        &state.known
    } else {
        &state.path
    };
    let mut ends: Vec<(f64, f64, &str, &str)> = Vec::new();
    let mut add = |line: &Line, name: &'static str, words| {
        if let Some((year, value)) = line.last() {
            ends.push((scale.x(*year), scale.y(*value), name, words));
        }
    };
    add(path, INK, &*state.names[1]);
    for (name, line) in &state.forecasts {
        add(line, ACCENT, &**name);
    }
    add(&state.actual, ACCENT, &*state.names[0]);
    ends.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut free = TOP - 12.0;
    let mut placed = Vec::new();
    for (x, y, colour, words) in ends {
        let label = y.max(free);
        free = label + LABEL_GAP;
        placed.push((x, y, label, colour, words));
    }
    let right = WIDTH - RIGHT + 14.0;
    html! {
        @for (x, y, label, colour, words) in placed {
            line x1=(at(x + 6.0)) x2=(at(right - 4.0)) y1=(at(y)) y2=(at(label)) stroke=(OTHER) stroke-width="0.7" stroke-dasharray="1 4" {}
            text x=(at(right)) y=(at(label + 4.0)) fill=(colour) { (cut(words, RIGHT - 16.0)) }
        }
    }
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
