//! Drawing: pure functions from contract types to markup, shared by all pages.

mod chart_frame;
mod condition;
mod cx;
mod figure;
mod list;
mod notice;
mod shell;
mod statement;
mod table;
pub mod time;
mod trace;

pub use chart_frame::{Chart, chart, chart_file};
pub use condition::{answer, conditions, decided, known_value, stands};
pub use cx::{Cx, address, calm, encode, guess_lang, html_lang, segment};
pub use figure::{
    bounded, entity, exact, figure, figure_value, gained, known_or_dash, marks, measured, number,
    score, status_mark, unknown,
};
pub use list::{Filter, PAGE_ROWS, ROWS_ONLY, Sort, WITH_RECIPE, export, paging, pick_page, saves};
pub use notice::{diagnostics, empty, message, tag};
pub use shell::{Page, Section, fragment, shell};
pub use statement::{citation, place, said_by, source, statement_rows, words};
pub use table::{Column, facts, stacked, table};
pub use trace::trace;
