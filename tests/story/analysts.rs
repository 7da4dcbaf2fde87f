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

/// The arguments that name the two tables.
fn tables() -> [String; 4] {
    let path = |name: &str| {
        shared(&format!("data/coinr_asem/{name}"))
            .display()
            .to_string()
    };
    [
        "--meta".to_owned(),
        path("ASEM_iMeta.csv"),
        "--data".to_owned(),
        path("ASEM_iData.csv"),
    ]
}

/// Runs a command of the measure verb on the two tables.
fn measure(command: &str, more: &[&str]) -> String {
    let tables = tables();
    let mut args = vec!["measure", command];
    args.extend(tables.iter().map(String::as_str));
    args.extend(more);
    julin(&args).well().out
}

/// The same seed gives the same bytes on any number of threads; another seed does not.
#[test]
fn a_seed_fixes_every_byte_of_the_uncertainty() {
    let run = |seed, threads| {
        let more = [
            "--draws",
            "3000",
            "--seed",
            seed,
            "--threads",
            threads,
            "--format",
            "csv",
        ];
        measure("uncertainty", &more)
    };
    let one = run("7", "1");
    assert_eq!(one, run("7", "2"));
    assert_ne!(one, run("8", "2"));
    assert_eq!(one.lines().count(), 52, "a heading and 51 units");
}

/// An exported run is computed again byte for byte; one that was tampered with is not.
#[test]
fn an_exported_run_is_rebuilt() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("run.json");
    let run = measure("levers", &["NLD", "--rank", "3", "--format", "json"]);
    std::fs::write(&file, &run).unwrap();
    let path = file.display().to_string();
    let said = julin(&["run", "rebuild", &path, "--format", "json"])
        .well()
        .out;
    let rebuilt: serde_json::Value = serde_json::from_str(&said).unwrap();
    for same in ["same_packs", "same_figures", "same_result"] {
        assert_eq!(rebuilt[same], true, "{same}");
    }
    let mut forged: serde_json::Value = serde_json::from_str(&run).unwrap();
    forged["output_digest"] = "0".repeat(64).into();
    std::fs::write(&file, forged.to_string()).unwrap();
    let said = julin(&["run", "rebuild", &path, "--format", "json"]);
    assert!(said.out.contains("\"same_result\": false"), "{}", said.out);
}

/// Estimates on the way are told beside the result; a quiet run says nothing.
#[test]
fn a_sensitivity_analysis_tells_how_it_converges() {
    let tables = tables();
    let mut args = vec!["measure", "sensitivity", "--draws", "64", "--lang", "en"];
    args.extend(tables.iter().map(String::as_str));
    let said = julin(&args).well();
    for points in ["After 4 points", "After 32 points", "After 64 points"] {
        assert!(said.err.contains(points), "{}", said.err);
    }
    args.push("--quiet");
    assert!(!julin(&args).well().err.contains("After"));
}

#[test]
fn a_wanted_score_is_planned_for_like_a_rank() {
    let run = measure("levers", &["NLD", "--score", "66", "--format", "json"]);
    let run: serde_json::Value = serde_json::from_str(&run).unwrap();
    let plan = &run["result"]["plan"];
    assert_eq!(plan["wanted"]["score"], 66.0);
    assert_eq!(plan["reached"], true);
    assert!((plan["after"]["score"].as_f64().unwrap() - 66.0).abs() < 1e-6);
}

/// What moved between two countries adds up to the difference of their scores, as the
/// scores themselves say it.
#[test]
fn the_parts_of_a_difference_add_up() {
    let more = ["CHE", "--with", "NLD", "--format", "json"];
    let run: serde_json::Value = serde_json::from_str(&measure("compare", &more)).unwrap();
    let answer = &run["result"];
    let parts = answer["parts"].as_array().unwrap();
    let sum: f64 = parts.iter().map(|p| p["points"].as_f64().unwrap()).sum();
    let score = |side: &str| answer[side]["standing"]["score"].as_f64().unwrap();
    assert!(
        (sum - (score("after") - score("before"))).abs() < 1e-9,
        "{sum}"
    );
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
