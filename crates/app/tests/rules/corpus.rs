//! Two policies of the public policy corpus, written as rules, against the decisions
//! published with them: 100 loans and 100 passengers.

use chrono::NaiveDate;
use julin_app::Packs;
use julin_criteria::{Fact, MapFacts, Rule};
use julin_formula::Need;
use julin_pack::{PackFiles, PackSource};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The day the decisions were made: the births of the generator are whole years of 365
/// days before it.
const DECIDED_ON: &str = "2025-03-03";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn packs() -> Packs {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/policy-corpus");
    let source = PackSource::new().with([PackFiles::read(&fixture)]);
    let packs = Packs::from_source(source.with_library(julin_pack::builtin()));
    assert_eq!(packs.diagnostics(), []);
    packs
}

fn decisions(path: &str) -> Vec<csv::StringRecord> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("JULIN_SHARED").map_or(beside, PathBuf::from);
    let file = shared.join("data/policy_corpus_ibm").join(path);
    assert!(
        file.exists(),
        "{} is missing: set JULIN_SHARED to the shared folder",
        file.display()
    );
    let rows = csv::Reader::from_path(file).unwrap().into_records();
    rows.collect::<Result<_, _>>().unwrap()
}

/// The rule's answer and amount for facts given in the units of the dictionary.
fn ask(packs: &Packs, rule: &Rule, facts: Vec<(&str, Fact)>) -> (Option<bool>, Option<f64>) {
    let mut known = MapFacts::new();
    for (field, fact) in facts {
        let need = Need::now(field);
        match fact {
            Fact::Number(number) => known.set_number(need, number, packs),
            other => {
                known.set_fact(need, other);
            }
        }
    }
    let on = day(DECIDED_ON);
    let amount = rule.amount(&known, on).and_then(|amount| amount.value);
    (rule.decide(&known, on).answer, amount)
}

fn number(of: &Value, key: &str) -> Fact {
    Fact::Number(of[key].as_f64().unwrap())
}

fn word(of: &Value, otherwise: &str) -> Fact {
    Fact::Word(of.as_str().unwrap_or(otherwise).to_owned())
}

fn loan_facts(
    applicant: &Value,
    cosigner: Option<&Value>,
    amount: f64,
) -> Vec<(&'static str, Fact)> {
    let born = |of: &Value| Fact::Day(day(of["birth_date"].as_str().unwrap()));
    let country = applicant["address"]["country"].as_str().unwrap_or_default();
    let mut facts = vec![
        ("loan_birth", born(applicant)),
        ("loan_cosigner", Fact::Flag(cosigner.is_some())),
        ("loan_country", Fact::Word(country.to_lowercase())),
        ("loan_credit_score", number(applicant, "credit_score")),
        ("loan_income", number(applicant, "annual_income")),
        ("loan_document", word(&applicant["income_document"], "none")),
        ("loan_employment", word(&applicant["employment_status"], "")),
        ("loan_debt", number(applicant, "monthly_debt_amount")),
        ("loan_gross", number(applicant, "monthly_gross_income")),
        ("loan_amount", Fact::Number(amount)),
    ];
    let records = &applicant["is_financial_record_present"];
    facts.extend(
        records
            .as_bool()
            .map(|yes| ("loan_records", Fact::Flag(yes))),
    );
    facts.extend(cosigner.map(|own| ("loan_cosigner_birth", born(own))));
    facts
}

#[test]
fn loans_are_decided_as_published() {
    let packs = packs();
    let rule = packs.compiled_rule("policy-corpus/loan").unwrap();
    let rows = decisions("loan/loan_compliance/loan_policy_test_dataset_100.csv");
    assert_eq!(rows.len(), 100);
    for row in rows {
        let applicant: Value = serde_json::from_str(&row[0]).unwrap();
        let cosigner: Option<Value> = serde_json::from_str(&row[1]).ok();
        let facts = loan_facts(&applicant, cosigner.as_ref(), row[2].parse().unwrap());
        let (answer, rate) = ask(&packs, rule, facts);
        assert_eq!(answer, Some(&row[3] == "True"), "{row:?}");
        if answer == Some(true) {
            let published: f64 = row[4].parse().unwrap();
            assert!((rate.unwrap() - published).abs() < 1e-9, "{rate:?} {row:?}");
        }
    }
}

