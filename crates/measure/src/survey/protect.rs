//! What may be shown without giving a single answer away.
//!
//! Primary: a set of answers smaller than the minimum is hidden. Secondary: sets that are
//! shown cut the answers into *atoms* (answers that lie in exactly the same shown sets).
//! Whatever is worked out from shown sets by adding and taking away is a union of atoms;
//! when every atom holds the minimum, nothing smaller can come out. So sets are hidden,
//! least important first, until every atom is empty or large enough. This is stricter
//! than needed (an atom may not be derivable) and can be proved in one line. Threshold
//! rule and complementary suppression after Hundepool et al., *Statistical Disclosure
//! Control* (2012), chapters 4 and 5.
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
    loop {
        let atoms = atoms(sets, &shown);
        let Some(small) = atoms
            .iter()
            .find(|(_, n)| **n < minimum)
            .map(|(key, _)| key)
        else {
            return shown;
        };
        let drop = to_hide(sets, &shown, &atoms, small);
        shown[drop] = false;
    }
}

/// Answers by the shown sets they lie in.
fn atoms(sets: &[Vec<bool>], shown: &[bool]) -> BTreeMap<Vec<bool>, usize> {
    let mut atoms = BTreeMap::new();
    let members = sets.first().map_or(0, Vec::len);
    for member in (0..members).filter(|m| sets[0][*m]) {
        let key: Vec<bool> = sets
            .iter()
            .zip(shown)
            .map(|(set, shown)| *shown && set[member])
            .collect();
        *atoms.entry(key).or_insert(0) += 1;
    }
    atoms
}

/// The least important shown set that, once hidden, joins the small atom with another;
/// where none does, the least important one that holds it, or the least important at all.
fn to_hide(
    sets: &[Vec<bool>],
    shown: &[bool],
    atoms: &BTreeMap<Vec<bool>, usize>,
    small: &[bool],
) -> usize {
    let filled = |at: &usize| shown[*at] && sets[*at].contains(&true);
    let candidates: Vec<usize> = (1..sets.len()).filter(filled).collect();
    let joins = |at: &&usize| {
        let mut other = small.to_vec();
        other[**at] = !other[**at];
        atoms.contains_key(&other)
    };
    let least = |list: &mut dyn Iterator<Item = &usize>| list.max().copied();
    least(&mut candidates.iter().filter(joins))
        .or_else(|| least(&mut candidates.iter().filter(|at| small[**at])))
        .or_else(|| least(&mut candidates.iter()))
        .unwrap_or(0)
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
        let set = self.sets[cell].iter().enumerate();
        set.filter(|(_, inside)| **inside).map(|(i, _)| i)
    }

    pub(super) fn shows(&self, cell: usize) -> bool {
        self.shown[cell]
    }

    /// Whether the share of an option within a cell is shown.
    pub(super) fn shows_option(&self, cell: usize, option: usize) -> bool {
        let cells = (self.sets.len()) / (self.options + 1);
        self.shown[cell] && self.shown[cells + cell * self.options + option]
    }
}

/// How many groups a field has.
pub(super) fn groups_of(field: &[Option<usize>]) -> usize {
    field.iter().flatten().max().map_or(0, |last| last + 1)
}

/// Sets of a question: all, every group, then the options within each of them.
pub(super) fn plan(given: &Answers<'_>) -> Plan {
    let answered = |i: usize| given.answers[i].is_some();
    let members = given.answers.len();
    let mut sets: Sets = vec![(0..members).map(answered).collect()];
    for field in given.groups {
        for group in 0..groups_of(field) {
            let inside = |i: usize| answered(i) && field.get(i).copied().flatten() == Some(group);
            sets.push((0..members).map(inside).collect());
        }
    }
    for cell in 0..sets.len() {
        for option in 0..given.options {
            let chose =
                |i: usize| sets[cell][i] && given.answers[i] == Some(Answer::Option(option));
            sets.push((0..members).map(chose).collect());
        }
    }
    // A hidden group hides its options. Hiding more keeps every atom at least as large.
    let cells = sets.len() / (given.options + 1);
    let mut shown = protect(&sets, given.minimum);
    for at in cells..sets.len() {
        let cell = (at - cells) / given.options;
        shown[at] &= shown[cell];
    }
    Plan {
        sets,
        shown,
        options: given.options,
    }
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
    fn nothing_is_hidden_without_need() {
        let twelve: Vec<usize> = (0..12).collect();
        let given = sets(12, &[&twelve, &twelve[..6], &twelve[6..]]);
        assert_eq!(protect(&given, 5), [true, true, true]);
    }
}
