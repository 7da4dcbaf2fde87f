//! One bit of a copied database is changed, in every column of every table of cases and at
//! random places of the file: the check finds each.

use crate::office::{FIRM_FIELDS, FIRMS, hands_at, import_firms, packs_alone, packs_with, put};
use julin_app::contract::CasesVerified;
use julin_app::follow::{self, ActInput, CaseCommand, OpenCaseInput, Upload, What};
use julin_app::{Answer, App, Call, Opening};
use julin_model::Text;
use julin_store::testing::{case_columns, flip_bit, write_anew};
use julin_store::{Store, StoreError};
use std::collections::BTreeMap;
use std::path::Path;

const FLIPS: u64 = 200;
const HOURS: &str = "
title: {zh: 办公时间, en: Office hours}
offset: '+08:00'
rest: [saturday, sunday]
hours: ['09:00-12:00', '13:00-17:00']
years: [{year: 2026, holidays: []}]
";
const FLOW: &str = "
title: {zh: 走访, en: Visit}
version: 3
code: FL
calendar: tiny/hours
subject: {title: {zh: 企业, en: Firm}, types: [enterprise]}
roles:
- {id: visitor, title: {zh: 走访人, en: Visitor}, taken: opening}
- {id: desk, title: {zh: 受理岗, en: Desk}, taken: claimed}
fields:
- {id: day, title: {zh: 日期, en: Day}, kind: date}
- {id: body, title: {zh: 部门, en: Department}, kind: line}
states:
- {id: planned, title: {zh: 已安排, en: Planned}, turn: [desk]}
- {id: noted, title: {zh: 已记录, en: Noted}, phase: done}
acts:
- {id: plan, title: {zh: 安排, en: Plan}, to: [planned], by: [visitor], needs: [day, body]}
- {id: look, title: {zh: 查看, en: Look}, from: [planned], by: [desk], reason: true}
- {id: note, title: {zh: 记录, en: Note}, from: [planned], to: [noted], by: [visitor]}
clocks:
- {id: look, title: {zh: 时限, en: Limit}, starts: [plan], stops: [note], allows: {working-hours: 30}, warns: [desk]}
obligations: {title: {zh: 承诺, en: Promises}, made_by: [visitor], owned_by: [visitor, desk]}
budget: {name: calls, day: day, body: body, uses: [plan], frees: [], most_per_month: 9}
";

const FILES: [(&str, &str); 2] = [
    ("calendars/hours.yaml", HOURS),
    ("workflows/flow.yaml", FLOW),
];

fn url(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

fn check(file: &Path) -> Answer<CasesVerified> {
    let hands = hands_at("2026-11-25T01:00:00Z");
    let app = App::open(&url(file), Opening::Existing, packs_alone(FILES), hands)?;
    follow::verify_cases(&app, &Call::named("check"))
}

/// Cases with everything there is to keep: entries, parts, promises, calls, documents.
fn fill(file: &Path) {
    let hands = hands_at("2026-11-23T01:00:00Z");
    let all = FILES.into_iter().chain([("fields/f.yaml", FIRM_FIELDS)]);
    let app = App::open(&url(file), Opening::Create, packs_with(all), hands.clone()).unwrap();
    import_firms(&app, file.parent().unwrap(), FIRMS);
    for n in 0..4 {
        let fields = [
            ("day", "2026-11-24".to_owned()),
            ("body", format!("部门{n}")),
        ];
        let input = OpenCaseInput {
            workflow: "tiny/flow".to_owned(),
            title: Text::new("走访一家企业", "A visit to a firm"),
            subject: Some("甲公司".to_owned()),
            fields: fields.map(|(id, value)| (id.to_owned(), value)).into(),
            basis: "走访计划第三号".to_owned(),
            key: Some(format!("flip-{n}")),
            ..OpenCaseInput::default()
        };
        let code = follow::open_case(&app, &Call::named("走访人张三"), &input)
            .unwrap()
            .code;
        let send = |who: &str, what: What, documents: Vec<Upload>| {
            let command = CaseCommand {
                basis: "电话记录".to_owned(),
                documents,
                ..CaseCommand::new(&code, what)
            };
            follow::act_in_case(&app, &Call::named(who), &command).unwrap();
        };
        let upload = Upload {
            name: format!("照片{n}.txt"),
            content: format!("一张照片的说明，第{n}份").into_bytes(),
        };
        let documents = Vec::new();
        send("走访人张三", What::Attach { documents }, vec![upload]);
        let (title, owner) = (Text::same("寄送政策汇编"), "visitor".to_owned());
        let due = "2026-12-01".parse().ok();
        send("走访人张三", What::Oblige { title, owner, due }, Vec::new());
        let act = ActInput {
            act: if n % 2 == 0 { "look" } else { "note" }.to_owned(),
            reason: "看过了".to_owned(),
            people: BTreeMap::new(),
            ..ActInput::default()
        };
        let who = if n % 2 == 0 {
            "受理岗李四"
        } else {
            "走访人张三"
        };
        send(who, What::Act(act), Vec::new());
    }
    put(&hands, "2026-11-25T01:00:00Z");
    follow::wake_cases(&app, &Call::named("clock")).unwrap();
}

/// SplitMix64.
fn mixed(n: u64) -> usize {
    let mut mixed = (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed >> 20) as usize
}

struct Copies {
    folder: tempfile::TempDir,
    sound: CasesVerified,
}

impl Copies {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("first.db");
        fill(&file);
        write_anew(&url(&file)).unwrap();
        let sound = check(&file).unwrap();
        assert_eq!(sound.faults, []);
        assert_eq!(sound.cases, 4);
        Self { folder, sound }
    }

    /// A new copy.
    fn copy(&self) -> std::path::PathBuf {
        let file = self.folder.path().join("copy.db");
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{ending}", file.display()));
        }
        std::fs::copy(self.folder.path().join("first.db"), &file).unwrap();
        file
    }

    /// What the check finds in a copy that was changed: faults, or that it cannot be read,
    /// or, for what nothing else is derived from, another digest.
    fn found(&self, file: &Path, by_digest: bool) -> bool {
        match check(file) {
            Err(_) => true,
            Ok(found) => {
                !found.faults.is_empty() || (by_digest && found.digest != self.sound.digest)
            }
        }
    }
}

