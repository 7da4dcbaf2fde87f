//! Contributions: which enterprises lift or lower a zone, and the zone without some.

use crate::pages::analyses;
use crate::view::{
    Column, Cx, PAGE_ROWS, Page, WITH_RECIPE, diagnostics, empty, entity, known_or_dash, paging,
    saves, table, unknown,
};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::{Read, Site};
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::{Cell, ContributionsView, FirmContribution, FirmPart, Grid};
use julin_app::measure::{self, Effect, Standing};
use julin_locale::{count, digits};
use maud::{Markup, html};

/// Digits of a contribution that mean something: of thousands of firms each adds little.
const DIGITS: usize = 3;
/// Decimals of scores.
const DECIMALS: u8 = 2;

/// The page.
pub fn page(cx: &Cx, view: &ContributionsView) -> Page {
    let body = html! {
        (form(cx, view))
        (diagnostics(cx, &view.diagnostics))
        @if view.firms.is_empty() { (empty(cx, "page.contributions.empty", Some(("page.imports.new", "/imports/new")))) } @else {
            (zone(cx, view))
            div.tools { (saves(cx, WITH_RECIPE)) }
            (firms(cx, view))
        }
    };
    let about = (&view.framework, view.as_of);
    analyses::page(cx, about, "contributions", title(cx, view), body)
}

fn title(cx: &Cx, view: &ContributionsView) -> String {
    let Some(zone) = view.zone.as_ref().filter(|_| view.of > 0) else {
        return cx.t("page.contributions.title");
    };
    let lifts = view
        .firms
        .iter()
        .filter(|firm| lifted(firm) > lowered(firm));
    cx.tf(
        "page.contributions.title.zone",
        &[
            ("zone", cx.plain(&zone.name)),
            ("firms", &count(u64::from(view.of))),
            ("lifts", &count(lifts.count() as u64)),
        ],
    )
}

fn number_of(firm: &FirmContribution, effect: Effect) -> usize {
    let same = |part: &&FirmPart| part.effect == Some(effect);
    firm.parts.iter().filter(same).count()
}

fn lifted(firm: &FirmContribution) -> usize {
    number_of(firm, Effect::Lifts)
}

fn lowered(firm: &FirmContribution) -> usize {
    number_of(firm, Effect::Lowers)
}

fn form(cx: &Cx, view: &ContributionsView) -> Markup {
    let chosen = view.zone.as_ref().map(|zone| zone.id.as_str());
    html! {
        form.inline method="get" action=(cx.path) {
            @if cx.as_of != cx.default_as_of { input type="hidden" name="as_of" value=(cx.as_of); }
            div {
                label for="zone" { (cx.t("page.contributions.zone")) }
                select #zone name="zone" {
                    @for zone in &view.zones { option value=(zone.id) selected[Some(zone.id.as_str()) == chosen] { (cx.plain(&zone.name)) } }
                }
            }
            div { button type="submit" { (cx.t("page.contributions.show")) } }
        }
    }
}

/// True where the zone has a score, or has one without some firms.
fn is_scored(view: &ContributionsView) -> bool {
    let firms = view.firms.iter().map(|firm| firm.without);
    let mut all = firms.chain(view.without).chain([view.standing]);
    all.any(|standing| standing.score.is_some())
}

fn zone(cx: &Cx, view: &ContributionsView) -> Markup {
    let standing = |standing: Standing| {
        html! {
            @match standing.rank { Some(rank) => (rank), None => (unknown(cx, None)) }
            (cx.t("ui.comma")) (known_or_dash(cx, standing.score, DECIMALS))
        }
    };
    let fields: Vec<_> = view.rolled_up.iter().map(|label| cx.plain(label)).collect();
    html! {
        @if is_scored(view) {
            p { (cx.t("page.contributions.standing")) " " (standing(view.standing))
                @if let Some(without) = view.without { (cx.t("ui.comma")) (cx.tf("page.contributions.dropped", &[("n", &view.dropped.len().to_string())])) " " (standing(without)) }
            }
        } @else { p { (cx.t("page.contributions.unscored")) } }
        @if view.has_samples { p.hint { (cx.t("page.contributions.samples")) } }
        @if !fields.is_empty() { p.hint { (cx.tf("page.contributions.rolled-up", &[("fields", &fields.join(&cx.t("ui.comma")))])) } }
    }
}

/// The firms of this page of the list.
fn window<'v>(cx: &Cx, view: &'v ContributionsView) -> (u64, &'v [FirmContribution]) {
    let asked = cx.ask("offset").and_then(|n| n.parse::<usize>().ok());
    let first = asked.unwrap_or(0).min(view.firms.len());
    let last = (first + PAGE_ROWS as usize).min(view.firms.len());
    (first as u64, &view.firms[first..last])
}

