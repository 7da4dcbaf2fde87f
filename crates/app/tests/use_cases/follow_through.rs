//! The built-in workflows through their front door: an agreement that goes silent, is
//! asked about on both sides and counted; a round scored without names. Expectations
//! follow by hand from the workflows in packs/core and packs/cn-national.

use crate::office::{hands_at, put};
use chrono::{DateTime, TimeDelta, Utc};
use julin_app::contract::{NoticeKind, RoundPlace};
use julin_app::follow::{self, ActInput, CaseCommand, OpenCaseInput, What};
use julin_app::{App, Call, Opening, Packs};
use julin_model::{HandClock, Text};
use std::collections::BTreeMap;
use std::sync::Arc;
use tempfile::TempDir;

struct Desk {
    app: App,
    hands: Arc<HandClock>,
    begin: DateTime<Utc>,
    _folder: TempDir,
}

type Words<'a> = &'a [(&'a str, &'a str)];

fn map(words: Words<'_>) -> BTreeMap<String, String> {
    let own = words.iter();
    own.map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
        .collect()
}

fn people(words: Words<'_>) -> BTreeMap<String, Vec<String>> {
    let split = |text: &str| text.split(' ').map(str::to_owned).collect();
    let own = words.iter();
    own.map(|(k, v)| ((*k).to_owned(), split(v))).collect()
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        let begin = "2026-03-02T02:00:00Z";
        let hands = hands_at(begin);
        let app = App::open(&url, Opening::Create, Packs::read(&[]), hands.clone()).unwrap();
        Self {
            app,
            hands,
            begin: begin.parse().unwrap(),
            _folder: folder,
        }
    }

    /// Puts the clock to so many days after the beginning.
    fn on_day(&self, days: i64) {
        let at = self.begin + TimeDelta::days(days);
        put(&self.hands, &at.to_rfc3339());
    }

    fn open(&self, name: &str, input: OpenCaseInput) -> String {
        follow::open_case(&self.app, &Call::named(name), &input)
            .unwrap()
            .code
    }

    fn act(&self, name: &str, code: &str, (act, fields, named): (&str, Words<'_>, Words<'_>)) {
        let input = ActInput {
            act: act.to_owned(),
            fields: map(fields),
            people: people(named),
            reason: "因为".to_owned(),
            ..ActInput::default()
        };
        self.does(name, code, What::Act(input));
    }

    fn does(&self, name: &str, code: &str, what: What) {
        let command = CaseCommand::new(code, what);
        follow::act_in_case(&self.app, &Call::named(name), &command).unwrap();
    }

    fn state(&self, code: &str) -> String {
        let input = follow::CaseInput {
            code: code.to_owned(),
            on: None,
        };
        let file = follow::case(&self.app, &Call::named("keeper"), &input).unwrap();
        file.line.state.id
    }

    /// Why somebody was told, the latest first.
    fn told(&self, name: &str) -> Vec<NoticeKind> {
        let told = follow::notices(&self.app, &Call::named(name), 20).unwrap();
        told.lines.iter().map(|line| line.kind).collect()
    }
}

#[test]
fn an_agreement_gone_silent_is_asked_about_on_both_sides_and_counted() {
    let desk = Desk::new();
    let code = desk.open(
        "keeper",
        OpenCaseInput {
            workflow: "core/agreement".to_owned(),
            title: Text::same("甲园与乙园牵手"),
            act: "sign".to_owned(),
            fields: map(&[
                ("kind", "pairing"),
                ("our_side", "甲园"),
                ("other_side", "乙园"),
                ("other_kind", "park"),
            ]),
            people: people(&[("side_a", "ann"), ("side_b", "bob")]),
            ..OpenCaseInput::default()
        },
    );
    assert_eq!(desk.told("bob"), [NoticeKind::Turn]);
    // A quarter may pass; a week later both sides are asked for the first time.
    desk.on_day(96);
    follow::wake_cases(&desk.app, &Call::named("")).unwrap();
    let silent = follow::silent_cases(&desk.app, &Call::named("keeper"), None).unwrap();
    assert_eq!((silent.rows.len(), silent.stale), (1, 0));
    for (step, day) in [97, 104, 111].into_iter().enumerate() {
        desk.on_day(day);
        follow::wake_cases(&desk.app, &Call::named("")).unwrap();
        let silent = follow::silent_cases(&desk.app, &Call::named("keeper"), None).unwrap();
        let row = &silent.rows[0];
        let days = u32::try_from(day).unwrap();
        assert_eq!(
            (row.silence.reached as usize, row.silence.days),
            (step + 1, days)
        );
        assert_eq!((silent.stale, row.asks.len()), (1, step + 1));
        for side in ["ann", "bob", "keeper"] {
            assert_eq!(desk.told(side)[0], NoticeKind::Ask, "{side} on day {day}");
        }
    }
    desk.on_day(120);
    follow::wake_cases(&desk.app, &Call::named("")).unwrap();
    assert_eq!(desk.state(&code), "given_up");
    let input = ("core/agreement", None);
    let figures = follow::workflow_figures(&desk.app, &Call::named("keeper"), input).unwrap();
    let funnel = figures.funnel.unwrap();
    let ended: Vec<_> = funnel
        .ended
        .iter()
        .map(|(state, _, own)| (state.id.as_str(), own.cases))
        .collect();
    assert!(ended.contains(&("given_up", 1)), "{ended:?}");
    let signed = funnel
        .steps
        .iter()
        .find(|(state, ..)| state.id == "signed")
        .unwrap();
    assert_eq!(
        (signed.1.cases, signed.2.cases),
        (1, 1),
        "it came to signed and no farther"
    );
    let found = follow::verify_cases(&desk.app, &Call::named("check")).unwrap();
    assert_eq!(found.faults, []);
}

