//! Workflows of the packs: what is wrong with one, and one ready to run cases by.

use super::{Loaded, Packs};
use julin_follow::workflow::across::check_across;
use julin_follow::{Calendar, CalendarSpec, Workflow, WorkflowSpec};
use julin_model::Diagnostic;
use julin_pack::{Category, Document, Pack, View};
use std::collections::BTreeMap;

/// Everything wrong with a workflow: the engine's own findings, and names of other
/// documents, units and types that are none.
pub(super) fn check_workflow(
    document: &Document<WorkflowSpec>,
    view: &View<'_>,
) -> Vec<Diagnostic> {
    let spec = &document.value;
    let own = Workflow::compile(&document.stem, spec).findings.into_iter();
    let mut found: Vec<Diagnostic> = own
        .map(|(path, found)| found.at(document.place(&path)))
        .collect();
    let mut named = |category: Category, id: &str, path: &str| {
        found.extend(view.check(category, id, || document.place(path)));
    };
    if let Some(calendar) = &spec.calendar {
        named(
            Category::Document,
            &format!("calendars:{calendar}"),
            "calendar",
        );
    }
    if let Some(key) = &spec.reference {
        named(
            Category::Source,
            &format!("{}.{key}", view.pack),
            "reference",
        );
    }
    if let Some(within) = &spec.within {
        let id = format!("workflows:{}", within.workflow);
        named(Category::Document, &id, "within.workflow");
    }
    for (a, act) in spec.acts.iter().enumerate() {
        for (o, opens) in act.opens.iter().enumerate() {
            let id = format!("workflows:{}", opens.workflow);
            named(
                Category::Document,
                &id,
                &format!("acts.{a}.opens.{o}.workflow"),
            );
        }
    }
    for (f, field) in spec.fields.iter().enumerate() {
        let unit = field.unit.as_ref();
        if let Some(unit) = unit.filter(|unit| view.names.unit(unit).is_none()) {
            let unknown = Diagnostic::error("app.workflow-unknown-unit").with("unit", unit);
            let unknown = unknown.with("field", &field.id);
            found.push(unknown.at(document.place(&format!("fields.{f}.unit"))));
        }
    }
    found
}

/// What is wrong between workflows, once all are loaded.
pub(super) fn check_between(
    packs: &[Pack],
    workflows: &BTreeMap<String, Loaded<WorkflowSpec>>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for own in workflows.values() {
        let between = check_across(&own.spec, |id| workflows.get(id).map(|other| &other.spec));
        if between.is_empty() {
            continue;
        }
        let mut files = packs[own.pack].documents_of("workflows");
        let raw = files.find(|raw| raw.id() == own.id);
        let document = raw.and_then(|raw| raw.read::<WorkflowSpec>().document);
        found.extend(between.into_iter().map(|(path, told)| match &document {
            Some(document) => told.at(document.place(&path)),
            None => told,
        }));
    }
    found
}

impl Packs {
    /// A workflow as written, by `<pack>/<name>`.
    pub fn workflow(&self, id: &str) -> Option<&Loaded<WorkflowSpec>> {
        self.workflows.get(id)
    }

    /// All workflows in order of identifier.
    pub fn workflows(&self) -> impl Iterator<Item = &Loaded<WorkflowSpec>> {
        self.workflows.values()
    }

    /// The calendar a workflow runs by: the one it names, else that of its pack, else five
    /// days a week in the time the calendars of all packs agree on.
    pub fn calendar_of_workflow(&self, id: &str, spec: &WorkflowSpec) -> Calendar {
        let named = spec.calendar.as_ref().and_then(|id| self.calendar(id));
        let of_pack = || {
            let pack = self.workflow(id)?.pack;
            self.calendar(&self.calendar_of(pack)?.id)
        };
        let five_days = || {
            let offset = self.common_offset();
            let spec = CalendarSpec {
                offset,
                ..CalendarSpec::five_days()
            };
            Calendar::new(&spec, None)
        };
        named.or_else(of_pack).unwrap_or_else(five_days)
    }

    /// The offset from universal time of all calendars that have one; none when they differ.
    fn common_offset(&self) -> Option<String> {
        let mut offsets = self.calendars().filter_map(|own| own.spec.offset.clone());
        let first = offsets.next()?;
        offsets.all(|own| own == first).then_some(first)
    }
}
