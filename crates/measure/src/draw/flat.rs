//! Units whose score is one weighted sum over all indicators, many draws side by side.
//!
//! A weighted mean of weighted means is one weighted mean with the products of the shares
//! on the way up as weights. So where all groups are made in the same way, a score is
//! `Σ W_i x_i` of the indicators' scores; of their logarithms for geometric means
//! (`exp` of the sum), of their reciprocals for harmonic ones (one over the sum). Groups
//! that count downwards change the sign and add a constant (arithmetic means only).
//!
//! Which indicators a unit lacks decides its products: units that lack the same ones
//! share them ([`Pattern`]). The table of logarithms or reciprocals is made once.
//!
//! Work per draw: one multiplication and one addition for each unit and indicator. They
//! are done in the order of the indicators and never fused, so that every machine gives
//! the same bits.

use super::exponential::{self, exp_all};
use super::tree::{Group, Shape};
use super::{LANES, Lane};
use crate::coverage::suffices;
use crate::framework::{Framework, NodeId};
use crate::recipe::AggregateKind;
use pulp::Simd;
use std::collections::BTreeMap;

/// Units computed together.
const TILE: usize = 4;

/// How a score is read from the sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Arithmetic,
    Geometric,
    Harmonic,
}

/// Units that have the same indicators.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    /// By node: is there a score?
    present: Vec<bool>,
    /// The indicators present, in order.
    slots: Vec<NodeId>,
    units: Vec<usize>,
    /// For each tile of units, for each slot: one number per unit, zero beyond the last.
    cells: Vec<Vec<[f64; TILE]>>,
}

/// All units that can be computed so.
#[derive(Debug, Clone)]
pub(crate) struct Flat {
    kind: Kind,
    patterns: Vec<Pattern>,
    hold: bool,
}

/// Room for the products of shares.
#[derive(Debug, Clone, Default)]
pub(crate) struct Room {
    /// By node: the product of shares on the way up.
    product: Vec<Lane>,
    /// By group: one over the weight of the children that count.
    inverse: Vec<Lane>,
    /// By node: share of weight it rests on, zero where it has no score.
    used: Vec<Lane>,
    slots: Vec<Lane>,
}

impl Flat {
    /// `None` where the groups are not all made in the same way.
    pub(crate) fn new(shape: &Shape, units: usize) -> Option<Self> {
        let kind = kind(shape)?;
        let mut by_gaps: BTreeMap<Vec<bool>, Vec<usize>> = BTreeMap::new();
        for unit in 0..units {
            let score = |id: &NodeId| shape.scores[*id][unit];
            if shape.indicators.iter().all(|id| takes(kind, score(id))) {
                let mut present = vec![false; shape.nodes];
                for id in &shape.indicators {
                    present[*id] = !score(id).is_nan();
                }
                by_gaps.entry(present).or_default().push(unit);
            }
        }
        let pattern = |(present, units)| Pattern::new(shape, kind, present, units);
        let root = shape.groups.last()?;
        Some(Self {
            kind,
            patterns: by_gaps.into_iter().map(pattern).collect(),
            hold: root.on_range,
        })
    }

    pub(crate) fn units(&self) -> impl Iterator<Item = usize> {
        self.patterns
            .iter()
            .flat_map(|pattern| pattern.units.iter().copied())
    }

    /// Scores of its units in many draws, by unit.
    #[inline(always)]
    pub(crate) fn scores<S: Simd>(
        &self,
        simd: S,
        shape: &Shape,
        weights: &[Lane],
        (room, scores): (&mut Room, &mut [Lane]),
    ) {
        for pattern in &self.patterns {
            let (constant, counts) = products(shape, pattern, weights, room);
            room.slots.clear();
            room.slots
                .extend(pattern.slots.iter().map(|id| room.product[*id]));
            for (cells, units) in pattern.cells.iter().zip(pattern.units.chunks(TILE)) {
                let mut sums = [constant; TILE];
                tile(simd, cells, &room.slots, &mut sums);
                for (sum, unit) in sums.iter_mut().zip(units) {
                    self.read(shape, sum);
                    for ((to, sum), counts) in scores[*unit].iter_mut().zip(&*sum).zip(&counts) {
                        *to = if *counts > 0.0 { *sum } else { f64::NAN };
                    }
                }
            }
        }
    }

    /// From sums to scores.
    #[inline(always)]
    fn read(&self, shape: &Shape, sum: &mut Lane) {
        match self.kind {
            Kind::Arithmetic => {}
            Kind::Geometric => exp_all(sum),
            Kind::Harmonic => sum.iter_mut().for_each(|s| *s = 1.0 / *s),
        }
        if self.hold {
            let (low, high) = (shape.scale.low, shape.scale.high);
            for s in sum {
                let above = if *s < low { low } else { *s };
                *s = if above > high { high } else { above };
            }
        }
    }
}

/// The way all groups are made, where it is one of the three.
fn kind(shape: &Shape) -> Option<Kind> {
    let first = shape.groups.first()?.aggregate.kind;
    let kind = match first {
        AggregateKind::Arithmetic => Kind::Arithmetic,
        AggregateKind::Geometric => Kind::Geometric,
        AggregateKind::Harmonic => Kind::Harmonic,
        _ => return None,
    };
    let same = shape
        .groups
        .iter()
        .all(|group| group.aggregate.kind == first);
    let turned = |group: &Group| group.turned && group.id != Framework::ROOT;
    let straight = kind == Kind::Arithmetic || !shape.groups.iter().any(turned);
    (same && straight).then_some(kind)
}

