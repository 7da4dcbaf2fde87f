//! Pieces the samples are made of.

use julin_app::contract::*;
use julin_model::*;

pub fn text(zh: &str, en: &str) -> Text {
    Text::new(zh, en)
}

pub fn link(kind: &str, id: &str, zh: &str, en: &str) -> EntityLink {
    EntityLink {
        id: EntityId::new(id).unwrap(),
        kind: TypeId::new(kind).unwrap(),
        name: text(zh, en),
        sample: false,
    }
}

pub fn park(n: usize) -> EntityLink {
    const PARKS: [(&str, &str, &str); 8] = [
        (
            "zgc",
            "中关村国家自主创新示范区",
            "Zhongguancun National Innovation Demonstration Zone",
        ),
        (
            "zhangjiang",
            "上海张江高新技术产业开发区",
            "Shanghai Zhangjiang High-tech Zone",
        ),
        (
            "shenzhen-htz",
            "深圳高新技术产业开发区",
            "Shenzhen High-tech Zone",
        ),
        ("suzhou-sip", "苏州工业园区", "Suzhou Industrial Park"),
        (
            "wuhan-donghu",
            "武汉东湖新技术开发区",
            "Wuhan East Lake High-tech Zone",
        ),
        (
            "hefei-htz",
            "合肥高新技术产业开发区",
            "Hefei High-tech Zone",
        ),
        ("xian-htz", "西安高新技术产业开发区", "Xi'an High-tech Zone"),
        (
            "ningbo-htz",
            "宁波高新技术产业开发区",
            "Ningbo High-tech Zone",
        ),
    ];
    match PARKS.get(n) {
        Some((id, zh, en)) => link("park", id, zh, en),
        None => link(
            "park",
            &format!("park-{n}"),
            &format!("第{n}高新技术产业开发区"),
            &format!("High-tech Zone No. {n}"),
        ),
    }
}

pub fn document() -> SourceLink {
    SourceLink {
        id: SourceId::new("forum-2025-speeches").unwrap(),
        title: text(
            "2025年世界领先科技园区发展论坛发言实录",
            "Speeches of the 2025 World-leading Science Park Forum",
        ),
        published: Some("2025-03-28".into()),
        held: true,
    }
}

pub fn sheet() -> SourceLink {
    SourceLink {
        id: SourceId::new("file:3f7a9c").unwrap(),
        title: Text::same("2025年园区年报（汇总）.xlsx"),
        published: Some("2026-02".into()),
        held: false,
    }
}

pub fn at_line(line: u32, phrase: &str) -> Locator {
    Locator {
        spot: Spot::Line(line),
        phrase: Some(phrase.into()),
    }
}

pub fn at_cell(row: u32, column: u32) -> Locator {
    Locator {
        spot: Spot::Row {
            sheet: Some("年报".into()),
            row,
            column: Some(column),
        },
        phrase: None,
    }
}

pub fn id(record: i64, column: u16) -> StatementId {
    StatementId {
        record: RecordId(record),
        column,
    }
}

pub struct Said<'a> {
    pub field: &'a str,
    pub label: (&'a str, &'a str),
    pub value: Value,
    pub unit: (&'a str, &'a str, &'a str),
    pub status: Status,
    pub bound: Bound,
    pub raw: Option<&'a str>,
    pub record: i64,
}

impl<'a> Said<'a> {
    pub fn number(
        field: &'a str,
        label: (&'a str, &'a str),
        value: f64,
        unit: (&'a str, &'a str, &'a str),
    ) -> Self {
        Self {
            field,
            label,
            value: Value::Number(value),
            unit,
            status: Status::Reported,
            bound: Bound::Exact,
            raw: None,
            record: 12,
        }
    }

    pub fn figure(self) -> Figure {
        Figure {
            field: FieldId::new(self.field).unwrap(),
            label: text(self.label.0, self.label.1),
            scope: None,
            scope_label: Text::default(),
            value: self.value,
            target: None,
            unit: (!self.unit.0.is_empty()).then(|| self.unit.0.to_owned()),
            unit_label: text(self.unit.1, self.unit.2),
            period: Some(Period::Year(2024)),
            status: self.status,
            bound: self.bound,
            raw: self.raw.map(str::to_owned),
            conflicting: false,
            statement: id(self.record, 0),
        }
    }
}

pub const CNY: (&str, &str, &str) = ("cny", "元", "CNY");
pub const FIRMS: (&str, &str, &str) = ("count", "家", "firms");
pub const PERCENT: (&str, &str, &str) = ("percent", "%", "%");
pub const NONE: (&str, &str, &str) = ("", "", "");

pub fn revenue() -> Figure {
    let told = Said::number("revenue", ("营业收入", "Revenue"), 9.4e12, CNY);
    Said {
        bound: Bound::Over,
        raw: Some("超过9.4万亿元"),
        ..told
    }
    .figure()
}

pub fn unicorns(n: f64, record: i64) -> Figure {
    let told = Said::number("unicorns", ("独角兽企业数", "Unicorns"), n, FIRMS);
    let mut figure = Said { record, ..told }.figure();
    figure.conflicting = true;
    figure
}

pub fn place(n: f64) -> Figure {
    Said::number(
        "national_rank",
        ("国家高新区综合评价名次", "Place in the national evaluation"),
        n,
        ("rank", "名", "rank"),
    )
    .figure()
}

pub fn said(
    entity: EntityLink,
    figure: Figure,
    source: SourceLink,
    locator: Locator,
) -> StatementView {
    StatementView {
        figure,
        entity,
        source,
        locator,
        by: None,
        confidence: None,
        note: Text::default(),
        also: vec![],
        discrepancy: None,
        batch: 3,
        recorded_at: "2026-11-20T08:15:00Z".into(),
        ended_at: None,
    }
}

pub fn finding(
    preferred: StatementView,
    others: Vec<StatementView>,
    earlier: Vec<StatementView>,
) -> FindingView {
    let conflicting = !others.is_empty();
    let because = if conflicting {
        Preference::Ruling
    } else {
        Preference::LatestPeriod
    };
    FindingView {
        preferred,
        because,
        others,
        conflicting,
        earlier,
    }
}

/// Names that try to break out of the page.
pub fn hostile() -> EntityLink {
    link(
        "enterprise",
        "uscc:91110108ma01abcd2x",
        "<script>alert('x')</script>\"'>&\u{202e}园区\u{2066}",
        "</title><img src=x onerror=alert(1)> \u{202e}evil",
    )
}

pub fn counts() -> ImportCounts {
    ImportCounts {
        rows: 178,
        accepted: 171,
        refused: 6,
        totals: 1,
        entities_added: 2,
        records_added: 165,
        records_changed: 4,
        records_same: 2,
        doubtful: 1,
        warnings: 3,
    }
}

pub fn batch(id: i64, undone: bool) -> BatchView {
    BatchView {
        id,
        kind: "import".into(),
        title: "2025年园区年报（汇总）.xlsx".into(),
        author: "local".into(),
        recorded_at: "2026-11-20T08:15:00Z".into(),
        undone_at: undone.then(|| "2026-11-21T01:02:03Z".to_owned()),
        counts: counts(),
        source: Some(sheet()),
    }
}

pub fn problem(row: u64, column: &str, value: &str, code: &str) -> RowProblem {
    let diagnostic = Diagnostic::error(code)
        .with("field", column)
        .with("file", "a.csv")
        .with("unit", "x");
    RowProblem {
        sheet: Some("年报".into()),
        row,
        column: Some(column.into()),
        value: Some(value.into()),
        diagnostic,
    }
}
