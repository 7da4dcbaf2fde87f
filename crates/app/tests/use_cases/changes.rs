//! The change feed through its front door: tables imported on different days, two small
//! rules. Expectations follow by hand from the rules and tables below.

use crate::office::{Office, import_firms, packs_with};
use julin_app::contract::{AnswerView, KnownValue, PolicyChanges, Reach, TurnCause, TurnKind};
use julin_app::criteria::{self, ChangesInput, MuteInput, Seen};
use julin_app::data::{UndoInput, undo_import};
use julin_app::{App, Kind, Opening, Packs};
use julin_model::FixedClock;
use std::sync::Arc;

const FIELDS: &str = "fields:
- {id: tiny_sales, label: {zh: 销售额, en: Sales}, type: number, unit: cny_10k, of: [enterprise]}
- {id: tiny_clean, label: {zh: 无违规, en: Clean}, type: flag, of: [enterprise]}
- {id: tiny_born, label: {zh: 注册日, en: Registered on}, type: date, of: [enterprise]}
";
const SALES: &str = "
title: {zh: 销售, en: Sales}
kind: policy
series: tiny-sales
issuer: {zh: 办公室, en: Office}
references: [rule-one]
effective: {from: 2026-04-01}
applies_to: enterprise
confidence: high
thresholds:
  least: {value: 500, unit: cny_10k, label: {zh: 下限, en: Least}, basis: {reference: rule-one, confidence: high}}
conditions:
  all:
  - {id: sales, text: {zh: 销售额, en: Sales of 5 million}, if: tiny_sales >= least, basis: {reference: rule-one, confidence: high}}
  - {id: clean, text: {zh: 无违规, en: Clean record}, if: tiny_clean, basis: {reference: rule-one, confidence: high}}
";
/// The former vintage asked for less.
const FORMER: &str = "effective: {to: 2026-03-31}";
const AGE: &str = "
title: {zh: 年限, en: Age}
kind: policy
series: tiny-age
issuer: {zh: 办公室, en: Office}
references: [rule-one]
applies_to: enterprise
confidence: high
conditions: {id: age, text: {zh: 满三年, en: Three years old}, if: years_since(tiny_born) >= 3, basis: {reference: rule-one, confidence: high}}
";
const MANIFEST: &str = "id: tiny
title: {zh: 小, en: Tiny}
version: '1'
requires: [core]
checked_on: 2026-11-22
references:
  rule-one: {title: {zh: 办法, en: Measures}, number: 一号}
";
const FIRMS: &str = "企业名称,销售额（万元）,无违规,注册日
甲公司,500,是,2020-01-01
乙公司,499,是,2023-12-10
丙公司,800,,2020-01-01
丁公司,800,是,2020-01-01
";
/// 甲 is no longer clean, 乙 sells more, 丙 is clean; 丁 is told again; 戊 is new.
const LATER: &str = "企业名称,销售额（万元）,无违规,注册日
甲公司,500,否,2020-01-01
乙公司,500,是,2023-12-10
丙公司,800,是,2020-01-01
丁公司,800,是,2020-01-01
戊公司,900,是,2026-01-01
";

fn packs() -> Packs {
    let former = SALES
        .replace("effective: {from: 2026-04-01}", FORMER)
        .replace("value: 500", "value: 400");
    packs_with([
        ("pack.yaml", MANIFEST),
        ("fields/f.yaml", FIELDS),
        ("criteria/sales.yaml", SALES),
        ("criteria/sales-former.yaml", &former),
        ("criteria/age.yaml", AGE),
    ])
}

/// The office on a day, at noon.
fn on(office: &Office, day: &str) -> App {
    let url = format!(
        "sqlite://{}",
        office.folder.path().join("test.db").display()
    );
    let now = format!("{day}T12:00:00Z").parse().unwrap();
    App::open(&url, Opening::Existing, packs(), Arc::new(FixedClock(now))).unwrap()
}

fn import(office: &Office, app: &App, text: &str) {
    import_firms(app, office.folder.path(), text);
}

/// Firms on 22 November, told again on 10 December; it is the 20th.
fn story() -> (Office, App) {
    let office = Office::with_packs(packs());
    import(&office, &office.app, FIRMS);
    import(&office, &on(&office, "2026-12-10"), LATER);
    let app = on(&office, "2026-12-20");
    (office, app)
}

