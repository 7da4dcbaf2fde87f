//! One grant list: how far it is, what is to be done, its members, findings, objections,
//! history. Printed, it is what is put up for objections or filed.

use super::grant_acts::{confirming, deciding, objecting, publishing, settling, withdrawing};
use super::grant_lists::{state, sum};
use super::policies::link;
use crate::view::{
    Column, Cx, Page, ROWS_ONLY, Section, diagnostics, entity, facts, measured, saves, segment,
    stands, status_mark, table, time, unknown,
};
use crate::web::failure::Failure;
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::{
    AudienceRow, FindingSide, GrantAct, GrantEntry, GrantFinding, GrantListView, GrantObjection,
    GrantState, GrantVerb, Grid,
};
use julin_app::criteria;
use julin_locale::count;
use julin_model::Status;
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &GrantListView) -> Page {
    let line = &view.line;
    let title = cx.tf(
        "page.grant.title",
        &[
            ("n", &line.number.to_string()),
            ("rule", cx.plain(&line.rule.1)),
        ],
    );
    let body = html! {
        (way(cx, line.state))
        @if view.draft.sample { p.hint { (cx.t("grant.note.sample")) } }
        (head(cx, view))
        (diagnostics(cx, &view.waits))
        (next(cx, view))
        (members(cx, view))
        (findings(cx, view))
        (objections(cx, view))
        (beside(cx, view))
        (history(cx, &view.history))
        (proof(cx, view))
    };
    Page {
        title,
        lead: Some(html! { p { (state(cx, line)) " " (cx.t("grant.note.estimate")) } }),
        section: Section::Grants,
        body,
        crumbs: vec![],
    }
    .under(cx.t("ui.rail.grant-lists"), "/grant-lists")
}

/// The states in order, the present one marked.
fn way(cx: &Cx, now: GrantState) -> Markup {
    let shown = GrantState::ALL.into_iter();
    let shown = shown.filter(|own| *own != GrantState::Withdrawn || now == *own);
    html! {
        ol.rungs { @for own in shown {
            li aria-current=[(own == now).then_some("step")] { (cx.t(&format!("grant.state.{}", own.code()))) }
        } }
    }
}

fn head(cx: &Cx, view: &GrantListView) -> Markup {
    let (line, draft) = (&view.line, &view.draft);
    let known_at = draft.known_at.to_rfc3339();
    let window = view.window.as_ref().map(|window| {
        let counting = cx.t(&format!("grant.counting.{}", window.counting.code()));
        let args = [
            ("from", time::day(cx, window.opened)),
            ("to", time::day(cx, window.last)),
            ("days", window.days.to_string()),
            ("counting", counting),
        ];
        let args = args.each_ref().map(|(key, value)| (*key, value.as_str()));
        let calendar = view.calendars.iter().find(|(id, _)| *id == window.calendar);
        let calendar = calendar.map_or(window.calendar.as_str(), |(_, title)| cx.plain(title));
        html! {
            (cx.tf("grant.window", &args)) (cx.t("ui.comma")) (cx.t(&format!("grant.set-by.{}", window.set_by.code())))
            @if view.window_over { " " span.tag.good { (cx.t("page.grant.over")) } }
            br; span.when { (cx.tf("page.grant.counted-by", &[("calendar", calendar)])) }
            @if window.provisional { " " span.tag.waiting { (cx.t("page.grant.provisional")) } }
        }
    });
    let rule_says = html! {
        @match &view.rule_window {
            Some(own) => {
                @match own.days {
                    Some(days) => (cx.tf("page.grant.rule-days", &[("n", &days.to_string()), ("counting", &cx.t(&format!("grant.counting.{}", own.counting.code())))])),
                    None => (cx.t("page.grant.rule-silent")),
                }
                " " (stands(cx, &own.basis))
            },
            None => (cx.t("page.grant.rule-silent")),
        }
    };
    facts([
        (
            cx.t("grant.column.rule"),
            Some(
                html! { (link(cx, &draft.rule, cx.plain(&draft.title))) br; span.when { (cx.text(&draft.reference)) } },
            ),
        ),
        (
            cx.t("page.policies.worth"),
            Some(
                html! { (cx.text(&draft.benefit)) br; span.when { (cx.t(&format!("page.policy.per.{}", draft.per.code()))) } },
            ),
        ),
        (
            cx.t("grant.column.as-of"),
            Some(
                html! { (time::day(cx, draft.as_of)) br; span.when { (cx.tf("page.grant.known", &[("at", &time::moment(cx, &known_at))])) } },
            ),
        ),
        (
            cx.t("grant.column.members"),
            Some(
                html! { (count(line.standing)) @if line.struck > 0 { (cx.t("ui.comma")) (cx.tf("page.grants.struck", &[("n", &count(line.struck))])) } },
            ),
        ),
        (cx.t("page.grant.total"), Some(sum(cx, line))),
        (cx.t("page.grant.rule-window"), Some(rule_says)),
        (cx.t("page.grant.window"), window),
    ])
}

