//! Why a firm gets a title or not: each clause with value, threshold, article and source,
//! down to the line of the source.

use anyhow::{Result, ensure};
use julin_tests::browser::DESK;
use julin_tests::site::Site;

/// The title asked about, and the firm: the first of the samples.
const RULE: &str = "cn-national/hnte";

#[tokio::test]
async fn a_title_is_explained_clause_by_clause_down_to_the_source() -> Result<()> {
    let site = Site::with_samples(20);
    let browser = site
        .visit(DESK, &format!("/audience/{RULE}?lang=zh"))
        .await?;
    browser
        .wait("tr[data-row]:has(.mark.sample) a[href^='/verdict/']")
        .await?;
    browser
        .click("tr[data-row]:has(.mark.sample) a[href^='/verdict/']")
        .await?;
    browser.wait("ol.conditions").await?;
    // Value, threshold, article: each where the reader looks for it.
    let told = browser
        .ask(
            "const clauses = [...document.querySelectorAll('.conditions li[id^=clause-]')];
             return {
               clauses: clauses.length,
               answered: clauses.filter((c) => c.querySelector('.tag')).length,
               cited: clauses.filter((c) => c.querySelector('.when')).length,
               values: document.querySelectorAll('.readings a[href^=\"/statements/\"]').length,
               bars: [...document.querySelectorAll('.readings li')].filter((l) => l.textContent.includes('门槛')).length,
             }",
        )
        .await?;
    let number = |key: &str| told[key].as_u64().unwrap_or_default();
    ensure!(number("clauses") >= 8, "eight conditions: {told}");
    ensure!(
        number("answered") == number("clauses"),
        "each has an answer: {told}"
    );
    ensure!(
        number("cited") >= number("clauses"),
        "each stands somewhere: {told}"
    );
    ensure!(number("values") > 0 && number("bars") > 0, "{told}");
    browser.click(".readings a[href^='/statements/']").await?;
    browser.wait("main").await?;
    ensure!(
        browser.place().await?.contains("/statements/"),
        "its statement"
    );
    browser.wait("a[href^='/sources/']").await?;
    site.judge(&browser).await
}
