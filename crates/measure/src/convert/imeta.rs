//! The two tables, read and written.

use super::outline::{Line, outline};
use super::{Form, Index, Naming, Read, index_of, losses};
use crate::framework::Framework;
use crate::inputs;
use crate::matrix::{ColumnKind, Matrix, Unit};
use crate::recipe::Method;
use crate::spec::Direction;
use crate::tables::{Figures, Table, read_meta, read_tables_by_year};
use julin_model::{Diagnostic, Lang, Place};
use std::collections::BTreeMap;

/// Reads iMeta, with iData where it is given. `method` says how to compute.
pub fn read_imeta(naming: &Naming, method: &Method, meta: &Table, data: Option<&Table>) -> Read {
    let mut diagnostics = asides(meta);
    let (framework, figures) = match data {
        None => (read_meta(&naming.id, method, meta, &mut diagnostics), None),
        Some(data) => {
            let tables = (meta, data);
            read_tables_by_year(&naming.id, method, tables, &mut diagnostics)
        }
    };
    let index = framework.map(|framework| index_of(&framework, figures, naming, &mut diagnostics));
    Read { index, diagnostics }
}

/// What no index keeps of iMeta: rows of targets and others, names of classifications,
/// units of groups.
fn asides(meta: &Table) -> Vec<Diagnostic> {
    let columns = ["iCode", "Type", "iName", "Unit"];
    let [code, kind, name, unit] = columns.map(|name| meta.column(name));
    let rows = 0..meta.rows.len();
    let of = |wanted: &'static [&'static str]| {
        let is = move |row: &usize| {
            let kind = meta.cell(*row, kind).unwrap_or_default();
            wanted.iter().any(|word| word.eq_ignore_ascii_case(kind))
        };
        rows.clone().filter(is)
    };
    let cell = |row: usize, column| meta.cell(row, column).unwrap_or_default();
    let aside: Vec<&str> = of(&["target", "other"])
        .map(|row| cell(row, code))
        .collect();
    let named: Vec<&str> = of(&["group"])
        .filter(|row| !["", cell(*row, code)].contains(&cell(*row, name)))
        .map(|row| cell(row, code))
        .collect();
    let measured: Vec<&str> = of(&["aggregate"])
        .filter(|row| !cell(*row, unit).is_empty())
        .map(|row| cell(row, code))
        .collect();
    let tell = |key: &str, codes: &[&str]| {
        let found = Diagnostic::note(key).with("nodes", codes.join(", "));
        (!codes.is_empty()).then(|| found.at(Place::file(&meta.name)))
    };
    [
        tell("measure.convert.rows-left-out", &aside),
        tell("measure.convert.names-left-out", &named),
        tell("measure.convert.units-left-out", &measured),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// iMeta and, where there are figures, iData; none when the framework cannot be built.
pub fn write_imeta(
    index: &Index,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Table, Option<Table>)> {
    let framework = built(index, diagnostics)?;
    diagnostics.extend(losses(index, Form::IMeta));
    let lines = outline(&framework, diagnostics);
    let meta = meta_table(&lines, index.matrix());
    let data = index
        .figures
        .as_ref()
        .map(|figures| data_table(&framework, figures));
    Some((meta, data))
}

/// The framework of an index with the goalposts that its method does not use.
pub(super) fn built(index: &Index, diagnostics: &mut Vec<Diagnostic>) -> Option<Framework> {
    let built = Framework::from_spec(&index.id, &index.spec);
    let Some(mut framework) = built.framework else {
        diagnostics.extend(built.diagnostics);
        return None;
    };
    let mut given = BTreeMap::new();
    for group in &index.spec.groups {
        goalposts(group, &mut given);
    }
    for node in &mut framework.nodes {
        let posts = given.get(node.code.as_str()).copied();
        node.steps.goalposts = posts.or(node.steps.goalposts);
    }
    Some(framework)
}

fn goalposts<'s>(
    group: &'s crate::spec::GroupSpec,
    into: &mut BTreeMap<&'s str, crate::spec::Goalposts>,
) {
    for indicator in &group.indicators {
        if let Some(posts) = indicator
            .goalposts
            .filter(crate::normalise::goalposts::are_sound)
        {
            into.insert(&indicator.id, posts);
        }
    }
    group.groups.iter().for_each(|below| goalposts(below, into));
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(String::new, |x| x.to_string())
}

