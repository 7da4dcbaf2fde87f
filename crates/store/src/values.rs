//! Values of a record as one compact JSON array, written and read without loss.
//!
//! Numbers, words, yes/no and null are themselves; a day is `{"date":"2024-05-31"}`, so
//! that a word that looks like a day stays a word; texts and entities are objects.

use crate::StoreError;
use chrono::NaiveDate;
use julin_model::{EntityId, Text, Value};
use std::fmt::Write as _;

/// Whole numbers up to here are written without a decimal point.
const WHOLE: f64 = 1e15;

/// Writes the values behind whatever `out` holds.
pub(crate) fn write(values: &[Option<Value>], out: &mut String) -> Result<(), StoreError> {
    out.push('[');
    for (i, value) in values.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        match value {
            None => out.push_str("null"),
            Some(value) => write_value(value, out)?,
        }
    }
    out.push(']');
    Ok(())
}

fn write_value(value: &Value, out: &mut String) -> Result<(), StoreError> {
    let _ = match value {
        Value::Flag(flag) => write!(out, "{flag}"),
        Value::Number(n) if !n.is_finite() => return Err(StoreError::NotFinite),
        Value::Number(n) if n.fract() == 0.0 && n.abs() < WHOLE => {
            whole(*n as i64, out);
            Ok(())
        }
        Value::Number(n) if decimal(*n, out) => Ok(()),
        Value::Number(n) => write!(out, "{n:?}"),
        Value::Date(day) => write!(out, "{{\"date\":\"{day}\"}}"),
        Value::Word(word) => {
            quote(word, out);
            Ok(())
        }
        Value::Text(text) => {
            out.push_str("{\"zh\":");
            quote(&text.zh, out);
            out.push_str(",\"en\":");
            quote(&text.en, out);
            out.push('}');
            Ok(())
        }
        Value::Entity { entity } => write!(out, "{{\"entity\":\"{entity}\"}}"),
    };
    Ok(())
}

/// Writes a number with one to three decimals, as most figures have, and tells whether it
/// is one. A decimal of at most 15 digits that reads as the number is the shortest that
/// does, since no two of them read alike.
fn decimal(number: f64, out: &mut String) -> bool {
    let size = number.abs();
    let scaled = |ten: i64| (size * ten as f64 + 0.5) as i64;
    let fits = |ten: &i64| {
        let near = scaled(*ten) as f64;
        near < WHOLE && near / *ten as f64 == size
    };
    let Some(mut ten) = [10, 100, 1000].into_iter().find(fits) else {
        return false;
    };
    let scaled = scaled(ten);
    if number < 0.0 {
        out.push('-');
    }
    whole(scaled / ten, out);
    out.push('.');
    let mut rest = scaled % ten;
    while ten > 1 {
        ten /= 10;
        out.push(char::from(b'0' + (rest / ten) as u8));
        rest %= ten;
    }
    true
}

fn whole(number: i64, out: &mut String) {
    let mut digits = [0u8; 20];
    let (mut at, mut rest) = (digits.len(), number.unsigned_abs());
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        out.push('-');
    }
    out.extend(digits[at..].iter().map(|b| char::from(*b)));
}

fn quote(word: &str, out: &mut String) {
    if word.bytes().all(|b| b >= 0x20 && b != b'"' && b != b'\\') {
        out.push('"');
        out.push_str(word);
        out.push('"');
    } else {
        out.push_str(&serde_json::to_string(word).unwrap_or_default());
    }
}

/// Reads what [`write`] wrote.
pub(crate) fn read(json: &str) -> Result<Vec<Option<Value>>, StoreError> {
    let bad = || StoreError::Unreadable {
        table: "record",
        reason: json.chars().take(60).collect(),
    };
    let inner = json
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .ok_or_else(bad)?;
    let mut values = Vec::new();
    let mut rest = inner;
    while !rest.is_empty() {
        let end = token_end(rest).ok_or_else(bad)?;
        values.push(read_value(&rest[..end]).ok_or_else(bad)?);
        rest = match rest[end..].strip_prefix(',') {
            Some(more) if !more.is_empty() => more,
            Some(_) => return Err(bad()),
            None if end == rest.len() => "",
            None => return Err(bad()),
        };
    }
    Ok(values)
}

