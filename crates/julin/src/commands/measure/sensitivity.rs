//! `julin measure sensitivity`: which assumption makes ranks unsure.

use super::subject::{Desk, show};
use super::{draw, sheet};
use crate::args::Common;
use crate::args::measure::SensitivityArgs;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{Cell, SensitivityReport};
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
    let whole = output.whole();
    let mut sheet = sheet(output, if whole { &WHOLE } else { &SHORT });
    for one in &report.effects {
        let response = serde_json::to_string(&one.response).unwrap_or_default();
        for effect in &one.effects.factors {
            let first: [Cell; 2] = [response.clone().into(), effect.factor.clone().into()];
            let figures = [&effect.first, &effect.total];
            let figures = figures.into_iter().flat_map(|e| estimate(e, whole));
            sheet.row(first.into_iter().chain(figures));
        }
    }
    if !whole {
        strongest(output, report, &mut sheet);
    }
    sheet
}

/// For people: the interval in one column.
const SHORT: [(&str, Align); 6] = [
    ("response", Align::Left),
    ("factor", Align::Left),
    ("first-order", Align::Right),
    ("interval", Align::Right),
    ("total-effect", Align::Right),
    ("interval", Align::Right),
];

/// For programs: its ends in two.
const WHOLE: [(&str, Align); 8] = [
    ("response", Align::Left),
    ("factor", Align::Left),
    ("first-order", Align::Right),
    ("first-order-low", Align::Right),
    ("first-order-high", Align::Right),
    ("total-effect", Align::Right),
    ("total-effect-low", Align::Right),
    ("total-effect-high", Align::Right),
];

fn estimate(estimate: &Estimate, whole: bool) -> Vec<Cell> {
    let value = Cell::number(estimate.value, 3);
    let [low, high] = [estimate.low, estimate.high].map(|x| Cell::number(x, 3));
    match whole {
        true => vec![value, low, high],
        false => {
            let interval = format!("{} … {}", low.shown(), high.shown());
            vec![value, interval.into()]
        }
    }
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
