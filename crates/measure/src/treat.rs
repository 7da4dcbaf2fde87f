//! Treating outliers: one file per way.

use crate::recipe::{Treat, TreatStep};

/// An indicator after treatment.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Treated {
    /// The values.
    pub values: Vec<f64>,
    /// What was done, in order.
    pub applied: Vec<TreatStep>,
}

/// Treats one indicator until it passes, or the ways are used up.
pub fn treat(_setting: &Treat, values: &[f64]) -> Treated {
    Treated {
        values: values.to_vec(),
        applied: Vec::new(),
    }
}
