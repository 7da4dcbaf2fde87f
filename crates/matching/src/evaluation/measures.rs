//! What one ranked answer is worth, by the definitions of NIST's `trec_eval` 9:
//! `ndcg_cut_10` (gain = the judged grade, discount = log2(rank + 1), ideal = all judged
//! documents of the query by grade), `recip_rank` cut at 10, `recall_10`, `recall_100`
//! (a grade of 1 or more is relevant).
//!
//! Sources: Järvelin, Kekäläinen: Cumulated gain-based evaluation of IR techniques, ACM
//! TOIS 2002; Voorhees: The TREC-8 Question Answering Track Report, 1999.
//!
//! Must not know: files, other queries.

use std::collections::{HashMap, HashSet};

/// Worth of one answer, each from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct Measures {
    /// Normalised discounted cumulated gain of the first ten.
    pub ndcg_10: f64,
    /// One over the rank of the first relevant document among the first ten; 0 without.
    pub mrr_10: f64,
    /// Share of all relevant documents that stand among the first ten.
    pub recall_10: f64,
    /// Share that stands among the first hundred.
    pub recall_100: f64,
}

/// Measures an answer, best document first. `None` when nothing is relevant: such a query
/// says nothing about a search.
///
/// A document that comes twice counts where it comes first.
pub fn measures(ranked: &[String], grades: &HashMap<String, i64>) -> Option<Measures> {
    let relevant = grades.values().filter(|grade| **grade > 0).count();
    if relevant == 0 {
        return None;
    }
    let mut seen = HashSet::new();
    let gains: Vec<i64> = ranked
        .iter()
        .filter(|id| seen.insert(id.as_str()))
        .take(100)
        .map(|id| grades.get(id).copied().unwrap_or(0).max(0))
        .collect();
    let mut ideal: Vec<i64> = grades.values().copied().filter(|g| *g > 0).collect();
    ideal.sort_by(|a, b| b.cmp(a));
    let found = |most: usize| gains.iter().take(most).filter(|gain| **gain > 0).count();
    let first = gains.iter().take(10).position(|gain| *gain > 0);
    Some(Measures {
        ndcg_10: discounted(&gains) / discounted(&ideal),
        mrr_10: first.map_or(0.0, |rank| 1.0 / (rank as f64 + 1.0)),
        recall_10: found(10) as f64 / relevant as f64,
        recall_100: found(100) as f64 / relevant as f64,
    })
}

fn discounted(gains: &[i64]) -> f64 {
    let ranked = (2..).zip(gains.iter().take(10));
    ranked
        .map(|(place, gain)| *gain as f64 / f64::from(place).log2())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(ranked: &[&str], grades: &[(&str, i64)]) -> Option<Measures> {
        let ranked: Vec<String> = ranked.iter().map(|id| (*id).to_owned()).collect();
        let grades = grades
            .iter()
            .map(|(id, g)| ((*id).to_owned(), *g))
            .collect();
        measures(&ranked, &grades)
    }

    /// Worked by hand: gains 3, 0, 1 give 3/1 + 1/log2(4) = 3.5; the ideal 3, 2, 1 gives
    /// 3 + 2/log2(3) + 1/2 = 4.761859507; 3.5 / 4.761859507 = 0.735006985.
    #[test]
    fn graded_gain_by_hand() {
        let worth = of(&["a", "x", "c"], &[("a", 3), ("b", 2), ("c", 1), ("d", 0)]).unwrap();
        assert!((worth.ndcg_10 - 0.735_006_985).abs() < 1e-9);
        assert_eq!(worth.mrr_10, 1.0);
        assert!((worth.recall_10 - 2.0 / 3.0).abs() < 1e-12);
    }

    /// One relevant document at rank 3: 1 / log2(4) = 0.5, and 1/3.
    #[test]
    fn one_relevant_document_at_rank_three() {
        let worth = of(&["x", "y", "a"], &[("a", 1), ("x", -1)]).unwrap();
        assert_eq!(worth.ndcg_10, 0.5);
        assert!((worth.mrr_10 - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!((worth.recall_10, worth.recall_100), (1.0, 1.0));
    }

    #[test]
    fn ranks_are_cut_at_ten_and_a_hundred() {
        let mut ranked: Vec<String> = (0..120).map(|n| format!("x{n}")).collect();
        ranked[10] = "a".into();
        ranked[100] = "b".into();
        let grades = HashMap::from([("a".to_owned(), 1), ("b".to_owned(), 1)]);
        let worth = measures(&ranked, &grades).unwrap();
        assert_eq!(
            (worth.ndcg_10, worth.mrr_10, worth.recall_10),
            (0.0, 0.0, 0.0)
        );
        assert_eq!(worth.recall_100, 0.5);
    }

    #[test]
    fn repeated_documents_gain_nothing_and_nothing_relevant_is_no_figure() {
        let once = of(&["a", "b"], &[("a", 1), ("b", 1)]);
        assert_eq!(of(&["a", "a", "b"], &[("a", 1), ("b", 1)]), once);
        assert_eq!(of(&["a"], &[("a", 0)]), None);
        assert_eq!(of(&[], &[("a", 1)]), Some(Measures::default()));
    }
}
