//! Packs become knowledge: loaded once, reloaded with their changes, and everything a
//! page shows of them.

use crate::office::{Office, packs_with};
use julin_app::contract::TextLayer;
use julin_app::packs::{CheckInput, LoadInput, load_facts};
use julin_app::{App, Call, Packs, data, measure};
use julin_pack::{PackFiles, PackSource};

fn load(app: &App, call: &Call) -> Vec<(String, Option<julin_app::contract::ImportCounts>)> {
    load_facts(app, call, &LoadInput::default()).unwrap().packs
}

#[test]
fn built_in_packs_have_no_errors_and_their_cases_hold() {
    let run = julin_app::packs::run_cases(&CheckInput::default()).unwrap();
    let failed: Vec<_> = run.cases.iter().filter(|(_, case)| !case.passed).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    assert!(run.cases.len() >= 20, "{}", run.cases.len());
    let checked = julin_app::packs::check(&CheckInput::default()).unwrap();
    assert!(!checked.has_errors(), "{:#?}", checked.diagnostics);
}

#[test]
fn loading_twice_changes_nothing() {
    let office = Office::new();
    assert!(
        load(&office.app, &office.call)
            .iter()
            .all(|(_, counts)| counts.is_some())
    );
    assert!(
        load(&office.app, &office.call)
            .iter()
            .all(|(_, counts)| counts.is_none())
    );
}

const PACK: &str =
    "id: tiny\ntitle: {zh: 小, en: Tiny}\nversion: '1'\nrequires: [core]\nchecked_on: 2026-11-22\n";
const ENTITY: &str =
    "entities:\n- id: tiny-park\n  type: park\n  name: {zh: 小园, en: Tiny Park}\n";
const FACTS: &str = "defaults: {at: {source: tiny-report, spot: L1}}\nfacts:\n\
- {id: a, entity: tiny-park, field: tiny_jobs, value: 10, period: 2024}\n\
- {id: b, entity: tiny-park, field: tiny_jobs, value: 11, period: 2025}\n";

fn tiny(facts: &str) -> Packs {
    let sources = "sources:\n- {id: tiny-report, title: {zh: 报告, en: Report}, series: tiny}\n";
    let fields = "fields:\n- {id: tiny_jobs, label: {zh: 岗位, en: Jobs}, type: number, unit: person, of: [park]}\n";
    let files = [
        ("pack.yaml", PACK),
        ("sources/s.yaml", sources),
        ("fields/f.yaml", fields),
        ("entities/e.yaml", ENTITY),
        ("facts/f.yaml", facts),
    ];
    let own = PackFiles::from_texts("tiny", files);
    let packs = Packs::from_source(
        PackSource::new()
            .with([own])
            .with_library(julin_pack::builtin()),
    );
    assert!(packs.diagnostics().is_empty(), "{:#?}", packs.diagnostics());
    packs
}

#[test]
fn a_changed_pack_appends_supersedes_and_retracts() {
    let office = Office::with_packs(tiny(FACTS));
    load(&office.app, &office.call);
    let changed = FACTS
        .replace("value: 10", "value: 12")
        .replace("id: b", "id: c")
        .replace("2025", "2026");
    let url = format!(
        "sqlite://{}",
        office.folder.path().join("test.db").display()
    );
    let clock = std::sync::Arc::new(julin_model::FixedClock(crate::office::noon()));
    let app = App::open(&url, julin_app::Opening::Existing, tiny(&changed), clock).unwrap();
    let counts = load(&app, &office.call)
        .into_iter()
        .find(|(id, _)| id == "tiny")
        .unwrap()
        .1
        .unwrap();
    assert_eq!((counts.records_added, counts.records_changed), (1, 1));

    let input = data::HistoryInput {
        entity: "tiny-park".into(),
        field: "tiny_jobs".into(),
    };
    let history = data::history(&app, &office.call, &input).unwrap();
    let told: Vec<_> = history.periods.iter().flat_map(|p| &p.statements).collect();
    let live = told.iter().filter(|s| s.ended_at.is_none());
    let live: Vec<_> = live
        .map(|s| {
            (
                s.figure.period.unwrap().year(),
                s.figure.value.number().unwrap(),
            )
        })
        .collect();
    assert_eq!(live, [(2026, 11.0), (2024, 12.0)]);
    assert_eq!(told.len(), 4, "what was said before is still there");
}

