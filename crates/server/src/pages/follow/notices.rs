//! My notices: what somebody was told, and how they want to be told.

use super::me;
use super::parts::{case_path, stamp};
use crate::view::{Column, Cx, Page, ROWS_ONLY, Section, empty, saves, stacked};
use crate::web::failure::Failure;
use crate::web::request::{Ask, decode};
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use julin_app::contract::{Cell, Grid, NoticeKind, NoticeLine, NoticeSettings, Notices};
use julin_app::follow;
use julin_locale::count;
use julin_model::Lang;
use maud::{Markup, html};

/// Notices shown.
const SHOWN: usize = 200;

/// The page.
pub fn page(cx: &Cx, view: &Notices) -> Page {
    let columns = [
        Column::text(cx.t("page.notices.when")),
        Column::text(cx.t("page.notices.what")),
        Column::text(cx.t("page.cases.state")),
    ];
    let body = html! {
        @if view.lines.is_empty() { (empty(cx, "page.notices.empty", Some(("ui.rail.my-work", "/my-work")))) } @else {
            div.tools {
                @if view.unread > 0 { form method="post" action="/notices" { input type="hidden" name="seen" value="1"; button type="submit" { (cx.t("page.notices.see")) } } }
                (saves(cx, ROWS_ONLY))
            }
            (stacked(cx, &cx.t("ui.rail.notices"), &columns, view.lines.iter().map(|own| row(cx, own))))
        }
        (settings(cx, &view.settings))
    };
    Page {
        title: cx.tf("page.notices.title", &[("n", &count(view.unread))]),
        lead: Some(html! { p { (cx.tf("page.notices.lead", &[("name", &view.person)])) } }),
        section: Section::Notices,
        body,
        crumbs: vec![],
    }
}

/// What somebody was told.
fn told(cx: &Cx, own: &NoticeLine) -> String {
    let args = [
        ("code", own.case.code.as_str()),
        ("title", cx.plain(&own.case.title)),
    ];
    cx.tf(&format!("follow.notice.{}", own.kind.code()), &args)
}

/// Rows for a spreadsheet.
pub fn grid(cx: &Cx, view: &Notices) -> Grid {
    let keys = [
        "page.notices.when",
        "page.notices.what",
        "page.cases.number",
        "page.cases.case",
        "page.cases.workflow",
        "page.cases.state",
        "page.notices.new",
    ];
    let mut grid = Grid::new(cx.t("ui.rail.notices"), keys.map(|key| cx.t(key)));
    for own in &view.lines {
        let new = own.unread.then(|| cx.t("page.notices.new"));
        grid.row::<Cell>([
            own.made.format("%Y-%m-%d %H:%M").to_string().into(),
            told(cx, own).into(),
            own.case.code.as_str().into(),
            cx.plain(&own.case.title).into(),
            cx.plain(&own.case.workflow.title).into(),
            cx.plain(&own.case.state.title).into(),
            new.unwrap_or_default().into(),
        ]);
    }
    grid
}

fn row(cx: &Cx, own: &NoticeLine) -> Markup {
    let case = &own.case;
    let told = told(cx, own);
    let href = format!("{}#e{}", cx.href(&case_path(&case.code), &[]), own.event);
    html! {
        tr data-row {
            td.tight { (stamp(own.made)) @if own.unread { " " span.tag.open { (cx.t("page.notices.new")) } } }
            td.words { a href=(href) { (told) } br; span.when { (cx.plain(&case.workflow.title)) } }
            td { (super::parts::state(cx, case)) }
        }
    }
}

