//! What the pages count over cases, on the command line: what is due clock by clock, what
//! has gone silent, calls upon firms, a round with judges who see no names, registers,
//! figures, a board, notices. Expectations follow by hand from the workflows in
//! packs/cn-national and packs/core, and from the sums the sources state.

use julin_tests::database::sqlite;
use julin_tests::program::{Ran, julin};
use serde_json::{Value, json};

fn follow(db: &str, words: &[&str]) -> Ran {
    julin(&[&["follow"], words, &["--db", db]].concat())
}

fn json(db: &str, words: &[&str]) -> Value {
    follow(db, &[words, &["--format", "json"]].concat())
        .well()
        .json()
}

/// The lines of a CSV, below its headings.
fn csv(db: &str, words: &[&str]) -> Vec<String> {
    let said = follow(db, &[words, &["--format", "csv"]].concat())
        .well()
        .out;
    said.lines().skip(1).map(str::to_owned).collect()
}

fn refused(db: &str, words: &[&str], code: &str) {
    let said = follow(db, words).ended(2);
    assert!(said.err.contains(code), "{}", said.err);
}

/// Opens a case and says its number.
fn open(db: &str, words: &[&str]) -> String {
    let done = json(db, &[&["open"], words].concat());
    done["code"].as_str().unwrap_or_default().to_owned()
}

/// 23 batches of 2023, 17 of 2024, 24 of 2025 are 64; entries with words in both languages.
#[test]
fn a_register_adds_up_and_agreements_are_counted_by_their_silence() {
    let folder = tempfile::tempdir().unwrap();
    let db = sqlite(folder.path(), "books.db");
    julin(&["db", "migrate", "--db", &db]).well();
    julin(&["pack", "load", "--db", &db]).well();
    let register = json(&db, &["register", "zgc/certification"]);
    assert_eq!(register["total"], 64, "{register}");
    let years = register["years"].as_array().unwrap().iter();
    let new: Vec<_> = years.map(|year| year["new"].as_u64().unwrap()).collect();
    assert_eq!(new, [23, 17, 24]);
    let table = follow(&db, &["register", "zgc/certification"]).well().out;
    assert!(table.contains("23 + 17 + 24 = 64"), "{table}");
    let rows = register["rows"].as_array().unwrap().len();
    assert_eq!(csv(&db, &["register", "zgc/certification"]).len(), rows);

    let silence = json(&db, &["silence", "core/agreement"]);
    let days = silence["rows"].as_array().unwrap().iter();
    let days: Vec<_> = days
        .map(|row| row["silence"]["days"].as_u64().unwrap())
        .collect();
    assert!(
        !days.is_empty() && days.is_sorted_by(|a, b| a >= b),
        "{days:?}"
    );
    assert_eq!(csv(&db, &["silence", "core/agreement"]).len(), days.len());
    follow(&db, &["silence", "core/nothing"]).ended(3);

    let figures = json(&db, &["figures", "core/agreement"]);
    let cases = figures["cases"].as_u64().unwrap();
    let lines = csv(&db, &["figures", "core/agreement"]);
    assert_eq!(cases, 27, "as many as the forums tell of");
    for step in figures["funnel"]["steps"].as_array().unwrap() {
        let (state, reached) = (&step[0]["title"]["en"], &step[1]["cases"]);
        let line = format!("Came so far,{},{reached},", state.as_str().unwrap());
        assert!(
            lines.iter().any(|own| own.starts_with(&line)),
            "{line} {lines:?}"
        );
    }
    fits(
        &db,
        &[
            &["register", "zgc/certification"],
            &["silence"],
            &["figures", "core/agreement"],
            &["board", "core/agreement"],
        ],
    );
}

