//! Samples of the pages about changes of eligibility and their mutes. The rules, firms and
//! numbers are made up.

use super::{Sample, parts::*};
use julin_app::contract::*;
use julin_model::Text;
use julin_server::pages;
use serde_json::json;

pub fn samples() -> Vec<Sample> {
    let evil = || text("<script>甲</script>", "<script>\"first\" & 'more'</script>");
    let plain = || text("示例资格", "Example title");
    vec![
        Sample::new("policy-changes-typical", "/policy-changes", move |cx| {
            pages::policy_changes::page(cx, &changes(&[plain(), evil()]))
        }),
        Sample::new("policy-changes-empty", "/policy-changes", |cx| {
            pages::policy_changes::page(cx, &changes(&[]))
        }),
        Sample::new("mutes-typical", "/policy-changes/mutes", move |cx| {
            pages::mutes::page(cx, &[mute(plain(), true), mute(evil(), false)])
        }),
        Sample::new("mutes-empty", "/policy-changes/mutes", |cx| {
            pages::mutes::page(cx, &[])
        }),
    ]
}

fn firm() -> EntityLink {
    link("enterprise", "firm", "示例企业", "Example firm")
}

fn changes(rules: &[Text]) -> PolicyChanges {
    let turned = !rules.is_empty();
    let digest = |title: &Text| json!({"rule": ["tiny/one", title], "counts": [1, 0, 0, 0, 0]});
    let firms = json!([{"entity": firm(), "counts": [2, 0, 0, 0, 0]}]);
    let began = json!([{"former": ["tiny/old", {"zh": "旧", "en": "Old"}], "later": ["tiny/one", {"zh": "新", "en": "New"}], "on": "2026-11-01"}]);
    serde_json::from_value(json!({
        "since": "2026-10-22", "until": "2026-11-22",
        "known": ["2026-10-22T23:59:59+00:00", "2026-11-22T12:00:00+00:00"],
        "packs": "0123456789abcdef", "first_recorded": turned.then_some("2026-11-01"),
        "pairs": 300, "asked": 7,
        "rules": if turned { began } else { json!([]) },
        "counts": [rules.len(), 0, 0, 0, 0],
        "by_rule": rules.iter().map(digest).collect::<Vec<_>>(),
        "by_entity": if turned { firms } else { json!([]) },
        "muted": 1, "listed": null, "total": rules.len(), "offset": 0,
        "rows": rules.iter().map(turn).collect::<Vec<_>>(),
    }))
    .unwrap()
}

fn turn(title: &Text) -> serde_json::Value {
    json!({
        "kind": "eligible", "entity": firm(), "rule": ["tiny/one", title],
        "former": ["tiny/old", title], "was": "short", "is": "yes", "cause": "known",
        "on": "2026-11-10", "missing": [title], "muted_by": [],
        "reasons": [{
            "clause": "sales", "text": title, "was": "no", "is": "yes",
            "facts": [{
                "field": "revenue", "label": title, "years": 1, "unit": "cny_10k",
                "unit_label": {"zh": "万元", "en": "10,000 yuan"}, "was": null,
                "is": {"value": 500.0, "words": [], "statement": null, "recorded": "2026-11-10", "sample": true},
            }],
            "thresholds": [{"label": title, "was": 400.0, "is": null, "unit": "cny_10k", "unit_label": {"zh": "万元", "en": "10,000 yuan"}}],
        }],
    })
}

fn mute(title: Text, counts: bool) -> MuteView {
    serde_json::from_value(json!({
        "id": 1, "rule": ["tiny/one", title], "clause": ["sales", title], "kind": "lost",
        "entity": firm(), "note": title.zh, "until": "2026-12-31", "author": "local",
        "muted_at": "2026-11-22T12:00:00+00:00", "counts": counts,
        "ended": (!counts).then_some(["local", "2026-11-23T12:00:00+00:00"]),
    }))
    .unwrap()
}
