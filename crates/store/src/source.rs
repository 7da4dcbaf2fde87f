//! Sources, with their bytes and their cleaned text. A source put again with other
//! data gets a new version; what was frozen before stays with the old one.

use crate::sql::P;
use crate::sql::schema::{SOURCE, SOURCE_CONTENT};
use crate::tx::{NOW, Result};
use crate::{StoreError, Tx};
use julin_model::{BatchId, Digest, Source, SourceId};
use std::collections::HashMap;
use std::sync::Arc;

/// One version of a source, without its data.
#[derive(Debug, Clone)]
pub(crate) struct KnownSource {
    pub key: i64,
    pub id: SourceId,
    pub series: String,
    pub raw_digest: Option<String>,
    pub cleaned_digest: Option<String>,
    pub batch: i64,
}

/// All versions of all sources, in the order they came.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    pub all: Vec<KnownSource>,
    by_key: HashMap<i64, usize>,
    last: HashMap<SourceId, usize>,
}

impl Sources {
    /// The source a record names, whether still in force or not.
    pub fn get(&self, key: i64) -> Result<&KnownSource> {
        let missing = || StoreError::Unreadable {
            table: "source",
            reason: key.to_string(),
        };
        self.by_key
            .get(&key)
            .map(|i| &self.all[*i])
            .ok_or_else(missing)
    }

    /// The last version in force.
    pub fn last(&self, id: &SourceId) -> Option<&KnownSource> {
        self.last.get(id).map(|i| &self.all[*i])
    }

    /// The last version in force, or a refusal.
    pub fn need(&self, id: &SourceId) -> Result<&KnownSource> {
        self.last(id)
            .ok_or_else(|| StoreError::UnknownSource(id.clone()))
    }

    /// Keys of all versions of a source.
    pub fn versions_of(&self, id: &SourceId) -> Vec<i64> {
        self.all
            .iter()
            .filter(|s| s.id == *id)
            .map(|s| s.key)
            .collect()
    }

    /// Keys of all versions of all sources of a series.
    pub fn of_series(&self, series: &str) -> Vec<i64> {
        self.all
            .iter()
            .filter(|s| s.series == series)
            .map(|s| s.key)
            .collect()
    }
}

impl Tx {
    /// All sources.
    pub(crate) fn known_sources(&mut self) -> Result<Arc<Sources>> {
        if let Some(known) = &self.sources {
            return Ok(known.clone());
        }
        let times = self.batch_times()?;
        let mut sources = Sources::default();
        let sql =
            "SELECT key, id, series, raw_digest, cleaned_digest, batch FROM source ORDER BY key";
        self.conn()?.each(sql, &[], &mut |row| {
            let source = KnownSource {
                key: row.int(0)?,
                id: source_id(row.text(1)?)?,
                series: row.string(2)?,
                raw_digest: row.opt_string(3)?,
                cleaned_digest: row.opt_string(4)?,
                batch: row.int(5)?,
            };
            let at = sources.all.len();
            sources.by_key.insert(source.key, at);
            if times.in_force(source.batch, NOW) {
                sources.last.insert(source.id.clone(), at);
            }
            sources.all.push(source);
            Ok(true)
        })?;
        let sources = Arc::new(sources);
        self.sources = Some(sources.clone());
        Ok(sources)
    }

