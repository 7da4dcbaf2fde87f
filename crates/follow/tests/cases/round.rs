//! What scores come to: one example by hand, and properties against a slow reference in
//! whole numbers.

use super::desk::{Desk, input, spec};
use julin_follow::case::{DocumentName, Told, What};
use julin_follow::round::{LeftOut, Line, Place, Results, may_read, results, sight};
use julin_follow::workflow::spec::TieSpec;
use julin_follow::{Case, Workflow};
use julin_model::Value;
use proptest::prelude::*;

const ROUND: &str = "
title: {zh: 轮次, en: Round}
version: 1
code: RD
roles:
  - {id: host, title: {zh: 主办, en: Host}, taken: opening}
  - {id: judge, title: {zh: 评委, en: Judge}, many: true}
states:
  - {id: score, title: {zh: 评分, en: Scoring}, turn: [judge]}
  - {id: shown, title: {zh: 公布, en: Shown}, phase: done}
acts:
  - {id: open, title: {zh: 发布, en: Open}, to: [score], by: [host], names: [judge]}
  - {id: show, title: {zh: 公布, en: Show}, from: [score], to: [shown], by: [host]}
scoring:
  judges: judge
  while_in: [score]
  shown_in: [shown]
  nameless: true
  least: 3
  without_extremes: true
  places: 2
  items:
    - {id: idea, title: {zh: 创意, en: Idea}, most: 10, weight: 60}
    - {id: team, title: {zh: 团队, en: Team}, most: 10, weight: 40}
  ties: [{item: idea}]
";

fn round(text: &str) -> Desk {
    let compiled = Workflow::compile("test/round", &spec(text));
    let people: Vec<String> = (1..=5).map(|n| format!("judge:J{n}")).collect();
    let people: Vec<&str> = people.iter().map(String::as_str).collect();
    let act = input("open", &people);
    Desk::open(
        compiled.workflow.unwrap(),
        ("Host", "2026-11-02 09:00"),
        &act,
    )
}

/// A candidate with the points of judges J1, J2 … for both items.
fn candidate(code: &str, points: &[(f64, f64)]) -> Case {
    let mut case = round(ROUND).case;
    case.code = code.to_owned();
    let given = points.iter().enumerate();
    case.scores = given
        .map(|(j, (idea, team))| {
            let points = [("idea".to_owned(), *idea), ("team".to_owned(), *team)];
            (format!("J{}", j + 1), points.into())
        })
        .collect();
    case
}

fn scored(desk: &Desk, candidates: &[Case]) -> Results {
    let candidates: Vec<&Case> = candidates.iter().collect();
    results(&desk.workflow, &desk.case, &candidates).unwrap()
}

