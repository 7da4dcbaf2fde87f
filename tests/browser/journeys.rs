//! Every kind of case runs from its first word to its end on the pages: in 中文, and in
//! English without scripts.

use anyhow::{Result, ensure};
use julin_tests::browser::{DESK, Kind, WITHOUT_SCRIPTS};
use julin_tests::journey::Lang;
use julin_tests::journeys;
use julin_tests::pages::Pages;
use julin_tests::site::Site;

#[tokio::test]
async fn every_journey_runs_on_the_pages_in_chinese() -> Result<()> {
    played(DESK, Lang::Zh).await
}

#[tokio::test]
async fn every_journey_runs_on_the_pages_in_english_without_scripts() -> Result<()> {
    played(WITHOUT_SCRIPTS, Lang::En).await
}

/// All journeys, one after another, on one site; all that failed are told.
async fn played(kind: Kind, lang: Lang) -> Result<()> {
    let site = Site::with_samples(3);
    let page = format!("/follow?lang={}", lang.code());
    let browser = site.visit(kind, &page).await?;
    let (mut failed, mut refused) = (vec![], 0);
    for journey in journeys::all() {
        let mut pages = Pages::new(&site, &browser, lang);
        if let Err(error) = pages.play(&journey).await {
            failed.push(format!("{error:#}"));
        }
        refused += pages.refused();
    }
    ensure!(failed.is_empty(), "{}", failed.join("\n\n"));
    site.judge_refused(&browser, refused).await
}