    /// Puts a source; `raw` are its bytes, `cleaned` its text layer, where there is one.
    /// False when the very same is in force already.
    pub fn put_source(
        &mut self,
        batch: BatchId,
        source: &Source,
        raw: Option<&[u8]>,
        cleaned: Option<&str>,
    ) -> Result<bool> {
        self.in_batch(batch)?;
        let about =
            serde_json::to_string(source).map_err(|e| StoreError::Database(e.to_string()))?;
        let raw_digest = raw.map(Digest::of_bytes);
        let cleaned_digest = cleaned.map(|text| Digest::of_bytes(text.as_bytes()));
        let known = self.known_sources()?;
        let former = known.last(&source.id);
        if let Some(former) = former {
            let same_raw = raw.is_none() || raw_digest == former.raw_digest;
            let same_cleaned = cleaned.is_none() || cleaned_digest == former.cleaned_digest;
            if same_raw
                && same_cleaned
                && self.source_about(former.key)?.as_deref() == Some(about.as_str())
            {
                return Ok(false);
            }
        }
        // What is not given again is taken over from the version replaced.
        let kept = |new: Option<String>, old: Option<&String>| new.or_else(|| old.cloned());
        let raw_digest = kept(raw_digest, former.and_then(|f| f.raw_digest.as_ref()));
        let cleaned_digest = kept(
            cleaned_digest,
            former.and_then(|f| f.cleaned_digest.as_ref()),
        );
        let row = [
            P::Text(source.id.as_str()),
            P::Text(&source.series),
            P::Text(&about),
            P::opt(raw_digest.as_deref()),
            P::opt(cleaned_digest.as_deref()),
            P::opt_int(former.map(|f| f.key)),
            P::Int(batch.0),
        ];
        let key = self.insert_one(SOURCE, &row)?;
        if raw.is_some() || cleaned.is_some() {
            let mut insert = self.insert(SOURCE_CONTENT, 1)?;
            insert.row(&[P::Int(key), raw.map_or(P::Null, P::Bytes), P::opt(cleaned)])?;
            insert.finish()?;
        }
        self.sources = None;
        Ok(true)
    }

    fn source_about(&mut self, key: i64) -> Result<Option<String>> {
        let sql = "SELECT about FROM source WHERE key = $1";
        self.conn()?.one(sql, &[P::Int(key)], |row| row.string(0))
    }

    /// A source in force.
    pub fn source(&mut self, id: &SourceId) -> Result<Option<Source>> {
        let known = self.known_sources()?;
        let Some(last) = known.last(id) else {
            return Ok(None);
        };
        self.source_about(last.key)?
            .map(|about| read_source(&about))
            .transpose()
    }

    /// All sources in force, in the order they came.
    pub fn sources(&mut self) -> Result<Vec<Source>> {
        let known = self.known_sources()?;
        let mut found = Vec::new();
        self.conn()?.each(
            "SELECT key, about FROM source ORDER BY key",
            &[],
            &mut |row| {
                let version = known.get(row.int(0)?)?;
                if known
                    .last(&version.id)
                    .is_some_and(|last| last.key == version.key)
                {
                    found.push(read_source(row.text(1)?)?);
                }
                Ok(true)
            },
        )?;
        Ok(found)
    }

    /// The bytes of a source, where they were kept.
    pub fn source_raw(&mut self, id: &SourceId) -> Result<Option<Vec<u8>>> {
        let keys = self.content_keys(id)?;
        let sql = "SELECT raw FROM source_content WHERE key IN (INTS($1)) AND raw IS NOT NULL ORDER BY key DESC";
        let raw = self.conn()?.one(sql, &[P::Ints(&keys)], |row| {
            Ok(row.opt_bytes(0)?.map(<[u8]>::to_vec))
        })?;
        Ok(raw.flatten())
    }

    /// The text layer of a source, where there is one.
    pub fn source_cleaned(&mut self, id: &SourceId) -> Result<Option<String>> {
        let keys = self.content_keys(id)?;
        let sql = "SELECT cleaned FROM source_content WHERE key IN (INTS($1)) AND cleaned IS NOT NULL ORDER BY key DESC";
        Ok(self
            .conn()?
            .one(sql, &[P::Ints(&keys)], |row| row.opt_string(0))?
            .flatten())
    }

    /// Versions in force of a source.
    fn content_keys(&mut self, id: &SourceId) -> Result<Vec<i64>> {
        let (known, times) = (self.known_sources()?, self.batch_times()?);
        let versions = known
            .all
            .iter()
            .filter(|s| s.id == *id && times.in_force(s.batch, NOW));
        Ok(versions.map(|s| s.key).collect())
    }
}

/// A source's id as stored.
pub(crate) fn source_id(text: &str) -> Result<SourceId> {
    SourceId::new(text).map_err(|e| StoreError::Unreadable {
        table: "source",
        reason: e.to_string(),
    })
}

fn read_source(about: &str) -> Result<Source> {
    serde_json::from_str(about).map_err(|e| StoreError::Unreadable {
        table: "source",
        reason: e.to_string(),
    })
}
