//! What is refused in a workflow as written: every finding provoked once, each by one
//! change of a sound workflow.

use super::desk::{findings, workflow};
use julin_follow::Workflow;
use julin_follow::workflow::across::check_across;
use std::collections::BTreeSet;

/// A sound workflow with a little of everything.
const SOUND: &str = "
title: {zh: 流程, en: Flow}
version: 1
code: FL
subject: {title: {zh: 企业, en: Firm}, types: [enterprise]}
roles:
  - {id: asker, title: {zh: 提出人, en: Asker}, taken: opening, side: a}
  - {id: handler, title: {zh: 经办人, en: Handler}, taken: claimed}
  - {id: leader, title: {zh: 领导, en: Leader}, many: true}
fields:
  - {id: day, title: {zh: 日期, en: Day}, kind: date}
  - {id: body, title: {zh: 部门, en: Body}, kind: line}
  - {id: n, title: {zh: 数量, en: Count}, kind: number}
  - {id: level, title: {zh: 级别, en: Level}, kind: choice, choices: [{id: a, title: {zh: 甲, en: A}}, {id: b, title: {zh: 乙, en: B}}]}
  - {id: said, title: {zh: 说法, en: Said}, kind: text, each_side: true}
states:
  - {id: new, title: {zh: 新, en: New}, turn: [handler]}
  - {id: late, title: {zh: 逾期, en: Late}, turn: [handler]}
  - {id: done, title: {zh: 完成, en: Done}, phase: done}
acts:
  - {id: ask, title: {zh: 提出, en: Ask}, to: [new], by: [asker], takes: [day, body, n, level, said]}
  - {id: come, title: {zh: 到期, en: Come}, from: [new], to: [late], by: [], by_itself: {day-of: day}}
  - {id: finish, title: {zh: 完成, en: Finish}, from: [new, late], to: [done], by: [handler], names: [leader], countersign: {role: leader, rule: all}, when: n > 0, otherwise: {zh: 数量为零, en: There is none}, obliges: [{title: {zh: 回访, en: Call}, owner: handler, day_of: day}]}
clocks:
  - {id: work, title: {zh: 办理, en: Work}, starts: [ask], stops: [finish], allows: {working-days: 5}, levels: [{field: level, is: a, allows: {working-hours: 4}}]}
silence: {after_days: [7, 14], asks: [handler]}
obligations: {title: {zh: 承诺, en: Promises}, made_by: [handler], owned_by: [asker]}
budget: {name: contacts, day: day, body: body, uses: [ask], most_per_month: 2}
scoring: {judges: leader, items: [{id: idea, title: {zh: 创意, en: Idea}, most: 10}], while_in: [new], shown_in: [done], ties: [{item: idea}]}
register: {title: {zh: 名录, en: Register}, while_in: [done], day: day, count: n}
funnel: [new, done]
";

