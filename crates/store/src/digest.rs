//! Digests of what is stored.
//!
//! The *state* digest says what is in force and nothing of how it came there: rows in any
//! order, without keys, batches and times. Each row is hashed by itself, and the hashes
//! are added up as 256-bit numbers (an additive multiset hash: Bellare and Micciancio
//! 1997), so that memory stays flat and no sorting is needed. The *full* digest covers
//! every row of every table in order of key.

use crate::record::STORED_COLUMNS;
use crate::sql::schema::{Kind, TABLES};
use crate::sql::{P, Row};
use crate::tx::{NOW, Result};
use crate::{Tx, name};
use julin_model::Digest;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;

/// A sum of hashes.
#[derive(Default)]
struct Sum([u64; 4], u64);

impl Sum {
    fn add(&mut self, parts: &[Option<&str>]) {
        let mut hash = Sha256::new();
        for part in parts {
            feed(&mut hash, part.map(str::as_bytes));
        }
        let hash = hash.finalize();
        let mut carry = false;
        for (sum, bytes) in self.0.iter_mut().zip(hash.chunks_exact(8)) {
            let mut word = [0; 8];
            word.copy_from_slice(bytes);
            let (first, over) = sum.overflowing_add(u64::from_le_bytes(word));
            let (second, again) = first.overflowing_add(u64::from(carry));
            (*sum, carry) = (second, over || again);
        }
        self.1 += 1;
    }

    fn hex(&self) -> String {
        let mut digest = Digest::new();
        for word in self.0 {
            digest.part(word.to_le_bytes());
        }
        digest.part(self.1.to_le_bytes()).hex()
    }
}

/// A part with its length before it; null differs from every text.
fn feed(hash: &mut Sha256, part: Option<&[u8]>) {
    match part {
        Some(bytes) => {
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        }
        None => hash.update(u64::MAX.to_le_bytes()),
    }
}

impl Tx {
    /// Digest of what is in force.
    pub fn state_digest(&mut self) -> Result<String> {
        let mut sum = Sum::default();
        self.add_sources(&mut sum)?;
        self.add_entities_in_force(&mut sum)?;
        self.add_names_in_force(&mut sum)?;
        self.add_records(&mut sum)?;
        for (_, relation) in self.relations_in_force("", &[])? {
            let text = serde_json::to_string(&relation).map_err(crate::record::unreadable)?;
            sum.add(&[Some("relation"), Some(&text)]);
        }
        for (from, into) in self.merges(NOW)?.gone() {
            sum.add(&[Some("merge"), Some(from), Some(into)]);
        }
        for pack in self.packs()? {
            sum.add(&[
                Some("pack"),
                Some(&pack.id),
                Some(&pack.version),
                Some(&pack.digest),
            ]);
        }
        Ok(sum.hex())
    }

    fn add_sources(&mut self, sum: &mut Sum) -> Result<()> {
        let known = self.known_sources()?;
        self.conn()?
            .each("SELECT key, about FROM source", &[], &mut |row| {
                let version = known.get(row.int(0)?)?;
                if known
                    .last(&version.id)
                    .is_some_and(|last| last.key == version.key)
                {
                    let (raw, cleaned) = (
                        version.raw_digest.as_deref(),
                        version.cleaned_digest.as_deref(),
                    );
                    sum.add(&[Some("source"), Some(row.text(1)?), raw, cleaned]);
                }
                Ok(true)
            })
    }

    fn add_entities_in_force(&mut self, sum: &mut Sum) -> Result<()> {
        let latest = self.latest(NOW)?;
        let sql = "SELECT key, batch, id, type, name_zh, name_en FROM entity";
        self.conn()?.each(sql, &[], &mut |row| {
            if latest.in_force(row.int(1)?) && latest.is_last(row.int(0)?) {
                let (id, kind) = (row.opt_text(2)?, row.opt_text(3)?);
                sum.add(&[Some("entity"), id, kind, row.opt_text(4)?, row.opt_text(5)?]);
            }
            Ok(true)
        })
    }

