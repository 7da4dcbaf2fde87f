//! What is wrong with a workflow as written: names nobody declared, or declared twice.
//!
//! Must not know: which other workflows there are.

use super::guard::trigger_known;
use super::spec::{ActSpec, FieldKind, Taken, WorkflowSpec};
use julin_model::Diagnostic;
use std::collections::BTreeSet;

/// Most steps of a silence.
const STEPS: usize = 12;

/// The names of one kind, and where they are used.
struct Names<'s> {
    what: &'static str,
    known: BTreeSet<&'s str>,
}

impl<'s> Names<'s> {
    fn of(what: &'static str, ids: impl Iterator<Item = &'s str>) -> Self {
        let known = ids.collect();
        Self { what, known }
    }

    /// Every name used that is none.
    fn check<'u>(
        &self,
        path: &str,
        used: impl IntoIterator<Item = &'u String>,
        found: &mut Vec<(String, Diagnostic)>,
    ) {
        for name in used {
            if !self.known.contains(name.as_str()) {
                let unknown = format!("follow.workflow.unknown-{}", self.what);
                let known = self.known.iter().copied().collect::<Vec<_>>().join(", ");
                let finding = Diagnostic::error(&unknown).with("name", name);
                found.push((path.to_owned(), finding.with("known", known)));
            }
        }
    }
}

/// Every name used that is not declared, and every one declared twice.
pub(super) fn check_names(spec: &WorkflowSpec) -> Vec<(String, Diagnostic)> {
    let mut found = twice(spec);
    let roles = Names::of("role", spec.roles.iter().map(|own| own.id.as_str()));
    let states = Names::of("state", spec.states.iter().map(|own| own.id.as_str()));
    let fields = Names::of("field", spec.fields.iter().map(|own| own.id.as_str()));
    let acts = Names::of("act", spec.acts.iter().map(|own| own.id.as_str()));
    if !spec.code.chars().all(|c| c.is_ascii_uppercase()) || !(1..=6).contains(&spec.code.len()) {
        let finding = Diagnostic::error("follow.workflow.code").with("code", &spec.code);
        found.push(("code".to_owned(), finding));
    }
    for (s, state) in spec.states.iter().enumerate() {
        roles.check(&format!("states.{s}.turn"), &state.turn, &mut found);
    }
    for (f, field) in spec.fields.iter().enumerate() {
        roles.check(&format!("fields.{f}.seen_by"), &field.seen_by, &mut found);
        let wrong = (field.kind == FieldKind::Choice) == field.choices.is_empty();
        if wrong {
            let finding = Diagnostic::error("follow.workflow.choices").with("field", &field.id);
            found.push((format!("fields.{f}.choices"), finding));
        }
    }
    for (a, act) in spec.acts.iter().enumerate() {
        let path = |key: &str| format!("acts.{a}.{key}");
        states.check(&path("from"), &act.from, &mut found);
        states.check(&path("to"), &act.to, &mut found);
        for (key, used) in [
            ("by", &act.by),
            ("names", &act.names),
            ("may_name", &act.may_name),
        ] {
            roles.check(&path(key), used, &mut found);
        }
        for (key, used) in [("needs", &act.needs), ("takes", &act.takes)] {
            fields.check(&path(key), used, &mut found);
        }
        acts.check(&path("not_by_who_did"), &act.not_by_who_did, &mut found);
        let signer = act.countersign.iter().map(|own| &own.role);
        roles.check(&path("countersign.role"), signer, &mut found);
        for (o, owed) in act.obliges.iter().enumerate() {
            roles.check(
                &path(&format!("obliges.{o}.owner")),
                [&owed.owner],
                &mut found,
            );
            fields.check(
                &path(&format!("obliges.{o}.day_of")),
                &owed.day_of,
                &mut found,
            );
        }
        for (o, opens) in act.opens.iter().enumerate() {
            let used = opens.fields.iter().map(|copy| &copy.from);
            fields.check(&path(&format!("opens.{o}.fields")), used, &mut found);
        }
        found.extend(check_act(act, spec).map(|(key, finding)| (path(key), finding)));
    }
    check_rest(spec, [&roles, &states, &fields, &acts], &mut found);
    found
}

