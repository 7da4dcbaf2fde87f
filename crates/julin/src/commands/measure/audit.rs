//! `julin measure audit`: what a statistician would say of a framework on its figures.

use super::super::text;
use super::subject::{Desk, show};
use super::{share, sheet};
use crate::args::measure::ScoreArgs;
use crate::args::{Common, Format};
use crate::output::{Align, Output, Sheet};
use julin_app::contract::AuditReport;
use julin_app::measure::AuditInput;
use julin_locale::{catalogue, decimal};

/// Prints the findings for a person, the facts of all indicators for a program.
pub fn audit(common: &Common, output: &Output, args: &ScoreArgs) -> anyhow::Result<()> {
    let desk = Desk::open(common, output, &args.subject, &args.run)?;
    let input = AuditInput {
        subject: desk.subject.clone(),
    };
    let drawn = |report: &AuditReport| match output.format {
        Format::Csv => facts(output, report),
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
    let number = |x: Option<f64>| x.map(|x| decimal(x, 4)).unwrap_or_default();
    for fact in &report.audit.facts {
        sheet.row([
            fact.code.clone(),
            fact.label.get(output.lang).to_owned(),
            share(fact.present as f64 / report.audit.units.max(1) as f64),
            number(fact.mean),
            number(fact.deviation),
            number(fact.skewness),
            number(fact.kurtosis),
        ]);
    }
    sheet
}
