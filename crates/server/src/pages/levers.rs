//! Levers: what each indicator would bring a park, and the cheapest way to a wanted rank
//! or score. Bounds and costs can be set; the whole state stands in the address.

use crate::pages::analyses;
use crate::view::{
    Column, Cx, Page, WITH_RECIPE, address, diagnostics, empty, known_or_dash, saves, segment,
    table, unknown,
};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::{Read, Site};
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::{Cell, Grid, LeverLine, LeversView};
use julin_app::measure::{self, Gain, Goal, LeverSetting, LeversViewInput, Plan, Standing};
use julin_locale::{decimal, digits};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Digits of values and gains that mean something to a reader.
const DIGITS: usize = 4;
/// Most settings taken from one address.
const MOST: usize = 1200;

/// The page.
pub fn page(cx: &Cx, view: &LeversView) -> Page {
    let body = html! {
        @if view.unit.is_none() { (empty(cx, "page.what-if.empty", Some(("page.imports.new", "/imports/new")))) } @else {
            form method="get" action=(cx.path) {
                (goal(cx, view))
                (diagnostics(cx, &view.diagnostics))
                @if let Some(plan) = &view.plan { (shown_plan(cx, view, plan)) }
                (lever_table(cx, view))
                p.actions {
                    button type="submit" { (cx.t("page.what-if.compute")) }
                    (saves(cx, WITH_RECIPE))
                    a href=(reset(cx, view)) { (cx.t("page.levers.reset")) }
                }
            }
        }
    };
    let about = (&view.framework, view.as_of);
    analyses::page(cx, about, "levers", title(cx, view), body)
}

fn name<'v>(cx: &Cx, view: &'v LeversView) -> &'v str {
    view.unit.as_ref().map_or("", |unit| cx.plain(&unit.name))
}

fn title(cx: &Cx, view: &LeversView) -> String {
    let Some(plan) = &view.plan else {
        return cx.t("page.levers.title");
    };
    let key = match plan {
        plan if !plan.reached => "page.levers.title.out",
        plan if plan.changes.is_empty() => "page.levers.title.there",
        _ => "page.levers.title.plan",
    };
    let args = [
        ("unit", name(cx, view)),
        ("goal", &aimed(cx, view, plan.wanted)),
        ("n", &plan.changes.len().to_string()),
    ];
    cx.tf(key, &args)
}

fn aimed(cx: &Cx, view: &LeversView, goal: Goal) -> String {
    match goal {
        Goal::Rank(rank) => cx.tf("page.levers.rank", &[("n", &rank.to_string())]),
        Goal::Score(score) => {
            let told = decimal(score, view.decimals);
            cx.tf("page.levers.score", &[("n", &told)])
        }
    }
}

/// Which park, and what is aimed at.
fn goal(cx: &Cx, view: &LeversView) -> Markup {
    let chosen = view.unit.as_ref().map(|unit| unit.id.as_str());
    let (by_score, target) = match view.goal {
        Some(Goal::Score(score)) => (true, score.to_string()),
        Some(Goal::Rank(rank)) => (false, rank.to_string()),
        None => (false, String::new()),
    };
    html! {
        div.inline {
            @if cx.as_of != cx.default_as_of { input type="hidden" name="as_of" value=(cx.as_of); }
            div {
                label for="unit" { (cx.t("page.what-if.unit")) }
                select #unit name="unit" { @for unit in &view.units { option value=(unit.id) selected[Some(unit.id.as_str()) == chosen] { (cx.plain(&unit.name)) } } }
            }
            div {
                label for="goal" { (cx.t("page.levers.goal")) }
                select #goal name="goal" {
                    option value="rank" selected[!by_score] { (cx.t("page.levers.goal.rank")) }
                    option value="score" selected[by_score] { (cx.t("page.levers.goal.score")) }
                }
            }
            div { label for="target" { (cx.t("page.levers.target")) } input #target type="number" name="target" step="any" value=(target); }
            div.buttons { button type="submit" { (cx.t("page.what-if.compute")) } }
        }
        p.hint { (cx.t("page.levers.standing")) " " (standing(cx, view, view.standing)) }
    }
}

