//! Nothing acknowledged is lost and nothing is done twice, when the process that does two
//! hundred commands at once is killed at any moment; what is sent again is completed.
//!
//! The process is this very test program, started again with an address in its
//! environment. Every command it was answered is told on a line of its own, after the
//! answer. `JULIN_FOLLOW_KILLS` says how often it is killed on each backend.

use crate::office::packs_alone;
use julin_app::follow::{self, ActInput, CaseCommand, CaseDone, OpenCaseInput, What};
use julin_app::{Answer, App, Call, Opening, Packs};
use julin_model::{SystemClock, Text};
use julin_store::testing::{BACKENDS, TestDatabase};
use julin_store::{Store, StoreError};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::{Arc, Barrier, Mutex};

const ADDRESS: &str = "JULIN_FOLLOW_WRITER_URL";
const ROUND: &str = "JULIN_FOLLOW_WRITER_ROUND";
const KILLS: &str = "JULIN_FOLLOW_KILLS";
const FEW: u64 = 6;
const THREADS: usize = 8;
const CASES: usize = 34;
/// What is done in each case: opened, taken, noted by two at once, proposed, signed.
const STEPS: usize = 6;
/// Entries that makes: the last command signs, and so completes the act proposed.
const ENTRIES: usize = 7;

const FLOW: &str = "
title: {zh: 办, en: Do}
version: 1
code: KL
roles:
- {id: asker, title: {zh: 提出人, en: Asker}, taken: opening}
- {id: officer, title: {zh: 专员, en: Officer}, taken: claimed}
- {id: head, title: {zh: 主管, en: Head}}
fields:
- {id: text, title: {zh: 内容, en: Text}, kind: text}
states:
- {id: new, title: {zh: 待办, en: New}, turn: [officer]}
- {id: work, title: {zh: 办理, en: In hand}, turn: [officer]}
- {id: done, title: {zh: 办结, en: Done}, phase: done}
acts:
- {id: open, title: {zh: 提交, en: Submit}, to: [new], by: [asker], needs: [text]}
- {id: take, title: {zh: 受理, en: Take}, from: [new], to: [work], by: [officer], names: [head]}
- {id: solve, title: {zh: 办结, en: Solve}, from: [work], to: [done], by: [officer], countersign: {role: head, rule: all}}
";

fn packs() -> Packs {
    packs_alone([("workflows/flow.yaml", FLOW)])
}

fn opened(url: &str) -> App {
    let clock = Arc::new(SystemClock);
    App::open(url, Opening::Create, packs(), clock).unwrap()
}

/// Keys of what was acknowledged, with case and entry.
type Acknowledged = BTreeMap<String, (String, u32)>;

#[test]
fn what_was_acknowledged_is_there_once_whenever_the_writer_is_killed() {
    let kills = std::env::var(KILLS).map_or(FEW, |n| n.parse().unwrap());
    for backend in BACKENDS {
        let database = TestDatabase::new(backend);
        let app = opened(&database.url);
        let mut acknowledged = Acknowledged::new();
        for round in 0..kills {
            let told = kill_one(&database.url, round);
            let cut = told.len() < CASES * STEPS;
            acknowledged.extend(told);
            check(&app, &database.url, &acknowledged, round);
            let again = send_again(&app, round, &acknowledged);
            assert_eq!(again.len(), CASES * STEPS, "{backend:?} round {round}");
            acknowledged.extend(again);
            check(&app, &database.url, &acknowledged, round);
            complete(&database.url, round);
            println!("{backend:?} round {round}: cut short {cut}");
        }
    }
}

