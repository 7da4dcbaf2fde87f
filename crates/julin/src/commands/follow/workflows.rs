//! `julin follow workflows`: how cases can run, and how many do.

use super::super::text;
use super::sheet;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::WorkflowView;
use julin_app::{App, Call, follow};

/// Prints one line per workflow.
pub fn workflows(app: &App, output: &Output) -> anyhow::Result<()> {
    let all = follow::workflows(app, &Call::default())?;
    output.print(&all, || rows(output, &all))
}

fn rows(output: &Output, all: &[WorkflowView]) -> Sheet {
    let headings = [
        ("workflow", Align::Left),
        ("title", Align::Left),
        ("version", Align::Right),
        ("opens-by", Align::Left),
        ("cases", Align::Right),
        ("running", Align::Right),
    ];
    let mut sheet = sheet(output, &headings);
    let comma = text(output, "ui.list-comma");
    for own in all {
        let openings: Vec<_> = own.openings.iter().map(|act| act.id.as_str()).collect();
        let over = |phase: &str| phase == "done" || phase == "ended";
        let running = own.states.iter().filter(|state| {
            let phase = serde_json::to_value(state.phase).unwrap_or_default();
            !over(phase.as_str().unwrap_or_default())
        });
        sheet.row([
            own.id.clone(),
            own.title.get(output.lang).to_owned(),
            own.version.to_string(),
            openings.join(&comma),
            own.states
                .iter()
                .map(|state| state.cases)
                .sum::<u64>()
                .to_string(),
            running.map(|state| state.cases).sum::<u64>().to_string(),
        ]);
    }
    sheet
}
