//! `julin criteria grant`: lists of who gets a benefit, from the draft to the confirmed
//! list.

mod rows;

use crate::args::grant::{GrantCommand, OnArgs, PublishArgs};
use crate::output::Output;
use julin_app::contract::GrantListView;
use julin_app::criteria::{self, GrantOn};
use julin_app::{Answer, App, Call};
use std::process::ExitCode;

/// Runs one of them.
pub fn run(
    app: &App,
    call: &Call,
    output: &Output,
    command: &GrantCommand,
) -> anyhow::Result<ExitCode> {
    match command {
        GrantCommand::List(args) => {
            let lists = criteria::grant_lists(app, call, args.rule.as_deref())?;
            output.print(&lists, || rows::lists(output, &lists))?;
        }
        GrantCommand::Difference(args) => {
            let told = criteria::grant_difference(app, call, args.list)?;
            output.print(&told, || rows::difference(output, &told))?;
        }
        GrantCommand::Rebuild(args) => {
            let built = criteria::rebuild_grant_list(app, call, args.list)?;
            output.print(&built, || rows::rebuilt(output, &built))?;
            let same = built.same_list.unwrap_or(built.run.same_result);
            return Ok(ExitCode::from(u8::from(!same)));
        }
        GrantCommand::Export(args) => rows::export(app, call, output, args.list)?,
        other => {
            if let Some(view) = list_after(app, call, other)? {
                output.print(&view, || rows::list(output, &view))?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A list as it stands after the command; none for commands that answer something else.
fn list_after(app: &App, call: &Call, command: &GrantCommand) -> Answer<Option<GrantListView>> {
    use GrantCommand as C;
    let view = match command {
        C::Show(args) => criteria::grant_list(app, call, args.list),
        C::Draft(args) => {
            let (rule, as_of) = (args.rule.clone(), args.day.as_of.clone());
            criteria::draft_grant_list(app, call, &criteria::DraftGrantInput { rule, as_of })
        }
        C::Check(args) => criteria::check_grant_list(app, call, &on(args)),
        C::Settle(args) => {
            let input = criteria::SettleGrantInput {
                on: on(&args.on),
                finding: args.finding,
                strike: args.strike.clone(),
                reason: args.reason.clone(),
                by: args.by.clone(),
            };
            criteria::settle_grant_finding(app, call, &input)
        }
        C::Publish(args) => criteria::publish_grant_list(app, call, &window(args)?),
        C::Object(args) => {
            let day = args.day.as_deref().map(criteria::grant_day);
            let input = criteria::ObjectGrantInput {
                on: on(&args.on),
                about: args.about.clone(),
                objector: args.objector.clone(),
                grounds: args.grounds.clone(),
                day: day.transpose()?,
            };
            criteria::object_to_grant(app, call, &input)
        }
        C::Decide(args) => {
            let input = criteria::DecideGrantInput {
                on: on(&args.on),
                objection: args.objection,
                upheld: args.uphold,
                grounds: args.grounds.clone(),
                by: args.by.clone(),
            };
            criteria::decide_grant_objection(app, call, &input)
        }
        C::Confirm(args) => {
            let (on, by) = (on(&args.on), args.by.clone());
            criteria::confirm_grant_list(app, call, &criteria::ConfirmGrantInput { on, by })
        }
        C::Withdraw(args) => {
            let input = criteria::WithdrawGrantInput {
                on: on(&args.on),
                reason: args.reason.clone(),
                by: args.by.clone(),
            };
            criteria::withdraw_grant_list(app, call, &input)
        }
        C::List(_) | C::Export(_) | C::Difference(_) | C::Rebuild(_) => return Ok(None),
    };
    view.map(Some)
}

fn on(args: &OnArgs) -> GrantOn {
    GrantOn {
        list: args.list,
        seen: args.seen,
    }
}

fn window(args: &PublishArgs) -> Answer<criteria::PublishGrantInput> {
    let (opened, counting) = (args.opened.as_deref(), args.counting.as_deref());
    Ok(criteria::PublishGrantInput {
        on: on(&args.on),
        opened: opened.map(criteria::grant_day).transpose()?,
        days: args.days,
        counting: counting.map(criteria::counting_of).transpose()?,
        calendar: args.calendar.clone(),
        by: args.by.clone(),
    })
}
