//! `julin criteria …`: rules of policies and titles, and who meets them.

mod audience;
mod calendar;
mod diff;
mod explain;
mod gaps;
mod list;
mod match_file;
mod offers;
mod show;
mod sql;
mod value;

use super::text;
use crate::args::criteria::CriteriaCommand;
use crate::args::{Common, Format};
use crate::context;
use crate::output::{Align, Output, Sheet};
use julin_app::Call;
use std::process::ExitCode;

/// Runs one of them.
pub fn run(
    common: &Common,
    output: &Output,
    command: &CriteriaCommand,
) -> anyhow::Result<ExitCode> {
    use CriteriaCommand::{
        Audience, Calendar, Diff, Explain, Gaps, List, Match, Offers, Show, Sql,
    };
    let app = match command {
        List(_) | Show(_) | Calendar(_) | Match(_) | Sql(_) => context::on_files(common, output)?,
        Offers(_) | Explain(_) | Gaps(_) | Audience(_) | Diff(_) => context::open(common, output)?,
    };
    let call = Call::default();
    match command {
        List(args) => list::list(&app, &call, output, args)?,
        Show(args) => show::show(&app, &call, output, args)?,
        Calendar(args) => calendar::calendar(&app, &call, output, args)?,
        Offers(args) => offers::offers(&app, &call, output, args)?,
        Explain(args) => explain::explain(&app, &call, output, args)?,
        Gaps(args) => gaps::gaps(&app, &call, output, args)?,
        Audience(args) => audience::audience(&app, &call, output, args)?,
        Diff(args) => diff::diff(&app, &call, output, args)?,
        Match(args) => match_file::match_file(&app, &call, output, args)?,
        Sql(args) => sql::sql(&app, &call, output, args)?,
    }
    Ok(ExitCode::SUCCESS)
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
