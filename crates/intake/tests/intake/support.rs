//! A small dictionary, and tables made on the fly.

use chrono::NaiveDate;
use julin_intake::{
    Dictionary, EntityKind, Field, FieldKind, Input, IntakeError, MappedRow, Mapping, OpenOptions,
    Preview, Request, RowItem, Scheme, SchemeCheck, TableWords, preview, rows,
};
use julin_model::{Diagnostic, FieldId, Severity, Text, TypeId, Unit, UnitTable, Value};
use std::path::PathBuf;
use std::sync::OnceLock;

/// Shared facts, beside the checkout or where `JULIN_SHARED` says.
pub fn shared(path: &str) -> PathBuf {
    let root = std::env::var_os("JULIN_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let found = root.join(path);
    assert!(
        found.exists(),
        "the shared facts are missing: {} (set JULIN_SHARED)",
        found.display()
    );
    found
}

fn unit(code: &str, zh: &str, en: &str, dimension: &str, factor: f64) -> Unit {
    let (code, dimension) = (code.into(), dimension.into());
    Unit {
        code,
        label: Text::new(zh, en),
        dimension,
        factor,
        spellings: vec![],
    }
}

pub fn dictionary() -> Dictionary {
    let units = UnitTable::new([
        unit("cny_1k", "千元", "CNY thousand", "cny", 1e3),
        unit("cny_10k", "万元", "CNY 10,000", "cny", 1e4),
        unit("count", "个", "count", "count", 1.0),
        unit("person", "人", "persons", "person", 1.0),
        unit("percent", "%", "percent", "percent", 1.0),
    ]);
    let field = |id: &str, zh: &str, en: &str, kind, unit: Option<&str>| Field {
        unit: unit.map(str::to_owned),
        non_negative: id == "enterprises" || id == "staff",
        ..Field::new(FieldId::new(id).unwrap(), Text::new(zh, en), kind)
    };
    let number = FieldKind::Number;
    let mut fields = vec![
        field("revenue", "营业收入", "Revenue", number, Some("cny_1k")),
        field(
            "enterprises",
            "企业数",
            "Enterprises",
            number,
            Some("count"),
        ),
        field("staff", "年末从业人员", "Staff", number, Some("person")),
        field(
            "rd_share",
            "研发投入强度",
            "R&D intensity",
            number,
            Some("percent"),
        ),
        field("founded", "成立日期", "Founded", FieldKind::Date, None),
        field(
            "founded_year",
            "成立年份",
            "Year founded",
            FieldKind::Year,
            None,
        ),
        field("listed", "是否上市", "Listed", FieldKind::Flag, None),
        field("industry", "所属行业", "Industry", FieldKind::Word, None),
    ];
    fields[0].codes.push("QB03".to_owned());
    fields[0].spellings.push("总收入".to_owned());
    Dictionary {
        fields,
        units,
        entity_kinds: kinds(),
        words: TableWords::default(),
    }
}

fn kinds() -> Vec<EntityKind> {
    let words = |list: &str| list.split(' ').map(str::to_owned).collect();
    let uscc = Scheme {
        id: "uscc".into(),
        label: Text::new("统一社会信用代码", "Unified social credit code"),
        spellings: words("信用代码 USCC"),
        check: SchemeCheck::Uscc,
    };
    let park = EntityKind {
        id: TypeId::new("park").unwrap(),
        label: Text::new("园区", "Park"),
        name_headings: words("园区名称 高新区名称 高新区"),
        schemes: vec![],
    };
    let enterprise = EntityKind {
        id: TypeId::new("enterprise").unwrap(),
        label: Text::new("企业", "Enterprise"),
        name_headings: vec!["企业名称".into(), "Company name".into()],
        schemes: vec![uscc],
    };
    vec![park, enterprise]
}

/// Checks that a finding brings every argument its sentences ask for.
pub fn told(finding: &Diagnostic) {
    static CATALOGUE: OnceLock<serde_json::Value> = OnceLock::new();
    let catalogue = CATALOGUE.get_or_init(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../locales/intake.yaml");
        serde_saphyr::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    });
    let entry = catalogue
        .get(&finding.code)
        .unwrap_or_else(|| panic!("{}", finding.code));
    let must_hint = finding.severity != Severity::Note;
    assert!(
        !must_hint || entry.get("hint").is_some(),
        "{} has no hint",
        finding.code
    );
    for sentence in entry.as_object().unwrap().values() {
        for name in super::catalogue::placeholders(sentence["zh"].as_str().unwrap()) {
            assert!(
                finding.args.contains_key(name),
                "{} lacks {name}",
                finding.code
            );
        }
    }
    assert!(
        finding.place.as_ref().is_some_and(|p| !p.file.is_empty()),
        "{}",
        finding.code
    );
}

pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

pub fn request(name: &str, bytes: impl Into<Vec<u8>>) -> Request {
    let input = Input::bytes(name, bytes.into());
    Request {
        input,
        options: OpenOptions::default(),
        today: today(),
    }
}

pub fn look(name: &str, bytes: impl Into<Vec<u8>>) -> Result<Preview, IntakeError> {
    let outcome = preview(&request(name, bytes), None, &dictionary());
    match &outcome {
        Ok(found) => found.diagnostics.iter().for_each(told),
        Err(error) => told(&error.diagnostic()),
    }
    outcome
}

/// All rows of a table through the mapping proposed for it.
pub fn take(name: &str, bytes: impl Into<Vec<u8>>) -> Result<Taken, IntakeError> {
    let request = request(name, bytes);
    let mapping = preview(&request, None, &dictionary())?.mapping;
    take_with(&request, &mapping)
}

/// All rows of a table through a mapping.
pub fn take_with(request: &Request, mapping: &Mapping) -> Result<Taken, IntakeError> {
    let stream = rows(request, mapping, &dictionary())?;
    let mut taken = Taken {
        about: stream.diagnostics().to_vec(),
        ..Taken::default()
    };
    for chunk in stream {
        for item in chunk?.items {
            match item {
                RowItem::Row(row) => taken.rows.push(row),
                RowItem::Bad(bad) => taken.bad.push((bad.row, bad.problems)),
                RowItem::Skipped(note) => taken.skipped.push(note),
            }
        }
    }
    let bad = taken.bad.iter().flat_map(|(_, problems)| problems);
    let warnings = taken.rows.iter().flat_map(|row| &row.warnings);
    bad.chain(warnings)
        .chain(&taken.skipped)
        .chain(&taken.about)
        .for_each(told);
    Ok(taken)
}

#[derive(Debug, Default)]
pub struct Taken {
    pub rows: Vec<MappedRow>,
    pub bad: Vec<(u32, Vec<Diagnostic>)>,
    pub skipped: Vec<Diagnostic>,
    pub about: Vec<Diagnostic>,
}

impl Taken {
    /// Name and numbers of each row.
    pub fn figures(&self) -> Vec<(String, Vec<Option<f64>>)> {
        let numbers = |row: &MappedRow| {
            row.values
                .iter()
                .map(|v| v.as_ref().and_then(Value::number))
                .collect()
        };
        self.rows
            .iter()
            .map(|row| (row.names.join("|"), numbers(row)))
            .collect()
    }

    /// Row and code of each problem.
    pub fn problems(&self) -> Vec<(u32, &str)> {
        let flat = self
            .bad
            .iter()
            .flat_map(|(row, p)| p.iter().map(|d| (*row, d.code.as_str())));
        flat.collect()
    }
}
