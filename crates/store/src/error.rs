//! What can go wrong with a store, each thing by its own name.
//!
//! Never holds a password: a server is named by host, port and database.

use julin_model::{BatchId, Diagnostic, EntityId, RecordId, SourceId};

/// Why the store did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Not a store address.
    #[error("`{0}` is not a store address")]
    BadUrl(String),
    /// Nothing there to open.
    #[error("there is no database at {0}")]
    Missing(String),
    /// The file is something else.
    #[error("{0} is not a database")]
    NotADatabase(String),
    /// A database of another program.
    #[error("{0} is the database of another program")]
    Foreign(String),
    /// Written by a newer version.
    #[error("the database has schema {found}, this version knows up to {known}")]
    Newer {
        /// Its schema.
        found: i64,
        /// The newest schema known here.
        known: i64,
    },
    /// Written by an older version, or empty.
    #[error("the database has schema {found}, this version needs {known}")]
    Older {
        /// Its schema, 0 when it is empty.
        found: i64,
        /// The schema needed.
        known: i64,
    },
    /// The file or its folder cannot be written.
    #[error("cannot write {0}")]
    NotWritable(String),
    /// Another process holds it.
    #[error("{0} is locked by another process")]
    Locked(String),
    /// No server answers.
    #[error("cannot reach {server}: {reason}")]
    Unreachable {
        /// Host and port.
        server: String,
        /// As the system says it.
        reason: String,
    },
    /// The server refuses this user.
    #[error("{server} refuses the user or the password")]
    WrongPassword {
        /// Host and port.
        server: String,
    },
    /// The server has no such database.
    #[error("{server} has no such database")]
    NoSuchDatabase {
        /// Host, port and database.
        server: String,
    },
    /// The user may not do this.
    #[error("{server} does not allow this: {reason}")]
    NotAllowed {
        /// Host, port and database.
        server: String,
        /// As the server says it.
        reason: String,
    },
    /// An encrypted connection was asked for and is not built in.
    #[error("encrypted connections to {0} are not built in")]
    NoTls(String),
    /// No space left.
    #[error("no space left for {0}")]
    Full(String),
    /// The file is damaged.
    #[error("{0} is damaged")]
    Damaged(String),
    /// The target of a copy or restore holds data.
    #[error("{0} already holds data")]
    NotEmpty(String),
    /// A file is in the way.
    #[error("{0} already exists")]
    Exists(String),
    /// The copy differs from the original.
    #[error("the copy has digest {copy}, the original {original}")]
    CopyDiffers {
        /// Digest of the original.
        original: String,
        /// Digest of the copy.
        copy: String,
    },
    /// A write within a read.
    #[error("a read cannot write")]
    ReadOnly,
    /// The batch was not begun in this write, or another was begun after it.
    #[error("batch {0} is not the open batch of this write")]
    BatchClosed(BatchId),
    /// No such batch.
    #[error("there is no batch {0}")]
    UnknownBatch(BatchId),
    /// Undone before.
    #[error("batch {0} is already undone")]
    AlreadyUndone(BatchId),
    /// Later batches build on it.
    #[error("batch {batch} cannot be undone before {by:?}")]
    Dependents {
        /// The batch.
        batch: BatchId,
        /// Those that build on it, newest first.
        by: Vec<BatchId>,
    },
    /// No such entity in force.
    #[error("there is no entity {0}")]
    UnknownEntity(EntityId),
    /// No such source in force.
    #[error("there is no source {0}")]
    UnknownSource(SourceId),
    /// No such record in force.
    #[error("there is no record {0} in force")]
    UnknownRecord(RecordId),
    /// No such review.
    #[error("there is no review {0}")]
    UnknownReview(i64),
    /// No such mute.
    #[error("there is no mute {0}")]
    UnknownMute(i64),
    /// The mute was ended before.
    #[error("mute {0} has already ended")]
    MuteEnded(i64),
    /// A record with more or fewer values than its layout has columns.
    #[error("a record has {values} values for {columns} columns")]
    WrongWidth {
        /// Values given.
        values: usize,
        /// Columns of the layout.
        columns: usize,
    },
    /// A number that is none.
    #[error("a value is not a finite number")]
    NotFinite,
    /// Merged already, or into itself through others.
    #[error("{from} cannot be merged into {into}")]
    CannotMerge {
        /// The entity to go.
        from: EntityId,
        /// The entity to stay.
        into: EntityId,
    },
    /// Somebody else was quicker to act on a grant list.
    #[error("grant list {list} has moved on to act {last}")]
    GrantMoved {
        /// Number of the list.
        list: u32,
        /// Number of its last act.
        last: i64,
    },
    /// A command was sent again under the same key with other contents.
    #[error("the key {command} was used for another request")]
    CommandReused {
        /// The key.
        command: String,
    },
    /// A case has as many events as one can have.
    #[error("a case has at most {most} events")]
    CaseFull {
        /// How many that is.
        most: i64,
    },
    /// Text with a NUL character, which PostgreSQL cannot hold.
    #[error("a text holds a NUL character: {0}")]
    NulCharacter(String),
    /// A stored text whose bytes are none.
    #[error("a stored text cannot be read: {0}")]
    NotText(String),
    /// A stored row that cannot be read.
    #[error("cannot read {table}: {reason}")]
    Unreadable {
        /// Which table.
        table: &'static str,
        /// What was found.
        reason: String,
    },
    /// Anything else the database says.
    #[error("the database says: {0}")]
    Database(String),
}

