//! Use cases of the measure verb: frameworks, rankings, and why.

mod compare;
mod figure_cache;
mod figures;
mod framework;
mod frameworks;
mod method_view;
mod ranking;
mod score_trace;
mod scores;
mod study;
mod subject;
mod survey;
mod survey_answers;
mod surveys;
mod target_facts;
mod targets;
mod what_if;

pub use compare::{CompareInput, compare};
pub(crate) use figure_cache::{FigureCache, kept_figures};
pub(crate) use framework::node_views;
pub use framework::{FrameworkInput, framework};
pub(crate) use frameworks::framework_line;
pub use frameworks::{FrameworksInput, frameworks};
pub use julin_measure::what_if::{ChangeSet, ValueChange};
pub(crate) use ranking::missing;
pub use ranking::{RankingInput, ranking};
pub use score_trace::{TraceInput, score_trace};
pub use scores::{ScoresInput, scores};
pub use study::{Study, read_study};
pub use subject::{Evaluated, Subject, any_data};
pub use survey::{SurveyInput, survey};
pub use surveys::surveys;
pub(crate) use targets::targets_of;
pub use targets::{TargetsInput, targets};
pub use what_if::{WhatIfInput, what_if};
