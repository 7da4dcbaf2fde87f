//! A request of a firm from the first word to its end and again: asked, handed out, taken,
//! asked back, added to, answered, called back by somebody else, opened again. Nobody but
//! the holder may act, and what is typed and not sent is there again.

use anyhow::{Result, ensure};
use julin_tests::browser::{Browser, DESK, WITHOUT_SCRIPTS};
use julin_tests::forms::{self, choose, fill, name};
use julin_tests::site::Site;

const CASE: &str = "/cases/RQ-2026-0001";

#[tokio::test]
async fn a_request_runs_to_its_end_and_again_in_chinese() -> Result<()> {
    let site = Site::start();
    let browser = site.visit(DESK, "/follow?lang=zh").await?;
    journey(&site, &browser, "重开 1 次").await?;
    site.judge(&browser).await
}

#[tokio::test]
async fn the_same_in_english_without_scripts() -> Result<()> {
    let site = Site::start();
    let browser = site.visit(WITHOUT_SCRIPTS, "/follow?lang=en").await?;
    journey(&site, &browser, "reopened: 1").await?;
    site.judge(&browser).await
}

#[tokio::test]
async fn what_was_typed_and_not_sent_is_there_again() -> Result<()> {
    let site = Site::start();
    let form = "/cases/new?workflow=cn-national/visit";
    let browser = site.visit(DESK, "/me?back=/my-work").await?;
    name(&browser, "visitor").await?;
    browser.open(&site.at(form)).await?;
    fill(&browser, "#new-f-plan", "三件事").await?;
    browser.open(&site.at("/follow")).await?;
    browser.open(&site.at(form)).await?;
    browser.wait(".restored").await?;
    let plan = browser.wait("#new-f-plan").await?;
    let typed = plan.prop("value").await?.unwrap_or_default();
    ensure!(typed == "三件事", "restored: {typed}");
    browser.click(".restored button").await?;
    browser.wait_gone(".restored").await?;
    let typed = plan.prop("value").await?.unwrap_or_default();
    ensure!(typed.is_empty(), "discarded: {typed}");
    site.judge(&browser).await
}

async fn journey(site: &Site, browser: &Browser, reopened: &str) -> Result<()> {
    browser
        .click("main a[href^='/cases/new?workflow=cn-national/request']")
        .await?;
    // Whoever has no name yet is asked for one and comes back to the form.
    name(browser, "asker").await?;
    browser.click("ul.tabs a[href*='act=submit']").await?;
    fill(browser, "#new-title", "三号楼前的路灯坏了").await?;
    fill(browser, "#new-f-content", "晚上看不见路").await?;
    choose(browser, "#new-f-channel", "web").await?;
    browser.click("main form button.primary").await?;
    browser.wait("#timeline").await?;
    let place = browser.place().await?;
    ensure!(place == CASE, "{place}");

    handled(site, browser).await?;
    called_back_and_reopened(site, browser, reopened).await
}

/// Accepted, taken up, waited for, answered.
async fn handled(site: &Site, browser: &Browser) -> Result<()> {
    become_(site, browser, "desk").await?;
    open(browser, "accept").await?;
    choose(browser, "#act-accept-f-class", "utilities").await?;
    choose(browser, "#act-accept-f-urgency", "urgent").await?;
    fill(browser, "#act-accept-p-handler", "officer").await?;
    send(browser, "accept").await?;

    become_(site, browser, "officer").await?;
    open(browser, "take").await?;
    send(browser, "take").await?;
    open(browser, "first").await?;
    fill(browser, "#act-first-f-first-reply", "已派人去看").await?;
    send(browser, "first").await?;
    open(browser, "ask").await?;
    fill(browser, "#act-ask-f-question", "哪一盏？").await?;
    fill(browser, "#act-ask-reason", "要知道位置").await?;
    send(browser, "ask").await?;
    let words = browser.words().await?;
    ensure!(
        words.contains("要知道位置"),
        "why the clock stands still: {words}"
    );

    answered(site, browser).await
}

/// What was asked for is supplied, and the request answered.
async fn answered(site: &Site, browser: &Browser) -> Result<()> {
    become_(site, browser, "asker").await?;
    open(browser, "supply").await?;
    fill(browser, "#act-supply-f-supplement", "门口左边第一盏").await?;
    send(browser, "supply").await?;

    become_(site, browser, "officer").await?;
    open(browser, "answer").await?;
    fill(browser, "#act-answer-f-solution", "已换灯").await?;
    choose(browser, "#act-answer-f-outcome", "solved").await?;
    send(browser, "answer").await
}

/// Called back by somebody else, then reopened by the asker.
async fn called_back_and_reopened(site: &Site, browser: &Browser, reopened: &str) -> Result<()> {
    ensure!(
        browser.all("#do-act-confirm").await?.is_empty(),
        "whoever answered does not call back"
    );

    become_(site, browser, "caller").await?;
    open(browser, "confirm").await?;
    choose(browser, "#act-confirm-f-satisfaction", "satisfied").await?;
    fill(browser, "#act-confirm-f-call-note", "电话已接通").await?;
    send(browser, "confirm").await?;

    become_(site, browser, "asker").await?;
    open(browser, "reopen").await?;
    fill(browser, "#act-reopen-reason", "又坏了").await?;
    send(browser, "reopen").await?;
    let words = browser.words().await?;
    ensure!(words.contains(reopened), "{words}");
    become_(site, browser, "officer").await?;
    browser.open(&site.at("/my-work")).await?;
    browser.wait(&format!("main a[href='{CASE}']")).await?;
    Ok(())
}

/// Goes on as somebody else, on the page of the case.
async fn become_(site: &Site, browser: &Browser, who: &str) -> Result<()> {
    forms::become_(site, browser, who, CASE).await?;
    browser.wait("#timeline").await?;
    Ok(())
}

/// Opens the form of an act, where it is not open.
async fn open(browser: &Browser, act: &str) -> Result<()> {
    forms::open(browser, &format!("act-{act}")).await
}

/// Sends it; the page that comes shows one entry more.
async fn send(browser: &Browser, act: &str) -> Result<()> {
    forms::send(browser, &format!("act-{act}")).await
}
