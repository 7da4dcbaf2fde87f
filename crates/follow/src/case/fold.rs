//! What each deed makes of a case.
//!
//! Must not know: workflows; whether a deed should have been allowed.

use super::deed::{Acted, Deed, Event, Obliged};
use super::{Case, Obligation, ObligationState, Pending, Told};
use crate::workflow::spec::{Phase, Sense};
use chrono::NaiveDateTime;
use julin_model::Text;
use std::collections::{BTreeMap, BTreeSet};

impl Case {
    /// The case as its first deed made it.
    pub(super) fn opened_with(event: &Event) -> Option<Self> {
        let Deed::Open(opened) = &event.deed else {
            return None;
        };
        let mut case = Self::blank(event.on, &event.author);
        case.workflow.clone_from(&opened.workflow);
        case.version.clone_from(&opened.version);
        case.code.clone_from(&opened.code);
        case.title.clone_from(&opened.title);
        case.subject.clone_from(&opened.subject);
        case.within.clone_from(&opened.within);
        case.out_of.clone_from(&opened.out_of);
        (case.last, case.moved) = (event.number, (event.on, event.at));
        case.hand(event);
        case.act(&opened.act, event);
        Some(case)
    }

    /// A case nothing was done in yet.
    pub(super) fn blank(on: NaiveDateTime, author: &str) -> Self {
        Self {
            workflow: String::new(),
            version: String::new(),
            code: String::new(),
            title: Text::default(),
            subject: None,
            within: None,
            out_of: None,
            last: 0,
            state: String::new(),
            phase: Phase::Open,
            reached: BTreeMap::new(),
            since: on,
            reason: String::new(),
            opened_by: author.to_owned(),
            opened: on,
            moved: (on, on.and_utc()),
            ended: None,
            heard: on,
            asked: 0,
            asked_on: on.date(),
            fields: BTreeMap::new(),
            roles: BTreeMap::new(),
            copied: BTreeSet::new(),
            hands: BTreeMap::new(),
            done: BTreeMap::new(),
            latest: BTreeMap::new(),
            pending: None,
            obligations: Vec::new(),
            documents: Vec::new(),
            hurried: 0,
            returned: 0,
            reopened: 0,
            withdrawn: false,
            warned: BTreeSet::new(),
            interests: BTreeMap::new(),
            scores: BTreeMap::new(),
        }
    }

    /// Takes one more deed.
    pub fn take(&mut self, event: &Event) {
        self.last = event.number;
        let on = match event.deed.only_tells() {
            true => self.moved.0,
            false => event.on,
        };
        self.moved = (on, event.at);
        self.hand(event);
        match &event.deed {
            Deed::Open(_) => {}
            Deed::Act(act) => {
                self.pending = None;
                self.act(act, event);
            }
            Deed::Propose(proposed) => {
                self.pending = Some(Pending {
                    act: proposed.act.clone(),
                    by: event.author.clone(),
                    since: event.on,
                    rule: proposed.rule,
                    role: proposed.role.clone(),
                    signers: proposed.signers.iter().map(|p| (p.clone(), None)).collect(),
                });
            }
            Deed::Sign(signed) => {
                if let Some(pending) = &mut self.pending {
                    let said = Some(signed.agree);
                    pending.signers.insert(event.author.clone(), said);
                }
                if signed.fails {
                    self.pending = None;
                }
            }
            Deed::AskToSign { person } => {
                if let Some(pending) = &mut self.pending {
                    pending.signers.entry(person.clone()).or_default();
                }
            }
            Deed::Delegate(gone) => {
                let people = self.roles.entry(gone.role.clone()).or_default();
                people.remove(&gone.from);
                people.insert(gone.to.clone());
                self.hand_on_signature(&gone.role, (&gone.from, &gone.to));
            }
            Deed::Hurry(_) => self.hurried += 1,
            Deed::Note(_) => {}
            Deed::Copy { person } => {
                self.copied.insert(person.clone());
            }
            Deed::Attach(handed) => self.file(&handed.documents, event),
            Deed::Ask { step, .. } => (self.asked, self.asked_on) = (*step, event.on.date()),
            Deed::Warn { clock, late } => {
                self.warned.insert((clock.clone(), *late));
            }
            Deed::Move(moved) => {
                self.version.clone_from(&moved.version);
                if self.state != moved.state {
                    self.arrive(&moved.state, event, &moved.reason);
                }
                self.phase = moved.phase;
                self.pending = None;
                self.close(event);
            }
            Deed::Interest { has, reason } => {
                let judge = event.author.clone();
                match has {
                    true => self.interests.insert(judge, reason.clone()),
                    false => self.interests.remove(&judge),
                };
            }
            Deed::Score { points, .. } => {
                self.scores.insert(event.author.clone(), points.clone());
            }
            Deed::Oblige(_) | Deed::Keep(_) | Deed::Release(_) | Deed::PutOff(_) => {
                self.promise(event);
            }
        }
    }

