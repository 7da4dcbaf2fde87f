//! How fast cards are indexed and found.
//!
//! Generated text: words of two to four characters, frequent ones first (Zipf), from a
//! vocabulary of 60,000, with some English; titles of 8 words, texts of 60.
//!
//! Must not know: how quality is measured.

use crate::Outcome;
use julin_matching::text::{
    Directory, FieldWeight, Means, MmapDirectory, Query, RamDirectory, TermBase, TextCard,
    TextIndex,
};
use julin_model::splitmix::{output, unit};
use std::path::Path;
use std::time::Instant;

const VOCABULARY: u64 = 60_000;
const QUERIES: u64 = 500;

pub fn run(cards: u64, folder: Option<&Path>) -> Outcome {
    let directory: Box<dyn Directory> = match folder {
        Some(folder) => {
            std::fs::create_dir_all(folder)?;
            Box::new(MmapDirectory::open(folder)?)
        }
        None => Box::new(RamDirectory::create()),
    };
    let fields = [FieldWeight::new("title", 3), FieldWeight::new("text", 1)];
    let index = TextIndex::open(directory, &fields)?;
    // The dictionary is read before the clock starts.
    let _ = index.search(&Query::new(&words(0, 3), &TermBase::default()), 1)?;
    // An index that is there already is only asked.
    if index.cards() != cards {
        feed(&index, cards, folder)?;
    }
    for length in [2, 4, 8] {
        ask(&index, length)?;
    }
    Ok(())
}

/// Indexes generated cards.
fn feed(index: &TextIndex, cards: u64, folder: Option<&Path>) -> Outcome {
    let mut writer = index.writer(Means {
        threads: 2,
        memory: 600_000_000,
    })?;
    let begin = Instant::now();
    let mut bytes = 0;
    for card in 0..cards {
        let title = words(card * 2 + 1, 8);
        let text = words(card * 2 + 2, 60);
        bytes += title.len() + text.len();
        writer.add(&TextCard {
            id: format!("card-{card:09}"),
            fields: vec![("title".into(), title), ("text".into(), text)],
        })?;
    }
    writer.commit(1)?;
    writer.finish()?;
    let seconds = begin.elapsed().as_secs_f64();
    println!("cards {cards}");
    println!("text-bytes {bytes}");
    println!("index-seconds {seconds:.1}");
    println!("cards-per-second {:.0}", cards as f64 / seconds);
    if let Some(folder) = folder {
        println!("index-bytes {}", size(folder)?);
    }
    Ok(())
}

/// Times queries of so many words, ten hits each with their parts: as the clock runs, and
/// what the thread used of it, which other programs on the machine do not change.
fn ask(index: &TextIndex, length: u64) -> Outcome {
    let (mut clock, mut used) = (Vec::new(), Vec::new());
    let mut hits = 0;
    for query in 0..QUERIES {
        let text = words(1_000_000_000 + query * 16 + length, length);
        let (begin, before) = (Instant::now(), cpu());
        let query = Query::new(&text, &TermBase::default());
        hits += index.search(&query, 10)?.hits.len();
        used.push((cpu() - before) * 1_000.0);
        clock.push(begin.elapsed().as_secs_f64() * 1_000.0);
    }
    println!("query-of-{length} hits {hits}");
    for (name, mut times) in [("clock", clock), ("cpu", used)] {
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[(share * (times.len() - 1) as f64) as usize];
        let (half, most) = (at(0.5), at(0.99));
        println!("query-of-{length} {name} p50-ms {half:.2} p99-ms {most:.2}");
    }
    Ok(())
}

/// CPU seconds of this thread, from the system's account.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split_whitespace().next();
    nanoseconds
        .and_then(|n| n.parse::<f64>().ok())
        .unwrap_or_default()
        / 1e9
}

/// A made-up text of so many words.
fn words(seed: u64, count: u64) -> String {
    let mut text = String::new();
    for n in 0..count {
        // Zipf with exponent 1: the rank is the size of the vocabulary to a random power.
        let rank = (VOCABULARY as f64).powf(unit(output(seed, n))) as u64;
        push_word(rank, &mut text);
    }
    text
}

/// The word of a rank: always the same.
fn push_word(rank: u64, text: &mut String) {
    let bits = output(77, rank);
    if bits.is_multiple_of(10) {
        text.push(' ');
        for n in 0..3 + bits / 10 % 8 {
            text.push(char::from(b'a' + (output(rank, n) % 26) as u8));
        }
        text.push(' ');
        return;
    }
    for n in 0..2 + bits / 10 % 3 {
        // Common characters: frequent ones again are drawn more often.
        let place = (2_500_f64).powf(unit(output(rank, 100 + n))) as u32;
        text.extend(char::from_u32(0x4e00 + place * 7));
    }
}

fn size(folder: &Path) -> std::io::Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        bytes += entry?.metadata()?.len();
    }
    Ok(bytes)
}
