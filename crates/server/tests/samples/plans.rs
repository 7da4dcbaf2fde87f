//! Samples of the pages about plan targets and surveys. The numbers are made up.

use super::{Sample, parts::*};
use julin_app::contract::*;
use julin_model::*;
use julin_server::pages;

pub fn samples() -> Vec<Sample> {
    vec![
        Sample::new("targets-typical", "/measure/targets", |cx| {
            pages::targets::page(cx, &targets())
        }),
        Sample::new("targets-empty", "/measure/targets", |cx| {
            pages::targets::page(cx, &no_targets())
        }),
        Sample::new("targets-hostile", "/measure/targets", |cx| {
            pages::targets::page(cx, &hostile_targets())
        }),
        Sample::new("surveys-typical", "/measure/surveys", |cx| {
            pages::surveys::page(cx, &[survey().line])
        }),
        Sample::new("surveys-empty", "/measure/surveys", |cx| {
            pages::surveys::page(cx, &[])
        }),
        Sample::new("survey-typical", "/measure/surveys/iasp/global", |cx| {
            pages::survey::page(cx, &survey())
        }),
        Sample::new("survey-unanswered", "/measure/surveys/iasp/global", |cx| {
            pages::survey::page(cx, &unanswered(Some("survey-1")))
        }),
        Sample::new("survey-published", "/measure/surveys/iasp/global", |cx| {
            pages::survey::page(cx, &unanswered(None))
        }),
    ]
}

fn of_year(year: i32, value: f64) -> YearFigure {
    let told = Said::number(
        "rd_intensity",
        ("研发投入强度", "R&D intensity"),
        value,
        PERCENT,
    );
    let mut figure = told.figure();
    figure.period = Some(Period::Year(year));
    YearFigure {
        year,
        value,
        figure,
    }
}

fn line(values: &[(i32, f64)]) -> Vec<YearValue> {
    let value = |(year, value): &(i32, f64)| YearValue {
        year: *year,
        value: *value,
    };
    values.iter().map(value).collect()
}

/// R&D intensity from 5 % to 8 %, with a figure that is behind.
pub fn behind() -> TargetView {
    let aimed = |year, value| {
        let mut figure = of_year(year, value).figure;
        figure.status = Status::Target;
        Milestone {
            year: Some(year),
            value: Some(value),
            figures: vec![figure],
        }
    };
    TargetView {
        id: "mine/plan:rd".into(),
        entity: park(0),
        field: FieldId::new("rd_intensity").unwrap(),
        label: text("研发投入强度", "R&D intensity"),
        scope_label: Text::default(),
        unit: Some("percent".into()),
        unit_label: text("%", "%"),
        direction: "up".into(),
        path_kind: "linear".into(),
        tolerance: 0.05,
        owner: Some(text("科技创新处", "Innovation office")),
        confidence: Some("S".into()),
        note: Text::default(),
        baseline_year: Some(2024),
        baseline: Some(of_year(2024, 5.0)),
        milestones: vec![aimed(2027, 8.0), aimed(2035, 10.0)],
        actuals: vec![of_year(2023, 4.8), of_year(2024, 5.0), of_year(2025, 5.3)],
        path: line(&[
            (2024, 5.0),
            (2025, 6.0),
            (2026, 7.0),
            (2027, 8.0),
            (2035, 10.0),
        ]),
        wanted: Some(6.0),
        shortfall: Some(0.7),
        shortfall_share: Some(0.7 / 6.0),
        light: TargetLight::Behind,
        reason: None,
        reached: false,
        forecasts: vec![
            ForecastView {
                kind: "trend".into(),
                rate: 0.25,
                points: line(&[(2025, 5.28), (2035, 7.78)]),
                reaches: false,
            },
            ForecastView {
                kind: "growth".into(),
                rate: 0.051,
                points: line(&[(2025, 5.3), (2035, 8.7)]),
                reaches: false,
            },
        ],
        no_forecast: vec![],
    }
}

/// Nothing published, two figures.
fn untold() -> TargetView {
    TargetView {
        id: "mine/plan:unicorns".into(),
        label: text("独角兽企业数", "Unicorns"),
        unit: Some("count".into()),
        unit_label: text("家", "firms"),
        milestones: vec![Milestone {
            year: Some(2027),
            value: None,
            figures: vec![],
        }],
        baseline: None,
        baseline_year: None,
        path: vec![],
        wanted: None,
        shortfall: None,
        shortfall_share: None,
        light: TargetLight::Unknown,
        reason: Some("measure.target.missing.no-target".into()),
        owner: None,
        forecasts: vec![],
        no_forecast: vec![(
            "trend".into(),
            "measure.target.missing.nothing-ahead".into(),
        )],
        ..behind()
    }
}

fn reached() -> TargetView {
    TargetView {
        id: "mine/plan:reached".into(),
        shortfall: Some(-0.4),
        shortfall_share: Some(-0.05),
        light: TargetLight::OnPath,
        reached: true,
        no_forecast: vec![(
            "growth".into(),
            "measure.target.missing.not-positive".into(),
        )],
        forecasts: vec![],
        ..behind()
    }
}