/// Every line fits a terminal of eighty columns, in both languages, and shows no raw key.
fn fits(db: &str, commands: &[&[&str]]) {
    for lang in ["zh", "en"] {
        for words in commands {
            let args = [&["follow"], *words, &["--db", db, "--lang", lang]].concat();
            let said = julin_tests::program::command(&args)
                .env("COLUMNS", "80")
                .output()
                .unwrap();
            let out = String::from_utf8(said.stdout).unwrap();
            assert!(!out.is_empty(), "{words:?}: {:?}", said.stderr);
            for raw in ["page.", "cli.", "follow."] {
                assert!(!out.contains(raw), "{words:?}: {out}");
            }
            let table = out.lines().take_while(|line| !line.starts_with("  "));
            for line in table.filter(|line| line.contains('─')) {
                assert!(line.chars().count() <= 80, "{words:?}: {line}");
            }
        }
    }
}

/// Two firms, and a visit planned by two departments to the first of them.
fn visits(db: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("firms.csv");
    std::fs::write(&file, "企业名称,营业收入(万元)\n甲公司,1200\n乙公司,3000\n").unwrap();
    let file = file.display().to_string();
    let options = [
        "--type",
        "enterprise",
        "--period",
        "2025",
        "--series",
        "office",
        "--yes",
    ];
    julin(&[&["data", "import", &file], &options[..], &["--db", db]].concat()).well();
    let plan = |department: &str| {
        let department = format!("department={department}");
        let words = [
            "open",
            "cn-national/visit",
            "--title",
            "走访甲公司",
            "--subject",
            "甲公司",
            "--as",
            "visitor",
            "--field",
            "day=2026-12-03",
            "--field",
            &department,
            "--field",
            "way=on-site",
            "--field",
            "purpose=service",
        ];
        follow(db, &words)
    };
    plan("投促处").well();
    plan("服务处").well();
    let third = plan("统计处").ended(2);
    assert!(third.err.contains("follow.budget.spent"), "{}", third.err);
    let month = ["budget", "--month", "2026-12"];
    let view = json(db, &month);
    assert_eq!(
        (&view["most"], &view["rows"][0]["left"]),
        (&json!(2), &json!(0))
    );
    assert_eq!(
        view["bodies"],
        json!([["投促处", 1], ["服务处", 1]]),
        "{view}"
    );
    assert_eq!(csv(db, &month).len(), 2, "a line for each call");
    let other = json(db, &[&month[..], &["乙公司"]].concat());
    assert_eq!(
        other["rows"][0]["left"], 2,
        "without a call there are two: {other}"
    );
    assert_eq!(other["rows"][0]["visits"], json!([]));
    refused(
        db,
        &["budget", "--month", "December"],
        "cli.follow-bad-month",
    );
    follow(db, &["budget", "丙公司"]).ended(3);
    follow(db, &["budget", "--name", "nothing"]).ended(3);
}

/// A round of two, each scored by three judges.
fn scored_round(db: &str) -> (String, [String; 2]) {
    let round = open(
        db,
        &[
            "cn-national/review-round",
            "--title",
            "项目评审",
            "--as",
            "secretary",
            "--on",
            "2026-03-02T10:00",
            "--field",
            "kind=contest",
            "--field",
            "rules=办法",
            "--field",
            "closes_on=2026-03-10",
        ],
    );
    let entries = ["甲队", "乙队"].map(|team| entry(db, &round, team));
    let people = [
        "judge=j1",
        "judge=j2",
        "judge=j3",
        "chair=chair",
        "supervisor=super",
    ];
    let people: Vec<&str> = people.iter().flat_map(|own| ["--person", own]).collect();
    let begin = ["act", &round, "begin_scoring", "--as", "secretary"];
    follow(db, &[&begin[..], &people].concat()).well();
    for judge in ["j1", "j2", "j3"] {
        for (entry, points) in entries.iter().zip(["90", "50"]) {
            let items = ["novelty", "feasibility", "market", "team"];
            let items = items.map(|item| format!("{item}={points}"));
            let items: Vec<&str> = items.iter().map(String::as_str).collect();
            follow(db, &[&["score", entry, "--as", judge], &items[..]].concat()).well();
        }
    }
    (round, entries)
}

