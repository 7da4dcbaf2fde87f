//! What a judge does with a candidate: say an interest, give points; and the way from a
//! round to its candidates.

use super::case::CasePage;
use super::case_acts::folded;
use super::form::{Lines, Typed};
use crate::view::{Cx, segment};
use julin_app::contract::{Judging, ScoreItem};
use maud::{Markup, html};

/// Before the identifier of an item in the name of its input.
pub const POINTS: &str = "points.";

/// The part of the page.
pub fn section(cx: &Cx, view: &CasePage) -> Markup {
    let file = &view.file;
    html! {
        @if file.scored { p { a.button href=(cx.href(&format!("/rounds/{}", segment(&file.line.code)), &[])) { (cx.t("page.case.round")) } } }
        @if let Some(judging) = file.judging.as_ref().filter(|_| file.as_of.is_none()) {
            section.acts.no-print {
                h2 #scores { (cx.t("page.case.scores")) }
                p { a href=(cx.href(&format!("/rounds/{}", segment(&judging.round.code)), &[])) { (cx.text(&judging.round.title)) } }
                @match &judging.interest {
                    Some(reason) => { p { (cx.t("page.case.interest.said")) " " (reason) } (interest(cx, view, false)) },
                    None => {
                        @if judging.open { (scores(cx, view, judging)) } @else { p.hint { (cx.t("page.case.scores.closed")) } }
                        (interest(cx, view, true))
                    },
                }
            }
        }
    }
}

fn scores(cx: &Cx, view: &CasePage, judging: &Judging) -> Markup {
    let lines = Lines::of(cx, view.tried.as_ref(), "score");
    let body = html! {
        @for (item, given) in judging.items.iter().zip(&judging.given) { (points(cx, lines.typed, item, *given)) }
        (lines.optional(("note", "page.case.score.note", "textarea")))
        p { button.primary type="submit" { (cx.t("page.case.score")) } }
    };
    let again = judging.given.iter().any(Option::is_some);
    let words = cx.t(if again {
        "page.case.score.again"
    } else {
        "page.case.score"
    });
    folded(
        cx,
        view,
        ("score", "score"),
        (html! { (words) }, body, !again),
    )
}

fn points(cx: &Cx, typed: Typed<'_>, item: &ScoreItem, given: Option<f64>) -> Markup {
    let (name, id) = (format!("{POINTS}{}", item.id), format!("score-{}", item.id));
    let given = given.map(|n| n.to_string()).unwrap_or_default();
    let value = typed.value(&name).unwrap_or(&given);
    html! {
        div {
            label for=(id) { (cx.text(&item.title)) " " span.optional { "0–" (item.most) } }
            input id=(id) name=(name) type="number" step="any" min="0" max=(item.most) value=(value) required;
        }
    }
}

fn interest(cx: &Cx, view: &CasePage, has: bool) -> Markup {
    let (id, words) = match has {
        true => ("interest", cx.t("page.case.interest")),
        false => ("no-interest", cx.t("page.case.interest.none")),
    };
    let lines = Lines::of(cx, view.tried.as_ref(), id);
    let body = html! {
        (lines.line(("reason", "page.case.reason", "text"), has))
        p { button type="submit" { (words) } }
    };
    folded(cx, view, (id, id), (html! { (words) }, body, false))
}
