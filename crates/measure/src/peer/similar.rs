//! Units most alike.
//!
//! - *Standardised Euclidean*: `sqrt(mean ((x_i − y_i) / s_i)²)`, `s_i` the standard
//!   deviation (n − 1) over all units.
//! - *Gower*: `mean |x_i − y_i| / range_i`.
//!
//! Both are means over the features that both units have: a gap is neither alike nor
//! unlike. Units that share fewer than half of the features of the unit are left out.
//! Features that do not vary say nothing and are left out.
//!
//! Sources: J. C. Gower, "A general coefficient of similarity and some of its
//! properties", *Biometrics* 27 (1971), with his treatment of missing values; L. Kaufman
//! and P. J. Rousseeuw, *Finding Groups in Data* (1990), chapter 1, for both.
//!
//! Worked example: two features with ranges 10 and 100; units (0, 0) and (5, 20): Gower
//! (0.5 + 0.2) / 2 = 0.35.

use crate::framework::Framework;
use crate::matrix::ColumnKind;
use crate::outcome::Outcome;
use crate::statistics;
use julin_model::Text;
use serde::Serialize;

/// What units are compared by.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Basis {
    /// Scores of the nodes right below the index.
    #[default]
    Groups,
    /// Scores of all indicators.
    Indicators,
    /// Columns of the figures.
    Columns(Vec<(ColumnKind, String)>),
}

/// How far two units are apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Distance {
    /// Standardised Euclidean.
    #[default]
    Euclidean,
    /// Gower.
    Gower,
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Similarity {
    /// What units are compared by.
    pub basis: Basis,
    /// How far two are apart.
    pub distance: Distance,
    /// Only units of the same class under this classification.
    pub class: Option<String>,
    /// How many at most.
    pub count: usize,
}

/// A unit like another one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Peer {
    /// Position in the matrix.
    #[serde(skip)]
    pub unit: usize,
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub label: Text,
    /// How far apart; 0 is the same.
    pub distance: f64,
    /// Features both have.
    pub shared: usize,
}

/// The units most like one, nearest first; by identifier where equally near.
pub fn similar(outcome: &Outcome<'_>, unit: usize, wanted: &Similarity) -> Vec<Peer> {
    let features = features(outcome, wanted);
    let units = outcome.matrix().units();
    let class = wanted
        .class
        .as_deref()
        .and_then(|name| outcome.matrix().classes(name));
    let alike = |other: usize| class.is_none_or(|of| of[other].is_some() && of[other] == of[unit]);
    let own = features.iter().filter(|feature| feature.has(unit)).count();
    let mut peers: Vec<Peer> = (0..units.len())
        .filter(|other| *other != unit && alike(*other))
        .filter_map(|other| {
            let both = features
                .iter()
                .filter(|one| one.has(unit) && one.has(other));
            let apart: Vec<f64> = both.map(|one| one.apart(unit, other)).collect();
            let shared = apart.len();
            let enough = shared > 0 && 2 * shared >= own;
            let mean =
                |of: fn(f64) -> f64| apart.iter().map(|x| of(*x)).sum::<f64>() / shared as f64;
            let distance = match wanted.distance {
                Distance::Euclidean => mean(|x| x * x).sqrt(),
                Distance::Gower => mean(|x| x),
            };
            enough.then(|| Peer {
                unit: other,
                id: units[other].id.clone(),
                label: units[other].label.clone(),
                distance,
                shared,
            })
        })
        .collect();
    peers.sort_by(|a, b| {
        a.distance
            .total_cmp(&b.distance)
            .then_with(|| a.id.cmp(&b.id))
    });
    peers.truncate(wanted.count);
    peers
}

/// One feature: its values and what makes differences comparable.
struct Feature<'a> {
    values: &'a [f64],
    size: f64,
}

impl Feature<'_> {
    fn has(&self, unit: usize) -> bool {
        self.values.get(unit).is_some_and(|value| value.is_finite())
    }

    fn apart(&self, one: usize, other: usize) -> f64 {
        (self.values[one] - self.values[other]).abs() / self.size
    }
}

fn features<'a>(outcome: &'a Outcome<'_>, wanted: &Similarity) -> Vec<Feature<'a>> {
    let framework = outcome.framework();
    let columns: Vec<&[f64]> = match &wanted.basis {
        Basis::Groups => {
            let below = framework.nodes[Framework::ROOT].children.iter();
            below.map(|child| outcome.scores(*child)).collect()
        }
        Basis::Indicators => framework
            .indicators()
            .map(|(id, _)| outcome.scores(id))
            .collect(),
        Basis::Columns(names) => names
            .iter()
            .filter_map(|(kind, name)| outcome.matrix().get(*kind, name))
            .map(|column| column.values.as_slice())
            .collect(),
    };
    let sized = columns.into_iter().filter_map(|values| {
        let known: Vec<f64> = values.iter().copied().filter(|x| x.is_finite()).collect();
        let size = match wanted.distance {
            Distance::Euclidean => statistics::deviation(&known)?,
            Distance::Gower => {
                let high = known.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                high - known.iter().copied().fold(f64::INFINITY, f64::min)
            }
        };
        (size > 0.0).then_some(Feature { values, size })
    });
    sized.collect()
}
