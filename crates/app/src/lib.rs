//! Use cases: the only place where store and engines meet.
//!
//! One function per thing a user does, one file each, in the order permission → load →
//! engine → store → answer. Answers are contract types, the same for every surface.
//!
//! Must not know: HTTP, HTML, the terminal.

pub mod admin;
mod as_of;
mod call;
pub mod contract;
pub mod criteria;
pub mod data;
mod documents;
mod error;
pub mod exports;
mod files;
pub mod follow;
pub mod jobs;
mod lookup;
pub mod matching;
pub mod measure;
mod pace;
pub mod packs;
mod row_file;
pub mod runs;
pub mod sample;
mod set_words;
mod workbook;

pub use call::{Answer, App, Call, Opening};
pub use error::{AppError, Kind};
pub use files::{write_file, write_file_with};
pub use pace::Pace;
pub use packs::Packs;
pub use workbook::workbook;
