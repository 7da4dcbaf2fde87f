//! Editing a rule: a text checked as the file it must become, drawn, tried on firms, run
//! against the cases and compared with the rule in use. The packs in use stay as they
//! are; saving keeps a version of the text and nothing else.

use super::decide::{DecideInput, decide};
use super::diff::{Side, diff_of};
use super::rule::{RuleInput, find_rule, rule};
use super::rules::day;
use crate::call::{Answer, App, Call};
use crate::contract::{AnswerView, DraftVersion, DraftView, RuleDiff, TriedFirm};
use crate::error::AppError;
use crate::packs::case_view;
use chrono::NaiveDate;
use julin_model::{Diagnostic, Place, Severity, Text};
use julin_store::NewDraft;
use std::sync::Arc;

/// Which rule, with which text, and what to do with it.
#[derive(Debug, Clone, Default)]
pub struct DraftInput {
    /// The rule it begins as: `<pack>/<name>`.
    pub base: String,
    /// Name of a new rule of the same pack; the rule itself when not given.
    pub name: Option<String>,
    /// The text; a kept version or the rule as it is when not given.
    pub text: Option<String>,
    /// A kept version.
    pub version: Option<u32>,
    /// Firms to try it on: identifiers or exact names.
    pub firms: Vec<String>,
    /// Compare it with the rule in use, over everybody.
    pub compare: bool,
    /// `2026` or `2026-04-01`; today when not given.
    pub as_of: Option<String>,
}

/// The longest text that is looked at, in bytes; the longest rule shipped has a twentieth.
const LONGEST: usize = 256 << 10;
/// How many firms a draft is tried on.
const MOST_FIRMS: usize = 3;
/// The longest name of a rule.
const LONGEST_NAME: usize = 80;
/// The longest note, in letters.
const LONGEST_NOTE: usize = 500;

/// The draft from all sides.
pub fn draft(app: &App, call: &Call, input: &DraftInput) -> Answer<DraftView> {
    let as_of = day(app, input.as_of.as_deref())?;
    let base = find_rule(app, &input.base)?;
    let target = Target::of(app, input)?;
    let kept = app
        .store
        .read(|tx| Ok::<_, AppError>(tx.drafts(&target.rule)?))?;
    let wanted = kept.iter().find(|own| Some(own.version) == input.version);
    if input.version.is_some() && wanted.is_none() {
        return Err(AppError::not_found("draft", &target.rule));
    }
    let in_use = || app.packs.file_text(&target.pack, &target.source);
    let text = match (&input.text, wanted) {
        (Some(text), _) => text.replace("\r\n", "\n"),
        (None, Some(version)) => version.what.text.clone(),
        (None, None) => in_use().unwrap_or_default(),
    };
    let against = against(app, input, &target, as_of);
    let title = |id: &String| app.packs.rule(id).map(|own| own.spec.title.clone());
    let mut view = DraftView {
        as_of,
        rule: target.rule.clone(),
        base: input.base.clone(),
        base_title: base.spec.title.clone(),
        file: app.packs.file_name(&target.pack, &target.path),
        text: String::new(),
        findings: Vec::new(),
        drawn: None,
        firms: Vec::new(),
        cases: Vec::new(),
        against: against
            .as_ref()
            .and_then(|id| Some((id.clone(), title(id)?))),
        compared: None,
        version: wanted
            .map(|own| own.version)
            .filter(|_| input.text.is_none()),
        versions: kept.iter().rev().map(version_view).collect(),
    };
    if text.len() > LONGEST {
        let long = Diagnostic::error("app.draft-too-long");
        let long = long
            .with("size", text.len() >> 10)
            .with("most", LONGEST >> 10);
        view.findings.push(long.at(Place::file(view.file.clone())));
        return Ok(view);
    }
    view.text = text;
    look_at(app, call, input, (&target, against.as_deref()), &mut view)?;
    Ok(view)
}

/// The packs with the draft in its place, and what they make of it.
fn look_at(
    app: &App,
    call: &Call,
    input: &DraftInput,
    (target, against): (&Target, Option<&str>),
    view: &mut DraftView,
) -> Answer<()> {
    let packs = app.packs.with_file(&target.pack, &target.path, &view.text);
    let here = |found: &&Diagnostic| {
        let place = found.place.as_ref();
        place.is_some_and(|place| place.file == view.file)
    };
    view.findings = packs.diagnostics().iter().filter(here).cloned().collect();
    let with_draft = App {
        packs: Arc::new(packs),
        ..app.clone()
    };
    let wrong = view
        .findings
        .iter()
        .any(|found| found.severity == Severity::Error);
    let Some(compiled) = with_draft
        .packs
        .compiled_rule(&target.rule)
        .filter(|_| !wrong)
    else {
        return Ok(());
    };
    let as_of = Some(view.as_of.to_string());
    let shown = RuleInput {
        id: target.rule.clone(),
        as_of: as_of.clone(),
    };
    view.drawn = Some(rule(&with_draft, call, &shown)?);
    let cases = with_draft.packs.cases_of_rule(&input.base, compiled);
    view.cases = cases.iter().map(case_view).collect();
    let asked = input.firms.iter().filter(|firm| !firm.trim().is_empty());
    for firm in asked.take(MOST_FIRMS) {
        let tried = tried(
            app,
            call,
            (&with_draft, &target.rule, against),
            (firm, &as_of),
        );
        view.firms.push(tried);
    }
    if let Some(against) = against.filter(|_| input.compare) {
        view.compared = Some(compared(
            app,
            against,
            (&with_draft, &target.rule),
            view.as_of,
        )?);
    }
    Ok(())
}

