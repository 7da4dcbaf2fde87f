//! Several at once, on both databases: one wins an act, numbers have no gap and no double,
//! the budget of calls holds, no score comes into a round that has been closed.

use crate::office::{FIRM_FIELDS, FIRMS, hands_at, import_firms, packs_with};
use julin_app::follow::{self, ActInput, CaseCommand, OpenCaseInput, Upload, What};
use julin_app::{Answer, App, AppError, Call, Kind, Opening};
use julin_model::Text;
use julin_store::testing::{BACKENDS, TestDatabase};
use julin_store::{Backend, Store, StoreError};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Barrier;

const TASK: &str = "
title: {zh: 办, en: Do}
version: 1
code: TK
roles:
- {id: asker, title: {zh: 提出人, en: Asker}, taken: opening}
- {id: officer, title: {zh: 专员, en: Officer}, taken: claimed}
states:
- {id: new, title: {zh: 待办, en: New}, turn: [officer]}
- {id: work, title: {zh: 办理, en: In hand}, turn: [officer]}
- {id: done, title: {zh: 办结, en: Done}, phase: done}
acts:
- {id: open, title: {zh: 提交, en: Submit}, to: [new], by: [asker]}
- {id: take, title: {zh: 受理, en: Take}, from: [new], to: [work], by: [officer]}
- {id: solve, title: {zh: 办结, en: Solve}, from: [work], to: [done], by: [officer]}
";
const CALL: &str = "
title: {zh: 走访, en: Visit}
version: 1
code: CL
subject: {title: {zh: 企业, en: Firm}, types: [enterprise]}
roles:
- {id: visitor, title: {zh: 走访人, en: Visitor}, taken: opening}
fields:
- {id: day, title: {zh: 日期, en: Day}, kind: date}
- {id: body, title: {zh: 部门, en: Department}, kind: line}
states:
- {id: planned, title: {zh: 已安排, en: Planned}, turn: [visitor]}
- {id: noted, title: {zh: 已记录, en: Noted}, phase: done}
- {id: off, title: {zh: 已取消, en: Cancelled}, phase: ended}
acts:
- {id: plan, title: {zh: 安排, en: Plan}, to: [planned], by: [visitor], needs: [day, body]}
- {id: change, title: {zh: 改期, en: Change}, from: [planned], by: [visitor], needs: [day]}
- {id: note, title: {zh: 记录, en: Note}, from: [planned], to: [noted], by: [visitor]}
- {id: cancel, title: {zh: 取消, en: Cancel}, from: [planned], to: [off], by: [visitor]}
budget: {name: calls, day: day, body: body, uses: [plan, change], frees: [cancel], most_per_month: 2}
";
const ROUND: &str = "
title: {zh: 评审, en: Round}
version: 1
code: RD
roles:
- {id: host, title: {zh: 组织人, en: Host}, taken: opening}
- {id: judge, title: {zh: 评委, en: Judge}, many: true}
states:
- {id: scoring, title: {zh: 评分, en: Scoring}, turn: [host]}
- {id: closed, title: {zh: 已结束, en: Closed}, phase: done}
acts:
- {id: open, title: {zh: 开始, en: Open}, to: [scoring], by: [host], names: [judge]}
- {id: close, title: {zh: 结束评分, en: Close}, from: [scoring], to: [closed], by: [host]}
scoring: {judges: judge, items: [{id: merit, title: {zh: 水平, en: Merit}, most: 10}], while_in: [scoring], shown_in: [closed]}
";
const ENTRY: &str = "
title: {zh: 申报, en: Entry}
version: 1
code: EN
within: {workflow: tiny/round, while_in: [scoring]}
roles:
- {id: asker, title: {zh: 申报人, en: Applicant}, taken: opening}
states:
- {id: in, title: {zh: 已申报, en: Entered}, turn: [asker]}
- {id: out, title: {zh: 已撤回, en: Withdrawn}, phase: ended}
acts:
- {id: enter, title: {zh: 申报, en: Enter}, to: [in], by: [asker]}
- {id: leave, title: {zh: 撤回, en: Withdraw}, from: [in], to: [out], by: [asker], sense: withdraw}
";
const MANY: usize = 8;