/// By hand, with scores of 0.6 × idea + 0.4 × team:
/// A 8.6, 8, 7.8, 10, 5.6: without 10 and 5.6 the mean is 24.4 / 3 = 8.1333; of all five
///   it is 8, and the deviation √((0.36 + 0 + 0.04 + 4 + 5.76) / 4) = √2.54.
/// B 8, 8, 8.2, 9 (the fifth has an interest): without 9 and one 8 it is 8.1, idea 8.5.
/// D 7, 8.1, 8.1, 9: without 9 and 7 it is 8.1, idea 8: after B by the rule.
/// C has two scores of three wanted, and no result.
#[test]
fn the_worked_example() {
    let desk = round(ROUND);
    let a = candidate(
        "A",
        &[(9.0, 8.0), (8.0, 8.0), (7.0, 9.0), (10.0, 10.0), (6.0, 5.0)],
    );
    let five = [(8.0, 8.0), (8.0, 8.0), (9.0, 7.0), (9.0, 9.0), (10.0, 10.0)];
    let mut b = candidate("B", &five);
    b.interests.insert("J5".to_owned(), "cousin".to_owned());
    let c = candidate("C", &[(10.0, 10.0), (10.0, 10.0)]);
    let d = candidate("D", &[(7.0, 7.0), (8.0, 8.25), (8.0, 8.25), (9.0, 9.0)]);
    let all = [d, c, b, a];
    let found = scored(&desk, &all);
    let seen = |line: &Line| {
        let result = line.result.map(|r| (r * 1e4).round() / 1e4);
        (line.code.clone(), line.rank, result, line.place)
    };
    let seen: Vec<_> = found.lines.iter().map(seen).collect();
    assert_eq!(
        seen,
        [
            ("A".to_owned(), Some(1), Some(8.1333), Some(Place::In)),
            ("B".to_owned(), Some(2), Some(8.1), Some(Place::In)),
            ("D".to_owned(), Some(3), Some(8.1), Some(Place::Out)),
            ("C".to_owned(), None, None, None),
        ]
    );
    assert_eq!(found.most, 10.0);
    let [a, b, d, c] = &found.lines[..] else {
        panic!()
    };
    assert!((a.deviation.unwrap() - 2.54_f64.sqrt()).abs() < 1e-12);
    assert_eq!(a.range, Some((5.6, 10.0)));
    assert_eq!(
        (a.items["idea"], b.items["idea"], d.items["idea"]),
        (8.0, 8.5, 8.0)
    );
    let idea = Some(TieSpec::Item("idea".to_owned()));
    assert_eq!(
        (&a.broken_by, &b.broken_by, &d.broken_by),
        (&None, &idea, &idea)
    );
    let out: Vec<_> = b.scores.iter().map(|own| own.left_out).collect();
    let (low, high) = (Some(LeftOut::Lowest), Some(LeftOut::Highest));
    assert_eq!(out, [low, None, None, high, Some(LeftOut::Interest)]);
    assert_eq!(c.waiting, ["J3", "J4", "J5"]);
    assert_eq!(b.waiting, [""; 0]);
    // Without the rule B and D share the second rank, across the last of two places.
    let without = round(&ROUND.replace("ties: [{item: idea}]", "ties: []"));
    let tied = scored(&without, &all);
    let shared: Vec<_> = tied
        .lines
        .iter()
        .map(|l| (l.rank, l.tied, l.place))
        .collect();
    let undecided = (Some(2), true, Some(Place::Undecided));
    assert_eq!(
        shared[..3],
        [(Some(1), false, Some(Place::In)), undecided, undecided]
    );
}

/// A round says itself how many places it gives; one that does not gives what its workflow
/// says.
#[test]
fn places_are_those_the_round_says_it_gives() {
    let field = "fields:\n  - {id: seats, title: {zh: 名额, en: Seats}, kind: number}\nacts:";
    let text = ROUND.replace("acts:", field);
    let text = text.replace("names: [judge]}", "names: [judge], takes: [seats]}");
    let text = text.replace("places: 2", "places: 2\n  places_field: seats");
    let desk = round(&text);
    let points = |code, n| candidate(code, &[(n, n), (n, n), (n, n)]);
    let all = [points("A", 9.0), points("B", 8.0), points("C", 7.0)];
    let all: Vec<&Case> = all.iter().collect();
    let of = |desk: &Desk| {
        let found = results(&desk.workflow, &desk.case, &all).unwrap();
        let places = found.lines.iter().map(|line| line.place.unwrap());
        (found.places, places.collect::<Vec<_>>())
    };
    assert_eq!(of(&desk), (Some(2), vec![Place::In, Place::In, Place::Out]));
    let mut one = desk;
    let told = Told {
        value: Value::Number(1.0),
        side: None,
        event: 1,
    };
    one.case.fields = [("seats".to_owned(), vec![told])].into();
    assert_eq!(of(&one), (Some(1), vec![Place::In, Place::Out, Place::Out]));
    let wrong = spec(&text.replace("kind: number", "kind: line"));
    let found = Workflow::compile("test/round", &wrong).findings;
    let codes: Vec<_> = found.iter().map(|(_, own)| own.code.as_str()).collect();
    assert_eq!(codes, ["follow.workflow.kind"]);
}

#[test]
fn a_candidate_who_withdrew_has_no_result() {
    let mut a = candidate("A", &[(9.0, 8.0), (8.0, 8.0), (7.0, 9.0)]);
    a.withdrawn = true;
    let found = scored(&round(ROUND), &[a]);
    assert_eq!((found.lines[0].result, found.lines[0].rank), (None, None));
}

