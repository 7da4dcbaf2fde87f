//! On a small phone nothing runs out of the page sideways, in either language.

use crate::FRAMEWORK;
use anyhow::{Result, ensure};
use julin_tests::browser::PHONE;
use julin_tests::site::Site;

#[tokio::test]
async fn no_page_is_wider_than_a_phone() -> Result<()> {
    let site = Site::start();
    let browser = site.visit(PHONE, "/").await?;
    let pages = [
        "/".to_owned(),
        "/frameworks".to_owned(),
        format!("/frameworks/{FRAMEWORK}"),
        format!("/ranking/{FRAMEWORK}"),
        format!("/why/zgc?framework={FRAMEWORK}"),
        "/what-if/world/tai".to_owned(),
        "/uncertainty/world/tai?scale=1&leave=1&draws=200".to_owned(),
        "/compare?framework=world/tai".to_owned(),
        "/audit/world/tai".to_owned(),
        "/jobs".to_owned(),
        "/measure/targets".to_owned(),
        "/measure/surveys".to_owned(),
        "/measure/surveys/iasp/global".to_owned(),
        "/parks/zgc".to_owned(),
        "/entities".to_owned(),
        "/entities/zgc".to_owned(),
        "/conflicts".to_owned(),
        "/sources".to_owned(),
        "/sources/forum-2025-transcript".to_owned(),
        "/imports".to_owned(),
        "/imports/new".to_owned(),
        "/reviews".to_owned(),
        "/packs".to_owned(),
        "/search?q=中关村".to_owned(),
        "/simulator".to_owned(),
        "/calendar".to_owned(),
        "/policies/cn-national/hnte/edit".to_owned(),
        "/policies/cn-national/little-giant-2026/diff?against=cn-national/little-giant-2022"
            .to_owned(),
        "/follow".to_owned(),
        "/follow/calendar".to_owned(),
        "/follow/poster/cn-national/request".to_owned(),
        "/cases".to_owned(),
        "/cases/new".to_owned(),
        "/board/cn-national/request".to_owned(),
        "/due".to_owned(),
        "/me".to_owned(),
        "/about".to_owned(),
    ];
    for page in &pages {
        for lang in ["zh", "en"] {
            let sign = if page.contains('?') { '&' } else { '?' };
            browser
                .open(&site.at(&format!("{page}{sign}lang={lang}")))
                .await?;
            browser.wait("h1").await?;
            let width = browser
                .ask("return document.documentElement.scrollWidth")
                .await?;
            ensure!(
                width == 360,
                "{page} in {lang} is {width} pixels wide: {}",
                widest(&browser).await?
            );
        }
    }
    site.judge(&browser).await
}

/// What sticks out, for the one who has to mend it.
async fn widest(browser: &julin_tests::browser::Browser) -> Result<serde_json::Value> {
    browser
        .ask(
            "const scrolls = (e) => e && (getComputedStyle(e).overflowX !== 'visible' || scrolls(e.parentElement));
             const holder = (e) => getComputedStyle(e).position === 'absolute' ? e.offsetParent : e.parentElement;
             return [...document.querySelectorAll('body *')]
               .filter((e) => e.getBoundingClientRect().right > 361 && !scrolls(holder(e)))
               .slice(0, 5).map((e) => e.outerHTML.slice(0, 120))",
        )
        .await
}
