//! A round of scoring: its candidates, and what the scores come to, as far as the caller
//! may see it.

use super::line::{line, state};
use super::opened::{self, Opened, of_row};
use crate::call::{Answer, App, Call};
use crate::contract::{RoundRow, RoundScore, ScoreItem, ScoringRound};
use crate::error::AppError;
use crate::lookup::Lookup;
use julin_follow::Case;
use julin_follow::round::{self, Line, Sight, results, sight};
use julin_follow::workflow::spec::{ScoreItemSpec, ScoringSpec};
use julin_store::Tx;
use julin_store::follow::{CaseFilter, Hold};

/// Candidates of a round at most.
const MOST: usize = 5_000;

/// The round of a case.
pub fn round(app: &App, call: &Call, code: &str) -> Answer<ScoringRound> {
    app.store.read(|tx| {
        let opened = opened::open(app, tx, code, Hold::No)?;
        let spec = opened.version.workflow.spec.scoring.clone();
        let spec = spec.ok_or_else(|| AppError::not_found("scoring", code))?;
        let candidates = candidates(app, tx, code)?;
        let cases: Vec<&Case> = candidates.iter().map(|own| &own.case).collect();
        let found = results(&opened.version.workflow, &opened.case, &cases);
        let found = found.ok_or_else(|| AppError::not_found("scoring", code))?;
        let sight = sight(&opened.version.workflow, &opened.case, &call.actor);
        let mut lines: Vec<&Line> = found.lines.iter().collect();
        if !sight.scores {
            lines.sort_by(|a, b| a.code.cmp(&b.code));
        }
        let rows = lines.into_iter().filter_map(|line| {
            let own = candidates.iter().find(|own| own.case.code == line.code)?;
            Some(row((own, line), (&spec, sight), &call.actor))
        });
        let case = &opened.case;
        let mut lookup = Lookup::new(app);
        Ok(ScoringRound {
            rows: rows.collect(),
            case: line(app, tx, &mut lookup, (&opened.row, call))?,
            items: score_items(&spec),
            judges: case.holders(&spec.judges).cloned().collect(),
            most: found.most,
            places: found.places,
            least: spec.least,
            without_extremes: spec.without_extremes,
            shown: sight.scores,
            named: sight.names,
            scoring: case.holds(&call.actor, &spec.judges) && spec.while_in.contains(&case.state),
        })
    })
}

/// What is scored.
pub(super) fn score_items(spec: &ScoringSpec) -> Vec<ScoreItem> {
    let item = |item: &ScoreItemSpec| ScoreItem {
        id: item.id.clone(),
        title: item.title.clone(),
        most: item.most,
        weight: item.weight,
    };
    spec.items.iter().map(item).collect()
}

fn candidates(app: &App, tx: &mut Tx, code: &str) -> Answer<Vec<Opened>> {
    let within = CaseFilter {
        above: Some(code.to_owned()),
        ..CaseFilter::default()
    };
    let rows = tx.cases(&within, (MOST, 0))?;
    rows.into_iter().map(|row| of_row(app, tx, row)).collect()
}

fn row(
    (own, line): (&Opened, &Line),
    (spec, sight): (&ScoringSpec, Sight),
    person: &str,
) -> RoundRow {
    let seen = |judge: &str| sight.scores || judge == person;
    let scores = line.scores.iter().filter(|score| seen(&score.judge));
    let scores = scores.map(|score| RoundScore {
        judge: score.judge.clone(),
        points: spec
            .items
            .iter()
            .map(|item| score.points.get(&item.id).copied())
            .collect(),
        score: score.score,
        left_out: score
            .left_out
            .filter(|why| sight.scores || *why == round::LeftOut::Interest),
    });
    let interests = line.interests.iter().filter(|(judge, _)| seen(judge));
    let shown = sight.scores;
    RoundRow {
        code: line.code.clone(),
        title: sight.names.then(|| own.case.title.clone()),
        state: state(&own.version, &own.case.state),
        withdrawn: line.withdrawn,
        rank: line.rank.filter(|_| shown),
        tied: line.tied && shown,
        tie_broken: line.broken_by.is_some() && shown,
        result: line.result.filter(|_| shown),
        deviation: line.deviation.filter(|_| shown),
        range: line.range.filter(|_| shown),
        place: line.place.filter(|_| shown),
        scores: scores.collect(),
        interests: interests
            .map(|(judge, why)| (judge.clone(), why.clone()))
            .collect(),
        waiting: line.waiting.len() as u32,
    }
}
