//! One file per page: a pure function from a contract type to the page, and what
//! the page can also be saved as.

pub mod about;
mod analyses;
pub mod audit;
mod audit_groups;
mod changes;
pub mod compare;
pub mod conflicts;
pub mod contributions;
pub mod entities;
pub mod entity;
pub mod error;
pub mod framework;
pub mod frameworks;
pub mod history;
pub mod import_detail;
pub mod import_new;
pub mod imports;
pub mod jobs;
pub mod overview;
pub mod pack;
pub mod packs;
pub mod park;
mod park_counsel;
pub mod ranking;
pub mod reviews;
pub mod search;
pub mod source;
pub mod sources;
pub mod statement;
pub mod survey;
pub mod surveys;
mod target_chart;
pub mod targets;
pub mod uncertainty;
pub mod what_if;
pub mod why;
