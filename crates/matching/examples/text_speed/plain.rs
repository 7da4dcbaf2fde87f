//! BM25 over pairs of characters, as plain as it can be written: what ours must not be
//! worse than.
//!
//! Must not know: the index of the crate.

use std::collections::HashMap;

const K1: f64 = 1.2;
const B: f64 = 0.75;

/// Cards by pair of characters.
#[derive(Default)]
pub struct Plain {
    ids: Vec<String>,
    lengths: Vec<f64>,
    postings: HashMap<[char; 2], Vec<(usize, f64)>>,
}

/// Pairs of letters and digits that stand side by side, in lower case.
fn pairs(text: &str) -> Vec<[char; 2]> {
    let text: Vec<char> = text.to_lowercase().chars().collect();
    let sides = text.windows(2).map(|pair| [pair[0], pair[1]]);
    sides
        .filter(|pair| pair.iter().all(|c| c.is_alphanumeric()))
        .collect()
}

impl Plain {
    pub fn add(&mut self, id: &str, text: &str) {
        let place = self.ids.len();
        self.ids.push(id.to_owned());
        let pairs = pairs(text);
        self.lengths.push(pairs.len() as f64);
        let mut counts: HashMap<[char; 2], f64> = HashMap::new();
        for pair in pairs {
            *counts.entry(pair).or_default() += 1.0;
        }
        for (pair, count) in counts {
            self.postings.entry(pair).or_default().push((place, count));
        }
    }

    pub fn search(&self, query: &str, limit: usize) -> Vec<String> {
        let cards = self.ids.len() as f64;
        let mean = self.lengths.iter().sum::<f64>() / cards;
        let mut scores = vec![0.0; self.ids.len()];
        for pair in pairs(query) {
            let Some(postings) = self.postings.get(&pair) else {
                continue;
            };
            let with = postings.len() as f64;
            let idf = (1.0 + (cards - with + 0.5) / (with + 0.5)).ln();
            for (place, count) in postings {
                let norm = K1 * (1.0 - B + B * self.lengths[*place] / mean);
                scores[*place] += idf * count * (K1 + 1.0) / (count + norm);
            }
        }
        let mut order: Vec<usize> = (0..scores.len()).filter(|n| scores[*n] > 0.0).collect();
        order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
        order.truncate(limit);
        order.iter().map(|place| self.ids[*place].clone()).collect()
    }
}
