//! `julin criteria …`

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum CriteriaCommand {
    List(DayArgs),
    Show(RuleArgs),
    Calendar(DayArgs),
}

#[derive(Debug, Args)]
pub struct DayArgs {
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

#[derive(Debug, Args)]
pub struct RuleArgs {
    #[arg(value_name = "RULE")]
    pub rule: String,
    #[command(flatten)]
    pub day: DayArgs,
}