/// Indicators, then groups by level, then what else the figures hold.
fn meta_table(lines: &[Line], figures: Option<&Matrix>) -> Table {
    let posts = lines.iter().any(|line| line.goalposts.is_some());
    let double = lines.iter().any(|line| line.label.zh != line.label.en);
    let mut headers = vec![
        "Level",
        "iCode",
        "iName",
        "Direction",
        "Weight",
        "Unit",
        "Target",
        "Denominator",
        "Parent",
        "Type",
    ];
    headers.extend(posts.then_some(["Low", "High"]).into_iter().flatten());
    headers.extend(
        double
            .then_some(["iName_zh", "iName_en"])
            .into_iter()
            .flatten(),
    );
    let mut ordered: Vec<&Line> = lines.iter().collect();
    ordered.sort_by_key(|line| line.level);
    let row = |line: &&Line| {
        let direction = match line.direction {
            Direction::Up => "1",
            Direction::Down => "-1",
        };
        let divisor = line.denominate.as_ref().map(|d| d.by.clone());
        let mut cells = vec![
            line.level.to_string(),
            line.code.clone(),
            line.label.get(Lang::Zh).to_owned(),
            direction.to_owned(),
            number(line.weight),
            line.unit.clone().unwrap_or_default(),
            number(line.target),
            divisor.unwrap_or_default(),
            line.parent.clone().unwrap_or_default(),
            if line.indicator {
                "Indicator"
            } else {
                "Aggregate"
            }
            .to_owned(),
        ];
        if posts {
            cells.push(number(line.goalposts.map(|posts| posts.low)));
            cells.push(number(line.goalposts.map(|posts| posts.high)));
        }
        if double {
            cells.extend([line.label.zh.clone(), line.label.en.clone()]);
        }
        cells
    };
    let mut rows: Vec<Vec<String>> = ordered.iter().map(row).collect();
    let width = headers.len();
    rows.extend(
        figures
            .into_iter()
            .flat_map(|figures| others(figures, width)),
    );
    Table {
        name: "iMeta".to_owned(),
        headers: headers.into_iter().map(str::to_owned).collect(),
        rows,
    }
}

/// Rows of iMeta for classifications and fields.
fn others(figures: &Matrix, width: usize) -> Vec<Vec<String>> {
    let blank = |code: &str, kind: &str| {
        let mut cells = vec![String::new(); width];
        (cells[1], cells[9]) = (code.to_owned(), kind.to_owned());
        cells
    };
    let classes = figures.classifications().map(|code| blank(code, "Group"));
    let fields = figures.of_kind(ColumnKind::Field).map(|(code, column)| {
        let mut cells = blank(code, "Denominator");
        column.label.get(Lang::Zh).clone_into(&mut cells[2]);
        cells[5] = column.unit.clone().unwrap_or_default();
        cells
    });
    classes.chain(fields).collect()
}

fn data_table(framework: &Framework, figures: &Figures) -> Table {
    let dated = figures.years.iter().any(|(year, _)| year.is_some());
    let indicators: Vec<_> = framework.indicators().map(|(_, node)| node).collect();
    let mut headers = vec!["uCode".to_owned(), "uName".to_owned()];
    headers.extend(dated.then(|| "Time".to_owned()));
    let any = &figures.matrix;
    let classes: Vec<&str> = any.classifications().collect();
    let fields: Vec<&str> = any
        .of_kind(ColumnKind::Field)
        .map(|(name, _)| name)
        .collect();
    headers.extend(classes.iter().chain(&fields).map(|name| (*name).to_owned()));
    headers.extend(indicators.iter().map(|node| node.code.clone()));
    let mut rows = Vec::new();
    for (year, matrix) in &figures.years {
        // As given, or computed where the framework has a formula.
        let values: Vec<Vec<f64>> = indicators
            .iter()
            .map(|node| inputs::values(node, matrix).values)
            .collect();
        for (unit, about) in matrix.units().iter().enumerate() {
            let known = |x: Option<&f64>| number(x.copied().filter(|x| x.is_finite()));
            let class = |name: &&str| {
                let classes = matrix.classes(name)?;
                classes.get(unit).cloned().flatten()
            };
            let field = |name: &&str| {
                let column = matrix.get(ColumnKind::Field, name);
                known(column.and_then(|column| column.values.get(unit)))
            };
            let mut cells = name_of(about);
            cells.extend(dated.then(|| year.map_or_else(String::new, |y| y.to_string())));
            cells.extend(classes.iter().map(|name| class(name).unwrap_or_default()));
            cells.extend(fields.iter().map(field));
            cells.extend(values.iter().map(|column| known(column.get(unit))));
            rows.push(cells);
        }
    }
    Table {
        name: "iData".to_owned(),
        headers,
        rows,
    }
}

fn name_of(unit: &Unit) -> Vec<String> {
    vec![unit.id.clone(), unit.label.get(Lang::Zh).to_owned()]
}
