//! A tree of conditions as shown.

use crate::call::App;
use crate::contract::{BasisView, ConditionView, Join};
use julin_criteria::spec::{Basis, ConditionSpec};

/// The tree below a node. A node that says nothing is shown as all of nothing; the
/// check of the pack reports it.
pub(super) fn condition(app: &App, pack: usize, spec: &ConditionSpec) -> ConditionView {
    let (join, parts) = joined(spec);
    ConditionView {
        id: spec.id.clone(),
        text: spec.text.clone(),
        join,
        expression: spec.test.clone(),
        role: spec.role,
        basis: spec.basis.as_ref().map(|b| basis(app, pack, b)),
        evidence: spec.evidence.clone(),
        parts: parts
            .iter()
            .map(|part| condition(app, pack, part))
            .collect(),
    }
}

fn joined(spec: &ConditionSpec) -> (Join, &[ConditionSpec]) {
    if spec.test.is_some() {
        return (Join::Test, &[]);
    }
    if spec.judgement.is_some() {
        return (Join::Judgement, &[]);
    }
    if let Some(wanted) = &spec.at_least {
        return (Join::AtLeast(wanted.count), &wanted.of);
    }
    let groups = [
        (Join::All, &spec.all),
        (Join::Any, &spec.any),
        (Join::None, &spec.none),
        (Join::One, &spec.one),
    ];
    let given = groups
        .into_iter()
        .find_map(|(join, parts)| Some((join, parts.as_deref()?)));
    given.unwrap_or((Join::All, &[]))
}

/// Where something stands.
pub(super) fn basis(app: &App, pack: usize, basis: &Basis) -> BasisView {
    BasisView {
        reference: app.packs.reference_title(pack, Some(&basis.reference)),
        article: basis.article.clone(),
        confidence: basis.confidence,
    }
}
