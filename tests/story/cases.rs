//! A request of a firm from its first word to its end, on the command line, in both
//! languages: what is refused, what is due, what was when, that nothing was changed since.

use julin_tests::database::{Postgres, sqlite};
use julin_tests::program::{Ran, julin};
use serde_json::Value;

/// A command about cases on a database.
fn follow(db: &str, words: &[&str]) -> Ran {
    let mut args = vec!["follow"];
    args.extend(words);
    args.extend(["--db", db]);
    julin(&args)
}

fn json(db: &str, words: &[&str]) -> Value {
    let mut args = words.to_vec();
    args.extend(["--format", "json"]);
    follow(db, &args).well().json()
}

const ASK: [&str; 14] = [
    "open",
    "cn-national/request",
    "--title",
    "路灯不亮",
    "--act",
    "submit",
    "--field",
    "content=三号楼前",
    "--field",
    "channel=phone",
    "--as",
    "asker",
    "--key",
    "click-1",
];
const CODE: &str = "RQ-2026-0001";

/// Opened, accepted, taken up, waited for, answered, called back by somebody else.
fn a_request_runs_to_its_end(db: &str) {
    let mut ask = ASK.to_vec();
    ask.extend(["--on", "2026-11-16T10:00"]);
    let opened = json(db, &ask);
    assert_eq!(
        (&opened["code"], &opened["before"]),
        (&CODE.into(), &false.into())
    );
    let again = json(db, &ask);
    assert_eq!(
        (&again["code"], &again["before"]),
        (&CODE.into(), &true.into())
    );
    let other = follow(db, &[&ask[..], &["--basis", "another"]].concat()).ended(4);
    assert!(other.err.contains("store.command-reused"), "{}", other.err);

    let wrong = follow(db, &["act", CODE, "answer", "--as", "desk"]).ended(2);
    assert!(wrong.err.contains("follow.act.state"), "{}", wrong.err);
    let accept = [
        "act",
        CODE,
        "accept",
        "--as",
        "desk",
        "--field",
        "class=space",
    ];
    let short = follow(db, &accept).ended(2);
    assert!(short.err.contains("follow.field.missing"), "{}", short.err);
    let accept = [
        &accept[..],
        &["--field", "urgency=routine", "--person", "handler=hand"],
    ]
    .concat();
    let accept = [&accept[..], &["--on", "2026-11-16T11:00"]].concat();
    follow(db, &accept).well();
    let stranger = follow(db, &["act", CODE, "take", "--as", "stranger"]).ended(2);
    assert!(stranger.err.contains("follow.act.role"), "{}", stranger.err);
    let stale = follow(db, &["act", CODE, "take", "--as", "hand", "--seen", "1"]).ended(4);
    assert!(stale.err.contains("app.case-moved"), "{}", stale.err);

    handled(db);
    called_back(db);
}

/// Taken up, waited for, answered by the one in whose hands it is.
fn handled(db: &str) {
    let hand = |words: &[&str]| follow(db, &[&["act", CODE], words, &["--as", "hand"]].concat());
    hand(&["take", "--on", "2026-11-16T14:00"]).well();
    hand(&[
        "first",
        "--field",
        "first_reply=派人看",
        "--on",
        "2026-11-16T15:00",
    ])
    .well();
    let early = hand(&["update", "--field", "progress=x", "--on", "2026-11-15"]).ended(2);
    assert!(early.err.contains("follow.time."), "{}", early.err);
    hand(&[
        "ask",
        "--field",
        "question=哪一盏",
        "--reason",
        "不清楚",
        "--on",
        "2026-11-17T09:00",
    ])
    .well();
    let supply = [
        "act",
        CODE,
        "supply",
        "--as",
        "asker",
        "--field",
        "supplement=东头",
    ];
    follow(db, &[&supply[..], &["--on", "2026-11-18T09:00"]].concat()).well();
    hand(&[
        "answer",
        "--field",
        "solution=已修",
        "--field",
        "outcome=solved",
        "--on",
        "2026-11-18T10:00",
    ])
    .well();
}

/// Called back by somebody else than who answered.
fn called_back(db: &str) {
    let confirm = [
        "act",
        CODE,
        "confirm",
        "--field",
        "satisfaction=satisfied",
        "--field",
        "call_note=好",
    ];
    let own = follow(db, &[&confirm[..], &["--as", "hand"]].concat()).ended(2);
    assert!(
        own.err.contains("[follow.act."),
        "whoever answered does not call back: {}",
        own.err
    );
    follow(
        db,
        &[
            &confirm[..],
            &["--as", "caller", "--on", "2026-11-18T11:00"],
        ]
        .concat(),
    )
    .well();
}

/// The clock stood still while the asker was waited for; any past day can be seen.
fn it_is_shown_as_it_is_and_as_it_was(db: &str) {
    let now = json(db, &["show", CODE]);
    assert_eq!(now["state"]["id"], "closed", "{now}");
    let clocks = now["clocks"].as_array().map_or(&[][..], Vec::as_slice);
    let solution = clocks.iter().find(|clock| clock["id"] == "solution");
    let solution = solution.unwrap_or(&Value::Null);
    let pauses = solution["pauses"].as_array().map_or(0, Vec::len);
    assert_eq!(
        (pauses, &solution["state"]),
        (1, &"stopped".into()),
        "{solution}"
    );
    // Of whole working days the day of the start does not count, and from nine on the 17th
    // to nine on the 18th it stood still: at most nine hours and one are used.
    assert!(solution["used"].as_u64() <= Some(36_000), "{solution}");
    assert_eq!(
        solution["pauses"][0][0], "2026-11-17T09:00:00",
        "{solution}"
    );
    assert_eq!(
        solution["pauses"][0][1], "2026-11-18T09:00:00",
        "{solution}"
    );
    let then = json(db, &["show", CODE, "--on", "2026-11-17"]);
    assert_eq!(then["state"]["id"], "asking", "{then}");
    assert_eq!(then["phase"], "waiting");
    follow(db, &["show", CODE, "--on", "2026-11-15"]).ended(2);
    follow(db, &["show", "RQ-2026-9999"]).ended(3);
}

