//! Uncertainty, what-if, contributions and jobs on figures of the store.

use crate::office::{Office, packs_with};
use julin_app::contract::{ContributionsView, JobState, JobView, Ranking};
use julin_app::measure::{
    self, ChangeSet, CompareViewInput, ContributionsInput, DrawSpec, Goal, LeftOut, LeverSetting,
    LeversViewInput, RankingInput, Response, SensitivityViewInput, UncertaintyViewInput,
    ValueChange, Vary, WhatIfViewInput, usual_variation,
};
use julin_app::packs::{LoadInput, load_facts};
use julin_app::runs::{RebuildInput, Request, RunInput, rebuild_run, run};
use julin_app::sample::{SampleInput, load_samples};
use julin_app::{jobs, runs};
use std::fmt::Write as _;
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
        run: None,
    }
}

/// Starts a job and waits for its good end.
fn done(office: &Office, request: Request) -> JobView {
    let mut job = jobs::start_job(&office.app, &office.call, request).unwrap();
    while job.state == JobState::Running {
        std::thread::yield_now();
        job = jobs::job(&office.app, &office.call, job.id).unwrap();
    }
    assert_eq!((job.state, &job.error), (JobState::Done, &None));
    job
}

fn ranking(office: &Office, framework: &str, as_of: i32) -> Ranking {
    let framework = framework.to_owned();
    let input = RankingInput { framework, as_of };
    measure::ranking(&office.app, &office.call, &input).unwrap()
}

/// A ranking has intervals from a kept run of the same framework, year and figures, and
/// the page shows that run; no other ranking does.
#[test]
fn a_kept_run_gives_its_ranking_intervals() {
    let office = loaded();
    assert!(ranking(&office, TAI, 2025).intervals.is_none());
    let job = done(&office, Request::Uncertainty(draws(500).as_run()));
    assert_eq!(job.about.unwrap().framework, TAI);
    let view = ranking(&office, TAI, 2025);
    let intervals = view.intervals.unwrap();
    assert_eq!(Some(&intervals.run), job.run.as_ref());
    assert_eq!(intervals.draws, 500);
    for row in view.rows.iter().filter(|row| row.rank.is_some()) {
        let ranks = intervals.ranks[row.unit.id.as_str()];
        assert!(1.0 <= ranks.low && ranks.low <= ranks.high && ranks.high <= 23.0);
    }
    assert!(ranking(&office, TAI, 2024).intervals.is_none());
    assert!(ranking(&office, "world/hdi", 2025).intervals.is_none());
    let mut other = draws(300);
    other.run = job.run.clone();
    let shown = measure::uncertainty_view(&office.app, &office.call, &other).unwrap();
    // The run is shown as it was, not what the address would compute.
    assert_eq!(shown.report.uncertainty.draws, 500);
    assert!(shown.kept.unwrap().current);
    other.framework = "world/hdi".to_owned();
    let refused = measure::uncertainty_view(&office.app, &office.call, &other).unwrap_err();
    assert_eq!(refused.diagnostic().code, "app.run-of-other-framework");
}

fn sensitivity() -> SensitivityViewInput {
    let spec = DrawSpec {
        draws: 64,
        vary: vec![
            usual_variation().remove(0),
            Vary::LeaveOut {
                of: LeftOut::Indicators,
            },
        ],
        ..DrawSpec::default()
    };
    SensitivityViewInput {
        framework: TAI.to_owned(),
        as_of: 2025,
        spec,
        response: Response::Shift {},
        run: None,
    }
}

