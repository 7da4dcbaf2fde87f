//! 跟进: pages of cases. Each is a pure function from a contract type to the page; what
//! a page sends goes to one use case.

pub mod board;
pub mod budget;
pub mod case;
mod case_acts;
mod case_clocks;
pub mod case_command;
mod case_document;
mod case_facts;
mod case_promises;
mod case_scores;
mod case_timeline;
pub mod due;
mod due_chart;
pub mod figures;
mod figures_grid;
mod form;
pub mod list;
pub mod me;
pub mod month;
pub mod my_work;
pub mod new;
pub mod notices;
pub mod overview;
mod parts;
pub mod poster;
pub mod register;
pub mod round;
pub mod silence;

pub use case_document::show as document;
