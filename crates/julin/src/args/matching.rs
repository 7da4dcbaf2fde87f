//! `julin match …`

use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum MatchCommand {
    Pairs(PairsArgs),
    Explain(ExplainPairArgs),
}

#[derive(Debug, Args)]
pub struct CardFiles {
    #[arg(long, value_name = "FILE")]
    pub needs: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub offers: PathBuf,
}

#[derive(Debug, Args)]
pub struct PairsArgs {
    #[arg(value_name = "PACK/NAME")]
    pub pair: Option<String>,
    #[arg(long, value_name = "FILE", requires = "pair")]
    pub needs: Option<PathBuf>,
    #[arg(long, value_name = "FILE", requires = "pair")]
    pub offers: Option<PathBuf>,
    #[arg(long, value_name = "NAME")]
    pub need: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
}

#[derive(Debug, Args)]
pub struct ExplainPairArgs {
    #[arg(value_name = "PACK/NAME")]
    pub pair: String,
    #[command(flatten)]
    pub files: CardFiles,
    #[arg(long, value_name = "NAME")]
    pub need: String,
    #[arg(long, value_name = "NAME")]
    pub offer: String,
}
