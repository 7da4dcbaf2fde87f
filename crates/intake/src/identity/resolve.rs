//! Is the row about an entity already known? The same, a new one, or doubtful: then a
//! person decides. Nothing is merged on a likeness.

use super::name::NameKey;
use julin_model::EntityId;
use serde::{Deserialize, Serialize};

/// What a row says about its entity.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Claim {
    /// Scheme and identifier, in normal form.
    pub identifiers: Vec<(String, String)>,
    /// Keys of the names.
    pub names: Vec<NameKey>,
}

/// An entity the row may be about; the caller finds them by identifier and key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The entity.
    pub id: EntityId,
    /// Scheme and identifier, in normal form.
    pub identifiers: Vec<(String, String)>,
    /// Keys of all its names and aliases.
    pub names: Vec<NameKey>,
}

/// Why an entity is, or may be, meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    /// One identifier is the same.
    SameIdentifier,
    /// One name is the same, formatting aside.
    SameName,
    /// The name is the same, but an identifier of the same scheme differs.
    NameSameIdentifierDiffers,
    /// An identifier is the same, but another identifier differs.
    IdentifiersContradict,
    /// The name is the same once legal form, place and kind of zone are dropped.
    SameCore,
}

impl Because {
    /// Key of the message that says it.
    pub fn code(self) -> &'static str {
        match self {
            Self::SameIdentifier => "intake.because.same-identifier",
            Self::SameName => "intake.because.same-name",
            Self::NameSameIdentifierDiffers => "intake.because.identifier-differs",
            Self::IdentifiersContradict => "intake.because.identifiers-contradict",
            Self::SameCore => "intake.because.same-core",
        }
    }
}

/// The outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Resolution {
    /// This entity.
    Same(EntityId, Because),
    /// None of the candidates.
    New,
    /// One of these, perhaps; strongest first.
    Doubtful(Vec<(EntityId, Because)>),
}

/// Decides.
pub fn resolve(claim: &Claim, candidates: &[Candidate]) -> Resolution {
    let mut found: Vec<(EntityId, Because)> = candidates
        .iter()
        .filter_map(|candidate| Some((candidate.id.clone(), judge(claim, candidate)?)))
        .collect();
    found.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
    found.dedup();
    let certain = |why: Because| matches!(why, Because::SameIdentifier | Because::SameName);
    let strongest = found.first().map(|(_, why)| *why);
    match strongest {
        None => Resolution::New,
        Some(why) if !certain(why) => Resolution::Doubtful(found),
        Some(why) => {
            let equal = found.iter().filter(|(_, other)| *other == why).count();
            // An identifier decides against a name; two alike cannot be told apart.
            if equal == 1 {
                let (id, why) = found.swap_remove(0);
                Resolution::Same(id, why)
            } else {
                Resolution::Doubtful(found)
            }
        }
    }
}

fn judge(claim: &Claim, candidate: &Candidate) -> Option<Because> {
    let same = claim
        .identifiers
        .iter()
        .any(|own| candidate.identifiers.contains(own));
    let differs = claim.identifiers.iter().any(|(scheme, own)| {
        let mut others = candidate
            .identifiers
            .iter()
            .filter(|(s, _)| s == scheme)
            .peekable();
        others.peek().is_some() && others.all(|(_, other)| other != own)
    });
    let name = |test: fn(&NameKey, &NameKey) -> bool| {
        claim
            .names
            .iter()
            .any(|own| candidate.names.iter().any(|other| test(own, other)))
    };
    let full = name(|a, b| !a.full.is_empty() && a.full == b.full);
    match (same, differs, full) {
        (true, false, _) => Some(Because::SameIdentifier),
        (true, true, _) => Some(Because::IdentifiersContradict),
        (false, true, true) => Some(Because::NameSameIdentifierDiffers),
        (false, false, true) => Some(Because::SameName),
        // Different identifiers and a like name: two bodies.
        (false, true, false) => None,
        (false, false, false) => {
            name(|a, b| !a.core.is_empty() && a.core == b.core).then_some(Because::SameCore)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(full: &str, core: &str) -> NameKey {
        NameKey {
            full: full.into(),
            core: core.into(),
        }
    }

    fn candidate(id: &str, code: Option<&str>, names: &[(&str, &str)]) -> Candidate {
        Candidate {
            id: EntityId::new(id).unwrap(),
            identifiers: code
                .map(|c| ("uscc".to_owned(), c.to_owned()))
                .into_iter()
                .collect(),
            names: names.iter().map(|(f, c)| key(f, c)).collect(),
        }
    }

    fn claim(code: Option<&str>, full: &str, core: &str) -> Claim {
        let identifiers = code
            .map(|c| ("uscc".to_owned(), c.to_owned()))
            .into_iter()
            .collect();
        Claim {
            identifiers,
            names: vec![key(full, core)],
        }
    }

    #[test]
    fn an_identifier_decides_and_a_name_alone_suffices() {
        let known = [
            candidate("a", Some("1"), &[("甲公司", "甲")]),
            candidate("b", None, &[("乙公司", "乙")]),
        ];
        let id = |i: &str| EntityId::new(i).unwrap();
        let same = |i, why| Resolution::Same(id(i), why);
        assert_eq!(
            resolve(&claim(Some("1"), "新名公司", "新名"), &known),
            same("a", Because::SameIdentifier)
        );
        assert_eq!(
            resolve(&claim(Some("9"), "乙公司", "乙"), &known),
            same("b", Because::SameName)
        );
        assert_eq!(
            resolve(&claim(None, "丙公司", "丙"), &known),
            Resolution::New
        );
        // The identifier says a, the name says b: the identifier decides.
        assert_eq!(
            resolve(&claim(Some("1"), "乙公司", "乙"), &known),
            same("a", Because::SameIdentifier)
        );
    }

    #[test]
    fn likeness_and_contradiction_are_for_a_person() {
        let known = [candidate("a", Some("1"), &[("甲公司", "甲")])];
        let a = || EntityId::new("a").unwrap();
        let doubt = |why| Resolution::Doubtful(vec![(a(), why)]);
        assert_eq!(
            resolve(&claim(None, "甲集团", "甲"), &known),
            doubt(Because::SameCore)
        );
        let differs = Because::NameSameIdentifierDiffers;
        assert_eq!(
            resolve(&claim(Some("2"), "甲公司", "甲"), &known),
            doubt(differs)
        );
        assert_eq!(
            resolve(&claim(Some("2"), "甲集团", "甲"), &known),
            Resolution::New
        );
        let twins = [
            candidate("a", None, &[("甲", "甲")]),
            candidate("b", None, &[("甲", "甲")]),
        ];
        assert!(
            matches!(resolve(&claim(None, "甲", "甲"), &twins), Resolution::Doubtful(l) if l.len() == 2)
        );
    }
}
