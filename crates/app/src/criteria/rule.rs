//! One rule in full: its tree, numbers, points, worth, dates, vintages and ladder.

use super::calendar::calendar_lines;
use super::condition::{basis, condition};
use super::rules::{day, rule_line};
use crate::call::{Answer, App, Call};
use crate::contract::{
    BenefitView, DerivedView, ExclusionView, LadderView, ReferenceView, RuleLine, RuleState,
    RuleView, ScoringItem, ScoringView, ThresholdView,
};
use crate::error::AppError;
use crate::packs::Loaded;
use chrono::NaiveDate;
use julin_criteria::spec::{
    CriteriaSpec, ExclusionSpec, ItemSpec, PartSpec, Points, ThresholdSpec,
};
use julin_model::{Diagnostic, Text};

/// Which rule, as of which day.
#[derive(Debug, Clone, Default)]
pub struct RuleInput {
    /// `<pack>/<name>`.
    pub id: String,
    /// `2026` or `2026-04-01`; today when not given.
    pub as_of: Option<String>,
}

type Rule = Loaded<CriteriaSpec>;

/// The rule of an identifier.
pub fn rule(app: &App, _call: &Call, input: &RuleInput) -> Answer<RuleView> {
    let as_of = day(app, input.as_of.as_deref())?;
    let loaded = find_rule(app, &input.id)?;
    let (pack, spec) = (loaded.pack, &loaded.spec);
    Ok(RuleView {
        as_of,
        rule: rule_line(app, loaded, as_of),
        references: references(app, loaded),
        conditions: condition(app, pack, &spec.conditions),
        targeting: spec.targeting.as_ref().map(|c| condition(app, pack, c)),
        thresholds: thresholds(app, loaded, as_of),
        derived: derived(spec),
        scoring: scoring(app, loaded),
        benefit: benefit(app, loaded),
        excludes: exclusions(app, loaded),
        validity: spec.validity.as_ref().map(|validity| validity.years),
        renewal: spec
            .validity
            .as_ref()
            .map(|validity| validity.renewal.clone())
            .unwrap_or_default(),
        calendar: calendar_lines(app, loaded, as_of),
        vintages: vintages(app, loaded, as_of),
        ladder: ladder(app, loaded, as_of),
        note: spec.note.clone(),
    })
}

/// The rule, or what is near it.
pub(super) fn find_rule<'a>(app: &'a App, id: &str) -> Answer<&'a Rule> {
    app.packs
        .rule(id)
        .ok_or_else(|| AppError::not_found("rule", id))
}

/// The rule, compiled; one with errors cannot be asked.
pub(super) fn compiled<'a>(app: &'a App, id: &str) -> Answer<&'a julin_criteria::Rule> {
    let broken = || Diagnostic::error("app.rule-broken").with("id", id);
    app.packs
        .compiled_rule(id)
        .ok_or_else(|| AppError::invalid(broken()))
}

fn references(app: &App, loaded: &Rule) -> Vec<ReferenceView> {
    let known = &app.packs.all()[loaded.pack].manifest.references;
    let view = |key: &String| Some(crate::packs::reference_view(key, known.get(key)?));
    loaded.spec.references.iter().filter_map(view).collect()
}

pub(super) fn unit_label(app: &App, code: &str) -> Text {
    app.packs
        .units()
        .get(code)
        .map_or_else(|| Text::same(code), |unit| unit.label.clone())
}

fn thresholds(app: &App, loaded: &Rule, as_of: NaiveDate) -> Vec<ThresholdView> {
    let view = |(id, threshold): (&String, &ThresholdSpec)| {
        let later = threshold.dated.iter().filter(|dated| dated.from <= as_of);
        let latest = later.max_by_key(|dated| dated.from);
        let (value, stands) = latest.map_or((threshold.value, &threshold.basis), |dated| {
            (dated.value, &dated.basis)
        });
        ThresholdView {
            id: id.clone(),
            label: threshold.label.clone(),
            value,
            unit: threshold.unit.clone(),
            unit_label: unit_label(app, &threshold.unit),
            basis: basis(app, loaded.pack, stands),
        }
    };
    loaded.spec.thresholds.iter().map(view).collect()
}

fn derived(spec: &CriteriaSpec) -> Vec<DerivedView> {
    let view = |derived: &julin_criteria::spec::DerivedSpec| DerivedView {
        id: derived.id.clone(),
        label: derived.label.clone(),
        formula: derived.formula.clone(),
    };
    spec.derived.iter().map(view).collect()
}