/// Hands in an entry that may be scored.
fn entry(db: &str, round: &str, team: &str) -> String {
    let who = format!("who={team}");
    let entry = open(
        db,
        &[
            "cn-national/entry",
            "--title",
            team,
            "--within",
            round,
            "--as",
            team,
            "--on",
            "2026-03-03T10:00",
            "--field",
            "project=一种办法",
            "--field",
            &who,
            "--field",
            "contact=电话",
        ],
    );
    let on = ["--as", "secretary", "--on", "2026-03-03T11:00"];
    follow(
        db,
        &[&["act", &entry, "admit", "--field", "check=齐"], &on[..]].concat(),
    )
    .well();
    entry
}

/// A judge sees neither names nor the scores of others until the round is ranked.
fn a_round(db: &str) -> String {
    let (round, entries) = scored_round(db);
    let blind = json(db, &["round", &round, "--as", "j1"]);
    assert_eq!(
        (&blind["shown"], &blind["named"]),
        (&json!(false), &json!(false))
    );
    let text = blind.to_string();
    assert!(
        !text.contains("甲队") && !text.contains("乙队") && !text.contains("j2\",\"points"),
        "{text}"
    );
    for row in blind["rows"].as_array().unwrap() {
        assert_eq!(row["scores"].as_array().unwrap().len(), 1, "{row}");
        assert_eq!(row["rank"], Value::Null);
    }
    let table = follow(db, &["round", &round, "--as", "j1"]).well().out;
    assert!(
        !table.contains("甲队") && table.contains("not shown yet"),
        "{table}"
    );
    let rank = [
        "act",
        &round,
        "rank",
        "--as",
        "chair",
        "--field",
        "ranking=甲、乙",
    ];
    follow(db, &rank).well();
    let shown = json(db, &["round", &round]);
    let ranks = shown["rows"].as_array().unwrap().iter();
    let ranks: Vec<_> = ranks
        .map(|row| (row["code"].as_str(), row["rank"].as_u64()))
        .collect();
    let wanted = entries
        .iter()
        .zip([1, 2])
        .map(|(code, n)| (Some(code.as_str()), Some(n)));
    assert_eq!(ranks, wanted.collect::<Vec<_>>());
    let lines = csv(db, &["round", &round]);
    assert!(
        lines[0].contains("甲队") && lines[0].contains("90.00"),
        "{lines:?}"
    );
    follow(db, &["round", &entries[0]]).ended(3);
    round
}

