//! Writes every sample page in both languages to a folder, to be looked at.
//!
//! `cargo run -p julin-server --example gallery -- target/gallery`

#[path = "../tests/samples/mod.rs"]
mod samples;

use julin_model::Lang;
use julin_server::{view, web::assets};
use std::path::Path;

fn main() -> std::io::Result<()> {
    let folder = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "target/gallery".to_owned());
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder.join("assets"))?;
    for asset in [&assets::STYLE, &assets::SCRIPT, &assets::ICON] {
        std::fs::write(
            folder.join(asset.path().trim_start_matches('/')),
            &asset.body,
        )?;
    }
    for sample in samples::all() {
        for lang in [Lang::Zh, Lang::En] {
            let cx = sample.cx(lang);
            let html = view::shell(&cx, &(sample.draw)(&cx))
                .into_string()
                .replace("\"/assets/", "\"assets/");
            std::fs::write(
                folder.join(format!("{}-{}.html", sample.name, lang.code())),
                html,
            )?;
        }
    }
    Ok(())
}
