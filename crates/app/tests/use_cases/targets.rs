//! Plan targets through their front door: the built-in plans, and one of a small pack.

use crate::office::{Office, packs_with};
use julin_app::contract::{TargetLight, TargetView, Targets};
use julin_app::packs::{LoadInput, load_facts};
use julin_app::{Packs, data, measure};

const FIELDS: &str = "fields:\n\
- {id: tiny_rd, label: {zh: 研发强度, en: R&D}, type: number, unit: percent, of: [park]}\n";
const ENTITY: &str =
    "entities:\n- id: tiny-park\n  type: park\n  name: {zh: 小园, en: Tiny Park}\n";
/// 4, 5, 5.3 in 2023–2025; 8 in 2027 and 10 in 2035 aimed at. A quarter and a sample that
/// must not count, an aim ruled out.
const FACTS: &str = "defaults: {at: {source: tiny-report, spot: L1}}\nfacts:\n\
- {id: a, entity: tiny-park, field: tiny_rd, value: 4, period: 2023}\n\
- {id: b, entity: tiny-park, field: tiny_rd, value: 0.05, unit: ratio, period: 2024-12-31}\n\
- {id: c, entity: tiny-park, field: tiny_rd, value: 5.3, period: 2025}\n\
- {id: d, entity: tiny-park, field: tiny_rd, value: 9, period: 2025-Q4}\n\
- {id: e, entity: tiny-park, field: tiny_rd, value: 99, period: 2025, status: sample}\n\
- {id: f, entity: tiny-park, field: tiny_rd, value: 8, period: 2027, status: target}\n\
- {id: g, entity: tiny-park, field: tiny_rd, value: 10, period: 2035, status: target}\n\
- {id: h, entity: tiny-park, field: tiny_rd, value: 77, period: 2027, status: target, preferred: false}\n";
const PLAN: &str = "title: {zh: 规划, en: Plan}\nentity: tiny-park\ntargets:\n\
- {id: rd, field: tiny_rd, years: [2027, 2035], baseline: 2024, owner: {zh: 科技处, en: Science office}}\n";

fn packs(files: &[(&str, &str)]) -> Packs {
    let sources = "sources:\n- {id: tiny-report, title: {zh: 报告, en: Report}, series: tiny}\n";
    let base = [
        ("sources/s.yaml", sources),
        ("fields/f.yaml", FIELDS),
        ("entities/e.yaml", ENTITY),
    ];
    packs_with(base.iter().chain(files).copied())
}

fn loaded(packs: Packs) -> Office {
    let office = Office::with_packs(packs);
    load_facts(&office.app, &office.call, &LoadInput::default()).unwrap();
    office
}

fn ask(office: &Office, entity: Option<&str>, as_of: i32) -> Targets {
    let input = measure::TargetsInput {
        entity: entity.map(str::to_owned),
        as_of,
    };
    measure::targets(&office.app, &office.call, &input).unwrap()
}

fn tiny(as_of: i32) -> TargetView {
    let office = loaded(packs(&[
        ("facts/f.yaml", FACTS),
        ("targets/plan.yaml", PLAN),
    ]));
    let view = ask(&office, Some("tiny-park"), as_of);
    view.plans[0].targets[0].clone()
}

/// From 5 in 2024 to 8 in 2027 the path asks for 6 in 2025; 5.3 is 0.7 short, 11.7 %.
#[test]
fn a_late_target_is_judged_by_the_figures_of_years() {
    let target = tiny(2025);
    assert_eq!(target.light, TargetLight::Behind);
    let actual: Vec<_> = target.actuals.iter().map(|a| (a.year, a.value)).collect();
    assert_eq!(actual, [(2023, 4.0), (2024, 5.0), (2025, 5.3)]);
    assert_eq!(target.wanted, Some(6.0));
    assert!((target.shortfall.unwrap() - 0.7).abs() < 1e-9);
    assert_eq!(target.milestones[0].value, Some(8.0));
    assert_eq!(target.milestones[0].figures.len(), 1);
    let kinds: Vec<_> = target.forecasts.iter().map(|f| f.kind.as_str()).collect();
    assert_eq!(kinds, ["trend", "growth"]);
    assert!(
        target
            .forecasts
            .iter()
            .all(|f| f.points.last().unwrap().year == 2035)
    );
}

