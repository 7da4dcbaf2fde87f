//! What matching answers: needs, the offers for each, and why.

use julin_model::{Diagnostic, Text, Value};
use serde::Serialize;

/// A pair of needs and offers in the packs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairLine {
    /// Its identifier, `<pack>/<name>`.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// What has to hold.
    pub musts: Vec<Text>,
    /// What speaks for an offer.
    pub signs: Vec<Text>,
}

/// The offers for each need.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pairs {
    /// The pair, `<pack>/<name>`.
    pub pair: String,
    /// What it is called.
    pub title: Text,
    /// Need by need, in the order of the file.
    pub needs: Vec<NeedMatches>,
    /// Cells that could not be read, headings nobody knows.
    pub findings: Vec<Diagnostic>,
    /// Cells that could not be read, all of them.
    pub bad_cells: u64,
}

/// The offers for one need, best first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NeedMatches {
    /// What the need is called.
    pub need: String,
    /// Where it stands in its file.
    pub line: u32,
    /// Offers there are.
    pub offers: usize,
    /// Of those, offers something stands in the way of.
    pub blocked: usize,
    /// The first of them.
    pub matches: Vec<MatchView>,
}

/// One offer for a need.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MatchView {
    /// What the offer is called.
    pub offer: String,
    /// Where it stands in its file.
    pub line: u32,
    /// The chance of a wanted meeting were nothing in the way, and where it lies in 95 of
    /// 100 cases as far as the weights are sure.
    pub chance: f64,
    /// Its lower end.
    pub chance_from: f64,
    /// Its upper end.
    pub chance_to: f64,
    /// Log-odds of a wanted meeting: the base and all that signs add.
    pub score: f64,
    /// Log-odds where all signs are neutral.
    pub base: f64,
    /// What stands in the way, or cannot be told.
    pub musts: Vec<MustView>,
    /// What each sign adds.
    pub signs: Vec<SignView>,
}

/// A must that fails, or cannot be told.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MustView {
    /// Its identifier.
    pub id: String,
    /// What it asks for.
    pub title: Text,
    /// The condition as written.
    pub when: String,
    /// It fails; otherwise it cannot be told.
    pub fails: bool,
    /// What it reads.
    pub reads: Vec<ReadView>,
}

/// A value a must reads.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReadView {
    /// It is the need's; otherwise the offer's.
    pub of_need: bool,
    /// The field.
    pub field: String,
    /// What the field is called.
    pub label: Text,
    /// The values, in the unit of the field; none where nobody knows.
    pub values: Vec<Value>,
    /// The unit.
    pub unit: Option<String>,
    /// How it is written.
    pub unit_label: Text,
}

/// What one sign adds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SignView {
    /// Its identifier.
    pub id: String,
    /// What it says.
    pub title: Text,
    /// How like the two are, between 0 and 1; none where it cannot be told.
    pub like: Option<f64>,
    /// What full likeness over the neutral point is worth.
    pub weight: f64,
    /// What it adds to the log-odds.
    pub adds: f64,
}
