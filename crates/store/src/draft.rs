//! Drafts of rules: texts on which people work, every version kept.
//!
//! Must not know: what the text says, packs.

use crate::Tx;
use crate::sql::schema::RULE_DRAFT;
use crate::sql::{P, Row};
use crate::tx::{Result, micros, time};
use chrono::{DateTime, Utc};

/// A draft to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewDraft {
    /// The rule it is of, or will become: `<pack>/<name>`.
    pub rule: String,
    /// The rule it began as.
    pub base: String,
    /// The text.
    pub text: String,
    /// What was changed and why, in the author's words.
    pub note: String,
}

/// A draft as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Counted from 1 for each rule.
    pub version: u32,
    /// What was kept.
    pub what: NewDraft,
    /// Who saved it.
    pub author: String,
    /// When.
    pub saved_at: DateTime<Utc>,
}

impl Tx {
    /// Keeps a draft; its version. A text equal to the latest version of the rule is that
    /// version.
    pub fn add_draft(&mut self, new: &NewDraft, at: DateTime<Utc>, author: &str) -> Result<u32> {
        let known = self.drafts(&new.rule)?;
        if let Some(last) = known.last().filter(|last| last.what == *new) {
            return Ok(last.version);
        }
        let row = [
            P::Text(&new.rule),
            P::Text(&new.base),
            P::Text(&new.text),
            P::Text(&new.note),
            P::Text(author),
            P::Int(micros(at)),
        ];
        self.insert_one(RULE_DRAFT, &row)?;
        Ok(known.len() as u32 + 1)
    }

    /// The versions of a rule's draft, in order.
    pub fn drafts(&mut self, rule: &str) -> Result<Vec<Draft>> {
        let sql = "SELECT rule, base, text, note, author, saved_at FROM rule_draft \
                   WHERE rule = $1 ORDER BY key";
        let mut found = self.conn()?.all(sql, &[P::Text(rule)], read)?;
        for (version, draft) in (1..).zip(&mut found) {
            draft.version = version;
        }
        Ok(found)
    }

    /// The rules there are drafts of, each with the rule its last version began as.
    pub fn drafted_rules(&mut self) -> Result<Vec<(String, String)>> {
        let sql = "SELECT d.rule, d.base FROM rule_draft d \
                   WHERE d.key = (SELECT MAX(x.key) FROM rule_draft x WHERE x.rule = d.rule) \
                   ORDER BY d.rule";
        self.conn()?
            .all(sql, &[], |row| Ok((row.string(0)?, row.string(1)?)))
    }
}

fn read(row: Row) -> Result<Draft> {
    Ok(Draft {
        version: 0,
        what: NewDraft {
            rule: row.string(0)?,
            base: row.string(1)?,
            text: row.string(2)?,
            note: row.string(3)?,
        },
        author: row.string(4)?,
        saved_at: time(row.int(5)?),
    })
}
