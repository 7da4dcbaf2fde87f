//! A workload drawn from a seed: policies and firms as they are in a country with many of
//! both. Tests and benchmarks share it.
//!
//! Eighty in a hundred policies are bound to a region and all below it, sixty to branches
//! of industry, forty to titles; each has three to six thresholds out of thirty columns,
//! some a range of days, half of them nested groups to depth three. Three in a hundred
//! facts are unknown. A firm meets between one in a thousand and one in a hundred.

use julin_criteria::table::{Column, Dictionary, Table, UNKNOWN};
use julin_criteria::test::{End, Question, Test};
use julin_criteria::tree::Tree;

/// Region of the seat, by code.
pub const REGION: usize = 0;
/// Branch of industry, by code.
pub const INDUSTRY: usize = 1;
/// Titles held.
pub const TITLES: usize = 2;
/// Flags.
pub const FLAGS: std::ops::Range<usize> = 6..12;
/// Days.
pub const DAYS: std::ops::Range<usize> = 12..16;
/// Numbers that policies ask about.
pub const NUMBERS: std::ops::Range<usize> = 16..46;
/// All columns.
pub const COLUMNS: usize = 60;

/// How many in a thousand facts are unknown.
const UNKNOWN_PER_MILLE: u64 = 30;

/// SplitMix64 (Steele, Lea, Flood, 2014).
pub struct Random(pub u64);

impl Random {
    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        ((u128::from(self.bits()) * limit as u128) >> 64) as usize
    }

    /// True so often in a thousand.
    pub fn chance(&mut self, per_mille: u64) -> bool {
        self.bits() % 1000 < per_mille
    }

    /// A number in `0..1`.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// One of them.
    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

fn regions() -> Vec<String> {
    let mut all = vec![];
    for province in 0..31 {
        for city in 0..(6 + province % 11) {
            for district in 0..(5 + (province * 7 + city) % 9) {
                all.push(format!(
                    "{:02}{:02}{:02}",
                    11 + province,
                    city + 1,
                    district + 1
                ));
            }
        }
    }
    all
}

fn industries() -> Vec<String> {
    let mut all = vec![];
    for division in 1..98 {
        let letter = char::from(b'A' + (division / 5) as u8);
        for class in 0..(8 + division % 13) {
            all.push(format!(
                "{letter}{division:02}{}{}",
                class / 4 + 1,
                class % 4 + 1
            ));
        }
    }
    all
}

fn titles() -> Vec<String> {
    (0..24).map(|title| format!("title-{title}")).collect()
}

/// How many in a thousand firms hold a title.
fn holders(title: usize) -> u64 {
    150 / (1 + title as u64 / 2) + 5
}

/// The value below which a share of the firms lies.
fn quantile(column: usize, share: f64) -> f64 {
    match column {
        column if DAYS.contains(&column) => (10_000.0 + 10_000.0 * share).floor(),
        // From a hundred to a hundred million, evenly by ratio.
        column => 100.0 * 10f64.powf(6.0 * share) * (1 + column % 3) as f64,
    }
}

/// As official texts write numbers: with two digits.
fn rounded(value: f64) -> f64 {
    let unit = 10f64.powf(value.log10().floor() - 1.0);
    (value / unit).round() * unit
}

/// Firms.
pub fn firms(rows: usize, seed: u64) -> Table {
    let columns = (0..COLUMNS).map(|column| {
        let mut random = Random(seed ^ (column as u64) << 40);
        let random = &mut random;
        match column {
            REGION => words(rows, &regions(), random),
            INDUSTRY => words(rows, &industries(), random),
            TITLES | 3 => sets(rows, random),
            4 | 5 => {
                let all: Vec<String> = (0..5).map(|at| format!("kind-{at}")).collect();
                words(rows, &all, random)
            }
            column if FLAGS.contains(&column) => {
                let flag = |random: &mut Random| match random.chance(UNKNOWN_PER_MILLE) {
                    true => 2,
                    false => u8::from(random.chance(400)),
                };
                Column::Flags((0..rows).map(|_| flag(random)).collect())
            }
            column => {
                let number = |random: &mut Random| match random.chance(UNKNOWN_PER_MILLE) {
                    true => f64::NAN,
                    false => quantile(column, random.unit()),
                };
                Column::Numbers((0..rows).map(|_| number(random)).collect())
            }
        }
    });
    Table {
        rows,
        columns: columns.collect(),
    }
}

fn dictionary(all: &[String]) -> Dictionary {
    let mut words = Dictionary::default();
    for word in all {
        words.insert(word);
    }
    words
}

/// Some words are more frequent than others.
fn words(rows: usize, all: &[String], random: &mut Random) -> Column {
    let mut code = || {
        if random.chance(UNKNOWN_PER_MILLE) {
            return UNKNOWN;
        }
        let share = (random.unit() + random.unit() * random.unit()) / 2.0;
        // Spread the frequent ones over the whole list.
        let at = (share * all.len() as f64) as usize;
        (at * 7919 % all.len()) as u32
    };
    Column::Words {
        codes: (0..rows).map(|_| code()).collect(),
        words: dictionary(all),
    }
}

fn sets(rows: usize, random: &mut Random) -> Column {
    let all = titles();
    let (mut starts, mut items, mut known) = (vec![0], vec![], vec![]);
    for _ in 0..rows {
        known.push(!random.chance(UNKNOWN_PER_MILLE));
        if known.last() == Some(&true) {
            let held = (0..all.len()).filter(|title| random.chance(holders(*title)));
            items.extend(held.map(|title| title as u32));
        }
        starts.push(items.len() as u32);
    }
    let words = dictionary(&all);
    Column::Sets {
        starts,
        items,
        known,
        words,
    }
}

