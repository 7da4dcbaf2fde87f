//! Screening: units and indicators with too little data are left out.
//!
//! Two shares are judged. *Present*: values present among those there could be.
//! *Non-zero*: values other than zero among those present. Units are judged first, over
//! all indicators that have a definition; then indicators, over the units that stay. A
//! group whose children are all out is out.
//!
//! Source: OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 3,
//! on deleting cases; the two shares are those of W. Becker et al., "COINr: an R package
//! for developing composite indicators", *Journal of Open Source Software* 7 (2022).
//!
//! Worked example: at least two thirds present. Of three indicators A lacks one and stays
//! (2/3), B lacks two and is out (1/3).

use crate::framework::{Framework, NodeId};
use crate::matrix::Matrix;
use crate::missing::MissingReason;
use crate::number::percent;
use crate::recipe::ScreenRule;
use crate::stage::{Prepared, Step};
use julin_model::Diagnostic;
use std::collections::BTreeSet;

/// A share this much below the least still counts as reaching it.
const SLACK: f64 = 1e-12;

/// Leaves out units and indicators: sets [`Prepared::units_out`] and
/// [`Prepared::nodes_out`]. Gives the table with their cells at NaN.
pub fn screen(framework: &Framework, matrix: &Matrix, prepared: &mut Prepared) -> Vec<Vec<f64>> {
    let rules = &framework.method.screen;
    let mut columns = prepared.before(Step::Screen).columns.clone();
    let judged: Vec<NodeId> = framework
        .indicators()
        .filter(|(id, _)| is_defined(prepared.reasons[*id]))
        .map(|(id, _)| id)
        .collect();
    let ids: Vec<&str> = matrix.units().iter().map(|unit| unit.id.as_str()).collect();
    let row = |unit: usize| judged.iter().map(|id| columns[*id][unit]).collect();
    let units = Screened::new(&rules.units, &ids, row);
    units.tell(
        [
            "measure.screen.units-missing",
            "measure.screen.units-zero",
            "measure.screen.units-dropped",
        ],
        &mut prepared.diagnostics,
    );
    for unit in units.out() {
        prepared.units_out[unit] = true;
        for id in &judged {
            if !columns[*id][unit].is_nan() {
                prepared.note(*id, unit, MissingReason::Screened);
            }
        }
    }
    for column in &mut columns {
        blank(column, &prepared.units_out);
    }

    let codes: Vec<&str> = judged
        .iter()
        .map(|id| framework.nodes[*id].code.as_str())
        .collect();
    let staying = |at: usize| {
        let values = columns[judged[at]].iter().zip(&prepared.units_out);
        let inside = values.filter(|(_, out)| !**out);
        inside.map(|(x, _)| *x).collect()
    };
    let indicators = Screened::new(&rules.indicators, &codes, staying);
    indicators.tell(
        [
            "measure.screen.indicators-missing",
            "measure.screen.indicators-zero",
            "measure.screen.indicators-dropped",
        ],
        &mut prepared.diagnostics,
    );
    for at in indicators.out() {
        let id = judged[at];
        prepared.nodes_out[id] = true;
        prepared.reasons[id] = Some(MissingReason::Screened);
        columns[id].fill(f64::NAN);
    }
    groups_out(framework, &mut prepared.nodes_out);
    let undefined = framework
        .indicators()
        .filter(|(id, _)| !judged.contains(id));
    let codes = codes
        .into_iter()
        .chain(undefined.map(|(_, node)| node.code.as_str()));
    let unknown = unknown(&rules.units, ids).chain(unknown(&rules.indicators, codes));
    prepared.diagnostics.extend(unknown);
    columns
}

/// An indicator nobody can compute says nothing about a unit.
fn is_defined(reason: Option<MissingReason>) -> bool {
    !matches!(
        reason,
        Some(MissingReason::NoFormula | MissingReason::Unpublished)
    )
}

fn blank(column: &mut [f64], out: &[bool]) {
    for (x, out) in column.iter_mut().zip(out) {
        if *out {
            *x = f64::NAN;
        }
    }
}

fn groups_out(framework: &Framework, out: &mut [bool]) {
    for (id, node) in framework.nodes.iter().enumerate().rev() {
        if !node.is_indicator() && !node.children.is_empty() {
            out[id] = node.children.iter().all(|child| out[*child]);
        }
    }
}

