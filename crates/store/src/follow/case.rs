//! Where a case stands: one row, and who has what to do with it.

use super::event::number;
use super::number_of;
use crate::Tx;
use crate::sql::schema::FOLLOW_VISIT;
use crate::sql::{Conn, P, Row};
use crate::tx::{Result, micros, time};
use chrono::{DateTime, NaiveDate, Utc};
use julin_model::Text;

/// A case in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRow {
    /// Its key.
    pub key: i64,
    /// The series its number is of.
    pub series: String,
    /// The year of its number.
    pub year: i32,
    /// Its number in the year.
    pub number: u32,
    /// Where it stands.
    pub standing: CaseStanding,
    /// How many events it has.
    pub last: u32,
    /// Hash of the last one.
    pub head: String,
}

/// What lists show of a case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CaseStanding {
    /// Its workflow, `<pack>/<name>`.
    pub workflow: String,
    /// Digest of the version it runs on.
    pub version: String,
    /// Number people call it by.
    pub code: String,
    /// What it is called.
    pub title: Text,
    /// The entity it is about.
    pub subject: Option<String>,
    /// Number of the case it belongs to.
    pub above: Option<String>,
    /// Number of the case it came out of.
    pub source: Option<String>,
    /// Where it is.
    pub state: String,
    /// What that means for the work.
    pub phase: String,
    /// When it was opened.
    pub opened: DateTime<Utc>,
    /// When the last thing happened.
    pub moved: DateTime<Utc>,
    /// When it came where it is.
    pub since: DateTime<Utc>,
    /// When it came to its end.
    pub ended: Option<DateTime<Utc>>,
    /// When its next clock or promise begins to warn.
    pub amber: Option<DateTime<Utc>>,
    /// When its next clock or promise is due.
    pub due: Option<DateTime<Utc>>,
    /// When something is to be done in it without anybody.
    pub wake: Option<DateTime<Utc>>,
}

/// Somebody's part in a case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeptPart {
    /// Who; empty where somebody has yet to take it up.
    pub person: String,
    /// The word for what they have to do.
    pub part: String,
    /// In which role.
    pub role: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// When it is due.
    pub due: Option<DateTime<Utc>>,
}

/// A call upon a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptVisit {
    /// The budget it takes from.
    pub budget: String,
    /// Number of its case.
    pub code: String,
    /// The day.
    pub day: NaiveDate,
    /// Who calls.
    pub body: String,
}

/// The columns of a case, in the order [`read`] takes them.
pub(super) const COLUMNS: &str = "c.key, c.series, c.year, c.number, c.workflow, c.version, \
    c.code, c.title_zh, c.title_en, c.subject, c.above, c.source, c.state, c.phase, c.opened_at, \
    c.moved_at, c.since, c.ended_at, c.amber_at, c.due_at, c.wake_at, c.last, c.head";

/// Says where a case stands.
pub(super) const UPDATE: &str = "UPDATE follow_case SET version = $2, state = $3, phase = $4, \
    moved_at = $5, since = $6, ended_at = $7, amber_at = $8, due_at = $9, wake_at = $10, \
    last = $11, head = $12 WHERE key = $1";
/// Takes out the parts of a case that are not among these.
pub(super) const PARTS_GONE: &str =
    "DELETE FROM follow_part WHERE case_key = $1 AND key NOT IN (INTS($2))";
/// Leaves what is there already alone.
pub(super) const PARTS_THERE: &str = " ON CONFLICT (key) DO NOTHING";

impl Tx {
    /// A case by its number.
    pub fn case(&mut self, code: &str) -> Result<Option<CaseRow>> {
        let sql = format!("SELECT {COLUMNS} FROM follow_case c WHERE c.code = $1");
        self.conn()?.one(&sql, &[P::Text(code)], |row| read(row, 0))
    }

    /// Says where a case stands now.
    pub fn set_case(&mut self, row: &CaseRow) -> Result<()> {
        row.update_in(self.for_writing()?)
    }

    /// Who has what to do with a case.
    pub fn case_parts(&mut self, case_key: i64) -> Result<Vec<KeptPart>> {
        let sql = "SELECT person, part, role, since, due_at FROM follow_part WHERE case_key = $1";
        let mut parts = self
            .conn()?
            .all(sql, &[P::Int(case_key)], |row| read_part(row, 0))?;
        parts.sort();
        Ok(parts)
    }