fn firms(cx: &Cx, view: &ContributionsView) -> Markup {
    let mut columns = vec![
        Column::text(cx.t("page.contributions.drop")),
        Column::text(cx.t("page.contributions.firm")),
    ];
    let scored = is_scored(view);
    let without = ["without-rank", "without-score"].iter().filter(|_| scored);
    let told = without.chain(&["lifts", "lowers"]);
    columns.extend(told.map(|key| Column::number(cx.t(&format!("page.contributions.{key}")))));
    columns.extend(view.indicators.iter().map(|indicator| {
        let label = cx.plain(&indicator.label);
        Column::number(format!("{} {label}", indicator.code))
    }));
    let row = |firm: &FirmContribution| {
        let id = firm.firm.id.as_str();
        html! {
            tr data-row {
                @let tick = format!("drop-{id}");
                td { label.sr for=(tick) { (cx.t("page.contributions.drop")) " " (cx.text(&firm.firm.name)) } input type="checkbox" id=(tick) name="drop" value=(id) checked[view.dropped.iter().any(|d| d == id)]; }
                td { (entity(cx, &firm.firm)) }
                @if scored {
                    td.n { @match firm.without.rank { Some(rank) => (rank), None => (unknown(cx, None)) } }
                    td.n { (known_or_dash(cx, firm.without.score, DECIMALS)) }
                }
                td.n { (lifted(firm)) }
                td.n { (lowered(firm)) }
                @for part in &firm.parts { td.n { (contribution(cx, part)) } }
            }
        }
    };
    let (offset, shown) = window(cx, view);
    let is_shown = |id: &str| shown.iter().any(|firm| firm.firm.id.as_str() == id);
    html! {
        h2 { (cx.t("page.contributions.table")) }
        p.hint { (cx.t("page.contributions.table.hint")) }
        form method="get" action=(cx.path) {
            @if cx.as_of != cx.default_as_of { input type="hidden" name="as_of" value=(cx.as_of); }
            @if let Some(zone) = &view.zone { input type="hidden" name="zone" value=(zone.id); }
            @if offset > 0 { input type="hidden" name="offset" value=(offset); }
            // Firms chosen on another page of the list stay chosen.
            @for id in view.dropped.iter().filter(|id| !is_shown(id)) { input type="hidden" name="drop" value=(id); }
            (table(cx, &cx.t("page.contributions.table"), &columns, shown.iter().map(row)))
            (paging(cx, view.firms.len() as u64, offset, PAGE_ROWS))
            p.actions { button type="submit" { (cx.t("page.contributions.without")) } }
        }
    }
}

/// Contribution with an arrow for what it does; a short board is marked.
fn contribution(cx: &Cx, part: &FirmPart) -> Markup {
    let arrow = match part.effect {
        Some(Effect::Lifts) => "↑",
        Some(Effect::Lowers) => "↓",
        _ => "",
    };
    html! {
        @match part.value {
            None => (unknown(cx, None)),
            Some(value) => {
                (arrow) (digits(value, DIGITS))
                @if part.short_board { " " span.tag { (cx.t("page.contributions.short")) } }
            },
        }
    }
}

/// Contributions as rows for a spreadsheet.
pub fn grid(cx: &Cx, view: &ContributionsView) -> Grid {
    let heads = [
        "ui.id",
        "page.contributions.firm",
        "page.contributions.without-rank",
        "page.contributions.without-score",
    ];
    let parts = view.indicators.iter().map(|indicator| &indicator.code);
    let parts = parts.flat_map(|code| [code.clone(), format!("{code} %")]);
    let heads = heads.map(|key| cx.t(key)).into_iter().chain(parts);
    let mut grid = Grid::new(cx.t("page.analyses.contributions"), heads);
    grid.title = Some(title(cx, view));
    for firm in &view.firms {
        let first = [
            firm.firm.id.as_str().into(),
            cx.plain(&firm.firm.name).into(),
            Cell::count(firm.without.rank),
            Cell::figure(firm.without.score),
        ];
        let per_cent = |part: &FirmPart| part.share.map(|share| share * 100.0);
        let parts = firm.parts.iter();
        let parts = parts.flat_map(|part| [part.value, per_cent(part)].map(Cell::figure));
        grid.row(first.into_iter().chain(parts));
    }
    grid
}

const SURFACE: Surface<ContributionsView> = Surface::page(page).grid(grid);

/// `GET /contributions/{framework}?zone=…&drop=…`
pub async fn show(State(site): State<Site>, Path(framework): Path<String>, ask: Ask) -> Response {
    let dropped = ask
        .cx
        .query
        .iter()
        .filter(|(key, value)| key == "drop" && !value.is_empty());
    let input = measure::ContributionsInput {
        framework,
        as_of: ask.cx.as_of,
        zone: ask.text("zone"),
        drop: dropped.map(|(_, value)| value.clone()).collect(),
        changes: None,
    };
    let proof: Read<_, _> =
        |app, call, input| measure::contributions_proof(app, call, input).map(Some);
    site.show_proved(ask, SURFACE, input, (measure::contributions, proof))
        .await
}