    fn add_names_in_force(&mut self, sum: &mut Sum) -> Result<()> {
        let latest = self.latest(NOW)?;
        let sql = "SELECT e.key, e.batch, n.batch, e.id, n.kind, n.lang, n.text FROM name n \
                   CROSS JOIN entity e WHERE e.key = n.entity AND n.kind <> $1";
        self.conn()?
            .each(sql, &[P::Text(name::OTHER_LANGUAGE)], &mut |row| {
                let (entity, made, named) = (row.int(0)?, row.int(1)?, row.int(2)?);
                if latest.in_force(made)
                    && latest.in_force(named)
                    && (made != named || latest.is_last(entity))
                {
                    let (id, kind) = (row.opt_text(3)?, row.opt_text(4)?);
                    sum.add(&[Some("name"), id, kind, row.opt_text(5)?, row.opt_text(6)?]);
                }
                Ok(true)
            })
    }

    fn add_records(&mut self, sum: &mut Sum) -> Result<()> {
        let (times, layouts, sources) =
            (self.batch_times()?, self.layouts()?, self.known_sources()?);
        let mut ended = std::collections::HashSet::new();
        self.conn()?.each(
            "SELECT old_record, batch FROM supersession",
            &[],
            &mut |row| {
                if times.in_force(row.int(1)?, NOW) {
                    ended.insert(row.int(0)?);
                }
                Ok(true)
            },
        )?;
        let sql = format!(
            "SELECT {STORED_COLUMNS} FROM record r CROSS JOIN entity e WHERE e.key = r.entity"
        );
        self.conn()?.each(&sql, &[], &mut |row| {
            if times.in_force(row.int(10)?, NOW) && !ended.contains(&row.int(0)?) {
                let layout = Some(layouts.get(row.int(3)?)?.digest.as_str());
                let source = Some(sources.get(row.int(4)?)?.id.as_str());
                let (entity, period, spot) = (row.opt_text(1)?, row.opt_text(2)?, row.opt_text(5)?);
                let (phrase, status, values) =
                    (row.opt_text(6)?, row.opt_text(7)?, row.opt_text(8)?);
                let (told, key) = (row.opt_text(9)?, row.opt_text(11)?);
                let parts = [
                    Some("record"),
                    entity,
                    period,
                    layout,
                    source,
                    spot,
                    phrase,
                    status,
                    values,
                    told,
                    key,
                ];
                sum.add(&parts);
            }
            Ok(true)
        })
    }

    /// Digest of everything ever written.
    pub fn full_digest(&mut self) -> Result<String> {
        self.close_batch()?;
        let mut hash = Sha256::new();
        for table in TABLES {
            feed(&mut hash, Some(table.name.as_bytes()));
            let kinds: Vec<Kind> = table.columns().map(|(_, kind)| kind).collect();
            let sql = format!(
                "SELECT {} FROM {} ORDER BY key",
                table.column_list(),
                table.name
            );
            self.conn()?.each(&sql, &[], &mut |row| {
                feed_row(&mut hash, &row, &kinds)?;
                Ok(true)
            })?;
        }
        let bytes = hash.finalize();
        Ok(Digest::new().part(bytes).hex())
    }

    /// How many rows each table has.
    pub(crate) fn row_counts(&mut self) -> Result<HashMap<&'static str, u64>> {
        let mut counts = HashMap::new();
        for table in TABLES {
            let sql = format!("SELECT COUNT(*) FROM {}", table.name);
            let count = self.conn()?.one(&sql, &[], |row| row.int(0))?.unwrap_or(0);
            counts.insert(table.name, count as u64);
        }
        Ok(counts)
    }
}

fn feed_row(hash: &mut Sha256, row: &Row, kinds: &[Kind]) -> Result<()> {
    for (i, kind) in kinds.iter().enumerate() {
        match kind {
            Kind::Int => {
                let bytes = row.opt_int(i)?.map(i64::to_le_bytes);
                feed(hash, bytes.as_ref().map(<[u8; 8]>::as_slice));
            }
            Kind::Text => feed(hash, row.opt_text(i)?.map(str::as_bytes)),
            Kind::Bytes => feed(hash, row.opt_bytes(i)?),
        }
    }
    Ok(())
}
