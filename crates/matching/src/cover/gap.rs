//! What a set lacks, and why.
//!
//! Must not know: how the set was found.

use super::task::Task;
use julin_model::Diagnostic;
use serde::Serialize;

/// A must-need that is not covered.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gap {
    /// Which.
    pub need: String,
    /// Its weight.
    pub weight: f64,
    /// Why.
    pub reason: Reason,
}

/// Why a must-need is not covered.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Reason {
    /// No partner has it at all.
    Nobody,
    /// Those who have it have too low a level.
    Level {
        /// Asked for.
        asked: f64,
        /// The highest there is.
        best: f64,
        /// Who has that.
        partner: String,
    },
    /// Those who have it cannot work with somebody in the set.
    Apart {
        /// Who has it.
        partners: Vec<String>,
    },
    /// Somebody has it, and the set is as large as it may be.
    Full {
        /// Partners at most.
        most: usize,
        /// Who has it and could join.
        partners: Vec<String>,
    },
}

/// What a set of members lacks.
pub(super) fn gaps(task: &Task, set: &[usize]) -> Vec<Gap> {
    let covered = task.covered(set);
    let open = (0..task.musts.len()).filter(|must| covered >> must & 1 == 0);
    let gaps = open.map(|must| Gap {
        need: task.spec.needs[task.musts[must]].id.clone(),
        weight: task.weights[task.musts[must]],
        reason: reason(task, set, must),
    });
    gaps.collect()
}

fn reason(task: &Task, set: &[usize], must: usize) -> Reason {
    let able = (0..task.partners.len()).filter(|own| task.partners[*own].covers >> must & 1 == 1);
    let able: Vec<usize> = able.collect();
    let name = |own: &usize| task.spec.partners[task.partners[*own].number].id.clone();
    if able.is_empty() {
        return too_low(task, must);
    }
    let apart = |own: &&usize| {
        task.partners[**own]
            .apart
            .iter()
            .any(|one| set.contains(one))
    };
    let free: Vec<String> = able.iter().filter(|own| !apart(own)).map(name).collect();
    if free.is_empty() {
        return Reason::Apart {
            partners: able.iter().map(name).collect(),
        };
    }
    Reason::Full {
        most: task.most,
        partners: free,
    }
}

fn too_low(task: &Task, must: usize) -> Reason {
    let need = &task.spec.needs[task.musts[must]];
    let of = |own: &super::spec::Partner| {
        let levels = own
            .has
            .iter()
            .filter(|has| has.need == need.id)
            .map(|has| has.level);
        levels.filter(|level| level.is_finite()).reduce(f64::max)
    };
    let partners = task
        .partners
        .iter()
        .map(|own| &task.spec.partners[own.number]);
    let levels = partners.filter_map(|own| Some((of(own)?, &own.id)));
    match levels.max_by(|x, y| x.0.total_cmp(&y.0)) {
        Some((best, partner)) => Reason::Level {
            asked: need.level,
            best,
            partner: partner.clone(),
        },
        None => Reason::Nobody,
    }
}

impl Gap {
    /// As a finding.
    pub fn diagnostic(&self) -> Diagnostic {
        let names = |own: &[String]| own.join(", ");
        let finding = match &self.reason {
            Reason::Nobody => Diagnostic::error("match.cover.nobody"),
            Reason::Level {
                asked,
                best,
                partner,
            } => Diagnostic::error("match.cover.level")
                .with("asked", asked)
                .with("best", best)
                .with("partner", partner),
            Reason::Apart { partners } => {
                Diagnostic::error("match.cover.apart").with("partners", names(partners))
            }
            Reason::Full { most, partners } => Diagnostic::error("match.cover.full")
                .with("most", most)
                .with("partners", names(partners)),
        };
        finding.with("need", &self.need)
    }
}
