//! The simulator for anybody: a few questions at a time, beside them how every policy
//! stands. The answers travel in the address; nothing is kept and no script is needed.

use super::gap;
use super::policies::link;
use crate::view::{Column, Cx, Page, Section, diagnostics, known_value, table, time};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::response::Response;
use julin_app::contract::{
    AnswerView, GivenAnswer, NextQuestion, QuestionInput, SimulatedRule, Simulator,
};
use julin_app::criteria;
use julin_locale::count;
use julin_model::Text;
use maud::{Markup, html};

/// What goes before a fact in the address.
const FACT: &str = "f.";
/// Says that a fact is not known.
const NOT_KNOWN: &str = "?";
/// Says that a set is empty.
const EMPTY: &str = "[]";

/// The page.
pub fn page(cx: &Cx, view: &Simulator) -> Page {
    let n = |answer| count(view.count(answer));
    let (yes, open, no) = (
        n(AnswerView::Yes),
        n(AnswerView::Unknown),
        n(AnswerView::No),
    );
    let title = match view.answers.len() {
        0 => cx.t("page.simulator.title.start"),
        _ => cx.tf(
            "page.simulator.title",
            &[("yes", &yes), ("open", &open), ("no", &no)],
        ),
    };
    let sheet = cx.ask("sheet").is_some();
    let lead = html! {
        p { (cx.tf("page.simulator.lead", &[("day", &time::day(cx, view.as_of)), ("kind", cx.plain(&view.kind_label)), ("n", &count(view.policies.len() as u64))])) }
        @if sheet { p.hint { (cx.t("page.simulator.sheet.text")) } }
    };
    let body = html! {
        (diagnostics(cx, &view.findings))
        @if sheet {
            p { a href=(address(cx, view, None, &[])) { (cx.t("page.simulator.back")) } }
            (answers(cx, view))
            (standing(cx, view, true))
        } @else {
            @if view.answers.is_empty() { (kinds(cx, view)) }
            div.levers-beside {
                div {
                    (questions(cx, view))
                    (answers(cx, view))
                }
                (standing(cx, view, false))
            }
        }
    };
    Page {
        title,
        lead: Some(lead),
        section: Section::Simulator,
        body,
        crumbs: vec![],
    }
    .under(cx.t("ui.rail.policies"), "/policies")
}

/// This page with the answers so far, one of them left out.
fn address(cx: &Cx, view: &Simulator, without: Option<&str>, more: &[(&str, &str)]) -> String {
    let names: Vec<_> = kept(view, without)
        .map(|(key, value)| (format!("{FACT}{key}"), value))
        .collect();
    let mut query = vec![
        ("kind", view.kind.as_str()),
        ("day", cx.ask("day").unwrap_or_default()),
    ];
    query.extend(names.iter().map(|(key, value)| (key.as_str(), *value)));
    query.extend(more);
    cx.href("/simulator", &query)
}

/// The answers so far as they stand in the address.
fn kept<'v>(
    view: &'v Simulator,
    without: Option<&'v str>,
) -> impl Iterator<Item = (&'v str, &'v str)> {
    let given = view
        .answers
        .iter()
        .filter(move |own| Some(own.key.as_str()) != without);
    given.flat_map(|own| {
        let values = own.raw.iter();
        values.map(|value| (own.key.as_str(), value.as_str()))
    })
}

/// What is asked about, chosen first.
fn kinds(cx: &Cx, view: &Simulator) -> Markup {
    html! {
        @if view.kinds.len() > 1 {
            ul.reach aria-label=(cx.t("page.simulator.kind")) {
                @for (kind, label, n) in &view.kinds {
                    li { a href=(cx.href("/simulator", &[("kind", kind.as_str()), ("day", cx.ask("day").unwrap_or_default())])) aria-current=[(*kind == view.kind).then_some("true")] { (cx.plain(label)) " " (count(*n)) } }
                }
            }
        }
    }
}

fn questions(cx: &Cx, view: &Simulator) -> Markup {
    let keys: Vec<_> = view.questions.iter().map(|own| own.key.as_str()).collect();
    html! {
        @if view.questions.is_empty() {
            p.finding { (cx.t("page.simulator.done")) }
        } @else {
            form.interview method="get" action="/simulator" {
                input type="hidden" name="kind" value=(view.kind);
                @if let Some(day) = cx.ask("day") { input type="hidden" name="day" value=(day); }
                @if cx.as_of != cx.default_as_of { input type="hidden" name="as_of" value=(cx.as_of); }
                @for (key, value) in kept(view, None) { input type="hidden" name=(format!("{FACT}{key}")) value=(value); }
                p.when { (cx.tf("page.simulator.left", &[("n", &count(view.left))])) }
                @for own in &view.questions { (question(cx, own)) }
                p.actions {
                    button.primary type="submit" { (cx.t("page.simulator.next")) }
                    " "
                    button.second type="submit" name="skip" value=(keys.join(";")) { (cx.t("page.simulator.skip")) }
                }
            }
        }
    }
}

