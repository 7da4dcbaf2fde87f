//! Plan targets: what is late, each plan as a table, a chart per target that has figures.

use super::target_chart;
use crate::view::{
    Chart, Column, Cx, Page, Section, chart, empty, entity, figure, segment, table, unknown,
};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::response::Response;
use julin_app::contract::{
    LateTarget, Milestone, TargetLight, TargetPlan, TargetView, Targets, YearFigure,
};
use julin_app::measure;
use julin_locale::{Amount, amount, count, percent};
use julin_model::{Bound, Text};
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &Targets) -> Page {
    let none = view.all().next().is_none();
    let body = html! {
        @if none { (empty(cx, "page.targets.empty", Some(("ui.rail.packs", "/packs")))) } @else {
            (late(cx, view))
            @for plan in &view.plans { (plan_section(cx, plan)) }
            (told(cx, view))
            @for drawn in charts(cx, view) { (chart(cx, &drawn)) }
        }
        (aside(cx, view))
        h2 { (cx.t("page.targets.method")) }
        p { (cx.t("page.targets.method.text")) }
    };
    Page {
        title: title(cx, view),
        lead: Some(lead(cx, view)),
        section: Section::Targets,
        body,
        crumbs: vec![],
    }
}

fn title(cx: &Cx, view: &Targets) -> String {
    let n = view.all().count();
    if n == 0 {
        return cx.t("page.targets.title.none");
    }
    let of = |light| count(view.count(light) as u64);
    let args = [
        ("n", count(n as u64)),
        ("on", of(TargetLight::OnPath)),
        ("late", of(TargetLight::Behind)),
        ("unknown", of(TargetLight::Unknown)),
    ];
    cx.tf(
        "page.targets.title",
        &args.each_ref().map(|(k, v)| (*k, v.as_str())),
    )
}

fn lead(cx: &Cx, view: &Targets) -> Markup {
    html! {
        p { (cx.tf("page.targets.lead", &[("year", &view.as_of.to_string())])) }
        @if let Some(of) = &view.entity {
            p { (cx.tf("page.targets.lead.entity", &[("entity", cx.plain(&of.name))])) (cx.t("ui.comma")) a href=(cx.href("/measure/targets", &[])) { (cx.t("page.targets.all")) } }
        }
    }
}

/// What is late, or plainly that nothing is.
fn late(cx: &Cx, view: &Targets) -> Markup {
    let judged = view.count(TargetLight::OnPath) > 0;
    let columns = [
        Column::text(cx.t("page.targets.target")),
        Column::text(cx.t("page.targets.about")),
        Column::number(cx.t("page.targets.actual")),
        Column::number(cx.t("page.targets.wanted")).hint(cx.t("page.targets.wanted.hint")),
        Column::number(cx.t("page.targets.gap")).hint(cx.t("page.targets.gap.hint")),
        Column::text(cx.t("page.targets.owner")),
    ];
    let row = |l: &LateTarget| {
        let shown = |v| written(cx, v, l.unit.as_deref(), &l.unit_label);
        let apart = |v| amount_of(cx, l.unit.as_deref(), &l.unit_label, v);
        html! {
            tr data-row {
                td.words { (cx.text(&l.label)) }
                td { (entity(cx, &l.entity)) }
                td.n { (shown(l.actual)) " " span.when { (l.year) } }
                td.n { (shown(rounded(l.wanted))) }
                td.n { (gap(cx, l.shortfall, l.shortfall_share, &apart)) }
                td { (owner(cx, l.owner.as_ref())) }
            }
        }
    };
    html! {
        h2 #late { (cx.t("page.targets.late")) }
        @if !view.late.is_empty() { (table(cx, &cx.t("page.targets.late.table"), &columns, view.late.iter().map(row))) }
        @else if judged { p { (cx.t("page.targets.late.none")) } }
        @else { p { (cx.t("page.targets.late.none.unknown")) } }
    }
}

fn plan_section(cx: &Cx, plan: &TargetPlan) -> Markup {
    html! {
        h2 { (cx.text(&plan.title)) }
        p {
            (entity(cx, &plan.entity))
            @if !plan.issuer.is_empty() { (cx.t("ui.comma")) (cx.text(&plan.issuer)) }
            @if let Some(document) = &plan.document { (cx.t("ui.comma")) (cx.t("page.targets.document")) (cx.t("ui.colon")) (entity(cx, document)) }
            @if !plan.reference.is_empty() { (cx.t("ui.comma")) (cx.t("page.targets.reference")) (cx.t("ui.colon")) (cx.text(&plan.reference)) }
        }
        @if !plan.note.is_empty() { p.hint { (cx.text(&plan.note)) } }
        (target_table(cx, cx.plain(&plan.title), &plan.targets))
    }
}

