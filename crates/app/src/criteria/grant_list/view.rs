//! Lists as people see them.

use super::super::condition::basis;
use super::super::rule::{excluded, find_rule};
use super::super::rules::rule_line;
use super::open::{Opened, of_events, open};
use crate::call::{Answer, App, Call};
use crate::contract::{
    EntityLink, FindingSide, GrantAct, GrantConfirmation, GrantEntry, GrantFinding, GrantListLine,
    GrantListView, GrantLists, GrantMember, GrantObjection, GrantRun, RuleWindow,
};
use crate::error::AppError;
use crate::lookup::Lookup;
use crate::packs::Loaded;
use julin_criteria::grant_list::steps::verbs;
use julin_criteria::grant_list::{Act, Event, Finding, HeldThing, Noted};
use julin_follow::CalendarSpec;
use julin_model::{EntityId, RunHead, Text};
use julin_store::Tx;

/// All lists, or those of one rule, the newest first.
pub fn grant_lists(app: &App, _call: &Call, rule: Option<&str>) -> Answer<GrantLists> {
    let asked = rule.map(|id| find_rule(app, id)).transpose()?;
    app.store.read(|tx| {
        let mut lists = Vec::new();
        for (number, events) in tx.grant_histories()?.into_iter().rev() {
            let opened = of_events(tx, number, &events)?;
            if asked.is_none_or(|asked| asked.id == opened.draft.rule) {
                lists.push(line(&opened));
            }
        }
        Ok(GrantLists {
            today: app.today(),
            lists,
            rule: asked.map(|own| (own.id.clone(), own.spec.title.clone())),
        })
    })
}

/// One list.
pub fn grant_list(app: &App, _call: &Call, number: u32) -> Answer<GrantListView> {
    app.store.read(|tx| {
        let opened = open(tx, number)?;
        view(app, tx, &opened)
    })
}

/// A list in short.
pub(super) fn line(opened: &Opened) -> GrantListLine {
    let (draft, list) = (&opened.draft, &opened.list);
    let struck = list.strikes();
    let standing = draft.eligible.iter();
    let standing = standing.filter(|own| !struck.contains_key(own.entity.id.as_str()));
    let (total, without_amount) = total(standing.clone());
    GrantListLine {
        number: opened.number,
        rule: (draft.rule.clone(), draft.title.clone()),
        as_of: draft.as_of,
        state: list.state,
        drafted_at: opened
            .events
            .first()
            .map_or(draft.known_at, |event| event.at),
        standing: standing.count() as u64,
        struck: struck.len() as u64,
        total,
        without_amount,
        unit: draft.unit.clone(),
        unit_label: draft.unit_label.clone(),
        last_day: list.window.as_ref().map(|window| window.last),
        open_findings: list.open_findings() as u64,
        open_objections: list.open_objections() as u64,
    }
}

/// Known amounts added up, and how many are not known.
pub(super) fn total<'m>(members: impl Iterator<Item = &'m GrantMember>) -> (Option<f64>, u64) {
    let (mut sum, mut without) = (None, 0);
    for member in members {
        match member.amount {
            Some(amount) => sum = Some(sum.unwrap_or(0.0) + amount),
            None => without += 1,
        }
    }
    (sum, without)
}

/// The members, with why the struck ones are struck.
pub(super) fn entries(opened: &Opened) -> Vec<GrantEntry> {
    let struck = opened.list.strikes();
    let members = opened.draft.eligible.iter();
    let entry = |member: &GrantMember| GrantEntry {
        struck: struck.get(member.entity.id.as_str()).cloned(),
        member: member.clone(),
    };
    members.map(entry).collect()
}

/// The run of a list.
pub(super) fn run_view(run: &RunHead) -> GrantRun {
    GrantRun {
        id: run.id.clone(),
        packs: run.pack_digest.clone(),
        facts: run.input_digest.clone(),
        result: run.output_digest.clone(),
    }
}

/// A list in full.
pub(super) fn view(app: &App, tx: &mut Tx, opened: &Opened) -> Answer<GrantListView> {
    let (draft, list, today) = (&opened.draft, &opened.list, app.today());
    let rule = find_rule(app, &draft.rule).ok();
    let mut sides = Sides {
        app,
        opened,
        lookup: Lookup::new(app),
    };
    let mut findings = Vec::new();
    for noted in &list.findings {
        findings.push(sides.finding(tx, noted)?);
    }
    let mut objections = Vec::new();
    for objection in &list.objections {
        objections.push(GrantObjection {
            entity: sides.entity(tx, &objection.about)?,
            objection: objection.clone(),
        });
    }
    let rule_window = rule.and_then(|own| {
        let said = own.spec.objection.as_ref()?;
        Some(RuleWindow {
            days: said.days,
            counting: said.counting,
            basis: basis(app, own.pack, &said.basis),
        })
    });
    Ok(GrantListView {
        line: line(opened),
        rule: rule.map(|own| rule_line(app, own, draft.as_of)),
        draft: draft.clone(),
        run: run_view(&opened.run),
        members: entries(opened),
        findings,
        untold: list.untold,
        rule_window,
        window: list.window.clone(),
        calendars: calendars(app, rule.map(|own| own.pack)),
        window_over: list.window.as_ref().is_some_and(|own| own.is_over(today)),
        objections,
        possible: verbs(list.state).collect(),
        waits: match list.state.is_open() {
            true => list.waits(today),
            false => Vec::new(),
        },
        confirmed: opened.events.iter().find_map(confirmation),
        history: opened.events.iter().map(act_view).collect(),
        last: list.last,
        today,
    })
}

