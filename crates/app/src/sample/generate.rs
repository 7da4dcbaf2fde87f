//! Draws the figures of generated entities. The same seed gives the same figures.

use super::spec::{FieldSpec, SampleSpec};
use crate::set_words::set_in_words;
use chrono::Days;
use julin_model::{FieldId, Value, splitmix};
use std::collections::BTreeMap;

/// The figures of one generated entity, in the order of the spec.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// Running number, from 1.
    pub number: u32,
    /// Which of the possible link ends, as a share of their number, 0 up to 1.
    pub link: f64,
    /// One value per field of the spec.
    pub values: Vec<Value>,
    /// The numbers of each earlier year, the latest first.
    pub earlier: Vec<Vec<Option<Value>>>,
}

/// Draws `count` entities.
pub fn draw(spec: &SampleSpec, count: u32, seed: u64) -> impl Iterator<Item = Drawing> {
    (1..=count).map(move |number| {
        let mut random = Random::new(seed, number);
        let link = random.unit();
        let mut known: BTreeMap<&FieldId, f64> = BTreeMap::new();
        let mut values = Vec::new();
        for field in &spec.fields {
            let value = one(field, &known, &mut random);
            if let Some(number) = value.number() {
                known.insert(field.field(), number);
            }
            values.push(value);
        }
        Drawing {
            number,
            link,
            earlier: earlier(spec, &values, &mut random),
            values,
        }
    })
}

/// Each earlier year has the numbers of the next one divided by a factor.
fn earlier(spec: &SampleSpec, values: &[Value], random: &mut Random) -> Vec<Vec<Option<Value>>> {
    let mut years = Vec::new();
    let Some(history) = &spec.history else {
        return years;
    };
    let mut growth = 1.0;
    for _ in 0..history.years {
        growth *= history.from + (history.to - history.from) * random.unit();
        let number = |value: &Value| value.number().map(|x| Value::Number((x / growth).round()));
        years.push(values.iter().map(number).collect());
    }
    years
}

fn one(field: &FieldSpec, known: &BTreeMap<&FieldId, f64>, random: &mut Random) -> Value {
    let rounded = |number: f64, decimals: u8| {
        let scale = 10f64.powi(i32::from(decimals));
        Value::Number((number * scale).round() / scale)
    };
    match field {
        FieldSpec::Drawn(d) => rounded(d.median * (d.spread * random.normal()).exp(), d.decimals),
        FieldSpec::Share(s) => {
            let base = known.get(&s.share_of).copied().unwrap_or(0.0);
            rounded(
                base * (s.from + (s.to - s.from) * random.unit()),
                s.decimals,
            )
        }
        FieldSpec::Flag(flag) => Value::Flag(random.unit() < flag.true_share),
        FieldSpec::Day(day) => {
            let days = (day.last - day.first).num_days().max(0) as f64;
            let after = (random.unit() * (days + 1.0)).floor() as u64;
            Value::Date(day.first + Days::new(after))
        }
        FieldSpec::Word(word) => {
            let at = (random.unit() * word.one_of.len() as f64) as usize;
            Value::Word(word.one_of.get(at).cloned().unwrap_or_default())
        }
        FieldSpec::Set(set) => {
            let has =
                |(word, share): (&String, &f64)| (random.unit() < *share).then(|| word.clone());
            Value::Word(set_in_words(set.shares.iter().filter_map(has)))
        }
    }
}

/// A stream of numbers, started per entity so that a longer list begins with the shorter
/// one.
struct Random {
    seed: u64,
    drawn: u64,
}

impl Random {
    fn new(seed: u64, number: u32) -> Self {
        let seed = seed ^ u64::from(number).wrapping_mul(0xd134_2543_de82_ef95);
        Self { seed, drawn: 0 }
    }

    /// Evenly from 0 up to, not including, 1.
    fn unit(&mut self) -> f64 {
        let bits = splitmix::output(self.seed, self.drawn);
        self.drawn += 1;
        splitmix::unit(bits)
    }

    /// Standard normal (Box and Muller 1958).
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec() -> SampleSpec {
        serde_saphyr::from_str(include_str!(
            "../../../../packs/demo/samples/enterprises.yaml"
        ))
        .unwrap()
    }

    #[test]
    fn a_longer_list_begins_with_the_shorter_one() {
        let spec = spec();
        let short: Vec<_> = draw(&spec, 5, 7).collect();
        assert_eq!(draw(&spec, 9, 7).take(5).collect::<Vec<_>>(), short);
        assert_ne!(draw(&spec, 5, 8).collect::<Vec<_>>(), short);
    }

    #[test]
    fn half_of_the_figures_are_below_the_median() {
        let spec = spec();
        let FieldSpec::Drawn(first) = &spec.fields[0] else {
            panic!("a drawn field comes first")
        };
        let below = draw(&spec, 10_000, 1)
            .filter(|d| d.values[0].number().unwrap() < first.median)
            .count();
        // Binomial with p = 1/2: six standard deviations are 300.
        assert!((4_700..5_300).contains(&below), "{below}");
    }

    #[test]
    fn a_share_stays_within_its_bounds() {
        let spec = spec();
        for drawing in draw(&spec, 1_000, 3) {
            let share = drawing.values[2].number().unwrap() / drawing.values[1].number().unwrap();
            assert!((0.0..0.19).contains(&share), "{share}");
        }
    }
}
