//! Several years on a page.

use super::figure_cache::kept_figures;
use super::framework::known_framework;
use super::frameworks::framework_line;
use super::subject::Subject;
use super::years::{YearSpan, YearsInput};
use crate::call::{Answer, App, Call};
use crate::contract::{Proof, YearsView};
use crate::runs::{compute, perform};

/// Years shown where nobody says otherwise.
const USUAL: i32 = 5;

/// Which framework, which years.
#[derive(Debug, Clone)]
pub struct YearsViewInput {
    /// `<pack>/<name>`.
    pub framework: String,
    /// Year of the page; the last one shown when no other is asked for.
    pub as_of: i32,
    /// First year.
    pub first: Option<i32>,
    /// Last year.
    pub last: Option<i32>,
}

impl YearsViewInput {
    fn as_run(&self) -> Answer<YearsInput> {
        let last = self.last.unwrap_or(self.as_of);
        let first = self.first.unwrap_or_else(|| last.saturating_sub(USUAL - 1));
        let subject = Subject::Store {
            framework: self.framework.clone(),
            as_of: last,
            method: None,
        };
        Ok(YearsInput::new(&subject, YearSpan::new(first, last)?, None))
    }
}

/// The years with the framework.
pub fn years_view(app: &App, _call: &Call, input: &YearsViewInput) -> Answer<YearsView> {
    let loaded = known_framework(app, &input.framework)?;
    let result = compute(Some(app), &input.as_run()?, &|_| true)?;
    let figures = app
        .store
        .read(|tx| kept_figures(app, tx, loaded, input.as_of))?;
    let outcome = julin_measure::score(&loaded.framework, &figures.matrix);
    Ok(YearsView {
        framework: framework_line(loaded, &outcome),
        as_of: input.as_of,
        result,
    })
}

/// Recipe and run of the years shown.
pub fn years_proof(app: &App, _call: &Call, input: &YearsViewInput) -> Answer<Proof> {
    Ok(perform(Some(app), &input.as_run()?, &|_| true)?.proof())
}
