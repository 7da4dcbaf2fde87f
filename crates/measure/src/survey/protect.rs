//! What may be shown without giving a single answer away.
//!
//! Primary: a set of answers smaller than the minimum is hidden. Secondary: from shown
//! sets others can be worked out by adding and taking away. Answers that lie in exactly
//! the same shown sets form an *atom*; what can be worked out is a union of atoms, and it
//! can be exactly when its atoms' rows in the null space of the shown sets add to zero
//! (see [`null_space`]). While a set below the minimum can be, the least important shown
//! set that stops it is hidden. Threshold rule and complementary suppression after
//! Hundepool et al., *Statistical Disclosure Control* (2012), chapters 4 and 5; bounds that
//! follow from counts being whole and positive are not looked at.
//!
//! Must not know: what the answers say.

use super::{Answer, Answers};
use std::collections::BTreeMap;

/// Sets of answers in order of importance, each a list of member positions.
type Sets = Vec<Vec<bool>>;

/// Which sets are shown. The first set holds all answers; sets are given in order of
/// importance. An empty set is shown as empty: it holds nobody.
pub fn protect(sets: &[Vec<bool>], minimum: usize) -> Vec<bool> {
    let size = |set: &Vec<bool>| set.iter().filter(|inside| **inside).count();
    let mut shown: Vec<bool> = sets
        .iter()
        .map(|set| size(set) == 0 || size(set) >= minimum)
        .collect();
    if !shown.first().copied().unwrap_or(false) {
        return sets.iter().map(|set| size(set) == 0).collect();
    }
    while let Some(leak) = Leak::find(sets, &shown, minimum) {
        let hide = leak.to_hide(sets, &shown);
        shown[hide] = false;
    }
    shown
}

/// Answers that lie in the same shown sets, as positions of members.
type Atom = Vec<usize>;

fn atoms(sets: &[Vec<bool>], shown: &[bool]) -> Vec<Atom> {
    let mut atoms: BTreeMap<Vec<bool>, Atom> = BTreeMap::new();
    let members = sets.first().map_or(0, Vec::len);
    for member in (0..members).filter(|m| sets[0][*m]) {
        let in_sets = sets.iter().zip(shown);
        let key = in_sets.map(|(set, shown)| *shown && set[member]).collect();
        atoms.entry(key).or_default().push(member);
    }
    atoms.into_values().collect()
}

/// A set below the minimum that can be worked out: its members in order.
struct Leak(Vec<usize>);

/// Unions of small atoms looked at; beyond that a small atom counts as a leak.
const MOST_UNIONS: usize = 5_000;
/// Sets that are tried, least important first, before one is hidden untried.
const TRIED: usize = 64;

impl Leak {
    fn find(sets: &[Vec<bool>], shown: &[bool], minimum: usize) -> Option<Self> {
        let atoms = atoms(sets, shown);
        let rows = null_space(sets, shown, &atoms);
        let small: Vec<usize> = (0..atoms.len())
            .filter(|a| atoms[*a].len() < minimum)
            .collect();
        let mut unions: Vec<(Vec<usize>, usize, Vec<u64>)> = Vec::new();
        for atom in &small {
            let (size, row) = (atoms[*atom].len(), &rows[*atom]);
            let grown = unions.iter().filter(|(_, have, _)| have + size < minimum);
            let grown = grown.map(|(union, have, sum)| {
                let more = union.iter().copied().chain([*atom]).collect();
                (more, have + size, add(sum, row))
            });
            let mut grown: Vec<_> = grown.collect();
            grown.push((vec![*atom], size, row.clone()));
            let zero = grown.iter().find(|(.., sum)| sum.iter().all(|v| *v == 0));
            let found = match zero {
                Some((union, ..)) => Some(union.clone()),
                None if unions.len() + grown.len() > MOST_UNIONS => Some(vec![*atom]),
                None => None,
            };
            if let Some(union) = found {
                let inside = union.into_iter().flat_map(|a| atoms[a].clone());
                let mut members: Vec<usize> = inside.collect();
                members.sort_unstable();
                return Some(Self(members));
            }
            unions.append(&mut grown);
        }
        None
    }

    /// Whether this very set can be worked out from the shown ones.
    fn follows(&self, sets: &[Vec<bool>], shown: &[bool]) -> bool {
        let atoms = atoms(sets, shown);
        let rows = null_space(sets, shown, &atoms);
        let parts = (0..atoms.len()).filter(|a| atoms[*a].iter().any(|m| self.0.contains(m)));
        let parts: Vec<usize> = parts.collect();
        let whole = parts.iter().map(|a| atoms[*a].len()).sum::<usize>() == self.0.len();
        let sum = parts
            .iter()
            .fold(None, |sum: Option<Vec<u64>>, a| match sum {
                Some(sum) => Some(add(&sum, &rows[*a])),
                None => Some(rows[*a].clone()),
            });
        whole && sum.is_some_and(|sum| sum.iter().all(|v| *v == 0))
    }

