//! The row of links to everything that can be asked of one framework.

use crate::view::{Cx, segment};
use maud::{Markup, html};

/// An analysis: its name for [`links`], and where it stands.
const ANALYSES: [(&str, &str); 7] = [
    ("framework", "/frameworks/"),
    ("ranking", "/ranking/"),
    ("uncertainty", "/uncertainty/"),
    ("what-if", "/what-if/"),
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
