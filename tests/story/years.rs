//! Several years from two tables: the Human Development Index as published.

use julin_tests::program::julin;
use julin_tests::shared;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Goalposts of the technical notes; income is compared by its logarithm.
const META: &str = "\
iCode,iName,Level,Parent,Weight,Direction,Type,Low,High
le,Life expectancy,1,health,1,1,Indicator,20,85
eys,Expected schooling,1,education,1,1,Indicator,0,18
mys,Mean schooling,1,education,1,1,Indicator,0,15
gni,Income per head (ln),1,income,1,1,Indicator,LOW,HIGH
health,Health,2,hdi,1,1,Aggregate,,
education,Education,2,hdi,1,1,Aggregate,,
income,Income,2,hdi,1,1,Aggregate,,
hdi,Human Development Index,3,,1,1,Aggregate,,
";
const METHOD: &str = "
method:
  normalise: {kind: goalposts}
  range: [0, 1]
  levels: {3: {aggregate: {kind: geometric}}}
  minimum_coverage: 1.0
  decimals: 3
";

/// The published table: by country, then by column.
type Published = BTreeMap<String, BTreeMap<String, f64>>;

/// Names stand in quotes and may hold commas; what is empty is not there.
fn published() -> Published {
    let file = shared("data/hdi_2023_24/hdi_components_1990_2005.csv");
    let text = std::fs::read_to_string(file).unwrap();
    let cells = |line: &str| {
        let (mut cells, mut quoted) = (vec![String::new()], false);
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(String::new()),
                c => cells.last_mut().unwrap().push(c),
            }
        }
        cells
    };
    let mut lines = text.lines().map(cells);
    let head = lines.next().unwrap();
    let row = |cells: Vec<String>| {
        let figures = head.iter().zip(&cells);
        let figures = figures.filter_map(|(name, cell)| Some((name.clone(), cell.parse().ok()?)));
        (cells[0].clone(), figures.collect())
    };
    lines.map(row).collect()
}

/// One row for each country and year.
fn data(table: &Published) -> String {
    let mut out = String::from("uCode,Time,le,eys,mys,gni\n");
    for (code, figures) in table {
        for year in 1990..=2005 {
            let cell = |name: &str| {
                let figure = figures.get(&format!("{name}_{year}")).copied();
                let figure = figure.map(|x| if name == "gnipc" { x.ln() } else { x });
                figure.map(|x| x.to_string()).unwrap_or_default()
            };
            let cells = ["le", "eys", "mys", "gnipc"].map(cell);
            writeln!(out, "{code},{year},{}", cells.join(",")).unwrap();
        }
    }
    out
}

#[test]
fn sixteen_years_of_the_hdi_come_out_as_published() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let table = published();
    let meta = META
        .replace("LOW", &100_f64.ln().to_string())
        .replace("HIGH", &75_000_f64.ln().to_string());
    std::fs::write(at("meta.csv"), meta).unwrap();
    std::fs::write(at("data.csv"), data(&table)).unwrap();
    std::fs::write(at("study.yaml"), METHOD).unwrap();
    let ask = |years: &str, more: &[&str]| {
        let (meta, data, spec) = (at("meta.csv"), at("data.csv"), at("study.yaml"));
        let files = [
            "measure", "rank", "--years", years, "--meta", &meta, "--data", &data, "--spec", &spec,
        ];
        julin(&[&files, more].concat())
    };
    let said = ask("1990..2005", &["--format", "csv"]).well().out;
    let (mut checked, mut wrong, mut ranks) = (0, Vec::new(), BTreeMap::new());
    for line in said.lines().skip(1) {
        let cells: Vec<_> = line.split(',').collect();
        let (code, year) = (cells[0], cells[2]);
        let official = table[code].get(&format!("hdi_{year}")).copied();
        let (rank, score) = (cells[3].parse::<i32>().ok(), cells[4].parse::<f64>().ok());
        assert_eq!(rank.is_some(), score.is_some(), "{line}");
        ranks.insert((code.to_owned(), year.parse::<i32>().unwrap()), rank);
        match (score, official) {
            (Some(score), Some(official)) => {
                checked += 1;
                if (score - official).abs() > 0.0005 + 1e-9 {
                    wrong.push(line.to_owned());
                }
            }
            // A country without one of its figures has no index, here and there.
            (None, official) => assert_eq!(official, None, "{line}"),
            (Some(_), None) => {}
        }
        // What changed is the difference of two ranks, and unknown where one is.
        let year: i32 = year.parse().unwrap();
        let before = ranks.get(&(code.to_owned(), year - 1)).copied().flatten();
        let gained = before.zip(rank).map(|(before, now)| before - now);
        assert_eq!(cells[6].parse::<i32>().ok(), gained, "{line}");
    }
    assert!(wrong.is_empty(), "{} of {checked}: {wrong:?}", wrong.len());
    assert!(checked > 1000, "only {checked} values");

    // Years that are not there are said; none at all is an error that names those there.
    let some = ask("2004..2007", &["--format", "json"]).well();
    assert!(some.err.contains("2006 2007"), "{}", some.err);
    assert_eq!(
        some.json()["result"]["years"],
        serde_json::json!([2004, 2005])
    );
    let none = ask("2010..2012", &[]).ended(2);
    assert!(none.err.contains("1990..2005"), "{}", none.err);
    let upside_down = ask("2005..1990", &[]).ended(2);
    assert!(
        upside_down.err.contains("app.bad-years"),
        "{}",
        upside_down.err
    );
}
