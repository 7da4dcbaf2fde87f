//! The workflows of the built-in packs, tried out over generated cases before anybody
//! works by them.

use julin_app::Packs;
use julin_follow::Workflow;
use julin_follow::simulate::{Plan, Report, simulate};

/// At a brisk pace and at one so slow that silences and days run out.
const PACES: [f64; 3] = [1.0, 4.0, 70.0];

/// What neither pace came to.
fn never<'r>(
    reports: &'r [Report],
    missed: impl Fn(&'r Report) -> &'r Vec<String>,
) -> Vec<&'r String> {
    let (first, rest) = reports.split_first().unwrap();
    let always = |id: &&String| rest.iter().all(|report| missed(report).contains(id));
    missed(first).iter().filter(always).collect()
}

#[test]
fn nobody_gets_stuck_in_a_built_in_workflow_and_all_of_it_is_used() {
    let packs = Packs::read(&[]);
    let start = "2026-01-05T09:00:00".parse().unwrap();
    let mut found = Vec::new();
    for loaded in packs.workflows() {
        let id = &loaded.id;
        let workflow = Workflow::compile(id, &loaded.spec).workflow.unwrap();
        let calendar = packs.calendar_of_workflow(id, &loaded.spec);
        let run = |(pace, cases)| {
            let plan = Plan {
                pace,
                ..Plan::new(5, cases, start)
            };
            simulate(&workflow, &calendar, &plan)
        };
        let mut reports = PACES.map(|pace| run((pace, 150))).to_vec();
        if !never(&reports, |report| &report.undone).is_empty() {
            // What is rarely done: an appeal that is dismissed.
            reports.push(run((1.0, 3000)));
        }
        for report in &reports {
            if !report.not_opened.is_empty() {
                found.push(format!("{id}: not opened {:?}", report.not_opened));
            }
            for dead in &report.dead_ends {
                found.push(format!("{id}: stuck in {} {:?}", dead.state, dead.refused));
            }
        }
        for state in never(&reports, |report| &report.unreached) {
            found.push(format!("{id}: never came to {state}"));
        }
        for act in never(&reports, |report| &report.undone) {
            found.push(format!("{id}: never did {act}"));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
    assert_eq!(packs.workflows().count(), 15);
}

/// A workflow of a pack without a calendar runs in the time of the others: eight hours
/// ahead of universal time, as the built-in calendars say.
#[test]
fn all_built_in_workflows_run_in_the_same_time() {
    let packs = Packs::read(&[]);
    let noon = "2026-01-05T12:00:00Z".parse().unwrap();
    let evening = "2026-01-05T20:00:00".parse().unwrap();
    for loaded in packs.workflows() {
        let calendar = packs.calendar_of_workflow(&loaded.id, &loaded.spec);
        assert_eq!(calendar.local(noon), evening, "{}", loaded.id);
    }
}
