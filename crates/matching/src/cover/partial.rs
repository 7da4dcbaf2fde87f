//! The best set where none covers all: the greatest weight of must-needs, then the fewest
//! partners, then the cheapest, then the strongest. By branch and bound over who takes
//! part, from a greedy set on.
//!
//! What is left to gain is bounded by the sum of what the best remaining partners add, each
//! by itself; as what they add only shrinks with what is covered, nothing is missed.
//!
//! Must not know: why no set covers all.

use super::task::{Musts, Task};
use std::cmp::Ordering;

/// Steps after which it is given up.
const MOST_STEPS: u64 = 200_000;
/// Work after which it is given up, in partners looked at for a must-need.
const MOST_WORK: u64 = 400_000_000;

struct Tree<'t, 's> {
    task: &'t Task<'s>,
    set: Vec<usize>,
    best: Vec<usize>,
    steps: u64,
    most_steps: u64,
}

/// A set, the greatest weight that any could cover, and whether all were looked at.
pub(super) fn partial(task: &Task, first: Vec<usize>) -> (Vec<usize>, f64, bool) {
    let work = (task.partners.len() * task.musts.len()).max(1) as u64;
    let mut tree = Tree {
        most_steps: (MOST_WORK / work).min(MOST_STEPS),
        task,
        set: vec![],
        best: first,
        steps: 0,
    };
    let able = (0..task.partners.len()).filter(|own| task.partners[*own].covers != 0);
    let able: Vec<usize> = able.collect();
    let bound = tree.could(&able, 0);
    tree.descend(&able);
    let weight = task.weight(task.covered(&tree.best));
    let proven = tree.steps < tree.most_steps;
    (tree.best, if proven { weight } else { bound }, proven)
}

impl Tree<'_, '_> {
    fn descend(&mut self, rest: &[usize]) {
        self.steps += 1;
        if self.compare().is_gt() {
            self.best = self.set.clone();
        }
        if self.steps >= self.most_steps || self.set.len() >= self.task.most {
            return;
        }
        let covered = self.task.covered(&self.set);
        let now = self.task.weight(self.task.covered(&self.best));
        let mut rest: Vec<usize> = rest.to_vec();
        rest.retain(|own| self.task.partners[*own].covers & !covered != 0);
        rest.sort_by(|x, y| self.adds(*y, covered).total_cmp(&self.adds(*x, covered)));
        for at in 0..rest.len() {
            // Equal weight may still come with fewer or cheaper partners.
            if self.could(&rest[at..], covered) < now - 1e-9 {
                return;
            }
            let own = rest[at];
            let apart = &self.task.partners[own].apart;
            let others = rest[at + 1..].iter().copied();
            let others: Vec<usize> = others.filter(|other| !apart.contains(other)).collect();
            self.set.push(own);
            self.descend(&others);
            self.set.pop();
        }
    }

    fn adds(&self, own: usize, covered: Musts) -> f64 {
        self.task.weight(self.task.partners[own].covers & !covered)
    }

    /// The most that a set made from this one could cover.
    fn could(&self, rest: &[usize], covered: Musts) -> f64 {
        let room = self.task.most.saturating_sub(self.set.len());
        let mut adds: Vec<f64> = rest.iter().map(|own| self.adds(*own, covered)).collect();
        adds.sort_by(|x, y| y.total_cmp(x));
        let sum: f64 = adds.iter().take(room).sum();
        let all = rest
            .iter()
            .fold(covered, |all, own| all | self.task.partners[*own].covers);
        (self.task.weight(covered) + sum).min(self.task.weight(all))
    }

    /// Whether the set is better than the best.
    fn compare(&self) -> Ordering {
        let of = |set: &[usize]| self.task.weight(self.task.covered(set));
        let (own, best) = (of(&self.set), of(&self.best));
        if (own - best).abs() > 1e-9 * own.max(1.0) {
            return own.total_cmp(&best);
        }
        super::tree::compare(self.task, &self.best, &self.set)
    }
}
