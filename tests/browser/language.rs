//! Switch language on several pages and keep the place; the choice stays.

use crate::FRAMEWORK;
use anyhow::{Result, ensure};
use julin_tests::browser::DESK;
use julin_tests::site::Site;

#[tokio::test]
async fn the_language_changes_and_the_place_does_not() -> Result<()> {
    let site = Site::start();
    let pages = [
        "/".to_owned(),
        format!("/ranking/{FRAMEWORK}?as_of=2024"),
        "/parks/zgc?as_of=2025".to_owned(),
        "/entities?kind=park&offset=50".to_owned(),
        "/sources".to_owned(),
        "/imports/new".to_owned(),
    ];
    let browser = site.visit(DESK, "/").await?;
    for page in &pages {
        browser.open(&site.at(page)).await?;
        browser.wait("html[lang^='zh']").await?;
        let (title, place) = (
            browser.text("h1").await?,
            without_lang(&browser.place().await?),
        );
        browser.click("a.lang").await?;
        browser.wait("html[lang='en']").await?;
        ensure!(
            without_lang(&browser.place().await?) == place,
            "{page}: {}",
            browser.place().await?
        );
        ensure!(
            browser.text("h1").await? != title || has_latin(&title),
            "{page}: {title}"
        );
        browser.wait("a.lang[lang^='zh']").await?;

        // The choice holds on the next page, without being in its address.
        browser.click("nav.rail a[href^='/packs']").await?;
        browser.wait("html[lang='en']").await?;
        browser.click("a.lang").await?;
        browser.wait("html[lang^='zh']").await?;
    }
    site.judge(&browser).await
}

fn without_lang(place: &str) -> String {
    let (path, query) = place.split_once('?').unwrap_or((place, ""));
    let kept: Vec<_> = query
        .split('&')
        .filter(|p| !p.is_empty() && !p.starts_with("lang="))
        .collect();
    format!("{path}?{}", kept.join("&"))
}

fn has_latin(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_alphabetic())
}
