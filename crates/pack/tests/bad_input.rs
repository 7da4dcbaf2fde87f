//! One test per kind of mistake: what is reported, at which line and column.
//!
//! A marker `‹code›` stands in the text right before the token that must be pointed at;
//! it is taken out before reading, and line and column are counted from it.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail like tests")]

use julin_pack::{PackFiles, PackSource, Registry, load};

const MANIFEST: &str = "\
id: t
title: {zh: 试, en: Test}
version: \"1\"
checked_on: 2026-11-22
references:
  rule: {title: {zh: 办法, en: Rule}}
";

const UNITS: &str = "\
units:
  - {code: cny, label: {zh: 元, en: CNY}, dimension: cny, factor: 1}
  - {code: person, label: {zh: 人, en: people}, dimension: person, factor: 1}
";

const TYPES: &str = "\
types:
  - {id: park, label: {zh: 园区, en: Park}}
  - {id: person, label: {zh: 人, en: Person}}
  - {id: discrepancy, label: {zh: 不一, en: Discrepancy}}
relations:
  - {id: led_by, label: {zh: 负责人, en: led by}, reverse: {zh: 负责, en: leads}}
";

const FIELDS: &str = "\
fields:
  - {id: revenue, label: {zh: 收入, en: Revenue}, type: number, unit: cny, non_negative: true, of: [park]}
  - {id: bare, label: {zh: 数, en: Number}, type: number}
  - {id: word, label: {zh: 词, en: Word}, type: word}
  - {id: text, label: {zh: 文, en: Text}, type: text}
  - {id: flag, label: {zh: 是否, en: Flag}, type: flag}
  - {id: day, label: {zh: 日, en: Day}, type: date}
  - {id: other, label: {zh: 他, en: Other}, type: entity}
";

const SOURCES: &str = "sources:\n  - {id: src, title: {zh: 文, en: Text}, series: src}\n";

const ENTITIES: &str = "\
entities:
  - {id: east, type: park, name: {zh: 东, en: East}}
  - {id: li, type: person, name: {zh: 李, en: Li}}
";

/// Takes the markers out: the text, and `line:column code` for each.
fn unmark(marked: &str) -> (String, Vec<String>) {
    let (mut text, mut wanted) = (String::new(), Vec::new());
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('‹') {
        let (code, left) = after.split_once('›').unwrap();
        text.push_str(before);
        let line = text.matches('\n').count() + 1;
        let column = text.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        wanted.push(format!("{line}:{column} pack.{code}"));
        rest = left;
    }
    text.push_str(rest);
    (text, wanted)
}

/// Findings of a sound pack with `files` added or replaced, as `file:line:column code`.
fn findings(files: &[(&str, &str)]) -> Vec<String> {
    let base = [
        ("pack.yaml", MANIFEST),
        ("units/u.yaml", UNITS),
        ("types/t.yaml", TYPES),
        ("fields/f.yaml", FIELDS),
        ("sources/s.yaml", SOURCES),
        ("entities/e.yaml", ENTITIES),
    ];
    // Later files replace earlier ones of the same path.
    let pack = PackFiles::from_texts("t", base.into_iter().chain(files.iter().copied()));
    let loaded = load(PackSource::new().with([pack]), &Registry::new());
    let place = |d: &julin_model::Diagnostic| d.place.as_ref().map(ToString::to_string);
    loaded
        .diagnostics
        .iter()
        .map(|d| format!("{} {}", place(d).unwrap_or_default(), d.code))
        .collect()
}

/// Reads files with markers and compares what is found with them.
fn expect_files(files: &[(&str, &str)]) {
    let unmarked: Vec<(&str, String, Vec<String>)> = files
        .iter()
        .map(|(path, marked)| {
            let (text, wanted) = unmark(marked);
            (*path, text, wanted)
        })
        .collect();
    let texts: Vec<(&str, &str)> = unmarked
        .iter()
        .map(|(path, text, _)| (*path, &**text))
        .collect();
    let wanted = unmarked
        .iter()
        .flat_map(|(path, _, all)| all.iter().map(move |w| format!("t/{path}:{w}")));
    let mut wanted: Vec<String> = wanted.collect();
    let mut found = findings(&texts);
    wanted.sort();
    found.sort();
    assert_eq!(found, wanted, "{files:#?}");
}

fn expect(path: &str, marked: &str) {
    expect_files(&[(path, marked)]);
}

/// A facts file with one fact about `east`.
fn fact(rest: &str) {
    expect(
        "facts/x.yaml",
        &format!("facts:\n  - {{entity: east, {rest}}}\n"),
    );
}

