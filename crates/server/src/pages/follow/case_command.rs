//! What the forms of a case send. Each carries the last event its reader saw, so that of
//! two who act at once the second is told, and a key, so that a double click acts once.

use super::case::{CasePage, SURFACE};
use super::case_scores::POINTS;
use super::form::{self, Tried};
use super::me;
use super::parts::case_path;
use crate::view::{address, segment};
use crate::web::failure::Failure;
use crate::web::request::{Ask, Form};
use crate::web::respond::page_or_json;
use crate::web::sent::Sent;
use crate::web::site::Site;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use julin_app::follow::{self, ActInput, CaseCommand, CaseWhat, What};
use julin_app::{Answer, App, AppError, Call, Kind};
use julin_model::{Diagnostic, Text};

/// What is wanted, read from a form; none for a word that is no act.
fn wanted(verb: &str, sent: &Sent) -> Option<Result<CaseWhat, Diagnostic>> {
    let reason = sent.text("reason");
    let person = sent.text("person");
    let text = sent.text("text");
    let obligation = sent.number("promise").unwrap_or(0);
    let what = match verb {
        "act" => What::Act(ActInput {
            act: sent.text("act"),
            to: sent.given("to").map(str::to_owned),
            fields: sent.fields(),
            people: sent.people(),
            reason,
            documents: Vec::new(),
        }),
        "go" => {
            let (act, to) = sent.given("go")?.split_once('>')?;
            What::Act(ActInput {
                act: act.to_owned(),
                to: Some(to.to_owned()),
                ..ActInput::default()
            })
        }
        "sign" => What::Sign {
            agree: match sent.given("agree") {
                Some("yes") => true,
                Some("no") => false,
                _ => return None,
            },
            reason,
        },
        "ask-to-sign" => What::AskToSign { person },
        "delegate" => What::Delegate {
            role: sent.text("role"),
            to: sent.text("to"),
            reason,
        },
        "hurry" => What::Hurry { text },
        "note" => What::Note { text },
        "copy" => What::Copy { person },
        "attach" => What::Attach {
            documents: Vec::new(),
        },
        "oblige" => match sent.day("due") {
            Ok(due) => What::Oblige {
                title: Text::same(sent.text("title")),
                owner: sent.text("owner"),
                due,
            },
            Err(bad) => return Some(Err(bad)),
        },
        "keep" => What::Keep {
            obligation,
            result: sent.text("result"),
            documents: Vec::new(),
        },
        "release" => What::Release { obligation, reason },
        "put-off" => {
            let none = || Diagnostic::error("server.no-day").with("text", "");
            match sent.day("due").and_then(|day| day.ok_or_else(none)) {
                Ok(due) => What::PutOff {
                    obligation,
                    due,
                    reason,
                },
                Err(bad) => return Some(Err(bad)),
            }
        }
        "score" | "interest" | "no-interest" => judged(verb, sent),
        "move" => {
            return Some(Ok(CaseWhat::Move {
                state: None,
                reason,
            }));
        }
        _ => return None,
    };
    Some(Ok(CaseWhat::Do(what)))
}

/// What a judge wants.
fn judged(verb: &str, sent: &Sent) -> What {
    let points = sent.pairs.iter().filter_map(|(name, value)| {
        let id = name.strip_prefix(POINTS)?;
        Some((id.to_owned(), value.trim().parse().ok()?))
    });
    match verb {
        "score" => What::Score {
            points: points.collect(),
            note: sent.text("note"),
        },
        _ => What::Interest {
            has: verb == "interest",
            reason: sent.text("reason"),
        },
    }
}