fn standing(cx: &Cx, view: &LeversView, standing: Standing) -> Markup {
    html! {
        @match standing.rank {
            Some(rank) => (cx.tf("page.park.rank-of", &[("rank", &rank.to_string()), ("of", &view.of.to_string())])),
            None => (unknown(cx, None)),
        }
        (cx.t("ui.comma")) (known_or_dash(cx, standing.score, view.decimals))
    }
}

fn shown_plan(cx: &Cx, view: &LeversView, plan: &Plan) -> Markup {
    let columns = [
        Column::text(cx.t("page.framework.node")),
        Column::number(cx.t("page.levers.value")),
        Column::number(cx.t("page.levers.to")),
        Column::number(cx.t("page.levers.cost")),
    ];
    let unit = |code: &str| view.levers.iter().find(|line| line.code == code);
    let row = |change: &measure::LeverChange| {
        html! {
            tr data-row {
                td.words { span.id { (change.code) } " " (cx.text(&change.label)) @if let Some(line) = unit(&change.code) { (unit_of(cx, line)) } }
                td.n { (digits(change.from, DIGITS)) }
                td.n { strong { (digits(change.to, DIGITS)) } }
                td.n { (digits(change.cost, DIGITS)) }
            }
        }
    };
    html! {
        @if !plan.changes.is_empty() {
            h2 { (cx.t("page.levers.plan")) }
            (table(cx, &cx.t("page.levers.plan"), &columns, plan.changes.iter().map(row)))
            p { (cx.tf("page.levers.plan.total", &[("cost", &digits(plan.cost, DIGITS))])) " " (standing(cx, view, plan.after)) }
            p.actions { a.button href=(apply(cx, view, plan)) { (cx.t("page.levers.apply")) } }
        } @else if !plan.reached {
            p { (cx.t("page.levers.best")) " " (standing(cx, view, plan.after)) }
        }
    }
}

/// The what-if page with the values of the plan, every digit of them.
fn apply(cx: &Cx, view: &LeversView, plan: &Plan) -> String {
    let unit = view.unit.as_ref().map(|unit| unit.id.clone());
    let mut query = vec![("unit".to_owned(), unit.unwrap_or_default())];
    let change =
        |change: &measure::LeverChange| (format!("v.{}", change.code), change.to.to_string());
    query.extend(plan.changes.iter().map(change));
    let query: Vec<_> = query
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    cx.href(&format!("/what-if/{}", segment(&view.framework.id)), &query)
}

/// The page for the same park and goal with nothing set.
fn reset(cx: &Cx, view: &LeversView) -> String {
    let unit = view.unit.as_ref().map_or("", |unit| unit.id.as_str());
    let goal = ["goal", "target"].map(|name| (name, cx.ask(name).unwrap_or_default()));
    let query = [("unit", unit)].into_iter().chain(goal);
    let year = cx.as_of.to_string();
    let year = (cx.as_of != cx.default_as_of).then_some(("as_of", year.as_str()));
    address(&cx.path, query.chain(year))
}

fn lever_table(cx: &Cx, view: &LeversView) -> Markup {
    let columns = [
        Column::text(cx.t("page.framework.node")),
        Column::number(cx.t("page.levers.value")),
        Column::number(cx.t("page.levers.per-unit")).hint(cx.t("page.levers.per-unit.hint")),
        Column::number(cx.t("page.levers.per-cost")).hint(cx.t("page.levers.per-cost.hint")),
        Column::number(cx.t("page.levers.step")).hint(cx.t("page.levers.step.hint")),
        Column::number(cx.t("page.levers.bound")).hint(cx.t("page.levers.bound.hint")),
        Column::number(cx.t("page.levers.unit-cost")).hint(cx.t("page.levers.unit-cost.hint")),
        Column::text(cx.t("page.levers.fixed")),
    ];
    let mut lines: Vec<&LeverLine> = view.levers.iter().collect();
    let gain = |line: &LeverLine| line.gain.as_ref().map_or(f64::NEG_INFINITY, |g| g.per_cost);
    lines.sort_by(|a, b| gain(b).total_cmp(&gain(a)));
    html! {
        h2 { (cx.t("page.levers.table")) }
        p.hint { (cx.t("page.levers.table.hint")) }
        (table(cx, &cx.t("page.levers.table"), &columns, lines.into_iter().map(|line| lever(cx, line))))
    }
}

