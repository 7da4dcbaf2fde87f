//! Opening a case: also by phone, from a poster.

use super::case_command::{may_be_mended, status};
use super::form::{self, Lines, Tried};
use super::me;
use super::parts::case_path;
use crate::view::{Cx, Page, Section};
use crate::web::failure::Failure;
use crate::web::request::{Ask, Form};
use crate::web::respond::{Surface, page_or_json};
use crate::web::sent::{FIELD, Sent};
use crate::web::site::Site;
use axum::extract::{Request, State};
use axum::response::Response;
use julin_app::contract::{ActView, WorkflowView};
use julin_app::follow::{self, OpenCaseInput};
use julin_app::{Answer, App, AppError, Call, Kind};
use julin_model::{Diagnostic, Text};
use maud::{Markup, html};
use serde::Serialize;

/// The field that says which way a case came in.
const CHANNEL: &str = "channel";

/// A case about to be opened.
#[derive(Debug, Clone, Serialize)]
pub struct NewCasePage {
    /// The workflow; all there are when none was chosen.
    pub workflows: Vec<WorkflowView>,
    /// Whether one was chosen.
    pub chosen: bool,
    /// Makes this drawing differ from any other.
    #[serde(skip)]
    pub key: String,
    /// What was sent and refused.
    #[serde(skip)]
    pub tried: Option<Tried>,
}

/// The page.
pub fn page(cx: &Cx, view: &NewCasePage) -> Page {
    match view.workflows.first().filter(|_| view.chosen) {
        Some(workflow) => form_page(cx, view, workflow),
        None => Page {
            title: cx.t("page.new.title"),
            lead: Some(html! { p { (cx.t("page.new.which")) } }),
            section: Section::Follow,
            body: html! {
                ul.dossiers {
                    @for own in &view.workflows { li { h3 { a href=(cx.href("/cases/new", &[("workflow", &own.id)])) { (cx.text(&own.title)) } } p { (cx.text(&own.about)) } } }
                }
            },
            crumbs: vec![],
        }
        .under(cx.t("page.follow.title"), "/follow"),
    }
}

/// The act asked for; from a poster the last there is, which is the asker's own.
fn opening<'v>(cx: &Cx, view: &NewCasePage, workflow: &'v WorkflowView) -> Option<&'v ActView> {
    let typed = view.tried.as_ref().map(|tried| tried.sent.text("act"));
    let wanted = typed.or_else(|| cx.ask("act").map(str::to_owned));
    let mut acts = workflow.openings.iter();
    match wanted {
        Some(id) => acts.find(|act| act.id == id),
        None if cx.ask(CHANNEL).is_some() => acts.next_back(),
        None => acts.next(),
    }
}

fn form_page(cx: &Cx, view: &NewCasePage, workflow: &WorkflowView) -> Page {
    let act = opening(cx, view, workflow);
    let title = act.map_or(&workflow.title, |act| &act.title);
    let body = html! {
        @if workflow.openings.len() > 1 && cx.ask(CHANNEL).is_none() {
            ul.tabs { @for own in &workflow.openings {
                li { a href=(cx.href("/cases/new", &[("workflow", &workflow.id), ("act", &own.id)])) aria-current=[(act == Some(own)).then_some("page")] { (cx.text(&own.title)) } }
            } }
        }
        @match act {
            Some(act) => (open_form(cx, view, (workflow, act))),
            None => p.hint { (cx.t("page.new.no-act")) },
        }
    };
    Page {
        title: format!("{} · {}", cx.plain(&workflow.title), cx.plain(title)),
        lead: Some(html! { p { (cx.text(&workflow.about)) } }),
        section: Section::Follow,
        body,
        crumbs: vec![],
    }
    .under(cx.t("page.follow.title"), "/follow")
}

/// A poster names its channel: it is sent along and not asked.
fn without_channel(cx: &Cx, act: &ActView) -> (ActView, Option<String>) {
    let mut act = act.clone();
    let named = cx.ask(CHANNEL).filter(|named| {
        let field = act.fields.iter().find(|field| field.id == CHANNEL);
        field.is_some_and(|field| field.choices.iter().any(|choice| choice.id == *named))
    });
    if named.is_some() {
        act.fields.retain(|field| field.id != CHANNEL);
    }
    (act, named.map(str::to_owned))
}

