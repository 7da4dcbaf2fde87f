//! What people are told of cases: in the application, and by mail as a digest.

use super::line::line;
use crate::call::{Answer, App, Call};
use crate::contract::{Digest, NoticeLine, NoticeSettings, Notices};
use crate::error::AppError;
use crate::lookup::Lookup;
use chrono::{DateTime, TimeDelta, Timelike, Utc};
use julin_follow::case::notices::NoticeKind;
use julin_locale::catalogue;
use julin_model::{Diagnostic, Lang};
use julin_store::Tx;
use julin_store::follow::{KeptNotice, NoticeReader};
use std::collections::BTreeMap;

/// Notices shown at most.
const SHOWN: usize = 500;

/// What the caller was told, the latest first; what they do not want to hear is left out.
pub fn notices(app: &App, call: &Call, limit: usize) -> Answer<Notices> {
    app.store.read(|tx| {
        let reader = reader(tx, &call.actor)?;
        let rows = tx.notices(&call.actor, DateTime::default(), app.most(SHOWN))?;
        let wanted = rows.iter().filter_map(|(own, case)| {
            let kind = NoticeKind::of(&own.kind)?;
            (!reader.muted.contains(&own.kind)).then_some((kind, own, case))
        });
        let wanted: Vec<_> = wanted.collect();
        let unread = wanted.iter().filter(|own| own.1.made > reader.seen).count();
        let all = wanted.len();
        let mut lookup = Lookup::new(app);
        let mut lines = Vec::new();
        let shown = wanted.into_iter().take(app.most(limit));
        for (done, (kind, notice, case)) in shown.enumerate() {
            app.step(done, all)?;
            let version = app.version(tx, &case.standing.version)?;
            lines.push(NoticeLine {
                kind,
                event: notice.event,
                made: version.office.calendar.local(notice.made),
                unread: notice.made > reader.seen,
                case: line(app, tx, &mut lookup, (case, call))?,
            });
        }
        Ok(Notices {
            person: call.actor.clone(),
            unread: unread as u64,
            settings: settings(&reader),
            lines,
        })
    })
}

/// The caller has seen what there is.
pub fn see_notices(app: &App, call: &Call) -> Answer<()> {
    let now = app.clock.now();
    app.store.act(|tx| {
        let mut reader = reader(tx, &call.actor)?;
        reader.seen = now;
        Ok(tx.set_notice_reader(&reader)?)
    })
}

/// How the caller wants to be told from now on.
pub fn set_notices(app: &App, call: &Call, wanted: &NoticeSettings) -> Answer<()> {
    if call.actor.trim().is_empty() {
        return Err(AppError::invalid(Diagnostic::error("follow.nobody")));
    }
    let bad =
        |code: &str, value: &str| AppError::invalid(Diagnostic::error(code).with("value", value));
    if let Some(word) = wanted
        .muted
        .iter()
        .find(|word| NoticeKind::of(word).is_none())
    {
        return Err(bad("app.notice-kind", word));
    }
    let mail = wanted.mail.trim();
    let plausible = mail.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !mail.contains(char::is_whitespace)
    });
    if !mail.is_empty() && (!plausible || mail.len() > 254) {
        return Err(bad("app.notice-mail", mail));
    }
    let minutes = wanted
        .quiet
        .map(|(from, until)| (from.max(until), from == until));
    if minutes.is_some_and(|(most, same)| most >= 24 * 60 || same) {
        return Err(bad("app.notice-quiet", ""));
    }
    let now = app.clock.now();
    app.store.act(|tx| {
        let mut reader = reader(tx, &call.actor)?;
        if reader.mail.is_empty() {
            // What was told before there was an address stays where it was told.
            reader.sent = now;
        }
        reader.mail = mail.to_owned();
        reader.lang = wanted.lang.code().to_owned();
        reader.muted.clone_from(&wanted.muted);
        reader.quiet = wanted.quiet;
        reader.every_minutes = wanted.every_minutes.clamp(1, 7 * 24 * 60);
        Ok(tx.set_notice_reader(&reader)?)
    })
}

