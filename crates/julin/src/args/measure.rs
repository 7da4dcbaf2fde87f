//! `julin measure …`

use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum MeasureCommand {
    Frameworks(YearArgs),
    Rank(RankArgs),
    Trace(TraceArgs),
    Score(ScoreArgs),
}

#[derive(Debug, Args)]
pub struct YearArgs {
    #[arg(long, value_name = "YEAR")]
    pub as_of: Option<i32>,
}

#[derive(Debug, Args)]
pub struct RankArgs {
    #[arg(long, value_name = "ID")]
    pub framework: String,
    #[command(flatten)]
    pub year: YearArgs,
}

#[derive(Debug, Args)]
pub struct TraceArgs {
    pub unit: String,
    #[arg(long, value_name = "ID")]
    pub framework: String,
    #[arg(long, value_name = "NODE")]
    pub node: Option<String>,
    #[command(flatten)]
    pub year: YearArgs,
}

#[derive(Debug, Args)]
pub struct ScoreArgs {
    #[arg(long, value_name = "FILE")]
    pub meta: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub data: PathBuf,
    #[arg(long, value_name = "0..1")]
    pub minimum_coverage: Option<f64>,
}
