//! `julin criteria grant …`

use super::criteria::RuleArgs;
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum GrantCommand {
    Draft(RuleArgs),
    List(GrantsArgs),
    Show(GrantArgs),
    Check(OnArgs),
    Settle(SettleArgs),
    Publish(PublishArgs),
    Object(ObjectArgs),
    Decide(DecideArgs),
    Confirm(ConfirmArgs),
    Withdraw(WithdrawArgs),
    Export(GrantArgs),
    Difference(GrantArgs),
    Rebuild(GrantArgs),
}

#[derive(Debug, Args)]
pub struct GrantsArgs {
    #[arg(long, value_name = "RULE")]
    pub rule: Option<String>,
}

#[derive(Debug, Args)]
pub struct GrantArgs {
    #[arg(value_name = "LIST")]
    pub list: u32,
}

#[derive(Debug, Args)]
pub struct OnArgs {
    #[arg(value_name = "LIST")]
    pub list: u32,
    #[arg(long, value_name = "N")]
    pub seen: Option<u32>,
}

#[derive(Debug, Args)]
pub struct SettleArgs {
    #[command(flatten)]
    pub on: OnArgs,
    #[arg(value_name = "FINDING")]
    pub finding: u32,
    #[arg(long, conflicts_with = "strike", required_unless_present = "strike")]
    pub keep: bool,
    #[arg(long, value_name = "ENTITY")]
    pub strike: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    #[arg(long, value_name = "NAME")]
    pub by: String,
}

#[derive(Debug, Args)]
pub struct PublishArgs {
    #[command(flatten)]
    pub on: OnArgs,
    #[arg(long, value_name = "DATE")]
    pub opened: Option<String>,
    #[arg(long, value_name = "N")]
    pub days: Option<u32>,
    #[arg(long, value_name = "working|calendar")]
    pub counting: Option<String>,
    #[arg(long, value_name = "PACK/NAME")]
    pub calendar: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub by: String,
}

#[derive(Debug, Args)]
pub struct ObjectArgs {
    #[command(flatten)]
    pub on: OnArgs,
    #[arg(long, value_name = "ENTITY")]
    pub about: String,
    #[arg(long, value_name = "NAME")]
    pub objector: String,
    #[arg(long, value_name = "TEXT")]
    pub grounds: String,
    #[arg(long, value_name = "DATE")]
    pub day: Option<String>,
}

#[derive(Debug, Args)]
pub struct DecideArgs {
    #[command(flatten)]
    pub on: OnArgs,
    #[arg(value_name = "OBJECTION")]
    pub objection: u32,
    #[arg(long, conflicts_with = "dismiss", required_unless_present = "dismiss")]
    pub uphold: bool,
    #[arg(long)]
    pub dismiss: bool,
    #[arg(long, value_name = "TEXT")]
    pub grounds: String,
    #[arg(long, value_name = "NAME")]
    pub by: String,
}

#[derive(Debug, Args)]
pub struct ConfirmArgs {
    #[command(flatten)]
    pub on: OnArgs,
    #[arg(long, value_name = "NAME")]
    pub by: String,
}

#[derive(Debug, Args)]
pub struct WithdrawArgs {
    #[command(flatten)]
    pub on: OnArgs,
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    #[arg(long, value_name = "NAME")]
    pub by: String,
}