pub fn targets() -> Targets {
    let plan = TargetPlan {
        id: "mine/plan".into(),
        title: text("建设方案（2024—2027年）", "Plan 2024–2027"),
        issuer: text("管委会", "Administration"),
        entity: park(0),
        document: Some(link("document", "doc-plan", "建设方案", "The plan")),
        reference: text("建设方案", "The plan"),
        note: text("数值目标未公布。", "No values are published."),
        targets: vec![behind(), untold(), reached()],
    };
    let late = LateTarget {
        id: "mine/plan:rd".into(),
        entity: park(0),
        label: text("研发投入强度", "R&D intensity"),
        year: 2025,
        actual: 5.3,
        wanted: 6.0,
        shortfall: 0.7,
        shortfall_share: Some(0.7 / 6.0),
        unit: Some("percent".into()),
        unit_label: text("%", "%"),
        owner: Some(text("科技创新处", "Innovation office")),
    };
    Targets {
        as_of: 2025,
        entity: Some(park(0)),
        plans: vec![plan],
        told: vec![untold()],
        set_aside: vec![(park(1), unicorns(3.0, 4))],
        late: vec![late],
    }
}

pub fn no_targets() -> Targets {
    Targets {
        as_of: 2025,
        entity: None,
        plans: vec![],
        told: vec![],
        set_aside: vec![],
        late: vec![],
    }
}

fn hostile_targets() -> Targets {
    let mut view = targets();
    let evil = hostile().name;
    let target = &mut view.plans[0].targets[0];
    target.label = evil.clone();
    target.entity = hostile();
    target.owner = Some(evil.clone());
    target.note = evil;
    target.actuals = vec![of_year(i32::MIN, 1e300), of_year(i32::MAX, -1e300)];
    target.forecasts[0].points = line(&[(2025, f64::NAN), (2026, f64::INFINITY)]);
    target.shortfall_share = Some(1e300);
    view
}

fn cell(answers: u32, quartiles: Option<[f64; 3]>) -> CellView {
    CellView {
        answers: Some(answers),
        hidden: None,
        quartiles,
        shares: vec![],
    }
}

fn hidden(why: &str) -> CellView {
    CellView {
        answers: None,
        hidden: Some(format!("measure.survey.missing.{why}")),
        quartiles: None,
        shares: vec![],
    }
}

fn question(id: &str, zh: &str, en: &str) -> QuestionView {
    QuestionView {
        id: id.into(),
        label: text(zh, en),
        kind: "number".into(),
        unit: Some("count".into()),
        unit_label: text("家", "firms"),
        definition: text("驻有场地的企业", "Companies with premises"),
        local: text("只计报送者", "Reporting ones only"),
        local_field: text("企业总数", "Enterprises"),
        confidence: Some("C".into()),
        note: Text::default(),
        field: Some("iasp_companies".into()),
        all: Some(cell(23, Some([80.0, 140.5, 312.0]))),
        group: Some(hidden("too-few")),
        own: Some(OwnView {
            answer: said(park(0), unicorns(200.0, 4), sheet(), at_cell(3, 2)),
            option: None,
            rank: Some(9),
            of: Some(23),
            percentile: Some(0.63),
        }),
        published: vec![said(
            park(0),
            unicorns(31.0, 5),
            document(),
            at_line(4, "x"),
        )],
    }
}

fn choice() -> QuestionView {
    let share = |id: &str, share, hidden: Option<&str>| ShareView {
        id: id.into(),
        label: Text::default(),
        share,
        hidden: hidden.map(|why| format!("measure.survey.missing.{why}")),
    };
    QuestionView {
        kind: "yes-no".into(),
        unit: None,
        all: Some(CellView {
            shares: vec![
                share("yes", Some(0.75), None),
                share("no", Some(0.25), None),
            ],
            ..cell(20, None)
        }),
        group: Some(CellView {
            shares: vec![
                share("yes", None, Some("protects")),
                share("no", None, Some("too-few")),
            ],
            ..cell(9, None)
        }),
        own: None,
        ..question("incubator", "设有孵化器吗？", "Is there an incubator?")
    }
}

fn survey() -> SurveyView {
    let round = |id: &str, series: Option<&str>, held| RoundView {
        id: id.into(),
        label: Text::same(id),
        period: Period::Year(2025),
        series: series.map(str::to_owned),
        answered: Some(113),
        held,
        note: text("约50国。", "About 50 countries."),
    };
    let evil = hostile().name;
    let group = GroupChoice {
        field: "iasp_division".into(),
        field_label: text("地区分部", "Division"),
        value: "a&b=<c>".into(),
        label: evil,
    };
    let rounds = vec![round("2021", None, 0), round("2025", Some("survey-1"), 23)];
    SurveyView {
        round: rounds[1].clone(),
        line: SurveyLine {
            id: "iasp/global".into(),
            title: text("国际科技园区协会全球调查", "IASP global survey"),
            holder: Some(link("association", "iasp", "国际科技园协会", "IASP")),
            rounds,
            questions: 2,
            minimum_group: 5,
        },
        reference: text("全球调查", "Global survey"),
        note: text("问卷原文未见。", "The questionnaire was not seen."),
        groups: vec![group.clone()],
        group: Some(group),
        units: vec![park(0), hostile()],
        unit: Some(park(0)),
        sections: vec![QuestionSection {
            id: "residents".into(),
            label: text("入驻者", "Residents"),
            confidence: Some("C".into()),
            questions: vec![
                question("companies", "有多少家企业？", "How many companies?"),
                choice(),
            ],
        }],
        diagnostics: vec![
            Diagnostic::warning("app.survey-bad-answers")
                .with("question", "companies")
                .with("count", 2),
        ],
    }
}

/// A round without answers; without a series it collects none.
fn unanswered(series: Option<&str>) -> SurveyView {
    let mut view = survey();
    view.round.held = 0;
    view.round.series = series.map(str::to_owned);
    view.units.clear();
    view.groups.clear();
    view.diagnostics.clear();
    (view.group, view.unit) = (None, None);
    for q in view.sections.iter_mut().flat_map(|s| &mut s.questions) {
        (q.all, q.group, q.own) = (Some(cell(0, None)), None, None);
    }
    view
}
