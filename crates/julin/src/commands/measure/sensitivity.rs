//! `julin measure sensitivity`: which assumption makes ranks unsure.

use super::subject::{Desk, show};
use super::{draw, sheet};
use crate::args::measure::SensitivityArgs;
use crate::args::{Common, Format};
use crate::output::{Align, Output, Sheet};
use julin_app::contract::SensitivityReport;
use julin_app::measure::{Estimate, Response, SensitivityInput};
use julin_locale::{catalogue, decimal};

/// Prints the effects of all factors on each result asked about.
pub fn sensitivity(common: &Common, output: &Output, args: &SensitivityArgs) -> anyhow::Result<()> {
    let desk = Desk::open(common, output, &args.subject, &args.run)?;
    let input = SensitivityInput {
        subject: desk.subject.clone(),
        spec: draw::spec(&desk.study, &args.draw),
        responses: responses(&desk.study.responses, args),
        threads: draw::threads(&args.draw),
    };
    let drawn = |report: &SensitivityReport| report_sheet(output, report);
    show(&desk, output, &input, |r| &r.diagnostics, drawn)
}

/// As on the command line, else as in the study file, else how far ranks shift.
fn responses(study: &[Response], args: &SensitivityArgs) -> Vec<Response> {
    match (args.unit.clone(), args.within) {
        (Some(unit), Some(places)) => vec![Response::Top { unit, places }],
        (Some(unit), None) => vec![Response::Rank { unit }],
        _ if study.is_empty() => vec![Response::Shift {}],
        _ => study.to_vec(),
    }
}

fn report_sheet(output: &Output, report: &SensitivityReport) -> Sheet {
    let headings = [
        ("response", Align::Left),
        ("factor", Align::Left),
        ("first-order", Align::Right),
        ("interval", Align::Right),
        ("total-effect", Align::Right),
        ("interval", Align::Right),
    ];
    let plain = output.format == Format::Csv;
    let mut sheet = sheet(output, &headings);
    for one in &report.effects {
        let response = serde_json::to_string(&one.response).unwrap_or_default();
        for effect in &one.effects.factors {
            let shown = |x: f64| if plain { x.to_string() } else { decimal(x, 3) };
            let interval = |e: &Estimate| format!("{} … {}", shown(e.low), shown(e.high));
            sheet.row([
                response.clone(),
                effect.factor.clone(),
                shown(effect.first.value),
                interval(&effect.first),
                shown(effect.total.value),
                interval(&effect.total),
            ]);
        }
    }
    if !plain {
        strongest(output, report, &mut sheet);
    }
    sheet
}

/// The indicators whose absence moves ranks most.
fn strongest(output: &Output, report: &SensitivityReport, sheet: &mut Sheet) {
    let mut left: Vec<_> = report.left_out.iter().collect();
    left.sort_by(|a, b| {
        b.mean_shift
            .unwrap_or(0.0)
            .total_cmp(&a.mean_shift.unwrap_or(0.0))
    });
    for effect in left.iter().take(5) {
        let shift = effect.mean_shift.map(|s| decimal(s, 2)).unwrap_or_default();
        let args = std::collections::BTreeMap::from([
            ("label".to_owned(), effect.label.get(output.lang).to_owned()),
            ("shift".to_owned(), shift),
        ]);
        sheet.note(catalogue().filled("cli.sensitivity.left-out", output.lang, &args));
    }
}