fn ask(office: &Office, app: &App, input: ChangesInput) -> PolicyChanges {
    criteria::changes(app, &office.call, &input).unwrap()
}

fn of(rule: &str, since: &str) -> ChangesInput {
    ChangesInput {
        since: Some(since.to_owned()),
        rule: Some(rule.to_owned()),
        limit: 100,
        ..ChangesInput::default()
    }
}

/// Name, kind and cause of each row: by kind, then by identifier.
fn told(view: &PolicyChanges) -> Vec<(&str, TurnKind, TurnCause)> {
    let rows = view.rows.iter();
    rows.map(|row| (row.entity.name.zh.as_str(), row.kind, row.cause))
        .collect()
}

#[test]
fn a_changed_fact_turns_its_firm_with_the_fact_and_its_sources() {
    let (office, app) = story();
    let view = ask(&office, &app, of("tiny/sales", "2026-11-30"));
    assert_eq!(
        told(&view),
        [
            ("乙公司", TurnKind::Eligible, TurnCause::Known),
            ("戊公司", TurnKind::Eligible, TurnCause::Entity),
            ("丙公司", TurnKind::Eligible, TurnCause::Known),
            ("甲公司", TurnKind::Lost, TurnCause::Known),
        ]
    );
    assert_eq!(view.counts, [3, 1, 0, 0, 0]);
    // 丁 was told the same again: five firms, four asked.
    assert_eq!((view.pairs, view.asked), (5, 4));
    let more = &view.rows[0];
    assert_eq!((more.was, more.is), (Some(Reach::Short), Some(Reach::Yes)));
    assert_eq!(more.on, "2026-12-10".parse().ok());
    let reason = &more.reasons[0];
    assert_eq!(more.reasons.len(), 1);
    assert_eq!(
        (reason.clause.as_str(), reason.was, reason.is),
        ("sales", Some(AnswerView::No), Some(AnswerView::Yes))
    );
    let fact = &reason.facts[0];
    let (was, is) = (fact.was.as_ref().unwrap(), fact.is.as_ref().unwrap());
    assert_eq!(
        (&was.value, &is.value),
        (&KnownValue::Number(499.0), &KnownValue::Number(500.0))
    );
    assert_ne!(was.statement, is.statement);
    assert_eq!(is.recorded, "2026-12-10".parse().ok());
    // Of 丙 the record was not known before.
    assert_eq!(view.rows[2].reasons[0].facts[0].was, None);
    assert_eq!(view.rows[3].missing.len(), 1);
}

#[test]
fn the_day_that_comes_turns_an_answer_by_itself_and_is_named() {
    let (office, app) = story();
    let view = ask(&office, &app, of("tiny/age", "2026-11-30"));
    // 乙 was registered on 10 December 2023. 戊 is new and too young.
    let rows = told(&view);
    assert!(
        rows.contains(&("乙公司", TurnKind::Eligible, TurnCause::Day)),
        "{rows:?}"
    );
    assert_eq!(view.counts, [1, 0, 1, 0, 0]);
    assert_eq!(view.rows[0].on, "2026-12-10".parse().ok());
    assert_eq!(view.rows[0].reasons[0].facts, []);
    // What is to come: from today to a day next year.
    let coming = ChangesInput {
        until: Some("2029-06-30".to_owned()),
        ..of("tiny/age", "2026-12-20")
    };
    let view = ask(&office, &app, coming);
    assert_eq!(
        told(&view),
        [("戊公司", TurnKind::Eligible, TurnCause::Day)]
    );
    assert_eq!(view.rows[0].on, "2029-01-01".parse().ok());
}

