//! Where facts come from: the store, or a table of firms in a file. The use cases ask
//! here and do the same with either.

use super::decide::{entity_link, field_ids};
use super::everybody::Everybody;
use super::facts::{EntityFacts, Wanted, facts};
use super::facts_file::{check_firms, find_firm, firm_link, read_firms};
use crate::call::{Answer, App, Call};
use crate::contract::{EntityLink, FirmFileCheck, SourceLink};
use crate::data::find_entity;
use chrono::{DateTime, NaiveDate, Utc};
use julin_criteria::table::Table;
use julin_criteria::{Columns, RowFacts, Rule};
use julin_model::TypeId;
use julin_store::Tx;
use std::path::{Path, PathBuf};

/// One of whom something is asked.
pub(super) struct Who<'i> {
    /// Identifier or exact name; in a file, what its first column says.
    pub(super) entity: &'i str,
    /// A file instead of the store.
    pub(super) data: Option<&'i Path>,
    /// The day asked about.
    pub(super) as_of: NaiveDate,
    /// Only what the store knew at that moment.
    pub(super) known_at: Option<DateTime<Utc>>,
}

/// One entity, and what is known of it.
pub(super) struct Subject<'a> {
    pub(super) entity: EntityLink,
    pub(super) known: EntityFacts<'a>,
    /// The file it comes from.
    pub(super) source: Option<SourceLink>,
}

/// What is known of one entity, of the fields a rule reads.
pub(super) fn subject<'a>(
    app: &'a App,
    tx: &mut Tx,
    rule: &Rule,
    who: &Who<'_>,
) -> Answer<Subject<'a>> {
    let kind = &rule.spec.applies_to;
    if let Some(path) = who.data {
        let firm = find_firm(app, path, who.entity, (kind, who.as_of))?;
        return Ok(Subject {
            entity: firm.entity,
            known: firm.known,
            source: Some(firm.source),
        });
    }
    let id = find_entity(tx, who.entity)?;
    let wanted = Wanted {
        entities: vec![id.clone()],
        kind,
        fields: field_ids(&rule.reads()),
        known_at: who.known_at,
    };
    let known = facts(app, tx, wanted, who.as_of)?.remove(&id);
    let nothing = || EntityFacts::of(app, Vec::new(), who.as_of);
    Ok(Subject {
        entity: entity_link(tx, &id)?,
        known: known.unwrap_or_else(nothing),
        source: None,
    })
}

/// Where everybody comes from, and the times asked about.
#[derive(Clone, Copy)]
pub(super) struct Scope<'i> {
    /// A file instead of the store.
    pub(super) data: Option<&'i Path>,
    /// The day asked about.
    pub(super) as_of: NaiveDate,
    /// Only what the store knew at that moment.
    pub(super) known_at: Option<DateTime<Utc>>,
}

/// All of a type with the columns that were asked for, row by row.
pub(super) struct Rows {
    pub(super) entities: Vec<EntityLink>,
    columns: Columns,
    pub(super) table: Table,
    /// Some fact is a generated one.
    pub(super) sample: bool,
}

impl Rows {
    /// The facts of a row.
    pub(super) fn facts(&self, row: usize) -> RowFacts<'_> {
        RowFacts {
            columns: &self.columns,
            table: &self.table,
            row,
        }
    }
}

/// All entities a rule is about, in order of identifier; those of a file in its order.
pub(super) fn all_rows(
    app: &App,
    tx: &mut Tx,
    (rule, columns): (&Rule, Columns),
    scope: Scope<'_>,
) -> Answer<Rows> {
    let Scope {
        data,
        as_of,
        known_at,
    } = scope;
    let kind: &TypeId = &rule.spec.applies_to;
    if let Some(path) = data {
        let firms = read_firms(app, path, &columns, as_of)?;
        let named = firms.ids.iter().zip(&firms.lines);
        let links = named.map(|(id, line)| firm_link(id, *line, kind));
        return Ok(Rows {
            entities: links.collect::<Answer<_>>()?,
            columns,
            table: firms.table,
            sample: false,
        });
    }
    let known = Everybody::read(app, tx, rule, (as_of, known_at))?;
    Ok(Rows {
        table: columns.table(known.facts(), as_of),
        sample: known.is_sample(&rule.reads()),
        entities: known.entities,
        columns,
    })
}

/// Which file, and whom it is asked about.
#[derive(Debug, Clone, Default)]
pub struct FirmFileInput {
    /// Table of firms; the first column says who.
    pub data: PathBuf,
    /// Only the rows of this firm; all when not given.
    pub entity: Option<String>,
}

/// What could not be read in a file of firms.
pub fn check_firm_file(app: &App, _call: &Call, input: &FirmFileInput) -> Answer<FirmFileCheck> {
    let (findings, bad_cells) = check_firms(app, &input.data, input.entity.as_deref())?;
    Ok(FirmFileCheck {
        findings,
        bad_cells,
    })
}
