//! `julin measure frameworks`: what can be evaluated.

use super::{sheet, year};
use crate::args::measure::YearArgs;
use crate::output::{Align, Output};
use julin_app::{App, Call, measure};

/// Prints the list.
pub fn frameworks(app: &App, call: &Call, output: &Output, args: &YearArgs) -> anyhow::Result<()> {
    let list = measure::frameworks(
        app,
        call,
        &measure::FrameworksInput {
            as_of: year(app, args),
        },
    )?;
    output.print(&list, || {
        let headings = [
            ("framework", Align::Left),
            ("title", Align::Left),
            ("indicators", Align::Right),
            ("computable", Align::Right),
            ("ranked", Align::Right),
        ];
        let mut sheet = sheet(output, &headings);
        for line in &list {
            sheet.row([
                line.id.clone(),
                line.title.get(output.lang).to_owned(),
                line.indicators.to_string(),
                line.computable.to_string(),
                format!("{} / {}", line.ranked, line.units),
            ]);
        }
        sheet
    })
}
