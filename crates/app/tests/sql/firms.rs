//! Random firms that lie on and beside the bounds of rules, with much unknown.

use chrono::{Datelike, Days, NaiveDate};
use julin_criteria::columns::{Columns, Source, days};
use julin_criteria::sql::{Input, InputKind};
use julin_criteria::test::{End, Question, Test};
use julin_criteria::tree::Tree;
use julin_criteria::{FieldKind, Rule};
use julin_formula::Need;
use std::collections::{BTreeMap, BTreeSet};

/// What a table may hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Number(f64),
    Word(String),
    Set(Vec<String>),
    Flag(bool),
    Day(NaiveDate),
}

/// What is known of a firm, in the units of the dictionary.
pub type Firm = BTreeMap<Need, Cell>;

/// Random numbers (SplitMix64).
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end as u64) as usize
    }

    pub fn one_in(&mut self, end: usize) -> bool {
        self.below(end) == 0
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// Values worth trying, by field.
#[derive(Default)]
pub struct Pools {
    numbers: BTreeMap<String, Vec<f64>>,
    words: BTreeMap<String, Vec<String>>,
    days: Vec<NaiveDate>,
}

impl Pools {
    pub fn of(rules: &[&Rule], as_of: NaiveDate, inputs: &[Input]) -> Self {
        let mut pools = Self::default();
        let mut words: BTreeSet<String> = BTreeSet::new();
        for rule in rules {
            let mut columns = Columns::new();
            let tree = rule.lower(as_of, &mut columns);
            let mut tests = Vec::new();
            leaves(&tree, &mut tests);
            for test in tests {
                let source = &columns.definitions()[test.column].source;
                pools.learn(rule, source, &test.question, &mut words);
            }
        }
        for own in pools.words.values_mut() {
            own.extend(words.iter().take(3).cloned());
            own.push("else".to_owned());
        }
        for input in inputs {
            pools
                .words
                .entry(input.need.field.clone())
                .or_insert_with(|| vec!["else".to_owned()]);
        }
        let year = |back: i32| as_of.with_year(as_of.year() - back).unwrap();
        for back in [0, 1, 2, 3, 4, 5, 6, 10, 15, 20] {
            let day = year(back);
            pools
                .days
                .extend([day, day + Days::new(1), day - Days::new(1)]);
        }
        pools.days.push("2024-02-29".parse().unwrap());
        pools.days.push(as_of + Days::new(400));
        pools
    }

    fn learn(
        &mut self,
        rule: &Rule,
        source: &Source,
        question: &Question,
        all: &mut BTreeSet<String>,
    ) {
        let (Question::OneOf(words) | Question::Begins(words) | Question::HoldsAny(words)) =
            question
        else {
            let (Source::Field(need, kind), Question::Within { low, high }) = (source, question)
            else {
                return;
            };
            let scale = rule.names.fields[&need.field].scale.as_ref();
            for end in [low, high] {
                let (End::Included(bound) | End::Excluded(bound)) = end else {
                    continue;
                };
                if *kind == FieldKind::Date {
                    let epoch = NaiveDate::default();
                    assert_eq!(days(epoch), 0.0);
                    let day = epoch + chrono::TimeDelta::days(*bound as i64);
                    self.days
                        .extend([day, day + Days::new(1), day - Days::new(1)]);
                } else {
                    let own = scale.map_or(*bound, |scale| scale.from_base(*bound));
                    let beside = [
                        own,
                        own,
                        own.next_up(),
                        own.next_down(),
                        own + 1.0,
                        own - 0.01,
                    ];
                    self.numbers
                        .entry(need.field.clone())
                        .or_default()
                        .extend(beside);
                }
            }
            return;
        };
        all.extend(words.iter().cloned());
        if let Source::Field(need, _) = source {
            let own = self.words.entry(need.field.clone()).or_default();
            for word in words {
                own.extend([word.clone(), format!("{word}1")]);
            }
        }
    }
}

fn leaves<'t>(tree: &'t Tree, found: &mut Vec<&'t Test>) {
    match tree {
        Tree::Constant(_) => {}
        Tree::Test(test) => found.push(test),
        Tree::All(parts) | Tree::Any(parts) | Tree::AtLeast(_, parts) => {
            parts.iter().for_each(|part| leaves(part, found));
        }
    }
}

/// Numbers whose ratios, sums and differences meet common bounds.
const PLAIN: [f64; 30] = [
    0.0, 1.0, 2.0, 3.0, 5.0, 6.0, 7.0, 8.0, 10.0, 12.0, 15.0, 20.0, 25.0, 30.0, 50.0, 57.0, 60.0,
    70.0, 80.0, 100.0, 300.0, 500.0, 1000.0, 1500.0, 2000.0, 5000.0, 10_000.0, 50_000.0, 0.7,
    1234.56,
];

/// Numbers at the ends of what numbers can hold.
const ODD: [f64; 9] = [
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    1e300,
    -1e300,
    1e308,
    5e-324,
    -0.0,
    1e-300,
];

pub fn firms(inputs: &[Input], pools: &Pools, count: usize, seed: u64) -> Vec<Firm> {
    let mut random = Random(seed);
    (0..count)
        .map(|_| {
            // Of some firms nearly all is known, of some little.
            let unknown = *random.pick(&[3, 10, 40]);
            let mut firm = Firm::new();
            for input in inputs {
                if !random.one_in(unknown) {
                    firm.insert(input.need.clone(), cell(input, pools, &mut random));
                }
            }
            firm
        })
        .collect()
}

fn cell(input: &Input, pools: &Pools, random: &mut Random) -> Cell {
    let field = &input.need.field;
    match input.kind {
        InputKind::Number => Cell::Number(match pools.numbers.get(field) {
            _ if random.one_in(300) => *random.pick(&ODD),
            Some(own) if !random.one_in(3) => *random.pick(own),
            _ if random.one_in(10) => -random.pick(&PLAIN),
            _ => *random.pick(&PLAIN),
        }),
        InputKind::Word => Cell::Word(random.pick(&pools.words[field]).clone()),
        InputKind::Set => {
            let count = random.below(4);
            let own = &pools.words[field];
            Cell::Set((0..count).map(|_| random.pick(own).clone()).collect())
        }
        InputKind::Flag => Cell::Flag(!random.one_in(3)),
        InputKind::Date => Cell::Day(*random.pick(&pools.days)),
    }
}
