//! A rule edited by staff: a mistake shown beside its line, mended, tried, kept.

use anyhow::{Result, ensure};
use julin_tests::browser::DESK;
use julin_tests::site::Site;

/// Changes the text as a hand would.
const SPOIL: &str =
    "const t = document.querySelector('#text'); t.value = t.value.replace('series:', 'seires:');";
const MEND: &str =
    "const t = document.querySelector('#text'); t.value = t.value.replace('seires:', 'series:');";

#[tokio::test]
async fn a_mistake_is_shown_beside_its_line_mended_and_kept() -> Result<()> {
    let site = Site::start();
    let browser = site
        .visit(DESK, "/policies/cn-national/hnte?lang=en")
        .await?;
    browser.click("main a[href$='/edit']").await?;
    browser.wait("#text").await?;
    browser.ask(SPOIL).await?;
    browser.click("button[value=check]").await?;
    browser.wait("ol.listing li.wrong .finding-below").await?;
    // The comment, the title, the kind, then the series.
    let told = browser.text("ol.listing li#line-4.wrong").await?;
    ensure!(told.contains("seires"), "the line with the mistake: {told}");
    browser.ask(MEND).await?;
    browser.click("button[value=compare]").await?;
    browser.wait("#compared").await?;
    browser.wait("#cases").await?;
    ensure!(
        browser.all("ol.listing").await?.is_empty(),
        "nothing is wrong"
    );
    browser.click("button[value=save]").await?;
    browser.wait("#versions").await?;
    ensure!(
        browser.place().await?.contains("version=1"),
        "the first version"
    );
    site.judge(&browser).await
}
