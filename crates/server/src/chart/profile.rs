//! Profile: parallel axes, one line per unit, the own one in the accent colour.
//! An unknown value is a gap in the line, never a zero.

use super::svg::{ACCENT, GRID, INK, MUTED, OTHER, SIZE, Words, at, cut, frame, lines, wrap};
use maud::{Markup, html};

const WIDTH: f64 = 860.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 240.0;
const TOP: f64 = 16.0;
const PLOT: f64 = 230.0;
const LABELS: f64 = 56.0;
const LABEL_GAP: f64 = 17.0;
/// Dashes that tell peers apart without colour.
const DASHES: [&str; 4] = ["none", "6 3", "2 3", "8 3 2 3"];

/// What is drawn.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Names of the axes.
    pub axes: Vec<String>,
    /// The own unit first, then peers.
    pub series: Vec<(String, Vec<Option<f64>>)>,
    /// Upper end of the axes.
    pub top: f64,
    /// Text alternative.
    pub words: Words,
}

/// Where everything stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// Axis positions.
    pub xs: Vec<f64>,
    /// Per series: connected runs of points.
    pub runs: Vec<Vec<Vec<(f64, f64)>>>,
    /// Per series: height of its name at the right.
    pub labels: Vec<Option<f64>>,
}

/// Places axes, points and names.
pub fn layout(state: &State) -> Layout {
    let gaps = state.axes.len().saturating_sub(1).max(1) as f64;
    let step = (WIDTH - LEFT - RIGHT - 60.0) / gaps;
    let xs: Vec<_> = (0..state.axes.len())
        .map(|i| LEFT + 36.0 + step * i as f64)
        .collect();
    let y = |v: f64| TOP + PLOT * (1.0 - (v / state.top).clamp(0.0, 1.0));
    let points = |values: &[Option<f64>]| -> Vec<_> {
        xs.iter()
            .zip(values)
            .map(|(x, v)| v.map(|v| (*x, y(v))))
            .collect()
    };
    let runs: Vec<Vec<Vec<_>>> = state
        .series
        .iter()
        .map(|(_, values)| runs_of(&points(values)))
        .collect();
    let ends: Vec<_> = runs
        .iter()
        .map(|r| r.last().and_then(|run| run.last()).map(|p| p.1))
        .collect();
    Layout {
        xs,
        labels: spread(&ends),
        runs,
    }
}

fn runs_of(points: &[Option<(f64, f64)>]) -> Vec<Vec<(f64, f64)>> {
    points
        .split(Option::is_none)
        .map(|run| run.iter().flatten().copied().collect())
        .filter(|run: &Vec<_>| !run.is_empty())
        .collect()
}

