//! What a form cannot hold, field by field.

use super::{Form, Index};
use crate::recipe::Method;
use crate::spec::{Direction, FrameworkSpec, GroupSpec, IndicatorSpec};
use julin_model::{Diagnostic, Text};
use std::collections::BTreeMap;

/// Codes named in one finding; the count says how many there are.
const NAMED: usize = 8;

/// Fields lost, and the codes of the nodes that lose them. The flag says that scores may
/// change by it.
type Lost = BTreeMap<(&'static str, bool), Vec<String>>;

/// What is lost when an index is written in a form, most serious first.
pub fn losses(index: &Index, form: Form) -> Vec<Diagnostic> {
    let mut lost = Lost::new();
    match form {
        Form::Yaml => {}
        Form::IMeta | Form::CoinTool => {
            of_framework(index, &mut lost);
            for group in &index.spec.groups {
                of_group(group, form, &mut lost);
            }
        }
    }
    let mut told: Vec<Diagnostic> = lost
        .into_iter()
        .map(|((field, matters), nodes)| tell(form, field, matters, &nodes))
        .collect();
    told.extend(of_figures(index, form));
    told.sort_by_key(|found| std::cmp::Reverse(found.severity));
    told
}

fn tell(form: Form, field: &str, matters: bool, nodes: &[String]) -> Diagnostic {
    let more = if nodes.len() > NAMED { ", …" } else { "" };
    let named = nodes[..nodes.len().min(NAMED)].join(", ");
    let told = match matters {
        true => Diagnostic::warning("measure.convert.lost"),
        false => Diagnostic::note("measure.convert.lost-note"),
    };
    told.with("form", form.name())
        .with("field", field)
        .with("count", nodes.len())
        .with("nodes", named + more)
}

fn note(lost: &mut Lost, id: &str, field: &'static str, matters: bool, there: bool) {
    if there {
        lost.entry((field, matters))
            .or_default()
            .push(id.to_owned());
    }
}

fn of_framework(index: &Index, lost: &mut Lost) {
    let FrameworkSpec {
        reference,
        issuer,
        number,
        valid,
        published_place,
        method,
        note: remark,
        ..
    } = &index.spec;
    let mut put = |field, matters, there| note(lost, &index.id, field, matters, there);
    // The coverage wanted is part of every command that scores tables.
    let plain = Method {
        minimum_coverage: method.minimum_coverage,
        decimals: method.decimals,
        ..Method::default()
    };
    put("method", true, *method != plain);
    put("reference", false, reference.is_some());
    put("issuer", false, !issuer.is_empty());
    put("number", false, number.is_some());
    put("valid", false, *valid != Default::default());
    put("published_place", false, published_place.is_some());
    put("note", false, !remark.is_empty());
}

fn of_group(group: &GroupSpec, form: Form, lost: &mut Lost) {
    let coin_tool = form == Form::CoinTool;
    let mut put = |field, matters, there| note(lost, &group.id, field, matters, there);
    put("aggregate", true, group.aggregate.is_some());
    put("weigh", true, group.weigh.is_some());
    put("minimum_coverage", true, group.minimum_coverage.is_some());
    put("default_weight", true, group.default_weight.is_some());
    put(
        "direction",
        true,
        coin_tool && group.direction == Direction::Down,
    );
    put("weight", false, coin_tool && group.weight.is_none());
    put("label", false, coin_tool && is_double(&group.label));
    put("incomplete", false, group.incomplete);
    put("reference", false, group.reference.is_some());
    put("confidence", false, group.confidence.is_some());
    put(
        "weight_confidence",
        false,
        group.weight_confidence.is_some(),
    );
    put("note", false, !group.note.is_empty());
    put("tags", false, !group.tags.is_empty());
    for below in &group.groups {
        of_group(below, form, lost);
    }
    for below in &group.indicators {
        of_indicator(below, form, lost);
    }
}

fn of_indicator(one: &IndicatorSpec, form: Form, lost: &mut Lost) {
    let coin_tool = form == Form::CoinTool;
    let mut put = |field, matters, there| note(lost, &one.id, field, matters, there);
    let scaled = one.denominate.as_ref().is_some_and(|d| d.scale != 1.0);
    put("impute", true, one.impute.is_some());
    put("treat", true, one.treat.is_some());
    put("normalise", true, one.normalise.is_some());
    put("denominate", true, coin_tool && one.denominate.is_some());
    put("denominate.scale", true, !coin_tool && scaled);
    put("formula", false, one.formula.is_some());
    put("target", false, coin_tool && one.target.is_some());
    put("unit", false, coin_tool && one.unit.is_some());
    put("weight", false, coin_tool && one.weight.is_none());
    put("label", false, coin_tool && is_double(&one.label));
    put("unpublished", false, one.unpublished);
    put("reference", false, one.reference.is_some());
    put("confidence", false, one.confidence.is_some());
    put("weight_confidence", false, one.weight_confidence.is_some());
    put("note", false, !one.note.is_empty());
    put("tags", false, !one.tags.is_empty());
}

/// True for a name that differs between the languages: the workbook has one only.
fn is_double(label: &Text) -> bool {
    label.missing().is_empty() && label.zh != label.en
}

fn of_figures(index: &Index, form: Form) -> Vec<Diagnostic> {
    let Some(figures) = &index.figures else {
        return Vec::new();
    };
    let mut told = Vec::new();
    if form == Form::Yaml {
        told.push(Diagnostic::note("measure.convert.figures-apart"));
    }
    if form == Form::CoinTool {
        let fields = figures.matrix.of_kind(crate::matrix::ColumnKind::Field);
        let others: Vec<&str> = fields
            .map(|(name, _)| name)
            .chain(figures.matrix.classifications())
            .collect();
        if !others.is_empty() {
            let lost = Diagnostic::note("measure.convert.columns-lost");
            told.push(
                lost.with("form", form.name())
                    .with("columns", others.join(", ")),
            );
        }
        if figures.years.len() > 1 {
            let lost = Diagnostic::warning("measure.convert.years-lost");
            told.push(lost.with("count", figures.years.len()));
        }
    }
    told
}