#[test]
fn a_vintage_that_replaces_another_is_the_reason_and_shows_its_number() {
    let (office, app) = story();
    let asked = ChangesInput {
        until: Some("2026-05-01".to_owned()),
        seen: Seen::Now,
        ..of("tiny/sales", "2026-03-01")
    };
    // Known on 1 May is nothing yet.
    let view = ask(&office, &app, asked.clone());
    assert_eq!((view.rows.len(), view.rules.len()), (0, 1));
    assert_eq!(view.first_recorded, "2026-11-22".parse().ok());
    // On days after the import: the vintages as the two sides of one rule.
    let diff = criteria::diff(
        &app,
        &office.call,
        &criteria::DiffInput {
            old: "tiny/sales-former".to_owned(),
            new: "tiny/sales".to_owned(),
            as_of: None,
            data: None,
        },
    );
    assert_eq!(diff.unwrap().lost.len(), 0, "all sell 500 by now");
    let rule = &view.rules[0];
    assert_eq!(rule.former.as_ref().unwrap().0, "tiny/sales-former");
    assert_eq!(rule.later.as_ref().unwrap().0, "tiny/sales");
    assert_eq!(rule.on, "2026-04-01".parse().ok());
}

#[test]
fn an_undone_import_takes_back_what_it_turned() {
    let (office, app) = story();
    let window = julin_app::data::ListInput {
        offset: 0,
        limit: 10,
    };
    let batches = julin_app::data::imports(&app, &office.call, &window).unwrap();
    let last = UndoInput {
        id: batches.rows[0].id,
    };
    undo_import(&app, &office.call, &last).unwrap();
    let app = on(&office, "2026-12-31");
    let view = ask(&office, &app, of("tiny/sales", "2026-12-15"));
    let rows = told(&view);
    assert!(
        rows.contains(&("甲公司", TurnKind::Eligible, TurnCause::Known)),
        "{rows:?}"
    );
    assert!(
        rows.contains(&("乙公司", TurnKind::Lost, TurnCause::Known)),
        "{rows:?}"
    );
    // The former figure stands again; what it turned on is the day of the undoing.
    let lost = view
        .rows
        .iter()
        .find(|row| row.kind == TurnKind::Lost)
        .unwrap();
    assert_eq!(lost.on, "2026-12-20".parse().ok());
}

#[test]
fn every_answer_that_differs_is_told_and_nothing_else() {
    let (office, app) = story();
    let whole = ChangesInput {
        since: Some("2026-11-30".to_owned()),
        limit: 10_000,
        ..ChangesInput::default()
    };
    let view = ask(&office, &app, whole);
    assert!(view.asked < view.pairs, "{} of {}", view.asked, view.pairs);
    let rules = criteria::rules(&app, &office.call, &Default::default()).unwrap();
    let answer = |rule: &str, firm: &str, day: &str, known: &str| {
        let input = criteria::DecideInput {
            rule: rule.to_owned(),
            entity: firm.to_owned(),
            as_of: Some(day.to_owned()),
            known_at: Some(known.to_owned()),
            data: None,
        };
        criteria::decide(&app, &office.call, &input).unwrap().answer
    };
    let enterprise = &view.rows[0].entity.kind;
    let mut turned = 0;
    for rule in &rules.rules {
        let stays = [&view.since, &view.until].map(|day| {
            rule.from.is_none_or(|from| from <= *day) && rule.to.is_none_or(|to| *day <= to)
        });
        if stays != [true, true] || rule.applies_to != app_type(&app, enterprise.as_str()) {
            continue;
        }
        for firm in ["甲公司", "乙公司", "丙公司", "丁公司"] {
            let was = answer(&rule.id, firm, "2026-11-30", "2026-11-30");
            let is = answer(&rule.id, firm, "2026-12-20", "2026-12-20");
            let row = view
                .rows
                .iter()
                .find(|row| row.rule.0 == rule.id && row.entity.name.zh == firm);
            let kind = row.map(|row| row.kind);
            match (was, is) {
                (a, b) if a == b => {
                    assert!(matches!(kind, None | Some(TurnKind::Short)), "{}", rule.id)
                }
                (_, AnswerView::Yes) => assert_eq!(kind, Some(TurnKind::Eligible), "{}", rule.id),
                (AnswerView::Yes, AnswerView::No) => assert_eq!(kind, Some(TurnKind::Lost)),
                _ => assert!(kind.is_some(), "{} {firm}: {was:?} {is:?}", rule.id),
            }
            turned += usize::from(was != is);
        }
    }
    assert!(turned >= 4, "甲, 乙 twice, 丙");
}

