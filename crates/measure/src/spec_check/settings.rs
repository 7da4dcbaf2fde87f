//! What is wrong with settings of normalisation, weights and aggregation: those that need
//! nothing else, and those that must fit the children of a group.

use crate::framework::{Framework, Node, NodeId, naming};
use crate::recipe::{Aggregate, AggregateKind, Method, Normalise, NormaliseKind, Weigh, WeighKind};
use crate::weigh::{ahp, budget_allocation};
use julin_model::Diagnostic;
use std::collections::BTreeSet;

/// Faults of the method's own settings and those of its levels.
pub(super) fn of_method(method: &Method) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = aggregate(&method.aggregate, "method")
        .into_iter()
        .chain(weigh(&method.weigh, "method"))
        .chain(normalise(&method.normalise, "method"))
        .collect();
    for (level, own) in &method.levels {
        let path = format!("method.levels.{level}");
        found.extend(own.aggregate.as_ref().and_then(|own| aggregate(own, &path)));
        found.extend(own.weigh.as_ref().and_then(|own| weigh(own, &path)));
        found.extend(own.minimum_coverage.and_then(super::check_share));
    }
    found
}

/// Faults of the settings nodes have of their own, and of those that do not fit a group.
pub(crate) fn check_nodes(framework: &Framework) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (id, node) in framework.nodes.iter().enumerate() {
        let told: Vec<Diagnostic> = if node.is_indicator() {
            let own = node.steps.normalise != framework.method.normalise;
            let fault = own.then(|| normalise(&node.steps.normalise, &node.code));
            fault.flatten().into_iter().collect()
        } else {
            of_group(framework, id, node)
        };
        found.extend(
            told.into_iter()
                .map(|found| naming(found, &node.code, &node.label)),
        );
    }
    found
}

fn of_group(framework: &Framework, id: NodeId, node: &Node) -> Vec<Diagnostic> {
    let method = &framework.method;
    let (made, weighed) = (&node.steps.aggregate, &node.steps.weigh);
    let mut found = Vec::new();
    if made != method.aggregate_at(node.level) {
        found.extend(aggregate(made, &node.code));
    }
    let own = weighed != method.weigh_at(node.level);
    if own {
        found.extend(weigh(weighed, &node.code));
    }
    // What is faulty in itself was told, here or for the method.
    let sound = aggregate(made, "").is_none() && weigh(weighed, "").is_none();
    if node.children.is_empty() || !sound {
        return found;
    }
    let count = node.children.len();
    let places = made.places.len();
    if made.kind == AggregateKind::OrderedWeights && places > 0 && places != count {
        let wrong = Diagnostic::error("measure.aggregate.places-length");
        found.push(wrong.with("found", places).with("children", count));
    }
    found.extend(stranger(framework, id, own));
    found.extend(fitting(framework, node));
    found
}

/// Weights that must fit the children.
fn fitting(framework: &Framework, node: &Node) -> Option<Diagnostic> {
    let setting = &node.steps.weigh;
    let codes = codes(framework, node);
    match setting.kind {
        WeighKind::BudgetAllocation => {
            let found = budget_allocation::weights(&codes, &setting.points);
            found.err().map(|fault| *fault)
        }
        WeighKind::Ahp => match ahp::priorities(&codes, &setting.comparisons) {
            Ok(found) if found.ratio > ahp::CONSISTENT => {
                let ratio = format!("{:.2}", found.ratio);
                Some(Diagnostic::warning("measure.weigh.inconsistent").with("ratio", ratio))
            }
            Ok(_) => None,
            Err(fault) => Some(*fault),
        },
        WeighKind::BenefitOfTheDoubt | WeighKind::Optimised => {
            let [low, high] = setting.shares?;
            let count = codes.len() as f64;
            let room = low * count <= 1.0 + 1e-9 && high * count >= 1.0 - 1e-9;
            (!room).then(|| {
                Diagnostic::error("measure.weigh.shares-room")
                    .with("low", low)
                    .with("high", high)
                    .with("children", codes.len())
            })
        }
        _ => None,
    }
}

fn codes<'a>(framework: &'a Framework, node: &Node) -> Vec<&'a str> {
    let code = |child: &NodeId| framework.nodes[*child].code.as_str();
    node.children.iter().map(code).collect()
}

