//! Samples of the data pages.

use super::{Sample, parts::*};
use julin_app::contract::*;
use julin_locale::Message;
use julin_model::*;
use julin_server::pages;

pub fn samples() -> Vec<Sample> {
    [entities(), sources(), rest()]
        .into_iter()
        .flatten()
        .collect()
}

fn entities() -> Vec<Sample> {
    vec![
        Sample::new("entities-typical", "/entities", |cx| {
            pages::entities::page(cx, &entities_view(50, 1555))
        })
        .asking(&[("kind", "park")]),
        Sample::new("entities-empty", "/entities", |cx| {
            pages::entities::page(cx, &entities_view(0, 0))
        }),
        Sample::new("entity-typical", "/entities/zgc", |cx| {
            pages::entity::page(cx, &entity_view())
        }),
        Sample::new(
            "entity-hostile",
            "/entities/uscc:91110108ma01abcd2x",
            |cx| pages::entity::page(cx, &hostile_view()),
        ),
        Sample::new("entity-empty", "/entities/park-7", |cx| {
            pages::entity::page(
                cx,
                &EntityView {
                    findings: vec![],
                    relations: vec![],
                    names: vec![],
                    merged: vec![],
                    ..entity_view()
                },
            )
        }),
        Sample::new("history-typical", "/history/zgc", |cx| {
            pages::history::page(cx, &history())
        })
        .asking(&[("field", "unicorns")]),
        Sample::new("history-empty", "/history/zgc", |cx| {
            pages::history::page(
                cx,
                &History {
                    periods: vec![],
                    ..history()
                },
            )
        }),
        Sample::new("conflicts-typical", "/conflicts", |cx| {
            pages::conflicts::page(cx, &conflicts(3))
        }),
        Sample::new("conflicts-empty", "/conflicts", |cx| {
            pages::conflicts::page(cx, &conflicts(0))
        }),
        Sample::new("statement-typical", "/statements/r12.0", |cx| {
            pages::statement::page(cx, &statement())
        }),
        Sample::new("statement-bare", "/statements/r9.0", |cx| {
            let mut figure = unicorns(114.0, 9);
            figure.period = None;
            pages::statement::page(cx, &said(park(1), figure, sheet(), at_cell(7, 28)))
        }),
        Sample::new("search-hits", "/search", |cx| {
            pages::search::page(cx, &hits())
        })
        .asking(&[("q", "中关村")]),
        Sample::new("search-none", "/search", |cx| pages::search::page(cx, &[]))
            .asking(&[("q", "<b>\u{202e}x")]),
        Sample::new("search-blank", "/search", |cx| pages::search::page(cx, &[])),
    ]
}

fn sources() -> Vec<Sample> {
    vec![
        Sample::new("sources-typical", "/sources", |cx| {
            pages::sources::page(
                cx,
                &[
                    source_line(document(), SourceKind::Document),
                    source_line(sheet(), SourceKind::Table),
                ],
            )
        }),
        Sample::new("sources-empty", "/sources", |cx| {
            pages::sources::page(cx, &[])
        }),
        Sample::new("source-cleaned", "/sources/forum-2025-speeches", |cx| {
            pages::source::page(cx, &source_view(60))
        })
        .asking(&[("statement", "r12.0")]),
        Sample::new("source-raw", "/sources/forum-2025-speeches", |cx| {
            let mut view = source_view(12);
            view.layer = TextLayer::Raw;
            view.lines[3].text = format!("[bookmark: FunCunProofread68801]{}", view.lines[3].text);
            pages::source::page(cx, &view)
        }),
        Sample::new("source-huge", "/sources/forum-2025-speeches", |cx| {
            pages::source::page(cx, &source_view(4000))
        }),
        Sample::new("source-table", "/sources/file:3f7a9c", |cx| {
            pages::source::page(cx, &table_source())
        }),
        Sample::new("source-not-held", "/sources/forum-2025-speeches", |cx| {
            pages::source::page(
                cx,
                &SourceView {
                    lines: vec![],
                    ..source_view(1)
                },
            )
        }),
    ]
}