#[test]
fn a_discrepancy_stands_side_by_side_with_its_ruling() {
    let office = Office::new();
    load(&office.app, &office.call);
    let input = data::ConflictsInput {
        entity: Some("iasp".into()),
        offset: 0,
        limit: 50,
    };
    let conflicts = data::conflicts(&office.app, &office.call, &input).unwrap();
    let members = conflicts
        .rows
        .iter()
        .find(|c| c.finding.preferred.figure.field.as_str() == "members")
        .unwrap();
    // The transcript tells 80, over 300 and over 330 members; the ruling is for 330.
    assert_eq!(members.finding.preferred.figure.value.number(), Some(330.0));
    assert_eq!(members.finding.others.len(), 2);
    assert!(!members.ruling.as_ref().unwrap().usage.is_empty());
}

#[test]
fn every_unit_of_a_ranking_has_a_rank_or_says_what_is_missing() {
    let office = Office::new();
    load(&office.app, &office.call);
    for line in measure::frameworks(
        &office.app,
        &office.call,
        &measure::FrameworksInput { as_of: 2025 },
    )
    .unwrap()
    {
        let input = measure::RankingInput {
            framework: line.id.clone(),
            as_of: 2025,
        };
        let ranking = measure::ranking(&office.app, &office.call, &input).unwrap();
        assert_eq!(ranking.rows.len(), line.units as usize);
        for row in ranking.rows {
            assert_eq!(row.rank.is_some(), row.score.is_some());
            assert!(
                row.rank.is_some() || !row.missing.is_empty(),
                "{}: {}",
                line.id,
                row.unit.id
            );
        }
    }
}

#[test]
fn a_score_opens_down_to_statements_with_sources() {
    let office = Office::new();
    load(&office.app, &office.call);
    let input = measure::TraceInput {
        framework: "zgc/five-leads".into(),
        unit: "hefei-htz".into(),
        node: None,
        as_of: 2025,
        changes: Default::default(),
    };
    let trace = measure::score_trace(&office.app, &office.call, &input).unwrap();
    assert!(!trace.statements.is_empty());
    assert_eq!(trace.trace.statements().len(), trace.statements.len());
}

#[test]
fn a_missing_document_leaves_line_and_phrase() {
    let office = Office::new();
    load(&office.app, &office.call);
    let input = data::SourceInput {
        id: "forum-2026-report".into(),
        layer: TextLayer::Raw,
        ..data::SourceInput::default()
    };
    let source = data::source(&office.app, &office.call, &input).unwrap();
    assert!(source.lines.is_empty() && !source.line.source.held);
    assert!(
        source
            .statements
            .iter()
            .all(|s| s.locator.phrase.is_some() || s.figure.field.as_str() != "revenue")
    );
}

/// Every passage a statement names is found in the documents and highlighted, raw and
/// cleaned.
#[test]
fn every_statement_finds_its_passage_in_the_documents() {
    let shared = std::env::var("JULIN_SHARED").map_or_else(
        |_| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        std::path::PathBuf::from,
    );
    let documents = shared.join("documents");
    assert!(
        documents.is_dir(),
        "the shared documents must lie beside the checkout"
    );
    let office = Office::new();
    let input = LoadInput {
        documents: vec![documents],
    };
    assert_eq!(
        load_facts(&office.app, &office.call, &input)
            .unwrap()
            .documents_held,
        5
    );
    let sources = data::sources(&office.app, &office.call).unwrap();
    for source in sources.iter().filter(|line| line.source.held) {
        for layer in [TextLayer::Raw, TextLayer::Cleaned] {
            let input = data::SourceInput {
                id: source.source.id.to_string(),
                layer,
                ..Default::default()
            };
            let view = data::source(&office.app, &office.call, &input).unwrap();
            let marked: std::collections::BTreeSet<u32> = view
                .lines
                .iter()
                .filter(|line| !line.marks.is_empty())
                .map(|line| line.number)
                .collect();
            let mut lost = Vec::new();
            for statement in &view.statements {
                let julin_model::Spot::Line(line) = statement.locator.spot else {
                    continue;
                };
                let found = match layer {
                    TextLayer::Raw => marked.contains(&line),
                    TextLayer::Cleaned => marked.range(..=line).next_back().is_some(),
                };
                if !found {
                    lost.push((line, statement.locator.phrase.clone()));
                }
            }
            assert!(lost.is_empty(), "{} {layer:?}: {lost:?}", source.source.id);
        }
    }
}

