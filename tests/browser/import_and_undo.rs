//! Import a workbook with mistakes: the preview says how it would be read, the refused
//! rows come with reasons, undoing brings the state back.

use anyhow::{Result, ensure};
use julin_tests::browser::{Browser, DESK, Kind, WITHOUT_SCRIPTS};
use julin_tests::site::Site;
use julin_tests::workbook::{self, BAD, FIRMS, GOOD};
use thirtyfour::prelude::*;

#[tokio::test]
async fn a_workbook_with_mistakes_is_imported_and_undone() -> Result<()> {
    journey(DESK).await
}

#[tokio::test]
async fn the_same_without_scripts() -> Result<()> {
    journey(WITHOUT_SCRIPTS).await
}

async fn journey(kind: Kind) -> Result<()> {
    let site = Site::start();
    let book = site.file("年报 2024.xlsx");
    workbook::write(&book)?;
    let before = site.state();
    let browser = site.visit(kind, "/imports").await?;
    upload(&browser, &book.display().to_string()).await?;
    preview_says_how_it_is_read(&browser).await?;
    ensure!(site.state() == before, "a preview writes nothing");
    browser.click("form[action$='/confirm'] button").await?;
    outcome_names_each_refused_row(&browser).await?;
    ensure!(site.state() != before);
    downloads(&browser, &site).await?;
    firm_is_found(&browser, &site).await?;
    undo(&browser, &site).await?;
    ensure!(site.state() == before, "the state is as before");
    site.judge(&browser).await?;
    firm_is_gone(&browser, &site).await
}

async fn upload(browser: &Browser, book: &str) -> Result<()> {
    browser.click("main a[href^='/imports/new']").await?;
    browser.wait("#file").await?.send_keys(book).await?;
    browser.click("main form details > summary").await?;
    browser
        .wait_visible("#period")
        .await?
        .send_keys("2024")
        .await?;
    browser
        .wait_visible("#entity_type")
        .await?
        .send_keys("enterprise")
        .await?;
    browser.click("main form button.primary").await
}

/// What each column is taken for, what is wrong, and the first rows under their headings.
async fn preview_says_how_it_is_read(browser: &Browser) -> Result<()> {
    browser.wait("form[action$='/confirm']").await?;
    let words = browser.words().await?;
    for said in [
        "营业收入(千元)",
        "cny_1k",
        "#DIV/0!",
        "约六千万",
        FIRMS[0].1,
    ] {
        ensure!(words.contains(said), "the preview says {said}: {words}");
    }
    let line = format!("{} {} 125,000", FIRMS[0].0, FIRMS[0].1);
    ensure!(
        words.contains(&line),
        "cells stand under their headings: {words}"
    );
    ensure!(
        words.contains("年报 2024.xlsx[年报]:6"),
        "problems name the file as uploaded: {words}"
    );
    Ok(())
}

/// Counts, and each refused row with cell, reason and remedy.
async fn outcome_names_each_refused_row(browser: &Browser) -> Result<()> {
    let counts = browser.text("ul.counts").await?;
    ensure!(
        counts.contains(&GOOD.to_string()) && counts.contains(&BAD.to_string()),
        "{counts}"
    );
    let problems = browser.all("main tr[data-row]").await?;
    ensure!(problems.len() as u64 == BAD, "{}", browser.words().await?);
    for problem in &problems {
        for cell in problem.find_all(By::Css("td.words")).await? {
            ensure!(
                !cell.text().await?.trim().is_empty(),
                "each row says why and what to do"
            );
        }
    }
    Ok(())
}

/// From the list of imports, with one question asked before.
async fn undo(browser: &Browser, site: &Site) -> Result<()> {
    browser.open(&site.at("/imports")).await?;
    browser
        .click("main tr[data-row] a[href^='/imports/']")
        .await?;
    browser.click("main a[href$='/undo']").await?;
    browser.click("main form[action$='/undo'] button").await?;
    browser.wait_gone("main form[action$='/undo']").await
}

async fn firm_is_gone(browser: &Browser, site: &Site) -> Result<()> {
    browser.open(&site.at("/search?q=甲乙传感")).await?;
    browser.wait("h1").await?;
    ensure!(
        browser.all("main a.entity").await?.is_empty(),
        "{}",
        browser.words().await?
    );
    Ok(())
}

/// The copy of the bad rows is offered and is a workbook.
async fn downloads(browser: &Browser, site: &Site) -> Result<()> {
    let link = browser.wait("a[href*='/errors?format=xlsx']").await?;
    let path = link.attr("href").await?.unwrap_or_default();
    let script = "const [url, done] = arguments;
        fetch(url).then(async (a) => done([a.status, (await a.arrayBuffer()).byteLength]));";
    let answer = browser
        .driver()
        .execute_async(script, vec![site.at(&path).into()])
        .await?;
    let answer = answer.json().clone();
    ensure!(
        answer[0] == 200 && answer[1].as_u64() > Some(1000),
        "{answer}"
    );
    Ok(())
}

/// Found by a part of its name, with the figure as it was told.
async fn firm_is_found(browser: &Browser, site: &Site) -> Result<()> {
    browser.open(&site.at("/search?q=甲乙传感")).await?;
    browser.click("main a.entity").await?;
    let words = browser.words().await?;
    ensure!(
        words.contains(FIRMS[0].1) && words.contains("1.25"),
        "{words}"
    );
    Ok(())
}
