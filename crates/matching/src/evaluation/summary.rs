//! Measures over all queries, each with an interval.
//!
//! The mean over every query that has a relevant document and was asked; one without an
//! answer counts as nothing found (`trec_eval -c`). The interval is the percentile
//! bootstrap over queries (Efron, Tibshirani: An Introduction to the Bootstrap, 1993,
//! chapter 13), drawn from a seed.
//!
//! Must not know: files, searches.

use super::measures::{Measures, measures};
use super::read::Judgements;
use julin_model::splitmix::output;

/// Draws of the bootstrap.
const DRAWS: u64 = 2_000;

/// What a search answered to one query, best document first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The query.
    pub query: String,
    /// Documents.
    pub ranked: Vec<String>,
}

/// A mean with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct Figure {
    /// Mean over the queries.
    pub mean: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The measures over all queries. Without a query to measure there are no figures.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
pub struct Summary {
    /// Queries that were measured.
    pub queries: usize,
    /// Queries that were asked and have nothing relevant; left out.
    pub without_relevant: usize,
    /// See [`Measures::ndcg_10`].
    pub ndcg_10: Option<Figure>,
    /// See [`Measures::mrr_10`].
    pub mrr_10: Option<Figure>,
    /// See [`Measures::recall_10`].
    pub recall_10: Option<Figure>,
    /// See [`Measures::recall_100`].
    pub recall_100: Option<Figure>,
}

/// Measures the answers, one per query asked.
pub fn summary(answers: &[Answer], judgements: &Judgements, seed: u64) -> Summary {
    let measured: Vec<Measures> = answers
        .iter()
        .filter_map(|answer| measures(&answer.ranked, judgements.get(&answer.query)?))
        .collect();
    let figure = |of: fn(&Measures) -> f64| {
        let values: Vec<f64> = measured.iter().map(of).collect();
        figure(&values, seed)
    };
    Summary {
        queries: measured.len(),
        without_relevant: answers.len() - measured.len(),
        ndcg_10: figure(|m| m.ndcg_10),
        mrr_10: figure(|m| m.mrr_10),
        recall_10: figure(|m| m.recall_10),
        recall_100: figure(|m| m.recall_100),
    }
}

/// Mean and interval; every measure is drawn with the same queries.
fn figure(values: &[f64], seed: u64) -> Option<Figure> {
    let count = values.len() as u64;
    if count == 0 {
        return None;
    }
    let mean = |sum: f64| sum / count as f64;
    let mut means: Vec<f64> = (0..DRAWS)
        .map(|draw| {
            let drawn = (0..count).map(|n| {
                let place = u128::from(output(seed, draw * count + n)) * u128::from(count);
                values[(place >> 64) as usize]
            });
            mean(drawn.sum())
        })
        .collect();
    means.sort_by(f64::total_cmp);
    let last = means.len() - 1;
    let at = |share: f64| means[(share * last as f64).round() as usize];
    Some(Figure {
        mean: mean(values.iter().sum()),
        low: at(0.025),
        high: at(0.975),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    fn judged(pairs: &[(&str, &str, i64)]) -> Judgements {
        let mut judgements = Judgements::new();
        for (query, document, grade) in pairs {
            let of_query: &mut HashMap<String, i64> =
                judgements.entry((*query).to_owned()).or_default();
            of_query.insert((*document).to_owned(), *grade);
        }
        judgements
    }

    fn answer(query: &str, ranked: &[&str]) -> Answer {
        Answer {
            query: query.to_owned(),
            ranked: ranked.iter().map(|id| (*id).to_owned()).collect(),
        }
    }

    #[test]
    fn unanswered_queries_count_as_nothing_found_and_unjudged_ones_not() {
        let judgements = judged(&[("q1", "a", 1), ("q2", "b", 1), ("q3", "c", 0)]);
        let answers = [
            answer("q1", &["a"]),
            answer("q2", &[]),
            answer("q3", &["c"]),
            answer("q4", &["d"]),
        ];
        let summary = summary(&answers, &judgements, 1);
        assert_eq!((summary.queries, summary.without_relevant), (2, 2));
        assert_eq!(summary.mrr_10.unwrap().mean, 0.5);
    }

    #[test]
    fn nothing_to_measure_is_no_figure() {
        let nothing = summary(&[], &Judgements::new(), 1);
        assert_eq!(nothing, Summary::default());
    }

    /// 25 of 100 found: the normal interval is 0.25 ± 1.96 √(0.25 × 0.75 / 100) = ± 0.085.
    #[test]
    fn the_interval_is_that_of_a_share() {
        let values: Vec<f64> = (0..100).map(|n| f64::from(u8::from(n % 4 == 0))).collect();
        let drawn = figure(&values, 7).unwrap();
        assert_eq!(drawn.mean, 0.25);
        assert!((drawn.low - 0.165).abs() <= 0.02, "{}", drawn.low);
        assert!((drawn.high - 0.335).abs() <= 0.02, "{}", drawn.high);
        assert_eq!(figure(&values, 7), Some(drawn));
        assert_eq!(figure(&[0.5], 7).unwrap().low, 0.5);
    }
}
