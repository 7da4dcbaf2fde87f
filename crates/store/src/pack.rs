//! Which packs the facts in force were loaded from.

use crate::Tx;
use crate::sql::P;
use crate::sql::schema::PACK;
use crate::tx::{NOW, Result};
use julin_model::BatchId;
use std::collections::BTreeMap;

/// A loaded pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedPack {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Digest of its content.
    pub digest: String,
    /// The batch that brought it.
    pub batch: BatchId,
}

impl Tx {
    /// Notes that a batch loaded a pack.
    pub fn put_pack(
        &mut self,
        batch: BatchId,
        id: &str,
        version: &str,
        digest: &str,
    ) -> Result<()> {
        self.in_batch(batch)?;
        let row = [
            P::Text(id),
            P::Text(version),
            P::Text(digest),
            P::Int(batch.0),
        ];
        self.insert_one(PACK, &row).map(|_| ())
    }

    /// The pack as loaded last.
    pub fn pack(&mut self, id: &str) -> Result<Option<LoadedPack>> {
        Ok(self.packs()?.into_iter().find(|pack| pack.id == id))
    }

    /// All loaded packs in order of id.
    pub fn packs(&mut self) -> Result<Vec<LoadedPack>> {
        let times = self.batch_times()?;
        let mut last = BTreeMap::new();
        self.conn()?.each(
            "SELECT id, version, digest, batch FROM pack ORDER BY key",
            &[],
            &mut |row| {
                let batch = row.int(3)?;
                if times.in_force(batch, NOW) {
                    let (id, version, digest) = (row.string(0)?, row.string(1)?, row.string(2)?);
                    last.insert(
                        id.clone(),
                        LoadedPack {
                            id,
                            version,
                            digest,
                            batch: BatchId(batch),
                        },
                    );
                }
                Ok(true)
            },
        )?;
        Ok(last.into_values().collect())
    }
}
