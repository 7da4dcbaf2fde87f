//! The best sets by branch and bound: the must-need that fewest can cover is covered by
//! each of them in turn, and who was tried is not tried again below.
//!
//! Every set in which nobody can be spared is reached once, whoever is taken first, so what
//! is found is the best few of them: the smallest, then the cheapest, then the strongest.
//! A partner is left out beforehand when as many others as sets are wanted can each take
//! its place at no loss (dominance). Steps are counted; past the limit the sets are the
//! best found, and the bound of [`super::greedy`] holds.
//!
//! Must not know: how needs were weighed.

use super::task::{Musts, Task};
use std::cmp::Ordering;

/// Work after which it is given up, in partners looked at for a must-need.
const MOST_WORK: u64 = 400_000_000;
/// Steps after which it is given up, however small they are.
const MOST_STEPS: u64 = 400_000;

/// The best sets, best first; whether all were looked at.
pub(super) struct Best {
    pub sets: Vec<Vec<usize>>,
    pub proven: bool,
    /// Partners left out by dominance.
    pub dominated: usize,
}

struct Tree<'t, 's> {
    task: &'t Task<'s>,
    wanted: usize,
    /// By partner how often it is barred now.
    barred: Vec<u32>,
    set: Vec<usize>,
    best: Vec<Vec<usize>>,
    steps: u64,
    most_steps: u64,
}

/// The better set first; equal ones by partners.
pub(super) fn compare(task: &Task, x: &[usize], y: &[usize]) -> Ordering {
    let size = x.len().cmp(&y.len());
    let cost = || order(task.cost(x), task.cost(y));
    let strength = || order(task.strength(y), task.strength(x));
    size.then_with(cost)
        .then_with(strength)
        .then_with(|| x.cmp(y))
}

/// Sums that differ by rounding are equal.
fn order(x: f64, y: f64) -> Ordering {
    if (x - y).abs() <= 1e-9 * x.abs().max(1.0) {
        Ordering::Equal
    } else {
        x.total_cmp(&y)
    }
}

/// Finds the best sets that cover all must-needs, starting from known ones.
pub(super) fn best(task: &Task, answers: usize, first: Vec<Vec<usize>>) -> Best {
    let dominated = dominated(task, answers);
    let work = task.partners.len() * task.musts.len();
    let mut tree = Tree {
        task,
        wanted: answers,
        barred: dominated.iter().map(|own| u32::from(*own)).collect(),
        set: vec![],
        best: vec![],
        steps: 0,
        most_steps: (MOST_WORK / work.max(1) as u64).min(MOST_STEPS),
    };
    for mut set in first {
        set.sort_unstable();
        tree.offer(set);
    }
    tree.descend(task.all());
    Best {
        sets: tree.best,
        proven: tree.steps < tree.most_steps,
        dominated: dominated.iter().filter(|own| **own).count(),
    }
}

/// By partner, whether enough others can each take its place.
fn dominated(task: &Task, answers: usize) -> Vec<bool> {
    let all = &task.partners;
    let takes = |x: usize, y: usize| {
        let (own, other) = (&all[x], &all[y]);
        let covers = other.covers & !own.covers == 0;
        let levels = own
            .levels
            .iter()
            .zip(&other.levels)
            .all(|(own, other)| own >= other);
        let apart = own
            .apart
            .iter()
            .all(|one| *one == y || other.apart.contains(one));
        // Of equal partners the first one stays.
        let better = (own.cost, x) < (other.cost, y);
        covers && levels && apart && own.cost <= other.cost && better
    };
    let many = |y: usize| {
        (0..all.len())
            .filter(|x| *x != y && takes(*x, y))
            .take(answers)
            .count()
    };
    (0..all.len())
        .map(|y| all[y].covers == 0 || many(y) >= answers)
        .collect()
}

impl Tree<'_, '_> {
    fn offer(&mut self, mut set: Vec<usize>) {
        set.sort_unstable();
        if self.best.contains(&set) || !self.needed(&set) {
            return;
        }
        let at = self
            .best
            .partition_point(|own| compare(self.task, own, &set).is_lt());
        self.best.insert(at, set);
        self.best.truncate(self.wanted);
    }

    /// Whether nobody of a set can be spared.
    fn needed(&self, set: &[usize]) -> bool {
        set.iter().all(|own| {
            let others: Vec<usize> = set.iter().copied().filter(|other| other != own).collect();
            self.task.covered(&others) != self.task.all()
        })
    }

    /// The most partners a set may have to be worth anything.
    fn room(&self) -> usize {
        match self.best.last() {
            Some(worst) if self.best.len() == self.wanted => worst.len().min(self.task.most),
            _ => self.task.most,
        }
    }

    fn descend(&mut self, open: Musts) {
        self.steps += 1;
        if self.steps >= self.most_steps {
            return;
        }
        if open == 0 {
            self.offer(self.set.clone());
            return;
        }
        let room = self.room();
        if self.set.len() >= room || self.set.len() + self.least(open) > room || self.dearer(room) {
            return;
        }
        let Some(candidates) = self.hardest(open) else {
            return;
        };
        for &own in &candidates {
            self.take(own);
            self.descend(open & !self.task.partners[own].covers);
            self.give_back(own);
            self.barred[own] += 1;
        }
        for own in candidates {
            self.barred[own] -= 1;
        }
    }

    fn take(&mut self, own: usize) {
        self.set.push(own);
        self.barred[own] += 1;
        for &other in &self.task.partners[own].apart {
            self.barred[other] += 1;
        }
    }

    fn give_back(&mut self, own: usize) {
        self.set.pop();
        self.barred[own] -= 1;
        for &other in &self.task.partners[own].apart {
            self.barred[other] -= 1;
        }
    }

    /// Partners still needed at least: what is open, in the largest pieces there are.
    fn least(&self, open: Musts) -> usize {
        let free = (0..self.barred.len()).filter(|own| self.barred[*own] == 0);
        let pieces = free.map(|own| (self.task.partners[own].covers & open).count_ones());
        let most = pieces.max().unwrap_or(0);
        if most == 0 {
            usize::MAX / 2
        } else {
            open.count_ones().div_ceil(most) as usize
        }
    }

    /// Whether a full set could only be as large as the worst kept and is dearer already.
    fn dearer(&self, room: usize) -> bool {
        let Some(worst) = self.best.last().filter(|_| self.best.len() == self.wanted) else {
            return false;
        };
        let next = self.set.len() + 1 >= room && worst.len() == room;
        next && order(self.task.cost(&self.set), self.task.cost(worst)).is_gt()
    }

    /// Those who can cover the open must-need that fewest can; none where nobody can.
    fn hardest(&self, open: Musts) -> Option<Vec<usize>> {
        let musts = (0..self.task.musts.len()).filter(|must| open >> must & 1 == 1);
        let able = musts.map(|must| {
            let free = (0..self.barred.len()).filter(|own| self.barred[*own] == 0);
            free.filter(|own| self.task.partners[*own].covers >> must & 1 == 1)
                .collect()
        });
        let mut able: Vec<usize> = able.min_by_key(Vec::len)?;
        able.sort_by_key(|own| {
            let covers = (self.task.partners[*own].covers & open).count_ones();
            std::cmp::Reverse(covers)
        });
        (!able.is_empty()).then_some(able)
    }
}
