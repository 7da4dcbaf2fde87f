//! What the analyses of one framework share: their frame, and the row of links to
//! everything that can be asked of it.

use crate::view::{Cx, Page, Section, diagnostics, segment};
use julin_app::contract::FrameworkLine;
use julin_model::Diagnostic;
use maud::{Markup, html};

/// An analysis: its name for [`links`], and where it stands.
const ANALYSES: [(&str, &str); 10] = [
    ("framework", "/frameworks/"),
    ("ranking", "/ranking/"),
    ("years", "/years/"),
    ("uncertainty", "/uncertainty/"),
    ("sensitivity", "/sensitivity/"),
    ("what-if", "/what-if/"),
    ("levers", "/levers/"),
    ("compare", "/compare"),
    ("contributions", "/contributions/"),
    ("audit", "/audit/"),
];

/// Links to all analyses of a framework; the one shown is marked.
pub fn links(cx: &Cx, framework: &str, shown: &str) -> Markup {
    let href = |name: &str, path: &str| match name {
        "compare" => cx.href(path, &[("framework", framework)]),
        _ => cx.href(&format!("{path}{}", segment(framework)), &[]),
    };
    html! {
        nav aria-label=(cx.t("page.analyses")) {
            ul.tabs {
                @for (name, path) in ANALYSES {
                    li { a href=(href(name, path)) aria-current=[(name == shown).then_some("page")] { (cx.t(&format!("page.analyses.{name}"))) } }
                }
            }
        }
    }
}

/// A few findings as they are, many folded away.
pub fn findings(cx: &Cx, found: &[Diagnostic]) -> Markup {
    html! {
        @if found.len() > 2 {
            details { summary { (cx.tf("page.uncertainty.findings", &[("n", &found.len().to_string())])) } (diagnostics(cx, found)) }
        } @else { (diagnostics(cx, found)) }
    }
}

/// The page of an analysis: framework and year below the title, the links above the body.
pub fn page(
    cx: &Cx,
    (framework, as_of): (&FrameworkLine, i32),
    shown: &str,
    title: String,
    body: Markup,
) -> Page {
    let year = cx.tf("page.ranking.as-of", &[("year", &as_of.to_string())]);
    let page = Page {
        title,
        lead: Some(html! { p { (cx.text(&framework.title)) (cx.t("ui.comma")) (year) } }),
        section: Section::Measure,
        body: html! { (links(cx, &framework.id, shown)) (body) },
        crumbs: vec![],
    };
    let ranking = format!("/ranking/{}", segment(&framework.id));
    page.under(cx.t("ui.rail.frameworks"), "/frameworks")
        .under(cx.plain(&framework.title).to_owned(), &ranking)
}
