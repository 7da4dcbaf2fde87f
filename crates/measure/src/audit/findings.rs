//! What a person should look at, most serious first: what breaks the structure before
//! what weakens it, what concerns a group before what concerns one column.

use super::correlation::{Flag, Pair};
use super::{Audit, Facts, GroupAudit, Importance, Limits, Presence};
use crate::framework::{Framework, Node, NodeId, naming};
use crate::number::percent;
use julin_model::Diagnostic;

/// A finding and what it is sorted by besides its severity.
struct Found {
    /// Place of its kind among all kinds.
    kind: usize,
    /// How bad within its kind, 0 or more.
    weight: f64,
    told: Diagnostic,
}

/// Kinds in order of seriousness.
#[derive(Clone, Copy)]
enum Kind {
    FewUnits,
    AgainstGroup,
    SameWithin,
    NegativePairs,
    LowAlpha,
    Influence,
    ThinIndicator,
    ThinUnits,
    Outliers,
    Alike,
    WeakInGroup,
    SameAcross,
    Fragile,
    CloserElsewhere,
    WeakPairs,
    Dimensions,
    FewComplete,
}

/// All findings of an audit.
pub(super) fn findings(framework: &Framework, audit: &Audit) -> Vec<Diagnostic> {
    let limits = &audit.limits;
    let mut found = Vec::new();
    if audit.units < limits.units {
        let told = Diagnostic::warning("measure.audit.few-units").with("units", audit.units);
        push(&mut found, Kind::FewUnits, 0.0, told);
    }
    in_groups(framework, audit, &mut found);
    same(framework, audit, &mut found);
    for group in &audit.groups {
        pairs(framework, audit, group, &mut found);
        together(framework, group, limits, &mut found);
        for part in &group.importance {
            influence(framework, group, part, limits, &mut found);
        }
    }
    present(framework, audit, &mut found);
    for facts in audit.facts.iter().filter(|facts| facts.present > 0) {
        columns(framework, facts, limits, &mut found);
    }
    fragile(framework, audit, &mut found);
    found.sort_by(|a, b| {
        let severity = b.told.severity.cmp(&a.told.severity);
        let weight = b.weight.total_cmp(&a.weight);
        severity.then(a.kind.cmp(&b.kind)).then(weight)
    });
    found.into_iter().map(|found| found.told).collect()
}

fn push(found: &mut Vec<Found>, kind: Kind, weight: f64, told: Diagnostic) {
    let kind = kind as usize;
    found.push(Found { kind, weight, told });
}

fn about(framework: &Framework, code: Diagnostic, id: NodeId) -> Diagnostic {
    let node = &framework.nodes[id];
    naming(code, &node.code, &node.label)
}

/// A second node in a message, as `{other}`.
fn other(told: Diagnostic, node: &Node) -> Diagnostic {
    told.with("other", &node.code)
        .with_text("other_label", &node.label)
}

fn two(value: f64) -> String {
    let text = format!("{value:.2}");
    // A correlation of -0.001 is not negative zero.
    text.strip_prefix('-')
        .filter(|rest| rest.chars().all(|c| c == '0' || c == '.'))
        .map_or(text.clone(), str::to_owned)
}

/// Indicators and their own groups.
fn in_groups(framework: &Framework, audit: &Audit, found: &mut Vec<Found>) {
    for indicator in &audit.correlations.indicators {
        let Some(own) = indicator.own.first() else {
            continue;
        };
        let Some(r) = own.correlation else { continue };
        let group = &framework.nodes[own.group];
        let tell = |told: Diagnostic| {
            other(about(framework, told, indicator.node), group).with("correlation", two(r))
        };
        if r < 0.0 {
            let told = tell(Diagnostic::warning("measure.audit.against-group"));
            push(found, Kind::AgainstGroup, -r, told);
        } else if r < audit.limits.weak {
            let told = tell(Diagnostic::warning("measure.audit.weak-in-group"));
            push(found, Kind::WeakInGroup, 1.0 - r, told);
        }
        if let Some((closer, better)) = indicator
            .closer
            .as_ref()
            .and_then(|closer| Some((closer, closer.correlation?)))
        {
            let group_there = &framework.nodes[closer.group];
            let note = Diagnostic::note("measure.audit.closer-elsewhere");
            let told = other(about(framework, note, indicator.node), group_there)
                .with("group", &group.code)
                .with("correlation", two(better))
                .with("own", two(r));
            push(found, Kind::CloserElsewhere, better - r, told);
        }
    }
}

