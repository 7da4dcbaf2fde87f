//! Needs and offers, pair by pair: what stands between them, what speaks for them, and what
//! outcomes teach. Expectations are worked out by hand unless they say otherwise.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a test that cannot go on has failed"
)]

use julin_matching::Card;
use julin_matching::pair::{Match, PairSpec, Pairing, Surroundings, Told, Weights, in_order};
use julin_model::Value;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A team that needs a hall for trial production, and halls.
const HALLS: &str = "
title: {zh: 中试厂房, en: Pilot hall}
musts:
- {id: height, title: {zh: 净高够, en: High enough}, when: offer.height >= need.height}
- {id: load, title: {zh: 承重够, en: Strong enough}, when: offer.load >= need.load}
- {id: hazard, title: {zh: 许可的危险类别, en: Hazard class allowed}, when: need.hazard in offer.hazards}
signs:
- {id: area, title: {zh: 面积相当, en: Fitting area}, like: {close: {need: area, offer: area, within: 1000}}, weight: 1}
- {id: chain, title: {zh: 上下游, en: Up and down the chain}, like: {chain: {chain: steel, need: makes, offer: makes}}, weight: 2}
- {id: field, title: {zh: 领域相近, en: Near field}, like: {tree: {tree: industry, need: industry, offer: industry}}, weight: 3, neutral: 0.25}
- {id: ready, title: {zh: 成熟度够, en: Mature enough}, like: {reaches: {need: ready, offer: ready, within: 4}}, weight: 1, reasons: [too-early]}
- {id: words, title: {zh: 文字相近, en: Like words}, like: {text: {need: [wish], offer: [{field: about, weight: 2}]}}, weight: 1}
base: -1
";

fn pairing(text: &str) -> Pairing {
    let spec: PairSpec = serde_saphyr::from_str(text).unwrap();
    let compiled = Pairing::compile(&spec);
    assert_eq!(compiled.findings, []);
    compiled.pairing.unwrap()
}

fn card(id: &str, values: &[(&str, &[&str])]) -> Card {
    let value = |text: &&str| match text.parse::<f64>() {
        Ok(number) => Value::Number(number),
        Err(_) => Value::Word((*text).to_owned()),
    };
    let values = values.iter().map(|(field, all)| {
        let all = all.iter().map(value).collect();
        ((*field).to_owned(), all)
    });
    Card {
        id: id.to_owned(),
        party: String::new(),
        values: values.collect(),
    }
}

fn around() -> Surroundings {
    let tree = [
        ("robots", "machines"),
        ("pumps", "machines"),
        ("machines", "industry"),
        ("cells", "biology"),
        ("biology", "industry"),
    ];
    let tree = tree.map(|(code, above)| (code.to_owned(), above.to_owned()));
    let chain = (("joints".to_owned(), "robots".to_owned()), 0.8);
    Surroundings {
        trees: BTreeMap::from([("industry".to_owned(), tree.into())]),
        chains: BTreeMap::from([("steel".to_owned(), [chain].into())]),
    }
}

fn team() -> Card {
    card(
        "team",
        &[
            ("height", &["9"]),
            ("load", &["3"]),
            ("hazard", &["c"]),
            ("area", &["2000"]),
            ("makes", &["robots"]),
            ("industry", &["robots"]),
            ("ready", &["7"]),
        ],
    )
}

fn halls() -> Vec<Card> {
    vec![
        card(
            "old-satellite-hall",
            &[
                ("height", &["12"]),
                ("load", &["5"]),
                ("hazards", &["c", "d"]),
                ("area", &["2400"]),
                ("makes", &["joints"]),
                ("industry", &["pumps"]),
                ("ready", &["5"]),
            ],
        ),
        card(
            "office-tower",
            &[
                ("height", &["3.5"]),
                ("load", &["0.3"]),
                ("hazards", &["e"]),
                ("area", &["2000"]),
                ("industry", &["robots"]),
            ],
        ),
        card(
            "nail-factory",
            &[
                ("height", &["9"]),
                ("hazards", &["c"]),
                ("industry", &["cells"]),
            ],
        ),
    ]
}

fn scored(weights: &Weights) -> Vec<Match> {
    let (pairing, around, team) = (pairing(HALLS), around(), team());
    let score = |hall: &Card| pairing.score((&team, hall), &around, weights, Some(0.5));
    let found = halls().iter().map(|hall| ((), score(hall))).collect();
    let ordered = in_order(found, |()| "", 3);
    ordered.into_iter().map(|(_, own)| own).collect()
}

