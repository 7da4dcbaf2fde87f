//! `julin measure …`

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum MeasureCommand {
    Frameworks(YearArgs),
    Rank(RankArgs),
    Trace(TraceArgs),
    Score(ScoreArgs),
    Table(TableArgs),
    Compare(CompareArgs),
    Whatif(WhatifArgs),
    Audit(ScoreArgs),
    Uncertainty(UncertaintyArgs),
    Sensitivity(SensitivityArgs),
    Levers(LeversArgs),
    Contributions(ContributionsArgs),
    Convert(ConvertArgs),
    Targets(TargetsArgs),
    Surveys,
    Survey(SurveyArgs),
}

#[derive(Debug, Args)]
pub struct YearArgs {
    #[arg(long, value_name = "YEAR")]
    pub as_of: Option<i32>,
}

#[derive(Debug, Args)]
pub struct RankArgs {
    #[arg(long, value_name = "FIRST..LAST", conflicts_with = "as_of")]
    pub years: Option<String>,
    #[arg(long, value_enum, value_name = "FRAME", requires = "years")]
    pub frame: Option<FrameArg>,
    #[command(flatten)]
    pub subject: SubjectArgs,
    #[command(flatten)]
    pub run: RunArgs,
}

/// What values of several years are measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FrameArg {
    Moving,
    Fixed,
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

/// Framework and figures: of the store, or two tables.
#[derive(Debug, Args)]
pub struct SubjectArgs {
    #[arg(
        long,
        value_name = "ID",
        required_unless_present = "meta",
        conflicts_with = "meta"
    )]
    pub framework: Option<String>,
    #[command(flatten)]
    pub year: YearArgs,
    #[arg(long, value_name = "FILE", requires = "data")]
    pub meta: Option<PathBuf>,
    #[arg(long, value_name = "FILE", requires = "meta")]
    pub data: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub spec: Option<PathBuf>,
    #[arg(long, value_name = "0..1")]
    pub minimum_coverage: Option<f64>,
}

/// What becomes of a result.
#[derive(Debug, Default, Args)]
pub struct RunArgs {
    #[arg(long)]
    pub keep: bool,
}

#[derive(Debug, Args)]
pub struct ScoreArgs {
    #[command(flatten)]
    pub subject: SubjectArgs,
    #[command(flatten)]
    pub run: RunArgs,
}

#[derive(Debug, Args)]
pub struct TableArgs {
    #[arg(long, value_name = "STEP")]
    pub step: String,
    #[command(flatten)]
    pub subject: SubjectArgs,
    #[command(flatten)]
    pub run: RunArgs,
}

#[derive(Debug, Args)]
pub struct CompareArgs {
    pub unit: String,
    #[arg(long, value_name = "UNIT")]
    pub with: Option<String>,
    #[arg(long, value_name = "YEAR")]
    pub with_as_of: Option<i32>,
    #[arg(long, value_name = "ID")]
    pub with_framework: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub with_data: Option<PathBuf>,
    #[arg(long)]
    pub common_core: bool,
    #[command(flatten)]
    pub subject: SubjectArgs,
    #[command(flatten)]
    pub run: RunArgs,
}

#[derive(Debug, Args)]
pub struct WhatifArgs {
    #[arg(long, value_name = "NODE=WEIGHT")]
    pub weight: Vec<String>,
    #[arg(long, value_name = "UNIT:INDICATOR=VALUE")]
    pub value: Vec<String>,
    #[command(flatten)]
    pub subject: SubjectArgs,
    #[command(flatten)]
    pub run: RunArgs,
}

/// How often and how numbers are drawn.
#[derive(Debug, Args)]
pub struct DrawArgs {
    #[arg(long, value_name = "N")]
    pub draws: Option<u64>,
    #[arg(long, value_name = "S")]
    pub seed: Option<u64>,
    #[arg(long, value_enum, value_name = "SOURCE")]
    pub draw_source: Option<DrawSource>,
    #[arg(long, value_name = "T")]
    pub threads: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DrawSource {
    Splitmix64,
    Sobol,
}

#[derive(Debug, Args)]
pub struct UncertaintyArgs {
    #[command(flatten)]
    pub draw: DrawArgs,
    #[command(flatten)]
    pub subject: SubjectArgs,
    #[command(flatten)]
    pub run: RunArgs,
}

#[derive(Debug, Args)]
pub struct SensitivityArgs {
    #[arg(long, value_name = "UNIT")]
    pub unit: Option<String>,
    #[arg(long, value_name = "N", requires = "unit")]
    pub within: Option<u32>,
    #[command(flatten)]
    pub draw: DrawArgs,
    #[command(flatten)]
    pub subject: SubjectArgs,
    #[command(flatten)]
    pub run: RunArgs,
}

#[derive(Debug, Args)]
pub struct ContributionsArgs {
    pub zone: String,
    #[command(flatten)]
    pub subject: SubjectArgs,
    #[arg(long, value_name = "FILE", requires = "meta")]
    pub firms: Option<PathBuf>,
    #[arg(long, value_name = "FIRM")]
    pub drop: Vec<String>,
    #[arg(long, value_name = "FILE")]
    pub changes: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct LeversArgs {
    pub unit: String,
    #[arg(long, value_name = "N", conflicts_with = "score")]
    pub rank: Option<u32>,
    #[arg(long, value_name = "POINTS")]
    pub score: Option<f64>,
    #[command(flatten)]
    pub subject: SubjectArgs,
    #[command(flatten)]
    pub run: RunArgs,
}

#[derive(Debug, Args)]
pub struct TargetsArgs {
    pub entity: Option<String>,
    #[command(flatten)]
    pub year: YearArgs,
}

#[derive(Debug, Args)]
pub struct SurveyArgs {
    pub id: String,
    #[arg(long, value_name = "ROUND")]
    pub round: Option<String>,
    #[arg(long, value_name = "ENTITY")]
    pub unit: Option<String>,
    #[arg(long, value_name = "FIELD=VALUE")]
    pub group: Option<String>,
}

/// A framework from one form to another.
#[derive(Debug, Args)]
pub struct ConvertArgs {
    pub input: PathBuf,
    pub output: PathBuf,
    #[arg(long, value_enum)]
    pub from: Option<FormArg>,
    #[arg(long, value_enum)]
    pub to: Option<FormArg>,
    #[arg(long, value_name = "FILE")]
    pub data: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub data_out: Option<PathBuf>,
    #[arg(long, value_name = "TYPE")]
    pub units_of: Option<String>,
    #[arg(long)]
    pub force: bool,
}

/// A form of a framework.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum FormArg {
    Yaml,
    Imeta,
    CoinTool,
}
