//! Forms of cases, filled by hand: saying who one is, opening a form, filling it, sending
//! it.

use crate::browser::Browser;
use crate::site::Site;
use anyhow::{Context, Result, bail, ensure};
use std::path::Path;

/// Says who one is.
pub async fn name(browser: &Browser, who: &str) -> Result<()> {
    let field = browser.wait_visible("#name").await?;
    field.clear().await?;
    field.send_keys(who).await?;
    browser.click("main form button.primary").await?;
    browser.wait_gone("#name").await
}

/// Goes on as somebody else, on a page.
pub async fn become_(site: &Site, browser: &Browser, who: &str, path: &str) -> Result<()> {
    browser.open(&site.at(&format!("/me?back={path}"))).await?;
    name(browser, who).await
}

/// What stands before the identifiers within a form: the name of the form, plainly.
pub fn id(form: &str, name: &str) -> String {
    format!("#{form}-{name}").replace(['.', '_'], "-")
}

/// Opens a form of a case, where it is not open: `act-accept`, `note`, `keep-1`.
pub async fn open(browser: &Browser, form: &str) -> Result<()> {
    let form = format!("#do-{form}");
    let element = browser.wait(&form).await?;
    if element.attr("open").await?.is_none() {
        browser.click(&format!("{form} > summary")).await?;
    }
    Ok(())
}

/// Fills an input of any kind as it wants to be filled.
pub async fn fill(browser: &Browser, css: &str, value: &str) -> Result<()> {
    let element = browser.wait_visible(css).await?;
    let kind = element.prop("type").await?.unwrap_or_default();
    match kind.as_str() {
        "select-one" => choose(browser, css, value).await,
        // How a day is typed depends on the machine; what is sent does not.
        "date" | "datetime-local" => {
            let script = "arguments[0].value = arguments[1]; return arguments[0].value";
            let args = vec![element.to_json()?, value.into()];
            let typed = browser.driver().execute(script, args).await?;
            let typed = typed.json().as_str().unwrap_or_default().to_owned();
            ensure!(typed == value, "{css} takes `{typed}` for `{value}`");
            Ok(())
        }
        "file" => Ok(element.send_keys(value).await?),
        _ => {
            element.clear().await?;
            Ok(element.send_keys(value).await?)
        }
    }
    .with_context(|| format!("{css} is not filled with `{value}`"))
}

/// Chooses an option.
pub async fn choose(browser: &Browser, css: &str, value: &str) -> Result<()> {
    browser
        .click(&format!("{css} option[value='{value}']"))
        .await
}

/// Hands a document in.
pub async fn hand_in(browser: &Browser, css: &str, file: &Path) -> Result<()> {
    fill(browser, css, &file.display().to_string()).await
}

/// Sends a form of a case; the page that comes shows one entry more.
pub async fn send(browser: &Browser, form: &str) -> Result<()> {
    match sent(browser, form, "button[type=submit]").await? {
        None => Ok(()),
        Some(refused) => bail!("{form} is refused: {refused}"),
    }
}

/// Sends a form of a case by one of its buttons; what is said when it is refused.
pub async fn sent(browser: &Browser, form: &str, button: &str) -> Result<Option<String>> {
    let form = format!("#do-{form} form");
    let seen = browser.wait(&format!("{form} input[name=seen]")).await?;
    let before = seen.prop("value").await?.unwrap_or_default();
    let before: u32 = before.parse().context("the number of the last entry")?;
    browser.click(&format!("{form} {button}")).await?;
    let after = format!("#e{}, .refused[role=alert]", before + 1);
    refusal(browser, &after).await
}

/// Waits for what comes after a form and reads what is said when it was refused.
pub async fn refusal(browser: &Browser, after: &str) -> Result<Option<String>> {
    browser.wait(after).await?;
    let refused = browser.all(".refused[role=alert]").await?;
    match refused.first() {
        Some(refused) => Ok(Some(refused.text().await?)),
        None => Ok(None),
    }
}