struct House {
    app: App,
    database: TestDatabase,
}

fn house(backend: Backend) -> House {
    let database = TestDatabase::new(backend);
    let packs = packs_with([
        ("fields/f.yaml", FIRM_FIELDS),
        ("workflows/task.yaml", TASK),
        ("workflows/call.yaml", CALL),
        ("workflows/round.yaml", ROUND),
        ("workflows/entry.yaml", ENTRY),
    ]);
    assert_eq!(packs.diagnostics(), []);
    // A clock that goes on with every reading: what is later shows a later time.
    let hands = hands_at("2026-11-23T01:00:00Z");
    let app = App::open(&database.url, Opening::Create, packs, hands).unwrap();
    House { app, database }
}

impl House {
    fn open(&self, name: &str, workflow: &str, more: OpenCaseInput) -> Answer<String> {
        let input = OpenCaseInput {
            workflow: format!("tiny/{workflow}"),
            title: Text::same("事"),
            ..more
        };
        follow::open_case(&self.app, &Call::named(name), &input).map(|done| done.code)
    }

    fn send(&self, name: &str, (code, seen): (&str, Option<u32>), what: What) -> Answer<u32> {
        let command = CaseCommand {
            seen,
            ..CaseCommand::new(code, what)
        };
        follow::act_in_case(&self.app, &Call::named(name), &command).map(|done| done.number)
    }

    fn sound(&self) {
        let found = follow::verify_cases(&self.app, &Call::named("check")).unwrap();
        assert_eq!(found.faults, []);
    }
}

fn act(act: &str) -> What {
    let act = act.to_owned();
    What::Act(ActInput {
        act,
        ..ActInput::default()
    })
}

