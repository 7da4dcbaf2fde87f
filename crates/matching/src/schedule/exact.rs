//! Small schedules to the end: every pair in every slot or none, as far as something
//! better could come of it.
//!
//! The best one holds the most must-meets, then leaves the most pairs in slots they had
//! before, then is the most valuable.
//!
//! Must not know: how the first schedule was made.

use super::board::{Board, each};

/// Pairs above which it is not tried.
pub(super) const MOST_PAIRS: usize = 24;
/// Steps after which it is given up.
const MOST_STEPS: u64 = 400_000;

/// Must-meets held, pairs where they were before, value.
type Score = (usize, usize, f64);

struct Tree<'b, 'a> {
    board: &'b mut Board<'a>,
    order: Vec<usize>,
    /// By pair the slot it had before.
    before: &'b [Option<usize>],
    /// By place in the order, the most that can come from there on.
    rest: Vec<Score>,
    best: Score,
    slots: Option<Vec<Option<usize>>>,
    /// Value at which no search is needed any more, given all must-meets.
    enough: f64,
    steps: u64,
}

/// Improves a schedule to the best one; whether it was proven to be so. `before` says by
/// pair which slot it had.
pub(super) fn exact(board: &mut Board, before: &[Option<usize>], enough: f64) -> bool {
    let pairs = &board.event.pairs;
    if pairs.len() > MOST_PAIRS {
        return false;
    }
    let now: Vec<Option<usize>> = (0..pairs.len()).map(|pair| board.slot(pair)).collect();
    let mut order: Vec<usize> = (0..pairs.len()).collect();
    order.sort_by(|&x, &y| {
        let must = pairs[y].must.cmp(&pairs[x].must);
        must.then(pairs[y].value.total_cmp(&pairs[x].value))
    });
    let mut rest = vec![(0, 0, 0.0)];
    for &pair in order.iter().rev() {
        let (musts, stays, value) = rest.last().copied().unwrap_or_default();
        let stays = stays + usize::from(before[pair].is_some());
        rest.push((
            musts + usize::from(pairs[pair].must),
            stays,
            value + pairs[pair].value,
        ));
    }
    rest.reverse();
    let best = score(board, before);
    (0..pairs.len()).for_each(|pair| {
        if !board.fixed[pair] {
            board.put(pair, None);
        }
    });
    let mut tree = Tree {
        board,
        order,
        before,
        rest,
        best,
        slots: None,
        enough,
        steps: 0,
    };
    tree.descend(0);
    let (found, steps) = (tree.slots.take(), tree.steps);
    let found = found.unwrap_or(now).into_iter().enumerate();
    for (pair, slot) in found {
        if board.slot(pair) != slot {
            board.put(pair, slot);
        }
    }
    board.keep();
    steps < MOST_STEPS
}

fn score(board: &Board, before: &[Option<usize>]) -> Score {
    let stays = before.iter().enumerate();
    let stays = stays.filter(|(pair, slot)| slot.is_some() && board.slot(*pair) == **slot);
    (board.musts, stays.count(), board.value)
}

fn beats(own: Score, best: Score) -> bool {
    let ahead = (own.0, own.1).cmp(&(best.0, best.1));
    ahead.is_gt() || (ahead.is_eq() && own.2 > best.2 + 1e-9)
}

impl Tree<'_, '_> {
    fn descend(&mut self, at: usize) {
        self.steps += 1;
        let own = score(self.board, self.before);
        let rest = self.rest[at];
        let could = (own.0 + rest.0, own.1 + rest.1, own.2 + rest.2);
        let (most, best) = (self.rest[0], self.best);
        let all = (most.0, most.1) == (best.0, best.1) && best.2 >= self.enough - 1e-9;
        if self.steps >= MOST_STEPS || !beats(could, best) || all {
            return;
        }
        if beats(own, best) {
            self.best = own;
            let pairs = 0..self.board.event.pairs.len();
            self.slots = Some(pairs.map(|pair| self.board.slot(pair)).collect());
        }
        let Some(&pair) = self.order.get(at) else {
            return;
        };
        if self.board.fixed[pair] {
            return self.descend(at + 1);
        }
        let ends = self.board.event.pairs[pair];
        for slot in each(self.board.free(ends.a) & self.board.free(ends.b)) {
            if self.board.tables(slot) > 0 && self.board.fits(pair, slot) {
                self.board.put(pair, Some(slot));
                self.descend(at + 1);
                self.board.put(pair, None);
            }
        }
        self.descend(at + 1);
    }
}
