//! What to ask next when many rules are open at once: the fact that decides most first.
//!
//! A fact *can matter* to a rule as long as a test that reads it stands in an open part
//! of the rule's tree. What a fact is worth to a rule is the share of the facts that can
//! matter which need not be asked any more once it is known: all of them where its
//! answer settles the rule. Nobody knows the answer beforehand, so it is the mean over
//! the answers that the rule can tell apart, each counted as likely as any other: both
//! of a flag, every range between the bounds of a number or day, every word named and
//! one more, every member of a set alone and the empty set; of a test that computes with
//! the fact, holding and not. Over many rules the worths add up: the expected number of
//! rules times the share decided. Equal facts stand in the order in which the rules
//! first read them; what only a person can judge is asked last.
//!
//! Must not know: how questions are put, who answers.

use crate::columns::{Columns, Source};
use crate::dictionary::FieldKind;
use crate::facts::{Fact, Facts};
use crate::rule::Rule;
use crate::test::{End, Question as Asks, Test};
use crate::tree::Tree;
use chrono::NaiveDate;
use julin_formula::Need;
use std::collections::{BTreeSet, HashMap};

/// A fact to ask for.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The field, and which year's.
    pub need: Need,
    /// What it holds.
    pub kind: FieldKind,
    /// The words any rule tells apart, in order of first appearance.
    pub words: Vec<String>,
    /// Only a person can judge it, wherever it is read.
    pub judgement: bool,
    /// Open rules to which it can matter.
    pub rules: usize,
    /// The expected number of rules times the share decided.
    pub worth: f64,
}

/// How things stand: the answers, in the order of the rules, and what to ask, that which
/// decides most first.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The answer of each rule.
    pub answers: Vec<Option<bool>>,
    /// Facts that can matter, each once.
    pub questions: Vec<Question>,
}

/// Rules made ready to be asked about together on one day.
pub struct Panel {
    as_of: NaiveDate,
    columns: Columns,
    trees: Vec<Tree>,
    facts: Vec<Known>,
    /// By column: the facts it reads.
    reads: Vec<Vec<usize>>,
    /// By column: it cannot be computed while any of them is missing.
    needs_all: Vec<bool>,
}

/// A fact the rules read.
struct Known {
    need: Need,
    kind: FieldKind,
    words: Vec<String>,
    /// Read by a clause that is no judgement.
    stated: bool,
    /// A rule asks how its word begins.
    code: bool,
}

