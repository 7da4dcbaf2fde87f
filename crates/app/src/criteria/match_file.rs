//! All rules against all firms of a file, without a store.

use super::facts_file::{FirmTable, read_firms};
use super::rule_files::asked;
use super::rules::day;
use crate::call::{Answer, App, Call};
use crate::contract::{AnswerView, MatchRow, Matches};
use chrono::NaiveDate;
use julin_criteria::index::Batch;
use julin_criteria::rule::Program;
use julin_criteria::{Columns, RowFacts, Rule};
use std::path::PathBuf;

/// Which rules, which file, as of when.
#[derive(Debug, Clone, Default)]
pub struct MatchInput {
    /// Packs or rules to ask, by identifier; all when empty.
    pub rules: Vec<String>,
    /// Table of firms; the first column says who.
    pub data: PathBuf,
    /// `2026` or `2026-04-01`; today when not given.
    pub as_of: Option<String>,
    /// Tell a no as well, and the clauses it rests on.
    pub explain: bool,
    /// Threads; one when 0.
    pub threads: usize,
}

/// The answers, in order of firm and rule. A no is left out unless reasons are wanted.
pub fn match_file(app: &App, call: &Call, input: &MatchInput) -> Answer<Matches> {
    let mut rows = Vec::new();
    let found = match_each(app, call, input, &mut |mut some| rows.append(&mut some))?;
    Ok(Matches { rows, ..found })
}

/// The same, given away as they are found, so that no memory holds them all; what is
/// returned has none.
pub fn match_each(
    app: &App,
    _call: &Call,
    input: &MatchInput,
    take: &mut dyn FnMut(Vec<MatchRow>),
) -> Answer<Matches> {
    let as_of = day(app, input.as_of.as_deref())?;
    let rules: Vec<&Rule> = asked(app, &input.rules)?
        .into_iter()
        .filter(|rule| rule.in_force(as_of))
        .collect();
    let mut columns = Columns::new();
    let trees: Vec<_> = rules
        .iter()
        .map(|rule| rule.lower(as_of, &mut columns))
        .collect();
    let programs: Vec<Program> = rules
        .iter()
        .map(|rule| rule.program_in(as_of, &mut columns))
        .collect();
    for rule in &rules {
        rule.place_benefit(&mut columns);
    }
    let firms = read_firms(app, &input.data, &columns, as_of)?;
    let batch = Batch::new(&trees, &firms.table);
    let shown = Shown {
        rules: &rules,
        programs: &programs,
        columns: &columns,
        firms: &firms,
        as_of,
    };
    batch.run(
        input.threads.max(1),
        |part| {
            let mut found = Vec::new();
            let mut room = julin_criteria::index::ByRow::default();
            part.each_row(&mut room, |row, answers| {
                let told: Vec<_> = answers
                    .iter()
                    .map(|answer| (answer.rule() as usize, answer.verdict()))
                    .collect();
                shown.row(row, &told, input.explain, &mut found);
            });
            found
        },
        take,
    );
    Ok(Matches {
        as_of,
        firms: firms.ids.len() as u64,
        rules: rules.len() as u64,
        rows: Vec::new(),
        findings: firms.findings,
        bad_cells: firms.bad_cells,
    })
}

struct Shown<'a> {
    rules: &'a [&'a Rule],
    programs: &'a [Program],
    columns: &'a Columns,
    firms: &'a FirmTable,
    as_of: NaiveDate,
}

impl Shown<'_> {
    /// The answers for one firm: those given, and a no for the others when asked for.
    fn row(
        &self,
        row: usize,
        told: &[(usize, Option<bool>)],
        explain: bool,
        into: &mut Vec<MatchRow>,
    ) {
        let mut told = told.iter().peekable();
        for (place, rule) in self.rules.iter().enumerate() {
            let given = told.next_if(|(own, _)| *own == place).map(|(_, v)| *v);
            let answer = match given {
                Some(answer) => answer,
                None if explain => Some(false),
                None => continue,
            };
            let ids = |places: &[usize]| -> Vec<String> {
                let id = |at: &usize| rule.clauses.get(*at).map(|clause| clause.id.clone());
                places.iter().filter_map(id).collect()
            };
            let (failing, unknown) = match answer {
                Some(true) => Default::default(),
                _ => {
                    let own = rule.row(&self.programs[place], &self.firms.table, row);
                    (ids(&own.failing), ids(&own.open))
                }
            };
            let facts = RowFacts {
                columns: self.columns,
                table: &self.firms.table,
                row,
            };
            let amount = match answer {
                Some(true) => rule.worth(&facts, self.as_of),
                _ => None,
            };
            into.push(MatchRow {
                entity: self.firms.ids.get(row).cloned().unwrap_or_default(),
                rule: rule.id.clone(),
                verdict: AnswerView::from(answer),
                failing,
                unknown,
                unit: amount.and(rule.worth_unit()).map(str::to_owned),
                amount,
            });
        }
    }
}
