//! Estimating missing values: one file per way.

use crate::framework::Framework;
use crate::matrix::Matrix;
use crate::stage::{Prepared, Step};

/// The table with missing values estimated where the indicators ask for it.
pub fn impute(_framework: &Framework, _matrix: &Matrix, prepared: &mut Prepared) -> Vec<Vec<f64>> {
    prepared.after(Step::Impute).columns.clone()
}
