//! Answers about what people are told of cases.

use super::CaseLine;
use chrono::{DateTime, NaiveDateTime, Utc};
pub use julin_follow::case::notices::NoticeKind;
use julin_model::Lang;
use serde::Serialize;

/// What somebody was told.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Notices {
    /// Who.
    pub person: String,
    /// How many were not seen yet.
    pub unread: u64,
    /// How they want to be told.
    pub settings: NoticeSettings,
    /// The latest first.
    pub lines: Vec<NoticeLine>,
}

/// Something somebody was told.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NoticeLine {
    /// Why.
    pub kind: NoticeKind,
    /// Number of the event in its case.
    pub event: u32,
    /// When.
    pub made: NaiveDateTime,
    /// Not seen yet.
    pub unread: bool,
    /// The case.
    pub case: CaseLine,
}

/// How somebody wants to be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoticeSettings {
    /// Address; empty where nothing is sent.
    pub mail: String,
    /// Language of messages.
    pub lang: Lang,
    /// Kinds not wanted.
    pub muted: Vec<String>,
    /// Minutes of the day from which to which nothing is sent; may go over midnight.
    pub quiet: Option<(u32, u32)>,
    /// Least minutes from one message to the next.
    pub every_minutes: u32,
}

/// A message that is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Digest {
    /// For whom.
    pub person: String,
    /// Address.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// The latest of what it holds.
    pub upto: DateTime<Utc>,
}