#[test]
fn a_job_tells_its_estimates_and_leaves_them_to_be_shown() {
    let office = loaded();
    let job = done(&office, Request::Sensitivity(sensitivity().as_run()));
    let told = &job.so_far[0];
    let rows: Vec<_> = told.steps.iter().map(|step| step.rows).collect();
    assert_eq!((rows, told.effects.rows), (vec![4, 8, 16, 32], 64));
    let first = told.effects.factors[0].total;
    assert!(first.low <= first.value && first.value <= first.high);
    let mut asked = sensitivity();
    asked.run = job.run.clone();
    let kept = measure::sensitivity_view(&office.app, &office.call, &asked).unwrap();
    let shown = &kept.report.unwrap().effects[0];
    assert_eq!((shown.steps.len(), shown.effects.rows), (4, 64));
    assert!((shown.effects.factors[0].total.value - first.value).abs() < 1e-12);
    assert!(kept.kept.is_some());
    asked.run = None;
    let now = measure::sensitivity_view(&office.app, &office.call, &asked).unwrap();
    assert_eq!(now.report.unwrap().effects, job.so_far);
    let mut other = draws(10);
    other.run = job.run;
    let refused = measure::uncertainty_view(&office.app, &office.call, &other).unwrap_err();
    assert_eq!(refused.diagnostic().code, "app.run-of-other-kind");
    let listed = jobs::jobs(&office.app, &office.call).unwrap();
    assert_eq!(listed.runs[0].head.kind, "measure.sensitivity");
    assert_eq!(listed.runs[0].about.as_ref().unwrap().as_of, 2025);
}

fn levers(goal: Option<Goal>, levers: Vec<LeverSetting>) -> LeversViewInput {
    LeversViewInput {
        framework: TAI.to_owned(),
        as_of: 2025,
        unit: Some("japan".to_owned()),
        goal,
        levers,
    }
}

/// The plan's values in what-if give the promised rank.
#[test]
fn a_plan_applied_in_what_if_keeps_its_promise() {
    let office = loaded();
    let ask = |input| measure::levers_view(&office.app, &office.call, &input).unwrap();
    let free = ask(levers(Some(Goal::Rank(1)), Vec::new()));
    let plan = free.plan.clone().unwrap();
    assert!(plan.reached && !plan.changes.is_empty(), "{plan:?}");
    let value = |change: &measure::LeverChange| ValueChange {
        unit: "japan".to_owned(),
        kind: Default::default(),
        name: change.code.clone(),
        value: Some(change.to),
    };
    let input = WhatIfViewInput {
        framework: TAI.to_owned(),
        as_of: 2025,
        unit: Some("japan".to_owned()),
        changes: ChangeSet {
            values: plan.changes.iter().map(value).collect(),
            ..ChangeSet::default()
        },
    };
    let applied = measure::what_if_view(&office.app, &office.call, &input).unwrap();
    let japan = applied.result.units.iter().find(|u| u.id == "japan");
    assert_eq!(japan.unwrap().after.rank, Some(1));

    // What must stay stays, and the plan cannot become cheaper by it.
    let code = plan.changes[0].code.clone();
    let fixed = LeverSetting {
        code: code.clone(),
        fixed: true,
        ..LeverSetting::default()
    };
    let bound = ask(levers(Some(Goal::Rank(1)), vec![fixed]));
    let other = bound.plan.unwrap();
    assert!(other.changes.iter().all(|change| change.code != code));
    assert!(!other.reached || other.cost >= plan.cost - 1e-9);
    let line = bound.levers.iter().find(|line| line.code == code).unwrap();
    assert!(line.fixed && line.gain.is_none() && line.usual_cost.is_some());
}

#[test]
fn levers_that_cannot_be_are_told_and_one_up_is_the_usual_goal() {
    let office = loaded();
    let odd = |code: &str, cost| LeverSetting {
        code: code.to_owned(),
        cost: Some(cost),
        ..LeverSetting::default()
    };
    let asked = levers(None, vec![odd("nothing", 1.0), odd("patents", -2.0)]);
    let view = measure::levers_view(&office.app, &office.call, &asked).unwrap();
    let codes: Vec<_> = view.diagnostics.iter().map(|d| d.code.as_str()).collect();
    assert_eq!(codes, ["measure.levers-cost", "measure.levers-unknown"]);
    let rank = view.standing.rank.unwrap();
    assert_eq!(view.goal, Some(Goal::Rank(rank - 1)));
    let unknown = LeversViewInput {
        unit: Some("atlantis".to_owned()),
        ..levers(None, Vec::new())
    };
    assert!(measure::levers_view(&office.app, &office.call, &unknown).is_err());
}

