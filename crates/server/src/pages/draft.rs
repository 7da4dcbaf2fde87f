//! The rule editor for staff: the text as it stands in the pack, its findings beside
//! their lines, the rule drawn from it, tried on firms, run against its cases, compared
//! with the rule in use. Works without scripts: one form, one button for each thing.

use super::diff;
use super::gap;
use super::policies::link;
use crate::view::{
    Column, Cx, Page, Section, answer, conditions, diagnostics, entity, message, segment, table,
    time,
};
use crate::web::failure::Failure;
use crate::web::request::{Ask, decode};
use crate::web::respond::{Surface, download};
use crate::web::site::Site;
use axum::response::{IntoResponse, Redirect, Response};
use julin_app::contract::{CaseView, DraftVersion, DraftView, TriedFirm};
use julin_app::criteria;
use julin_locale::count;
use julin_model::{Diagnostic, Severity, Text};
use maud::{Markup, html};

/// How many firms can be named.
const FIRMS: usize = 3;
/// Lines shown before and after a line with a finding.
const AROUND: usize = 1;

/// The page.
pub fn page(cx: &Cx, view: &DraftView) -> Page {
    let errors = view
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Error);
    let errors = errors.count() as u64;
    let title = match errors {
        0 => cx.tf("page.draft.title.sound", &[("rule", &view.rule)]),
        n => cx.tf(
            "page.draft.title.errors",
            &[("rule", &view.rule), ("n", &count(n))],
        ),
    };
    let lead = html! {
        p { (cx.t("page.draft.lead")) " " code { (view.file) } }
        @if let Some(version) = view.version { p.kept { (cx.tf("page.draft.shown-version", &[("n", &version.to_string())])) } }
    };
    let body = html! {
        (findings(cx, view))
        (form(cx, view))
        (versions(cx, view))
        @if !view.firms.is_empty() { (firms(cx, view)) }
        @if !view.cases.is_empty() { (cases(cx, &view.cases)) }
        @if let Some(found) = &view.compared { h2 #compared { (diff::title(cx, found)) } (diff::result(cx, found)) }
        @if let Some(drawn) = &view.drawn {
            h2 #drawn { (cx.t("page.draft.drawn")) }
            p { strong { (cx.text(&drawn.rule.title)) } }
            (conditions(cx, &drawn.conditions, &drawn.rule.reference))
            @if let Some(targeting) = &drawn.targeting { h3 { (cx.t("page.policy.targeting")) } (conditions(cx, targeting, &drawn.rule.reference)) }
        }
    };
    Page {
        title,
        lead: Some(lead),
        section: Section::Policies,
        body,
        crumbs: vec![],
    }
    .under(cx.t("ui.rail.policies"), "/policies")
    .under(
        cx.plain(&view.base_title).to_owned(),
        &format!("/policies/{}", segment(&view.base)),
    )
}

