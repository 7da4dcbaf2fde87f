//! A calendar as people write it: `packs/<pack>/calendars/<id>.yaml`.

use chrono::{FixedOffset, NaiveDate, NaiveTime, Timelike};
use julin_model::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Working days of a country, or of an office that follows a country's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarSpec {
    /// Its name.
    pub title: Text,
    /// The calendar it follows, `<pack>/<name>`: that one's weekly rest and years hold
    /// where none are given here.
    #[serde(default)]
    pub like: Option<String>,
    /// How far its clocks are ahead of universal time: `+08:00`; that of `like` when not
    /// given, else nothing.
    #[serde(default)]
    pub offset: Option<String>,
    /// Days of rest of every week; those of `like` when not given.
    #[serde(default)]
    pub rest: Option<Vec<DayOfWeek>>,
    /// When in a working day work is done: `09:00-12:00`. The whole day when not given.
    #[serde(default)]
    pub hours: Vec<HourSpan>,
    /// What was announced, year by year.
    #[serde(default)]
    pub years: Vec<YearSpec>,
}

impl CalendarSpec {
    /// Five whole days a week: where nobody says otherwise.
    pub fn five_days() -> Self {
        Self {
            title: Text::default(),
            like: None,
            offset: None,
            rest: Some(vec![DayOfWeek::Saturday, DayOfWeek::Sunday]),
            hours: Vec::new(),
            years: Vec::new(),
        }
    }
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum DayOfWeek {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl CalendarSpec {
    /// The offset as read; `None` where none is given or it is no offset.
    pub fn read_offset(&self) -> Option<FixedOffset> {
        self.offset.as_ref()?.parse().ok()
    }
}

impl DayOfWeek {
    /// Days after Monday.
    pub(super) fn number(self) -> usize {
        self as usize
    }
}

/// The days one year's announcement moves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct YearSpec {
    /// The year.
    pub year: i32,
    /// The announcement, as a key of the pack's references.
    #[serde(default)]
    pub reference: Option<String>,
    /// Not announced yet: answers that touch the year are marked so.
    #[serde(default)]
    pub provisional: bool,
    /// Its holidays.
    pub holidays: Vec<HolidaySpec>,
}

/// One holiday.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HolidaySpec {
    /// Its name.
    pub name: Text,
    /// First day of rest.
    #[schemars(with = "String")]
    pub from: NaiveDate,
    /// Last day of rest; the first when not given.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub until: Option<NaiveDate>,
    /// Days of rest of the week that are worked instead.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub worked: Vec<NaiveDate>,
}

impl HolidaySpec {
    /// Last day of rest.
    pub fn last(&self) -> NaiveDate {
        self.until.unwrap_or(self.from)
    }
}

/// From when to when, to the minute: `09:00-12:00`; `24:00` is the end of the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct HourSpan(pub String);

impl HourSpan {
    /// Seconds from midnight; `None` when it is not two times in order.
    pub fn read(&self) -> Option<(u32, u32)> {
        let (from, until) = self.0.split_once('-')?;
        let (from, until) = (seconds(from.trim())?, seconds(until.trim())?);
        (from < until).then_some((from, until))
    }
}

fn seconds(text: &str) -> Option<u32> {
    if text == "24:00" {
        return Some(super::hours::DAY);
    }
    let time = NaiveTime::parse_from_str(text, "%H:%M").ok()?;
    Some(time.num_seconds_from_midnight())
}
