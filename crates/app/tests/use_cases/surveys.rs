//! Surveys through their front door: answers imported as a table, groups that may be shown,
//! the own place.

use crate::office::{Office, packs_with};
use julin_app::contract::{QuestionView, SurveyView};
use julin_app::data::ImportInput;
use julin_app::{AppError, Packs, data, measure};
use std::fmt::Write as _;

const FIELDS: &str = "fields:\n\
- {id: tiny_firms, label: {zh: 厂家数, en: Firms}, type: number, unit: count, of: [park]}\n\
- {id: tiny_hub, label: {zh: 有孵化点, en: Hub}, type: flag, of: [park]}\n\
- {id: tiny_place, label: {zh: 位置, en: Place}, type: word, of: [park]}\n\
- {id: tiny_region, label: {zh: 片区名, en: Region}, type: word, of: [park]}\n";
const SURVEY: &str = "\
title: {zh: 调查, en: Survey}
units_of: park
group_by: [tiny_region]
rounds:
- {id: r1, period: '2023', series: round-1}
- {id: r2, period: '2024', series: round-2}
groups:
- id: g
  label: {zh: 组, en: Group}
  questions:
  - {id: firms, label: {zh: 企业数？, en: Firms?}, kind: number, field: tiny_firms}
  - {id: hub, label: {zh: 孵化器？, en: Hub?}, kind: yes-no, field: tiny_hub}
  - id: place
    label: {zh: 位置？, en: Place?}
    kind: choice
    field: tiny_place
    options:
    - {id: city, label: {zh: 城市, en: City}}
    - {id: land, label: {zh: 乡村, en: Country}, spellings: [rural]}
";

fn packs(survey: &str) -> Packs {
    packs_with([("fields/f.yaml", FIELDS), ("surveys/s.yaml", survey)])
}

/// Parks n of `members`: n firms, two in three in the north, the rest in the south; two
/// of the places are written in another way and one is no place at all.
fn table(members: usize) -> String {
    let mut text = "园区,厂家数,有孵化点,位置,片区名\n".to_owned();
    for n in 1..=members {
        let region = if n % 3 == 0 { "south" } else { "north" };
        let place = match n {
            1 => "Rural",
            2 => "乡村",
            3 => "moon",
            _ if n % 2 == 0 => "city",
            _ => "land",
        };
        let hub = if n % 2 == 0 { "是" } else { "否" };
        writeln!(text, "第{n}园,{n},{hub},{place},{region}").unwrap();
    }
    text
}

fn answered(members: usize) -> Office {
    let office = Office::with_packs(packs(SURVEY));
    let mut input: ImportInput = office.table("answers.csv", &table(members));
    input.options.series = Some("round-2".to_owned());
    let outcome = data::import_file(&office.app, &office.call, &input, &mut |_, _| ()).unwrap();
    assert_eq!(outcome.counts.accepted, members as u64, "{outcome:?}");
    office
}

fn ask(office: &Office, group: Option<&str>, unit: Option<&str>) -> Result<SurveyView, AppError> {
    let input = measure::SurveyInput {
        id: "tiny/s".to_owned(),
        round: None,
        group: group.map(str::to_owned),
        unit: unit.map(str::to_owned),
    };
    measure::survey(&office.app, &office.call, &input)
}

fn question<'a>(view: &'a SurveyView, id: &str) -> &'a QuestionView {
    let mut all = view.sections.iter().flat_map(|s| &s.questions);
    all.find(|q| q.id == id).unwrap()
}

#[test]
fn a_round_is_added_up_and_the_own_place_told() {
    let office = answered(18);
    let view = ask(&office, None, Some("第13园")).unwrap();
    assert_eq!((view.round.id.as_str(), view.round.held), ("r2", 18));
    let firms = question(&view, "firms");
    let all = firms.all.as_ref().unwrap();
    // 1 to 18: type 7 gives 5.25, 9.5 and 13.75.
    assert_eq!(all.quartiles, Some([5.25, 9.5, 13.75]));
    let own = firms.own.as_ref().unwrap();
    assert_eq!((own.rank, own.of), (Some(6), Some(18)));
    assert!((own.percentile.unwrap() - 12.5 / 18.0).abs() < 1e-12);
    let hub = question(&view, "hub").all.as_ref().unwrap();
    let shares: Vec<_> = hub.shares.iter().map(|s| s.share).collect();
    assert_eq!(shares, [Some(0.5), Some(0.5)]);
}

#[test]
fn answers_in_other_words_count_and_those_that_are_none_are_told() {
    let view = ask(&answered(18), None, None).unwrap();
    let place = question(&view, "place").all.as_ref().unwrap();
    // City: 4, 6 … 18 are 8; country: 1, 2 and 5, 7 … 17 are 9; one is no answer.
    assert_eq!(place.answers, Some(17));
    assert_eq!(place.shares[0].share, Some(8.0 / 17.0));
    let told: Vec<_> = view.diagnostics.iter().map(|d| d.code.as_str()).collect();
    assert_eq!(told, ["app.survey-bad-answers"]);
}

