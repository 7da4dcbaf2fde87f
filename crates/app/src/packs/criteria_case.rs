//! Runs the cases of rules: what is known of one thing, and what the rule says of it.

use super::Packs;
use super::cases::{broken, read};
use chrono::NaiveDate;
use julin_criteria::{Dictionary, Fact, FieldKind, MapFacts, Rule};
use julin_formula::{Formula, Need, Node};
use julin_model::Diagnostic;
use julin_pack::{Case, CaseResult, Runners, run_case};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The longest chain of cases like one another.
const MAX_LIKE: usize = 20;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    /// `<pack>/<rule>`, or a rule of the same pack; that of `like` when not given.
    rule: Option<String>,
    /// The day asked about; that of `like` when not given.
    as_of: Option<NaiveDate>,
    /// Another case of the pack, whose values hold unless replaced.
    like: Option<String>,
    /// By field or `prior(field)`, in the units of the dictionary; `null` takes away a
    /// value of `like`, `[]` is a set known to be empty.
    #[serde(default)]
    values: BTreeMap<String, Value>,
}

impl Packs {
    /// `criteria`: the verdict of a rule, its clauses, and the amount.
    pub(super) fn criteria_case(&self, case: &Case) -> Result<Value, Vec<Diagnostic>> {
        let given = self.given(case, 0)?;
        let rule = self.rule_of(case, given.rule.as_deref().unwrap_or_default())?;
        self.answered(&given, rule)
    }

    /// The cases of a rule, asked of another that may be a draft of it.
    pub fn cases_of_rule(&self, id: &str, rule: &Rule) -> Vec<CaseResult> {
        let runners = Runners::new().with("criteria", |case| {
            let given = self.given(case, 0)?;
            self.answered(&given, rule)
        });
        let asks = |case: &&Case| {
            let given = self.given(case, 0).ok().and_then(|given| given.rule);
            given.is_some_and(|own| full_id(case, &own) == id)
        };
        let cases = self.packs.iter().flat_map(|pack| pack.cases.all());
        let own = cases
            .filter(|case| case.spec.kind == "criteria")
            .filter(asks);
        own.map(|case| run_case(case, &runners)).collect()
    }

    fn answered(&self, given: &Given, rule: &Rule) -> Result<Value, Vec<Diagnostic>> {
        let missing = || broken("app.case-bad-given", "reason", "as_of");
        let as_of = given.as_of.ok_or_else(missing)?;
        let facts = facts(self, &given.values)?;
        let verdict = rule.decide(&facts, as_of);
        let word = match verdict.answer {
            Some(true) => "yes",
            Some(false) => "no",
            None => "unknown",
        };
        let amount = rule.amount(&facts, as_of);
        let asks = verdict.asks.iter().map(|ask| ask.need.to_string());
        let failing = verdict.failing().map(|clause| &clause.id);
        let unknown = verdict.unknown().map(|clause| &clause.id);
        Ok(json!({
            "verdict": word,
            "in_force": verdict.in_force,
            "targeted": verdict.targeted,
            "failing": failing.collect::<Vec<_>>(),
            "unknown": unknown.collect::<Vec<_>>(),
            "asks": asks.collect::<Vec<_>>(),
            "amount": amount.as_ref().and_then(|amount| amount.value),
            "amount_low": amount.as_ref().and_then(|amount| amount.low),
            "amount_high": amount.as_ref().and_then(|amount| amount.high),
        }))
    }

    fn rule_of(&self, case: &Case, id: &str) -> Result<&Rule, Vec<Diagnostic>> {
        let full = full_id(case, id);
        let unknown = || broken("app.case-unknown-rule", "id", &full);
        self.compiled_rule(&full).ok_or_else(unknown)
    }

    /// What a case gives, on top of what the case gives that it is like.
    fn given(&self, case: &Case, depth: usize) -> Result<Given, Vec<Diagnostic>> {
        let mut given: Given = read(case)?;
        let Some(like) = &given.like else {
            return Ok(given);
        };
        let cases = self
            .pack(&case.pack)
            .into_iter()
            .flat_map(|pack| pack.cases.all());
        let other = cases
            .into_iter()
            .find(|other| other.spec.id == *like && other.spec.kind == case.spec.kind)
            .filter(|_| depth < MAX_LIKE)
            .ok_or_else(|| broken("app.case-unknown-like", "id", like))?;
        let mut base = self.given(other, depth + 1)?;
        base.values.append(&mut given.values);
        Ok(Given {
            rule: given.rule.or(base.rule),
            as_of: given.as_of.or(base.as_of),
            like: None,
            values: base.values,
        })
    }
}

/// A rule as a case names it: one of its own pack may do without the pack's name.
fn full_id(case: &Case, id: &str) -> String {
    if id.contains('/') {
        id.to_owned()
    } else {
        format!("{}/{id}", case.pack)
    }
}

