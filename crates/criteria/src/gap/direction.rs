//! Which way values should go, and which of them are only divided by: a plan takes a way
//! nobody wants where there is no other, and moves a ratio by what is divided first.
//!
//! Must not know: how a test is passed.

use super::moves::{Move, Moves};
use crate::facts::{Fact, Facts};
use crate::names::{Meaning, Names};
use crate::rule::Rule;
use julin_formula::{Binary, Formula, Need, Node};
use std::collections::BTreeSet;

/// How many of the changes go the way nobody wants.
pub fn against(rule: &Rule, facts: &dyn Facts, moves: &Moves) -> usize {
    let worse = |(need, change): &(&Need, &Move)| is_against(rule, facts, need, change);
    moves.by_need.iter().filter(worse).count()
}

/// True when a change makes a known value worse.
pub fn is_against(rule: &Rule, facts: &dyn Facts, need: &Need, change: &Move) -> bool {
    let Meaning::Field(field) = rule.names.meaning(&need.field) else {
        return false;
    };
    let Some(better) = field.better else {
        return false;
    };
    match change {
        Move::Number(Some(from), to) => better.is_worse(*from, *to),
        Move::Become(Fact::Flag(to)) => match Fact::of(facts, need, &field.kind) {
            Some(Fact::Flag(from)) => {
                better.is_worse(f64::from(u8::from(from)), f64::from(u8::from(*to)))
            }
            _ => false,
        },
        Move::Members(obtain, lose) => {
            better.is_worse(0.0, obtain.len() as f64) || better.is_worse(lose.len() as f64, 0.0)
        }
        Move::Number(None, _) | Move::Become(_) => false,
    }
}

/// The fields an expression only divides by, through derived values.
pub fn divisors(names: &Names, formula: &Formula) -> BTreeSet<Need> {
    let mut walk = Walk {
        names,
        seen: BTreeSet::new(),
        found: [BTreeSet::new(), BTreeSet::new()],
    };
    walk.formula(formula, false);
    let [over, below] = walk.found;
    below.difference(&over).cloned().collect()
}

struct Walk<'a> {
    names: &'a Names,
    /// Derived values, by place and side.
    seen: BTreeSet<(usize, bool)>,
    /// What stands above the stroke, and below.
    found: [BTreeSet<Need>; 2],
}

impl Walk<'_> {
    fn formula(&mut self, formula: &Formula, below: bool) {
        let parts = formula.parts();
        let mut sides = vec![below; parts.len()];
        for part in parts {
            if let Node::Binary(Binary::Divide, _, by) = part.node {
                let turned = &mut sides[parts[by].first..=by];
                turned.iter_mut().for_each(|side| *side = !*side);
            }
        }
        for (part, below) in parts.iter().zip(sides) {
            if let Node::Need(place) = part.node {
                self.need(&formula.needs()[place], below);
            }
        }
    }

    fn need(&mut self, need: &Need, below: bool) {
        match self.names.meaning(&need.field) {
            Meaning::Derived(place) if self.seen.insert((place, below)) => {
                let names = self.names;
                self.formula(&names.derived[place].formula, below);
            }
            Meaning::Field(_) => {
                self.found[usize::from(below)].insert(need.clone());
            }
            _ => {}
        }
    }
}
