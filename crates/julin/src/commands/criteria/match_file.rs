//! `julin criteria match`: all rules against all firms of a file.

use super::super::text;
use super::sheet;
use crate::args::criteria::MatchArgs;
use crate::output::{Align, Output, Sheet, complain, note};
use julin_app::contract::Matches;
use julin_app::{App, Call, criteria};
use julin_model::{Diagnostic, Severity};

/// Prints one line per answer: entity, rule, verdict, failing and unknown clauses.
pub fn match_file(app: &App, call: &Call, output: &Output, args: &MatchArgs) -> anyhow::Result<()> {
    let input = criteria::MatchInput {
        rules: args.rules.clone(),
        data: args.data.clone(),
        as_of: args.day.as_of.clone(),
        explain: args.explain,
        threads: args.threads,
    };
    let view = criteria::match_file(app, call, &input)?;
    for found in &view.findings {
        match found.severity {
            Severity::Note => note(output, found),
            _ => complain(output, found),
        }
    }
    let told = view
        .findings
        .iter()
        .filter(|f| f.severity != Severity::Note);
    if view.bad_cells > told.count() as u64 {
        let more = Diagnostic::warning("cli.match-more-bad").with("n", view.bad_cells);
        complain(output, &more);
    }
    output.print(&view, || rows(output, &view))
}

fn rows(output: &Output, view: &Matches) -> Sheet {
    let headings = [
        ("entity", Align::Left),
        ("rule", Align::Left),
        ("answer", Align::Left),
        ("failing", Align::Left),
        ("open", Align::Left),
    ];
    let mut sheet = sheet(output, &headings);
    for row in &view.rows {
        sheet.row([
            row.entity.clone(),
            row.rule.clone(),
            text(
                output,
                &format!("page.verdict.answer.{}", row.verdict.code()),
            ),
            row.failing.join(" "),
            row.unknown.join(" "),
        ]);
    }
    sheet
}
