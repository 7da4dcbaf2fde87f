//! Ranking, why, and history, as JSON on standard output.

use julin_tests::program::julin;
use serde_json::Value;

const FRAMEWORK: &str = "zgc/five-leads";

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

/// `measure rank` lists every park: ranked, or with what is missing and without a score.
pub fn every_park_is_ranked_or_says_what_is_missing(db: &str) {
    let rank = [
        "measure",
        "rank",
        "--framework",
        FRAMEWORK,
        "--as-of",
        "2025",
        "--db",
        db,
        "--format",
        "json",
    ];
    let ranking = julin(&rank).well().json();
    let parks = [
        "data", "entities", "--type", "park", "--limit", "1000", "--db", db, "--format", "json",
    ];
    let parks = julin(&parks).well().json();
    let rows = list(&ranking, "rows");
    assert_eq!(
        rows.len() as u64,
        parks["total"].as_u64().unwrap_or(0),
        "every park is listed"
    );
    let mut last = 0;
    for row in rows {
        let unit = &row["unit"]["id"];
        let coverage = row["coverage"].as_f64().unwrap_or(-1.0);
        assert!((0.0..=1.0).contains(&coverage), "{unit}: {coverage}");
        assert!(
            row.get("rank").is_some() && row["missing"].is_array(),
            "{row}"
        );
        if let Some(rank) = row["rank"].as_u64() {
            assert!(row["score"].is_number(), "{unit} has a rank and so a score");
            assert!(rank >= last, "{unit}: ranked parks come in order of rank");
            last = rank;
        } else {
            assert!(
                row["score"].is_null(),
                "{unit} is not ranked and has no score"
            );
            assert!(
                !list(row, "missing").is_empty(),
                "{unit}: what is missing is said"
            );
        }
    }
    assert!(last >= 1, "some park is ranked");
}

/// The trace of the best park ends in statements, and each of them can be opened.
pub fn a_score_opens_down_to_its_statements(db: &str) {
    let rank = [
        "measure",
        "rank",
        "--framework",
        FRAMEWORK,
        "--as-of",
        "2025",
        "--db",
        db,
        "--format",
        "json",
    ];
    let ranking = julin(&rank).well().json();
    let best = ranking["rows"][0]["unit"]["id"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let trace = [
        "measure",
        "trace",
        &best,
        "--framework",
        FRAMEWORK,
        "--as-of",
        "2025",
        "--db",
        db,
        "--format",
        "json",
    ];
    let trace = julin(&trace).well().json();
    let statements = list(&trace, "statements");
    assert!(!statements.is_empty(), "{trace}");
    for statement in statements {
        source_and_place(statement);
    }
    let mut leaves = vec![];
    collect_statements(&trace["trace"], &mut leaves);
    for leaf in &leaves {
        let known = statements
            .iter()
            .any(|s| s["figure"]["statement"] == **leaf);
        assert!(known, "{leaf} of the trace is among the statements");
    }
    assert!(!leaves.is_empty());
}

fn collect_statements<'a>(trace: &'a Value, found: &mut Vec<&'a Value>) {
    found.extend(trace.get("statement"));
    for input in list(trace, "inputs") {
        collect_statements(input, found);
    }
}

/// `data history` on a figure the sources disagree about.
pub fn every_statement_of_a_field_has_source_and_place(db: &str) {
    let conflicts = julin(&["data", "conflicts", "--db", db, "--format", "json"])
        .well()
        .json();
    let conflict = &conflicts["rows"][0];
    let entity = conflict["entity"]["id"].as_str().unwrap_or_default();
    let field = conflict["finding"]["preferred"]["figure"]["field"]
        .as_str()
        .unwrap_or_default();
    let history = julin(&[
        "data", "history", entity, field, "--db", db, "--format", "json",
    ])
    .well()
    .json();
    let periods = list(&history, "periods");
    let disputed: Vec<_> = periods
        .iter()
        .filter(|p| p["conflicting"] == true)
        .collect();
    assert!(!disputed.is_empty(), "{entity} {field}: {history}");
    for period in &disputed {
        assert!(
            list(period, "statements").len() >= 2,
            "side by side: {period}"
        );
    }
    for statement in periods.iter().flat_map(|p| list(p, "statements")) {
        source_and_place(statement);
    }
    let table = julin(&["data", "history", entity, field, "--db", db])
        .well()
        .out;
    assert!(table.contains("L") && table.lines().count() > 3, "{table}");
}

fn source_and_place(statement: &Value) {
    assert!(statement["source"]["id"].is_string(), "{statement}");
    assert!(statement["locator"]["spot"].is_string(), "{statement}");
}