fn rest() -> Vec<Sample> {
    let problem = |status: u16, code: &str| {
        let message = Message {
            what: "没有这个主体：zzz".into(),
            why: String::new(),
            hint: "用搜索框按名称找。".into(),
        };
        pages::error::Problem {
            status,
            code: code.into(),
            message,
            request: "0f8fad5b-d9cb-469f-a165-70867728950e".into(),
        }
    };
    vec![
        Sample::new("packs-typical", "/packs", |cx| {
            pages::packs::page(cx, &[pack_line()], &[])
        }),
        Sample::new("packs-empty", "/packs", |cx| {
            pages::packs::page(cx, &[], &[])
        }),
        Sample::new("pack-typical", "/packs/zgc", |cx| {
            pages::pack::page(cx, &pack())
        }),
        Sample::new("about", "/about", |cx| {
            pages::about::page(
                cx,
                &pages::about::AboutView {
                    version: "0.1.0".into(),
                    accounts: false,
                    pack_diagnostics: vec![],
                },
            )
        }),
        Sample::new("error-404", "/entities/zzz", move |cx| {
            pages::error::page(cx, &problem(404, "app.not-found.entity"))
        }),
        Sample::new("error-500", "/", move |cx| {
            pages::error::page(cx, &problem(500, "app.internal"))
        }),
    ]
}

fn entities_view(rows: usize, total: u64) -> pages::entities::EntitiesView {
    let kind = |id: &str, zh: &str, en: &str, count| TypeCount {
        kind: TypeId::new(id).unwrap(),
        label: text(zh, en),
        count,
    };
    let types = vec![
        kind("park", "园区", "Parks", 235),
        kind("enterprise", "企业", "Enterprises", 1204),
        kind("university", "高校院所", "Universities", 61),
    ];
    pages::entities::EntitiesView {
        types,
        listing: Listing {
            rows: (0..rows).map(park).collect(),
            total,
            offset: 0,
            limit: 50,
        },
    }
}

pub fn relation(zh: &str, en: &str, other: EntityLink) -> RelationView {
    RelationView {
        label: text(zh, en),
        kind: "signed_with".into(),
        other,
        outgoing: true,
        period: Some(Period::Day("2025-03-28".parse().unwrap())),
        note: Text::default(),
        source: document(),
        locator: at_line(29, "签约"),
    }
}

pub fn entity_view() -> EntityView {
    let here = |figure: Figure| said(park(0), figure, document(), at_line(245, "9.4万亿元"));
    let mut old = revenue();
    old.period = Some(Period::Year(2023));
    let target = Said {
        status: Status::Target,
        bound: Bound::AtLeast,
        ..Said::number(
            "rd_intensity",
            ("研发投入强度", "R&D intensity"),
            8.0,
            PERCENT,
        )
    };
    let mut scoped = unicorns(102.0, 18);
    scoped.scope = Some("above-scale".into());
    scoped.conflicting = false;
    let words = Said {
        value: Value::Text(text(
            "改革先行先试的“试验田”",
            "A field for trying reforms first",
        )),
        ..Said::number("role", ("定位", "Role"), 0.0, NONE)
    };
    let mut located = Said {
        value: Value::Entity {
            entity: EntityId::new("cn-11").unwrap(),
        },
        ..Said::number("province", ("所在省份", "Province"), 0.0, NONE)
    }
    .figure();
    located.target = Some(link("region", "cn-11", "北京市", "Beijing"));
    EntityView {
        has_rules: true,
        entity: park(0),
        type_label: text("园区", "Park"),
        names: vec![
            NameView {
                kind: "short".into(),
                text: "中关村".into(),
            },
            NameView {
                kind: "alias".into(),
                text: "Zhongguancun Science Park".into(),
            },
            NameView {
                kind: "noisy".into(),
                text: "中關(guān)村".into(),
            },
            NameView {
                kind: "torch".into(),
                text: "1101".into(),
            },
        ],
        findings: vec![
            finding(here(revenue()), vec![], vec![here(old)]),
            finding(
                here(unicorns(114.0, 15)),
                vec![said(park(0), unicorns(102.0, 16), sheet(), at_cell(9, 6))],
                vec![],
            ),
            finding(here(scoped), vec![], vec![]),
            finding(here(target.figure()), vec![], vec![]),
            finding(here(words.figure()), vec![], vec![]),
            finding(here(located), vec![], vec![]),
        ],
        relations: vec![
            relation("签约方", "signed with", park(3)),
            relation(
                "位于",
                "located in",
                link("region", "cn-11", "北京市", "Beijing"),
            ),
        ],
        merged: vec![(
            link(
                "park",
                "zgc-old",
                "中关村科技园",
                "Zhongguancun Science Park",
            ),
            7,
        )],
        as_of: "2025-12-31".into(),
    }
}