#[test]
fn the_sound_pack_has_no_findings() {
    expect_files(&[]);
}

#[test]
fn broken_yaml_is_named_by_its_kind() {
    for marked in [
        "facts: ‹yaml.bracket›[a, b\n",
        // The quotation ends the latest where the next line does not go on with it.
        "facts: \"a\n‹yaml.quote›",
        "facts: 'a' ‹yaml.quote›b: c\n",
        "facts: ‹yaml.unknown-anchor›*no\n",
        "facts: !!binary ‹yaml.tag›aGk=\n",
        "facts: []\n‹yaml.several-documents›---\nfacts: []\n",
        "? ‹yaml.key-not-text›[a]\n: b\n",
        "‹empty-file›",
        "‹empty-file›# nothing\n",
        "facts: []\n‹duplicate-key›facts: []\n",
        "facts: []\n‹yaml.key›foo\n",
        "facts:\n\t‹yaml.tab›- a: 1\n",
    ] {
        expect("facts/x.yaml", marked);
    }
}

#[test]
fn keys() {
    expect(
        "facts/x.yaml",
        "facts:\n  - ‹missing-key›{entity: east, ‹unknown-key›feild: revenue, value: 1, at: {reference: rule}}\n",
    );
    fact("field: flag, value: true, ‹duplicate-key›value: false");
    expect("facts/x.yaml", "facts: []\n‹unknown-key›fact: []\n");
    expect("facts/x.yaml", "‹wrong-type.map›- a\n");
    expect("facts/x.yaml", "‹missing-key›{}\n");
}

#[test]
fn an_unknown_key_names_the_nearest() {
    let text = "id: t\ntitel: {zh: 试, en: T}\nversion: '1'\nchecked_on: 2026-01-01\n";
    let loaded = load(
        PackSource::new().with([PackFiles::from_texts("t", [("pack.yaml", text)])]),
        &Registry::new(),
    );
    let unknown = loaded
        .diagnostics
        .iter()
        .find(|d| d.code == "pack.unknown-key")
        .unwrap();
    assert_eq!(unknown.args["near"], "title");
}

#[test]
fn types_of_values() {
    let unit = |rest: &str| {
        expect(
            "units/x.yaml",
            &format!("units:\n  - {{dimension: a, {rest}}}\n"),
        )
    };
    let label = "label: {zh: 甲, en: A}";
    unit(&format!(
        "code: a, {label}, factor: ‹wrong-type.number›\"1\""
    ));
    unit("code: a, label: ‹wrong-type.map›甲, factor: 1");
    unit(&format!("code: a, {label}, factor: ‹factor›0"));
    unit(&format!(
        "code: a, {label}, factor: 1, spellings: ‹wrong-type.list›b"
    ));
    unit(&format!("code: ‹wrong-type.text›~, {label}, factor: 1"));
    let field = |rest: &str| {
        expect(
            "fields/x.yaml",
            &format!("fields:\n  - {{id: a, {label}, {rest}}}\n"),
        )
    };
    field("type: ‹unknown-word›nmber");
    field("type: ‹wrong-type.word›[number]");
    field("type: flag, many: ‹wrong-type.flag›yes");
    field("type: number, decimals: ‹wrong-type.integer›1.5");
    field("type: number, decimals: ‹bad-value›999");
    field("type: flag, unit: ‹unit-without-number›cny");
}

#[test]
fn several_findings_in_one_file() {
    expect(
        "units/x.yaml",
        "\
units:
  - {code: a, label: {zh: 甲, en: A}, dimension: a, factor: ‹wrong-type.number›x}
  - {code: b, ‹unknown-key›lable: {zh: 乙, en: B}, label: {zh: 乙, en: B}, dimension: a, factor: 1}
  - {code: c, label: ‹missing-label.en›{zh: 丙}, dimension: a, factor: 1}
  - ‹wrong-type.map›12
",
    );
}

#[test]
fn an_item_that_cannot_be_read_shifts_no_position_and_no_reference() {
    // The first entity cannot be read: the fact about it is not reported again, and the
    // finding about the third stands at the third.
    let entities = "\
entities:
  - {id: west, type: park, name: ‹wrong-type.map›西}
  - {id: north, type: park, name: {zh: 北, en: North}}
  - {id: south, type: ‹unknown-type›prak, name: {zh: 南, en: South}}
";
    let facts = "facts:\n  - {entity: west, field: flag, value: true}\n";
    expect_files(&[("entities/x.yaml", entities), ("facts/x.yaml", facts)]);
}

