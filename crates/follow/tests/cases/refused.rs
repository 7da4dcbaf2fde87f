//! Every refusal of a command, provoked once, with nothing changed by it.

use super::desk::{Desk, command, document, input, new_case, sentences, time, workflow};
use julin_follow::budget::Visit;
use julin_follow::case::moving::move_to;
use julin_follow::case::{self, ActInput, Around, NewCase, What};
use julin_follow::{Case, Workflow};
use julin_model::Text;
use std::collections::BTreeSet;

const FLOW: &str = "
title: {zh: 流程, en: Flow}
version: 1
code: FL
subject: {title: {zh: 企业, en: Firm}, types: [enterprise], optional: true}
roles:
  - {id: asker, title: {zh: 提出人, en: Asker}, taken: opening}
  - {id: handler, title: {zh: 经办人, en: Handler}, taken: claimed}
  - {id: leader, title: {zh: 领导, en: Leader}, many: true}
fields:
  - {id: day, title: {zh: 日期, en: Day}, kind: date}
  - {id: body, title: {zh: 部门, en: Body}, kind: line}
  - {id: n, title: {zh: 数量, en: Count}, kind: number}
  - {id: yes, title: {zh: 是否, en: Agreed}, kind: flag}
  - {id: firm, title: {zh: 企业, en: Firm}, kind: entity}
  - {id: level, title: {zh: 级别, en: Level}, kind: choice, choices: [{id: a, title: {zh: 甲, en: A}}]}
states:
  - {id: new, title: {zh: 新, en: New}, turn: [handler]}
  - {id: work, title: {zh: 办理, en: Work}, turn: [handler]}
  - {id: done, title: {zh: 完成, en: Done}, phase: done}
  - {id: off, title: {zh: 撤回, en: Off}, phase: ended}
acts:
  - {id: ask, title: {zh: 提出, en: Ask}, to: [new], by: [asker], takes: [day, body, n, yes, firm, level]}
  - {id: take, title: {zh: 接收, en: Take}, from: [new], to: [work], by: [handler]}
  - {id: plan, title: {zh: 安排, en: Plan}, from: [work], by: [handler], needs: [day, body]}
  - {id: check, title: {zh: 复核, en: Check}, from: [work], by: [asker, handler], not_by_who_did: [take]}
  - {id: once, title: {zh: 一次, en: Once}, from: [work], by: [handler], most: 1}
  - {id: choose, title: {zh: 选择, en: Choose}, from: [work], to: [done, off], by: [handler], reason: true, evidence: 1}
  - {id: lead, title: {zh: 报批, en: Lead}, from: [work], to: [done], by: [handler], names: [leader], countersign: {role: leader, rule: all}}
  - {id: count, title: {zh: 计数, en: Count}, from: [work], by: [handler], when: n > 3, otherwise: {zh: 不到三个, en: Three or fewer}}
  - {id: off, title: {zh: 撤回, en: Withdraw}, from: [new, work], to: [off], by: [asker], sense: withdraw}
obligations: {title: {zh: 承诺, en: Promises}, made_by: [handler], owned_by: [asker, handler]}
budget: {name: contacts, day: day, body: body, uses: [plan], most_per_month: 1}
";

const ROUND: &str = "
title: {zh: 轮次, en: Round}
version: 1
code: RD
roles:
  - {id: host, title: {zh: 主办, en: Host}, taken: opening}
  - {id: judge, title: {zh: 评委, en: Judge}, many: true}
states:
  - {id: call, title: {zh: 征集, en: Call}, turn: [host]}
  - {id: score, title: {zh: 评分, en: Scoring}, turn: [judge]}
  - {id: shown, title: {zh: 公布, en: Shown}, phase: done}
acts:
  - {id: open, title: {zh: 发布, en: Open}, to: [call], by: [host], names: [judge]}
  - {id: start, title: {zh: 开评, en: Start}, from: [call], to: [score], by: [host]}
  - {id: show, title: {zh: 公布, en: Show}, from: [score], to: [shown], by: [host]}
scoring: {judges: judge, items: [{id: idea, title: {zh: 创意, en: Idea}, most: 10}], while_in: [score], shown_in: [shown]}
";

fn applying() -> Workflow {
    let within = "within: {workflow: test/round, while_in: [call]}\nroles:";
    workflow(&FLOW.replacen("roles:", within, 1))
}

fn round() -> Desk {
    let compiled = Workflow::compile("test/round", &super::desk::spec(ROUND));
    let act = input("open", &["judge:Judge", "judge:Asker", "judge:Torn"]);
    Desk::open(
        compiled.workflow.unwrap(),
        ("Host", "2026-11-02 09:00"),
        &act,
    )
}

