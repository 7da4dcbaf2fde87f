//! Opening a case.

use super::act::{CaseDone, entities, others};
use super::document::{self, Upload};
use super::kept::{self, Writing, command_key, moment};
use super::opened::{Opened, open};
use super::words::typed;
use crate::call::{Answer, App, Call};
use crate::data::find_entity;
use crate::error::AppError;
use chrono::{Datelike, NaiveDateTime};
use julin_follow::case::{self, ActInput, Around, Command, Decision, NewCase, What};
use julin_model::Text;
use julin_store::Tx;
use julin_store::follow::{CommandKey, Hold, case_code};
use serde::Serialize;
use std::collections::BTreeMap;

/// A case to be opened.
#[derive(Debug, Clone, Default, Serialize)]
pub struct OpenCaseInput {
    /// The workflow, `<pack>/<name>`.
    pub workflow: String,
    /// What it is called.
    pub title: Text,
    /// The entity it is about, by identifier or exact name.
    pub subject: Option<String>,
    /// Number of the case it belongs to.
    pub within: Option<String>,
    /// Number of the case it came out of.
    pub source: Option<String>,
    /// The act that opens it; the first there is when empty.
    pub act: String,
    /// Fields as typed.
    pub fields: BTreeMap<String, String>,
    /// Persons by role.
    pub people: BTreeMap<String, Vec<String>>,
    /// Why.
    pub reason: String,
    /// When it happened, in the time of the office; now when not given.
    pub on: Option<NaiveDateTime>,
    /// On what grounds.
    pub basis: String,
    /// What is handed in.
    #[serde(skip)]
    pub documents: Vec<Upload>,
    /// Marks the command, so that sent twice it is done once.
    #[serde(skip)]
    pub key: Option<String>,
}

/// Opens a case. The same command sent again gives the case it opened before.
pub fn open_case(app: &App, call: &Call, input: &OpenCaseInput) -> Answer<CaseDone> {
    let request = serde_json::to_string(input).map_err(AppError::internal)?;
    let seen = moment(app).to_rfc3339();
    let key = command_key(call, input.key.as_ref(), &request, &seen)?;
    app.store.act(|tx| {
        tx.take_turn(&format!("command {}", key.key))?;
        if let Some((code, number)) = tx.command_done(&key)? {
            return Ok(CaseDone::before(code, number));
        }
        let documents = document::keep(tx, &input.documents)?;
        let opened = opened_by(app, tx, call, (input, &key, documents))?;
        Ok(CaseDone::now(&opened, 1))
    })
}

fn opened_by(
    app: &App,
    tx: &mut Tx,
    call: &Call,
    (input, key, documents): (&OpenCaseInput, &CommandKey, Vec<case::DocumentName>),
) -> Answer<Opened> {
    let version = app.newest_version(tx, &input.workflow)?;
    let now = version.office.now(app);
    let subject = subject_of(tx, input)?;
    let mut act = ActInput {
        act: input.act.clone(),
        to: None,
        fields: input.fields.clone(),
        people: input.people.clone(),
        reason: input.reason.clone(),
        documents,
    };
    entities(tx, &version.workflow, &mut act)?;
    let command = Command {
        author: call.actor.clone(),
        on: input.on.unwrap_or(now),
        what: What::Act(act.clone()),
    };
    let above = match &input.within {
        Some(code) => Some(open(app, tx, code, Hold::Shared)?),
        None => None,
    };
    let visits = others(
        tx,
        &version.workflow,
        (subject.as_ref().map(|s| s.0.as_str()), ""),
    )?;
    let around = Around {
        now,
        within: above
            .as_ref()
            .map(|above| (&above.version.workflow, &above.case)),
        visits: &visits,
    };
    let decided = |code: &str| {
        let new = NewCase {
            version: version.digest.clone(),
            code: code.to_owned(),
            title: input.title.clone(),
            subject: subject.clone(),
            within: input.within.clone(),
            out_of: input.source.clone(),
        };
        let decision = case::open(&version.workflow, &new, &around, (&command, &act));
        decision.map_err(AppError::invalid)
    };
    // What is refused takes no number.
    decided("")?;
    let year = command.on.year();
    let row = tx.new_case(&version.workflow.spec.code, year, key)?;
    let decision = decided(&case_code((&row.series, year, row.number)))?;
    let writing = Writing {
        author: call.actor.trim(),
        at: moment(app),
        on: command.on,
        basis: input.basis.trim(),
        command: key,
    };
    let opened = kept::begin(tx, &version, row, (&writing, &decision.deeds))?;
    open_others(app, tx, call, (&opened, &decision, key))?;
    Ok(opened)
}

/// Opens the cases an act brings about.
pub(super) fn open_others(
    app: &App,
    tx: &mut Tx,
    call: &Call,
    (from, decision, key): (&Opened, &Decision, &CommandKey),
) -> Answer<()> {
    for (i, opening) in decision.opens.iter().enumerate() {
        let fields = opening.fields.iter();
        let input = OpenCaseInput {
            workflow: opening.workflow.clone(),
            title: from.case.title.clone(),
            subject: from.case.subject.clone().filter(|_| opening.same_subject),
            source: Some(from.case.code.clone()),
            fields: fields
                .map(|(id, value)| (id.clone(), typed(value)))
                .collect(),
            on: Some(from.case.moved.0),
            ..OpenCaseInput::default()
        };
        let own = CommandKey {
            key: format!("{}/{}", key.key, i + 1),
            request: key.request.clone(),
        };
        opened_by(app, tx, call, (&input, &own, Vec::new()))?;
    }
    Ok(())
}

fn subject_of(tx: &mut Tx, input: &OpenCaseInput) -> Answer<Option<(String, String)>> {
    let Some(wanted) = input
        .subject
        .as_ref()
        .filter(|text| !text.trim().is_empty())
    else {
        return Ok(None);
    };
    let id = find_entity(tx, wanted.trim())?;
    let entity = tx.entity(&id)?;
    let entity = entity.ok_or_else(|| AppError::not_found("entity", wanted))?;
    Ok(Some((id.to_string(), entity.kind.to_string())))
}
