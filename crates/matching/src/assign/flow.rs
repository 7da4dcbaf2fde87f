//! The most valuable flow through a network from left to right, with prices that prove it.
//!
//! Successive shortest paths with potentials (Edmonds and Karp 1972, Tomizawa 1971): each
//! amount of flow on the way is the best of its size, so a limit on the flow costs nothing.
//! Whole numbers throughout: no tolerance. The potentials at the end are an optimal dual
//! solution, from which callers compute a bound with the values as they were given.
//!
//! Must not know: what flows.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

const FAR: i64 = i64::MAX / 4;
/// Values become whole numbers up to this, about twelve digits.
const FINEST: f64 = (1_u64 << 40) as f64;

/// A network of two columns of nodes between a source and a sink.
pub(crate) struct Network {
    /// Arcs by node; an arc and its way back differ in the last bit.
    arcs: Vec<Vec<u32>>,
    to: Vec<u32>,
    room: Vec<u32>,
    cost: Vec<i64>,
    potential: Vec<i64>,
    left: usize,
    scale: f64,
}

/// What flows, and what one more unit of room would be worth.
pub(crate) struct Flow {
    /// By arc in the order they were given: whether it is used.
    pub used: Vec<bool>,
    /// By left node.
    pub left: Vec<f64>,
    /// By right node.
    pub right: Vec<f64>,
    /// Of the limit.
    pub limit: f64,
}

impl Network {
    /// Left and right nodes with their room, arcs `(left, right, value)` of room 1.
    pub fn new(left: &[u32], right: &[u32], arcs: &[(usize, usize, f64)]) -> Self {
        let nodes = left.len() + right.len() + 2;
        let most = arcs.iter().fold(0.0_f64, |most, arc| most.max(arc.2));
        let mut network = Self {
            arcs: vec![vec![]; nodes],
            to: vec![],
            room: vec![],
            cost: vec![],
            potential: vec![0; nodes],
            left: left.len(),
            scale: if most > 0.0 { FINEST / most } else { 1.0 },
        };
        for &(a, b, value) in arcs {
            let value = (value.max(0.0) * network.scale).round() as i64;
            network.arc((1 + a, 1 + left.len() + b), 1, -value);
        }
        for (node, &room) in left.iter().enumerate() {
            network.arc((0, 1 + node), room, 0);
        }
        for (node, &room) in right.iter().enumerate() {
            network.arc((1 + left.len() + node, nodes - 1), room, 0);
        }
        network.start();
        network
    }

    fn arc(&mut self, (from, to): (usize, usize), room: u32, cost: i64) {
        for (a, b, room, cost) in [(from, to, room, cost), (to, from, 0, -cost)] {
            self.arcs[a].push(self.to.len() as u32);
            self.to.push(b as u32);
            self.room.push(room);
            self.cost.push(cost);
        }
    }

    /// First potentials: nodes are numbered from left to right, so one pass does.
    fn start(&mut self) {
        for node in 0..self.arcs.len() {
            for &arc in self.arcs[node].iter().filter(|arc| **arc % 2 == 0) {
                let next = self.to[arc as usize] as usize;
                let through = self.potential[node] + self.cost[arc as usize];
                self.potential[next] = self.potential[next].min(through);
            }
        }
    }

    /// Sends flow as long as it is worth something, at most `limit` units.
    pub fn send(mut self, limit: u64) -> Flow {
        let sink = self.arcs.len() - 1;
        let mut sent = 0;
        let mut distance = vec![FAR; self.arcs.len()];
        let mut by = vec![u32::MAX; self.arcs.len()];
        while sent < limit {
            self.paths(&mut distance, &mut by);
            let worth = -self.potential[sink];
            let far = distance[sink].min(worth);
            for (potential, near) in self.potential.iter_mut().zip(&distance) {
                *potential += far.min(*near);
            }
            if distance[sink] >= worth {
                break;
            }
            sent += self.augment(&by, limit - sent);
        }
        self.flow()
    }

    /// Shortest paths from the source by reduced cost, as far as the sink.
    fn paths(&self, distance: &mut [i64], by: &mut [u32]) {
        let sink = self.arcs.len() - 1;
        distance.fill(FAR);
        distance[0] = 0;
        let mut heap = BinaryHeap::from([Reverse((0_i64, 0_u32))]);
        while let Some(Reverse((far, node))) = heap.pop() {
            let node = node as usize;
            if node == sink {
                return;
            }
            if far > distance[node] {
                continue;
            }
            for &arc in &self.arcs[node] {
                let at = arc as usize;
                if self.room[at] == 0 {
                    continue;
                }
                let next = self.to[at] as usize;
                let through = far + self.cost[at] + self.potential[node] - self.potential[next];
                if through < distance[next] {
                    distance[next] = through;
                    by[next] = arc;
                    heap.push(Reverse((through, next as u32)));
                }
            }
        }
    }

    /// Fills the path that was found; how much went through.
    fn augment(&mut self, by: &[u32], limit: u64) -> u64 {
        let mut path = vec![];
        let mut node = self.arcs.len() - 1;
        while node != 0 {
            let arc = by[node] as usize;
            path.push(arc);
            node = self.to[arc ^ 1] as usize;
        }
        let room = path.iter().map(|arc| self.room[*arc]).min().unwrap_or(0);
        let room = room.min(u32::try_from(limit).unwrap_or(u32::MAX));
        for arc in path {
            self.room[arc] -= room;
            self.room[arc ^ 1] += room;
        }
        u64::from(room)
    }

    fn flow(self) -> Flow {
        let sink = self.arcs.len() - 1;
        let given = self.to.len() / 2 - (sink - 1);
        let price = |whole: i64| whole.max(0) as f64 / self.scale;
        let (left, right) = self.potential[1..sink].split_at(self.left);
        let end = self.potential[sink];
        Flow {
            used: (0..given).map(|arc| self.room[2 * arc] == 0).collect(),
            left: left.iter().map(|own| price(*own)).collect(),
            right: right.iter().map(|own| price(end - own)).collect(),
            limit: price(-end),
        }
    }
}
