//! The surveys in use, with their rounds and how many members' answers are held.

use super::survey_answers::{answers, members_that_answered};
use crate::call::{Answer, App, Call};
use crate::contract::{RoundView, SurveyLine};
use crate::lookup::Lookup;
use crate::packs::Loaded;
use julin_measure::survey::{RoundSpec, SurveySpec};
use julin_model::Text;
use julin_store::Tx;

/// All surveys in order of identifier.
pub fn surveys(app: &App, _call: &Call) -> Answer<Vec<SurveyLine>> {
    app.store.read(|tx| {
        let all = app.packs.surveys();
        all.map(|survey| survey_line(app, tx, survey)).collect()
    })
}

/// One line of the list.
pub fn survey_line(app: &App, tx: &mut Tx, survey: &Loaded<SurveySpec>) -> Answer<SurveyLine> {
    let spec = &survey.spec;
    let mut rounds = Vec::new();
    for round in &spec.rounds {
        let held = answers(tx, spec, round)?;
        rounds.push(round_view(round, members_that_answered(&held, spec) as u32));
    }
    let mut lookup = Lookup::new(app);
    let holder = spec.holder.as_ref();
    Ok(SurveyLine {
        id: survey.id.clone(),
        title: spec.title.clone(),
        holder: holder.map(|id| lookup.entity(tx, id)).transpose()?,
        rounds,
        questions: spec.questions().count() as u32,
        minimum_group: spec.minimum_group as u32,
    })
}

fn round_view(round: &RoundSpec, held: u32) -> RoundView {
    let named = !round.label.is_empty();
    RoundView {
        id: round.id.clone(),
        label: if named {
            round.label.clone()
        } else {
            Text::same(&*round.id)
        },
        period: round.period,
        series: round.series.clone(),
        answered: round.answered,
        held,
        note: round.note.clone(),
    }
}
