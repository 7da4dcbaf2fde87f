//! Without a mouse: skip to the content, search, walk through the rows, open one.

use anyhow::{Result, ensure};
use julin_tests::browser::{Browser, DESK};
use julin_tests::site::Site;
use thirtyfour::prelude::*;

#[tokio::test]
async fn everything_is_reached_by_keys() -> Result<()> {
    let site = Site::start();
    let browser = site.visit(DESK, "/").await?;

    // The first Tab reaches the way past the navigation.
    browser.wait("html.js").await?;
    browser.press(Key::Tab).await?;
    ensure!(
        focus(&browser, "a.skip").await?,
        "Tab reaches the skip link"
    );
    browser.wait_visible("a.skip").await?;
    browser.press(Key::Enter).await?;
    browser.wait("#main:focus").await?;

    // Search.
    browser.press_ctrl('k').await?;
    browser.wait("#q:focus").await?;
    browser.press("中关村").await?;
    browser.press(Key::Enter).await?;
    browser.wait("ol.hits").await?;

    // A list: down, down, up, open.
    browser.open(&site.at("/entities?kind=park")).await?;
    browser.wait("html.js").await?;
    browser.press("j").await?;
    browser
        .wait("main tr[data-row]:nth-of-type(1).current a:focus")
        .await?;
    browser.press("j").await?;
    browser
        .wait("main tr[data-row]:nth-of-type(2).current a:focus")
        .await?;
    browser.press("k").await?;
    let link = browser
        .wait("main tr[data-row]:nth-of-type(1).current a:focus")
        .await?;
    let name = link.text().await?;
    browser.press(Key::Enter).await?;
    browser.wait("ul.names").await?;
    ensure!(browser.text("h1").await? == name, "{name}");

    // A figure's why opens by Enter and closes by Escape, and the focus comes back.
    let figure = browser.wait("main .figure a.value[data-why]").await?;
    browser
        .driver()
        .execute("arguments[0].focus()", vec![figure.to_json()?])
        .await?;
    browser.press(Key::Enter).await?;
    browser.wait_visible("#drawer[open]").await?;
    browser.press(Key::Escape).await?;
    browser.wait_gone("#drawer[open]").await?;
    ensure!(
        focus(&browser, "main .figure a.value").await?,
        "the focus is back on the figure"
    );
    site.judge(&browser).await
}

async fn focus(browser: &Browser, css: &str) -> Result<bool> {
    let script = format!("return document.activeElement.matches('{css}')");
    Ok(browser.ask(&script).await? == true)
}