/// Pairs that say nearly the same.
fn same(framework: &Framework, audit: &Audit, found: &mut Vec<Found>) {
    for pair in &audit.correlations.pairs {
        let (kind, told) = match pair.flag {
            Flag::SameWithin => (
                Kind::SameWithin,
                Diagnostic::warning("measure.audit.same-within"),
            ),
            Flag::SameAcross => (
                Kind::SameAcross,
                Diagnostic::note("measure.audit.same-across"),
            ),
            Flag::Negative | Flag::Weak => continue,
        };
        let told = told_of(framework, pair, told);
        push(found, kind, pair.correlation, told);
    }
}

fn told_of(framework: &Framework, pair: &Pair, told: Diagnostic) -> Diagnostic {
    let [a, b] = pair.nodes;
    other(about(framework, told, a), &framework.nodes[b]).with("correlation", two(pair.correlation))
}

/// Weak and negative pairs of a group, counted, with the worst.
fn pairs(framework: &Framework, audit: &Audit, group: &GroupAudit, found: &mut Vec<Found>) {
    let kinds = [
        (Flag::Negative, Kind::NegativePairs),
        (Flag::Weak, Kind::WeakPairs),
    ];
    for (flag, kind) in kinds {
        let here =
            audit.correlations.pairs.iter().filter(|pair| {
                pair.flag == flag && pair.group.as_deref() == Some(group.code.as_str())
            });
        let Some(worst) = here
            .clone()
            .min_by(|a, b| a.correlation.total_cmp(&b.correlation))
        else {
            continue;
        };
        let told = match flag {
            Flag::Negative => Diagnostic::warning("measure.audit.negative-pairs"),
            _ => Diagnostic::note("measure.audit.weak-pairs"),
        };
        let size = group.children.len();
        let told = about(framework, told, group.node)
            .with("count", here.count())
            .with("pairs", size * size.saturating_sub(1) / 2)
            .with("first", &worst.codes[0])
            .with("second", &worst.codes[1])
            .with("correlation", two(worst.correlation));
        push(found, kind, -worst.correlation + 1.0, told);
    }
}

/// Whether the children of a group measure one thing.
fn together(framework: &Framework, group: &GroupAudit, limits: &Limits, found: &mut Vec<Found>) {
    if let Some(reliability) = &group.reliability {
        let alpha = reliability.standardised;
        if alpha < limits.alpha {
            let told = Diagnostic::warning("measure.audit.low-alpha");
            let told = about(framework, told, group.node).with("alpha", two(alpha));
            push(found, Kind::LowAlpha, 1.0 - alpha, told);
        }
    }
    if let Some(components) = group.components.as_ref().filter(|c| c.kaiser > 1) {
        let told = Diagnostic::note("measure.audit.dimensions");
        let told = about(framework, told, group.node)
            .with("count", components.kaiser)
            .with("share", percent(components.shares[0]));
        push(found, Kind::Dimensions, components.kaiser as f64, told);
    }
    // Fewer than three units for each child: what the components say is chance.
    let (units, size) = (group.complete_units, group.children.len());
    if size > 1 && units < 3 * size {
        let told = Diagnostic::note("measure.audit.few-complete");
        let told = about(framework, told, group.node)
            .with("units", units)
            .with("children", size);
        push(found, Kind::FewComplete, size as f64, told);
    }
}

