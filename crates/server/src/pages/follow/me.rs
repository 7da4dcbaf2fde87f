//! The name somebody works under. It is taken at its word until there is sign-in.

use crate::view::{Cx, Page, Section, address, calm, segment};
use crate::web::request::{Ask, decode};
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use serde::Serialize;

/// Characters of a name.
const LONGEST: usize = 60;

/// Who is asked, and where they came from.
#[derive(Debug, Clone, Serialize)]
pub struct Me {
    /// The name so far.
    pub name: Option<String>,
    /// The page they came from.
    pub back: String,
    /// What they typed cannot be taken.
    pub refused: bool,
}

/// The page.
pub fn page(cx: &Cx, view: &Me) -> Page {
    let body = html! {
        form.stacked method="post" action="/me" {
            @if view.refused { div.refused role="alert" { p.what { (cx.tf("page.me.refused", &[("most", &LONGEST.to_string())])) } } }
            input type="hidden" name="back" value=(view.back);
            div {
                label for="name" { (cx.t("page.me.name")) }
                input #name name="name" value=[view.name.as_deref()] required maxlength=(LONGEST) autocomplete="name" autofocus;
                p.help { (cx.t("page.me.help")) }
            }
            p { button.primary type="submit" { (cx.t("page.me.go")) } }
        }
        @if view.name.is_some() {
            form.inline method="post" action="/me" {
                input type="hidden" name="leave" value="1";
                div.buttons { button type="submit" { (cx.t("page.me.leave")) } }
            }
        }
        p.hint { (cx.t("page.me.trust")) }
    };
    Page {
        title: cx.t("page.me.title"),
        lead: None,
        section: Section::MyWork,
        body,
        crumbs: vec![],
    }
}

const SURFACE: Surface<Me> = Surface::page(page);

/// Leads to this page and back again.
pub fn first(back: &str) -> Response {
    Redirect::to(&address("/me", [("back", back)])).into_response()
}

/// A page of ours; anything else leads to one's own work.
fn ours(back: Option<&str>) -> String {
    let own = |path: &&str| {
        path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n'])
    };
    back.filter(own).unwrap_or("/my-work").to_owned()
}

fn view(ask: &Ask, back: Option<&str>, refused: bool) -> Me {
    Me {
        name: ask.cx.who.clone(),
        back: ours(back),
        refused,
    }
}

/// Asks for the name in place of the page that needs it.
pub fn ask(ask: &Ask) -> Response {
    SURFACE.answer(ask, &view(ask, ask.cx.ask("back"), false))
}

/// `GET /me?back=…`
pub async fn show(ask: Ask) -> Response {
    self::ask(&ask)
}

/// `POST /me` with `name` and `back`, or `leave`
pub async fn take(State(_site): State<Site>, ask: Ask, body: String) -> Response {
    let form = decode(&body);
    let given = |name: &str| {
        let found = form.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    };
    if given("leave").is_some() {
        return kept(
            Redirect::to("/me").into_response(),
            "who=; Path=/; Max-Age=0; SameSite=Lax; HttpOnly",
        );
    }
    let name = calm(given("name").unwrap_or_default());
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST {
        let mut response = SURFACE.answer(&ask, &view(&ask, given("back"), true));
        *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
        return response;
    }
    let to = Redirect::to(&ours(given("back"))).into_response();
    let name = segment(name);
    kept(
        to,
        &format!("who={name}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"),
    )
}

fn kept(mut response: Response, cookie: &str) -> Response {
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::ours;

    #[test]
    fn the_way_back_stays_on_this_site() {
        assert_eq!(
            ours(Some("/cases/RQ-2026-0001?on=x")),
            "/cases/RQ-2026-0001?on=x"
        );
        for foreign in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "",
        ] {
            assert_eq!(ours(Some(foreign)), "/my-work", "{foreign}");
        }
    }
}
