//! The figures a framework needs, as columns over the units, from the statements in
//! force: for each field the preferred fact as of the year, in the field's unit.

use crate::call::App;
use crate::contract::EntityLink;
use crate::error::AppError;
use crate::lookup::link;
use crate::packs::LoadedFramework;
use julin_measure::{Column, ColumnKind, Matrix, Unit};
use julin_model::{
    Digest, EntityId, FieldId, Finding, Period, Profile, Statement, StatementId, Status, Value,
};
use julin_store::{EntityFilter, StatementFilter, Tx};
use std::collections::HashMap;

/// Units with their figures, and the statements the figures rest on.
pub struct Figures {
    /// The units, in order of identifier.
    pub units: Vec<EntityLink>,
    /// Columns for the engine.
    pub matrix: Matrix,
    /// Statements used, by identifier.
    pub statements: HashMap<StatementId, Statement>,
}

impl Figures {
    /// Figures that no store knows.
    pub fn of_matrix(matrix: Matrix) -> Self {
        Self {
            units: Vec::new(),
            matrix,
            statements: HashMap::new(),
        }
    }
}

/// Digest of every statement used.
pub fn figure_digest(figures: &Figures) -> String {
    let mut digest = Digest::new();
    let mut used: Vec<_> = figures.statements.values().collect();
    used.sort_by_key(|s| s.id);
    for s in used {
        digest.part(s.entity.as_str()).part(s.field.as_str());
        digest.part(serde_json::to_string(&(&s.period, &s.value, &s.unit)).unwrap_or_default());
    }
    digest.hex()
}

type ByField = HashMap<(EntityId, FieldId), Finding>;

/// Reads what the framework needs as of the end of `year`.
pub fn figures(
    app: &App,
    tx: &mut Tx,
    loaded: &LoadedFramework,
    year: i32,
) -> Result<Figures, AppError> {
    let kind = loaded.spec.units_of.clone();
    let lines = tx.entities(&EntityFilter {
        kind: Some(kind.clone()),
        ..EntityFilter::default()
    })?;
    let units: Vec<_> = lines
        .into_iter()
        .map(|line| link(&line.id, line.kind, line.name))
        .collect();
    let needs = loaded.framework.needs();
    let mut fields: Vec<_> = needs
        .iter()
        .filter_map(|need| FieldId::new(&need.field).ok())
        .collect();
    fields.dedup();
    let filter = StatementFilter {
        kind: Some(kind),
        fields: fields.clone(),
        ..StatementFilter::default()
    };
    let statements = if fields.is_empty() {
        Vec::new()
    } else {
        tx.statements(&filter)?
    };
    let known = facts_as_of(statements, year);

    let rows = units
        .iter()
        .map(|unit| Unit {
            id: unit.id.to_string(),
            label: unit.name.clone(),
        })
        .collect();
    let mut out = Figures {
        matrix: Matrix::new(rows),
        units,
        statements: HashMap::new(),
    };
    for need in &needs {
        let Ok(field) = FieldId::new(&need.field) else {
            continue;
        };
        let kind = ColumnKind::of(need);
        let column = column(
            app,
            &mut out,
            &known,
            &field,
            Wanted {
                year,
                prior: need.prior(),
                loaded,
            },
        );
        let inserted = out.matrix.insert(kind, field.as_str(), column);
        inserted.map_err(|error| AppError::internal(error.to_string()))?;
    }
    Ok(out)
}

/// Facts without a narrower scope, grouped by entity and field.
fn facts_as_of(statements: Vec<Statement>, year: i32) -> ByField {
    let mut by_entity: HashMap<EntityId, Vec<Statement>> = HashMap::new();
    for statement in statements.into_iter().filter(is_fact) {
        by_entity
            .entry(statement.entity.clone())
            .or_default()
            .push(statement);
    }
    let day = Period::Year(year).last();
    let findings = by_entity
        .into_values()
        .flat_map(|list| Profile::of(list, day).findings);
    findings
        .map(|f| ((f.preferred.entity.clone(), f.preferred.field.clone()), f))
        .collect()
}

