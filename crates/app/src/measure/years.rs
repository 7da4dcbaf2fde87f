//! Several years of one framework: scores and ranks side by side, and what changed.

use super::subject::{Evaluated, Subject};
use crate::call::{Answer, App};
use crate::contract::{UnitLine, YearStanding, Years, YearsRow, places_gained};
use crate::error::{AppError, Kind};
use crate::runs::{Computation, Progress};
use julin_measure::{Frame, Framework, Matrix, NormaliseKind, Outcome, Panel, score_panel};
use julin_model::{Diagnostic, Severity};
use serde::{Deserialize, Serialize};

/// Most years computed at once.
const MOST_YEARS: i32 = 100;

/// The first and the last of some years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearSpan {
    /// The first.
    pub first: i32,
    /// The last, not before the first.
    pub last: i32,
}

impl YearSpan {
    /// Years from one to another; so many at most as can be computed at once.
    pub fn new(first: i32, last: i32) -> Answer<Self> {
        let many = i64::from(last) - i64::from(first) + 1;
        if many > i64::from(MOST_YEARS) {
            let found = Diagnostic::error("app.too-many-years").with("count", many);
            let found = found.with("most", MOST_YEARS);
            return Err(AppError::new(Kind::TooLarge, found));
        }
        if many < 1 {
            return Err(unreadable(&format!("{first}..{last}")));
        }
        Ok(Self { first, last })
    }

    /// Reads `1990..2005`, both included, or one year.
    pub fn parse(text: &str) -> Answer<Self> {
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        let year = |part: &str| {
            let year = part.trim().parse::<i32>().ok();
            let year = year.filter(|year| (1..=9999).contains(year));
            year.ok_or_else(|| unreadable(text))
        };
        Self::new(year(first)?, year(last)?)
    }

    fn holds(self, year: i32) -> bool {
        (self.first..=self.last).contains(&year)
    }
}

fn unreadable(text: &str) -> AppError {
    AppError::invalid(Diagnostic::error("app.bad-years").with("text", text))
}

/// Which years of what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct YearsInput {
    /// Framework and figures: of the store once for each year, of tables once.
    subjects: Vec<Subject>,
    /// The years.
    span: YearSpan,
    /// What values are measured by, in place of what the method says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    frame: Option<Frame>,
}

impl YearsInput {
    /// The years of a subject.
    pub fn new(subject: &Subject, span: YearSpan, frame: Option<Frame>) -> Self {
        let in_year = |year: i32| {
            let mut one = subject.clone();
            if let Subject::Store { as_of, .. } = &mut one {
                *as_of = year;
            }
            one
        };
        let subjects = match subject {
            Subject::Store { .. } => (span.first..=span.last).map(in_year).collect(),
            Subject::Tables { .. } => vec![subject.clone()],
        };
        Self {
            subjects,
            span,
            frame,
        }
    }
}

impl Computation for YearsInput {
    const KIND: &'static str = "measure.years";
    type Outcome = Years;

    fn subjects(&self) -> Vec<&Subject> {
        self.subjects.iter().collect()
    }

    fn compute(
        &self,
        subjects: &[Evaluated],
        _app: Option<&App>,
        _progress: Progress<'_>,
    ) -> Answer<Years> {
        let panel = self.panel(subjects)?;
        let Some(last) = subjects.last() else {
            return Err(AppError::internal("no subject"));
        };
        let mut framework = last.framework.clone();
        framework.method.frame = self.frame.unwrap_or(framework.method.frame);
        let outcomes = score_panel(&framework, &panel);
        let found = subjects.iter().flat_map(|one| &one.diagnostics);
        let found = found.chain(outcomes.iter().flat_map(|one| &one.diagnostics));
        let mut diagnostics = self.empty_years(&panel, &outcomes);
        diagnostics.extend(each_once(found));
        Ok(Years {
            framework: last.title.clone(),
            years: panel.years().to_vec(),
            frame: frame_code(&framework).to_owned(),
            decimals: framework.method.decimals,
            rows: rows(&outcomes),
            diagnostics,
        })
    }
}

impl YearsInput {
    fn panel(&self, subjects: &[Evaluated]) -> Answer<Panel> {
        let mut years: Vec<(i32, Matrix)> = Vec::new();
        for (subject, evaluated) in self.subjects.iter().zip(subjects) {
            match subject.as_of() {
                Some(year) => years.push((year, evaluated.matrix().figures())),
                None => {
                    let there = evaluated.years.iter();
                    let asked = there.filter(|(year, _)| self.span.holds(*year));
                    years.extend(asked.cloned());
                    if years.is_empty() {
                        return Err(self.no_year(evaluated));
                    }
                }
            }
        }
        Panel::new(years).map_err(|error| AppError::invalid(error.diagnostic()))
    }

