//! Years across, values upwards: what all drawings of lines over the years share.

use super::svg::{GRID, MUTED, OTHER, at, cut};
use maud::{Markup, html};

/// Width of the drawing.
pub const WIDTH: f64 = 860.0;
/// Top of the plot.
pub const TOP: f64 = 34.0;
const LEFT: f64 = 96.0;
const RIGHT: f64 = 150.0;
const TICKS: usize = 4;
/// Years between labels on the axis at least, in pixels.
const YEAR_ROOM: f64 = 46.0;
/// Between two names at least.
pub const LABEL_GAP: f64 = 17.0;

/// Points by year.
pub type Line = Vec<(i32, f64)>;

/// Round heights that span all values, at least two of them.
pub fn ticks(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values.filter(|v| v.is_finite()) {
        (low, high) = (low.min(value), high.max(value));
    }
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

/// Where years and values stand.
pub struct Plane {
    years: (i32, i32),
    heights: (f64, f64),
    plot: f64,
    down: bool,
}

impl Plane {
    /// A plane as high as `plot` that spans the years and the heights labelled.
    pub fn new(
        years: impl Iterator<Item = i32> + Clone,
        ticks: &[(f64, String)],
        plot: f64,
    ) -> Self {
        let first = years.clone().min().unwrap_or(0);
        let last = years.max().unwrap_or(0);
        let heights = ticks.iter().map(|(height, _)| *height);
        let low = heights.clone().fold(f64::INFINITY, f64::min);
        let high = heights.fold(f64::NEG_INFINITY, f64::max);
        let sound = low.is_finite() && high > low;
        Self {
            years: (first, last),
            heights: if sound { (low, high) } else { (0.0, 1.0) },
            plot,
            down: false,
        }
    }

    /// The smallest value at the top: ranks.
    #[must_use]
    pub fn downwards(mut self, down: bool) -> Self {
        self.down = down;
        self
    }

    /// Below the plot.
    pub fn bottom(&self) -> f64 {
        TOP + self.plot
    }

    /// Place of a year.
    pub fn x(&self, year: i32) -> f64 {
        let room = WIDTH - LEFT - RIGHT;
        let span = f64::from(self.years.1) - f64::from(self.years.0);
        if span <= 0.0 {
            return LEFT + room / 2.0;
        }
        LEFT + room * (f64::from(year) - f64::from(self.years.0)) / span
    }

    /// Place of a value.
    pub fn y(&self, value: f64) -> f64 {
        let share = (value - self.heights.0) / (self.heights.1 - self.heights.0);
        let share = if share.is_finite() { share } else { 0.0 };
        let share = share.clamp(0.0, 1.0);
        TOP + self.plot * if self.down { share } else { 1.0 - share }
    }

    /// A line as the drawing writes it.
    pub fn points(&self, line: &[(i32, f64)]) -> String {
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

    /// Heights with their words, and the years.
    pub fn grid(&self, ticks: &[(f64, String)]) -> Markup {
        html! {
            @for (height, words) in ticks {
                @let y = self.y(*height);
                line x1=(at(LEFT)) x2=(at(WIDTH - RIGHT)) y1=(at(y)) y2=(at(y)) stroke=(GRID) {}
                text x=(at(LEFT - 10.0)) y=(at(y + 4.0)) text-anchor="end" fill=(MUTED) { (cut(words, LEFT - 14.0)) }
            }
            @for year in self.labelled() {
                text x=(at(self.x(year))) y=(at(self.bottom() + 20.0)) text-anchor="middle" fill=(MUTED) { (year) }
            }
        }
    }

    /// The name of each line at its right end, moved apart so that none covers another.
    pub fn names(&self, mut ends: Vec<End<'_>>) -> Markup {
        ends.sort_by(|a, b| a.y.total_cmp(&b.y));
        let mut free = TOP - 12.0;
        let mut labels: Vec<f64> = Vec::new();
        for end in &ends {
            labels.push(end.y.max(free));
            free = end.y.max(free) + LABEL_GAP;
        }
        let mut floor = self.bottom();
        for label in labels.iter_mut().rev() {
            *label = label.min(floor);
            floor = *label - LABEL_GAP;
        }
        let right = WIDTH - RIGHT + 14.0;
        html! {
            @for (end, label) in ends.iter().zip(labels) {
                line x1=(at(end.x + 6.0)) x2=(at(right - 4.0)) y1=(at(end.y)) y2=(at(label)) stroke=(OTHER) stroke-width="0.7" stroke-dasharray="1 4" {}
                text x=(at(right)) y=(at(label + 4.0)) fill=(end.colour) { (cut(end.words, RIGHT - 16.0)) }
            }
        }
    }
}

/// Where a line ends, and what is written there.
pub struct End<'a> {
    /// Across.
    pub x: f64,
    /// Upwards.
    pub y: f64,
    /// Of the words.
    pub colour: &'a str,
    /// Its name.
    pub words: &'a str,
}
