//! Grant lists as a terminal, a file or a program sees them.

use super::super::super::text;
use crate::args::Format;
use crate::commands::value::measured;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{
    Cell, FindingSide, GrantDifference, GrantFinding, GrantListLine, GrantListView, GrantLists,
    GrantMember, GrantRebuilt, GrantState,
};
use julin_app::{App, Call, criteria, workbook};
use julin_locale::catalogue;

fn sheet(output: &Output, headings: &[(&str, Align)]) -> Sheet {
    let headings = headings.iter();
    Sheet::new(headings.map(|(key, align)| (text(output, key), *align)))
}

fn filled(output: &Output, key: &str, args: &[(&str, String)]) -> String {
    let args = args
        .iter()
        .map(|(key, value)| ((*key).to_owned(), value.clone()));
    catalogue().filled(key, output.lang, &args.collect())
}

fn state(output: &Output, state: GrantState) -> String {
    text(output, &format!("grant.state.{}", state.code()))
}

fn sum(output: &Output, line: &GrantListLine) -> String {
    match line.total {
        Some(total) => measured(output, total, line.unit.as_deref(), &line.unit_label),
        None => text(output, "ui.unknown"),
    }
}

/// All lists.
pub fn lists(output: &Output, lists: &GrantLists) -> Sheet {
    let headings = [
        ("grant.column.number", Align::Right),
        ("grant.column.rule", Align::Left),
        ("grant.column.state", Align::Left),
        ("grant.column.as-of", Align::Left),
        ("grant.column.members", Align::Right),
        ("grant.column.amount", Align::Right),
    ];
    let mut sheet = sheet(output, &headings);
    for line in &lists.lists {
        sheet.row([
            Cell::count(line.number),
            line.rule.1.get(output.lang).into(),
            state(output, line.state).into(),
            line.as_of.to_string().into(),
            Cell::number(line.standing as f64, 0),
            sum(output, line).into(),
        ]);
    }
    sheet
}

/// One list: members, then in words what stands in its way.
pub fn list(output: &Output, view: &GrantListView) -> Sheet {
    let headings = [
        ("grant.column.member", Align::Left),
        ("grant.column.amount", Align::Right),
        ("grant.column.standing", Align::Left),
        ("grant.column.reason", Align::Left),
    ];
    let mut sheet = sheet(output, &headings).titled(view.heading(output.lang));
    for entry in &view.members {
        let struck = entry.struck.as_ref();
        let standing = match struck {
            Some(_) => "grant.standing.struck",
            None => "grant.standing.listed",
        };
        sheet.row([
            entry.member.entity.name.get(output.lang).to_owned(),
            amount(output, view.draft.unit.as_deref(), &entry.member, view),
            text(output, standing),
            struck.map(|own| own.reason.clone()).unwrap_or_default(),
        ]);
    }
    let line = &view.line;
    let counts = [
        ("n", line.standing.to_string()),
        ("struck", line.struck.to_string()),
        ("total", sum(output, line)),
        ("without", line.without_amount.to_string()),
    ];
    sheet.note(filled(output, "grant.total", &counts));
    for finding in &view.findings {
        sheet.note(found(output, finding));
    }
    for own in &view.objections {
        let said = [
            ("n", own.objection.number.to_string()),
            ("member", own.entity.name.get(output.lang).to_owned()),
            ("objector", own.objection.objector.clone()),
            ("grounds", own.objection.grounds.clone()),
            (
                "how",
                text(
                    output,
                    decided(own.objection.decided.as_ref().map(|d| d.upheld)),
                ),
            ),
        ];
        sheet.note(filled(output, "grant.objection", &said));
    }
    if let Some(window) = &view.window {
        let said = [
            ("from", window.opened.to_string()),
            ("to", window.last.to_string()),
            ("days", window.days.to_string()),
            (
                "counting",
                text(
                    output,
                    &format!("grant.counting.{}", window.counting.code()),
                ),
            ),
        ];
        sheet.note(filled(output, "grant.window", &said));
    }
    for wait in &view.waits {
        let told = catalogue().message(wait, output.lang);
        sheet.note(format!("! {}: {}", told.what, told.hint));
    }
    for note in view.grid(output.lang).notes {
        sheet.note(note);
    }
    sheet
}

fn amount(
    output: &Output,
    unit: Option<&str>,
    member: &GrantMember,
    view: &GrantListView,
) -> String {
    match member.amount {
        Some(value) => {
            let shown = measured(output, value, unit, &view.draft.unit_label);
            format!("≈ {shown}")
        }
        None => text(output, "ui.unknown"),
    }
}

