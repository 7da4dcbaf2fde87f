//! Pages over the built-in data: the median of fifty requests each.

use super::Bench;
use super::http::Served;
use super::process::memory;
use super::report::Row;
use crate::shell::{capture, root};
use anyhow::Result;
use std::process::Command;

const REQUESTS: usize = 50;
const PAGES: [(&str, &str); 6] = [
    ("overview", "/"),
    ("ranking", "/ranking/zgc%2Ffive-leads"),
    ("park", "/parks/zgc"),
    ("entity", "/entities/zgc"),
    ("sources", "/sources"),
    ("search", "/search?q=%E4%B8%AD%E5%85%B3%E6%9D%91"),
];

/// The demo's database, made once.
pub fn database(bench: &Bench) -> Result<String> {
    let path = bench.folder.join("demo.db");
    let db = format!("sqlite://{}", path.display());
    if !path.is_file() {
        let mut demo = Command::new(&bench.program);
        demo.args(["demo", "--no-serve", "--quiet", "--db", &db]);
        capture(demo.current_dir(root()))?;
    }
    Ok(db)
}

pub fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let served = Served::start(&bench.program, &database(bench)?)?;
    let mut rows = vec![];
    for (name, path) in PAGES {
        rows.push(page(&served, name, path, "< 20 ms")?);
    }
    rows.push(Row {
        what: format!("memory after {} requests", PAGES.len() * (REQUESTS + 1)),
        memory: memory(served.pid(), "VmRSS:"),
        floor: "the program itself".to_owned(),
        aim: "< 80 MB".to_owned(),
        ..Row::default()
    });
    Ok(rows)
}

/// The median time of one page.
pub fn page(served: &Served, name: &str, path: &str, aim: &str) -> Result<Row> {
    served.get(path)?;
    let mut times = vec![];
    let mut size = 0;
    for _ in 0..REQUESTS {
        let (took, bytes) = served.get(path)?;
        times.push(took.as_secs_f64());
        size = bytes;
    }
    times.sort_by(f64::total_cmp);
    Ok(Row {
        what: format!("page: {name}"),
        seconds: Some(times[REQUESTS / 2]),
        floor: format!("{} kB of HTML", size.div_ceil(1024)),
        aim: aim.to_owned(),
        ..Row::default()
    })
}
