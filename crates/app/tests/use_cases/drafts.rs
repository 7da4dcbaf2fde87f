//! Editing a rule through its front door. The rule and the firms are those of the tests
//! of rules: eligible from 5 million on, one firm short of it by one yuan.

use crate::criteria::office;
use crate::office::Office;
use julin_app::contract::{AnswerView, DraftView};
use julin_app::criteria::{
    DecideInput, DraftInput, SaveDraftInput, decide, draft, drafts, save_draft,
};
use julin_model::Severity;

fn input(text: Option<&str>) -> DraftInput {
    DraftInput {
        base: "tiny/second".to_owned(),
        text: text.map(str::to_owned),
        firms: vec![
            "乙公司".to_owned(),
            "甲公司".to_owned(),
            "无此公司".to_owned(),
        ],
        compare: true,
        ..DraftInput::default()
    }
}

fn look(office: &Office, text: Option<&str>) -> DraftView {
    draft(&office.app, &office.call, &input(text)).unwrap()
}

#[test]
fn a_changed_number_tells_who_gains_and_what_it_costs() {
    let office = office();
    let as_it_is = look(&office, None);
    assert!(as_it_is.findings.is_empty(), "{:?}", as_it_is.findings);
    assert_eq!(as_it_is.file, "tiny/criteria/second.yaml");
    let diff = as_it_is.compared.unwrap();
    assert!(diff.gained.is_empty() && diff.lost.is_empty());

    let lower = as_it_is.text.replace("{value: 500,", "{value: 400,");
    let view = look(&office, Some(&lower));
    let [second, first, nobody] = &view.firms[..] else {
        panic!("{:?}", view.firms)
    };
    assert_eq!(
        (second.was, second.is),
        (Some(AnswerView::No), Some(AnswerView::Yes))
    );
    assert_eq!(
        (first.was, first.is),
        (Some(AnswerView::Yes), Some(AnswerView::Yes))
    );
    assert!(nobody.entity.is_none() && nobody.problem.is_some());
    let diff = view.compared.unwrap();
    assert_eq!(diff.gained.len(), 1);
    assert_eq!(diff.gained[0].entity.name.zh, "乙公司");
    // One per cent of 5 million; and of 4,999,999 besides.
    let [before, after] = diff.cost.map(Option::unwrap);
    assert_eq!(before, 50_000.0);
    assert!((after - 99_999.99).abs() < 0.005, "{after}");
    assert_eq!(view.drawn.unwrap().thresholds[0].value, Some(400.0));
    // The rule in use is as it was.
    let asked = DecideInput {
        rule: "tiny/second".to_owned(),
        entity: "乙公司".to_owned(),
        ..DecideInput::default()
    };
    let verdict = decide(&office.app, &office.call, &asked).unwrap();
    assert_eq!(verdict.answer, AnswerView::No);
}

#[test]
fn mistakes_are_told_with_line_and_column_and_nothing_is_tried() {
    let office = office();
    let text = look(&office, None).text;
    let unit = text.replace("tiny_sales >= least", "tiny_sales >= person(5)");
    let line = 1 + text
        .lines()
        .position(|line| line.contains("tiny_sales >= least"))
        .unwrap() as u64;
    let view = look(&office, Some(&unit));
    let mut errors = view.findings.iter();
    let error = errors
        .find(|found| found.severity == Severity::Error)
        .unwrap();
    let place = error.place.clone().unwrap();
    assert_eq!((place.line, view.drawn.is_none()), (Some(line), true));
    assert!(place.column.is_some() && view.firms.is_empty() && view.compared.is_none());
    for (wrong, code) in [
        (text.replace("series:", "seires:"), "pack."),
        (text.replace("rule-one", "rule-two"), "pack."),
        (text.replace("tiny_clean", "tiny_clear"), "criteria."),
    ] {
        let view = look(&office, Some(&wrong));
        let errors = view
            .findings
            .iter()
            .filter(|f| f.severity == Severity::Error);
        let codes: Vec<_> = errors.map(|f| f.code.as_str()).collect();
        assert!(
            codes.iter().any(|own| own.starts_with(code)),
            "{code}: {codes:?}"
        );
    }
}

#[test]
fn hostile_texts_are_bounded_and_told() {
    let office = office();
    let deep = format!("conditions: {}", "{all: [".repeat(10_000));
    let brackets = look(&office, None).text.replace(
        "tiny_sales >= least",
        &format!(
            "{}tiny_sales{} >= least",
            "(".repeat(10_000),
            ")".repeat(10_000)
        ),
    );
    let texts = [
        "x".repeat(1 << 20),
        "a: 1\n".repeat(60_000),
        deep,
        brackets,
        String::new(),
        "\u{0}\u{1}".to_owned(),
        "&a [*a, *a]".to_owned(),
    ];
    for text in &texts {
        let view = look(&office, Some(text));
        assert!(!view.findings.is_empty(), "{}", &text[..text.len().min(20)]);
        assert!(view.drawn.is_none());
    }
    let long = SaveDraftInput {
        draft: input(Some(&texts[0])),
        note: String::new(),
    };
    let refused = save_draft(&office.app, &office.call, &long).unwrap_err();
    assert_eq!(refused.diagnostic().code, "app.draft-too-long");
}

#[test]
fn a_new_rule_begins_as_another_and_its_versions_are_kept() {
    let office = office();
    let text = look(&office, None)
        .text
        .replace("tiny-second", "tiny-third");
    let new = DraftInput {
        name: Some("third".to_owned()),
        ..input(Some(&text))
    };
    let save = |note: &str| SaveDraftInput {
        draft: new.clone(),
        note: note.to_owned(),
    };
    let keep = |note| save_draft(&office.app, &office.call, &save(note)).unwrap();
    assert_eq!([keep("第一版"), keep("第一版"), keep("改说明")], [1, 1, 2]);
    let kept = DraftInput {
        text: None,
        version: Some(1),
        ..new.clone()
    };
    let view = draft(&office.app, &office.call, &kept).unwrap();
    assert_eq!(
        (view.rule.as_str(), view.file.as_str()),
        ("tiny/third", "tiny/criteria/third.yaml")
    );
    assert_eq!(
        (view.text, view.version, view.versions.len()),
        (text, Some(1), 2)
    );
    assert_eq!(view.against.unwrap().0, "tiny/second");
    let all = drafts(&office.app, &office.call, &()).unwrap();
    assert_eq!(all[0].0, "tiny/third");
    for name in ["../x", "A", "a/b", "a b", "-x"] {
        let bad = DraftInput {
            name: Some(name.to_owned()),
            ..DraftInput::default()
        };
        let bad = DraftInput {
            base: new.base.clone(),
            ..bad
        };
        let refused = draft(&office.app, &office.call, &bad).unwrap_err();
        assert_eq!(refused.diagnostic().code, "app.draft-name", "{name}");
    }
}
