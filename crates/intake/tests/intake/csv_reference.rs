//! The streaming reader against a plain one that reads the whole file at once.

use encoding_rs::{GB18030, UTF_8, UTF_16LE};
use julin_intake::read::row::RawRow;
use julin_intake::{Input, OpenOptions, open};
use proptest::prelude::*;

fn encode(text: &str, encoding: &str) -> Vec<u8> {
    match encoding {
        "gb18030" => GB18030.encode(text).0.into_owned(),
        "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        _ => text.as_bytes().to_vec(),
    }
}

/// Decodes everything, then walks character by character.
fn plain(bytes: &[u8], encoding: &str, separator: char) -> Vec<Vec<String>> {
    let encoding = match encoding {
        "gb18030" => GB18030,
        "utf-16le" => UTF_16LE,
        _ => UTF_8,
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let text = text.replace("\r\n", "\n");
    let mut rows = vec![];
    let mut row = vec![String::new()];
    let (mut quoted, mut at_start) = (false, true);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let cell = row.last_mut().unwrap();
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' if quoted => quoted = false,
            '"' if at_start => quoted = true,
            _ if quoted => cell.push(c),
            _ if c == separator => row.push(String::new()),
            '\n' => rows.push(std::mem::replace(&mut row, vec![String::new()])),
            _ => cell.push(c),
        }
        at_start = !quoted && (c == separator || c == '\n');
    }
    if row != [""] || !text.ends_with('\n') && !text.is_empty() {
        rows.push(row);
    }
    rows
}

fn streamed(bytes: &[u8], encoding: &str, separator: char) -> Vec<Vec<String>> {
    let options = OpenOptions {
        encoding: Some(encoding.to_owned()),
        separator: Some(separator.to_string()),
        ..OpenOptions::default()
    };
    let mut table = open(&Input::bytes("t.csv", bytes), &options).unwrap();
    let mut row = RawRow::default();
    let mut rows = vec![];
    while table.next_row(&mut row).unwrap() {
        assert_eq!(row.number as usize, rows.len() + 1);
        rows.push(row.shown());
    }
    rows
}

/// A cell as a program writes it, quoted where it must be.
fn written(cell: &str, separator: char) -> String {
    if cell.contains([separator, '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn streamed_and_plain_agree(
        rows in prop::collection::vec(prop::collection::vec("[a-z0-9\",;|\t\n 园区，．é]{0,8}", 1..6), 1..40),
        separator in prop::sample::select(vec![',', ';', '\t', '|', '，']),
        encoding in prop::sample::select(vec!["utf-8", "gb18030", "utf-16le"]),
        line_end in prop::sample::select(vec!["\n", "\r\n"]),
        last_line_end in any::<bool>(),
    ) {
        let line = |row: &Vec<String>| {
            let cells: Vec<String> = row.iter().map(|c| written(c, separator)).collect();
            cells.join(&separator.to_string())
        };
        let mut text = rows.iter().map(line).collect::<Vec<_>>().join(line_end);
        // Something to see in the first place, so that the file is not blank or "sep=".
        text.insert_str(0, &format!("head{line_end}"));
        if last_line_end {
            text.push_str(line_end);
        }
        let bytes = encode(&text, encoding);
        prop_assert_eq!(streamed(&bytes, encoding, separator), plain(&bytes, encoding, separator));
    }

    #[test]
    fn any_text_reads_without_a_panic(text in "[\"',\n\r;a园\\PC]{0,60}") {
        let mut table = match open(&Input::bytes("t.csv", text.as_bytes()), &OpenOptions::default()) {
            Ok(table) => table,
            Err(_) => return Ok(()),
        };
        let mut row = RawRow::default();
        while let Ok(true) = table.next_row(&mut row) {}
    }
}

#[test]
fn rows_across_the_edges_of_blocks() {
    // Longer than several blocks, with cells of every length, quoted and not.
    let cell = |n: usize| {
        if n.is_multiple_of(3) {
            format!("\"甲,{}\n\"", "x".repeat(n % 97))
        } else {
            "园区".repeat(n % 31)
        }
    };
    let text: String = (0..40_000)
        .map(|n| format!("{n},{},{}\r\n", cell(n), cell(n + 1)))
        .collect();
    assert!(text.len() > 3_000_000);
    for encoding in ["utf-8", "gb18030", "utf-16le"] {
        let bytes = encode(&text, encoding);
        assert!(
            streamed(&bytes, encoding, ',') == plain(&bytes, encoding, ','),
            "{encoding}"
        );
    }
}

#[test]
fn agrees_with_the_csv_crate() {
    let text = "a,b\n\"x\"\"y\",\"1\n2\"\n,\n".repeat(1000);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let expected: Vec<Vec<String>> = reader
        .records()
        .map(|r| r.unwrap().iter().map(str::to_owned).collect())
        .collect();
    assert_eq!(streamed(text.as_bytes(), "utf-8", ','), expected);
}
