//! `julin follow simulate`: a workflow tried out on generated cases.

use super::super::text;
use super::words::filled;
use super::{sheet, typed};
use crate::args::follow::SimulateArgs;
use crate::exit;
use crate::output::{Align, Output, Sheet, complain};
use julin_app::contract::{Named, WorkflowTrial};
use julin_app::follow::SimulateInput;
use julin_app::{App, Call, follow};
use julin_model::Diagnostic;
use std::process::ExitCode;

/// Prints where the cases ended and what the clocks came to; exit code 1 when a case came
/// to a state nobody could do anything in, or none could be opened.
pub fn simulate(app: &App, output: &Output, args: &SimulateArgs) -> anyhow::Result<ExitCode> {
    let day = args.on.as_ref().map(|day| typed::day(day)).transpose()?;
    let input = SimulateInput {
        workflow: args.workflow.clone(),
        cases: args.cases,
        seed: args.seed,
        day,
    };
    let trial = follow::simulate_workflow(app, &Call::default(), &input)?;
    for end in &trial.dead_ends {
        let found = Diagnostic::error("cli.follow-dead-end").with("n", end.cases);
        let found = found.with("refused", end.refused.join(", "));
        complain(output, &found.with_text("state", &end.state.title));
    }
    for (code, n) in &trial.not_opened {
        let found = Diagnostic::warning("cli.follow-not-opened").with("n", n);
        complain(output, &found.with("refused", code));
    }
    output.print(&trial, || rows(output, &trial))?;
    let sound = trial.dead_ends.is_empty() && trial.cases > 0;
    Ok(match sound {
        true => ExitCode::SUCCESS,
        false => exit::findings(),
    })
}

fn rows(output: &Output, trial: &WorkflowTrial) -> Sheet {
    let headings = [
        ("clock", Align::Left),
        ("rounds-stopped", Align::Right),
        ("rounds-running", Align::Right),
        ("median-hours", Align::Right),
        ("decile-hours", Align::Right),
        ("rounds-late", Align::Right),
    ];
    let args = [
        ("cases", trial.cases.to_string()),
        ("steps", trial.steps.to_string()),
        ("seed", trial.seed.to_string()),
        ("day", trial.day.to_string()),
    ];
    let title = trial.workflow.title.get(output.lang);
    let head = format!("{title}  {}", filled(output, "cli.follow-trial", args));
    let mut sheet = sheet(output, &headings).titled(head);
    let hours = |seconds: f64| format!("{:.1}", seconds / 3600.0);
    for own in &trial.clocks {
        let decile = own.worst_decile.map(|n| hours(n as f64));
        sheet.row([
            own.clock.title.get(output.lang).to_owned(),
            own.n.to_string(),
            own.unfinished.to_string(),
            own.median.map(hours).unwrap_or_default(),
            decile.unwrap_or_default(),
            own.late.to_string(),
        ]);
    }
    let counts = |all: &[(Named, u32)]| {
        let all = all.iter();
        let all = all.map(|(own, n)| format!("{} {n}", own.title.get(output.lang)));
        all.collect::<Vec<_>>().join(" · ")
    };
    let names = |all: &[Named]| {
        let all: Vec<_> = all.iter().map(|own| own.title.get(output.lang)).collect();
        all.join(&text(output, "ui.list-comma"))
    };
    for (key, words) in [
        ("ended", counts(&trial.ended)),
        ("unfinished", counts(&trial.unfinished)),
        ("unreached", names(&trial.unreached)),
        ("undone", names(&trial.undone)),
    ] {
        if !words.is_empty() {
            let key = text(output, &format!("cli.follow-trial-{key}"));
            sheet.note(format!("{key}{}{words}", text(output, "ui.colon")));
        }
    }
    sheet
}
