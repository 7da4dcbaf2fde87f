//! `julin follow show`: one case: who holds it since when, its clocks, all that was done.

use super::super::text;
use super::words::{filled, held_by, light, minute, used, word};
use super::{call, sheet, typed};
use crate::args::Format;
use crate::args::follow::ShowArgs;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{CaseFile, ClockState, ClockView, EventView, ObligationView};
use julin_app::follow::CaseInput;
use julin_app::{App, follow};

/// Prints the case as it is, or as it was at the end of a day.
pub fn show(app: &App, output: &Output, args: &ShowArgs) -> anyhow::Result<()> {
    let on = args.on.as_ref().map(|day| typed::day(day)).transpose()?;
    let input = CaseInput {
        code: args.code.clone(),
        on,
    };
    let file = follow::case(app, &call(&args.who), &input)?;
    output.print(&file, || case(output, &file))
}

fn case(output: &Output, file: &CaseFile) -> Sheet {
    let headings = [
        ("number", Align::Right),
        ("when", Align::Left),
        ("author", Align::Left),
        ("deed", Align::Left),
        ("to-state", Align::Left),
        ("words", Align::Left),
    ];
    let mut sheet = sheet(output, &headings).titled(head(output, file).join("\n"));
    for event in &file.timeline {
        sheet.row([
            event.number.to_string(),
            minute(Some(event.on)),
            author(output, event),
            deed(output, event),
            state(output, event),
            words(output, event),
        ]);
    }
    standing(output, file, &mut sheet);
    beside(output, file, &mut sheet);
    for act in file.acts.iter().filter(|act| act.refused.is_none()) {
        let needed = act.fields.iter().filter(|field| field.needed);
        let needed = needed.map(|field| format!("--field {}=…", field.id));
        let roles = act
            .roles
            .iter()
            .filter(|own| own.needed && own.role.people.is_empty());
        let roles = roles.map(|own| format!("--person {}=…", own.role.id));
        let to = act.to.iter().map(|state| state.id.as_str());
        let to = (act.to.len() > 1).then(|| format!("--to {}", to.collect::<Vec<_>>().join("|")));
        let reason = act.reason.then(|| "--reason …".to_owned());
        let files = (act.evidence > 0).then(|| "--attach …".to_owned());
        let more: Vec<_> = needed
            .chain(roles)
            .chain(to)
            .chain(reason)
            .chain(files)
            .collect();
        let line = format!("{} ({})", act.id, act.title.get(output.lang));
        sheet.note(format!("  {line} {}", more.join(" ")).trim_end());
    }
    sheet
}

/// Cases within it and cases that came out of it; what may be opened within it.
fn beside(output: &Output, file: &CaseFile, sheet: &mut Sheet) {
    let key = text(output, "cli.follow-related");
    for own in &file.related {
        let (title, state) = (own.title.get(output.lang), own.state.title.get(output.lang));
        sheet.note(format!("{key} {} {title} ({state})", own.code));
    }
    let key = text(output, "cli.follow-takes");
    for own in &file.takes {
        let title = own.title.get(output.lang);
        sheet.note(format!(
            "{key} {} ({title}) --within {}",
            own.id, file.line.code
        ));
    }
}

/// What it is, whom it is about, what it holds.
fn head(output: &Output, file: &CaseFile) -> Vec<String> {
    let own = &file.line;
    let lang = output.lang;
    let mut lines = vec![
        format!("{} {}", own.code, own.title.get(lang)),
        format!(
            "{} v{} · {}",
            own.workflow.title.get(lang),
            file.version,
            word(output, "follow.phase", own.phase)
        ),
    ];
    if file.newer {
        lines.push(text(output, "cli.follow-newer"));
    }
    if let Some(subject) = &own.subject {
        lines.push(format!("{} {}", subject.name.get(lang), subject.id));
    }
    for (key, link) in [("within", &file.within), ("source", &file.source)] {
        if let Some(link) = link {
            let key = text(output, &format!("cli.follow-{key}"));
            lines.push(format!("{key} {} {}", link.code, link.title.get(lang)));
        }
    }
    for field in &file.fields {
        let unit = field.unit.as_ref().map_or("", |unit| unit.get(lang));
        let told = field.told.iter().map(|told| {
            let side = told
                .side
                .as_ref()
                .map(|side| format!(" [{}]", side.get(lang)));
            format!("{}{unit}{}", told.text.get(lang), side.unwrap_or_default())
        });
        let told: Vec<_> = told.collect();
        let colon = text(output, "ui.colon");
        lines.push(format!(
            "{}{colon}{}",
            field.title.get(lang),
            told.join(" / ")
        ));
    }
    lines
}

