//! Debian's Chromium, driven through its own driver. Everything it asks of the network
//! and everything it complains about is kept for judging.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use thirtyfour::TypingData;
use thirtyfour::common::log::LoggingPrefsLogLevel;
use thirtyfour::prelude::*;

/// How long to wait for what must come. Long: only a failing test waits this long.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often to look.
const GLANCE: Duration = Duration::from_millis(50);

/// What the browser is like.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// Width and height of the page.
    pub size: (u32, u32),
    /// Are scripts run?
    pub scripts: bool,
    /// Language it asks for.
    pub lang: &'static str,
}

/// A desk, scripts on, 中文.
pub const DESK: Kind = Kind {
    size: (1280, 900),
    scripts: true,
    lang: "zh-CN",
};
/// The same without scripts.
pub const WITHOUT_SCRIPTS: Kind = Kind {
    scripts: false,
    ..DESK
};
/// A small phone.
pub const PHONE: Kind = Kind {
    size: (360, 780),
    ..DESK
};

/// One browser with its own profile; gone with the value.
pub struct Browser {
    /// Taken out when the browser ends.
    driver: Option<WebDriver>,
    _process: Process,
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Ending the driver ends the session; saying goodbye first would block this thread.
        let _ = self.driver.take().map(WebDriver::leak);
    }
}

/// The driver, with its browser in one group of processes.
struct Process {
    child: Child,
    profile: TempDir,
}

impl Drop for Process {
    fn drop(&mut self) {
        // The driver leads a group that its browser belongs to.
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.child.wait();
    }
}

impl Browser {
    /// Starts one.
    pub async fn start(kind: Kind) -> Result<Self> {
        let (process, url) = start_driver()?;
        let capabilities = capabilities(kind, &process)?;
        let driver = WebDriver::new(&url, capabilities)
            .await
            .context("a browser session")?;
        let (width, height) = kind.size;
        let mobile = width < 600;
        let size =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile});
        driver
            .cdp()
            .send_raw("Emulation.setDeviceMetricsOverride", size)
            .await?;
        Ok(Self {
            driver: Some(driver),
            _process: process,
        })
    }

    /// For what has no short form here.
    ///
    /// # Panics
    /// Never: only dropping takes it out.
    pub fn driver(&self) -> &WebDriver {
        self.driver.as_ref().expect("a living browser")
    }

    /// Goes to an address.
    pub async fn open(&self, url: &str) -> Result<()> {
        self.driver()
            .goto(url)
            .await
            .with_context(|| url.to_owned())
    }

    /// The first element that fits, as soon as there is one.
    pub async fn wait(&self, css: &str) -> Result<WebElement> {
        let query = self.driver().query(By::Css(css)).wait(PATIENCE, GLANCE);
        match query.first().await {
            Ok(element) => Ok(element),
            Err(error) => {
                let at = self.driver().current_url().await?;
                bail!(
                    "{css} does not come up on {at}: {error}\n{}",
                    self.words().await?
                )
            }
        }
    }

    /// The first visible element that fits, as soon as there is one.
    pub async fn wait_visible(&self, css: &str) -> Result<WebElement> {
        let query = self
            .driver()
            .query(By::Css(css))
            .and_displayed()
            .wait(PATIENCE, GLANCE);
        query
            .first()
            .await
            .with_context(|| format!("{css} does not come to be seen"))
    }

    /// Waits until nothing fits any more.
    pub async fn wait_gone(&self, css: &str) -> Result<()> {
        let query = self.driver().query(By::Css(css)).wait(PATIENCE, GLANCE);
        if let Err(error) = query.wait_until_gone().await {
            let (at, words) = (self.driver().current_url().await?, self.words().await?);
            return Err(error).with_context(|| format!("{css} stays at {at}: {words}"));
        }
        Ok(())
    }

    /// Everything that fits now.
    pub async fn all(&self, css: &str) -> Result<Vec<WebElement>> {
        Ok(self.driver().find_all(By::Css(css)).await?)
    }

    /// Waits for an element and clicks it.
    pub async fn click(&self, css: &str) -> Result<()> {
        let element = self.wait_visible(css).await?;
        element.scroll_into_view().await?;
        element
            .click()
            .await
            .with_context(|| format!("cannot click {css}"))
    }

    /// Waits for an element and reads it.
    pub async fn text(&self, css: &str) -> Result<String> {
        Ok(self.wait(css).await?.text().await?)
    }

    /// What the page says.
    pub async fn words(&self) -> Result<String> {
        Ok(self.driver().find(By::Css("body")).await?.text().await?)
    }

    /// The language of the page.
    pub async fn lang(&self) -> Result<String> {
        Ok(self
            .wait("html")
            .await?
            .attr("lang")
            .await?
            .unwrap_or_default())
    }

    /// Path and query of the page.
    pub async fn place(&self) -> Result<String> {
        let url = self.driver().current_url().await?;
        let query = url.query().map(|q| format!("?{q}")).unwrap_or_default();
        Ok(format!("{}{query}", url.path()))
    }

    /// Presses keys wherever the focus is.
    pub async fn press(&self, keys: impl Into<TypingData>) -> Result<()> {
        let chain = self.driver().action_chain();
        Ok(chain.send_keys(keys).perform().await?)
    }

    /// Presses Ctrl and a key.
    pub async fn press_ctrl(&self, key: char) -> Result<()> {
        let chain = self
            .driver()
            .action_chain()
            .key_down(Key::Control)
            .send_keys(key.to_string());
        Ok(chain.key_up(Key::Control).perform().await?)
    }

    /// What a script says.
    pub async fn ask(&self, script: &str) -> Result<Value> {
        Ok(self.driver().execute(script, vec![]).await?.json().clone())
    }

    /// Addresses asked for since the last time.
    pub async fn requests(&self) -> Result<Vec<String>> {
        let mut addresses = vec![];
        for entry in self.driver().get_log("performance").await? {
            let event: Value = serde_json::from_str(&entry.message)?;
            let message = &event["message"];
            if message["method"] == "Network.requestWillBeSent" {
                let address = message["params"]["request"]["url"].as_str();
                addresses.extend(address.filter(|a| !is_own(a)).map(str::to_owned));
            }
        }
        Ok(addresses)
    }

    /// What the browser complained about since the last time.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        let entries = self.driver().browser_log().await?;
        let bad = entries
            .into_iter()
            .filter(|e| ["SEVERE", "WARNING"].contains(&e.level.as_str()));
        Ok(bad.map(|e| e.message).collect())
    }
}

