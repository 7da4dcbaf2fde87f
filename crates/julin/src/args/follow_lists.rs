//! `julin follow …`: what is listed and counted over cases, and notices.

use super::follow::Who;
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand, ValueEnum};
use julin_app::contract::NoticeKind;

#[derive(Debug, Args)]
pub struct DueArgs {
    #[arg(long, value_name = "N", default_value_t = 7)]
    pub days: u32,
    #[arg(long = "workflow", value_name = "PACK/NAME")]
    pub workflows: Vec<String>,
    /// Not from the environment: without it everything due is listed.
    #[arg(long = "as", value_name = "NAME")]
    pub person: Option<String>,
    #[arg(long, conflicts_with = "person")]
    pub unclaimed: bool,
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
}

#[derive(Debug, Args)]
pub struct ListArgs {
    #[arg(long = "workflow", value_name = "PACK/NAME")]
    pub workflows: Vec<String>,
    #[arg(long = "state", value_name = "STATE")]
    pub states: Vec<String>,
    #[arg(long = "phase", value_name = "PHASE", value_enum)]
    pub phases: Vec<PhaseArg>,
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub words: String,
    #[arg(long, value_name = "ENTITY")]
    pub subject: Option<String>,
    #[arg(long, value_name = "CODE")]
    pub within: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PhaseArg {
    Open,
    Waiting,
    Done,
    Ended,
}

impl PhaseArg {
    /// The word the store keeps.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Ended => "ended",
        }
    }
}

#[derive(Debug, Args)]
pub struct WorkArgs {
    #[command(flatten)]
    pub who: Who,
    #[arg(long, value_name = "PART", value_enum, default_value = "todo")]
    pub part: PartArg,
    #[arg(long, conflicts_with = "part")]
    pub unclaimed: bool,
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PartArg {
    Todo,
    Done,
    Started,
    Copied,
}

impl PartArg {
    /// The word the use case knows.
    pub fn code(self) -> &'static str {
        match self {
            Self::Todo => "todo",
            Self::Done => "done",
            Self::Started => "started",
            Self::Copied => "copied",
        }
    }
}

#[derive(Debug, Args)]
pub struct BoardArgs {
    #[arg(value_name = "PACK/NAME")]
    pub workflow: String,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Debug, Args)]
pub struct SilenceArgs {
    #[arg(value_name = "PACK/NAME")]
    pub workflow: Option<String>,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Debug, Args)]
pub struct BudgetArgs {
    #[arg(value_name = "ENTITY")]
    pub subject: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    #[arg(long, value_name = "YYYY-MM")]
    pub month: Option<String>,
}

#[derive(Debug, Args)]
pub struct RoundArgs {
    #[arg(value_name = "CODE")]
    pub code: String,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Debug, Args)]
pub struct RegisterArgs {
    #[arg(value_name = "PACK/NAME")]
    pub workflow: String,
}

#[derive(Debug, Args)]
pub struct FiguresArgs {
    #[arg(value_name = "PACK/NAME")]
    pub workflow: String,
    #[arg(long, value_name = "DATE")]
    pub day: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum NoticesCommand {
    List(NoticesArgs),
    Seen(SeenArgs),
    Set(SetArgs),
}

#[derive(Debug, Args)]
pub struct NoticesArgs {
    #[command(flatten)]
    pub who: Who,
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
}

#[derive(Debug, Args)]
pub struct SeenArgs {
    #[command(flatten)]
    pub who: Who,
}

/// What is not named stays as it was.
#[derive(Debug, Args)]
pub struct SetArgs {
    #[command(flatten)]
    pub who: Who,
    #[arg(long, value_name = "KIND", value_parser = kinds())]
    pub mute: Vec<String>,
    #[arg(long, value_name = "KIND", value_parser = kinds())]
    pub unmute: Vec<String>,
    #[arg(long, value_name = "HH:MM-HH:MM")]
    pub quiet_hours: Option<String>,
    #[arg(long, conflicts_with = "quiet_hours")]
    pub no_quiet_hours: bool,
    #[arg(long, value_name = "ADDRESS")]
    pub mail: Option<String>,
    #[arg(long, value_name = "zh|en", value_parser = ["zh", "en"], hide_possible_values = true)]
    pub mail_lang: Option<String>,
    #[arg(long, value_name = "MINUTES")]
    pub every: Option<u32>,
}

/// Kinds of notices there are.
fn kinds() -> PossibleValuesParser {
    PossibleValuesParser::new(NoticeKind::ALL.map(NoticeKind::code))
}
