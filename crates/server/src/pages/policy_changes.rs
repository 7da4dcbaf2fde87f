//! The change feed: who became eligible, lost it, is one step short, can no longer be told,
//! between two days, with reasons; and a way to mute by reason.

use super::policies::link;
use super::turns;
use crate::view::{
    Column, Cx, Page, ROWS_ONLY, Section, empty, entity, paging, saves, table, time,
};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::response::Response;
use chrono::{Days, NaiveDate};
use julin_app::contract::{
    Cell, EntityDigest, Grid, PolicyChanges, RuleDigest, TurnKind, TurnView,
};
use julin_app::criteria::{self, ChangesInput, Seen};
use julin_locale::count;
use maud::{Markup, html};

/// Where it is.
pub const PATH: &str = "/policy-changes";
/// Entities of the digest shown at once.
const FIRST: usize = 10;

/// The page.
pub fn page(cx: &Cx, view: &PolicyChanges) -> Page {
    let n = view.counts.map(count);
    let (since, until) = (time::day(cx, view.since), time::day(cx, view.until));
    let title = cx.tf(
        "page.changes.title",
        &[
            ("eligible", &n[0]),
            ("lost", &n[1]),
            ("short", &n[2]),
            ("unknown", &n[3]),
        ],
    );
    let body = html! {
        (choices(cx, view))
        (kinds(cx, view))
        (began(cx, view))
        @if view.rows.is_empty() { (empty(cx, "page.changes.empty", None)) } @else {
            div.tools { (saves(cx, ROWS_ONLY)) }
            (rows(cx, view))
            (paging(cx, view.total, view.offset, crate::view::PAGE_ROWS))
        }
        (digest(cx, view))
    };
    let pairs = [("asked", count(view.asked)), ("pairs", count(view.pairs))];
    let pairs = pairs.each_ref().map(|(key, n)| (*key, n.as_str()));
    let known = [&view.known.0, &view.known.1].map(|at| time::moment(cx, at));
    let lead = html! {
        p { (cx.tf("page.changes.lead", &[("since", &since), ("until", &until)])) }
        p.hint { (cx.tf("page.changes.known", &[("since", &known[0]), ("until", &known[1])])) }
        p.hint { (cx.tf("cli.changes.asked", &pairs)) }
        @if let Some(day) = view.first_recorded { p.hint { (cx.tf("page.changes.first", &[("day", &time::day(cx, day))])) } }
    };
    Page {
        title,
        lead: Some(lead),
        section: Section::PolicyChanges,
        body,
        crumbs: vec![],
    }
    .under(cx.t("ui.rail.policies"), "/policies")
}