/// What to change in it, into what, and what is found then.
const CHANGES: &[(&str, &str, &str)] = &[
    ("code: FL", "code: fl", "code follow.workflow.code"),
    (
        "by: [handler], names",
        "by: [boss], names",
        "acts.2.by.0 follow.workflow.unknown-role",
    ),
    (
        "while_in: [done], day",
        "while_in: [gone], day",
        "register.while_in follow.workflow.unknown-state",
    ),
    (
        "uses: [ask]",
        "uses: [call]",
        "budget.uses follow.workflow.unknown-act",
    ),
    (
        "count: n",
        "count: m",
        "register follow.workflow.unknown-field",
    ),
    (
        "{item: idea}",
        "{item: ideas}",
        "scoring.ties.0 follow.workflow.unknown-item",
    ),
    (
        "kind: line",
        "kind: choice",
        "fields.1.choices follow.workflow.choices",
    ),
    (
        "to: [new], by: [asker]",
        "to: [new, late], by: [asker]",
        "acts.0.to follow.workflow.opening-to",
    ),
    (
        "to: [new], by: [asker]",
        "to: [new], countersign: {role: leader, rule: any}, by: [asker]",
        "acts.0.countersign follow.workflow.opening-signed",
    ),
    (
        "by: [], by_itself: {day-of: day}",
        "by: []",
        "acts.1.by follow.workflow.nobody",
    ),
    (
        "{day-of: day}",
        "{late: nothing}",
        "acts.1.by_itself follow.workflow.trigger",
    ),
    (
        "by_itself: {day-of: day}",
        "by_itself: {day-of: day}, opens: [{workflow: test/flow}]",
        "acts.1.by_itself follow.workflow.trigger",
    ),
    (
        "from: [new], to: [late]",
        "from: [new], to: [new]",
        "acts.1.by_itself follow.workflow.trigger",
    ),
    (
        "otherwise: {zh: 数量为零, en: There is none}, ",
        "",
        "acts.2.otherwise follow.workflow.otherwise",
    ),
    (
        "stops: [finish]",
        "stops: []",
        "clocks.0 follow.workflow.clock",
    ),
    (
        "[7, 14]",
        "[14, 7]",
        "silence.after_days follow.workflow.silence",
    ),
    (
        "[7, 14]",
        "[]",
        "silence.after_days follow.workflow.silence",
    ),
    (
        "subject: {title: {zh: 企业, en: Firm}, types: [enterprise]}\n",
        "",
        "budget follow.workflow.budget-subject",
    ),
    (
        "most: 10",
        "most: 0",
        "scoring.items follow.workflow.scoring",
    ),
    (
        "while_in: [new]",
        "while_in: []",
        "scoring follow.workflow.scoring",
    ),
    (
        "{id: late, title",
        "{id: new, title",
        "states.1.id follow.workflow.twice",
    ),
    (
        "{id: b, title",
        "{id: a, title",
        "fields.3.choices.1.id follow.workflow.twice",
    ),
    (
        "names: [leader], ",
        "",
        "roles.2 follow.workflow.never-named",
    ),
    (
        "{id: ask, title: {zh: 提出, en: Ask}, to",
        "{id: ask, title: {zh: 提出, en: Ask}, from: [new], to",
        "acts follow.workflow.no-opening",
    ),
    (
        "from: [new], to: [late]",
        "from: [late], to: [new]",
        "states.1 follow.workflow.unreached",
    ),
    (
        "from: [new, late], to: [done]",
        "from: [new], to: [done]",
        "states.1 follow.workflow.dead-end",
    ),
    (
        "phase: done",
        "phase: open",
        "states.2 follow.workflow.dead-end",
    ),
    (
        "when: n > 0",
        "when: n + 1",
        "acts.2.when follow.workflow.guard-kind",
    ),
    (
        "when: n > 0",
        "when: m > 0",
        "acts.2.when follow.workflow.guard-name",
    ),
    (
        "{id: work, title",
        "{id: 'Work 1', title",
        "clocks.0.id follow.workflow.id",
    ),
    (
        "kind: number}",
        "kind: number}\n  - {id: days, title: {zh: 天数, en: Days}, kind: number}",
        "fields.3.id follow.workflow.reserved",
    ),
    (
        "day: day, body: body",
        "day: body, body: day",
        "budget.day follow.workflow.kind",
    ),
    (", side: a", "", "fields.4.each_side follow.workflow.sides"),
    (
        "working-days: 5",
        "working-days: 0",
        "clocks.0.allows follow.workflow.allows",
    ),
    (
        "working-hours: 4",
        "working-hours: .nan",
        "clocks.0.levels.0.allows follow.workflow.allows",
    ),
    (
        "is: a, allows",
        "is: c, allows",
        "clocks.0.levels.0.is follow.workflow.level",
    ),
];

#[test]
fn every_finding_is_provoked_by_one_change() {
    workflow(SOUND);
    let mut provoked = BTreeSet::new();
    for (from, to, expected) in CHANGES {
        assert!(SOUND.contains(from), "{from}");
        let found = findings(&SOUND.replacen(from, to, 1));
        let expected = expected.replace(".by.0 ", ".by ");
        assert!(found.contains(&expected), "{to}: {found:?}");
        provoked.extend(
            found
                .iter()
                .filter_map(|f| f.split(' ').nth(1))
                .map(str::to_owned),
        );
    }
    provoked.extend(["follow.workflow.no-exit", "follow.workflow.driven"].map(str::to_owned));
    let elsewhere = [
        "too-many",
        "unknown-state-there",
        "opens-field",
        "opens-kind",
        "opens-never",
    ];
    provoked.extend(elsewhere.map(|code| format!("follow.workflow.{code}")));
    let told: BTreeSet<String> = super::desk::sentences("follow.workflow.");
    assert_eq!(told.difference(&provoked).collect::<Vec<_>>(), [""; 0]);
}

/// A check that comes later does not stop cases that run already; a condition that cannot
/// be read does.
#[test]
fn a_version_cases_run_on_goes_on_being_used() {
    let unsound = super::desk::spec(&SOUND.replace("phase: done", "phase: open"));
    assert!(Workflow::compile("test/flow", &unsound).workflow.is_none());
    assert!(Workflow::kept("test/flow", &unsound).is_some());
    let sound = super::desk::spec(SOUND);
    let kept = Workflow::kept("test/flow", &sound);
    assert_eq!(kept, Workflow::compile("test/flow", &sound).workflow);
    let unread = super::desk::spec(&SOUND.replace("when: n > 0", "when: m > 0"));
    assert_eq!(Workflow::kept("test/flow", &unread), None);
}

