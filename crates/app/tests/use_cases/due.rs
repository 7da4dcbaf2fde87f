//! What is due, clock by clock and promise by promise. Expectations by hand: 23 November
//! 2026 is a Monday, the office works from nine to twelve and from one to five, eight hours
//! ahead of UTC.

use crate::office::{hands_at, packs_with};
use julin_app::follow::{self, ActInput, CaseCommand, DueInput, DueOf, OpenCaseInput, What};
use julin_app::{App, Call, Opening};
use julin_model::Text;
use tempfile::TempDir;

const CALENDAR: &str = "
title: {zh: 办公时间, en: Office hours}
offset: '+08:00'
rest: [saturday, sunday]
hours: ['09:00-12:00', '13:00-17:00']
years: [{year: 2026, holidays: []}]
";
const JOB: &str = "
title: {zh: 事项, en: Job}
version: 1
code: JB
calendar: tiny/hours
roles:
- {id: asker, title: {zh: 提出人, en: Asker}, taken: opening}
- {id: officer, title: {zh: 专员, en: Officer}, taken: claimed}
states:
- {id: new, title: {zh: 待受理, en: New}, turn: [officer]}
- {id: work, title: {zh: 办理中, en: In hand}, turn: [officer]}
- {id: done, title: {zh: 已办结, en: Done}, phase: done}
acts:
- {id: open, title: {zh: 提交, en: Submit}, to: [new], by: [asker]}
- {id: take, title: {zh: 受理, en: Take up}, from: [new], to: [work], by: [officer]}
- {id: solve, title: {zh: 办结, en: Solve}, from: [work], to: [done], by: [officer]}
clocks:
- {id: intake, title: {zh: 受理时限, en: Intake}, starts: [open], stops: [take], allows: {working-hours: 7}}
- {id: solve, title: {zh: 办结时限, en: Solving}, starts: [open], stops: [solve], allows: {working-days: 3}}
obligations: {title: {zh: 承诺, en: Promises}, made_by: [asker], owned_by: [asker]}
";

struct Desk {
    app: App,
    code: String,
    _folder: TempDir,
}

/// One case, opened on Monday at nine, with a promise of the asker for Wednesday.
fn desk() -> Desk {
    let packs = packs_with([
        ("calendars/hours.yaml", CALENDAR),
        ("workflows/job.yaml", JOB),
    ]);
    assert_eq!(packs.diagnostics(), []);
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    let app = App::open(
        &url,
        Opening::Create,
        packs,
        hands_at("2026-11-23T01:00:00Z"),
    )
    .unwrap();
    let input = OpenCaseInput {
        workflow: "tiny/job".to_owned(),
        title: Text::same("路灯坏了"),
        ..OpenCaseInput::default()
    };
    let code = follow::open_case(&app, &Call::named("asker"), &input)
        .unwrap()
        .code;
    let desk = Desk {
        app,
        code,
        _folder: folder,
    };
    let (title, owner) = (Text::new("照片", "Photo"), "asker".to_owned());
    let due = "2026-11-25".parse().ok();
    desk.does("asker", What::Oblige { title, owner, due });
    desk
}

impl Desk {
    fn does(&self, name: &str, what: What) {
        let command = CaseCommand::new(&self.code, what);
        follow::act_in_case(&self.app, &Call::named(name), &command).unwrap();
    }

    /// What is due, with its day and time, and whether there is more.
    fn due(&self, name: &str, input: DueInput) -> (Vec<String>, bool) {
        let found = follow::due(&self.app, &Call::named(name), &input).unwrap();
        let items = found.items.iter();
        let items = items.map(|item| format!("{} {}", item.what.en, item.due.format("%d %H:%M")));
        (items.collect(), found.more)
    }
}

fn of(of: DueOf) -> DueInput {
    DueInput {
        of,
        days: 7,
        ..DueInput::default()
    }
}

/// Seven hours of Monday end at five; three whole days after it end on Thursday.
const ALL: [&str; 3] = ["Intake 23 17:00", "Photo 25 23:59", "Solving 26 17:00"];

#[test]
fn every_clock_and_every_promise_is_listed_by_its_own_day() {
    let desk = desk();
    assert_eq!(
        desk.due("anybody", of(DueOf::All)),
        (ALL.map(str::to_owned).to_vec(), false)
    );
    let soon = DueInput {
        days: 1,
        ..DueInput::default()
    };
    assert_eq!(desk.due("anybody", soon).0, &ALL[..1]);
    let first = DueInput {
        limit: Some(2),
        ..of(DueOf::All)
    };
    let (items, more) = desk.due("anybody", first);
    assert_eq!((&items[..], more), (&ALL.map(str::to_owned)[..2], true));
    let other = DueInput {
        workflows: vec!["cn-national/request".to_owned()],
        ..of(DueOf::All)
    };
    assert_eq!(desk.due("anybody", other).0, Vec::<String>::new());
}

#[test]
fn mine_is_what_i_hold_or_owe_and_unclaimed_what_nobody_does() {
    let desk = desk();
    assert_eq!(desk.due("asker", of(DueOf::Mine)).0, &ALL[1..2]);
    assert_eq!(desk.due("asker", of(DueOf::Unclaimed)).0, [ALL[0], ALL[2]]);
    assert_eq!(desk.due("officer", of(DueOf::Mine)).0, Vec::<String>::new());
    let act = "take".to_owned();
    desk.does(
        "officer",
        What::Act(ActInput {
            act,
            ..ActInput::default()
        }),
    );
    assert_eq!(desk.due("officer", of(DueOf::Mine)).0, &ALL[2..]);
    assert_eq!(
        desk.due("asker", of(DueOf::Unclaimed)).0,
        Vec::<String>::new()
    );
}