/// Two cases in hand: what is due is listed, with who has to do it.
fn what_is_due_is_found(db: &str) {
    let second = [&ASK[..12], &["--key", "click-2", "--title-en", "Lamp"]].concat();
    let code = json(db, &second)["code"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    assert_eq!(code, "RQ-2026-0002");
    let unclaimed = json(db, &["due", "--unclaimed", "--days", "30"]);
    assert_eq!(
        unclaimed["items"][0]["case"]["code"],
        code.as_str(),
        "{unclaimed}"
    );
    let due = json(db, &["due", "--days", "30"]);
    assert_eq!(due["items"][0]["case"]["code"], code.as_str(), "{due}");
    assert_eq!(
        json(db, &["due", "--days", "30", "--as", "hand"])["items"],
        serde_json::json!([])
    );
    let started = json(db, &["work", "--as", "asker", "--part", "started"]);
    assert_eq!(
        started["lines"].as_array().map_or(0, Vec::len),
        2,
        "{started}"
    );
    let open = json(db, &["list", "--phase", "open"]);
    assert_eq!(open["cases"].as_array().map_or(0, Vec::len), 1, "{open}");
    json(db, &["wake"]);
}

/// The check passes, names the digest it found, and fails on another.
fn nothing_was_changed_since(db: &str) {
    let sound = json(db, &["verify"]);
    assert_eq!(
        (&sound["cases"], &sound["faults"]),
        (&2.into(), &serde_json::json!([]))
    );
    let digest = sound["digest"].as_str().unwrap_or_default();
    follow(db, &["verify", "--expect", digest]).well();
    follow(db, &["note", CODE, "再说一句", "--as", "asker"]).well();
    let changed = follow(db, &["verify", "--expect", digest]).ended(1);
    assert!(changed.err.contains("app.verify.digest"), "{}", changed.err);
}

/// Every answer fits a terminal of eighty columns, in both languages.
fn it_fits_a_terminal(db: &str) {
    for lang in ["zh", "en"] {
        for words in [
            &["show", CODE][..],
            &["workflows"],
            &["work", "--as", "asker", "--part", "started"],
            &["list"],
        ] {
            let said = follow(db, &[words, &["--lang", lang]].concat()).well().out;
            assert!(
                said.contains("RQ-2026") || said.contains("cn-national"),
                "{said}"
            );
        }
    }
}

fn story(db: &str) {
    julin(&["db", "migrate", "--db", db]).well();
    a_request_runs_to_its_end(db);
    it_is_shown_as_it_is_and_as_it_was(db);
    what_is_due_is_found(db);
    nothing_was_changed_since(db);
    it_fits_a_terminal(db);
}

#[test]
fn a_case_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    story(&sqlite(folder.path(), "cases.db"));
}

#[test]
fn a_case_on_postgresql() {
    let database = Postgres::new();
    story(&database.url());
}

/// `julin pack check` refuses a workflow that has a state without a way out, one that
/// cannot be reached, and a loop without an exit, and says where.
#[test]
fn a_pack_with_a_dead_end_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("tiny");
    std::fs::create_dir_all(pack.join("workflows")).unwrap();
    let manifest = "id: tiny\ntitle: {zh: 小, en: Tiny}\nversion: '1'\nrequires: [core]\n\
                    checked_on: 2026-11-22\n";
    std::fs::write(pack.join("pack.yaml"), manifest).unwrap();
    let flow = |acts: &str| {
        format!(
            "title: {{zh: 流, en: Flow}}\nversion: 1\ncode: TN\n\
             roles:\n- {{id: one, title: {{zh: 人, en: One}}, taken: anybody}}\n\
             states:\n- {{id: a, title: {{zh: 甲, en: A}}, turn: [one]}}\n\
             - {{id: b, title: {{zh: 乙, en: B}}, turn: [one]}}\n\
             - {{id: z, title: {{zh: 终, en: Z}}, phase: done}}\n\
             acts:\n- {{id: open, title: {{zh: 开, en: Open}}, to: [a], by: [one]}}\n{acts}"
        )
    };
    let act = |id: &str, from: &str, to: &str| {
        format!(
            "- {{id: {id}, title: {{zh: 动, en: Act}}, from: [{from}], to: [{to}], by: [one]}}\n"
        )
    };
    let check = |acts: String| {
        std::fs::write(pack.join("workflows/flow.yaml"), flow(&acts)).unwrap();
        julin(&["pack", "check", &pack.display().to_string()])
    };
    let sound = [act("ab", "a", "b"), act("bz", "b", "z")].concat();
    check(sound).well();
    for acts in [
        [act("ab", "a", "b"), act("az", "a", "z")].concat(),
        act("az", "a", "z"),
        [act("ab", "a", "b"), act("ba", "b", "a")].concat(),
    ] {
        let said = check(acts).ended(1);
        let all = format!("{}{}", said.out, said.err);
        assert!(all.contains("workflows/flow.yaml"), "{all}");
        assert!(all.contains("follow.workflow."), "{all}");
    }
}