const TWO_STATES: &str = "
title: {zh: 流程, en: Flow}
version: 1
code: FL
roles: [{id: asker, title: {zh: 提出人, en: Asker}, taken: opening}]
fields: [{id: day, title: {zh: 日期, en: Day}, kind: date}]
states:
  - {id: a, title: {zh: 甲, en: A}}
  - {id: b, title: {zh: 乙, en: B}}
  - {id: c, title: {zh: 丙, en: C}, phase: done}
acts:
  - {id: ask, title: {zh: 提出, en: Ask}, to: [a], by: [asker], takes: [day]}
  - {id: end, title: {zh: 结束, en: End}, from: [a], to: [c], by: [asker]}
  - {id: go, title: {zh: 去, en: Go}, from: [a], to: [b], by: [asker], by_itself: {day-of: day}}
  - {id: back, title: {zh: 回, en: Back}, from: [b], to: [a], by: [asker], by_itself: {day-of: day}}
";

#[test]
fn a_loop_without_an_exit_is_refused_and_one_with_an_exit_is_not() {
    let by_hand = TWO_STATES.replace(", by_itself: {day-of: day}", "");
    assert_eq!(findings(&by_hand), [""; 0]);
    let ask_c = by_hand.replace("{id: ask, title: {zh: 提出, en: Ask}, to: [a]", "{id: other, title: {zh: 直办, en: Direct}, to: [c], by: [asker]}\n  - {id: ask, title: {zh: 提出, en: Ask}, to: [a]");
    let caught = ask_c.replace("from: [a], to: [c]", "from: [c], to: [c]");
    assert_eq!(
        findings(&caught),
        [
            "states.0 follow.workflow.no-exit",
            "states.1 follow.workflow.no-exit"
        ]
    );
}

#[test]
fn acts_that_drive_each_other_in_a_circle_are_refused_unless_they_are_counted() {
    assert_eq!(findings(TWO_STATES), ["acts follow.workflow.driven"]);
    let counted = TWO_STATES.replacen("by_itself", "most: 2, by_itself", 1);
    assert_eq!(findings(&counted), [""; 0]);
}

#[test]
fn more_than_can_be_looked_at_is_refused() {
    let field = |n: usize| format!("{{id: f{n}, title: {{zh: 字, en: F}}, kind: line}}");
    let fields: Vec<String> = (0..301).map(field).collect();
    let day = "{id: day, title: {zh: 日期, en: Day}, kind: date}";
    let many = TWO_STATES.replace(day, &format!("{day}, {}", fields.join(", ")));
    assert!(findings(&many).contains(&"fields follow.workflow.too-many".to_owned()));
}

/// A visit that opens a request, and an entry within a round; each spoilt once.
#[test]
fn what_does_not_fit_between_workflows_is_found() {
    let base = super::desk::spec(TWO_STATES);
    let opened = |fields: &str, rest: &str| {
        let opens = format!(
            "from: [a], to: [c], by: [asker], opens: [{{workflow: p/other, fields: [{fields}]{rest}}}]"
        );
        let text = TWO_STATES.replace("from: [a], to: [c], by: [asker]", &opens);
        let other = |_: &str| Some(&base);
        let found = check_across(&super::desk::spec(&text), other);
        found
            .into_iter()
            .map(|(path, found)| format!("{path} {}", found.code))
            .collect::<Vec<_>>()
    };
    assert_eq!(opened("{field: day, from: day}", ""), [""; 0]);
    let field = "acts.1.opens.0.fields.0.field follow.workflow.opens-field";
    assert_eq!(opened("{field: gone, from: day}", ""), [field]);
    let mut line = base.clone();
    line.fields[0].kind = julin_follow::workflow::spec::FieldKind::Number;
    line.acts[0].needs.push("day".to_owned());
    line.acts[0].reason = true;
    let text = TWO_STATES.replace(
        "to: [c], by: [asker]",
        "to: [c], by: [asker], opens: [{workflow: p/other, fields: [{field: day, from: day}]}]",
    );
    let found = check_across(&super::desk::spec(&text), |_| Some(&line));
    let codes: Vec<&str> = found.iter().map(|(_, found)| found.code.as_str()).collect();
    assert_eq!(
        codes,
        ["follow.workflow.opens-kind", "follow.workflow.opens-never"]
    );
    let within = TWO_STATES.replace(
        "roles:",
        "within: {workflow: p/other, while_in: [a, gone]}\nroles:",
    );
    let found = check_across(&super::desk::spec(&within), |_| Some(&base));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].1.code, "follow.workflow.unknown-state-there");
}
