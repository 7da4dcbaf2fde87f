//! The names a rule's expressions may use: its thresholds, its derived values, its
//! scores, the day asked about, and the fields of the dictionary.
//!
//! Must not know: conditions, who is asked.

use crate::dictionary::{Better, FieldKind, Scale};
use crate::scoring::Scoring;
use crate::spec::{DerivedSpec, ThresholdSpec};
use chrono::NaiveDate;
use julin_formula::{AS_OF, Formula, Need};
use std::collections::{BTreeMap, BTreeSet};

/// The word all scores begin with.
pub const SCORE: &str = "score";

/// A named number of the official text, in base units.
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold {
    /// As written.
    pub spec: ThresholdSpec,
    /// Its unit.
    pub scale: Scale,
}

impl Threshold {
    /// The number in force on a day, in its own unit, and where it stands.
    pub fn own(&self, on: NaiveDate) -> (Option<f64>, &crate::spec::Basis) {
        let begun = self.spec.dated.iter().filter(|dated| dated.from <= on);
        match begun.max_by_key(|dated| dated.from) {
            Some(dated) => (dated.value, &dated.basis),
            None => (self.spec.value, &self.spec.basis),
        }
    }

    /// The number in force on a day, in base units.
    pub fn base(&self, on: NaiveDate) -> Option<f64> {
        self.own(on).0.map(|number| self.scale.to_base(number))
    }
}

/// A value computed from fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Derived {
    /// As written.
    pub spec: DerivedSpec,
    /// Compiled.
    pub formula: Formula,
    /// Unit it is shown in.
    pub scale: Option<Scale>,
    /// True when it reads a score, and so has two ends.
    pub reads_score: bool,
    /// True when it reads thresholds and the day only.
    pub constant: bool,
    /// How many parts it has with all it reads, at most [`u32::MAX`].
    pub weight: u32,
}

/// A field as the dictionary has it.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldInfo {
    /// What it holds.
    pub kind: FieldKind,
    /// Its unit.
    pub scale: Option<Scale>,
    /// Which way its values should go.
    pub better: Option<Better>,
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Meaning<'a> {
    /// A threshold.
    Threshold(&'a Threshold),
    /// A derived value, by its place in the list.
    Derived(usize),
    /// A score.
    Score,
    /// The day asked about.
    AsOf,
    /// A field.
    Field(&'a FieldInfo),
    /// Nothing.
    Nothing,
}

/// All names of one rule. Only fields the rule reads are listed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Names {
    /// The rule.
    pub rule: String,
    /// Thresholds.
    pub thresholds: BTreeMap<String, Threshold>,
    /// Derived values, in order.
    pub derived: Vec<Derived>,
    /// Scores.
    pub scoring: Option<Scoring>,
    /// Fields.
    pub fields: BTreeMap<String, FieldInfo>,
}

impl Names {
    /// What a name stands for.
    pub fn meaning(&self, name: &str) -> Meaning<'_> {
        if name == AS_OF {
            return Meaning::AsOf;
        }
        if let Some(threshold) = self.thresholds.get(name) {
            return Meaning::Threshold(threshold);
        }
        if let Some(place) = self.derived.iter().position(|one| one.spec.id == name) {
            return Meaning::Derived(place);
        }
        if self.scoring.as_ref().is_some_and(|own| own.has(name)) {
            return Meaning::Score;
        }
        self.fields
            .get(name)
            .map_or(Meaning::Nothing, Meaning::Field)
    }

    /// True when nothing but the day decides the value of a need.
    pub fn is_constant(&self, need: &Need) -> bool {
        match self.meaning(&need.field) {
            Meaning::Threshold(_) | Meaning::AsOf => true,
            Meaning::Derived(place) => self.derived[place].constant,
            _ => false,
        }
    }

    /// True when a need is a score or computed from one.
    pub fn reads_score(&self, need: &Need) -> bool {
        match self.meaning(&need.field) {
            Meaning::Score => true,
            Meaning::Derived(place) => self.derived[place].reads_score,
            _ => false,
        }
    }

    /// The fields a formula reads, through derived values and scores, in order of first
    /// appearance.
    pub fn fields_of(&self, formula: &Formula) -> Vec<Need> {
        self.walk(formula).found
    }

    /// The thresholds a formula reads, through derived values and scores, by their names.
    pub fn thresholds_of(&self, formula: &Formula) -> BTreeSet<String> {
        self.walk(formula).thresholds
    }

    /// True when a formula reads the day asked about, itself or through derived values and
    /// scores.
    pub fn reads_day(&self, formula: &Formula) -> bool {
        self.walk(formula).day
    }

    fn walk(&self, formula: &Formula) -> Walk<'_> {
        let mut seen = Walk {
            names: self,
            derived: vec![false; self.derived.len()],
            score: false,
            day: false,
            thresholds: BTreeSet::new(),
            found: Vec::new(),
        };
        seen.formula(formula);
        seen
    }
}

struct Walk<'a> {
    names: &'a Names,
    derived: Vec<bool>,
    score: bool,
    day: bool,
    thresholds: BTreeSet<String>,
    found: Vec<Need>,
}

impl Walk<'_> {
    fn formula(&mut self, formula: &Formula) {
        for need in formula.needs() {
            match self.names.meaning(&need.field) {
                Meaning::Derived(place) if !self.derived[place] => {
                    self.derived[place] = true;
                    let names = self.names;
                    self.formula(&names.derived[place].formula);
                }
                Meaning::Score if !self.score => {
                    self.score = true;
                    let names = self.names;
                    let scoring = names.scoring.iter();
                    scoring
                        .flat_map(Scoring::formulas)
                        .for_each(|formula| self.formula(formula));
                }
                Meaning::AsOf => self.day = true,
                Meaning::Threshold(_) => {
                    self.thresholds.insert(need.field.clone());
                }
                Meaning::Field(_) if !self.found.contains(need) => self.found.push(need.clone()),
                _ => {}
            }
        }
    }
}