#[test]
fn while_scores_are_given_nobody_reads_those_of_others_and_judges_no_names() {
    let mut desk = round(ROUND);
    let see = |desk: &Desk, person: &str| {
        let sight = sight(&desk.workflow, &desk.case, person);
        (sight.scores, sight.names)
    };
    assert_eq!(see(&desk, "J1"), (false, false));
    assert_eq!(
        (see(&desk, "Host"), see(&desk, "Outsider")),
        ((false, true), (false, true))
    );
    let mut scored = round(ROUND);
    let documents = vec![DocumentName {
        name: "plan.pdf".to_owned(),
        digest: "0".repeat(64),
    }];
    scored.does("Host", "2026-11-03 09:00", What::Attach { documents });
    let mut score = scored.events[1].clone();
    score.author = "J2".to_owned();
    score.deed = julin_follow::case::Deed::Score {
        points: [].into(),
        note: String::new(),
    };
    let reads = |desk: &Desk, event, person: &str| {
        may_read(sight(&desk.workflow, &desk.case, person), event, person)
    };
    assert!(reads(&desk, &score, "J2"));
    assert!(!reads(&desk, &score, "J1") && !reads(&desk, &score, "Host"));
    assert!(reads(&desk, &scored.events[1], "Host") && !reads(&desk, &scored.events[1], "J1"));
    desk.act("Host", "2026-11-04 09:00", "show", &[]);
    assert_eq!(
        (see(&desk, "J1"), see(&desk, "Outsider")),
        ((true, true), (true, true))
    );
    assert!(reads(&desk, &score, "J1"));
}

/// Whole points of one item, by candidate and judge; none where nothing was scored.
fn tables() -> impl Strategy<Value = (Vec<Vec<Option<u8>>>, u32, u32)> {
    let one = prop::option::weighted(0.8, 0_u8..4);
    let judges = prop::collection::vec(one, 5);
    (prop::collection::vec(judges, 1..9), 0..4_u32, 1..5_u32)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn ranks_are_those_of_a_count_in_whole_numbers((table, least, places) in tables()) {
        let text = ROUND.replace("without_extremes: true", "without_extremes: false")
            .replace("places: 2", &format!("places: {places}"))
            .replace("least: 3", &format!("least: {least}"))
            .replace(", weight: 60", "").replace(", weight: 40", "")
            .replace("ties: [{item: idea}]", "ties: []");
        let candidates: Vec<Case> = table.iter().enumerate().map(|(c, row)| {
            let mut case = candidate(&format!("C{c}"), &[]);
            for (j, points) in row.iter().enumerate() {
                let given = points.map(|n| [("idea".to_owned(), f64::from(n)), ("team".to_owned(), 0.1)]);
                case.scores.extend(given.map(|points| (format!("J{}", j + 1), points.into())));
            }
            case
        }).collect();
        let found = scored(&round(&text), &candidates);
        // The sum of points and how many there are: means compare as fractions.
        let sums: Vec<(u32, u32)> = table.iter().map(|row| {
            let given = row.iter().flatten();
            (given.clone().map(|n| u32::from(*n)).sum(), given.count() as u32)
        }).collect();
        let valid = |n: u32| n >= least.max(1);
        for line in &found.lines {
            let (sum, n) = sums[line.code[1..].parse::<usize>().unwrap()];
            let better = sums.iter().filter(|(s, m)| valid(*m) && s * n > sum * m).count() as u32;
            let equal = sums.iter().filter(|(s, m)| valid(*m) && s * n == sum * m).count() as u32;
            let rank = valid(n).then_some(better + 1);
            prop_assert_eq!(line.rank, rank, "{}", line.code);
            prop_assert_eq!(line.tied, rank.is_some() && equal > 1);
            let place = match better {
                _ if rank.is_none() => None,
                _ if better + equal <= places => Some(Place::In),
                _ if better >= places => Some(Place::Out),
                _ => Some(Place::Undecided),
            };
            prop_assert_eq!(line.place, place);
        }
        let within = found.lines.iter().filter(|line| line.place == Some(Place::In)).count();
        prop_assert!(within as u32 <= places);
    }

    #[test]
    fn the_order_of_judges_and_candidates_changes_nothing((table, ..) in tables(), turn in 0..8_usize) {
        let of = |(c, row): (usize, &Vec<Option<u8>>)| {
            let points: Vec<(f64, f64)> = row.iter().map(|n| (f64::from(n.unwrap_or(1)), 0.3)).collect();
            candidate(&format!("C{c}"), &points)
        };
        let mut candidates: Vec<Case> = table.iter().enumerate().map(of).collect();
        let desk = round(ROUND);
        let before = scored(&desk, &candidates);
        let len = candidates.len();
        candidates.rotate_left(turn % len);
        prop_assert_eq!(scored(&desk, &candidates), before);
    }
}
