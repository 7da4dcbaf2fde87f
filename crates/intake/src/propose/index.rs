//! Known headings, folded, and what a heading is taken for.

use super::{ColumnProposal, Confidence, Reason, Role};
use crate::dictionary::{Dictionary, EntityKind, Field, FieldKind, Scheme};
use crate::error::Problem;
use crate::heading::{Heading, JOINT, fold};
use crate::mapping::letter_of;
use julin_model::{FieldId, Text, TypeId};
use std::collections::{HashMap, HashSet};

/// Resemblance from which a field is worth mentioning.
const RESEMBLES: f64 = 0.6;

/// Known headings, folded.
pub(super) struct Index<'a> {
    dictionary: &'a Dictionary,
    fields: HashMap<String, (&'a Field, Reason)>,
    names: HashMap<String, (&'a EntityKind, Reason)>,
    schemes: HashMap<String, (&'a EntityKind, &'a Scheme, Reason)>,
    periods: HashSet<String>,
    numbers: HashSet<String>,
}

impl<'a> Index<'a> {
    pub(super) fn new(dictionary: &'a Dictionary) -> Self {
        let mut index = Self {
            dictionary,
            fields: HashMap::new(),
            names: HashMap::new(),
            schemes: HashMap::new(),
            periods: dictionary
                .words
                .period_headings
                .iter()
                .map(|w| fold(w))
                .collect(),
            numbers: dictionary
                .words
                .row_number_headings
                .iter()
                .map(|w| fold(w))
                .collect(),
        };
        for field in &dictionary.fields {
            for (text, reason) in spellings(&field.label, &field.spellings, &field.codes) {
                index.fields.entry(text).or_insert((field, reason));
            }
            index
                .fields
                .entry(fold(field.id.as_str()))
                .or_insert((field, Reason::Code));
        }
        for kind in &dictionary.entity_kinds {
            for (text, reason) in spellings(&kind.label, &kind.name_headings, &[]) {
                index.names.entry(text).or_insert((kind, reason));
            }
            for scheme in &kind.schemes {
                let codes = [scheme.id.clone()];
                for (text, reason) in spellings(&scheme.label, &scheme.spellings, &codes) {
                    index.schemes.entry(text).or_insert((kind, scheme, reason));
                }
            }
        }
        index
    }

    pub(super) fn column(&self, heading: &Heading, table_unit: Option<&str>) -> ColumnProposal {
        let (role, reason) = self.role(heading, table_unit);
        let confidence = match (&role, &reason) {
            (Role::Ignored, _) => Confidence::None,
            (_, Reason::ExactLabel | Reason::Code) => Confidence::High,
            _ => Confidence::Medium,
        };
        let letter = letter_of(heading.column);
        ColumnProposal {
            letter,
            heading: heading.text.clone(),
            role,
            confidence,
            reason,
        }
    }

    fn role(&self, heading: &Heading, table_unit: Option<&str>) -> (Role, Reason) {
        let readings = readings(heading);
        for text in &readings {
            if let Some((_, scheme, reason)) = self.schemes.get(text) {
                return (Role::Identifier(scheme.id.clone()), reason.clone());
            }
            if let Some((_, reason)) = self.names.get(text) {
                return (Role::Name, reason.clone());
            }
            if self.periods.contains(text) {
                return (Role::Period, Reason::Spelling);
            }
            if let Some((field, reason)) = self.fields.get(text) {
                return self.field(field, reason, heading, table_unit);
            }
            if self.numbers.contains(text) {
                return (Role::Ignored, Reason::RowNumber);
            }
        }
        (
            Role::Ignored,
            self.similar(&readings)
                .map_or(Reason::Unknown, Reason::Similar),
        )
    }

    /// A known field; its unit must be one of its own dimension.
    fn field(
        &self,
        field: &Field,
        reason: &Reason,
        heading: &Heading,
        table_unit: Option<&str>,
    ) -> (Role, Reason) {
        let units = &self.dictionary.units;
        let own = field.unit.as_deref();
        let fits = |unit: &str| own.is_none_or(|own| units.factor(unit, own).is_ok());
        let unknown_bracket = heading.bracket.is_some() && heading.unit.is_none();
        let unit = match heading.unit.as_deref() {
            Some(unit) if fits(unit) => Some(unit),
            Some(_) => return (Role::Ignored, Reason::UnitUnfit(field.id.clone())),
            None if unknown_bracket && field.kind == FieldKind::Number => {
                let folded = |b: &String| {
                    self.fields
                        .contains_key(&fold(&format!("{}({b})", heading.name)))
                };
                if !heading.bracket.as_ref().is_some_and(folded) {
                    return (Role::Ignored, Reason::UnitUnfit(field.id.clone()));
                }
                own
            }
            None => table_unit
                .filter(|unit| own.is_some() && fits(unit))
                .or(own),
        };
        let unit = unit
            .filter(|_| field.kind == FieldKind::Number)
            .map(str::to_owned);
        (
            Role::Field {
                field: field.id.clone(),
                unit,
                scope: None,
            },
            reason.clone(),
        )
    }

    /// The field whose label resembles the heading most.
    fn similar(&self, readings: &[String]) -> Option<FieldId> {
        let best = |text: &String| {
            let scored = self
                .fields
                .iter()
                .map(|(known, (field, _))| (resemblance(text, known), known, field));
            scored.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        };
        let (score, _, field) = readings.last().and_then(best)?;
        (score >= RESEMBLES).then(|| field.id.clone())
    }

    /// The type of entity the identifying and naming columns speak of.
    pub(super) fn entity_kind(&self, columns: &[ColumnProposal]) -> Result<TypeId, Problem> {
        let kinds = &self.dictionary.entity_kinds;
        let votes = |kind: &EntityKind| -> usize {
            columns
                .iter()
                .map(|column| match &column.role {
                    Role::Identifier(id) if kind.schemes.iter().any(|s| s.id == *id) => 8,
                    Role::Name
                        if kind
                            .name_headings
                            .iter()
                            .chain([&kind.label.zh, &kind.label.en])
                            .any(|h| fold(h) == fold(&column.heading)) =>
                    {
                        16
                    }
                    Role::Field { field, .. } => {
                        let field = self.dictionary.field(field);
                        usize::from(field.is_some_and(|f| f.entity_types.contains(&kind.id)))
                    }
                    _ => 0,
                })
                .sum()
        };
        // At a tie the earlier one stands.
        let best = kinds.iter().rev().max_by_key(|kind| votes(kind));
        best.map(|kind| kind.id.clone()).ok_or(Problem::NoSubject)
    }
}

fn spellings(label: &Text, more: &[String], codes: &[String]) -> Vec<(String, Reason)> {
    let labels = [&label.zh, &label.en]
        .into_iter()
        .map(|t| (fold(t), Reason::ExactLabel));
    let more = more.iter().map(|t| (fold(t), Reason::Spelling));
    let codes = codes.iter().map(|t| (fold(t), Reason::Code));
    labels
        .chain(more)
        .chain(codes)
        .filter(|(text, _)| !text.is_empty())
        .collect()
}

/// Ways to read a heading, most literal first.
fn readings(heading: &Heading) -> Vec<String> {
    let mut readings = vec![fold(&heading.text)];
    if let Some(bracket) = &heading.bracket {
        readings.push(fold(&format!("{}({bracket})", heading.name)));
    }
    readings.push(fold(&heading.name));
    if heading.name.contains(JOINT.trim()) {
        let parts: Vec<&str> = heading.name.split(JOINT.trim()).map(str::trim).collect();
        readings.push(fold(&parts.concat()));
        readings.extend(parts.last().map(|last| fold(last)));
        readings.extend(
            parts
                .first()
                .filter(|_| heading.period.is_some())
                .map(|f| fold(f)),
        );
    }
    // A code in front of or behind the name: `QB03 营业收入`.
    let words: Vec<&str> = heading.name.split_whitespace().collect();
    if words.len() == 2 {
        readings.extend(words.iter().map(|w| fold(w)));
    }
    readings.retain(|text| !text.is_empty());
    readings.dedup();
    readings
}

/// Dice's coefficient over pairs of neighbouring characters.
fn resemblance(a: &str, b: &str) -> f64 {
    let pairs =
        |text: &str| -> Vec<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let (left, mut right) = (pairs(a), pairs(b));
    let total = left.len() + right.len();
    let shared = left.iter().filter(|pair| {
        right
            .iter()
            .position(|p| p == *pair)
            .map(|at| right.swap_remove(at))
            .is_some()
    });
    let shared = shared.count();
    if total == 0 {
        0.0
    } else {
        2.0 * shared as f64 / total as f64
    }
}
