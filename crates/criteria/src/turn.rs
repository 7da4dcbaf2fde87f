//! What became of an answer between two times, and the clauses and facts that turned it.
//! The two times may have different vintages of a rule; clauses are the same when their
//! identifiers are.
//!
//! Must not know: who is asked, what is told of it.

use crate::facts::{Fact, Facts};
use crate::names::Meaning;
use crate::row::{Reach, RowAnswer};
use crate::rule::{Program, Rule};
use chrono::NaiveDate;
use julin_formula::Need;
use serde::{Deserialize, Serialize};

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TurnKind {
    /// It is yes now.
    Eligible,
    /// It was yes and is no.
    Lost,
    /// One clause is missing now; before it was more.
    Short,
    /// It was yes or no, and cannot be told now.
    Unknown,
    /// It could not be told, and is no.
    RuledOut,
}

impl TurnKind {
    /// All, the most welcome first.
    pub const ALL: [Self; 5] = [
        Self::Eligible,
        Self::Lost,
        Self::Short,
        Self::Unknown,
        Self::RuledOut,
    ];

    /// Its word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Eligible => "eligible",
            Self::Lost => "lost",
            Self::Short => "short",
            Self::Unknown => "unknown",
            Self::RuledOut => "ruled-out",
        }
    }

    /// What became of an answer; `None` when nothing worth telling. Without a rule in force,
    /// or without anybody to ask, there is no answer at that time.
    pub fn of(before: Option<&RowAnswer>, after: Option<&RowAnswer>) -> Option<Self> {
        let was = before.map(|row| (row.answer, row.reach));
        match (was, after.map(|row| (row.answer, row.reach))) {
            (Some((Some(true), _)), Some((Some(true), _))) => None,
            (_, Some((Some(true), _))) => Some(Self::Eligible),
            (Some((Some(true), _)), None | Some((Some(false), _))) => Some(Self::Lost),
            (Some((Some(true), _)), Some((None, _))) => Some(Self::Unknown),
            (Some((_, Reach::Short)), Some((_, Reach::Short))) => None,
            (_, Some((_, Reach::Short))) => Some(Self::Short),
            (Some((Some(false), _)), Some((None, _))) => Some(Self::Unknown),
            (Some((None, _)), Some((Some(false), _))) => Some(Self::RuledOut),
            _ => None,
        }
    }
}

/// A rule asked on one day, made ready once.
#[derive(Debug, Clone)]
pub struct Asked<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// The day.
    pub day: NaiveDate,
    program: Program,
}

/// The answer of a rule with those of its clauses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The answer.
    pub row: RowAnswer,
    /// By place of the clause.
    pub clauses: Vec<Option<bool>>,
}

impl<'r> Asked<'r> {
    /// Makes a rule ready.
    pub fn new(rule: &'r Rule, day: NaiveDate) -> Self {
        let program = rule.program(day);
        Self { rule, day, program }
    }

    /// The answer for one thing.
    pub fn standing(&self, facts: &dyn Facts) -> Standing {
        let table = self.program.columns.table([facts], self.day);
        let clauses = self.rule.clause_answers(&self.program, &table, 0);
        Standing {
            row: self.rule.row_answer(&clauses),
            clauses,
        }
    }
}

/// A clause that is answered otherwise than before.
#[derive(Debug, Clone, PartialEq)]
pub struct ClauseTurn {
    /// Its place in the later rule, or in the former where the later has none.
    pub place: usize,
    /// Identifier.
    pub id: String,
    /// Before; `None` when there was no such clause.
    pub was: Option<Option<bool>>,
    /// Now; `None` when there is no such clause any more.
    pub is: Option<Option<bool>>,
}

/// The clauses of the conditions that turned, in order of the later rule, then those it no
/// longer has.
pub fn clause_turns(
    (before, was): (&Rule, &[Option<bool>]),
    (after, is): (&Rule, &[Option<bool>]),
) -> Vec<ClauseTurn> {
    let (old, new) = (before.conditions.clauses(), after.conditions.clauses());
    let same = |rule: &Rule, places: &[usize], id: &str| {
        let found = places.iter().find(|place| rule.clauses[**place].id == id);
        found.copied()
    };
    let mut turned = Vec::new();
    for place in &new {
        let id = &after.clauses[*place].id;
        let former = same(before, &old, id).map(|place| was[place]);
        if former != Some(is[*place]) {
            turned.push(ClauseTurn {
                place: *place,
                id: id.clone(),
                was: former,
                is: Some(is[*place]),
            });
        }
    }
    for place in &old {
        let id = &before.clauses[*place].id;
        if same(after, &new, id).is_none() {
            turned.push(ClauseTurn {
                place: *place,
                id: id.clone(),
                was: Some(was[*place]),
                is: None,
            });
        }
    }
    turned
}