/// What can be done now.
fn next(cx: &Cx, view: &GrantListView) -> Markup {
    let can = |verb| view.possible.contains(&verb);
    let at = format!("/grant-lists/{}", view.line.number);
    html! {
        p.actions {
            a.button href=(cx.href(&format!("{at}/difference"), &[])) { (cx.t("page.grant.difference")) }
        }
        div.tools { (saves(cx, ROWS_ONLY)) " " a.save href=(cx.here(&[("format", "json")])) { "JSON" } }
        section.no-print {
            @if can(GrantVerb::Check) {
                form.inline method="post" action=(format!("{at}/check")) {
                    input type="hidden" name="seen" value=(view.last);
                    div.buttons { button type="submit" { (cx.t(if view.line.state == GrantState::Draft { "page.grant.check" } else { "page.grant.check-again" })) } }
                }
            }
            @if can(GrantVerb::Publish) { (publishing(cx, view)) }
            @if can(GrantVerb::Object) { (objecting(cx, view)) }
            @if can(GrantVerb::Confirm) && view.waits.is_empty() { (confirming(cx, view)) }
            @if can(GrantVerb::Withdraw) { (withdrawing(cx, view)) }
        }
    }
}

fn members(cx: &Cx, view: &GrantListView) -> Markup {
    let columns = [
        Column::text(cx.t("grant.column.member")),
        Column::text(cx.t("grant.column.id")),
        Column::number(cx.t("grant.column.amount")),
        Column::text(cx.t("grant.column.standing")),
    ];
    html! {
        h2 #members { (cx.t("page.grant.members")) }
        @if view.members.is_empty() { p { (cx.t("page.grant.nobody")) } } @else {
            (table(cx, &cx.t("page.grant.members"), &columns, view.members.iter().map(|entry| member(cx, view, entry))))
        }
    }
}

fn member(cx: &Cx, view: &GrantListView, entry: &GrantEntry) -> Markup {
    let (own, draft) = (&entry.member, &view.draft);
    let why = format!("/verdict/{}", segment(own.entity.id.as_str()));
    let (day, known) = (draft.as_of.to_string(), draft.known_at.to_rfc3339());
    let query = [
        ("rule", draft.rule.as_str()),
        ("day", &day),
        ("known_at", &known),
    ];
    let shown = |value| measured(cx, value, draft.unit.as_deref(), &draft.unit_label);
    html! {
        tr data-row {
            td.words { (entity(cx, &own.entity)) }
            td { code { (own.entity.id) } }
            td.n {
                @match (own.amount, own.low, own.high) {
                    (Some(value), ..) => { a.value href=(cx.href(&why, &query)) { "≈ " (shown(value)) } },
                    (None, low, high) if low.is_some() || high.is_some() => {
                        a.value href=(cx.href(&why, &query)) { (low.map_or("…".to_owned(), shown)) " – " (high.map_or("…".to_owned(), shown)) }
                    },
                    _ => { a href=(cx.href(&why, &query)) { (unknown(cx, Some(&cx.t("grant.amount-unknown")))) } },
                }
                @if own.estimated_from_sample { (status_mark(cx, Status::Sample)) }
            }
            td.words {
                @match &entry.struck {
                    None => { a href=(cx.href(&why, &query)) { (cx.t("grant.standing.listed")) } },
                    Some(struck) => {
                        span.tag { (cx.t("grant.standing.struck")) } " " bdi { (struck.reason) } (cx.t("ui.comma")) bdi { (struck.by) }
                        @if let Some(n) = struck.finding { (cx.t("ui.comma")) a href="#findings" { (cx.tf("page.grant.by-finding", &[("n", &n.to_string())])) } }
                        @if let Some(n) = struck.objection { (cx.t("ui.comma")) a href="#objections" { (cx.tf("page.grant.by-objection", &[("n", &n.to_string())])) } }
                    },
                }
            }
        }
    }
}

