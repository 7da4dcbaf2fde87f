//! Samples of the measuring pages.

use super::park::{bare_park, park_view};
use super::{Sample, parts::*};
use julin_app::contract::*;
use julin_model::*;
use julin_server::pages;
use std::collections::BTreeMap;

const GROUPS: [(&str, &str); 5] = [
    ("原始创新能力", "Original innovation"),
    ("高端产业集群", "High-end clusters"),
    ("创新创业生态", "Start-up ecosystem"),
    ("全球创新网络", "Global innovation network"),
    ("现代治理模式", "Modern governance"),
];

pub fn samples() -> Vec<Sample> {
    vec![
        Sample::new("overview-typical", "/", |cx| {
            pages::overview::page(cx, &overview())
        }),
        Sample::new("overview-empty", "/", |cx| {
            pages::overview::page(
                cx,
                &Overview {
                    types: vec![],
                    records: 0,
                    ..overview()
                },
            )
        }),
        Sample::new("frameworks-typical", "/frameworks", |cx| {
            pages::frameworks::page(cx, &[line(), unpublished()])
        }),
        Sample::new("frameworks-empty", "/frameworks", |cx| {
            pages::frameworks::page(cx, &[])
        }),
        Sample::new("framework-typical", "/frameworks/zgc/five-leads", |cx| {
            pages::framework::page(cx, &framework())
        }),
        Sample::new("framework-empty", "/frameworks/zgc/five-leads", |cx| {
            pages::framework::page(
                cx,
                &FrameworkView {
                    nodes: vec![],
                    crosswalks: vec![],
                    ..framework()
                },
            )
        }),
        Sample::new("ranking-typical", "/ranking/zgc/five-leads", |cx| {
            pages::ranking::page(cx, &ranking(12, 60))
        }),
        Sample::new("ranking-empty", "/ranking/zgc/five-leads", |cx| {
            pages::ranking::page(cx, &ranking(0, 0))
        }),
        Sample::new("ranking-none", "/ranking/zgc/five-leads", |cx| {
            pages::ranking::page(cx, &ranking(0, 9))
        }),
        Sample::new("ranking-huge", "/ranking/zgc/five-leads", |cx| {
            pages::ranking::page(cx, &ranking(178, 300))
        })
        .asking(&[("sort", "-score"), ("filter", "高新")]),
        Sample::new("years-typical", "/years/zgc/five-leads", |cx| {
            pages::years::page(cx, &years(5, 30))
        })
        .asking(&[("unit", "park-20")]),
        Sample::new("years-empty", "/years/zgc/five-leads", |cx| {
            pages::years::page(cx, &years(5, 0))
        }),
        Sample::new("years-huge", "/years/zgc/five-leads", |cx| {
            pages::years::page(cx, &years(60, 200))
        }),
        Sample::new("why-typical", "/why/zgc", |cx| pages::why::page(cx, &why()))
            .asking(&[("framework", "zgc/five-leads")]),
        Sample::new("why-unknown", "/why/zgc", |cx| {
            let mut view = why();
            view.trace = Trace::new(
                text("总分", "Total"),
                "measure.missing.below-coverage",
                None,
            );
            view.statements.clear();
            pages::why::page(cx, &view)
        }),
        Sample::new("park-typical", "/parks/zgc", |cx| {
            pages::park::page(cx, &park_view())
        }),
        Sample::new("park-bare", "/parks/park-99", |cx| {
            pages::park::page(cx, &bare_park())
        }),
    ]
}

pub fn line() -> FrameworkLine {
    FrameworkLine {
        id: "zgc/five-leads".into(),
        title: text(
            "世界领先科技园区“五个领先”评价",
            "Five leads of a world-leading science park",
        ),
        issuer: text("中关村论坛 · 火炬中心", "Zhongguancun Forum, Torch Center"),
        number: None,
        indicators: 24,
        computable: 17,
        weights_published: 0,
        ranked: 12,
        units: 235,
    }
}