    /// The least important shown set without which the leak is stopped; where none does
    /// alone, the least important one.
    fn to_hide(&self, sets: &[Vec<bool>], shown: &[bool]) -> usize {
        let filled = |at: &usize| shown[*at] && sets[*at].contains(&true);
        let candidates: Vec<usize> = (1..sets.len()).rev().filter(filled).collect();
        let stops = |at: &&usize| {
            let mut without = shown.to_vec();
            without[**at] = false;
            !self.follows(sets, &without)
        };
        let best = candidates.iter().take(TRIED).find(stops);
        best.or(candidates.first()).copied().unwrap_or(0)
    }
}

/// Arithmetic is done modulo this prime, so that nothing is rounded.
const PRIME: u64 = (1 << 61) - 1;

fn times(a: u64, b: u64) -> u64 {
    (u128::from(a) * u128::from(b) % u128::from(PRIME)) as u64
}

fn add(a: &[u64], b: &[u64]) -> Vec<u64> {
    a.iter().zip(b).map(|(a, b)| (a + b) % PRIME).collect()
}

/// The inverse, by Fermat: `a^(p − 2)`.
fn inverse(a: u64) -> u64 {
    let (mut result, mut base, mut power) = (1, a, PRIME - 2);
    while power > 0 {
        if power & 1 == 1 {
            result = times(result, base);
        }
        base = times(base, base);
        power >>= 1;
    }
    result
}

/// Per atom its row in a basis of the null space of the shown sets. A union of atoms is a
/// combination of shown sets exactly when the rows of its atoms add to zero: it then
/// stands at right angles to everything the shown sets stand at right angles to.
fn null_space(sets: &[Vec<bool>], shown: &[bool], atoms: &[Atom]) -> Vec<Vec<u64>> {
    let row =
        |set: &Vec<bool>| -> Vec<u64> { atoms.iter().map(|a| u64::from(set[a[0]])).collect() };
    let open = sets.iter().zip(shown).filter(|(_, shown)| **shown);
    let mut rows: Vec<Vec<u64>> = open.map(|(set, _)| row(set)).collect();
    let mut pivots = Vec::new();
    for column in 0..atoms.len() {
        let done = pivots.len();
        let Some(pivot) = (done..rows.len()).find(|r| rows[*r][column] != 0) else {
            continue;
        };
        rows.swap(done, pivot);
        let scale = inverse(rows[done][column]);
        rows[done].iter_mut().for_each(|v| *v = times(*v, scale));
        let base = rows[done].clone();
        for (r, other) in rows.iter_mut().enumerate() {
            let factor = other[column];
            if r != done && factor != 0 {
                let less = PRIME - factor;
                other
                    .iter_mut()
                    .zip(&base)
                    .for_each(|(v, b)| *v = (*v + times(less, *b)) % PRIME);
            }
        }
        pivots.push(column);
    }
    let free: Vec<usize> = (0..atoms.len()).filter(|c| !pivots.contains(c)).collect();
    let of = |atom: usize| match pivots.iter().position(|p| *p == atom) {
        Some(row) => free
            .iter()
            .map(|f| (PRIME - rows[row][*f]) % PRIME)
            .collect(),
        None => free.iter().map(|f| u64::from(*f == atom)).collect(),
    };
    (0..atoms.len()).map(of).collect()
}

/// Which cells and options of a question are shown.
pub(super) struct Plan {
    sets: Sets,
    shown: Vec<bool>,
    options: usize,
}

impl Plan {
    /// The members of a cell: 0 is all, then group by group.
    pub(super) fn members(&self, cell: usize) -> impl Iterator<Item = usize> {
        let set = self.sets[self.cell(cell)].iter().enumerate();
        set.filter(|(_, inside)| **inside).map(|(i, _)| i)
    }

    pub(super) fn shows(&self, cell: usize) -> bool {
        self.shown[self.cell(cell)]
    }

    /// Whether the share of an option within a cell is shown.
    pub(super) fn shows_option(&self, cell: usize, option: usize) -> bool {
        self.shows(cell) && self.shown[self.option(cell, option)]
    }

    fn cells(&self) -> usize {
        self.sets.len() / (self.options + 1)
    }

    /// Sets stand in order of importance: all, its options, the groups, their options.
    fn cell(&self, cell: usize) -> usize {
        if cell == 0 { 0 } else { self.options + cell }
    }

