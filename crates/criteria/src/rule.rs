//! A rule ready to be asked.
//!
//! Must not know: how it was written down wrong, who is asked.

use crate::columns::Columns;
use crate::condition::{Clause, Condition};
use crate::dictionary::Scale;
use crate::lower::Lower;
use crate::names::Names;
use crate::spec::CriteriaSpec;
use crate::tree::Tree;
use chrono::NaiveDate;
use julin_formula::{Formula, Need};
use julin_model::Diagnostic;
use std::sync::Arc;

/// A rule, compiled.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// `<pack>/<name>`.
    pub id: String,
    /// As written.
    pub spec: CriteriaSpec,
    /// The names its expressions use.
    pub names: Arc<Names>,
    /// Its clauses: those of the conditions, then those of the targeting.
    pub clauses: Vec<Clause>,
    /// What must hold.
    pub conditions: Condition,
    /// Whom the park addresses.
    pub targeting: Option<Condition>,
    /// The amount of its benefit.
    pub benefit: Option<Formula>,
    /// The unit of that amount.
    pub benefit_scale: Option<Scale>,
}

/// What compiling gave: the rule unless there are errors, and all findings.
#[derive(Debug, Clone, PartialEq)]
pub struct Compiled {
    /// The rule; `None` when it has errors.
    pub rule: Option<Rule>,
    /// Findings, with the argument `path`: where in the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// A rule as tests of columns, for one day.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Program {
    /// The columns.
    pub columns: Columns,
    /// The tree of each clause, in order.
    pub clauses: Vec<Tree>,
}

impl Rule {
    /// True on the days it is in force.
    pub fn in_force(&self, on: NaiveDate) -> bool {
        self.spec.effective.covers(on)
    }

    /// Its conditions as a tree of tests on a day. Columns that are new are added; rules
    /// lowered into the same columns share them.
    pub fn lower(&self, as_of: NaiveDate, columns: &mut Columns) -> Tree {
        Lower::new(self, as_of, columns).condition(&self.conditions, false)
    }

    /// Whom it addresses as a tree of tests on a day.
    pub fn lower_targeting(&self, as_of: NaiveDate, columns: &mut Columns) -> Option<Tree> {
        let targeting = self.targeting.as_ref()?;
        Some(Lower::new(self, as_of, columns).condition(targeting, false))
    }

    /// The columns its conditions read on a day.
    pub fn columns(&self, as_of: NaiveDate) -> Columns {
        let mut columns = Columns::new();
        self.lower(as_of, &mut columns);
        columns
    }

    /// Its clauses as trees of tests on a day.
    pub fn program(&self, as_of: NaiveDate) -> Program {
        let mut columns = Columns::new();
        let own = self.program_in(as_of, &mut columns);
        Program { columns, ..own }
    }

    /// Its clauses as trees of tests on a day, over columns shared with other rules; the
    /// program has none of its own.
    pub fn program_in(&self, as_of: NaiveDate, columns: &mut Columns) -> Program {
        let mut lower = Lower::new(self, as_of, columns);
        let clauses = (0..self.clauses.len()).map(|place| lower.clause(place, false));
        Program {
            clauses: clauses.collect(),
            columns: Columns::new(),
        }
    }

    /// The fields its conditions read, in order of first appearance.
    pub fn condition_reads(&self) -> Vec<Need> {
        let places = self.conditions.clauses();
        self.fields(places.iter().map(|place| &self.clauses[*place].formula))
    }

    /// The columns its amount reads, as [`crate::RowFacts`] wants them.
    pub fn place_benefit(&self, columns: &mut Columns) {
        let formulas = self.benefit.iter();
        for need in formulas.flat_map(|formula| self.names.fields_of(formula)) {
            if let Some(field) = self.names.fields.get(&need.field) {
                columns.field(&need, &field.kind);
            }
        }
    }

    /// The fields it reads, in order of first appearance: those of its clauses, then
    /// those of its benefit.
    pub fn reads(&self) -> Vec<Need> {
        let formulas = self.clauses.iter().map(|clause| &clause.formula);
        self.fields(formulas.chain(&self.benefit))
    }

    fn fields<'f>(&self, formulas: impl Iterator<Item = &'f Formula>) -> Vec<Need> {
        let mut found: Vec<Need> = Vec::new();
        for formula in formulas {
            for need in self.names.fields_of(formula) {
                if !found.contains(&need) {
                    found.push(need);
                }
            }
        }
        found
    }
}
