//! What people decide about a list: findings settled, made public, objections entered and
//! decided, given up.

use super::super::rule::find_rule;
pub use super::open::GrantOn;
use super::open::act;
use crate::call::{Answer, App, Call};
use crate::contract::{Counting, GrantListView, GrantVerb, SetBy, Window};
use crate::data::find_entity;
use crate::error::AppError;
use chrono::NaiveDate;
use julin_criteria::grant_list::window::MOST_DAYS;
use julin_criteria::grant_list::{Act, Length};
use julin_follow::Calendar;
use julin_model::Diagnostic;

/// Characters a reason or a name has at most.
const MOST_SAID: usize = 2_000;

/// One finding and how it is settled.
#[derive(Debug, Clone, Default)]
pub struct SettleGrantInput {
    /// Which list.
    pub on: GrantOn,
    /// Number of the finding.
    pub finding: u32,
    /// The member struck, by identifier or exact name; everybody stays when none.
    pub strike: Option<String>,
    /// Why.
    pub reason: String,
    /// Who decides.
    pub by: String,
}

/// Settles a finding.
pub fn settle_grant_finding(
    app: &App,
    call: &Call,
    input: &SettleGrantInput,
) -> Answer<GrantListView> {
    let (reason, by) = (said("reason", &input.reason)?, said("by", &input.by)?);
    act(app, call, (input.on, GrantVerb::Settle), |tx, opened, _| {
        let known = |named: &String| match opened.list.members.contains(named) {
            true => Ok(named.clone()),
            false => find_entity(tx, named).map(|id| id.to_string()),
        };
        Ok(Act::Settle {
            finding: input.finding,
            strike: input.strike.as_ref().map(known).transpose()?,
            reason,
            by,
        })
    })
}

/// How long a list is open to objections, from when.
#[derive(Debug, Clone, Default)]
pub struct PublishGrantInput {
    /// Which list.
    pub on: GrantOn,
    /// The day it was made public; today when not given.
    pub opened: Option<NaiveDate>,
    /// Days; those of the rule when not given.
    pub days: Option<u32>,
    /// Which days count; as the rule says when not given.
    pub counting: Option<Counting>,
    /// The calendar working days are counted by, `<pack>/<name>`; that of the rule's pack
    /// or of the packs it requires when not given.
    pub calendar: Option<String>,
    /// Who decides.
    pub by: String,
}

/// Makes a list public.
pub fn publish_grant_list(
    app: &App,
    call: &Call,
    input: &PublishGrantInput,
) -> Answer<GrantListView> {
    let by = said("by", &input.by)?;
    act(app, call, (input.on, GrantVerb::Publish), |_, opened, _| {
        let loaded = find_rule(app, &opened.draft.rule)?;
        let rule = loaded.spec.objection.as_ref();
        let opened_on = input.opened.unwrap_or_else(|| app.today());
        let bad = |code| AppError::invalid(Diagnostic::error(code));
        let days = input.days.or_else(|| rule.and_then(|own| own.days));
        let days = days.ok_or_else(|| bad("app.grant-days-missing"))?;
        let counting = input.counting.or_else(|| rule.map(|own| own.counting));
        let counting = counting.ok_or_else(|| bad("app.grant-days-missing"))?;
        let as_said = rule.is_some_and(|own| own.days == Some(days) && own.counting == counting);
        let set_by = match as_said {
            true => SetBy::Rule,
            false => SetBy::Operator,
        };
        let (id, calendar) = calendar(app, loaded.pack, input.calendar.as_deref())?;
        let last = |length: Length| {
            let last = length.last(opened_on, |day| calendar.works(day).value);
            last.ok_or_else(|| {
                let found = Diagnostic::error("app.grant-days-bad").with("days", length.days);
                AppError::invalid(found.with("most", MOST_DAYS))
            })
        };
        let own = last(Length { days, counting })?;
        if let Some((least, spec)) = rule.and_then(|own| Some((own.days?, own))) {
            let wanted = last(Length {
                days: least,
                counting: spec.counting,
            })?;
            if own < wanted {
                let found = Diagnostic::error("app.grant-days-short")
                    .with("last", own)
                    .with("wanted", wanted)
                    .with("days", least);
                return Err(AppError::invalid(found));
            }
        }
        let window = Window {
            opened: opened_on,
            days,
            counting,
            provisional: calendar.working_days(opened_on, own).provisional,
            calendar: id,
            last: own,
            set_by,
        };
        Ok(Act::Publish { window, by })
    })
}

