//! What is wrong with a workflow whose names are all declared: names that cannot be
//! used, fields of the wrong kind, amounts that make no sense, acts that drive each other
//! without end.
//!
//! Must not know: which other workflows there are.

use super::spec::{AllowanceSpec, ClockSpec, FieldKind, ScoringSpec, TieSpec, WorkflowSpec};
use julin_model::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};

/// Most of a kind in one workflow.
const MOST: usize = 300;
/// Longest identifier.
const LONG: usize = 60;
/// Most working days, and hours, a clock allows.
const MOST_DAYS: u32 = 10_000;
const MOST_HOURS: f64 = 100_000.0;

type Found = Vec<(String, Diagnostic)>;

/// Everything found, each with its path.
pub(super) fn check_sound(spec: &WorkflowSpec) -> Found {
    let mut found = identifiers(spec);
    found.extend(kinds(spec));
    for (c, clock) in spec.clocks.iter().enumerate() {
        found.extend(clock_amounts(c, clock, spec));
    }
    found.extend(spec.scoring.iter().flat_map(scoring));
    found.extend(driven(spec));
    found
}

/// Identifiers by the list they stand in.
fn lists(spec: &WorkflowSpec) -> Vec<(String, Vec<&str>)> {
    let own = |name: &str, ids: Vec<_>| (name.to_owned(), ids);
    let mut lists = vec![
        own("roles", spec.roles.iter().map(|o| o.id.as_str()).collect()),
        own(
            "fields",
            spec.fields.iter().map(|o| o.id.as_str()).collect(),
        ),
        own(
            "states",
            spec.states.iter().map(|o| o.id.as_str()).collect(),
        ),
        own("acts", spec.acts.iter().map(|o| o.id.as_str()).collect()),
        own(
            "clocks",
            spec.clocks.iter().map(|o| o.id.as_str()).collect(),
        ),
    ];
    for (f, field) in spec.fields.iter().enumerate() {
        let choices = field.choices.iter().map(|choice| choice.id.as_str());
        lists.push((format!("fields.{f}.choices"), choices.collect()));
    }
    if let Some(scoring) = &spec.scoring {
        let items = scoring.items.iter().map(|item| item.id.as_str());
        lists.push(own("scoring.items", items.collect()));
    }
    lists
}

fn identifiers(spec: &WorkflowSpec) -> Found {
    let mut found = Found::new();
    for (list, ids) in lists(spec) {
        if ids.len() > MOST {
            let many = Diagnostic::error("follow.workflow.too-many").with("n", ids.len());
            found.push((list.clone(), many.with("most", MOST)));
        }
        for (i, id) in ids.iter().enumerate() {
            let path = || format!("{list}.{i}.id");
            let sign = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(&b);
            if id.is_empty() || id.len() > LONG || !id.bytes().all(sign) {
                let wrong = Diagnostic::error("follow.workflow.id").with("id", id);
                found.push((path(), wrong));
            }
            // The five kinds are checked with their names.
            if list.contains('.') && ids[..i].contains(id) {
                let twice = Diagnostic::error("follow.workflow.twice").with("name", id);
                found.push((path(), twice));
            }
            if list == "fields" && super::guard::is_reserved(id) {
                let taken = Diagnostic::error("follow.workflow.reserved").with("field", id);
                found.push((path(), taken));
            }
        }
    }
    found
}

