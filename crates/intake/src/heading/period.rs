//! The year, half-year, quarter or month a text names.

use julin_model::Period;

/// A period in a text, and the text without it: `2023年营业收入` → 2023, 营业收入.
pub fn take_period(text: &str) -> Option<(Period, String)> {
    let (at, year) = find_year(text)?;
    let mut before = text[..at].trim_end().trim_end_matches(['_', '-', ',', ':']);
    if before.to_lowercase().ends_with("fy") {
        before = &before[..before.len() - 2];
    }
    let rest = &text[at + 4..];
    let (period, after) = period_tail(year, rest);
    let after = after.trim_start_matches(['_', '-', ',', ':', ' ']);
    let parts = [before.trim(), after.trim()];
    let parts: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    Some((period, parts.join(if after.is_ascii() { " " } else { "" })))
}

fn find_year(text: &str) -> Option<(usize, i32)> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..bytes.len().saturating_sub(3)).find_map(|at| {
        let alone = (at == 0 || !digit(at - 1)) && !digit(at + 4) && (at..at + 4).all(digit);
        let year: i32 = alone
            .then(|| text.get(at..at + 4)?.parse().ok())
            .flatten()?;
        (1949..=2100).contains(&year).then_some((at, year))
    })
}

/// What follows a year: 年, 年末, 年上半年, 年第三季度, 年5月, Q3, H1.
fn period_tail(year: i32, rest: &str) -> (Period, &str) {
    let quarter = |c: char| "一二三四".chars().position(|q| q == c).or("1234".find(c));
    let mut tail = rest;
    for (mark, half) in [("H1", 1), ("H2", 2), ("年上半年", 1), ("年下半年", 2)] {
        if let Some(after) = rest.trim_start_matches([' ', '-']).strip_prefix(mark) {
            return (Period::Half(year, half), after);
        }
    }
    if let Some(after) = rest.trim_start_matches([' ', '-']).strip_prefix('Q')
        && let Some(n) = after.chars().next().and_then(quarter)
    {
        return (Period::Quarter(year, n as u8 + 1), &after[1..]);
    }
    if let Some(after) = rest.strip_prefix('年') {
        let numbered = after.strip_prefix('第').unwrap_or(after);
        if let Some(c) = numbered.chars().next()
            && let Some(n) = quarter(c)
            && let Some(end) = numbered[c.len_utf8()..].strip_prefix("季度")
        {
            return (Period::Quarter(year, n as u8 + 1), end);
        }
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        if let Some(end) = after[digits..].strip_prefix('月')
            && let Ok(month @ 1..=12) = after[..digits].parse()
        {
            return (Period::Month(year, month), end);
        }
        let stripped = ["末", "底", "度", "全年"]
            .iter()
            .find_map(|m| after.strip_prefix(m));
        tail = stripped.unwrap_or(after);
    }
    (Period::Year(year), tail)
}
