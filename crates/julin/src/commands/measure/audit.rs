//! `julin measure audit`: what a statistician would say of a framework on its figures.

use super::super::text;
use super::sheet;
use super::subject::{Desk, show};
use crate::args::measure::ScoreArgs;
use crate::args::{Common, Format};
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{AuditReport, Cell};
use julin_app::measure::AuditInput;
use julin_locale::catalogue;

/// Prints the findings for a person, the facts of all indicators for a program.
pub fn audit(common: &Common, output: &Output, args: &ScoreArgs) -> anyhow::Result<()> {
    let desk = Desk::open(common, output, &args.subject, &args.run)?;
    let input = AuditInput {
        subject: desk.subject.clone(),
    };
    let drawn = |report: &AuditReport| match output.format {
        Format::Csv => facts(output, report),
        Format::Xlsx => {
            let mut sheet = facts(output, report);
            let name = text(output, "cli.heading.finding");
            let findings = findings(output, report).grids(name);
            findings.into_iter().for_each(|grid| sheet.beside(grid));
            sheet
        }
        _ => findings(output, report),
    };
    show(&desk, output, &input, |_| &[], drawn)
}

fn findings(output: &Output, report: &AuditReport) -> Sheet {
    let headings = [("finding", Align::Left), ("hint", Align::Left)];
    let mut sheet = sheet(output, &headings).titled(report.framework.get(output.lang));
    for found in &report.audit.findings {
        let message = catalogue().message(found, output.lang);
        sheet.row([message.what, message.hint]);
    }
    if report.audit.findings.is_empty() {
        sheet.note(text(output, "cli.audit.clean"));
    }
    sheet
}

fn facts(output: &Output, report: &AuditReport) -> Sheet {
    let headings = [
        ("node", Align::Left),
        ("what", Align::Left),
        ("coverage", Align::Right),
        ("mean", Align::Right),
        ("deviation", Align::Right),
        ("skewness", Align::Right),
        ("kurtosis", Align::Right),
    ];
    let mut sheet = sheet(output, &headings);
    for fact in &report.audit.facts {
        let present = fact.present as f64 / report.audit.units.max(1) as f64;
        let figures = [fact.mean, fact.deviation, fact.skewness, fact.kurtosis];
        let first = [
            fact.code.clone().into(),
            fact.label.get(output.lang).into(),
            Cell::share(present),
        ];
        let figures = figures.map(|figure| Cell::number(figure, 4));
        sheet.row(first.into_iter().chain(figures));
    }
    sheet
}