fn findings(cx: &Cx, view: &GrantListView) -> Markup {
    let columns = [
        Column::number(cx.t("grant.column.number")),
        Column::text(cx.t("page.grant.found")),
        Column::text(cx.t("grant.column.member")),
        Column::text(cx.t("page.grant.other-side")),
        Column::text(cx.t("page.grant.settled")),
    ];
    let checked = view.line.state != GrantState::Draft;
    html! {
        h2 #findings { (cx.t("page.grant.findings")) }
        @if !checked { p { (cx.t("page.grant.unchecked")) } }
        @else if view.findings.is_empty() { p { (cx.t("page.grant.no-findings")) } }
        @else { (table(cx, &cx.t("page.grant.findings"), &columns, view.findings.iter().map(|own| finding(cx, view, own)))) }
        @if view.untold > 0 { p.hint { (cx.tf("page.grant.untold", &[("n", &count(view.untold.into()))])) } }
    }
}

fn finding(cx: &Cx, view: &GrantListView, own: &GrantFinding) -> Markup {
    let open = own.stands && own.settled.is_none();
    let again = own.settled.is_some() && view.line.state == GrantState::Checked;
    html! {
        tr data-row {
            td.n { (own.number) }
            td.words { (cx.t(&format!("grant.finding.{}", own.kind))) @if let Some(basis) = &own.basis { br; (stands(cx, basis)) } }
            td.words { (entity(cx, &own.member)) br; code { (own.member.id) } }
            td.words { (other_side(cx, &own.other)) }
            td.words {
                @match &own.settled {
                    Some(settled) => {
                        span.tag { (cx.t(if settled.strike.is_some() { "grant.settled.struck" } else { "grant.settled.kept" })) }
                        " " bdi { (settled.reason) } (cx.t("ui.comma")) bdi { (settled.by) } (cx.t("ui.comma")) (time::moment(cx, &settled.at.to_rfc3339()))
                    },
                    None => span.tag.open[own.stands] { (cx.t(if own.stands { "grant.settled.open" } else { "grant.settled.gone" })) },
                }
                @if (open || again) && view.possible.contains(&GrantVerb::Settle) { (settling(cx, view, own)) }
            }
        }
    }
}

fn other_side(cx: &Cx, side: &FindingSide) -> Markup {
    html! {
        @match side {
            FindingSide::Member { entity: own, common } => { (entity(cx, own)) br; code { (own.id) } @if !common.is_empty() { br; span.when { bdi { (common) } } } },
            FindingSide::Title { title, statement, source } => {
                @match statement {
                    Some(id) => a href=(cx.href(&format!("/statements/{id}"), &[])) data-why { (cx.text(title)) },
                    None => (cx.text(title)),
                }
                @if let Some(source) = source { br; span.when { (cx.text(source)) } }
            },
            FindingSide::List { list, title, state, entity: own } => {
                a href=(cx.href(&format!("/grant-lists/{list}"), &[])) { (cx.tf("page.grant.list", &[("n", &list.to_string())])) " " (cx.text(title)) }
                br; span.when { (cx.t(&format!("grant.state.{}", state.code()))) (cx.t("ui.comma")) (cx.text(&own.name)) }
            },
        }
    }
}

fn objections(cx: &Cx, view: &GrantListView) -> Markup {
    let columns = [
        Column::number(cx.t("grant.column.number")),
        Column::text(cx.t("page.grant.about")),
        Column::text(cx.t("page.grant.objector")),
        Column::text(cx.t("page.grant.grounds")),
        Column::text(cx.t("page.grant.day")),
        Column::text(cx.t("page.grant.decided")),
    ];
    html! {
        @if view.window.is_some() {
            h2 #objections { (cx.t("page.grant.objections")) }
            @if view.objections.is_empty() { p { (cx.t("page.grant.no-objections")) } }
            @else { (table(cx, &cx.t("page.grant.objections"), &columns, view.objections.iter().map(|own| objection(cx, view, own)))) }
        }
    }
}

fn objection(cx: &Cx, view: &GrantListView, own: &GrantObjection) -> Markup {
    let told = &own.objection;
    html! {
        tr data-row {
            td.n { (told.number) }
            td.words { (entity(cx, &own.entity)) }
            td.words { bdi { (told.objector) } }
            td.words { bdi { (told.grounds) } }
            td { (time::day(cx, told.day)) @if told.late { " " span.tag.open { (cx.t("page.grant.late")) } } }
            td.words {
                @match &told.decided {
                    Some(how) => {
                        span.tag { (cx.t(if how.upheld { "grant.decided.upheld" } else { "grant.decided.dismissed" })) }
                        " " bdi { (how.grounds) } (cx.t("ui.comma")) bdi { (how.by) } (cx.t("ui.comma")) (time::moment(cx, &how.at.to_rfc3339()))
                    },
                    None => {
                        span.tag.open { (cx.t("grant.decided.open")) }
                        @if view.possible.contains(&GrantVerb::Decide) { (deciding(cx, view, told.number)) }
                    },
                }
            }
        }
    }
}

