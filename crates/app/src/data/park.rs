//! A park on one page: what is known, how it stands under each framework, its profile
//! against chosen peers, its agreements and practices.

use super::entity::{entity_view, find_entity};
use super::park_comparison::compare;
use crate::as_of::AsOf;
use crate::call::{Answer, App, Call};
use crate::contract::{Dossier, EntityView, ParkCounsel, ParkView, RelationView, Standing};
use crate::lookup::Lookup;
use crate::measure::{framework_line, kept_figures, missing, targets_of};
use crate::packs::LoadedFramework;
use julin_measure::Framework;
use julin_model::{EntityId, Profile};
use julin_store::{StatementFilter, Tx};

/// Which park, against whom.
#[derive(Debug, Clone, Default)]
pub struct ParkInput {
    /// Identifier or exact name.
    pub id: String,
    /// Framework of the profile; the one with most groups scored when not given.
    pub framework: Option<String>,
    /// Peers; those most alike when not given.
    pub peers: Vec<String>,
    /// Year.
    pub as_of: i32,
}

/// Types of entities shown as dossiers on a park's page.
const AGREEMENT: &str = "agreement";
const PRACTICE: &str = "practice";
/// The page of a park.
pub fn park(app: &App, _call: &Call, input: &ParkInput) -> Answer<ParkView> {
    app.store.read(|tx| {
        let id = find_entity(tx, &input.id)?;
        let filter = StatementFilter {
            entities: vec![id.clone()],
            ..StatementFilter::default()
        };
        let park = entity_view(app, tx, &id, AsOf::year(input.as_of), &filter)?;
        let mut view = ParkView {
            agreements: dossiers(app, tx, &park, AGREEMENT, input.as_of)?,
            practices: dossiers(app, tx, &park, PRACTICE, input.as_of)?,
            targets: targets_of(app, tx, Some(&id), input.as_of)?,
            park,
            standings: Vec::new(),
            profile: None,
            strengths: Vec::new(),
            short_boards: Vec::new(),
            peer_choices: Vec::new(),
            peers_by_similarity: false,
            counsel: ParkCounsel::default(),
        };
        let evaluated = app
            .packs
            .frameworks()
            .filter(|f| f.spec.units_of == view.park.entity.kind);
        let mut chosen: Option<(Fit, &LoadedFramework)> = None;
        for loaded in evaluated {
            let Some(standing) = standing(app, tx, loaded, &id, input.as_of)? else {
                continue;
            };
            let wanted = input.framework.as_deref() == Some(loaded.id.as_str());
            let fit = Fit {
                wanted,
                ..fit(app, tx, loaded, &id, input.as_of)?
            };
            if chosen.as_ref().is_none_or(|(best, _)| fit > *best) {
                chosen = Some((fit, loaded));
            }
            view.standings.push(standing);
        }
        if let Some((_, loaded)) = chosen {
            compare(app, tx, loaded, input, &mut view)?;
        }
        Ok(view)
    })
}

/// How much of a park's profile a framework can show, most important first.
#[derive(PartialEq, PartialOrd)]
struct Fit {
    /// It was asked for.
    wanted: bool,
    /// First-level groups with a score for the park.
    scored: usize,
    /// First-level groups.
    groups: usize,
}

fn fit(app: &App, tx: &mut Tx, loaded: &LoadedFramework, id: &EntityId, as_of: i32) -> Answer<Fit> {
    let figures = kept_figures(app, tx, loaded, as_of)?;
    let outcome = julin_measure::score(&loaded.framework, &figures.matrix);
    let groups = &loaded.framework.nodes[Framework::ROOT].children;
    let position = figures.units.iter().position(|unit| unit.id == *id);
    let scored = |unit: usize| {
        groups
            .iter()
            .filter(|at| outcome.score(unit, **at).is_some())
            .count()
    };
    Ok(Fit {
        wanted: false,
        scored: position.map_or(0, scored),
        groups: groups.len(),
    })
}

fn standing(
    app: &App,
    tx: &mut Tx,
    loaded: &LoadedFramework,
    id: &EntityId,
    as_of: i32,
) -> Answer<Option<Standing>> {
    let figures = kept_figures(app, tx, loaded, as_of)?;
    let outcome = julin_measure::score(&loaded.framework, &figures.matrix);
    let Some(position) = figures.units.iter().position(|unit| unit.id == *id) else {
        return Ok(None);
    };
    let Some(unit) = outcome.unit(position) else {
        return Ok(None);
    };
    let framework = framework_line(loaded, &outcome);
    Ok(Some(Standing {
        of: framework.ranked,
        framework,
        as_of,
        rank: unit.rank,
        score: unit.score,
        coverage: unit.coverage,
        missing: missing(&unit),
    }))
}

/// Entities of a type linked with the park, each with its preferred figures.
fn dossiers(
    app: &App,
    tx: &mut Tx,
    park: &EntityView,
    kind: &str,
    as_of: i32,
) -> Answer<Vec<Dossier>> {
    let mut ids: Vec<EntityId> = Vec::new();
    for relation in &park.relations {
        if relation.other.kind.as_str() == kind && !ids.contains(&relation.other.id) {
            ids.push(relation.other.id.clone());
        }
    }
    ids.into_iter()
        .map(|id| dossier(app, tx, &id, as_of))
        .collect()
}

/// One entity with its preferred figures and links.
pub fn dossier(app: &App, tx: &mut Tx, id: &EntityId, as_of: i32) -> Answer<Dossier> {
    let mut lookup = Lookup::new(app);
    let filter = StatementFilter {
        entities: vec![id.clone()],
        ..StatementFilter::default()
    };
    let statements = tx.statements(&filter)?;
    let mut figures = Vec::new();
    for finding in Profile::of(statements, AsOf::year(as_of).day).findings {
        let many = app.packs.holds_many(&finding.preferred.field);
        let shown = std::iter::once(&finding.preferred);
        let more = finding
            .others
            .iter()
            .chain(&finding.earlier)
            .filter(|_| many);
        for statement in shown.chain(more) {
            figures.push(lookup.figure(tx, statement, finding.conflicting && !many)?);
        }
    }
    let mut others: Vec<RelationView> = Vec::new();
    for relation in tx.relations_of(id)? {
        others.push(lookup.relation(tx, &relation, id)?);
    }
    Ok(Dossier {
        entity: lookup.entity(tx, id)?,
        figures,
        others,
    })
}
