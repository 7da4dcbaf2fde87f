//! A framework file from a framework, and the figures that go with one.

use super::{Index, Naming, Read};
use crate::framework::{Framework, Node, NodeId};
use crate::spec::{FrameworkSpec, GroupSpec, IndicatorSpec, Validity};
use crate::tables::{Table, read_figures};
use julin_model::Text;

/// A framework file with its table of figures, if there is one.
pub fn read_yaml(id: &str, spec: FrameworkSpec, data: Option<&Table>) -> Read {
    let built = Framework::from_spec(id, &spec);
    let mut diagnostics = built.diagnostics;
    let index = built.framework.and_then(|framework| {
        let figures = match data {
            None => None,
            Some(data) => Some(read_figures(&framework, data, &mut diagnostics)?),
        };
        Some(Index {
            id: id.to_owned(),
            spec,
            figures,
        })
    });
    Read { index, diagnostics }
}

/// The framework file of a framework that was read from tables: nothing differs between
/// its method and its groups and indicators but what tables can say.
pub fn spec_of(framework: &Framework, naming: &Naming) -> FrameworkSpec {
    let root = framework.root();
    let groups = |id: &&NodeId| !framework.nodes[**id].is_indicator();
    let below = root.children.iter().filter(groups);
    let mut spec = FrameworkSpec {
        title: root.label.clone(),
        reference: None,
        issuer: Text::default(),
        number: None,
        valid: Validity::default(),
        units_of: naming.units_of.clone(),
        published_place: None,
        method: framework.method.clone(),
        note: root.about.note.clone(),
        groups: below.map(|id| group(framework, *id)).collect(),
    };
    // A framework file has no indicators beside the groups of its first level.
    let loose = root.children.iter().filter(|id| !groups(id));
    let loose: Vec<IndicatorSpec> = loose.map(|id| indicator(&framework.nodes[*id])).collect();
    if !loose.is_empty() {
        let code = free_code(framework, &root.code);
        spec.groups.push(GroupSpec {
            id: code,
            label: root.label.clone(),
            indicators: loose,
            ..blank_group()
        });
    }
    spec
}

/// A code no node has, made from another.
pub(super) fn free_code(framework: &Framework, code: &str) -> String {
    let mut free = format!("{code}.1");
    let mut number = 1;
    while framework.find(&free).is_some() {
        number += 1;
        free = format!("{code}.{number}");
    }
    free
}

fn group(framework: &Framework, id: NodeId) -> GroupSpec {
    let node = &framework.nodes[id];
    let children = || node.children.iter().copied();
    let is_indicator = |id: &NodeId| framework.nodes[*id].is_indicator();
    GroupSpec {
        id: node.code.clone(),
        label: node.label.clone(),
        weight: node.weight,
        direction: node.direction,
        groups: children()
            .filter(|id| !is_indicator(id))
            .map(|id| group(framework, id))
            .collect(),
        indicators: children()
            .filter(is_indicator)
            .map(|id| indicator(&framework.nodes[id]))
            .collect(),
        ..blank_group()
    }
}

fn indicator(node: &Node) -> IndicatorSpec {
    IndicatorSpec {
        id: node.code.clone(),
        label: node.label.clone(),
        unit: node.unit.clone(),
        direction: node.direction,
        weight: node.weight,
        weight_confidence: None,
        formula: None,
        goalposts: node.steps.goalposts,
        target: node.steps.target,
        denominate: node.steps.denominate.clone(),
        impute: None,
        treat: None,
        normalise: None,
        reference: None,
        confidence: None,
        note: Text::default(),
        tags: Vec::new(),
        unpublished: false,
    }
}

fn blank_group() -> GroupSpec {
    GroupSpec {
        id: String::new(),
        label: Text::default(),
        weight: None,
        weight_confidence: None,
        reference: None,
        confidence: None,
        direction: Default::default(),
        minimum_coverage: None,
        default_weight: None,
        aggregate: None,
        weigh: None,
        note: Text::default(),
        tags: Vec::new(),
        incomplete: false,
        groups: Vec::new(),
        indicators: Vec::new(),
    }
}
