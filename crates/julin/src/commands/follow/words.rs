//! Words for marks of cases.

use super::super::text;
use crate::output::Output;
use chrono::NaiveDateTime;
use julin_app::contract::{ClockView, Light, RoleView};
use julin_locale::catalogue;
use serde::Serialize;

/// The word for a code of the contract: its kebab-case name under a prefix.
pub fn word(output: &Output, prefix: &str, code: impl Serialize) -> String {
    let code = serde_json::to_value(code).unwrap_or_default();
    text(
        output,
        &format!("{prefix}.{}", code.as_str().unwrap_or_default()),
    )
}

/// How something stands.
pub fn light(output: &Output, light: Option<Light>) -> String {
    light.map_or_else(String::new, |light| word(output, "follow.light", light))
}

/// A time to the minute; nothing where there is none.
pub fn minute(time: Option<NaiveDateTime>) -> String {
    time.map_or_else(String::new, |time| {
        time.format("%Y-%m-%d %H:%M").to_string()
    })
}

/// Who has a role, or that nobody has.
pub fn held_by(output: &Output, role: &RoleView) -> String {
    let title = role.title.get(output.lang);
    let comma = text(output, "ui.list-comma");
    match role.people.is_empty() {
        true => format!("{title} ({})", text(output, "follow.held-by-nobody")),
        false => format!("{title} {}", role.people.join(&comma)),
    }
}

/// A sentence of the catalogue, filled.
pub fn filled<const N: usize>(output: &Output, key: &str, args: [(&str, String); N]) -> String {
    let args = args.map(|(name, value)| (name.to_owned(), value)).into();
    catalogue().filled(key, output.lang, &args)
}

/// Working time used and allowed: in days where days are allowed, else in hours.
pub fn used(output: &Output, clock: &ClockView) -> String {
    let days =
        clock.day > 0 && clock.allowed >= clock.day && clock.allowed.is_multiple_of(clock.day);
    if days {
        let used = format!("{:.1}", clock.used as f64 / clock.day as f64);
        let allowed = (clock.allowed / clock.day).to_string();
        return filled(
            output,
            "follow.used-days",
            [("used", used), ("allowed", allowed)],
        );
    }
    let hours = |seconds: u64| format!("{}:{:02}", seconds / 3600, seconds % 3600 / 60);
    let args = [
        ("used", hours(clock.used)),
        ("allowed", hours(clock.allowed)),
    ];
    filled(output, "follow.used-hours", args)
}
