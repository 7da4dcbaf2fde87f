//! What if: dragging a weight changes ranks while it moves, and a changed score opens the
//! steps it was made of. Without scripts the form's button does it.

use anyhow::{Result, ensure};
use julin_tests::browser::{Browser, DESK, WITHOUT_SCRIPTS};
use julin_tests::site::Site;

/// A framework of the packs with figures for every unit.
const PAGE: &str = "/what-if/world/tai";

#[tokio::test]
async fn dragging_a_weight_changes_ranks_and_a_score_opens_its_steps() -> Result<()> {
    let site = Site::start();
    let browser = site.visit(DESK, PAGE).await?;
    let before = ranks(&browser).await?;
    // What a hand on the slider does: the value changes, and the page is told.
    browser
        .ask(
            "const s = document.querySelector('form[data-live] input[type=range]');
             for (const v of [0.5, 0.2, 0]) { s.value = v; s.dispatchEvent(new Event('input', { bubbles: true })); }",
        )
        .await?;
    browser.wait("[data-live-result] tr.moved").await?;
    let after = ranks(&browser).await?;
    ensure!(before != after, "another order than {before}");
    let place = browser.place().await?;
    ensure!(
        place.contains("w."),
        "the changes stand in the address: {place}"
    );
    browser.click("tr.moved a[data-why]").await?;
    browser.wait_visible("#drawer ol.trace").await?;
    site.judge(&browser).await
}

#[tokio::test]
async fn the_button_does_the_same_without_scripts() -> Result<()> {
    let site = Site::start();
    let browser = site
        .visit(WITHOUT_SCRIPTS, &format!("{PAGE}?w.creation=0"))
        .await?;
    browser.wait("tr.moved").await?;
    browser.click("form.levers button[type=submit]").await?;
    browser.wait("tr.moved").await?;
    let place = browser.place().await?;
    ensure!(place.contains("w.creation=0"), "the weight stays: {place}");
    browser.click("tr.moved a[href^='/why/']").await?;
    browser.wait_visible("main ol.trace").await?;
    site.judge(&browser).await
}

/// Names in the order of their ranks.
async fn ranks(browser: &Browser) -> Result<String> {
    let mut names = Vec::new();
    for row in browser.all("[data-live-result] tbody tr").await? {
        names.push(row.text().await?);
    }
    Ok(names.join("\n"))
}
