//! Sensitivity: which assumption makes ranks unsure, how settled that is, and what leaving
//! out each indicator does.

use crate::pages::variation::{self, Usual};
use crate::pages::{analyses, effects, runs};
use crate::view::{Chart, Cx, Page, WITH_RECIPE, chart, empty, saves, segment};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::{Read, Site};
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::{Cell, Grid, SensitivityReport, SensitivityView};
use julin_app::measure::{self, Response as Asked, Sensitivity};
use julin_app::runs::Computation;
use maud::{Markup, html};

/// The kind of its runs.
pub const KIND: &str = <measure::SensitivityInput as Computation>::KIND;
/// What is varied when nobody says: all there is a tick for.
pub const USUAL: Usual = Usual {
    draws: 1024,
    ticks: &["scale", "means", "leave"],
};
/// What can be asked about: mean shift, one unit's rank or score, being among the first.
const RESPONSES: [&str; 4] = ["shift", "rank", "score", "top"];
/// Places of "among the first" when nobody says.
const PLACES: u32 = 10;

/// The page.
pub fn page(cx: &Cx, view: &SensitivityView) -> Page {
    let body = html! {
        (form(cx, view))
        @match &view.report {
            None => (empty(cx, "page.uncertainty.empty", Some(("page.imports.new", "/imports/new")))),
            Some(report) => {
                @if let Some(kept) = &view.kept { (runs::kept(cx, kept, &report.spec)) }
                (analyses::findings(cx, &report.diagnostics))
                div.tools { (saves(cx, WITH_RECIPE)) }
                @for drawn in charts(cx, view) { (chart(cx, &drawn)) }
                @for found in &report.effects {
                    h2 { (cx.t("page.sensitivity.convergence")) }
                    (effects::convergence(cx, found))
                }
                (effects::left_out(cx, report))
            },
        }
    };
    let about = (&view.framework, view.as_of);
    analyses::page(cx, about, "sensitivity", title(cx, view), body)
}

fn first(report: Option<&SensitivityReport>) -> Option<&Sensitivity> {
    report?.effects.first()
}

fn title(cx: &Cx, view: &SensitivityView) -> String {
    match first(view.report.as_ref()) {
        None => cx.t("page.sensitivity.title"),
        Some(found) => cx.tf(
            "page.sensitivity.title.of",
            &[("what", &what(cx, view, found))],
        ),
    }
}

fn what(cx: &Cx, view: &SensitivityView, found: &Sensitivity) -> String {
    let name = |id: &str| {
        let unit = view.units.iter().find(|unit| unit.id == id)?;
        Some(cx.plain(&unit.name).to_owned())
    };
    effects::response(cx, &found.response, name)
}

/// What an address or form asks about.
pub fn response(query: &[(String, String)]) -> Asked {
    let ask = |name: &str| {
        let found = query.iter().find(|(k, v)| k == name && !v.is_empty());
        found.map(|(_, value)| value.clone())
    };
    let places = ask("places").and_then(|n| n.parse().ok()).unwrap_or(PLACES);
    match (ask("of").as_deref(), ask("unit")) {
        (Some("rank"), Some(unit)) => Asked::Rank { unit },
        (Some("score"), Some(unit)) => Asked::Score { unit },
        (Some("top"), Some(unit)) => Asked::Top { unit, places },
        _ => Asked::Shift {},
    }
}

fn form(cx: &Cx, view: &SensitivityView) -> Markup {
    let job = format!("/jobs/sensitivity/{}", segment(&view.framework.id));
    let asked = first(view.report.as_ref()).map(|found| &found.response);
    let (of, unit, places) = match asked {
        Some(Asked::Rank { unit }) => ("rank", unit.as_str(), PLACES),
        Some(Asked::Score { unit }) => ("score", unit.as_str(), PLACES),
        Some(Asked::Top { unit, places }) => ("top", unit.as_str(), *places),
        _ => ("shift", "", PLACES),
    };
    html! {
        form.inline method="get" action=(cx.path) {
            div {
                label for="of" { (cx.t("page.sensitivity.of")) }
                select #of name="of" { @for name in RESPONSES { option value=(name) selected[name == of] { (cx.t(&format!("page.sensitivity.choice.{name}"))) } } }
            }
            div {
                label for="unit" { (cx.t("page.sensitivity.unit")) }
                select #unit name="unit" { @for one in &view.units { option value=(one.id) selected[one.id == unit] { (cx.plain(&one.name)) } } }
            }
            div { label for="places" { (cx.t("page.sensitivity.places")) } input #places type="number" name="places" min="1" value=(places); }
            (variation::fields(cx, USUAL, "page.sensitivity.points"))
            (variation::buttons(cx, &job))
        }
    }
}

/// The effects.
pub fn charts(cx: &Cx, view: &SensitivityView) -> Vec<Chart> {
    let source = cx.tf("ui.chart.computed", &[("year", &view.as_of.to_string())]);
    let found = first(view.report.as_ref());
    let drawn = found.and_then(|found| effects::chart(cx, found, &what(cx, view, found), source));
    drawn.into_iter().collect()
}

/// The effects as rows for a spreadsheet.
pub fn grid(cx: &Cx, view: &SensitivityView) -> Grid {
    let end = |of: &str, which: &str| {
        let args = [("what", cx.t(of)), ("end", cx.t(which))];
        let args: Vec<_> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
        cx.tf("page.uncertainty.end", &args)
    };
    let mut heads = vec![cx.t("page.uncertainty.factor")];
    for of in ["page.uncertainty.first", "page.uncertainty.total"] {
        let ends = ["page.sensitivity.low", "page.sensitivity.high"];
        heads.push(cx.t(of));
        heads.extend(ends.map(|which| end(of, which)));
    }
    let mut grid = Grid::new(cx.t("page.analyses.sensitivity"), heads);
    grid.title = Some(title(cx, view));
    for found in first(view.report.as_ref())
        .iter()
        .flat_map(|f| &f.effects.factors)
    {
        let shares = [found.first, found.total];
        let shares = shares.into_iter().flat_map(|e| [e.value, e.low, e.high]);
        let name = effects::factor(cx, &found.factor).into();
        grid.row(std::iter::once(name).chain(shares.map(Cell::share)));
    }
    grid
}

const SURFACE: Surface<SensitivityView> = Surface::page(page).grid(grid).charts(charts);

/// `GET /sensitivity/{framework}?of=…&unit=…`
pub async fn show(State(site): State<Site>, Path(framework): Path<String>, ask: Ask) -> Response {
    let input = measure::SensitivityViewInput {
        framework,
        as_of: ask.cx.as_of,
        spec: variation::spec(&ask.cx.query, USUAL),
        response: response(&ask.cx.query),
        run: ask.text("run"),
    };
    let proof: Read<_, _> =
        |app, call, input| measure::sensitivity_proof(app, call, input).map(Some);
    site.show_proved(ask, SURFACE, input, (measure::sensitivity_view, proof))
        .await
}