/// True for a score that can be computed so; NaN is a gap.
fn takes(kind: Kind, score: f64) -> bool {
    if score.is_nan() {
        return true;
    }
    match kind {
        Kind::Arithmetic => score.is_finite(),
        Kind::Geometric => score > 0.0 && score.ln().abs() < exponential::LIMIT,
        Kind::Harmonic => (1e-300..1e300).contains(&score),
    }
}

impl Pattern {
    fn new(shape: &Shape, kind: Kind, present: Vec<bool>, units: Vec<usize>) -> Self {
        let inside = |id: &NodeId| present[*id];
        let slots: Vec<NodeId> = shape.indicators.iter().copied().filter(inside).collect();
        let read = |score: f64| match kind {
            Kind::Arithmetic => score,
            Kind::Geometric => score.ln(),
            Kind::Harmonic => 1.0 / score,
        };
        let cell = |id: NodeId, tile: &[usize]| {
            let mut cell = [0.0; TILE];
            for (to, unit) in cell.iter_mut().zip(tile) {
                *to = read(shape.scores[id][*unit]);
            }
            cell
        };
        let tiles = units.chunks(TILE);
        let cells = tiles
            .map(|tile| slots.iter().map(|id| cell(*id, tile)).collect())
            .collect();
        Self {
            present,
            slots,
            units,
            cells,
        }
    }
}

/// Adds `Σ W_i x_i` to the sums of one tile of units.
#[inline(always)]
fn tile<S: Simd>(simd: S, cells: &[[f64; TILE]], products: &[Lane], sums: &mut [Lane; TILE]) {
    let vectors = LANES / S::F64_LANES;
    let mut at = 0;
    while at + 1 < vectors {
        let mut held = [[simd.splat_f64s(0.0); 2]; TILE];
        for (held, sums) in held.iter_mut().zip(sums.iter()) {
            let (sums, _) = S::as_simd_f64s(sums);
            *held = [sums[at], sums[at + 1]];
        }
        for (cell, product) in cells.iter().zip(products) {
            let (product, _) = S::as_simd_f64s(product);
            let (first, second) = (product[at], product[at + 1]);
            for (held, x) in held.iter_mut().zip(cell) {
                let x = simd.splat_f64s(*x);
                held[0] = simd.add_f64s(held[0], simd.mul_f64s(first, x));
                held[1] = simd.add_f64s(held[1], simd.mul_f64s(second, x));
            }
        }
        for (held, sums) in held.iter().zip(sums.iter_mut()) {
            let (sums, _) = S::as_mut_simd_f64s(sums);
            [sums[at], sums[at + 1]] = *held;
        }
        at += 2;
    }
}

/// Sets `room.product` of all indicators present; gives the constant, and above zero
/// where there is a score at all.
#[inline(always)]
fn products(shape: &Shape, pattern: &Pattern, weights: &[Lane], room: &mut Room) -> (Lane, Lane) {
    let nothing = [0.0; LANES];
    room.product.resize(shape.nodes, nothing);
    room.inverse.resize(shape.nodes, nothing);
    room.used.resize(shape.nodes, nothing);
    for id in &shape.indicators {
        let present = f64::from(u8::from(pattern.present[*id]));
        room.used[*id] = [present; LANES];
    }
    for group in &shape.groups {
        upwards(group, weights, room);
    }
    let mut constant = nothing;
    let counts = room.used[Framework::ROOT];
    room.product[Framework::ROOT] = [1.0; LANES];
    for group in shape.groups.iter().rev() {
        if group.turned && group.id != Framework::ROOT {
            let ends = shape.scale.low + shape.scale.high;
            let product = &mut room.product[group.id];
            for (product, constant) in product.iter_mut().zip(&mut constant) {
                *constant += if group.on_range { *product * ends } else { 0.0 };
                *product = -*product;
            }
        }
        downwards(group, weights, room);
    }
    (constant, counts)
}

/// How much weight a group's score rests on; zero where it has none.
#[inline(always)]
fn upwards(group: &Group, weights: &[Lane], room: &mut Room) {
    let (mut sums, mut totals, mut counted) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
    for child in &group.children {
        let (weight, used) = (&weights[*child], &room.used[*child]);
        for lane in 0..LANES {
            sums[lane] += weight[lane] * used[lane];
            totals[lane] += weight[lane];
            counted[lane] += if used[lane] > 0.0 { weight[lane] } else { 0.0 };
        }
    }
    for lane in 0..LANES {
        let used = if totals[lane] > 0.0 {
            sums[lane] / totals[lane]
        } else {
            0.0
        };
        let enough = counted[lane] > 0.0 && suffices(used, group.minimum);
        room.used[group.id][lane] = if enough { used } else { 0.0 };
        room.inverse[group.id][lane] = if enough { 1.0 / counted[lane] } else { 0.0 };
    }
}

/// Hands a group's product on to its children, in proportion to their weights.
#[inline(always)]
fn downwards(group: &Group, weights: &[Lane], room: &mut Room) {
    let mut share = [0.0; LANES];
    let (product, inverse) = (&room.product[group.id], &room.inverse[group.id]);
    for lane in 0..LANES {
        share[lane] = product[lane] * inverse[lane];
    }
    for child in &group.children {
        let (weight, used) = (&weights[*child], &room.used[*child]);
        let product = &mut room.product[*child];
        for lane in 0..LANES {
            let counts = used[lane] > 0.0;
            product[lane] = if counts {
                share[lane] * weight[lane]
            } else {
                0.0
            };
        }
    }
}