#[test]
fn a_file_that_cannot_be_read_hides_no_other_finding() {
    // Types are not known, so uses of types are not judged; the rest is.
    let facts = "facts:\n  - {entity: ‹unknown-entity›nobody, field: ‹unknown-field›nothing, value: true}\n";
    expect_files(&[
        ("types/t.yaml", "types: ‹yaml.bracket›["),
        ("facts/x.yaml", facts),
    ]);
}

#[test]
fn labels_in_both_languages() {
    let named = |name: &str| {
        expect(
            "entities/x.yaml",
            &format!("entities:\n  - {{id: x, type: park, name: {name}}}\n"),
        );
    };
    named("‹missing-label.en›{zh: 甲}");
    named("‹missing-label.zh›{en: A, zh: \"\"}");
    named("‹missing-label.both›{}");
    expect(
        "entities/x.yaml",
        "entities:\n  - id: x\n    type: park\n    name:\n      ‹missing-label.en›zh: 甲\n",
    );
}

#[test]
fn identifiers() {
    let entity = |id: &str| {
        expect(
            "entities/x.yaml",
            &format!("entities:\n  - {{id: {id}, type: park, name: {{zh: 甲, en: A}}}}\n"),
        );
    };
    entity("‹bad-id›East");
    expect(
        "entities/f.yaml",
        "entities:\n  - {id: ‹duplicate-id›east, type: park, name: {zh: 甲, en: A}}\n",
    );
    expect(
        "units/v.yaml",
        "units:\n  - {code: ‹duplicate-id›cny, label: {zh: 元, en: CNY}, dimension: cny, factor: 1}\n",
    );
    expect(
        "pack.yaml",
        &MANIFEST.replace("id: t", "id: ‹id-not-path›other"),
    );
    expect(
        "pack.yaml",
        &MANIFEST
            .replace(
                "  rule:",
                "  ok: {title: {zh: 甲, en: A}}\n  rule: {title: {zh: 甲, en: A}}\n  Law:",
            )
            .replace("  Law: {", "  Law: ‹bad-id›{"),
    );
    expect(
        "crosswalks/a.yaml",
        "id: ‹id-not-path›b\ntitle: {zh: 甲, en: A}\nlists: []\nrows: []\n",
    );
}

#[test]
fn dangling_references() {
    fact("field: ‹unknown-field›revenus, value: 1, at: {source: src, spot: L1}");
    fact("field: revenue, value: 1, at: {source: ‹unknown-source›srx, spot: L1}");
    fact("field: revenue, value: 1, at: {reference: ‹unknown-reference›rul}");
    fact("field: other, value: {entity: ‹unknown-entity›wang}");
    fact("field: flag, value: true, by: ‹unknown-entity›wang");
    fact("field: flag, value: true, discrepancy: ‹unknown-discrepancy›d");
    fact(
        "field: flag, value: true, also: [{source: src, spot: L1}, {source: ‹unknown-source›srx, spot: L1}]",
    );
    fact("field: revenue, value: 1, unit: ‹unknown-unit›cyn, at: {source: src, spot: L1}");
    expect(
        "facts/x.yaml",
        "defaults: {at: {source: ‹unknown-source›srx, spot: L1}}\nfacts: []\n",
    );
    expect(
        "links/x.yaml",
        "links:\n  - {type: ‹unknown-relation›ledby, from: east, to: ‹unknown-entity›le, at: {source: src, spot: L1}}\n",
    );
    expect(
        "fields/x.yaml",
        "fields:\n  - {id: a, label: {zh: 甲, en: A}, type: number, unit: ‹unknown-unit›eur, of: [park, ‹unknown-type›zone], reference: ‹unknown-reference›law}\n",
    );
}

#[test]
fn values_that_do_not_fit_their_field() {
    fact("field: revenue, value: ‹value-not-number›twelve, at: {source: src, spot: L1}");
    fact("field: revenue, value: ‹negative›-1, at: {source: src, spot: L1}");
    fact("field: word, value: ‹value-not-word›12, at: {source: src, spot: L1}");
    fact("field: text, value: ‹value-not-text›word");
    fact("field: flag, value: ‹value-not-flag›yes");
    fact("field: day, value: ‹value-not-date›2023-02-29");
    fact("field: day, value: ‹value-not-date›2023-2-1");
    fact("field: other, value: ‹value-not-entity›li");
    fact("field: other, value: ‹bad-value›{entity: li, zh: 李}");
    fact("field: other, value: {‹unknown-key›who: li}");
    fact("field: flag, value: ‹bad-value›[true]");
    fact("field: flag, value: ‹bad-value›~");
}