/// Two clocks of one request are two lines; only what is in somebody's hands is theirs.
fn due(db: &str) -> String {
    let code = open(
        db,
        &[
            "cn-national/request",
            "--title",
            "路灯不亮",
            "--act",
            "submit",
            "--as",
            "asker",
            "--field",
            "content=三号楼前",
            "--field",
            "channel=phone",
        ],
    );
    let days = ["due", "--workflow", "cn-national/request", "--days", "60"];
    let waiting = json(db, &[&days[..], &["--unclaimed"]].concat());
    let items = |view: &Value| {
        let items = view["items"].as_array().unwrap().iter();
        items
            .map(|item| item["what"]["en"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        items(&waiting).len(),
        1,
        "the desk has to accept: {waiting}"
    );
    let accept = [
        "act",
        &code,
        "accept",
        "--as",
        "desk",
        "--field",
        "class=space",
        "--field",
        "urgency=routine",
        "--person",
        "handler=hand",
    ];
    follow(db, &accept).well();
    follow(db, &["act", &code, "take", "--as", "hand"]).well();
    let all = json(db, &days);
    let [first, second] = &items(&all)[..] else {
        panic!("first response and solution: {all}");
    };
    assert!(
        first.starts_with("First response") && second.starts_with("Solution"),
        "{all}"
    );
    assert_eq!(
        items(&json(db, &["due", "--days", "60", "--as", "hand"])),
        items(&all)
    );
    assert_eq!(
        items(&json(db, &["due", "--days", "60", "--as", "asker"])),
        [""; 0]
    );
    assert_eq!(csv(db, &days).len(), 2);
    let limited = json(db, &[&days[..], &["--limit", "1"]].concat());
    assert_eq!((items(&limited).len(), &limited["more"]), (1, &json!(true)));
    follow(db, &["due", "--as", "hand", "--unclaimed"]).ended(2);
    follow(db, &["work", "--unclaimed", "--part", "done"]).ended(2);
    let unclaimed = json(db, &["work", "--unclaimed"]);
    assert_eq!(unclaimed["shown"], "unclaimed");
    code
}

/// Told once, with the reason; seen, muted, and told again when wanted.
fn notices(db: &str) {
    let mine = ["notices", "list", "--as", "hand"];
    let told = json(db, &mine);
    assert_eq!(
        (&told["unread"], &told["lines"][0]["kind"]),
        (&json!(1), &json!("turn"))
    );
    let seen = json(db, &["notices", "seen", "--as", "hand"]);
    assert_eq!(seen["unread"], 0);
    let set = ["notices", "set", "--as", "hand"];
    let quiet = [
        "--mute",
        "turn",
        "--quiet-hours",
        "21:00-08:00",
        "--mail",
        "hand@park.test",
    ];
    let settings = json(db, &[&set[..], &quiet].concat())["settings"].clone();
    assert_eq!(settings["muted"], json!(["turn"]));
    assert_eq!(settings["quiet"], json!([21 * 60, 8 * 60]));
    assert_eq!(
        json(db, &mine)["lines"],
        json!([]),
        "what is muted is not listed"
    );
    let again = json(
        db,
        &[&set[..], &["--unmute", "turn", "--no-quiet-hours"]].concat(),
    );
    assert_eq!(
        (&again["settings"]["muted"], &again["settings"]["quiet"]),
        (&json!([]), &Value::Null)
    );
    assert_eq!(
        again["settings"]["mail"], "hand@park.test",
        "what is not named stays"
    );
    assert_eq!(csv(db, &mine).len(), 1);
    refused(
        db,
        &[&set[..], &["--quiet-hours", "late"]].concat(),
        "cli.follow-bad-hours",
    );
    refused(
        db,
        &[&set[..], &["--mail", "nobody"]].concat(),
        "app.notice-mail",
    );
    follow(db, &[&set[..], &["--mute", "weather"]].concat()).ended(2);
}

#[test]
fn what_pages_count_commands_count_too() {
    let folder = tempfile::tempdir().unwrap();
    let db = sqlite(folder.path(), "counted.db");
    julin(&["db", "migrate", "--db", &db]).well();
    let code = due(&db);
    notices(&db);
    visits(&db);
    let round = a_round(&db);
    let board = json(&db, &["board", "cn-national/request", "--as", "hand"]);
    let columns = board["columns"].as_array().unwrap().iter();
    let cards: Vec<_> = columns
        .flat_map(|own| own["cards"].as_array().unwrap())
        .collect();
    assert_eq!((cards.len(), &cards[0]["case"]["code"]), (1, &json!(code)));
    assert!(!cards[0]["moves"].as_array().unwrap().is_empty(), "{board}");
    let split = json(
        &db,
        &["figures", "cn-national/request", "--day", "2026-11-01"],
    );
    let lines = csv(
        &db,
        &["figures", "cn-national/request", "--day", "2026-11-01"],
    );
    let clocks = split["clocks"].as_array().unwrap().len();
    let times = lines.iter().filter(|line| line.contains("working time"));
    assert_eq!(times.count(), 3 * clocks, "all, before, after: {lines:?}");
    refused(
        &db,
        &["figures", "cn-national/request", "--day", "soon"],
        "cli.follow-bad-day",
    );
    follow(&db, &["register", "cn-national/request"]).ended(3);
    fits(
        &db,
        &[
            &["due", "--days", "60"],
            &["budget", "--month", "2026-12"],
            &["round", &round],
            &["round", &round, "--as", "j1"],
            &["figures", "cn-national/request", "--day", "2026-11-01"],
            &["board", "cn-national/request"],
            &["notices", "list", "--as", "hand"],
            &["silence"],
            &["work", "--as", "hand"],
        ],
    );
    let book = folder.path().join("due.xlsx").display().to_string();
    follow(&db, &["due", "--days", "60", "--out", &book]).well();
    assert!(std::fs::read(&book).unwrap().starts_with(b"PK"));
}
