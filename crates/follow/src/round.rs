//! What the scores of the cases within a case come to.
//!
//! Rules: a judge's score of a candidate is the sum of the points, or, where the items
//! have weights, their weighted mean. Scores of judges with an interest do not count.
//! Where the highest and the lowest are left out, there must be three scores. The result
//! is the mean of what counts; fewer scores than wanted give none. Equal results are told
//! apart by the rules in order; what stays equal shares a rank, and where a shared rank
//! reaches across the last place nobody of it is in or out. Spread is the sample standard
//! deviation and the range of all scores without an interest, also those left out.
//!
//! Must not know: who the candidates are; what is done with the result.

use crate::case::{Case, Deed, Event};
use crate::workflow::Workflow;
use crate::workflow::spec::{ScoreItemSpec, ScoringSpec, TieSpec};
use chrono::NaiveDateTime;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Scores closer than this are equal: sums of decimal points differ by less in floating
/// point and by more in truth.
const EQUAL: f64 = 1e-9;
/// Scores there must be before two are left out.
const EXTREMES: usize = 3;

/// What the scores of a round come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    /// The most a score can be.
    pub most: f64,
    /// Places that are given; none where they are not fixed.
    pub places: Option<u32>,
    /// Candidates by rank, those without a result after them, in order of number.
    pub lines: Vec<Line>,
}

/// What the scores of one candidate come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Number of its case.
    pub code: String,
    /// From 1; equal results share one. None without a result.
    pub rank: Option<u32>,
    /// It shares its rank.
    pub tied: bool,
    /// What told it apart from others with the same result.
    pub broken_by: Option<TieSpec>,
    /// The mean of the scores that count; none where there are too few.
    pub result: Option<f64>,
    /// Sample standard deviation of the scores; none below two.
    pub deviation: Option<f64>,
    /// Lowest and highest score.
    pub range: Option<(f64, f64)>,
    /// Mean points by item, of the scores that count.
    pub items: BTreeMap<String, f64>,
    /// Scores in order of judge.
    pub scores: Vec<JudgeScore>,
    /// Judges with an interest, and what it is.
    pub interests: BTreeMap<String, String>,
    /// Judges who have neither scored nor an interest.
    pub waiting: Vec<String>,
    /// Whether it has one of the places; none where places are not fixed.
    pub place: Option<Place>,
    /// It was withdrawn: it has no result whatever was scored.
    pub withdrawn: bool,
}

/// One judge's score.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgeScore {
    /// Who.
    pub judge: String,
    /// Points by item.
    pub points: BTreeMap<String, f64>,
    /// What they come to.
    pub score: f64,
    /// Why it does not count.
    pub left_out: Option<LeftOut>,
}

/// Why a score does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeftOut {
    /// The judge has an interest.
    Interest,
    /// It is the highest.
    Highest,
    /// It is the lowest.
    Lowest,
}

/// Whether a candidate has one of the places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// It has one.
    In,
    /// It has none.
    Out,
    /// It shares a rank that reaches across the last place: somebody must decide.
    Undecided,
}

/// What the scores come to; none where the workflow scores nothing.
pub fn results(workflow: &Workflow, round: &Case, candidates: &[&Case]) -> Option<Results> {
    let spec = workflow.spec.scoring.as_ref()?;
    let judges: Vec<&String> = round.holders(&spec.judges).collect();
    let lines = candidates.iter().map(|case| Candidate {
        line: line(spec, case, &judges),
        opened: case.opened,
    });
    let (mut ranked, mut without): (Vec<_>, Vec<_>) =
        lines.partition(|own| own.line.result.is_some());
    let by_code = |a: &Candidate, b: &Candidate| a.line.code.cmp(&b.line.code);
    ranked.sort_by(|a, b| compare(spec, a, b).0.then_with(|| by_code(a, b)));
    without.sort_by(by_code);
    let places = places(spec, round);
    rank(spec, places, &mut ranked);
    let lines = ranked.into_iter().chain(without).map(|own| own.line);
    Some(Results {
        most: score(spec, |item| item.most),
        places,
        lines: lines.collect(),
    })
}

