//! `julin follow act`, `sign`, `note` and what else is done in a case.

use super::words::{light, minute};
use super::{call, sheet, typed};
use crate::args::follow::{CaseArgs, FollowCommand, YesNo};
use crate::output::{Align, Output, note};
use julin_app::follow::{self, ActInput, CaseCommand, CaseDone, CaseInput, CaseWhat, What};
use julin_app::{App, AppError, Call};
use julin_model::Diagnostic;
use std::collections::BTreeMap;

/// Does one of them and prints where the case is now.
pub fn run(app: &App, output: &Output, command: &FollowCommand) -> anyhow::Result<()> {
    let (case, what) = wanted(command)?;
    commanded(app, output, case, what)
}

/// Sends a command and prints what it came to.
pub fn commanded(
    app: &App,
    output: &Output,
    case: &CaseArgs,
    what: CaseWhat,
) -> anyhow::Result<()> {
    let doing = &case.doing;
    let input = CaseCommand {
        code: case.code.clone(),
        seen: case.seen_entry,
        what,
        on: typed::time(doing.on.as_ref())?,
        basis: doing.basis.clone(),
        documents: typed::files(&doing.attach)?,
        key: doing.key.clone(),
    };
    let call = call(&doing.who);
    let answer = follow::act_in_case(app, &call, &input)?;
    done(app, output, &call, &answer)
}

/// What a command wants.
fn wanted(command: &FollowCommand) -> Result<(&CaseArgs, CaseWhat), AppError> {
    let (case, what) = match command {
        FollowCommand::Act(args) => {
            let input = ActInput {
                act: args.act.clone(),
                to: args.to.clone(),
                fields: typed::fields(&args.filled.fields)?,
                people: typed::people(&args.filled.people)?,
                reason: args.filled.reason.clone(),
                documents: Vec::new(),
            };
            (&args.case, What::Act(input))
        }
        FollowCommand::Sign(args) => {
            let agree = args.answer == YesNo::Yes;
            let reason = args.reason.clone();
            (&args.case, What::Sign { agree, reason })
        }
        FollowCommand::AskToSign(args) => {
            let person = args.person.clone();
            (&args.case, What::AskToSign { person })
        }
        FollowCommand::Copy(args) => {
            let person = args.person.clone();
            (&args.case, What::Copy { person })
        }
        FollowCommand::Delegate(args) => {
            let (role, to) = (args.role.clone(), args.to.clone());
            let reason = args.reason.clone();
            (&args.case, What::Delegate { role, to, reason })
        }
        FollowCommand::Hurry(args) => {
            let text = args.text.clone();
            (&args.case, What::Hurry { text })
        }
        FollowCommand::Note(args) => {
            let text = args.text.clone();
            (&args.case, What::Note { text })
        }
        FollowCommand::Attach(case) => {
            let documents = Vec::new();
            (case, What::Attach { documents })
        }
        FollowCommand::Interest(args) => {
            let has = args.answer == YesNo::Yes;
            let reason = args.reason.clone();
            (&args.case, What::Interest { has, reason })
        }
        FollowCommand::Score(args) => {
            let points = points(&args.points)?;
            let note = args.note.clone();
            (&args.case, What::Score { points, note })
        }
        FollowCommand::Move(args) => {
            let (state, reason) = (args.state.clone(), args.reason.clone());
            return Ok((&args.case, CaseWhat::Move { state, reason }));
        }
        _ => return Err(AppError::internal("not-done-in-a-case")),
    };
    Ok((case, CaseWhat::Do(what)))
}

fn points(texts: &[String]) -> Result<BTreeMap<String, f64>, AppError> {
    let pairs = texts.iter();
    pairs
        .map(|text| super::super::measure::pairs::number(text))
        .collect()
}

/// Prints where a case is after something was done in it.
pub fn done(app: &App, output: &Output, call: &Call, done: &CaseDone) -> anyhow::Result<()> {
    let input = CaseInput {
        code: done.code.clone(),
        on: None,
    };
    let file = follow::case(app, call, &input)?;
    if done.before {
        let before = Diagnostic::note("cli.follow-done-before").with("code", &done.code);
        note(output, &before.with("number", done.number));
    }
    output.print(done, || {
        let headings = [
            ("case-code", Align::Left),
            ("number", Align::Right),
            ("title", Align::Left),
            ("state", Align::Left),
            ("due", Align::Left),
            ("light", Align::Left),
        ];
        let mut sheet = sheet(output, &headings);
        sheet.row([
            done.code.clone(),
            done.number.to_string(),
            file.line.title.get(output.lang).to_owned(),
            file.line.state.title.get(output.lang).to_owned(),
            minute(file.line.due),
            light(output, file.line.light),
        ]);
        super::show::standing(output, &file, &mut sheet);
        sheet
    })
}