#[test]
fn what_stands_in_the_way_is_named_and_what_is_unknown_is_asked() {
    let found = scored(&Weights::written(&pairing(HALLS).spec));
    let order: Vec<&str> = found.iter().map(|own| own.offer.as_str()).collect();
    assert_eq!(
        order,
        ["old-satellite-hall", "nail-factory", "office-tower"]
    );
    assert_eq!(found[0].musts, []);
    let told = |own: &Match| -> Vec<(String, bool, Vec<String>)> {
        let musts = own.musts.iter().cloned();
        musts.map(|must| (must.id, must.fails, must.ask)).collect()
    };
    let unknown = ("load".to_owned(), false, vec!["offer.load".to_owned()]);
    assert_eq!(told(&found[1]), [unknown]);
    let fails = |id: &str| (id.to_owned(), true, Vec::new());
    assert_eq!(
        told(&found[2]),
        [fails("height"), fails("load"), fails("hazard")]
    );
}

#[test]
fn each_sign_says_what_it_adds() {
    let found = scored(&Weights::written(&pairing(HALLS).spec));
    let adds: Vec<(&str, Option<f64>, f64)> = found[0]
        .parts
        .iter()
        .map(|part| (part.id.as_str(), part.like, part.adds))
        .collect();
    // 2,400 against 2,000 within 1,000; a link of 0.8; robots and pumps meet at machines,
    // two deep of three; ready 5 for 7 within 4.
    let wanted = [
        ("area", 0.6, 0.1),
        ("chain", 0.8, 0.6),
        ("field", 2.0 / 3.0, 1.25),
        ("ready", 0.5, 0.0),
        ("words", 0.5, 0.0),
    ];
    for ((id, like, adds), (own, wanted, added)) in adds.iter().zip(wanted) {
        assert_eq!(*id, own);
        assert!((like.unwrap() - wanted).abs() < 1e-12, "{id}");
        assert!((adds - added).abs() < 1e-12, "{id}");
    }
    assert!((found[0].score - 0.95).abs() < 1e-12);
    let unknown = found[1].parts.iter().filter(|part| part.like.is_none());
    let unknown: Vec<(&str, f64)> = unknown.map(|part| (part.id.as_str(), part.adds)).collect();
    assert_eq!(unknown, [("area", 0.0), ("chain", 0.0), ("ready", 0.0)]);
}

#[test]
fn of_one_party_three_are_among_the_first() {
    let pairing = pairing(HALLS);
    let weights = Weights::written(&pairing.spec);
    let hall = |n: usize, party: &str| Card {
        id: format!("{party}-{n}"),
        party: party.to_owned(),
        ..halls()[0].clone()
    };
    let mut offers: Vec<Card> = (0..9).map(|n| hall(n, "a-giant")).collect();
    offers.extend((0..2).map(|n| hall(n, "small")));
    let found = offers
        .iter()
        .map(|own| {
            (
                own,
                pairing.score((&team(), own), &around(), &weights, None),
            )
        })
        .collect();
    let party = |own: &&Card| -> &str {
        let whole = offers.iter().find(|offer| offer.id == own.id);
        whole.map_or("", |offer| &offer.party)
    };
    let list: Vec<String> = in_order(found, party, 3)
        .into_iter()
        .map(|(_, own)| own.offer)
        .collect();
    assert_eq!(list.len(), 11, "nobody is left out");
    assert_eq!(
        list[..6],
        [
            "a-giant-0",
            "a-giant-1",
            "a-giant-2",
            "small-0",
            "small-1",
            "a-giant-3"
        ]
    );
}

#[test]
fn a_no_for_being_too_early_puts_what_is_early_lower() {
    let spec = pairing(HALLS).spec;
    let written = Weights::written(&spec);
    let likes = [("area", 1.0), ("field", 1.0), ("ready", 0.1)];
    let told = Told {
        signs: likes.map(|(id, like)| (id.to_owned(), like)).into(),
        wanted: false,
        reason: "too-early".to_owned(),
    };
    let learned = Weights::learned(&spec, &[told.clone(), told.clone()]);
    let ready = 4;
    assert!(learned.values[ready] > written.values[ready] + 0.1);
    for at in (0..written.values.len()).filter(|at| *at != ready) {
        let still = (learned.values[at] - written.values[at]).abs() < 1e-9;
        assert!(still, "the reason says nothing of weight {at}");
    }
    let early = |weights: &Weights| {
        let mut hall = halls().remove(0);
        hall.values
            .insert("ready".to_owned(), vec![Value::Number(4.0)]);
        let pairing = pairing(HALLS);
        pairing
            .score((&team(), &hall), &around(), weights, None)
            .score
    };
    assert!(early(&learned) < early(&written));
    // A no without a reason, or with one no sign names, is about everything.
    let plain = Told {
        reason: "other".to_owned(),
        ..told
    };
    let plain = Weights::learned(&spec, &[plain]);
    assert!(plain.values[0] < written.values[0] && plain.values[1] < written.values[1]);
}