/// Moves names apart so that none stands on another.
fn spread(ends: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut order: Vec<usize> = (0..ends.len()).filter(|i| ends[*i].is_some()).collect();
    order.sort_by(|a, b| {
        ends[*a]
            .partial_cmp(&ends[*b])
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    let room = LABEL_GAP * order.len().saturating_sub(1) as f64;
    let mut out = vec![None; ends.len()];
    let mut free = TOP;
    for (place, i) in order.iter().enumerate() {
        let left = LABEL_GAP * place as f64;
        let latest = TOP + PLOT - (room - left);
        let y = ends[*i].unwrap_or(free).min(latest).max(free);
        out[*i] = Some(y);
        free = y + LABEL_GAP;
    }
    out
}

/// Draws the profile.
pub fn draw(state: &State) -> Markup {
    let plan = layout(state);
    let height = TOP + PLOT + LABELS;
    let right = plan.xs.last().copied().unwrap_or(LEFT);
    frame(
        WIDTH,
        height,
        &state.words,
        html! {
            @for i in 0..=4_u8 {
                @let share = f64::from(i) / 4.0;
                @let y = TOP + PLOT * (1.0 - share);
                line x1=(at(LEFT)) x2=(at(right + 20.0)) y1=(at(y)) y2=(at(y)) stroke=(GRID) {}
                text x=(at(LEFT - 8.0)) y=(at(y + 4.0)) text-anchor="end" fill=(MUTED) { (at(state.top * share)) }
            }
            @for (x, name) in plan.xs.iter().zip(&state.axes) {
                line x1=(at(*x)) x2=(at(*x)) y1=(at(TOP)) y2=(at(TOP + PLOT)) stroke=(OTHER) stroke-width="0.8" {}
                (lines(*x, TOP + PLOT + 20.0, "middle", INK, &wrap(name, axis_room(&plan), 2)))
            }
            @for i in (0..state.series.len()).rev() { (series(state, &plan, i)) }
        },
    )
}

fn axis_room(plan: &Layout) -> f64 {
    plan.xs
        .windows(2)
        .next()
        .map_or(120.0, |pair| pair[1] - pair[0] - 8.0)
}

fn series(state: &State, plan: &Layout, i: usize) -> Markup {
    let own = i == 0;
    let (colour, wide) = if own { (ACCENT, "2.6") } else { (OTHER, "1.4") };
    let dash = if own {
        "none"
    } else {
        DASHES[(i - 1) % DASHES.len()]
    };
    let points = |run: &[(f64, f64)]| {
        run.iter()
            .map(|(x, y)| format!("{},{}", at(*x), at(*y)))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let end = plan.runs[i].last().and_then(|run| run.last()).copied();
    let right = plan.xs.last().copied().unwrap_or(LEFT) + 28.0;
    html! {
        g {
            @for run in &plan.runs[i] {
                polyline points=(points(run)) fill="none" stroke=(colour) stroke-width=(wide) stroke-dasharray=(dash) stroke-linejoin="round" {}
                @for (x, y) in run { circle cx=(at(*x)) cy=(at(*y)) r=(if own { "4" } else { "3" }) fill=(if own { ACCENT } else { "#fff" }) stroke=(colour) stroke-width="1.4" {} }
            }
            @if let (Some((x, y)), Some(label)) = (end, plan.labels[i]) {
                line x1=(at(x + 6.0)) y1=(at(y)) x2=(at(right - 4.0)) y2=(at(label)) stroke=(OTHER) stroke-width="0.7" stroke-dasharray="1 4" {}
                text x=(at(right)) y=(at(label + 4.0)) fill=(if own { ACCENT } else { INK }) font-weight=(if own { "700" } else { "400" }) font-size=(SIZE) {
                    (cut(&svg_name(&state.series[i].0), WIDTH - right - 2.0))
                }
            }
        }
    }
}

fn svg_name(name: &str) -> String {
    crate::view::calm(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(values: &[&[Option<f64>]]) -> State {
        let series = values
            .iter()
            .enumerate()
            .map(|(i, v)| (format!("u{i}"), v.to_vec()))
            .collect();
        State {
            axes: vec!["a".into(), "b".into(), "c".into()],
            series,
            top: 100.0,
            words: Words::default(),
        }
    }

    #[test]
    fn an_unknown_value_is_a_gap() {
        let plan = layout(&state(&[&[Some(50.0), None, Some(100.0)]]));
        assert_eq!(plan.runs[0].len(), 2);
        assert_eq!(plan.runs[0][1][0].1, TOP);
    }

    #[test]
    fn names_never_stand_on_each_other() {
        let same: Vec<&[Option<f64>]> = vec![&[Some(1.0), Some(1.0), Some(0.0)]; 9];
        let mut ys: Vec<f64> = layout(&state(&same)).labels.into_iter().flatten().collect();
        ys.sort_by(f64::total_cmp);
        assert!(
            ys.windows(2)
                .all(|pair| pair[1] - pair[0] >= LABEL_GAP - 1e-9)
        );
        assert!(ys.iter().all(|y| (TOP..=TOP + PLOT).contains(y)));
    }

    #[test]
    fn a_series_without_any_value_draws_nothing_and_fails_nothing() {
        let drawn = draw(&state(&[&[None, None, None]])).into_string();
        assert!(!drawn.contains("<polyline"));
    }
}