/// The key of how an objection was decided.
fn decided(upheld: Option<bool>) -> &'static str {
    match upheld {
        None => "grant.decided.open",
        Some(true) => "grant.decided.upheld",
        Some(false) => "grant.decided.dismissed",
    }
}

/// A finding in one line.
fn found(output: &Output, finding: &GrantFinding) -> String {
    let lang = output.lang;
    let other = match &finding.other {
        FindingSide::Member { entity, common } => format!("{} {common}", entity.name.get(lang))
            .trim()
            .to_owned(),
        FindingSide::Title { title, source, .. } => {
            let source = source.as_ref().map(|source| source.get(lang));
            match source {
                Some(source) => format!("{} ({source})", title.get(lang)),
                None => title.get(lang).to_owned(),
            }
        }
        FindingSide::List { list, title, .. } => format!("{list} {}", title.get(lang)),
    };
    let how = match (&finding.settled, finding.stands) {
        (Some(own), _) if own.strike.is_some() => "grant.settled.struck",
        (Some(_), _) => "grant.settled.kept",
        (None, true) => "grant.settled.open",
        (None, false) => "grant.settled.gone",
    };
    let args = [
        ("n", finding.number.to_string()),
        (
            "kind",
            text(output, &format!("grant.finding.{}", finding.kind)),
        ),
        ("member", finding.member.name.get(lang).to_owned()),
        ("other", other),
        ("how", text(output, how)),
    ];
    filled(output, "grant.found", &args)
}

/// Who would come and who would go.
pub fn difference(output: &Output, told: &GrantDifference) -> Sheet {
    let headings = [
        ("grant.column.member", Align::Left),
        ("grant.column.change", Align::Left),
        ("grant.column.reason", Align::Left),
    ];
    let mut sheet = sheet(output, &headings);
    let name = |member: &GrantMember| member.entity.name.get(output.lang).to_owned();
    for member in &told.comes {
        sheet.row([name(member), text(output, "grant.comes"), String::new()]);
    }
    for (member, why) in &told.goes {
        let why = why.as_ref().map(|row| {
            let clauses = row.failing.iter().chain(&row.unknown);
            let words: Vec<_> = clauses.map(|clause| clause.get(output.lang)).collect();
            words.join("; ")
        });
        sheet.row([
            name(member),
            text(output, "grant.goes"),
            why.unwrap_or_default(),
        ]);
    }
    for (member, now) in &told.changed {
        let shown = |value: Option<f64>| {
            let unit = told.line.unit.as_deref();
            value.map_or_else(
                || text(output, "ui.unknown"),
                |value| measured(output, value, unit, &told.line.unit_label),
            )
        };
        let turn = format!("{} → {}", shown(member.amount), shown(*now));
        sheet.row([name(member), text(output, "grant.changed"), turn]);
    }
    sheet.note(text(output, "grant.difference.note"));
    if !told.same_packs {
        sheet.note(text(output, "grant.difference.packs"));
    }
    sheet
}

/// What came out the same.
pub fn rebuilt(output: &Output, built: &GrantRebuilt) -> Sheet {
    let headings = [
        ("cli.heading.what", Align::Left),
        ("cli.heading.same", Align::Left),
    ];
    let mut sheet = sheet(output, &headings);
    let word = |same| match same {
        true => text(output, "cli.run.same"),
        false => text(output, "cli.run.different"),
    };
    let run = &built.run;
    for (key, same) in [
        ("cli.run.packs", run.same_packs),
        ("cli.run.figures", run.same_figures),
        ("cli.run.result", run.same_result),
    ] {
        sheet.row([text(output, key), word(same)]);
    }
    if let Some(same) = built.same_list {
        sheet.row([text(output, "grant.rebuilt.list"), word(same)]);
    }
    sheet
}

/// The list as a file: as JSON the confirmed bytes, otherwise the rows.
pub fn export(app: &App, call: &Call, output: &Output, list: u32) -> anyhow::Result<()> {
    let view = criteria::grant_list(app, call, list)?;
    let grid = view.grid(output.lang);
    let bytes = match output.format {
        Format::Json if view.confirmed.is_some() => {
            criteria::confirmed_grant_list(app, call, list)?.into_bytes()
        }
        Format::Json => return output.print(&view, Sheet::default),
        Format::Xlsx => workbook(&[grid], output.lang)?,
        Format::Csv | Format::Table => grid.csv(),
    };
    output.write(&bytes)
}