fn open_form(cx: &Cx, view: &NewCasePage, (workflow, act): (&WorkflowView, &ActView)) -> Markup {
    let lines = Lines::of(cx, view.tried.as_ref(), "new");
    let typed = lines.typed;
    let (act, channel) = without_channel(cx, act);
    let within = typed
        .value("within")
        .or(cx.ask("within"))
        .unwrap_or_default();
    let subject = typed
        .value("subject")
        .or(cx.ask("subject"))
        .unwrap_or_default();
    html! {
        form.stacked method="post" action=(cx.here(&[])) enctype="multipart/form-data" data-draft=(format!("new/{}", workflow.id)) data-draft-words=(cx.t("page.follow.draft")) data-draft-drop=(cx.t("page.follow.draft.drop")) {
            (typed.refusal(cx))
            input type="hidden" name="form" value="new";
            input type="hidden" name="workflow" value=(workflow.id);
            input type="hidden" name="act" value=(act.id);
            input type="hidden" name="key" value=(view.key);
            @if let Some(channel) = &channel { input type="hidden" name=(format!("{FIELD}{CHANNEL}")) value=(channel); }
            @if let Some(source) = cx.ask("source") { input type="hidden" name="source" value=(source); }
            (lines.needed(("title", "page.new.name", "text")))
            @if let Some(title) = &workflow.subject {
                div {
                    label for="new-subject" { (cx.text(title)) (form::needed(cx, !workflow.subject_optional)) }
                    input #new-subject name="subject" value=(subject) maxlength="300" required[!workflow.subject_optional];
                    p.help { (cx.t("page.case.entity.help")) }
                }
            }
            @if let Some(above) = &workflow.within {
                div {
                    label for="new-within" { (cx.tf("page.new.within", &[("workflow", cx.plain(&above.title))])) }
                    input #new-within name="within" value=(within) maxlength="60";
                }
            }
            (form::act(cx, "new", &act, typed))
            p { button.primary type="submit" { (cx.text(&act.title)) } }
        }
    }
}

const SURFACE: Surface<NewCasePage> = Surface::page(page);

fn read(app: &App, call: &Call, id: Option<&String>) -> Answer<NewCasePage> {
    Ok(NewCasePage {
        workflows: match id {
            Some(id) => vec![follow::workflow(app, call, id)?],
            None => follow::workflows(app, call)?,
        },
        chosen: id.is_some(),
        key: form::key(),
        tried: None,
    })
}

/// `GET /cases/new?workflow=…&channel=poster`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    let id = ask.text("workflow");
    if ask.cx.who.is_none() && id.is_some() {
        return me::first(&ask.cx.here(&[]));
    }
    site.show(ask, SURFACE, move |app, call| read(app, call, id.as_ref()))
        .await
}

fn wanted(sent: &Sent) -> Result<OpenCaseInput, Diagnostic> {
    let given = |name: &str| sent.given(name).map(str::to_owned);
    Ok(OpenCaseInput {
        workflow: sent.text("workflow"),
        title: Text::same(sent.text("title")),
        subject: given("subject"),
        within: given("within"),
        source: given("source"),
        act: sent.text("act"),
        fields: sent.fields(),
        people: sent.people(),
        reason: sent.text("reason"),
        on: sent.time("on")?,
        basis: sent.text("basis"),
        documents: sent.documents.clone(),
        key: given("key"),
    })
}

/// `POST /cases/new`
pub async fn take(State(site): State<Site>, ask: Ask, request: Request) -> Response {
    let sent = match Sent::read(request).await {
        Ok(sent) => sent,
        Err(failure) => return failure.answer(&ask),
    };
    if sent.given("workflow").is_none() {
        return Failure::bad_request().answer(&ask);
    }
    if ask.cx.who.is_none() {
        return me::first(&ask.cx.here(&[]));
    }
    let draft = format!("new/{}", sent.text("workflow"));
    let done = site
        .run_as(&ask, move |app, call| perform(app, call, sent))
        .await;
    match done {
        Ok(Ok(code)) => form::went_through(&case_path(&code), &draft),
        Ok(Err((view, kind))) => refused(&ask, &view, kind),
        Err(failure) => failure.answer(&ask),
    }
}

type Opened = Result<String, (NewCasePage, Kind)>;

fn perform(app: &App, call: &Call, sent: Sent) -> Answer<Opened> {
    let input = wanted(&sent).map_err(AppError::invalid);
    let done = input.and_then(|input| follow::open_case(app, call, &input));
    let error = match done {
        Ok(done) => return Ok(Ok(done.code)),
        Err(error) if !may_be_mended(error.kind()) => return Err(error),
        Err(error) => error,
    };
    let mut view = read(app, call, Some(&sent.text("workflow")))?;
    view.tried = Some(Tried {
        form: "new".to_owned(),
        seen: None,
        refused: error.diagnostic().clone(),
        sent,
    });
    Ok(Err((view, error.kind())))
}

fn refused(ask: &Ask, view: &NewCasePage, kind: Kind) -> Response {
    let status = status(kind);
    let mut response = match (&view.tried, ask.form) {
        (Some(tried), Form::Json) => {
            let problem = form::problem(&ask.cx, &tried.refused, status.as_u16());
            page_or_json(ask, &problem, super::super::error::page)
        }
        _ => SURFACE.answer(ask, view),
    };
    *response.status_mut() = status;
    response
}
