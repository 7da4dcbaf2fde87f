//! All rules against all firms of a file, without a store.

use super::firm_table::{FirmTable, read_firms};
use super::rules::day;
use crate::call::{Answer, App, Call};
use crate::contract::{AnswerView, MatchRow, Matches};
use crate::error::AppError;
use julin_criteria::index::Batch;
use julin_criteria::rule::Program;
use julin_criteria::{Columns, Rule};
use julin_model::Diagnostic;
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
pub fn match_file(app: &App, _call: &Call, input: &MatchInput) -> Answer<Matches> {
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
    let firms = read_firms(app, &input.data, &columns, as_of)?;
    let mut rows = Vec::new();
    let batch = Batch::new(&trees, &firms.table);
    let shown = Shown {
        rules: &rules,
        programs: &programs,
        firms: &firms,
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
        |mut part| rows.append(&mut part),
    );
    Ok(Matches {
        as_of,
        firms: firms.ids.len() as u64,
        rules: rules.len() as u64,
        rows,
        findings: firms.findings,
        bad_cells: firms.bad_cells,
    })
}

/// The rules named, by pack or by identifier.
pub(super) fn asked<'a>(app: &'a App, names: &[String]) -> Answer<Vec<&'a Rule>> {
    let all = app.packs.compiled_rules();
    if names.is_empty() {
        return Ok(all.values().collect());
    }
    let mut found = Vec::new();
    for name in names {
        let own = all
            .iter()
            .filter(|(id, _)| *id == name || id.split('/').next() == Some(name));
        let before = found.len();
        found.extend(own.map(|(_, rule)| rule));
        if found.len() == before {
            let unknown = Diagnostic::error("app.not-found.rule").with("id", name);
            return Err(AppError::invalid(unknown));
        }
    }
    Ok(found)
}

struct Shown<'a> {
    rules: &'a [&'a Rule],
    programs: &'a [Program],
    firms: &'a FirmTable,
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
            into.push(MatchRow {
                entity: self.firms.ids.get(row).cloned().unwrap_or_default(),
                rule: rule.id.clone(),
                verdict: AnswerView::from(answer),
                failing,
                unknown,
            });
        }
    }
}