    /// Calls upon a subject under a budget, those of one case left out.
    pub fn visits(&mut self, budget: &str, subject: &str, but: &str) -> Result<Vec<KeptVisit>> {
        let sql = "SELECT budget, code, day, body FROM follow_visit \
                   WHERE subject = $1 AND budget = $2 AND code <> $3 ORDER BY day, code";
        let params = [P::Text(subject), P::Text(budget), P::Text(but)];
        self.conn()?.all(sql, &params, read_visit)
    }

    /// All calls under a budget from one day to another, with whom they are upon.
    pub fn visits_between(
        &mut self,
        budget: &str,
        (from, until): (NaiveDate, NaiveDate),
    ) -> Result<Vec<(String, KeptVisit)>> {
        let sql = "SELECT budget, code, day, body, subject FROM follow_visit \
                   WHERE budget = $1 AND day BETWEEN $2 AND $3 ORDER BY subject, day, code";
        let params = [
            P::Text(budget),
            P::Int(day_number(from)),
            P::Int(day_number(until)),
        ];
        self.conn()?
            .all(sql, &params, |row| Ok((row.string(4)?, read_visit(row)?)))
    }

    /// The call a case stands for, with the subject.
    pub fn visit_of(&mut self, case_key: i64) -> Result<Option<(String, KeptVisit)>> {
        let sql = "SELECT budget, code, day, body, subject FROM follow_visit WHERE key = $1";
        self.conn()?.one(sql, &[P::Int(case_key)], |row| {
            Ok((row.string(4)?, read_visit(row)?))
        })
    }

    /// Says which call a case stands for, if any.
    pub fn set_visit(&mut self, case_key: i64, visit: Option<(&str, &KeptVisit)>) -> Result<()> {
        let conn = self.for_writing()?;
        conn.execute(
            "DELETE FROM follow_visit WHERE key = $1",
            &[P::Int(case_key)],
        )?;
        let Some((subject, visit)) = visit else {
            return Ok(());
        };
        let row = [
            P::Int(case_key),
            P::Text(&visit.budget),
            P::Text(subject),
            P::Text(&visit.code),
            P::Int(day_number(visit.day)),
            P::Text(&visit.body),
        ];
        conn.execute(&FOLLOW_VISIT.insert(1), &row).map(|_| ())
    }
}

impl CaseRow {
    pub(crate) fn update_in(&self, conn: &mut Conn) -> Result<()> {
        conn.execute(UPDATE, &self.update_values()).map(|_| ())
    }

    /// The columns of `follow_case` in the order of the table.
    pub(crate) fn values(&self) -> [Held<'_>; 23] {
        use Held::{Int, OptInt, OptText, Text};
        let own = &self.standing;
        [
            Int(self.key),
            Text(&own.workflow),
            Text(&own.version),
            Text(&self.series),
            Int(self.year.into()),
            Int(self.number.into()),
            Text(&own.code),
            Text(&own.title.zh),
            Text(&own.title.en),
            OptText(own.subject.as_deref()),
            OptText(own.above.as_deref()),
            OptText(own.source.as_deref()),
            Text(&own.state),
            Text(&own.phase),
            Int(micros(own.opened)),
            Int(micros(own.moved)),
            Int(micros(own.since)),
            OptInt(own.ended.map(micros)),
            OptInt(own.amber.map(micros)),
            OptInt(own.due.map(micros)),
            OptInt(own.wake.map(micros)),
            Int(self.last.into()),
            Text(&self.head),
        ]
    }

    /// The parameters of [`UPDATE`].
    pub(super) fn update_values(&self) -> [P<'_>; 12] {
        let own = &self.standing;
        [
            P::Int(self.key),
            P::Text(&own.version),
            P::Text(&own.state),
            P::Text(&own.phase),
            P::Int(micros(own.moved)),
            P::Int(micros(own.since)),
            P::opt_int(own.ended.map(micros)),
            P::opt_int(own.amber.map(micros)),
            P::opt_int(own.due.map(micros)),
            P::opt_int(own.wake.map(micros)),
            P::Int(self.last.into()),
            P::Text(&self.head),
        ]
    }
}

