//! Workbooks of Excel 97–2003, and workbooks with a password. Both come in a compound
//! file ([MS-CFB]); the sheet is written record by record ([MS-XLS]).

use crate::support::{look, take, told};
use julin_intake::Format;
use julin_model::Period;

const SECTOR: usize = 512;
/// Streams from here on stand in sectors of their own.
const CUTOFF: usize = 4096;
const END: u32 = 0xffff_fffe;
const FREE: u32 = 0xffff_ffff;

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// An entry of the directory: 5 is the root, 2 a stream.
fn entry(name: &str, kind: u8, child: u32, start: u32, size: usize) -> Vec<u8> {
    let mut entry = utf16(name);
    let length = entry.len() as u16 + 2;
    entry.resize(64, 0);
    entry.extend(length.to_le_bytes());
    entry.extend([kind, 1]);
    entry.extend([FREE, FREE, child].iter().flat_map(|n| n.to_le_bytes()));
    entry.resize(116, 0);
    entry.extend(start.to_le_bytes());
    entry.extend((size as u64).to_le_bytes());
    entry
}

/// A compound file with one stream: allocation table, directory, stream.
fn compound(name: &str, mut stream: Vec<u8>) -> Vec<u8> {
    stream.resize(stream.len().max(CUTOFF).next_multiple_of(SECTOR), 0);
    let sectors = (stream.len() / SECTOR) as u32;
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.resize(24, 0);
    for number in [0x3e_u16, 3, 0xfffe, 9, 6, 0, 0, 0] {
        bytes.extend(number.to_le_bytes());
    }
    for number in [0, 1, 1, 0, CUTOFF as u32, END, 0, END, 0, 0] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.resize(SECTOR, 0xff);
    let mut table = vec![0xffff_fffd, END];
    table.extend((3..sectors + 2).chain([END]));
    table.resize(SECTOR / 4, FREE);
    bytes.extend(table.iter().flat_map(|n| n.to_le_bytes()));
    bytes.extend(entry("Root Entry", 5, 1, END, 0));
    bytes.extend(entry(name, 2, FREE, 2, stream.len()));
    bytes.resize(3 * SECTOR, 0);
    bytes.extend(stream);
    bytes
}

fn record(id: u16, data: &[u8]) -> Vec<u8> {
    let head = [id, data.len() as u16];
    let mut record: Vec<u8> = head.iter().flat_map(|n| n.to_le_bytes()).collect();
    record.extend(data);
    record
}

/// Beginning of the workbook (5) or of a sheet (16), of Excel 97.
fn beginning(of: u8) -> Vec<u8> {
    let mut data = vec![0, 6, of, 0];
    data.resize(16, 0);
    record(0x0809, &data)
}

enum Cell {
    Text(&'static str),
    Number(f64),
}

fn cell(row: usize, column: usize, cell: &Cell) -> Vec<u8> {
    let at = [row as u16, column as u16, 0];
    let mut data: Vec<u8> = at.iter().flat_map(|n| n.to_le_bytes()).collect();
    match cell {
        Cell::Number(number) => {
            data.extend(number.to_le_bytes());
            record(0x0203, &data)
        }
        Cell::Text(text) => {
            data.extend((text.encode_utf16().count() as u16).to_le_bytes());
            data.push(1);
            data.extend(utf16(text));
            record(0x0204, &data)
        }
    }
}

/// The stream of a workbook with one sheet; `locks` stands behind its beginning.
fn workbook(locks: &[u8], rows: &[&[Cell]]) -> Vec<u8> {
    let name = utf16("数据");
    let mut stream = beginning(5);
    stream.extend(locks);
    let sheet_at = stream.len() + 4 + 8 + name.len() + 4;
    let mut sheet = (sheet_at as u32).to_le_bytes().to_vec();
    sheet.extend([0, 0, 2, 1]);
    sheet.extend(name);
    stream.extend(record(0x0085, &sheet));
    stream.extend(record(0x000a, &[]));
    assert_eq!(stream.len(), sheet_at);
    stream.extend(beginning(16));
    for (at, row) in rows.iter().enumerate() {
        for (column, value) in row.iter().enumerate() {
            stream.extend(cell(at, column, value));
        }
    }
    stream.extend(record(0x000a, &[]));
    stream
}

fn table() -> [[Cell; 3]; 2] {
    let headings = ["园区名称", "年份", "企业数(个)"].map(Cell::Text);
    let row = [
        Cell::Text("北京中关村"),
        Cell::Number(2023.0),
        Cell::Number(10.0),
    ];
    [headings, row]
}

#[test]
fn a_workbook_of_excel_97_is_read() {
    let rows = table();
    let stream = workbook(&[], &[&rows[0], &rows[1]]);
    for name in ["t.xls", "t.xlsx", "t"] {
        let bytes = compound("Workbook", stream.clone());
        let facts = look(name, bytes.clone()).unwrap().facts;
        assert_eq!(
            (facts.format, facts.sheets),
            (Format::Xls, vec!["数据".to_owned()])
        );
        let taken = take(name, bytes).unwrap();
        let expected = vec![("北京中关村".to_owned(), vec![Some(10.0)])];
        assert_eq!(taken.figures(), expected);
        assert_eq!(taken.rows[0].period, Some(Period::Year(2023)));
    }
}

/// A record that says how the rest is encrypted, and the stream that holds an encrypted
/// workbook of the new kind.
#[test]
fn a_workbook_with_a_password_says_so_and_what_to_do() {
    let rows = table();
    let old = workbook(&record(0x002f, &[1, 0, 1, 0]), &[&rows[0], &rows[1]]);
    let locked = [
        ("t.xls", compound("Workbook", old)),
        ("t.xlsx", compound("EncryptedPackage", vec![7; 9000])),
    ];
    for (name, bytes) in locked {
        let error = look(name, bytes).unwrap_err();
        assert_eq!(error.problem.code(), "intake.protected", "{name}");
        let finding = error.diagnostic();
        assert_eq!(finding.args.get("file").map(String::as_str), Some(name));
        told(&finding);
    }
}
