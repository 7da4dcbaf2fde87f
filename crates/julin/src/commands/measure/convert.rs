//! `julin measure convert`: a framework from one form to another, without a store.

use super::sheet;
use crate::args::measure::{ConvertArgs, FormArg};
use crate::exit;
use crate::output::{Align, Output, complain};
use julin_app::measure::{self, ConvertInput, Form};
use std::process::ExitCode;

/// Converts, says what was found and lost, and lists the files written.
pub fn convert(output: &Output, args: &ConvertArgs) -> anyhow::Result<ExitCode> {
    let form = |form: FormArg| match form {
        FormArg::Yaml => Form::Yaml,
        FormArg::Imeta => Form::IMeta,
        FormArg::CoinTool => Form::CoinTool,
    };
    let converted = measure::convert(&ConvertInput {
        input: args.input.clone(),
        output: args.output.clone(),
        from: args.from.map(form),
        to: args.to.map(form),
        data: args.data.clone(),
        data_out: args.data_out.clone(),
        units_of: args.units_of.clone(),
        lang: output.lang,
        force: args.force,
    })?;
    for found in &converted.diagnostics {
        complain(output, found);
    }
    output.print(&converted, || {
        let headings = [
            ("file", Align::Left),
            ("indicators", Align::Right),
            ("units", Align::Right),
        ];
        let mut sheet = sheet(output, &headings);
        for file in &converted.files {
            sheet.row([
                file.clone(),
                converted.indicators.to_string(),
                converted.units.to_string(),
            ]);
        }
        sheet
    })?;
    Ok(match measure::conversion_failed(&converted) {
        true => exit::findings(),
        false => ExitCode::SUCCESS,
    })
}
