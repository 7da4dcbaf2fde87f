//! How far cases came, and how they ended.
//!
//! A case counts in the last step of the funnel it ever reached and in all before it. A
//! case that stands for many, where a source only counts, counts as so many.
//!
//! Must not know: what the cases are about.

use crate::case::Case;
use crate::workflow::Workflow;
use crate::workflow::spec::Phase;
use julin_model::Value;
use std::collections::BTreeMap;

/// How far the cases of a workflow came.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Funnel {
    /// The steps, first to last.
    pub steps: Vec<Step>,
    /// Cases that reached none of the steps.
    pub outside: Tally,
    /// Cases that have not come to their end.
    pub open: Tally,
    /// Cases that have, by the state they ended in, in the order of the workflow.
    pub ended: Vec<Ended>,
}

/// A step of the funnel.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The state.
    pub state: String,
    /// Cases that came so far or farther.
    pub reached: Tally,
    /// Cases that came so far and no farther yet.
    pub last: Tally,
}

/// Cases that ended in one state.
#[derive(Debug, Clone, PartialEq)]
pub struct Ended {
    /// The state.
    pub state: String,
    /// Whether it is the end wanted or another.
    pub phase: Phase,
    /// How many.
    pub tally: Tally,
}

/// How many cases there are, and how many they stand for.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct Tally {
    /// Cases.
    pub cases: u64,
    /// What they stand for; a case that does not say stands for one.
    pub counted: f64,
}

impl Tally {
    fn add(&mut self, counted: f64) {
        self.cases += 1;
        self.counted += counted;
    }
}

/// Counts cases of one workflow.
pub fn funnel<'c>(workflow: &Workflow, cases: impl IntoIterator<Item = &'c Case>) -> Funnel {
    let states = &workflow.spec.funnel;
    let mut last = vec![Tally::default(); states.len()];
    let mut ended: BTreeMap<&str, (Phase, Tally)> = BTreeMap::new();
    let mut funnel = Funnel::default();
    for case in cases {
        let counted = stands_for(workflow, case);
        let far = states
            .iter()
            .rposition(|state| case.reached.contains_key(state));
        match far {
            Some(far) => last[far].add(counted),
            None => funnel.outside.add(counted),
        }
        if case.is_over() {
            let own = ended
                .entry(&case.state)
                .or_insert((case.phase, Tally::default()));
            own.1.add(counted);
        } else {
            funnel.open.add(counted);
        }
    }
    let mut reached = Tally::default();
    for (state, last) in states.iter().zip(last).rev() {
        reached.cases += last.cases;
        reached.counted += last.counted;
        let state = state.clone();
        funnel.steps.push(Step {
            state,
            reached,
            last,
        });
    }
    funnel.steps.reverse();
    let place = |id: &str| workflow.spec.states.iter().position(|state| state.id == id);
    let mut ended: Vec<Ended> = ended
        .into_iter()
        .map(|(state, (phase, tally))| Ended {
            state: state.to_owned(),
            phase,
            tally,
        })
        .collect();
    ended.sort_by_key(|own| place(&own.state).unwrap_or(usize::MAX));
    funnel.ended = ended;
    funnel
}

/// How many a case stands for: the count its register names, else one.
pub fn stands_for(workflow: &Workflow, case: &Case) -> f64 {
    let register = workflow.spec.register.as_ref();
    let field = register.and_then(|register| register.count.as_ref());
    match field.and_then(|field| case.value(field)) {
        Some(Value::Number(count)) if *count >= 0.0 => *count,
        _ => 1.0,
    }
}
