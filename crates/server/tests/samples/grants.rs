//! Samples of the pages of grant lists. Firms, persons and numbers are made up.

use super::{Sample, parts::*};
use julin_app::contract::*;
use julin_model::Text;
use julin_server::pages;

pub fn samples() -> Vec<Sample> {
    let evil = || text("<script>甲</script>", "<script>\"first\" & 'more'</script>");
    let plain = || text("示例奖励", "Example award");
    vec![
        Sample::new("grants-empty", "/grant-lists", |cx| {
            pages::grant_lists::page(cx, &lists(vec![]))
        }),
        Sample::new("grants-hostile", "/grant-lists", move |cx| {
            pages::grant_lists::page(cx, &lists(vec![line(evil(), "published")]))
        }),
        Sample::new("grant-draft", "/grant-lists/1", move |cx| {
            pages::grant_list::page(cx, &list(plain(), "draft", &["check", "withdraw"]))
        }),
        Sample::new("grant-hostile", "/grant-lists/1", move |cx| {
            let can = ["check", "settle", "object", "decide", "publish", "withdraw"];
            pages::grant_list::page(cx, &list(evil(), "published", &can))
        }),
        Sample::new("grant-confirmed", "/grant-lists/1", move |cx| {
            let mut view = list(plain(), "confirmed", &["withdraw", "confirm"]);
            view.waits.clear();
            pages::grant_list::page(cx, &view)
        }),
        Sample::new("grant-difference", "/grant-lists/1/difference", move |cx| {
            pages::grant_difference::page(cx, &difference(evil()))
        }),
    ]
}

fn lists(lists: Vec<GrantListLine>) -> GrantLists {
    GrantLists {
        today: "2026-11-23".parse().unwrap(),
        lists,
        rule: Some(("tiny/one".to_owned(), text("示例", "Example"))),
    }
}

fn line(title: Text, state: &str) -> GrantListLine {
    serde_json::from_value(serde_json::json!({
        "number": 1, "rule": ["tiny/one", title], "as_of": "2026-11-23", "state": state,
        "drafted_at": "2026-11-23T01:00:00Z", "standing": 1, "struck": 1, "total": 50000.0,
        "without_amount": 1, "unit": "cny", "unit_label": {"zh": "元", "en": "yuan"},
        "last_day": "2026-11-30", "open_findings": 1, "open_objections": 1
    }))
    .unwrap()
}

fn firm(title: &Text) -> serde_json::Value {
    serde_json::json!({"id": "firm", "type": "enterprise", "name": title})
}

fn member(title: &Text, amount: Option<f64>) -> serde_json::Value {
    serde_json::json!({
        "id": "firm", "type": "enterprise", "name": title, "amount": amount, "low": 1.0,
        "high": null, "estimated_from_sample": true
    })
}

fn list(title: Text, state: &str, can: &[&str]) -> GrantListView {
    let settled = serde_json::json!({
        "strike": "firm", "reason": &title.en, "by": &title.en, "at": "2026-11-23T02:00:00Z"
    });
    let mut struck = member(&title, None);
    struck["struck"] = serde_json::json!({
        "finding": 1, "objection": 1, "reason": &title.en, "by": &title.en,
        "at": "2026-11-23T02:00:00Z"
    });
    let beside = serde_json::json!([
        {"entity": firm(&title), "reach": "short", "failing": [&title], "unknown": []}
    ]);
    let basis = serde_json::json!({"reference": &title, "article": "三", "confidence": "high"});
    let objection = |number: u32, decided: serde_json::Value| {
        serde_json::json!({
            "entity": firm(&title), "number": number, "about": "firm", "objector": &title.en,
            "grounds": &title.en, "day": "2026-12-02", "late": true, "decided": decided
        })
    };
    let finding = |number: u32, kind: &str, other: serde_json::Value, settled| {
        serde_json::json!({
            "number": number, "kind": kind, "member": firm(&title), "other": other,
            "basis": &basis, "stands": true, "settled": settled
        })
    };
    let null = serde_json::Value::Null;
    serde_json::from_value(serde_json::json!({
        "line": line(title.clone(), state),
        "rule": null,
        "draft": {
            "rule": "tiny/one", "title": &title, "series": "one", "reference": &title,
            "from": null, "to": null, "as_of": "2026-11-23", "known_at": "2026-11-23T01:00:00Z",
            "benefit": &title, "kind": "grant", "per": "once", "unit": "cny",
            "unit_label": {"zh": "元", "en": "yuan"}, "counts": [2, 1, 1, 3],
            "eligible": [member(&title, Some(5.0))], "short": &beside, "unknown": &beside,
            "sample": true
        },
        "run": {"id": "0123456789abcdef", "packs": "p", "facts": "f", "result": "r"},
        "members": [member(&title, Some(50_000.0)), struck],
        "findings": [
            finding(1, "same-name", serde_json::json!({"side": "member", "entity": firm(&title), "common": &title.en}), settled),
            finding(2, "title", serde_json::json!({"side": "title", "title": &title, "statement": "r1.2", "source": &title}), null.clone()),
            finding(3, "list", serde_json::json!({"side": "list", "list": 2, "title": &title, "state": "checked", "entity": firm(&title)}), null.clone()),
        ],
        "untold": 2,
        "rule_window": {"days": 5, "counting": "working", "basis": &basis},
        "window": {
            "opened": "2026-11-23", "days": 5, "counting": "working", "calendar": "cn-national/working-days", "provisional": true,
            "last": "2026-12-01", "set_by": "rule"
        },
        "calendars": [["cn-national/working-days", &title]],
        "window_over": true,
        "objections": [
            objection(1, serde_json::json!({"upheld": true, "grounds": &title.en, "by": &title.en, "at": "2026-12-02T02:00:00Z"})),
            objection(2, null.clone()),
        ],
        "possible": can,
        "waits": [{"code": "criteria.grant-findings-open", "severity": "error", "args": {"n": "2"}}],
        "confirmed": {"digest": "d", "by": &title.en, "at": "2026-12-02T02:00:00Z"},
        "history": [
            {"number": 1, "act": "draft", "at": "2026-11-23T01:00:00Z", "actor": "local", "by": null, "about": null, "said": null},
            {"number": 2, "act": "settle", "at": "2026-11-23T02:00:00Z", "actor": "local", "by": &title.en, "about": 1, "said": &title.en},
        ],
        "last": 2,
        "today": "2026-11-23"
    }))
    .unwrap()
}

fn difference(title: Text) -> GrantDifference {
    let row = serde_json::json!({"entity": firm(&title), "reach": "no", "failing": [&title], "unknown": []});
    serde_json::from_value(serde_json::json!({
        "line": line(title.clone(), "confirmed"), "now": "2026-12-02T02:00:00Z",
        "same_packs": false, "comes": [member(&title, Some(1.0))],
        "goes": [[member(&title, None), row]],
        "changed": [[member(&title, Some(1.0)), 2.0]]
    }))
    .unwrap()
}