fn question(cx: &Cx, own: &NextQuestion) -> Markup {
    let name = format!("{FACT}{}", own.key);
    let title = html! {
        (cx.text(&own.label))
        @if own.years > 0 { " " span.when { (cx.tf("page.verdict.years-before", &[("n", &own.years.to_string())])) } }
        @if own.judgement { " " span.tag { (cx.t("page.simulator.judgement")) } }
    };
    let about = html! {
        @if !own.note.is_empty() { p.hint { (cx.text(&own.note)) } }
        p.when { (cx.tf("page.simulator.decides", &[("n", &count(own.rules))])) }
    };
    let choice = |kind: &str, value: &str, label: &str| {
        let id = format!("{name}={value}");
        html! { label.choice for=(id) { input id=(id) type=(kind) name=(name) value=(value); " " (label) } }
    };
    let not_known = cx.t("page.simulator.not-known");
    html! {
        fieldset {
            legend { (title) }
            (about)
            @match own.input {
                QuestionInput::Flag => div.choices {
                    (choice("radio", "yes", &cx.t("page.verdict.answer.yes")))
                    (choice("radio", "no", &cx.t("page.verdict.answer.no")))
                    (choice("radio", NOT_KNOWN, &not_known))
                },
                QuestionInput::Word => div.choices {
                    @for (code, label) in &own.choices { (choice("radio", code, cx.plain(label))) }
                    (choice("radio", "-", &cx.t("page.simulator.another")))
                    (choice("radio", NOT_KNOWN, &not_known))
                },
                QuestionInput::Set => div.choices {
                    @for (code, label) in &own.choices { (choice("checkbox", code, cx.plain(label))) }
                    (choice("checkbox", EMPTY, &cx.t("page.simulator.none-of-these")))
                    (choice("checkbox", NOT_KNOWN, &not_known))
                },
                QuestionInput::Number | QuestionInput::Day | QuestionInput::Code => div.choices {
                    (typed(cx, own, &name))
                    (choice("checkbox", NOT_KNOWN, &not_known))
                },
            }
        }
    }
}

/// A field to type into.
fn typed(cx: &Cx, own: &NextQuestion, name: &str) -> Markup {
    let label = cx.plain(&own.label);
    let list = format!("list-{}", own.key);
    html! {
        label.sr for=(name) { (label) }
        @match own.input {
            QuestionInput::Number => {
                input type="number" id=(name) step="any" inputmode="decimal" name=(name);
                span.unit { (cx.text(&own.unit_label)) }
            },
            QuestionInput::Day => input type="date" id=(name) name=(name);,
            _ => {
                input type="text" id=(name) name=(name) list=(list) maxlength="200" placeholder=(cx.t("page.simulator.code"));
                datalist id=(list) { @for (code, label) in &own.choices { option value=(code) { (cx.plain(label)) } } }
            },
        }
    }
}

/// What was said, each with a way to change it.
fn answers(cx: &Cx, view: &Simulator) -> Markup {
    let columns = [
        Column::text(cx.t("page.verdict.fact")),
        Column::text(cx.t("page.simulator.answer")),
        Column::text(cx.t("page.simulator.change")),
    ];
    let row = |own: &GivenAnswer| {
        let change = address(cx, view, Some(&own.key), &[("ask", own.key.as_str())]);
        html! {
            tr data-row {
                td.words { (cx.text(&own.label)) @if own.years > 0 { " " span.when { (cx.tf("page.verdict.years-before", &[("n", &own.years.to_string())])) } } }
                td.words { (said(cx, own)) }
                td { a href=(change) { (cx.t("page.simulator.change")) } }
            }
        }
    };
    let caption = cx.t("page.simulator.answers");
    html! {
        @if !view.answers.is_empty() {
            h2 #answers { (caption) }
            (table(cx, &caption, &columns, view.answers.iter().map(row)))
            p { a href=(cx.href("/simulator", &[("kind", view.kind.as_str())])) { (cx.t("page.simulator.again")) } }
        }
    }
}