/// Where it is, who holds it and since when, clocks, silence, promises, what waits.
pub fn standing(output: &Output, file: &CaseFile, sheet: &mut Sheet) {
    if output.format != Format::Table {
        return;
    }
    let holders: Vec<_> = file.turn.iter().map(|role| held_by(output, role)).collect();
    let comma = text(output, "ui.comma");
    let holders = match holders.is_empty() {
        true => text(output, "follow.held-by-nobody"),
        false => holders.join(&comma),
    };
    let args = [
        ("state", file.line.state.title.get(output.lang).to_owned()),
        ("since", minute(Some(file.line.since))),
        ("who", holders),
    ];
    sheet.note(filled(output, "cli.follow-held", args));
    let counts = ["hurried", "returned", "reopened"]
        .into_iter()
        .zip(file.counts);
    for (key, n) in counts.filter(|(_, n)| *n > 0) {
        sheet.note(filled(
            output,
            &format!("follow.count.{key}"),
            [("n", n.to_string())],
        ));
    }
    if let Some(pending) = &file.pending {
        let said = pending.signers.iter().map(|(who, said)| match said {
            None => format!("{who} …"),
            Some(true) => format!("{who} {}", text(output, "ui.yes")),
            Some(false) => format!("{who} {}", text(output, "ui.no")),
        });
        let args = [
            ("act", pending.act.title.get(output.lang).to_owned()),
            ("by", pending.by.clone()),
            ("signers", said.collect::<Vec<_>>().join(&comma)),
        ];
        sheet.note(filled(output, "cli.follow-pending", args));
    }
    let begun = file
        .clocks
        .iter()
        .filter(|own| own.state != ClockState::Waiting);
    begun.for_each(|own| clock(output, own, sheet));
    if let Some(silence) = &file.silence {
        let args = [("days", silence.days.to_string())];
        sheet.note(filled(output, "cli.follow-silence", args));
    }
    for own in &file.obligations {
        sheet.note(promise(output, own));
    }
}

fn clock(output: &Output, own: &ClockView, sheet: &mut Sheet) {
    let state = word(output, "follow.clock", own.state);
    let title = own.title.get(output.lang);
    sheet.note(format!("[{}] {title}", light(output, Some(own.light))));
    let mut words = vec![state, used(output, own)];
    if let Some(due) = own.due {
        words.push(filled(
            output,
            "cli.follow-until",
            [("due", minute(Some(due)))],
        ));
    }
    if own.provisional {
        words.push(text(output, "cli.follow-provisional"));
    }
    sheet.note(format!("    {}", words.join(&text(output, "ui.comma"))));
    for (from, until, reason) in &own.pauses {
        let args = [
            ("from", minute(Some(*from))),
            (
                "until",
                until.map_or_else(|| "…".to_owned(), |until| minute(Some(until))),
            ),
            ("reason", reason.clone()),
        ];
        sheet.note(format!("    {}", filled(output, "cli.follow-paused", args)));
    }
}

fn promise(output: &Output, own: &ObligationView) -> String {
    let due = own.due.map(|day| day.to_string());
    let mark = match own.light {
        Some(mark) => light(output, Some(mark)),
        None => word(output, "follow.promise", own.state),
    };
    let args = [
        ("number", own.number.to_string()),
        ("title", own.title.get(output.lang).to_owned()),
        ("owner", held_by(output, &own.owner)),
        ("due", due.unwrap_or_else(|| text(output, "ui.unknown"))),
        ("mark", mark),
    ];
    filled(output, "cli.follow-promise", args)
}

fn author(output: &Output, event: &EventView) -> String {
    match event.author.is_empty() {
        true => text(output, "follow.alone"),
        false => event.author.clone(),
    }
}

fn deed(output: &Output, event: &EventView) -> String {
    let kind = text(output, &format!("follow.deed.{}", event.kind));
    let about = event.about.get(output.lang);
    format!("{kind} {about}").trim().to_owned()
}

fn state(output: &Output, event: &EventView) -> String {
    let state = event.state.as_ref().map(|state| state.get(output.lang));
    state.unwrap_or_default().to_owned()
}

/// Words, fields, documents and grounds of an entry.
fn words(output: &Output, event: &EventView) -> String {
    let lang = output.lang;
    let colon = text(output, "ui.colon");
    let fields = event.fields.iter();
    let fields =
        fields.map(|(name, value)| format!("{}{colon}{}", name.get(lang), value.get(lang)));
    let files = event.documents.iter().map(|own| own.name.clone());
    let said = [&event.words, &event.basis].into_iter().cloned();
    let all = said
        .chain(fields)
        .chain(files)
        .filter(|word| !word.is_empty());
    all.collect::<Vec<_>>().join("; ")
}
