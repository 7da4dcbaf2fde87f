//! The statements targets rest on: what was aimed at, and the actual figure of each year.
//!
//! An actual figure is about a whole year or the state on a day of it; quarters and
//! spans of years are other amounts and are left out. Of a year's statements the preferred
//! one counts.

use crate::call::App;
use crate::contract::{
    EntityLink, Figure, ForecastView, Milestone, TargetLight, TargetView, YearFigure, YearValue,
};
use crate::error::AppError;
use crate::lookup::Lookup;
use chrono::NaiveDate;
use julin_measure::Direction;
use julin_measure::target::{Light, Point, Progress, Target, TargetSpec, Untold, follow};
use julin_model::{EntityId, FieldId, Period, Profile, Statement, Status, Text, Value};
use julin_store::{StatementFilter, Tx};
use std::collections::{BTreeMap, HashMap};

/// What is aimed at: a field of an entity, perhaps in a narrower scope.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Aim {
    /// About whom.
    pub entity: EntityId,
    /// The field.
    pub field: FieldId,
    /// Narrower subject.
    pub scope: Option<String>,
}

impl Aim {
    /// The aim of a target of a plan.
    pub fn of(target: &TargetSpec, entity: &EntityId) -> Self {
        Self {
            entity: target.entity.as_ref().unwrap_or(entity).clone(),
            field: target.field.clone(),
            scope: target.scope.clone(),
        }
    }
}

/// Statements by what they are about.
pub struct TargetFacts<'a> {
    app: &'a App,
    lookup: Lookup<'a>,
    as_of: i32,
    stands_for: HashMap<EntityId, EntityId>,
    aimed: HashMap<Aim, Vec<Statement>>,
    actual: HashMap<Aim, BTreeMap<i32, Vec<Statement>>>,
}

impl<'a> TargetFacts<'a> {
    /// Reads what the aims need, actual figures up to the end of a year.
    pub fn read(app: &'a App, tx: &mut Tx, aims: &[Aim], as_of: i32) -> Result<Self, AppError> {
        let mut facts = Self {
            app,
            lookup: Lookup::new(app),
            as_of,
            stands_for: HashMap::new(),
            aimed: HashMap::new(),
            actual: HashMap::new(),
        };
        let mut filter = StatementFilter::default();
        for aim in aims {
            if let Some(id) = tx.resolve(&aim.entity)? {
                facts.stands_for.insert(aim.entity.clone(), id);
            }
            filter.entities.push(facts.known(aim).entity);
            filter.fields.push(aim.field.clone());
        }
        filter.entities.sort();
        filter.entities.dedup();
        filter.fields.sort();
        filter.fields.dedup();
        if aims.is_empty() {
            return Ok(facts);
        }
        for statement in tx.statements(&filter)? {
            facts.take(statement);
        }
        Ok(facts)
    }

    fn take(&mut self, statement: Statement) {
        let aim = Aim {
            entity: statement.entity.clone(),
            field: statement.field.clone(),
            scope: statement.scope.clone(),
        };
        match (statement.status, statement.period) {
            (Status::Sample, _) => {}
            (Status::Target, _) => self.aimed.entry(aim).or_default().push(statement),
            (_, Some(period @ (Period::Year(_) | Period::Day(_))))
                if period.year() <= self.as_of =>
            {
                let years = self.actual.entry(aim).or_default();
                years.entry(period.year()).or_default().push(statement);
            }
            _ => {}
        }
    }

    /// The aim as statements name it: a merged entity under the one that stands for it.
    fn known(&self, aim: &Aim) -> Aim {
        let entity = self.stands_for.get(&aim.entity).unwrap_or(&aim.entity);
        Aim {
            entity: entity.clone(),
            ..aim.clone()
        }
    }

    fn aimed(&self, aim: &Aim) -> Vec<Statement> {
        self.aimed
            .get(&self.known(aim))
            .cloned()
            .unwrap_or_default()
    }

    /// An entity as a link.
    pub fn entity(&mut self, tx: &mut Tx, id: &EntityId) -> Result<EntityLink, AppError> {
        self.lookup.entity(tx, id)
    }

