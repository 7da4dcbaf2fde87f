//! Cases through their front door: a small workflow, a clock the tests set. Expectations
//! follow by hand from the workflow and the calendar: 23 November 2026 is a Monday, the
//! office works from nine to twelve and from one to five, eight hours ahead of UTC.

use crate::office::{hands_at, packs_with, put};
use chrono::TimeDelta;
use julin_app::contract::{CaseFile, Light};
use julin_app::follow::{self, ActInput, CaseCommand, CaseWhat, OpenCaseInput, Upload, What};
use julin_app::{Answer, App, AppError, Call, Kind, Opening, Packs};
use julin_model::{HandClock, Text};
use std::collections::BTreeMap;
use std::sync::Arc;
use tempfile::TempDir;

const CALENDAR: &str = "
title: {zh: 办公时间, en: Office hours}
offset: '+08:00'
rest: [saturday, sunday]
hours: ['09:00-12:00', '13:00-17:00']
years: [{year: 2026, holidays: []}]
";
const ASK: &str = "
title: {zh: 诉求, en: Request}
version: 1
code: TST
calendar: tiny/hours
subject: {title: {zh: 企业, en: Firm}, types: [enterprise], optional: true}
roles:
- {id: asker, title: {zh: 提出人, en: Asker}, taken: opening}
- {id: officer, title: {zh: 专员, en: Officer}, taken: claimed}
- {id: head, title: {zh: 主管, en: Head}, many: true}
fields:
- {id: text, title: {zh: 内容, en: Text}, kind: text}
- {id: level, title: {zh: 级别, en: Level}, kind: choice, choices: [{id: urgent, title: {zh: 急, en: Urgent}}, {id: plain, title: {zh: 一般, en: Plain}}]}
- {id: answer, title: {zh: 答复, en: Answer}, kind: text}
states:
- {id: new, title: {zh: 待受理, en: New}, turn: [officer]}
- {id: work, title: {zh: 办理中, en: In hand}, turn: [officer]}
- {id: ask, title: {zh: 待补充, en: Asked back}, phase: waiting, turn: [asker]}
- {id: done, title: {zh: 已办结, en: Done}, phase: done}
- {id: gone, title: {zh: 已撤回, en: Withdrawn}, phase: ended}
acts:
- {id: open, title: {zh: 提交, en: Submit}, to: [new], by: [asker], needs: [text], takes: [level]}
- {id: take, title: {zh: 受理, en: Take up}, from: [new], to: [work], by: [officer], may_name: [head]}
- {id: back, title: {zh: 退回补充, en: Ask back}, from: [work], to: [ask], by: [officer], reason: true, most: 2, sense: return}
- {id: more, title: {zh: 补充, en: Add}, from: [ask], to: [work], by: [asker], takes: [text]}
- {id: solve, title: {zh: 办结, en: Solve}, from: [work], to: [done], by: [officer], needs: [answer], countersign: {role: head, rule: all}}
- {id: again, title: {zh: 重开, en: Reopen}, from: [done], to: [work], by: [asker], sense: reopen, reason: true}
- {id: withdraw, title: {zh: 撤回, en: Withdraw}, from: [new, work, ask], to: [gone], by: [asker], sense: withdraw}
clocks:
- {id: solve, title: {zh: 办结时限, en: Time to solve}, starts: [take], stops: [solve], allows: {working-hours: 14}, levels: [{field: level, is: urgent, allows: {working-hours: 7}}], escalates: [head]}
";

pub struct Desk {
    pub app: App,
    hands: Arc<HandClock>,
    folder: TempDir,
}

fn url_in(folder: &TempDir) -> String {
    format!("sqlite://{}", folder.path().join("test.db").display())
}

fn packs() -> Packs {
    packs_with([
        ("calendars/hours.yaml", CALENDAR),
        ("workflows/ask.yaml", ASK),
    ])
}

pub fn desk() -> Desk {
    let packs = packs();
    assert_eq!(packs.diagnostics(), [], "the pack is sound");
    let folder = tempfile::tempdir().unwrap();
    let url = url_in(&folder);
    // Nine o'clock on Monday, in the office.
    let hands = hands_at("2026-11-23T01:00:00Z");
    let app = App::open(&url, Opening::Create, packs, hands.clone()).unwrap();
    Desk { app, hands, folder }
}

impl Desk {
    /// Another program on the same database.
    pub fn again(&self) -> App {
        let url = url_in(&self.folder);
        App::open(&url, Opening::Existing, packs(), self.hands.clone()).unwrap()
    }

    pub fn pass_days(&self, days: i64) {
        self.hands.put_on(TimeDelta::days(days));
    }

    pub fn open_named(&self, title: &str) -> String {
        self.open_as(title, None).unwrap()
    }

    fn open(&self, key: Option<&str>) -> Answer<String> {
        self.open_as("路灯坏了", key)
    }