/// Messages that are due now, one for each person: what they were told since the last
/// one, unless it is their quiet time, or the last one was a short while ago.
pub fn due_digests(app: &App, _call: &Call) -> Answer<Vec<Digest>> {
    let now = app.clock.now();
    app.store.read(|tx| {
        let mut due = Vec::new();
        for reader in tx.notice_readers()? {
            let rows = tx.notices(&reader.person, reader.sent, SHOWN)?;
            let Some((newest, case)) = rows.first() else {
                continue;
            };
            let version = app.version(tx, &case.standing.version)?;
            let local = version.office.calendar.local(now);
            let soon = now - reader.tried < TimeDelta::minutes(reader.every_minutes.into());
            if soon || is_quiet(&reader, local.hour() * 60 + local.minute()) {
                continue;
            }
            let upto = newest.made;
            let wanted = |own: &&(KeptNotice, _)| !reader.muted.contains(&own.0.kind);
            let wanted: Vec<_> = rows.iter().filter(wanted).collect();
            if !wanted.is_empty() {
                let lines = wanted.iter().map(|(notice, case)| (notice, case));
                due.push(digest(&reader, lines, upto));
            }
        }
        Ok(due)
    })
}

/// A message has gone out: what it held is not sent again.
pub fn digest_sent(app: &App, _call: &Call, digest: &Digest) -> Answer<()> {
    let now = app.clock.now();
    app.store.act(|tx| {
        let mut reader = reader(tx, &digest.person)?;
        (reader.sent, reader.tried) = (reader.sent.max(digest.upto), now);
        Ok(tx.set_notice_reader(&reader)?)
    })
}

fn reader(tx: &mut Tx, person: &str) -> Answer<NoticeReader> {
    let known = tx.notice_reader(person)?;
    Ok(known.unwrap_or_else(|| NoticeReader::new(person)))
}

fn settings(reader: &NoticeReader) -> NoticeSettings {
    NoticeSettings {
        mail: reader.mail.clone(),
        lang: Lang::parse(&reader.lang).unwrap_or_default(),
        muted: reader.muted.clone(),
        quiet: reader.quiet,
        every_minutes: reader.every_minutes,
    }
}

/// True within the quiet time, which may go over midnight.
fn is_quiet(reader: &NoticeReader, minute: u32) -> bool {
    match reader.quiet {
        None => false,
        Some((from, until)) if from < until => (from..until).contains(&minute),
        Some((from, until)) => minute >= from || minute < until,
    }
}

fn digest<'r>(
    reader: &NoticeReader,
    lines: impl Iterator<Item = (&'r KeptNotice, &'r julin_store::follow::CaseRow)>,
    upto: DateTime<Utc>,
) -> Digest {
    let lang = Lang::parse(&reader.lang).unwrap_or_default();
    let catalogue = catalogue();
    let mut told: Vec<(NoticeKind, String)> = lines
        .filter_map(|(notice, case)| {
            let kind = NoticeKind::of(&notice.kind)?;
            let args = BTreeMap::from([
                ("code".to_owned(), case.standing.code.clone()),
                ("title".to_owned(), case.standing.title.get(lang).to_owned()),
            ]);
            let key = format!("follow.notice.{}", kind.code());
            Some((kind, catalogue.filled(&key, lang, &args)))
        })
        .collect();
    // The most pressing first; each sentence once.
    told.sort();
    told.dedup();
    let n = BTreeMap::from([("n".to_owned(), told.len().to_string())]);
    let lines: Vec<String> = told
        .into_iter()
        .map(|(_, text)| format!("· {text}"))
        .collect();
    let why = catalogue.text("follow.digest.why", lang);
    Digest {
        person: reader.person.clone(),
        to: reader.mail.clone(),
        subject: catalogue.filled("follow.digest.subject", lang, &n),
        body: format!("{}\n\n{why}\n", lines.join("\n")),
        upto,
    }
}