/// Starts a writer and kills it; what it acknowledged.
fn kill_one(url: &str, round: u64) -> Acknowledged {
    let mut writer = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "reliability::writer", "--nocapture"])
        .env(ADDRESS, url)
        .env(ROUND, round.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(writer.stdout.take().unwrap()).lines();
    let mut lines = lines.map_while(Result::ok);
    // SplitMix64 of the round.
    let mut mixed = (round + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let wanted = 1 + (mixed >> 32) as usize % (CASES * STEPS - THREADS);
    let told = |line: &String| line.starts_with("done ");
    let mut seen: Vec<String> = lines.by_ref().filter(told).take(wanted).collect();
    assert_eq!(seen.len(), wanted, "the writer ended by itself: {seen:?}");
    writer.kill().unwrap();
    writer.wait().unwrap();
    seen.extend(lines.filter(told));
    let words = seen.iter().map(|line| line.split(' ').collect::<Vec<_>>());
    // The line it was killed in may be cut.
    let whole = words.filter(|words| words.len() == 5 && words[4] == ".");
    whole
        .map(|words| {
            (
                words[1].to_owned(),
                (words[2].to_owned(), words[3].parse().unwrap()),
            )
        })
        .collect()
}

/// Every key stands at its entry and nowhere else; the chains are whole.
fn check(app: &App, url: &str, acknowledged: &Acknowledged, round: u64) {
    let found = follow::verify_cases(app, &Call::default()).unwrap();
    assert_eq!(found.faults, [], "round {round}");
    let mut kept = BTreeMap::<String, Vec<(String, u32)>>::new();
    let store = Store::open(url).unwrap();
    let read = store.read::<_, StoreError>(|tx| {
        for key in tx.case_keys()? {
            let (row, events) = tx.case_to_check(key)?.unwrap();
            for event in events {
                if let Some(command) = event.command {
                    let place = (row.standing.code.clone(), event.number);
                    kept.entry(command.key).or_default().push(place);
                }
            }
        }
        Ok(())
    });
    read.unwrap();
    for (key, place) in acknowledged {
        let found = kept.get(key).map(Vec::as_slice);
        assert_eq!(
            found,
            Some(std::slice::from_ref(place)),
            "round {round}: {key}"
        );
    }
}

/// All commands of a round once more, in order; what was acknowledged answers as before.
fn send_again(app: &App, round: u64, acknowledged: &Acknowledged) -> Acknowledged {
    let mut all = Acknowledged::new();
    let mut codes = vec![String::new(); CASES];
    for step in 0..STEPS {
        for (case, code) in codes.iter_mut().enumerate() {
            let done = send(app, round, (case, step), code).unwrap();
            code.clone_from(&done.code);
            let key = key(round, case, step);
            let place = (done.code, done.number);
            if let Some(before) = acknowledged.get(&key) {
                assert_eq!((done.before, before), (true, &place), "{key}");
            }
            all.insert(key, place);
        }
    }
    all
}

/// Each case of the round has all its entries, no more, and is done.
fn complete(url: &str, round: u64) {
    let store = Store::open(url).unwrap();
    let mut cases = 0;
    let read = store.read::<_, StoreError>(|tx| {
        for key in tx.case_keys()? {
            let (row, events) = tx.case_to_check(key)?.unwrap();
            if row.standing.title.zh.starts_with(&format!("{round}-")) {
                cases += 1;
                let place = (row.standing.state.as_str(), events.len());
                assert_eq!(place, ("done", ENTRIES), "{}", row.standing.code);
            }
        }
        Ok(())
    });
    read.unwrap();
    assert_eq!(cases, CASES);
}

fn key(round: u64, case: usize, step: usize) -> String {
    format!("{round}-{case}-{step}")
}

/// Sends one command under its key.
fn send(app: &App, round: u64, (case, step): (usize, usize), code: &str) -> Answer<CaseDone> {
    let key = Some(key(round, case, step));
    if step == 0 {
        let input = OpenCaseInput {
            workflow: "tiny/flow".to_owned(),
            title: Text::same(format!("{round}-{case}")),
            fields: BTreeMap::from([("text".to_owned(), "路灯坏了".to_owned())]),
            key,
            ..OpenCaseInput::default()
        };
        return follow::open_case(app, &Call::named("asker"), &input);
    }
    let act = |act: &str, head: Option<&str>| {
        let people = head.map(|head| ("head".to_owned(), vec![head.to_owned()]));
        What::Act(ActInput {
            act: act.to_owned(),
            people: people.into_iter().collect(),
            ..ActInput::default()
        })
    };
    let note = |text: &str| What::Note {
        text: text.to_owned(),
    };
    let (who, what) = match step {
        1 => ("officer", act("take", Some("head"))),
        2 => ("officer", note("在办")),
        3 => ("asker", note("急")),
        4 => ("officer", act("solve", None)),
        _ => {
            let (agree, reason) = (true, "可".to_owned());
            ("head", What::Sign { agree, reason })
        }
    };
    let command = CaseCommand {
        key,
        ..CaseCommand::new(code, what)
    };
    follow::act_in_case(app, &Call::named(who), &command)
}

/// Not a test of its own: the process to be killed. Without an address it does nothing.
#[test]
fn writer() {
    let Ok(url) = std::env::var(ADDRESS) else {
        return;
    };
    let round: u64 = std::env::var(ROUND).unwrap().parse().unwrap();
    let app = opened(&url);
    let codes: Vec<Mutex<String>> = (0..CASES).map(|_| Mutex::default()).collect();
    let together = Barrier::new(THREADS);
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let (app, codes, together) = (&app, &codes, &together);
            scope.spawn(move || {
                for step in 0..STEPS {
                    // The two notes of a case are sent by two threads at the same time.
                    let shift = usize::from(step == 3);
                    for place in (thread..CASES).step_by(THREADS) {
                        let case = (place + shift) % CASES;
                        let code = codes[case].lock().unwrap().clone();
                        let done = send(app, round, (case, step), &code).unwrap();
                        codes[case].lock().unwrap().clone_from(&done.code);
                        let key = key(round, case, step);
                        tell(&format!("done {key} {} {} .", done.code, done.number));
                    }
                    if step != 2 {
                        together.wait();
                    }
                }
            });
        }
    });
}

/// Writes a line at once, past the test harness.
fn tell(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{line}").unwrap();
    out.flush().unwrap();
}