/// Figures of other entities than units, generated ones too: by entity, field, and
/// whether it is the value of the year before.
pub fn choose_for(
    app: &App,
    statements: Vec<Statement>,
    year: i32,
) -> HashMap<(EntityId, String, bool), f64> {
    let mut by_entity: HashMap<EntityId, Vec<Statement>> = HashMap::new();
    let aside = |s: &Statement| s.scope.is_some() || s.status == Status::Target;
    for statement in statements.into_iter().filter(|s| !aside(s)) {
        let list = by_entity.entry(statement.entity.clone()).or_default();
        list.push(statement);
    }
    let day = Period::Year(year).last();
    let mut known = HashMap::new();
    for finding in by_entity
        .into_values()
        .flat_map(|list| Profile::of(list, day).findings)
    {
        let unit = app.packs.field(&finding.preferred.field);
        let unit = unit.and_then(|field| field.unit.clone());
        let mut keep = |statement: &Statement, prior| {
            if let Some(number) = in_unit(app, statement, unit.as_deref()) {
                let field = statement.field.to_string();
                known.insert((statement.entity.clone(), field, prior), number);
            }
        };
        keep(&finding.preferred, false);
        let before = finding.preferred.period.map(|p| p.year() - 1);
        let told = |s: &&Statement| before.is_some() && s.period.map(Period::year) == before;
        if let Some(earlier) = finding.earlier.iter().find(told) {
            keep(earlier, true);
        }
    }
    known
}

fn is_fact(s: &Statement) -> bool {
    s.scope.is_none() && !matches!(s.status, Status::Target | Status::Sample)
}

#[derive(Clone, Copy)]
struct Wanted<'a> {
    year: i32,
    prior: bool,
    loaded: &'a LoadedFramework,
}

fn column(
    app: &App,
    out: &mut Figures,
    known: &ByField,
    field: &FieldId,
    wanted: Wanted<'_>,
) -> Column {
    let unit = app.packs.field(field).and_then(|f| f.unit.clone());
    let (mut values, mut statements) = (Vec::new(), Vec::new());
    for park in &out.units {
        let finding = known.get(&(park.id.clone(), field.clone()));
        let chosen = finding.and_then(|finding| choose(finding, wanted));
        let figure =
            chosen.and_then(|s| in_unit(app, s, unit.as_deref()).map(|figure| (figure, s)));
        values.push(figure.map_or(f64::NAN, |(figure, _)| figure));
        statements.push(figure.map(|(_, s)| s.id).into_iter().collect::<Vec<_>>());
        if let Some((_, s)) = figure {
            out.statements.insert(s.id, s.clone());
        }
    }
    Column::new(values)
        .labelled(app.packs.field_label(field), unit)
        .resting_on(statements)
}

/// The statement to use: the latest not older than the framework allows, or, for the
/// year before, the one about exactly the year before that.
fn choose<'a>(finding: &'a Finding, wanted: Wanted<'_>) -> Option<&'a Statement> {
    let year = |s: &Statement| s.period.map(Period::year);
    let fresh = |s: &Statement| {
        let age = wanted.loaded.spec.method.oldest.map(i64::from);
        year(s).is_none_or(|y| age.is_none_or(|age| i64::from(wanted.year) - i64::from(y) <= age))
    };
    let current = Some(&finding.preferred).filter(|s| fresh(s));
    if !wanted.prior {
        return current;
    }
    let before = current.and_then(year)? - 1;
    finding.earlier.iter().find(|s| year(s) == Some(before))
}

fn in_unit(app: &App, statement: &Statement, unit: Option<&str>) -> Option<f64> {
    let Value::Number(number) = statement.value else {
        return None;
    };
    let (Some(from), Some(to)) = (statement.unit.as_deref(), unit) else {
        return Some(number);
    };
    app.packs
        .units()
        .factor(from, to)
        .ok()
        .map(|factor| number * factor)
}