/// How many places a round gives: what it says itself, else what its workflow says.
fn places(spec: &ScoringSpec, round: &Case) -> Option<u32> {
    let own = spec.places_field.as_ref();
    let own = own.and_then(|id| round.value(id)?.number());
    let own = own.filter(|n| *n >= 1.0 && *n <= f64::from(u32::MAX));
    own.map(|n| n as u32).or(spec.places)
}

/// A candidate, and what else tells it apart from equal ones.
struct Candidate {
    line: Line,
    opened: NaiveDateTime,
}

/// What points come to: their sum, or their weighted mean.
fn score(spec: &ScoringSpec, points: impl Fn(&ScoreItemSpec) -> f64) -> f64 {
    let weights: f64 = spec.items.iter().filter_map(|item| item.weight).sum();
    let part = |item: &ScoreItemSpec| points(item) * item.weight.unwrap_or(1.0);
    let sum: f64 = spec.items.iter().map(part).sum();
    if weights > 0.0 { sum / weights } else { sum }
}

fn line(spec: &ScoringSpec, case: &Case, judges: &[&String]) -> Line {
    let mut scores: Vec<JudgeScore> = case
        .scores
        .iter()
        .map(|(judge, points)| JudgeScore {
            judge: judge.clone(),
            score: score(spec, |item| points.get(&item.id).copied().unwrap_or(0.0)),
            points: points.clone(),
            left_out: case
                .interests
                .contains_key(judge)
                .then_some(LeftOut::Interest),
        })
        .collect();
    let given: Vec<f64> = counting(&scores).map(|own| own.score).collect();
    if spec.without_extremes && given.len() >= EXTREMES {
        leave_out_extremes(&mut scores);
    }
    let few = given.len() < spec.least.max(1) as usize
        || (spec.without_extremes && given.len() < EXTREMES);
    let counted = || counting(&scores).map(|own| own.score);
    let result = (!few && !case.withdrawn).then(|| mean(counted())).flatten();
    let of_item =
        |id: &String| mean(counting(&scores).filter_map(|own| own.points.get(id).copied()));
    let items = spec.items.iter();
    let items = items.filter_map(|item| Some((item.id.clone(), of_item(&item.id)?)));
    let waits = |judge: &&&String| {
        !case.scores.contains_key(**judge) && !case.interests.contains_key(**judge)
    };
    let ends = |pick: fn(f64, f64) -> f64| given.iter().copied().reduce(pick);
    Line {
        code: case.code.clone(),
        rank: None,
        tied: false,
        broken_by: None,
        result,
        deviation: deviation(&given),
        range: ends(f64::min).zip(ends(f64::max)),
        items: items.collect(),
        interests: case.interests.clone(),
        waiting: judges
            .iter()
            .filter(waits)
            .map(|judge| (*judge).clone())
            .collect(),
        place: None,
        withdrawn: case.withdrawn,
        scores,
    }
}

/// The scores that count.
fn counting(scores: &[JudgeScore]) -> impl Iterator<Item = &JudgeScore> {
    scores.iter().filter(|own| own.left_out.is_none())
}

/// One highest and one lowest are left out; of equal ones the first by name.
fn leave_out_extremes(scores: &mut [JudgeScore]) {
    for (why, sign) in [(LeftOut::Highest, -1.0), (LeftOut::Lowest, 1.0)] {
        let counts = scores.iter_mut().filter(|own| own.left_out.is_none());
        let least = counts.min_by(|a, b| (sign * a.score).total_cmp(&(sign * b.score)));
        if let Some(own) = least {
            own.left_out = Some(why);
        }
    }
}

fn mean(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    let (n, sum) = numbers.fold((0_u32, 0.0), |(n, sum), x| (n + 1, sum + x));
    (n > 0).then(|| sum / f64::from(n))
}

fn deviation(numbers: &[f64]) -> Option<f64> {
    let middle = mean(numbers.iter().copied())?;
    let squares: f64 = numbers.iter().map(|x| (x - middle).powi(2)).sum();
    (numbers.len() > 1).then(|| (squares / (numbers.len() - 1) as f64).sqrt())
}