    /// Years something is aimed at for.
    pub fn years(&self, aim: &Aim) -> Vec<i32> {
        let said = self.aimed(aim);
        let mut years: Vec<i32> = said
            .iter()
            .filter(|s| !ruled_out(s))
            .filter_map(|s| s.period.map(Period::year))
            .collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    /// The aimed values, when a ruling sets all of them aside.
    pub fn set_aside(
        &mut self,
        tx: &mut Tx,
        aim: &Aim,
    ) -> Result<Option<Vec<(EntityLink, Figure)>>, AppError> {
        let said = self.aimed(aim);
        if said.is_empty() || !said.iter().all(ruled_out) {
            return Ok(None);
        }
        let mut aside = Vec::new();
        for statement in &said {
            let entity = self.lookup.entity(tx, &statement.entity)?;
            let conflicting = statement
                .told
                .as_ref()
                .is_some_and(|t| t.discrepancy.is_some());
            aside.push((entity, self.lookup.figure(tx, statement, conflicting)?));
        }
        Ok(Some(aside))
    }

    /// A target with everything it is judged by.
    pub fn view(
        &mut self,
        tx: &mut Tx,
        id: String,
        aim: &Aim,
        spec: &TargetSpec,
    ) -> Result<TargetView, AppError> {
        let packs = &self.app.packs;
        let field = packs.field(&aim.field);
        let unit = field.and_then(|f| f.unit.clone());
        let unit_label = unit
            .as_deref()
            .and_then(|code| packs.units().get(code))
            .map(|unit| unit.label.clone());
        let milestones = self.milestones(tx, aim, spec, unit.as_deref())?;
        let actuals = self.actuals(tx, aim, unit.as_deref())?;
        let baseline = spec
            .baseline
            .and_then(|year| actuals.iter().find(|a| a.year == year).cloned());
        let progress = follow(
            &target(spec, &milestones, baseline.as_ref()),
            &points(&actuals),
        );
        let (light, reason) = light(&progress, &milestones);
        Ok(TargetView {
            id,
            entity: self.lookup.entity(tx, &aim.entity)?,
            field: aim.field.clone(),
            label: self.label(aim, spec),
            scope_label: self.scope_label(aim),
            unit,
            unit_label: unit_label.unwrap_or_default(),
            direction: match spec.direction {
                Direction::Up => "up",
                Direction::Down => "down",
            }
            .to_owned(),
            path_kind: spec.path.code().to_owned(),
            tolerance: spec.tolerance,
            owner: spec.owner.clone().filter(|owner| !owner.is_empty()),
            confidence: spec.confidence.map(|c| format!("{c:?}")),
            note: spec.note.clone(),
            baseline_year: spec.baseline,
            baseline,
            milestones,
            actuals,
            path: values(&progress.path),
            wanted: progress.wanted,
            shortfall: progress.shortfall,
            shortfall_share: progress.shortfall_share,
            light,
            reason,
            reached: progress.reached,
            forecasts: forecasts(&progress),
            no_forecast: not_forecast(&progress),
        })
    }

    fn label(&self, aim: &Aim, spec: &TargetSpec) -> Text {
        if spec.label.is_empty() {
            self.app.packs.field_label(&aim.field)
        } else {
            spec.label.clone()
        }
    }

    fn scope_label(&self, aim: &Aim) -> Text {
        let scope = aim.scope.as_deref();
        scope
            .map(|code| self.app.packs.code_label(code))
            .unwrap_or_default()
    }

    /// What is aimed at, one entry per year of the target; those without a year last.
    fn milestones(
        &mut self,
        tx: &mut Tx,
        aim: &Aim,
        spec: &TargetSpec,
        unit: Option<&str>,
    ) -> Result<Vec<Milestone>, AppError> {
        let said = self.aimed(aim);
        let of = |year: Option<i32>| -> Vec<Statement> {
            let about = said.iter().filter(|s| s.period.map(Period::year) == year);
            about.filter(|s| !ruled_out(s)).cloned().collect()
        };
        let mut milestones = Vec::new();
        let years = spec.years.iter().copied().map(Some);
        for year in years.chain([None]) {
            let about = of(year);
            if year.is_none() && about.is_empty() {
                continue;
            }
            let (mut figures, mut value) = (Vec::new(), None);
            for (position, (statement, conflicting)) in preferred_first(about).iter().enumerate() {
                if position == 0 {
                    value = self.number(statement, unit);
                }
                figures.push(self.lookup.figure(tx, statement, *conflicting)?);
            }
            milestones.push(Milestone {
                year,
                value,
                figures,
            });
        }
        Ok(milestones)
    }

    fn actuals(
        &mut self,
        tx: &mut Tx,
        aim: &Aim,
        unit: Option<&str>,
    ) -> Result<Vec<YearFigure>, AppError> {
        let mut actuals = Vec::new();
        let years = self.actual.get(&self.known(aim)).cloned();
        for (year, said) in years.unwrap_or_default() {
            let said = said.into_iter().filter(|s| !ruled_out(s)).collect();
            let Some((statement, conflicting)) = preferred_first(said).into_iter().next() else {
                continue;
            };
            if let Some(value) = self.number(&statement, unit) {
                actuals.push(YearFigure {
                    year,
                    value,
                    figure: self.lookup.figure(tx, &statement, conflicting)?,
                });
            }
        }
        Ok(actuals)
    }

    /// The number of a statement in a unit; none when it has none or cannot be converted.
    fn number(&self, statement: &Statement, unit: Option<&str>) -> Option<f64> {
        let Value::Number(number) = statement.value else {
            return None;
        };
        let (Some(from), Some(to)) = (statement.unit.as_deref(), unit) else {
            return Some(number);
        };
        let factor = self.app.packs.units().factor(from, to).ok()?;
        Some(number * factor).filter(|n| n.is_finite())
    }
}

fn ruled_out(statement: &Statement) -> bool {
    statement.told.as_ref().and_then(|told| told.preferred) == Some(false)
}

/// Statements about one year, the preferred first, each with whether they differ.
fn preferred_first(said: Vec<Statement>) -> Vec<(Statement, bool)> {
    let findings = Profile::of(said, NaiveDate::MAX).findings;
    let all = findings.into_iter().flat_map(|f| {
        let conflicting = f.conflicting;
        let rest = f.others.into_iter().chain(f.earlier);
        std::iter::once(f.preferred)
            .chain(rest)
            .map(move |s| (s, conflicting))
    });
    all.collect()
}

fn target(spec: &TargetSpec, milestones: &[Milestone], baseline: Option<&YearFigure>) -> Target {
    let point = |m: &Milestone| {
        Some(Point {
            year: m.year?,
            value: m.value?,
        })
    };
    Target {
        direction: spec.direction,
        baseline: baseline.map(|b| Point {
            year: b.year,
            value: b.value,
        }),
        milestones: milestones.iter().filter_map(point).collect(),
        path: spec.path,
        tolerance: spec.tolerance,
    }
}

fn points(actuals: &[YearFigure]) -> Vec<Point> {
    let point = |a: &YearFigure| Point {
        year: a.year,
        value: a.value,
    };
    actuals.iter().map(point).collect()
}

fn values(points: &[Point]) -> Vec<YearValue> {
    let value = |p: &Point| YearValue {
        year: p.year,
        value: p.value,
    };
    points.iter().map(value).collect()
}

/// The light, and why there is none.
fn light(progress: &Progress, milestones: &[Milestone]) -> (TargetLight, Option<String>) {
    let told = |m: &&Milestone| !m.figures.is_empty();
    let why = match progress.light {
        Light::OnPath => return (TargetLight::OnPath, None),
        Light::Behind => return (TargetLight::Behind, None),
        Light::Unknown(Untold::NoTarget) => match milestones.iter().find(told) {
            Some(m) if m.value.is_none() => Untold::InWords,
            Some(_) => Untold::NoYear,
            None => Untold::NoTarget,
        },
        Light::Unknown(why) => why,
    };
    (TargetLight::Unknown, Some(why.code().to_owned()))
}

fn forecasts(progress: &Progress) -> Vec<ForecastView> {
    let view = |f: &julin_measure::target::Forecast| ForecastView {
        kind: f.kind.code().to_owned(),
        rate: f.rate,
        points: values(&f.points),
        reaches: f.reaches,
    };
    progress.forecasts.iter().map(view).collect()
}

fn not_forecast(progress: &Progress) -> Vec<(String, String)> {
    let not = progress.no_forecast.iter();
    not.map(|(kind, why)| (kind.code().to_owned(), why.code().to_owned()))
        .collect()
}
