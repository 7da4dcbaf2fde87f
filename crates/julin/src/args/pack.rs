//! `julin pack …`

use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum PackCommand {
    Check(FolderArgs),
    Test(FolderArgs),
    List,
    Load(LoadArgs),
    Schema,
}

#[derive(Debug, Args)]
pub struct FolderArgs {
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct LoadArgs {
    #[arg(long, value_name = "DIR", env = "JULIN_DOCUMENTS")]
    pub documents: Option<PathBuf>,
}