    fn option(&self, cell: usize, option: usize) -> usize {
        if cell == 0 {
            1 + option
        } else {
            self.options + self.cells() + (cell - 1) * self.options + option
        }
    }
}

/// How many groups a field has.
pub(super) fn groups_of(field: &[Option<usize>]) -> usize {
    field.iter().flatten().max().map_or(0, |last| last + 1)
}

/// Sets of a question in order of importance, and which of them are shown.
pub(super) fn plan(given: &Answers<'_>) -> Plan {
    let answered = |i: usize| given.answers[i].is_some();
    let members = given.answers.len();
    let all: Vec<bool> = (0..members).map(answered).collect();
    let mut groups: Sets = Vec::new();
    for field in given.groups {
        for group in 0..groups_of(field) {
            let inside = |i: usize| answered(i) && field.get(i).copied().flatten() == Some(group);
            groups.push((0..members).map(inside).collect());
        }
    }
    let options = |cell: &Vec<bool>| -> Sets {
        let chose = |option| {
            move |(inside, answer): (&bool, &Option<Answer>)| {
                *inside && *answer == Some(Answer::Option(option))
            }
        };
        let set = |option| cell.iter().zip(given.answers).map(chose(option)).collect();
        (0..given.options).map(set).collect()
    };
    let of_all = options(&all);
    let of_groups: Sets = groups.iter().flat_map(options).collect();
    let sets: Sets = [vec![all], of_all, groups, of_groups].concat();
    let mut plan = Plan {
        shown: protect(&sets, given.minimum),
        sets,
        options: given.options,
    };
    // A hidden group hides its options. Hiding more lets nothing more be worked out.
    for cell in 0..plan.cells() {
        for option in 0..given.options {
            let at = plan.option(cell, option);
            plan.shown[at] = plan.shows_option(cell, option);
        }
    }
    plan
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sets over members 0…n−1 from lists of members.
    fn sets(members: usize, lists: &[&[usize]]) -> Sets {
        let set = |list: &&[usize]| (0..members).map(|m| list.contains(&m)).collect();
        lists.iter().map(set).collect()
    }

    #[test]
    fn a_set_below_the_minimum_is_hidden_and_so_is_what_would_give_it_away() {
        let twelve: Vec<usize> = (0..12).collect();
        let given = sets(12, &[&twelve, &twelve[..5], &twelve[5..10], &twelve[10..]]);
        // 2 are too few; with both others shown they would be 12 − 5 − 5.
        assert_eq!(protect(&given, 5), [true, true, false, false]);
    }

    #[test]
    fn a_complement_below_the_minimum_is_guarded_without_a_name() {
        let ten: Vec<usize> = (0..10).collect();
        let given = sets(10, &[&ten, &ten[..8]]);
        assert_eq!(protect(&given, 5), [true, false]);
    }

    #[test]
    fn sets_of_different_fields_cannot_be_played_against_each_other() {
        // The first ten and the first eleven: member 10 would stand alone.
        let twenty: Vec<usize> = (0..20).collect();
        let given = sets(20, &[&twenty, &twenty[..10], &twenty[..11]]);
        assert_eq!(protect(&given, 5), [true, true, false]);
    }

    #[test]
    fn too_few_answers_at_all_show_nothing() {
        let given = sets(4, &[&[0, 1, 2, 3], &[0, 1], &[]]);
        assert_eq!(protect(&given, 5), [false, false, true]);
    }

    #[test]
    fn groups_that_only_cross_give_nothing_away() {
        // Five of twenty in both: neither the five nor the rest follow from the totals.
        let twenty: Vec<usize> = (0..20).collect();
        let cross: Vec<usize> = (8..18).collect();
        let given = sets(20, &[&twenty, &twenty[..10], &cross]);
        assert_eq!(protect(&given, 5), [true, true, true]);
    }

    #[test]
    fn many_sets_end_soon() {
        let members: Vec<usize> = (0..60).collect();
        let lists: Vec<Vec<usize>> = (1..100)
            .map(|step| {
                members
                    .iter()
                    .copied()
                    .filter(|m| m % (step % 9 + 2) < 2)
                    .collect()
            })
            .collect();
        let all: Vec<&[usize]> = std::iter::once(&members[..])
            .chain(lists.iter().map(|list| &list[..]))
            .collect();
        assert!(protect(&sets(60, &all), 5)[0]);
    }

    #[test]
    fn nothing_is_hidden_without_need() {
        let twelve: Vec<usize> = (0..12).collect();
        let given = sets(12, &[&twelve, &twelve[..6], &twelve[6..]]);
        assert_eq!(protect(&given, 5), [true, true, true]);
    }
}
