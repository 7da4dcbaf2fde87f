//! `julin data …`

use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum DataCommand {
    Import(ImportArgs),
    Imports(PageArgs),
    Undo(UndoArgs),
    Export(ExportArgs),
    Entity(EntityArgs),
    Entities(EntitiesArgs),
    History(HistoryArgs),
    Conflicts(ConflictsArgs),
    Search(SearchArgs),
    Sources,
    Source(SourceArgs),
    Reviews,
    Settle(SettleArgs),
    Merge(MergeArgs),
}

#[derive(Debug, Args)]
pub struct ImportArgs {
    pub file: PathBuf,
    #[arg(long, value_name = "ID|FILE")]
    pub mapping: Option<String>,
    #[arg(long)]
    pub preview: bool,
    #[arg(long, short)]
    pub yes: bool,
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    #[arg(long, value_name = "CHARACTER")]
    pub separator: Option<String>,
    #[arg(long = "type", value_name = "TYPE")]
    pub entity_type: Option<String>,
    #[arg(long, value_name = "PERIOD")]
    pub period: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub series: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub errors: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct PageArgs {
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: u64,
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: u64,
}

#[derive(Debug, Args)]
pub struct UndoArgs {
    #[arg(value_name = "BATCH")]
    pub batch: i64,
}

#[derive(Debug, Args)]
pub struct ExportArgs {
    #[arg(long = "type", value_name = "TYPE")]
    pub kind: String,
    #[arg(long, value_name = "YEAR")]
    pub as_of: Option<String>,
}

#[derive(Debug, Args)]
pub struct EntityArgs {
    pub entity: String,
    #[arg(long, value_name = "YEAR|DAY")]
    pub as_of: Option<String>,
    #[arg(long, value_name = "TIME")]
    pub known_at: Option<String>,
}

#[derive(Debug, Args)]
pub struct EntitiesArgs {
    #[arg(long = "type", value_name = "TYPE")]
    pub kind: Option<String>,
    #[command(flatten)]
    pub page: PageArgs,
}

#[derive(Debug, Args)]
pub struct HistoryArgs {
    pub entity: String,
    pub field: String,
}

#[derive(Debug, Args)]
pub struct ConflictsArgs {
    pub entity: Option<String>,
    #[command(flatten)]
    pub page: PageArgs,
}

#[derive(Debug, Args)]
pub struct SearchArgs {
    pub text: String,
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: u64,
}

#[derive(Debug, Args)]
pub struct SourceArgs {
    pub source: String,
    #[arg(long, value_name = "N")]
    pub line: Option<u32>,
    #[arg(long)]
    pub raw: bool,
}

#[derive(Debug, Args)]
pub struct SettleArgs {
    pub review: i64,
    #[arg(long, conflicts_with = "apart")]
    pub merge: bool,
    #[arg(long)]
    pub apart: bool,
}

#[derive(Debug, Args)]
pub struct MergeArgs {
    pub from: String,
    pub into: String,
}