fn command(code: &str, verb: &str, sent: &Sent) -> Option<Result<CaseCommand, Diagnostic>> {
    let what = match wanted(verb, sent)? {
        Ok(what) => what,
        Err(bad) => return Some(Err(bad)),
    };
    let on = match sent.time("on") {
        Ok(on) => on,
        Err(bad) => return Some(Err(bad)),
    };
    Some(Ok(CaseCommand {
        code: code.to_owned(),
        seen: sent.number("seen"),
        what,
        on,
        basis: sent.text("basis"),
        documents: sent.documents.clone(),
        key: sent.given("key").map(str::to_owned),
    }))
}

/// `POST /cases/{code}/{verb}`
pub async fn take(
    State(site): State<Site>,
    Path((code, verb)): Path<(String, String)>,
    ask: Ask,
    request: Request,
) -> Response {
    let sent = match Sent::read(request).await {
        Ok(sent) => sent,
        Err(failure) => return failure.answer(&ask),
    };
    let path = case_path(&code);
    if ask.cx.who.is_none() {
        return me::first(&path);
    }
    let Some(command) = command(&code, &verb, &sent) else {
        return Failure::bad_request().answer(&ask);
    };
    let back = (verb == "go").then(|| format!("/board/{}", segment(&sent.text("back"))));
    let more = (verb == "go").then(|| form_of(&path, &sent)).flatten();
    let draft = format!("{code}/{}", sent.text("form"));
    let done = site
        .run_as(&ask, move |app, call| {
            perform(app, call, (&code, command), sent)
        })
        .await;
    match done {
        Ok(None) => match back {
            Some(board) => Redirect::to(&board).into_response(),
            None => form::went_through(&path, &draft),
        },
        // An act that asks for more than a card can say has a form of its own.
        Ok(Some((_, kind))) if kind != Kind::Conflict && more.is_some() => {
            Redirect::to(&more.unwrap_or_default()).into_response()
        }
        Ok(Some((view, kind))) => refused(ask, &path, &view, kind),
        Err(failure) => failure.answer(&ask),
    }
}

/// The form of an act on the page of its case.
fn form_of(path: &str, sent: &Sent) -> Option<String> {
    let (act, to) = sent.given("go")?.split_once('>')?;
    let page = address(path, [("do", act), ("to", to)]);
    Some(format!("{page}#do-act-{}", segment(act)))
}

/// Does what is wanted; what is refused comes back with the case as it is now.
fn perform(
    app: &App,
    call: &Call,
    (code, command): (&str, Result<CaseCommand, Diagnostic>),
    sent: Sent,
) -> Answer<Option<(CasePage, Kind)>> {
    let done = command.map_err(AppError::invalid);
    let done = done.and_then(|command| follow::act_in_case(app, call, &command));
    let error = match done {
        Ok(_) => return Ok(None),
        Err(error) => error,
    };
    if !may_be_mended(error.kind()) {
        return Err(error);
    }
    let input = follow::CaseInput {
        code: code.to_owned(),
        on: None,
    };
    let file = follow::case(app, call, &input)?;
    let tried = Tried {
        form: sent.text("form"),
        seen: sent.number("seen"),
        refused: error.diagnostic().clone(),
        sent,
    };
    let view = CasePage {
        file,
        key: form::key(),
        tried: Some(tried),
    };
    Ok(Some((view, error.kind())))
}

/// Whether somebody can mend their form and send it again.
pub fn may_be_mended(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Invalid | Kind::Conflict | Kind::NotFound | Kind::TooLarge
    )
}

/// The status of a refusal.
pub fn status(kind: Kind) -> StatusCode {
    match kind {
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// The page again, with what was typed; programs are told what is wrong.
fn refused(mut ask: Ask, path: &str, view: &CasePage, kind: Kind) -> Response {
    let status = status(kind);
    path.clone_into(&mut ask.cx.path);
    let mut response = match (&view.tried, ask.form) {
        (Some(tried), Form::Json) => {
            let problem = form::problem(&ask.cx, &tried.refused, status.as_u16());
            page_or_json(&ask, &problem, super::super::error::page)
        }
        _ => SURFACE.answer(&ask, view),
    };
    *response.status_mut() = status;
    response
}