#[test]
fn units_of_numbers() {
    fact(
        "field: revenue, value: 1, unit: ‹unit-of-other-dimension›person, at: {source: src, spot: L1}",
    );
    fact("field: bare, value: ‹number-without-unit›1, at: {source: src, spot: L1}");
    fact("field: flag, value: true, unit: ‹unit-without-number›cny");
}

#[test]
fn evidence_or_nothing() {
    fact("field: revenue, value: ‹no-evidence›1");
    fact("field: revenue, value: 1, at: ‹at-which›{spot: L1}");
    fact("field: revenue, value: 1, at: ‹at-which›{source: src, reference: rule, spot: L1}");
    fact("field: revenue, value: 1, at: ‹at-without-spot›{source: src}");
    fact("field: revenue, value: 1, at: {source: src, spot: ‹bad-spot›12}");
    fact("field: flag, value: true, period: ‹bad-period›2024-13");
    // A file's and an entity's place hold for what stands in them; words need none.
    expect(
        "facts/x.yaml",
        "defaults: {at: {reference: rule}}\nfacts:\n  - {entity: east, field: revenue, value: 1}\n",
    );
    fact("field: flag, value: true");
}

#[test]
fn entities_and_links() {
    let entity = |rest: &str| {
        expect(
            "entities/x.yaml",
            &format!("entities:\n  - {{id: x, type: park, name: {{zh: 甲, en: A}}, {rest}}}\n"),
        );
    };
    entity("names: [‹missing-key›{kind: identifier, text: a}]");
    entity("names: [{kind: alias, scheme: ‹scheme-without-identifier›s, text: a}]");
    entity("names: [{kind: alias, text: ‹empty-name›\" \"}]");
    entity("facts: [{entity: ‹entity-within-entity›east, field: flag, value: true}]");
    entity("facts: [{field: revenue, value: ‹no-evidence›1}]");
    entity("at: {reference: rule}, facts: [{field: revenue, value: 1}]");
    entity("links: [‹missing-key›{type: led_by}]");
    entity("links: [‹link-with-three-ends›{type: led_by, from: east, to: li}]");
    entity("links: [{type: led_by, to: li}, {type: led_by, from: east}]");
    expect(
        "links/x.yaml",
        "links:\n  - ‹missing-key›{type: led_by, to: li}\n",
    );
    expect(
        "facts/x.yaml",
        "facts:\n  - ‹missing-key›{field: flag, value: true}\n",
    );
    expect(
        "facts/x.yaml",
        "facts:\n  - {entity: li, field: ‹field-of-other-type›revenue, value: 1, at: {reference: rule}}\n",
    );
    expect(
        "links/x.yaml",
        "links:\n  - {type: led_by, from: east, to: li}\n  - ‹duplicate-id›{type: led_by, from: east, to: li}\n",
    );
}

#[test]
fn crosswalks() {
    expect(
        "crosswalks/a.yaml",
        "\
id: a
title: {zh: 甲, en: A}
lists:
  - {id: l, title: {zh: 一, en: One}, items: [{id: l1, label: {zh: 一, en: 1}}, {id: l2, label: {zh: 二, en: 2}}]}
  - {id: m, title: {zh: 二, en: Two}, items: [{id: ‹duplicate-id›l1, label: {zh: 一, en: 1}}]}
rows:
  - {items: [l2, ‹unknown-item›l3], basis: told}
  - {items: [l2, null], basis: ‹unknown-word›guessed}
",
    );
    expect(
        "crosswalks/a.yaml",
        "\
id: a
title: {zh: 甲, en: A}
lists:
  - {id: l, title: {zh: 一, en: One}, items: [{id: l1, label: {zh: 一, en: 1}}, {id: l2, label: {zh: 二, en: 2}}]}
rows:
  - {items: [l1, ‹two-items-of-one-list›l2], basis: told}
",
    );
}

#[test]
fn discrepancies() {
    let text = "\
discrepancies:
  - id: d
    kind: slip
    subjects: [‹unknown-entity›west]
    says: [{text: {zh: 甲, en: A}, at: {source: ‹unknown-source›srx, spot: L1}}]
    why: {zh: 甲, en: A}
    use: {zh: 甲, en: A}
    confidence: low
  - id: ‹duplicate-id›li
    kind: slip
    subjects: []
    says: []
    why: {zh: 甲, en: A}
    use: {zh: 甲, en: A}
    confidence: high
";
    // The later of two declarations is reported: entities go before discrepancies.
    expect("discrepancies/a.yaml", text);
    expect(
        "discrepancies/a.yaml",
        "discrepancies:\n  - {id: d, kind: slip, subjects: [], says: [], why: {zh: 甲, en: A}, use: {zh: 甲, en: A}, confidence: ‹unknown-word›sure}\n",
    );
}

