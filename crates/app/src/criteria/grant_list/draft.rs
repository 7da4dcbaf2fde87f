//! Drawing a list up from the data: a rule over everybody as of a day, as known at a
//! moment, as a run that can be computed again.

use super::super::audience::{asked_rows, shown};
use super::super::everybody::Everybody;
use super::super::gap::amount_view;
use super::super::rule::{compiled, find_rule, unit_label};
use super::super::rules::{day, rule_line};
use super::open::{first_event, now, open};
use super::view::view;
use crate::call::{Answer, App, Call};
use crate::contract::{AudienceRow, GrantDraft, GrantListView, GrantMember, Reach, RuleState};
use crate::error::AppError;
use crate::runs::Made;
use chrono::{DateTime, NaiveDate, Utc};
use julin_criteria::grant_list::Act;
use julin_model::{Diagnostic, Digest, EntityId, Run, Statement};
use julin_store::Tx;
use serde::{Deserialize, Serialize};

/// Lines kept of those one step short, and of those of whom it cannot be told; all are
/// counted.
const MOST_BESIDE: usize = 5_000;

/// Which rule, as of which day.
#[derive(Debug, Clone, Default)]
pub struct DraftGrantInput {
    /// `<pack>/<name>`.
    pub rule: String,
    /// `2026` or `2026-04-01`; today when not given.
    pub as_of: Option<String>,
}

/// Draws a list up and keeps it with its run.
pub fn draft_grant_list(app: &App, call: &Call, input: &DraftGrantInput) -> Answer<GrantListView> {
    let as_of = day(app, input.as_of.as_deref())?;
    app.store.write(|tx| {
        // Within the write nobody else writes: whatever is known at this moment is known.
        let own = GrantDraftInput {
            rule: input.rule.clone(),
            as_of,
            known_at: now(app),
        };
        let (run, _) = own.draw_up(app, tx)?;
        tx.put_run(&run)?;
        let act = Act::Draft {
            rule: own.rule,
            run: run.head.id.clone(),
            digest: run.head.output_digest.clone(),
        };
        let list = first_event(app, call, tx, &act)?;
        let opened = open(tx, list)?;
        view(app, tx, &opened)
    })
}

/// What a draft is computed from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantDraftInput {
    /// `<pack>/<name>`.
    pub rule: String,
    /// The day it is as of.
    pub as_of: NaiveDate,
    /// Only what was known at this moment.
    pub known_at: DateTime<Utc>,
}

impl GrantDraftInput {
    /// Its name, kept with the run.
    pub const KIND: &'static str = "criteria.grant-draft";

    /// Computes the list, as a run.
    pub(crate) fn draw_up(&self, app: &App, tx: &mut Tx) -> Answer<(Run, GrantDraft)> {
        let (draft, input_digest) = self.draft(app, tx)?;
        let made = Made {
            kind: Self::KIND,
            parameters: serde_json::to_string(self).map_err(AppError::internal)?,
            pack_digest: app.packs.digest(),
            input_digest,
            seed: None,
            computed_at: app.clock.now(),
        };
        Ok((made.run(&draft)?, draft))
    }

    /// The list, and a digest of the facts it was read from.
    fn draft(&self, app: &App, tx: &mut Tx) -> Answer<(GrantDraft, String)> {
        let (loaded, rule) = (find_rule(app, &self.rule)?, compiled(app, &self.rule)?);
        let refused = |code| Diagnostic::error(code).with("rule", &self.rule);
        let benefit = loaded.spec.benefit.as_ref();
        let benefit = benefit.ok_or_else(|| AppError::invalid(refused("app.grant-no-benefit")))?;
        let line = rule_line(app, loaded, self.as_of);
        if line.state != RuleState::InForce {
            let told = refused("app.grant-not-in-force").with("as_of", self.as_of);
            return Err(AppError::invalid(told));
        }
        let everybody = Everybody::read(app, tx, rule, (self.as_of, Some(self.known_at)))?;
        let program = rule.program(self.as_of);
        let table = program.columns.table(everybody.facts(), self.as_of);
        let mut digest = Digest::new();
        let mut draft = GrantDraft {
            rule: self.rule.clone(),
            title: line.title,
            series: line.series,
            reference: line.reference,
            from: line.from,
            to: line.to,
            as_of: self.as_of,
            known_at: self.known_at,
            benefit: benefit.text.clone(),
            kind: benefit.kind,
            per: benefit.per,
            unit: benefit.unit.clone(),
            unit_label: benefit
                .unit
                .as_deref()
                .map(|unit| unit_label(app, unit))
                .unwrap_or_default(),
            counts: [0; 4],
            eligible: Vec::new(),
            short: Vec::new(),
            unknown: Vec::new(),
            sample: false,
        };
        let needs = rule.reads();
        for row in &asked_rows((rule, &program), &table, &everybody.entities) {
            let known = everybody.facts_of(&row.entity.id);
            digest.part(facts_told(&row.entity.id, known.statements()));
            draft.sample |= needs.iter().any(|need| known.is_sample(need));
            let place = Reach::ALL.iter().position(|reach| *reach == row.reach);
            draft.counts[place.unwrap_or(Reach::ALL.len() - 1)] += 1;
            let beside = |into: &mut Vec<AudienceRow>| {
                if into.len() < MOST_BESIDE {
                    into.push(shown(rule, row));
                }
            };
            match row.reach {
                Reach::Yes => {
                    let amount = rule.amount(known, self.as_of);
                    let amount = amount.map(|own| amount_view(app, own));
                    draft.eligible.push(GrantMember {
                        entity: row.entity.clone(),
                        amount: amount.as_ref().and_then(|own| own.value),
                        low: amount.as_ref().and_then(|own| own.low),
                        high: amount.as_ref().and_then(|own| own.high),
                        estimated_from_sample: needs.iter().any(|need| known.is_sample(need)),
                    });
                }
                Reach::Short => beside(&mut draft.short),
                Reach::Unknown => beside(&mut draft.unknown),
                Reach::No => {}
            }
        }
        Ok((draft, digest.hex()))
    }
}

/// What was read of one entity, for the digest.
fn facts_told<'s>(id: &EntityId, told: impl Iterator<Item = &'s Statement>) -> String {
    let one = |s: &Statement| {
        let value = serde_json::to_string(&s.value).unwrap_or_default();
        let unit = s.unit.as_deref().unwrap_or_default();
        let period = s.period.map(|period| period.to_string());
        let (period, status) = (period.unwrap_or_default(), s.status.code());
        format!("{} {} {value} {unit} {period} {status}", s.id, s.field)
    };
    let mut lines: Vec<_> = told.map(one).collect();
    lines.sort_unstable();
    format!("{id}\n{}", lines.join("\n"))
}
