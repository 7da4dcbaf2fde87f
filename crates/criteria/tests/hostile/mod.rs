//! What the engine must survive and keep, whatever text it is given: nothing panics, all
//! ways to an answer give the same one, every plan leads where it says, and no text makes
//! more work than its length allows. Shared by the tests and by the fuzzer in `fuzz/`.

mod agree;
pub mod change;
pub mod firms;
pub mod words;

use julin_criteria::spec::CriteriaSpec;
use julin_criteria::{Rule, check_series};
use std::sync::LazyLock;
use words::Words;

/// The fields and units of all packs.
static WORDS: LazyLock<Words> = LazyLock::new(Words::read);

/// A rule around one expression.
const AROUND: &str = "
title: {zh: 规则, en: Rule}
kind: policy
series: fuzz
issuer: {zh: 部门, en: Office}
references: [doc]
applies_to: enterprise
confidence: high
thresholds:
  least: {value: 3, unit: person, basis: {reference: doc, confidence: high}}
  gone: {value: null, unit: cny_10k, basis: {reference: doc, confidence: high}}
derived:
  - {id: ratio_of, label: {zh: 比, en: Ratio}, formula: rd_spending / revenue}
conditions:
  all:
    - {id: a, text: {zh: 问, en: Asks}, basis: {reference: doc, confidence: high}, if: 'true'}
    - {id: b, text: {zh: 问, en: Asks}, basis: {reference: doc, confidence: high}, if: 'employees >= least || revenue < gone || ratio_of > 0'}
";

static TEMPLATE: LazyLock<CriteriaSpec> =
    LazyLock::new(|| serde_saphyr::from_str(AROUND).expect("the template is a rule"));

/// What came of a text, for those who count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// It could not be read.
    Unread,
    /// It was read and refused.
    Refused,
    /// It was asked.
    Asked,
}

/// Takes a text as an expression.
pub fn expression(text: &str) -> Came {
    agree::formula(text);
    let mut spec = TEMPLATE.clone();
    let first = spec.conditions.all.as_mut().and_then(|all| all.first_mut());
    if let Some(first) = first {
        first.test = Some(text.to_owned());
    }
    checked(text, &spec)
}

/// Takes a text as a file with a rule.
pub fn rule(text: &str) -> Came {
    match serde_saphyr::from_str::<CriteriaSpec>(text) {
        Ok(spec) => checked(text, &spec),
        Err(_) => Came::Unread,
    }
}

fn checked(text: &str, spec: &CriteriaSpec) -> Came {
    check_series(&[("fuzz/rule", spec), ("fuzz/again", spec)]);
    let compiled = Rule::compile("fuzz/rule", spec, &*WORDS);
    for found in &compiled.diagnostics {
        let place = found.args.contains_key("path");
        assert!(place, "no place: {found:?}");
    }
    match compiled.rule {
        None => {
            assert!(!compiled.diagnostics.is_empty(), "refused without a word");
            Came::Refused
        }
        Some(rule) => {
            agree::rule(text, &rule);
            Came::Asked
        }
    }
}
