//! Yardsticks with the same answers: a plain columnar loop, and the rules as conditions
//! of DuckDB.

use julin_criteria::table::{Column, Table};
use julin_criteria::test::{End, Question, Test};
use julin_criteria::tree::Tree;
use std::fmt::Write as _;

/// Rows looked at together.
const ROWS: usize = 1024;

/// Answers of some rows: 0 no, 1 unknown, 2 yes.
type Answers = [u8; ROWS];

/// Yes and unknown: test by test and rule by rule over columns, as one writes it first.
pub fn loops(rules: &[Tree], table: &Table) -> (u64, u64) {
    let (mut yes, mut unknown) = (0, 0);
    for first in (0..table.rows).step_by(ROWS) {
        let rows = ROWS.min(table.rows - first);
        for rule in rules {
            let answers = &answers(rule, table, first, rows)[..rows];
            yes += answers.iter().filter(|a| **a == 2).count() as u64;
            unknown += answers.iter().filter(|a| **a == 1).count() as u64;
        }
    }
    (yes, unknown)
}

fn answers(tree: &Tree, table: &Table, first: usize, rows: usize) -> Answers {
    let fold = |parts: &[Tree], start: u8, combine: fn(u8, u8) -> u8| {
        parts.iter().fold([start; ROWS], |mut all, part| {
            let own = answers(part, table, first, rows);
            for (all, own) in all.iter_mut().zip(own) {
                *all = combine(*all, own);
            }
            all
        })
    };
    match tree {
        Tree::Constant(known) => [known.map_or(1, |yes| 2 * u8::from(yes)); ROWS],
        Tree::Test(test) => tested(test, table, first, rows),
        Tree::All(parts) => fold(parts, 2, u8::min),
        Tree::Any(parts) => fold(parts, 0, u8::max),
        Tree::AtLeast(count, parts) => {
            let (mut certain, mut possible) = ([0u32; ROWS], [0u32; ROWS]);
            for part in parts {
                for (at, own) in answers(part, table, first, rows).into_iter().enumerate() {
                    certain[at] += u32::from(own == 2);
                    possible[at] += u32::from(own > 0);
                }
            }
            let enough = |counted: u32| u8::from(counted as usize >= *count);
            std::array::from_fn(|at| enough(certain[at]) + enough(possible[at]))
        }
    }
}

fn tested(test: &Test, table: &Table, first: usize, rows: usize) -> Answers {
    let answer = |known: bool, holds: bool| match (known, holds != test.negated) {
        (false, _) => 1,
        (true, holds) => 2 * u8::from(holds),
    };
    let mut out = [1; ROWS];
    match &table.columns[test.column] {
        Column::Numbers(values) => {
            for (out, value) in out.iter_mut().zip(&values[first..first + rows]) {
                *out = answer(!value.is_nan(), test.question.of_number(*value));
            }
        }
        Column::Flags(values) => {
            for (out, value) in out.iter_mut().zip(&values[first..first + rows]) {
                *out = answer(*value < 2, *value == 1);
            }
        }
        // Each word is looked at once for 1024 rows at most.
        Column::Words { codes, words } => {
            let mut seen = vec![3; words.words().len()];
            for (out, code) in out.iter_mut().zip(&codes[first..first + rows]) {
                let Some(seen) = seen.get_mut(*code as usize) else {
                    continue;
                };
                if *seen == 3 {
                    let word = words.word(*code).unwrap_or_default();
                    *seen = answer(true, test.question.of_word(word));
                }
                *out = *seen;
            }
        }
        Column::Sets {
            starts,
            items,
            known,
            words,
        } => {
            let holds: Vec<bool> = words
                .words()
                .iter()
                .map(|word| test.question.of_set([word.as_str()]))
                .collect();
            for (at, out) in out[..rows].iter_mut().enumerate() {
                let row = first + at;
                let own = &items[starts[row] as usize..starts[row + 1] as usize];
                let holds = own.iter().any(|item| holds[*item as usize]);
                *out = answer(known[row], holds);
            }
        }
    }
    out
}

/// A row of the table as a line of CSV; items of a set are joined by `;`.
pub fn csv(table: &Table, row: usize, line: &mut String) {
    for column in &table.columns {
        if !line.is_empty() {
            line.push(',');
        }
        let _ = match column {
            Column::Numbers(values) if values[row].is_nan() => write!(line, "NULL"),
            Column::Numbers(values) => write!(line, "{:?}", values[row]),
            Column::Flags(values) => write!(
                line,
                "{}",
                ["false", "true", "NULL"][usize::from(values[row])]
            ),
            Column::Words { codes, words } => {
                write!(line, "{}", words.word(codes[row]).unwrap_or("NULL"))
            }
            Column::Sets { known, .. } if !known[row] => write!(line, "NULL"),
            Column::Sets {
                starts,
                items,
                words,
                ..
            } => {
                let own = &items[starts[row] as usize..starts[row + 1] as usize];
                let own: Vec<&str> = own.iter().filter_map(|item| words.word(*item)).collect();
                write!(line, "-{}", own.join(";"))
            }
        };
    }
}

/// A rule as a condition of DuckDB, with its three values.
pub fn sql(tree: &Tree) -> String {
    let joined = |parts: &[Tree], operator: &str| {
        let parts: Vec<String> = parts.iter().map(sql).collect();
        format!("({})", parts.join(operator))
    };
    match tree {
        Tree::Constant(None) => "NULL".to_owned(),
        Tree::Constant(Some(known)) => known.to_string(),
        Tree::Test(test) => condition(test),
        Tree::All(parts) => joined(parts, " AND "),
        Tree::Any(parts) => joined(parts, " OR "),
        Tree::AtLeast(count, parts) => {
            let sum = |unknown: u8| {
                let one = |part: &Tree| format!("coalesce(({})::TINYINT, {unknown})", sql(part));
                parts.iter().map(one).collect::<Vec<_>>().join(" + ")
            };
            let (certain, possible) = (sum(0), sum(1));
            format!(
                "(CASE WHEN {certain} >= {count} THEN true WHEN {possible} < {count} THEN false END)"
            )
        }
    }
}

fn condition(test: &Test) -> String {
    let column = format!("c{}", test.column);
    let quoted = |words: &[String]| {
        let words: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
        words.join(", ")
    };
    let text = match &test.question {
        Question::True => column,
        Question::OneOf(words) => format!("{column} IN ({})", quoted(words)),
        Question::Begins(stems) => {
            let one = |stem: &String| format!("starts_with({column}, '{stem}')");
            stems.iter().map(one).collect::<Vec<_>>().join(" OR ")
        }
        Question::HoldsAny(words) => format!("list_has_any({column}, [{}])", quoted(words)),
        Question::Within { low, high } => {
            let end = |end: &End, included: &str, excluded: &str| match end {
                End::Open => None,
                End::Included(end) => Some(format!("{column} {included} {end:?}")),
                End::Excluded(end) => Some(format!("{column} {excluded} {end:?}")),
            };
            let ends = [end(low, ">=", ">"), end(high, "<=", "<")];
            ends.into_iter().flatten().collect::<Vec<_>>().join(" AND ")
        }
    };
    if test.negated {
        format!("NOT ({text})")
    } else {
        format!("({text})")
    }
}
