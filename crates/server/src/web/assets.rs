//! Styles and scripts, compiled in; the name of each holds the digest of its content.

use std::sync::LazyLock;

/// One file sent to browsers.
#[derive(Debug)]
pub struct Asset {
    path: String,
    /// MIME type.
    pub kind: &'static str,
    /// Content.
    pub body: String,
}

impl Asset {
    fn new(stem: &str, ending: &str, kind: &'static str, parts: &[&str]) -> Self {
        let body = parts.join("\n");
        let digest = julin_model::Digest::of_bytes(body.as_bytes());
        Self {
            path: format!("/assets/{stem}-{}.{ending}", &digest[..16]),
            kind,
            body,
        }
    }

    /// Address within the site.
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// The stylesheet.
pub static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "julin",
        "css",
        "text/css; charset=utf-8",
        &[
            include_str!("../../../../web/styles/10-tokens.css"),
            include_str!("../../../../web/styles/20-base.css"),
            include_str!("../../../../web/styles/30-shell.css"),
            include_str!("../../../../web/styles/40-table.css"),
            include_str!("../../../../web/styles/50-figure.css"),
            include_str!("../../../../web/styles/60-parts.css"),
            include_str!("../../../../web/styles/65-analysis.css"),
            include_str!("../../../../web/styles/67-report.css"),
            include_str!("../../../../web/styles/68-criteria.css"),
            include_str!("../../../../web/styles/69-studio.css"),
            include_str!("../../../../web/styles/70-source.css"),
            include_str!("../../../../web/styles/72-case.css"),
            include_str!("../../../../web/styles/74-board.css"),
            include_str!("../../../../web/styles/80-phone.css"),
            include_str!("../../../../web/styles/90-print.css"),
        ],
    )
});

/// The script.
pub static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "julin",
        "js",
        "text/javascript; charset=utf-8",
        &[
            include_str!("../../../../web/scripts/drawer.js"),
            include_str!("../../../../web/scripts/keyboard.js"),
            include_str!("../../../../web/scripts/live.js"),
            include_str!("../../../../web/scripts/form.js"),
            include_str!("../../../../web/scripts/draft.js"),
            include_str!("../../../../web/scripts/board.js"),
        ],
    )
});

/// The icon of the window.
pub static ICON: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "julin",
        "svg",
        "image/svg+xml",
        &[include_str!("../../../../web/icon.svg")],
    )
});

/// The asset of a name as in its address.
pub fn find(name: &str) -> Option<&'static Asset> {
    [&STYLE, &SCRIPT, &ICON]
        .into_iter()
        .map(LazyLock::force)
        .find(|a| a.path.strip_prefix("/assets/") == Some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_asset_is_found_under_its_own_name_only() {
        let name = STYLE.path().strip_prefix("/assets/").unwrap();
        assert!(find(name).is_some());
        assert!(find("julin.css").is_none());
    }

    #[test]
    fn nothing_points_to_another_host() {
        for asset in [&STYLE, &SCRIPT, &ICON] {
            let body = asset.body.replace("http://www.w3.org/2000/svg", "");
            assert!(
                !body.contains("//") || !body.contains("http"),
                "{}",
                asset.path()
            );
            assert!(
                !body.contains("@import") && !body.contains("url("),
                "{}",
                asset.path()
            );
        }
    }
}