    fn open_as(&self, title: &str, key: Option<&str>) -> Answer<String> {
        let input = OpenCaseInput {
            workflow: "tiny/ask".to_owned(),
            title: Text::same(title),
            fields: BTreeMap::from([("text".to_owned(), "三号楼前".to_owned())]),
            key: key.map(str::to_owned),
            ..OpenCaseInput::default()
        };
        follow::open_case(&self.app, &Call::named("asker"), &input).map(|done| done.code)
    }

    fn act(&self, name: &str, code: &str, act: &str) -> Result<u32, AppError> {
        let heads = BTreeMap::from([("head".to_owned(), vec!["head".to_owned()])]);
        let input = ActInput {
            act: act.to_owned(),
            reason: "因为".to_owned(),
            people: if act == "take" {
                heads
            } else {
                BTreeMap::new()
            },
            fields: match act {
                "solve" => BTreeMap::from([("answer".to_owned(), "已修好".to_owned())]),
                _ => BTreeMap::new(),
            },
            ..ActInput::default()
        };
        let command = CaseCommand::new(code, What::Act(input));
        follow::act_in_case(&self.app, &Call::named(name), &command).map(|done| done.number)
    }

    fn sign(&self, name: &str, code: &str, agree: bool) -> Result<u32, AppError> {
        let reason = "看过".to_owned();
        let command = CaseCommand::new(code, What::Sign { agree, reason });
        follow::act_in_case(&self.app, &Call::named(name), &command).map(|done| done.number)
    }

    fn file(&self, code: &str) -> CaseFile {
        let input = follow::CaseInput {
            code: code.to_owned(),
            on: None,
        };
        follow::case(&self.app, &Call::named("officer"), &input).unwrap()
    }

    fn sound(&self) {
        let found = follow::verify_cases(&self.app, &Call::named("check")).unwrap();
        assert_eq!(found.faults, []);
    }
}

fn code(error: &AppError) -> &str {
    &error.diagnostic().code
}

#[test]
fn a_request_runs_from_the_asker_to_its_end_and_again() {
    let desk = desk();
    let case = desk.open(None).unwrap();
    assert_eq!(case, "TST-2026-0001");
    let wrong = desk.act("asker", &case, "solve").unwrap_err();
    assert_eq!(code(&wrong), "follow.act.state");
    desk.act("officer", &case, "take").unwrap();
    let other = desk.act("passer-by", &case, "back").unwrap_err();
    assert_eq!(code(&other), "follow.act.role");
    // Two hours of work, then the asker is waited for overnight, then three more.
    put(&desk.hands, "2026-11-23T03:00:00Z");
    desk.act("officer", &case, "back").unwrap();
    put(&desk.hands, "2026-11-24T01:00:00Z");
    desk.act("asker", &case, "more").unwrap();
    put(&desk.hands, "2026-11-24T04:00:00Z");
    let file = desk.file(&case);
    let clock = &file.clocks[0];
    assert_eq!(clock.used, 5 * 3600, "nine to eleven, nine to twelve");
    assert_eq!(clock.pauses.len(), 1);
    assert_eq!(clock.pauses[0].2, "因为");
    assert_eq!(clock.light, Light::Green);
    desk.act("officer", &case, "solve").unwrap();
    assert_eq!(
        desk.file(&case).line.state.id,
        "work",
        "the head has to agree"
    );
    desk.sign("head", &case, true).unwrap();
    assert_eq!(desk.file(&case).line.state.id, "done");
    desk.act("asker", &case, "again").unwrap();
    let file = desk.file(&case);
    assert_eq!(file.line.state.id, "work");
    assert_eq!(file.counts, [0, 1, 1], "returned once, taken up again once");
    assert!(
        file.clocks[0].used >= 5 * 3600,
        "what was used before counts"
    );
    desk.sound();
}

#[test]
fn a_double_click_makes_one_case_and_a_used_key_is_refused() {
    let desk = desk();
    let first = desk.open(Some("click-1")).unwrap();
    assert_eq!(desk.open(Some("click-1")).unwrap(), first);
    let other = OpenCaseInput {
        workflow: "tiny/ask".to_owned(),
        title: Text::same("别的"),
        fields: BTreeMap::from([("text".to_owned(), "别的".to_owned())]),
        key: Some("click-1".to_owned()),
        ..OpenCaseInput::default()
    };
    let refused = follow::open_case(&desk.app, &Call::named("asker"), &other).unwrap_err();
    assert_eq!(
        (refused.kind(), code(&refused)),
        (Kind::Conflict, "store.command-reused")
    );
    let all = follow::cases(
        &desk.app,
        &Call::named("asker"),
        &follow::CasesInput::default(),
    )
    .unwrap();
    assert_eq!(all.cases.len(), 1);
}

