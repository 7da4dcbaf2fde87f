//! Cards of a file: the first column says what each is called, the others are fields.

use crate::call::{Answer, App};
use crate::row_file::RowFile;
use crate::set_words::set_of_words;
use julin_matching::Card;
use julin_model::{Diagnostic, Value};
use std::collections::BTreeMap;
use std::path::Path;

/// Cards in the order of the file.
pub(super) struct CardTable {
    pub cards: Vec<Card>,
    /// Where each stands in the file.
    pub lines: Vec<u32>,
    /// What was wrong, the first of it.
    pub findings: Vec<Diagnostic>,
    /// Cells that could not be read, all of them.
    pub bad_cells: u64,
}

/// Reads a file; of two rows of one name the second is told and left out. Numbers come in the unit of their field. `party` is the field that says
/// whose a card is.
pub(super) fn read_cards(app: &App, path: &Path, party: Option<&str>) -> Answer<CardTable> {
    let mut file = RowFile::open(app, path)?;
    let (mut cards, mut lines) = (Vec::new(), Vec::new());
    let mut seen = BTreeMap::<String, u32>::new();
    while let Some(id) = file.next_name()? {
        if let Some(first) = seen.get(&id) {
            let twice = Diagnostic::warning("app.card-twice").with("id", &id);
            let twice = twice.with("first", first).at(file.place(file.line(), 0));
            file.findings.push(twice);
            continue;
        }
        seen.insert(id.clone(), file.line());
        let mut values = BTreeMap::new();
        for (place, value) in file.values() {
            let column = file.field_column(place);
            let all = match value {
                Value::Word(words) if column.many => {
                    let words = set_of_words(&app.packs, &words);
                    words.into_iter().map(Value::Word).collect()
                }
                Value::Number(number) => {
                    let unit = column.expected.unit.as_deref();
                    vec![Value::Number(in_unit_of_field(
                        app,
                        column.field.as_str(),
                        (number, unit),
                    ))]
                }
                value => vec![value],
            };
            values.insert(column.field.to_string(), all);
        }
        let card = Card {
            id,
            party: String::new(),
            values,
        };
        let whose = party.and_then(|field| card.words(field).next());
        cards.push(Card {
            party: whose.unwrap_or_default().to_owned(),
            ..card
        });
        lines.push(file.line());
    }
    Ok(CardTable {
        cards,
        lines,
        findings: file.findings,
        bad_cells: file.bad_cells,
    })
}

/// A number of a heading's unit in that of its field.
fn in_unit_of_field(app: &App, field: &str, (number, unit): (f64, Option<&str>)) -> f64 {
    let field = julin_model::FieldId::new(field).ok();
    let field = field.and_then(|id| app.packs.field(&id));
    let own = field.and_then(|field| field.unit.as_deref());
    match (unit, own) {
        (Some(from), Some(to)) if from != to => {
            let factor = app.packs.units().factor(from, to);
            factor.map_or(number, |factor| number * factor)
        }
        _ => number,
    }
}
