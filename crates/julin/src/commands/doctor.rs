//! `julin doctor`: is everything this program needs in order on this machine?

use super::text;
use crate::args::Common;
use crate::context;
use crate::exit;
use crate::output::{Align, Output, Sheet, complain};
use julin_app::admin::{DoctorInput, doctor};
use std::process::ExitCode;

/// Looks, and changes nothing.
pub fn run(common: &Common, output: &Output) -> anyhow::Result<ExitCode> {
    let examined = doctor(&DoctorInput {
        url: context::db(common),
        packs: common.packs.clone(),
        documents: context::documents(None),
    });
    output.print(&examined, || {
        let headings = [
            "cli.heading.part",
            "cli.heading.state",
            "cli.heading.detail",
        ];
        let mut sheet = Sheet::new(headings.map(|key| (text(output, key), Align::Left)));
        for part in &examined {
            let state = if part.well { "cli.well" } else { "cli.unwell" };
            let detail: Vec<_> = part.detail.values().cloned().collect();
            sheet.row([
                text(output, &format!("app.doctor.{}", part.what)),
                text(output, state),
                detail.join(" · "),
            ]);
        }
        sheet
    })?;
    examined
        .iter()
        .flat_map(|part| &part.diagnostics)
        .for_each(|found| complain(output, found));
    Ok(if examined.iter().all(|part| part.well) {
        ExitCode::SUCCESS
    } else {
        exit::findings()
    })
}
