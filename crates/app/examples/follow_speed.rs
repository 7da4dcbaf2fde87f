//! How fast cases are: commands that last, beside bare transactions of the same rows in the
//! same database; my work over very many open cases; working time.
//!
//! `commands URL WRITERS N`, `list URL CASES`, `calendar N`. Run by `cargo xtask bench`.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a measurement that cannot be made has failed"
)]

use chrono::{NaiveDateTime, TimeDelta};
use julin_app::follow::{self, ActInput, CaseCommand, MyWorkInput, OpenCaseInput, What};
use julin_app::{App, Call, Opening, Packs};
use julin_follow::{Calendar, CalendarSpec};
use julin_model::{SystemClock, Text};
use julin_pack::{PackFiles, PackSource};
use julin_store::follow::{CaseRow, CommandKey, KeptEvent, KeptPart, NewEvent};
use julin_store::testing::Bare;
use julin_store::{Store, StoreError};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

const MANIFEST: &str =
    "id: tiny\ntitle: {zh: 小, en: Tiny}\nversion: '1'\nchecked_on: 2026-11-22\n";
const FLOW: &str = "
title: {zh: 诉求, en: Request}
version: 1
code: SP
roles:
- {id: asker, title: {zh: 提出人, en: Asker}, taken: opening}
- {id: officer, title: {zh: 专员, en: Officer}, taken: claimed}
fields:
- {id: text, title: {zh: 内容, en: Text}, kind: text}
states:
- {id: work, title: {zh: 办理中, en: In hand}, turn: [officer]}
- {id: done, title: {zh: 已办结, en: Done}, phase: done}
acts:
- {id: open, title: {zh: 提交, en: Submit}, to: [work], by: [asker], needs: [text]}
- {id: tell, title: {zh: 报告进展, en: Report}, from: [work], by: [officer], needs: [text]}
- {id: solve, title: {zh: 办结, en: Solve}, from: [work], to: [done], by: [officer]}
clocks:
- {id: solve, title: {zh: 办结时限, en: Time to solve}, starts: [open], stops: [solve], allows: {working-days: 10}}
";
/// Acts after each opening.
const ACTS: usize = 9;
const WORDS: &str = "已联系企业，约定下周上门查看现场，并请相关部门一同前往。";

/// Marks each command.
static NEXT: AtomicU64 = AtomicU64::new(1);

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["commands", url, writers, n] => {
            commands(url, writers.parse().unwrap(), n.parse().unwrap());
        }
        ["list", url, cases] => list(url, cases.parse().unwrap()),
        ["calendar", n] => calendar(n.parse().unwrap()),
        _ => panic!("commands URL WRITERS N | list URL CASES | calendar N"),
    }
}

fn app(url: &str) -> App {
    let files = [("pack.yaml", MANIFEST), ("workflows/flow.yaml", FLOW)];
    let own = PackFiles::from_texts("tiny", BTreeMap::from(files));
    let packs = Packs::from_source(PackSource::new().with([own]));
    App::open(url, Opening::Create, packs, Arc::new(SystemClock)).unwrap()
}

/// How long several take together.
fn seconds(writers: usize, one: impl Fn(usize) + Sync) -> f64 {
    let start = Instant::now();
    std::thread::scope(|scope| {
        for writer in 0..writers {
            let one = &one;
            scope.spawn(move || one(writer));
        }
    });
    start.elapsed().as_secs_f64()
}

/// So many commands by so many writers, one in ten opening a case, then the same rows bare.
fn commands(url: &str, writers: usize, n: usize) {
    let app = app(url);
    let each = (n / writers).div_ceil(ACTS + 1);
    let total = each * writers * (ACTS + 1);
    // A connection's first commands make statements ready.
    seconds(writers, |_| run_case(&app));
    let own = seconds(writers, |_| (0..each).for_each(|_| run_case(&app)));
    let rows = written(url);
    let (first, rows) = rows.split_at(writers);
    let turn = url.starts_with("sqlite:").then(Mutex::default);
    let connect = |_| Mutex::new(Bare::new(url).unwrap());
    let conns: Vec<_> = (0..writers).map(connect).collect();
    let write = |writer: usize, rows: &[(CaseRow, Vec<KeptEvent>)]| {
        let mut conn = conns[writer].lock().unwrap();
        rows.iter()
            .for_each(|case| bare_case(&mut conn, turn.as_ref(), case));
    };
    seconds(writers, |i| write(i, &first[i..=i]));
    let bare = seconds(writers, |i| write(i, &rows[i * each..(i + 1) * each]));
    println!("commands {total}\nown {own}\nbare {bare}");
}

fn run_case(app: &App) {
    let input = OpenCaseInput {
        workflow: "tiny/flow".to_owned(),
        title: Text::same("三号楼前的路灯不亮"),
        fields: BTreeMap::from([("text".to_owned(), WORDS.to_owned())]),
        // The same request in the same microsecond would be the same command.
        key: Some(NEXT.fetch_add(1, Ordering::Relaxed).to_string()),
        ..OpenCaseInput::default()
    };
    let code = follow::open_case(app, &Call::named("提出人"), &input)
        .unwrap()
        .code;
    for _ in 0..ACTS {
        let act = ActInput {
            act: "tell".to_owned(),
            fields: BTreeMap::from([("text".to_owned(), WORDS.to_owned())]),
            ..ActInput::default()
        };
        let command = CaseCommand::new(&code, What::Act(act));
        follow::act_in_case(app, &Call::named("专员"), &command).unwrap();
    }
}

