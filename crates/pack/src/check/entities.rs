//! Entities and links.

use super::facts::{Around, cite_quietly, resolve_fact};
use super::file::Checked;
use super::names::Category;
use crate::kind::entity::NameWord;
use crate::kind::{At, Defaults, Entities, EntitySpec, LinkSpec, Links, NameSpec};
use crate::pack::{Fact, PackEntity, PackLink};
use julin_model::{Diagnostic, Entity, EntityId, Name, NameKind, Period, Relation, record::Cited};

/// The entities of a file with their facts and links.
pub fn resolve_entities(
    file: &Checked<'_, Entities>,
) -> (Vec<PackEntity>, Vec<Fact>, Vec<PackLink>) {
    let Entities { defaults, entities } = &file.document.value;
    if let Some(at) = &defaults.at {
        file.cite(at, "defaults", "at");
    }
    let (mut sound, mut facts, mut links) = (Vec::new(), Vec::new(), Vec::new());
    for (i, spec) in entities.iter().enumerate() {
        let path = format!("entities.{i}");
        let at = match &spec.at {
            Some(at) => file.cite(at, &path, "at"),
            None => defaults.at.as_ref().and_then(|at| cite_quietly(file, at)),
        };
        sound.extend(resolve_entity(file, spec, &path).map(|entity| PackEntity { entity, at }));
        let around = Around {
            defaults,
            entity: Some(&spec.id),
            at: spec.at.as_ref(),
        };
        for (j, fact) in spec.facts.iter().enumerate() {
            facts.extend(resolve_fact(
                file,
                fact,
                &around,
                &format!("{path}.facts.{j}"),
            ));
        }
        for (j, link) in spec.links.iter().enumerate() {
            links.extend(resolve_link(
                file,
                link,
                &around,
                &format!("{path}.links.{j}"),
            ));
        }
    }
    (sound, facts, links)
}

fn resolve_entity(file: &Checked<'_, Entities>, spec: &EntitySpec, path: &str) -> Option<Entity> {
    file.named(&spec.name, path, "name");
    let known = file.known(Category::Type, spec.kind.as_str(), path, "type");
    let names = spec.names.iter().enumerate();
    let names =
        names.filter_map(|(i, name)| resolve_name(file, name, &format!("{path}.names.{i}")));
    let names = names.collect();
    known.then(|| Entity {
        id: spec.id.clone(),
        kind: spec.kind.clone(),
        name: spec.name.clone(),
        names,
    })
}

fn resolve_name(file: &Checked<'_, Entities>, name: &NameSpec, path: &str) -> Option<Name> {
    let kind = match (name.kind, &name.scheme) {
        (NameWord::Identifier, Some(scheme)) => NameKind::Identifier(scheme.clone()),
        (NameWord::Identifier, None) => {
            file.report(
                Diagnostic::error("pack.missing-key").with("key", "scheme"),
                path,
                "",
            );
            return None;
        }
        (_, Some(_)) => {
            file.report(
                Diagnostic::error("pack.scheme-without-identifier"),
                path,
                "scheme",
            );
            return None;
        }
        (NameWord::Alias, None) => NameKind::Alias,
        (NameWord::Short, None) => NameKind::Short,
        (NameWord::Former, None) => NameKind::Former,
        (NameWord::Noisy, None) => NameKind::Noisy,
    };
    if name.text.trim().is_empty() {
        file.report(Diagnostic::error("pack.empty-name"), path, "text");
        return None;
    }
    Some(Name {
        kind,
        lang: name.lang,
        text: name.text.clone(),
    })
}

/// The links of a file.
pub fn resolve_links(file: &Checked<'_, Links>) -> Vec<PackLink> {
    let Links { defaults, links } = &file.document.value;
    if let Some(at) = &defaults.at {
        file.cite(at, "defaults", "at");
    }
    let around = Around {
        defaults,
        entity: None,
        at: None,
    };
    let resolved = links
        .iter()
        .enumerate()
        .map(|(i, link)| resolve_link(file, link, &around, &format!("links.{i}")));
    resolved.flatten().collect()
}

fn resolve_link<T>(
    file: &Checked<'_, T>,
    link: &LinkSpec,
    around: &Around<'_>,
    path: &str,
) -> Option<PackLink> {
    let known = file.known(Category::Relation, &link.kind, path, "type");
    let ends = ends(file, link, around.entity, path);
    let at = link_evidence(file, link, around.at, around.defaults, path);
    let ((from, to), at) = (ends?, at?);
    let relation = Relation {
        id: link
            .id
            .clone()
            .unwrap_or_else(|| made_id(&link.kind, &from, &to, link.period)),
        kind: link.kind.clone(),
        from,
        to,
        period: link.period,
        note: link.note.clone(),
        source: at.source,
        locator: at.locator,
        confidence: link.confidence.map(|c| c.code().to_owned()),
    };
    known.then(|| PackLink {
        relation,
        place: file.document.place(path),
    })
}

/// The identifier of a link that names none.
pub fn made_id(kind: &str, from: &EntityId, to: &EntityId, period: Option<Period>) -> String {
    let period = period
        .map(|period| format!(".{period}"))
        .unwrap_or_default();
    format!("{from}.{kind}.{to}{period}")
}

fn ends<T>(
    file: &Checked<'_, T>,
    link: &LinkSpec,
    own: Option<&EntityId>,
    path: &str,
) -> Option<(EntityId, EntityId)> {
    let end = |given: &Option<EntityId>, key: &str| {
        let known = |id: &EntityId| file.known(Category::Entity, id.as_str(), path, key);
        given.as_ref().map(|id| known(id).then(|| id.clone()))
    };
    let missing = |key: &str| {
        file.report(
            Diagnostic::error("pack.missing-key").with("key", key),
            path,
            "",
        );
        None
    };
    match (end(&link.from, "from"), end(&link.to, "to"), own) {
        (Some(from), Some(to), None) => from.zip(to),
        (Some(from), None, Some(own)) => from.map(|from| (from, own.clone())),
        (None, Some(to), Some(own)) => to.map(|to| (own.clone(), to)),
        (None, None, Some(_)) => missing("to"),
        (Some(_), Some(_), Some(_)) => {
            file.report(Diagnostic::error("pack.link-with-three-ends"), path, "");
            None
        }
        (None, _, None) => missing("from"),
        (_, None, None) => missing("to"),
    }
}

fn link_evidence<T>(
    file: &Checked<'_, T>,
    link: &LinkSpec,
    around: Option<&At>,
    defaults: &Defaults,
    path: &str,
) -> Option<Cited> {
    match (&link.at, around.or(defaults.at.as_ref())) {
        (Some(at), _) => file.cite(at, path, "at"),
        (None, Some(at)) => cite_quietly(file, at),
        (None, None) => file.own(),
    }
}
