//! `julin follow notices …`: what somebody was told of cases, and how they want to be told.

use super::super::text;
use super::words::filled;
use super::{call, page_sheet, typed};
use crate::args::follow_lists::{NoticesCommand, SetArgs};
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{NoticeLine, NoticeSettings, Notices};
use julin_app::{App, AppError, Call, follow};
use julin_model::Lang;

/// Runs one of them and prints what there is.
pub fn run(app: &App, output: &Output, command: &NoticesCommand) -> anyhow::Result<()> {
    match command {
        NoticesCommand::List(args) => print(app, output, &call(&args.who), args.limit),
        NoticesCommand::Seen(args) => {
            let call = call(&args.who);
            follow::see_notices(app, &call)?;
            print(app, output, &call, 1)
        }
        NoticesCommand::Set(args) => {
            let call = call(&args.who);
            let known = follow::notices(app, &call, 1)?.settings;
            follow::set_notices(app, &call, &wanted(known, args)?)?;
            print(app, output, &call, 1)
        }
    }
}

/// How somebody wants to be told from now on.
fn wanted(mut own: NoticeSettings, args: &SetArgs) -> Result<NoticeSettings, AppError> {
    own.muted.retain(|kind| !args.unmute.contains(kind));
    let mute = args.mute.iter().filter(|kind| !args.unmute.contains(kind));
    own.muted.extend(mute.cloned());
    own.muted.sort();
    own.muted.dedup();
    if args.no_quiet_hours {
        own.quiet = None;
    }
    if let Some(hours) = &args.quiet_hours {
        own.quiet = Some(typed::hours(hours)?);
    }
    if let Some(mail) = &args.mail {
        own.mail.clone_from(mail);
    }
    let lang = args.mail_lang.as_deref().and_then(Lang::parse);
    own.lang = lang.unwrap_or(own.lang);
    own.every_minutes = args.every.unwrap_or(own.every_minutes);
    Ok(own)
}

fn print(app: &App, output: &Output, call: &Call, limit: usize) -> anyhow::Result<()> {
    let view = follow::notices(app, call, limit)?;
    output.print(&view, || rows(output, &view))
}

fn rows(output: &Output, view: &Notices) -> Sheet {
    let headings = [
        ("page.notices.when", Align::Left),
        ("page.notices.new", Align::Left),
        ("page.cases.number", Align::Left),
        ("page.notices.what", Align::Left),
        ("page.cases.state", Align::Left),
    ];
    let mut sheet = page_sheet(output, &headings);
    view.lines
        .iter()
        .for_each(|own| sheet.row(row(output, own)));
    let n = [("n", view.unread.to_string())];
    sheet.note(format!(
        "{}  {}",
        view.person,
        filled(output, "page.notices.title", n)
    ));
    settings(output, &view.settings)
        .into_iter()
        .for_each(|line| sheet.note(line));
    sheet
}

fn row(output: &Output, own: &NoticeLine) -> [String; 5] {
    let case = &own.case;
    let args = [
        ("code", case.code.clone()),
        ("title", case.title.get(output.lang).to_owned()),
    ];
    let mark = own.unread.then(|| text(output, "page.notices.new"));
    [
        own.made.format("%Y-%m-%d %H:%M").to_string(),
        mark.unwrap_or_default(),
        case.code.clone(),
        filled(output, &format!("follow.notice.{}", own.kind.code()), args),
        case.state.title.get(output.lang).to_owned(),
    ]
}

fn settings(output: &Output, own: &NoticeSettings) -> Vec<String> {
    let clock = |minutes: u32| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let kind = |kind: &String| text(output, &format!("page.notices.kind.{kind}"));
    let colon = text(output, "ui.colon");
    let muted: Vec<_> = own.muted.iter().map(kind).collect();
    let muted = (!muted.is_empty()).then(|| muted.join(&text(output, "ui.list-comma")));
    let quiet = own
        .quiet
        .map(|(from, until)| format!("{}–{}", clock(from), clock(until)));
    let mail = (!own.mail.is_empty()).then(|| {
        let lang = text(output, &format!("page.notices.lang.{}", own.lang.code()));
        format!("{}  {lang}", own.mail)
    });
    let every = mail.is_some().then(|| own.every_minutes.to_string());
    let told = [
        ("cli.follow-notices-muted", muted),
        ("cli.follow-notices-quiet", quiet),
        ("page.notices.mail", mail),
        ("page.notices.every", every),
    ];
    let told = told.into_iter();
    let told =
        told.filter_map(|(key, value)| Some(format!("{}{colon}{}", text(output, key), value?)));
    told.collect()
}
