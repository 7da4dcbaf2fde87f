//! Layouts, kept once each. Layouts of one *shape* have the same fields and scopes in
//! any order and units: their records are editions of one another.

use crate::sql::P;
use crate::sql::schema::LAYOUT;
use crate::tx::Result;
use crate::{StoreError, Tx};
use julin_model::{Digest, Layout};
use std::collections::HashMap;
use std::sync::Arc;

/// A stored layout.
#[derive(Debug, Clone)]
pub(crate) struct KnownLayout {
    pub key: i64,
    pub digest: String,
    pub shape: String,
    pub layout: Layout,
}

/// All stored layouts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Layouts {
    pub by_key: HashMap<i64, Arc<KnownLayout>>,
    by_digest: HashMap<String, i64>,
}

impl Layouts {
    /// The layout a record names.
    pub fn get(&self, key: i64) -> Result<&Arc<KnownLayout>> {
        let missing = || StoreError::Unreadable {
            table: "layout",
            reason: key.to_string(),
        };
        self.by_key.get(&key).ok_or_else(missing)
    }

    fn add(&mut self, known: KnownLayout) {
        self.by_digest.insert(known.digest.clone(), known.key);
        self.by_key.insert(known.key, Arc::new(known));
    }
}

impl Tx {
    /// All layouts.
    pub(crate) fn layouts(&mut self) -> Result<Arc<Layouts>> {
        if let Some(known) = &self.layouts {
            return Ok(known.clone());
        }
        let mut layouts = Layouts::default();
        self.conn()?.each(
            "SELECT key, digest, shape, about FROM layout",
            &[],
            &mut |row| {
                let unreadable = |e: serde_json::Error| StoreError::Unreadable {
                    table: "layout",
                    reason: e.to_string(),
                };
                layouts.add(KnownLayout {
                    key: row.int(0)?,
                    digest: row.string(1)?,
                    shape: row.string(2)?,
                    layout: serde_json::from_str(row.text(3)?).map_err(unreadable)?,
                });
                Ok(true)
            },
        )?;
        let layouts = Arc::new(layouts);
        self.layouts = Some(layouts.clone());
        Ok(layouts)
    }

    /// The stored layout equal to this one; stores it first if need be.
    pub(crate) fn put_layout(&mut self, layout: &Layout) -> Result<Arc<KnownLayout>> {
        let known = self.layouts()?;
        let about =
            serde_json::to_string(layout).map_err(|e| StoreError::Database(e.to_string()))?;
        let digest = Digest::of_bytes(about.as_bytes());
        if let Some(key) = known.by_digest.get(&digest) {
            return known.get(*key).cloned();
        }
        let shape = shape(layout);
        let key = self.insert_one(
            LAYOUT,
            &[P::Text(&digest), P::Text(&shape), P::Text(&about)],
        )?;
        let mut layouts = (*known).clone();
        layouts.add(KnownLayout {
            key,
            digest,
            shape,
            layout: layout.clone(),
        });
        let layouts = Arc::new(layouts);
        self.layouts = Some(layouts.clone());
        layouts.get(key).cloned()
    }
}

fn shape(layout: &Layout) -> String {
    let columns = layout.columns.iter();
    let mut parts: Vec<_> = columns
        .map(|c| (c.field.as_str(), c.scope.as_deref().unwrap_or_default()))
        .collect();
    parts.sort_unstable();
    let mut digest = Digest::new();
    for (field, scope) in parts {
        digest.part(field).part(scope);
    }
    digest.hex()
}
