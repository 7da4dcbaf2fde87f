//! Parts of a form by which something is done with a case.

use super::super::error;
use crate::view::{Cx, message, segment};
use crate::web::sent::{FIELD, ROLE, SHOWN, Sent};
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use julin_app::contract::{ActField, ActRole, ActView, FieldKind};
use julin_model::Diagnostic;
use maud::{Markup, html};

/// A form that was sent and refused: shown again with all that was typed.
#[derive(Debug, Clone)]
pub struct Tried {
    /// Which form.
    pub form: String,
    /// What it sent.
    pub sent: Sent,
    /// Why it was refused.
    pub refused: Diagnostic,
    /// Number of the last event the person had seen.
    pub seen: Option<u32>,
}

/// What was typed into a form before, if it is this one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Typed<'a>(pub Option<&'a Tried>);

impl<'a> Typed<'a> {
    /// What was typed, if it was this form.
    pub fn of(tried: Option<&'a Tried>, form: &str) -> Self {
        Self(tried.filter(|tried| tried.form == form))
    }

    /// A value as typed.
    pub fn value(self, name: &str) -> Option<&'a str> {
        let sent = &self.0?.sent;
        let found = sent.pairs.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Why it was refused.
    pub fn refusal(self, cx: &Cx) -> Markup {
        html! {
            @if let Some(tried) = self.0 {
                div.refused role="alert" tabindex="-1" {
                    (message(&cx.message(&tried.refused)))
                    @if !tried.sent.documents.is_empty() { p.hint { (cx.t("page.case.documents.again")) } }
                }
            }
        }
    }
}

/// What makes names of fields on one page differ: the form they stand in.
fn id_of(form: &str, name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    format!("{form}-{name}").chars().map(plain).collect()
}

/// A line to be typed: the name it is sent by, the key of its label, the type of its input;
/// `textarea` for several lines.
pub type Line<'a> = (&'a str, &'a str, &'a str);

/// The lines of one form, with what was typed before.
#[derive(Clone, Copy)]
pub struct Lines<'a> {
    cx: &'a Cx,
    form: &'a str,
    /// What was typed.
    pub typed: Typed<'a>,
}

impl<'a> Lines<'a> {
    /// The lines of a form of this name.
    pub fn of(cx: &'a Cx, tried: Option<&'a Tried>, form: &'a str) -> Self {
        let typed = Typed::of(tried, form);
        Self { cx, form, typed }
    }

    /// A line that must be filled.
    pub fn needed(self, line: Line<'_>) -> Markup {
        self.line(line, true)
    }

    /// A line that may be left.
    pub fn optional(self, line: Line<'_>) -> Markup {
        self.line(line, false)
    }

    /// A line.
    pub fn line(self, (name, key, kind): Line<'_>, must: bool) -> Markup {
        let id = id_of(self.form, name);
        let value = self.typed.value(name).unwrap_or_default();
        html! {
            div {
                label for=(id) { (self.cx.t(key)) (needed(self.cx, must)) }
                @if kind == "textarea" {
                    textarea id=(id) name=(name) rows="2" maxlength="10000" required[must] { (value) }
                } @else {
                    input id=(id) name=(name) type=(kind) value=(value) maxlength="300" autocomplete="off" required[must];
                }
            }
        }
    }
}

/// Says of what need not be filled that it need not.
pub fn needed(cx: &Cx, needed: bool) -> Markup {
    html! { @if !needed { " " span.optional { (cx.t("page.case.optional")) } } }
}

/// All that an act asks for.
pub fn act(cx: &Cx, form: &str, act: &ActView, typed: Typed<'_>) -> Markup {
    let lines = Lines { cx, form, typed };
    let reason = ("reason", "page.case.reason", "textarea");
    html! {
        @if act.to.len() > 1 {
            div {
                @let id = id_of(form, "to");
                label for=(id) { (cx.t("page.case.goes-to")) }
                select id=(id) name="to" required {
                    option value="" { (cx.t("page.case.choose")) }
                    @for to in &act.to { option value=(to.id) selected[typed.value("to").or(cx.ask("to")) == Some(to.id.as_str())] { (cx.plain(&to.title)) } }
                }
            }
        }
        @for own in &act.fields { (field(cx, form, own, typed)) }
        @for own in &act.roles { (role(cx, form, own, typed)) }
        (lines.line(reason, act.reason))
        (documents(cx, form, act.evidence))
        @if let Some(rule) = act.countersign { p.help { (cx.t(&format!("page.case.countersign.{}", rule_code(rule)))) } }
        (late(cx, form, typed))
    }
}

