//! One rule asked of a few firms in every way there is: the answers are one.

use super::firms::{Chance, Named};
use chrono::NaiveDate;
use julin_criteria::index::{Batch, Index, RowRoom};
use julin_criteria::situation::{Side, Situation};
use julin_criteria::sql::{Dialect, Wanted, query};
use julin_criteria::tree::Tree;
use julin_criteria::{Columns, Facts, MapFacts, Rule, Verdict};
use julin_formula::{Formula, Need, Scope};
use julin_model::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Firms a rule is asked of.
const FIRMS: usize = 6;
/// The most nodes trees may have, and the most characters of a query, for each node that
/// was written and each character of the text.
const GROWTH: usize = 4_000;

/// The two evaluators of formulas agree, and the formula survives being written out.
pub fn formula(text: &str) {
    let Ok(formula) = Formula::compile(text) else {
        return;
    };
    assert!(formula.parts().len() <= 2 * text.len() + 2);
    let again = Formula::compile(&formula.written(Need::to_string));
    if let Ok(again) = &again {
        assert_eq!(again.needs(), formula.needs());
    }
    if !formula.fits_columns() {
        return;
    }
    let mut chance = Chance::of(text);
    let own = [0.0, 1.0, -2.5, 1e300, 3.0, f64::NAN, 5e-324];
    let values: BTreeMap<&Need, f64> = formula
        .needs()
        .iter()
        .map(|need| (need, chance.pick(&own)))
        .collect();
    let single = formula.evaluate(&Numbers(&values));
    let column = formula.evaluate_columns(1, |need| values.get(need).map(std::slice::from_ref));
    let single = match single.value {
        Some(Value::Number(number)) => Some(number),
        Some(Value::Flag(yes)) => Some(f64::from(u8::from(yes))),
        _ => None,
    };
    let column = Some(column.values[0]).filter(|value| !value.is_nan());
    assert_eq!(single, column, "{text}");
}

struct Numbers<'a>(&'a BTreeMap<&'a Need, f64>);

impl Scope for Numbers<'_> {
    fn value(&self, need: &Need) -> Option<Value> {
        let known = self.0.get(need).filter(|value| value.is_finite());
        known.map(|value| Value::Number(*value))
    }
}

/// All ways of asking a rule.
pub fn rule(text: &str, rule: &Rule) {
    let mut chance = Chance::of(text);
    let named = Named::by(rule);
    let firms: Vec<_> = (0..FIRMS)
        .map(|row| named.firm(rule, row % 2 == 1, &mut chance))
        .collect();
    let as_of = named.day(&mut chance);
    written(text, rule, as_of);
    let mut columns = Columns::new();
    let tree = rule.lower(as_of, &mut columns);
    assert!(
        nodes(&tree) <= GROWTH * (text.len() + 1),
        "a tree too large"
    );
    let table = columns.table(firms.iter().map(|own| own as &dyn Facts), as_of);
    let program = rule.program(as_of);
    let own = program
        .columns
        .table(firms.iter().map(|own| own as &dyn Facts), as_of);
    let index = Index::new(&table, [Arc::new(tree.clone())]);
    let batch = Batch::new([&tree], &table);
    let (mut room, mut found) = (RowRoom::default(), [Some(false); FIRMS]);
    batch.run(
        1,
        |part| {
            let mut all = vec![];
            part.each(|_, row, verdict| all.push((row, verdict)));
            all
        },
        |all| {
            all.into_iter()
                .for_each(|(row, verdict)| found[row] = verdict)
        },
    );
    for (row, firm) in firms.iter().enumerate() {
        let answer = tree.verdict(&|test| table.answer(test, row));
        assert_eq!(found[row], answer, "batch, {firm:?}");
        let listed = index.row(&table, row, &mut room).first();
        assert_eq!(
            listed.map_or(Some(false), |own| own.verdict()),
            answer,
            "index, {firm:?}"
        );
        assert_eq!(
            rule.row(&program, &own, row).answer,
            answer,
            "row, {firm:?}"
        );
        let verdict = rule.decide(firm, as_of);
        assert_eq!(verdict.answer, answer, "{firm:?}");
        assert!(verdict.asks.is_empty() || answer.is_none());
        // A field counts as stated, a computed number with some slack: a hair off a bound
        // expressions as a whole do not tell the two apart.
        if !named.nearly(firm) {
            plain(rule, firm, &verdict);
        }
        amount(rule, firm, as_of);
    }
    plans(rule, &firms[0], as_of);
}

/// Each clause by its expression, as written.
fn plain(rule: &Rule, firm: &MapFacts, verdict: &Verdict) {
    let situation = Situation::new(&rule.names, firm, verdict.as_of);
    let places = rule.conditions.clauses();
    for (place, clause) in places.into_iter().zip(&verdict.clauses) {
        let formula = &rule.clauses[place].formula;
        if formula
            .needs()
            .iter()
            .any(|need| rule.names.reads_score(need))
        {
            continue;
        }
        let plain = situation.flag(formula, Side::Low);
        assert_eq!(clause.answer, plain, "{} of {firm:?}", formula.text());
    }
}

/// The amount is a number between its ends.
fn amount(rule: &Rule, firm: &MapFacts, as_of: NaiveDate) {
    if let Some(amount) = rule.amount(firm, as_of) {
        for value in [amount.value, amount.low, amount.high]
            .into_iter()
            .flatten()
        {
            assert!(value.is_finite(), "{value}");
        }
        if let (Some(low), Some(high)) = (amount.low, amount.high) {
            assert!(low <= high, "{low} to {high}");
        }
    }
}

/// Plans lead where they say.
fn plans(rule: &Rule, firm: &MapFacts, as_of: NaiveDate) {
    for (wanted, plans) in [
        (true, rule.gap(firm, as_of)),
        (false, rule.margin(firm, as_of)),
    ] {
        for plan in plans {
            let mut after = firm.clone();
            for (need, fact) in plan.changed().iter() {
                after.set_fact(need.clone(), fact.clone());
            }
            assert_eq!(rule.answer(&after, plan.on), Some(wanted), "{plan:?}");
            assert!(plan.size.is_finite());
        }
    }
}

/// Queries for every dialect, of a length in keeping with the text.
fn written(text: &str, rule: &Rule, as_of: NaiveDate) {
    for dialect in Dialect::ALL {
        let table = "park.firms";
        let wanted = Wanted {
            dialect,
            as_of,
            table,
        };
        let query = query([rule], &wanted);
        assert_eq!(query.rules.len() + query.left_out.len(), 1);
        assert!(
            query.text.len() <= GROWTH * (text.len() + 100),
            "a query too long"
        );
    }
}

fn nodes(tree: &Tree) -> usize {
    match tree {
        Tree::All(parts) | Tree::Any(parts) | Tree::AtLeast(_, parts) => {
            1 + parts.iter().map(nodes).sum::<usize>()
        }
        Tree::Constant(_) | Tree::Test(_) => 1,
    }
}