fn said(cx: &Cx, own: &GivenAnswer) -> Markup {
    match &own.value {
        None => html! { span.unknown { (cx.t("page.simulator.not-known")) } },
        Some(value) => {
            html! { (known_value(cx, value, (own.unit.as_deref(), &own.unit_label), &own.words)) }
        }
    }
}

/// Every policy by its answer, with what a yes is worth.
fn standing(cx: &Cx, view: &Simulator, whole: bool) -> Markup {
    let of = |answer| view.policies.iter().filter(move |own| own.answer == answer);
    let counts = [AnswerView::Yes, AnswerView::Unknown, AnswerView::No];
    html! {
        div.standing {
            ul.reach {
                @for answer in counts {
                    li { a href=(format!("#standing-{}", answer.code())) { (cx.t(&format!("page.simulator.{}", answer.code()))) " " strong { (count(view.count(answer))) } } }
                }
            }
            @for answer in counts {
                @let n = view.count(answer);
                details id=(format!("standing-{}", answer.code())) open[whole || answer == AnswerView::Yes || (answer == AnswerView::Unknown && n <= FEW)] {
                    summary { (cx.t(&format!("page.simulator.{}", answer.code()))) " " (count(n)) }
                    @if n == 0 { p.hint { (cx.t("page.simulator.nothing")) } } @else { (policies(cx, answer, of(answer))) }
                }
            }
            @if !whole { p.actions { a href=(address(cx, view, None, &[("sheet", "1")])) { (cx.t("page.simulator.sheet")) } } }
            p.hint { (cx.t("page.simulator.estimate")) }
        }
    }
}

/// So many open policies are listed at once.
const FEW: u64 = 12;

fn policies<'v>(
    cx: &Cx,
    answer: AnswerView,
    rules: impl Iterator<Item = &'v SimulatedRule>,
) -> Markup {
    let why = match answer {
        AnswerView::No => cx.t("page.eligibility.failing"),
        AnswerView::Unknown => cx.t("page.audience.open"),
        AnswerView::Yes => cx.t("page.policies.reference"),
    };
    let columns = [
        Column::text(cx.t("page.policies.rule")),
        Column::text(cx.t("page.policies.worth")),
        Column::text(why),
    ];
    let row = |own: &SimulatedRule| {
        html! {
            tr data-row {
                td.words { (link(cx, &own.rule.id, cx.plain(&own.rule.title))) @if own.rule.purpose.code() == "recheck" { " " span.tag { (cx.t("page.policy.recheck")) } } }
                td.words { (worth(cx, own)) }
                td.words { @match answer {
                    AnswerView::No => (listed(cx, &own.failing)),
                    AnswerView::Unknown => (listed(cx, &own.open)),
                    AnswerView::Yes => (cx.text(&own.rule.reference)),
                } }
            }
        }
    };
    table(
        cx,
        &cx.t(&format!("page.simulator.{}", answer.code())),
        &columns,
        rules.map(row),
    )
}

fn worth(cx: &Cx, own: &SimulatedRule) -> Markup {
    html! {
        @match &own.amount {
            Some(amount) if own.answer == AnswerView::Yes || amount.value.is_some() => (gap::amount(cx, amount)),
            _ if own.rule.benefit.is_empty() => "—",
            _ => (cx.text(&own.rule.benefit)),
        }
    }
}

/// The first clauses in words, and how many more there are.
fn listed(cx: &Cx, texts: &[Text]) -> Markup {
    let words: Vec<_> = texts.iter().take(2).map(|text| cx.plain(text)).collect();
    let more = texts.len().saturating_sub(2);
    html! {
        (words.join(&cx.t("ui.list-comma")))
        @if more > 0 { " " span.when { (cx.tf("page.verdict.more-asks", &[("n", &more.to_string())])) } }
    }
}

const SURFACE: Surface<Simulator> = Surface::page(|cx, view: &Simulator| page(cx, view));

/// `GET /simulator`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    let fact = |(key, value): &(String, String)| {
        let key = key.strip_prefix(FACT)?;
        Some((key.to_owned(), value.clone()))
    };
    let skip = ask.text("skip").unwrap_or_default();
    let input = criteria::SimulatorInput {
        kind: ask.text("kind"),
        as_of: ask.text("day"),
        answers: ask.cx.query.iter().filter_map(fact).collect(),
        skip: skip
            .split(';')
            .filter(|key| !key.is_empty())
            .map(str::to_owned)
            .collect(),
        ask: ask.text("ask"),
    };
    site.show(ask, SURFACE, move |app, call| {
        criteria::simulator(app, call, &input)
    })
    .await
}
