//! The frame of every page: rail, top bar, breadcrumb, heading.

use super::{Cx, calm, html_lang};
use crate::web::assets;
use maud::{DOCTYPE, Markup, html};

/// Which part of the rail a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Section {
    /// 总览
    #[default]
    Overview,
    /// 评价
    Measure,
    /// Plan targets.
    Targets,
    /// Member surveys.
    Surveys,
    /// 匹配: policies and titles.
    Policies,
    /// Changes of eligibility.
    PolicyChanges,
    /// Declaration calendar.
    Calendar,
    /// Grant lists.
    Grants,
    /// What a visitor could get.
    Simulator,
    /// 跟进: what somebody has to do.
    MyWork,
    /// Workflows and their boards.
    Follow,
    /// Cases.
    Cases,
    /// What has gone silent.
    Silence,
    /// Calls upon firms.
    Budget,
    /// What somebody was told.
    Notices,
    /// What is due.
    Due,
    /// Days of the office.
    Days,
    /// Entities, parks, history.
    Entities,
    /// Sources and statements.
    Sources,
    /// Imports.
    Imports,
    /// Conflicts.
    Conflicts,
    /// Reviews.
    Reviews,
    /// Jobs and exports.
    Jobs,
    /// Packs.
    Packs,
    /// About this installation.
    About,
}

/// A page before the frame is put around it.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Heading and window title.
    pub title: String,
    /// One line under the heading.
    pub lead: Option<Markup>,
    /// Where it stands: words and addresses, outermost first, without the page itself.
    pub crumbs: Vec<(String, String)>,
    /// Part of the rail.
    pub section: Section,
    /// What stands under the heading.
    pub body: Markup,
}

/// Key of the name, address, part of the rail.
type Place = (&'static str, &'static str, Section);

/// One verb of the rail: its name and the places in it. Only what works is listed.
const RAIL: [(&str, &[Place]); 5] = [
    (
        "ui.rail.overview",
        &[("ui.rail.overview", "/", Section::Overview)],
    ),
    (
        "ui.rail.measure",
        &[
            ("ui.rail.frameworks", "/frameworks", Section::Measure),
            ("ui.rail.targets", "/measure/targets", Section::Targets),
            ("ui.rail.surveys", "/measure/surveys", Section::Surveys),
        ],
    ),
    (
        "ui.rail.match",
        &[
            ("ui.rail.policies", "/policies", Section::Policies),
            (
                "ui.rail.policy-changes",
                "/policy-changes",
                Section::PolicyChanges,
            ),
            ("ui.rail.calendar", "/calendar", Section::Calendar),
            ("ui.rail.grant-lists", "/grant-lists", Section::Grants),
            ("ui.rail.simulator", "/simulator", Section::Simulator),
        ],
    ),
    (
        "ui.rail.follow",
        &[
            ("ui.rail.my-work", "/my-work", Section::MyWork),
            ("ui.rail.notices", "/notices", Section::Notices),
            ("ui.rail.workflows", "/follow", Section::Follow),
            ("ui.rail.cases", "/cases", Section::Cases),
            ("ui.rail.silence", "/silence", Section::Silence),
            ("ui.rail.budget", "/contact-budget", Section::Budget),
            ("ui.rail.due", "/due", Section::Due),
            ("ui.rail.days", "/follow/calendar", Section::Days),
        ],
    ),
    (
        "ui.rail.data",
        &[
            ("ui.rail.entities", "/entities", Section::Entities),
            ("ui.rail.sources", "/sources", Section::Sources),
            ("ui.rail.imports", "/imports", Section::Imports),
            ("ui.rail.conflicts", "/conflicts", Section::Conflicts),
            ("ui.rail.reviews", "/reviews", Section::Reviews),
            ("ui.rail.packs", "/packs", Section::Packs),
            ("ui.rail.jobs", "/jobs", Section::Jobs),
        ],
    ),
];

/// How many years back the as-of choice reaches.
const YEARS_BACK: i32 = 8;

/// The whole document.
pub fn shell(cx: &Cx, page: &Page) -> Markup {
    let name = cx.t("app.name");
    html! {
        (DOCTYPE)
        html lang=(html_lang(cx.lang)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (calm(&page.title)) " · " (name) }
                link rel="icon" href=(assets::ICON.path()) type="image/svg+xml";
                link rel="stylesheet" href=(assets::STYLE.path());
                script src=(assets::SCRIPT.path()) defer {}
            }
            body {
                a.skip href="#main" { (cx.t("ui.skip")) }
                (rail(cx, page.section, &name))
                (top_bar(cx))
                main #main tabindex="-1" {
                    @if !page.crumbs.is_empty() { (breadcrumb(cx, page)) }
                    header.head {
                        h1 { bdi { (page.title) } }
                        @if let Some(lead) = &page.lead { div.lead { (lead) } }
                    }
                    (page.body)
                }
                (foot(cx))
                dialog #drawer aria-labelledby="drawer-title" data-close=(cx.t("ui.close")) data-failed=(cx.t("ui.drawer.failed")) {}
            }
        }
    }
}

