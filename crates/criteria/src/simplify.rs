//! Joining trees without needless nodes: constants fall away, equal joins melt into one,
//! tests of one column that differ in their words become one test. The three-valued
//! answer stays the same.
//!
//! Must not know: rules, facts.

use crate::test::{Question, Test};
use crate::tree::Tree;

/// All of the parts, or any of them.
pub fn join(all: bool, parts: Vec<Tree>) -> Tree {
    let mut kept: Vec<Tree> = Vec::with_capacity(parts.len());
    for part in parts {
        match part {
            Tree::Constant(Some(holds)) if holds == all => {}
            Tree::Constant(Some(holds)) => return Tree::Constant(Some(holds)),
            Tree::All(inner) if all => inner.into_iter().for_each(|one| add(&mut kept, one, all)),
            Tree::Any(inner) if !all => inner.into_iter().for_each(|one| add(&mut kept, one, all)),
            other => add(&mut kept, other, all),
        }
    }
    match kept.len() {
        0 => Tree::Constant(Some(all)),
        1 => kept.swap_remove(0),
        _ if all => Tree::All(kept),
        _ => Tree::Any(kept),
    }
}

/// At least so many of the parts.
pub fn at_least(count: usize, parts: Vec<Tree>) -> Tree {
    match count {
        0 => Tree::Constant(Some(true)),
        1 => join(false, parts),
        count if count > parts.len() => Tree::Constant(Some(false)),
        count if count == parts.len() => join(true, parts),
        count => Tree::AtLeast(count, parts),
    }
}

/// Adds a part, into a test of the same column where the words can stand together:
/// any of two positive tests, all of two negative ones.
fn add(kept: &mut Vec<Tree>, part: Tree, all: bool) {
    if let Tree::Test(test) = &part {
        for own in kept.iter_mut() {
            if let Tree::Test(own) = own
                && merge(own, test, all)
            {
                return;
            }
        }
    }
    kept.push(part);
}

fn merge(own: &mut Test, other: &Test, all: bool) -> bool {
    let alike = own.column == other.column && own.negated == other.negated && own.negated == all;
    if !alike {
        return false;
    }
    let (into, from) = match (&mut own.question, &other.question) {
        (Question::OneOf(a), Question::OneOf(b))
        | (Question::Begins(a), Question::Begins(b))
        | (Question::HoldsAny(a), Question::HoldsAny(b)) => (a, b),
        _ => return false,
    };
    for word in from {
        if !into.contains(word) {
            into.push(word.clone());
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begins(stem: &str, negated: bool) -> Tree {
        Tree::Test(Test {
            column: 0,
            upper: None,
            question: Question::Begins(vec![stem.to_owned()]),
            negated,
        })
    }

    #[test]
    fn stems_of_one_column_stand_together() {
        let Tree::Test(test) = join(false, vec![begins("C39", false), begins("I65", false)]) else {
            panic!("not one test")
        };
        assert_eq!(
            test.question,
            Question::Begins(vec!["C39".into(), "I65".into()])
        );
        let apart = join(true, vec![begins("C39", false), begins("I65", false)]);
        assert!(matches!(apart, Tree::All(parts) if parts.len() == 2));
        let together = join(true, vec![begins("C39", true), begins("I65", true)]);
        assert!(matches!(together, Tree::Test(_)));
    }

    #[test]
    fn an_unknown_constant_is_kept() {
        let unknown = Tree::Constant(None);
        assert_eq!(join(true, vec![unknown.clone()]), unknown);
        let never = Tree::Constant(Some(false));
        assert_eq!(join(true, vec![unknown.clone(), never.clone()]), never);
        assert_eq!(at_least(3, vec![unknown.clone(), never.clone()]), never);
        assert_eq!(at_least(0, vec![never]), Tree::Constant(Some(true)));
    }
}
