//! `julin run …`

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum RunCommand {
    List(ListArgs),
    Show(ShowArgs),
    Rebuild(RebuildArgs),
    Compare(CompareArgs),
}

#[derive(Debug, Args)]
pub struct ListArgs {
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
}

#[derive(Debug, Args)]
pub struct ShowArgs {
    #[arg(value_name = "ID|FILE")]
    pub run: String,
}

#[derive(Debug, Args)]
pub struct RebuildArgs {
    #[arg(value_name = "ID|FILE")]
    pub run: String,
}

#[derive(Debug, Args)]
pub struct CompareArgs {
    #[arg(value_name = "ID|FILE")]
    pub first: String,
    #[arg(value_name = "ID|FILE")]
    pub second: String,
}
