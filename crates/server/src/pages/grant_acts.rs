//! What people do to a grant list: its forms, and what they send. Each form carries the
//! last act its reader saw, so that of two who act at once the second is told.

use crate::view::Cx;
use crate::web::failure::Failure;
use crate::web::request::{Ask, decode};
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use julin_app::contract::{Counting, FindingSide, GrantFinding, GrantListView};
use julin_app::criteria::{self, GrantOn};
use julin_app::{Answer, App, AppError, Call};
use maud::{Markup, html};

/// The word for keeping everybody; no identifier has such a sign.
const KEEP: &str = "*";

/// A form of one act.
fn form(view: &GrantListView, verb: &str, body: &Markup) -> Markup {
    html! {
        form.stacked method="post" action=(format!("/grant-lists/{}/{verb}", view.line.number)) {
            input type="hidden" name="seen" value=(view.last);
            (body)
        }
    }
}

/// A line to be typed.
fn line(cx: &Cx, id: &str, name: &str, kind: &str) -> Markup {
    html! {
        div {
            label for=(id) { (cx.t(&format!("page.grant.{name}"))) }
            input id=(id) name=(name) type=(kind) required maxlength="2000" autocomplete="off";
        }
    }
}

/// A form behind a line that opens it.
fn folded(cx: &Cx, key: &str, form: &Markup) -> Markup {
    html! { details.no-print { summary { (cx.t(key)) } (form) } }
}

/// Settles a finding: everybody stays, or one side is struck.
pub fn settling(cx: &Cx, view: &GrantListView, finding: &GrantFinding) -> Markup {
    let mut sides = vec![&finding.member];
    if let FindingSide::Member { entity, .. } = &finding.other {
        sides.push(entity);
    }
    let id = |name: &str| format!("{name}-f{}", finding.number);
    let body = html! {
        input type="hidden" name="finding" value=(finding.number);
        div {
            label for=(id("strike")) { (cx.t("page.grant.how")) }
            select id=(id("strike")) name="strike" required {
                option value="" { (cx.t("page.grant.choose")) }
                option value=(KEEP) { (cx.t("page.grant.keep")) }
                @for side in sides { option value=(side.id) { (cx.tf("page.grant.strike", &[("name", cx.plain(&side.name))])) " " (side.id) } }
            }
        }
        (line(cx, &id("reason"), "reason", "text"))
        (line(cx, &id("by"), "by", "text"))
        div { button type="submit" { (cx.t("page.grant.settle")) } }
    };
    folded(cx, "page.grant.settle", &form(view, "settle", &body))
}

/// Makes the list public.
pub fn publishing(cx: &Cx, view: &GrantListView) -> Markup {
    let said = view.rule_window.as_ref();
    let days = said.and_then(|own| own.days).map(|days| days.to_string());
    let counts = said.map(|own| own.counting);
    let ways = [Counting::Working, Counting::Calendar];
    let body = html! {
        div {
            label for="opened" { (cx.t("page.grant.opened")) }
            input #opened name="opened" type="date" value=(view.today) max=(view.today);
        }
        div {
            label for="days" { (cx.t("page.grant.days")) }
            input #days name="days" type="number" min="1" max="365" value=[days] aria-describedby="days-help";
            p.help #days-help { (cx.t(if said.is_some_and(|own| own.days.is_some()) { "page.grant.days.rule" } else { "page.grant.days.silent" })) }
        }
        div {
            label for="counting" { (cx.t("page.grant.counting")) }
            select #counting name="counting" {
                @for way in ways { option value=(way.code()) selected[counts == Some(way)] { (cx.t(&format!("grant.counting.{}", way.code()))) } }
            }
        }
        div {
            label for="calendar" { (cx.t("page.grant.calendar")) }
            select #calendar name="calendar" {
                @for (id, title) in &view.calendars { option value=(id) { (cx.plain(title)) } }
            }
        }
        (line(cx, "publish-by", "by", "text"))
        div { button type="submit" { (cx.t("page.grant.publish")) } }
    };
    folded(cx, "page.grant.publish", &form(view, "publish", &body))
}

/// Enters an objection.
pub fn objecting(cx: &Cx, view: &GrantListView) -> Markup {
    let listed = view.members.iter().filter(|entry| entry.struck.is_none());
    let body = html! {
        div {
            label for="about" { (cx.t("page.grant.about")) }
            input #about name="about" list="members-known" required autocomplete="off";
            datalist #members-known { @for entry in listed { option value=(entry.member.entity.id) { (cx.plain(&entry.member.entity.name)) } } }
        }
        (line(cx, "objector", "objector", "text"))
        (line(cx, "grounds", "grounds", "text"))
        div {
            label for="day" { (cx.t("page.grant.day")) }
            input #day name="day" type="date" value=(view.today) max=(view.today);
        }
        div { button type="submit" { (cx.t("page.grant.object")) } }
    };
    folded(cx, "page.grant.object", &form(view, "object", &body))
}

