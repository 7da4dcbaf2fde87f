//! Joining changes along the tree: all parts need theirs, one part is enough, so many
//! parts are enough. The cheapest few are kept at every node.
//!
//! Must not know: how a single test is passed.

use super::direction::against;
use super::leaf::Leaf;
use super::moves::Moves;
use crate::columns::Columns;
use crate::facts::{Changed, Facts};
use crate::lower::Lower;
use crate::rule::{Program, Rule};
use crate::tree::Tree;
use chrono::NaiveDate;
use std::cell::RefCell;
use std::collections::HashMap;

/// How many sets of changes are kept at a node.
const KEPT: usize = 8;
/// How often a set of changes that is not enough is mended.
const ROUNDS: usize = 3;

/// The search for changes that lead to an answer.
pub struct Search<'a> {
    pub rule: &'a Rule,
    pub facts: &'a dyn Facts,
    pub wanted: bool,
    /// Programs of the days asked about so far.
    pub programs: RefCell<HashMap<NaiveDate, Program>>,
}

impl Search<'_> {
    /// Sets of changes that lead there, smallest first, with their sizes.
    pub fn find(&self, as_of: NaiveDate) -> Vec<(Moves, f64)> {
        let mut sound: Vec<Moves> = Vec::new();
        let mut open = vec![Moves::default()];
        for _ in 0..ROUNDS {
            let mut next = Vec::new();
            for moves in open {
                for more in self.further(&moves, as_of) {
                    let all = moves.then(&more);
                    if self.leads(&all, as_of) {
                        let least = self.without_needless(all, as_of);
                        if !sound.contains(&least) {
                            sound.push(least);
                        }
                    } else if all != moves && !next.contains(&all) {
                        next.push(all);
                    }
                }
            }
            // The way nobody wants is taken where there is no other.
            if sound.iter().any(|moves| self.against(moves) == 0) {
                sound.retain(|moves| self.against(moves) == 0);
                break;
            }
            open = next;
        }
        ranked(sound, as_of, |moves| self.against(moves))
            .into_iter()
            .map(|moves| {
                let size = moves.size(as_of);
                (moves, size)
            })
            .collect()
    }

    fn against(&self, moves: &Moves) -> usize {
        if self.wanted {
            against(self.rule, self.facts, moves)
        } else {
            0
        }
    }

    /// What more would be needed after some changes.
    fn further(&self, moves: &Moves, as_of: NaiveDate) -> Vec<Moves> {
        let on = moves.until.map_or(as_of, |until| until.max(as_of));
        let by = moves.facts(self.facts);
        let facts = Changed {
            facts: self.facts,
            by: &by,
        };
        let mut columns = Columns::new();
        let mut lower = Lower::new(self.rule, on, &mut columns);
        let tree = lower.condition(&self.rule.conditions, !self.wanted);
        let leaf = Leaf {
            rule: self.rule,
            facts: &facts,
            on,
            wanted: self.wanted,
            columns: &columns,
        };
        options(&tree, &leaf)
    }

    fn leads(&self, moves: &Moves, as_of: NaiveDate) -> bool {
        let on = moves.until.map_or(as_of, |until| until.max(as_of));
        let by = moves.facts(self.facts);
        let facts = Changed {
            facts: self.facts,
            by: &by,
        };
        // A rule that is not in force any more gives nothing by waiting.
        let alive = !self.wanted || moves.until.is_none() || self.rule.in_force(on);
        let mut programs = self.programs.borrow_mut();
        let program = programs.entry(on).or_insert_with(|| self.rule.program(on));
        alive && self.rule.answer_by(program, &facts, on) == Some(self.wanted)
    }

    /// The changes without those that can be left out.
    fn without_needless(&self, mut moves: Moves, as_of: NaiveDate) -> Moves {
        let mut left = moves.by_need.len() + 1;
        // Leaving one out may make another needless.
        while left > moves.by_need.len() {
            left = moves.by_need.len();
            for need in moves.by_need.keys().cloned().collect::<Vec<_>>() {
                let mut fewer = moves.clone();
                fewer.by_need.remove(&need);
                if self.leads(&fewer, as_of) {
                    moves = fewer;
                }
            }
        }
        if moves.until.is_some() {
            let mut now = moves.clone();
            now.until = None;
            if self.leads(&now, as_of) {
                moves = now;
            }
        }
        moves
    }
}

/// Sets of changes after which a tree holds for certain; an empty set when it does.
pub fn options(tree: &Tree, leaf: &Leaf<'_>) -> Vec<Moves> {
    match tree {
        Tree::Constant(Some(true)) => vec![Moves::default()],
        Tree::Constant(_) => Vec::new(),
        Tree::Test(test) => leaf.options(test),
        Tree::All(parts) => so_many(parts, parts.len(), leaf),
        Tree::Any(parts) => so_many(parts, 1, leaf),
        Tree::AtLeast(count, parts) => so_many(parts, *count, leaf),
    }
}

/// Sets of changes after which so many of the parts hold.
fn so_many(parts: &[Tree], count: usize, leaf: &Leaf<'_>) -> Vec<Moves> {
    // For each number of parts that hold, the best sets so far.
    let mut best: Vec<Vec<Moves>> = vec![Vec::new(); count + 1];
    best[0].push(Moves::default());
    for part in parts {
        let own = options(part, leaf);
        for holding in (0..count).rev() {
            let joined: Vec<Moves> = best[holding]
                .iter()
                .flat_map(|base| own.iter().filter_map(|more| base.with(more)))
                .collect();
            best[holding + 1].extend(joined);
            let kept = std::mem::take(&mut best[holding + 1]);
            best[holding + 1] = ranked(kept, leaf.on, |moves| leaf.against(moves));
        }
    }
    best.pop().unwrap_or_default()
}

/// The smallest few, smallest first, each once: those that go against what is wanted come
/// after all others, those that move a ratio by what it is divided by after their equals.
fn ranked(moves: Vec<Moves>, as_of: NaiveDate, against: impl Fn(&Moves) -> usize) -> Vec<Moves> {
    let ranked = |one: Moves| {
        let whole = (against(&one), one.count(), one.divisors.len());
        (whole, one.size(as_of), one)
    };
    let mut moves: Vec<_> = moves.into_iter().map(ranked).collect();
    moves.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.total_cmp(&b.1)));
    let mut kept: Vec<Moves> = Vec::new();
    for (_, _, one) in moves {
        if kept.len() == KEPT {
            break;
        }
        if !kept.contains(&one) {
            kept.push(one);
        }
    }
    kept
}
