//! Discrepancies: an entity of its own, with facts that say what disagrees and links to
//! those it is about.

use super::entities::made_id;
use super::file::Checked;
use super::names::Category;
use crate::kind::{Discrepancies, DiscrepancySpec};
use crate::pack::{Discrepancy, Fact, PackLink};
use julin_model::{
    Entity, EntityId, FieldId, Locator, Relation, Status, Text, Told, TypeId, Value, record::Cited,
};

/// Words of the core pack this kind is turned into.
const TYPE: &str = "discrepancy";
const ABOUT: &str = "about";
const KIND: &str = "discrepancy_kind";
const SAYS: &str = "discrepancy_says";
const WHY: &str = "discrepancy_why";
const USE: &str = "discrepancy_use";

/// The discrepancies of a file.
pub fn resolve_discrepancies(file: &Checked<'_, Discrepancies>) -> Vec<Discrepancy> {
    let all = file.document.value.discrepancies.iter().enumerate();
    all.filter_map(|(i, spec)| resolve(file, spec, &format!("discrepancies.{i}")))
        .collect()
}

fn resolve(
    file: &Checked<'_, Discrepancies>,
    spec: &DiscrepancySpec,
    path: &str,
) -> Option<Discrepancy> {
    let subjects = spec.subjects.iter().enumerate();
    let known = |(j, id): (usize, &EntityId)| {
        file.known(
            Category::Entity,
            id.as_str(),
            path,
            &format!("subjects.{j}"),
        )
    };
    let subjects = subjects
        .filter(|s| known(*s))
        .map(|(_, id)| id)
        .collect::<Vec<_>>();
    file.named(&spec.why, path, "why");
    let says = spec.says.iter().enumerate();
    let says: Vec<(&Text, Option<Cited>)> = says
        .map(|(j, side)| {
            (
                &side.text,
                file.cite(&side.at, path, &format!("says.{j}.at")),
            )
        })
        .collect();
    if !file.known(Category::Type, TYPE, path, "") {
        return None;
    }
    let kind = TypeId::new(TYPE).ok()?;
    let own = file.own()?;
    let about = |to| about(file, spec, to, &own, path);
    Some(Discrepancy {
        entity: Entity {
            id: spec.id.clone(),
            kind,
            name: spec.why.clone(),
            names: Vec::new(),
        },
        facts: facts(file, spec, &says, &own, path),
        links: subjects.into_iter().map(about).collect(),
        spec: spec.clone(),
    })
}

/// The facts; a field the packs in sight do not declare gives none.
fn facts(
    file: &Checked<'_, Discrepancies>,
    spec: &DiscrepancySpec,
    says: &[(&Text, Option<Cited>)],
    own: &Cited,
    path: &str,
) -> Vec<Fact> {
    let told = Told {
        confidence: Some(spec.confidence.code().to_owned()),
        ..Told::default()
    };
    let fact = |field: &str, value: Value, at: &Cited| {
        let sees = file
            .names
            .check(Category::Field, field, file.pack, || {
                file.document.place(path)
            })
            .is_none();
        let field = FieldId::new(field).ok().filter(|_| sees)?;
        Some(Fact {
            id: None,
            entity: spec.id.clone(),
            field,
            scope: None,
            value,
            unit: None,
            period: None,
            status: Status::Reported,
            at: at.clone(),
            told: Some(told.clone()),
            place: file.document.place(path),
        })
    };
    let text = |text: &Text| Value::Text(text.clone());
    let sides = says
        .iter()
        .filter_map(|(side, at)| Some((text(side), at.as_ref()?)));
    let mut facts = vec![fact(KIND, Value::Word(spec.kind.clone()), own)];
    facts.extend(sides.map(|(side, at)| fact(SAYS, side, at)));
    facts.extend([
        fact(WHY, text(&spec.why), own),
        fact(USE, text(&spec.ruling), own),
    ]);
    facts.into_iter().flatten().collect()
}

fn about(
    file: &Checked<'_, Discrepancies>,
    spec: &DiscrepancySpec,
    to: &EntityId,
    own: &Cited,
    path: &str,
) -> PackLink {
    let relation = Relation {
        id: made_id(ABOUT, &spec.id, to, None),
        kind: ABOUT.to_owned(),
        from: spec.id.clone(),
        to: to.clone(),
        period: None,
        note: Text::default(),
        source: own.source.clone(),
        locator: Locator::default(),
        confidence: Some(spec.confidence.code().to_owned()),
    };
    PackLink {
        relation,
        place: file.document.place(path),
    }
}