fn hostile_view() -> EntityView {
    let mut view = entity_view();
    view.entity = hostile();
    view.type_label = Text::same("<i>type</i>");
    view.names = vec![NameView {
        kind: "<b>scheme</b>".into(),
        text: "\"><script>alert(2)</script>".into(),
    }];
    for finding in &mut view.findings {
        finding.preferred.entity = hostile();
        finding.preferred.figure.label = Text::same("<script>label</script>");
        finding.preferred.figure.raw = Some("<script>raw</script>".into());
        finding.preferred.source.title = Text::same("' onmouseover='x <script>");
        finding.preferred.locator = Locator {
            spot: Spot::Article("<script>§</script>".into()),
            phrase: Some("<script>".into()),
        };
    }
    view.relations[0].other = hostile();
    view.relations[0].note = Text::same("<script>note</script>");
    view
}

fn history() -> History {
    let views = vec![
        said(
            park(0),
            unicorns(114.0, 15),
            document(),
            at_line(88, "114家"),
        ),
        said(park(0), unicorns(102.0, 16), sheet(), at_cell(9, 6)),
    ];
    let mut ended = views.clone();
    ended[1].ended_at = Some("2026-11-21T01:02:03Z".into());
    History {
        entity: park(0),
        field: FieldId::new("unicorns").unwrap(),
        label: text("独角兽企业数", "Unicorns"),
        periods: vec![
            PeriodGroup {
                period: Some(Period::Year(2024)),
                scope: None,
                conflicting: true,
                statements: views,
            },
            PeriodGroup {
                period: Some("2023-H1".parse().unwrap()),
                scope: Some("above-scale".into()),
                conflicting: false,
                statements: ended,
            },
        ],
    }
}

fn conflicts(n: usize) -> Listing<ConflictView> {
    let ruling = Ruling {
        discrepancy: link(
            "discrepancy",
            "d-unicorns",
            "独角兽数量",
            "Number of unicorns",
        ),
        why: text(
            "一处为全市口径，一处为示范区口径。",
            "One counts the city, the other the zone.",
        ),
        usage: text("用示范区口径。", "Use the figure of the zone."),
    };
    let one = |i: usize| ConflictView {
        entity: park(i),
        finding: finding(
            said(
                park(i),
                unicorns(114.0, 15),
                document(),
                at_line(88, "114家"),
            ),
            vec![said(park(i), unicorns(102.0, 16), sheet(), at_cell(9, 6))],
            vec![],
        ),
        ruling: (i == 0).then(|| ruling.clone()),
    };
    Listing {
        rows: (0..n).map(one).collect(),
        total: n as u64,
        offset: 0,
        limit: 50,
    }
}

fn statement() -> StatementView {
    let mut view = said(park(0), revenue(), document(), at_line(245, "9.4万亿元"));
    view.by = Some(link("person", "speaker", "某某主任", "A director"));
    view.confidence = Some("high".into());
    view.note = text(
        "口径为示范区规模以上企业。",
        "Counts firms above the size threshold.",
    );
    view.also = vec![CitedView {
        source: sheet(),
        locator: at_cell(4, 2),
    }];
    view.discrepancy = Some(link(
        "discrepancy",
        "d-revenue",
        "收入口径",
        "Scope of revenue",
    ));
    view
}

fn hits() -> Vec<SearchHit> {
    let hit = |entity: EntityLink, matched: &str| SearchHit {
        entity,
        type_label: text("园区", "Park"),
        matched: matched.into(),
    };
    vec![
        hit(park(0), "中关村"),
        hit(hostile(), "<script>x</script>"),
        hit(park(3), "苏州工业园区"),
    ]
}