#[test]
fn a_comparison_without_a_framework_only_offers_them() {
    let office = loaded();
    let input = CompareViewInput {
        as_of: 2025,
        ..CompareViewInput::default()
    };
    let view = measure::compare_view(&office.app, &office.call, &input).unwrap();
    assert!(view.frameworks.len() > 3);
    assert!(view.framework.is_empty() && view.units.is_empty() && view.comparison.is_none());
}

#[test]
fn a_job_leaves_a_run_that_can_be_rebuilt() {
    let office = loaded();
    let job = done(&office, Request::Uncertainty(draws(500).as_run()));
    let id = job.run.unwrap();
    let kept = run(&office.app, &office.call, &RunInput { id }).unwrap();
    let again = rebuild_run(Some(&office.app), &RebuildInput { run: kept }, &|_| true).unwrap();
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

/// 600 firms: the last of them by identifier carries most and comes first, and every one
/// is there.
#[test]
fn all_firms_of_a_large_zone_are_ordered() {
    let fields = "fields:\n- {id: tiny_sales, label: {zh: 销售额, en: Sales}, type: number, \
        unit: count, of: [enterprise, park], rollup: sum}\n";
    let framework = "title: {zh: 小, en: Tiny}\nunits_of: park\n\
        method: {normalise: {kind: goalposts}, range: [0, 100]}\ngroups:\n- id: g\n  \
        label: {zh: 组, en: G}\n  weight: 1\n  indicators:\n  - {id: sales, label: {zh: 销, en: S}, \
        formula: tiny_sales, goalposts: {low: 0, high: 100000}}\n";
    let sources = "sources:\n- {id: tiny-report, title: {zh: 报告, en: Report}, series: tiny}\n";
    let mut entities = "defaults: {at: {source: tiny-report, spot: L1}}\nentities:\n\
        - {id: tiny-zone, type: park, name: {zh: 大区, en: Zone}}\n"
        .to_owned();
    for n in 0..600 {
        let sales = if n == 599 { 5000 } else { 10 + n % 7 };
        writeln!(
            entities,
            "- {{id: tiny-{n:03}, type: enterprise, name: {{zh: 企{n}, en: Firm {n}}}, \
             facts: [{{field: tiny_sales, value: {sales}, period: 2025}}], \
             links: [{{type: located_in, to: tiny-zone}}]}}"
        )
        .unwrap();
    }
    let files = [
        ("fields/f.yaml", fields),
        ("frameworks/f.yaml", framework),
        ("sources/s.yaml", sources),
        ("entities/e.yaml", entities.as_str()),
    ];
    let office = Office::with_packs(packs_with(files));
    assert_eq!(office.app.pack_diagnostics(), []);
    load_facts(&office.app, &office.call, &LoadInput::default()).unwrap();
    let input = ContributionsInput {
        framework: "tiny/f".to_owned(),
        as_of: 2025,
        zone: Some("tiny-zone".to_owned()),
        ..ContributionsInput::default()
    };
    let view = measure::contributions(&office.app, &office.call, &input).unwrap();
    assert_eq!((view.of, view.firms.len()), (600, 600));
    assert_eq!(view.firms[0].firm.id.as_str(), "tiny-599");
    let scores: Vec<_> = view
        .firms
        .iter()
        .map(|f| f.without.score.unwrap())
        .collect();
    assert!(scores.is_sorted());
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
            changes: None,
        };
        measure::contributions(&office.app, &office.call, &input).unwrap()
    };
    let view = ask(None, Vec::new());
    assert!(view.has_samples);
    // All firms of the zone are there, the ones whose loss costs most first.
    assert_eq!(view.firms.len(), view.of as usize);
    assert!(view.of > 0);
    let scores = view.firms.iter().filter_map(|firm| firm.without.score);
    assert!(scores.is_sorted());
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
