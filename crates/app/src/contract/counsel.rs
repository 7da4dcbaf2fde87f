//! What is suggested to a park.

use super::Dossier;
use julin_model::{StatementId, Status, Text};
use serde::{Deserialize, Serialize};

/// Short boards and practices.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ParkCounsel {
    /// Indicators below the median of the others, the most to gain first.
    pub boards: Vec<BoardView>,
    /// Practices for the weakest axis, where packs name any.
    pub weak: Option<WeakAxis>,
}

/// An indicator on which a park is behind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoardView {
    /// Its code.
    pub node: String,
    /// Its name.
    pub label: Text,
    /// The park's score.
    pub score: f64,
    /// Median score of the others.
    pub others: f64,
    /// Points of the index to be gained at that median.
    pub potential: f64,
}

/// An axis a park is weak on, and practices that serve it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WeakAxis {
    /// Code of the indicator or group that is behind.
    pub node: String,
    /// Its name.
    pub label: Text,
    /// The axis it belongs to.
    pub axis: String,
    /// Its name.
    pub axis_label: Text,
    /// Practices known for the axis.
    pub of: u32,
    /// The first of them; those assigned by a source before those of our reading.
    pub practices: Vec<Suggested>,
}

/// A practice and who says that it serves the axis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Suggested {
    /// The practice.
    pub practice: Dossier,
    /// Reported: a source says so; derived: our reading.
    pub status: Status,
    /// The statement that assigns it.
    pub statement: StatementId,
}
