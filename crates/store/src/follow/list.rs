//! Lists of cases: my work, boards, what is due, what is to be woken.

use super::case::{COLUMNS, CaseRow, KeptPart, read, read_part};
use crate::Tx;
use crate::sql::P;
use crate::tx::{Result, micros};
use chrono::{DateTime, Utc};
use std::fmt::Write as _;

/// Which cases a list shows. What is empty asks nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseFilter {
    /// Workflows.
    pub workflows: Vec<String>,
    /// States.
    pub states: Vec<String>,
    /// Phases.
    pub phases: Vec<String>,
    /// Words in the title or the number.
    pub words: String,
    /// The entity they are about.
    pub subject: Option<String>,
    /// The case they belong to.
    pub above: Option<String>,
    /// The case they came out of.
    pub source: Option<String>,
    /// Due by then.
    pub due_by: Option<DateTime<Utc>>,
}

/// Somebody's part with its case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartRow {
    /// The part.
    pub part: KeptPart,
    /// The case.
    pub case: CaseRow,
}

impl Tx {
    /// Somebody's parts of these kinds, what is due first, so many after so many.
    pub fn parts_of(
        &mut self,
        person: &str,
        kinds: &[&str],
        (limit, offset): (usize, usize),
    ) -> Result<Vec<PartRow>> {
        // Each kind by itself, so that each is read along the index in its order.
        let mut sql = String::new();
        for i in 0..kinds.len() {
            let before = if i == 0 { "" } else { " UNION ALL " };
            let _ = write!(
                sql,
                "{before}SELECT * FROM (SELECT case_key, person, part, role, since, due_at, sort, \
                 key FROM follow_part WHERE person = $1 AND part = ${} ORDER BY sort, key LIMIT $2) k{i}",
                i + 4
            );
        }
        let sql = format!(
            "SELECT p.person, p.part, p.role, p.since, p.due_at, {COLUMNS} FROM \
             (SELECT * FROM ({sql}) every ORDER BY sort, key LIMIT $3) p \
             JOIN follow_case c ON c.key = p.case_key ORDER BY p.sort, p.key"
        );
        let most = P::Int((limit + offset) as i64);
        let mut params = vec![P::Text(person), most, most];
        params.extend(kinds.iter().map(|kind| P::Text(kind)));
        let mut rows = self.conn()?.all(&sql, &params, |row| {
            Ok(PartRow {
                part: read_part(row, 0)?,
                case: read(row, 5)?,
            })
        })?;
        rows.drain(..offset.min(rows.len()));
        Ok(rows)
    }

    /// How many parts of each kind somebody has.
    pub fn part_counts(&mut self, person: &str) -> Result<Vec<(String, u64)>> {
        let sql = "SELECT part, COUNT(*) FROM follow_part WHERE person = $1 GROUP BY part";
        self.conn()?.all(sql, &[P::Text(person)], |row| {
            Ok((row.string(0)?, row.int(1)?.unsigned_abs()))
        })
    }

    /// Everybody who has a part in a case, by name.
    pub fn persons(&mut self) -> Result<Vec<String>> {
        let sql = "SELECT DISTINCT person FROM follow_part WHERE person <> '' ORDER BY person";
        self.conn()?.all(sql, &[], |row| row.string(0))
    }

    /// Cases that fit, the latest moved first, so many after so many.
    pub fn cases(
        &mut self,
        filter: &CaseFilter,
        (limit, offset): (usize, usize),
    ) -> Result<Vec<CaseRow>> {
        let words = filter.words.trim().to_lowercase();
        let lists: [Vec<&str>; 3] = [&filter.workflows, &filter.states, &filter.phases]
            .map(|list| list.iter().map(String::as_str).collect());
        let (mut wanted, mut params) = (vec!["1 = 1".to_owned()], Vec::new());
        let mut ask = |text: &str, value| {
            params.push(value);
            wanted.push(text.replace('?', &format!("${}", params.len())));
        };
        for (column, list) in ["workflow", "state", "phase"].into_iter().zip(&lists) {
            if !list.is_empty() {
                ask(&format!("c.{column} IN (TEXTS(?))"), P::Texts(list));
            }
        }
        let texts = [
            ("subject", &filter.subject),
            ("above", &filter.above),
            ("source", &filter.source),
        ];
        for (column, text) in texts {
            if let Some(text) = text {
                ask(&format!("c.{column} = ?"), P::Text(text));
            }
        }
        if let Some(by) = filter.due_by {
            ask("c.due_at <= ?", P::Int(micros(by)));
        }
        if !words.is_empty() {
            ask(
                "INSTR(LOWER(c.code || ' ' || c.title_zh || ' ' || c.title_en), ?) > 0",
                P::Text(&words),
            );
        }
        let order = match filter.due_by {
            Some(_) => "c.due_at, c.key",
            None => "c.moved_at DESC, c.key",
        };
        let (limit_at, offset_at) = (params.len() + 1, params.len() + 2);
        let sql = format!(
            "SELECT {COLUMNS} FROM follow_case c WHERE {} ORDER BY {order} LIMIT ${limit_at} OFFSET ${offset_at}",
            wanted.join(" AND ")
        );
        params.extend([P::Int(limit as i64), P::Int(offset as i64)]);
        self.conn()?.all(&sql, &params, |row| read(row, 0))
    }

    /// How many cases of a workflow are in each state.
    pub fn case_counts(&mut self) -> Result<Vec<(String, String, u64)>> {
        let sql = "SELECT workflow, state, COUNT(*) FROM follow_case GROUP BY workflow, state \
                   ORDER BY workflow, state";
        self.conn()?.all(sql, &[], |row| {
            Ok((row.string(0)?, row.string(1)?, row.int(2)?.unsigned_abs()))
        })
    }

    /// Cases in which something is to be done without anybody by then.
    pub fn cases_to_wake(&mut self, by: DateTime<Utc>, limit: usize) -> Result<Vec<String>> {
        let sql = "SELECT code FROM follow_case WHERE wake_at <= $1 ORDER BY wake_at, key LIMIT $2";
        let params = [P::Int(micros(by)), P::Int(limit as i64)];
        self.conn()?.all(sql, &params, |row| row.string(0))
    }
}