pub fn unpublished() -> FrameworkLine {
    FrameworkLine {
        id: "cn-national/zk-2021".into(),
        title: text(
            "国家高新技术产业开发区综合评价指标体系（2021）",
            "Comprehensive evaluation of national high-tech zones (2021)",
        ),
        issuer: text("科学技术部", "Ministry of Science and Technology"),
        number: Some("国科发火〔2021〕106号".into()),
        indicators: 46,
        computable: 31,
        weights_published: 5,
        ranked: 0,
        units: 178,
    }
}

pub fn group(i: usize) -> NodeView {
    node(&format!("{}", i + 1), Some("0"), 1, GROUPS[i])
}

fn node(id: &str, parent: Option<&str>, level: u32, label: (&str, &str)) -> NodeView {
    NodeView {
        id: id.into(),
        parent: parent.map(str::to_owned),
        level,
        label: text(label.0, label.1),
        weight: (level == 1).then_some(20.0),
        effective_weight: if level == 0 {
            1.0
        } else {
            0.2 / f64::from(level * level)
        },
        direction: "up".into(),
        formula: None,
        unit: Text::default(),
        confidence: None,
        note: Text::default(),
        incomplete: false,
        units_with_data: 0,
    }
}

fn framework() -> FrameworkView {
    let mut nodes = vec![node("0", None, 0, ("总分", "Total"))];
    for i in 0..5 {
        nodes.push(group(i));
        let parent = format!("{}", i + 1);
        let mut a = node(
            &format!("{parent}.1"),
            Some(&parent),
            2,
            ("研发经费支出与营业收入之比", "R&D spending over revenue"),
        );
        a.formula = Some("rd_spending / revenue * 100".into());
        a.unit = text("%", "%");
        a.units_with_data = 180 - 40 * i as u32;
        let mut b = node(
            &format!("{parent}.2"),
            Some(&parent),
            2,
            (
                "万元增加值综合能耗",
                "Energy used per CNY 10,000 of value added",
            ),
        );
        b.direction = "down".into();
        b.incomplete = i == 2;
        b.note = text(
            "公式尚缺能耗字段的统一口径",
            "The energy field has no common definition yet",
        );
        nodes.extend([a, b]);
    }
    FrameworkView {
        line: line(),
        nodes,
        reference: text(
            "关于加快建设世界领先科技园区的报告",
            "Report on building world-leading science parks",
        ),
        crosswalks: vec![crosswalk()],
        method: vec![
            method_line("normalise", "goalposts", &[]),
            method_line("normalise", "min-max", &["1.1", "2.1"]),
            method_line("aggregate", "arithmetic", &[]),
        ],
    }
}

fn method_line(step: &str, kind: &str, nodes: &[&str]) -> MethodLine {
    let args = [("low", "0"), ("high", "100")];
    MethodLine {
        step: step.to_owned(),
        key: format!("method.{step}.{kind}"),
        args: args.map(|(k, v)| (k.to_owned(), v.to_owned())).into(),
        nodes: nodes.iter().map(|code| (*code).to_owned()).collect(),
    }
}

pub fn crosswalk() -> CrosswalkView {
    let item = |id: &str, zh: &str, en: &str| Some((id.to_owned(), text(zh, en), None));
    CrosswalkView {
        id: "zgc/leads".into(),
        title: text(
            "“五个领先”与“五个一流”对照",
            "Five leads and five first-class goals",
        ),
        lists: vec![
            ("a".into(), text("五个领先", "Five leads")),
            ("b".into(), text("五个一流", "Five first-class")),
        ],
        rows: vec![
            CrosswalkRow {
                items: vec![
                    item("1", "原始创新能力", "Original innovation"),
                    item("1", "一流创新策源", "First-class origin of innovation"),
                ],
                basis: "told".into(),
                note: Text::default(),
            },
            CrosswalkRow {
                items: vec![item("4", "全球创新网络", "Global network"), None],
                basis: "inferred".into(),
                note: text("原文没有对应项", "Nothing answers to it in the text"),
            },
        ],
    }
}

