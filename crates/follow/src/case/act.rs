//! An act of the workflow, checked against all it asks.
//!
//! Must not know: what an act brings about.

use super::command::{ActInput, named};
use super::deed::Acted;
use super::{Case, DocumentName};
use crate::workflow::Workflow;
use crate::workflow::spec::{ActSpec, Sense, Taken};
use crate::workflow::value::{TEXT, is_break, is_unseen, read_value, unseen};
use chrono::NaiveDateTime;
use julin_model::{Diagnostic, Text, Value};
use std::collections::BTreeMap;

/// Most documents with one act.
const MOST_DOCUMENTS: usize = 50;
/// Most persons in one role.
const MOST_PERSONS: usize = 200;

type Fields = BTreeMap<String, Option<Value>>;
type People = BTreeMap<String, Vec<String>>;

/// The act that opens a case: the one named, or the only one there is.
pub(super) fn opening_act<'w>(workflow: &'w Workflow, id: &str) -> Result<&'w ActSpec, Diagnostic> {
    let mut acts = workflow.openings();
    let found = match id {
        "" => acts.next(),
        id => acts.find(|act| act.id == id),
    };
    let known = || {
        workflow
            .openings()
            .map(|act| act.id.as_str())
            .collect::<Vec<_>>()
    };
    let unknown = || Diagnostic::error("follow.act.unknown").with("act", id);
    found.ok_or_else(|| unknown().with("possible", known().join(", ")))
}

/// An act that can be done where the case is.
pub(super) fn find<'w>(
    workflow: &'w Workflow,
    case: &Case,
    id: &str,
) -> Result<&'w ActSpec, Diagnostic> {
    let possible = || {
        let acts = workflow.acts_in(&case.state).map(|act| &act.title);
        joined(acts)
    };
    let spec = workflow.act(id).ok_or_else(|| {
        let unknown = Diagnostic::error("follow.act.unknown").with("act", id);
        unknown.with_text("possible", &possible())
    })?;
    if !spec.from.contains(&case.state) {
        let state = workflow.state(&case.state).map(|state| state.title.clone());
        let wrong = Diagnostic::error("follow.act.state").with_text("act", &spec.title);
        let wrong = wrong.with_text("state", &state.unwrap_or_default());
        return Err(wrong.with_text("possible", &possible()));
    }
    // Taking the case back does not wait for anybody.
    let pending = case.pending.as_ref();
    if let Some(pending) = pending.filter(|_| spec.sense != Sense::Withdraw) {
        let waits = Diagnostic::error("follow.act.pending").with("by", &pending.by);
        let title = workflow.act(&pending.act.act).map(|act| act.title.clone());
        return Err(waits.with_text("act", &title.unwrap_or_default()));
    }
    Ok(spec)
}

/// The act as it takes effect, when everything it asks is given.
pub(super) fn prepare(
    workflow: &Workflow,
    case: &Case,
    spec: &ActSpec,
    (author, on, input): (&str, NaiveDateTime, &ActInput),
) -> Result<Acted, Diagnostic> {
    let role = role_of(workflow, case, spec, author)?;
    repeated(case, spec, author)?;
    let side = workflow.role(&role).and_then(|role| role.side.clone());
    let state = aim(workflow, case, spec, input)?;
    let read = fields(workflow, spec, input)?;
    let own =
        |id: &String| side.is_some() && workflow.field(id).is_some_and(|field| field.each_side);
    let (side_fields, fields) = read.into_iter().partition(|(id, _)| own(id));
    let people = people(workflow, case, spec, (author, &role, input))?;
    let reason = words(&input.reason)?;
    if spec.reason && reason.is_empty() {
        return Err(Diagnostic::error("follow.act.reason").with_text("act", &spec.title));
    }
    check_documents(spec.evidence, &input.documents, &spec.title)?;
    let act = Acted {
        act: spec.id.clone(),
        role,
        phase: workflow.phase(&state),
        state,
        sense: spec.sense,
        fields,
        side,
        side_fields,
        people,
        reason,
        documents: input.documents.clone(),
        proposed_by: String::new(),
    };
    holds(workflow, case, &act, on)?;
    Ok(act)
}

/// What an act needs is there and what must hold does: asked when it is wanted, and again
/// when the last signature lets it take effect.
pub(super) fn holds(
    workflow: &Workflow,
    case: &Case,
    act: &Acted,
    on: NaiveDateTime,
) -> Result<(), Diagnostic> {
    let Some(spec) = workflow.act(&act.act) else {
        return Ok(());
    };
    let mut after = case.clone();
    after.fill(act, 0);
    complete(workflow, &after, spec, act.side.as_deref())?;
    manned(workflow, &after, spec, &act.people)?;
    guarded(workflow, &after, spec, on)
}

