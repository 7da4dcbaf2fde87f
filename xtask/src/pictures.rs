//! `cargo xtask pictures`: takes the pictures of the README from the running demo.
//!
//! No picture of a source page: the text of a document is not ours to hand out.

use crate::bench::Served;
use crate::shell::{capture, cargo, julin, root, run as run_command, target};
use anyhow::{Context, Result};
use std::process::Command;

/// Width and height of a picture.
const SIZE: &str = "1280,960";
/// A figure that a document tells in a line.
const FIGURE: [&str; 2] = ["zgc", "revenue"];

/// Takes all of them.
pub fn run() -> Result<()> {
    run_command(&mut cargo(&["build", "--quiet", "--package", "julin"]))?;
    let folder = target().join("pictures");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder)?;
    let db = format!("sqlite://{}", folder.join("demo.db").display());
    let program = julin("debug");
    let ask = |args: &[&str]| {
        let mut command = Command::new(&program);
        capture(command.args(args).args(["--db", &db]).current_dir(root()))
    };
    ask(&["demo", "--no-serve", "--quiet"])?;
    let history = ask(&["data", "history", FIGURE[0], FIGURE[1], "--format", "json"])?;
    let served = Served::start(&program, &db)?;
    std::fs::create_dir_all(root().join("docs/pictures"))?;
    for (name, path) in [
        (
            "ranking",
            "/ranking/zgc/five-leads?as_of=2025&lang=zh".to_owned(),
        ),
        ("park", "/parks/hefei-htz?as_of=2025&lang=zh".to_owned()),
        ("statement", statement(&history)? + "?lang=en"),
    ] {
        let picture = root().join(format!("docs/pictures/{name}.png"));
        let mut chromium = Command::new("chromium");
        chromium
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
            ])
            .args([
                "--no-first-run",
                "--disable-background-networking",
                "--disable-sync",
            ])
            .args(["--disable-component-update", "--hide-scrollbars"])
            .arg("--force-prefers-reduced-motion")
            .arg(format!("--user-data-dir={}", folder.join(name).display()))
            .arg(format!("--window-size={SIZE}"))
            .arg(format!("--screenshot={}", picture.display()))
            .arg(format!("http://{}{path}", served.host));
        capture(&mut chromium)?;
        println!("docs/pictures/{name}.png");
    }
    Ok(())
}

/// The page of the first statement that was read from a line.
fn statement(history: &str) -> Result<String> {
    let history: serde_json::Value = serde_json::from_str(history)?;
    let periods = history["periods"].as_array().context("periods")?;
    let statements = periods
        .iter()
        .filter_map(|p| p["statements"].as_array())
        .flatten();
    let from_a_line = |s: &&serde_json::Value| {
        s["locator"]["spot"]
            .as_str()
            .is_some_and(|spot| spot.starts_with('L'))
    };
    let told = statements.into_iter().find(from_a_line);
    let id = told.and_then(|s| s["figure"]["statement"].as_str());
    Ok(format!(
        "/statements/{}",
        id.context("a statement from a line")?
    ))
}
