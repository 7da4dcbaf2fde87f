//! The tables, in the order in which they are copied and digested, and the migrations
//! that make them.

use std::fmt::Write as _;

/// How a column is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Int,
    Text,
    Bytes,
}

/// One table. The first column is always `key`, a number given by the writer.
#[derive(Debug)]
pub(crate) struct Table {
    pub name: &'static str,
    /// Columns as in the schema: `name` for text, `name:i` for numbers, `name:b` for bytes.
    columns: &'static [&'static str],
}

impl Table {
    /// Names and kinds of the columns.
    pub fn columns(&self) -> impl Iterator<Item = (&'static str, Kind)> {
        self.columns
            .iter()
            .map(|column| match column.split_once(':') {
                Some((name, "i")) => (name, Kind::Int),
                Some((name, _)) => (name, Kind::Bytes),
                None => (*column, Kind::Text),
            })
    }

    /// The columns for a statement.
    pub fn column_list(&self) -> String {
        self.columns()
            .map(|(name, _)| name)
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// The statement that inserts so many rows.
    pub fn insert(&self, rows: usize) -> String {
        let mut sql = format!("INSERT INTO {} ({}) VALUES ", self.name, self.column_list());
        let width = self.columns.len();
        for i in 1..=rows * width {
            let before = match (i % width, i) {
                (1, 1) => "(",
                (1, _) => "), (",
                _ => ", ",
            };
            let _ = write!(sql, "{before}${i}");
        }
        sql + ")"
    }
}

macro_rules! tables {
    ($($constant:ident = $name:literal [$($column:literal),* $(,)?];)*) => {
        $(pub(crate) const $constant: &Table = &Table { name: $name, columns: &["key:i", $($column),*] };)*
        /// Every table but `meta`.
        pub(crate) const TABLES: &[&Table] = &[$($constant),*];
    };
}

tables! {
    BATCH = "batch" ["kind", "title", "source", "author", "recorded_at:i", "input_digest", "summary"];
    BATCH_UNDO = "batch_undo" ["author", "undone_at:i"];
    SOURCE = "source" ["id", "series", "about", "raw_digest", "cleaned_digest", "former:i", "batch:i"];
    SOURCE_CONTENT = "source_content" ["raw:b", "cleaned"];
    ENTITY = "entity" ["id", "type", "name_zh", "name_en", "normal", "former:i", "batch:i"];
    NAME = "name" ["entity:i", "kind", "lang", "text", "normal", "batch:i"];
    LAYOUT = "layout" ["digest", "shape", "about"];
    RECORD = "record" [
        "entity:i", "period", "layout:i", "source:i", "spot", "phrase", "status", "vals", "told",
        "fact_key", "batch:i",
    ];
    EXTENT = "extent" ["batch:i", "source:i", "first_record:i", "last_record:i", "records:i"];
    TALLY = "tally" ["batch:i", "type", "entities:i"];
    SUPERSESSION = "supersession" ["old_record:i", "new_record:i", "batch:i"];
    MERGE = "entity_merge" ["from_entity", "into_entity", "batch:i"];
    RELATION = "relation" [
        "id", "kind", "from_entity", "to_entity", "period", "note_zh", "note_en", "source", "spot",
        "phrase", "confidence", "batch:i",
    ];
    RELATION_END = "relation_end" ["relation:i", "batch:i"];
    ROW_ERROR = "row_error" ["batch:i", "line:i", "sheet", "heading", "value", "diagnostic"];
    REVIEW = "review" ["entity", "other", "why", "batch:i"];
    REVIEW_VERDICT = "review_verdict" ["review:i", "verdict", "author", "settled_at:i"];
    RUN = "run" [
        "id", "kind", "parameters", "pack_digest", "input_digest", "output_digest", "seed:i",
        "computed_at:i", "result",
    ];
    PACK = "pack" ["id", "version", "digest", "batch:i"];
    MUTE = "mute" [
        "rule", "clause", "kind", "entity", "note", "until", "author", "muted_at:i",
    ];
    MUTE_END = "mute_end" ["author", "ended_at:i"];
    GRANT_EVENT = "grant_event" ["list:i", "number:i", "act", "author", "done_at:i"];
    RULE_DRAFT = "rule_draft" ["rule", "base", "text", "note", "author", "saved_at:i"];
    WORKFLOW_VERSION = "workflow_version" ["digest", "workflow", "version:i", "spec", "kept_at:i"];
    FOLLOW_EVENT = "follow_event" [
        "case_key:i", "number:i", "command", "request", "author", "done_at:i", "happened_at:i",
        "basis", "deed", "hash",
    ];
    FOLLOW_CASE = "follow_case" [
        "workflow", "version", "series", "year:i", "number:i", "code", "title_zh", "title_en",
        "subject", "above", "source", "state", "phase", "opened_at:i", "moved_at:i", "since:i",
        "ended_at:i", "amber_at:i", "due_at:i", "wake_at:i", "last:i", "head",
    ];
    FOLLOW_PART = "follow_part" [
        "case_key:i", "person", "part", "role", "since:i", "due_at:i", "sort:i",
    ];
    FOLLOW_VISIT = "follow_visit" ["budget", "subject", "code", "day:i", "body"];
    FOLLOW_DOCUMENT = "follow_document" ["digest", "media", "content:b"];
    NOTICE = "notice" ["person", "case_key:i", "event:i", "kind", "made_at:i"];
    NOTICE_READER = "notice_reader" [
        "person", "seen_at:i", "sent_at:i", "tried_at:i", "mail", "lang", "muted", "quiet_from:i",
        "quiet_until:i", "every_minutes:i",
    ];
    EXPORT = "export" ["author", "page", "lang", "started_at:i"];
    EXPORT_END = "export_end" [
        "state", "name", "row_count:i", "error", "ended_at:i", "size:i", "content:b",
    ];
}

/// The migrations in order; the schema's number is how many were run.
pub(crate) const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/0001.sql"),
    include_str!("../../migrations/0002.sql"),
    include_str!("../../migrations/0003.sql"),
    include_str!("../../migrations/0004.sql"),
    include_str!("../../migrations/0005.sql"),
    include_str!("../../migrations/0006.sql"),
    include_str!("../../migrations/0007.sql"),
];

/// The schema this version reads and writes.
pub(crate) fn known_schema() -> i64 {
    MIGRATIONS.len() as i64
}
