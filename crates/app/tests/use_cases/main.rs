//! Use cases through their front door, on a real database and the built-in packs.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up has failed"
)]

mod analyses;
mod casebooks;
mod cases;
mod changes;
mod convert;
mod criteria;
mod criteria_files;
mod drafts;
mod due;
mod exports;
mod flipped;
mod follow_through;
mod grant_lists;
mod office;
mod packs;
mod park_counsel;
mod racing;
mod reliability;
mod sample_cases;
mod simulator;
mod study;
mod surveys;
mod tables;
mod targets;
mod tiny_award;
mod workbook;
mod workflows;
mod years;
mod zone_firm_tables;
