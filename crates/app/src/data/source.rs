//! A source: its text with the passages statements rest on, raw or cleaned, and the
//! statements themselves.

use super::sources::source_line;
use crate::call::{Answer, App, Call};
use crate::contract::{SourceTextLine, SourceView, StatementView, TextLayer, TextMark};
use crate::error::AppError;
use crate::lookup::Lookup;
use julin_intake::document::Document;
use julin_model::{Locator, SourceId, SourceKind, Spot, StatementId};
use julin_store::Tx;
use std::collections::BTreeMap;
use std::ops::Range;

/// Which source, in which layer, looking for what.
#[derive(Debug, Clone, Default)]
pub struct SourceInput {
    /// Identifier.
    pub id: String,
    /// Raw or cleaned.
    pub layer: TextLayer,
    /// The statement whose passage is wanted.
    pub statement: Option<String>,
    /// Or the raw line that is wanted.
    pub line: Option<u32>,
}

/// Most statements and rows shown beside a source.
const MOST_STATEMENTS: usize = 2_000;
const MOST_ROWS: usize = 200;

/// One source.
pub fn source(app: &App, _call: &Call, input: &SourceInput) -> Answer<SourceView> {
    let missing = || AppError::not_found("source", &input.id);
    let id = SourceId::new(&input.id).map_err(|_| missing())?;
    app.store.read(|tx| {
        let found = tx.source(&id)?.ok_or_else(missing)?;
        let mut lookup = Lookup::new(app);
        let mut statements = Vec::new();
        for statement in tx.statements_of_source(&id, MOST_STATEMENTS, 0)? {
            statements.push(lookup.statement(tx, &statement, false)?);
        }
        statements.sort_by_key(|s| place_order(&s.locator.spot));
        let raw = tx.source_raw(&id)?;
        let mut view = SourceView {
            line: source_line(tx, &found)?,
            file: found.file,
            url: found.url,
            licence: found.licence,
            note: found.note,
            lines: Vec::new(),
            layer: input.layer,
            statements,
            sheet_rows: Vec::new(),
        };
        let Some(raw) = raw else { return Ok(view) };
        if found.kind == SourceKind::Table {
            view.sheet_rows = first_rows(view.file.as_deref().unwrap_or_default(), raw)?;
        } else if let Ok(text) = String::from_utf8(raw) {
            let document = Document::new(&text, &app.packs.cleaning_of(&id));
            let passages = passages(tx, &view.statements, &id, input)?;
            view.lines = match input.layer {
                TextLayer::Raw => raw_lines(&document, &passages),
                TextLayer::Cleaned => clean_lines(&document, &passages),
            };
        }
        Ok(view)
    })
}

fn place_order(spot: &Spot) -> (u32, u32) {
    match spot {
        Spot::Whole | Spot::Article(_) => (0, 0),
        Spot::Line(line) | Spot::Page(line) => (1, *line),
        Spot::Row { row, column, .. } => (*row, column.unwrap_or(0)),
    }
}

/// A passage to mark.
struct Passage {
    phrase: Option<String>,
    statement: String,
    wanted: bool,
}

/// Passages by raw line: one per statement, and where others say the same; the wanted
/// line itself when no statement stands there.
fn passages(
    tx: &mut Tx,
    statements: &[StatementView],
    id: &SourceId,
    input: &SourceInput,
) -> Answer<BTreeMap<u32, Vec<Passage>>> {
    let mut passages: BTreeMap<u32, Vec<Passage>> = BTreeMap::new();
    let mut add = |locator: &Locator, statement: String, wanted: bool| {
        if let Spot::Line(line) = locator.spot {
            let passage = Passage {
                phrase: locator.phrase.clone(),
                statement,
                wanted,
            };
            passages.entry(line).or_default().push(passage);
        }
    };
    let wanted = |id: &str| input.statement.as_deref() == Some(id);
    for s in statements {
        let id = s.figure.statement.to_string();
        let is_wanted = wanted(&id);
        add(&s.locator, id, is_wanted);
    }
    // A statement of another source may cite this one as saying the same.
    if let Some(asked) = input
        .statement
        .clone()
        .and_then(|s| StatementId::try_from(s).ok())
        && let Some(statement) = tx.statement(asked)?
    {
        let also = statement.told.into_iter().flat_map(|told| told.also);
        also.filter(|cited| cited.source == *id)
            .for_each(|cited| add(&cited.locator, asked.to_string(), true));
    }
    if let Some(line) = input.line.filter(|line| !passages.contains_key(line)) {
        let whole = Passage {
            phrase: None,
            statement: String::new(),
            wanted: true,
        };
        passages.insert(line, vec![whole]);
    }
    Ok(passages)
}

