//! `julin criteria …`

use super::grant::GrantCommand;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum CriteriaCommand {
    List(DayArgs),
    Show(RuleArgs),
    Calendar(DayArgs),
    Offers(EntityArgs),
    Explain(ExplainArgs),
    Gaps(ExplainArgs),
    Audience(AudienceArgs),
    Match(MatchArgs),
    Sql(SqlArgs),
    Diff(DiffArgs),
    #[command(subcommand)]
    Grant(GrantCommand),
    Changes(ChangesArgs),
    Mute(MuteArgs),
    Mutes,
    Unmute(UnmuteArgs),
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

#[derive(Debug, Args)]
pub struct EntityArgs {
    #[arg(value_name = "ENTITY")]
    pub entity: String,
    #[command(flatten)]
    pub day: DayArgs,
}

#[derive(Debug, Args)]
pub struct ExplainArgs {
    #[arg(value_name = "RULE")]
    pub rule: String,
    #[arg(value_name = "ENTITY", required_unless_present = "who")]
    pub entity: Option<String>,
    #[arg(long = "entity", value_name = "ENTITY", conflicts_with = "entity")]
    pub who: Option<String>,
    #[command(flatten)]
    pub day: DayArgs,
    #[arg(long, value_name = "TIME", conflicts_with = "data")]
    pub known_at: Option<String>,
    #[command(flatten)]
    pub file: FileArgs,
}

/// Facts from a file instead of the store.
#[derive(Debug, Args)]
pub struct FileArgs {
    #[arg(long, value_name = "FILE")]
    pub data: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct AudienceArgs {
    #[arg(value_name = "RULE")]
    pub rule: String,
    #[command(flatten)]
    pub day: DayArgs,
    #[arg(long, value_name = "yes|short|unknown|no")]
    pub reach: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: u64,
    #[command(flatten)]
    pub file: FileArgs,
}

#[derive(Debug, Args)]
pub struct SqlArgs {
    #[arg(long, value_name = "postgres|spark|duckdb|ansi")]
    pub dialect: String,
    #[arg(long, value_name = "TABLE", default_value = "firms")]
    pub table: String,
    #[arg(long, value_name = "DIR|FILE|PACK|RULE", value_delimiter = ',')]
    pub rules: Vec<String>,
    #[command(flatten)]
    pub day: DayArgs,
}

#[derive(Debug, Args)]
pub struct MatchArgs {
    #[arg(long, value_name = "FILE")]
    pub data: PathBuf,
    #[arg(long, value_name = "DIR|FILE|PACK|RULE", value_delimiter = ',')]
    pub rules: Vec<String>,
    #[command(flatten)]
    pub day: DayArgs,
    #[arg(long)]
    pub explain: bool,
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub threads: usize,
}

#[derive(Debug, Args)]
pub struct DiffArgs {
    #[arg(value_name = "OLD")]
    pub old: String,
    #[arg(value_name = "NEW")]
    pub new: String,
    #[command(flatten)]
    pub day: DayArgs,
    #[command(flatten)]
    pub file: FileArgs,
}

#[derive(Debug, Args)]
pub struct ChangesArgs {
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    #[arg(long)]
    pub as_known_now: bool,
    #[arg(long, value_name = "RULE")]
    pub rule: Option<String>,
    #[arg(long, value_name = "ENTITY")]
    pub entity: Option<String>,
    #[arg(long, value_name = "eligible|lost|short|unknown|ruled-out")]
    pub kind: Option<String>,
    #[arg(long)]
    pub muted: bool,
    #[arg(long)]
    pub digest: bool,
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: u64,
}

#[derive(Debug, Args)]
pub struct MuteArgs {
    #[arg(long, value_name = "RULE")]
    pub rule: Option<String>,
    #[arg(long, value_name = "CLAUSE")]
    pub clause: Option<String>,
    #[arg(long, value_name = "eligible|lost|short|unknown|ruled-out")]
    pub kind: Option<String>,
    #[arg(long, value_name = "ENTITY")]
    pub entity: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
}

#[derive(Debug, Args)]
pub struct UnmuteArgs {
    #[arg(value_name = "NUMBER")]
    pub id: i64,
}