#[test]
fn what_was_not_known_yet_does_not_count() {
    let target = tiny(2024);
    assert_eq!(target.light, TargetLight::OnPath);
    assert_eq!(target.newest().unwrap().year, 2024);
    assert!(target.forecasts.is_empty());
    let why = &target.no_forecast[0].1;
    assert_eq!(why, "measure.target.missing.too-few");
}

#[test]
fn what_is_late_is_listed_with_its_owner() {
    let office = loaded(packs(&[
        ("facts/f.yaml", FACTS),
        ("targets/plan.yaml", PLAN),
    ]));
    let view = ask(&office, None, 2025);
    let late: Vec<_> = view.late.iter().map(|l| (l.id.as_str(), l.year)).collect();
    assert_eq!(late, [("tiny/plan:rd", 2025)]);
    assert_eq!(view.late[0].owner.as_ref().unwrap().en, "Science office");
}

#[test]
fn a_target_of_no_plan_is_told_with_the_usual_settings() {
    let office = loaded(packs(&[("facts/f.yaml", FACTS)]));
    let view = ask(&office, Some("tiny-park"), 2025);
    assert!(view.plans.is_empty());
    let told = &view.told[0];
    assert_eq!((told.tolerance, told.owner.clone()), (0.05, None));
    assert_eq!(
        told.reason.as_deref(),
        Some("measure.target.missing.before-path")
    );
    let years: Vec<_> = told.milestones.iter().filter_map(|m| m.year).collect();
    assert_eq!(years, [2027, 2035]);
}

/// Public reports give the plan's aims in words; 20 benchmark incubators were aimed at for
/// 2025 and 25 told in March of that year.
#[test]
fn the_built_in_plans_say_what_is_published_and_no_more() {
    let office = Office::new();
    load_facts(&office.app, &office.call, &LoadInput::default()).unwrap();
    let zgc = ask(&office, Some("zgc"), 2025);
    assert_eq!(zgc.plans.len(), 1);
    let reasons: Vec<_> = zgc.all().filter_map(|t| t.reason.as_deref()).collect();
    assert_eq!(
        reasons.iter().filter(|r| r.ends_with("in-words")).count(),
        2
    );
    assert_eq!(
        reasons.iter().filter(|r| r.ends_with("no-target")).count(),
        4
    );
    let all = ask(&office, None, 2025);
    let met: Vec<_> = all
        .all()
        .filter(|t| t.reached)
        .map(|t| t.id.as_str())
        .collect();
    assert_eq!(met, ["zgc/beijing-incubators-2025:incubators"]);
    assert!(all.late.is_empty());
    let aside: Vec<_> = all.set_aside.iter().map(|(e, _)| e.id.as_str()).collect();
    assert_eq!(aside, ["hungary"]);
    let park = data::ParkInput {
        id: "zgc".to_owned(),
        as_of: 2025,
        ..data::ParkInput::default()
    };
    let park = data::park(&office.app, &office.call, &park).unwrap();
    assert_eq!(park.targets, zgc);
}

#[test]
fn an_unknown_entity_is_an_error_and_no_plan_is_empty() {
    let office = Office::with_packs(packs(&[]));
    let wild = measure::TargetsInput {
        entity: Some("'; drop table\u{202e}".to_owned()),
        as_of: i32::MAX,
    };
    assert!(measure::targets(&office.app, &office.call, &wild).is_err());
}

#[test]
fn a_plan_that_names_nothing_known_is_told_with_file_and_line() {
    let wrong = "title: {zh: 规划, en: Plan}\nentity: nobody\nreference: none\ntargets:\n\
- {id: a, field: nothing, years: [2027]}\n- {id: a, field: tiny_rd, years: []}\n- {id: b, fild: x, years: [1]}\n";
    let packs = packs(&[("targets/wrong.yaml", wrong)]);
    let found: Vec<_> = packs
        .diagnostics()
        .iter()
        .map(|d| (d.code.as_str(), d.place.as_ref().and_then(|p| p.line)))
        .collect();
    for expected in [
        ("pack.unknown-entity", Some(2)),
        ("pack.unknown-source", Some(3)),
        ("pack.unknown-field", Some(5)),
        ("measure.target.duplicate", Some(6)),
        ("measure.target.years", Some(6)),
        ("pack.unknown-key", Some(7)),
    ] {
        assert!(found.contains(&expected), "{expected:?} in {found:?}");
    }
}
