//! The statistical audit of a framework on its figures: is the structure borne out by the
//! data, and what should a reader know before trusting the ranking?
//!
//! Reading order: [`facts`] and [`presence`] (the figures by themselves), [`correlation`],
//! [`components`], [`reliability`], [`importance`] (figures together, group by group),
//! [`findings`] (what a person should look at, most serious first). Everything rests on an
//! [`Outcome`]: the same figures, steps and weights as the ranking.
//!
//! Source: OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 4,
//! and the practice of the JRC's statistical audits.

pub mod components;
pub mod correlation;
pub mod facts;
mod findings;
pub mod importance;
mod moments;
pub mod presence;
pub mod reliability;

pub use components::Components;
pub use correlation::{Correlations, Flag, InGroups, Pair, WithGroup};
pub use facts::{AfterTreatment, Facts, Outlier};
pub use importance::Importance;
pub use presence::{Coverage, Presence};
pub use reliability::Reliability;

use crate::framework::{Node, NodeId};
use crate::outcome::Outcome;
use julin_model::{Diagnostic, Text};
use serde::Serialize;

/// From where on something is pointed out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Limits {
    /// Correlation above which two nodes say nearly the same.
    pub same: f64,
    /// Correlation below which siblings hardly go together.
    pub weak: f64,
    /// Cronbach's alpha below which a group does not speak with one voice.
    pub alpha: f64,
    /// Share of values present below which an indicator or a unit is thin.
    pub coverage: f64,
    /// Absolute skewness above which, together with kurtosis, values have outliers.
    pub skewness: f64,
    /// Excess kurtosis, the same.
    pub kurtosis: f64,
    /// Share of units with one value (zero, or any other) above which an indicator says
    /// little about most.
    pub alike: f64,
    /// Times its weight a node may count, or the reverse.
    pub importance: f64,
    /// Mean places units may move when one indicator is left out, as a share of the units
    /// ranked.
    pub shift: f64,
    /// Units below which correlations are chance.
    pub units: usize,
}

impl Default for Limits {
    /// 0.92, 0.3 and 0.7 as in the JRC's audits; 65 % coverage, skewness 2 and kurtosis
    /// 3.5 as in its COIN Tool; the rest is ours.
    fn default() -> Self {
        Self {
            same: 0.92,
            weak: 0.3,
            alpha: 0.7,
            coverage: 0.65,
            skewness: 2.0,
            kurtosis: 3.5,
            alike: 0.5,
            importance: 2.0,
            shift: 0.05,
            units: 10,
        }
    }
}

impl Limits {
    fn is_skewed(&self, skewness: Option<f64>, kurtosis: Option<f64>) -> bool {
        let beyond = |x: Option<f64>, limit: f64| x.is_some_and(|x| x > limit);
        beyond(skewness.map(f64::abs), self.skewness) && beyond(kurtosis, self.kurtosis)
    }
}

/// What leaving one node out does to the ranking: computed elsewhere, told here.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeftOut {
    /// Position of the indicator or group.
    #[serde(skip)]
    pub node: NodeId,
    /// Its code.
    pub code: String,
    /// Mean of the absolute changes of rank.
    pub mean_shift: f64,
    /// Largest absolute change of rank.
    pub largest_shift: u32,
}

/// What is asked of an audit besides the outcome.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AuditInput {
    /// From where on something is pointed out.
    pub limits: Limits,
    /// What leaving single nodes out does, where that was computed.
    pub left_out: Option<Vec<LeftOut>>,
}

/// The children of one group together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupAudit {
    /// Position of the group.
    #[serde(skip)]
    pub node: NodeId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// Its level; groups begin at 2.
    pub level: u32,
    /// Codes of the children with scores, in the order of `loadings` and `without`.
    pub children: Vec<String>,
    /// Units with a score in all of these.
    pub complete_units: usize,
    /// Principal components; `None` with fewer than two children or three complete units.
    pub components: Option<Components>,
    /// Cronbach's alpha; `None` likewise.
    pub reliability: Option<Reliability>,
    /// Effective weights of all children.
    pub importance: Vec<Importance>,
}

/// The report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Audit {
    /// Units evaluated.
    pub units: usize,
    /// The limits used.
    pub limits: Limits,
    /// By indicator, in the order of the framework.
    pub facts: Vec<Facts>,
    /// How much is there.
    pub coverage: Coverage,
    /// Correlations of all nodes.
    pub correlations: Correlations,
    /// By group, the index first; groups with one child or none are left out.
    pub groups: Vec<GroupAudit>,
    /// Effective weights of all indicators in the index.
    pub importance: Vec<Importance>,
    /// What leaving single nodes out does, where that was computed.
    pub left_out: Option<Vec<LeftOut>>,
    /// What a person should look at, most serious first.
    pub findings: Vec<Diagnostic>,
}

/// Audits an outcome.
pub fn audit(outcome: &Outcome<'_>, input: AuditInput) -> Audit {
    let framework = outcome.framework();
    let AuditInput { limits, left_out } = input;
    let correlations = correlation::correlations(outcome, &limits);
    let groups = framework
        .groups()
        .filter(|(_, node)| node.children.len() > 1)
        .map(|(id, node)| group(outcome, &correlations, id, node))
        .collect();
    let mut audit = Audit {
        units: outcome.matrix().units().len(),
        limits,
        facts: framework
            .indicators()
            .map(|(id, _)| facts::facts(outcome, id, &limits))
            .collect(),
        coverage: presence::coverage(outcome),
        groups,
        importance: importance::in_index(outcome, &correlations),
        correlations,
        left_out,
        findings: Vec::new(),
    };
    audit.findings = findings::findings(framework, &audit);
    audit
}

fn group(outcome: &Outcome<'_>, all: &Correlations, id: NodeId, node: &Node) -> GroupAudit {
    // Those without any score would leave no unit complete; those that do not vary go
    // with nothing.
    let varies = |child: &&NodeId| all.between(**child, **child).is_some();
    let scored: Vec<NodeId> = node.children.iter().filter(varies).copied().collect();
    let columns = moments::complete(outcome, &scored);
    GroupAudit {
        node: id,
        code: node.code.clone(),
        label: node.label.clone(),
        level: node.level,
        children: scored
            .iter()
            .map(|child| outcome.framework().nodes[*child].code.clone())
            .collect(),
        complete_units: columns.first().map_or(0, Vec::len),
        components: components::components(&columns),
        reliability: reliability::reliability(&columns),
        importance: importance::in_group(outcome, all, id),
    }
}