/// Names in a rule that nothing bears.
fn unknown<'a>(
    rule: &'a ScreenRule,
    known: impl IntoIterator<Item = &'a str>,
) -> impl Iterator<Item = Diagnostic> + 'a {
    let known: BTreeSet<&str> = known.into_iter().collect();
    let named = rule.keep.iter().chain(&rule.drop);
    named
        .filter(move |name| !known.contains(name.as_str()))
        .map(|name| Diagnostic::warning("measure.screen.unknown").with("name", name))
}

/// Why one is left out.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Why {
    Missing(f64),
    Zero(f64),
    Dropped,
}

/// What a rule makes of the units, or of the indicators.
struct Screened<'a> {
    rule: &'a ScreenRule,
    names: &'a [&'a str],
    why: Vec<Option<Why>>,
}

impl<'a> Screened<'a> {
    fn new(rule: &'a ScreenRule, names: &'a [&'a str], values: impl Fn(usize) -> Vec<f64>) -> Self {
        let judge = |(at, name): (usize, &&str)| judge(rule, name, &values(at));
        let why = names.iter().enumerate().map(judge).collect();
        Self { rule, names, why }
    }

    fn out(&self) -> impl Iterator<Item = usize> {
        let all = self.why.iter().enumerate();
        all.filter(|(_, why)| why.is_some()).map(|(at, _)| at)
    }

    /// One note for each reason met, naming who it is.
    fn tell(&self, codes: [&str; 3], into: &mut Vec<Diagnostic>) {
        let least = [self.rule.present, self.rule.non_zero, 0.0];
        for (kind, code) in codes.into_iter().enumerate() {
            let named: Vec<String> = self
                .names
                .iter()
                .zip(&self.why)
                .filter_map(|(name, why)| match (kind, why.as_ref()?) {
                    (0, Why::Missing(share)) | (1, Why::Zero(share)) => {
                        Some(format!("{name} {}%", percent(*share)))
                    }
                    (2, Why::Dropped) => Some((*name).to_owned()),
                    _ => None,
                })
                .collect();
            if !named.is_empty() {
                into.push(
                    Diagnostic::note(code)
                        .with("count", named.len())
                        .with("least", percent(least[kind]))
                        .with("names", named.join(", ")),
                );
            }
        }
    }
}

fn judge(rule: &ScreenRule, name: &str, values: &[f64]) -> Option<Why> {
    let named = |list: &[String]| list.iter().any(|one| one == name);
    if named(&rule.drop) {
        return Some(Why::Dropped);
    }
    if named(&rule.keep) {
        return None;
    }
    let count = |test: fn(&f64) -> bool| values.iter().filter(|x| test(x)).count() as f64;
    let (all, present) = (values.len() as f64, count(|x| !x.is_nan()));
    let share = if all > 0.0 { present / all } else { 1.0 };
    if share < rule.present - SLACK {
        return Some(Why::Missing(share));
    }
    let other = count(|x| !x.is_nan() && *x != 0.0);
    let share = if present > 0.0 { other / present } else { 1.0 };
    (share < rule.non_zero - SLACK).then_some(Why::Zero(share))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let rule = ScreenRule {
            present: 2.0 / 3.0,
            ..ScreenRule::default()
        };
        let nan = f64::NAN;
        assert_eq!(judge(&rule, "A", &[1.0, nan, 0.0]), None);
        let out = judge(&rule, "B", &[1.0, nan, nan]);
        assert_eq!(out, Some(Why::Missing(1.0 / 3.0)));
    }

    #[test]
    fn zeros_are_judged_among_the_values_present() {
        let rule = ScreenRule {
            non_zero: 0.5,
            keep: vec!["kept".into(), "both".into()],
            drop: vec!["both".into()],
            ..ScreenRule::default()
        };
        let (half, third) = ([0.0, 3.0, f64::NAN], [0.0, 0.0, 3.0]);
        assert_eq!(judge(&rule, "a", &half), None);
        assert_eq!(judge(&rule, "a", &third), Some(Why::Zero(1.0 / 3.0)));
        assert_eq!(judge(&rule, "kept", &third), None);
        assert_eq!(judge(&rule, "both", &half), Some(Why::Dropped));
        assert_eq!(judge(&rule, "a", &[]), None);
    }
}
