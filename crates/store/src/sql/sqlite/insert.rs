//! Rows into a table of SQLite, many by one statement, which finds the end of the table
//! once; and what a column has said already is not bound again.

use super::{Result, Sqlite, bind, error, translate};
use crate::StoreError;
use crate::sql::P;
use crate::sql::schema::Table;
use rusqlite::CachedStatement;

/// Rows of one statement.
const BLOCK: usize = 64;
/// Longest text that is remembered.
const SHORT: usize = 16;

/// Rows on their way into a table.
pub(crate) struct Rows<'a> {
    one: CachedStatement<'a>,
    many: Option<CachedStatement<'a>>,
    place: &'a str,
    width: usize,
    /// What is bound to each parameter of `many`.
    bound: Vec<Bound>,
    /// Rows bound to `many` that wait.
    waiting: usize,
    /// Rows announced that have not come yet.
    left: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Bound {
    Null,
    Int(i64),
    Short([u8; SHORT], u8),
    Other,
}

impl Bound {
    fn of(value: &P) -> Self {
        match value {
            P::Null => Self::Null,
            P::Int(number) => Self::Int(*number),
            P::Text(text) if text.len() <= SHORT => {
                let mut bytes = [0; SHORT];
                bytes[..text.len()].copy_from_slice(text.as_bytes());
                Self::Short(bytes, text.len() as u8)
            }
            _ => Self::Other,
        }
    }
}

impl<'a> Rows<'a> {
    /// Begins to insert so many rows.
    pub fn new(db: &'a mut Sqlite, table: &'static Table, count: usize) -> Result<Self> {
        let one = db.translations.get(&table.insert(1), translate);
        let many = (count >= BLOCK).then(|| db.translations.get(&table.insert(BLOCK), translate));
        let prepare = |sql: String| {
            let prepared = db.db.prepare_cached(&sql);
            prepared.map_err(|e| error(&e, &db.place))
        };
        let width = table.columns().count();
        let bound = many.as_ref().map_or(0, |_| BLOCK * width);
        Ok(Self {
            one: prepare(one)?,
            many: many.map(prepare).transpose()?,
            place: &db.place,
            width,
            bound: vec![Bound::Null; bound],
            waiting: 0,
            left: count,
        })
    }

    /// Adds one row.
    pub fn row(&mut self, values: &[P]) -> Result<()> {
        self.write(values).map_err(|e| error(&e, self.place))
    }

    fn write(&mut self, values: &[P]) -> rusqlite::Result<()> {
        let whole_block = self.waiting + self.left >= BLOCK;
        self.left = self.left.saturating_sub(1);
        let Some(many) = self.many.as_mut().filter(|_| whole_block) else {
            bind(&mut self.one, values)?;
            return self.one.raw_execute().map(drop);
        };
        let first = self.waiting * self.width;
        for (at, value) in (first..).zip(values) {
            let new = Bound::of(value);
            if new == Bound::Other || self.bound[at] != new {
                many.raw_bind_parameter(at + 1, value)?;
                self.bound[at] = new;
            }
        }
        self.waiting += 1;
        if self.waiting == BLOCK {
            self.waiting = 0;
            many.raw_execute()?;
        }
        Ok(())
    }

    /// Ends; all rows announced must have come.
    pub fn finish(self) -> Result<()> {
        if self.waiting == 0 {
            Ok(())
        } else {
            Err(StoreError::Database(
                "rows announced are missing".to_owned(),
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::schema::NAME;
    use proptest::prelude::*;

    /// Few texts, so that columns repeat themselves, on both sides of [`SHORT`].
    fn text() -> impl Strategy<Value = String> {
        prop_oneof![
            Just(String::new()),
            Just("x".repeat(SHORT)),
            Just("x".repeat(SHORT + 1)),
            "[ab]{0,2}"
        ]
    }

    type Given = (i64, Option<String>, String);

    fn stored(rows: &[Given]) -> Vec<Given> {
        let mut db = Sqlite::open(None, true).unwrap();
        db.batch("CREATE TABLE name (key, entity, kind, lang, text, normal, batch)")
            .unwrap();
        let mut insert = Rows::new(&mut db, NAME, rows.len()).unwrap();
        for (key, (entity, lang, word)) in (1..).zip(rows) {
            let (key, lang) = (P::Int(key), P::opt(lang.as_deref()));
            let (same, word) = (P::Text("same"), P::Text(word));
            let row = [key, P::Int(*entity), same, lang, word, word, P::Null];
            insert.row(&row).unwrap();
        }
        insert.finish().unwrap();
        let mut found = Vec::new();
        let sql = "SELECT entity, lang, text FROM name WHERE kind = 'same' AND text = normal \
                   AND batch IS NULL ORDER BY key";
        db.each(sql, &[], &mut |row| {
            found.push((row.int(0)?, row.opt_string(1)?, row.string(2)?));
            Ok(true)
        })
        .unwrap();
        found
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn rows_arrive_as_they_were_given(
            rows in proptest::collection::vec((0..3i64, proptest::option::of(text()), text()), 0..3 * BLOCK),
        ) {
            prop_assert_eq!(stored(&rows), rows);
        }
    }

    #[test]
    fn a_row_announced_that_does_not_come_is_an_error() {
        let mut db = Sqlite::open(None, true).unwrap();
        db.batch("CREATE TABLE name (key, entity, kind, lang, text, normal, batch)")
            .unwrap();
        let mut insert = Rows::new(&mut db, NAME, BLOCK).unwrap();
        insert.row(&[P::Null; 7]).unwrap();
        assert!(insert.finish().is_err());
    }
}
