//! What can be typed: argument types only. Help texts live in the message catalogue
//! (`locales/cli.yaml`), one entry per command and argument; see [`help`].

pub mod criteria;
pub mod data;
pub mod db;
pub mod follow;
pub mod follow_lists;
pub mod grant;
pub mod help;
pub mod matching;
pub mod measure;
pub mod pack;
pub mod run;

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Parser)]
#[command(
    name = "julin",
    version,
    disable_help_subcommand = true,
    arg_required_else_help = true
)]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Clone, Args)]
pub struct Common {
    #[arg(long, global = true, value_name = "URL", env = "JULIN_DB")]
    pub db: Option<String>,
    #[arg(long, global = true, value_name = "FORMAT", value_enum)]
    pub format: Option<Format>,
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        alias = "output",
        short = 'o'
    )]
    pub out: Option<PathBuf>,
    #[arg(long, global = true, value_name = "zh|en", env = "JULIN_LANG")]
    pub lang: Option<String>,
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "JULIN_PACKS",
        value_delimiter = ':'
    )]
    pub packs: Vec<PathBuf>,
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Table,
    Json,
    Csv,
    Xlsx,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Demo(DemoArgs),
    Serve(ServeArgs),
    #[command(subcommand)]
    Data(data::DataCommand),
    #[command(subcommand)]
    Measure(measure::MeasureCommand),
    #[command(subcommand)]
    Criteria(criteria::CriteriaCommand),
    #[command(subcommand)]
    Match(matching::MatchCommand),
    #[command(subcommand)]
    Follow(follow::FollowCommand),
    #[command(subcommand)]
    Run(run::RunCommand),
    #[command(subcommand)]
    Pack(pack::PackCommand),
    #[command(subcommand)]
    Db(db::DbCommand),
    Doctor,
    #[command(hide = true)]
    Generate(GenerateArgs),
}

#[derive(Debug, Args)]
pub struct DemoArgs {
    #[command(flatten)]
    pub listen: ListenArgs,
    #[arg(long)]
    pub no_serve: bool,
    #[arg(long, value_name = "DIR", env = "JULIN_DOCUMENTS")]
    pub documents: Option<PathBuf>,
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub sample_enterprises: u32,
    #[arg(long, value_name = "N", default_value_t = 20260326)]
    pub seed: u64,
}

#[derive(Debug, Args)]
pub struct ServeArgs {
    #[command(flatten)]
    pub listen: ListenArgs,
}

#[derive(Debug, Args)]
pub struct ListenArgs {
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:7300")]
    pub listen: String,
    #[arg(long)]
    pub insecure: bool,
}

#[derive(Debug, Args)]
pub struct GenerateArgs {
    #[arg(value_enum)]
    pub what: Generated,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Generated {
    Cli,
    PackSchema,
    StudySchema,
}
