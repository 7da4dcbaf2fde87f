//! What can be done in a case: a form per act, and what anybody with a part may do.

use super::case::CasePage;
use super::form::{self, Line, Lines, Typed};
use super::parts::case_path;
use crate::view::{Cx, address};
use julin_app::contract::{ActView, Phase, Sense};
use maud::{Markup, html};

/// The part of the page.
pub fn section(cx: &Cx, view: &CasePage) -> Markup {
    let file = &view.file;
    if file.as_of.is_some() {
        return html! {};
    }
    let path = case_path(&file.line.code);
    let (may, may_not): (Vec<_>, Vec<_>) = file.acts.iter().partition(|act| act.refused.is_none());
    let asked = |act: &ActView| cx.ask("do") == Some(act.id.as_str());
    html! {
        section.acts.no-print {
            h2 #acts { (cx.t("page.case.acts")) }
            @if cx.who.is_none() {
                p { (cx.t("page.case.acts.nameless")) " " a.button href=(address("/me", [("back", path.as_str())])) { (cx.t("ui.who")) } }
            } @else if file.pending.is_some() {
                (signing(cx, view))
            } @else {
                @if may.is_empty() { p.hint { (cx.t(if file.acts.is_empty() { "page.case.acts.none" } else { "page.case.acts.others" })) } }
                @for act in &may { (act_form(cx, view, act, asked(act) || (may.len() == 1 && view.tried.is_none()))) }
                @if !may_not.is_empty() { (refused(cx, &may_not)) }
            }
            @if cx.who.is_some() { (general(cx, view)) }
        }
    }
}

/// Acts somebody else may do, with why not the reader.
fn refused(cx: &Cx, acts: &[&ActView]) -> Markup {
    html! {
        details.may-not {
            summary { (cx.tf("page.case.acts.refused", &[("n", &acts.len().to_string())])) }
            dl {
                @for act in acts {
                    @if let Some(refused) = &act.refused { dt { (cx.text(&act.title)) } dd { (cx.message(refused).what) } }
                }
            }
        }
    }
}

fn act_form(cx: &Cx, view: &CasePage, act: &ActView, open: bool) -> Markup {
    let id = format!("act-{}", act.id);
    let typed = Typed::of(view.tried.as_ref(), &id);
    let target = match act.to.as_slice() {
        [only] => Some(cx.plain(&only.title)),
        _ => None,
    };
    let body = html! {
        input type="hidden" name="act" value=(act.id);
        (form::act(cx, &id, act, typed))
        p { button.primary.danger[act.sense == Sense::Withdraw] type="submit" { (cx.text(&act.title)) } }
    };
    let words = html! { (cx.text(&act.title)) @if let Some(target) = target { " " span.when { "→ " (target) } } };
    folded(cx, view, (&id, "act"), (words, body, open))
}

/// A form behind a line that opens it; open when it was refused.
pub fn folded(
    cx: &Cx,
    view: &CasePage,
    (id, verb): (&str, &str),
    (words, body, open): (Markup, Markup, bool),
) -> Markup {
    let tried = Typed::of(view.tried.as_ref(), id);
    let file = &view.file;
    html! {
        details.act id=(format!("do-{id}")) open[open || tried.0.is_some()] {
            summary id=[tried.0.map(|_| "tried")] { (words) }
            form.stacked method="post" action=(format!("{}/{verb}", case_path(&file.line.code))) enctype="multipart/form-data" data-draft=(format!("{}/{id}", file.line.code)) data-draft-words=(cx.t("page.follow.draft")) data-draft-drop=(cx.t("page.follow.draft.drop")) {
                (tried.refusal(cx))
                input type="hidden" name="form" value=(id);
                input type="hidden" name="seen" value=(file.seen);
                input type="hidden" name="key" value=(format!("{}/{id}", view.key));
                (body)
            }
        }
    }
}

