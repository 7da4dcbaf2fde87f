//! Samples of the pages about rules: catalogue, one rule, verdict, offers, audience,
//! calendar. The rules and numbers are made up.

use super::{Sample, parts::*};
use chrono::NaiveDate;
use julin_app::contract::*;
use julin_model::*;
use julin_server::pages;

pub fn samples() -> Vec<Sample> {
    let evil = || text("<script>甲</script>", "<script>\"first\" & 'more'</script>");
    let plain = || text("示例资格", "Example title");
    vec![
        Sample::new("policies-typical", "/policies", move |cx| {
            pages::policies::page(cx, &catalogue(vec![line(plain()), line(evil())]))
        }),
        Sample::new("policies-empty", "/policies", |cx| {
            pages::policies::page(cx, &catalogue(vec![]))
        }),
        Sample::new("policy-hostile", "/policies/tiny/one", move |cx| {
            pages::policy::page(cx, &rule(evil()))
        }),
        Sample::new("verdict-typical", "/verdict/firm", move |cx| {
            pages::verdict::page(cx, &verdict(plain(), AnswerView::No))
        })
        .asking(&[("rule", "tiny/one")]),
        Sample::new("verdict-open", "/verdict/firm", move |cx| {
            pages::verdict::page(cx, &verdict(evil(), AnswerView::Unknown))
        }),
        Sample::new("eligibility-typical", "/eligibility/firm", move |cx| {
            pages::eligibility::page(cx, &eligibility(vec![offer(plain()), offer(evil())]))
        }),
        Sample::new("eligibility-empty", "/eligibility/firm", |cx| {
            pages::eligibility::page(cx, &eligibility(vec![]))
        }),
        Sample::new("audience-typical", "/audience/tiny/one", move |cx| {
            pages::audience::page(cx, &reached(evil()))
        }),
        Sample::new("diff-typical", "/policies/tiny/one/diff", move |cx| {
            pages::diff::page(cx, &diff(evil(), [[1, 0, 1], [1, 2, 0], [0, 0, 7]]))
        })
        .asking(&[("against", "tiny/two")]),
        Sample::new("diff-empty", "/policies/tiny/one/diff", move |cx| {
            pages::diff::page(cx, &diff(plain(), [[0; 3]; 3]))
        }),
        Sample::new("draft-sound", "/policies/tiny/one/edit", move |cx| {
            pages::draft::page(cx, &draft(plain(), vec![]))
        }),
        Sample::new("draft-hostile", "/policies/tiny/one/edit", move |cx| {
            let at = |line| Place::line("packs/tiny/criteria/one.yaml", line, 3);
            let found = Diagnostic::error("app.draft-name").with("name", "<b>");
            let findings = vec![found.clone().at(at(2)), found.clone().at(at(99)), found];
            pages::draft::page(cx, &draft(evil(), findings))
        }),
        Sample::new("calendar-typical", "/calendar", move |cx| {
            pages::calendar::page(cx, &calendar(vec![date(plain()), date(evil())]))
        }),
        Sample::new("simulator-start", "/simulator", move |cx| {
            pages::simulator::page(cx, &simulator(evil(), vec![]))
        }),
        Sample::new("simulator-typical", "/simulator", move |cx| {
            pages::simulator::page(cx, &simulator(evil(), given(plain())))
        })
        .asking(&[("f.sales", "5")]),
        Sample::new("simulator-sheet", "/simulator", move |cx| {
            pages::simulator::page(cx, &simulator(plain(), given(evil())))
        })
        .asking(&[("sheet", "1")]),
        Sample::new("calendar-empty", "/calendar", |cx| {
            pages::calendar::page(cx, &calendar(vec![]))
        }),
    ]
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

fn firm() -> EntityLink {
    link("enterprise", "firm", "示例企业", "Example firm")
}

fn line(title: Text) -> RuleLine {
    serde_json::from_value(serde_json::json!({
        "id": "tiny/one", "title": title, "kind": "title", "purpose": "first",
        "series": "one", "issuer": {"zh": "办公室", "en": "Office"},
        "reference": {"zh": "办法", "en": "Measures"}, "from": "2026-04-01", "to": null,
        "state": "in-force", "applies_to": {"zh": "企业", "en": "Enterprise"},
        "conditions": 3, "unpublished": 1,
        "benefit": {"zh": "按销售额计", "en": "By sales"}, "confidence": "medium"
    }))
    .unwrap()
}

fn catalogue(rules: Vec<RuleLine>) -> Rules {
    Rules {
        as_of: day(),
        rules,
    }
}

fn basis() -> BasisView {
    serde_json::from_value(serde_json::json!({
        "reference": {"zh": "办法", "en": "Measures"}, "article": "一", "confidence": "high"
    }))
    .unwrap()
}

fn leaf(title: Text) -> ConditionView {
    ConditionView {
        id: Some("sales".to_owned()),
        text: title,
        join: Join::Test,
        expression: Some("sales >= <b>least</b>".to_owned()),
        role: None,
        basis: Some(basis()),
        evidence: vec![text("审计报告", "Audit report")],
        parts: vec![],
    }
}

fn tree(title: Text) -> ConditionView {
    ConditionView {
        id: None,
        text: Text::default(),
        join: Join::AtLeast(1),
        expression: None,
        role: None,
        basis: None,
        evidence: vec![],
        parts: vec![leaf(title)],
    }
}

fn rule(title: Text) -> RuleView {
    RuleView {
        as_of: day(),
        rule: line(title.clone()),
        references: vec![],
        conditions: tree(title.clone()),
        targeting: None,
        thresholds: vec![ThresholdView {
            id: "least".to_owned(),
            label: title.clone(),
            value: None,
            unit: "cny_10k".to_owned(),
            unit_label: text("万元", "CNY 10,000"),
            basis: basis(),
        }],
        derived: vec![],
        scoring: Some(ScoringView {
            max: 100.0,
            basis: basis(),
            items: vec![ScoringItem {
                part: title.clone(),
                label: title.clone(),
                max: 20.0,
                boundary: None,
                unit: Some("percent".to_owned()),
                unit_label: text("%", "%"),
                bands: vec![(Some(5.0), [9.0, 10.0]), (None, [0.0, 0.0])],
                options: vec![(title.clone(), [5.0, 5.0])],
            }],
        }),
        benefit: None,
        excludes: vec![],
        validity: Some(Some(3)),
        renewal: title.clone(),
        calendar: vec![date(title.clone())],
        vintages: vec![line(title.clone())],
        ladder: Some(LadderView {
            id: "quality".to_owned(),
            rungs: vec![(1, line(title.clone()))],
        }),
        note: title,
    }
}

fn clause(title: Text, answer: AnswerView) -> ClauseView {
    ClauseView {
        id: "sales".to_owned(),
        text: title.clone(),
        role: None,
        judgement: false,
        answer,
        matters: true,
        readings: vec![ReadingView {
            field: "revenue".to_owned(),
            label: title.clone(),
            years: 1,
            value: Some(KnownValue::Number(499.5)),
            words: vec![],
            unit: Some("cny_10k".to_owned()),
            unit_label: text("万元", "CNY 10,000"),
            period: Some(Period::Year(2025)),
            statement: None,
            sample: true,
        }],
        thresholds: vec![],
        basis: Some(basis()),
        trace: Trace::default(),
    }
}

fn verdict(title: Text, answer: AnswerView) -> VerdictView {
    VerdictView {
        entity: firm(),
        rule: line(title.clone()),
        as_of: day(),
        known_at: None,
        packs: "0123456789abcdef".to_owned(),
        answer,
        targeted: AnswerView::Yes,
        targeting: Some(ConditionView {
            id: Some("aimed".to_owned()),
            ..leaf(title.clone())
        }),
        asked_on: day(),
        conditions: tree(title.clone()),
        clauses: vec![clause(title.clone(), answer)],
        asks: vec![AskView {
            field: "revenue".to_owned(),
            label: title.clone(),
            years: 0,
            settles: false,
            judgement: true,
            decides: 0,
        }],
        gaps: vec![
            PlanView {
                changes: vec![ChangeView {
                    field: "revenue".to_owned(),
                    label: title,
                    years: 0,
                    from: None,
                    to: KnownValue::Number(500.0),
                    obtain: vec![],
                    lose: vec![],
                    unit: Some("cny_10k".to_owned()),
                    unit_label: text("万元", "CNY 10,000"),
                    against: true,
                }],
                on: day(),
            },
            PlanView {
                changes: vec![],
                on: day(),
            },
        ],
        margins: vec![],
        amount: None,
        statements: vec![],
        sample: true,
    }
}

fn offer(title: Text) -> OfferView {
    OfferView {
        rule: line(title.clone()),
        reach: Reach::Short,
        answer: AnswerView::No,
        failing: vec![title],
        asks: vec![],
        amount: None,
    }
}

fn eligibility(offers: Vec<OfferView>) -> Eligibility {
    let best = offers.first().map(|offer| CombinationView {
        chosen: vec![(offer.rule.id.clone(), offer.rule.title.clone(), Some(5.0))],
        left_out: vec![(
            offer.rule.id.clone(),
            offer.rule.title.clone(),
            vec![offer.rule.title.clone()],
        )],
        total: 5.0,
        unit: "cny".to_owned(),
        exact: true,
    });
    let rungs = offers.iter().map(|offer| (offer.clone(), false)).collect();
    Eligibility {
        entity: firm(),
        as_of: day(),
        best,
        ladders: vec![LadderPlace {
            id: "quality".to_owned(),
            rungs,
        }],
        offers,
        sample: false,
    }
}

fn audience(title: Text) -> Audience {
    Audience {
        rule: line(title.clone()),
        as_of: day(),
        counts: [1, 1, 0, 0],
        targeted: Some([1, 0, 0, 0]),
        listed: None,
        total: 2,
        offset: 0,
        rows: vec![AudienceRow {
            entity: firm(),
            reach: Reach::Short,
            targeted: AnswerView::Unknown,
            failing: vec![title.clone()],
            unknown: vec![],
        }],
        obstacles: vec![(title, 1)],
        sample: true,
    }
}

fn date(title: Text) -> CalendarLine {
    serde_json::from_value(serde_json::json!({
        "rules": [["tiny/one", title], ["tiny/two", title], ["tiny/three", title], ["tiny/four", title]], "action": title, "from": "2026-12-01",
        "to": "2026-12-31", "state": "ahead", "days_left": 39,
        "reference": {"zh": "办法", "en": "Measures"}, "confidence": "high"
    }))
    .unwrap()
}

fn calendar(items: Vec<CalendarLine>) -> DeclarationCalendar {
    DeclarationCalendar {
        as_of: day(),
        items,
    }
}

fn given(label: Text) -> Vec<GivenAnswer> {
    let one = |key: &str, value: Option<KnownValue>, raw: &str| GivenAnswer {
        key: key.to_owned(),
        label: label.clone(),
        years: 1,
        value,
        words: vec![],
        unit: Some("cny_10k".to_owned()),
        unit_label: text("万元", "CNY 10,000"),
        raw: vec![raw.to_owned()],
    };
    vec![
        one("sales", Some(KnownValue::Number(5.0)), "5"),
        one("\"><script>", None, "?"),
    ]
}

fn simulator(label: Text, answers: Vec<GivenAnswer>) -> Simulator {
    let inputs = [
        QuestionInput::Flag,
        QuestionInput::Number,
        QuestionInput::Day,
        QuestionInput::Word,
        QuestionInput::Code,
        QuestionInput::Set,
    ];
    let question = |(place, input): (usize, QuestionInput)| NextQuestion {
        key: format!("fact{place}"),
        label: label.clone(),
        years: place as u32 % 2,
        note: label.clone(),
        input,
        unit: Some("cny_10k".to_owned()),
        unit_label: text("万元", "CNY 10,000"),
        choices: vec![("<one>".to_owned(), label.clone())],
        judgement: place == 0,
        rules: 3,
    };
    let policy = |answer| SimulatedRule {
        rule: line(label.clone()),
        answer,
        failing: vec![label.clone()],
        open: vec![label.clone(); 4],
        amount: None,
    };
    Simulator {
        as_of: day(),
        kind: TypeId::new("enterprise").unwrap(),
        kind_label: label.clone(),
        kinds: vec![
            (TypeId::new("enterprise").unwrap(), label.clone(), 3),
            (TypeId::new("fund").unwrap(), label.clone(), 1),
        ],
        answers,
        questions: inputs.into_iter().enumerate().map(question).collect(),
        left: 6,
        policies: [AnswerView::Yes, AnswerView::Unknown, AnswerView::No]
            .map(policy)
            .to_vec(),
        findings: vec![],
    }
}

fn reached(title: Text) -> pages::audience::Reached {
    let at = |day: &str, known_then, counts| AudienceAt {
        day: day.parse().unwrap(),
        known_then,
        counts,
    };
    pages::audience::Reached {
        audience: audience(title),
        over_time: Some(AudienceOverTime {
            as_of: day(),
            with_hindsight: false,
            days: vec![
                at("2026-09-30", true, [0, 0, 2, 0]),
                at("2026-11-22", false, [1, 1, 0, 0]),
                at("2026-12-31", false, [0; 4]),
            ],
        }),
    }
}

fn diff(title: Text, counts: [[u64; 3]; 3]) -> RuleDiff {
    let turned = |was, is| Turned {
        entity: firm(),
        was,
        is,
    };
    RuleDiff {
        old: line(title.clone()),
        new: line(title),
        as_of: day(),
        counts,
        gained: vec![turned(AnswerView::Unknown, AnswerView::Yes)],
        lost: vec![turned(AnswerView::Yes, AnswerView::No); 300],
        cost: [None, Some(1234.5)],
        unit: Some("cny_10k".to_owned()),
        sample: true,
    }
}

fn draft(title: Text, findings: Vec<Diagnostic>) -> DraftView {
    let case = |passed| CaseView {
        id: "one".to_owned(),
        title: title.clone(),
        passed,
        expected: "{\"verdict\":\"yes\"}".to_owned(),
        got: "<no>".to_owned(),
        from: title.clone(),
    };
    let tried = |entity: Option<EntityLink>| TriedFirm {
        asked: "<示例>".to_owned(),
        problem: entity
            .is_none()
            .then(|| Diagnostic::error("app.not-found.entity").with("id", "<示例>")),
        was: entity.as_ref().map(|_| AnswerView::No),
        is: entity.as_ref().map(|_| AnswerView::Yes),
        entity,
        telling: vec![title.clone()],
        amount: None,
    };
    let sound = findings.is_empty();
    DraftView {
        as_of: day(),
        rule: "tiny/two".to_owned(),
        base: "tiny/one".to_owned(),
        base_title: title.clone(),
        file: "packs/tiny/criteria/two.yaml".to_owned(),
        text: "title: {zh: 甲}\n</textarea><script>1</script>\nkind: title\n".to_owned(),
        findings,
        drawn: sound.then(|| rule(title.clone())),
        firms: vec![tried(Some(firm())), tried(None)],
        cases: vec![case(true), case(false)],
        against: Some(("tiny/one".to_owned(), title.clone())),
        compared: sound.then(|| diff(title.clone(), [[1, 0, 0]; 3])),
        version: Some(2),
        versions: vec![DraftVersion {
            version: 2,
            saved_at: "2026-11-22T08:00:00Z".parse().unwrap(),
            author: "local".to_owned(),
            note: title.zh.clone(),
        }],
    }
}
