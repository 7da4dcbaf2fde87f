//! Lists made into files: whole, cancelled, kept for whoever asked, and what a program
//! that stopped leaves behind. Jobs are held by a channel, so that nothing hangs on time.

use crate::cases::{Desk, desk};
use crate::workbook::sheet;
use julin_app::contract::{ExportView, Grid, JobState};
use julin_app::exports::{
    ExportInput, KEPT_DAYS, cancel_export, export, export_file, export_soon, exports, start_export,
};
use julin_app::follow::{self, CasesInput};
use julin_app::{Answer, App, Call, Kind, write_file};
use julin_model::Lang;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// Longer than any machine needs.
const LONG: Duration = Duration::from_secs(60);
/// What spreadsheets would run.
const HOSTILE: &str = "=cmd|'/C calc'!A0 <&>";
/// Characters no name of a case has, but a note out of a table may.
const CONTROLS: &str = "a\u{0}\u{1}\u{b}\u{202e}b";

fn input() -> ExportInput {
    ExportInput {
        page: "/cases?words=x".to_owned(),
        lang: Lang::En,
    }
}

/// The cases as one page of one row would show them.
fn titles(app: &App, call: &Call) -> Answer<Vec<Grid>> {
    let wanted = CasesInput {
        limit: 1,
        ..CasesInput::default()
    };
    let list = follow::cases(app, call, &wanted)?;
    let mut grid = Grid::new("Cases", ["Case".to_owned()]);
    for own in &list.cases {
        grid.row([own.title.zh.as_str()]);
    }
    Ok(vec![grid])
}

/// An export that waits until it is let go.
fn held(desk: &Desk, name: &str) -> (ExportView, Sender<()>) {
    let (go, wait): (Sender<()>, Receiver<()>) = channel();
    let read = move |app: &App, call: &Call| {
        let _ = wait.recv();
        titles(app, call)
    };
    let started = start_export(&desk.app, &Call::named(name), input(), read).unwrap();
    assert_eq!(started.state, JobState::Running);
    (started, go)
}

fn end(desk: &Desk, name: &str, id: i64) -> ExportView {
    export_soon(&desk.app, &Call::named(name), (id, LONG)).unwrap()
}

#[test]
fn a_file_holds_all_rows_and_nothing_a_spreadsheet_would_run() {
    let desk = desk();
    for title in ["甲", HOSTILE, "丙"] {
        desk.open_named(title);
    }
    let shown = titles(&desk.app, &Call::named("a")).unwrap();
    assert_eq!(shown[0].rows.len(), 1, "a page shows one");
    let read = |app: &App, call: &Call| {
        let mut grids = titles(app, call)?;
        grids[0].row([CONTROLS]);
        Ok(grids)
    };
    let started = start_export(&desk.app, &Call::named("a"), input(), read).unwrap();
    let done = end(&desk, "a", started.id);
    assert_eq!(
        (done.state, done.rows, done.name.as_str()),
        (JobState::Done, 4, "Cases")
    );
    let file = export_file(&desk.app, &Call::named("a"), done.id).unwrap();
    assert_eq!(file.content.len() as u64, done.size);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    write_file(&path, &file.content).unwrap();
    let rows = sheet(&path, "Cases");
    assert_eq!(rows.len(), 5);
    assert!(rows[4][0].starts_with('a') && rows[4][0].ends_with('b'));
    let hostile = rows.iter().find(|row| row[0].starts_with("=cmd"));
    assert!(hostile.is_some(), "kept as words: {rows:?}");
    let told = &sheet(&path, "Notes")[0][0];
    assert!(
        told.contains("/cases?words=x") && told.contains("by a"),
        "{told}"
    );
}