fn confirmation(event: &Event) -> Option<GrantConfirmation> {
    let Act::Confirm { digest, by, .. } = &event.act else {
        return None;
    };
    Some(GrantConfirmation {
        digest: digest.clone(),
        by: by.clone(),
        at: event.at,
    })
}

fn act_view(event: &Event) -> GrantAct {
    let (by, about, said) = match &event.act {
        Act::Draft { .. } | Act::Check { .. } => (None, None, None),
        Act::Settle {
            finding,
            reason,
            by,
            ..
        } => (Some(by), Some(*finding), Some(reason)),
        Act::Publish { by, .. } | Act::Confirm { by, .. } => (Some(by), None, None),
        Act::Object {
            objector, grounds, ..
        } => (Some(objector), None, Some(grounds)),
        Act::Decide {
            objection,
            grounds,
            by,
            ..
        } => (Some(by), Some(*objection), Some(grounds)),
        Act::Withdraw { reason, by } => (Some(by), None, Some(reason)),
    };
    GrantAct {
        number: event.number,
        act: event
            .act
            .verb()
            .map_or("draft", |verb| verb.code())
            .to_owned(),
        at: event.at,
        actor: event.actor.clone(),
        by: by.cloned(),
        about,
        said: said.cloned(),
    }
}

/// Turns findings into views with both sides named.
struct Sides<'a> {
    app: &'a App,
    opened: &'a Opened,
    lookup: Lookup<'a>,
}

impl Sides<'_> {
    /// A member as it was called when the list was drawn up.
    fn entity(&mut self, tx: &mut Tx, id: &str) -> Answer<EntityLink> {
        let members = &self.opened.draft.eligible;
        if let Ok(place) = members.binary_search_by(|own| own.entity.id.as_str().cmp(id)) {
            return Ok(members[place].entity.clone());
        }
        let id = EntityId::new(id).map_err(AppError::internal)?;
        self.lookup.entity(tx, &id)
    }

    fn finding(&mut self, tx: &mut Tx, noted: &Noted) -> Answer<GrantFinding> {
        let finding = &noted.finding;
        let other = match finding {
            Finding::Double { has, series, .. } => self.double(tx, has, series)?,
            pair => FindingSide::Member {
                entity: self.entity(tx, pair.other().unwrap_or_default())?,
                common: match pair {
                    Finding::SameCode { scheme, code, .. } => format!("{scheme} {code}"),
                    Finding::SameName { name, .. } => name.clone(),
                    _ => String::new(),
                },
            },
        };
        let said = match finding {
            Finding::Double { series, basis, .. } => basis.as_ref().map(|said| (series, said)),
            _ => None,
        };
        let rule = find_rule(self.app, &self.opened.draft.rule).ok();
        let basis = said.zip(rule).and_then(|((series, said), rule)| {
            let known = excluded(self.app, rule);
            let known = known.into_iter().find(|(_, own, _)| own == series);
            known.map(|(pack, ..)| basis(self.app, pack, said))
        });
        Ok(GrantFinding {
            number: noted.number,
            kind: finding.code().to_owned(),
            member: self.entity(tx, finding.member())?,
            other,
            basis,
            stands: noted.stands,
            settled: noted.settled.clone(),
        })
    }

    fn double(&mut self, tx: &mut Tx, has: &HeldThing, series: &str) -> Answer<FindingSide> {
        Ok(match has {
            HeldThing::Title { code, statement } => {
                let told = statement.map(|id| tx.statement(id)).transpose()?.flatten();
                let source = told
                    .map(|told| self.lookup.source(tx, &told.source))
                    .transpose()?;
                FindingSide::Title {
                    title: self.app.packs.code_label(code),
                    statement: *statement,
                    source: source.map(|source| source.title),
                }
            }
            HeldThing::List { list, member } => {
                let other = open(tx, *list)?;
                let id = EntityId::new(&**member).map_err(AppError::internal)?;
                FindingSide::List {
                    list: *list,
                    title: match other.draft.title.is_empty() {
                        true => Text::same(series),
                        false => other.draft.title,
                    },
                    state: other.list.state,
                    entity: self.lookup.entity(tx, &id)?,
                }
            }
        })
    }
}

/// All calendars; that of the rule's pack first.
fn calendars(app: &App, pack: Option<usize>) -> Vec<(String, Text)> {
    let own = pack.and_then(|pack| app.packs.calendar_of(pack));
    let own = own.map(|own| own.id.as_str());
    let line = |one: &Loaded<CalendarSpec>| (one.id.clone(), one.spec.title.clone());
    let mut all: Vec<_> = app.packs.calendars().map(line).collect();
    all.sort_by_key(|(id, _)| own != Some(id.as_str()));
    all
}
