//! A rule's own findings, placed in its file, with the fields and units of the packs;
//! and what is wrong between rules.

use super::Packs;
use julin_criteria::spec::{Basis, ConditionSpec, CriteriaSpec};
use julin_criteria::{Better, Dictionary, FieldKind, Rule, Unit, check_series};
use julin_model::{Diagnostic, FieldId};
use julin_pack::kind::{FieldSpec, FieldType};
use julin_pack::{Category, Document, Names, Pack, View};

/// The dictionary while packs are checked.
struct OfNames<'a> {
    names: &'a Names,
    pack: &'a str,
}

impl Dictionary for OfNames<'_> {
    fn field(&self, name: &str) -> Option<FieldKind> {
        self.names.field(name).and_then(kind)
    }

    fn better(&self, name: &str) -> Option<Better> {
        self.names.field(name).and_then(better)
    }

    fn unit(&self, code: &str) -> Option<Unit> {
        self.names.unit(code).map(unit)
    }

    fn suggest(&self, name: &str) -> Option<String> {
        let found = self
            .names
            .check(Category::Field, name, self.pack, Default::default)?;
        let near = found.args.get("near")?;
        (near != "—").then(|| near.clone())
    }
}

impl Dictionary for Packs {
    fn field(&self, name: &str) -> Option<FieldKind> {
        let id = FieldId::new(name).ok()?;
        Self::field(self, &id).and_then(kind)
    }

    fn better(&self, name: &str) -> Option<Better> {
        let id = FieldId::new(name).ok()?;
        Self::field(self, &id).and_then(better)
    }

    fn unit(&self, code: &str) -> Option<Unit> {
        self.units().get(code).map(unit)
    }
}

fn unit(found: &julin_model::Unit) -> Unit {
    Unit {
        dimension: found.dimension.clone(),
        factor: found.factor,
    }
}

fn better(field: &FieldSpec) -> Option<Better> {
    field.better.map(|better| match better {
        julin_pack::kind::Better::Higher => Better::Higher,
        julin_pack::kind::Better::Lower => Better::Lower,
    })
}

/// What a field holds; texts in both languages and links are nothing to ask about.
fn kind(field: &FieldSpec) -> Option<FieldKind> {
    Some(match field.kind {
        FieldType::Number => FieldKind::Number {
            unit: field.unit.clone(),
        },
        FieldType::Word if field.many => FieldKind::Set,
        FieldType::Word => FieldKind::Word,
        FieldType::Flag => FieldKind::Flag,
        FieldType::Date => FieldKind::Date,
        FieldType::Text | FieldType::Entity => return None,
    })
}

/// Everything wrong with one rule.
pub(super) fn check_rule(document: &Document<CriteriaSpec>, view: &View<'_>) -> Vec<Diagnostic> {
    let dictionary = OfNames {
        names: view.names,
        pack: view.pack,
    };
    let spec = &document.value;
    let compiled = Rule::compile(
        &format!("{}/{}", view.pack, document.stem),
        spec,
        &dictionary,
    );
    let mut found: Vec<Diagnostic> = compiled
        .diagnostics
        .into_iter()
        .map(|one| placed(one, document))
        .collect();
    let mut look_up = |category, id: &str, path: &str| {
        found.extend(view.check(category, id, || document.place(path)));
    };
    look_up(Category::Type, spec.applies_to.as_str(), "applies_to");
    let mut cited = Vec::new();
    cite(spec, &mut cited);
    for (key, path) in cited {
        let id = format!("{}.{key}", view.pack);
        look_up(Category::Source, &id, &path);
    }
    found
}

fn placed(diagnostic: Diagnostic, document: &Document<CriteriaSpec>) -> Diagnostic {
    let path = diagnostic.args.get("path").cloned().unwrap_or_default();
    diagnostic.at(document.place(&path))
}

/// All references of a rule, with their places.
fn cite(spec: &CriteriaSpec, into: &mut Vec<(String, String)>) {
    let mut add = |key: &str, path: String| into.push((key.to_owned(), path));
    for (place, key) in spec.references.iter().enumerate() {
        add(key, format!("references.{place}"));
    }
    for (place, item) in spec.calendar.iter().enumerate() {
        if let Some(key) = &item.reference {
            add(key, format!("calendar.{place}.reference"));
        }
    }
    for (name, threshold) in &spec.thresholds {
        let path = format!("thresholds.{name}");
        add(
            &threshold.basis.reference,
            format!("{path}.basis.reference"),
        );
        for (place, dated) in threshold.dated.iter().enumerate() {
            let path = format!("{path}.dated.{place}.basis.reference");
            add(&dated.basis.reference, path);
        }
    }
    let whole = [
        ("scoring", spec.scoring.as_ref().map(|own| &own.basis)),
        ("benefit", spec.benefit.as_ref().map(|own| &own.basis)),
        ("objection", spec.objection.as_ref().map(|own| &own.basis)),
    ];
    for (key, basis) in whole {
        if let Some(basis) = basis {
            add(&basis.reference, format!("{key}.basis.reference"));
        }
    }
    for (place, exclusion) in spec.excludes.iter().enumerate() {
        let path = format!("excludes.{place}.basis.reference");
        add(&exclusion.basis.reference, path);
    }
    let mut nodes = vec![(&spec.conditions, "conditions".to_owned())];
    nodes.extend(
        spec.targeting
            .iter()
            .map(|own| (own, "targeting".to_owned())),
    );
    while let Some((node, path)) = nodes.pop() {
        if let Some(Basis { reference, .. }) = &node.basis {
            add(reference, format!("{path}.basis.reference"));
        }
        nodes.extend(parts(node, &path));
    }
}

/// The nodes below a node, with their places.
fn parts<'s>(node: &'s ConditionSpec, path: &str) -> Vec<(&'s ConditionSpec, String)> {
    let lists = [
        ("all", node.all.as_ref()),
        ("any", node.any.as_ref()),
        ("none", node.none.as_ref()),
        ("one", node.one.as_ref()),
        ("at_least.of", node.at_least.as_ref().map(|own| &own.of)),
    ];
    let mut found = Vec::new();
    for (key, list) in lists {
        for (place, part) in list.into_iter().flatten().enumerate() {
            found.push((part, format!("{path}.{key}.{place}")));
        }
    }
    found
}

/// What is wrong between the rules of all packs. A file is read again only to place a
/// finding in it.
pub(super) fn check_rules<'a>(
    packs: &[Pack],
    rules: impl IntoIterator<Item = (&'a str, &'a CriteriaSpec)>,
) -> Vec<Diagnostic> {
    let rules: Vec<_> = rules.into_iter().collect();
    let place = |found: Diagnostic| {
        let mut files = packs.iter().flat_map(|pack| pack.documents_of("criteria"));
        let of = files.find(|raw| found.args.get("rule") == Some(&raw.id()));
        match of.and_then(|raw| raw.read::<CriteriaSpec>().document) {
            Some(document) => placed(found, &document),
            None => found,
        }
    };
    check_series(&rules).into_iter().map(place).collect()
}
