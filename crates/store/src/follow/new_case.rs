//! The key and the number of a new case.
//!
//! Must not know: how a number is written.

use super::event::number;
use super::{CaseRow, CaseStanding, CommandKey, number_of};
use crate::sql::{Conn, P};
use crate::tx::Result;
use crate::{StoreError, Tx};

/// What a new case would have.
struct Place {
    number: Option<i64>,
    is_number_taken: bool,
    is_key_taken: bool,
}

impl Tx {
    /// A case without an event, under the next free number of a series in a year and a key
    /// made from the command that opens it. Where writers do not take turns the number is
    /// drawn from a sequence, so that nobody waits for another's commit; a number drawn by
    /// what then fails is left out.
    pub fn new_case(&mut self, series: &str, year: i32, command: &CommandKey) -> Result<CaseRow> {
        let mut key = case_key(command, 0);
        let place = match self.for_writing()? {
            Conn::Sqlite(_) => self.next_place(series, year, key)?,
            Conn::Postgres(_) => self.drawn_place(series, year, key)?,
        };
        let mut taken = place.is_key_taken;
        for attempt in 1.. {
            if !taken {
                break;
            }
            key = case_key(command, attempt);
            let sql = "SELECT 1 FROM follow_case WHERE key = $1";
            let other = self.for_writing()?.one(sql, &[P::Int(key)], |_| Ok(()))?;
            taken = other.is_some();
        }
        let none = || StoreError::Database("no number is free".to_owned());
        Ok(CaseRow {
            key,
            series: series.to_owned(),
            year,
            number: number(place.number.ok_or_else(none)?)?,
            standing: CaseStanding::default(),
            last: 0,
            head: String::new(),
        })
    }

    /// The number after the highest.
    fn next_place(&mut self, series: &str, year: i32, key: i64) -> Result<Place> {
        let sql = "SELECT MAX(number), (SELECT COUNT(*) FROM follow_case WHERE key = $3) \
                   FROM follow_case WHERE series = $1 AND year = $2";
        let params = [P::Text(series), P::Int(year.into()), P::Int(key)];
        let place = self.for_writing()?.one(sql, &params, |row| {
            Ok(Place {
                number: Some(row.opt_int(0)?.unwrap_or(0) + 1),
                is_number_taken: false,
                is_key_taken: row.int(1)? > 0,
            })
        })?;
        place.ok_or_else(|| StoreError::Database("a sum has no row".to_owned()))
    }

    /// The next number of the sequence, which is made where there is none.
    fn drawn_place(&mut self, series: &str, year: i32, key: i64) -> Result<Place> {
        let name = format!("follow_number_{}", number_of(&[series, &year.to_string()]));
        let at = (series, year, key);
        let mut place = self.draw(&name, at, 1)?;
        if place.number.is_none() {
            // The first of the year makes the sequence; others wait for it once.
            self.take_turn(&format!("series {series} {year}"))?;
            let first = self.next_place(series, year, key)?.number.unwrap_or(1);
            let sql = format!("CREATE SEQUENCE IF NOT EXISTS {name} START WITH {first}");
            self.for_writing()?.batch(&sql)?;
            place = self.draw(&name, at, 1)?;
        }
        if let (true, Some(drawn)) = (place.is_number_taken, place.number) {
            // Cases came from elsewhere: on to the numbers after theirs.
            let next = self.next_place(series, year, key)?.number.unwrap_or(1);
            place = self.draw(&name, at, next - drawn)?;
        }
        Ok(place)
    }

    /// The last of so many numbers from a sequence; none when there is no such sequence. A
    /// sequence only goes on, so that nobody else draws the same.
    fn draw(
        &mut self,
        sequence: &str,
        (series, year, key): (&str, i32, i64),
        many: i64,
    ) -> Result<Place> {
        let sql = format!(
            "SELECT n, \
             (SELECT COUNT(*) FROM follow_case WHERE series = $2 AND year = $3 AND number = n), \
             (SELECT COUNT(*) FROM follow_case WHERE key = $4) \
             FROM (SELECT MAX(nextval(to_regclass($1))) AS n \
                   FROM generate_series(1, {many})) AS drawn"
        );
        let params = [
            P::Text(sequence),
            P::Text(series),
            P::Int(year.into()),
            P::Int(key),
        ];
        let place = self.for_writing()?.one(&sql, &params, |row| {
            Ok(Place {
                number: row.opt_int(0)?,
                is_number_taken: row.int(1)? > 0,
                is_key_taken: row.int(2)? > 0,
            })
        })?;
        place.ok_or_else(|| StoreError::Database("a draw has no row".to_owned()))
    }
}

/// A key that follows from the command, another one at each attempt.
fn case_key(command: &CommandKey, attempt: u32) -> i64 {
    (number_of(&[&command.key, &attempt.to_string()]) >> 16).max(1)
}