    /// Whoever takes a role over is asked instead for what was not signed yet; what was
    /// signed stays. Nobody is asked to sign what they propose themselves.
    fn hand_on_signature(&mut self, role: &str, (from, to): (&str, &str)) {
        let Some(pending) = self.pending.as_mut().filter(|own| own.role == role) else {
            return;
        };
        if pending.by != to && pending.signers.get(from) == Some(&None) {
            pending.signers.remove(from);
            pending.signers.entry(to.to_owned()).or_default();
        }
    }

    /// Remembers who did something: words about it, and telling others, are none. What
    /// moves the work ends a silence; a clock does not.
    fn hand(&mut self, event: &Event) {
        let words = matches!(
            event.deed,
            Deed::Note(_) | Deed::Hurry(_) | Deed::Copy { .. }
        );
        if event.author.is_empty() || words {
            return;
        }
        self.hands.insert(event.author.clone(), event.on);
        let moves = matches!(
            event.deed,
            Deed::Open(_)
                | Deed::Act(_)
                | Deed::Attach(_)
                | Deed::Oblige(_)
                | Deed::Keep(_)
                | Deed::PutOff(_)
                | Deed::Release(_)
        );
        if moves {
            (self.heard, self.asked) = (event.on, 0);
        }
    }

    fn act(&mut self, act: &Acted, event: &Event) {
        let by = match act.proposed_by.is_empty() {
            true => event.author.clone(),
            false => act.proposed_by.clone(),
        };
        self.fill(act, event.number);
        self.file(&act.documents, event);
        self.done.entry(act.act.clone()).or_default().push(by);
        self.latest.insert(act.act.clone(), event.number);
        match act.sense {
            Sense::Return => self.returned += 1,
            Sense::Reopen => {
                self.reopened += 1;
                self.withdrawn = false;
                self.warned.clear();
            }
            Sense::Withdraw => self.withdrawn = true,
            Sense::Plain | Sense::Life => {}
        }
        if self.state != act.state {
            self.arrive(&act.state, event, &act.reason);
        }
        self.phase = act.phase;
        self.close(event);
    }

    /// Takes the fields and the people of an act.
    pub(super) fn fill(&mut self, act: &Acted, event: u32) {
        let common = act.fields.iter().map(|field| (field, None));
        let own = act
            .side_fields
            .iter()
            .map(|field| (field, act.side.clone()));
        for ((field, value), side) in common.chain(own) {
            let told = self.fields.entry(field.clone()).or_default();
            told.retain(|told| told.side != side);
            told.extend(value.clone().map(|value| Told { value, side, event }));
            if told.is_empty() {
                self.fields.remove(field);
            }
        }
        for (role, people) in &act.people {
            let people = people.iter().cloned().collect();
            self.roles.insert(role.clone(), people);
        }
    }

    fn arrive(&mut self, state: &str, event: &Event, reason: &str) {
        state.clone_into(&mut self.state);
        self.reached.entry(state.to_owned()).or_insert(event.on);
        reason.clone_into(&mut self.reason);
        self.since = event.on;
    }

    fn close(&mut self, event: &Event) {
        self.ended = match self.is_over() {
            true => self.ended.or(Some(event.on)),
            false => None,
        };
    }

    fn file(&mut self, documents: &[super::DocumentName], event: &Event) {
        let filed = documents.iter().map(|name| (event.number, name.clone()));
        self.documents.extend(filed);
    }

    fn promise(&mut self, event: &Event) {
        match &event.deed {
            Deed::Oblige(obliged) => self.oblige(obliged, event),
            Deed::Keep(kept) => {
                self.file(&kept.documents, event);
                if let Some(own) = self.obligation(kept.obligation) {
                    own.kept.push(event.on.date());
                    match kept.again {
                        Some(day) => own.due = Some(day),
                        None => own.state = ObligationState::Kept,
                    }
                }
            }
            Deed::Release(settled) => {
                if let Some(own) = self.obligation(settled.obligation) {
                    own.state = ObligationState::Released;
                }
            }
            Deed::PutOff(put_off) => {
                if let Some(own) = self.obligation(put_off.obligation) {
                    own.due = Some(put_off.due);
                    own.put_off += 1;
                }
            }
            _ => {}
        }
    }

    fn oblige(&mut self, obliged: &Obliged, event: &Event) {
        self.obligations.push(Obligation {
            number: self.obligations.len() as u32 + 1,
            title: obliged.title.clone(),
            owner: obliged.owner.clone(),
            due: obliged.due,
            again_after_days: obliged.again_after_days,
            made: event.on.date(),
            state: ObligationState::Open,
            put_off: 0,
            kept: Vec::new(),
        });
    }

    fn obligation(&mut self, number: u32) -> Option<&mut Obligation> {
        let place = usize::try_from(number).ok()?.checked_sub(1)?;
        self.obligations.get_mut(place)
    }
}