#[test]
fn of_two_who_act_at_once_one_is_told_what_changed() {
    let desk = desk();
    let case = desk.open(None).unwrap();
    let seen = desk.file(&case).seen;
    desk.act("officer", &case, "take").unwrap();
    let mut late = CaseCommand::new(
        &case,
        What::Note {
            text: "慢了".to_owned(),
        },
    );
    late.seen = Some(seen);
    let refused = follow::act_in_case(&desk.app, &Call::named("asker"), &late).unwrap_err();
    assert_eq!(
        (refused.kind(), code(&refused)),
        (Kind::Conflict, "app.case-moved")
    );
    assert!(refused.diagnostic().args["since"].contains("受理"));
    assert_eq!(desk.file(&case).seen, seen + 1, "nothing was written");
}

/// A clock that strikes while somebody writes has changed nothing they decide on.
#[test]
fn a_reminder_between_looking_and_acting_refuses_nobody() {
    let desk = desk();
    let case = desk.open(None).unwrap();
    desk.act("officer", &case, "take").unwrap();
    let seen = desk.file(&case).seen;
    put(&desk.hands, "2026-11-25T02:00:00Z");
    let woken = follow::wake_cases(&desk.app, &Call::named("")).unwrap();
    assert_eq!(woken.cases, [(case.clone(), 1)], "it struck");
    let mut act = CaseCommand::new(
        &case,
        What::Note {
            text: "正在办".to_owned(),
        },
    );
    act.seen = Some(seen);
    let done = follow::act_in_case(&desk.app, &Call::named("officer"), &act).unwrap();
    assert_eq!((done.number, done.before), (seen + 2, false));
    let again = follow::act_in_case(&desk.app, &Call::named("officer"), &act).unwrap();
    assert_eq!((again.number, again.before), (seen + 2, true), "sent twice");
    act.what = CaseWhat::Do(What::Note {
        text: "再记".to_owned(),
    });
    let refused = follow::act_in_case(&desk.app, &Call::named("asker"), &act).unwrap_err();
    assert_eq!(code(&refused), "app.case-moved", "a note is no reminder");
}

#[test]
fn what_is_late_is_told_once_and_my_work_shows_it_first() {
    let desk = desk();
    let (late, calm) = (desk.open(Some("a")).unwrap(), desk.open(Some("b")).unwrap());
    desk.act("officer", &late, "take").unwrap();
    put(&desk.hands, "2026-11-25T02:00:00Z");
    desk.act("officer", &calm, "take").unwrap();
    let woken = follow::wake_cases(&desk.app, &Call::named("")).unwrap();
    assert_eq!(woken.cases, [(late.clone(), 1)]);
    assert!(
        follow::wake_cases(&desk.app, &Call::named(""))
            .unwrap()
            .cases
            .is_empty()
    );
    let work = follow::MyWorkInput {
        limit: 10,
        ..follow::MyWorkInput::default()
    };
    let work = follow::my_work(&desk.app, &Call::named("officer"), &work).unwrap();
    let codes: Vec<_> = work.lines.iter().map(|line| &line.case.code).collect();
    assert_eq!(codes, [&late, &calm]);
    assert_eq!(work.lines[0].light, Some(Light::Red));
    desk.sound();
}

#[test]
fn refused_documents_and_dates_leave_nothing_behind() {
    let desk = desk();
    let case = desk.open(None).unwrap();
    let mut command = CaseCommand::new(
        &case,
        What::Attach {
            documents: Vec::new(),
        },
    );
    for (name, content, wanted) in [
        ("a.exe", b"MZ".to_vec(), "app.document-type"),
        ("a.pdf", b"no pdf".to_vec(), "app.document-type"),
        ("a.txt", Vec::new(), "app.document-empty"),
        ("a.txt", vec![b'x'; 21 * 1024 * 1024], "app.document-large"),
    ] {
        let name = name.to_owned();
        command.documents = vec![Upload { name, content }];
        let refused = follow::act_in_case(&desk.app, &Call::named("asker"), &command).unwrap_err();
        assert_eq!(code(&refused), wanted);
    }
    command.documents = vec![Upload {
        name: "../../图.txt".to_owned(),
        content: b"ok".to_vec(),
    }];
    command.on = "2026-11-20T10:00:00".parse().ok();
    let refused = follow::act_in_case(&desk.app, &Call::named("asker"), &command).unwrap_err();
    assert_eq!(code(&refused), "follow.time.before-start");
    assert_eq!(desk.file(&case).seen, 1);
    command.on = None;
    follow::act_in_case(&desk.app, &Call::named("asker"), &command).unwrap();
    let file = desk.file(&case);
    assert_eq!(file.documents[0].name, "图.txt");
    let ids = (case.as_str(), file.documents[0].digest.as_str());
    let (_, document) = follow::case_document(&desk.app, &Call::named("asker"), ids).unwrap();
    assert_eq!(document.content, b"ok");
    desk.sound();
}
