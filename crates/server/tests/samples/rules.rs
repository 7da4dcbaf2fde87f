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
            pages::audience::page(cx, &audience(evil()))
        }),
        Sample::new("calendar-typical", "/calendar", move |cx| {
            pages::calendar::page(cx, &calendar(vec![date(plain()), date(evil())]))
        }),
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
        listed: None,
        total: 2,
        offset: 0,
        rows: vec![AudienceRow {
            entity: firm(),
            reach: Reach::Short,
            failing: vec![title.clone()],
            unknown: vec![],
        }],
        obstacles: vec![(title, 1)],
        sample: true,
    }
}

fn date(title: Text) -> CalendarLine {
    serde_json::from_value(serde_json::json!({
        "rule": ["tiny/one", title], "action": title, "from": "2026-12-01",
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
