//! Runs sample cases through the same commands as any other.

use super::case_spec::{SampleCase, SampleCasesSpec, SampleStep};
use crate::call::{Answer, App, Call};
use crate::data::{EntitiesInput, entities};
use crate::follow::{self, ActInput, CaseCommand, CasesInput, OpenCaseInput, What};
use crate::lookup::SAMPLE_PREFIX;
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use std::collections::BTreeMap;

/// Loads every set of the packs; how many cases were added. Those that are there already
/// are left alone.
pub fn load_sample_cases(app: &App, call: &Call) -> Answer<u32> {
    let mut added = 0;
    for (id, spec) in app.packs.sample_cases() {
        // A set about a workflow that is not in use has nothing to run by.
        if app.packs.workflow(&spec.workflow).is_none() {
            continue;
        }
        added += load_set(app, call, (&id, &spec))?;
    }
    Ok(added)
}

fn load_set(app: &App, call: &Call, (id, spec): (&str, &SampleCasesSpec)) -> Answer<u32> {
    let subjects = subjects(app, call, spec)?;
    // Every case is about another firm: with few of them there are fewer cases.
    let rounds = match spec.about {
        Some(_) => subjects.len() / spec.cases.len().max(1),
        None => usize::MAX,
    };
    let rounds = rounds.min(spec.times as usize);
    let mut added = 0;
    for (c, case) in spec.cases.iter().enumerate() {
        let known = CasesInput {
            workflows: vec![spec.workflow.clone()],
            words: case.title.zh.clone(),
            limit: 1,
            ..CasesInput::default()
        };
        if !follow::cases(app, call, &known)?.cases.is_empty() {
            continue;
        }
        for round in 0..rounds {
            let at = round * spec.cases.len() + c;
            let subject = subjects.get(at % subjects.len().max(1)).cloned();
            let key = format!("sample/{id}/{c}/{round}");
            // Rounds lie days apart, so that they do not all stand the same way.
            let shift = 2 * round as u64;
            run(app, (spec, case), (subject, &key, shift))?;
            added += 1;
        }
    }
    Ok(added)
}

fn subjects(app: &App, call: &Call, spec: &SampleCasesSpec) -> Answer<Vec<String>> {
    let Some(kind) = &spec.about else {
        return Ok(Vec::new());
    };
    let input = EntitiesInput {
        kind: Some(kind.clone()),
        offset: 0,
        limit: 1000,
    };
    let rows = entities(app, call, &input)?.rows.into_iter();
    let ids = rows.map(|row| row.id.to_string());
    Ok(ids.filter(|id| id.starts_with(SAMPLE_PREFIX)).collect())
}

fn run(
    app: &App,
    (spec, case): (&SampleCasesSpec, &SampleCase),
    (subject, key, shift): (Option<String>, &str, u64),
) -> Answer<()> {
    let Some((first, rest)) = case.steps.split_first() else {
        return Ok(());
    };
    let now = follow::office_now(app);
    let begun = now.date() - Days::new(u64::from(case.days_ago) + shift);
    let morning = NaiveTime::from_hms_opt(9, 30, 0).unwrap_or_default();
    let mut on = begun.and_time(morning).min(now);
    let opening = OpenCaseInput {
        workflow: spec.workflow.clone(),
        title: case.title.clone(),
        subject,
        act: first.act.clone(),
        fields: fields(first, now.date()),
        people: first.people.clone(),
        reason: first.reason.clone(),
        on: Some(on),
        key: Some(key.to_owned()),
        ..OpenCaseInput::default()
    };
    let code = follow::open_case(app, &by(first), &opening)?.code;
    for (i, step) in rest.iter().enumerate() {
        on = (on + TimeDelta::hours(step.after_hours.into())).min(now);
        let command = command(step, (&code, on, now.date()), format!("{key}/{i}"));
        follow::act_in_case(app, &by(step), &command)?;
    }
    Ok(())
}

fn command(
    step: &SampleStep,
    (code, on, today): (&str, NaiveDateTime, NaiveDate),
    key: String,
) -> CaseCommand {
    let input = ActInput {
        act: step.act.clone(),
        to: step.to.clone(),
        fields: fields(step, today),
        people: step.people.clone(),
        reason: step.reason.clone(),
        documents: Vec::new(),
    };
    CaseCommand {
        on: Some(on),
        key: Some(key),
        ..CaseCommand::new(code, What::Act(input))
    }
}

fn by(step: &SampleStep) -> Call {
    Call::named(&step.by)
}

fn fields(step: &SampleStep, today: NaiveDate) -> BTreeMap<String, String> {
    let fields = step.fields.iter();
    fields
        .map(|(id, text)| {
            (
                id.clone(),
                day_of(text, today).unwrap_or_else(|| text.clone()),
            )
        })
        .collect()
}

/// The day `{today+3}` or `{today-2}` means.
fn day_of(text: &str, today: NaiveDate) -> Option<String> {
    let days: i64 = text
        .strip_prefix("{today")?
        .strip_suffix('}')?
        .parse()
        .ok()?;
    Some((today + TimeDelta::days(days)).to_string())
}

#[cfg(test)]
mod tests {
    use super::day_of;

    #[test]
    fn a_day_is_counted_from_today() {
        let today = "2026-11-23".parse().unwrap();
        assert_eq!(day_of("{today+8}", today).unwrap(), "2026-12-01");
        assert_eq!(day_of("{today-2}", today).unwrap(), "2026-11-21");
        assert_eq!(day_of("tomorrow", today), None);
    }
}
