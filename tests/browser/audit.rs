//! The audit report: what is wrong first, and a print that holds the report without the
//! frame of the page.

use anyhow::{Result, ensure};
use julin_tests::browser::DESK;
use julin_tests::site::Site;
use thirtyfour::common::print::PrintParameters;

#[tokio::test]
async fn the_audit_report_prints() -> Result<()> {
    let site = Site::start();
    let browser = site.visit(DESK, "/audit/world/tai").await?;
    browser.wait("main figure.chart svg").await?;
    browser.wait("main table").await?;
    let print = browser
        .driver()
        .print_page(PrintParameters::default())
        .await?;
    ensure!(print.starts_with(b"%PDF"), "a PDF");
    ensure!(
        print.len() > 20_000,
        "with the report in it: {} bytes",
        print.len()
    );
    let hidden = browser
        .ask(
            "return [...document.styleSheets].some(s => [...s.cssRules].some(r =>
                r.media?.mediaText === 'print' && r.cssText.includes('.rail')))",
        )
        .await?;
    ensure!(hidden == true, "the rail stays off the paper");
    site.judge(&browser).await
}