/// What a type is called.
fn app_type(app: &App, kind: &str) -> julin_model::Text {
    let rules = criteria::rules(app, &Default::default(), &Default::default()).unwrap();
    assert_eq!(kind, "enterprise");
    let tiny = rules
        .rules
        .iter()
        .find(|rule| rule.id == "tiny/age")
        .unwrap();
    tiny.applies_to.clone()
}

#[test]
fn a_mute_hides_by_its_reason_is_counted_and_can_be_undone() {
    let (office, app) = story();
    let call = &office.call;
    let feed = |muted| {
        ask(
            &office,
            &app,
            ChangesInput {
                muted,
                ..of("tiny/sales", "2026-11-30")
            },
        )
    };
    let by_clause = MuteInput {
        rule: Some("tiny/sales".to_owned()),
        clause: Some("sales".to_owned()),
        note: "正在核对".to_owned(),
        until: Some("2026-12-31".to_owned()),
        ..MuteInput::default()
    };
    let mute = criteria::mute(&app, call, &by_clause).unwrap();
    assert!(mute.counts);
    // Of 乙 nothing but the sales turned.
    assert_eq!(feed(false).counts, [2, 1, 0, 0, 0]);
    assert_eq!(feed(false).muted, 1);
    let hidden = feed(true);
    assert_eq!(told(&hidden)[0].0, "乙公司");
    assert_eq!(hidden.rows[0].muted_by, [mute.id]);
    let by_kind = MuteInput {
        kind: Some("lost".to_owned()),
        entity: Some("甲公司".to_owned()),
        ..MuteInput::default()
    };
    criteria::mute(&app, call, &by_kind).unwrap();
    assert_eq!(
        (feed(false).counts, feed(false).muted),
        ([2, 0, 0, 0, 0], 2)
    );
    // After its last day the first counts no more.
    let later = on(&office, "2027-01-01");
    assert_eq!(
        ask(&office, &later, of("tiny/sales", "2026-11-30")).muted,
        1
    );
    let ended = criteria::unmute(&app, call, mute.id).unwrap();
    assert!(!ended.counts && ended.ended.is_some());
    assert_eq!(feed(false).muted, 1);
    assert_eq!(
        criteria::mutes(&app, call).unwrap().len(),
        2,
        "an ended mute is kept"
    );
    let again = criteria::unmute(&app, call, mute.id).unwrap_err();
    assert_eq!(again.kind(), Kind::Conflict);
}

#[test]
fn what_cannot_be_compared_or_muted_is_refused_with_its_reason() {
    let (office, app) = story();
    let refused = |input: ChangesInput| {
        let error = criteria::changes(&app, &office.call, &input).unwrap_err();
        (error.kind(), error.diagnostic().code.clone())
    };
    assert_eq!(
        refused(of("tiny/sales", "2026-12-20")),
        (Kind::Invalid, "app.changes-span".into())
    );
    assert_eq!(refused(of("tiny/none", "2026-11-30")).0, Kind::NotFound);
    assert_eq!(
        refused(of("tiny/sales", "then")).1.to_string(),
        "app.bad-as-of"
    );
    let muted = |input: MuteInput| {
        let error = criteria::mute(&app, &office.call, &input).unwrap_err();
        error.diagnostic().code.to_string()
    };
    let text = |word: &str| Some(word.to_owned());
    assert_eq!(muted(MuteInput::default()), "app.mute-nothing");
    assert_eq!(
        muted(MuteInput {
            kind: text("gone"),
            ..Default::default()
        }),
        "app.changes-kind"
    );
    assert_eq!(
        muted(MuteInput {
            kind: text("lost"),
            clause: text("sales"),
            ..Default::default()
        }),
        "app.mute-clause"
    );
    assert_eq!(
        muted(MuteInput {
            rule: text("tiny/sales"),
            clause: text("age"),
            ..Default::default()
        }),
        "app.mute-no-clause"
    );
    assert_eq!(
        muted(MuteInput {
            kind: text("lost"),
            until: text("2026-12-19"),
            ..Default::default()
        }),
        "app.mute-past"
    );
    assert_eq!(
        muted(MuteInput {
            kind: text("lost"),
            note: "长".repeat(501),
            ..Default::default()
        }),
        "app.mute-note"
    );
}
