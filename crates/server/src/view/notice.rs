//! Messages, findings and empty states.

use super::Cx;
use julin_locale::Message;
use julin_model::{Diagnostic, Severity};
use maud::{Markup, html};

/// What, why and hint of a message.
pub fn message(message: &Message) -> Markup {
    html! {
        p.what { (message.what) }
        @if !message.why.is_empty() { p.reason { (message.why) } }
        @if !message.hint.is_empty() { p.hint { (message.hint) } }
    }
}

/// Findings as a list, worst first; nothing when there is none.
pub fn diagnostics(cx: &Cx, findings: &[Diagnostic]) -> Markup {
    let mut findings: Vec<_> = findings.iter().collect();
    findings.sort_by_key(|d| std::cmp::Reverse(d.severity));
    html! {
        @if !findings.is_empty() {
            ul.findings { @for finding in findings { li class=(class(finding.severity)) { (one(cx, finding)) } } }
        }
    }
}

fn one(cx: &Cx, finding: &Diagnostic) -> Markup {
    html! {
        span.severity { (cx.t(&format!("ui.severity.{}", class(finding.severity)))) }
        div {
            (message(&cx.message(finding)))
            @if let Some(place) = &finding.place { p.place { code { (place) } } }
        }
    }
}

fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// Says that there is nothing, and what to do about it.
pub fn empty(cx: &Cx, key: &str, action: Option<(&str, &str)>) -> Markup {
    html! {
        div.empty {
            p.what { (cx.t(key)) }
            p.hint { (cx.t(&format!("{key}.hint"))) }
            @if let Some((label, path)) = action { p { a.button href=(cx.href(path, &[])) { (cx.t(label)) } } }
        }
    }
}

/// A short word in a frame.
pub fn tag(words: &str) -> Markup {
    html! { span.tag { (words) } }
}
