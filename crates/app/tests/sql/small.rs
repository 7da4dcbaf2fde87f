//! A dictionary with the names and units the packs do not have.

use julin_criteria::{Dictionary, FieldKind, Unit};

pub struct Small;

impl Dictionary for Small {
    fn field(&self, name: &str) -> Option<FieldKind> {
        let number = |unit: &str| {
            let unit = Some(unit.to_owned());
            Some(FieldKind::Number { unit })
        };
        match name {
            "revenue" | "rd" | "SELECT" => number("cny_10k"),
            "paid" => number("cny"),
            "staff" | "rd_staff" => number("person"),
            "share" => number("percent"),
            "plots" => number("mu"),
            "industry" | "order.by" => Some(FieldKind::Word),
            "titles" | "awards" => Some(FieldKind::Set),
            "clean" | "owned" | "NULL" => Some(FieldKind::Flag),
            "registered" | "expires" => Some(FieldKind::Date),
            _ => None,
        }
    }

    fn unit(&self, code: &str) -> Option<Unit> {
        let (dimension, factor) = match code {
            "cny" => ("cny", 1.0),
            "cny_10k" => ("cny", 1e4),
            "person" => ("person", 1.0),
            "percent" => ("share", 0.01),
            "mu" => ("area", 2000.0 / 3.0),
            "ratio" => ("share", 1.0),
            "score" => ("score", 1.0),
            "years" => ("duration", 365.2425),
            "days" => ("duration", 1.0),
            _ => return None,
        };
        Some(Unit {
            dimension: dimension.to_owned(),
            factor,
        })
    }
}