/// What several come to who begin at the same moment.
fn at_once<T: Send>(many: usize, f: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let together = Barrier::new(many);
    std::thread::scope(|scope| {
        let one = |i| {
            let (f, together) = (&f, &together);
            scope.spawn(move || {
                together.wait();
                f(i)
            })
        };
        let all: Vec<_> = (0..many).map(one).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

fn told(error: &AppError) -> (Kind, &str) {
    (error.kind(), &error.diagnostic().code)
}

#[test]
fn of_several_acts_on_one_case_one_wins() {
    for backend in BACKENDS {
        let house = house(backend);
        for (seen, wanted) in [
            (Some(1), (Kind::Conflict, "app.case-moved")),
            (None, (Kind::Invalid, "follow.act.state")),
        ] {
            for _ in 0..5 {
                let code = house.open("asker", "task", OpenCaseInput::default());
                let code = code.unwrap();
                let all = at_once(MANY, |i| {
                    house.send(&format!("officer {i}"), (&code, seen), act("take"))
                });
                let lost = all.iter().filter_map(|own| own.as_ref().err());
                let lost: Vec<_> = lost.map(told).collect();
                assert_eq!(lost, vec![wanted; MANY - 1], "{backend:?}");
            }
        }
        house.sound();
    }
}

/// Refused openings are among them: they take no number either.
#[test]
fn numbers_have_no_gap_and_no_double() {
    for backend in BACKENDS {
        let house = house(backend);
        let codes = at_once(MANY, |i| {
            let mut own = Vec::new();
            for n in 0..12 {
                let input = OpenCaseInput {
                    act: if n % 3 == 2 { "no such" } else { "" }.to_owned(),
                    ..OpenCaseInput::default()
                };
                own.extend(house.open(&format!("asker {i}"), "task", input));
            }
            own
        });
        let codes: BTreeSet<String> = codes.into_iter().flatten().collect();
        let wanted = (1..=MANY * 8).map(|n| format!("TK-2026-{n:04}"));
        assert_eq!(codes, wanted.collect(), "{backend:?}");
        house.sound();
    }
}

/// Two at once hand in the same documents in opposite order, half of them under another
/// ending: nobody waits for the other in a circle, and each document is kept once.
#[test]
fn the_same_documents_in_opposite_order_do_not_block_one_another() {
    for backend in BACKENDS {
        let house = house(backend);
        let all = at_once(MANY, |i| {
            let name = format!("asker {i}");
            let code = house.open(&name, "task", OpenCaseInput::default())?;
            for n in 0..12 {
                let file = |half: &str| Upload {
                    name: format!("{half}.{}", ["txt", "csv"][i % 2]),
                    content: format!("{half} of {n}").into_bytes(),
                };
                let mut documents = vec![file("first"), file("second"), file("first")];
                if i % 2 == 1 {
                    documents.reverse();
                }
                let nothing = Vec::new();
                let command = CaseCommand {
                    documents,
                    ..CaseCommand::new(&code, What::Attach { documents: nothing })
                };
                follow::act_in_case(&house.app, &Call::named(&name), &command)?;
            }
            Ok::<_, AppError>(())
        });
        for done in all {
            done.unwrap();
        }
        let store = Store::open(&house.database.url).unwrap();
        let kept = store.read::<_, StoreError>(|tx| tx.documents_checked());
        assert_eq!(kept.unwrap().len(), 24, "{backend:?}");
        house.sound();
    }
}

#[test]
fn the_budget_of_calls_holds_when_departments_plan_at_once() {
    for backend in BACKENDS {
        let house = house(backend);
        import_firms(&house.app, house.database.folder.path(), FIRMS);
        for firm in ["甲公司", "乙公司"] {
            let all = at_once(MANY, |i| {
                let fields = [
                    ("day", format!("2026-11-{}", 24 + i % 3)),
                    ("body", format!("部门{i}")),
                ];
                let input = OpenCaseInput {
                    subject: Some(firm.to_owned()),
                    fields: fields.map(|(id, value)| (id.to_owned(), value)).into(),
                    ..OpenCaseInput::default()
                };
                house.open(&format!("visitor {i}"), "call", input)
            });
            let won: Vec<_> = all.iter().filter_map(|own| own.as_ref().ok()).collect();
            assert_eq!(won.len(), 2, "{backend:?}: {all:?}");
            for lost in all.iter().filter_map(|own| own.as_ref().err()) {
                assert_eq!(told(lost), (Kind::Invalid, "follow.budget.spent"));
                let others = &lost.diagnostic().args["others"];
                let named = won.iter().all(|code| others.contains(code.as_str()));
                assert!(named && others.contains("部门"), "{others}");
            }
        }
        house.sound();
    }
}

/// All scores that were taken stand before the closing, by their times.
#[test]
fn no_score_comes_into_a_round_that_has_been_closed() {
    for backend in BACKENDS {
        let house = house(backend);
        let judges: Vec<String> = (1..MANY).map(|i| format!("judge {i}")).collect();
        for _ in 0..6 {
            let people = BTreeMap::from([("judge".to_owned(), judges.clone())]);
            let input = OpenCaseInput {
                people,
                ..OpenCaseInput::default()
            };
            let round = house.open("host", "round", input).unwrap();
            let input = OpenCaseInput {
                within: Some(round.clone()),
                ..OpenCaseInput::default()
            };
            let entry = house.open("asker", "entry", input).unwrap();
            let all = at_once(MANY, |i| match i {
                0 => house.send("host", (&round, None), act("close")),
                _ => {
                    let points = BTreeMap::from([("merit".to_owned(), i as f64)]);
                    let note = String::new();
                    let score = What::Score { points, note };
                    house.send(&format!("judge {i}"), (&entry, None), score)
                }
            });
            all[0].as_ref().unwrap();
            for lost in all.iter().filter_map(|own| own.as_ref().err()) {
                assert_eq!(told(lost), (Kind::Invalid, "follow.judge.closed"));
            }
            let taken = all[1..].iter().filter(|own| own.is_ok()).count();
            let times = |code: &str| {
                let store = Store::open(&house.database.url).unwrap();
                let read = store.read::<_, StoreError>(|tx| {
                    let row = tx.case(code)?.unwrap();
                    tx.case_events(row.key)
                });
                let events = read.unwrap().into_iter().skip(1);
                events.map(|event| event.what.at).collect::<Vec<_>>()
            };
            let (scores, closed) = (times(&entry), times(&round));
            assert_eq!(scores.len(), taken);
            assert!(
                scores.iter().all(|at| *at < closed[0]),
                "{backend:?}: {scores:?} {closed:?}"
            );
        }
        house.sound();
    }
}