/// The word a rule of countersigning goes by.
pub fn rule_code(rule: julin_app::contract::SignRule) -> &'static str {
    match rule {
        julin_app::contract::SignRule::All => "all",
        julin_app::contract::SignRule::Any => "any",
    }
}

/// A field of the case.
pub fn field(cx: &Cx, form: &str, own: &ActField, typed: Typed<'_>) -> Markup {
    let name = format!("{FIELD}{}", own.id);
    let id = id_of(form, &name);
    let asked = cx.ask(&name);
    let value = typed.value(&name).or(asked).unwrap_or(&own.value);
    html! {
        div {
            label for=(id) {
                (cx.text(&own.title))
                @if let Some(unit) = &own.unit { " " span.optional { (cx.plain(unit)) } }
                (needed(cx, own.needed))
            }
            @if !own.value.is_empty() { input type="hidden" name=(format!("{SHOWN}{}", own.id)) value=(own.value); }
            @match own.kind {
                FieldKind::Text => textarea id=(id) name=(name) rows="3" maxlength="10000" required[own.needed] { (value) },
                FieldKind::Choice => select id=(id) name=(name) required[own.needed] {
                    option value="" { (cx.t("page.case.choose")) }
                    @for choice in &own.choices { option value=(choice.id) selected[choice.id == value] { (cx.plain(&choice.title)) } }
                },
                FieldKind::Flag => select id=(id) name=(name) required[own.needed] {
                    option value="" { (cx.t("page.case.choose")) }
                    option value="yes" selected[value == "yes"] { (cx.t("ui.yes")) }
                    option value="no" selected[value == "no"] { (cx.t("ui.no")) }
                },
                FieldKind::Date => input id=(id) name=(name) type="date" value=(value) required[own.needed];,
                FieldKind::Number => input id=(id) name=(name) inputmode="decimal" value=(value) maxlength="40" required[own.needed];,
                FieldKind::Entity => {
                    input id=(id) name=(name) value=(value) maxlength="300" required[own.needed] autocomplete="off";
                    p.help { (cx.t("page.case.entity.help")) }
                },
                FieldKind::Line | FieldKind::Person => input id=(id) name=(name) value=(value) maxlength="300" required[own.needed];,
            }
        }
    }
}

/// A role somebody is named in.
pub fn role(cx: &Cx, form: &str, own: &ActRole, typed: Typed<'_>) -> Markup {
    let name = format!("{ROLE}{}", own.role.id);
    let id = id_of(form, &name);
    let holders = own.role.people.join("、");
    let value = typed.value(&name).unwrap_or(&holders);
    html! {
        div {
            label for=(id) { (cx.text(&own.role.title)) (needed(cx, own.needed)) }
            input id=(id) name=(name) value=(value) maxlength="2000" required[own.needed];
            @if own.many { p.help { (cx.t("page.case.people.help")) } }
        }
    }
}

/// Documents to be handed in.
pub fn documents(cx: &Cx, form: &str, most_needed: u32) -> Markup {
    let id = id_of(form, "documents");
    html! {
        div {
            label for=(id) { (cx.t("page.case.documents")) @if most_needed == 0 { (needed(cx, false)) } @else { " " span.optional { (cx.tf("page.case.documents.needed", &[("n", &most_needed.to_string())])) } } }
            input id=(id) name="documents" type="file" multiple required[most_needed > 0];
        }
    }
}

/// When it happened and on what grounds, for what is written down later.
pub fn late(cx: &Cx, form: &str, typed: Typed<'_>) -> Markup {
    let lines = Lines { cx, form, typed };
    let open = ["on", "basis"].map(|name| typed.value(name));
    html! {
        details open[open.iter().flatten().any(|value| !value.is_empty())] {
            summary { (cx.t("page.case.late")) }
            (lines.optional(("on", "page.case.on", "datetime-local")))
            (lines.optional(("basis", "page.case.basis", "text")))
        }
    }
}

/// Marks a command so that sent twice it is done once.
pub fn key() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// Leads on after a form went through, and says which, so that its draft is given up.
pub fn went_through(to: &str, draft: &str) -> Response {
    let mut response = Redirect::to(to).into_response();
    let cookie = format!("sent={}; Path=/; Max-Age=120; SameSite=Lax", segment(draft));
    if let Ok(cookie) = cookie.parse() {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    response
}

/// A refusal as JSON has it.
pub fn problem(cx: &Cx, refused: &Diagnostic, status: u16) -> error::Problem {
    error::Problem {
        status,
        code: refused.code.clone(),
        message: cx.message(refused),
        request: String::new(),
    }
}
