//! A visitor answers a few questions without scripts, changes an answer and prints.

use anyhow::{Result, ensure};
use julin_tests::browser::WITHOUT_SCRIPTS;
use julin_tests::site::Site;

#[tokio::test]
async fn a_visitor_answers_changes_and_prints_without_scripts() -> Result<()> {
    let site = Site::start();
    let browser = site.visit(WITHOUT_SCRIPTS, "/policies?lang=en").await?;
    let before = site.state();
    browser.click("main a[href^='/simulator']").await?;
    browser.wait("form.interview fieldset").await?;
    let asked = browser.all("form.interview fieldset").await?.len();
    ensure!((1..=3).contains(&asked), "one to three at a time: {asked}");
    // Whatever is asked first: nothing of it is known.
    browser.click("button[name=skip]").await?;
    browser.wait("#answers").await?;
    for _ in 0..3 {
        if browser.all("input[type=radio][value=no]").await?.is_empty() {
            browser.click("button[name=skip]").await?;
        } else {
            browser.click("input[type=radio][value=no]").await?;
            browser.click("form.interview button.primary").await?;
        }
        browser.wait("#answers").await?;
    }
    let place = browser.place().await?;
    ensure!(
        place.contains("f."),
        "the answers stand in the address: {place}"
    );
    browser.click("a[href*='ask=']").await?;
    browser.wait("form.interview fieldset").await?;
    browser.click("a[href*='sheet=1']").await?;
    browser.wait("#standing-yes").await?;
    ensure!(
        browser.all("form.interview").await?.is_empty(),
        "no questions on paper"
    );
    ensure!(site.state() == before, "nothing is kept");
    site.judge(&browser).await
}
