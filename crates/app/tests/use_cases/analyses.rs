//! Uncertainty, what-if, contributions and jobs on figures of the store.

use crate::office::Office;
use julin_app::contract::{ContributionsView, JobState};
use julin_app::measure::{
    self, ChangeSet, ContributionsInput, DrawSpec, UncertaintyViewInput, WhatIfViewInput,
    usual_variation,
};
use julin_app::packs::{LoadInput, load_facts};
use julin_app::runs::{RebuildInput, Request, RunInput, rebuild_run, run};
use julin_app::sample::{SampleInput, load_samples};
use julin_app::{jobs, runs};
use std::time::Duration;

/// A framework of the packs with a figure of every indicator for 23 units.
const TAI: &str = "world/tai";

fn loaded() -> Office {
    let office = Office::new();
    load_facts(&office.app, &office.call, &LoadInput::default()).unwrap();
    office
}

fn draws(draws: u64) -> UncertaintyViewInput {
    UncertaintyViewInput {
        framework: TAI.to_owned(),
        as_of: 2025,
        spec: DrawSpec {
            draws,
            vary: usual_variation(),
            ..DrawSpec::default()
        },
    }
}

#[test]
fn a_job_leaves_a_run_that_can_be_rebuilt() {
    let office = loaded();
    let request = Request::Uncertainty(draws(500).as_run());
    let mut job = jobs::start_job(&office.app, &office.call, request).unwrap();
    while job.state == JobState::Running {
        std::thread::yield_now();
        job = jobs::job(&office.app, &office.call, job.id).unwrap();
    }
    assert_eq!((job.state, job.error), (JobState::Done, None));
    let id = job.run.unwrap();
    let kept = run(&office.app, &office.call, &RunInput { id }).unwrap();
    let again = rebuild_run(Some(&office.app), &RebuildInput { run: kept }, &|_, _| true).unwrap();
    assert!(again.same_packs && again.same_figures && again.same_result);
}

#[test]
fn a_cancelled_job_leaves_nothing() {
    let office = loaded();
    let request = Request::Uncertainty(draws(100_000_000).as_run());
    let job = jobs::start_job(&office.app, &office.call, request).unwrap();
    jobs::cancel_job(&office.app, &office.call, job.id).unwrap();
    let state = || jobs::job(&office.app, &office.call, job.id).unwrap().state;
    while state() == JobState::Running {
        std::thread::park_timeout(Duration::from_millis(5));
    }
    assert_eq!(state(), JobState::Cancelled);
    let kept = runs::runs(&office.app, &office.call, &runs::RunsInput { limit: 9 }).unwrap();
    assert!(kept.is_empty());
}

#[test]
fn too_many_draws_for_a_page_are_refused_with_what_would_do() {
    let office = loaded();
    let refused = measure::uncertainty_view(&office.app, &office.call, &draws(u64::MAX));
    let error = refused.unwrap_err();
    assert_eq!(error.diagnostic().code, "app.too-many-draws");
    assert!(error.diagnostic().args.contains_key("most"));
}

#[test]
fn a_weight_of_nothing_moves_ranks_and_leaves_the_framework_as_it_is() {
    let office = loaded();
    let ask = |changes| WhatIfViewInput {
        framework: TAI.to_owned(),
        as_of: 2025,
        unit: None,
        changes,
    };
    let view = |changes| measure::what_if_view(&office.app, &office.call, &ask(changes)).unwrap();
    let mut changes = ChangeSet::default();
    changes.weights.insert("creation".to_owned(), 0.0);
    let changed = view(changes);
    assert!(changed.result.changed > 0);
    assert_eq!(view(ChangeSet::default()).result.changed, 0);
}

/// Generated firms of a zone that has no figures of its own: totals stand in, are told,
/// and everything says that samples are behind it.
#[test]
fn firms_add_up_to_a_zone_and_one_can_be_dropped() {
    let office = loaded();
    let samples = SampleInput {
        count: 300,
        seed: 7,
    };
    load_samples(&office.app, &office.call, &samples).unwrap();
    let ask = |zone: Option<String>, drop: Vec<String>| -> ContributionsView {
        let input = ContributionsInput {
            framework: "cn-national/zk-2021".to_owned(),
            as_of: 2025,
            zone,
            drop,
        };
        measure::contributions(&office.app, &office.call, &input).unwrap()
    };
    let view = ask(None, Vec::new());
    assert!(view.of > 0 && view.has_samples);
    // Groups of parks that are tied to the zone as well are no firms of it.
    assert!(
        view.firms
            .iter()
            .all(|f| f.firm.kind.as_str() == "enterprise")
    );
    assert!(!view.rolled_up.is_empty() && !view.indicators.is_empty());
    let parts = view.firms.iter().map(|firm| firm.parts.len());
    assert!(parts.clone().all(|n| n == view.indicators.len()));
    let first = view.firms[0].firm.id.to_string();
    let without = ask(view.zone.map(|zone| zone.id), vec![first]);
    // Dropping one firm is what the row of that firm said.
    assert_eq!(without.without.unwrap().rank, view.firms[0].without.rank);
}