#[test]
fn a_name_is_found_in_simplified_traditional_and_latin_script() {
    let office = Office::new();
    load(&office.app, &office.call);
    for typed in ["国际孵化器", "國際孵化器", "International Incubator"] {
        let input = data::SearchInput {
            text: typed.to_owned(),
            limit: 10,
        };
        let hits = data::search(&office.app, &office.call, &input).unwrap();
        let found = hits
            .iter()
            .any(|hit| hit.entity.id.as_str() == "zgc-intl-incubator");
        assert!(found, "{typed}: {hits:?}");
    }
}

/// A framework shows the crosswalks it stands in, of whatever pack, and no others of its
/// own: the index of technology has none beside the key figures of parks abroad.
#[test]
fn a_framework_shows_the_crosswalks_that_name_it() {
    let office = Office::new();
    load(&office.app, &office.call);
    let of = |id: &str| -> Vec<String> {
        let input = measure::FrameworkInput {
            id: id.to_owned(),
            as_of: 2025,
        };
        let view = measure::framework(&office.app, &office.call, &input).unwrap();
        let crosswalks = view.crosswalks.into_iter();
        crosswalks.map(|crosswalk| crosswalk.id).collect()
    };
    assert_eq!(of("world/tai"), [""; 0]);
    assert_eq!(of("world/iasp-kpis"), ["world/iasp-local"]);
    let evaluation = of("cn-national/zk-2021");
    for id in [
        "cn-national/zk-editions",
        "world/iasp-local",
        "zgc/leads-evaluation",
    ] {
        assert!(evaluation.iter().any(|found| found == id), "{evaluation:?}");
    }
}

const BRIEF: &str = "
title: {zh: 短流程, en: Brief}
version: 1
code: BR
roles: [{id: asker, title: {zh: 提出人, en: Asker}, taken: opening}]
fields: [{id: what, title: {zh: 事由, en: What}, kind: line}]
states:
  - {id: new, title: {zh: 新, en: New}, turn: [asker]}
  - {id: done, title: {zh: 完成, en: Done}, phase: done}
acts:
  - {id: ask, title: {zh: 提出, en: Ask}, to: [new], by: [asker], takes: [what]}
  - {id: end, title: {zh: 完成, en: End}, from: [new], to: [done], by: [asker]}
";

/// What an act brings along is checked against the workflow it opens, at its line.
#[test]
fn a_case_that_could_not_be_opened_by_another_is_found_where_it_is_written() {
    let opens =
        "by: [asker], opens: [{workflow: tiny/brief, fields: [{field: gone, from: what}]}]}";
    let opener = BRIEF.replace("to: [done], by: [asker]}", &format!("to: [done], {opens}"));
    let files = [
        ("workflows/brief.yaml", BRIEF),
        ("workflows/opener.yaml", opener.as_str()),
    ];
    let packs = packs_with(files);
    let [found] = packs.diagnostics() else {
        panic!("{:#?}", packs.diagnostics());
    };
    assert_eq!(found.code, "follow.workflow.opens-field");
    let place = found.place.as_ref().unwrap();
    assert!(place.file.ends_with("workflows/opener.yaml"));
    assert_eq!(place.line, Some(12));
}