fn facts(
    dictionary: &Packs,
    values: &BTreeMap<String, Value>,
) -> Result<MapFacts, Vec<Diagnostic>> {
    let (mut facts, mut found) = (MapFacts::new(), Vec::new());
    for (name, value) in values.iter().filter(|(_, value)| !value.is_null()) {
        let need = need(name);
        let kind = need
            .as_ref()
            .and_then(|need| Dictionary::field(dictionary, &need.field));
        let (Some(need), Some(kind)) = (need, kind) else {
            found.extend(broken("app.case-unknown-field", "field", name));
            continue;
        };
        match fact(&kind, value) {
            Some(Fact::Number(number)) => facts.set_number(need, number, dictionary),
            Some(fact) => {
                facts.set_fact(need, fact);
            }
            None => found.extend(broken("app.case-wrong-value", "field", name)),
        }
    }
    if found.is_empty() {
        Ok(facts)
    } else {
        Err(found)
    }
}

/// `revenue`, `prior(revenue)`, `prior(revenue, 2)`.
fn need(name: &str) -> Option<Need> {
    let formula = Formula::compile(name).ok()?;
    match formula.parts() {
        [part] if matches!(part.node, Node::Need(_)) => formula.needs().first().cloned(),
        _ => None,
    }
}

fn fact(kind: &FieldKind, value: &Value) -> Option<Fact> {
    match (kind, value) {
        (FieldKind::Number { .. }, Value::Number(number)) => number.as_f64().map(Fact::Number),
        (FieldKind::Word, Value::String(word)) => Some(Fact::Word(word.clone())),
        (FieldKind::Flag, Value::Bool(yes)) => Some(Fact::Flag(*yes)),
        (FieldKind::Date, Value::String(day)) => day.parse().ok().map(Fact::Day),
        (FieldKind::Set, Value::Array(members)) => {
            let words = members.iter().map(|one| one.as_str().map(str::to_owned));
            words.collect::<Option<Vec<_>>>().map(Fact::Set)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use julin_criteria::Plan;

    /// The rules of the packs with the facts of their cases and the day asked about.
    fn situations(packs: &Packs) -> Vec<(&Rule, MapFacts, NaiveDate)> {
        let cases = packs.all().iter().flat_map(|pack| pack.cases.all());
        let criteria = cases.filter(|case| case.spec.kind == "criteria");
        let situation = |case: &Case| {
            let given = packs.given(case, 0).unwrap();
            let rule = packs.rule_of(case, &given.rule.unwrap()).unwrap();
            let facts = facts(packs, &given.values).unwrap();
            (rule, facts, given.as_of.unwrap())
        };
        criteria.map(situation).collect()
    }

    fn carried_out(facts: &MapFacts, plan: &Plan) -> MapFacts {
        let mut after = facts.clone();
        for (need, fact) in plan.changed().iter() {
            after.set_fact(need.clone(), fact.clone());
        }
        after
    }

    /// Every fourth case, so that each rule is asked and the test stays short.
    #[test]
    fn every_plan_for_a_case_leads_where_it_says() {
        let packs = Packs::read(&[]);
        let (mut gaps, mut margins) = (0, 0);
        for (rule, facts, as_of) in situations(&packs).into_iter().step_by(4) {
            let plans = [
                (true, rule.gap(&facts, as_of)),
                (false, rule.margin(&facts, as_of)),
            ];
            for (wanted, plans) in plans {
                for plan in plans {
                    let after = carried_out(&facts, &plan);
                    let answer = rule.answer(&after, plan.on);
                    assert_eq!(answer, Some(wanted), "{} {plan:?}", rule.id);
                    gaps += usize::from(wanted);
                    margins += usize::from(!wanted);
                }
            }
        }
        assert!(gaps > 100 && margins > 100, "{gaps} {margins}");
    }

    /// Moves every threshold a little, up and down, and asks the cases of its rule again.
    #[test]
    fn a_changed_threshold_changes_a_case() {
        let packs = Packs::read(&[]);
        let situations = situations(&packs);
        let (mut changed, mut survived) = (0, Vec::new());
        for rule in packs.compiled_rules().values() {
            let own: Vec<_> = situations
                .iter()
                .filter(|(other, ..)| other.id == rule.id)
                .collect();
            for (name, threshold) in &rule.spec.thresholds {
                let Some(value) = threshold.value else {
                    continue;
                };
                for sign in [1.0, -1.0] {
                    let mut spec = rule.spec.clone();
                    let moved = value + sign * nudge(value);
                    spec.thresholds.get_mut(name).unwrap().value = Some(moved);
                    let mutant = Rule::compile(&rule.id, &spec, &packs).rule.unwrap();
                    let differs = own.iter().any(|(_, facts, as_of)| {
                        let amount = |rule: &Rule| rule.amount(facts, *as_of).map(|own| own.value);
                        rule.answer(facts, *as_of) != mutant.answer(facts, *as_of)
                            || amount(rule) != amount(&mutant)
                    });
                    changed += 1;
                    if !differs {
                        survived.push(format!("{} {name} {moved}", rule.id));
                    }
                }
            }
        }
        // Cases stand closer to most bounds, not to all.
        assert!(survived.len() * 10 <= changed, "{survived:#?}");
    }

    /// One for whole numbers of people, years and points, a hundredth for others.
    fn nudge(value: f64) -> f64 {
        if value.fract() == 0.0 && value.abs() <= 100.0 {
            1.0
        } else {
            value.abs() / 100.0
        }
    }
}
