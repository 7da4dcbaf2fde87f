//! A specification checked against a framework: what it varies must exist and be
//! something that can vary.

use super::plan::{Plan, Varied};
use super::sobol;
use super::spec::{DrawSpec, LeftOut, Levels, SourceKind, Vary};
use crate::framework::{Framework, NodeId, Steps};
use crate::matrix::Matrix;
use crate::recipe::WeighKind;
use julin_model::{Diagnostic, Severity};

/// Draws there may be.
pub const MOST_DRAWS: u64 = 1 << 30;
/// Combinations of choices there may be: each is prepared before the first draw.
pub const MOST_COMBINATIONS: usize = 4096;
/// Times points may be drawn again for intervals.
pub const MOST_RESAMPLES: u32 = 10_000;
/// Units a draw may rank.
pub const MOST_UNITS: usize = 65_000;

/// A plan, as far as the specification makes one, and the findings. With an error among
/// them there is no plan.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Checked {
    /// None with an error.
    pub plan: Option<Plan>,
    /// Findings; `entry` says which entry of `vary`, counted from 1.
    pub diagnostics: Vec<Diagnostic>,
}

/// Checks a specification for a framework and figures.
pub fn check(framework: &Framework, matrix: &Matrix, spec: &DrawSpec) -> Checked {
    let mut found = about_numbers(matrix.units().len(), spec);
    let unknown = spec.responses.iter().filter_map(|r| r.bind(matrix).err());
    found.extend(unknown.map(|diagnostic| *diagnostic));
    let mut varied = Vec::new();
    for (at, vary) in spec.vary.iter().enumerate() {
        let checked = bind(framework, vary);
        let place = |diagnostic: Diagnostic| diagnostic.with("entry", at + 1);
        match checked {
            Ok(bound) => {
                if let Some(double) = overlap(&varied, &bound.1) {
                    found.push(place(twice(framework, double)));
                }
                varied.push(bound);
            }
            Err(diagnostic) => found.push(place(*diagnostic)),
        }
    }
    let plan = Plan::new(spec, varied);
    found.extend(about_size(&plan));
    let sound = found.iter().all(|one| one.severity != Severity::Error);
    Checked {
        plan: sound.then_some(plan),
        diagnostics: found,
    }
}

/// A name and what varies, or why it cannot.
type Bound = Result<(String, Varied), Box<Diagnostic>>;

fn about_numbers(units: usize, spec: &DrawSpec) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if spec.draws == 0 || spec.draws > MOST_DRAWS {
        let odd = Diagnostic::error("measure.draws-number");
        found.push(odd.with("draws", spec.draws).with("most", MOST_DRAWS));
    }
    if units > MOST_UNITS {
        let many = Diagnostic::error("measure.draws-units");
        found.push(many.with("units", units).with("most", MOST_UNITS));
    }
    if spec.vary.is_empty() {
        found.push(Diagnostic::warning("measure.draws-nothing-varied"));
    }
    if spec.resamples > MOST_RESAMPLES {
        let many = Diagnostic::error("measure.draws-resamples");
        found.push(
            many.with("count", spec.resamples)
                .with("most", MOST_RESAMPLES),
        );
    }
    if spec.top.contains(&0) {
        found.push(Diagnostic::error("measure.draws-top-zero"));
    }
    found
}

fn about_size(plan: &Plan) -> Vec<Diagnostic> {
    let combinations = plan.combinations();
    let many = (combinations > MOST_COMBINATIONS).then(|| {
        Diagnostic::error("measure.draws-combinations")
            .with("count", combinations)
            .with("most", MOST_COMBINATIONS)
    });
    let wide = plan.source == SourceKind::Sobol && plan.dimensions > sobol::DIMENSIONS;
    let wide = wide.then(|| {
        Diagnostic::error("measure.draws-dimensions")
            .with("count", plan.dimensions)
            .with("most", sobol::DIMENSIONS)
    });
    many.into_iter().chain(wide).collect()
}