/// Each line with findings, with them below it; findings of the file as a whole first.
fn findings(cx: &Cx, view: &DraftView) -> Markup {
    let last = view.text.lines().count();
    // A line the text does not have, as in an empty one, is told with the whole.
    let line = |found: &Diagnostic| {
        let line = found.place.as_ref().and_then(|place| place.line)?;
        usize::try_from(line).ok().filter(|line| *line <= last)
    };
    let findings = view.findings.iter();
    let whole: Vec<_> = findings.filter(|f| line(f).is_none()).cloned().collect();
    let findings = view.findings.iter();
    let told: Vec<(usize, &Diagnostic)> = findings
        .filter_map(|found| Some((line(found)?, found)))
        .collect();
    let shown = |n: usize| told.iter().any(|(at, _)| n.abs_diff(*at) <= AROUND);
    let lines = view.text.lines().enumerate();
    let lines: Vec<_> = lines
        .map(|(place, text)| (place + 1, text))
        .filter(|(n, _)| shown(*n))
        .collect();
    html! {
        (diagnostics(cx, &whole))
        @if !told.is_empty() {
            h2 #findings { (cx.t("page.draft.findings")) }
            ol.listing {
                @for (n, text) in &lines {
                    li.wrong[told.iter().any(|(at, _)| at == n)] id=(format!("line-{n}")) {
                        span.line-number { (n) } code { (text) }
                        @for (_, found) in told.iter().filter(|(at, _)| at == n) {
                            div.finding-below.error[found.severity == Severity::Error] {
                                @if let Some(column) = found.place.as_ref().and_then(|place| place.column) { p.when { (cx.tf("page.draft.place", &[("line", &n.to_string()), ("column", &column.to_string())])) } }
                                (message(&cx.message(found)))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn form(cx: &Cx, view: &DraftView) -> Markup {
    let asked = |place: usize| view.firms.get(place).map(|firm| firm.asked.as_str());
    html! {
        form.draft method="post" action=(cx.path) {
            @if !new_name(view).is_empty() { input type="hidden" name="name" value=(new_name(view)); }
            label for="text" { (cx.t("page.draft.text")) }
            textarea #text name="text" rows="28" spellcheck="false" wrap="off" { (view.text) }
            div.inline {
                @for place in 0..FIRMS {
                    @let id = format!("firm-{place}");
                    div { label for=(id) { (cx.tf("page.draft.firm", &[("n", &(place + 1).to_string())])) } input id=(id) name="firm" value=[asked(place)] maxlength="200"; }
                }
                div { label for="note" { (cx.t("page.draft.note")) } input #note name="note" maxlength="500"; }
            }
            p.actions {
                button.primary type="submit" name="do" value="check" { (cx.t("page.draft.check")) }
                " " button.second type="submit" name="do" value="compare" { (cx.t("page.draft.compare")) }
                " " button.second type="submit" name="do" value="save" { (cx.t("page.draft.save")) }
                " " button.second type="submit" name="do" value="download" { (cx.t("page.draft.download")) }
            }
            p.hint { (cx.tf("page.draft.goes-to", &[("file", &view.file)])) }
            @if let Some((id, title)) = &view.against { p.hint { (cx.t("page.draft.against")) (link(cx, id, cx.plain(title))) } }
        }
        details {
            summary { (cx.t("page.draft.new")) }
            form.inline method="get" action=(cx.path) {
                div { label for="name" { (cx.t("page.draft.name")) } input #name name="name" pattern="[a-z0-9][a-z0-9-]*" maxlength="80" required; }
                div { button type="submit" { (cx.t("page.draft.begin")) } }
            }
        }
    }
}

/// The name of a rule that is new; nothing for a draft of the rule itself.
fn new_name(view: &DraftView) -> &str {
    match view.rule == view.base {
        true => "",
        false => view.rule.rsplit('/').next().unwrap_or_default(),
    }
}

fn versions(cx: &Cx, view: &DraftView) -> Markup {
    let columns = [
        Column::number(cx.t("page.draft.version")),
        Column::text(cx.t("page.draft.saved")),
        Column::text(cx.t("page.draft.author")),
        Column::text(cx.t("page.draft.note")),
    ];
    let row = |own: &DraftVersion| {
        let version = own.version.to_string();
        html! {
            tr data-row {
                td.n { a href=(cx.href(&cx.path, &[("name", new_name(view)), ("version", &version)])) { (version) } }
                td { (time::moment(cx, &own.saved_at.to_rfc3339())) }
                td { (own.author) }
                td.words { @if own.note.is_empty() { "—" } @else { bdi { (own.note) } } }
            }
        }
    };
    let caption = cx.t("page.draft.versions");
    html! {
        @if !view.versions.is_empty() {
            h2 #versions { (caption) }
            (table(cx, &caption, &columns, view.versions.iter().map(row)))
        }
    }
}

fn firms(cx: &Cx, view: &DraftView) -> Markup {
    let columns = [
        Column::text(cx.t("page.audience.entity")),
        Column::text(cx.t("page.draft.was")),
        Column::text(cx.t("page.draft.is")),
        Column::text(cx.t("page.eligibility.reason")),
        Column::text(cx.t("page.policies.worth")),
    ];
    let listed = |texts: &[Text]| {
        let words: Vec<_> = texts.iter().map(|text| cx.plain(text)).collect();
        words.join(&cx.t("ui.list-comma"))
    };
    let row = |own: &TriedFirm| {
        html! {
            tr data-row {
                td.words { @match &own.entity { Some(link) => (entity(cx, link)), None => bdi { (own.asked) } } }
                td { @match own.was { Some(was) => (answer(cx, was)), None => "—" } }
                td { @match own.is { Some(is) => (answer(cx, is)), None => "—" } }
                td.words { @match &own.problem { Some(problem) => (message(&cx.message(problem))), None => (listed(&own.telling)) } }
                td.words { @match &own.amount { Some(amount) => (gap::amount(cx, amount)), None => "—" } }
            }
        }
    };
    let caption = cx.t("page.draft.firms");
    html! {
        h2 #firms { (caption) }
        (table(cx, &caption, &columns, view.firms.iter().map(row)))
    }
}

fn cases(cx: &Cx, cases: &[CaseView]) -> Markup {
    let columns = [
        Column::text(cx.t("page.draft.case")),
        Column::text(cx.t("page.draft.outcome")),
        Column::text(cx.t("page.draft.expected")),
        Column::text(cx.t("page.draft.got")),
    ];
    let row = |own: &CaseView| {
        html! {
            tr data-row {
                td.words { (cx.text(&own.title)) br; span.when { code { (own.id) } (cx.t("ui.comma")) (cx.text(&own.from)) } }
                td { span.tag.good[own.passed].bad[!own.passed] { (cx.t(if own.passed { "page.draft.passed" } else { "page.draft.failed" })) } }
                td.words { code { (own.expected) } }
                td.words { @if !own.passed { code { (own.got) } } }
            }
        }
    };
    let failed = cases.iter().filter(|own| !own.passed).count() as u64;
    let caption = cx.tf(
        "page.draft.cases",
        &[
            ("n", &count(cases.len() as u64)),
            ("failed", &count(failed)),
        ],
    );
    let (bad, good): (Vec<&CaseView>, Vec<&CaseView>) = cases.iter().partition(|own| !own.passed);
    html! {
        h2 #cases { (caption) }
        @if !bad.is_empty() { (table(cx, &caption, &columns, bad.into_iter().map(row))) }
        @if !good.is_empty() { details { summary { (cx.tf("page.draft.cases.passed", &[("n", &count(good.len() as u64))])) } (table(cx, &caption, &columns, good.into_iter().map(row))) } }
    }
}

const SURFACE: Surface<DraftView> = Surface::page(|cx, view: &DraftView| page(cx, view));

/// `GET /policies/{id}/edit`
pub async fn show(site: Site, base: String, ask: Ask) -> Response {
    let firms = ask.cx.query.iter().filter(|(key, _)| key == "firm");
    let input = criteria::DraftInput {
        base,
        name: ask.text("name"),
        version: ask.text("version").and_then(|n| n.parse().ok()),
        firms: firms.map(|(_, value)| value.clone()).collect(),
        as_of: ask.text("day"),
        ..criteria::DraftInput::default()
    };
    site.show(ask, SURFACE, move |app, call| {
        criteria::draft(app, call, &input)
    })
    .await
}

/// `POST /policies/{id}/edit` with `do=check`, `compare`, `save` or `download`
pub async fn take(site: Site, base: String, ask: Ask, body: String) -> Response {
    let body = decode(&body);
    let value = |name: &str| {
        let mut of = body
            .iter()
            .filter(|(key, value)| key == name && !value.is_empty());
        of.next().map(|(_, value)| value.clone())
    };
    let firms = body
        .iter()
        .filter(|(key, value)| key == "firm" && !value.is_empty());
    let draft = criteria::DraftInput {
        base,
        name: value("name"),
        text: Some(value("text").unwrap_or_default()),
        firms: firms.map(|(_, value)| value.clone()).collect(),
        compare: value("do").as_deref() == Some("compare"),
        as_of: ask.text("day"),
        ..criteria::DraftInput::default()
    };
    match value("do").as_deref() {
        Some("download") => {
            let name = draft.name.as_deref().or(draft.base.rsplit('/').next());
            let name = format!("{}.yaml", name.unwrap_or("rule"));
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
            let name: String = name.chars().filter(|c| plain(*c)).collect();
            let text = draft.text.unwrap_or_default();
            download("application/yaml; charset=utf-8", &name, text.into())
        }
        Some("save") => save(site, ask, draft, value("note").unwrap_or_default()).await,
        _ => {
            site.show(ask, SURFACE, move |app, call| {
                criteria::draft(app, call, &draft)
            })
            .await
        }
    }
}

/// Keeps a version and shows it.
async fn save(site: Site, ask: Ask, draft: criteria::DraftInput, note: String) -> Response {
    let cx = ask.cx.clone();
    let (name, firms) = (draft.name.clone().unwrap_or_default(), draft.firms.clone());
    let input = criteria::SaveDraftInput { draft, note };
    let saved = site
        .run(move |app, call| criteria::save_draft(app, call, &input))
        .await;
    match saved {
        Ok(version) => {
            let version = version.to_string();
            let mut query = vec![("name", name.as_str()), ("version", version.as_str())];
            query.extend(firms.iter().map(|firm| ("firm", firm.as_str())));
            Redirect::to(&cx.href(&cx.path, &query)).into_response()
        }
        Err(failure) => Failure::answer(&failure, &ask),
    }
}