/// Pages the browser brings along, and data written into the page itself.
fn is_own(address: &str) -> bool {
    ["chrome:", "data:", "about:", "blob:"]
        .iter()
        .any(|scheme| address.starts_with(scheme))
}

/// Starts the driver and waits until it says on which port it listens.
fn start_driver() -> Result<(Process, String)> {
    let profile = tempfile::tempdir()?;
    let mut child = Command::new("chromedriver")
        .arg("--port=0")
        .env("HOME", profile.path())
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("chromedriver is missing: `cargo xtask tools` installs it")?;
    let out = child.stdout.take().context("piped")?;
    let process = Process { child, profile };
    let mut lines = BufReader::new(out).lines();
    for line in lines.by_ref() {
        let port = line?
            .rsplit_once("on port ")
            .map(|(_, p)| p.trim_end_matches('.').to_owned());
        if let Some(port) = port.filter(|p| p != "0") {
            std::thread::spawn(move || lines.for_each(drop));
            return Ok((process, format!("http://127.0.0.1:{port}")));
        }
    }
    bail!("chromedriver ended before it listened")
}

fn capabilities(kind: Kind, process: &Process) -> Result<thirtyfour::ChromeCapabilities> {
    let mut chrome = DesiredCapabilities::chrome();
    let profile = format!("--user-data-dir={}", process.profile.path().display());
    let lang = format!("--lang={}", kind.lang);
    for flag in [
        // The browser ends with the pipe, should the driver be killed.
        "--remote-debugging-pipe",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        // What moves cannot be clicked surely.
        "--force-prefers-reduced-motion",
        &lang,
        &profile,
    ] {
        chrome.add_arg(flag)?;
    }
    let scripts = if kind.scripts { 1 } else { 2 };
    let prefs = json!({
        "intl.accept_languages": kind.lang,
        "profile.managed_default_content_settings.javascript": scripts,
        "profile.default_content_setting_values.javascript": scripts,
    });
    chrome.add_experimental_option("prefs", prefs)?;
    chrome.set_browser_log_level(LoggingPrefsLogLevel::All)?;
    chrome.set_logging_prefs("performance", LoggingPrefsLogLevel::All)?;
    Ok(chrome)
}
