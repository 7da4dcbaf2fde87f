//! Open the app, rank, open a park, open a figure down to the marked words in the line
//! of the document. With scripts the why opens beside the page, without them as a page.

use crate::FRAMEWORK;
use anyhow::{Result, ensure};
use julin_tests::browser::{Browser, DESK, Kind, WITHOUT_SCRIPTS};
use julin_tests::site::Site;
use thirtyfour::prelude::*;

#[tokio::test]
async fn a_rank_opens_down_to_the_line_of_the_document() -> Result<()> {
    journey(DESK, "#drawer").await
}

#[tokio::test]
async fn the_same_without_scripts() -> Result<()> {
    journey(WITHOUT_SCRIPTS, "main").await
}

/// `beside` is where the why of a figure comes up.
async fn journey(kind: Kind, beside: &str) -> Result<()> {
    let site = Site::start();
    let browser = site.visit(kind, "/").await?;
    to_the_ranking(&browser).await?;
    let ranking = browser.place().await?;
    score_opens_its_steps(&browser, beside).await?;
    browser.open(&site.at(&ranking)).await?;

    // A park that is named in the documents, and a figure read from a line of one.
    browser
        .click("#not-ranked ~ .scroll a.entity[href^='/parks/zgc']")
        .await?;
    let read_from_a_line = "tr:has(a.source[href*='#L']) .figure a.value";
    browser.click(read_from_a_line).await?;
    let cited = format!("{beside} a.source[href*='statement='][href*='#L']");
    let wanted = browser
        .wait_visible(&cited)
        .await?
        .attr("href")
        .await?
        .unwrap_or_default();
    browser.click(&cited).await?;
    words_are_marked(&browser, &wanted).await?;
    site.judge(&browser).await
}

/// By the links a person sees.
async fn to_the_ranking(browser: &Browser) -> Result<()> {
    browser.click("nav.rail a[href^='/frameworks']").await?;
    browser
        .click(&format!("main a[href*='{FRAMEWORK}']"))
        .await?;
    if !browser.place().await?.starts_with("/ranking/") {
        browser.click("main a[href^='/ranking/']").await?;
    }
    // Ranked parks, and those that cannot be ranked with what they lack.
    browser.wait("main tr[data-row]").await?;
    browser.wait("#not-ranked").await?;
    browser
        .wait("#not-ranked ~ .scroll details.missing")
        .await?;
    Ok(())
}

/// From the score to the statements it rests on.
async fn score_opens_its_steps(browser: &Browser, beside: &str) -> Result<()> {
    browser
        .click("main tr[data-row] .figure a[href^='/why/']")
        .await?;
    browser.wait_visible(&format!("{beside} ol.trace")).await?;
    open_all(browser, beside).await?;
    browser
        .wait_visible(&format!("{beside} .leaf a.source"))
        .await?;
    Ok(())
}

/// The line is on the screen with the words marked, in the cleaned and the raw text.
async fn words_are_marked(browser: &Browser, wanted: &str) -> Result<()> {
    let mark = browser.wait_visible("mark.wanted").await?;
    ensure!(!mark.text().await?.trim().is_empty(), "the marked words");
    let line = wanted
        .rsplit_once('#')
        .map(|(_, line)| line.to_owned())
        .unwrap_or_default();
    browser.wait(&format!("#{line} mark.wanted")).await?;
    ensure!(
        in_view(browser, "mark.wanted").await?,
        "the marked words are on the screen"
    );
    browser.click("ul.tabs a[href*='layer=raw']").await?;
    browser
        .wait("ul.tabs a[href*='layer=raw'][aria-current]")
        .await?;
    browser.wait(&format!("#{line} mark.wanted")).await?;
    Ok(())
}

/// Opens every folded step.
async fn open_all(browser: &Browser, within: &str) -> Result<()> {
    let folded = format!("{within} ol.trace details:not([open]) > summary");
    while let Some(summary) = first_visible(browser, &folded).await? {
        summary.scroll_into_view().await?;
        summary.click().await?;
    }
    Ok(())
}

async fn first_visible(browser: &Browser, css: &str) -> Result<Option<WebElement>> {
    for element in browser.all(css).await? {
        if element.is_displayed().await? {
            return Ok(Some(element));
        }
    }
    Ok(None)
}

async fn in_view(browser: &Browser, css: &str) -> Result<bool> {
    let script = format!(
        "const r = document.querySelector('{css}').getBoundingClientRect();
         return r.top >= 0 && r.bottom <= window.innerHeight;"
    );
    Ok(browser.ask(&script).await? == true)
}
