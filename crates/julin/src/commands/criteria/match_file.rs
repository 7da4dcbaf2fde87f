//! `julin criteria match`: rules against all firms of a file.

use super::super::text;
use super::super::value::measured;
use super::{sheet, told};
use crate::args::Format;
use crate::args::criteria::MatchArgs;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{Cell, FirmFileCheck, MatchRow, Matches};
use julin_app::{App, Call, criteria};
use julin_model::Text;

/// Prints one line per answer: entity, rule, verdict, failing and unknown clauses, amount.
/// CSV is written as the answers are found, the other forms when all are.
pub fn match_file(
    app: &App,
    call: &Call,
    output: &Output,
    (args, rules): (&MatchArgs, Vec<String>),
) -> anyhow::Result<()> {
    let input = criteria::MatchInput {
        rules,
        data: args.data.clone(),
        as_of: args.day.as_of.clone(),
        explain: args.explain,
        threads: args.threads,
    };
    if output.format == Format::Csv {
        return stream(app, call, output, &input);
    }
    let mut view = criteria::match_file(app, call, &input)?;
    findings(output, &mut view);
    output.print(&view, || rows(output, &view.rows))
}

fn stream(
    app: &App,
    call: &Call,
    output: &Output,
    input: &criteria::MatchInput,
) -> anyhow::Result<()> {
    let mut asked = None;
    output.stream(|out| {
        out.write_all(&rows(output, &[]).csv())?;
        let mut written = Ok(());
        let mut take = |some: Vec<MatchRow>| {
            if written.is_ok() {
                written = out.write_all(&rows(output, &some).csv_rows());
            }
        };
        asked = Some(criteria::match_each(app, call, input, &mut take));
        written
    })?;
    if let Some(view) = asked {
        findings(output, &mut view?);
    }
    Ok(())
}

fn findings(output: &Output, view: &mut Matches) {
    let check = FirmFileCheck {
        findings: view.findings.clone(),
        bad_cells: view.bad_cells,
    };
    told(output, &check);
}

fn rows(output: &Output, found: &[MatchRow]) -> Sheet {
    let headings = [
        ("entity", Align::Left),
        ("rule", Align::Left),
        ("answer", Align::Left),
        ("failing", Align::Left),
        ("open", Align::Left),
        ("worth", Align::Right),
        ("unit", Align::Left),
    ];
    // Beside a figure a person reads stands its unit already.
    let person = output.format == Format::Table;
    let mut sheet = sheet(output, &headings[..headings.len() - usize::from(person)]);
    for row in found {
        let answer = format!("page.verdict.answer.{}", row.verdict.code());
        let mut cells = vec![
            Cell::Text(row.entity.clone()),
            Cell::Text(row.rule.clone()),
            Cell::Text(text(output, &answer)),
            Cell::Text(row.failing.join(" ")),
            Cell::Text(row.unknown.join(" ")),
        ];
        let unit = row.unit.as_deref();
        match (row.amount, person) {
            (Some(amount), true) => {
                let shown = measured(output, amount, unit, &Text::default());
                cells.push(Cell::Text(format!("≈ {shown}")));
            }
            (Some(amount), false) => cells.push(Cell::Number(amount, None)),
            (None, _) => cells.push(Cell::Empty),
        }
        if !person {
            cells.push(Cell::Text(unit.unwrap_or_default().to_owned()));
        }
        sheet.row(cells);
    }
    sheet
}
