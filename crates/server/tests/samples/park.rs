//! Samples of the park page.

use super::measure::*;
use super::parts::*;
use julin_app::contract::*;
use julin_model::*;

pub fn park_view() -> ParkView {
    let entity = super::data::entity_view();
    let series = |n: usize, values: [Option<f64>; 5]| ProfileSeries {
        unit: park(n),
        values: values.to_vec(),
    };
    let profile = ProfileChart {
        framework: line(),
        as_of: 2025,
        axes: (0..5).map(group).collect(),
        series: vec![
            series(0, [Some(86.0), Some(91.5), Some(78.2), None, Some(64.0)]),
            series(
                1,
                [Some(80.1), Some(84.0), Some(73.0), Some(70.5), Some(71.0)],
            ),
            series(
                2,
                [Some(74.0), Some(88.0), Some(76.0), Some(66.0), Some(69.5)],
            ),
            series(6, [Some(61.0), None, Some(55.0), Some(41.0), Some(68.5)]),
        ],
        top: 100.0,
    };
    let compare = |node: &str, zh: &str, en: &str, own, others| Comparison {
        node: node.into(),
        label: text(zh, en),
        own,
        others,
        of: 11,
    };
    ParkView {
        targets: super::plans::targets(),
        park: entity,
        standings: vec![
            standing(Some(1)),
            Standing {
                framework: unpublished(),
                rank: None,
                score: None,
                coverage: 0.21,
                missing: missing(37),
                ..standing(None)
            },
        ],
        profile: Some(profile),
        strengths: vec![
            compare("2.1", "营业收入", "Revenue", 100.0, 31.2),
            compare(
                "1.2",
                "万人当年发明专利授权数",
                "Invention patents granted per 10,000 people",
                93.4,
                48.0,
            ),
            compare("2.4", "独角兽企业数", "Unicorns", 90.0, 52.6),
        ],
        short_boards: vec![
            compare(
                "5.3",
                "一网通办事项占比",
                "Share of services offered online",
                41.0,
                68.0,
            ),
            compare(
                "3.4",
                "万元增加值综合能耗",
                "Energy per CNY 10,000 of value added",
                55.0,
                61.5,
            ),
        ],
        agreements: vec![
            dossier(
                "ag-1",
                "与苏州工业园区共建协同创新中心",
                "Joint innovation centre with Suzhou Industrial Park",
            ),
            dossier("ag-2", "国际合作签约", "International signing"),
        ],
        practices: vec![dossier(
            "case-1",
            "“先使用后付费”许可",
            "Use first, pay later licensing",
        )],
        peer_choices: (1..12).map(park).collect(),
        peers_by_similarity: true,
        counsel: ParkCounsel {
            boards: vec![BoardView {
                node: "5.3".into(),
                label: text("一网通办事项占比", "Share of services offered online"),
                score: 41.0,
                others: 68.0,
                potential: 1.35,
            }],
            weak: Some(WeakAxis {
                node: "5.3".into(),
                label: text("一网通办事项占比", "Share of services offered online"),
                axis: "lead-5".into(),
                axis_label: text("现代治理模式", "Modern governance"),
                of: 2,
                practices: [Status::Reported, Status::Derived]
                    .map(|status| Suggested {
                        practice: dossier("case-munich", "慕尼黑", "Munich"),
                        status,
                        statement: id(77, 1),
                    })
                    .to_vec(),
            }),
        },
    }
}

fn standing(rank: Option<u32>) -> Standing {
    Standing {
        framework: line(),
        as_of: 2025,
        rank,
        of: 12,
        score: Some(72.38),
        coverage: 0.82,
        missing: missing(3),
    }
}

fn dossier(id: &str, zh: &str, en: &str) -> Dossier {
    let words = Said {
        value: Value::Text(text(
            "双方共建中试平台，成果先在对方园区试用。",
            "Both build a pilot platform; results are first tried in the other park.",
        )),
        ..Said::number("summary", ("内容", "Content"), 0.0, NONE)
    };
    let signed = Said {
        value: Value::Date("2025-03-28".parse().unwrap()),
        ..Said::number("signed_on", ("签署日期", "Signed on"), 0.0, NONE)
    };
    Dossier {
        entity: link("agreement", id, zh, en),
        figures: vec![signed.figure(), words.figure()],
        others: vec![super::data::relation("签约方", "Party", park(3))],
    }
}

pub fn bare_park() -> ParkView {
    let mut entity = super::data::entity_view();
    entity.entity = park(99);
    entity.findings.clear();
    entity.relations.clear();
    entity.names.clear();
    entity.merged.clear();
    ParkView {
        targets: super::plans::no_targets(),
        park: entity,
        standings: vec![Standing {
            rank: None,
            score: None,
            coverage: 0.0,
            missing: missing(24),
            ..standing(None)
        }],
        profile: Some(ProfileChart {
            framework: line(),
            as_of: 2025,
            axes: (0..5).map(group).collect(),
            series: vec![ProfileSeries {
                unit: park(99),
                values: vec![None; 5],
            }],
            top: 100.0,
        }),
        strengths: vec![],
        short_boards: vec![],
        agreements: vec![],
        practices: vec![],
        peer_choices: (1..5).map(park).collect(),
        peers_by_similarity: false,
        counsel: ParkCounsel::default(),
    }
}
