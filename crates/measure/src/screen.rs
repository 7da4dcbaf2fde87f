//! Screening.

use crate::framework::Framework;
use crate::matrix::Matrix;
use crate::stage::Prepared;

/// Leaves out units and indicators: sets [`Prepared::units_out`] and
/// [`Prepared::nodes_out`], and their cells to NaN.
pub fn screen(
    _framework: &Framework,
    _matrix: &Matrix,
    _columns: &mut [Vec<f64>],
    _prepared: &mut Prepared,
) {
}
