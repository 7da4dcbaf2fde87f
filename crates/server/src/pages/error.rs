//! What went wrong, why, and what to do; with a number to find it in the log.

use crate::view::{Cx, Page, message};
use julin_locale::Message;
use maud::html;

/// A refusal or a failure as shown.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// HTTP status.
    pub status: u16,
    /// Code of the message.
    pub code: String,
    /// What, why, hint.
    #[serde(flatten)]
    pub message: Message,
    /// Number of the request in the log.
    pub request: String,
}

/// The page.
pub fn page(cx: &Cx, problem: &Problem) -> Page {
    let known = format!("page.error.{}", problem.status);
    let title = cx.known(&known).unwrap_or_else(|| cx.t("page.error.500"));
    let body = html! {
        div.empty { (message(&problem.message)) }
        p.actions { a.button href=(cx.href("/", &[])) { (cx.t("page.error.home")) } }
        p.hint { (cx.tf("page.error.number", &[("status", &problem.status.to_string())])) @if !problem.request.is_empty() { (cx.t("ui.comma")) code { (problem.request) } } }
    };
    Page {
        title,
        body,
        ..Page::default()
    }
}