/// One way a fact could turn out.
enum Outcome<'a> {
    Number(f64),
    Word(&'a str),
    Set(Option<&'a str>),
    Flag(bool),
    /// Computed tests of it hold, or do not.
    Computed(bool),
}

impl Panel {
    /// The rules on a day.
    pub fn new<'r>(rules: impl IntoIterator<Item = &'r Rule>, as_of: NaiveDate) -> Self {
        let mut panel = Self {
            as_of,
            columns: Columns::new(),
            trees: Vec::new(),
            facts: Vec::new(),
            reads: Vec::new(),
            needs_all: Vec::new(),
        };
        let mut places = HashMap::new();
        for rule in rules {
            let tree = rule.lower(as_of, &mut panel.columns);
            panel.take_columns(rule, &mut places);
            panel.take_words(&tree);
            panel.take_roles(rule, &places);
            panel.trees.push(tree);
        }
        panel
    }

    /// Columns that are new with this rule.
    fn take_columns(&mut self, rule: &Rule, places: &mut HashMap<Need, usize>) {
        for column in &self.columns.definitions()[self.reads.len()..] {
            let (needs, all) = match &column.source {
                Source::Field(need, _) => (vec![need.clone()], true),
                Source::Computed(names, formula, _) => {
                    let scored = formula.needs().iter().any(|need| names.reads_score(need));
                    (names.fields_of(formula), !scored)
                }
            };
            let facts = &mut self.facts;
            let place = |need: Need| {
                *places.entry(need.clone()).or_insert_with(|| {
                    let field = rule.names.fields.get(&need.field);
                    let kind = field.map_or(FieldKind::Flag, |field| field.kind.clone());
                    facts.push(Known {
                        need,
                        kind,
                        words: Vec::new(),
                        stated: false,
                        code: false,
                    });
                    facts.len() - 1
                })
            };
            self.reads.push(needs.into_iter().map(place).collect());
            self.needs_all.push(all);
        }
    }

    fn take_words(&mut self, tree: &Tree) {
        let test = match tree {
            Tree::Constant(_) => return,
            Tree::Test(test) => test,
            Tree::All(parts) | Tree::Any(parts) | Tree::AtLeast(_, parts) => {
                parts.iter().for_each(|part| self.take_words(part));
                return;
            }
        };
        let (Asks::OneOf(words) | Asks::Begins(words) | Asks::HoldsAny(words)) = &test.question
        else {
            return;
        };
        for fact in self.reads[test.column].clone() {
            self.facts[fact].code |= matches!(test.question, Asks::Begins(_));
            let known = &mut self.facts[fact].words;
            for word in words {
                if !known.contains(word) {
                    known.push(word.clone());
                }
            }
        }
    }

    fn take_roles(&mut self, rule: &Rule, places: &HashMap<Need, usize>) {
        for place in rule.conditions.clauses() {
            let clause = &rule.clauses[place];
            if clause.judgement {
                continue;
            }
            for need in rule.names.fields_of(&clause.formula) {
                if let Some(fact) = places.get(&need) {
                    self.facts[*fact].stated = true;
                }
            }
        }
    }

    /// Every fact the rules read, with the words they tell apart: what may be answered.
    pub fn reads(&self) -> impl Iterator<Item = (&Need, &FieldKind, &[String])> {
        self.facts
            .iter()
            .map(|fact| (&fact.need, &fact.kind, fact.words.as_slice()))
    }

    /// True when a rule asks how a word begins: a code of a classification.
    pub fn is_code(&self, need: &Need) -> bool {
        let own = self.facts.iter().find(|fact| fact.need == *need);
        own.is_some_and(|fact| fact.code)
    }

    /// How things stand. Facts in `skipped` are not known and not asked for.
    pub fn ask(&self, facts: &dyn Facts, skipped: &BTreeSet<Need>) -> Standing {
        let table = self.columns.table([facts], self.as_of);
        let told = |test: &Test| table.answer(test, 0);
        let unknown = |fact: &Known| Fact::of(facts, &fact.need, &fact.kind).is_none();
        let asked = Open {
            panel: self,
            unknown: self.facts.iter().map(unknown).collect(),
            skipped: self
                .facts
                .iter()
                .map(|fact| skipped.contains(&fact.need))
                .collect(),
        };
        let (mut rules, mut worth) = (vec![0; self.facts.len()], vec![0.0; self.facts.len()]);
        for tree in &self.trees {
            let tests = asked.tests(tree, &told);
            let open = asked.facts(&tests);
            for fact in &open {
                rules[*fact] += 1;
                worth[*fact] += asked.worth(tree, &told, (*fact, &tests, open.len()));
            }
        }
        let places = (0..self.facts.len()).filter(|fact| rules[*fact] > 0);
        let mut questions: Vec<_> = places
            .map(|place| {
                let fact = &self.facts[place];
                Question {
                    need: fact.need.clone(),
                    kind: fact.kind.clone(),
                    words: fact.words.clone(),
                    judgement: !fact.stated,
                    rules: rules[place],
                    worth: worth[place],
                }
            })
            .collect();
        questions.sort_by(|a, b| {
            let judged = a.judgement.cmp(&b.judgement);
            judged.then(b.worth.total_cmp(&a.worth))
        });
        Standing {
            answers: self.trees.iter().map(|tree| tree.verdict(&told)).collect(),
            questions,
        }
    }
}

/// What is not known, and what of it is not to be asked.
struct Open<'a> {
    panel: &'a Panel,
    unknown: Vec<bool>,
    skipped: Vec<bool>,
}

