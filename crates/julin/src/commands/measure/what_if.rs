//! `julin measure whatif`: ranks with weights or values changed.

use super::pairs::{number, pair};
use super::sheet;
use super::subject::{Desk, show};
use crate::args::Common;
use crate::args::measure::WhatifArgs;
use crate::output::{Align, Output, Sheet};
use julin_app::AppError;
use julin_app::contract::{Cell, WhatIf};
use julin_app::measure::{ChangeSet, ValueChange, WhatIfInput};
use julin_model::Diagnostic;

/// Prints all units in the order of their changed ranks.
pub fn what_if(common: &Common, output: &Output, args: &WhatifArgs) -> anyhow::Result<()> {
    let desk = Desk::open(common, output, &args.subject, &args.run)?;
    let mut changes = desk.study.changes.clone().unwrap_or_default();
    add(&mut changes, args)?;
    let input = WhatIfInput {
        subject: desk.subject.clone(),
        changes,
    };
    let drawn = |answer: &WhatIf| what_if_sheet(output, answer);
    show(&desk, output, &input, |a| &a.diagnostics, drawn)
}

fn add(changes: &mut ChangeSet, args: &WhatifArgs) -> Result<(), AppError> {
    for text in &args.weight {
        let (node, weight) = number(text)?;
        changes.weights.insert(node, weight);
    }
    for text in &args.value {
        let (name, value) = pair(text)?;
        let wrong = || AppError::invalid(Diagnostic::error("cli.bad-pair").with("value", text));
        let (unit, name) = name.rsplit_once(':').ok_or_else(wrong)?;
        changes.values.push(ValueChange {
            unit: unit.to_owned(),
            kind: Default::default(),
            name: name.to_owned(),
            value,
        });
    }
    Ok(())
}

fn what_if_sheet(output: &Output, answer: &WhatIf) -> Sheet {
    let headings = [
        ("rank", Align::Right),
        ("rank-before", Align::Right),
        ("unit", Align::Left),
        ("score", Align::Right),
        ("score-before", Align::Right),
    ];
    let mut sheet = sheet(output, &headings);
    for moved in answer
        .units
        .iter()
        .filter(|m| m.before.rank.is_some() || m.after.rank.is_some())
    {
        sheet.row([
            Cell::count(moved.after.rank),
            Cell::count(moved.before.rank),
            moved.label.get(output.lang).into(),
            Cell::number(moved.after.score, 2),
            Cell::number(moved.before.score, 2),
        ]);
    }
    sheet
}
