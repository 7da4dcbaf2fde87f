//! Workflows tried out: what is wrong with them is found, and the same seed finds the
//! same.

use super::desk::{OFFICE, findings, time, workflow};
use julin_follow::simulate::{Plan, simulate};
use std::path::Path;

const FLOW: &str = "
title: {zh: 流程, en: Flow}
version: 1
code: FL
roles:
  - {id: asker, title: {zh: 提出人, en: Asker}, taken: opening}
  - {id: checker, title: {zh: 复核人, en: Checker}}
fields: [{id: n, title: {zh: 数量, en: Count}, kind: number}]
states:
  - {id: new, title: {zh: 新, en: New}, turn: [asker]}
  - {id: check, title: {zh: 复核, en: Check}, turn: [checker]}
  - {id: done, title: {zh: 完成, en: Done}, phase: done}
acts:
  - {id: ask, title: {zh: 提出, en: Ask}, to: [new], by: [asker], may_name: [checker]}
  - {id: send, title: {zh: 送审, en: Send}, from: [new], to: [check], by: [asker], needs: [n]}
  - {id: pass, title: {zh: 通过, en: Pass}, from: [check], to: [done], by: [checker], when: n > 0, otherwise: {zh: 为零, en: None}}
clocks: [{id: whole, title: {zh: 全程, en: Whole}, starts: [send], stops: [pass], allows: {working-hours: 4}}]
";

fn plan(cases: u32) -> Plan {
    Plan::new(7, cases, time("2026-09-01 09:00"))
}

/// Nothing is wrong with it as written, and still cases come to a stand: nobody was
/// named to check, or there is nothing to check.
#[test]
fn a_dead_end_that_only_running_shows_is_found_with_why() {
    let flow = workflow(FLOW);
    let report = simulate(&flow, &OFFICE, &plan(200));
    assert_eq!(report.cases, 200);
    let stuck = report
        .dead_ends
        .iter()
        .find(|end| end.state == "check")
        .unwrap();
    assert!(
        stuck.refused.contains(&"follow.act.guard".to_owned()),
        "{stuck:?}"
    );
    let ended: u32 = report.ended.values().sum();
    let dead: u32 = report.dead_ends.iter().map(|end| end.cases).sum();
    let open: u32 = report.unfinished.values().sum();
    assert_eq!(ended + dead + open, 200);
    let named = FLOW
        .replace("may_name: [checker]", "names: [checker]")
        .replace("n > 0", "n >= 0");
    let mended = simulate(&workflow(&named), &OFFICE, &plan(200));
    assert_eq!((mended.dead_ends.len(), mended.ended["done"]), (0, 200));
    // Times are drawn around a day of eight hours; half of them pass four.
    let clock = &mended.clocks[0];
    assert_eq!((clock.n, clock.unfinished), (200, 0));
    assert!(clock.late > 60 && clock.late < 190, "{clock:?}");
    assert!(clock.median.unwrap() < clock.worst_decile.unwrap() as f64);
}

#[test]
fn the_same_seed_gives_the_same_report_and_another_another() {
    let flow = workflow(FLOW);
    let once = simulate(&flow, &OFFICE, &plan(50));
    assert_eq!(once, simulate(&flow, &OFFICE, &plan(50)));
    let other = Plan {
        seed: 8,
        ..plan(50)
    };
    assert_ne!(once, simulate(&flow, &OFFICE, &other));
}

#[test]
fn an_act_that_can_never_be_done_is_named() {
    let never = FLOW.replace("when: n > 0", "when: n > 5000");
    let report = simulate(&workflow(&never), &OFFICE, &plan(30));
    assert_eq!(report.undone, ["pass"]);
    assert_eq!(report.unreached, ["done"]);
}

#[test]
fn the_workflows_of_the_packs_come_to_no_stand() {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    for pack in std::fs::read_dir(packs).unwrap() {
        let Ok(files) = std::fs::read_dir(pack.unwrap().path().join("workflows")) else {
            continue;
        };
        for file in files {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            assert_eq!(findings(&text), [""; 0]);
            let report = simulate(&workflow(&text), &OFFICE, &plan(60));
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            println!("{name} {report:?}");
            assert_eq!(report.dead_ends, [], "{name}");
            assert_eq!(report.cases, 60, "{name}: {:?}", report.not_opened);
        }
    }
}