#[test]
fn outcomes_make_weights_surer() {
    let spec = pairing(HALLS).spec;
    let told = |wanted: bool, like: f64| Told {
        signs: BTreeMap::from([("area".to_owned(), like)]),
        wanted,
        reason: String::new(),
    };
    let all: Vec<Told> = (0..40)
        .map(|n| told(n % 4 != 0, f64::from(n % 5) / 4.0))
        .collect();
    let (written, learned) = (Weights::written(&spec), Weights::learned(&spec, &all));
    assert_eq!(learned.outcomes, 40);
    assert!(learned.unsure.at(1, 1) < written.unsure.at(1, 1));
    let width = |weights: &Weights| {
        let own = &scored(weights)[0];
        assert!(own.between.0 < own.chance && own.chance < own.between.1);
        own.between.1 - own.between.0
    };
    assert!(width(&learned) < width(&written));
}

#[test]
fn what_is_wrong_with_a_specification_is_told_with_its_place() {
    let text = "
title: {zh: 配, en: Pair}
musts:
- {id: a, title: {zh: 甲, en: A}, when: offer.height >= height}
- {id: b, title: {zh: 乙, en: B}, when: offer.height + 1}
- {id: b, title: {zh: 丙, en: C}, when: 'offer.height >='}
signs:
- {id: s, title: {zh: 丁, en: S}, like: {close: {need: area, offer: area, within: 0}}, weight: .nan, neutral: 2}
spread: -1
";
    let spec: PairSpec = serde_saphyr::from_str(text).unwrap();
    let compiled = Pairing::compile(&spec);
    assert!(compiled.pairing.is_none());
    let found: Vec<(&str, &str)> = compiled
        .findings
        .iter()
        .map(|(path, found)| (path.as_str(), found.code.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("musts.0.when", "match.pair.field"),
            ("musts.1.when", "match.pair.no-condition"),
            ("musts.2.when", "formula.end"),
            ("signs", "match.pair.twice"),
            ("signs.0.neutral", "match.pair.neutral"),
            ("signs.0.weight", "match.pair.weight"),
            ("signs.0.like", "match.pair.within"),
            ("spread", "match.pair.spread"),
        ]
    );
}

/// Plain steps downhill, many of them: slow, and another way to the same weights.
fn downhill(written: &[f64], told: &[(Vec<f64>, bool)]) -> Vec<f64> {
    let mut values = written.to_vec();
    for _ in 0..60_000 {
        let mut slope: Vec<f64> = values.iter().zip(written).map(|(v, w)| v - w).collect();
        for (over, wanted) in told {
            let score: f64 = values.iter().zip(over).map(|(w, x)| w * x).sum();
            let off = 1.0 / (1.0 + (-score).exp()) - f64::from(u8::from(*wanted));
            slope.iter_mut().zip(over).for_each(|(s, x)| *s += off * x);
        }
        values
            .iter_mut()
            .zip(&slope)
            .for_each(|(v, s)| *v -= 0.02 * s);
    }
    values
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn learned_weights_are_those_that_small_steps_find(
        outcomes in proptest::collection::vec((0.0..1.0f64, 0.0..1.0f64, any::<bool>()), 1..30)
    ) {
        let spec = pairing(HALLS).spec;
        let told: Vec<Told> = outcomes.iter().map(|(area, field, wanted)| Told {
            signs: BTreeMap::from([("area".to_owned(), *area), ("field".to_owned(), *field)]),
            wanted: *wanted,
            reason: String::new(),
        }).collect();
        let plain: Vec<(Vec<f64>, bool)> = outcomes.iter().map(|(area, field, wanted)| {
            (vec![1.0, area - 0.5, 0.0, field - 0.25, 0.0, 0.0], *wanted)
        }).collect();
        let wanted = downhill(&Weights::written(&spec).values, &plain);
        let found = Weights::learned(&spec, &told).values;
        for (a, b) in found.iter().zip(&wanted) {
            prop_assert!((a - b).abs() < 1e-6, "{found:?} {wanted:?}");
        }
    }
}

proptest! {
    #[test]
    fn parts_shown_add_up_and_a_sign_left_out_takes_its_part_away(
        area in 0.0..5000.0f64, ready in 0.0..9.0f64, text in 0.0..1.0f64, without in 0usize..5
    ) {
        let whole = pairing(HALLS);
        let mut hall = halls().remove(0);
        hall.values.insert("area".to_owned(), vec![Value::Number(area)]);
        hall.values.insert("ready".to_owned(), vec![Value::Number(ready)]);
        let weights = Weights::written(&whole.spec);
        let own = whole.score((&team(), &hall), &around(), &weights, Some(text));
        let sum = own.parts.iter().fold(own.base, |sum, part| sum + part.adds);
        prop_assert_eq!(sum, own.score);
        let mut spec = whole.spec.clone();
        spec.signs.remove(without);
        let other = Pairing::compile(&spec).pairing.unwrap();
        let left = other.score((&team(), &hall), &around(), &Weights::written(&spec), Some(text));
        prop_assert!((own.score - left.score - own.parts[without].adds).abs() < 1e-12);
        prop_assert!(own.parts.iter().all(|part| part.like.is_none_or(|like| (0.0..=1.0).contains(&like))));
    }
}