impl Open<'_> {
    /// The tests in open parts of a tree that could still be answered.
    fn tests<'t>(&self, tree: &'t Tree, told: &impl Fn(&Test) -> Option<bool>) -> Vec<&'t Test> {
        let (mut found, mut rest) = (Vec::new(), vec![tree]);
        while let Some(tree) = rest.pop() {
            if tree.verdict(told).is_some() {
                continue;
            }
            match tree {
                Tree::Test(test) if self.answerable(test) => found.push(test),
                Tree::All(parts) | Tree::Any(parts) | Tree::AtLeast(_, parts) => rest.extend(parts),
                Tree::Constant(_) | Tree::Test(_) => {}
            }
        }
        found
    }

    fn answerable(&self, test: &Test) -> bool {
        let lacks = self.read(test).any(|fact| self.skipped[fact]);
        !(lacks && self.panel.needs_all[test.column])
    }

    /// The facts a test reads that are not known.
    fn read(&self, test: &Test) -> impl Iterator<Item = usize> {
        let reads = &self.panel.reads;
        let upper = test.upper.map_or(&[][..], |upper| &reads[upper]);
        let facts = reads[test.column].iter().chain(upper).copied();
        facts.filter(|fact| self.unknown[*fact])
    }

    /// The facts to ask that such tests read.
    fn facts(&self, tests: &[&Test]) -> BTreeSet<usize> {
        let read = tests.iter().flat_map(|test| self.read(test));
        read.filter(|fact| !self.skipped[*fact]).collect()
    }

    /// The expected share of the open facts of a tree that knowing one makes needless.
    fn worth(
        &self,
        tree: &Tree,
        told: &impl Fn(&Test) -> Option<bool>,
        (fact, tests, open): (usize, &[&Test], usize),
    ) -> f64 {
        let alone = |test: &Test| self.read(test).all(|read| read == fact);
        let own: Vec<&Test> = tests.iter().copied().filter(|test| alone(test)).collect();
        let outcomes = self.outcomes(fact, &own);
        let gone = |outcome: &Outcome<'_>| {
            let with = |test: &Test| match told(test) {
                None if alone(test) => self.answer(test, outcome),
                known => known,
            };
            if tree.verdict(&with).is_some() {
                return 1.0;
            }
            let mut left = self.facts(&self.tests(tree, &with));
            left.remove(&fact);
            1.0 - left.len() as f64 / open as f64
        };
        match outcomes.as_slice() {
            [] => 1.0 / open as f64,
            some => some.iter().map(gone).sum::<f64>() / some.len() as f64,
        }
    }

    fn is_field(&self, test: &Test) -> bool {
        let column = &self.panel.columns.definitions()[test.column];
        matches!(column.source, Source::Field(..))
    }

    /// The ways a fact can turn out that these tests tell apart.
    fn outcomes<'t>(&self, fact: usize, own: &[&'t Test]) -> Vec<Outcome<'t>> {
        let (fields, computed): (Vec<&Test>, Vec<&Test>) =
            own.iter().partition(|test| self.is_field(test));
        let mut found = Vec::new();
        if !fields.is_empty() {
            match &self.panel.facts[fact].kind {
                FieldKind::Flag => found.extend([true, false].map(Outcome::Flag)),
                FieldKind::Number { .. } | FieldKind::Date => {
                    found.extend(numbers(&fields).into_iter().map(Outcome::Number));
                }
                FieldKind::Word => {
                    found.extend(words(&fields).map(Outcome::Word));
                    found.push(Outcome::Word(ANOTHER));
                }
                FieldKind::Set => {
                    found.extend(words(&fields).map(|word| Outcome::Set(Some(word))));
                    found.push(Outcome::Set(None));
                }
            }
        }
        if !computed.is_empty() {
            found.extend([true, false].map(Outcome::Computed));
        }
        found
    }

    /// The answer of a test of one fact when the fact turns out so.
    fn answer(&self, test: &Test, outcome: &Outcome<'_>) -> Option<bool> {
        let holds = match (self.is_field(test), outcome) {
            (false, Outcome::Computed(holds)) => *holds,
            (true, Outcome::Number(number)) => test.question.of_number(*number),
            (true, Outcome::Word(word)) => test.question.of_word(word),
            (true, Outcome::Set(member)) => test.question.of_set(*member),
            (true, Outcome::Flag(holds)) => *holds,
            _ => return None,
        };
        Some(holds != test.negated)
    }
}

/// A word no rule names.
const ANOTHER: &str = "\u{0}";

/// The words such tests name, each once.
fn words<'t>(tests: &[&'t Test]) -> impl Iterator<Item = &'t str> {
    let named = tests.iter().flat_map(|test| match &test.question {
        Asks::OneOf(words) | Asks::Begins(words) | Asks::HoldsAny(words) => words.as_slice(),
        _ => &[],
    });
    named
        .map(String::as_str)
        .collect::<BTreeSet<_>>()
        .into_iter()
}

/// A number for each range between the bounds of such tests, and for each number that is
/// asked for by itself.
fn numbers(tests: &[&Test]) -> Vec<f64> {
    let (mut bounds, mut found) = (Vec::new(), Vec::new());
    for test in tests {
        let Asks::Within { low, high } = &test.question else {
            continue;
        };
        for end in [low, high] {
            if let End::Included(bound) | End::Excluded(bound) = end {
                bounds.push(*bound);
            }
        }
        if let (End::Included(low), End::Included(high)) = (low, high)
            && low == high
        {
            found.push(*low);
        }
    }
    bounds.sort_by(f64::total_cmp);
    bounds.dedup();
    let (Some(first), Some(last)) = (bounds.first(), bounds.last()) else {
        return vec![0.0];
    };
    found.push(first - 1.0);
    found.extend(
        bounds
            .windows(2)
            .map(|pair| f64::midpoint(pair[0], pair[1])),
    );
    found.push(last + 1.0);
    found.sort_by(f64::total_cmp);
    found.dedup();
    found
}
