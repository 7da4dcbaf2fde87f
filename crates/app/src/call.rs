//! What every use case is given: the open application and who calls.

use crate::error::AppError;
use crate::exports::Exports;
use crate::follow::Versions;
use crate::jobs::Jobs;
use crate::measure::FigureCache;
use crate::pace::Pace;
use crate::packs::Packs;
use chrono::{Datelike, NaiveDate};
use julin_model::{Clock, Diagnostic};
use julin_store::Store;
use std::sync::Arc;

/// The open application: store, packs, clock.
#[derive(Clone)]
pub struct App {
    /// Where knowledge is kept.
    pub(crate) store: Store,
    /// The packs in use.
    pub(crate) packs: Arc<Packs>,
    /// Tells the time.
    pub(crate) clock: Arc<dyn Clock>,
    /// Figures of the present state.
    pub(crate) figures: Arc<FigureCache>,
    /// Long computations.
    pub(crate) jobs: Arc<Jobs>,
    /// Lists being made into files.
    pub(crate) exports: Arc<Exports>,
    /// Somebody waits for whole lists: who is told how far they are.
    pub(crate) pace: Option<Arc<Pace>>,
    /// Versions of workflows that cases run on.
    pub(crate) versions: Arc<Versions>,
}

/// Who calls. Rights will hang on this; until accounts exist everybody is the one
/// local person.
#[derive(Debug, Clone)]
pub struct Call {
    /// Name written into batches.
    pub actor: String,
}

impl Default for Call {
    fn default() -> Self {
        Self {
            actor: "local".to_owned(),
        }
    }
}

impl Call {
    /// Somebody by name.
    pub fn named(name: impl Into<String>) -> Self {
        let actor = name.into();
        Self { actor }
    }
}

impl App {
    /// Puts the application together.
    pub fn new(store: Store, packs: Packs, clock: Arc<dyn Clock>) -> Self {
        Self {
            store,
            packs: Arc::new(packs),
            clock,
            figures: Arc::default(),
            jobs: Arc::default(),
            exports: Arc::default(),
            pace: None,
            versions: Arc::default(),
        }
    }

    /// Opens the database at `url` (`sqlite://file`, `postgres://…`).
    pub fn open(
        url: &str,
        opening: Opening,
        packs: Packs,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, AppError> {
        let store = match opening {
            Opening::Existing => Store::open(url)?,
            Opening::Create => Store::open_or_create(url)?,
        };
        Ok(Self::new(store, packs, clock))
    }

    /// Today, in UTC.
    pub fn today(&self) -> NaiveDate {
        self.clock.now().date_naive()
    }

    /// The year figures are shown as of when nobody says otherwise: the latest year that
    /// has ended, for which annual figures can be known.
    pub fn default_year(&self) -> i32 {
        self.today().year() - 1
    }

    /// What was found wrong when the packs were read.
    pub fn pack_diagnostics(&self) -> &[Diagnostic] {
        self.packs.diagnostics()
    }
}

/// What to do when there is no database yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// It must exist and be of this version.
    Existing,
    /// Make it, and bring an older one to this version.
    Create,
}

/// Result of a use case.
pub type Answer<T> = Result<T, AppError>;