/// A code in the settings of weights that is none: of a child where the group has settings
/// of its own, of any node otherwise (told once, for the index).
fn stranger(framework: &Framework, id: NodeId, own: bool) -> Option<Diagnostic> {
    let node = &framework.nodes[id];
    if !own && id != Framework::ROOT {
        return None;
    }
    let known: BTreeSet<&str> = if own {
        codes(framework, node).into_iter().collect()
    } else {
        framework.nodes.iter().map(|n| n.code.as_str()).collect()
    };
    let setting = &node.steps.weigh;
    let named: Vec<&String> = match setting.kind {
        WeighKind::BudgetAllocation => setting.points.keys().collect(),
        WeighKind::Ahp => {
            let pairs = setting.comparisons.iter();
            pairs.flat_map(|pair| [&pair.of, &pair.over]).collect()
        }
        WeighKind::Optimised => setting.importance.keys().collect(),
        _ => Vec::new(),
    };
    let unknown = named
        .into_iter()
        .find(|code| !known.contains(code.as_str()))?;
    Some(Diagnostic::error("measure.weigh.unknown-child").with("child", unknown))
}

fn aggregate(setting: &Aggregate, path: &str) -> Option<Diagnostic> {
    let told = |code| Diagnostic::error(code).with("path", format!("{path}.aggregate"));
    let places = &setting.places;
    match setting.kind {
        AggregateKind::Power => {
            let exponent = setting.exponent.filter(|p| p.is_finite() && *p != 0.0);
            let value = setting.exponent.map_or_else(String::new, |p| p.to_string());
            exponent
                .is_none()
                .then(|| told("measure.aggregate.exponent").with("value", value))
        }
        AggregateKind::OrderedWeights => {
            let sound = places.iter().all(|w| w.is_finite() && *w >= 0.0);
            let some = places.iter().any(|w| *w > 0.0);
            (!sound || !some).then(|| told("measure.aggregate.places"))
        }
        AggregateKind::Copeland | AggregateKind::Kemeny | AggregateKind::NonCompensatory => {
            let sound = setting.indifference.is_finite() && setting.indifference >= 0.0;
            let value = setting.indifference;
            (!sound).then(|| told("measure.aggregate.indifference").with("value", value))
        }
        _ => None,
    }
}

fn weigh(setting: &Weigh, path: &str) -> Option<Diagnostic> {
    let told = |code| Diagnostic::error(code).with("path", format!("{path}.weigh"));
    let bad = setting.importance.iter();
    let mut bad = bad.filter(|(_, x)| !(x.is_finite() && **x >= 0.0));
    match setting.kind {
        WeighKind::BenefitOfTheDoubt | WeighKind::Optimised => {
            let shares = setting.shares.filter(|[low, high]| {
                !((0.0..=1.0).contains(low) && (0.0..=1.0).contains(high) && low <= high)
            });
            let shares = shares.map(|[low, high]| {
                told("measure.weigh.shares")
                    .with("low", low)
                    .with("high", high)
            });
            let importance = bad.next().map(|(child, value)| {
                told("measure.weigh.bad-importance")
                    .with("child", child)
                    .with("value", value)
            });
            shares.or(importance)
        }
        _ => None,
    }
}

fn normalise(setting: &Normalise, path: &str) -> Option<Diagnostic> {
    let told = |code| Diagnostic::error(code).with("path", format!("{path}.normalise"));
    match setting.kind {
        NormaliseKind::ZScore => {
            let (mean, deviation) = crate::normalise::z_score::given(setting);
            let sound = mean.is_finite() && deviation.is_finite() && deviation > 0.0;
            (!sound).then(|| {
                told("measure.normalise.z-score")
                    .with("mean", mean)
                    .with("deviation", deviation)
            })
        }
        NormaliseKind::DistanceToReference => {
            let none = setting.reference.as_deref().is_none_or(str::is_empty);
            none.then(|| told("measure.normalise.reference"))
        }
        NormaliseKind::Scaled => {
            let sound = setting.from.as_ref();
            let sound = sound.is_some_and(crate::normalise::scaled::are_sound);
            (!sound).then(|| told("measure.normalise.from"))
        }
        _ => None,
    }
}