fn compared(
    app: &App,
    against: &str,
    (with_draft, rule): (&App, &str),
    as_of: NaiveDate,
) -> Answer<RuleDiff> {
    let old = Side { app, rule: against };
    let new = Side {
        app: with_draft,
        rule,
    };
    diff_of(old, new, (None, as_of))
}

/// One firm under the rule in use and under the draft.
fn tried(
    app: &App,
    call: &Call,
    (with_draft, rule, against): (&App, &str, Option<&str>),
    (firm, as_of): (&str, &Option<String>),
) -> TriedFirm {
    let input = |rule: &str| DecideInput {
        rule: rule.to_owned(),
        entity: firm.trim().to_owned(),
        as_of: as_of.clone(),
        ..DecideInput::default()
    };
    let mut found = TriedFirm {
        asked: firm.trim().to_owned(),
        entity: None,
        was: None,
        is: None,
        telling: Vec::new(),
        amount: None,
        problem: None,
    };
    match decide(with_draft, call, &input(rule)) {
        Err(error) => found.problem = Some(error.diagnostic().clone()),
        Ok(verdict) => {
            let telling = verdict
                .clauses
                .iter()
                .filter(|clause| match verdict.answer {
                    AnswerView::Yes => false,
                    AnswerView::No => clause.matters,
                    AnswerView::Unknown => clause.matters && clause.answer == AnswerView::Unknown,
                });
            found.telling = telling.map(|clause| clause.text.clone()).collect();
            found.is = Some(verdict.answer);
            found.amount = verdict.amount;
            found.entity = Some(verdict.entity);
        }
    }
    let before = against.and_then(|id| decide(app, call, &input(id)).ok());
    found.was = before.map(|verdict| verdict.answer);
    found
}

/// The rule in use a draft is compared with: the rule itself, else the vintage of the
/// series in force on the day, else the rule it began as.
fn against(app: &App, input: &DraftInput, target: &Target, as_of: NaiveDate) -> Option<String> {
    let base = app.packs.rule(&input.base)?;
    let in_use = app.packs.compiled_rules().values();
    let mut series = in_use.filter(|own| own.spec.series == base.spec.series);
    let itself = app.packs.compiled_rule(&target.rule);
    let found = itself.or_else(|| series.find(|own| own.in_force(as_of)));
    let found = found.or_else(|| app.packs.compiled_rule(&input.base));
    found.map(|own| own.id.clone())
}

fn version_view(draft: &julin_store::Draft) -> DraftVersion {
    DraftVersion {
        version: draft.version,
        saved_at: draft.saved_at,
        author: draft.author.clone(),
        note: draft.what.note.clone(),
    }
}

/// Keeps a version of the text; its number. A text with mistakes may be kept: it is a
/// draft.
pub fn save_draft(app: &App, call: &Call, input: &SaveDraftInput) -> Answer<u32> {
    let target = Target::of(app, &input.draft)?;
    let text = input.draft.text.clone().unwrap_or_default();
    if text.len() > LONGEST {
        let long = Diagnostic::error("app.draft-too-long").with("size", text.len() >> 10);
        return Err(AppError::invalid(long.with("most", LONGEST >> 10)));
    }
    let new = NewDraft {
        rule: target.rule,
        base: input.draft.base.clone(),
        text: text.replace("\r\n", "\n"),
        note: input.note.trim().chars().take(LONGEST_NOTE).collect(),
    };
    let now = app.clock.now();
    app.store
        .write(|tx| Ok::<_, AppError>(tx.add_draft(&new, now, &call.actor)?))
}

/// A text to keep.
#[derive(Debug, Clone, Default)]
pub struct SaveDraftInput {
    /// Which rule, with which text.
    pub draft: DraftInput,
    /// What was changed and why.
    pub note: String,
}

/// The rules there are drafts of, with the title of what each began as.
pub fn drafts(app: &App, _call: &Call, (): &()) -> Answer<Vec<(String, String, Text)>> {
    let kept = app
        .store
        .read(|tx| Ok::<_, AppError>(tx.drafted_rules()?))?;
    let title = |base: &String| app.packs.rule(base).map(|own| own.spec.title.clone());
    let known = kept.into_iter().map(|(rule, base)| {
        let title = title(&base).unwrap_or_default();
        (rule, base, title)
    });
    Ok(known.collect())
}

/// Where a draft belongs.
struct Target {
    rule: String,
    pack: String,
    /// Path in the pack of the file it must become, and of the file it begins as.
    path: String,
    source: String,
}

impl Target {
    fn of(app: &App, input: &DraftInput) -> Answer<Self> {
        let base = find_rule(app, &input.base)?;
        let pack = app.packs.all()[base.pack].id.clone();
        let stem = base
            .id
            .strip_prefix(&format!("{pack}/"))
            .unwrap_or(&base.id);
        let name = match input.name.as_deref().filter(|name| !name.is_empty()) {
            Some(name) => plain(name)?,
            None => stem,
        };
        Ok(Self {
            rule: format!("{pack}/{name}"),
            path: format!("criteria/{name}.yaml"),
            source: format!("criteria/{stem}.yaml"),
            pack,
        })
    }
}

/// A name that can be a file's: small letters, digits and dashes.
fn plain(name: &str) -> Answer<&str> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.len() <= LONGEST_NAME && name.chars().all(fits) && !name.starts_with('-') {
        return Ok(name);
    }
    let shown: String = name.chars().take(LONGEST_NAME).collect();
    Err(AppError::invalid(
        Diagnostic::error("app.draft-name").with("name", shown),
    ))
}