/// Where the first value of a list ends.
fn token_end(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    for (i, b) in text.bytes().enumerate() {
        match b {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' => depth += 1,
            b'}' => depth -= 1,
            b',' if depth == 0 => return Some(i),
            _ => {}
        }
    }
    (depth == 0 && !quoted).then_some(text.len())
}

fn read_value(token: &str) -> Option<Option<Value>> {
    Some(Some(match token.as_bytes().first()? {
        b'n' => return (token == "null").then_some(None),
        b't' | b'f' => Value::Flag(token.parse().ok()?),
        b'"' => Value::Word(serde_json::from_str(token).ok()?),
        b'{' => read_object(token)?,
        _ => Value::Number(token.parse().ok().filter(|n: &f64| n.is_finite())?),
    }))
}

fn read_object(token: &str) -> Option<Value> {
    let object: serde_json::Value = serde_json::from_str(token).ok()?;
    let word = |key: &str| object.get(key).and_then(|v| v.as_str());
    if let Some(day) = word("date") {
        return NaiveDate::parse_from_str(day, "%Y-%m-%d")
            .ok()
            .map(Value::Date);
    }
    if let Some(id) = word("entity") {
        return EntityId::new(id)
            .ok()
            .map(|entity| Value::Entity { entity });
    }
    Some(Value::Text(Text::new(word("zh")?, word("en")?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value() -> impl Strategy<Value = Option<Value>> {
        prop_oneof![
            Just(None),
            any::<bool>().prop_map(|b| Some(Value::Flag(b))),
            any::<f64>()
                .prop_filter("finite", |n| n.is_finite())
                .prop_map(|n| Some(Value::Number(n))),
            any::<i32>().prop_map(|n| Some(Value::Number(f64::from(n)))),
            ".*".prop_map(|s| Some(Value::Word(s))),
            (".*", ".*").prop_map(|(zh, en)| Some(Value::Text(Text::new(zh, en)))),
            (1..3000i32, 1..365u32)
                .prop_map(|(y, d)| NaiveDate::from_yo_opt(y, d).map(Value::Date)),
            "[a-z0-9][a-z0-9:._-]{0,20}".prop_map(|id| Some(Value::Entity {
                entity: EntityId::new(id).unwrap()
            })),
        ]
    }

    proptest! {
        #[test]
        fn every_value_reads_back_exactly(values in proptest::collection::vec(value(), 0..9)) {
            let mut json = String::new();
            write(&values, &mut json).unwrap();
            // A reader of its own: it must also be plain JSON.
            prop_assert!(serde_json::from_str::<Vec<serde_json::Value>>(&json).is_ok());
            prop_assert_eq!(read(&json).unwrap(), values);
        }
    }

    proptest! {
        #[test]
        fn figures_are_written_as_the_standard_library_writes_them(
            scaled in -2_000_000_000_000_000..2_000_000_000_000_000i64, digits in 1..6i32, off in 0..3u64,
        ) {
            let near = scaled as f64 / 10f64.powi(digits);
            let number = f64::from_bits(near.to_bits() + off);
            let mut json = String::new();
            write(&[Some(Value::Number(number))], &mut json).unwrap();
            let expected = format!("[{number:?}]").replace(".0]", "]");
            prop_assert_eq!(json, expected);
        }
    }

    #[test]
    fn a_word_that_looks_like_a_day_stays_a_word() {
        let values = [Some(Value::Word("2024-05-31".into()))];
        let mut json = String::new();
        write(&values, &mut json).unwrap();
        assert_eq!(read(&json).unwrap(), values);
    }

    #[test]
    fn what_is_no_list_of_values_is_refused() {
        for bad in [
            "",
            "[",
            "[1,]",
            "[1 2]",
            "{}",
            "[{\"date\":\"x\"}]",
            "[\"]",
            "[nul]",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
        assert_eq!(
            write(&[Some(Value::Number(f64::NAN))], &mut String::new()),
            Err(StoreError::NotFinite)
        );
    }
}
