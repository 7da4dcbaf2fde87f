//! `julin db …`

use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum DbCommand {
    Migrate,
    Backup(BackupArgs),
    Restore(RestoreArgs),
    Verify,
    Copy(CopyArgs),
}

#[derive(Debug, Args)]
pub struct BackupArgs {
    #[arg(value_name = "FILE")]
    pub to: PathBuf,
}

#[derive(Debug, Args)]
pub struct RestoreArgs {
    #[arg(value_name = "FILE")]
    pub from: PathBuf,
}

#[derive(Debug, Args)]
pub struct CopyArgs {
    #[arg(value_name = "URL")]
    pub to: String,
}
