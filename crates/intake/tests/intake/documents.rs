//! The documents of the fact base: every locator finds its words.

use crate::support::shared;
use julin_intake::document::{CleaningStep, Document, find_phrase};
use serde_json::Value;
use std::collections::HashMap;

fn documents(steps: &[CleaningStep]) -> HashMap<String, Document> {
    let files = std::fs::read_dir(shared("documents"))
        .unwrap()
        .map(|f| f.unwrap().path());
    let named = |path: std::path::PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let id = format!("s{}", &path.file_name().unwrap().to_string_lossy()[..3]);
        (id, Document::new(&text, steps))
    };
    files
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .map(named)
        .collect()
}

/// All `{source, line, phrase}` of a fact file.
fn locators(value: &Value, found: &mut Vec<(String, u32, String)>) {
    match value {
        Value::Object(map) => {
            let text = |key: &str| map.get(key).and_then(Value::as_str).map(str::to_owned);
            let line = map.get("line").and_then(Value::as_u64);
            if let (Some(source), Some(line), Some(phrase)) = (text("source"), line, text("phrase"))
            {
                found.push((source, line as u32, phrase));
            }
            map.values().for_each(|v| locators(v, found));
        }
        Value::Array(list) => list.iter().for_each(|v| locators(v, found)),
        _ => {}
    }
}

fn all_locators() -> Vec<(String, u32, String)> {
    let kinds = [
        "observations",
        "entities",
        "relations",
        "agreements",
        "programmes",
        "cases",
        "events",
        "discrepancies",
        "frameworks",
    ];
    let mut found = Vec::new();
    for kind in kinds {
        let text =
            std::fs::read_to_string(shared(&format!("domain/forum-facts/{kind}.yaml"))).unwrap();
        let value: Value = serde_saphyr::from_str(&text)
            .unwrap_or_else(|e| panic!("{kind}: {}", e.without_snippet()));
        locators(&value, &mut found);
    }
    found
}

#[test]
fn every_locator_of_the_fact_base_is_found_in_its_raw_line() {
    let documents = documents(&[]);
    assert_eq!(documents.len(), 5);
    let locators = all_locators();
    assert!(locators.len() > 227, "{}", locators.len());
    let missing: Vec<_> = locators
        .iter()
        .filter(|(source, line, phrase)| documents[source].find_raw(*line, phrase).is_empty())
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_locator_is_still_found_after_cleaning() {
    use CleaningStep::*;
    let steps = [
        StripImageMarks,
        StripBookmarkMarks,
        StripPinyin,
        StripMarkdownMarks,
        DropSpaces,
        Trim,
        JoinLines,
        DropBlankLines,
    ];
    let documents = documents(&steps);
    let missing: Vec<_> = all_locators()
        .into_iter()
        .filter(|(source, line, phrase)| documents[source].find_clean(*line, phrase).is_none())
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    for document in documents.values() {
        for line in document.clean_lines() {
            assert!(!line.text.contains("[bookmark:") && !line.text.contains("[image:"));
        }
    }
}

#[test]
fn noise_between_the_words_does_not_hide_them() {
    let line = "2025中關(guān)村論[bookmark: X1]壇 年會，９.4 万亿";
    let words = |phrase: &str| {
        find_phrase(line, phrase)
            .into_iter()
            .map(|r| &line[r])
            .collect::<Vec<_>>()
    };
    assert_eq!(words("關村論壇"), ["關(guān)村論[bookmark: X1]壇"]);
    assert_eq!(words("年會"), ["年會"]);
    assert_eq!(words("9.4万亿"), ["９.4 万亿"]);
    assert_eq!(words("无此语"), Vec::<&str>::new());
    assert_eq!(words(""), Vec::<&str>::new());
    // Latin words in brackets that are no pinyin stay.
    assert_eq!(find_phrase("主席(Ebba Lund)出席", "Ebba Lund").len(), 1);
}

#[test]
fn cleaning_keeps_the_way_back_to_raw_lines() {
    let text = "# 标题\r\n\r\n领先的 2025年\n\n成果。\n[image: 图]\n下一段";
    use CleaningStep::*;
    let document = Document::new(
        text,
        &[StripImageMarks, DropSpaces, JoinLines, DropBlankLines],
    );
    let lines: Vec<_> = document
        .clean_lines()
        .iter()
        .map(|l| (l.text.as_str(), l.raw.clone()))
        .collect();
    assert_eq!(
        lines,
        [
            ("# 标题", 1..=1),
            ("领先的2025年成果。", 3..=5),
            ("下一段", 7..=7)
        ]
    );
    assert_eq!(document.clean_of(5), Some(1));
    assert_eq!(document.clean_of(6), None);
    let (at, ranges) = document.find_clean(5, "年成果").unwrap();
    assert_eq!((at, ranges.len(), ranges[0].clone()), (1, 1, 13..22));
    assert_eq!(document.raw_line(7), Some("下一段"));
    assert_eq!(document.raw_line(0), None);
}