    /// Years without figures, and years in which nobody could be ranked.
    fn empty_years(&self, panel: &Panel, outcomes: &[Outcome<'_>]) -> Vec<Diagnostic> {
        let asked = self.span.first..=self.span.last;
        let absent = asked.filter(|year| !panel.years().contains(year));
        let ranked = |outcome: &Outcome<'_>| outcome.ranks(Framework::ROOT).iter().any(|r| *r > 0);
        let years = panel.years().iter().zip(outcomes);
        let unranked = years.filter(|(_, outcome)| !ranked(outcome));
        let told = [
            ("app.years-absent", absent.collect::<Vec<_>>()),
            (
                "app.years-unranked",
                unranked.map(|(year, _)| *year).collect(),
            ),
        ];
        let listed = |years: &[i32]| {
            let years: Vec<_> = years.iter().map(i32::to_string).collect();
            years.join(" ")
        };
        let told = told.into_iter().filter(|(_, years)| !years.is_empty());
        told.map(|(code, years)| Diagnostic::warning(code).with("years", listed(&years)))
            .collect()
    }

    /// No year of those asked for is in the tables.
    fn no_year(&self, evaluated: &Evaluated) -> AppError {
        let ends = [evaluated.years.first(), evaluated.years.last()];
        let [Some((first, _)), Some((last, _))] = ends else {
            return AppError::invalid(Diagnostic::error("app.no-years"));
        };
        let asked = format!("{}..{}", self.span.first, self.span.last);
        let found = Diagnostic::error("app.other-years").with("asked", asked);
        AppError::invalid(found.with("known", format!("{first}..{last}")))
    }
}

/// Ends that the framework gives are the same every year.
fn frame_code(framework: &Framework) -> &'static str {
    let given = [NormaliseKind::Goalposts, NormaliseKind::Scaled];
    let mut indicators = framework.indicators();
    match framework.method.frame {
        _ if indicators.all(|(_, node)| given.contains(&node.steps.normalise.kind)) => "given",
        Frame::Moving => "moving",
        Frame::Fixed => "fixed",
    }
}

/// What years have in common is told once.
fn each_once<'a>(found: impl Iterator<Item = &'a Diagnostic>) -> Vec<Diagnostic> {
    let mut told: Vec<Diagnostic> = Vec::new();
    // Years without a rank are named together.
    for one in found.filter(|one| one.code != "measure.nothing-ranked") {
        // Notes repeat with other counts every year; a page of one year has them.
        if one.severity > Severity::Note && !told.contains(one) {
            told.push(one.clone());
        }
    }
    told
}

/// The units, the best of the last year first.
fn rows(outcomes: &[Outcome<'_>]) -> Vec<YearsRow> {
    let Some(last) = outcomes.last() else {
        return Vec::new();
    };
    let units = last.matrix().units().iter().enumerate();
    let mut rows: Vec<YearsRow> = units
        .map(|(unit, about)| YearsRow {
            unit: UnitLine::from(about),
            years: standings(outcomes, unit),
        })
        .collect();
    let last_rank = |row: &YearsRow| row.years.last().and_then(|year| year.rank);
    rows.sort_by(|a, b| {
        let rank = |row| last_rank(row).unwrap_or(u32::MAX);
        rank(a)
            .cmp(&rank(b))
            .then_with(|| a.unit.id.cmp(&b.unit.id))
    });
    rows
}

fn standings(outcomes: &[Outcome<'_>], unit: usize) -> Vec<YearStanding> {
    let mut standings: Vec<YearStanding> = Vec::new();
    for outcome in outcomes {
        let rank = outcome.rank(unit, Framework::ROOT);
        let score = outcome.score(unit, Framework::ROOT);
        let before = standings.last();
        let reason = outcome.reason(unit, Framework::ROOT);
        let scores = before.and_then(|before| before.score).zip(score);
        standings.push(YearStanding {
            rank,
            score,
            coverage: outcome.coverage(unit, Framework::ROOT),
            gained: places_gained(before.and_then(|before| before.rank), rank),
            score_gained: scores.map(|(before, now)| now - before),
            reason: reason.map(|reason| reason.code().to_owned()),
        });
    }
    standings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_read_with_both_ends_and_nothing_else() {
        let read = |text| YearSpan::parse(text).map(|s| (s.first, s.last));
        assert_eq!(read("1990..2005"), Ok((1990, 2005)));
        assert_eq!(read(" 1990 .. 1990 "), Ok((1990, 1990)));
        assert_eq!(read("2024"), Ok((2024, 2024)));
        for wrong in ["", "..", "2005..1990", "1990..", "x..2000", "0..3", "1-2"] {
            let code = read(wrong).unwrap_err().diagnostic().code.clone();
            assert_eq!(code, "app.bad-years", "{wrong}");
        }
        let code = read("1..9999").unwrap_err().diagnostic().code.clone();
        assert_eq!(code, "app.too-many-years");
    }
}