/// Fields used for what their kind cannot hold.
fn kinds(spec: &WorkflowSpec) -> Found {
    use FieldKind::{Choice, Date, Entity, Line, Number, Person};
    let mut uses: Vec<(String, &str, &[FieldKind])> = Vec::new();
    for (a, act) in spec.acts.iter().enumerate() {
        for (o, owed) in act.obliges.iter().enumerate() {
            let day = owed.day_of.as_deref();
            uses.extend(day.map(|id| (format!("acts.{a}.obliges.{o}.day_of"), id, &[Date][..])));
        }
    }
    if let Some(budget) = &spec.budget {
        uses.push(("budget.day".to_owned(), &budget.day, &[Date]));
        let bodies = &[Line, Choice, Person, Entity];
        uses.push(("budget.body".to_owned(), &budget.body, bodies));
    }
    if let Some(register) = &spec.register {
        uses.push(("register.day".to_owned(), &register.day, &[Date]));
        let count = register.count.as_deref();
        uses.extend(count.map(|id| ("register.count".to_owned(), id, &[Number][..])));
    }
    if let Some(id) = spec
        .scoring
        .as_ref()
        .and_then(|own| own.places_field.as_deref())
    {
        uses.push(("scoring.places_field".to_owned(), id, &[Number]));
    }
    let wrong = |(path, id, fit): (String, &str, &[FieldKind])| {
        let field = spec.fields.iter().find(|field| field.id == id)?;
        let found = Diagnostic::error("follow.workflow.kind").with("field", id);
        (!fit.contains(&field.kind)).then_some((path, found))
    };
    let mut found: Found = uses.into_iter().filter_map(wrong).collect();
    let no_sides = spec.roles.iter().all(|role| role.side.is_none());
    for (f, field) in spec.fields.iter().enumerate() {
        if field.each_side && no_sides {
            let sides = Diagnostic::error("follow.workflow.sides").with("field", &field.id);
            found.push((format!("fields.{f}.each_side"), sides));
        }
    }
    found
}

fn clock_amounts(c: usize, clock: &ClockSpec, spec: &WorkflowSpec) -> Found {
    let mut found = Found::new();
    let sensible = |allows: &AllowanceSpec| match allows {
        AllowanceSpec::WorkingDays(days) => (1..=MOST_DAYS).contains(days),
        AllowanceSpec::WorkingHours(hours) => *hours > 0.0 && *hours <= MOST_HOURS,
    };
    let wrong = || Diagnostic::error("follow.workflow.allows").with("clock", &clock.id);
    if !sensible(&clock.allows) {
        found.push((format!("clocks.{c}.allows"), wrong()));
    }
    for (l, level) in clock.levels.iter().enumerate() {
        let path = format!("clocks.{c}.levels.{l}");
        if !sensible(&level.allows) {
            found.push((format!("{path}.allows"), wrong()));
        }
        let field = spec.fields.iter().find(|field| field.id == level.field);
        let known = |id: &String| field.is_some_and(|f| f.choices.iter().any(|c| c.id == *id));
        if field.is_some_and(|field| field.each_side) || (field.is_some() && !known(&level.is)) {
            let level_of = Diagnostic::error("follow.workflow.level").with("is", &level.is);
            found.push((format!("{path}.is"), level_of.with("field", &level.field)));
        }
    }
    found
}

fn scoring(scoring: &ScoringSpec) -> Found {
    let mut found = Found::new();
    let known: Vec<&str> = scoring.items.iter().map(|item| item.id.as_str()).collect();
    for (t, tie) in scoring.ties.iter().enumerate() {
        let TieSpec::Item(item) = tie else { continue };
        if !known.contains(&item.as_str()) {
            let unknown = Diagnostic::error("follow.workflow.unknown-item").with("name", item);
            let unknown = unknown.with("known", known.join(", "));
            found.push((format!("scoring.ties.{t}"), unknown));
        }
    }
    let weights = scoring.items.iter().filter_map(|item| item.weight);
    let amounts = weights.chain(scoring.items.iter().map(|item| item.most));
    let odd = amounts.clone().any(|n| !n.is_finite() || n <= 0.0);
    if odd || scoring.while_in.is_empty() || scoring.places == Some(0) {
        let wrong = Diagnostic::error("follow.workflow.scoring");
        found.push(("scoring".to_owned(), wrong));
    }
    found
}

/// Acts without anybody that lead round in a circle: they would go on for ever.
fn driven(spec: &WorkflowSpec) -> Found {
    let mut ways: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let alone = |act: &&super::ActSpec| act.by_itself.is_some() && act.most.is_none();
    for act in spec.acts.iter().filter(alone) {
        for from in &act.from {
            let to = act.to.iter().map(String::as_str);
            ways.entry(from).or_default().extend(to);
        }
    }
    // States from which no way leads on are taken out until none is left, or a circle.
    while let Some(end) = ways.iter().find_map(|(from, to)| {
        let stuck = to.iter().all(|to| !ways.contains_key(to));
        stuck.then_some(*from)
    }) {
        ways.remove(end);
    }
    let circle: Vec<&str> = ways.keys().copied().collect();
    if circle.is_empty() {
        return Found::new();
    }
    let found = Diagnostic::error("follow.workflow.driven").with("states", circle.join(", "));
    vec![("acts".to_owned(), found)]
}
