//! Parts of pages: what is missing for a yes, what would lose it, what it is worth.

use super::policies::link;
use crate::view::{Cx, known_value, measured, time};
use julin_app::contract::{AmountView, ChangeView, CombinationView, PlanView};
use julin_model::Text;
use maud::{Markup, html};

/// The plans, smallest first.
pub fn plans(cx: &Cx, heading: &str, plans: &[PlanView]) -> Markup {
    html! {
        @if !plans.is_empty() {
            h2 { (cx.t(heading)) }
            ol.plans { @for plan in plans { li { (plan_words(cx, plan)) } } }
        }
    }
}

fn plan_words(cx: &Cx, plan: &PlanView) -> Markup {
    let day = time::day(cx, plan.on);
    html! {
        @if plan.changes.is_empty() { (cx.tf("page.gap.wait", &[("day", &day)])) } @else {
            ul.plain { @for one in &plan.changes { li { (change(cx, one)) } } }
        }
    }
}

fn change(cx: &Cx, change: &ChangeView) -> Markup {
    let unit = (change.unit.as_deref(), &change.unit_label);
    let shown = |value| known_value(cx, value, unit, &[]);
    let from = change.from.as_ref().map(shown);
    let listed = |words: &[Text]| {
        let words: Vec<_> = words.iter().map(|word| cx.plain(word)).collect();
        words.join(&cx.t("ui.list-comma"))
    };
    html! {
        (cx.text(&change.label))
        @if change.years > 0 { " " span.when { (cx.tf("page.verdict.years-before", &[("n", &change.years.to_string())])) } }
        (cx.t("ui.colon"))
        @if !change.obtain.is_empty() || !change.lose.is_empty() {
            @if !change.obtain.is_empty() { (cx.t("page.gap.obtain")) (listed(&change.obtain)) " " }
            @if !change.lose.is_empty() { (cx.t("page.gap.lose")) (listed(&change.lose)) }
        } @else {
            @match from {
                Some(from) => (from),
                None => span.unknown { (cx.t("ui.unknown")) },
            }
            " → " strong { (shown(&change.to)) }
        }
        @if change.against { " " span.when { (cx.t("page.gap.against")) } }
    }
}

/// An estimate with its range, marked as one.
pub fn amount(cx: &Cx, amount: &AmountView) -> Markup {
    let shown = |value: f64| measured(cx, value, Some(&amount.unit), &amount.unit_label);
    html! {
        @match (amount.value, amount.low, amount.high) {
            (Some(value), ..) => { strong { (shown(value)) } " " abbr.mark.estimated title=(cx.t("ui.mark.estimated.long")) { (cx.t("ui.mark.estimated")) } },
            (None, _, Some(high)) => { (cx.tf("page.gap.at-most", &[("amount", &shown(high))])) },
            _ => span.unknown { (cx.t("page.gap.amount-unknown")) },
        }
        " " span.when { (cx.t(&format!("page.policy.per.{}", amount.per.code()))) }
    }
}

/// The best of what excludes one another.
pub fn combination(cx: &Cx, best: &CombinationView) -> Markup {
    let shown = |value: f64| measured(cx, value, Some(&best.unit), &Text::default());
    html! {
        h2 #best { (cx.tf("page.gap.best", &[("amount", &shown(best.total))])) " " abbr.mark.estimated title=(cx.t("ui.mark.estimated.long")) { (cx.t("ui.mark.estimated")) } }
        @if !best.exact { p.hint { (cx.t("page.gap.not-exact")) } }
        ul { @for (id, title, value) in &best.chosen { li {
            (link(cx, id, cx.plain(title))) @if let Some(value) = value { (cx.t("ui.colon")) (shown(*value)) }
        } } }
        @if !best.left_out.is_empty() {
            p { (cx.t("page.gap.left-out")) }
            ul { @for (id, title, because) in &best.left_out { li {
                @let names: Vec<_> = because.iter().map(|text| cx.plain(text)).collect();
                (link(cx, id, cx.plain(title))) (cx.t("ui.colon")) (cx.tf("page.gap.excluded-by", &[("rules", &names.join(&cx.t("ui.list-comma")))]))
            } } }
        }
    }
}
