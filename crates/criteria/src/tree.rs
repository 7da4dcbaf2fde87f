//! A compiled rule: tests joined by all, any and at-least, with no negation above a
//! leaf. That makes it monotone: reading unknown tests as false gives exactly the
//! certain answers, reading them as true the possible ones.
//!
//! Must not know: where the values come from, how many rules there are.

use crate::test::Test;

/// A node.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    /// Holds always, or never: `Constant(None)` is unknown whatever the data, as a test
    /// against an unpublished threshold.
    Constant(Option<bool>),
    /// A test.
    Test(Test),
    /// All hold; none given: holds.
    All(Vec<Tree>),
    /// One holds; none given: does not.
    Any(Vec<Tree>),
    /// So many hold.
    AtLeast(usize, Vec<Tree>),
}

impl Tree {
    /// The answer when `answer` gives that of each test: the plain reference that every
    /// faster way is held against.
    pub fn verdict(&self, answer: &impl Fn(&Test) -> Option<bool>) -> Option<bool> {
        let certain = self.holds(answer, false);
        let possible = certain || self.holds(answer, true);
        match (certain, possible) {
            (true, _) => Some(true),
            (false, false) => Some(false),
            (false, true) => None,
        }
    }

    /// The answer with every unknown test read as `unknown`.
    fn holds(&self, answer: &impl Fn(&Test) -> Option<bool>, unknown: bool) -> bool {
        match self {
            Self::Constant(known) => known.unwrap_or(unknown),
            Self::Test(test) => answer(test).unwrap_or(unknown),
            Self::All(parts) => parts.iter().all(|part| part.holds(answer, unknown)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(answer, unknown)),
            Self::AtLeast(count, parts) => {
                let holding = parts.iter().filter(|part| part.holds(answer, unknown));
                holding.count() >= *count
            }
        }
    }
}