fn lever(cx: &Cx, line: &LeverLine) -> Markup {
    let usual_cost = line.usual_cost.map(|cost| digits(cost, DIGITS));
    html! {
        tr data-row class=[line.to.map(|_| "moved")] {
            td.words { span.id { (line.code) } " " (cx.text(&line.label)) (unit_of(cx, line)) }
            td.n { (digits(line.value, DIGITS)) @if let Some(to) = line.to { " → " strong { (digits(to, DIGITS)) } } }
            @match &line.gain {
                Some(gain) => {
                    td.n { (digits(gain.per_unit, 3)) }
                    td.n { (digits(gain.per_cost, 3)) }
                    td.n { (signed(gain.step)) " → " @match gain.after.rank { Some(rank) => (cx.tf("page.levers.rank", &[("n", &rank.to_string())])), None => (unknown(cx, None)) } }
                },
                None => td.n colspan="3" { span.hint { (cx.t(if line.fixed { "page.levers.is-fixed" } else { "page.levers.no-room" })) } },
            }
            td.n { (input(cx, ("b", "page.levers.bound"), line, line.bound, &digits(line.usual_bound, DIGITS))) }
            td.n { (input(cx, ("c", "page.levers.unit-cost"), line, line.cost, usual_cost.as_deref().unwrap_or_default())) }
            td {
                @let id = format!("f.{}", line.code);
                label.sr for=(id) { (cx.t("page.levers.fixed")) " " (cx.text(&line.label)) }
                input type="checkbox" id=(id) name=(id) value="1" checked[line.fixed];
            }
        }
    }
}

/// The unit of its values, where there is one.
fn unit_of(cx: &Cx, line: &LeverLine) -> Markup {
    html! { @if !line.unit.is_empty() { " " span.unit.small { (cx.text(&line.unit)) } } }
}

fn signed(step: f64) -> String {
    match step > 0.0 {
        true => format!("+{}", digits(step, 3)),
        false => digits(step, 3),
    }
}

/// A number to be set; what is usual stands where nothing is.
fn input(
    cx: &Cx,
    (prefix, label): (&str, &str),
    line: &LeverLine,
    set: Option<f64>,
    usual: &str,
) -> Markup {
    let id = format!("{prefix}.{}", line.code);
    html! {
        label.sr for=(id) { (cx.t(label)) " " (cx.text(&line.label)) }
        input.cell type="number" step="any" id=(id) name=(id) placeholder=(usual) value=[set.map(|set| set.to_string())];
    }
}

/// What an address sets: `b.<indicator>` a bound, `c.<indicator>` a cost, `f.<indicator>`
/// that it stays as it is. What is no number is left out.
fn settings(query: &[(String, String)]) -> Vec<LeverSetting> {
    let mut found: BTreeMap<&str, LeverSetting> = BTreeMap::new();
    for (key, text) in query.iter().take(MOST) {
        let Some((kind @ ("b" | "c" | "f"), code)) = key.split_once('.') else {
            continue;
        };
        let number = text.trim().parse::<f64>().ok();
        let Some(number) = number.filter(|number| number.is_finite()) else {
            continue;
        };
        let one = found.entry(code).or_default();
        code.clone_into(&mut one.code);
        match kind {
            "b" => one.bound = Some(number),
            "c" => one.cost = Some(number),
            _ => one.fixed = number != 0.0,
        }
    }
    found.into_values().collect()
}

