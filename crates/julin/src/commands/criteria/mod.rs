//! `julin criteria …`: rules of policies and titles, and who meets them.

mod audience;
mod calendar;
mod changes;
mod diff;
mod explain;
mod gaps;
mod grant;
mod list;
mod match_file;
mod mutes;
mod offers;
mod show;
mod sql;

use super::text;
use crate::args::criteria::CriteriaCommand;
use crate::args::{Common, Format};
use crate::context;
use crate::output::{Align, Output, Sheet, complain, note};
use julin_app::contract::FirmFileCheck;
use julin_app::{Call, criteria};
use julin_model::{Diagnostic, Severity};
use std::path::PathBuf;
use std::process::ExitCode;

/// Runs one of them.
pub fn run(
    common: &Common,
    output: &Output,
    command: &CriteriaCommand,
) -> anyhow::Result<ExitCode> {
    use CriteriaCommand::{
        Audience, Calendar, Changes, Diff, Explain, Gaps, Grant, List, Match, Mute, Mutes, Offers,
        Show, Sql, Unmute,
    };
    let named = named(common, command)?;
    let rules = named.rules.clone();
    let app = match command {
        Match(_) | Sql(_) => context::on_rules(common, output, named)?,
        List(_) | Show(_) | Calendar(_) => context::on_files(common, output)?,
        _ if data(command).is_some() => context::on_files(common, output)?,
        Offers(_) | Explain(_) | Gaps(_) | Audience(_) | Diff(_) | Grant(_) | Changes(_)
        | Mute(_) | Mutes | Unmute(_) => context::open(common, output)?,
    };
    let call = Call::default();
    if let Some((file, entity)) = data(command) {
        let input = criteria::FirmFileInput {
            data: file.clone(),
            entity: entity.map(str::to_owned),
        };
        told(output, &criteria::check_firm_file(&app, &call, &input)?);
    }
    match command {
        List(args) => list::list(&app, &call, output, args)?,
        Show(args) => show::show(&app, &call, output, args)?,
        Calendar(args) => calendar::calendar(&app, &call, output, args)?,
        Offers(args) => offers::offers(&app, &call, output, args)?,
        Explain(args) => explain::explain(&app, &call, output, args)?,
        Gaps(args) => gaps::gaps(&app, &call, output, args)?,
        Audience(args) => audience::audience(&app, &call, output, args)?,
        Diff(args) => diff::diff(&app, &call, output, args)?,
        Match(args) => match_file::match_file(&app, &call, output, (args, rules))?,
        Sql(args) => sql::sql(&app, &call, output, (args, rules))?,
        Grant(command) => return grant::run(&app, &call, output, command),
        Changes(args) => changes::changes(&app, &call, output, args)?,
        Mute(args) => mutes::mute(&app, &call, output, args)?,
        Mutes => mutes::mutes(&app, &call, output)?,
        Unmute(args) => mutes::unmute(&app, &call, output, args)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The rules a command names by folder, file or identifier.
fn named(common: &Common, command: &CriteriaCommand) -> anyhow::Result<criteria::NamedRules> {
    let names = match command {
        CriteriaCommand::Match(args) => &args.rules,
        CriteriaCommand::Sql(args) => &args.rules,
        _ => return Ok(criteria::NamedRules::default()),
    };
    Ok(criteria::named_rules(names, &common.packs)?)
}

/// The file a command takes its facts from, and the one firm it asks about.
fn data(command: &CriteriaCommand) -> Option<(&PathBuf, Option<&str>)> {
    let (file, entity) = match command {
        CriteriaCommand::Explain(args) | CriteriaCommand::Gaps(args) => {
            (&args.file, explain::entity(args))
        }
        CriteriaCommand::Audience(args) => (&args.file, None),
        CriteriaCommand::Diff(args) => (&args.file, None),
        _ => return None,
    };
    Some((file.data.as_ref()?, entity))
}

/// Tells what could not be read in a file.
fn told(output: &Output, check: &FirmFileCheck) {
    for found in &check.findings {
        match found.severity {
            Severity::Note => note(output, found),
            _ => complain(output, found),
        }
    }
    let told = check.findings.iter();
    let told = told.filter(|found| found.severity != Severity::Note);
    if check.bad_cells > told.count() as u64 {
        let more = Diagnostic::warning("cli.match-more-bad").with("n", check.bad_cells);
        complain(output, &more);
    }
}

fn sheet(output: &Output, headings: &[(&str, Align)]) -> Sheet {
    let heading = |key: &str| text(output, &format!("cli.heading.{key}"));
    Sheet::new(headings.iter().map(|(key, align)| (heading(key), *align)))
}

/// Texts a terminal shows of a list; files have all.
const SHOWN: usize = 3;

/// Texts one after the other.
fn listed(output: &Output, texts: &[julin_model::Text]) -> String {
    let most = match output.format {
        Format::Table => SHOWN,
        _ => texts.len(),
    };
    let words: Vec<_> = texts
        .iter()
        .take(most)
        .map(|one| one.get(output.lang))
        .collect();
    let more = match texts.len().saturating_sub(most) {
        0 => String::new(),
        more => format!(" … +{more}"),
    };
    words.join("; ") + &more
}
