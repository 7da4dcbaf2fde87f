//! What people are told of cases, and how they want to be told.

use super::case::{COLUMNS, CaseRow, read as read_case};
use super::number_of;
use crate::Tx;
use crate::sql::schema::{NOTICE, NOTICE_READER};
use crate::sql::{P, Row};
use crate::tx::{Result, micros, time};
use chrono::{DateTime, Utc};

/// Something somebody is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptNotice {
    /// Who.
    pub person: String,
    /// Number of the event in its case.
    pub event: u32,
    /// The word for why.
    pub kind: String,
    /// When.
    pub made: DateTime<Utc>,
}

/// How somebody wants to be told, and how far they were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeReader {
    /// Who.
    pub person: String,
    /// What was made up to then has been seen.
    pub seen: DateTime<Utc>,
    /// What was made up to then has been sent.
    pub sent: DateTime<Utc>,
    /// When something was last sent.
    pub tried: DateTime<Utc>,
    /// Address; empty where nothing is sent.
    pub mail: String,
    /// Language: `zh` or `en`.
    pub lang: String,
    /// Kinds not wanted.
    pub muted: Vec<String>,
    /// Minutes of the day from which to which nothing is sent.
    pub quiet: Option<(u32, u32)>,
    /// Least minutes from one message to the next.
    pub every_minutes: u32,
}

impl NoticeReader {
    /// Somebody who has said nothing about it.
    pub fn new(person: &str) -> Self {
        let never = DateTime::<Utc>::default();
        Self {
            person: person.to_owned(),
            seen: never,
            sent: never,
            tried: never,
            mail: String::new(),
            lang: "zh".to_owned(),
            muted: Vec::new(),
            quiet: None,
            every_minutes: 60,
        }
    }
}

impl Tx {
    /// Tells somebody of an event of a case.
    pub fn add_notice(&mut self, case_key: i64, notice: &KeptNotice) -> Result<()> {
        let numbers = [case_key, notice.event.into()].map(|n| n.to_string());
        let key = number_of(&[&notice.person, &numbers[0], &numbers[1]]);
        let row = [
            P::Int(key),
            P::Text(&notice.person),
            P::Int(case_key),
            P::Int(notice.event.into()),
            P::Text(&notice.kind),
            P::Int(micros(notice.made)),
        ];
        self.for_writing()?
            .execute(&NOTICE.insert(1), &row)
            .map(|_| ())
    }

    /// What somebody was told after a time, the latest first.
    pub fn notices(
        &mut self,
        person: &str,
        after: DateTime<Utc>,
        limit: usize,
    ) -> Result<Vec<(KeptNotice, CaseRow)>> {
        let sql = format!(
            "SELECT n.person, n.event, n.kind, n.made_at, {COLUMNS} FROM notice n \
             JOIN follow_case c ON c.key = n.case_key WHERE n.person = $1 AND n.made_at > $2 \
             ORDER BY n.made_at DESC, n.key LIMIT $3"
        );
        let params = [P::Text(person), P::Int(micros(after)), P::Int(limit as i64)];
        self.conn()?.all(&sql, &params, |row| {
            let notice = KeptNotice {
                person: row.string(0)?,
                event: super::event::number(row.int(1)?)?,
                kind: row.string(2)?,
                made: time(row.int(3)?),
            };
            Ok((notice, read_case(row, 4)?))
        })
    }

    /// How somebody wants to be told.
    pub fn notice_reader(&mut self, person: &str) -> Result<Option<NoticeReader>> {
        let sql = format!("{READER} WHERE person = $1");
        self.conn()?.one(&sql, &[P::Text(person)], read_reader)
    }

    /// Everybody who wants to be sent what they are told.
    pub fn notice_readers(&mut self) -> Result<Vec<NoticeReader>> {
        let sql = format!("{READER} WHERE mail <> '' ORDER BY person");
        self.conn()?.all(&sql, &[], read_reader)
    }

    /// Says how somebody wants to be told, and how far they were.
    pub fn set_notice_reader(&mut self, reader: &NoticeReader) -> Result<()> {
        let person = [P::Text(&reader.person)];
        let conn = self.for_writing()?;
        conn.execute("DELETE FROM notice_reader WHERE person = $1", &person)?;
        let muted = reader.muted.join(" ");
        let quiet = |n: fn((u32, u32)) -> u32| P::opt_int(reader.quiet.map(|q| n(q).into()));
        let row = [
            P::Int(number_of(&[&reader.person])),
            P::Text(&reader.person),
            P::Int(micros(reader.seen)),
            P::Int(micros(reader.sent)),
            P::Int(micros(reader.tried)),
            P::Text(&reader.mail),
            P::Text(&reader.lang),
            P::Text(&muted),
            quiet(|q| q.0),
            quiet(|q| q.1),
            P::Int(reader.every_minutes.into()),
        ];
        conn.execute(&NOTICE_READER.insert(1), &row).map(|_| ())
    }
}

const READER: &str = "SELECT person, seen_at, sent_at, tried_at, mail, lang, muted, quiet_from, \
                      quiet_until, every_minutes FROM notice_reader";

fn read_reader(row: Row) -> Result<NoticeReader> {
    let minutes = |n: Option<i64>| n.and_then(|n| u32::try_from(n).ok());
    Ok(NoticeReader {
        person: row.string(0)?,
        seen: time(row.int(1)?),
        sent: time(row.int(2)?),
        tried: time(row.int(3)?),
        mail: row.string(4)?,
        lang: row.string(5)?,
        muted: row.text(6)?.split_whitespace().map(str::to_owned).collect(),
        quiet: minutes(row.opt_int(7)?).zip(minutes(row.opt_int(8)?)),
        every_minutes: minutes(row.opt_int(9)?).unwrap_or(60),
    })
}