/// What is wrong with an act by itself.
fn check_act<'s>(
    act: &'s ActSpec,
    spec: &WorkflowSpec,
) -> impl Iterator<Item = (&'static str, Diagnostic)> + use<'s> {
    let told = |code: &str| Diagnostic::error(code).with("act", &act.id);
    let mut found = Vec::new();
    if act.from.is_empty() && act.to.len() != 1 {
        found.push(("to", told("follow.workflow.opening-to")));
    }
    if act.from.is_empty() && act.countersign.is_some() {
        found.push(("countersign", told("follow.workflow.opening-signed")));
    }
    if act.by.is_empty() && act.by_itself.is_none() {
        found.push(("by", told("follow.workflow.nobody")));
    }
    if let Some(trigger) = &act.by_itself
        && (!trigger_known(trigger, spec)
            || act.from.is_empty()
            || act.countersign.is_some()
            || !act.opens.is_empty()
            || act.to.len() != 1
            || act.to.iter().any(|to| act.from.contains(to)))
    {
        found.push(("by_itself", told("follow.workflow.trigger")));
    }
    if act.when.is_some() && act.otherwise.is_empty() {
        found.push(("otherwise", told("follow.workflow.otherwise")));
    }
    found.into_iter()
}

/// Clocks, silence, promises, budget, scoring, register, funnel.
fn check_rest(
    spec: &WorkflowSpec,
    [roles, states, fields, acts]: [&Names<'_>; 4],
    found: &mut Vec<(String, Diagnostic)>,
) {
    for (c, clock) in spec.clocks.iter().enumerate() {
        let path = |key: &str| format!("clocks.{c}.{key}");
        acts.check(&path("starts"), &clock.starts, found);
        acts.check(&path("stops"), &clock.stops, found);
        roles.check(&path("warns"), &clock.warns, found);
        roles.check(&path("escalates"), &clock.escalates, found);
        let levels = clock.levels.iter().map(|level| &level.field);
        fields.check(&path("levels"), levels, found);
        if clock.starts.is_empty() || clock.stops.is_empty() || clock.amber_percent > 100 {
            let finding = Diagnostic::error("follow.workflow.clock").with("clock", &clock.id);
            found.push((format!("clocks.{c}"), finding));
        }
    }
    if let Some(silence) = &spec.silence {
        roles.check("silence.asks", &silence.asks, found);
        states.check("silence.within", &silence.within, found);
        let days = &silence.after_days;
        if !(1..=STEPS).contains(&days.len()) || !days.is_sorted_by(|a, b| a < b) || days[0] == 0 {
            let finding = Diagnostic::error("follow.workflow.silence");
            found.push(("silence.after_days".to_owned(), finding));
        }
    }
    if let Some(own) = &spec.obligations {
        roles.check("obligations.made_by", &own.made_by, found);
        roles.check("obligations.owned_by", &own.owned_by, found);
    }
    if let Some(own) = &spec.budget {
        fields.check("budget", [&own.day, &own.body], found);
        acts.check("budget.uses", &own.uses, found);
        acts.check("budget.frees", &own.frees, found);
        if spec.subject.is_none() {
            let finding = Diagnostic::error("follow.workflow.budget-subject");
            found.push(("budget".to_owned(), finding));
        }
    }
    if let Some(own) = &spec.scoring {
        roles.check("scoring.judges", [&own.judges], found);
        states.check("scoring.while_in", &own.while_in, found);
        states.check("scoring.shown_in", &own.shown_in, found);
        fields.check("scoring.places_field", &own.places_field, found);
        let weighted = own
            .items
            .iter()
            .filter(|item| item.weight.is_some())
            .count();
        let wrong = own
            .items
            .iter()
            .any(|item| item.most.is_nan() || item.most <= 0.0);
        if own.items.is_empty() || wrong || (weighted != 0 && weighted != own.items.len()) {
            let finding = Diagnostic::error("follow.workflow.scoring");
            found.push(("scoring.items".to_owned(), finding));
        }
    }
    if let Some(own) = &spec.register {
        states.check("register.while_in", &own.while_in, found);
        let named = [Some(&own.day), own.number.as_ref(), own.count.as_ref()];
        fields.check("register", named.into_iter().flatten(), found);
        fields.check("register.shows", &own.shows, found);
    }
    states.check("funnel", &spec.funnel, found);
}

/// Identifiers declared twice, and roles nobody can come to have.
fn twice(spec: &WorkflowSpec) -> Vec<(String, Diagnostic)> {
    let kinds: [(&str, Vec<&str>); 5] = [
        (
            "roles",
            spec.roles.iter().map(|own| own.id.as_str()).collect(),
        ),
        (
            "fields",
            spec.fields.iter().map(|own| own.id.as_str()).collect(),
        ),
        (
            "states",
            spec.states.iter().map(|own| own.id.as_str()).collect(),
        ),
        (
            "acts",
            spec.acts.iter().map(|own| own.id.as_str()).collect(),
        ),
        (
            "clocks",
            spec.clocks.iter().map(|own| own.id.as_str()).collect(),
        ),
    ];
    let mut found = Vec::new();
    for (kind, ids) in kinds {
        let mut seen = BTreeSet::new();
        for (i, id) in ids.into_iter().enumerate() {
            if !seen.insert(id) {
                let finding = Diagnostic::error("follow.workflow.twice").with("name", id);
                found.push((format!("{kind}.{i}.id"), finding));
            }
        }
    }
    for (r, role) in spec.roles.iter().enumerate() {
        let named = |act: &ActSpec| act.names.contains(&role.id) || act.may_name.contains(&role.id);
        if role.taken == Taken::Named && !spec.acts.iter().any(named) {
            let finding = Diagnostic::error("follow.workflow.never-named").with("role", &role.id);
            found.push((format!("roles.{r}"), finding));
        }
    }
    found
}
