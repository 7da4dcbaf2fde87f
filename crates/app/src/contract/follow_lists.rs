//! Answers about many cases at once: calls upon firms, silence, registers.

use super::{CaseLine, EntityLink, Light, Named, RoleView};
use chrono::{NaiveDate, NaiveDateTime};
use julin_follow::case::silence::Silence;
use julin_model::Text;
use serde::Serialize;

/// A budget of calls in a month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BudgetView {
    /// Its name.
    pub name: String,
    /// Names of all budgets.
    pub all: Vec<String>,
    /// Workflows that take from it.
    pub workflows: Vec<Named>,
    /// First day of the month.
    pub month: NaiveDate,
    /// Most calls upon one subject in the month; the least any of the workflows says.
    pub most: u32,
    /// Those called upon, those with the most calls first.
    pub rows: Vec<BudgetRow>,
    /// Calls by department.
    pub bodies: Vec<(String, u64)>,
}

/// Somebody called upon.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BudgetRow {
    /// Who.
    pub subject: EntityLink,
    /// The calls: number of the case, the day, who calls.
    pub visits: Vec<(String, NaiveDate, String)>,
    /// Calls left in the month.
    pub left: u32,
}

/// Cases by how silent they are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SilenceView {
    /// Workflows in which silence counts.
    pub workflows: Vec<Named>,
    /// The workflow shown; all when none.
    pub shown: Option<String>,
    /// The cases, the most silent first.
    pub rows: Vec<SilenceRow>,
    /// How many are asked about.
    pub stale: u64,
}

/// A case with its silence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SilenceRow {
    /// The case.
    pub case: CaseLine,
    /// How silent it is.
    pub silence: Silence,
    /// The day it is looked at.
    pub today: NaiveDate,
    /// Green while heard of, amber once asked about, red at the last step.
    pub light: Light,
    /// Who is asked.
    pub asked: Vec<RoleView>,
    /// When the askers were told to ask, each step in turn.
    pub asks: Vec<NaiveDateTime>,
    /// Promises open, and those of them that are late.
    pub promises: (u32, u32),
    /// The next day something is promised for.
    pub next: Option<NaiveDate>,
}

/// A public register.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RegisterView {
    /// What it is called.
    pub title: Text,
    /// The workflow it is of.
    pub workflow: Named,
    /// What its columns are called, after day, number and name; those nothing stands in
    /// are left out.
    pub columns: Vec<Text>,
    /// The entries, by day.
    pub rows: Vec<RegisterRow>,
    /// How many it holds, counted entries by their count.
    pub total: u64,
    /// Years, with what came in each and how many there were at its end. Entries without
    /// a day are counted under no year, first.
    pub years: Vec<RegisterYear>,
}

/// What came into a register in a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegisterYear {
    /// The year; none for entries without a day.
    pub year: Option<i32>,
    /// How many came in it.
    pub new: u64,
    /// How many there were at its end.
    pub total: u64,
}

/// An entry of a register.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RegisterRow {
    /// The case behind it.
    pub code: String,
    /// What it is called.
    pub title: Text,
    /// The entity, where it is one.
    pub subject: Option<EntityLink>,
    /// Number of the plaque or certificate.
    pub number: Text,
    /// The day it was given.
    pub day: Option<NaiveDate>,
    /// How it stands.
    pub state: Named,
    /// How many it stands for, where a source only counts.
    pub count: Option<u64>,
    /// What the columns hold.
    pub cells: Vec<Text>,
    /// On what grounds it was entered.
    pub basis: String,
}
