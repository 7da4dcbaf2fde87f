//! Why a use case cannot answer, in eight kinds every surface translates once.

use julin_model::{Diagnostic, Severity};
use julin_store::StoreError;

/// What a surface must know to choose its exit code or status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The input cannot be used as it is.
    Invalid,
    /// There is no such thing.
    NotFound,
    /// It contradicts the present state.
    Conflict,
    /// It is larger than allowed.
    TooLarge,
    /// The database or a file cannot be reached.
    Unavailable,
    /// A fault of the program.
    Internal,
}

/// Why a use case cannot answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .diagnostic.code)]
pub struct AppError {
    kind: Kind,
    diagnostic: Box<Diagnostic>,
}

impl AppError {
    /// An error of a kind.
    pub fn new(kind: Kind, diagnostic: Diagnostic) -> Self {
        Self {
            kind,
            diagnostic: Box::new(diagnostic),
        }
    }

    /// Input that cannot be used.
    pub fn invalid(diagnostic: Diagnostic) -> Self {
        Self::new(Kind::Invalid, diagnostic)
    }

    /// Something named that does not exist: `what` is a key of the catalogue's `app.noun.*`.
    pub fn not_found(what: &str, id: &str) -> Self {
        let code = format!("app.not-found.{what}");
        Self::new(Kind::NotFound, Diagnostic::error(&code).with("id", id))
    }

    /// Its kind.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What to tell the user.
    pub fn diagnostic(&self) -> &Diagnostic {
        &self.diagnostic
    }

    /// A fault of the program, with the words of the part that failed for the log.
    pub fn internal(detail: impl ToString) -> Self {
        let diagnostic = Diagnostic::error("app.internal").with("detail", detail);
        debug_assert_eq!(diagnostic.severity, Severity::Error);
        Self::new(Kind::Internal, diagnostic)
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        Self::new(kind_of_store_error(&error), error.diagnostic())
    }
}

fn kind_of_store_error(error: &StoreError) -> Kind {
    use StoreError as E;
    match error {
        E::UnknownBatch(_)
        | E::UnknownEntity(_)
        | E::UnknownSource(_)
        | E::UnknownRecord(_)
        | E::UnknownReview(_)
        | E::UnknownMute(_) => Kind::NotFound,
        E::AlreadyUndone(_)
        | E::MuteEnded(_)
        | E::Dependents { .. }
        | E::CannotMerge { .. }
        | E::GrantMoved { .. }
        | E::CommandReused { .. }
        | E::CaseFull { .. }
        | E::NotEmpty(_)
        | E::Exists(_) => Kind::Conflict,
        E::BadUrl(_) | E::NotFinite | E::NulCharacter(_) => Kind::Invalid,
        E::BatchClosed(_) | E::ReadOnly | E::WrongWidth { .. } | E::Unreadable { .. } => {
            Kind::Internal
        }
        _ => Kind::Unavailable,
    }
}