pub fn missing(n: usize) -> Vec<Missing> {
    let one = |i: usize| Missing {
        indicator: format!("{}.{}", i / 5 + 1, i % 5 + 1),
        label: text(
            "万人当年发明专利授权数",
            "Invention patents granted per 10,000 people",
        ),
        reason: if i.is_multiple_of(3) {
            "measure.missing.no-formula"
        } else {
            "measure.missing.no-data"
        }
        .into(),
        fields: vec!["patents_granted".into()],
    };
    (0..n).map(one).collect()
}

/// Every seventh standing is not known.
pub fn years(many: i32, units: usize) -> YearsView {
    let standing = |unit: usize, year: usize| {
        let known = !(unit + year).is_multiple_of(7);
        YearStanding {
            rank: known.then_some(((unit + year * 3) % units + 1) as u32),
            score: known.then_some(90.0 - ((unit + year * 3) % units) as f64 / 3.0),
            coverage: if known { 0.9 } else { 0.2 },
            gained: (known && year > 0).then_some(unit as i32 % 5 - 2),
            score_gained: None,
            reason: (!known).then(|| "measure.missing.below-coverage".to_owned()),
        }
    };
    let row = |unit: usize| YearsRow {
        unit: UnitLine {
            id: park(unit).id.to_string(),
            name: park(unit).name,
        },
        years: (0..many as usize)
            .map(|year| standing(unit, year))
            .collect(),
    };
    YearsView {
        framework: line(),
        as_of: 2025,
        result: Years {
            framework: line().title,
            years: (2026 - many..=2025).collect(),
            frame: "moving".to_owned(),
            decimals: 1,
            rows: (0..units).map(row).collect(),
            diagnostics: vec![],
        },
    }
}

pub fn ranking(ranked: usize, units: usize) -> Ranking {
    let row = |i: usize| {
        let score = 88.4 - i as f64 * 61.0 / (units.max(1) as f64);
        let known = i < ranked;
        RankingRow {
            unit: if i == 20 {
                EntityLink {
                    sample: true,
                    ..park(i)
                }
            } else {
                park(i)
            },
            rank: known.then_some(i as u32 + 1),
            gained: (known && i != 3).then_some(i as i32 % 5 - 2),
            carried_from: (known && i % 4 == 1).then_some(2021),
            score: known.then_some(score),
            coverage: if known {
                0.97 - 0.3 * i as f64 / ranked as f64
            } else {
                0.55 * (units - i) as f64 / units as f64 - 0.02
            }
            .max(0.0),
            groups: if known {
                (0..5)
                    .filter(|g| (i + g) % 6 != 5)
                    .map(|g| {
                        (
                            (g + 1).to_string(),
                            (score + 7.0 * g as f64 - 14.0).min(100.0),
                        )
                    })
                    .collect()
            } else {
                BTreeMap::new()
            },
            missing: missing(if known { i % 4 } else { 24 - i % 7 }),
            published: (i < 9).then(|| place(i as f64 + 1.0)),
        }
    };
    let mut findings = vec![Diagnostic::note("measure.one-unit")];
    if ranked == 0 {
        findings = vec![Diagnostic::warning("measure.nothing-ranked")];
    } else if ranked > 20 {
        findings.clear();
    }
    for d in &mut findings {
        d.args = [
            "indicator",
            "minimum",
            "units",
            "n",
            "coverage",
            "unit",
            "node",
            "best",
            "at",
            "code",
        ]
        .iter()
        .map(|k| ((*k).to_owned(), "60".to_owned()))
        .collect();
    }
    Ranking {
        framework: line(),
        as_of: 2025,
        groups: (0..5).map(group).collect(),
        rows: (0..units).map(row).collect(),
        diagnostics: findings,
        run: "9c1185a5c5e9fc54612808977ee8f548b2258d31".into(),
        input_digest: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c".into(),
        minimum_coverage: 0.6,
        decimals: 1,
        intervals: None,
    }
}

