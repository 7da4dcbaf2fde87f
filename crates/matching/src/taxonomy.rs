//! A classification as people write it, `packs/<pack>/taxonomies/<id>.yaml`: codes one
//! above the other, and which leads to which in a chain.
//!
//! Must not know: what is classified.

use julin_model::{Diagnostic, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Codes in a tree, with the links of a chain between them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxonomySpec {
    /// Its name.
    pub title: Text,
    /// The official text it follows, as a key of the pack's references.
    #[serde(default)]
    pub reference: Option<String>,
    /// The codes.
    pub codes: Vec<TaxonomyCodeSpec>,
    /// What goes into what: upstream to downstream.
    #[serde(default)]
    pub links: Vec<ChainLinkSpec>,
}

/// One code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxonomyCodeSpec {
    /// The code.
    pub id: String,
    /// What it stands for.
    pub title: Text,
    /// The code above; none at the top.
    #[serde(default)]
    pub above: Option<String>,
}

/// One link of a chain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChainLinkSpec {
    /// Upstream.
    pub from: String,
    /// Downstream.
    pub to: String,
    /// How strong, above 0 and up to 1.
    #[serde(default = "whole")]
    pub weight: f64,
}

fn whole() -> f64 {
    1.0
}

impl TaxonomySpec {
    /// What is wrong with it, each with the path to it.
    pub fn check(&self) -> Vec<(String, Diagnostic)> {
        let ids: BTreeSet<&str> = self.codes.iter().map(|code| code.id.as_str()).collect();
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        for (at, code) in self.codes.iter().enumerate() {
            if !seen.insert(&code.id) {
                let twice = Diagnostic::error("match.taxonomy.twice").with("code", &code.id);
                found.push((format!("codes.{at}.id"), twice));
            }
            if let Some(above) = &code.above
                && !ids.contains(above.as_str())
            {
                let lost = Diagnostic::error("match.taxonomy.unknown").with("code", above);
                found.push((format!("codes.{at}.above"), lost));
            }
            if self.is_above_itself(&code.id) {
                let round = Diagnostic::error("match.taxonomy.circle").with("code", &code.id);
                found.push((format!("codes.{at}.above"), round));
            }
        }
        for (at, link) in self.links.iter().enumerate() {
            for (end, code) in [("from", &link.from), ("to", &link.to)] {
                if !ids.contains(code.as_str()) {
                    let lost = Diagnostic::error("match.taxonomy.unknown").with("code", code);
                    found.push((format!("links.{at}.{end}"), lost));
                }
            }
            if !(link.weight > 0.0 && link.weight <= 1.0) {
                let bad = Diagnostic::error("match.taxonomy.weight").with("value", link.weight);
                found.push((format!("links.{at}.weight"), bad));
            }
        }
        found
    }

    /// The code above each code.
    pub fn tree(&self) -> BTreeMap<String, String> {
        let above = self.codes.iter().filter_map(|code| {
            let above = code.above.clone()?;
            Some((code.id.clone(), above))
        });
        above.collect()
    }

    /// How strongly one code leads to the next.
    pub fn chain(&self) -> BTreeMap<(String, String), f64> {
        let links = self.links.iter();
        links
            .map(|link| ((link.from.clone(), link.to.clone()), link.weight))
            .collect()
    }

    fn is_above_itself(&self, code: &str) -> bool {
        let tree: BTreeMap<&str, &str> = self
            .codes
            .iter()
            .filter_map(|own| Some((own.id.as_str(), own.above.as_deref()?)))
            .collect();
        let mut at = code;
        for _ in 0..=self.codes.len() {
            match tree.get(at) {
                Some(above) if *above == code => return true,
                Some(above) => at = above,
                None => return false,
            }
        }
        false
    }
}
