//! A small dictionary for tests, of this crate and of those above it: every kind of field,
//! units that scale and units that do not, names that would break out of a query.

use julin_criteria::{Better, Dictionary, FieldKind, Unit};

/// The dictionary.
pub struct Small;

impl Dictionary for Small {
    fn field(&self, name: &str) -> Option<FieldKind> {
        let number = |unit: &str| {
            let unit = Some(unit.to_owned());
            Some(FieldKind::Number { unit })
        };
        match name {
            "revenue" | "rd" | "assets" | "profit" | "SELECT" => number("cny_10k"),
            "paid" => number("cny"),
            "staff" | "rd_staff" => number("person"),
            "patents" => number("count"),
            "share" => number("percent"),
            "age" => number("years"),
            "waited" => number("days"),
            "plots" => number("mu"),
            "index" => Some(FieldKind::Number { unit: None }),
            "industry" | "region" | "order.by" => Some(FieldKind::Word),
            "titles" | "awards" => Some(FieldKind::Set),
            "clean" | "owned" | "listed" | "NULL" => Some(FieldKind::Flag),
            "registered" | "expires" => Some(FieldKind::Date),
            _ => None,
        }
    }

    fn unit(&self, code: &str) -> Option<Unit> {
        let (dimension, factor) = match code {
            "cny" => ("cny", 1.0),
            "cny_1k" => ("cny", 1e3),
            "cny_10k" => ("cny", 1e4),
            "person" => ("person", 1.0),
            "count" => ("count", 1.0),
            "percent" => ("share", 0.01),
            "ratio" => ("share", 1.0),
            "score" => ("score", 1.0),
            "mu" => ("area", 2000.0 / 3.0),
            "years" => ("duration", 365.2425),
            "days" => ("duration", 1.0),
            "cny_per_person" => ("cny_per_person", 1.0),
            _ => return None,
        };
        Some(Unit {
            dimension: dimension.to_owned(),
            factor,
        })
    }

    fn better(&self, name: &str) -> Option<Better> {
        match name {
            "revenue" | "staff" | "clean" | "titles" => Some(Better::Higher),
            "paid" => Some(Better::Lower),
            _ => None,
        }
    }

    fn suggest(&self, name: &str) -> Option<String> {
        (name == "revenu").then(|| "revenue".to_owned())
    }
}
