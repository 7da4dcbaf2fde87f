//! Cases for practice, loaded from packs. Expectations by hand from the set below and the
//! day it is loaded on.

use crate::office::{hands_at, packs_with};
use julin_app::follow::{self, CaseInput, CasesInput};
use julin_app::sample::load_sample_cases;
use julin_app::{App, Call, Opening};

const JOB: &str = "
title: {zh: 事项, en: Job}
version: 1
code: JB
roles:
- {id: asker, title: {zh: 提出人, en: Asker}, taken: opening}
- {id: officer, title: {zh: 专员, en: Officer}, taken: claimed}
fields:
- {id: day, title: {zh: 日期, en: Day}, kind: date}
states:
- {id: new, title: {zh: 待受理, en: New}, turn: [officer]}
- {id: done, title: {zh: 已办结, en: Done}, phase: done}
acts:
- {id: open, title: {zh: 提交, en: Submit}, to: [new], by: [asker], takes: [day]}
- {id: solve, title: {zh: 办结, en: Solve}, from: [new], to: [done], by: [officer]}
";
const SET: &str = "
title: {zh: 样例, en: Samples}
workflow: tiny/job
times: 2
cases:
- title: {zh: 样例甲, en: Sample A}
  days_ago: 3
  steps:
  - {by: 样例提出人, act: open, fields: {day: '{today+4}'}}
  - {by: 样例专员, act: solve, after_hours: 5}
- title: {zh: 样例乙, en: Sample B}
  days_ago: 0
  steps:
  - {by: 样例提出人, act: open}
  - {by: 样例专员, act: solve, after_hours: 90}
";
const UNUSED: &str = "
title: {zh: 样例, en: Samples}
workflow: other/nowhere
cases:
- {title: {zh: 样例丙, en: Sample C}, days_ago: 1, steps: [{by: 样例提出人, act: open}]}
";
const ABOUT_FIRMS: &str = "
title: {zh: 样例, en: Samples}
workflow: tiny/job
about: enterprise
cases:
- {title: {zh: 样例丁, en: Sample D}, days_ago: 1, steps: [{by: 样例提出人, act: open}]}
";

fn office(folder: &std::path::Path) -> App {
    // The built-in sets are about sample firms, and none are loaded here.
    let packs = packs_with([
        ("workflows/job.yaml", JOB),
        ("sample-cases/set.yaml", SET),
        ("sample-cases/unused.yaml", UNUSED),
        ("sample-cases/firms.yaml", ABOUT_FIRMS),
    ]);
    let url = format!("sqlite://{}", folder.join("test.db").display());
    let hands = hands_at("2026-11-23T12:00:00Z");
    App::open(&url, Opening::Create, packs, hands).unwrap()
}

#[test]
fn sample_cases_are_loaded_once_with_their_days_counted_back_from_today() {
    let folder = tempfile::tempdir().unwrap();
    let app = office(folder.path());
    let call = Call::named("loader");
    assert_eq!(
        load_sample_cases(&app, &call).unwrap(),
        4,
        "two cases, twice each"
    );
    assert_eq!(
        load_sample_cases(&app, &call).unwrap(),
        0,
        "those there are left alone"
    );
    let input = CasesInput {
        limit: 100,
        ..CasesInput::default()
    };
    let mut cases = follow::cases(&app, &call, &input).unwrap().cases;
    cases.sort_by_key(|own| (own.title.zh.clone(), own.opened));
    let told: Vec<String> = cases
        .iter()
        .map(|own| format!("{} {} {}", own.title.en, own.opened, own.state.id))
        .collect();
    // Rounds lie two days apart; what would lie ahead is done now instead.
    assert_eq!(
        told,
        [
            "Sample B 2026-11-21 09:30:00 done",
            "Sample B 2026-11-23 09:30:00 done",
            "Sample A 2026-11-18 09:30:00 done",
            "Sample A 2026-11-20 09:30:00 done",
        ]
    );
    let code = cases[3].code.clone();
    let file = follow::case(&app, &call, &CaseInput { code, on: None }).unwrap();
    assert_eq!(
        file.fields[0].told[0].text.en, "2026-11-27",
        "four days from today"
    );
    let done = file
        .timeline
        .last()
        .map(|entry| (entry.author.as_str(), entry.on.to_string()));
    assert_eq!(done, Some(("样例专员", "2026-11-20 14:30:00".to_owned())));
    let found = follow::verify_cases(&app, &call).unwrap();
    assert_eq!(found.faults, []);
}
