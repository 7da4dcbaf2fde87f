//! `julin follow …`: what is done in cases; what is listed stands in
//! [`follow_lists`](super::follow_lists).

use super::follow_lists::{
    BoardArgs, BudgetArgs, DueArgs, FiguresArgs, ListArgs, NoticesCommand, RegisterArgs, RoundArgs,
    SilenceArgs, WorkArgs,
};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum FollowCommand {
    Workflows,
    Due(DueArgs),
    List(ListArgs),
    Open(OpenArgs),
    Act(ActArgs),
    Sign(SignArgs),
    AskToSign(PersonArgs),
    Delegate(DelegateArgs),
    Hurry(TextArgs),
    Note(TextArgs),
    Copy(PersonArgs),
    Attach(CaseArgs),
    #[command(subcommand)]
    Promise(PromiseCommand),
    Move(MoveArgs),
    Interest(InterestArgs),
    Score(ScoreArgs),
    Show(ShowArgs),
    Work(WorkArgs),
    Board(BoardArgs),
    Silence(SilenceArgs),
    Budget(BudgetArgs),
    Round(RoundArgs),
    Register(RegisterArgs),
    Figures(FiguresArgs),
    #[command(subcommand)]
    Notices(NoticesCommand),
    Wake,
    Verify(VerifyArgs),
    Simulate(SimulateArgs),
}

/// Who looks.
#[derive(Debug, Args)]
pub struct Who {
    #[arg(long = "as", value_name = "NAME", env = "JULIN_AS")]
    pub who: Option<String>,
}

/// Who does something, when, on what grounds.
#[derive(Debug, Args)]
pub struct Doing {
    #[command(flatten)]
    pub who: Who,
    #[arg(long, value_name = "TIME")]
    pub on: Option<String>,
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub basis: String,
    #[arg(long, value_name = "FILE")]
    pub attach: Vec<PathBuf>,
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
}

/// The case, and what the person had seen of it.
#[derive(Debug, Args)]
pub struct CaseArgs {
    #[arg(value_name = "CODE")]
    pub code: String,
    #[arg(long = "seen", value_name = "N")]
    pub seen_entry: Option<u32>,
    #[command(flatten)]
    pub doing: Doing,
}

/// What an act is filled with.
#[derive(Debug, Args)]
pub struct Filled {
    #[arg(long = "field", value_name = "ID=VALUE")]
    pub fields: Vec<String>,
    #[arg(long = "person", value_name = "ROLE=NAME")]
    pub people: Vec<String>,
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub reason: String,
}

#[derive(Debug, Args)]
pub struct OpenArgs {
    #[arg(value_name = "PACK/NAME")]
    pub workflow: String,
    #[arg(long, value_name = "TEXT")]
    pub title: String,
    #[arg(long, value_name = "TEXT")]
    pub title_en: Option<String>,
    #[arg(long, value_name = "ACT", default_value = "")]
    pub act: String,
    #[arg(long, value_name = "ENTITY")]
    pub subject: Option<String>,
    #[arg(long, value_name = "CODE")]
    pub within: Option<String>,
    #[arg(long, value_name = "CODE")]
    pub source: Option<String>,
    #[command(flatten)]
    pub filled: Filled,
    #[command(flatten)]
    pub doing: Doing,
}

#[derive(Debug, Args)]
pub struct ActArgs {
    #[command(flatten)]
    pub case: CaseArgs,
    #[arg(value_name = "ACT")]
    pub act: String,
    #[arg(long, value_name = "STATE")]
    pub to: Option<String>,
    #[command(flatten)]
    pub filled: Filled,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum YesNo {
    Yes,
    No,
}

#[derive(Debug, Args)]
pub struct SignArgs {
    #[command(flatten)]
    pub case: CaseArgs,
    #[arg(value_name = "yes|no", value_enum, hide_possible_values = true)]
    pub answer: YesNo,
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub reason: String,
}

#[derive(Debug, Args)]
pub struct PersonArgs {
    #[command(flatten)]
    pub case: CaseArgs,
    #[arg(value_name = "NAME")]
    pub person: String,
}

#[derive(Debug, Args)]
pub struct DelegateArgs {
    #[command(flatten)]
    pub case: CaseArgs,
    #[arg(value_name = "ROLE")]
    pub role: String,
    #[arg(value_name = "NAME")]
    pub to: String,
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub reason: String,
}

#[derive(Debug, Args)]
pub struct TextArgs {
    #[command(flatten)]
    pub case: CaseArgs,
    #[arg(value_name = "TEXT")]
    pub text: String,
}

#[derive(Debug, Subcommand)]
pub enum PromiseCommand {
    Add(AddArgs),
    Keep(KeepArgs),
    PutOff(PutOffArgs),
    Release(ReleaseArgs),
}

#[derive(Debug, Args)]
pub struct AddArgs {
    #[command(flatten)]
    pub case: CaseArgs,
    #[arg(value_name = "TEXT")]
    pub title: String,
    #[arg(long, value_name = "ROLE")]
    pub owner: String,
    #[arg(long, value_name = "DATE")]
    pub due: Option<String>,
}

#[derive(Debug, Args)]
pub struct KeepArgs {
    #[command(flatten)]
    pub case: CaseArgs,
    #[arg(value_name = "NUMBER")]
    pub promise: u32,
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub result: String,
}

#[derive(Debug, Args)]
pub struct PutOffArgs {
    #[command(flatten)]
    pub case: CaseArgs,
    #[arg(value_name = "NUMBER")]
    pub promise: u32,
    #[arg(value_name = "DATE")]
    pub due: String,
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub reason: String,
}

#[derive(Debug, Args)]
pub struct ReleaseArgs {
    #[command(flatten)]
    pub case: CaseArgs,
    #[arg(value_name = "NUMBER")]
    pub promise: u32,
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub reason: String,
}

#[derive(Debug, Args)]
pub struct MoveArgs {
    #[command(flatten)]
    pub case: CaseArgs,
    #[arg(long, value_name = "STATE")]
    pub state: Option<String>,
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub reason: String,
}

#[derive(Debug, Args)]
pub struct InterestArgs {
    #[command(flatten)]
    pub case: CaseArgs,
    #[arg(value_name = "yes|no", value_enum, hide_possible_values = true)]
    pub answer: YesNo,
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub reason: String,
}

#[derive(Debug, Args)]
pub struct ScoreArgs {
    #[command(flatten)]
    pub case: CaseArgs,
    #[arg(value_name = "ITEM=POINTS", required = true)]
    pub points: Vec<String>,
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub note: String,
}

#[derive(Debug, Args)]
pub struct ShowArgs {
    #[arg(value_name = "CODE")]
    pub code: String,
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Debug, Args)]
pub struct VerifyArgs {
    #[arg(long, value_name = "DIGEST")]
    pub expect: Option<String>,
}

#[derive(Debug, Args)]
pub struct SimulateArgs {
    #[arg(value_name = "PACK/NAME")]
    pub workflow: String,
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub cases: u32,
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
}
