//! Copying a whole store, history included, into an empty one of either database, and
//! proving by digest that nothing was lost or changed.

use crate::sql::schema::{Kind, TABLES, Table};
use crate::sql::{P, Row};
use crate::{Store, StoreError, Tx};

type Result<T> = std::result::Result<T, StoreError>;

/// What was copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Rows of all tables.
    pub rows: u64,
    /// Full digest of original and copy.
    pub digest: String,
}

/// Rows or bytes held at once.
const CHUNK: (usize, usize) = (2_000, 16 << 20);

/// Copies the store at `from` to `to`, which must be empty or missing. `progress` is told
/// the rows done so far.
pub fn copy(from: &str, to: &str, progress: &mut dyn FnMut(u64)) -> Result<Copied> {
    let (from, to) = (Store::open(from)?, Store::open_or_create(to)?);
    from.read(|original| {
        to.write(|target| {
            let place = to.place();
            refuse_full(target, &place)?;
            fill(original, target, progress)
        })
    })
}

pub(crate) fn refuse_full(target: &mut Tx, place: &str) -> Result<()> {
    let full = target.row_counts()?.values().any(|n| *n > 0);
    if full {
        Err(StoreError::NotEmpty(place.to_owned()))
    } else {
        Ok(())
    }
}

/// Removes every row, for a restore that was told to replace.
pub(crate) fn empty(target: &mut Tx) -> Result<()> {
    for table in TABLES {
        target
            .for_writing()?
            .execute(&format!("DELETE FROM {}", table.name), &[])?;
    }
    Ok(())
}

/// Copies all rows and compares digests before anything lasts.
pub(crate) fn fill(
    original: &mut Tx,
    target: &mut Tx,
    progress: &mut dyn FnMut(u64),
) -> Result<Copied> {
    let mut rows = 0;
    for table in TABLES {
        copy_table(table, original, target, &mut |new| {
            rows += new;
            progress(rows);
        })?;
    }
    let (digest, copy) = (original.full_digest()?, target.full_digest()?);
    if digest != copy {
        return Err(StoreError::CopyDiffers {
            original: digest,
            copy,
        });
    }
    Ok(Copied { rows, digest })
}

/// One value of a row on its way.
enum Held {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

fn copy_table(
    table: &'static Table,
    original: &mut Tx,
    target: &mut Tx,
    progress: &mut dyn FnMut(u64),
) -> Result<()> {
    let kinds: Vec<Kind> = table.columns().map(|(_, kind)| kind).collect();
    let sql = format!(
        "SELECT {} FROM {} ORDER BY key",
        table.column_list(),
        table.name
    );
    let (mut chunk, mut bytes) = (Vec::new(), 0);
    original.conn()?.each(&sql, &[], &mut |row| {
        bytes += hold(&row, &kinds, &mut chunk)?;
        if chunk.len() >= CHUNK.0 * kinds.len() || bytes >= CHUNK.1 {
            progress(send(table, target, &mut chunk, kinds.len())?);
            bytes = 0;
        }
        Ok(true)
    })?;
    progress(send(table, target, &mut chunk, kinds.len())?);
    Ok(())
}

fn hold(row: &Row, kinds: &[Kind], chunk: &mut Vec<Held>) -> Result<usize> {
    let mut bytes = 0;
    for (i, kind) in kinds.iter().enumerate() {
        let value = match kind {
            Kind::Int => row.opt_int(i)?.map(Held::Int),
            Kind::Text => row.opt_string(i)?.map(Held::Text),
            Kind::Bytes => row.opt_bytes(i)?.map(|b| Held::Bytes(b.to_vec())),
        };
        bytes += match &value {
            Some(Held::Text(text)) => text.len(),
            Some(Held::Bytes(bytes)) => bytes.len(),
            _ => 8,
        };
        chunk.push(value.unwrap_or(Held::Null));
    }
    Ok(bytes)
}

fn send(
    table: &'static Table,
    target: &mut Tx,
    chunk: &mut Vec<Held>,
    width: usize,
) -> Result<u64> {
    let mut insert = target.insert(table, chunk.len() / width)?;
    for row in chunk.chunks(width) {
        let values: Vec<P> = row
            .iter()
            .map(|value| match value {
                Held::Null => P::Null,
                Held::Int(number) => P::Int(*number),
                Held::Text(text) => P::Text(text),
                Held::Bytes(bytes) => P::Bytes(bytes),
            })
            .collect();
        insert.row(&values)?;
    }
    insert.finish()?;
    let rows = chunk.len() / width;
    chunk.clear();
    Ok(rows as u64)
}