/// Whether somebody may do an act at all.
pub(super) fn may(
    workflow: &Workflow,
    case: &Case,
    spec: &ActSpec,
    author: &str,
) -> Result<(), Diagnostic> {
    role_of(workflow, case, spec, author)?;
    repeated(case, spec, author)
}

/// The role somebody acts in.
fn role_of(
    workflow: &Workflow,
    case: &Case,
    spec: &ActSpec,
    author: &str,
) -> Result<String, Diagnostic> {
    let opening = spec.from.is_empty();
    let may = |id: &&String| {
        let taken = workflow.role(id).map(|role| role.taken);
        case.holds(author, id)
            || match taken {
                Some(Taken::Anybody) => true,
                Some(Taken::Claimed) => case.holders(id).next().is_none(),
                Some(Taken::Opening) => opening,
                Some(Taken::Named) => opening,
                None => false,
            }
    };
    if let Some(role) = spec.by.iter().find(may) {
        return Ok(role.clone());
    }
    let titles = spec.by.iter().filter_map(|id| workflow.role(id));
    let holders = spec.by.iter().flat_map(|id| case.holders(id));
    let mut holders: Vec<&str> = holders.map(String::as_str).collect();
    if holders.is_empty() {
        holders.push("—");
    }
    let wrong = Diagnostic::error("follow.act.role").with("person", author);
    let wrong = wrong
        .with_text("act", &spec.title)
        .with("holders", holders.join("、"));
    Err(wrong.with_text("roles", &joined(titles.map(|role| &role.title))))
}

/// Acts that want another pair of eyes, or may be done so many times only.
fn repeated(case: &Case, spec: &ActSpec, author: &str) -> Result<(), Diagnostic> {
    let did = |act: &&String| {
        let by = case.done.get(*act);
        by.is_some_and(|people| people.iter().any(|person| person == author))
    };
    if spec.not_by_who_did.iter().any(|act| did(&act)) {
        let same = Diagnostic::error("follow.act.same-person").with("person", author);
        return Err(same.with_text("act", &spec.title));
    }
    match spec.most {
        Some(most) if case.times(&spec.id) >= most as usize => {
            let often = Diagnostic::error("follow.act.most").with("most", most);
            Err(often.with_text("act", &spec.title))
        }
        _ => Ok(()),
    }
}

/// Where the case goes.
fn aim(
    workflow: &Workflow,
    case: &Case,
    spec: &ActSpec,
    input: &ActInput,
) -> Result<String, Diagnostic> {
    match (spec.to.as_slice(), &input.to) {
        ([], _) => Ok(case.state.clone()),
        ([only], None) => Ok(only.clone()),
        (some, Some(to)) if some.contains(to) => Ok(to.clone()),
        (some, to) => {
            let titles = some.iter().filter_map(|id| workflow.state(id));
            let found = Diagnostic::error("follow.act.to").with("to", to.as_deref().unwrap_or(""));
            let found = found.with("ids", some.join(", "));
            Err(found.with_text("possible", &joined(titles.map(|state| &state.title))))
        }
    }
}

fn fields(workflow: &Workflow, spec: &ActSpec, input: &ActInput) -> Result<Fields, Diagnostic> {
    let mut read = Fields::new();
    for (id, text) in &input.fields {
        let named = workflow.field(id);
        let Some(field) = named.filter(|_| spec.needs.contains(id) || spec.takes.contains(id))
        else {
            let wrong = Diagnostic::error("follow.field.not-here").with("field", id);
            return Err(wrong.with_text("act", &spec.title));
        };
        read.insert(id.clone(), read_value(field, text)?);
    }
    Ok(read)
}

/// Who has which role with this act, the one acted in among them.
fn people(
    workflow: &Workflow,
    case: &Case,
    spec: &ActSpec,
    (author, role, input): (&str, &str, &ActInput),
) -> Result<People, Diagnostic> {
    let mut people = People::new();
    for (id, persons) in &input.people {
        let known = workflow.role(id);
        let Some(known) = known.filter(|_| spec.names.contains(id) || spec.may_name.contains(id))
        else {
            let wrong = Diagnostic::error("follow.act.no-naming").with("role", id);
            return Err(wrong.with_text("act", &spec.title));
        };
        let mut named_people = Vec::new();
        for person in persons.iter().filter(|person| !person.trim().is_empty()) {
            let person = named(person)?;
            if !named_people.contains(&person) {
                named_people.push(person);
            }
        }
        let most = if known.many { MOST_PERSONS } else { 1 };
        if named_people.len() > most {
            let found = Diagnostic::error("follow.act.too-many").with("n", named_people.len());
            return Err(found.with("most", most).with_text("role", &known.title));
        }
        if !named_people.is_empty() {
            people.insert(id.clone(), named_people);
        }
    }
    let taken = workflow.role(role).map(|role| role.taken);
    let keeps = !matches!(taken, None | Some(Taken::Anybody)) && !case.holds(author, role);
    if keeps && !people.contains_key(role) {
        people.insert(role.to_owned(), vec![author.to_owned()]);
    }
    Ok(people)
}

