//! Denomination.

use crate::framework::Framework;
use crate::matrix::Matrix;
use crate::stage::{Prepared, Step};

/// The table after every indicator that asks for it was divided by its column.
pub fn denominate(
    _framework: &Framework,
    _matrix: &Matrix,
    prepared: &mut Prepared,
) -> Vec<Vec<f64>> {
    prepared.after(Step::Denominate).columns.clone()
}
