//! Budget allocation: experts spread points over the children; each expert's points are
//! made shares, so that all count alike, and the weight is the mean share.
//!
//! Source: OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 6,
//! weights based on participatory methods, budget allocation process.
//!
//! Worked example: two experts give 60, 40 and 30, 70: weights 0.45, 0.55. Had the second
//! given 15, 35, nothing would change.

use julin_model::Diagnostic;
use std::collections::BTreeMap;

/// Weights of children by code, or the first thing wrong with the points.
pub fn weights(
    codes: &[&str],
    points: &BTreeMap<String, Vec<f64>>,
) -> Result<Vec<f64>, Box<Diagnostic>> {
    let mut columns = Vec::with_capacity(codes.len());
    for code in codes {
        let given = points.get(*code).filter(|given| !given.is_empty());
        let Some(given) = given else {
            let found = Diagnostic::error("measure.weigh.no-points");
            return Err(Box::new(found.with("child", code)));
        };
        if let Some(bad) = given.iter().find(|p| !(p.is_finite() && **p >= 0.0)) {
            let found = Diagnostic::error("measure.weigh.bad-points").with("child", code);
            return Err(Box::new(found.with("value", bad)));
        }
        columns.push(given);
    }
    let experts = columns.first().map_or(0, |given| given.len());
    if let Some(at) = columns.iter().position(|given| given.len() != experts) {
        let found = Diagnostic::error("measure.weigh.points-length").with("child", codes[at]);
        let found = found.with("found", columns[at].len());
        return Err(Box::new(found.with("experts", experts)));
    }
    let mut weights = vec![0.0; codes.len()];
    for expert in 0..experts {
        let largest = columns.iter().map(|c| c[expert]).fold(0.0, f64::max);
        if largest <= 0.0 {
            let found = Diagnostic::error("measure.weigh.no-budget");
            return Err(Box::new(found.with("expert", expert + 1)));
        }
        let total: f64 = columns.iter().map(|c| c[expert] / largest).sum();
        for (weight, column) in weights.iter_mut().zip(&columns) {
            *weight += column[expert] / largest / total / experts as f64;
        }
    }
    Ok(weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(pairs: &[(&str, &[f64])]) -> BTreeMap<String, Vec<f64>> {
        let own = |(code, points): &(&str, &[f64])| ((*code).to_owned(), points.to_vec());
        pairs.iter().map(own).collect()
    }

    #[test]
    fn the_worked_example() {
        for second in [[30.0, 70.0], [15.0, 35.0]] {
            let points = given(&[("a", &[60.0, second[0]]), ("b", &[40.0, second[1]])]);
            let found = weights(&["a", "b"], &points).unwrap();
            assert!((found[0] - 0.45).abs() < 1e-12 && (found[1] - 0.55).abs() < 1e-12);
        }
    }

    #[test]
    fn points_that_cannot_be_used() {
        let code = |pairs: &[(&str, &[f64])]| weights(&["a", "b"], &given(pairs)).unwrap_err().code;
        assert_eq!(code(&[("a", &[1.0])]), "measure.weigh.no-points");
        let uneven: [(&str, &[f64]); 2] = [("a", &[1.0, 2.0]), ("b", &[1.0])];
        assert_eq!(code(&uneven), "measure.weigh.points-length");
        assert_eq!(
            code(&[("a", &[-1.0]), ("b", &[1.0])]),
            "measure.weigh.bad-points"
        );
        assert_eq!(
            code(&[("a", &[0.0]), ("b", &[0.0])]),
            "measure.weigh.no-budget"
        );
    }
}
