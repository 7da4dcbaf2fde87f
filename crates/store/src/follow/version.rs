//! Versions of workflows that cases run on: kept as they were, whatever becomes of the
//! packs.

use crate::Tx;
use crate::sql::schema::WORKFLOW_VERSION;
use crate::sql::{P, Row};
use crate::tx::{Result, micros};
use chrono::{DateTime, Utc};

/// A version of a workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptVersion {
    /// Digest of its text.
    pub digest: String,
    /// `<pack>/<name>`.
    pub workflow: String,
    /// The number its pack gives it.
    pub version: u32,
    /// The workflow, as JSON.
    pub spec: String,
}

const COLUMNS: &str = "SELECT digest, workflow, version, spec FROM workflow_version";

impl Tx {
    /// Keeps a version; one that is kept already stays as it is.
    pub fn keep_workflow(&mut self, version: &KeptVersion, at: DateTime<Utc>) -> Result<()> {
        if self.workflow_version(&version.digest)?.is_some() {
            return Ok(());
        }
        self.take_turn("workflow versions")?;
        if self.workflow_version(&version.digest)?.is_some() {
            return Ok(());
        }
        let row = [
            P::Text(&version.digest),
            P::Text(&version.workflow),
            P::Int(version.version.into()),
            P::Text(&version.spec),
            P::Int(micros(at)),
        ];
        self.insert_one(WORKFLOW_VERSION, &row).map(|_| ())
    }

    /// A version by its digest.
    pub fn workflow_version(&mut self, digest: &str) -> Result<Option<KeptVersion>> {
        let sql = format!("{COLUMNS} WHERE digest = $1");
        self.conn()?.one(&sql, &[P::Text(digest)], read)
    }

    /// All versions, in the order they were kept.
    pub fn workflow_versions(&mut self) -> Result<Vec<KeptVersion>> {
        self.conn()?
            .all(&format!("{COLUMNS} ORDER BY key"), &[], read)
    }
}

fn read(row: Row) -> Result<KeptVersion> {
    Ok(KeptVersion {
        digest: row.string(0)?,
        workflow: row.string(1)?,
        version: super::event::number(row.int(2)?)?,
        spec: row.string(3)?,
    })
}