#[test]
fn files_and_folders() {
    assert_eq!(
        findings(&[("framworks/x.yaml", "a: 1\n")]),
        ["t/framworks/x.yaml pack.unknown-folder"]
    );
    assert_eq!(
        findings(&[("facts/x.yml", "facts: []\n")]),
        ["t/facts/x.yml pack.unknown-file"]
    );
    assert_eq!(
        findings(&[("x.yaml", "a: 1\n")]),
        ["t/x.yaml pack.unknown-file"]
    );
    assert_eq!(
        findings(&[("CHANGELOG.md", "# x\n"), ("facts/README.md", "x")]),
        [""; 0]
    );
    assert_eq!(
        findings(&[("facts/x.yaml", "\u{feff}facts: []\n")]),
        ["t/facts/x.yaml:1:1 pack.bom"]
    );
}

#[test]
fn wrong_encoding_is_placed_where_it_starts() {
    let mut pack = PackFiles::from_texts("t", [("pack.yaml", MANIFEST)]);
    // 园区 in GBK after four characters on line 2.
    let bytes = [
        b"facts: []\n# 1 ".as_slice(),
        &[0xd4, 0xb0, 0xc7, 0xf8],
        b"\n",
    ]
    .concat();
    pack.files.insert("facts/x.yaml".to_owned(), bytes.into());
    let loaded = load(PackSource::new().with([pack]), &Registry::new());
    let found: Vec<_> = loaded
        .diagnostics
        .iter()
        .map(|d| format!("{} {}", d.place.clone().unwrap(), d.code))
        .collect();
    assert_eq!(found.len(), 1, "{found:?}");
    // 0xd4 0xb0 happens to be valid UTF-8 for one character; 0xc7 0xf8 is not.
    assert_eq!(found, ["t/facts/x.yaml:2:6 pack.encoding"]);
}

#[test]
fn a_missing_or_broken_manifest_does_not_hide_the_rest() {
    let pack = PackFiles::from_texts("t", [("facts/x.yaml", "fact: []\n")]);
    let loaded = load(PackSource::new().with([pack]), &Registry::new());
    let codes: Vec<_> = loaded.diagnostics.iter().map(|d| d.code.as_str()).collect();
    assert_eq!(
        codes,
        ["pack.unknown-key", "pack.missing-key", "pack.no-manifest"]
    );
    expect_files(&[
        ("pack.yaml", "‹missing-key›id: t\n"),
        ("links/x.yaml", "links:\n  - ‹missing-key›{to: li}\n"),
    ]);
}

fn small_manifest(id: &str, requires: &str) -> String {
    format!(
        "id: {id}\ntitle: {{zh: 甲, en: A}}\nversion: '1'\nchecked_on: 2026-01-01\nrequires: [{requires}]\n"
    )
}

/// Pack `a` uses the type that pack `b` declares: order of loading, and findings.
fn two_packs(a: &str, b: &str) -> (String, Vec<String>) {
    let entity = "entities:\n  - {id: x, type: zone, name: {zh: 甲, en: A}}\n";
    let kinds = "types:\n  - {id: zone, label: {zh: 区, en: Zone}}\n";
    let a = PackFiles::from_texts(
        "a",
        [
            ("pack.yaml", &*small_manifest("a", a)),
            ("entities/e.yaml", entity),
        ],
    );
    let b = PackFiles::from_texts(
        "b",
        [
            ("pack.yaml", &*small_manifest("b", b)),
            ("types/t.yaml", kinds),
        ],
    );
    let loaded = load(PackSource::new().with([a, b]), &Registry::new());
    let order: Vec<_> = loaded.packs.iter().map(|p| p.id.clone()).collect();
    let line = |d: &julin_model::Diagnostic| format!("{} {}", d.place.clone().unwrap(), d.code);
    (
        order.join(" "),
        loaded.diagnostics.iter().map(line).collect(),
    )
}

#[test]
fn packs_that_need_one_another() {
    assert_eq!(two_packs("b", ""), ("b a".to_owned(), vec![]));
    // What is not there may declare anything, but this word has an owner.
    let missing = [
        "a/entities/e.yaml:2:19 pack.not-required",
        "a/pack.yaml:5:12 pack.missing-pack",
    ];
    assert_eq!(two_packs("c", "").1, missing);
    assert_eq!(two_packs("b", "a").1, ["b/pack.yaml:5:12 pack.circle"]);
    assert_eq!(
        two_packs("", "").1,
        ["a/entities/e.yaml:2:19 pack.not-required"]
    );
}