/// What was written of each case, under other keys.
fn written(url: &str) -> Vec<(CaseRow, Vec<KeptEvent>)> {
    let store = Store::open(url).unwrap();
    let read = store.read::<_, StoreError>(|tx| {
        let keys = tx.case_keys()?;
        let cases = keys.into_iter().map(|key| {
            let (mut row, mut events) = tx.case_to_check(key)?.unwrap();
            row.key = (row.key ^ (1 << 44)).max(1);
            row.series = "BR".to_owned();
            row.standing.code = format!("BR-{}", row.number);
            for command in events.iter_mut().filter_map(|event| event.command.as_mut()) {
                command.key.push('b');
            }
            Ok((row, events))
        });
        cases.collect()
    });
    read.unwrap()
}

fn bare_case(conn: &mut Bare, turn: Option<&Mutex<()>>, (row, events): &(CaseRow, Vec<KeptEvent>)) {
    let part = |i: usize| KeptPart {
        person: "专员".to_owned(),
        part: "done".to_owned(),
        role: String::new(),
        since: row.standing.opened + TimeDelta::microseconds(i as i64),
        due: None,
    };
    for (i, event) in events.iter().enumerate() {
        let gone = (i > 0).then(|| part(i - 1));
        // Writers of a SQLite file take turns, as those of the store do.
        let _turn = turn.map(|turn| turn.lock().unwrap());
        let number = i as u32 + 1;
        conn.write(row, (number, event), (gone.as_ref(), &part(i)))
            .unwrap();
    }
}

/// My work where so many cases are open, a thousand people's.
fn list(url: &str, cases: usize) {
    let app = app(url);
    run_case(&app);
    let store = Store::open(url).unwrap();
    let (row, events) = written(url).remove(0);
    let load = store.write::<_, StoreError>(|tx| {
        for n in 0..cases {
            open_one(tx, (&row, &events[0]), n)?;
        }
        Ok(())
    });
    load.unwrap();
    let input = MyWorkInput {
        limit: 50,
        ..MyWorkInput::default()
    };
    let mut times = Vec::new();
    for n in 0..60 {
        // Every tenth has a tenth of all.
        let person = if n % 3 == 0 {
            "多案".to_owned()
        } else {
            format!("专员{}", n * 10 + 1)
        };
        let start = Instant::now();
        let work = follow::my_work(&app, &Call::named(&person), &input).unwrap();
        times.push(start.elapsed().as_secs_f64());
        assert_eq!(work.lines.len(), 50, "{person}");
    }
    times.sort_by(f64::total_cmp);
    println!(
        "list {}\nworst {}",
        times[times.len() / 2],
        times[times.len() - 1]
    );
}

fn open_one(
    tx: &mut julin_store::Tx,
    (row, event): (&CaseRow, &KeptEvent),
    n: usize,
) -> Result<(), StoreError> {
    let mut row = row.clone();
    row.key = 1_000_000 + n as i64;
    (row.series, row.number) = ("LS".to_owned(), n as u32 + 1);
    row.standing.code = format!("LS-{}", row.number);
    let due = row.standing.opened + TimeDelta::minutes((n as i64 * 7919) % 100_000);
    row.standing.due = Some(due);
    let command = CommandKey {
        key: format!("list-{n}"),
        request: String::new(),
    };
    let new: NewEvent = event.what.clone();
    (row.head, row.last) = (String::new(), 0);
    let part = |person: String, part: &str, due| KeptPart {
        person,
        part: part.to_owned(),
        role: "officer".to_owned(),
        since: row.standing.opened,
        due,
    };
    let officer = match n % 10 {
        0 => "多案".to_owned(),
        _ => format!("专员{}", n % 1000),
    };
    let parts = [
        part(officer.clone(), "todo", Some(due)),
        part(officer, "done", None),
        part("提出人".to_owned(), "started", None),
    ];
    tx.take_step(&mut row, &command, &[new], &parts)
}

/// Working seconds between two times, and the time after so many.
fn calendar(n: u64) {
    let mut spec = CalendarSpec::five_days();
    spec.hours = serde_json::from_value(serde_json::json!(["09:00-12:00", "13:00-17:00"])).unwrap();
    let calendar = Calendar::new(&spec, None);
    let first: NaiveDateTime = "2026-01-05T08:00:00".parse().unwrap();
    let time = |n: u64| first + TimeDelta::minutes((n * 7919 % 5_000_000) as i64);
    let start = Instant::now();
    for i in 0..n {
        black_box(calendar.working_seconds(black_box(time(i)), black_box(time(i + 1))));
    }
    println!("between {}", start.elapsed().as_secs_f64() / n as f64);
    let start = Instant::now();
    for i in 0..n {
        black_box(
            calendar.after_working_seconds(black_box(time(i)), black_box(i * 31 % 2_000_000)),
        );
    }
    println!("after {}", start.elapsed().as_secs_f64() / n as f64);
}
