//! The web app over the built-in content, in a folder of its own, with a browser before
//! it.

use crate::browser::{Browser, Kind};
use crate::database::sqlite;
use crate::program::julin;
use crate::server::Server;
use crate::shared;
use anyhow::{Result, ensure};
use std::path::PathBuf;
use tempfile::TempDir;

/// All of it; gone with the value.
pub struct Site {
    /// Address of the database.
    pub db: String,
    server: Server,
    folder: TempDir,
}

impl Site {
    /// Loads the content and starts serving.
    pub fn start() -> Self {
        Self::with_samples(0)
    }

    /// The same with so many sample enterprises.
    pub fn with_samples(enterprises: u32) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let db = sqlite(folder.path(), "site.db");
        let documents = shared("documents").display().to_string();
        let samples = enterprises.to_string();
        let demo = ["demo", "--no-serve", "--db", &db, "--documents", &documents];
        julin(&[&demo[..], &["--sample-enterprises", &samples]].concat()).well();
        let server = Server::start(&db);
        Self { db, server, folder }
    }

    /// A path of the site as an address.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.server.url)
    }

    /// A file in the folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The digest of what is in force.
    pub fn state(&self) -> String {
        let said = julin(&["db", "verify", "--db", &self.db, "--format", "json"])
            .well()
            .json();
        said["state_digest"].to_string()
    }

    /// A browser on a page of the site.
    pub async fn visit(&self, kind: Kind, path: &str) -> Result<Browser> {
        let browser = Browser::start(kind).await?;
        browser.open(&self.at(path)).await?;
        Ok(browser)
    }

    /// At the end of a journey: no other host was asked, and the browser did not complain.
    pub async fn judge(&self, browser: &Browser) -> Result<()> {
        self.judge_refused(browser, 0).await
    }

    /// The same where so many forms were refused: a browser complains of each.
    pub async fn judge_refused(&self, browser: &Browser, forms: usize) -> Result<()> {
        let requests = browser.requests().await?;
        ensure!(!requests.is_empty(), "the requests were not kept");
        let strange: Vec<_> = requests
            .iter()
            .filter(|r| !r.starts_with(&self.server.url))
            .collect();
        ensure!(strange.is_empty(), "other hosts were asked: {strange:?}");
        let complaints = browser.complaints().await?;
        let (refused, other): (Vec<_>, Vec<_>) = complaints
            .into_iter()
            .partition(|told| told.contains("a status of 422 "));
        ensure!(other.is_empty(), "the browser complains: {other:#?}");
        ensure!(refused.len() == forms, "refused: {refused:#?}, not {forms}");
        Ok(())
    }
}