#[test]
fn a_group_too_small_is_hidden_with_the_one_that_would_give_it_away() {
    // Twelve members: four in the south are too few, so the eight in the north go too.
    let office = answered(12);
    for (group, why) in [("south", "too-few"), ("north", "protects")] {
        let view = ask(&office, Some(&format!("tiny_region={group}")), None).unwrap();
        let cell = question(&view, "firms").group.clone().unwrap();
        assert_eq!((cell.answers, cell.quartiles), (None, None));
        assert_eq!(
            cell.hidden.unwrap(),
            format!("measure.survey.missing.{why}")
        );
    }
    let view = ask(&answered(18), Some("tiny_region=south"), Some("第3园")).unwrap();
    let firms = question(&view, "firms");
    assert_eq!(firms.group.as_ref().unwrap().answers, Some(6));
    assert_eq!(firms.own.as_ref().unwrap().of, Some(6));
}

#[test]
fn the_own_place_is_not_told_where_the_group_is_hidden() {
    let view = ask(&answered(4), None, Some("第2园")).unwrap();
    let own = question(&view, "firms").own.clone().unwrap();
    assert_eq!((own.rank, own.percentile), (None, None));
    assert_eq!(view.units.len(), 4);
}

#[test]
fn a_round_without_answers_is_empty_and_no_error() {
    let office = Office::with_packs(packs(SURVEY));
    let view = ask(&office, None, None).unwrap();
    assert_eq!((view.round.id.as_str(), view.round.held), ("r2", 0));
    assert_eq!(
        question(&view, "firms").all.as_ref().unwrap().answers,
        Some(0)
    );
    let lines = measure::surveys(&office.app, &office.call).unwrap();
    assert!(
        lines
            .iter()
            .any(|l| l.id == "tiny/s" && l.rounds.len() == 2)
    );
}

#[test]
fn what_does_not_exist_is_told_as_such() {
    let office = answered(6);
    let code = |group| {
        let error = ask(&office, Some(group), None).unwrap_err();
        error.diagnostic().code.clone()
    };
    assert_eq!(code("tiny_firms=5"), "app.survey-not-grouped");
    assert_eq!(code("tiny_region=moon"), "app.not-found.group");
    assert_eq!(code("=\u{202e}="), "app.survey-not-grouped");
    let nobody = ask(&office, None, Some("nobody")).unwrap_err();
    assert_eq!(nobody.diagnostic().code, "app.not-found.entity");
    let other = measure::SurveyInput {
        id: "tiny/s".to_owned(),
        round: Some("r9".to_owned()),
        ..measure::SurveyInput::default()
    };
    let error = measure::survey(&office.app, &office.call, &other).unwrap_err();
    assert_eq!(error.diagnostic().code, "app.not-found.round");
}

#[test]
fn published_results_stand_beside_the_questions() {
    let office = Office::new();
    let load = julin_app::packs::LoadInput::default();
    julin_app::packs::load_facts(&office.app, &office.call, &load).unwrap();
    let input = measure::SurveyInput {
        id: "iasp/global".to_owned(),
        round: Some("2021".to_owned()),
        ..measure::SurveyInput::default()
    };
    let view = measure::survey(&office.app, &office.call, &input).unwrap();
    assert!(
        view.sections
            .iter()
            .all(|s| s.confidence.as_deref() == Some("C"))
    );
    let ownership = &question(&view, "ownership").published;
    let said: Vec<_> = ownership.iter().map(|s| s.figure.value.number()).collect();
    assert_eq!(said, [Some(49.6)]);
    assert_eq!(ownership[0].source.id.as_str(), "iasp.survey-2021");
}

#[test]
fn a_survey_with_fields_of_the_wrong_kind_is_told_with_file_and_line() {
    let wrong = "\
title: {zh: 调查, en: Survey}
units_of: nothing
minimum_group: 1
group_by: [tiny_firms]
rounds:
- {id: r1, period: '2023'}
- {id: r1, period: '2024'}
groups:
- id: g
  label: {zh: 组, en: Group}
  questions:
  - {id: a, label: {zh: 问, en: Q}, kind: yes-no, field: tiny_firms}
  - {id: b, label: {zh: 问, en: Q}, kind: number, field: tiny_nothing}
  - {id: c, label: {zh: 问, en: Q}, kind: choice, field: tiny_place}
";
    let packs = packs(wrong);
    let found: Vec<_> = packs
        .diagnostics()
        .iter()
        .map(|d| (d.code.as_str(), d.place.as_ref().and_then(|p| p.line)))
        .collect();
    for expected in [
        ("pack.unknown-type", Some(2)),
        ("measure.survey.minimum", Some(3)),
        ("app.survey-field-type", Some(4)),
        ("measure.survey.duplicate", Some(7)),
        ("app.survey-field-type", Some(12)),
        ("pack.unknown-field", Some(13)),
        ("measure.survey.options", Some(14)),
    ] {
        assert!(found.contains(&expected), "{expected:?} in {found:?}");
    }
}
