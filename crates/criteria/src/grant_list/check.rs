//! Firms that stand on a list twice, and benefits that would be given twice. Each finding
//! names both sides; a person settles it.

use crate::spec::{Basis, Per};
use chrono::{Datelike, NaiveDate};
use julin_model::StatementId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A member of the list, as known when it is looked through.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Party {
    /// Identifier on the list.
    pub id: String,
    /// The entity that stands for it now; itself unless it was merged.
    pub stands_for: String,
    /// Codes: scheme and value.
    pub codes: Vec<(String, String)>,
    /// Names, folded for comparing.
    pub names: Vec<String>,
}

/// What somebody has already.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// Who: the entity that stands for them.
    pub who: String,
    /// Their codes.
    pub codes: Vec<(String, String)>,
    /// What they have.
    pub thing: HeldThing,
}

/// A title, or a place on another list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeldThing {
    /// A title the data tells of.
    Title {
        /// Its code.
        code: String,
        /// The statement that tells it.
        statement: Option<StatementId>,
    },
    /// A place on another list.
    List {
        /// Its number.
        list: u32,
        /// Who they are there.
        member: String,
    },
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Finding {
    /// Merged into another member, or both into one.
    Merged {
        /// The one.
        member: String,
        /// The other.
        other: String,
    },
    /// Two members with one code.
    SameCode {
        /// The one.
        member: String,
        /// The other.
        other: String,
        /// What code: `uscc`.
        scheme: String,
        /// The code.
        code: String,
    },
    /// Two members that stand on the review list as a pair.
    Review {
        /// The one.
        member: String,
        /// The other.
        other: String,
    },
    /// Two members of one name.
    SameName {
        /// The one.
        member: String,
        /// The other.
        other: String,
        /// The name, folded.
        name: String,
    },
    /// Something the benefit does not go with, or the benefit itself, is there already.
    Double {
        /// The member.
        member: String,
        /// What is there.
        has: HeldThing,
        /// Series of the rule it comes from.
        series: String,
        /// Where it says that the two do not go together; none for the rule itself.
        basis: Option<Basis>,
    },
}

impl Finding {
    /// The member it is about; of two, the one.
    pub fn member(&self) -> &str {
        match self {
            Self::Merged { member, .. }
            | Self::SameCode { member, .. }
            | Self::Review { member, .. }
            | Self::SameName { member, .. }
            | Self::Double { member, .. } => member,
        }
    }

    /// The other of two members.
    pub fn other(&self) -> Option<&str> {
        match self {
            Self::Merged { other, .. }
            | Self::SameCode { other, .. }
            | Self::Review { other, .. }
            | Self::SameName { other, .. } => Some(other),
            Self::Double { .. } => None,
        }
    }

    /// Its word.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Merged { .. } => "merged",
            Self::SameCode { .. } => "same-code",
            Self::Review { .. } => "review",
            Self::SameName { .. } => "same-name",
            Self::Double { has, .. } => match has {
                HeldThing::Title { .. } => "title",
                HeldThing::List { .. } => "list",
            },
        }
    }

    /// What makes it the same finding when the list is looked through again.
    pub fn key(&self) -> (String, String, String) {
        let second = match self {
            Self::Double { has, .. } => match has {
                HeldThing::Title { code, .. } => format!("title {code}"),
                HeldThing::List { list, .. } => format!("list {list}"),
            },
            other => other.other().unwrap_or_default().to_owned(),
        };
        (self.code().to_owned(), self.member().to_owned(), second)
    }
}

/// Members that may be one, each pair once with the strongest reason: merged, one code, on
/// the review list, one name. Of more than two that agree, each is paired with the first.
pub fn duplicates(parties: &[Party], pairs: &[(String, String)]) -> Vec<Finding> {
    let mut found: BTreeMap<(String, String), Finding> = BTreeMap::new();
    let mut add = |a: &str, b: &str, make: &dyn Fn(String, String) -> Finding| {
        let (a, b) = if a < b { (a, b) } else { (b, a) };
        let key = (a.to_owned(), b.to_owned());
        let finding = make(key.0.clone(), key.1.clone());
        found.entry(key).or_insert(finding);
    };
    for group in agreeing(parties, |party| vec![party.stands_for.clone()]).values() {
        for other in &group[1..] {
            add(group[0], other, &|member, other| Finding::Merged {
                member,
                other,
            });
        }
    }
    for ((scheme, code), group) in agreeing(parties, |party| party.codes.clone()) {
        for other in &group[1..] {
            add(group[0], other, &|member, other| Finding::SameCode {
                member,
                other,
                scheme: scheme.clone(),
                code: code.clone(),
            });
        }
    }
    let listed: BTreeMap<&str, &str> = parties
        .iter()
        .flat_map(|p| [(p.stands_for.as_str(), p.id.as_str()), (&p.id, &p.id)])
        .collect();
    for (one, other) in pairs {
        if let (Some(a), Some(b)) = (listed.get(one.as_str()), listed.get(other.as_str()))
            && a != b
        {
            add(a, b, &|member, other| Finding::Review { member, other });
        }
    }
    for (name, group) in agreeing(parties, |party| party.names.clone()) {
        for other in &group[1..] {
            add(group[0], other, &|member, other| Finding::SameName {
                member,
                other,
                name: name.clone(),
            });
        }
    }
    found.into_values().collect()
}

/// Members by what they have in common; only what two or more have.
fn agreeing<K: Ord>(parties: &[Party], keys: impl Fn(&Party) -> Vec<K>) -> BTreeMap<K, Vec<&str>> {
    let mut groups: BTreeMap<K, Vec<&str>> = BTreeMap::new();
    for party in parties {
        for key in keys(party) {
            let group = groups.entry(key).or_default();
            if group.last() != Some(&party.id.as_str()) {
                group.push(&party.id);
            }
        }
    }
    groups.retain(|_, group| group.len() > 1);
    groups
}

/// A benefit as far as it can be given twice.
#[derive(Debug, Clone, PartialEq)]
pub struct Benefit {
    /// Series of the rule.
    pub series: String,
    /// How often it comes.
    pub per: Per,
    /// The day the list is as of.
    pub as_of: NaiveDate,
}

impl Benefit {
    /// True when the two fall together: what comes once always does, anything else within
    /// one calendar year.
    pub fn meets(&self, other: &Self) -> bool {
        let once = self.per == Per::Once || other.per == Per::Once;
        once || self.as_of.year() == other.as_of.year()
    }
}

/// What members have already, given what is held by anybody: known by who they are now or
/// by a code. Each with the series it comes from and where the exclusion stands.
pub fn double_funding(parties: &[Party], held: &[(Held, String, Option<Basis>)]) -> Vec<Finding> {
    let mut by_key: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (place, (own, ..)) in held.iter().enumerate() {
        let codes = own.codes.iter().map(|(s, c)| (s.as_str(), c.as_str()));
        for key in codes.chain([("", own.who.as_str())]) {
            by_key.entry(key).or_default().push(place);
        }
    }
    let mut found = Vec::new();
    for party in parties {
        let codes = party.codes.iter().map(|(s, c)| (s.as_str(), c.as_str()));
        let keys = codes.chain([("", party.stands_for.as_str()), ("", party.id.as_str())]);
        let places: BTreeSet<usize> = keys
            .filter_map(|key| by_key.get(&key))
            .flatten()
            .copied()
            .collect();
        found.extend(places.into_iter().map(|place| {
            let (own, series, basis) = &held[place];
            Finding::Double {
                member: party.id.clone(),
                has: own.thing.clone(),
                series: series.clone(),
                basis: basis.clone(),
            }
        }));
    }
    found
}