fn open() -> Desk {
    Desk::open(
        workflow(FLOW),
        ("Asker", "2026-11-02 09:00"),
        &input("ask", &[]),
    )
}

/// In hand, with a leader who was asked for nothing yet.
fn working() -> Desk {
    let mut desk = open();
    desk.act("Handler", "2026-11-03 09:00", "take", &[]);
    desk
}

const NOW: &str = "2026-11-04 10:00";

/// The code an opening is refused with.
fn not_opened(flow: &Workflow, new: &NewCase, within: Option<(&Workflow, &Case)>) -> String {
    refused_opening(flow, new, within, &input("ask", &[]))
}

fn refused_opening(
    flow: &Workflow,
    new: &NewCase,
    within: Option<(&Workflow, &Case)>,
    act: &ActInput,
) -> String {
    let around = Around {
        now: time(NOW),
        within,
        visits: &[],
    };
    let command = command("Asker", NOW, What::Act(act.clone()));
    case::open(flow, new, &around, (&command, act))
        .unwrap_err()
        .code
}

#[test]
fn every_refusal_is_provoked_once() {
    let mut seen = BTreeSet::new();
    opening(&mut seen);
    acting(&mut seen);
    filling(&mut seen);
    agreeing(&mut seen);
    promising(&mut seen);
    judging(&mut seen);
    let all: BTreeSet<String> = sentences("follow.")
        .into_iter()
        .filter(|code| !code.starts_with("follow.workflow."))
        .collect();
    assert_eq!(all.difference(&seen).collect::<Vec<_>>(), [""; 0]);
    assert_eq!(seen.difference(&all).collect::<Vec<_>>(), [""; 0]);
}

fn opening(seen: &mut BTreeSet<String>) {
    let flow = workflow(FLOW);
    let untitled = NewCase {
        title: Text::default(),
        ..new_case()
    };
    seen.insert(not_opened(&flow, &untitled, None));
    let park = NewCase {
        subject: Some(("p".into(), "park".into())),
        ..new_case()
    };
    seen.insert(not_opened(&flow, &park, None));
    let must = workflow(&FLOW.replace(", optional: true", ""));
    seen.insert(not_opened(&must, &new_case(), None));
    let round = round();
    seen.insert(not_opened(&round.workflow, &park, None));
    let above = (&round.workflow, &round.case);
    seen.insert(not_opened(&flow, &new_case(), Some(above)));
    let within = applying();
    seen.insert(not_opened(&within, &new_case(), None));
    let other = open();
    seen.insert(not_opened(
        &within,
        &new_case(),
        Some((&other.workflow, &other.case)),
    ));
    let mut closed = self::round();
    closed.act("Host", "2026-11-03 09:00", "start", &[]);
    seen.insert(not_opened(
        &within,
        &new_case(),
        Some((&closed.workflow, &closed.case)),
    ));
    // An act that opens nothing is none to open with.
    let wrong = refused_opening(&flow, &new_case(), None, &input("take", &[]));
    assert_eq!(wrong, "follow.act.unknown");
}

