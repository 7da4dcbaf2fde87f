//! How well and how fast cards are found by words.
//!
//! - `quality FOLDER`: on `csl_dev.jsonl` in a folder (papers with title, abstract,
//!   keywords), titles and keywords as queries for abstracts, beside plain BM25 over
//!   pairs of characters
//! - `speed CARDS [FOLDER]`: generated cards, in memory or in a new folder
//!
//! `cargo run --release -p julin-matching --example text_speed -- quality FOLDER`

mod plain;
mod quality;
mod speed;

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["quality", folder] => quality::run(folder.as_ref()),
        ["speed", cards] => speed::run(cards.parse()?, None),
        ["speed", cards, folder] => speed::run(cards.parse()?, Some(folder.as_ref())),
        _ => Err("quality FOLDER | speed CARDS [FOLDER]".into()),
    }
}
