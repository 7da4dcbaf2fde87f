//! Documents handed in with cases, by the digest of their bytes.

use super::number_of;
use crate::Tx;
use crate::sql::P;
use crate::sql::schema::FOLLOW_DOCUMENT;
use crate::tx::Result;
use julin_model::Digest;

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDocument {
    /// What kind of file it is.
    pub media: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

impl Tx {
    /// Keeps a document; its digest.
    pub fn keep_document(&mut self, document: &KeptDocument) -> Result<String> {
        let digest = Digest::of_bytes(&document.content);
        self.take_turn(&format!("document {digest}"))?;
        let sql = "SELECT 1 FROM follow_document WHERE digest = $1";
        let known = self
            .for_writing()?
            .one(sql, &[P::Text(&digest)], |_| Ok(()))?;
        if known.is_none() {
            let row = [
                P::Int(number_of(&[&digest])),
                P::Text(&digest),
                P::Text(&document.media),
                P::Bytes(&document.content),
            ];
            self.for_writing()?
                .execute(&FOLLOW_DOCUMENT.insert(1), &row)?;
        }
        Ok(digest)
    }

    /// A document by its digest.
    pub fn document(&mut self, digest: &str) -> Result<Option<KeptDocument>> {
        let sql = "SELECT media, content FROM follow_document WHERE digest = $1";
        self.conn()?.one(sql, &[P::Text(digest)], |row| {
            Ok(KeptDocument {
                media: row.string(0)?,
                content: row.opt_bytes(1)?.unwrap_or_default().to_vec(),
            })
        })
    }
}