impl KeptPart {
    /// Its key among the parts of a case.
    pub(super) fn key(&self, case_key: i64) -> i64 {
        part_key(case_key, self)
    }

    /// The columns of `follow_part` in the order of the table.
    pub(crate) fn values(&self, case_key: i64) -> [Held<'_>; 8] {
        [
            Held::Int(part_key(case_key, self)),
            Held::Int(case_key),
            Held::Text(&self.person),
            Held::Text(&self.part),
            Held::Text(&self.role),
            Held::Int(micros(self.since)),
            Held::OptInt(self.due.map(micros)),
            Held::Int(part_order(self)),
        ]
    }
}

/// A value held for as long as it is being written.
pub(crate) enum Held<'r> {
    Int(i64),
    OptInt(Option<i64>),
    Text(&'r str),
    OptText(Option<&'r str>),
}

impl Held<'_> {
    pub(crate) fn param(&self) -> P<'_> {
        match self {
            Self::Int(n) => P::Int(*n),
            Self::OptInt(n) => P::opt_int(*n),
            Self::Text(text) => P::Text(text),
            Self::OptText(text) => P::opt(*text),
        }
    }
}

/// A case from its columns, the first of them at `at`.
pub(super) fn read(row: Row, at: usize) -> Result<CaseRow> {
    let opt_time = |i: usize| Ok::<_, crate::StoreError>(row.opt_int(at + i)?.map(time));
    Ok(CaseRow {
        key: row.int(at)?,
        series: row.string(at + 1)?,
        year: i32::try_from(row.int(at + 2)?).unwrap_or_default(),
        number: number(row.int(at + 3)?)?,
        standing: CaseStanding {
            workflow: row.string(at + 4)?,
            version: row.string(at + 5)?,
            code: row.string(at + 6)?,
            title: Text::new(row.string(at + 7)?, row.string(at + 8)?),
            subject: row.opt_string(at + 9)?,
            above: row.opt_string(at + 10)?,
            source: row.opt_string(at + 11)?,
            state: row.string(at + 12)?,
            phase: row.string(at + 13)?,
            opened: time(row.int(at + 14)?),
            moved: time(row.int(at + 15)?),
            since: time(row.int(at + 16)?),
            ended: opt_time(17)?,
            amber: opt_time(18)?,
            due: opt_time(19)?,
            wake: opt_time(20)?,
        },
        last: number(row.int(at + 21)?)?,
        head: row.string(at + 22)?,
    })
}

/// A part from its columns, the first of them at `at`.
pub(super) fn read_part(row: Row, at: usize) -> Result<KeptPart> {
    Ok(KeptPart {
        person: row.string(at)?,
        part: row.string(at + 1)?,
        role: row.string(at + 2)?,
        since: time(row.int(at + 3)?),
        due: row.opt_int(at + 4)?.map(time),
    })
}

fn read_visit(row: Row) -> Result<KeptVisit> {
    Ok(KeptVisit {
        budget: row.string(0)?,
        code: row.string(1)?,
        day: day_of(row.int(2)?),
        body: row.string(3)?,
    })
}

/// The same for the same part, so that it can be found again.
pub(super) fn part_key(case_key: i64, part: &KeptPart) -> i64 {
    let times = [micros(part.since), part.due.map_or(i64::MIN, micros)].map(|n| n.to_string());
    let [since, due] = &times;
    let case = case_key.to_string();
    number_of(&[&case, &part.person, &part.part, &part.role, since, due])
}

/// What is not due comes after what is, the latest first where it is done.
pub(super) fn part_order(part: &KeptPart) -> i64 {
    let undue = i64::MAX.wrapping_sub(micros(part.since));
    part.due.map_or(undue, micros)
}

/// A day as a number, in order.
fn day_number(day: NaiveDate) -> i64 {
    (day - NaiveDate::default()).num_days()
}

fn day_of(number: i64) -> NaiveDate {
    let days = chrono::TimeDelta::try_days(number).unwrap_or_default();
    NaiveDate::default()
        .checked_add_signed(days)
        .unwrap_or_default()
}
