//! Reasons a person does not want to hear of for a while. Nothing is removed: a mute ends
//! by its day or by a further row.
//!
//! Must not know: what the reasons mean.

use crate::merge::entity_id;
use crate::sql::schema::{MUTE, MUTE_END};
use crate::sql::{P, Row};
use crate::tx::{Result, micros, time};
use crate::{StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use julin_model::EntityId;

/// What is muted: everything that agrees with all reasons given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewMute {
    /// Only of this rule.
    pub rule: Option<String>,
    /// Only for this clause.
    pub clause: Option<String>,
    /// Only of this kind.
    pub kind: Option<String>,
    /// Only about this entity.
    pub entity: Option<EntityId>,
    /// Why.
    pub note: String,
    /// The last day; until it is ended when none.
    pub until: Option<NaiveDate>,
}

/// A mute as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mute {
    /// Given by the store.
    pub id: i64,
    /// What is muted.
    pub what: NewMute,
    /// Who muted it.
    pub author: String,
    /// When.
    pub muted_at: DateTime<Utc>,
    /// Who ended it and when.
    pub ended: Option<(String, DateTime<Utc>)>,
}

impl Mute {
    /// True when it counts on a day.
    pub fn counts_on(&self, day: NaiveDate) -> bool {
        self.ended.is_none() && self.what.until.is_none_or(|until| day <= until)
    }
}

const COLUMNS: &str = "SELECT m.key, m.rule, m.clause, m.kind, m.entity, m.note, m.until, m.author, \
     m.muted_at, e.author, e.ended_at FROM mute m LEFT JOIN mute_end e ON e.key = m.key";

impl Tx {
    /// Keeps a mute; its number.
    pub fn add_mute(&mut self, new: &NewMute, at: DateTime<Utc>, author: &str) -> Result<i64> {
        let until = new.until.map(|day| day.to_string());
        let row = [
            P::opt(new.rule.as_deref()),
            P::opt(new.clause.as_deref()),
            P::opt(new.kind.as_deref()),
            P::opt(new.entity.as_ref().map(EntityId::as_str)),
            P::Text(&new.note),
            P::opt(until.as_deref()),
            P::Text(author),
            P::Int(micros(at)),
        ];
        self.insert_one(MUTE, &row)
    }

    /// All mutes in the order they were made, ended ones too.
    pub fn mutes(&mut self) -> Result<Vec<Mute>> {
        let sql = format!("{COLUMNS} ORDER BY m.key");
        self.conn()?.all(&sql, &[], read)
    }

    /// Ends a mute.
    pub fn end_mute(&mut self, id: i64, at: DateTime<Utc>, author: &str) -> Result<()> {
        let sql = format!("{COLUMNS} WHERE m.key = $1");
        let known = self.for_writing()?.one(&sql, &[P::Int(id)], read)?;
        if known.ok_or(StoreError::UnknownMute(id))?.ended.is_some() {
            return Err(StoreError::MuteEnded(id));
        }
        let mut insert = self.insert(MUTE_END, 1)?;
        insert.row(&[P::Int(id), P::Text(author), P::Int(micros(at))])?;
        insert.finish()
    }
}

fn read(row: Row) -> Result<Mute> {
    let day = |text: String| {
        let unreadable = |e: chrono::ParseError| StoreError::Unreadable {
            table: "mute",
            reason: e.to_string(),
        };
        text.parse::<NaiveDate>().map_err(unreadable)
    };
    let what = NewMute {
        rule: row.opt_string(1)?,
        clause: row.opt_string(2)?,
        kind: row.opt_string(3)?,
        entity: row.opt_text(4)?.map(entity_id).transpose()?,
        note: row.string(5)?,
        until: row.opt_string(6)?.map(day).transpose()?,
    };
    Ok(Mute {
        id: row.int(0)?,
        what,
        author: row.string(7)?,
        muted_at: time(row.int(8)?),
        ended: row.opt_string(9)?.zip(row.opt_int(10)?.map(time)),
    })
}