fn told(cx: &Cx, view: &Targets) -> Markup {
    html! {
        @if !view.told.is_empty() {
            h2 { (cx.t("page.targets.told")) }
            p { (cx.t("page.targets.told.text")) }
            (target_table(cx, &cx.t("page.targets.told"), &view.told))
        }
    }
}

/// Targets as rows; also part of a park's page.
pub fn target_table(cx: &Cx, caption: &str, targets: &[TargetView]) -> Markup {
    let columns = [
        Column::text(cx.t("page.targets.target")),
        Column::text(cx.t("page.targets.light")),
        Column::number(cx.t("page.targets.actual")),
        Column::number(cx.t("page.targets.wanted")).hint(cx.t("page.targets.wanted.hint")),
        Column::number(cx.t("page.targets.gap")).hint(cx.t("page.targets.gap.hint")),
        Column::text(cx.t("page.targets.aim")),
        Column::text(cx.t("page.targets.owner")),
    ];
    table(cx, caption, &columns, targets.iter().map(|t| row(cx, t)))
}

fn row(cx: &Cx, t: &TargetView) -> Markup {
    let apart = |v| amount_of(cx, t.unit.as_deref(), &t.unit_label, v);
    html! {
        tr data-row {
            td.words {
                (cx.text(&t.label))
                @if !t.scope_label.is_empty() && t.milestones.iter().any(|m| m.value.is_some()) { (cx.t("ui.comma")) (cx.text(&t.scope_label)) }
                br; span.when { (entity(cx, &t.entity)) }
                @if !t.note.is_empty() { br; span.hint { (cx.text(&t.note)) } }
            }
            td { (light(cx, t)) }
            td.n { @match t.newest() {
                Some(newest) => { (figure(cx, &newest.figure)) " " span.when { (newest.year) } },
                None => (unknown(cx, None)),
            } }
            td.n { @match t.wanted { Some(wanted) => (about(cx, t, wanted)), None => (unknown(cx, None)) } }
            td.n { @match t.shortfall { Some(short) => (gap(cx, short, t.shortfall_share, &apart)), None => (unknown(cx, None)) } }
            td.words { @for m in &t.milestones { (aim(cx, m)) } }
            td { (owner(cx, t.owner.as_ref())) }
        }
    }
}

/// The light, and below it why there is none.
pub fn light(cx: &Cx, t: &TargetView) -> Markup {
    let class = match t.light {
        TargetLight::OnPath => "tag good",
        TargetLight::Behind => "tag bad",
        TargetLight::Unknown => "tag waiting",
    };
    html! {
        span class=(class) { (cx.t(&format!("page.targets.light.{}", t.light.code()))) }
        @if t.reached { " " span class="tag good" { (cx.t("page.targets.reached")) } }
        @if let Some(reason) = &t.reason { br; span.when { (cx.t(reason)) } }
    }
}

fn aim(cx: &Cx, m: &Milestone) -> Markup {
    let year = m
        .year
        .map_or_else(|| cx.t("page.targets.no-year"), |y| y.to_string());
    html! {
        div {
            span.when { (year) } " "
            @if m.figures.is_empty() { (unknown(cx, Some(&cx.t("page.targets.unpublished")))) " " span.when { (cx.t("page.targets.unpublished")) } }
            @for (i, said) in m.figures.iter().enumerate() { @if i > 0 { " / " } (figure(cx, said)) }
        }
    }
}

fn owner(cx: &Cx, owner: Option<&Text>) -> Markup {
    html! {
        @match owner {
            Some(owner) => (cx.text(owner)),
            None => (unknown(cx, Some(&cx.t("page.targets.owner.none")))),
        }
    }
}

/// How far behind or ahead, in words, with the share.
fn gap(cx: &Cx, short: f64, share: Option<f64>, shown: &dyn Fn(f64) -> String) -> String {
    let near = share.is_some_and(|share| share.abs() < 5e-4);
    if short == 0.0 || near {
        return cx.t("page.targets.level");
    }
    let key = if short > 0.0 {
        "page.targets.behind-by"
    } else {
        "page.targets.ahead"
    };
    let words = cx.tf(key, &[("n", &shown(short.abs()))]);
    match share {
        Some(share) => format!("{words} ({})", percent(share.abs(), 1)),
        None => words,
    }
}

