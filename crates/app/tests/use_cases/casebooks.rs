//! Cases known from published sources: loaded by the commands anybody would use, once,
//! however often; refused where they could not have happened so. Expected counts are those
//! of the forum documents: 27 agreements, seven pairs, 23 + 17 + 24 = 64 plaques.

use crate::office::{Office, packs_with};
use julin_app::Packs;
use julin_app::contract::CaseLine;
use julin_app::follow::{CaseInput, CasesInput, case, cases, verify_cases};
use julin_app::packs::{CasebooksLoaded, LoadInput, load_casebooks, load_facts};
use julin_model::Lang;

fn loaded() -> (Office, CasebooksLoaded) {
    let office = Office::new();
    load_facts(&office.app, &office.call, &LoadInput::default()).unwrap();
    let loaded = load_casebooks(&office.app).unwrap();
    (office, loaded)
}

fn listed(office: &Office, workflow: &str, states: &[&str]) -> Vec<CaseLine> {
    let input = CasesInput {
        workflows: vec![workflow.to_owned()],
        states: states.iter().map(|&state| state.to_owned()).collect(),
        limit: 1000,
        ..CasesInput::default()
    };
    cases(&office.app, &office.call, &input).unwrap().cases
}

/// The number a case holds in a field.
fn number(office: &Office, line: &CaseLine, field: &str) -> f64 {
    let input = CaseInput {
        code: line.code.clone(),
        on: None,
    };
    let file = case(&office.app, &office.call, &input).unwrap();
    let field = file.fields.iter().find(|own| own.id == field).unwrap();
    field.told[0].text.get(Lang::En).parse().unwrap()
}

#[test]
fn casebooks_loaded_twice_are_there_once() {
    let (office, first) = loaded();
    assert!(first.diagnostics.is_empty(), "{:#?}", first.diagnostics);
    let again = load_casebooks(&office.app).unwrap();
    assert!(again.diagnostics.is_empty(), "{:#?}", again.diagnostics);
    for (before, after) in first.casebooks.iter().zip(&again.casebooks) {
        let (book, opened, known) = before;
        assert!(*opened > 0 && *known == 0, "{book}");
        assert_eq!(*after, (book.clone(), 0, *opened));
    }
    assert_eq!(listed(&office, "core/agreement", &[]).len(), 27);
    verify_cases(&office.app, &office.call).unwrap();
}

#[test]
fn the_27_agreements_stand_one_by_one_and_batches_are_only_counted() {
    let (office, _) = loaded();
    let all = listed(&office, "core/agreement", &[]);
    let pairs = all.iter().filter(|line| {
        let subject = line.subject.as_ref().map(|own| own.id.to_string());
        subject.is_some_and(|id| id.starts_with("ag-2025-p") && id.len() == 10)
    });
    assert_eq!((all.len(), pairs.count()), (27, 7));
    let counted = listed(&office, "core/agreement", &["counted"]);
    let mut numbers: Vec<f64> = counted
        .iter()
        .map(|line| number(&office, line, "count"))
        .collect();
    numbers.sort_by(f64::total_cmp);
    assert_eq!(numbers, [16.0, 20.0]);
    let itemised = listed(&office, "core/agreement", &["itemised"]);
    assert_eq!(number(&office, &itemised[0], "count"), 7.0);
}

#[test]
fn plaques_of_speciality_parks_add_to_64() {
    let (office, _) = loaded();
    let batches = listed(&office, "zgc/certification", &["counted"]);
    let numbers: Vec<f64> = batches
        .iter()
        .map(|line| number(&office, line, "count"))
        .collect();
    assert_eq!(numbers.len(), 3);
    assert_eq!(numbers.iter().sum::<f64>(), 64.0);
}

fn tiny_book(book: &str) -> Vec<String> {
    let sources = "sources:\n- {id: tiny-report, title: {zh: 报告, en: Report}, series: tiny}\n";
    let packs: Packs = packs_with([("sources/s.yaml", sources), ("casebooks/b.yaml", book)]);
    let played = julin_app::packs::play_casebooks(&packs);
    let found = packs.diagnostics().iter().chain(&played);
    let line = |found: &julin_model::Diagnostic| {
        let place = found.place.as_ref().map(ToString::to_string);
        format!("{} {}", found.code, place.unwrap_or_default())
    };
    found.map(line).collect()
}

#[test]
fn what_could_not_have_happened_so_is_told_where_it_stands() {
    let head = "title: {zh: 试, en: Try}\nworkflow: core/reform\nauthor: 编者\ncases:\n";
    let case = "- key: a\n  on: 2026-01-05\n  title: {zh: 甲, en: A}\n  act: find\n";
    let fields = "  fields: {obstacle: 堵点, origin: local}\n";
    let basis = "  basis: {source: tiny-report, spot: L1}\n";
    let good = format!("{head}{case}{fields}{basis}");
    assert_eq!(tiny_book(&good), Vec::<String>::new());
    let unsourced = format!("{head}{case}{fields}  basis: {{phrase: 听说}}\n");
    assert_eq!(
        tiny_book(&unsourced),
        ["app.casebook-no-source tiny/casebooks/b.yaml:10:10"]
    );
    let wrong_choice = good.replace("origin: local", "origin: hearsay");
    assert_eq!(
        tiny_book(&wrong_choice),
        ["follow.field.choice tiny/casebooks/b.yaml:5:3"]
    );
    let step = "  then:\n  - {on: 2026-02-01, act: copy, fields: {copied_where: 各区}}\n";
    let too_soon = format!("{good}{step}");
    assert_eq!(
        tiny_book(&too_soon),
        ["follow.act.state tiny/casebooks/b.yaml:12:5"]
    );
    let before = good.clone() + "  then:\n  - {on: 2026-01-01, note: 早了}\n";
    assert_eq!(
        tiny_book(&before),
        ["follow.time.before-start tiny/casebooks/b.yaml:12:5"]
    );
    let twice = format!("{good}{case}{fields}{basis}");
    assert_eq!(
        tiny_book(&twice),
        ["app.casebook-twice tiny/casebooks/b.yaml:11:8"]
    );
}