fn settings(cx: &Cx, own: &NoticeSettings) -> Markup {
    let clock = |minutes: u32| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    html! {
        h2 #settings { (cx.t("page.notices.settings")) }
        form.stacked method="post" action="/notices" {
            div { label for="mail" { (cx.t("page.notices.mail")) } input #mail type="email" name="mail" value=(own.mail) maxlength="254" autocomplete="email"; p.help { (cx.t("page.notices.mail.help")) } }
            div { label for="lang-of-mail" { (cx.t("page.notices.lang")) } select #lang-of-mail name="mail_lang" { @for lang in [Lang::Zh, Lang::En] { option value=(lang.code()) selected[own.lang == lang] { (cx.t(&format!("page.notices.lang.{}", lang.code()))) } } } }
            fieldset {
                legend { (cx.t("page.notices.kinds")) }
                @for kind in NoticeKind::ALL {
                    @let (code, id) = (kind.code(), format!("kind-{}", kind.code()));
                    div.check { input type="checkbox" id=(id) name="kind" value=(code) checked[!own.muted.iter().any(|muted| muted == code)]; " " label for=(id) { (cx.t(&format!("page.notices.kind.{code}"))) } }
                }
            }
            div { label for="quiet-from" { (cx.t("page.notices.quiet-from")) } input #quiet-from type="time" name="from" value=[own.quiet.map(|q| clock(q.0))]; }
            div { label for="quiet-until" { (cx.t("page.notices.quiet-until")) } input #quiet-until type="time" name="until" value=[own.quiet.map(|q| clock(q.1))]; }
            div { label for="every" { (cx.t("page.notices.every")) } input #every type="number" name="every" min="1" max="10080" value=(own.every_minutes); }
            p { button.primary type="submit" { (cx.t("page.notices.save")) } }
        }
    }
}

const SURFACE: Surface<Notices> = Surface::page(page).grid(grid);

/// `GET /notices`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    if ask.cx.who.is_none() {
        return me::ask(&ask);
    }
    site.show(ask, SURFACE, |app, call| follow::notices(app, call, SHOWN))
        .await
}

/// `POST /notices` with `seen`, or with how somebody wants to be told
pub async fn take(State(site): State<Site>, ask: Ask, body: String) -> Response {
    if ask.cx.who.is_none() {
        return me::first("/notices");
    }
    let form = decode(&body);
    let seen = form.iter().any(|(key, _)| key == "seen");
    let Some(wanted) = wanted(&form) else {
        return Failure::bad_request().answer(&ask);
    };
    let done = site
        .run_as(&ask, move |app, call| match seen {
            true => follow::see_notices(app, call),
            false => follow::set_notices(app, call, &wanted),
        })
        .await;
    match done {
        Ok(()) => Redirect::to("/notices").into_response(),
        Err(failure) => failure.answer(&ask),
    }
}

/// What a form says; none where a time or a number is none.
fn wanted(form: &[(String, String)]) -> Option<NoticeSettings> {
    let given = |name: &str| {
        let found = form.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.trim()).unwrap_or_default()
    };
    let checked = |kind: &NoticeKind| {
        form.iter()
            .any(|(key, value)| key == "kind" && value == kind.code())
    };
    let muted = NoticeKind::ALL.iter().filter(|kind| !checked(kind));
    let quiet = match (given("from"), given("until")) {
        ("", "") => None,
        (from, until) => Some((minutes(from)?, minutes(until)?)),
    };
    let every = match given("every") {
        "" => 60,
        text => text.parse().ok()?,
    };
    Some(NoticeSettings {
        mail: given("mail").to_owned(),
        lang: Lang::parse(given("mail_lang")).unwrap_or_default(),
        muted: muted.map(|kind| kind.code().to_owned()).collect(),
        quiet,
        every_minutes: every,
    })
}

fn minutes(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_ticked_is_muted_and_times_are_read() {
        let sent = "mail=a%40b.cn&mail_lang=en&kind=late&kind=turn&from=21:00&until=08:30&every=30";
        let read = wanted(&decode(sent)).unwrap();
        assert_eq!(read.quiet, Some((21 * 60, 8 * 60 + 30)));
        assert!(
            !read.muted.contains(&"late".to_owned()) && read.muted.contains(&"copied".to_owned())
        );
        assert_eq!(
            (read.mail.as_str(), read.lang, read.every_minutes),
            ("a@b.cn", Lang::En, 30)
        );
        assert!(wanted(&decode("from=25:00&until=08:00")).is_none());
        assert!(wanted(&decode("from=21:00")).is_none());
    }
}