/// Draws policies.
pub struct Policies {
    random: Random,
    regions: Vec<String>,
    industries: Vec<String>,
    titles: Vec<String>,
}

impl Policies {
    /// Starts from a seed.
    pub fn new(seed: u64) -> Self {
        Self {
            random: Random(seed),
            regions: regions(),
            industries: industries(),
            titles: titles(),
        }
    }

    /// The next one.
    pub fn draw(&mut self) -> Tree {
        let mut all = vec![];
        if self.random.chance(800) {
            all.push(self.region());
        }
        if self.random.chance(600) {
            all.push(self.industry());
        }
        if self.random.chance(400) {
            let count = 1 + self.random.below(3);
            let wanted = (0..count).map(|_| self.random.pick(&self.titles).clone());
            let wanted = wanted.collect();
            all.push(leaf(TITLES, Question::HoldsAny(wanted)));
        }
        if self.random.chance(300) {
            all.push(self.days());
        }
        let thresholds = 3 + self.random.below(4);
        if self.random.chance(500) {
            for _ in 0..thresholds {
                let test = self.threshold(600);
                all.push(test);
            }
        } else {
            self.nested(thresholds, &mut all);
        }
        Tree::All(all)
    }

    /// `count` of them.
    pub fn take(&mut self, count: usize) -> Vec<Tree> {
        (0..count).map(|_| self.draw()).collect()
    }

    fn region(&mut self) -> Tree {
        let count = if self.random.chance(900) { 1 } else { 2 };
        let mut stem = || {
            let digits = match self.random.below(100) {
                0..20 => 2,
                20..65 => 4,
                _ => 6,
            };
            self.random.pick(&self.regions)[..digits].to_owned()
        };
        let stems = (0..count).map(|_| stem()).collect();
        leaf(REGION, Question::Begins(stems))
    }

    fn industry(&mut self) -> Tree {
        let count = 1 + self.random.below(4);
        let mut stem = || {
            let letters = match self.random.below(100) {
                0..10 => 1,
                10..60 => 3,
                60..90 => 4,
                _ => 5,
            };
            self.random.pick(&self.industries)[..letters].to_owned()
        };
        let stems = (0..count).map(|_| stem()).collect();
        leaf(INDUSTRY, Question::Begins(stems))
    }

    fn days(&mut self) -> Tree {
        let column = DAYS.start + self.random.below(DAYS.len());
        let from = 0.4 * self.random.unit();
        let to = from + 0.3 + 0.3 * self.random.unit();
        let low = End::Included(quantile(column, from));
        let high = End::Excluded(quantile(column, to));
        leaf(column, Question::Within { low, high })
    }

    /// A threshold that about so many in a thousand firms meet.
    fn threshold(&mut self, per_mille: u64) -> Tree {
        let column = NUMBERS.start + self.random.below(NUMBERS.len());
        let share = per_mille as f64 / 1000.0 + 0.3 * (self.random.unit() - 0.5);
        let share = share.clamp(0.02, 0.98);
        let question = match self.random.below(100) {
            0..65 => Question::Within {
                low: End::Included(rounded(quantile(column, 1.0 - share))),
                high: End::Open,
            },
            65..90 => Question::Within {
                low: End::Open,
                high: End::Excluded(rounded(quantile(column, share))),
            },
            _ => {
                let from = (1.0 - share) * self.random.unit();
                Question::Within {
                    low: End::Excluded(rounded(quantile(column, from))),
                    high: End::Included(rounded(quantile(column, from + share))),
                }
            }
        };
        leaf(column, question)
    }

    fn flag(&mut self) -> Tree {
        let column = FLAGS.start + self.random.below(FLAGS.len());
        leaf(column, Question::True)
    }

    /// Thresholds in groups: any of, at least two of three, none of, and any of all of.
    fn nested(&mut self, mut thresholds: usize, all: &mut Vec<Tree>) {
        while thresholds > 0 {
            match self.random.below(4) {
                0 if thresholds >= 2 => {
                    thresholds -= 2;
                    let parts = vec![self.threshold(450), self.threshold(450), self.flag()];
                    all.push(Tree::Any(parts));
                }
                1 if thresholds >= 3 => {
                    thresholds -= 3;
                    let parts = (0..3).map(|_| self.threshold(600)).collect();
                    all.push(Tree::AtLeast(2, parts));
                }
                2 if thresholds >= 2 => {
                    thresholds -= 2;
                    let inner = Tree::Any(vec![self.threshold(400), self.flag()]);
                    let one = Tree::All(vec![self.threshold(600), inner]);
                    all.push(Tree::Any(vec![one, self.flag()]));
                }
                3 => {
                    thresholds -= 1;
                    let Tree::Test(mut test) = self.threshold(300) else {
                        continue;
                    };
                    test.negated = true;
                    all.push(Tree::Test(test));
                }
                _ => {
                    thresholds -= 1;
                    all.push(self.threshold(600));
                }
            }
        }
    }
}

/// A test that is not negated.
pub fn leaf(column: usize, question: Question) -> Tree {
    Tree::Test(Test {
        column,
        upper: None,
        question,
        negated: false,
    })
}