fn scoring(app: &App, loaded: &Rule) -> Option<ScoringView> {
    let scoring = loaded.spec.scoring.as_ref()?;
    let items = scoring
        .parts
        .iter()
        .flat_map(|part| part.items.iter().map(|item| scoring_item(app, part, item)));
    Some(ScoringView {
        max: scoring.max,
        basis: basis(app, loaded.pack, &scoring.basis),
        items: items.collect(),
    })
}

fn scoring_item(app: &App, part: &PartSpec, item: &ItemSpec) -> ScoringItem {
    let bands = item.bands.as_ref();
    let steps = bands
        .map(|bands| bands.steps.as_slice())
        .unwrap_or_default();
    ScoringItem {
        part: part.label.clone(),
        label: item.label.clone(),
        max: item.max,
        boundary: bands.map(|bands| bands.boundary),
        unit: bands.map(|bands| bands.unit.clone()),
        unit_label: bands.map_or_else(Text::default, |bands| unit_label(app, &bands.unit)),
        bands: steps
            .iter()
            .map(|step| (step.over, ends(step.points)))
            .collect(),
        options: item
            .options
            .iter()
            .map(|option| (option.text.clone(), ends(option.points)))
            .collect(),
    }
}

fn ends(points: Points) -> [f64; 2] {
    match points {
        Points::Fixed(points) => [points; 2],
        Points::Range(range) => range,
    }
}

fn benefit(app: &App, loaded: &Rule) -> Option<BenefitView> {
    let benefit = loaded.spec.benefit.as_ref()?;
    Some(BenefitView {
        text: benefit.text.clone(),
        kind: benefit.kind,
        formula: benefit.formula.clone(),
        per: benefit.per,
        basis: basis(app, loaded.pack, &benefit.basis),
        note: benefit.note.clone(),
    })
}

/// Series that do not go together with the rule, whichever side says so; each with the
/// pack and the words that say it, once.
pub(super) fn excluded<'a>(
    app: &'a App,
    loaded: &'a Rule,
) -> Vec<(usize, &'a str, &'a ExclusionSpec)> {
    let own = loaded.spec.excludes.iter();
    let own = own.map(|exclusion| (loaded.pack, exclusion.series.as_str(), exclusion));
    let others = app.packs.rules().flat_map(|other| {
        let of_us = other.spec.excludes.iter();
        of_us
            .filter(|exclusion| exclusion.series == loaded.spec.series)
            .map(move |exclusion| (other.pack, other.spec.series.as_str(), exclusion))
    });
    let mut found: Vec<(usize, &str, &ExclusionSpec)> = Vec::new();
    for one in own.chain(others) {
        if !found.iter().any(|(_, series, _)| *series == one.1) {
            found.push(one);
        }
    }
    found
}

/// What the rule excludes, and what excludes the rule.
fn exclusions(app: &App, loaded: &Rule) -> Vec<ExclusionView> {
    let view = |(pack, series, exclusion): (usize, &str, &ExclusionSpec)| {
        let mut rules: Vec<_> = app
            .packs
            .rules()
            .filter(|rule| rule.spec.series == series)
            .collect();
        rules.sort_by_key(|rule| std::cmp::Reverse(rule.spec.effective.from));
        let titled = |rule: &Rule| (rule.id.clone(), rule.spec.title.clone());
        ExclusionView {
            rules: rules.into_iter().map(titled).collect(),
            series: series.to_owned(),
            basis: basis(app, pack, &exclusion.basis),
            note: exclusion.note.clone(),
        }
    };
    excluded(app, loaded).into_iter().map(view).collect()
}

fn vintages(app: &App, loaded: &Rule, as_of: NaiveDate) -> Vec<RuleLine> {
    let same = |other: &&Rule| other.spec.series == loaded.spec.series && other.id != loaded.id;
    let mut others: Vec<_> = app.packs.rules().filter(same).collect();
    others.sort_by_key(|rule| std::cmp::Reverse(rule.spec.effective.from));
    others
        .into_iter()
        .map(|other| rule_line(app, other, as_of))
        .collect()
}

fn ladder(app: &App, loaded: &Rule, as_of: NaiveDate) -> Option<LadderView> {
    let place = loaded.spec.ladder.as_ref()?;
    let rung = |other: &Rule| {
        let own = other
            .spec
            .ladder
            .as_ref()
            .filter(|own| own.id == place.id)?;
        let line = rule_line(app, other, as_of);
        let shown = other.id == loaded.id || line.state == RuleState::InForce;
        shown.then_some((own.rung, line))
    };
    let mut rungs: Vec<_> = app.packs.rules().filter_map(rung).collect();
    rungs.sort_by_key(|(rung, _)| *rung);
    Some(LadderView {
        id: place.id.clone(),
        rungs,
    })
}