fn source_line(source: SourceLink, kind: SourceKind) -> SourceLine {
    SourceLine {
        source,
        kind,
        publisher: text("中国高新技术产业导报", "China High-tech Industry Herald"),
        sha256: Some("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".into()),
        records: 214,
    }
}

fn source_view(lines: u32) -> SourceView {
    let words = "中关村以不到全市百分之三的土地，贡献了三分之一以上的地区生产总值，企业营业收入超过9.4万亿元，独角兽企业114家。";
    let start = words.find("超过9.4万亿元").unwrap();
    let second = words.find("114家").unwrap();
    let mark = |start: usize, len: usize, wanted, statement: &str| TextMark {
        start,
        end: start + len,
        wanted,
        statement: statement.into(),
    };
    let line = |i: u32| SourceTextLine {
        number: i + 1,
        text: match i % 4 {
            0 => "大家上午好！".into(),
            1 => "“先使用后付费”的许可方式，让中小企业用得起、敢用高校院所的成果。".into(),
            2 => String::new(),
            _ => words.into(),
        },
        marks: if i % 4 == 3 {
            vec![
                mark(
                    start,
                    "超过9.4万亿元".len(),
                    i == 19 || i == 3 && lines < 20,
                    "r12.0",
                ),
                mark(second, "114家".len(), false, "r15.0"),
            ]
        } else {
            vec![]
        },
    };
    SourceView {
        line: source_line(document(), SourceKind::Document),
        file: Some("004_f03837601350af61.txt".into()),
        url: None,
        licence: Some("©".into()),
        note: text(
            "书签标记已在整理层中去除。",
            "Bookmark marks are removed in the cleaned layer.",
        ),
        lines: (0..lines).map(line).collect(),
        layer: TextLayer::Cleaned,
        statements: vec![
            said(park(0), revenue(), document(), at_line(20, "9.4万亿元")),
            said(
                park(0),
                unicorns(114.0, 15),
                document(),
                at_line(20, "114家"),
            ),
        ],
        sheet_rows: vec![],
    }
}

fn table_source() -> SourceView {
    let row = |cells: &[&str]| cells.iter().map(|c| (*c).to_owned()).collect();
    SourceView {
        line: source_line(sheet(), SourceKind::Table),
        lines: vec![],
        sheet_rows: vec![
            row(&["园区", "营业收入（千元）", "企业数（个）"]),
            row(&["中关村", "9400000000", "18,204"]),
            row(&["张江", "", "12,001"]),
        ],
        statements: vec![said(park(0), revenue(), sheet(), at_cell(2, 2))],
        ..source_view(1)
    }
}

fn pack_line() -> PackLine {
    PackLine {
        id: "zgc".into(),
        title: text("中关村", "Zhongguancun"),
        version: "0.1.0".into(),
        checked_on: Some("2026-11-20".into()),
        digest: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".into(),
        contents: vec![
            ("entities".into(), 421),
            ("facts".into(), 227),
            ("frameworks".into(), 1),
        ],
        loaded: true,
    }
}

fn pack() -> PackView {
    let case = |passed| CaseView {
        id: "rank-1".into(),
        title: text("第一名是中关村", "Zhongguancun comes first"),
        passed,
        expected: "1".into(),
        got: if passed { "1" } else { "2" }.into(),
        from: text("官方公布的结果", "the published result"),
    };
    PackView {
        line: pack_line(),
        references: vec![ReferenceView {
            key: "a".into(),
            title: text(
                "国家高新技术产业开发区综合评价指标体系",
                "Evaluation of national high-tech zones",
            ),
            number: Some("国科发火〔2021〕106号".into()),
            url: Some("https://www.most.gov.cn/".into()),
            published: Some("2021-04-22".into()),
            publisher: Text::default(),
            note: Text::default(),
        }],
        crosswalks: vec![super::measure::crosswalk()],
        frameworks: vec![("zgc/five-leads".into(), text("五个领先", "Five leads"))],
        cases: vec![case(true), case(false)],
        diagnostics: vec![],
    }
}