/// The page alone, for opening in place.
pub fn fragment(cx: &Cx, page: &Page) -> Markup {
    html! {
        header.head {
            h2 #drawer-title { bdi { (page.title) } }
            @if let Some(lead) = &page.lead { div.lead { (lead) } }
        }
        (page.body)
        p.open-page { a href=(cx.here(&[])) { (cx.t("ui.drawer.open-page")) } }
    }
}

fn rail(cx: &Cx, section: Section, name: &str) -> Markup {
    html! {
        nav.rail aria-label=(cx.t("ui.rail.label")) {
            a.brand href=(cx.href("/", &[])) { (brand_mark()) span { (name) } }
            ul {
                @for (verb, places) in RAIL {
                    li {
                        @if places.len() > 1 || verb != places[0].0 { span.verb { (cx.t(verb)) } }
                        ul {
                            @for (label, path, of) in places {
                                li { a href=(cx.href(path, &[])) aria-current=[(*of == section).then_some("page")] { (cx.t(label)) } }
                            }
                        }
                    }
                }
            }
            a.about href=(cx.href("/about", &[])) aria-current=[(section == Section::About).then_some("page")] { (cx.t("ui.rail.about")) }
        }
    }
}

/// Three trees drawn with straight lines: the mark beside the name.
fn brand_mark() -> Markup {
    html! {
        svg.logo viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" {
            path d="M12 2 L17 10 H7 Z M6 9 L10 16 H2 Z M18 9 L22 16 H14 Z M12 10 V22 M6 16 V22 M18 16 V22" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linejoin="round" {}
        }
    }
}

fn top_bar(cx: &Cx) -> Markup {
    let other = cx.lang.other();
    html! {
        header.bar {
            search {
                form.search action="/search" method="get" role="search" {
                    label.sr for="q" { (cx.t("ui.search.label")) }
                    input #q type="search" name="q" value=[cx.ask("q").filter(|_| cx.path == "/search")] placeholder=(cx.t("ui.search.hint")) autocomplete="off" maxlength="200";
                    kbd aria-hidden="true" { "Ctrl K" }
                    button.sr-until-focus type="submit" { (cx.t("ui.search.go")) }
                }
            }
            (as_of_form(cx))
            (own_work(cx))
            a.lang href=(cx.here(&[("lang", other.code())])) lang=(html_lang(other)) hreflang=(html_lang(other)) { (cx.t("ui.other-language")) }
        }
    }
}

/// What the reader has to do, and the name they work under.
fn own_work(cx: &Cx) -> Markup {
    html! {
        div.own {
            @match &cx.who {
                Some(name) => {
                    a.own-work href=(cx.href("/my-work", &[])) { (cx.t("ui.my-work")) @if let Some(n) = cx.to_do { " " strong { (n) } } }
                    a.own-name href=(cx.href("/me", &[])) { bdi { (calm(name)) } }
                },
                None => a.own-name href=(cx.href("/me", &[])) { (cx.t("ui.who")) },
            }
        }
    }
}

fn as_of_form(cx: &Cx) -> Markup {
    let years = (cx.default_as_of - YEARS_BACK..=cx.default_as_of + 1).rev();
    let outside = !years.clone().any(|y| y == cx.as_of);
    html! {
        form.as-of method="get" action=(cx.path) data-auto {
            // A kept run is of its own year.
            @for (key, value) in cx.query.iter().filter(|(key, _)| !["as_of", "lang", "run"].contains(&key.as_str())) {
                input type="hidden" name=(key) value=(value);
            }
            label for="as-of" { (cx.t("ui.as-of")) }
            select #as-of name="as_of" {
                @if outside { option value=(cx.as_of) selected { (cx.as_of) } }
                @for year in years { option value=(year) selected[year == cx.as_of] { (year) } }
            }
            button type="submit" { (cx.t("ui.go")) }
        }
    }
}

fn breadcrumb(cx: &Cx, page: &Page) -> Markup {
    html! {
        nav.crumbs aria-label=(cx.t("ui.crumbs")) {
            ol { @for (label, path) in &page.crumbs { li { a href=(cx.href(path, &[])) { bdi { (label) } } } } }
        }
    }
}

fn foot(cx: &Cx) -> Markup {
    html! {
        footer.foot {
            p { (cx.t("ui.foot")) }
            p.print-only { (cx.tf("ui.foot.print", &[("path", &cx.here(&[])), ("year", &cx.as_of.to_string())])) }
        }
    }
}
