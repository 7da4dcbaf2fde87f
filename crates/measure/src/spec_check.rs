//! From a framework as written to the engine's shape, with every finding told.

mod method;
mod settings;

use crate::framework::{About, Built, Framework, Input, Node, NodeId, NodeKind, Steps, naming};
use crate::recipe::{Method, NormaliseKind};
use crate::spec::{DefaultWeight, Direction, FrameworkSpec, Goalposts, GroupSpec, IndicatorSpec};
use crate::weigh;
use julin_formula::{Formula, Kind};
use julin_model::{Diagnostic, Lang, Severity, Text};
use method::check_default;
pub(crate) use method::{check_method, check_share, check_weight};
pub(crate) use settings::check_nodes;
use std::collections::BTreeSet;

impl Framework {
    /// Builds the engine's shape of a framework. `id` comes from the file's path.
    pub fn from_spec(id: &str, spec: &FrameworkSpec) -> Built {
        let mut builder = Builder::new(&spec.method);
        builder.method(&spec.method);
        builder.label(id, &spec.title);
        builder.index(id, spec);
        for group in &spec.groups {
            builder.group(group, Framework::ROOT);
        }
        builder.finish(id, &spec.method)
    }
}

struct Builder<'a> {
    nodes: Vec<Node>,
    defaults: Vec<(NodeId, &'a DefaultWeight)>,
    own: Vec<(NodeId, &'a GroupSpec)>,
    codes: BTreeSet<String>,
    method: &'a Method,
    unsound: bool,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Builder<'a> {
    fn new(method: &'a Method) -> Self {
        Self {
            nodes: Vec::new(),
            defaults: Vec::new(),
            own: Vec::new(),
            codes: BTreeSet::new(),
            method,
            unsound: false,
            diagnostics: Vec::new(),
        }
    }

    /// Notes an error after which nothing sound can be computed.
    fn fatal(&mut self, diagnostic: Diagnostic) {
        self.unsound = true;
        self.diagnostics.push(diagnostic);
    }

    fn method(&mut self, method: &Method) {
        self.diagnostics.extend(check_method(method));
        self.unsound |= self
            .diagnostics
            .iter()
            .any(|d| d.severity == Severity::Error);
    }

    fn label(&mut self, code: &str, label: &Text) {
        for lang in label.missing() {
            let found = Diagnostic::warning("measure.label-missing");
            self.diagnostics
                .push(naming(found, code, label).with("lang", Lang::code(lang)));
        }
    }

    fn index(&mut self, id: &str, spec: &'a FrameworkSpec) {
        let about = About {
            reference: spec.reference.clone(),
            note: spec.note.clone(),
            ..About::default()
        };
        self.codes.insert(id.to_owned());
        self.nodes.push(Node {
            about,
            ..blank(id, &spec.title, NodeKind::Group)
        });
        self.defaults
            .push((Framework::ROOT, &spec.method.default_weight));
        if spec.groups.is_empty() {
            let empty = Diagnostic::error("measure.empty-group");
            self.fatal(naming(empty, id, &spec.title));
        }
    }

    fn add(&mut self, parent: NodeId, node: Node) -> NodeId {
        self.label(&node.code, &node.label);
        if !self.codes.insert(node.code.clone()) {
            let twice = Diagnostic::error("measure.duplicate-code");
            self.fatal(naming(twice, &node.code, &node.label));
        }
        if let Some(found) = check_weight(node.weight) {
            self.fatal(naming(found, &node.code, &node.label));
        }
        let id = self.nodes.len();
        self.nodes[parent].children.push(id);
        self.nodes.push(Node {
            parent: Some(parent),
            ..node
        });
        id
    }

    fn group(&mut self, group: &'a GroupSpec, parent: NodeId) {
        let about = About {
            reference: group.reference.clone(),
            confidence: group.confidence,
            weight_confidence: group.weight_confidence,
            note: group.note.clone(),
            tags: group.tags.clone(),
            incomplete: group.incomplete,
        };
        let node = Node {
            weight: group.weight,
            direction: group.direction,
            about,
            ..blank(&group.id, &group.label, NodeKind::Group)
        };
        let id = self.add(parent, node);
        self.own.push((id, group));
        self.defaults.push((
            id,
            group
                .default_weight
                .as_ref()
                .unwrap_or(&self.method.default_weight),
        ));
        let share = group.minimum_coverage.and_then(check_share);
        if let Some(found) = share.or_else(|| check_default(group.default_weight.as_ref())) {
            self.fatal(naming(found, &group.id, &group.label));
        }
        if group.groups.is_empty() && group.indicators.is_empty() && !group.incomplete {
            let empty = Diagnostic::error("measure.empty-group");
            self.diagnostics
                .push(naming(empty, &group.id, &group.label));
        }
        for below in &group.groups {
            self.group(below, id);
        }
        for indicator in &group.indicators {
            self.indicator(indicator, id);
        }
    }

    fn indicator(&mut self, indicator: &IndicatorSpec, parent: NodeId) {
        let about = About {
            reference: indicator.reference.clone(),
            confidence: indicator.confidence,
            weight_confidence: indicator.weight_confidence,
            note: indicator.note.clone(),
            tags: indicator.tags.clone(),
            incomplete: false,
        };
        let node = Node {
            weight: indicator.weight,
            direction: indicator.direction,
            unit: indicator.unit.clone(),
            input: self.input(indicator),
            steps: self.steps(indicator),
            unpublished: indicator.unpublished,
            about,
            ..blank(&indicator.id, &indicator.label, NodeKind::Indicator)
        };
        self.add(parent, node);
    }

    fn input(&mut self, indicator: &IndicatorSpec) -> Input {
        let Some(text) = &indicator.formula else {
            return Input::None;
        };
        let found = match Formula::compile(text) {
            Ok(formula)
                if matches!(formula.kind(), Kind::Number | Kind::Any) && formula.fits_columns() =>
            {
                return Input::Formula(Box::new(formula));
            }
            Ok(_) => Diagnostic::error("measure.formula-not-a-number"),
            Err(error) => error.diagnostic(),
        };
        let found = naming(found, &indicator.id, &indicator.label).with("formula", text);
        self.diagnostics.push(found);
        Input::None
    }

    /// The method's steps with the indicator's own in their place.
    fn steps(&mut self, indicator: &IndicatorSpec) -> Steps {
        let method = self.method;
        let normalise = indicator.normalise.as_ref().unwrap_or(&method.normalise);
        Steps {
            denominate: indicator.denominate.clone(),
            impute: indicator.impute.as_ref().unwrap_or(&method.impute).clone(),
            treat: indicator.treat.as_ref().unwrap_or(&method.treat).clone(),
            goalposts: self.goalposts(indicator, normalise.kind == NormaliseKind::Goalposts),
            normalise: normalise.clone(),
            target: indicator.target,
            ..Steps::default()
        }
    }

    /// The goalposts, if they can be used.
    fn goalposts(&mut self, indicator: &IndicatorSpec, wanted: bool) -> Option<Goalposts> {
        let found = match indicator.goalposts {
            Some(posts) if !crate::normalise::goalposts::are_sound(&posts) => {
                Diagnostic::error("measure.goalposts-upside-down")
                    .with("low", posts.low)
                    .with("high", posts.high)
            }
            Some(_) if !wanted => Diagnostic::warning("measure.goalposts-unused"),
            None if wanted && indicator.formula.is_some() => {
                Diagnostic::error("measure.goalposts-missing")
            }
            sound => return sound,
        };
        self.diagnostics
            .push(naming(found, &indicator.id, &indicator.label));
        None
    }

    fn finish(mut self, id: &str, method: &Method) -> Built {
        for (group, default) in self.defaults {
            weigh::complete(&mut self.nodes, group, default);
        }
        set_levels(&mut self.nodes);
        for node in self.nodes.iter_mut().filter(|node| !node.is_indicator()) {
            set_group_steps(node, method);
        }
        for (id, group) in self.own {
            let node = &mut self.nodes[id];
            let (aggregate, weigh) = (group.aggregate.clone(), group.weigh.clone());
            node.steps.aggregate = aggregate.unwrap_or_else(|| node.steps.aggregate.clone());
            node.steps.weigh = weigh.unwrap_or_else(|| node.steps.weigh.clone());
            node.minimum_coverage = group.minimum_coverage.unwrap_or(node.minimum_coverage);
        }
        let framework = Framework {
            id: id.to_owned(),
            method: method.clone(),
            nodes: self.nodes,
        };
        let found = check_nodes(&framework);
        self.unsound |= found.iter().any(|d| d.severity == Severity::Error);
        self.diagnostics.extend(found);
        Built {
            framework: (!self.unsound).then_some(framework),
            diagnostics: self.diagnostics,
        }
    }
}

pub(crate) fn blank(code: &str, label: &Text, kind: NodeKind) -> Node {
    Node {
        code: code.to_owned(),
        label: label.clone(),
        kind,
        level: 1,
        parent: None,
        children: Vec::new(),
        weight: None,
        weight_used: 1.0,
        direction: Direction::Up,
        unit: None,
        input: Input::None,
        steps: Steps::default(),
        minimum_coverage: 0.0,
        unpublished: false,
        about: About::default(),
    }
}

/// The method's steps for a group of this level.
pub(crate) fn set_group_steps(node: &mut Node, method: &Method) {
    node.steps.aggregate = method.aggregate_at(node.level).clone();
    node.steps.weigh = method.weigh_at(node.level).clone();
    node.minimum_coverage = method.minimum_coverage_at(node.level);
}

fn set_levels(nodes: &mut [Node]) {
    for id in (0..nodes.len()).rev() {
        let highest = nodes[id]
            .children
            .iter()
            .map(|child| nodes[*child].level)
            .max();
        nodes[id].level = match nodes[id].kind {
            NodeKind::Indicator => 1,
            NodeKind::Group => highest.unwrap_or(1) + 1,
        };
    }
}