fn raw_lines(document: &Document, passages: &BTreeMap<u32, Vec<Passage>>) -> Vec<SourceTextLine> {
    let line = |(number, text): (u32, &String)| {
        let find = |passage: &Passage| match &passage.phrase {
            Some(phrase) => document.find_raw(number, phrase),
            None => std::iter::once(0..text.len()).collect(),
        };
        SourceTextLine {
            number,
            text: text.clone(),
            marks: marks(passages.get(&number), find),
        }
    };
    (1u32..).zip(document.raw_lines()).map(line).collect()
}

fn clean_lines(document: &Document, passages: &BTreeMap<u32, Vec<Passage>>) -> Vec<SourceTextLine> {
    let line = |(at, clean): (usize, &julin_intake::document::CleanLine)| {
        let mut found = Vec::new();
        for (number, list) in passages.range(clean.raw.clone()) {
            let find = |passage: &Passage| match &passage.phrase {
                Some(phrase) => document
                    .find_clean(*number, phrase)
                    .filter(|(place, _)| *place == at)
                    .map_or_else(Vec::new, |f| f.1),
                None => std::iter::once(0..clean.text.len()).collect(),
            };
            found.extend(marks(Some(list), find));
        }
        SourceTextLine {
            number: *clean.raw.start(),
            text: clean.text.clone(),
            marks: apart(found),
        }
    };
    document
        .clean_lines()
        .iter()
        .enumerate()
        .map(line)
        .collect()
}

fn marks(
    passages: Option<&Vec<Passage>>,
    find: impl Fn(&Passage) -> Vec<Range<usize>>,
) -> Vec<TextMark> {
    let mut found = Vec::new();
    for passage in passages.into_iter().flatten() {
        for range in find(passage).into_iter().filter(|range| !range.is_empty()) {
            let statement = passage.statement.clone();
            found.push(TextMark {
                start: range.start,
                end: range.end,
                wanted: passage.wanted,
                statement,
            });
        }
    }
    apart(found)
}

/// In order and not overlapping; a wanted mark goes before any other.
fn apart(mut found: Vec<TextMark>) -> Vec<TextMark> {
    found.sort_by_key(|mark| (!mark.wanted, mark.start, mark.end));
    let mut kept: Vec<TextMark> = Vec::new();
    for mark in found {
        if kept
            .iter()
            .all(|other| mark.end <= other.start || other.end <= mark.start)
        {
            kept.push(mark);
        }
    }
    kept.sort_by_key(|mark| mark.start);
    kept
}

fn first_rows(file: &str, raw: Vec<u8>) -> Answer<Vec<Vec<String>>> {
    let input = julin_intake::Input::bytes(file, raw);
    let mut table = julin_intake::open(&input, &julin_intake::OpenOptions::default())?;
    let mut rows = Vec::new();
    let mut row = julin_intake::read::row::RawRow::default();
    while table.next_row(&mut row)? {
        rows.push(row.shown());
        if rows.len() == MOST_ROWS {
            break;
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(start: usize, end: usize, wanted: bool) -> TextMark {
        TextMark {
            start,
            end,
            wanted,
            statement: String::new(),
        }
    }

    #[test]
    fn the_wanted_mark_wins_over_those_it_overlaps() {
        let kept = apart(vec![
            mark(0, 6, false),
            mark(3, 9, true),
            mark(9, 12, false),
        ]);
        assert_eq!(kept, [mark(3, 9, true), mark(9, 12, false)]);
    }
}