/// The calendar asked for, or that of a rule's pack.
fn calendar(app: &App, pack: usize, asked: Option<&str>) -> Answer<(String, Calendar)> {
    let id = match asked {
        Some(id) => id.to_owned(),
        None => {
            let none = || AppError::invalid(Diagnostic::error("app.grant-calendar-missing"));
            app.packs.calendar_of(pack).ok_or_else(none)?.id.clone()
        }
    };
    let calendar = app.packs.calendar(&id);
    let calendar = calendar.ok_or_else(|| AppError::not_found("calendar", &id))?;
    Ok((id, calendar))
}

/// An objection as it came in.
#[derive(Debug, Clone, Default)]
pub struct ObjectGrantInput {
    /// Which list.
    pub on: GrantOn,
    /// The member it is about: identifier or exact name.
    pub about: String,
    /// Who objects.
    pub objector: String,
    /// On what grounds.
    pub grounds: String,
    /// The day it came in; today when not given.
    pub day: Option<NaiveDate>,
}

/// Enters an objection.
pub fn object_to_grant(app: &App, call: &Call, input: &ObjectGrantInput) -> Answer<GrantListView> {
    let objector = said("objector", &input.objector)?;
    let grounds = said("grounds", &input.grounds)?;
    let about = said("about", &input.about)?;
    act(app, call, (input.on, GrantVerb::Object), |tx, opened, _| {
        let listed = opened.draft.eligible.iter().find(|member| {
            let (id, name) = (member.entity.id.as_str(), &member.entity.name);
            id == about || name.zh == about || name.en == about
        });
        let about = match listed {
            Some(member) => member.entity.id.to_string(),
            None => find_entity(tx, &about)?.to_string(),
        };
        Ok(Act::Object {
            about,
            objector,
            grounds,
            day: input.day.unwrap_or_else(|| app.today()),
        })
    })
}

/// One objection and how it is decided.
#[derive(Debug, Clone, Default)]
pub struct DecideGrantInput {
    /// Which list.
    pub on: GrantOn,
    /// Number of the objection.
    pub objection: u32,
    /// Upheld, so that the member is struck; otherwise dismissed.
    pub upheld: bool,
    /// Why.
    pub grounds: String,
    /// Who decides.
    pub by: String,
}

/// Decides an objection.
pub fn decide_grant_objection(
    app: &App,
    call: &Call,
    input: &DecideGrantInput,
) -> Answer<GrantListView> {
    let (grounds, by) = (said("grounds", &input.grounds)?, said("by", &input.by)?);
    act(app, call, (input.on, GrantVerb::Decide), |_, _, _| {
        Ok(Act::Decide {
            objection: input.objection,
            upheld: input.upheld,
            grounds,
            by,
        })
    })
}

/// Which list is given up, and why.
#[derive(Debug, Clone, Default)]
pub struct WithdrawGrantInput {
    /// Which list.
    pub on: GrantOn,
    /// Why.
    pub reason: String,
    /// Who decides.
    pub by: String,
}

/// Gives a list up; it stays to be read.
pub fn withdraw_grant_list(
    app: &App,
    call: &Call,
    input: &WithdrawGrantInput,
) -> Answer<GrantListView> {
    let (reason, by) = (said("reason", &input.reason)?, said("by", &input.by)?);
    act(app, call, (input.on, GrantVerb::Withdraw), |_, _, _| {
        Ok(Act::Withdraw { reason, by })
    })
}

/// What a person said: not empty, not endless.
pub(super) fn said(what: &str, text: &str) -> Answer<String> {
    let text = text.trim();
    let told = |code: String| Err(AppError::invalid(Diagnostic::error(&code)));
    match text.chars().count() {
        0 => told(format!("app.grant-missing.{what}")),
        n if n > MOST_SAID => {
            let found = Diagnostic::error("app.grant-long").with("n", n);
            Err(AppError::invalid(found.with("most", MOST_SAID)))
        }
        _ => Ok(text.to_owned()),
    }
}

/// A day as typed.
pub fn grant_day(text: &str) -> Answer<NaiveDate> {
    let bad = || Diagnostic::error("app.grant-day-bad").with("text", text);
    text.trim().parse().map_err(|_| AppError::invalid(bad()))
}

/// The way to count of a word.
pub fn counting_of(word: &str) -> Answer<Counting> {
    let mut all = [Counting::Working, Counting::Calendar].into_iter();
    let bad = || Diagnostic::error("app.grant-counting").with("word", word);
    all.find(|own| own.code() == word)
        .ok_or_else(|| AppError::invalid(bad()))
}