/// Agreeing or not to what waits, and asking one more.
fn signing(cx: &Cx, view: &CasePage) -> Markup {
    let pending = view.file.pending.as_ref();
    let asked = |who: &String| {
        let signers = pending.into_iter().flat_map(|own| &own.signers);
        let mut open = signers.filter(|(_, said)| said.is_none());
        open.any(|(name, _)| name == who)
    };
    let mine = cx.who.as_ref().is_some_and(asked);
    let lines = |form| Lines::of(cx, view.tried.as_ref(), form);
    let sign = html! {
        (lines("sign").optional(("reason", "page.case.reason", "textarea")))
        p.buttons {
            button.primary type="submit" name="agree" value="yes" { (cx.t("page.case.agree")) }
            " " button type="submit" name="agree" value="no" { (cx.t("page.case.disagree")) }
        }
    };
    let more = html! {
        (lines("ask-to-sign").needed(("person", "page.case.person", "text")))
        p { button type="submit" { (cx.t("page.case.ask-to-sign")) } }
    };
    html! {
        p { (cx.t(if mine { "page.case.sign.yours" } else { "page.case.sign.others" })) }
        @if mine { (folded(cx, view, ("sign", "sign"), (html! { (cx.t("page.case.sign")) }, sign, true))) }
        (folded(cx, view, ("ask-to-sign", "ask-to-sign"), (html! { (cx.t("page.case.ask-to-sign")) }, more, false)))
    }
}

/// What can be done in any case: words, documents, people.
fn general(cx: &Cx, view: &CasePage) -> Markup {
    let over = matches!(view.file.line.phase, Phase::Done | Phase::Ended);
    let one = |verb: &str, line: Line<'_>, label: &str| {
        let lines = Lines::of(cx, view.tried.as_ref(), verb);
        let body = html! { (lines.needed(line)) (form::late(cx, verb, lines.typed)) p { button type="submit" { (cx.t(label)) } } };
        folded(
            cx,
            view,
            (verb, verb),
            (html! { (cx.t(label)) }, body, false),
        )
    };
    let attach = html! { (form::documents(cx, "attach", 1)) p { button type="submit" { (cx.t("page.case.attach")) } } };
    html! {
        h3 { (cx.t("page.case.general")) }
        div.general {
            (one("note", ("text", "page.case.words", "textarea"), "page.case.note"))
            (folded(cx, view, ("attach", "attach"), (html! { (cx.t("page.case.attach")) }, attach, false)))
            (one("copy", ("person", "page.case.person", "text"), "page.case.copy"))
            @if !over {
                (one("hurry", ("text", "page.case.words", "textarea"), "page.case.hurry"))
                (delegate(cx, view))
            }
            @if view.file.newer { (moving(cx, view)) }
        }
    }
}

/// A role goes to another.
fn delegate(cx: &Cx, view: &CasePage) -> Markup {
    let own = cx.who.as_deref().unwrap_or_default();
    let roles = view.file.roles.iter();
    let mine = roles.filter(|role| role.people.iter().any(|person| person == own));
    let mine: Vec<_> = mine.collect();
    let lines = Lines::of(cx, view.tried.as_ref(), "delegate");
    let body = html! {
        div {
            label for="delegate-role" { (cx.t("page.case.role")) }
            select #delegate-role name="role" required { @for role in &mine { option value=(role.id) { (cx.plain(&role.title)) } } }
        }
        (lines.needed(("to", "page.case.delegate.to", "text")))
        (lines.optional(("reason", "page.case.reason", "textarea")))
        p { button type="submit" { (cx.t("page.case.delegate")) } }
    };
    html! { @if !mine.is_empty() { (folded(cx, view, ("delegate", "delegate"), (html! { (cx.t("page.case.delegate")) }, body, false))) } }
}

/// The packs have another version of the workflow.
fn moving(cx: &Cx, view: &CasePage) -> Markup {
    let lines = Lines::of(cx, view.tried.as_ref(), "move");
    let body = html! {
        p.help { (cx.tf("page.case.move.text", &[("version", &view.file.version.to_string())])) }
        (lines.needed(("reason", "page.case.reason", "textarea")))
        p { button type="submit" { (cx.t("page.case.move")) } }
    };
    folded(
        cx,
        view,
        ("move", "move"),
        (html! { (cx.t("page.case.move")) }, body, false),
    )
}
