//! Analytic hierarchy process: weights from pairwise comparisons, the principal eigenvector
//! of the matrix of ratios `a_ij` with `a_ji = 1 / a_ij`.
//!
//! Source: T. L. Saaty, "A scaling method for priorities in hierarchical structures",
//! *Journal of Mathematical Psychology* 15 (1977); *The Analytic Hierarchy Process* (1980):
//! consistency index `(λ - n) / (n - 1)`, consistency ratio the index divided by that of
//! random matrices, which should not exceed 0.1.
//!
//! Every pair of children must be compared once; the second way round is the reciprocal.
//!
//! Worked example (Saaty's choice of a school, six criteria): priorities 0.32, 0.14, 0.03,
//! 0.13, 0.24, 0.14, consistency ratio above 0.2: the comparisons should be made again.

use crate::number::brief;
use crate::recipe::PairComparison;
use julin_model::Diagnostic;

/// Consistency ratio above which comparisons should be made again.
pub const CONSISTENT: f64 = 0.1;

/// Mean consistency index of random matrices of 1, 2, … children (Saaty 1980).
const RANDOM: [f64; 15] = [
    0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59,
];

/// What comparisons give.
#[derive(Debug, Clone, PartialEq)]
pub struct Priorities {
    /// Weights by place, sum 1.
    pub weights: Vec<f64>,
    /// The consistency ratio.
    pub ratio: f64,
}

/// Weights of children by code, or the first thing wrong with the comparisons.
pub fn priorities(
    codes: &[&str],
    comparisons: &[PairComparison],
) -> Result<Priorities, Box<Diagnostic>> {
    let matrix = matrix(codes, comparisons)?;
    let many = codes.len();
    let mut weights = vec![1.0 / many as f64; many];
    let mut value = many as f64;
    // A positive matrix: repeated products converge to its one positive eigenvector.
    for _ in 0..10_000 {
        let product: Vec<f64> = matrix
            .iter()
            .map(|row| row.iter().zip(&weights).map(|(a, w)| a * w).sum())
            .collect();
        value = product.iter().sum();
        let next: Vec<f64> = product.iter().map(|x| x / value).collect();
        let moved = next.iter().zip(&weights).map(|(a, b)| (a - b).abs());
        let settled = moved.fold(0.0, f64::max) < 1e-15;
        weights = next;
        if settled {
            break;
        }
    }
    let random = RANDOM[many.clamp(1, RANDOM.len()) - 1];
    let index = (value - many as f64) / (many as f64 - 1.0);
    let ratio = if random > 0.0 {
        (index / random).max(0.0)
    } else {
        0.0
    };
    Ok(Priorities { weights, ratio })
}

/// The matrix of ratios.
fn matrix(
    codes: &[&str],
    comparisons: &[PairComparison],
) -> Result<Vec<Vec<f64>>, Box<Diagnostic>> {
    let many = codes.len();
    let mut matrix = vec![vec![f64::NAN; many]; many];
    let place = |code: &str| codes.iter().position(|one| *one == code);
    for pair in comparisons {
        let (Some(of), Some(over)) = (place(&pair.of), place(&pair.over)) else {
            continue;
        };
        let told = |code: &str| {
            let found = Diagnostic::error(code);
            let found = found.with("of", &pair.of).with("over", &pair.over);
            Box::new(found.with("times", brief(pair.times)))
        };
        // 1/9 written with few digits is meant.
        let sound = pair.times.is_finite() && (0.99 / 9.0..=9.0).contains(&pair.times);
        if !sound || (of == over && pair.times != 1.0) {
            return Err(told("measure.weigh.comparison-scale"));
        }
        if of != over && !matrix[of][over].is_nan() {
            return Err(told("measure.weigh.comparison-twice"));
        }
        matrix[of][over] = pair.times;
        matrix[over][of] = 1.0 / pair.times;
    }
    for (at, row) in matrix.iter_mut().enumerate() {
        row[at] = 1.0;
    }
    let pairs = || (0..many).flat_map(|a| (a + 1..many).map(move |b| (a, b)));
    let mut open = pairs().filter(|(a, b)| matrix[*a][*b].is_nan());
    if let Some((a, b)) = open.next() {
        let found = Diagnostic::error("measure.weigh.comparison-missing");
        let found = found.with("of", codes[a]).with("over", codes[b]);
        return Err(Box::new(found.with("count", open.count() + 1)));
    }
    Ok(matrix)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 6] = [
        "learning",
        "friends",
        "life",
        "vocational",
        "college",
        "music",
    ];

    fn pair(of: &str, over: &str, times: f64) -> PairComparison {
        PairComparison {
            of: of.to_owned(),
            over: over.to_owned(),
            times,
        }
    }

    #[test]
    fn the_worked_example() {
        let above = [
            vec![4.0, 3.0, 1.0, 3.0, 4.0],
            vec![7.0, 3.0, 0.2, 1.0],
            vec![0.2, 0.2, 1.0 / 6.0],
            vec![1.0, 1.0 / 3.0],
            vec![3.0],
        ];
        let comparisons: Vec<_> = above
            .iter()
            .enumerate()
            .flat_map(|(a, row)| {
                let pairs = row.iter().enumerate();
                pairs.map(move |(b, times)| pair(NAMES[a], NAMES[a + 1 + b], *times))
            })
            .collect();
        let found = priorities(&NAMES, &comparisons).unwrap();
        let printed = [0.32, 0.14, 0.03, 0.13, 0.24, 0.14];
        for (found, printed) in found.weights.iter().zip(printed) {
            assert!((found - printed).abs() < 0.006, "{found} {printed}");
        }
        // λ = 7.42 exactly; Saaty prints 7.49 from a short computation, ratio 0.24.
        assert!((found.ratio - 0.229).abs() < 5e-4 && found.ratio > CONSISTENT);
    }

    /// Ratios of known weights are consistent and give the weights back.
    #[test]
    fn consistent_comparisons() {
        let comparisons = [
            pair("a", "b", 2.0),
            pair("c", "b", 4.0),
            pair("a", "c", 0.5),
            pair("a", "a", 1.0),
        ];
        let found = priorities(&["a", "b", "c"], &comparisons).unwrap();
        for (found, expected) in found.weights.iter().zip([2.0, 1.0, 4.0]) {
            assert!((found - expected / 7.0).abs() < 1e-12);
        }
        assert!(found.ratio < 1e-12);
        assert_eq!(priorities(&["a"], &[]).unwrap().weights, [1.0]);
        let two = priorities(&["a", "b"], &[pair("a", "b", 3.0)]).unwrap();
        assert!((two.weights[0] - 0.75).abs() < 1e-12 && two.ratio == 0.0);
    }

    #[test]
    fn comparisons_that_cannot_be_used() {
        let code =
            |comparisons: &[PairComparison]| priorities(&["a", "b"], comparisons).unwrap_err().code;
        assert_eq!(code(&[]), "measure.weigh.comparison-missing");
        let twice = [pair("a", "b", 3.0), pair("b", "a", 3.0)];
        assert_eq!(code(&twice), "measure.weigh.comparison-twice");
        for times in [0.0, -2.0, 10.0, f64::NAN] {
            assert_eq!(
                code(&[pair("a", "b", times)]),
                "measure.weigh.comparison-scale"
            );
        }
    }
}