fn median(mut numbers: Vec<f64>) -> Option<f64> {
    numbers.sort_by(f64::total_cmp);
    let half = numbers.len() / 2;
    match numbers.len() % 2 {
        1 => numbers.get(half).copied(),
        _ => Some((numbers.get(half.checked_sub(1)?)? + numbers.get(half)?) / 2.0),
    }
}

/// The better one first, with the rule that told them apart where the results do not.
fn compare(spec: &ScoringSpec, a: &Candidate, b: &Candidate) -> (Ordering, Option<usize>) {
    let first = higher(a.line.result, b.line.result);
    if first != Ordering::Equal {
        return (first, None);
    }
    let rules = spec.ties.iter().enumerate();
    let told = rules.map(|(r, rule)| (by_rule(rule, a, b), Some(r)));
    let mut apart = told.filter(|(order, _)| *order != Ordering::Equal);
    apart.next().unwrap_or((Ordering::Equal, None))
}

fn by_rule(rule: &TieSpec, a: &Candidate, b: &Candidate) -> Ordering {
    let all = |own: &Candidate| {
        let given = own.line.scores.iter();
        let given = given.filter(|score| score.left_out != Some(LeftOut::Interest));
        given.map(|score| score.score).collect::<Vec<_>>()
    };
    match rule {
        TieSpec::Item(id) => {
            let of = |own: &Candidate| own.line.items.get(id).copied();
            higher(of(a), of(b))
        }
        TieSpec::Median => higher(median(all(a)), median(all(b))),
        TieSpec::Highest => higher(a.line.range.map(|r| r.1), b.line.range.map(|r| r.1)),
        TieSpec::Earlier => a.opened.cmp(&b.opened),
    }
}

/// The higher first; those that differ by less than what can be told are equal.
fn higher(a: Option<f64>, b: Option<f64>) -> Ordering {
    let steps = |x: f64| (x / EQUAL).round() as i64;
    b.map(steps).cmp(&a.map(steps))
}

/// Ranks of candidates in order, and who has one of the places.
fn rank(spec: &ScoringSpec, places: Option<u32>, ranked: &mut [Candidate]) {
    let mut first = 0;
    while first < ranked.len() {
        let equal = |own: &&Candidate| compare(spec, &ranked[first], own).0 == Ordering::Equal;
        let many = ranked[first..].iter().take_while(equal).count();
        let end = first + many.max(1);
        let place = places.map(|places| match places as usize {
            places if end <= places => Place::In,
            places if first >= places => Place::Out,
            _ => Place::Undecided,
        });
        for own in &mut ranked[first..end] {
            own.line.rank = Some(first as u32 + 1);
            own.line.tied = end - first > 1;
            own.line.place = place;
        }
        first = end;
    }
    for i in 1..ranked.len() {
        let (_, rule) = compare(spec, &ranked[i - 1], &ranked[i]);
        let rule = rule.and_then(|r| spec.ties.get(r));
        for own in [i - 1, i] {
            let broken = &mut ranked[own].line.broken_by;
            *broken = broken.take().or_else(|| rule.cloned());
        }
    }
}

/// What somebody may see of a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sight {
    /// Scores and words of all judges; otherwise their own alone.
    pub scores: bool,
    /// Who the candidate is.
    pub names: bool,
}

/// What somebody may see of the candidates of a round where it is: scores are shown from
/// the states on that say so, and while judges see no names that holds for every judge.
pub fn sight(workflow: &Workflow, round: &Case, person: &str) -> Sight {
    let Some(spec) = &workflow.spec.scoring else {
        return Sight {
            scores: true,
            names: true,
        };
    };
    let shown = spec.shown_in.contains(&round.state);
    Sight {
        scores: shown,
        names: shown || !spec.nameless || !round.holds(person, &spec.judges),
    }
}

/// Whether somebody may read a deed of a candidate: scores and interests of others are
/// not read before scores are shown, and where there are no names only one's own deeds.
pub fn may_read(sight: Sight, event: &Event, person: &str) -> bool {
    let scoring = matches!(event.deed, Deed::Score { .. } | Deed::Interest { .. });
    event.author == person || (sight.names && (sight.scores || !scoring))
}
