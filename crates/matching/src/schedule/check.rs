//! Checks a schedule from the input alone.
//!
//! Must not know: how the schedule was made.

use super::answer::ScheduleAnswer;
use super::spec::{ScheduleSpec, WishKind};
use std::collections::{HashMap, HashSet};

/// What is wrong with a schedule; empty when it is feasible and its sums are right.
pub fn faults(spec: &ScheduleSpec, answer: &ScheduleAnswer) -> Vec<String> {
    let mut faults = vec![];
    let (mut seats, mut tables, mut pairs) = (HashSet::new(), HashSet::new(), HashSet::new());
    let (mut value, mut musts) = (0.0, 0);
    let unordered = |a: &str, b: &str| {
        if a < b {
            (a.to_owned(), b.to_owned())
        } else {
            (b.to_owned(), a.to_owned())
        }
    };
    for own in &answer.meetings {
        let key = unordered(&own.a, &own.b);
        let all = spec
            .wishes
            .iter()
            .filter(|wish| unordered(&wish.a, &wish.b) == key);
        let (never, wanted): (Vec<_>, Vec<_>) =
            all.partition(|wish| wish.kind == WishKind::MustNot);
        match wanted.first() {
            Some(wish) if never.is_empty() => {
                value += wish.for_a + wish.for_b;
                musts += usize::from(wish.kind == WishKind::Must);
            }
            _ => faults.push(format!("{} and {} do not meet", own.a, own.b)),
        }
        if !pairs.insert(key) {
            faults.push(format!("{} and {} meet twice", own.a, own.b));
        }
        for person in [&own.a, &own.b] {
            if !seats.insert((person.clone(), own.slot.clone())) {
                faults.push(format!("{person} is twice in {}", own.slot));
            }
        }
        if !tables.insert((own.table.clone(), own.slot.clone())) {
            faults.push(format!("{} is used twice in {}", own.table, own.slot));
        }
        let table = spec.tables.iter().find(|table| table.id == own.table);
        if table.is_none_or(|table| table.closed.contains(&own.slot)) {
            faults.push(format!("{} is closed in {}", own.table, own.slot));
        }
    }
    for person in &spec.people {
        faults.extend(of_person(spec, &person.id, &seats));
    }
    if (value - answer.standing.value).abs() > 1e-6 * value.max(1.0) {
        faults.push(format!("value {value}, told {}", answer.standing.value));
    }
    if musts != answer.musts_held {
        faults.push(format!("must-meets {musts}, told {}", answer.musts_held));
    }
    faults
}

fn of_person(spec: &ScheduleSpec, id: &str, seats: &HashSet<(String, String)>) -> Vec<String> {
    let mut faults = vec![];
    let Some(person) = spec.people.iter().find(|own| own.id == id) else {
        return faults;
    };
    let has = |slot: &String| seats.contains(&(id.to_owned(), slot.clone()));
    let line: HashMap<usize, bool> = spec.slots.iter().map(has).enumerate().collect();
    let many = line.values().filter(|has| **has).count();
    if person.quota.is_some_and(|quota| many > quota as usize) {
        faults.push(format!("{id} has {many} meetings"));
    }
    if person.absent.iter().any(has) {
        faults.push(format!("{id} is not there"));
    }
    let Some(rest) = person.rest.filter(|rest| rest.after > 0 && rest.idle > 0) else {
        return faults;
    };
    let (after, idle) = (rest.after as usize, rest.idle as usize);
    let meets = |slot: usize| line.get(&slot).copied().unwrap_or(false);
    for first in 0..spec.slots.len() {
        // A row that begins here, and is as long as makes rest due.
        let begins = first == 0 || !meets(first - 1);
        let row = (first..first + after).all(meets);
        if begins && row && (first + after..first + after + idle).any(meets) {
            faults.push(format!("{id} has no rest after {}", spec.slots[first]));
        }
    }
    faults
}
