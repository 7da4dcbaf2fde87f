//! Consortia with what they cover, cost and lack, beside the proven bound.
//!
//! Must not know: how sets are found.

use super::gap::{Gap, gaps};
use super::greedy::{greedy, least};
use super::partial::partial;
use super::spec::CoverSpec;
use super::task::{Task, task};
use super::tree::{Best, best};
use crate::sets::{Standing, TooLarge, part};
use julin_model::{Diagnostic, Trace};
use serde::Serialize;

/// A set of partners.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Consortium {
    /// In the order of the input.
    pub partners: Vec<String>,
    /// Sum of costs.
    pub cost: f64,
    /// Sum over needs of weight and the best level in the set.
    pub strength: f64,
    /// Must-needs covered.
    pub covers: Vec<String>,
    /// Needs that are good to have and covered.
    pub besides: Vec<String>,
    /// Must-needs that are not covered, with the reason.
    pub gaps: Vec<Gap>,
}

/// Consortia for a problem.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CoverAnswer {
    /// The sets cover all must-needs. Otherwise there is one set, the best there is.
    pub complete: bool,
    /// The best sets in which nobody can be spared: smallest, then cheapest, then strongest
    /// first.
    pub sets: Vec<Consortium>,
    /// Partners that every complete set has at least; none where there is no complete set.
    pub least: Option<usize>,
    /// No better set exists than the first.
    pub proven: bool,
    /// Weight of must-needs covered, and the bound on it.
    pub standing: Standing,
    /// How it came about.
    pub trace: Trace,
    /// What was wrong with the input, and the gaps.
    pub findings: Vec<Diagnostic>,
}

/// Finds the smallest sets of partners that cover what is needed.
///
/// # Errors
/// The problem is larger than what is solved in bounded time.
pub fn cover(spec: &CoverSpec) -> Result<CoverAnswer, TooLarge> {
    let mut findings = vec![];
    let task = task(spec, &mut findings)?;
    let all = task.all();
    let everybody: Vec<usize> = (0..task.partners.len()).collect();
    let possible = task.covered(&everybody) == all;
    let first = greedy(&task, task.most, true);
    let whole = task.covered(&first) == all;
    let found = if possible {
        let first = if whole { vec![first.clone()] } else { vec![] };
        best(&task, spec.answers.max(1), first)
    } else {
        Best {
            sets: vec![],
            proven: true,
            dominated: 0,
        }
    };
    if found.sets.is_empty() {
        return Ok(incomplete(&task, (first, found), findings));
    }
    let size = found.sets.first().map_or(0, Vec::len);
    let alone = greedy(&task, usize::MAX, false).len();
    let bound = if found.proven {
        size
    } else {
        least(&task, all, Some(alone))
    };
    let weight = task.weight(all);
    let standing = Standing::new(weight, weight);
    let mut trace = standing.trace("match.step.cover", vec![]);
    trace.inputs = vec![
        part("match.step.cover.size", size as f64),
        part("match.step.cover.least", bound as f64),
        part("match.step.cover.greedy", alone as f64),
        part("match.step.cover.dominated", found.dominated as f64),
    ];
    Ok(CoverAnswer {
        complete: true,
        sets: found
            .sets
            .iter()
            .map(|set| consortium(&task, set))
            .collect(),
        least: Some(bound),
        proven: found.proven,
        standing,
        trace,
        findings,
    })
}

/// The best set where none covers all.
fn incomplete(
    task: &Task,
    (first, found): (Vec<usize>, Best),
    mut findings: Vec<Diagnostic>,
) -> CoverAnswer {
    let (set, bound, proven) = partial(task, first);
    let set = consortium(task, &set);
    let weight = set.gaps.iter().map(|gap| gap.weight).sum::<f64>();
    let standing = Standing::new(task.weight(task.all()) - weight, bound);
    findings.push(
        Diagnostic::error("match.cover.incomplete")
            .with("covered", set.covers.len())
            .with("needs", task.musts.len()),
    );
    findings.extend(set.gaps.iter().map(Gap::diagnostic));
    CoverAnswer {
        complete: false,
        least: None,
        proven: proven && found.proven,
        trace: standing.trace("match.step.cover", vec![]),
        standing,
        sets: vec![set],
        findings,
    }
}

fn consortium(task: &Task, set: &[usize]) -> Consortium {
    let mut set = set.to_vec();
    set.sort_unstable();
    let has = |need: usize| set.iter().any(|own| task.partners[*own].has[need]);
    let needs = task.spec.needs.iter().enumerate();
    let covered = needs.filter(|(need, _)| has(*need));
    let (besides, covers): (Vec<_>, Vec<_>) = covered.partition(|(_, own)| own.optional);
    let names = |own: Vec<(usize, &super::spec::Need)>| {
        own.into_iter().map(|(_, own)| own.id.clone()).collect()
    };
    Consortium {
        partners: set
            .iter()
            .map(|own| task.spec.partners[task.partners[*own].number].id.clone())
            .collect(),
        cost: task.cost(&set),
        strength: task.strength(&set),
        covers: names(covers),
        besides: names(besides),
        gaps: gaps(task, &set),
    }
}
