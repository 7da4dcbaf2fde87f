//! Acts that others must agree to: all or any, added signers, roles handed on, second
//! thoughts, and what changed in the meantime.

use super::desk::{Desk, input, workflow};
use julin_follow::case::parts::{PartKind, parts};
use julin_follow::case::{Deed, What};

const FLOW: &str = "
title: {zh: 报批, en: Approval}
version: 1
code: AP
roles:
  - {id: asker, title: {zh: 提出人, en: Asker}, taken: opening}
  - {id: boss, title: {zh: 领导, en: Boss}, many: true}
obligations: {title: {zh: 承诺, en: Promises}, made_by: [asker], owned_by: [asker]}
states:
  - {id: new, title: {zh: 新, en: New}, turn: [asker]}
  - {id: yes, title: {zh: 同意, en: Agreed}, phase: done}
  - {id: off, title: {zh: 撤回, en: Off}, phase: ended}
acts:
  - {id: ask, title: {zh: 提出, en: Ask}, to: [new], by: [asker], names: [boss]}
  - {id: all, title: {zh: 会签, en: All}, from: [new], to: [yes], by: [asker], countersign: {role: boss, rule: all}, when: obligations.open == 0, otherwise: {zh: 还有承诺, en: Promises are open}}
  - {id: any, title: {zh: 会签, en: Any}, from: [new], to: [yes], by: [asker], countersign: {role: boss, rule: any}}
  - {id: off, title: {zh: 撤回, en: Off}, from: [new], to: [off], by: [asker], sense: withdraw}
";
const NOW: &str = "2026-11-04 10:00";

fn proposed(act: &str) -> Desk {
    let open = input("ask", &["boss:A", "boss:B", "boss:C"]);
    let mut desk = Desk::open(workflow(FLOW), ("Asker", "2026-11-02 09:00"), &open);
    desk.act("Asker", NOW, act, &[]);
    desk
}

fn sign(agree: bool) -> What {
    What::Sign {
        agree,
        reason: "so".to_owned(),
    }
}

fn delegate(to: &str) -> What {
    What::Delegate {
        role: "boss".to_owned(),
        to: to.to_owned(),
        reason: String::new(),
    }
}

fn to_sign(desk: &Desk) -> Vec<String> {
    let all = parts(&desk.workflow, &desk.case).into_iter();
    all.filter(|part| part.kind == PartKind::Sign)
        .map(|part| part.person)
        .collect()
}

#[test]
fn all_must_agree_and_one_no_ends_it() {
    let mut desk = proposed("all");
    assert_eq!(to_sign(&desk), ["A", "B", "C"]);
    desk.does("A", NOW, sign(true));
    desk.does("B", NOW, sign(true));
    assert_eq!(
        (desk.case.state.as_str(), to_sign(&desk)),
        ("new", vec!["C".to_owned()])
    );
    desk.does("C", NOW, sign(true));
    assert_eq!(desk.case.state, "yes");
    assert_eq!(desk.case.done["all"], ["Asker"]);
    let mut refused = proposed("all");
    refused.does("A", NOW, sign(false));
    assert_eq!(
        (refused.case.state.as_str(), &refused.case.pending),
        ("new", &None)
    );
}

#[test]
fn one_is_enough_where_any_may_agree_and_it_fails_when_none_does() {
    let mut desk = proposed("any");
    desk.does("A", NOW, sign(false));
    desk.does("B", NOW, sign(true));
    assert_eq!(desk.case.state, "yes");
    let mut none = proposed("any");
    none.does("A", NOW, sign(false));
    none.does("B", NOW, sign(false));
    assert!(none.case.pending.is_some());
    none.does("C", NOW, sign(false));
    assert_eq!(
        (none.case.state.as_str(), &none.case.pending),
        ("new", &None)
    );
}

#[test]
fn a_signer_who_was_added_is_waited_for() {
    let mut desk = proposed("all");
    desk.does(
        "A",
        NOW,
        What::AskToSign {
            person: "D".to_owned(),
        },
    );
    for person in ["A", "B", "C"] {
        desk.does(person, NOW, sign(true));
    }
    assert_eq!(
        (desk.case.state.as_str(), to_sign(&desk)),
        ("new", vec!["D".to_owned()])
    );
    desk.does("D", NOW, sign(true));
    assert_eq!(desk.case.state, "yes");
}

#[test]
fn whoever_takes_the_role_over_signs_and_a_signature_given_before_stays() {
    let mut desk = proposed("all");
    desk.does("A", NOW, sign(true));
    desk.does("A", NOW, delegate("D"));
    desk.does("B", NOW, delegate("E"));
    assert_eq!(to_sign(&desk), ["C", "E"]);
    assert_eq!(desk.refuses("B", NOW, sign(true)), "follow.sign.not-asked");
    desk.does("E", NOW, sign(true));
    desk.does("C", NOW, sign(true));
    assert_eq!(desk.case.state, "yes");
}

#[test]
fn nobody_comes_to_sign_what_they_propose_themselves() {
    let mut desk = proposed("all");
    desk.does("A", NOW, delegate("Asker"));
    assert_eq!(to_sign(&desk), ["A", "B", "C"]);
}

#[test]
fn the_last_signature_is_refused_when_what_must_hold_does_not_any_more() {
    let mut desk = proposed("any");
    desk.does("Asker", NOW, sign(false));
    assert_eq!(desk.case.pending, None);
    desk.act("Asker", NOW, "all", &[]);
    desk.does("A", NOW, sign(true));
    desk.does("B", NOW, sign(true));
    let promise = What::Oblige {
        title: julin_model::Text::same("a report"),
        owner: "asker".to_owned(),
        due: None,
    };
    desk.does("Asker", NOW, promise);
    assert_eq!(desk.refuses("C", NOW, sign(true)), "follow.act.guard");
    let keep = What::Keep {
        obligation: 1,
        result: String::new(),
        documents: Vec::new(),
    };
    desk.does("Asker", NOW, keep);
    desk.does("C", NOW, sign(true));
    assert_eq!(desk.case.state, "yes");
}

#[test]
fn what_waits_for_signatures_can_be_taken_back_and_does_not_keep_the_case_from_being() {
    let mut desk = proposed("all");
    desk.does("Asker", NOW, sign(false));
    assert_eq!(
        (desk.case.state.as_str(), &desk.case.pending),
        ("new", &None)
    );
    let mut desk = proposed("all");
    let decision = desk.act("Asker", NOW, "off", &[]);
    assert!(matches!(decision.deeds[..], [Deed::Act(_)]));
    assert_eq!(
        (desk.case.state.as_str(), &desk.case.pending),
        ("off", &None)
    );
}
