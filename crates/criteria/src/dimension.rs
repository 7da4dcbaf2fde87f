//! What a number measures: money, people, money a person. Products and quotients are
//! computed; a share is a plain number.
//!
//! Must not know: units, fields.

use std::collections::BTreeMap;

/// Base dimensions with their powers; none at all for plain numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dimension(BTreeMap<String, i32>);

/// Dimensions of units that are plain numbers.
const PLAIN: [&str; 3] = ["share", "share_difference", "multiple"];
/// Dimensions that have another name inside names of rates.
const ALIASES: [(&str, &str); 1] = [("item", "count")];

impl Dimension {
    /// The dimension of a unit: `cny`, `share`, `cny_per_person`.
    pub fn of(name: &str) -> Self {
        let mut powers = BTreeMap::new();
        for (place, part) in name.split("_per_").enumerate() {
            let alias = ALIASES.iter().find(|(alias, _)| *alias == part);
            let part = alias.map_or(part, |(_, name)| name);
            if !PLAIN.contains(&part) {
                *powers.entry(part.to_owned()).or_default() += if place == 0 { 1 } else { -1 };
            }
        }
        powers.retain(|_, power| *power != 0);
        Self(powers)
    }

    /// True for a number that measures nothing.
    pub fn is_plain(&self) -> bool {
        self.0.is_empty()
    }

    /// The dimension of a product (`sign` 1) or quotient (`sign` -1).
    #[must_use]
    pub fn joined(&self, other: &Self, sign: i32) -> Self {
        let mut powers = self.0.clone();
        for (name, power) in &other.0 {
            let own = powers.entry(name.clone()).or_default();
            *own = own.saturating_add(sign.saturating_mul(*power));
        }
        powers.retain(|_, power| *power != 0);
        Self(powers)
    }
}

/// `cny/person`, `1` for plain numbers.
impl std::fmt::Display for Dimension {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let side = |above: bool| {
            let of_side = self.0.iter().filter(|(_, power)| (**power > 0) == above);
            let written = of_side.map(|(name, power)| match power.abs() {
                1 => name.clone(),
                more => format!("{name}^{more}"),
            });
            written.collect::<Vec<_>>().join("·")
        };
        let (above, below) = (side(true), side(false));
        let above = if above.is_empty() {
            "1"
        } else {
            above.as_str()
        };
        match below.as_str() {
            "" => f.write_str(above),
            below => write!(f, "{above}/{below}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_over_money_is_plain_and_over_people_a_rate() {
        let (money, people) = (Dimension::of("cny"), Dimension::of("person"));
        assert!(money.joined(&money, -1).is_plain());
        assert_eq!(money.joined(&people, -1), Dimension::of("cny_per_person"));
        assert_eq!(money.joined(&people, -1).to_string(), "cny/person");
        assert_eq!(Dimension::of("item_per_person").to_string(), "count/person");
        assert!(Dimension::of("share").is_plain());
        assert_eq!(money.joined(&money, 1).to_string(), "cny^2");
        assert_eq!(Dimension::default().to_string(), "1");
    }
}