/// Those who are not on the list and nearly are, or may be.
fn beside(cx: &Cx, view: &GrantListView) -> Markup {
    let draft = &view.draft;
    let [_, short, open, no] = draft.counts.map(count);
    let told = [("short", short.as_str()), ("unknown", &open), ("no", &no)];
    html! {
        h2 { (cx.t("page.grant.beside")) }
        p { (cx.tf("grant.note.beside", &told)) }
        (near(cx, "page.audience.short", draft.counts[1], &draft.short))
        (near(cx, "page.audience.unknown", draft.counts[2], &draft.unknown))
    }
}

fn near(cx: &Cx, key: &str, all: u64, rows: &[AudienceRow]) -> Markup {
    let columns = [
        Column::text(cx.t("page.audience.entity")),
        Column::text(cx.t("page.eligibility.failing")),
        Column::text(cx.t("page.audience.open")),
    ];
    let words = |texts: &[julin_model::Text]| {
        let words: Vec<_> = texts.iter().map(|text| cx.plain(text)).collect();
        words.join(&cx.t("ui.list-comma"))
    };
    let row = |row: &AudienceRow| {
        html! { tr data-row { td.words { (entity(cx, &row.entity)) } td.words { (words(&row.failing)) } td.words { (words(&row.unknown)) } } }
    };
    html! {
        @if !rows.is_empty() {
            details.no-print {
                summary { (cx.t(key)) " " (count(all)) @if all > rows.len() as u64 { (cx.t("ui.comma")) (cx.tf("page.grant.first", &[("n", &count(rows.len() as u64))])) } }
                (table(cx, &cx.t(key), &columns, rows.iter().map(row)))
            }
        }
    }
}

fn history(cx: &Cx, acts: &[GrantAct]) -> Markup {
    let columns = [
        Column::number(cx.t("grant.column.number")),
        Column::text(cx.t("page.grant.act")),
        Column::text(cx.t("page.grant.when")),
        Column::text(cx.t("page.grant.by")),
        Column::text(cx.t("page.grant.said")),
    ];
    let row = |act: &GrantAct| {
        html! {
            tr data-row {
                td.n { (act.number) }
                td { (cx.t(&format!("grant.act.{}", act.act))) @if let Some(n) = act.about { " " (n) } }
                td { (time::moment(cx, &act.at.to_rfc3339())) }
                td.words { @if let Some(by) = &act.by { bdi { (by) } br; } span.when { (cx.t("page.grant.account")) " " bdi { (act.actor) } } }
                td.words { @if let Some(said) = &act.said { bdi { (said) } } }
            }
        }
    };
    html! {
        h2 { (cx.t("page.grant.history")) }
        (table(cx, &cx.t("page.grant.history"), &columns, acts.iter().map(row)))
    }
}

fn proof(cx: &Cx, view: &GrantListView) -> Markup {
    let run = &view.run;
    let digest = |digest: &str| html! { code { (digest) } };
    html! {
        h2 { (cx.t("page.grant.proof")) }
        p.hint { (cx.t("page.grant.proof.text")) }
        (facts([
            (cx.t("page.run.id"), Some(html! { a href=(cx.href(&format!("/runs/{}", segment(&run.id)), &[])) { code { (run.id) } } })),
            (cx.t("page.run.packs"), Some(digest(&run.packs))),
            (cx.t("page.grant.facts"), Some(digest(&run.facts))),
            (cx.t("page.run.result"), Some(digest(&run.result))),
            (cx.t("page.grant.confirmed"), view.confirmed.as_ref().map(|own| html! {
                bdi { (own.by) } (cx.t("ui.comma")) (time::moment(cx, &own.at.to_rfc3339())) br; code { (own.digest) }
            })),
            (cx.t("page.grant.rebuild"), Some(html! { code { "julin criteria grant rebuild " (view.line.number) } })),
        ]))
    }
}

fn grid(cx: &Cx, view: &GrantListView) -> Grid {
    view.grid(cx.lang)
}

const SURFACE: Surface<GrantListView> = Surface::page(page).grid(grid);

/// `GET /grant-lists/{number}`
pub async fn show(State(site): State<Site>, Path(number): Path<String>, ask: Ask) -> Response {
    let Ok(number) = number.parse() else {
        return Failure::no_page().answer(&ask);
    };
    site.show(ask, SURFACE, move |app, call| {
        criteria::grant_list(app, call, number)
    })
    .await
}