#[test]
fn a_sign_of_life_ends_the_asking() {
    let desk = Desk::new();
    let code = desk.open(
        "keeper",
        OpenCaseInput {
            workflow: "core/agreement".to_owned(),
            title: Text::same("备忘录"),
            act: "sign".to_owned(),
            fields: map(&[
                ("kind", "memorandum"),
                ("our_side", "甲"),
                ("other_side", "乙"),
                ("other_kind", "park"),
            ]),
            people: people(&[("side_a", "ann"), ("side_b", "bob")]),
            ..OpenCaseInput::default()
        },
    );
    desk.on_day(100);
    follow::wake_cases(&desk.app, &Call::named("")).unwrap();
    desk.act("bob", &code, ("tell", &[("progress", "互访一次")], &[]));
    let silent = follow::silent_cases(&desk.app, &Call::named("keeper"), None).unwrap();
    assert_eq!((silent.stale, silent.rows[0].silence.days), (0, 0));
    desk.on_day(150);
    assert!(
        follow::wake_cases(&desk.app, &Call::named(""))
            .unwrap()
            .cases
            .is_empty()
    );
}

/// A round with two entries, in the state of scoring.
fn round(desk: &Desk) -> (String, [String; 2]) {
    let round = desk.open(
        "secretary",
        OpenCaseInput {
            workflow: "cn-national/review-round".to_owned(),
            title: Text::same("人才项目评审"),
            fields: map(&[
                ("kind", "contest"),
                ("rules", "办法"),
                ("closes_on", "2026-03-10"),
            ]),
            ..OpenCaseInput::default()
        },
    );
    let enter = |name: &str, title: &str| {
        let code = desk.open(
            name,
            OpenCaseInput {
                workflow: "cn-national/entry".to_owned(),
                title: Text::same(title),
                within: Some(round.clone()),
                fields: map(&[("project", "一种办法"), ("who", title), ("contact", "电话")]),
                ..OpenCaseInput::default()
            },
        );
        desk.act("secretary", &code, ("admit", &[("check", "齐")], &[]));
        code
    };
    let entries = [enter("first", "甲公司"), enter("second", "乙公司")];
    desk.on_day(9);
    let named: Words<'_> = &[
        ("judge", "j1 j2 j3"),
        ("chair", "chair"),
        ("supervisor", "super"),
    ];
    desk.act("secretary", &round, ("begin_scoring", &[], named));
    (round, entries)
}

#[test]
fn judges_score_without_names_and_see_their_own_scores_alone() {
    let desk = Desk::new();
    let (round, [first, second]) = round(&desk);
    let view = follow::round(&desk.app, &Call::named("j1"), &round).unwrap();
    assert!(view.scoring && !view.named && !view.shown);
    assert!(view.rows.iter().all(|row| row.title.is_none()));
    let points = |share: f64| {
        view.items
            .iter()
            .map(|item| (item.id.clone(), item.most * share))
            .collect()
    };
    let score = |name: &str, code: &str, share: f64| {
        let note = String::new();
        let points = points(share);
        desk.does(name, code, What::Score { points, note });
    };
    let input = |code: &str| follow::CaseInput {
        code: code.to_owned(),
        on: None,
    };
    let file = follow::case(&desk.app, &Call::named("j1"), &input(&first)).unwrap();
    let shown = serde_json::to_string(&file).unwrap();
    assert!(
        !shown.contains("甲公司") && !shown.contains("\"first\""),
        "{shown}"
    );
    let within = follow::CasesInput {
        within: Some(round.clone()),
        ..follow::CasesInput::default()
    };
    let list = follow::cases(&desk.app, &Call::named("j1"), &within).unwrap();
    assert!(!serde_json::to_string(&list).unwrap().contains("公司"));
    let done = follow::MyWorkInput {
        shown: "done".to_owned(),
        limit: 50,
        ..follow::MyWorkInput::default()
    };
    let work = follow::my_work(&desk.app, &Call::named("j1"), &done).unwrap();
    assert!(!serde_json::to_string(&work).unwrap().contains("公司"));
    for (judge, a, b) in [("j1", 0.9, 0.5), ("j2", 0.8, 0.6), ("j3", 0.7, 0.4)] {
        score(judge, &first, a);
        score(judge, &second, b);
    }
    let view = follow::round(&desk.app, &Call::named("j1"), &round).unwrap();
    let seen: Vec<&str> = view
        .rows
        .iter()
        .flat_map(|row| &row.scores)
        .map(|own| own.judge.as_str())
        .collect();
    assert_eq!(seen, ["j1", "j1"]);
    assert!(
        view.rows
            .iter()
            .all(|row| row.rank.is_none() && row.result.is_none())
    );
    desk.act("chair", &round, ("rank", &[("ranking", "甲、乙")], &[]));
    let view = follow::round(&desk.app, &Call::named("anybody"), &round).unwrap();
    let ranks: Vec<_> = view
        .rows
        .iter()
        .map(|row| (row.code.as_str(), row.rank))
        .collect();
    assert_eq!(
        ranks,
        [(first.as_str(), Some(1)), (second.as_str(), Some(2))]
    );
    assert!(
        view.rows
            .iter()
            .all(|row| row.place != Some(RoundPlace::Undecided))
    );
    assert_eq!(
        view.rows[0].title.as_ref().map(|title| title.zh.as_str()),
        Some("甲公司")
    );
}
