//! Rows that speak of one entity and period twice in one file: the first is kept, an
//! equal one is noted, a different one is an error that names the first.
//!
//! Keeps 96 bits of the key and 64 of the values per row, not the row.

use foldhash::HashMap;
use foldhash::quality::FixedState;
use julin_model::{Period, Value};
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, DefaultHasher, Hash, Hasher};

/// Rows seen so far.
#[derive(Debug, Clone, Default)]
pub struct Repeats {
    seen: HashMap<u64, First>,
}

/// The first row of a key.
#[derive(Debug, Clone, Copy)]
struct First {
    /// More of the key: another one with the same 64 bits is no repetition.
    check: u32,
    row: u32,
    values: u64,
}

/// What a row is to the rows before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// The first about its entity and period.
    First,
    /// Says the same as the row given.
    Equal(u32),
    /// Says something else than the row given.
    Differs(u32),
}

impl Repeats {
    /// Notes a row; `entity` is whatever stands for the entity: an identifier, a key.
    pub fn note(
        &mut self,
        entity: &str,
        period: Option<Period>,
        values: &[Option<Value>],
        row: u32,
    ) -> Seen {
        let (values, part) = (digest(values), |seed| {
            FixedState::with_seed(seed).hash_one((entity, period))
        });
        let check = part(2) as u32;
        match self.seen.entry(part(1)) {
            Entry::Vacant(place) => {
                place.insert(First { check, row, values });
                Seen::First
            }
            Entry::Occupied(first) => match *first.get() {
                first if first.check != check => Seen::First,
                first if first.values == values => Seen::Equal(first.row),
                first => Seen::Differs(first.row),
            },
        }
    }
}

/// Numbers are mixed in directly; a cryptographic digest would cost more than reading.
fn digest(values: &[Option<Value>]) -> u64 {
    let mix = |sum: u64, part: u64| {
        let mixed = (sum.rotate_left(23) ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed ^ (mixed >> 32)
    };
    values.iter().fold(0, |sum, value| match value {
        None => mix(sum, 0xff51_afd7_ed55_8ccd),
        Some(Value::Number(n)) => mix(sum, n.to_bits()),
        Some(other) => mix(sum, digest_of(other)),
    })
}

fn digest_of(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    match value {
        Value::Number(n) => (1u8, n.to_bits()).hash(&mut hasher),
        Value::Flag(flag) => (2u8, flag).hash(&mut hasher),
        Value::Date(date) => (3u8, date).hash(&mut hasher),
        Value::Word(word) => (4u8, word).hash(&mut hasher),
        Value::Text(text) => (5u8, text).hash(&mut hasher),
        Value::Entity { entity } => (6u8, entity).hash(&mut hasher),
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_row_stands() {
        let mut repeats = Repeats::default();
        let values = |n| vec![Some(Value::Number(n)), None];
        let year = |y| Some(Period::Year(y));
        assert_eq!(repeats.note("a", year(2023), &values(1.0), 2), Seen::First);
        assert_eq!(repeats.note("a", year(2024), &values(2.0), 3), Seen::First);
        assert_eq!(
            repeats.note("a", year(2023), &values(1.0), 4),
            Seen::Equal(2)
        );
        assert_eq!(
            repeats.note("a", year(2023), &values(3.0), 5),
            Seen::Differs(2)
        );
        assert_eq!(repeats.note("b", year(2023), &values(3.0), 6), Seen::First);
    }
}
