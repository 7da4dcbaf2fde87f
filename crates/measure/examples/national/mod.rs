//! A framework and figures of the size of the national evaluation, for measuring: 178
//! units, 46 indicators in five groups, formulas of the usual kind. Nobody reads the
//! figures.

use julin_measure::{Column, ColumnKind, Framework, FrameworkSpec, Matrix, Unit};
use julin_model::Text;
use std::fmt::Write as _;

pub const UNITS: usize = 178;
pub const INDICATORS: usize = 46;
pub const FIELDS: usize = 40;

/// `method` as a pack writes it; empty for the usual one.
pub fn framework(method: &str) -> Framework {
    let mut yaml =
        format!("title: {{zh: 甲, en: A}}\nunits_of: park\nmethod: {{{method}}}\ngroups:\n");
    for n in 0..INDICATORS {
        if n % 10 == 0 {
            write!(
                yaml,
                "  - id: g{n}\n    label: {{zh: 乙, en: B}}\n    weight: 20\n    indicators:\n"
            )
            .unwrap();
        }
        let (a, b) = (n % FIELDS, (n * 7 + 1) % FIELDS);
        let formula = match n % 3 {
            0 => format!("f{a} / f{b} * 100"),
            1 => format!("f{a} - prior(f{a})"),
            _ => format!("f{a}"),
        };
        let direction = if n % 9 == 0 { "down" } else { "up" };
        writeln!(yaml, "      - {{id: i{n}, label: {{zh: 丙, en: C}}, direction: {direction}, formula: {formula}}}").unwrap();
    }
    let spec: FrameworkSpec = serde_saphyr::from_str(&yaml).unwrap();
    Framework::from_spec("speed", &spec).framework.unwrap()
}

/// A linear congruence is random enough for figures nobody reads.
pub fn next(state: &mut u64) -> f64 {
    *state = state
        .wrapping_mul(6364136223846793005)
        .wrapping_add(1442695040888963407);
    (*state >> 11) as f64 / (1_u64 << 53) as f64
}

/// One in ten is missing.
pub fn figures() -> Matrix {
    let unit = |n| Unit {
        id: format!("u{n}"),
        label: Text::same(format!("u{n}")),
    };
    let mut matrix = Matrix::new((0..UNITS).map(unit).collect());
    let mut state = 1_u64;
    for kind in [ColumnKind::Field, ColumnKind::Prior] {
        for field in 0..FIELDS {
            let values = (0..UNITS).map(|_| {
                let share = next(&mut state);
                if share < 0.1 {
                    f64::NAN
                } else {
                    share * 1000.0
                }
            });
            matrix
                .insert(kind, format!("f{field}"), Column::new(values.collect()))
                .unwrap();
        }
    }
    matrix
}