fn bind(framework: &Framework, vary: &Vary) -> Bound {
    let method = &framework.method;
    let follows = |same: &dyn Fn(&Steps) -> bool| -> Vec<NodeId> {
        let indicators = framework.indicators();
        indicators
            .filter(|(_, node)| same(&node.steps))
            .map(|(id, _)| id)
            .collect()
    };
    match vary {
        Vary::Weights { .. } => weights(framework, vary),
        Vary::Normalise { options } => {
            let nodes = follows(&|steps| steps.normalise == method.normalise);
            some("normalise", nodes, options, Varied::Normalise)
        }
        Vary::Impute { options } => {
            let nodes = follows(&|steps| steps.impute == method.impute);
            some("impute", nodes, options, Varied::Impute)
        }
        Vary::Treat { options } => {
            let nodes = follows(&|steps| steps.treat == method.treat);
            some("treat", nodes, options, Varied::Treat)
        }
        Vary::Aggregate { level, options } => {
            let groups = framework
                .groups()
                .filter(|(_, node)| level.holds(node.level));
            let nodes: Vec<NodeId> = groups.map(|(id, _)| id).collect();
            if nodes.is_empty() {
                return Err(Box::new(unknown_level(framework, *level, 2)));
            }
            some(
                &named("aggregate", *level),
                nodes,
                options,
                Varied::Aggregate,
            )
        }
        Vary::LeaveOut { of } => {
            let (name, nodes): (_, Vec<NodeId>) = match of {
                LeftOut::Indicators => (
                    "leave-out-indicators",
                    framework.indicators().map(|(id, _)| id).collect(),
                ),
                LeftOut::Groups => ("leave-out-groups", pillars(framework)),
            };
            if nodes.is_empty() {
                return Err(Box::new(Diagnostic::error("measure.draws-no-groups")));
            }
            Ok((name.to_owned(), Varied::LeaveOut(nodes)))
        }
    }
}

/// Groups directly below the index.
pub(crate) fn pillars(framework: &Framework) -> Vec<NodeId> {
    let children = framework.root().children.iter().copied();
    children
        .filter(|child| !framework.nodes[*child].is_indicator())
        .collect()
}

fn some<T: Clone>(
    name: &str,
    nodes: Vec<NodeId>,
    options: &[T],
    make: impl Fn(Vec<NodeId>, Vec<T>) -> Varied,
) -> Bound {
    if options.is_empty() {
        return Err(Box::new(
            Diagnostic::error("measure.draws-no-options").with("what", name),
        ));
    }
    if nodes.is_empty() {
        return Err(Box::new(
            Diagnostic::error("measure.draws-nobody-follows").with("what", name),
        ));
    }
    Ok((name.to_owned(), make(nodes, options.to_vec())))
}

fn named(what: &str, level: Levels) -> String {
    match level {
        Levels::One(level) => format!("{what}-{level}"),
        Levels::Every(_) => what.to_owned(),
    }
}

fn unknown_level(framework: &Framework, level: Levels, lowest: u32) -> Diagnostic {
    let level = match level {
        Levels::One(level) => level,
        Levels::Every(_) => 0,
    };
    Diagnostic::error("measure.draws-unknown-level")
        .with("level", level)
        .with("lowest", lowest)
        .with("highest", framework.root().level)
}