/// The facts of a clause that differ, as the rule reads them: the need, before, after.
/// Numbers are in the unit of the field.
pub fn fact_turns(
    rule: &Rule,
    place: usize,
    before: &dyn Facts,
    after: &dyn Facts,
) -> Vec<(Need, Option<Fact>, Option<Fact>)> {
    let needs = rule.names.fields_of(&rule.clauses[place].formula);
    let read = |need: Need| {
        let Meaning::Field(field) = rule.names.meaning(&need.field) else {
            return None;
        };
        let own = |facts: &dyn Facts| {
            let fact = Fact::of(facts, &need, &field.kind)?;
            Some(match (fact, &field.scale) {
                (Fact::Number(base), Some(scale)) => Fact::Number(scale.from_base(base)),
                (fact, _) => fact,
            })
        };
        let (was, is) = (own(before), own(after));
        (was != is).then_some((need, was, is))
    };
    needs.into_iter().filter_map(read).collect()
}

/// The thresholds of a clause of the later rule that had another value in the former: name,
/// before, after, in their own unit.
pub fn threshold_turns(
    (former, since): (&Rule, NaiveDate),
    (later, until): (&Rule, NaiveDate),
    place: usize,
) -> Vec<(String, Option<f64>, Option<f64>)> {
    let value = |rule: &Rule, name: &str, day: NaiveDate| {
        let threshold = rule.names.thresholds.get(name)?;
        Some(threshold.own(day).0)
    };
    let names = later.names.thresholds_of(&later.clauses[place].formula);
    let read = |name: String| {
        let (was, is) = (value(former, &name, since)?, value(later, &name, until)?);
        (was != is).then_some((name, was, is))
    };
    names.into_iter().filter_map(read).collect()
}

/// The first day of a stretch that ends on the second day and on which something holds
/// throughout, as far as halving can tell; it holds on the second day and not on the first.
pub fn day_of_turn(
    (since, until): (NaiveDate, NaiveDate),
    holds: impl Fn(NaiveDate) -> bool,
) -> NaiveDate {
    let (mut before, mut after) = (since, until);
    while (after - before).num_days() > 1 {
        let middle = before + (after - before) / 2;
        if holds(middle) {
            after = middle;
        } else {
            before = middle;
        }
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_a_turn_is_the_first_on_which_it_holds() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let span = (day(2026, 1, 1), day(2026, 12, 31));
        let found = day_of_turn(span, |on| on >= day(2026, 2, 28));
        assert_eq!(found, day(2026, 2, 28));
        assert_eq!(day_of_turn(span, |_| false), day(2026, 12, 31));
    }

    #[test]
    fn every_pair_of_answers_is_told_as_its_kind() {
        let row = |answer, reach| RowAnswer {
            answer,
            reach,
            failing: vec![],
            open: vec![],
        };
        let yes = row(Some(true), Reach::Yes);
        let no = row(Some(false), Reach::No);
        let near = row(Some(false), Reach::Short);
        let open = row(None, Reach::Unknown);
        let asks_one = row(None, Reach::Short);
        let of = |a: Option<&RowAnswer>, b: Option<&RowAnswer>| {
            TurnKind::of(a, b).map_or("", TurnKind::code)
        };
        for before in [None, Some(&no), Some(&near), Some(&open), Some(&asks_one)] {
            assert_eq!(of(before, Some(&yes)), "eligible");
        }
        assert_eq!(of(Some(&yes), Some(&yes)), "");
        assert_eq!(of(Some(&yes), None), "lost");
        assert_eq!(of(Some(&yes), Some(&near)), "lost");
        assert_eq!(of(Some(&yes), Some(&asks_one)), "unknown");
        assert_eq!(of(Some(&no), Some(&near)), "short");
        assert_eq!(of(Some(&no), Some(&asks_one)), "short");
        assert_eq!(of(Some(&near), Some(&asks_one)), "");
        assert_eq!(of(Some(&no), Some(&open)), "unknown");
        assert_eq!(of(Some(&open), Some(&no)), "ruled-out");
        assert_eq!(of(None, Some(&near)), "short");
        // Without a former answer nothing was lost and nothing became unclear.
        assert_eq!(of(None, Some(&no)), "");
        assert_eq!(of(None, Some(&open)), "");
        assert_eq!(of(Some(&no), None), "");
    }
}
