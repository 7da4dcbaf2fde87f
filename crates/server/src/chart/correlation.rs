//! Correlations of a few nodes with one another: the lower triangle as a heat map, with a
//! frame around what stands out.

use super::svg::{ACCENT, FIELD, INK, MUTED, Words, at, frame, lines, wrap};
use maud::{Markup, html};

const WIDTH: f64 = 860.0;
const NAMES: f64 = 300.0;
const TOP: f64 = 30.0;
const WIDEST: f64 = 54.0;
const LOWEST: f64 = 26.0;
/// Narrower cells carry no figure; the table behind the chart has all of them.
const READABLE: f64 = 31.0;
/// What goes against each other.
const AGAINST: &str = "#a3241d";

/// What is drawn.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Code and name of each node.
    pub names: Vec<(String, String)>,
    /// Row by row; `None` where nothing is known.
    pub values: Vec<Vec<Option<f64>>>,
    /// Above this, two nodes say nearly the same.
    pub same: f64,
    /// Below this, they hardly go together.
    pub weak: f64,
    /// Words for: nearly the same, hardly together, against each other.
    pub legend: [String; 3],
    /// Text alternative.
    pub words: Words,
}

/// Why a cell is framed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flag {
    Same,
    Weak,
    Against,
}

fn flag(state: &State, r: f64) -> Option<Flag> {
    if r > state.same {
        Some(Flag::Same)
    } else if r < 0.0 {
        Some(Flag::Against)
    } else if r < state.weak {
        Some(Flag::Weak)
    } else {
        None
    }
}

/// Draws the triangle; columns carry codes, rows codes and names.
pub fn draw(state: &State) -> Markup {
    let size = state.names.len().max(1) as f64;
    let cell = ((WIDTH - NAMES) / size).min(WIDEST);
    let row = (cell * 0.72).clamp(LOWEST, 34.0);
    let bottom = TOP + row * size;
    frame(
        WIDTH,
        bottom + 30.0,
        &state.words,
        html! {
            (legend(state))
            @for (i, (code, name)) in state.names.iter().enumerate() {
                @let y = TOP + row * i as f64;
                (lines(NAMES - 12.0, y + row / 2.0 + 4.0, "end", INK, &wrap(&format!("{code} {name}"), NAMES - 20.0, 1)))
                @for j in 0..i { (square(state, [i, j], [NAMES + cell * j as f64, y], [cell, row])) }
                rect x=(at(NAMES + cell * i as f64)) y=(at(y + 1.0)) width=(at(cell - 2.0)) height=(at(row - 2.0)) fill=(FIELD) {}
                @if cell >= READABLE {
                    text x=(at(NAMES + cell * (i as f64 + 0.5) - 1.0)) y=(at(bottom + 17.0)) text-anchor="middle" fill=(MUTED) { (super::svg::cut(code, cell)) }
                }
            }
        },
    )
}

fn square(state: &State, [i, j]: [usize; 2], [x, y]: [f64; 2], [wide, high]: [f64; 2]) -> Markup {
    let value = state
        .values
        .get(i)
        .and_then(|row| row.get(j))
        .copied()
        .flatten();
    let centre = (x + wide / 2.0 - 1.0, y + high / 2.0 + 4.0);
    html! {
        @match value {
            None => {
                rect x=(at(x)) y=(at(y + 1.0)) width=(at(wide - 2.0)) height=(at(high - 2.0)) fill="#fff" stroke=(FIELD) {}
                @if wide >= READABLE { text x=(at(centre.0)) y=(at(centre.1)) text-anchor="middle" fill=(MUTED) { "–" } }
            },
            Some(r) => {
                @let found = flag(state, r);
                rect x=(at(x)) y=(at(y + 1.0)) width=(at(wide - 2.0)) height=(at(high - 2.0)) fill=(colour(r)) fill-opacity=(shade(r))
                    stroke=[found.map(|f| if f == Flag::Against { AGAINST } else { INK })]
                    stroke-width=[found.map(|_| "1.6")]
                    stroke-dasharray=[(found == Some(Flag::Weak)).then_some("3 3")] {}
                @if wide >= READABLE {
                    text x=(at(centre.0)) y=(at(centre.1)) text-anchor="middle" fill=(if r.abs() > 0.7 { "#fff" } else { INK }) { (figure(r)) }
                }
            },
        }
    }
}

fn legend(state: &State) -> Markup {
    let marks = [(INK, None), (INK, Some("3 3")), (AGAINST, None)];
    html! {
        @for (k, (words, (stroke, dashes))) in state.legend.iter().zip(marks).enumerate() {
            @let x = 4.0 + 285.0 * k as f64;
            rect x=(at(x)) y="4" width="14" height="12" fill="#fff" stroke=(stroke) stroke-width="1.6" stroke-dasharray=[dashes] {}
            text x=(at(x + 20.0)) y="14" fill=(INK) { (words) }
        }
    }
}

fn colour(r: f64) -> &'static str {
    if r < 0.0 { AGAINST } else { ACCENT }
}

/// How dark a correlation is drawn.
fn shade(r: f64) -> String {
    format!("{:.2}", r.abs().clamp(0.0, 1.0).max(0.04))
}

/// Two decimals without the leading zero, the minus a true one.
fn figure(r: f64) -> String {
    let text = format!("{:.2}", r.abs());
    let text = text.strip_prefix('0').unwrap_or(&text);
    if r <= -0.005 {
        format!("−{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_belong_to_what_does_not_stand_out() {
        let state = State {
            same: 0.92,
            weak: 0.3,
            ..State::default()
        };
        let flags = [0.93, 0.92, 0.3, 0.29, 0.0, -0.01].map(|r| flag(&state, r));
        assert_eq!(
            flags,
            [
                Some(Flag::Same),
                None,
                None,
                Some(Flag::Weak),
                Some(Flag::Weak),
                Some(Flag::Against)
            ]
        );
    }

    #[test]
    fn figures_are_short_and_carry_their_sign() {
        let figures = [0.456, -0.456, 1.0, -0.001].map(figure);
        assert_eq!(figures, [".46", "−.46", "1.00", ".00"]);
    }

    #[test]
    fn nothing_known_still_draws() {
        let names = vec![
            ("a".to_owned(), "A".to_owned()),
            ("b".to_owned(), "B".to_owned()),
        ];
        let state = State {
            names,
            ..State::default()
        };
        let svg = draw(&state).into_string();
        assert!(svg.starts_with("<svg") && !svg.contains("NaN"));
    }
}
