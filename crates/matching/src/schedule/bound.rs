//! What no schedule can exceed.
//!
//! The relaxation forgets which slot a meeting has: everybody keeps to the quota, and all
//! together to the seats at tables. Its linear programme has an optimal solution of halves,
//! found as a flow through the doubled network, every person on both sides (Balinski 1965;
//! the double cover). The bound is the dual objective with the values as given, so it holds
//! whatever the flow's rounding.
//!
//! Must not know: slots.

use super::event::{Event, Pair};
use crate::assign::flow::Network;

/// The relaxation's answer.
pub(super) struct Relaxed {
    /// What a must-meet weighs beside its value.
    pub must: f64,
    /// No choice of pairs is worth more.
    pub bound: f64,
    /// By pair how much of it is chosen, times two: 0, 1 or 2.
    pub chosen: Vec<u8>,
    /// By pair, value less the prices of both people and of a seat.
    pub worth: Vec<f64>,
    /// By person the price of one more meeting.
    pub price: Vec<f64>,
    /// The price of one more seat.
    pub seat: f64,
    /// What people's quotas, seats, and pairs above both contribute.
    pub parts: [f64; 3],
}

/// Solves the relaxation, each must-meet weighing `must` beside its value.
pub(super) fn relax(event: &Event, must: f64) -> Relaxed {
    let weight = |own: &Pair| own.value + if own.must { must } else { 0.0 };
    let values: Vec<f64> = event.pairs.iter().map(weight).collect();
    let quota: Vec<u32> = event.people.iter().map(|own| own.quota).collect();
    let both = event.pairs.iter().zip(&values);
    let arcs: Vec<(usize, usize, f64)> = both
        .flat_map(|(pair, value)| [(pair.a, pair.b, *value), (pair.b, pair.a, *value)])
        .collect();
    let flow = Network::new(&quota, &quota, &arcs).send(2 * event.seats());
    let price: Vec<f64> = flow
        .left
        .iter()
        .zip(&flow.right)
        .map(|(l, r)| (l + r) / 2.0)
        .collect();
    let worth: Vec<f64> = event
        .pairs
        .iter()
        .zip(&values)
        .map(|(pair, value)| value - price[pair.a] - price[pair.b] - flow.limit)
        .collect();
    let people = quota.iter().zip(&price);
    let parts = [
        people.map(|(quota, price)| f64::from(*quota) * price).sum(),
        flow.limit * event.seats() as f64,
        worth.iter().map(|own| own.max(0.0)).sum(),
    ];
    Relaxed {
        must,
        bound: parts.iter().sum(),
        chosen: flow
            .used
            .chunks(2)
            .map(|own| own.iter().map(|used| u8::from(*used)).sum())
            .collect(),
        worth,
        seat: flow.limit,
        price,
        parts,
    }
}
