//! Bars over time: from when until when something runs, and where today is.

use super::svg::{ACCENT, FIELD, GRID, INK, MUTED, Words, at, cut, frame};
use chrono::NaiveDate;
use maud::{Markup, html};

const WIDTH: f64 = 860.0;
const NAMES: f64 = 270.0;
const RIGHT: f64 = 16.0;
const ROW: f64 = 21.0;
const TOP: f64 = 30.0;
/// Colours by light; the form of the end tells them apart too.
const LIGHTS: [&str; 3] = [ACCENT, "#c98a1b", "#a3241d"];

/// One bar.
#[derive(Debug, Clone)]
pub struct Bar {
    /// What it is called.
    pub name: String,
    /// From this day.
    pub from: NaiveDate,
    /// Until this day.
    pub to: NaiveDate,
    /// 0 in time, 1 near its end, 2 late.
    pub light: usize,
    /// Drawn hollow.
    pub open: bool,
}

/// What is drawn.
#[derive(Debug, Clone)]
pub struct State {
    /// The bars in order.
    pub bars: Vec<Bar>,
    /// The left end of the scale.
    pub first: NaiveDate,
    /// The right end.
    pub last: NaiveDate,
    /// Today.
    pub today: NaiveDate,
    /// Days with a line, and their names.
    pub ticks: Vec<(NaiveDate, String)>,
    /// The word for today.
    pub today_word: String,
    /// Text alternative.
    pub words: Words,
}

/// Horizontal place of a day; days beyond the scale stand at its ends.
pub fn place(state: &State, day: NaiveDate) -> f64 {
    let whole = (state.last - state.first).num_days().max(1) as f64;
    let part = (day - state.first).num_days() as f64 / whole;
    NAMES + (WIDTH - NAMES - RIGHT) * part.clamp(0.0, 1.0)
}

/// Draws the bars.
pub fn draw(state: &State) -> Markup {
    let bottom = TOP + ROW * state.bars.len() as f64;
    let today = place(state, state.today);
    let inside = html! {
        @for (day, name) in &state.ticks {
            @let x = place(state, *day);
            line x1=(at(x)) x2=(at(x)) y1=(at(TOP)) y2=(at(bottom)) stroke=(GRID) {}
            text x=(at(x)) y=(at(bottom + 16.0)) text-anchor="middle" fill=(MUTED) font-size="11" { (name) }
        }
        @for (i, bar) in state.bars.iter().enumerate() { (row(state, bar, TOP + ROW * i as f64)) }
        line x1=(at(today)) x2=(at(today)) y1=(at(TOP - 6.0)) y2=(at(bottom)) stroke=(INK) stroke-width="1.4" {}
        text x=(at(today)) y=(at(TOP - 11.0)) text-anchor="middle" fill=(INK) { (state.today_word) }
    };
    frame(WIDTH, bottom + 26.0, &state.words, inside)
}

fn row(state: &State, bar: &Bar, top: f64) -> Markup {
    let (a, b) = (place(state, bar.from), place(state, bar.to));
    let color = LIGHTS.get(bar.light).copied().unwrap_or(ACCENT);
    let middle = top + ROW / 2.0;
    let fill = if bar.open { FIELD } else { color };
    html! {
        text x=(at(NAMES - 12.0)) y=(at(middle + 4.0)) text-anchor="end" fill=(INK) { (cut(&bar.name, NAMES - 16.0)) }
        rect x=(at(a)) y=(at(middle - 4.0)) width=(at((b - a).max(2.0))) height="8" fill=(fill) stroke=(color) {}
        @match bar.light {
            0 => circle cx=(at(b)) cy=(at(middle)) r="4.5" fill=(color) {},
            1 => rect x=(at(b - 4.5)) y=(at(middle - 4.5)) width="9" height="9" fill=(color) {},
            _ => path d=(format!("M{} {} l6 6 l-6 6 l-6 -6 z", at(b), at(middle - 6.0))) fill=(color) {},
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_scale_reaches_from_the_names_to_the_edge_and_days_beyond_stay_inside() {
        let state = State {
            bars: Vec::new(),
            first: day("2026-11-01"),
            last: day("2026-11-21"),
            today: day("2026-11-11"),
            ticks: Vec::new(),
            today_word: String::new(),
            words: Words::default(),
        };
        assert_eq!(place(&state, day("2026-11-01")), NAMES);
        assert_eq!(place(&state, day("2026-11-21")), WIDTH - RIGHT);
        let middle = (NAMES + WIDTH - RIGHT) / 2.0;
        assert!((place(&state, day("2026-11-11")) - middle).abs() < 1e-9);
        assert_eq!(place(&state, day("2020-01-01")), NAMES);
        assert_eq!(place(&state, day("2030-01-01")), WIDTH - RIGHT);
    }
}
