//! What is typed for a case: pairs, days, times, files.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use julin_app::follow::Upload;
use julin_app::{AppError, Kind};
use julin_model::Diagnostic;
use std::collections::BTreeMap;
use std::path::Path;

/// How a time is typed; a day alone is its beginning.
const TIMES: [&str; 4] = [
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
];

/// What stands before and after the first `=`.
fn pair(text: &str) -> Result<(String, String), AppError> {
    let wrong = || AppError::invalid(Diagnostic::error("cli.follow-bad-pair").with("value", text));
    let (name, value) = text.split_once('=').ok_or_else(wrong)?;
    match name.trim() {
        "" => Err(wrong()),
        name => Ok((name.to_owned(), value.to_owned())),
    }
}

/// `id=value`; of several for one the last counts.
pub fn fields(texts: &[String]) -> Result<BTreeMap<String, String>, AppError> {
    texts.iter().map(|text| pair(text)).collect()
}

/// `role=name`; a role may be given to several.
pub fn people(texts: &[String]) -> Result<BTreeMap<String, Vec<String>>, AppError> {
    let mut people = BTreeMap::<_, Vec<_>>::new();
    for text in texts {
        let (role, name) = pair(text)?;
        people.entry(role).or_default().push(name);
    }
    Ok(people)
}

/// A day.
pub fn day(text: &str) -> Result<NaiveDate, AppError> {
    let bad = |_| AppError::invalid(Diagnostic::error("cli.follow-bad-day").with("value", text));
    text.trim().parse().map_err(bad)
}

/// A month, as its first day.
pub fn month(text: &str) -> Result<NaiveDate, AppError> {
    let bad = |_| AppError::invalid(Diagnostic::error("cli.follow-bad-month").with("value", text));
    format!("{}-01", text.trim()).parse().map_err(bad)
}

/// Hours from one time of the day to another, in minutes.
pub fn hours(text: &str) -> Result<(u32, u32), AppError> {
    let bad = || AppError::invalid(Diagnostic::error("cli.follow-bad-hours").with("value", text));
    let minute = |text: &str| {
        let time = NaiveTime::parse_from_str(text.trim(), "%H:%M").ok()?;
        Some(time.hour() * 60 + time.minute())
    };
    let (from, until) = text.split_once('-').ok_or_else(bad)?;
    minute(from).zip(minute(until)).ok_or_else(bad)
}

/// A time, if one is given.
pub fn time(text: Option<&String>) -> Result<Option<NaiveDateTime>, AppError> {
    let Some(text) = text.map(|text| text.trim()) else {
        return Ok(None);
    };
    let day = || text.parse::<NaiveDate>().ok();
    let mut forms = TIMES.iter();
    let time = forms.find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let time = time.or_else(|| Some(day()?.and_time(NaiveTime::MIN)));
    let bad = || AppError::invalid(Diagnostic::error("cli.follow-bad-time").with("value", text));
    time.map(Some).ok_or_else(bad)
}

/// Files to be handed in.
pub fn files(paths: &[impl AsRef<Path>]) -> Result<Vec<Upload>, AppError> {
    paths.iter().map(|path| file(path.as_ref())).collect()
}

fn file(path: &Path) -> Result<Upload, AppError> {
    let fail = |error: std::io::Error| {
        let found = Diagnostic::error("cli.follow-unreadable").with("file", path.display());
        AppError::new(Kind::Unavailable, found.with("reason", error.kind()))
    };
    // One byte more than is taken tells that a file is too large.
    let content = std::fs::File::open(path).and_then(|file| {
        use std::io::Read as _;
        let mut content = Vec::new();
        let most = julin_app::follow::MOST_BYTES as u64 + 1;
        file.take(most).read_to_end(&mut content)?;
        Ok(content)
    });
    let name = path.file_name().unwrap_or_default();
    Ok(Upload {
        name: name.to_string_lossy().into_owned(),
        content: content.map_err(fail)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_type_them() {
        let read = |text: &str| time(Some(&text.to_owned()));
        let ten = NaiveDate::from_ymd_opt(2026, 11, 20).and_then(|day| day.and_hms_opt(10, 0, 0));
        for text in [
            "2026-11-20T10:00",
            "2026-11-20 10:00:00",
            " 2026-11-20T10:00:00 ",
        ] {
            assert_eq!(read(text).unwrap(), ten, "{text}");
        }
        let day = read("2026-11-20").unwrap();
        assert_eq!(day, ten.map(|ten| ten.date().and_time(NaiveTime::MIN)));
        for text in ["", "ten", "2026-13-01", "2026-11-20T25:00"] {
            let refused = read(text).unwrap_err();
            assert_eq!(refused.diagnostic().code, "cli.follow-bad-time", "{text}");
        }
        assert_eq!(time(None).unwrap(), None);
    }

    #[test]
    fn months_and_hours_are_read_and_nothing_else() {
        assert_eq!(month(" 2026-11 ").unwrap(), day("2026-11-01").unwrap());
        assert_eq!(hours("21:00 - 08:30").unwrap(), (21 * 60, 8 * 60 + 30));
        for text in ["2026-13", "2026", "2026-11-20", "November"] {
            let code = month(text).unwrap_err().diagnostic().code.clone();
            assert_eq!(code, "cli.follow-bad-month", "{text}");
        }
        for text in ["21:00", "21-08", "25:00-08:00", "-", ""] {
            let code = hours(text).unwrap_err().diagnostic().code.clone();
            assert_eq!(code, "cli.follow-bad-hours", "{text}");
        }
    }

    #[test]
    fn a_role_may_be_given_to_several() {
        let texts = ["judge=a".to_owned(), "judge=b".to_owned()];
        let people = people(&texts).unwrap();
        assert_eq!(people["judge"], ["a", "b"]);
        assert!(fields(&["no pair".to_owned()]).is_err());
    }
}