/// What is aimed at; nothing where the address does not say it.
fn wanted(cx: &Cx) -> Option<Goal> {
    let target = cx.ask("target")?.trim();
    match cx.ask("goal") {
        Some("score") => Some(Goal::Score(target.parse().ok()?)),
        _ => Some(Goal::Rank(target.parse().ok()?)),
    }
}

/// All levers as rows for a spreadsheet, with the value each has in the plan.
pub fn grid(cx: &Cx, view: &LeversView) -> Grid {
    let heads = [
        "ui.id",
        "page.framework.node",
        "ui.statement.unit",
        "page.levers.value",
        "page.levers.to",
        "page.levers.per-unit",
        "page.levers.per-cost",
        "page.levers.step",
        "page.levers.rank-after",
        "page.levers.bound",
        "page.levers.unit-cost",
    ];
    let mut grid = Grid::new(cx.t("page.analyses.levers"), heads.map(|key| cx.t(key)));
    grid.title = Some(title(cx, view));
    for line in &view.levers {
        let gain = line.gain.as_ref();
        let none = || match line.fixed {
            true => cx.t("page.levers.is-fixed"),
            false => cx.t("page.levers.no-room"),
        };
        let brings = |of: fn(&Gain) -> f64| Cell::figure(gain.map(of)).or_unknown(none);
        grid.row([
            line.code.as_str().into(),
            cx.plain(&line.label).into(),
            cx.plain(&line.unit).into(),
            Cell::figure(line.value),
            Cell::figure(line.to),
            brings(|gain| gain.per_unit),
            brings(|gain| gain.per_cost),
            brings(|gain| gain.step),
            Cell::count(gain.and_then(|gain| gain.after.rank)),
            Cell::figure(line.bound.unwrap_or(line.usual_bound)),
            Cell::figure(line.cost.or(line.usual_cost)),
        ]);
    }
    grid
}

const SURFACE: Surface<LeversView> = Surface::page(page).grid(grid);

/// `GET /levers/{framework}?unit=…&goal=rank&target=…`
pub async fn show(State(site): State<Site>, Path(framework): Path<String>, ask: Ask) -> Response {
    let input = LeversViewInput {
        framework,
        as_of: ask.cx.as_of,
        unit: ask.text("unit"),
        goal: wanted(&ask.cx),
        levers: settings(&ask.cx.query),
    };
    let reads: (Read<_, _>, Read<_, _>) = (measure::levers_view, measure::levers_proof);
    site.show_proved(ask, SURFACE, input, reads).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cx(query: &[(&str, &str)]) -> Cx {
        let owned = |(k, v): &(&str, &str)| ((*k).to_owned(), (*v).to_owned());
        Cx {
            query: query.iter().map(owned).collect(),
            ..Cx::default()
        }
    }

    #[test]
    fn bounds_costs_and_what_stays_are_read_and_words_are_not() {
        let cx = cx(&[
            ("b.1.1", "40.5"),
            ("c.1.1", " 2 "),
            ("f.2.1", "1"),
            ("c.3.1", "dear"),
            ("b.4.1", "inf"),
            ("v.5.1", "3"),
        ]);
        let read = settings(&cx.query);
        let codes: Vec<_> = read.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(codes, ["1.1", "2.1"]);
        assert_eq!((read[0].bound, read[0].cost), (Some(40.5), Some(2.0)));
        assert!(read[1].fixed && !read[0].fixed);
    }

    #[test]
    fn a_goal_is_a_rank_unless_a_score_is_said() {
        let goal = |query: &[(&str, &str)]| wanted(&cx(query));
        assert_eq!(goal(&[("target", "3")]), Some(Goal::Rank(3)));
        assert_eq!(
            goal(&[("goal", "score"), ("target", "62.5")]),
            Some(Goal::Score(62.5))
        );
        assert_eq!(goal(&[("goal", "rank"), ("target", "1.5")]), None);
        assert_eq!(goal(&[("goal", "rank")]), None);
    }
}