fn why() -> ScoreTrace {
    let told = said(park(0), revenue(), document(), at_line(245, "9.4万亿元"));
    let leaf = Trace {
        statement: Some(id(12, 0)),
        value: Some(9.4e12),
        unit: Some("cny".into()),
        ..Trace::new(text("营业收入", "Revenue"), "measure.step.statement", None)
    };
    let rd = Trace {
        unit: Some("cny".into()),
        ..Trace::new(
            text("研发经费支出", "R&D spending"),
            "measure.step.field-missing",
            None,
        )
        .with("field", "rd_spending")
    };
    let indicator = |known: bool, i: usize| {
        let value = known.then_some(6.2);
        let formula = Trace {
            unit: Some("percent".into()),
            inputs: vec![leaf.clone(), rd.clone()],
            ..Trace::new(
                text("研发经费支出与营业收入之比", "R&D spending over revenue"),
                "measure.step.formula",
                value,
            )
            .with("formula", "rd_spending / revenue * 100")
        };
        let scored = Trace {
            id: Some(format!("{i}.1")),
            inputs: vec![formula],
            ..Trace::new(
                text("研发经费支出与营业收入之比", "R&D spending over revenue"),
                "measure.step.min-max",
                known.then_some(71.4),
            )
        };
        ["value", "low", "high", "from", "to"]
            .iter()
            .fold(scored, |t, k| {
                t.with(
                    k,
                    match *k {
                        "value" => 6.2,
                        "low" => 0.4,
                        "high" => 9.1,
                        "from" => 0.0,
                        _ => 100.0,
                    },
                )
            })
    };
    let group = |i: usize| {
        let mean = Trace::new(
            text(GROUPS[i].0, GROUPS[i].1),
            "measure.step.arithmetic",
            (i != 3).then_some(70.2 + 3.0 * i as f64),
        );
        Trace {
            id: Some((i + 1).to_string()),
            inputs: vec![indicator(i != 3, i + 1), indicator(false, i + 1)],
            ..mean.with("children", 2).with("present", 1).with("used", 50)
        }
    };
    let total = Trace::new(
        text("总分", "Total"),
        "measure.step.arithmetic",
        Some(72.38),
    )
    .with("children", 5)
    .with("present", 4)
    .with("used", 80);
    ScoreTrace {
        framework: line(),
        unit: park(0),
        as_of: 2025,
        trace: Trace {
            inputs: (0..5).map(group).collect(),
            ..total
        },
        statements: vec![told],
    }
}

pub fn overview() -> Overview {
    let kind = |id: &str, zh: &str, en: &str, count| TypeCount {
        kind: TypeId::new(id).unwrap(),
        label: text(zh, en),
        count,
    };
    let headline = |figure: Figure, n: usize| Headline {
        entity: park(n),
        figure,
        source: document(),
        locator: at_line(245, "万亿元"),
    };
    let mut estimated = unicorns(114.0, 15);
    estimated.status = Status::Estimated;
    Overview {
        types: vec![
            kind("park", "园区", "Parks", 235),
            kind("enterprise", "企业", "Enterprises", 1204),
            kind("university", "高校院所", "Universities", 61),
            kind("agreement", "协议", "Agreements", 27),
            kind("practice", "案例", "Practices", 28),
        ],
        records: 12_418,
        sources: 9,
        conflicts: 57,
        reviews: 3,
        headlines: vec![
            headline(revenue(), 0),
            headline(estimated, 1),
            headline(place(1.0), 0),
            headline(
                Said::number(
                    "rd_intensity",
                    ("研发投入强度", "R&D intensity"),
                    7.4,
                    PERCENT,
                )
                .figure(),
                5,
            ),
        ],
        frameworks: vec![line(), unpublished()],
        batches: vec![batch(4, false), batch(3, true)],
        as_of: 2025,
    }
}