#[test]
fn of_two_at_once_one_is_cancelled_and_the_other_ends_well() {
    let desk = desk();
    desk.open_named("甲");
    let ((first, go_first), (second, go_second)) = (held(&desk, "a"), held(&desk, "a"));
    assert_ne!(first.id, second.id);
    let stopping = cancel_export(&desk.app, &Call::named("a"), first.id).unwrap();
    assert!(stopping.stopping);
    go_first.send(()).unwrap();
    go_second.send(()).unwrap();
    let (first, second) = (end(&desk, "a", first.id), end(&desk, "a", second.id));
    assert_eq!(
        (first.state, second.state),
        (JobState::Cancelled, JobState::Done)
    );
    let none = export_file(&desk.app, &Call::named("a"), first.id).unwrap_err();
    assert_eq!(none.diagnostic().code, "app.export-no-file");
    // A cancel comes too late for what has ended.
    let late = cancel_export(&desk.app, &Call::named("a"), second.id).unwrap();
    assert_eq!((late.state, late.stopping), (JobState::Done, false));
    let listed = exports(&desk.app, &Call::named("a")).unwrap();
    let ids: Vec<i64> = listed.iter().map(|own| own.id).collect();
    assert_eq!(ids, [second.id, first.id], "the last asked first");
}

#[test]
fn only_who_asked_may_see_fetch_or_cancel_it() {
    let desk = desk();
    let (own, go) = held(&desk, "a");
    for other in ["b", "A", ""] {
        let refused = [
            export(&desk.app, &Call::named(other), own.id).map(|_| ()),
            cancel_export(&desk.app, &Call::named(other), own.id).map(|_| ()),
            export_file(&desk.app, &Call::named(other), own.id).map(|_| ()),
        ];
        for refused in refused {
            assert_eq!(refused.unwrap_err().kind(), Kind::NotFound);
        }
        assert_eq!(exports(&desk.app, &Call::named(other)).unwrap(), []);
    }
    go.send(()).unwrap();
    assert_eq!(
        end(&desk, "a", own.id).state,
        JobState::Done,
        "nobody else stopped it"
    );
}

#[test]
fn too_many_at_work_are_refused_and_a_failure_is_told() {
    let desk = desk();
    let held: Vec<_> = (0..4).map(|_| held(&desk, "a")).collect();
    let refused = start_export(&desk.app, &Call::named("b"), input(), titles).unwrap_err();
    assert_eq!(refused.diagnostic().code, "app.exports-busy");
    for (own, go) in held {
        go.send(()).unwrap();
        end(&desk, "a", own.id);
    }
    let fallen = start_export(&desk.app, &Call::named("b"), input(), |_, _| {
        std::panic::resume_unwind(Box::new("x"))
    });
    let fallen = end(&desk, "b", fallen.unwrap().id);
    assert_eq!(fallen.state, JobState::Failed);
    assert_eq!(fallen.error.unwrap().code, "app.internal");
}

#[test]
fn a_file_outlasts_the_program_and_what_was_under_way_says_that_it_did_not_end() {
    let desk = desk();
    desk.open_named("甲");
    let done = start_export(&desk.app, &Call::named("a"), input(), titles).unwrap();
    let done = end(&desk, "a", done.id);
    let (under_way, go) = held(&desk, "a");
    // Another program on the same database, as after a stop.
    let next = desk.again();
    let states = || {
        let listed = exports(&next, &Call::named("a")).unwrap();
        listed
            .iter()
            .map(|own| (own.id, own.state))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        states(),
        [
            (under_way.id, JobState::Interrupted),
            (done.id, JobState::Done)
        ]
    );
    let file = export_file(&next, &Call::named("a"), done.id).unwrap();
    assert_eq!(file.content.len() as u64, done.size);
    go.send(()).unwrap();
    end(&desk, "a", under_way.id);
}

#[test]
fn after_some_days_a_file_is_gone() {
    let desk = desk();
    let old = start_export(&desk.app, &Call::named("a"), input(), titles).unwrap();
    end(&desk, "a", old.id);
    desk.pass_days(KEPT_DAYS + 1);
    let gone = export_file(&desk.app, &Call::named("a"), old.id).unwrap_err();
    assert_eq!(gone.diagnostic().code, "app.not-found.export");
    assert_eq!(exports(&desk.app, &Call::named("a")).unwrap(), []);
    let new = start_export(&desk.app, &Call::named("a"), input(), titles).unwrap();
    assert!(new.id > old.id);
    assert_eq!(end(&desk, "a", new.id).state, JobState::Done);
}