/// The two days and what counts as known; kept in the address.
fn choices(cx: &Cx, view: &PolicyChanges) -> Markup {
    let before = |days: u64| view.until.checked_sub_days(Days::new(days));
    let spans = [("week", 7), ("month", 30), ("quarter", 91), ("year", 365)];
    let now = cx.ask("seen") == Some("now");
    html! {
        form.inline method="get" {
            @for key in ["rule", "entity", "kind"] {
                @if let Some(value) = cx.ask(key) { input type="hidden" name=(key) value=(value); }
            }
            div { label for="since" { (cx.t("page.changes.since")) } input #since type="date" name="since" value=(view.since); }
            div { label for="until" { (cx.t("page.changes.until")) } input #until type="date" name="until" value=(view.until); }
            div {
                label for="seen" { (cx.t("page.changes.seen")) }
                select #seen name="seen" {
                    option value="" { (cx.t("page.changes.seen.then")) }
                    option value="now" selected[now] { (cx.t("page.changes.seen.now")) }
                }
            }
            div { button type="submit" { (cx.t("ui.show")) } }
        }
        ul.reach {
            @for (word, days) in spans {
                @if let Some(since) = before(days) {
                    li { a href=(cx.here(&[("since", &since.to_string()), ("until", &view.until.to_string()), ("offset", "")])) aria-current=[(since == view.since).then_some("true")] { (cx.t(&format!("page.changes.span.{word}"))) } }
                }
            }
            @for key in ["rule", "entity"] {
                @if let Some(value) = cx.ask(key) {
                    li { a href=(cx.here(&[(key, ""), ("offset", "")])) { (cx.tf("page.changes.only", &[("what", value)])) } }
                }
            }
        }
    }
}

fn kinds(cx: &Cx, view: &PolicyChanges) -> Markup {
    let muted = cx.ask("muted").is_some();
    let all: u64 = view.counts.iter().sum();
    let choice = |code: &str, words: String, n: u64, chosen: bool| {
        html! { li { a href=(cx.here(&[("kind", code), ("muted", ""), ("offset", "")])) aria-current=[chosen.then_some("true")] { (words) " " (count(n)) } } }
    };
    html! {
        ul.reach {
            (choice("", cx.t("ui.all"), all, view.listed.is_none() && !muted))
            @for (kind, n) in TurnKind::ALL.into_iter().zip(view.counts) {
                (choice(kind.code(), turns::kind_words(cx, kind), n, view.listed == Some(kind) && !muted))
            }
            li { a href=(cx.here(&[("muted", "1"), ("kind", ""), ("offset", "")])) aria-current=[muted.then_some("true")] { (cx.tf("page.changes.muted", &[("n", &count(view.muted))])) } }
            li { a href=(cx.href("/policy-changes/mutes", &[])) { (cx.t("page.mutes.all")) } }
        }
    }
}

/// Rules that began, ended or were replaced.
fn began(cx: &Cx, view: &PolicyChanges) -> Markup {
    html! {
        @if !view.rules.is_empty() {
            h2 { (cx.tf("page.changes.rules", &[("n", &count(view.rules.len() as u64))])) }
            ul { @for turn in &view.rules { li {
                @if let Some(day) = turn.on { span.when { (time::day(cx, day)) } " " }
                @match (&turn.former, &turn.later) {
                    (Some(former), Some(later)) => { (link(cx, &former.0, cx.plain(&former.1))) " → " (link(cx, &later.0, cx.plain(&later.1))) },
                    (None, Some(later)) => { (cx.t("page.changes.began")) (cx.t("ui.colon")) (link(cx, &later.0, cx.plain(&later.1))) },
                    (Some(former), None) => { (cx.t("page.changes.ended")) (cx.t("ui.colon")) (link(cx, &former.0, cx.plain(&former.1))) },
                    (None, None) => {},
                }
            } } }
        }
    }
}

fn rows(cx: &Cx, view: &PolicyChanges) -> Markup {
    let columns = [
        Column::text(cx.t("page.audience.entity")),
        Column::text(cx.t("page.changes.change")),
        Column::text(cx.t("page.policies.rule")),
        Column::text(cx.t("page.changes.why")),
        Column::text(cx.t("page.changes.mute")),
    ];
    let row = |(place, row): (usize, &TurnView)| {
        html! {
            tr data-row {
                td.words { (entity(cx, &row.entity)) }
                td { (turns::kind(cx, row.kind)) @if let Some(day) = row.on { br; span.when { (time::day(cx, day)) } } }
                td.words {
                    (turns::verdict_link(cx, &row.entity, &row.rule, view.until))
                    @if let Some(former) = &row.former { br; span.when { (cx.t("page.changes.replaces")) (cx.t("ui.colon")) (cx.text(&former.1)) } }
                }
                td.words { (turns::reasons(cx, row)) }
                td { (mute(cx, place, row)) }
            }
        }
    };
    table(
        cx,
        &cx.t("page.changes.table"),
        &columns,
        view.rows.iter().enumerate().map(row),
    )
}

/// A form that mutes what this row is about; for a muted row, by what it is muted.
fn mute(cx: &Cx, place: usize, row: &TurnView) -> Markup {
    let id = |name: &str| format!("mute-{name}-{place}");
    let scope = |value: &str, words: String| html! { option value=(value) { (words) } };
    let kind = turns::kind_words(cx, row.kind);
    html! {
        @if row.muted_by.is_empty() {
            details {
                summary { (cx.t("page.changes.mute")) }
                form method="post" action="/policy-changes/mutes" {
                    input type="hidden" name="rule" value=(row.rule.0);
                    input type="hidden" name="entity" value=(row.entity.id);
                    input type="hidden" name="kind" value=(row.kind.code());
                    label for=(id("what")) { (cx.t("page.changes.mute.what")) }
                    select id=(id("what")) name="what" {
                        (scope("entity-rule", cx.t("page.changes.mute.entity-rule")))
                        (scope("kind-rule", cx.tf("page.changes.mute.kind-rule", &[("kind", &kind)])))
                        (scope("rule", cx.t("page.changes.mute.rule")))
                        (scope("entity", cx.t("page.changes.mute.entity")))
                        @for reason in &row.reasons {
                            (scope(&format!("clause:{}", reason.clause), cx.tf("page.changes.mute.clause", &[("clause", cx.plain(&reason.text))])))
                        }
                    }
                    label for=(id("note")) { (cx.t("page.changes.mute.note")) }
                    input id=(id("note")) type="text" name="note" maxlength="500";
                    label for=(id("until")) { (cx.t("page.changes.mute.until")) }
                    input id=(id("until")) type="date" name="until";
                    button type="submit" { (cx.t("page.changes.mute")) }
                }
            }
        } @else {
            @for id in &row.muted_by { a href=(cx.href("/policy-changes/mutes", &[])) { "#" (id) } " " }
        }
    }
}

fn digest(cx: &Cx, view: &PolicyChanges) -> Markup {
    let columns = |first: &str| {
        let kinds = TurnKind::ALL.map(|kind| Column::number(turns::kind_words(cx, kind)));
        let first = Column::text(cx.t(first));
        std::iter::once(first).chain(kinds).collect::<Vec<_>>()
    };
    let numbers = |counts: &[u64]| html! { @for n in counts { td.n { (count(*n)) } } };
    let rule = |own: &RuleDigest| {
        let here = cx.here(&[("rule", &own.rule.0), ("offset", "")]);
        html! { tr data-row { td.words { a href=(here) { (cx.text(&own.rule.1)) } } (numbers(&own.counts)) } }
    };
    let firm = |own: &EntityDigest| {
        let here = cx.here(&[("entity", own.entity.id.as_str()), ("offset", "")]);
        html! { tr data-row { td.words { a href=(here) { (cx.text(&own.entity.name)) } } (numbers(&own.counts)) } }
    };
    let (rules, firms) = (cx.t("page.changes.by-rule"), cx.t("page.changes.by-entity"));
    let (first, rest) = view.by_entity.split_at(view.by_entity.len().min(FIRST));
    html! {
        @if !view.by_rule.is_empty() {
            h2 #by-rule { (rules) }
            (table(cx, &rules, &columns("page.policies.rule"), view.by_rule.iter().map(rule)))
            h2 #by-entity { (firms) }
            (table(cx, &firms, &columns("page.audience.entity"), first.iter().map(firm)))
            @if !rest.is_empty() {
                details {
                    summary { (cx.tf("page.changes.more", &[("n", &count(rest.len() as u64))])) }
                    (table(cx, &firms, &columns("page.audience.entity"), rest.iter().map(firm)))
                }
            }
        }
    }
}

/// Rows for a spreadsheet.
pub fn grid(cx: &Cx, view: &PolicyChanges) -> Grid {
    let keys = [
        "page.changes.change",
        "ui.id",
        "page.audience.entity",
        "page.changes.rule-id",
        "page.policies.rule",
        "page.changes.on",
        "page.changes.cause",
        "page.changes.why",
        "page.audience.open",
    ];
    let mut grid = Grid::new(cx.t("page.changes.table"), keys.map(|key| cx.t(key)));
    for row in &view.rows {
        let missing: Vec<_> = row.missing.iter().map(|text| cx.plain(text)).collect();
        let day = |day: NaiveDate| day.to_string();
        let cells: [Cell; 9] = [
            turns::kind_words(cx, row.kind).into(),
            row.entity.id.as_str().into(),
            cx.plain(&row.entity.name).into(),
            row.rule.0.as_str().into(),
            cx.plain(&row.rule.1).into(),
            row.on.map(day).unwrap_or_default().into(),
            turns::cause_words(cx, row.cause).into(),
            turns::reason_words(cx, row).into(),
            missing.join("; ").into(),
        ];
        grid.row(cells);
    }
    grid
}

const SURFACE: Surface<PolicyChanges> = Surface::page(|cx, view: &PolicyChanges| page(cx, view))
    .grid(|cx, view: &PolicyChanges| grid(cx, view));

/// `GET /policy-changes`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    let (offset, limit) = ask.window();
    let kind = ask.text("kind");
    let input = ChangesInput {
        since: ask.text("since"),
        until: ask.text("until"),
        seen: match ask.cx.ask("seen") {
            Some("now") => Seen::Now,
            _ => Seen::Then,
        },
        rule: ask.text("rule"),
        entity: ask.text("entity"),
        kind: None,
        muted: ask.text("muted").is_some(),
        offset,
        limit,
    };
    site.show(ask, SURFACE, move |app, call| {
        let kind = kind.as_deref().map(criteria::kind_of).transpose()?;
        criteria::changes(app, call, &ChangesInput { kind, ..input })
    })
    .await
}
