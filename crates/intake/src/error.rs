//! Why a file cannot be taken in at all. Problems of single rows are diagnostics of
//! the row and do not end the reading.

use julin_model::{Diagnostic, Place};

/// A problem with a file, and where in it.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct IntakeError {
    /// File, sheet, row and column, as far as known.
    pub place: Box<Place>,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The operating system refused.
    #[error("cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// Nothing in the file, or only blank rows.
    #[error("is empty")]
    Empty,
    /// The bytes are no table of a known format.
    #[error("is not a table (looks like {0})")]
    Binary(&'static str),
    /// The file ends too early.
    #[error("is cut short or damaged: {0}")]
    Truncated(String),
    /// The content breaks the rules of its own format.
    #[error("breaks the rules of its format: {0}")]
    Malformed(String),
    /// Needs a password.
    #[error("is protected by a password")]
    Protected,
    /// Larger than the stated limit.
    #[error("{what} is {found}, over the limit of {limit}")]
    TooLarge {
        /// What was measured: `file`, `cell`, `columns`, `cells`, `unpacked`, `texts`.
        what: &'static str,
        /// The size found, in bytes or pieces.
        found: u64,
        /// The limit.
        limit: u64,
    },
    /// A quotation mark was opened and never closed.
    #[error("quotation mark never closed")]
    UnclosedQuote,
    /// No such encoding.
    #[error("encoding `{0}` is not known")]
    UnknownEncoding(String),
    /// No such sheet.
    #[error("no sheet `{wanted}`; there are {there}")]
    NoSuchSheet {
        /// The sheet asked for.
        wanted: String,
        /// The sheets there are, separated by commas.
        there: String,
    },
    /// No row looks like a heading.
    #[error("no heading row found")]
    NoHeading,
    /// No column means anything to the dictionary.
    #[error("no column is known: {0}")]
    NothingMatches(String),
    /// The mapping names a column that is not there.
    #[error("no column `{wanted}`; there are {there}")]
    NoSuchColumn {
        /// The column asked for.
        wanted: String,
        /// The headings there are.
        there: String,
    },
    /// The mapping names a column whose heading stands twice.
    #[error("heading `{heading}` stands at {columns}")]
    AmbiguousColumn {
        /// The heading.
        heading: String,
        /// The letters of the columns that bear it.
        columns: String,
    },
    /// The mapping names a field the dictionary does not have.
    #[error("no field `{0}`")]
    UnknownField(String),
    /// The mapping names a unit that is not declared or measures something else.
    #[error("unit `{unit}` does not fit field `{field}`")]
    UnitMismatch {
        /// The unit.
        unit: String,
        /// The field.
        field: String,
    },
    /// The mapping says neither which column names the entity nor which identifies it.
    #[error("neither a name nor an identifier column")]
    NoSubject,
}

impl Problem {
    /// Adds the place.
    pub fn at(self, place: Place) -> IntakeError {
        IntakeError {
            place: Box::new(place),
            problem: self,
        }
    }

    /// Adds the file.
    pub fn in_file(self, file: &str) -> IntakeError {
        self.at(Place::file(file))
    }

    /// Key of the message.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io(_) => "intake.unreadable",
            Self::Empty => "intake.empty",
            Self::Binary(_) => "intake.binary",
            Self::Truncated(_) => "intake.truncated",
            Self::Malformed(_) => "intake.malformed",
            Self::Protected => "intake.protected",
            Self::TooLarge { what, .. } => match *what {
                "cell" => "intake.cell-too-large",
                "columns" => "intake.too-many-columns",
                "unpacked" => "intake.unpacks-too-large",
                "texts" => "intake.too-many-texts",
                "cells" => "intake.sheet-too-large",
                _ => "intake.file-too-large",
            },
            Self::UnclosedQuote => "intake.unclosed-quote",
            Self::UnknownEncoding(_) => "intake.unknown-encoding",
            Self::NoSuchSheet { .. } => "intake.no-such-sheet",
            Self::NoHeading => "intake.no-heading",
            Self::NothingMatches(_) => "intake.nothing-matches",
            Self::NoSuchColumn { .. } => "intake.no-such-column",
            Self::AmbiguousColumn { .. } => "intake.ambiguous-column",
            Self::UnknownField(_) => "intake.unknown-field",
            Self::UnitMismatch { .. } => "intake.unit-mismatch",
            Self::NoSubject => "intake.no-subject",
        }
    }
}

impl IntakeError {
    /// The problem as a diagnostic; `file` is always among the arguments.
    pub fn diagnostic(&self) -> Diagnostic {
        let place = &self.place;
        let found = Diagnostic::error(self.problem.code()).with("file", &place.file);
        let found = match (place.line, &place.sheet) {
            (Some(row), _) => found.with("row", row),
            _ => found,
        };
        let found = place
            .sheet
            .iter()
            .fold(found, |d, sheet| d.with("sheet", sheet));
        let found = match &self.problem {
            Problem::Io(cause) => found.with("cause", cause),
            Problem::Binary(looks) => found.with("looks", looks),
            Problem::Truncated(cause) | Problem::Malformed(cause) => found.with("cause", cause),
            Problem::TooLarge {
                what,
                found: size,
                limit,
            } => {
                let readable = |n: u64| match *what {
                    "columns" | "cells" => n.to_string(),
                    _ => readable_bytes(n),
                };
                found
                    .with("found", readable(*size))
                    .with("limit", readable(*limit))
            }
            Problem::UnknownEncoding(name) => found.with("encoding", name),
            Problem::NoSuchSheet { wanted, there } => {
                found.with("wanted", wanted).with("there", there)
            }
            Problem::NoSuchColumn { wanted, there } => {
                found.with("wanted", wanted).with("there", there)
            }
            Problem::NothingMatches(headings) => found.with("headings", headings),
            Problem::AmbiguousColumn { heading, columns } => {
                found.with("heading", heading).with("columns", columns)
            }
            Problem::UnknownField(field) => found.with("field", field),
            Problem::UnitMismatch { unit, field } => found.with("unit", unit).with("field", field),
            _ => found,
        };
        found.at((**place).clone())
    }
}

/// Bytes as people read them: `12 MB`.
fn readable_bytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        1_000_000..1_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}