#[test]
fn a_flipped_bit_of_any_stored_value_is_found() {
    let copies = Copies::new();
    let columns = case_columns();
    let mut flipped = BTreeMap::<&str, u32>::new();
    for n in 0..FLIPS.max(3 * columns.len() as u64) {
        let place = columns[n as usize % columns.len()];
        let file = copies.copy();
        // What the database itself refuses (a number twice) cannot be stored.
        if !flip_bit(&url(&file), place, (mixed(2 * n), mixed(2 * n + 1))).unwrap_or(false) {
            continue;
        }
        // When a version was kept, and in which place, shows in the digest alone.
        let by_digest = place.0 == "workflow_version" && ["key", "kept_at"].contains(&place.1);
        assert!(check(&file).is_ok(), "told as a finding: {place:?} {n}");
        assert!(copies.found(&file, by_digest), "{place:?} {n}");
        *flipped.entry(place.0).or_default() += 1;
    }
    assert_eq!(flipped.len(), 6, "every table: {flipped:?}");
    assert!(
        flipped.values().sum::<u32>() as u64 >= FLIPS * 3 / 4,
        "{flipped:?}"
    );
}

/// Bytes that are no text are a finding about their row: all else is checked as before.
#[test]
fn a_text_that_is_none_is_told_and_the_rest_is_checked() {
    let copies = Copies::new();
    let file = copies.copy();
    let last = copies.sound.events as usize - 1;
    // The highest bit of the first byte, in the first case and the second; in the last
    // entry of the last case a bit that leaves a text.
    for (place, flip) in [
        (("follow_event", "basis"), (0, 7)),
        (("follow_case", "head"), (1, 7)),
        (("follow_event", "hash"), (last, 0)),
        (("follow_document", "media"), (0, 7)),
    ] {
        assert!(flip_bit(&url(&file), place, flip).unwrap(), "{place:?}");
    }
    let found = check(&file).unwrap();
    assert_eq!(found.cases, copies.sound.cases);
    let faults = found
        .faults
        .iter()
        .filter(|own| own.code.contains(".verify."));
    let codes: Vec<&str> = faults.map(|own| own.code.as_str()).collect();
    for wanted in [
        "app.verify.entry-unreadable",
        "app.verify.row-unreadable",
        "app.verify.hash",
    ] {
        assert!(codes.contains(&wanted), "{wanted}: {codes:?}");
    }
    let entry = found
        .faults
        .iter()
        .find(|own| own.code == "app.verify.entry-unreadable");
    assert_eq!(entry.unwrap().args["number"], "1");
}

#[test]
fn a_flipped_bit_of_the_file_is_found() {
    let copies = Copies::new();
    let first = copies.folder.path().join("first.db");
    let bytes = std::fs::read(&first).unwrap();
    // Where in the file stored values stand, those of indexes among them.
    let mut places = Vec::new();
    for value in values(&url(&first)) {
        let found = bytes.windows(value.len()).enumerate();
        let found = found.filter(|(_, own)| *own == value.as_bytes());
        places.extend(found.map(|(at, _)| (at, value.len())));
    }
    assert!(places.len() > 60, "{}", places.len());
    for n in 0..FLIPS {
        let (at, length) = places[mixed(3 * n) % places.len()];
        let mut bytes = bytes.clone();
        let at = at + mixed(3 * n + 1) % length;
        bytes[at] ^= 1 << (mixed(3 * n + 2) % 8);
        let file = copies.copy();
        std::fs::write(&file, &bytes).unwrap();
        assert!(copies.found(&file, false), "byte {at} of the file");
    }
}

/// Long texts that stand in the tables of cases and nowhere else.
fn values(url: &str) -> Vec<String> {
    let store = Store::open(url).unwrap();
    let read = store.read::<_, StoreError>(|tx| {
        let mut values = Vec::new();
        let mut keys = Vec::new();
        for key in tx.case_keys()? {
            let (row, events) = tx.case_to_check(key)?.unwrap();
            keys.push(row.key);
            values.push(row.head);
            for event in events {
                let what = event.what;
                values.extend([event.hash, what.deed, what.basis]);
            }
        }
        for key in keys {
            values.extend(tx.visit_of(key)?.map(|(_, visit)| visit.body));
        }
        for kept in tx.workflow_versions()? {
            values.extend([kept.digest, kept.spec]);
        }
        let documents = tx.documents_checked()?.into_iter().flatten();
        values.extend(documents.map(|own| own.0));
        Ok(values)
    });
    let mut values = read.unwrap();
    values.retain(|value| value.len() >= 8);
    values.sort();
    values.dedup();
    values
}
