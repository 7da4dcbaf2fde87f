//! Two vintages of a rule over everybody: who gains, who loses, what it costs.

use super::policies::{link, state};
use crate::view::{
    Column, Cx, Page, Section, answer, empty, entity, facts, measured, segment, table, time,
    unknown,
};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::response::Response;
use julin_app::contract::{AnswerView, RuleDiff, Turned};
use julin_app::criteria;
use julin_locale::count;
use julin_model::Text;
use maud::{Markup, html};

/// The order of the counts.
const ANSWERS: [AnswerView; 3] = [AnswerView::Yes, AnswerView::Unknown, AnswerView::No];
/// So many firms of a list are shown.
const MOST: usize = 200;

/// The page.
pub fn page(cx: &Cx, view: &RuleDiff) -> Page {
    let lead = html! {
        p { (link(cx, &view.old.id, cx.plain(&view.old.title))) " → " (link(cx, &view.new.id, cx.plain(&view.new.title))) (cx.t("ui.comma")) (cx.tf("page.policy.lead", &[("day", &time::day(cx, view.as_of))])) }
        @if view.sample { p.hint { (cx.t("page.eligibility.sample")) } }
    };
    Page {
        title: title(cx, view),
        lead: Some(lead),
        section: Section::Policies,
        body: result(cx, view),
        crumbs: vec![],
    }
    .under(cx.t("ui.rail.policies"), "/policies")
    .under(
        cx.plain(&view.new.title).to_owned(),
        &format!("/policies/{}", segment(&view.new.id)),
    )
}

/// The finding in one line.
pub fn title(cx: &Cx, view: &RuleDiff) -> String {
    let (gained, lost) = (view.gained.len() as u64, view.lost.len() as u64);
    cx.tf(
        "page.diff.title",
        &[("gained", &count(gained)), ("lost", &count(lost))],
    )
}

/// What stands below the heading; also part of the editor's page.
pub fn result(cx: &Cx, view: &RuleDiff) -> Markup {
    let everybody: u64 = view.counts.iter().flatten().sum();
    html! {
        @if everybody == 0 { (empty(cx, "page.audience.empty", Some(("page.imports.new", "/imports/new")))) } @else {
            (facts([
                (cx.t("page.diff.old"), Some(html! { (link(cx, &view.old.id, cx.plain(&view.old.title))) " " (state(cx, &view.old)) })),
                (cx.t("page.diff.new"), Some(html! { (link(cx, &view.new.id, cx.plain(&view.new.title))) " " (state(cx, &view.new)) })),
                (cx.t("page.diff.cost-before"), Some(cost(cx, view, view.cost[0]))),
                (cx.t("page.diff.cost-after"), Some(cost(cx, view, view.cost[1]))),
            ]))
            h2 { (cx.tf("page.diff.counts", &[("n", &count(everybody))])) }
            (counts(cx, view))
            (turned(cx, view, "gained", &view.gained))
            (turned(cx, view, "lost", &view.lost))
        }
    }
}

fn cost(cx: &Cx, view: &RuleDiff, cost: Option<f64>) -> Markup {
    html! {
        @match cost {
            None => (unknown(cx, Some(&cx.t("page.diff.no-amount")))),
            Some(sum) => {
                (measured(cx, sum, view.unit.as_deref(), &Text::default()))
                " " abbr.mark.estimated title=(cx.t("ui.mark.estimated.long")) { (cx.t("ui.mark.estimated")) }
            },
        }
    }
}

/// How many by old answer and new: those that stay stand on the diagonal.
fn counts(cx: &Cx, view: &RuleDiff) -> Markup {
    let word = |answer: AnswerView| cx.t(&format!("page.simulator.{}", answer.code()));
    let mut columns = vec![Column::text(cx.t("page.diff.from-to"))];
    columns.extend(ANSWERS.map(|answer| Column::number(word(answer))));
    let row = |(was, counts): (AnswerView, &[u64; 3])| {
        html! {
            tr data-row {
                th scope="row" { (word(was)) }
                @for (is, n) in ANSWERS.into_iter().zip(counts) { td.n class=[(is != was && *n > 0).then_some("turned")] { (count(*n)) } }
            }
        }
    };
    let rows = ANSWERS.into_iter().zip(&view.counts).map(row);
    table(cx, &cx.t("page.diff.from-to"), &columns, rows)
}

fn turned(cx: &Cx, view: &RuleDiff, which: &str, rows: &[Turned]) -> Markup {
    let columns = [
        Column::text(cx.t("page.audience.entity")),
        Column::text(cx.t("page.draft.was")),
        Column::text(cx.t("page.draft.is")),
    ];
    let day = cx.ask("day").unwrap_or_default();
    let row = |own: &Turned| {
        let why = format!("/verdict/{}", segment(own.entity.id.as_str()));
        let open = |rule: &str, shown: AnswerView| html! { a href=(cx.href(&why, &[("rule", rule), ("day", day)])) { (answer(cx, shown)) } };
        html! {
            tr data-row {
                td.words { (entity(cx, &own.entity)) }
                td { (open(&view.old.id, own.was)) }
                td { (open(&view.new.id, own.is)) }
            }
        }
    };
    let caption = cx.tf(
        &format!("page.diff.{which}"),
        &[("n", &count(rows.len() as u64))],
    );
    let more = rows.len().saturating_sub(MOST);
    html! {
        @if !rows.is_empty() {
            h2 id=(which) { (caption) }
            (table(cx, &caption, &columns, rows.iter().take(MOST).map(row)))
            @if more > 0 { p.hint { (cx.tf("page.diff.more", &[("n", &count(more as u64))])) } }
        }
    }
}

const SURFACE: Surface<RuleDiff> = Surface::page(|cx, view: &RuleDiff| page(cx, view));

/// `GET /policies/{id}/diff?against=…`
pub async fn show(site: Site, rule: String, ask: Ask) -> Response {
    let input = criteria::DiffInput {
        old: ask.text("against").unwrap_or_default(),
        new: rule,
        as_of: ask.text("day"),
        data: None,
    };
    site.show(ask, SURFACE, move |app, call| {
        criteria::diff(app, call, &input)
    })
    .await
}
