//! Mean of the indicator within the unit's group of units: parks of one region, countries
//! of one size.
//!
//! A unit without a group gets no estimate, nor does one whose group has no value.
//!
//! Source: OECD and JRC, *Handbook* (2008), step 3, mean imputation within classes.
//!
//! Worked example: in the north 2 and 4, in the south 10. A northern gap gets 3, a
//! southern one 10.

use std::collections::BTreeMap;

/// Estimates by unit, NaN where there is none.
pub fn group_mean(column: &[f64], classes: &[Option<String>]) -> Vec<f64> {
    by_class(column, classes, crate::statistics::mean)
}

/// One statistic for each class, handed to its units.
pub(crate) fn by_class(
    column: &[f64],
    classes: &[Option<String>],
    statistic: fn(&[f64]) -> Option<f64>,
) -> Vec<f64> {
    let mut values: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (x, class) in column.iter().zip(classes) {
        if let Some(class) = class {
            values.entry(class).or_default().push(*x);
        }
    }
    let found: BTreeMap<&str, f64> = values
        .into_iter()
        .filter_map(|(class, values)| Some((class, statistic(&values)?)))
        .collect();
    let of = |class: &Option<String>| found.get(class.as_deref()?).copied();
    classes
        .iter()
        .map(|class| of(class).unwrap_or(f64::NAN))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let nan = f64::NAN;
        let classes = ["n", "n", "n", "s", "s", "e", ""];
        let classes = classes.map(|c| (!c.is_empty()).then(|| c.to_owned()));
        let found = group_mean(&[2.0, 4.0, nan, 10.0, nan, nan, nan], &classes);
        assert_eq!((found[2], found[4]), (3.0, 10.0));
        assert!(found[5].is_nan() && found[6].is_nan());
    }
}
