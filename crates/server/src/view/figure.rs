//! A figure: value, unit, time, marks, and the way to its why.

use super::{Cx, guess_lang, segment, time};
use julin_app::contract::{EntityLink, Figure};
use julin_locale::{Amount, Written, amount, decimal};
use julin_model::{Bound, Status, Text, Value};
use maud::{Markup, html};

/// A figure with its marks, opening its why.
pub fn figure(cx: &Cx, figure: &Figure) -> Markup {
    let href = cx.href(&format!("/statements/{}", figure.statement), &[]);
    html! {
        span.figure {
            @if let Some(target) = &figure.target {
                (entity(cx, target)) " "
                a.why href=(href) data-why { (cx.t("ui.figure.source")) }
            } @else {
                a.value href=(href) data-why title=(hover(cx, figure)) { (figure_value(cx, figure)) }
            }
            (marks(cx, figure.status, figure.conflicting))
        }
    }
}

/// The value in words, without link or marks.
pub fn figure_value(cx: &Cx, figure: &Figure) -> Markup {
    match &figure.value {
        Value::Number(_) => html! { span.num { (written(cx, figure).text) } },
        Value::Flag(yes) => html! { (cx.t(if *yes { "ui.yes" } else { "ui.no" })) },
        Value::Date(day) => html! { span.num { (time::day(cx, *day)) } },
        Value::Word(word) => html! { bdi lang=[guess_lang(word)] { (word) } },
        Value::Text(text) => cx.text(text),
        Value::Entity { entity } => match &figure.target {
            Some(target) => cx.text(&target.name),
            None => html! { bdi { (entity) } },
        },
    }
}

/// Every digit of a number, when the shown value rounds them away.
pub fn exact(cx: &Cx, figure: &Figure) -> Option<String> {
    figure
        .value
        .number()
        .and_then(|_| written(cx, figure).exact)
}

fn written(cx: &Cx, figure: &Figure) -> Written {
    let value = figure.value.number().unwrap_or_default();
    let told = Amount {
        value,
        unit: figure.unit.as_deref(),
        label: &figure.unit_label,
        bound: figure.bound,
    };
    amount(told, cx.lang)
}

fn hover(cx: &Cx, figure: &Figure) -> String {
    let period = figure.period.map(|p| time::period(cx, p));
    let parts = [exact(cx, figure), period, Some(cx.t("ui.figure.open-why"))];
    let comma = cx.t("ui.comma");
    parts.into_iter().flatten().collect::<Vec<_>>().join(&comma)
}

/// A bare number of a computation in its unit.
pub fn number(cx: &Cx, value: f64, unit: Option<&str>) -> String {
    let label = Text::same(unit.filter(|u| *u != "count").unwrap_or_default());
    measured(cx, value, unit, &label)
}

/// A number in a unit as the packs write it.
pub fn measured(cx: &Cx, value: f64, unit: Option<&str>, label: &Text) -> String {
    let bound = Bound::Exact;
    let written = Amount {
        value,
        unit,
        label,
        bound,
    };
    amount(written, cx.lang).text
}

/// A count with its bound, without unit.
pub fn bounded(cx: &Cx, value: f64, bound: Bound) -> String {
    amount(
        Amount {
            value,
            unit: None,
            label: &Text::default(),
            bound,
        },
        cx.lang,
    )
    .text
}

/// A score with its decimals.
pub fn score(value: f64, decimals: u8) -> Markup {
    html! { span.num { (decimal(value, decimals)) } }
}

/// Status and conflict marks.
pub fn marks(cx: &Cx, status: Status, conflicting: bool) -> Markup {
    html! {
        (status_mark(cx, status))
        @if conflicting { abbr.mark.conflict title=(cx.t("ui.mark.conflicting.long")) { (cx.t("ui.mark.conflicting")) } }
    }
}

/// The mark of a kind of saying; a plain report has none.
pub fn status_mark(cx: &Cx, status: Status) -> Markup {
    let code = status.code();
    html! {
        @if status != Status::Reported {
            abbr class=(format!("mark {code}")) title=(cx.t(&format!("ui.mark.{code}.long"))) { (cx.t(&format!("ui.mark.{code}"))) }
        }
    }
}

/// Stands where nothing is known; never a zero.
pub fn unknown(cx: &Cx, reason: Option<&str>) -> Markup {
    html! { span.unknown title=[reason] { "—" span.sr { (cx.t("ui.unknown")) } } }
}

/// A number or the sign that it is not known.
pub fn known_or_dash(cx: &Cx, value: Option<f64>, decimals: u8) -> Markup {
    value.map_or_else(
        || unknown(cx, Some(&cx.t("ui.unknown"))),
        |v| score(v, decimals),
    )
}

/// An entity as a link to its page; parks have a page of their own.
pub fn entity(cx: &Cx, link: &EntityLink) -> Markup {
    let area = if link.kind.as_str() == "park" {
        "parks"
    } else {
        "entities"
    };
    let href = cx.href(&format!("/{area}/{}", segment(link.id.as_str())), &[]);
    html! {
        a.entity href=(href) { (cx.text(&link.name)) }
        @if link.sample { (status_mark(cx, Status::Sample)) }
    }
}

/// Places gained: an arrow says which way.
pub fn gained(cx: &Cx, gained: Option<i32>) -> Markup {
    html! {
        @match gained {
            None => (unknown(cx, Some(&cx.t("ui.gained.unknown")))),
            Some(0) => span.same title=(cx.t("ui.gained.same")) { "=" },
            Some(n) if n > 0 => span title=(cx.tf("ui.gained.up", &[("n", &n.to_string())])) { "↑" (n) },
            Some(n) => span title=(cx.tf("ui.gained.down", &[("n", &n.unsigned_abs().to_string())])) { "↓" (n.unsigned_abs()) },
        }
    }
}