fn acting(seen: &mut BTreeSet<String>) {
    let act = |act: &str, told: &[&str]| What::Act(input(act, told));
    let mut desk = open();
    seen.insert(desk.refuses("", NOW, act("take", &[])));
    seen.insert(desk.refuses(&"n".repeat(101), NOW, act("take", &[])));
    seen.insert(desk.refuses("Han\u{202e}dler", NOW, act("take", &[])));
    seen.insert(desk.refuses("Handler", "2026-11-01 09:00", act("take", &[])));
    seen.insert(desk.refuses("Handler", NOW, act("nothing", &[])));
    seen.insert(desk.refuses("Handler", NOW, act("choose", &[])));
    let mut desk = working();
    let early = Around {
        now: time("2026-11-04 09:00"),
        ..Around::default()
    };
    let ahead = desk.try_around("Handler", NOW, act("once", &[]), &early);
    seen.insert(ahead.unwrap_err().code);
    seen.insert(desk.refuses("Handler", "2026-11-02 10:00", act("once", &[])));
    seen.insert(desk.refuses("Stranger", NOW, act("once", &[])));
    seen.insert(desk.refuses("Handler", NOW, act("check", &[])));
    seen.insert(desk.refuses("Handler", NOW, act("choose", &[">done", "+a"])));
    seen.insert(desk.refuses("Handler", NOW, act("choose", &["?so", "+a"])));
    seen.insert(desk.refuses("Handler", NOW, act("choose", &[">done", "?so"])));
    let many: Vec<String> = (0..51).map(|n| format!("+{n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let many = [&[">done", "?so"], many.as_slice()].concat();
    seen.insert(desk.refuses("Handler", NOW, act("choose", &many)));
    seen.insert(desk.refuses("Handler", NOW, act("once", &["leader:Boss"])));
    seen.insert(desk.refuses("Handler", NOW, act("lead", &[])));
    let most: Vec<String> = (0..201).map(|n| format!("leader:{n}")).collect();
    let most: Vec<&str> = most.iter().map(String::as_str).collect();
    seen.insert(desk.refuses("Handler", NOW, act("lead", &most)));
    seen.insert(desk.refuses("Handler", NOW, act("lead", &["leader:Handler"])));
    seen.insert(desk.refuses("Handler", NOW, act("count", &[])));
    let long = format!("?{}", "x".repeat(10_001));
    seen.insert(desk.refuses("Handler", NOW, act("once", &[&long])));
    let others = [Visit {
        budget: "contacts".into(),
        code: "T-2026-0002".into(),
        day: super::desk::day("2026-11-20"),
        body: "Tax".into(),
    }];
    let around = Around {
        now: time(NOW),
        visits: &others,
        ..Around::default()
    };
    let plan = act("plan", &["day=2026-11-10", "body=Trade"]);
    let spent = desk.try_around("Handler", NOW, plan, &around).unwrap_err();
    assert_eq!(spent.args["others"], "T-2026-0002 2026-11-20 Tax");
    seen.insert(spent.code);
    desk.act("Handler", NOW, "once", &[]);
    seen.insert(desk.refuses("Handler", NOW, act("once", &[])));
    let mut counted = Desk::open(
        workflow(FLOW),
        ("Asker", "2026-11-02 09:00"),
        &input("ask", &["n=3"]),
    );
    counted.act("Handler", "2026-11-03 09:00", "take", &[]);
    seen.insert(counted.refuses("Handler", NOW, act("count", &[])));
}

fn filling(seen: &mut BTreeSet<String>) {
    let flow = workflow(FLOW);
    for told in [
        "day=soon",
        "n=many",
        "yes=perhaps",
        "firm=a b",
        "level=c",
        "x=1",
    ] {
        let act = input("ask", &[told]);
        seen.insert(refused_opening(&flow, &new_case(), None, &act));
    }
    let long = format!("body={}", "x".repeat(301));
    seen.insert(refused_opening(
        &flow,
        &new_case(),
        None,
        &input("ask", &[&long]),
    ));
    let mut desk = working();
    let plan = What::Act(input("plan", &["day=2026-11-10"]));
    seen.insert(desk.refuses("Handler", NOW, plan));
}

fn agreeing(seen: &mut BTreeSet<String>) {
    let sign = |agree, reason: &str| What::Sign {
        agree,
        reason: reason.into(),
    };
    let to = |to: &str| What::Delegate {
        role: "handler".into(),
        to: to.into(),
        reason: String::new(),
    };
    let text = |text: &str| text.to_owned();
    let mut desk = working();
    seen.insert(desk.refuses("Boss", NOW, sign(true, "")));
    desk.act("Handler", NOW, "lead", &["leader:Boss", "leader:Second"]);
    seen.insert(desk.refuses("Handler", NOW, What::Act(input("once", &[]))));
    seen.insert(desk.refuses("Asker", NOW, sign(true, "")));
    seen.insert(desk.refuses("Boss", NOW, sign(false, "")));
    desk.does("Boss", NOW, sign(true, ""));
    seen.insert(desk.refuses("Boss", NOW, sign(true, "")));
    seen.insert(desk.refuses(
        "Asker",
        NOW,
        What::AskToSign {
            person: text("Third"),
        },
    ));
    seen.insert(desk.refuses(
        "Boss",
        NOW,
        What::AskToSign {
            person: text("Second"),
        },
    ));
    seen.insert(desk.refuses("Asker", NOW, to("Other")));
    seen.insert(desk.refuses("Handler", NOW, to("Handler")));
    seen.insert(working().refuses("Handler", NOW, What::Hurry { text: text("now") }));
    seen.insert(desk.refuses("Asker", NOW, What::Note { text: text(" ") }));
    desk.does(
        "Asker",
        NOW,
        What::Copy {
            person: text("Friend"),
        },
    );
    seen.insert(desk.refuses(
        "Asker",
        NOW,
        What::Copy {
            person: text("Friend"),
        },
    ));
    seen.insert(desk.refuses(
        "Stranger",
        NOW,
        What::Note {
            text: text("me too"),
        },
    ));
    let documents = vec![document("a.pdf\u{0}")];
    assert_eq!(
        desk.refuses("Asker", NOW, What::Attach { documents }),
        "follow.words-unseen"
    );
    let flow = workflow(FLOW);
    let (case, v2) = (&desk.case, (&flow, "v2"));
    let moving = |to, state, why| move_to(case, "Handler", to, (state, why)).unwrap_err().code;
    seen.insert(moving((&flow, "v1"), None, "so"));
    seen.insert(moving(v2, Some("gone"), "so"));
    seen.insert(moving(v2, None, ""));
    seen.insert(moving((&round().workflow, "v2"), None, "so"));
    let mut over = open();
    over.act("Asker", NOW, "off", &[]);
    seen.insert(over.refuses("Asker", NOW, What::Hurry { text: text("now") }));
}

fn promising(seen: &mut BTreeSet<String>) {
    let promise = |title: &str, owner: &str, due: &str| What::Oblige {
        title: Text::same(title),
        owner: owner.to_owned(),
        due: Some(super::desk::day(due)),
    };
    let off = |obligation, due: &str, reason: &str| What::PutOff {
        obligation,
        due: super::desk::day(due),
        reason: reason.to_owned(),
    };
    let keep = |obligation| What::Keep {
        obligation,
        result: String::new(),
        documents: vec![],
    };
    seen.insert(round().refuses("Host", NOW, promise("a", "host", "2026-12-01")));
    let mut desk = working();
    seen.insert(desk.refuses("Asker", NOW, promise("a", "asker", "2026-12-01")));
    seen.insert(desk.refuses("Handler", NOW, promise("", "asker", "2026-12-01")));
    seen.insert(desk.refuses("Handler", NOW, promise("a", "leader", "2026-12-01")));
    seen.insert(desk.refuses("Handler", NOW, promise("a", "asker", "2026-11-01")));
    desk.does("Handler", NOW, promise("a", "asker", "2026-12-01"));
    seen.insert(desk.refuses("Asker", NOW, keep(2)));
    seen.insert(desk.refuses("Handler", NOW, off(1, "2026-11-30", "so")));
    seen.insert(desk.refuses("Handler", NOW, off(1, "2026-12-30", "")));
    desk.does("Asker", NOW, keep(1));
    seen.insert(desk.refuses("Asker", NOW, keep(1)));
}

fn around<'a>(above: (&'a Workflow, &'a Case)) -> Around<'a> {
    Around {
        now: time(NOW),
        within: Some(above),
        visits: &[],
    }
}

fn judging(seen: &mut BTreeSet<String>) {
    let score = |item: &str, n: f64| What::Score {
        points: [("idea".to_owned(), 1.0), (item.to_owned(), n)].into(),
        note: String::new(),
    };
    let interest = |has, reason: &str| What::Interest {
        has,
        reason: reason.to_owned(),
    };
    let mut round = round();
    let mut desk = open();
    desk.workflow = applying();
    seen.insert(desk.refuses("Judge", NOW, score("idea", 5.0)));
    let early = (round.workflow.clone(), round.case.clone());
    let mut refused = |desk: &mut Desk, by: &str, above: (&Workflow, &Case), what| {
        let before = desk.case.clone();
        seen.insert(
            desk.try_around(by, NOW, what, &around(above))
                .unwrap_err()
                .code,
        );
        assert_eq!(desk.case, before);
    };
    refused(&mut desk, "Judge", (&early.0, &early.1), score("idea", 5.0));
    round.act("Host", "2026-11-03 09:00", "start", &[]);
    let above = (&round.workflow, &round.case);
    refused(&mut desk, "Stranger", above, score("idea", 5.0));
    refused(&mut desk, "Asker", above, score("idea", 5.0));
    refused(&mut desk, "Judge", above, score("idea", 11.0));
    refused(&mut desk, "Judge", above, score("look", 5.0));
    refused(&mut desk, "Judge", above, interest(true, ""));
    refused(&mut desk, "Judge", above, interest(false, ""));
    desk.try_around("Torn", NOW, interest(true, "family"), &around(above))
        .unwrap();
    refused(&mut desk, "Torn", above, score("idea", 5.0));
    // An interest is not taken back once nobody scores any more.
    refused(&mut desk, "Torn", (&early.0, &early.1), interest(false, ""));
    desk.try_around("Judge", NOW, score("idea", 5.0), &around(above))
        .unwrap();
}