/// Decides an objection.
pub fn deciding(cx: &Cx, view: &GrantListView, number: u32) -> Markup {
    let id = |name: &str| format!("{name}-o{number}");
    let body = html! {
        input type="hidden" name="objection" value=(number);
        div {
            label for=(id("upheld")) { (cx.t("page.grant.decided")) }
            select id=(id("upheld")) name="upheld" required {
                option value="" { (cx.t("page.grant.choose")) }
                option value="true" { (cx.t("page.grant.uphold")) }
                option value="false" { (cx.t("page.grant.dismiss")) }
            }
        }
        (line(cx, &id("grounds"), "grounds", "text"))
        (line(cx, &id("by"), "by", "text"))
        div { button type="submit" { (cx.t("page.grant.decide")) } }
    };
    folded(cx, "page.grant.decide", &form(view, "decide", &body))
}

/// Confirms the list.
pub fn confirming(cx: &Cx, view: &GrantListView) -> Markup {
    let body = html! {
        p.help { (cx.t("page.grant.confirm.text")) }
        (line(cx, "confirm-by", "by", "text"))
        div { button type="submit" { (cx.t("page.grant.confirm")) } }
    };
    form(view, "confirm", &body)
}

/// Gives the list up.
pub fn withdrawing(cx: &Cx, view: &GrantListView) -> Markup {
    let body = html! {
        p.help { (cx.t("page.grant.withdraw.text")) }
        (line(cx, "withdraw-reason", "reason", "text"))
        (line(cx, "withdraw-by", "by", "text"))
        div { button.danger type="submit" { (cx.t("page.grant.withdraw")) } }
    };
    folded(cx, "page.grant.withdraw", &form(view, "withdraw", &body))
}

/// What a form sent.
struct Sent {
    on: GrantOn,
    pairs: Vec<(String, String)>,
}

impl Sent {
    fn given(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().find(|(key, _)| key == name);
        found
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    fn text(&self, name: &str) -> String {
        self.given(name).unwrap_or_default().to_owned()
    }

    fn number(&self, name: &str) -> u32 {
        self.given(name).and_then(|n| n.parse().ok()).unwrap_or(0)
    }

    /// Does the act; none for a word that is no act.
    fn act(&self, app: &App, call: &Call, verb: &str) -> Option<Answer<GrantListView>> {
        let (on, by) = (self.on, self.text("by"));
        Some(match verb {
            "check" => criteria::check_grant_list(app, call, &on),
            "settle" => {
                let input = criteria::SettleGrantInput {
                    on,
                    finding: self.number("finding"),
                    strike: match self.given("strike")? {
                        KEEP => None,
                        member => Some(member.to_owned()),
                    },
                    reason: self.text("reason"),
                    by,
                };
                criteria::settle_grant_finding(app, call, &input)
            }
            "publish" => self
                .window()
                .and_then(|input| criteria::publish_grant_list(app, call, &input)),
            "object" => self
                .objection()
                .and_then(|input| criteria::object_to_grant(app, call, &input)),
            "decide" => {
                let input = criteria::DecideGrantInput {
                    on,
                    objection: self.number("objection"),
                    upheld: match self.given("upheld") {
                        Some("true") => true,
                        Some("false") => false,
                        _ => return None,
                    },
                    grounds: self.text("grounds"),
                    by,
                };
                criteria::decide_grant_objection(app, call, &input)
            }
            "confirm" => {
                let input = criteria::ConfirmGrantInput { on, by };
                criteria::confirm_grant_list(app, call, &input)
            }
            "withdraw" => {
                let reason = self.text("reason");
                let input = criteria::WithdrawGrantInput { on, reason, by };
                criteria::withdraw_grant_list(app, call, &input)
            }
            _ => return None,
        })
    }

    fn window(&self) -> Result<criteria::PublishGrantInput, AppError> {
        let days = self.given("days").map(|days| days.parse().unwrap_or(0));
        Ok(criteria::PublishGrantInput {
            on: self.on,
            opened: self.given("opened").map(criteria::grant_day).transpose()?,
            days,
            counting: self
                .given("counting")
                .map(criteria::counting_of)
                .transpose()?,
            calendar: self.given("calendar").map(str::to_owned),
            by: self.text("by"),
        })
    }

    fn objection(&self) -> Result<criteria::ObjectGrantInput, AppError> {
        Ok(criteria::ObjectGrantInput {
            on: self.on,
            about: self.text("about"),
            objector: self.text("objector"),
            grounds: self.text("grounds"),
            day: self.given("day").map(criteria::grant_day).transpose()?,
        })
    }
}

/// `POST /grant-lists/{number}/{verb}`
pub async fn act(
    State(site): State<Site>,
    Path((number, verb)): Path<(String, String)>,
    ask: Ask,
    body: String,
) -> Response {
    let Ok(list) = number.parse() else {
        return Failure::no_page().answer(&ask);
    };
    let pairs = decode(&body);
    let seen = pairs.iter().find(|(key, _)| key == "seen");
    // Without the act its reader saw, two who act at once could not be told apart.
    let Some(seen) = seen.and_then(|(_, value)| value.parse().ok()) else {
        return Failure::bad_request().answer(&ask);
    };
    let on = GrantOn {
        list,
        seen: Some(seen),
    };
    let sent = Sent { on, pairs };
    let done = site
        .run(move |app, call| sent.act(app, call, &verb).transpose())
        .await;
    match done {
        Ok(Some(_)) => Redirect::to(&format!("/grant-lists/{list}")).into_response(),
        Ok(None) => Failure::no_page().answer(&ask),
        Err(failure) => failure.answer(&ask),
    }
}
