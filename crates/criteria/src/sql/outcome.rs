//! The tree of conditions as SQL: the answer, and the clauses it rests on.
//!
//! Must not know: tests, formulas.

use super::answers::every;
use super::expression::Writer;
use super::layers::{Kind, Term};
use super::{Said, Unsayable, Wanted, joined};
use crate::condition::{Condition, Join};
use crate::rule::Rule;

/// One rule, written.
pub struct Written {
    /// Its named tables.
    pub tables: Vec<String>,
    /// What it adds to the answers.
    pub select: String,
}

/// A clause that may be one the answer rests on.
struct Leaf {
    place: usize,
    answer: Term,
    /// The answer rests on all above it.
    reached: Term,
}

/// What is to be told of a rule.
struct Outcome {
    answer: Term,
    leaves: Vec<Leaf>,
    /// What a yes is worth; `None` where the rule does not say.
    worth: Option<Term>,
}

/// What stands for a clause where the amount cannot be said.
const BENEFIT: &str = "benefit";

/// Writes a rule, or tells which clause cannot be said and why.
pub fn rule(
    rule: &Rule,
    wanted: &Wanted<'_>,
    number: usize,
) -> Result<Written, (String, Unsayable)> {
    let program = rule.program(wanted.as_of);
    let mut writer = Writer::new(&rule.names, *wanted);
    let mut answers: Vec<Option<Term>> = vec![None; rule.clauses.len()];
    for place in rule.conditions.clauses() {
        let tree = &program.clauses[place];
        let answer = writer.tree(tree, &program.columns);
        let answer = answer.map_err(|reason| (rule.clauses[place].id.clone(), reason))?;
        answers[place] = Some(writer.layers.column(&answer));
    }
    let whole = writer.condition(&rule.conditions, &answers);
    let mut leaves = Vec::new();
    let reached = Term::literal(Kind::Flag, "TRUE".to_owned());
    writer.leaves(&rule.conditions, &whole, &reached, &mut leaves);
    leaves.sort_by_key(|leaf| leaf.place);
    let worth = writer.amount(rule);
    let worth = worth.map_err(|reason| (BENEFIT.to_owned(), reason))?;
    let outcome = Outcome {
        answer: whole.answer,
        leaves,
        worth,
    };
    let written = writer.written(rule, number, &outcome);
    written.map_err(|reason| (String::new(), reason))
}

/// The answer of a node and of its parts.
struct Answered {
    answer: Term,
    parts: Vec<Self>,
}

impl Writer<'_> {
    fn condition(&mut self, condition: &Condition, clauses: &[Option<Term>]) -> Answered {
        let parts = condition.join.parts().iter();
        let parts: Vec<_> = parts.map(|part| self.condition(part, clauses)).collect();
        let terms: Vec<_> = parts.iter().map(|part| part.answer.clone()).collect();
        let answer = match &condition.join {
            Join::Clause(place) => {
                let own = clauses.get(*place).cloned().flatten();
                own.unwrap_or_else(super::answers::unknown)
            }
            Join::All(_) => every(true, &terms),
            Join::Any(_) => every(false, &terms),
            Join::None(_) => {
                let any = every(false, &terms);
                Term::of(Kind::Flag, format!("(NOT {})", any.text), [&any])
            }
            Join::AtLeast(count, _) => self.at_least(*count, &terms),
            Join::One(_) => self.exactly_one(&terms),
        };
        Answered {
            answer: self.layers.column(&answer),
            parts,
        }
    }

    /// The clauses below a node, each with what must be for the answer to rest on it.
    fn leaves(
        &mut self,
        condition: &Condition,
        answered: &Answered,
        reached: &Term,
        found: &mut Vec<Leaf>,
    ) {
        if let Join::Clause(place) = condition.join {
            found.push(Leaf {
                place,
                answer: answered.answer.clone(),
                reached: reached.clone(),
            });
            return;
        }
        let own = &answered.answer;
        for (part, answered) in condition.join.parts().iter().zip(&answered.parts) {
            let (o, p) = (&own.text, &answered.answer.text);
            // Parts that explain the answer: mostly those that have it themselves.
            let telling = match condition.join {
                Join::None(_) => format!("{p} IS NOT DISTINCT FROM (NOT {o})"),
                Join::One(_) => format!("({o} IS NOT NULL OR {p} IS NULL OR {p})"),
                _ => format!("{p} IS NOT DISTINCT FROM {o}"),
            };
            let text = match reached.text.as_str() {
                "TRUE" => format!("({telling})"),
                above => format!("({above} AND {telling})"),
            };
            let term = Term::of(Kind::Flag, text, [reached, own, &answered.answer]);
            let term = self.layers.column(&term);
            self.leaves(part, answered, &term, found);
        }
    }

    fn written(&self, rule: &Rule, number: usize, outcome: &Outcome) -> Said<Written> {
        let (dialect, leaves) = (self.wanted.dialect, &outcome.leaves);
        let reads = leaves.iter().flat_map(|leaf| [&leaf.answer, &leaf.reached]);
        let reads = reads.chain([&outcome.answer]).chain(&outcome.worth);
        let reads: Vec<_> = reads.collect();
        let (tables, from) = self.layers.tables(&self.wanted, number, &reads)?;
        let a = &outcome.answer.text;
        let list = |test: &dyn Fn(&Leaf) -> String| -> Said<String> {
            let mut texts = vec!["''".to_owned()];
            for leaf in leaves {
                let id = dialect.text(&format!(";{}", rule.clauses[leaf.place].id))?;
                texts.push(format!("CASE WHEN {} THEN {id} ELSE '' END", test(leaf)));
            }
            Ok(format!("SUBSTRING({} FROM 2)", joined("||", &texts)))
        };
        let failing = list(&|leaf| {
            let (own, reached) = (&leaf.answer.text, &leaf.reached.text);
            format!("NOT {a} AND {reached} AND {own} IS NOT NULL")
        })?;
        let unknown = list(&|leaf| {
            let (own, reached) = (&leaf.answer.text, &leaf.reached.text);
            format!("{reached} AND {own} IS NULL")
        })?;
        let amount = match &outcome.worth {
            Some(worth) => format!("CASE WHEN {a} THEN {} END", worth.text),
            None => dialect.as_number("NULL"),
        };
        let unit = match rule.worth_unit() {
            Some(unit) => dialect.text(unit)?,
            None => format!("CAST(NULL AS {})", dialect.word()),
        };
        let answer = format!("CASE WHEN {a} THEN 'yes' WHEN NOT {a} THEN 'no' ELSE 'unknown' END");
        let mut items = vec![dialect.name("entity_id")?];
        for (text, name) in [
            (dialect.text(&rule.id)?, "rule_id"),
            (answer, "verdict"),
            (failing, "failing_clauses"),
            (unknown, "unknown_clauses"),
            (amount, "amount"),
            (unit, "amount_unit"),
        ] {
            items.push(format!("{text} AS {}", dialect.name(name)?));
        }
        let select = format!("SELECT {}\nFROM {from}", items.join(",\n  "));
        Ok(Written { tables, select })
    }
}