/// Effective against nominal weight. Told as a warning for the parts of the index.
fn influence(
    framework: &Framework,
    group: &GroupAudit,
    part: &Importance,
    limits: &Limits,
    found: &mut Vec<Found>,
) {
    let Some(ratio) = part.ratio().filter(|_| part.nominal > 0.0) else {
        return;
    };
    let code = if ratio > limits.importance {
        "measure.audit.counts-more"
    } else if ratio < 1.0 / limits.importance {
        "measure.audit.counts-less"
    } else {
        return;
    };
    let told = match group.node {
        Framework::ROOT => Diagnostic::warning(code),
        _ => Diagnostic::note(code),
    };
    let told = other(
        about(framework, told, part.node),
        &framework.nodes[group.node],
    )
    .with("nominal", percent(part.nominal))
    .with("effective", percent(part.effective.unwrap_or(0.0)));
    push(found, Kind::Influence, ratio.max(1.0 / ratio), told);
}

/// Thin indicators one by one, thin units together.
fn present(framework: &Framework, audit: &Audit, found: &mut Vec<Found>) {
    let thin = |p: &&Presence| p.share < audit.limits.coverage;
    for indicator in audit.coverage.indicators.iter().filter(thin) {
        let told = Diagnostic::warning("measure.audit.thin-indicator");
        let told = about(framework, told, indicator.at)
            .with("share", percent(indicator.share))
            .with("present", indicator.present)
            .with("units", indicator.of);
        push(found, Kind::ThinIndicator, 1.0 - indicator.share, told);
    }
    let units: Vec<&Presence> = audit.coverage.units.iter().filter(thin).collect();
    if let Some(worst) = units.iter().min_by(|a, b| a.share.total_cmp(&b.share)) {
        let told = Diagnostic::warning("measure.audit.thin-units")
            .with("count", units.len())
            .with("units", audit.units)
            .with("limit", percent(audit.limits.coverage))
            .with("unit", &worst.code)
            .with("share", percent(worst.share));
        push(found, Kind::ThinUnits, 1.0 - worst.share, told);
    }
}

/// One column by itself.
fn columns(framework: &Framework, facts: &Facts, limits: &Limits, found: &mut Vec<Found>) {
    let (skewed, skewness, kurtosis) = match &facts.treated {
        Some(after) => (after.skewed, after.skewness, after.kurtosis),
        None => (facts.skewed, facts.skewness, facts.kurtosis),
    };
    if let (true, Some(skewness), Some(kurtosis)) = (skewed, skewness, kurtosis) {
        let far: Vec<&str> = facts
            .outliers
            .iter()
            .filter(|outlier| outlier.far)
            .map(|outlier| outlier.id.as_str())
            .collect();
        let told = Diagnostic::warning("measure.audit.outliers");
        let told = about(framework, told, facts.node)
            .with("skewness", two(skewness))
            .with("kurtosis", two(kurtosis))
            .with("count", far.len())
            .with("units", far[..far.len().min(5)].join(", "));
        push(found, Kind::Outliers, skewness.abs(), told);
    }
    let alike = facts.most_frequent as f64 / facts.present as f64;
    // A constant is told with the scores.
    if alike > limits.alike && facts.unique > 1 {
        let code = if facts.zeros > limits.alike {
            "measure.audit.zeros"
        } else {
            "measure.audit.alike"
        };
        let told = about(framework, Diagnostic::warning(code), facts.node)
            .with("share", percent(alike))
            .with("unique", facts.unique);
        push(found, Kind::Alike, alike, told);
    }
}

/// Nodes the ranking hangs on.
fn fragile(framework: &Framework, audit: &Audit, found: &mut Vec<Found>) {
    let limit = audit.limits.shift * audit.units as f64;
    for left in audit.left_out.iter().flatten() {
        if left.mean_shift > limit {
            let told = Diagnostic::note("measure.audit.fragile");
            let told = about(framework, told, left.node)
                .with("shift", format!("{:.1}", left.mean_shift))
                .with("largest", left.largest_shift);
            push(found, Kind::Fragile, left.mean_shift, told);
        }
    }
}