/// A piece of luggage: its sides in order, and its weight.
struct Piece {
    sides: [f64; 3],
    weight: f64,
}

impl Piece {
    fn new(of: &Value) -> Self {
        let side = |key: &str| of[key].as_f64().unwrap();
        Self {
            sides: [side("height"), side("width"), side("depth")],
            weight: of["weight"].as_f64().unwrap(),
        }
    }

    fn size(&self) -> f64 {
        self.sides.iter().sum()
    }

    fn fits(&self, weight: f64) -> bool {
        let small = self
            .sides
            .iter()
            .zip([55.0, 40.0, 23.0])
            .all(|(side, most)| *side <= most);
        small && self.weight <= weight
    }
}

fn luggage_facts(class: &str, age: &str, pieces: &[Piece]) -> Vec<(&'static str, Fact)> {
    let count = |which: &dyn Fn(&Piece) -> bool| {
        let found = pieces.iter().filter(|piece| which(piece)).count();
        Fact::Number(f64::from(u32::try_from(found).unwrap()))
    };
    let most = |of: fn(&Piece) -> f64| Fact::Number(pieces.iter().map(of).fold(0.0, f64::max));
    vec![
        ("luggage_class", Fact::Word(class.to_owned())),
        ("luggage_age", Fact::Word(age.to_owned())),
        ("luggage_pieces", count(&|_| true)),
        ("luggage_fit_7", count(&|piece| piece.fits(7.0))),
        ("luggage_fit_12", count(&|piece| piece.fits(12.0))),
        ("luggage_over_23", count(&|piece| piece.weight > 23.0)),
        ("luggage_over_32", count(&|piece| piece.weight > 32.0)),
        (
            "luggage_oversized",
            count(&|piece| piece.size() > 158.0 && piece.size() <= 203.0),
        ),
        ("luggage_heaviest", most(|piece| piece.weight)),
        ("luggage_largest", most(Piece::size)),
    ]
}

#[test]
fn luggage_is_decided_and_charged_as_published() {
    let packs = packs();
    let rule = packs.compiled_rule("policy-corpus/luggage").unwrap();
    let rows = decisions("luggage/luggage_compliance/luggage_policy_test_dataset_100.csv");
    assert_eq!(rows.len(), 100);
    for row in rows {
        let luggage: Vec<Value> = serde_json::from_str(&row[2]).unwrap();
        let pieces: Vec<Piece> = luggage.iter().map(Piece::new).collect();
        let facts = luggage_facts(&row[0], &row[1], &pieces);
        let (answer, fee) = ask(&packs, rule, facts);
        assert_eq!(answer, Some(&row[3] == "True"), "{row:?}");
        let published: f64 = row[8].parse().unwrap();
        assert_eq!(fee.map(f64::to_bits), Some(published.to_bits()), "{row:?}");
    }
}

/// What is left out is unknown, and what decides without it still decides.
#[test]
fn a_loan_without_an_income_is_open_unless_something_else_fails() {
    let packs = packs();
    let rule = packs.compiled_rule("policy-corpus/loan").unwrap();
    let rows = decisions("loan/loan_compliance/loan_policy_test_dataset_100.csv");
    let applicant: Value = serde_json::from_str(&rows[0][0]).unwrap();
    let without = |amount: f64| {
        let facts = loan_facts(&applicant, None, amount);
        facts
            .into_iter()
            .filter(|(field, _)| *field != "loan_income")
            .collect()
    };
    assert_eq!(ask(&packs, rule, without(20_000.0)).0, None);
    assert_eq!(ask(&packs, rule, without(4_999.0)).0, Some(false));
}
