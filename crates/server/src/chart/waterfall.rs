//! Waterfall: what a difference is made of, part by part from the first figure to the
//! second.

use super::svg::{ACCENT, GRID, INK, MUTED, OTHER, Words, at, cut, frame};
use julin_locale::decimal;
use maud::{Markup, html};

/// Colour of what pulls down.
const DOWN: &str = "#a3472f";
const WIDTH: f64 = 860.0;
const NAMES: f64 = 300.0;
const RIGHT: f64 = 80.0;
const ROW: f64 = 24.0;
const TOP: f64 = 10.0;

/// What is drawn.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Name and value before.
    pub first: (String, f64),
    /// Name and points of each part, in order.
    pub parts: Vec<(String, f64)>,
    /// Name and value after.
    pub last: (String, f64),
    /// Decimals of the figures.
    pub decimals: u8,
    /// Text alternative.
    pub words: Words,
}

/// Lowest and highest value the bars reach, with some air.
pub fn span(state: &State) -> (f64, f64) {
    let mut at = state.first.1;
    let (mut low, mut high) = (at.min(state.last.1), at.max(state.last.1));
    for (_, points) in &state.parts {
        at += points;
        (low, high) = (low.min(at), high.max(at));
    }
    let air = ((high - low) * 0.08).max(high.abs() * 0.002 + f64::MIN_POSITIVE);
    (low - air, high + air)
}

fn place(span: (f64, f64), value: f64) -> f64 {
    NAMES + (WIDTH - NAMES - RIGHT) * ((value - span.0) / (span.1 - span.0)).clamp(0.0, 1.0)
}

/// Draws the bars from top to bottom.
pub fn draw(state: &State) -> Markup {
    let rows = state.parts.len() + 2;
    let (span, bottom) = (span(state), TOP + ROW * rows as f64);
    let mut from = state.first.1;
    let mut bars = Vec::new();
    for (i, (name, points)) in state.parts.iter().enumerate() {
        bars.push((i + 1, name, from, *points));
        from += points;
    }
    frame(
        WIDTH,
        bottom + 8.0,
        &state.words,
        html! {
            (whole(state, span, &state.first, 0))
            @for (i, name, from, points) in bars { (part(state, span, (i, name), (from, points))) }
            (whole(state, span, &state.last, rows - 1))
        },
    )
}

fn middle(row: usize) -> f64 {
    TOP + ROW * (row as f64 + 0.5)
}

fn whole(state: &State, span: (f64, f64), (name, value): &(String, f64), row: usize) -> Markup {
    let (x, y) = (place(span, *value), middle(row));
    html! {
        text x=(at(NAMES - 14.0)) y=(at(y + 4.0)) text-anchor="end" fill=(INK) font-weight="600" { (cut(name, NAMES - 24.0)) }
        rect x=(at(NAMES)) y=(at(y - 8.0)) width=(at(x - NAMES)) height="16" fill=(OTHER) {}
        text x=(at(WIDTH - 6.0)) y=(at(y + 4.0)) text-anchor="end" fill=(INK) font-weight="600" { (decimal(*value, state.decimals)) }
    }
}

fn part(
    state: &State,
    span: (f64, f64),
    (row, name): (usize, &str),
    (from, points): (f64, f64),
) -> Markup {
    let (a, b, y) = (place(span, from), place(span, from + points), middle(row));
    let fill = if points < 0.0 { DOWN } else { ACCENT };
    html! {
        text x=(at(NAMES - 14.0)) y=(at(y + 4.0)) text-anchor="end" fill=(INK) { (cut(name, NAMES - 24.0)) }
        line x1=(at(a)) x2=(at(a)) y1=(at(y - ROW)) y2=(at(y + 8.0)) stroke=(GRID) {}
        rect x=(at(a.min(b))) y=(at(y - 8.0)) width=(at((b - a).abs().max(1.0))) height="16" fill=(fill) {}
        text x=(at(WIDTH - 6.0)) y=(at(y + 4.0)) text-anchor="end" fill=(MUTED) { (signed(points, state.decimals)) }
    }
}

/// Points with their sign.
pub fn signed(points: f64, decimals: u8) -> String {
    let shown = decimal(points.abs(), decimals);
    let nothing = shown.chars().all(|c| matches!(c, '0' | '.'));
    match points {
        _ if nothing => format!("±{shown}"),
        p if p < 0.0 => format!("−{shown}"),
        _ => format!("+{shown}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_span_holds_every_step_on_the_way() {
        let state = State {
            first: ("a".into(), 50.0),
            parts: vec![("up".into(), 30.0), ("down".into(), -40.0)],
            last: ("b".into(), 40.0),
            ..State::default()
        };
        let (low, high) = span(&state);
        assert!(low < 40.0 && high > 80.0);
    }

    #[test]
    fn points_carry_their_sign() {
        assert_eq!(
            [1.234, -0.5, 0.001].map(|p| signed(p, 2)),
            ["+1.23", "−0.50", "±0.00"]
        );
    }
}
