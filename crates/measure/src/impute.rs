//! Estimating missing values: one file per way.
//!
//! Values present are never changed, and every estimate rests on values present only, so
//! that the order of the indicators plays no part. What cannot be estimated stays
//! missing, and a message tells. Units and indicators screened out neither give nor get.
//!
//! Three kinds of ways: on the column ([`mod@mean`], [`mod@median`]; within groups of
//! units [`group_mean`], [`group_median`]), on the *family* (the indicators of the same
//! group of the framework: [`mod@row_mean`], [`mod@regression`], [`em`]), and on the
//! years of one unit ([`mod@latest`], [`mod@linear`], [`mod@constant`]; see
//! [`crate::panel`]).
//!
//! Source: OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 3,
//! "Imputation of missing data".

pub mod constant;
pub mod em;
pub mod family;
pub mod group_mean;
pub mod group_median;
pub mod latest;
pub mod linear;
pub mod mean;
pub mod median;
pub mod regression;
pub mod row_mean;
pub mod solve;

use crate::framework::{Framework, Node, NodeId, naming};
use crate::matrix::Matrix;
use crate::recipe::{Impute, ImputeKind};
use crate::stage::{Prepared, Step};
use family::Family;
use julin_model::Diagnostic;
use std::collections::BTreeMap;

/// The table with missing values estimated where the indicators ask for it.
pub fn impute(framework: &Framework, matrix: &Matrix, prepared: &mut Prepared) -> Vec<Vec<f64>> {
    let mut imputer = Imputer {
        framework,
        matrix,
        columns: prepared.before(Step::Impute).columns.clone(),
        inside: prepared.units_out.iter().map(|out| !out).collect(),
        usable: (0..framework.nodes.len())
            .map(|id| prepared.reasons[id].is_none() && !prepared.nodes_out[id])
            .collect(),
        em: BTreeMap::new(),
        findings: Vec::new(),
    };
    let mut columns = imputer.columns.clone();
    for (id, node) in framework.indicators() {
        let kind = node.steps.impute.kind;
        if imputer.usable[id] && kind != ImputeKind::None {
            let estimates = imputer.estimates(id, &node.steps.impute);
            fill(&mut columns[id], &estimates, &imputer.inside);
            if !is_across_years(kind) {
                let gaps = imputer.gaps(&columns[id]);
                imputer.tell(tell_gaps(node, &gaps, &imputer.columns[id], matrix));
            }
        }
    }
    prepared.diagnostics.append(&mut imputer.findings);
    columns
}

/// True for the ways that look at other years of the same unit.
pub fn is_across_years(kind: ImputeKind) -> bool {
    matches!(
        kind,
        ImputeKind::Latest | ImputeKind::Linear | ImputeKind::Constant
    )
}

/// Puts estimates where values are missing.
pub(crate) fn fill(column: &mut [f64], estimates: &[f64], inside: &[bool]) {
    for ((x, estimate), inside) in column.iter_mut().zip(estimates).zip(inside) {
        if x.is_nan() && *inside && estimate.is_finite() {
            *x = *estimate;
        }
    }
}

/// A message about the units of an indicator that stay without a value. An indicator
/// without any value is told elsewhere.
pub(crate) fn tell_gaps(
    node: &Node,
    gaps: &[usize],
    before: &[f64],
    matrix: &Matrix,
) -> Option<Diagnostic> {
    let first = gaps
        .first()
        .filter(|_| before.iter().any(|x| !x.is_nan()))?;
    let found = Diagnostic::warning("measure.impute.not-estimated")
        .with("count", gaps.len())
        .with("unit", &matrix.units()[*first].id);
    Some(naming(found, &node.code, &node.label))
}

struct Imputer<'a> {
    framework: &'a Framework,
    matrix: &'a Matrix,
    /// As they were before the step.
    columns: Vec<Vec<f64>>,
    inside: Vec<bool>,
    usable: Vec<bool>,
    /// By group: estimates of all its indicators.
    em: BTreeMap<NodeId, Vec<(NodeId, Vec<f64>)>>,
    findings: Vec<Diagnostic>,
}

