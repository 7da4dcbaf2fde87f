//! What is evaluated: a framework on the store as of a year, or two tables in files.

use super::figure_cache::kept_figures;
use super::figures::{Figures, figure_digest};
use super::framework::known_framework;
use crate::call::{Answer, App};
use crate::error::AppError;
use julin_intake::read::row::RawRow;
use julin_intake::{Input, OpenOptions, open};
use julin_measure::{Framework, Matrix, Method, Outcome, Table, read_tables};
use julin_model::{Diagnostic, Digest, Severity, Text};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where framework and figures come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "kebab-case")]
pub enum Subject {
    /// A framework of the packs, figures of the store.
    Store {
        /// `<pack>/<name>`.
        framework: String,
        /// Year.
        as_of: i32,
        /// How to compute, in place of the framework's own method.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        method: Option<Box<Method>>,
    },
    /// The two tables of analysts.
    Tables {
        /// Indicator table.
        meta: PathBuf,
        /// Data table.
        data: PathBuf,
        /// How to compute.
        #[serde(default)]
        method: Box<Method>,
    },
}

/// Framework and figures, ready for an engine.
pub struct Evaluated {
    /// What the framework is called.
    pub title: Text,
    /// The framework.
    pub framework: Framework,
    /// The figures; links and statements are there for those of the store.
    pub figures: Arc<Figures>,
    /// The figures of each year, for tables that have years.
    pub years: Vec<(i32, Matrix)>,
    /// Digests of method and cells, for tables.
    written: Option<(String, String)>,
    /// What was found on the way.
    pub diagnostics: Vec<Diagnostic>,
}

impl Subject {
    /// A framework of the packs by its own method, figures of the store.
    pub fn stored(framework: &str, as_of: i32) -> Self {
        Self::Store {
            framework: framework.to_owned(),
            as_of,
            method: None,
        }
    }

    /// Reads framework and figures. `app` is needed for those of the store only.
    pub fn read(&self, app: Option<&App>) -> Answer<Evaluated> {
        match self {
            Self::Store {
                framework,
                as_of,
                method,
            } => {
                let app = app.ok_or_else(|| AppError::internal("no store"))?;
                stored(app, framework, *as_of, method.as_deref())
            }
            Self::Tables { meta, data, method } => tables(meta, data, method),
        }
    }

    /// The year figures of the store are as of.
    pub fn as_of(&self) -> Option<i32> {
        match self {
            Self::Store { as_of, .. } => Some(*as_of),
            Self::Tables { .. } => None,
        }
    }
}

impl Evaluated {
    /// The figures.
    pub fn matrix(&self) -> &Matrix {
        &self.figures.matrix
    }

    /// Scores and ranks.
    pub fn score(&self) -> Outcome<'_> {
        julin_measure::score(&self.framework, &self.figures.matrix)
    }

    /// Digests of the packs (of the method, for tables) and of the figures. Only runs
    /// need them: every figure is read for it.
    pub fn digests(&self, app: Option<&App>) -> (String, String) {
        let packs = || app.map(|app| app.packs.digest()).unwrap_or_default();
        let stored = || (packs(), figure_digest(&self.figures));
        self.written.clone().unwrap_or_else(stored)
    }

    /// Position of a unit, by identifier or exact name in either language.
    pub fn unit(&self, wanted: &str) -> Answer<usize> {
        unit_position(self.matrix(), wanted)
    }
}

/// Position of a unit, by identifier or exact name in either language.
pub fn unit_position(matrix: &Matrix, wanted: &str) -> Answer<usize> {
    let units = matrix.units();
    let named = |unit: &julin_measure::Unit| unit.label.zh == wanted || unit.label.en == wanted;
    let by_id = units.iter().position(|unit| unit.id == wanted);
    by_id
        .or_else(|| units.iter().position(named))
        .ok_or_else(|| AppError::not_found("unit", wanted))
}

fn stored(app: &App, id: &str, as_of: i32, method: Option<&Method>) -> Answer<Evaluated> {
    let loaded = known_framework(app, id)?;
    let figures = app.store.read(|tx| kept_figures(app, tx, loaded, as_of))?;
    let (framework, diagnostics) = match method {
        None => (loaded.framework.clone(), Vec::new()),
        Some(method) => {
            let mut spec = loaded.spec.clone();
            spec.method = method.clone();
            let built = Framework::from_spec(id, &spec);
            let framework = built
                .framework
                .ok_or_else(|| first_error(&built.diagnostics, unusable()))?;
            (framework, built.diagnostics)
        }
    };
    Ok(Evaluated {
        title: loaded.spec.title.clone(),
        framework,
        written: None,
        years: Vec::new(),
        figures,
        diagnostics,
    })
}

fn unusable() -> Diagnostic {
    Diagnostic::error("app.tables-unusable")
}

/// The first error among findings; `otherwise` where none says why.
pub(super) fn first_error(diagnostics: &[Diagnostic], otherwise: Diagnostic) -> AppError {
    let mut found = diagnostics.iter();
    let first = found.find(|d| d.severity == Severity::Error).cloned();
    AppError::invalid(first.unwrap_or(otherwise))
}

fn tables(meta: &Path, data: &Path, method: &Method) -> Answer<Evaluated> {
    let (meta_table, data_table) = (read_table(meta)?, read_table(data)?);
    let read = read_tables("tables", method, &meta_table, &data_table);
    let Some(framework) = read.framework else {
        return Err(first_error(&read.diagnostics, unusable()));
    };
    let written = serde_json::to_string(method).map_err(AppError::internal)?;
    Ok(Evaluated {
        title: framework.root().label.clone(),
        framework,
        written: Some((
            Digest::new().part(written).hex(),
            table_digest(&[&meta_table, &data_table]),
        )),
        figures: Arc::new(Figures::of_matrix(read.matrix)),
        years: read.years,
        diagnostics: read.diagnostics,
    })
}

fn table_digest(tables: &[&Table]) -> String {
    let mut digest = Digest::new();
    for table in tables {
        for row in std::iter::once(&table.headers).chain(&table.rows) {
            row.iter().for_each(|cell| {
                digest.part(cell);
            });
            digest.part("\n");
        }
    }
    digest.hex()
}

/// The method for tables when nobody says otherwise: any data will do for a score.
pub fn any_data() -> Method {
    Method {
        minimum_coverage: 0.0,
        ..Method::default()
    }
}

/// A table of a file in any format the intake reads: headings, then rows.
pub fn read_table(path: &Path) -> Answer<Table> {
    let mut table = open(&Input::from(path), &OpenOptions::default())?;
    let apart = table.column_names().map(<[String]>::to_vec);
    let mut rows = Vec::new();
    let mut row = RawRow::default();
    while table.next_row(&mut row)? {
        rows.push(row.shown());
    }
    let headers = match apart {
        Some(names) => names,
        None if rows.is_empty() => Vec::new(),
        None => rows.remove(0),
    };
    Ok(Table {
        name: path.display().to_string(),
        headers,
        rows,
    })
}
