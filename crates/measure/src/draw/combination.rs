//! The indicators and groups under each combination of choices, prepared once.
//!
//! The choices of the steps on indicators (imputation, treatment, normalisation) make
//! tables of scores; those of aggregation change how groups are made. A combination is
//! a framework with the options in place, and a table.

use super::flat::Flat;
use super::plain::left_out;
use super::plan::{Plan, Varied};
use super::tree::Shape;
use crate::aggregate::is_own;
use crate::framework::{Framework, NodeId};
use crate::matrix::Matrix;
use crate::prepare::prepare;
use crate::recipe::WeighKind;
use crate::run::finish;
use crate::stage::Prepared;
use crate::weigh::Weights;
use julin_model::Diagnostic;
use std::collections::BTreeMap;

/// Findings kept from one combination.
const FINDINGS: usize = 20;

/// A framework with the options of one combination in place.
#[derive(Debug, Clone)]
pub(crate) struct Combination {
    pub(crate) framework: Framework,
    /// Which of the prepared tables.
    pub(crate) table: usize,
    /// Weights by node before they are varied; zero for what is screened out.
    pub(crate) base: Vec<f64>,
    /// Groups whose children's weights are varied.
    pub(crate) weighed: Vec<NodeId>,
    /// What else goes with each node that may be left out.
    pub(crate) gone: BTreeMap<NodeId, Vec<NodeId>>,
    /// How many draws are computed side by side; `None`: one at a time, plainly.
    pub(crate) lanes: Option<Lanes>,
}

/// How draws are computed side by side.
#[derive(Debug, Clone)]
pub(crate) struct Lanes {
    pub(crate) shape: Shape,
    /// Units whose score is one sum over indicators.
    pub(crate) flat: Option<Flat>,
    /// Units whose groups are made one after the other.
    pub(crate) rest: Vec<usize>,
}

/// Everything prepared before the first draw.
#[derive(Debug, Clone)]
pub(crate) struct Combinations {
    pub(crate) tables: Vec<Prepared>,
    pub(crate) all: Vec<Combination>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Combinations {
    pub(crate) fn new(framework: &Framework, matrix: &Matrix, plan: &Plan) -> Self {
        let mut known: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        let mut combinations = Self {
            tables: Vec::new(),
            all: Vec::new(),
            diagnostics: Vec::new(),
        };
        for number in 0..plan.combinations() {
            let digits = plan.digits(number);
            let changed = changed(framework, plan, &digits);
            let of_tables = table_digits(plan, &digits);
            let table = *known.entry(of_tables).or_insert_with(|| {
                combinations.tables.push(prepare(&changed, matrix));
                combinations.tables.len() - 1
            });
            combinations.add(changed, matrix, plan, table);
        }
        combinations
    }

    fn add(&mut self, framework: Framework, matrix: &Matrix, plan: &Plan, table: usize) {
        let prepared = &self.tables[table];
        let outcome = finish(&framework, matrix, prepared.clone());
        for found in outcome.diagnostics.iter().take(FINDINGS) {
            if !self.diagnostics.contains(found) {
                self.diagnostics.push(found.clone());
            }
        }
        let mut weighed: Vec<NodeId> = plan
            .weighed()
            .filter_map(|node| framework.nodes[node].parent)
            .collect();
        weighed.sort_unstable();
        weighed.dedup();
        let mut base = vec![0.0; framework.nodes.len()];
        let mut shared = true;
        for (id, group) in framework.groups() {
            match outcome.weights(id) {
                Weights::Shared(weights) => {
                    for (child, weight) in group.children.iter().zip(weights) {
                        base[*child] = *weight;
                    }
                }
                Weights::Own(_) => shared = false,
            }
        }
        let steady = |(id, _): (NodeId, &crate::framework::Node)| {
            prepared.nodes_out[id]
                || weighed.contains(&id)
                || is_steady(framework.nodes[id].steps.weigh.kind, plan.leaves_out())
        };
        let own =
            |(_, group): (NodeId, &crate::framework::Node)| is_own(group.steps.aggregate.kind);
        let side_by_side = shared && framework.groups().all(steady) && framework.groups().all(own);
        let lanes = side_by_side.then(|| Lanes::new(&framework, prepared));
        let mut gone = BTreeMap::new();
        for factor in &plan.factors {
            if let Varied::LeaveOut(nodes) = &factor.varied {
                let one = |node: &NodeId| (*node, left_out(&framework, &prepared.nodes_out, *node));
                gone.extend(nodes.iter().map(one));
            }
        }
        self.all.push(Combination {
            framework,
            table,
            base,
            weighed,
            gone,
            lanes,
        });
    }
}

impl Lanes {
    fn new(framework: &Framework, prepared: &Prepared) -> Self {
        let shape = Shape::new(framework, prepared);
        let units = prepared.units_out.len();
        let flat = Flat::new(&shape, units);
        let rest = match &flat {
            Some(flat) => {
                let mut rest = vec![true; units];
                flat.units().for_each(|unit| rest[unit] = false);
                (0..units).filter(|unit| rest[*unit]).collect()
            }
            None => (0..units).collect(),
        };
        Self { shape, flat, rest }
    }
}

/// True for weights that do not change when scores or siblings do.
fn is_steady(kind: WeighKind, leaves_out: bool) -> bool {
    match kind {
        WeighKind::Given | WeighKind::Equal | WeighKind::BudgetAllocation => true,
        WeighKind::Ahp => !leaves_out,
        _ => false,
    }
}

/// The digits that change the tables of indicators.
fn table_digits(plan: &Plan, digits: &[usize]) -> Vec<usize> {
    let changes = |varied: &Varied| {
        matches!(
            varied,
            Varied::Normalise(..) | Varied::Impute(..) | Varied::Treat(..)
        )
    };
    let pairs = plan.factors.iter().zip(digits);
    pairs
        .map(|(factor, digit)| if changes(&factor.varied) { *digit } else { 0 })
        .collect()
}

fn changed(framework: &Framework, plan: &Plan, digits: &[usize]) -> Framework {
    let mut new = framework.clone();
    for (factor, digit) in plan.factors.iter().zip(digits) {
        match &factor.varied {
            Varied::Normalise(nodes, options) => {
                new.method.normalise = options[*digit].clone();
                for node in nodes {
                    new.nodes[*node].steps.normalise = options[*digit].clone();
                }
            }
            Varied::Impute(nodes, options) => {
                for node in nodes {
                    new.nodes[*node].steps.impute = options[*digit].clone();
                }
            }
            Varied::Treat(nodes, options) => {
                for node in nodes {
                    new.nodes[*node].steps.treat = options[*digit].clone();
                }
            }
            Varied::Aggregate(nodes, options) => {
                for node in nodes {
                    new.nodes[*node].steps.aggregate = options[*digit].clone();
                }
            }
            _ => {}
        }
    }
    new
}
