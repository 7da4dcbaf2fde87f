//! How databases differ: quoting, literals, types, days and sets.
//!
//! Must not know: rules.

use super::{Said, Unsayable};
use chrono::{Datelike, NaiveDate};

/// A dialect of SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// PostgreSQL 14 or later; sets are `text[]`.
    Postgres,
    /// Apache Spark 3.4 or later; sets are `array<string>`.
    Spark,
    /// DuckDB 1.0 or later; sets are `varchar[]`.
    DuckDb,
    /// Standard SQL (SQL:2023); sets are texts joined by `;`.
    Ansi,
}

impl Dialect {
    /// All.
    pub const ALL: [Self; 4] = [Self::Postgres, Self::Spark, Self::DuckDb, Self::Ansi];

    /// Its word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::Spark => "spark",
            Self::DuckDb => "duckdb",
            Self::Ansi => "ansi",
        }
    }

    /// A name in quotes.
    pub(super) fn name(self, name: &str) -> Said<String> {
        let hidden = self == Self::Spark && name.contains("${");
        if name.is_empty() || name.contains('\0') || hidden {
            return Err(Unsayable::new("criteria.sql.name", name));
        }
        Ok(match self {
            Self::Spark => format!("`{}`", name.replace('`', "``")),
            _ => format!("\"{}\"", name.replace('"', "\"\"")),
        })
    }

    /// The name of a table; dots part schema and table.
    pub(super) fn table(self, name: &str) -> Said<String> {
        let parts: Said<Vec<_>> = name.split('.').map(|part| self.name(part)).collect();
        Ok(parts?.join("."))
    }

    /// A text in quotes.
    pub(super) fn text(self, text: &str) -> Said<String> {
        if text.contains('\0') {
            return Err(Unsayable::new("criteria.sql.word", text));
        }
        Ok(match self {
            // Whatever the server makes of a backslash.
            Self::Postgres if text.contains('\\') => {
                format!("E'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
            }
            // `${…}` is a variable to Spark, in quotes as well.
            Self::Spark => {
                let text = text.replace('\\', "\\\\").replace('\'', "\\'");
                format!("'{}'", text.replace("${", "\\u0024{"))
            }
            _ => format!("'{}'", text.replace('\'', "''")),
        })
    }

    /// A number, as a binary fraction of 64 bits.
    pub(super) fn number(self, number: f64) -> String {
        let number = number.clamp(f64::MIN, f64::MAX);
        match self {
            Self::Postgres => format!("float8 '{number:e}'"),
            _ if number < 0.0 => format!("({number:e})"),
            _ => format!("{number:e}"),
        }
    }

    /// A day.
    pub(super) fn day(self, day: NaiveDate) -> Said<String> {
        if !(1..=9999).contains(&day.year()) {
            return Err(Unsayable::new("criteria.sql.day", day.to_string()));
        }
        Ok(format!("DATE '{day}'"))
    }

    /// The type of numbers.
    pub(super) fn double(self) -> &'static str {
        match self {
            Self::Postgres | Self::Ansi => "DOUBLE PRECISION",
            Self::Spark | Self::DuckDb => "DOUBLE",
        }
    }

    /// The type of words.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Postgres => "text",
            Self::Spark => "STRING",
            Self::DuckDb => "VARCHAR",
            Self::Ansi => "VARCHAR(250)",
        }
    }

    /// A value as a number.
    pub(super) fn as_number(self, value: &str) -> String {
        format!("CAST({value} AS {})", self.double())
    }

    /// A value as a word.
    pub(super) fn as_word(self, value: &str) -> String {
        match self {
            Self::Ansi => value.to_owned(),
            _ => format!("CAST({value} AS {})", self.word()),
        }
    }

    /// A value as a day that is one.
    pub(super) fn as_day(self, value: &str) -> String {
        let day = format!("CAST({value} AS DATE)");
        match self {
            Self::Postgres | Self::DuckDb => format!("CASE WHEN ISFINITE({day}) THEN {day} END"),
            Self::Spark | Self::Ansi => day,
        }
    }

    /// A value as a set, each member once where the dialect can.
    pub(super) fn as_set(self, value: &str) -> String {
        match self {
            Self::Postgres => format!("ARRAY_REMOVE(CAST({value} AS text[]), NULL)"),
            Self::Spark => format!("ARRAY_EXCEPT({value}, ARRAY(CAST(NULL AS STRING)))"),
            Self::DuckDb => format!("LIST_DISTINCT(CAST({value} AS VARCHAR[]))"),
            Self::Ansi => format!("(';' || {value} || ';')"),
        }
    }

    /// The decimal point of a number moved, rounded once. `number` is not zero, and
    /// neither it nor the result is near the ends of what numbers can hold.
    pub(super) fn moved(self, number: &str, power: i32) -> String {
        let double = self.double();
        match self {
            Self::Postgres => {
                format!("CAST(CAST(CAST({number} AS text) AS numeric) * 1e{power} AS {double})")
            }
            Self::Spark => {
                let text = format!("CAST({number} AS STRING)");
                let own = format!("SUBSTRING_INDEX({text}, 'E', -1)");
                format!(
                    "CAST(CONCAT(SUBSTRING_INDEX({text}, 'E', 1), 'E', \
                     CASE WHEN {text} LIKE '%E%' THEN CAST({own} AS INT) ELSE 0 END + {power}) \
                     AS {double})"
                )
            }
            Self::DuckDb => {
                let text = format!("CAST({number} AS VARCHAR)");
                let own = format!("NULLIF(SPLIT_PART({text}, 'e', 2), '')");
                format!(
                    "CAST(SPLIT_PART({text}, 'e', 1) || 'e' || \
                     CAST(COALESCE(CAST({own} AS INTEGER), 0) + {power} AS VARCHAR) AS {double})"
                )
            }
            // A product of exact numbers is exact, whatever the database.
            Self::Ansi => {
                let ten = match power {
                    0.. => format!("1{}", "0".repeat(power.unsigned_abs() as usize)),
                    _ => format!("0.{:0>1$}", 1, power.unsigned_abs() as usize),
                };
                let exact = format!("CAST(CAST({number} AS DECIMAL(27, 12)) * {ten} AS {double})");
                // Larger ones have no decimal places to speak of.
                let large = format!("{number} * {:e}", 10_f64.powi(power));
                format!("CASE WHEN ABS({number}) < 1e15 THEN {exact} ELSE {large} END")
            }
        }
    }

    /// Days from one day to another, as a number.
    pub(super) fn days(self, from: &str, to: &str) -> String {
        self.as_number(&match self {
            Self::Postgres | Self::DuckDb => format!("({to} - {from})"),
            Self::Spark => format!("DATEDIFF({to}, {from})"),
            Self::Ansi => format!("({} - {})", serial(to), serial(from)),
        })
    }

    /// True when a known set holds one of the words.
    pub(super) fn holds_any(self, set: &str, words: &[String]) -> Said<String> {
        let mut written = Vec::with_capacity(words.len());
        for word in words {
            written.push(match self {
                Self::Ansi if word.is_empty() || word.contains(';') => {
                    return Err(Unsayable::new("criteria.sql.set-word", word));
                }
                Self::Ansi => format!(
                    "POSITION({} IN {set}) > 0",
                    self.text(&format!(";{word};"))?
                ),
                _ => self.text(word)?,
            });
        }
        let list = written.join(", ");
        Ok(match self {
            _ if words.is_empty() => format!("CASE WHEN {set} IS NOT NULL THEN FALSE END"),
            Self::Postgres => format!("({set} && CAST(ARRAY[{list}] AS text[]))"),
            Self::Spark => format!("ARRAYS_OVERLAP({set}, ARRAY({list}))"),
            Self::DuckDb => format!("LIST_HAS_ANY({set}, [{list}])"),
            Self::Ansi => format!("({})", written.join(" OR ")),
        })
    }

    /// True when a known set holds a word of the data.
    pub(super) fn holds(self, set: &str, word: &str) -> Said<String> {
        Ok(match self {
            Self::Postgres => format!("({word} = ANY({set}))"),
            Self::Spark => format!("ARRAY_CONTAINS({set}, {word})"),
            Self::DuckDb => format!("LIST_CONTAINS({set}, {word})"),
            Self::Ansi => return Err(Unsayable::new("criteria.sql.set-word", word)),
        })
    }

    /// How many members a known set has.
    pub(super) fn size(self, set: &str) -> Said<String> {
        Ok(self.as_number(&match self {
            Self::Postgres => format!("(SELECT COUNT(DISTINCT m.m) FROM UNNEST({set}) AS m(m))"),
            Self::Spark => format!("SIZE({set})"),
            Self::DuckDb => format!("LEN({set})"),
            Self::Ansi => return Err(Unsayable::new("criteria.sql.set-size", "size")),
        }))
    }

    /// What a session wants to be told before it is asked. Spark would write each value out
    /// wherever it is used, over and over, and compile the whole into one method.
    pub(super) fn before(self) -> Vec<String> {
        match self {
            Self::Spark => vec![
                "SET spark.sql.optimizer.excludedRules=\
                 org.apache.spark.sql.catalyst.optimizer.CollapseProject"
                    .to_owned(),
                "SET spark.sql.codegen.wholeStage=false".to_owned(),
            ],
            _ => Vec::new(),
        }
    }

    /// What keeps a named table apart from the query that reads it: PostgreSQL would
    /// write each value out wherever it is used, over and over.
    pub(super) fn kept(self) -> &'static str {
        match self {
            Self::Postgres => "AS MATERIALIZED",
            _ => "AS",
        }
    }
}

/// The number of a day, counted without gaps, by the rules of the Gregorian calendar: few
/// databases have the difference of days as the standard writes it.
fn serial(day: &str) -> String {
    let part = |name: &str| format!("CAST(EXTRACT({name} FROM {day}) AS DOUBLE PRECISION)");
    // Years begin in March, so that the leap day is the last.
    let early = format!("CASE WHEN {} <= 2 THEN 1e0 ELSE 0e0 END", part("MONTH"));
    let year = format!("({} - {early})", part("YEAR"));
    let month = format!("({} + 12e0 * {early} - 3e0)", part("MONTH"));
    format!(
        "({} + FLOOR((153e0 * {month} + 2e0) / 5e0) + 365e0 * {year} + FLOOR({year} / 4e0) \
         - FLOOR({year} / 100e0) + FLOOR({year} / 400e0))",
        part("DAY")
    )
}