impl StoreError {
    /// The finding for people, with its code in the message catalogue.
    pub fn diagnostic(&self) -> Diagnostic {
        let error = |code: &str| Diagnostic::error(&format!("store.{code}"));
        let place = |code: &str, place: &str| error(code).with("place", place);
        match self {
            Self::BadUrl(url) => error("bad-url").with("url", url),
            Self::Missing(at) => place("missing", at),
            Self::NotADatabase(at) => place("not-a-database", at),
            Self::Foreign(at) => place("foreign", at),
            Self::Newer { found, known } => {
                error("newer").with("found", found).with("known", known)
            }
            Self::Older { found, known } => {
                error("older").with("found", found).with("known", known)
            }
            Self::NotWritable(at) => place("not-writable", at),
            Self::Locked(at) => place("locked", at),
            Self::Unreachable { server, reason } => {
                place("unreachable", server).with("reason", reason)
            }
            Self::WrongPassword { server } => place("wrong-password", server),
            Self::NoSuchDatabase { server } => place("no-such-database", server),
            Self::NotAllowed { server, reason } => {
                place("not-allowed", server).with("reason", reason)
            }
            Self::NoTls(at) => place("no-tls", at),
            Self::Full(at) => place("full", at),
            Self::Damaged(at) => place("damaged", at),
            Self::NotEmpty(at) => place("not-empty", at),
            Self::Exists(at) => place("exists", at),
            Self::CopyDiffers { original, copy } => error("copy-differs")
                .with("original", original)
                .with("copy", copy),
            _ => self.content_diagnostic(),
        }
    }

    /// Findings about what was asked rather than about the database.
    fn content_diagnostic(&self) -> Diagnostic {
        let error = |code: &str| Diagnostic::error(&format!("store.{code}"));
        match self {
            Self::BatchClosed(batch) => error("batch-closed").with("batch", batch),
            Self::UnknownBatch(batch) => error("unknown-batch").with("batch", batch),
            Self::AlreadyUndone(batch) => error("already-undone").with("batch", batch),
            Self::Dependents { batch, by } => {
                let by: Vec<String> = by.iter().map(ToString::to_string).collect();
                error("dependents")
                    .with("batch", batch)
                    .with("by", by.join(", "))
            }
            Self::UnknownEntity(id) => error("unknown-entity").with("id", id),
            Self::UnknownSource(id) => error("unknown-source").with("id", id),
            Self::UnknownRecord(id) => error("unknown-record").with("id", id),
            Self::UnknownReview(id) => error("unknown-review").with("id", id),
            Self::UnknownMute(id) => error("unknown-mute").with("id", id),
            Self::MuteEnded(id) => error("mute-ended").with("id", id),
            Self::WrongWidth { values, columns } => error("wrong-width")
                .with("values", values)
                .with("columns", columns),
            Self::NotFinite => error("not-finite"),
            Self::CannotMerge { from, into } => {
                error("cannot-merge").with("from", from).with("into", into)
            }
            Self::GrantMoved { list, last } => {
                error("grant-moved").with("list", list).with("last", last)
            }
            Self::CommandReused { command } => error("command-reused").with("command", command),
            Self::CaseFull { most } => error("case-full").with("most", most),
            Self::NulCharacter(text) => error("nul-character").with("text", text),
            Self::Unreadable { table, reason } => error("unreadable")
                .with("table", table)
                .with("reason", reason),
            Self::ReadOnly => error("read-only"),
            Self::NotText(reason) => error("not-text").with("reason", reason),
            other => error("database").with("reason", other),
        }
    }
}