fn complete(
    workflow: &Workflow,
    after: &Case,
    spec: &ActSpec,
    side: Option<&str>,
) -> Result<(), Diagnostic> {
    let empty = |id: &&String| {
        let told = after.fields.get(*id);
        let each = workflow.field(id).is_some_and(|field| field.each_side);
        match side.filter(|_| each) {
            Some(side) => {
                told.is_none_or(|told| told.iter().all(|t| t.side.as_deref() != Some(side)))
            }
            None => told.is_none(),
        }
    };
    let missing = spec
        .needs
        .iter()
        .filter(empty)
        .filter_map(|id| workflow.field(id));
    let titles = joined(missing.map(|field| &field.title));
    if titles.is_empty() {
        return Ok(());
    }
    let found = Diagnostic::error("follow.field.missing").with_text("fields", &titles);
    Err(found.with_text("act", &spec.title))
}

fn manned(
    workflow: &Workflow,
    after: &Case,
    spec: &ActSpec,
    people: &People,
) -> Result<(), Diagnostic> {
    let empty = |id: &&String| !people.contains_key(*id) && after.holders(id).next().is_none();
    let missing = spec
        .names
        .iter()
        .filter(empty)
        .filter_map(|id| workflow.role(id));
    let titles = joined(missing.map(|role| &role.title));
    if titles.is_empty() {
        return Ok(());
    }
    let found = Diagnostic::error("follow.act.unnamed").with_text("roles", &titles);
    Err(found.with_text("act", &spec.title))
}

fn guarded(
    workflow: &Workflow,
    after: &Case,
    spec: &ActSpec,
    on: NaiveDateTime,
) -> Result<(), Diagnostic> {
    let guard = spec.when.as_ref().and_then(|text| workflow.guard(text));
    let Some(guard) = guard else { return Ok(()) };
    match guard.holds(after, on.date()) {
        Ok(true) => Ok(()),
        Ok(false) => {
            let found = Diagnostic::error("follow.act.guard").with_text("act", &spec.title);
            Err(found.with_text("why", &spec.otherwise))
        }
        Err(missing) => {
            let titles = missing.iter().map(|name| match workflow.field(name) {
                Some(field) => field.title.clone(),
                None => Text::same(name),
            });
            let titles: Vec<Text> = titles.collect();
            let found = Diagnostic::error("follow.act.guard-unknown");
            let found = found.with_text("act", &spec.title);
            Err(found.with_text("fields", &joined(titles.iter())))
        }
    }
}

/// Documents that are enough, and not endlessly many.
pub(super) fn check_documents(
    wanted: u32,
    documents: &[DocumentName],
    title: &Text,
) -> Result<(), Diagnostic> {
    let n = documents.len();
    let code = match () {
        () if n < wanted as usize => "follow.evidence.missing",
        () if n > MOST_DOCUMENTS => "follow.evidence.too-many",
        () => {
            let mut signs = documents.iter().flat_map(|document| document.name.chars());
            let hidden = signs.find(|sign| is_unseen(*sign));
            return hidden.map_or(Ok(()), |sign| Err(unseen(sign)));
        }
    };
    let found = Diagnostic::error(code).with("n", n).with("wanted", wanted);
    Err(found.with("most", MOST_DOCUMENTS).with_text("act", title))
}

/// What was said, trimmed and not endless.
pub(super) fn words(text: &str) -> Result<String, Diagnostic> {
    let text = text.trim();
    let length = text.chars().count();
    if length > TEXT {
        let found = Diagnostic::error("follow.words-long").with("n", length);
        return Err(found.with("most", TEXT));
    }
    let hidden = |sign: &char| is_unseen(*sign) && !is_break(*sign);
    match text.chars().find(hidden) {
        Some(sign) => Err(unseen(sign)),
        None => Ok(text.to_owned()),
    }
}

/// Titles one after another, in both languages.
pub(super) fn joined<'t>(titles: impl Iterator<Item = &'t Text>) -> Text {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for title in titles {
        zh.push(title.get(julin_model::Lang::Zh));
        en.push(title.get(julin_model::Lang::En));
    }
    Text::new(zh.join("、"), en.join(", "))
}
