//! An analyst with two tables and no database.

use julin_tests::program::julin;
use julin_tests::shared;

/// The ASEM sustainable connectivity data: 51 countries, 49 indicators, 8 groups, two
/// sub-indices and the index (European Commission, JRC; in the COINr package).
#[test]
fn the_asem_tables_give_51_units_with_all_levels() {
    let meta = shared("data/coinr_asem/ASEM_iMeta.csv");
    let groups = groups(&std::fs::read_to_string(&meta).unwrap());
    let data = shared("data/coinr_asem/ASEM_iData.csv")
        .display()
        .to_string();
    let args = [
        "measure",
        "score",
        "--meta",
        &meta.display().to_string(),
        "--data",
        &data,
        "--format",
        "csv",
    ];
    let said = julin(&args).well().out;
    let mut lines = said.lines();
    let head: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    assert_eq!(lines.count(), 51, "{said}");
    assert!(groups.len() >= 11, "{groups:?}");
    for group in &groups {
        assert!(
            head.contains(&group.as_str()),
            "{group} is a column of {head:?}"
        );
    }
}

/// Codes of rows above the first level.
fn groups(meta: &str) -> Vec<String> {
    let mut lines = meta.lines().map(|l| {
        l.split(',')
            .map(|c| c.trim_matches('"'))
            .collect::<Vec<_>>()
    });
    let head = lines.next().unwrap_or_default();
    let column = |name: &str| head.iter().position(|h| *h == name).unwrap();
    let (code, level) = (column("iCode"), column("Level"));
    let level_of = |l: &[&str]| l.get(level).and_then(|n| n.parse::<f64>().ok());
    let above = lines.filter(|l| level_of(l) > Some(1.0));
    above.map(|l| l[code].to_owned()).collect()
}
