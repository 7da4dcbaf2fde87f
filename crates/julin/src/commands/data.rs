//! `julin data …`: look up what is known, who said it, what was written.

use super::{data_import, text};
use crate::args::data::{
    ConflictsArgs, DataCommand, EntitiesArgs, EntityArgs, ExportArgs, HistoryArgs, PageArgs,
    SearchArgs, SourceArgs,
};
use crate::args::{Common, Format};
use crate::context;
use crate::figure::{figure, period, place, spot};
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{BatchView, StatementView, TextLayer};
use julin_app::{App, Call, data};
use std::process::ExitCode;

/// Runs one of them.
pub fn run(common: &Common, output: &Output, command: &DataCommand) -> anyhow::Result<ExitCode> {
    if let DataCommand::Import(args) = command {
        return data_import::run(common, output, args);
    }
    let (app, call) = (context::open(common, output)?, Call::default());
    match command {
        DataCommand::Import(_) => {}
        DataCommand::Imports(args) => imports(&app, &call, output, args)?,
        DataCommand::Undo(args) => {
            let undone = data::undo_import(&app, &call, &data::UndoInput { id: args.batch })?;
            output.print(&undone, || batches(output, std::slice::from_ref(&undone)))?;
        }
        DataCommand::Export(args) => export(&app, &call, output, args)?,
        DataCommand::Entity(args) => entity(&app, &call, output, args)?,
        DataCommand::Entities(args) => entities(&app, &call, output, args)?,
        DataCommand::History(args) => history(&app, &call, output, args)?,
        DataCommand::Conflicts(args) => conflicts(&app, &call, output, args)?,
        DataCommand::Search(args) => search(&app, &call, output, args)?,
        DataCommand::Sources => sources(&app, &call, output)?,
        DataCommand::Source(args) => source(&app, &call, output, args)?,
        DataCommand::Reviews => reviews(&app, &call, output)?,
        DataCommand::Settle(args) => {
            let input = data::SettleInput {
                id: args.review,
                merge: args.merge,
            };
            let settled = data::settle_review(&app, &call, &input)?;
            output.print(&settled, || batches(output, settled.as_slice()))?;
        }
        DataCommand::Merge(args) => {
            let input = data::MergeInput {
                from: args.from.clone(),
                into: args.into.clone(),
            };
            let merged = data::merge_entities(&app, &call, &input)?;
            output.print(&merged, || batches(output, std::slice::from_ref(&merged)))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn sheet(output: &Output, headings: &[(&str, Align)]) -> Sheet {
    Sheet::new(
        headings
            .iter()
            .map(|(key, align)| (text(output, &format!("cli.heading.{key}")), *align)),
    )
}

fn imports(app: &App, call: &Call, output: &Output, args: &PageArgs) -> anyhow::Result<()> {
    let list = data::imports(
        app,
        call,
        &data::ListInput {
            offset: args.offset,
            limit: args.limit,
        },
    )?;
    output.print(&list, || batches(output, &list.rows))
}

fn batches(output: &Output, list: &[BatchView]) -> Sheet {
    let headings = [
        ("batch", Align::Right),
        ("kind", Align::Left),
        ("title", Align::Left),
        ("written", Align::Left),
        ("rows", Align::Right),
        ("accepted", Align::Right),
        ("refused", Align::Right),
        ("undone", Align::Left),
    ];
    let mut sheet = sheet(output, &headings);
    for batch in list {
        let time = |text: &str| text.get(..16).unwrap_or(text).replace('T', " ");
        sheet.row([
            batch.id.to_string(),
            text(output, &format!("cli.batch.{}", batch.kind)),
            batch.title.clone(),
            time(&batch.recorded_at),
            batch.counts.rows.to_string(),
            batch.counts.accepted.to_string(),
            batch.counts.refused.to_string(),
            batch.undone_at.as_deref().map(time).unwrap_or_default(),
        ]);
    }
    sheet
}

fn export(app: &App, call: &Call, output: &Output, args: &ExportArgs) -> anyhow::Result<()> {
    let input = data::ExportInput {
        kind: args.kind.clone(),
        as_of: args.as_of.clone(),
        lang: output.lang,
    };
    let table = data::export_entities(app, call, &input)?;
    let rows = || Sheet::new(table.headings.iter().map(|h| (h.clone(), Align::Left)));
    let filled = || {
        let mut sheet = rows();
        for row in &table.rows {
            sheet.row(row.iter().cloned());
        }
        sheet
    };
    match output.format {
        // Too wide for a terminal.
        Format::Table => output.write(&filled().csv()),
        _ => output.print(&table, filled),
    }
}

fn entity(app: &App, call: &Call, output: &Output, args: &EntityArgs) -> anyhow::Result<()> {
    let input = data::EntityInput {
        id: args.entity.clone(),
        as_of: args.as_of.clone(),
        known_at: args.known_at.clone(),
    };
    let view = data::entity(app, call, &input)?;
    output.print(&view, || {
        let headings = [
            ("field", Align::Left),
            ("value", Align::Left),
            ("period", Align::Left),
            ("source", Align::Left),
        ];
        let names: Vec<_> = view.names.iter().map(|n| n.text.clone()).collect();
        let title = format!(
            "{} · {} · {}",
            view.entity.name.get(output.lang),
            view.type_label.get(output.lang),
            view.entity.id
        );
        let mut sheet = sheet(output, &headings).titled(title);
        for finding in &view.findings {
            let s = &finding.preferred;
            let mark = if finding.conflicting {
                text(output, "cli.conflicting")
            } else {
                String::new()
            };
            let value = format!("{} {mark}", figure(&s.figure, output.lang))
                .trim_end()
                .to_owned();
            sheet.row([label(s, output), value, period(s.figure.period), place(s)]);
        }
        for relation in &view.relations {
            let words = [
                relation.other.name.get(output.lang),
                relation.note.get(output.lang),
            ];
            let other = words.join(" ").trim().to_owned();
            let source = format!("{} {}", relation.source.id, spot(&relation.locator));
            sheet.row([
                relation.label.get(output.lang).to_owned(),
                other,
                period(relation.period),
                source,
            ]);
        }
        if !names.is_empty() {
            sheet.note(format!(
                "{} {}",
                text(output, "cli.names"),
                names.join(" · ")
            ));
        }
        sheet
    })
}

fn label(s: &StatementView, output: &Output) -> String {
    let scope = s.figure.scope_label.get(output.lang);
    let label = s.figure.label.get(output.lang);
    if scope.is_empty() {
        label.to_owned()
    } else {
        format!("{label} ({scope})")
    }
}

fn entities(app: &App, call: &Call, output: &Output, args: &EntitiesArgs) -> anyhow::Result<()> {
    let input = data::EntitiesInput {
        kind: args.kind.clone(),
        offset: args.page.offset,
        limit: args.page.limit,
    };
    let list = data::entities(app, call, &input)?;
    output.print(&list, || {
        let mut sheet = sheet(
            output,
            &[
                ("entity", Align::Left),
                ("type", Align::Left),
                ("name", Align::Left),
            ],
        );
        for row in &list.rows {
            sheet.row([
                row.id.to_string(),
                row.kind.to_string(),
                row.name.get(output.lang).to_owned(),
            ]);
        }
        sheet.note(format!("{} / {}", list.rows.len(), list.total));
        sheet
    })
}

const STATEMENT: [(&str, Align); 6] = [
    ("statement", Align::Left),
    ("period", Align::Left),
    ("value", Align::Left),
    ("said-by", Align::Left),
    ("source", Align::Left),
    ("state", Align::Left),
];

fn statement_row(s: &StatementView, conflicting: bool, output: &Output) -> [String; 6] {
    let state = match (&s.ended_at, conflicting) {
        (Some(_), _) => text(output, "cli.ended"),
        (None, true) => text(output, "cli.conflicting"),
        (None, false) => String::new(),
    };
    [
        s.figure.statement.to_string(),
        period(s.figure.period),
        figure(&s.figure, output.lang),
        s.by.as_ref()
            .map(|by| by.name.get(output.lang).to_owned())
            .unwrap_or_default(),
        place(s),
        state,
    ]
}

fn history(app: &App, call: &Call, output: &Output, args: &HistoryArgs) -> anyhow::Result<()> {
    let input = data::HistoryInput {
        entity: args.entity.clone(),
        field: args.field.clone(),
    };
    let history = data::history(app, call, &input)?;
    output.print(&history, || {
        let title = format!(
            "{} · {}",
            history.entity.name.get(output.lang),
            history.label.get(output.lang)
        );
        let mut sheet = sheet(output, &STATEMENT).titled(title);
        for group in &history.periods {
            group
                .statements
                .iter()
                .for_each(|s| sheet.row(statement_row(s, group.conflicting, output)));
        }
        sheet
    })
}

fn conflicts(app: &App, call: &Call, output: &Output, args: &ConflictsArgs) -> anyhow::Result<()> {
    let input = data::ConflictsInput {
        entity: args.entity.clone(),
        offset: args.page.offset,
        limit: args.page.limit,
    };
    let list = data::conflicts(app, call, &input)?;
    output.print(&list, || {
        let mut headings = vec![("entity", Align::Left), ("field", Align::Left)];
        headings.extend(STATEMENT);
        let mut sheet = sheet(output, &headings);
        for conflict in &list.rows {
            let about = [
                conflict.entity.name.get(output.lang).to_owned(),
                label(&conflict.finding.preferred, output),
            ];
            for s in std::iter::once(&conflict.finding.preferred).chain(&conflict.finding.others) {
                sheet.row(about.iter().cloned().chain(statement_row(s, false, output)));
            }
        }
        sheet.note(format!("{} / {}", list.rows.len(), list.total));
        sheet
    })
}

fn search(app: &App, call: &Call, output: &Output, args: &SearchArgs) -> anyhow::Result<()> {
    let hits = data::search(
        app,
        call,
        &data::SearchInput {
            text: args.text.clone(),
            limit: args.limit,
        },
    )?;
    output.print(&hits, || {
        let headings = [
            ("entity", Align::Left),
            ("type", Align::Left),
            ("name", Align::Left),
            ("matched", Align::Left),
        ];
        let mut sheet = sheet(output, &headings);
        for hit in &hits {
            let words = [
                hit.type_label.get(output.lang),
                hit.entity.name.get(output.lang),
                &hit.matched,
            ];
            sheet.row(std::iter::once(hit.entity.id.to_string()).chain(words.map(str::to_owned)));
        }
        sheet
    })
}

fn sources(app: &App, call: &Call, output: &Output) -> anyhow::Result<()> {
    let list = data::sources(app, call)?;
    output.print(&list, || {
        let headings = [
            ("source", Align::Left),
            ("title", Align::Left),
            ("published", Align::Left),
            ("records", Align::Right),
            ("held", Align::Left),
        ];
        let mut sheet = sheet(output, &headings);
        for line in &list {
            let held = text(
                output,
                if line.source.held {
                    "cli.yes"
                } else {
                    "cli.no"
                },
            );
            let published = line.source.published.clone().unwrap_or_default();
            let title = line.source.title.get(output.lang).to_owned();
            sheet.row([
                line.source.id.to_string(),
                title,
                published,
                line.records.to_string(),
                held,
            ]);
        }
        sheet
    })
}

fn source(app: &App, call: &Call, output: &Output, args: &SourceArgs) -> anyhow::Result<()> {
    /// Lines shown before and after the one asked for.
    const AROUND: u32 = 2;
    let layer = if args.raw {
        TextLayer::Raw
    } else {
        TextLayer::Cleaned
    };
    let input = data::SourceInput {
        id: args.source.clone(),
        layer,
        statement: None,
        line: args.line,
    };
    let view = data::source(app, call, &input)?;
    output.print(&view, || {
        let mut sheet = sheet(output, &[("place", Align::Right), ("text", Align::Left)]);
        let near = |number: u32| args.line.is_none_or(|line| number.abs_diff(line) <= AROUND);
        for line in view
            .lines
            .iter()
            .filter(|line| near(line.number) && !line.text.is_empty())
        {
            sheet.row([format!("L{}", line.number), line.text.clone()]);
        }
        for s in view.statements.iter().filter(|_| view.lines.is_empty()) {
            let about = format!(
                "{} · {} {}",
                s.entity.name.get(output.lang),
                label(s, output),
                figure(&s.figure, output.lang)
            );
            sheet.row([spot(&s.locator), about]);
        }
        sheet.titled(view.line.source.title.get(output.lang))
    })
}

fn reviews(app: &App, call: &Call, output: &Output) -> anyhow::Result<()> {
    let list = data::reviews(app, call)?;
    output.print(&list, || {
        let headings = [
            ("review", Align::Right),
            ("new", Align::Left),
            ("known", Align::Left),
            ("reason", Align::Left),
        ];
        let mut sheet = sheet(output, &headings);
        for review in &list {
            let name = |link: &julin_app::contract::EntityLink| {
                format!("{} ({})", link.name.get(output.lang), link.id)
            };
            let why = julin_locale::catalogue()
                .message(&review.reason, output.lang)
                .what;
            sheet.row([
                review.id.to_string(),
                name(&review.new),
                name(&review.known),
                why,
            ]);
        }
        sheet
    })
}