impl Imputer<'_> {
    /// Estimates for all units, NaN where there is none.
    fn estimates(&mut self, id: NodeId, setting: &Impute) -> Vec<f64> {
        let column = &self.columns[id];
        let alike = |value: Option<f64>| vec![value.unwrap_or(f64::NAN); column.len()];
        match setting.kind {
            ImputeKind::None | ImputeKind::Latest | ImputeKind::Linear | ImputeKind::Constant => {
                alike(None)
            }
            ImputeKind::Mean => alike(mean::mean(column)),
            ImputeKind::Median => alike(median::median(column)),
            ImputeKind::GroupMean | ImputeKind::GroupMedian => self.by_group(id, setting),
            ImputeKind::RowMean => {
                let family = self.family(id);
                row_mean::row_mean(&family)
            }
            ImputeKind::Regression => {
                let family = self.family(id);
                regression::regression(&family)
            }
            ImputeKind::Em => self.em(id),
        }
    }

    fn by_group(&mut self, id: NodeId, setting: &Impute) -> Vec<f64> {
        let column = &self.columns[id];
        let nothing = vec![f64::NAN; column.len()];
        let Some(by) = &setting.by else {
            self.tell(Some(Diagnostic::error("measure.impute.no-by")));
            return nothing;
        };
        let Some(classes) = self.matrix.classes(by) else {
            let unknown = Diagnostic::error("measure.impute.unknown-by").with("by", by);
            self.tell(Some(unknown));
            return nothing;
        };
        let mut estimates = match setting.kind {
            ImputeKind::GroupMean => group_mean::group_mean(column, classes),
            _ => group_median::group_median(column, classes),
        };
        if setting.fall_back {
            let whole = match setting.kind {
                ImputeKind::GroupMean => mean::mean(column),
                _ => median::median(column),
            };
            for estimate in estimates.iter_mut().filter(|x| x.is_nan()) {
                *estimate = whole.unwrap_or(f64::NAN);
            }
        }
        estimates
    }

    /// The indicators of the same group, an indicator of interest among them.
    fn family(&self, id: NodeId) -> Family<'_> {
        let parent = self.framework.nodes[id].parent.unwrap_or(Framework::ROOT);
        let members = self.framework.nodes[parent].children.iter().copied();
        let members = members
            .filter(|child| self.framework.nodes[*child].is_indicator() && self.usable[*child]);
        Family::new(
            id,
            members.map(|member| {
                let direction = self.framework.nodes[member].direction;
                (member, direction, self.columns[member].as_slice())
            }),
        )
    }

    fn em(&mut self, id: NodeId) -> Vec<f64> {
        let parent = self.framework.nodes[id].parent.unwrap_or(Framework::ROOT);
        if !self.em.contains_key(&parent) {
            let family = self.family(id);
            let ids = family.ids();
            let mut made = Vec::new();
            let mut found = None;
            if let Some(fit) = em::fit(&family.columns()) {
                made = ids
                    .into_iter()
                    .zip(fit.estimates(&family.columns()))
                    .collect();
                let node = &self.framework.nodes[parent];
                let late = Diagnostic::warning("measure.impute.not-converged");
                let late = late.with("rounds", fit.rounds);
                found = (!fit.converged).then(|| naming(late, &node.code, &node.label));
            }
            self.em.insert(parent, made);
            self.tell(found);
        }
        let own = self.em[&parent].iter().find(|(member, _)| *member == id);
        own.map_or_else(
            || vec![f64::NAN; self.columns[id].len()],
            |(_, estimates)| estimates.clone(),
        )
    }

    fn gaps(&self, column: &[f64]) -> Vec<usize> {
        let units = column.iter().zip(&self.inside).enumerate();
        let missing = units.filter(|(_, (x, inside))| x.is_nan() && **inside);
        missing.map(|(unit, _)| unit).collect()
    }

    /// Adds a finding once.
    fn tell(&mut self, found: Option<Diagnostic>) {
        self.findings
            .extend(found.filter(|one| !self.findings.contains(one)));
    }
}