fn weights(framework: &Framework, vary: &Vary) -> Bound {
    let Vary::Weights {
        level,
        group,
        noise,
        concentration,
    } = vary
    else {
        return Err(Box::new(
            Diagnostic::error("measure.draws-no-options").with("what", "weights"),
        ));
    };
    let parent = match group {
        None => None,
        Some(code) => {
            let found = framework
                .find(code)
                .filter(|id| !framework.nodes[*id].is_indicator());
            let unknown = Diagnostic::error("measure.draws-unknown-group").with("group", code);
            Some(found.ok_or(unknown)?)
        }
    };
    let below = framework.nodes.iter().enumerate().skip(1);
    let nodes: Vec<NodeId> = below
        .filter(|(_, node)| level.holds(node.level))
        .filter(|(_, node)| parent.is_none() || node.parent == parent)
        .map(|(id, _)| id)
        .collect();
    if nodes.is_empty() {
        return Err(Box::new(unknown_level(framework, *level, 1)));
    }
    let own = |id: &&NodeId| {
        let parent = framework.nodes[**id].parent;
        parent.is_some_and(|p| framework.nodes[p].steps.weigh.kind == WeighKind::BenefitOfTheDoubt)
    };
    if let Some(id) = nodes.iter().find(own) {
        let parent = framework.nodes[*id].parent.unwrap_or(Framework::ROOT);
        let code = &framework.nodes[parent].code;
        return Err(Box::new(
            Diagnostic::error("measure.draws-own-weights").with("group", code),
        ));
    }
    let name = named("weights", *level);
    let name = group
        .as_ref()
        .map_or(name.clone(), |code| format!("{name}-{code}"));
    match (*noise, *concentration) {
        (Some(noise), None) if noise > 0.0 && noise <= 1.0 => {
            Ok((name, Varied::Noise { nodes, noise }))
        }
        (None, Some(concentration)) if concentration > 0.0 && concentration.is_finite() => {
            let groups = siblings(framework, &nodes);
            Ok((
                name,
                Varied::Dirichlet {
                    groups,
                    concentration,
                },
            ))
        }
        (Some(noise), None) => Err(Box::new(
            Diagnostic::error("measure.draws-noise").with("noise", noise),
        )),
        (None, Some(concentration)) => {
            let odd = Diagnostic::error("measure.draws-concentration");
            Err(Box::new(odd.with("concentration", concentration)))
        }
        _ => Err(Box::new(Diagnostic::error(
            "measure.draws-noise-or-concentration",
        ))),
    }
}

/// Nodes by their group, in order.
fn siblings(framework: &Framework, nodes: &[NodeId]) -> Vec<Vec<NodeId>> {
    let groups = framework.groups().map(|(_, group)| {
        let children = group.children.iter().copied();
        children
            .filter(|child| nodes.contains(child))
            .collect::<Vec<_>>()
    });
    groups.filter(|group| !group.is_empty()).collect()
}

/// The node that two entries vary in the same way.
fn overlap(before: &[(String, Varied)], new: &Varied) -> Option<NodeId> {
    let own = nodes_of(new);
    let clash = |(_, old): &(String, Varied)| {
        let same = step_of(old) == step_of(new);
        nodes_of(old)
            .into_iter()
            .find(|node| same && own.contains(node))
    };
    before.iter().find_map(clash)
}

fn step_of(varied: &Varied) -> u8 {
    match varied {
        Varied::Noise { .. } | Varied::Dirichlet { .. } => 0,
        Varied::Normalise(..) => 1,
        Varied::Aggregate(..) => 2,
        Varied::Impute(..) => 3,
        Varied::Treat(..) => 4,
        Varied::LeaveOut(_) => 5,
    }
}

fn nodes_of(varied: &Varied) -> Vec<NodeId> {
    match varied {
        Varied::Dirichlet { groups, .. } => groups.concat(),
        Varied::Noise { nodes, .. }
        | Varied::Normalise(nodes, _)
        | Varied::Aggregate(nodes, _)
        | Varied::Impute(nodes, _)
        | Varied::Treat(nodes, _) => nodes.clone(),
        // Two ways of leaving out would leave out two at a time.
        Varied::LeaveOut(_) => vec![Framework::ROOT],
    }
}

fn twice(framework: &Framework, node: NodeId) -> Diagnostic {
    let node = &framework.nodes[node];
    let found = Diagnostic::error("measure.draws-varied-twice");
    crate::framework::naming(found, &node.code, &node.label)
}