/// A figure that was told, in the unit of a target.
pub fn value(cx: &Cx, t: &TargetView, value: f64) -> String {
    written(cx, value, t.unit.as_deref(), &t.unit_label)
}

/// A computed value in the unit of a target.
pub fn about(cx: &Cx, t: &TargetView, computed: f64) -> String {
    value(cx, t, rounded(computed))
}

/// An amount by which values of a target differ: of percentages, points.
pub fn amount_of(cx: &Cx, unit: Option<&str>, label: &Text, computed: f64) -> String {
    let computed = rounded(computed);
    if unit == Some("percent") {
        let n = written(cx, computed, None, &Text::default());
        return cx.tf("page.targets.points", &[("n", &n)]);
    }
    written(cx, computed, unit, label)
}

/// Four digits: more would pretend to be exact.
fn rounded(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}

fn written(cx: &Cx, value: f64, unit: Option<&str>, label: &Text) -> String {
    let told = Amount {
        value,
        unit,
        label,
        bound: Bound::Exact,
    };
    amount(told, cx.lang).text
}

fn aside(cx: &Cx, view: &Targets) -> Markup {
    html! {
        @if !view.set_aside.is_empty() {
            h2 { (cx.t("page.targets.aside")) }
            p { (cx.t("page.targets.aside.text")) }
            ul { @for (of, said) in &view.set_aside { li { (entity(cx, of)) (cx.t("ui.colon")) (cx.text(&said.label)) " " (figure(cx, said)) } } }
        }
    }
}

/// One chart per target that has something to draw.
pub fn charts(cx: &Cx, view: &Targets) -> Vec<Chart> {
    target_chart::charts(cx, view)
}

/// Targets as rows for a spreadsheet, one per aimed value.
pub fn csv(cx: &Cx, view: &Targets) -> Vec<Vec<String>> {
    let keys = [
        "ui.id",
        "page.targets.target",
        "page.targets.about",
        "page.targets.light",
        "page.targets.year",
        "page.targets.actual",
        "page.targets.wanted",
        "page.targets.gap",
        "page.targets.year",
        "page.targets.aim",
        "page.targets.owner",
    ];
    let number = |v: Option<f64>| v.map(|v| v.to_string()).unwrap_or_default();
    let line = |t: &TargetView, m: &Milestone| {
        let newest = t.newest();
        let owner = t.owner.as_ref().map(|owner| cx.plain(owner).to_owned());
        vec![
            t.id.clone(),
            cx.plain(&t.label).to_owned(),
            cx.plain(&t.entity.name).to_owned(),
            cx.t(&format!("page.targets.light.{}", t.light.code())),
            newest.map(|n| n.year.to_string()).unwrap_or_default(),
            number(newest.map(|n: &YearFigure| n.value)),
            number(t.wanted),
            number(t.shortfall),
            m.year.map(|year| year.to_string()).unwrap_or_default(),
            number(m.value),
            owner.unwrap_or_default(),
        ]
    };
    let lines = view
        .all()
        .flat_map(|t| t.milestones.iter().map(move |m| line(t, m)));
    std::iter::once(keys.map(|key| cx.t(key)).to_vec())
        .chain(lines)
        .collect()
}

/// The targets of a park on its page.
pub fn park_section(cx: &Cx, view: &Targets) -> Markup {
    let of = view.entity.as_ref().map(|e| segment(e.id.as_str()));
    html! {
        @if view.all().next().is_some() {
            h2 { (cx.t("page.park.targets")) }
            @for plan in &view.plans {
                h3 { (cx.text(&plan.title)) }
                (target_table(cx, cx.plain(&plan.title), &plan.targets))
            }
            @if !view.told.is_empty() { (target_table(cx, &cx.t("page.targets.told"), &view.told)) }
            @if let Some(id) = of { p { a href=(cx.href("/measure/targets", &[("entity", &id)])) { (cx.t("page.park.targets.link")) } } }
        }
    }
}

const SURFACE: Surface<Targets> = Surface::page(page).csv(csv).charts(charts);

/// `GET /measure/targets?entity=…`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    let input = measure::TargetsInput {
        entity: ask.text("entity"),
        as_of: ask.cx.as_of,
    };
    site.show(ask, SURFACE, move |app, call| {
        measure::targets(app, call, &input)
    })
    .await
}
