//! Stable matching with capacities: nobody would both rather have each other.
//!
//! Deferred acceptance (Gale and Shapley 1962, "College admissions and the stability of
//! marriage"; hospitals and residents), applicants proposing: the stable matching that is
//! best for every applicant. Lists may be incomplete; only who lists the other counts.
//!
//! Must not know: where preferences come from.

use super::value::one;
use crate::sets::{TooLarge, find, index, part};
use julin_model::{Diagnostic, Trace};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const MOST: usize = 20_000;
const MOST_WISHES: usize = 2_000_000;

/// Who prefers whom.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StableSpec {
    /// Those who propose; each gets one host at most.
    pub applicants: Vec<Preferring>,
    /// Those who accept.
    pub hosts: Vec<Preferring>,
}

/// Somebody with preferences.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preferring {
    /// Identifier, unique on its side.
    pub id: String,
    /// How many a host takes; of an applicant it is 1.
    #[serde(default = "one")]
    pub capacity: u32,
    /// Identifiers of the other side, the best first. Who is not listed is not wanted.
    pub prefers: Vec<String>,
}

/// A pair of the matching.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StablePair {
    /// Who proposed.
    pub applicant: String,
    /// Who accepted.
    pub host: String,
    /// Where the host stands on the applicant's list, from 1.
    pub applicant_rank: usize,
    /// Where the applicant stands on the host's list, from 1.
    pub host_rank: usize,
}

/// The matching.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StableAnswer {
    /// In order of applicants.
    pub pairs: Vec<StablePair>,
    /// Applicants without a host: without one in every stable matching (Roth 1986).
    pub without: Vec<String>,
    /// How it came about.
    pub trace: Trace,
    /// What was wrong with the input.
    pub findings: Vec<Diagnostic>,
}

/// One side with its lists as numbers.
struct Side {
    lists: Vec<Vec<usize>>,
    ranks: Vec<BTreeMap<usize, usize>>,
}

/// Matches so that no pair would rather have each other.
///
/// # Errors
/// The input is larger than what is solved in bounded time.
pub fn stable(spec: &StableSpec) -> Result<StableAnswer, TooLarge> {
    TooLarge::refuse("applicants", spec.applicants.len(), MOST)?;
    TooLarge::refuse("hosts", spec.hosts.len(), MOST)?;
    let wishes = |side: &[Preferring]| side.iter().map(|own| own.prefers.len()).sum();
    TooLarge::refuse("prefers", wishes(&spec.applicants), MOST_WISHES)?;
    TooLarge::refuse("prefers", wishes(&spec.hosts), MOST_WISHES)?;
    let mut findings = vec![];
    let ids = spec.applicants.iter().map(|own| own.id.as_str());
    let applicants = index("applicants", ids, &mut findings);
    let ids = spec.hosts.iter().map(|own| own.id.as_str());
    let hosts = index("hosts", ids, &mut findings);
    for own in spec.applicants.iter().filter(|own| own.capacity != 1) {
        let finding = Diagnostic::warning("match.stable.applicant-capacity");
        findings.push(finding.with("id", &own.id).with("value", own.capacity));
    }
    let asking = side(
        &spec.applicants,
        (&applicants, &hosts),
        "hosts",
        &mut findings,
    );
    let asked = side(
        &spec.hosts,
        (&hosts, &applicants),
        "applicants",
        &mut findings,
    );
    let room: Vec<usize> = spec.hosts.iter().map(|own| own.capacity as usize).collect();
    let (held, proposals) = defer(&asking, &asked, &room);
    Ok(answer(
        spec,
        (&asking, &asked),
        &held,
        (proposals, findings),
    ))
}

fn side(
    side: &[Preferring],
    (own, other): (&BTreeMap<&str, usize>, &BTreeMap<&str, usize>),
    list: &str,
    findings: &mut Vec<Diagnostic>,
) -> Side {
    let mut lists = vec![vec![]; side.len()];
    let mut ranks = vec![BTreeMap::new(); side.len()];
    for (at, party) in side.iter().enumerate() {
        // A second entry of one identifier was told about; its list is not used.
        if own.get(party.id.as_str()) != Some(&at) {
            continue;
        }
        for (place, id) in party.prefers.iter().enumerate() {
            let Some(wanted) = find(other, list, id, findings) else {
                continue;
            };
            if ranks[at].contains_key(&wanted) {
                let finding = Diagnostic::warning("match.stable.preferred-twice");
                findings.push(finding.with("id", &party.id).with("other", id));
                continue;
            }
            ranks[at].insert(wanted, place + 1);
            lists[at].push(wanted);
        }
    }
    Side { lists, ranks }
}

/// By applicant the host that holds it, and how many proposals were made.
fn defer(asking: &Side, asked: &Side, room: &[usize]) -> (Vec<Option<usize>>, u64) {
    let mut held = vec![None; asking.lists.len()];
    let mut next = vec![0; asking.lists.len()];
    // By host, those it holds by its own rank: the last is the first to go.
    let mut holds: Vec<BTreeMap<usize, usize>> = vec![BTreeMap::new(); room.len()];
    let mut proposals = 0;
    let mut free: Vec<usize> = (0..held.len()).rev().collect();
    while let Some(applicant) = free.pop() {
        let Some(&host) = asking.lists[applicant].get(next[applicant]) else {
            continue;
        };
        next[applicant] += 1;
        proposals += 1;
        let Some(&rank) = asked.ranks[host].get(&applicant) else {
            free.push(applicant);
            continue;
        };
        holds[host].insert(rank, applicant);
        held[applicant] = Some(host);
        if holds[host].len() > room[host]
            && let Some((_, refused)) = holds[host].pop_last()
        {
            held[refused] = None;
            free.push(refused);
        }
    }
    (held, proposals)
}

fn answer(
    spec: &StableSpec,
    (asking, asked): (&Side, &Side),
    held: &[Option<usize>],
    (proposals, findings): (u64, Vec<Diagnostic>),
) -> StableAnswer {
    let mut pairs = vec![];
    let mut without = vec![];
    for (at, host) in held.iter().enumerate() {
        let applicant = spec.applicants[at].id.clone();
        let Some(host) = *host else {
            without.push(applicant);
            continue;
        };
        pairs.push(StablePair {
            applicant,
            host: spec.hosts[host].id.clone(),
            applicant_rank: asking.ranks[at].get(&host).copied().unwrap_or(0),
            host_rank: asked.ranks[host].get(&at).copied().unwrap_or(0),
        });
    }
    let mean = |rank: fn(&StablePair) -> usize| {
        let sum: usize = pairs.iter().map(rank).sum();
        sum as f64 / pairs.len().max(1) as f64
    };
    let mut trace = part("match.step.stable", pairs.len() as f64);
    trace.inputs = vec![
        part("match.step.stable.proposals", proposals as f64),
        part(
            "match.step.stable.applicant-rank",
            mean(|own| own.applicant_rank),
        ),
        part("match.step.stable.host-rank", mean(|own| own.host_rank)),
    ];
    StableAnswer {
        pairs,
        without,
        trace,
        findings,
    }
}
