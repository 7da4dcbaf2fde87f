//! Bring your own index: one framework in three forms.
//!
//! - *YAML*: a [`FrameworkSpec`], with every setting of the method; no figures;
//! - *iMeta and iData*: the two tables of analysts ([`crate::tables`]): structure, weights,
//!   directions, targets, denominators, goalposts; figures of any number of years;
//! - the *COIN Tool*: the workbook of the JRC ([`coin_tool`]): structure of at most four
//!   levels of groups, weights, directions, goalposts; figures of one year.
//!
//! All three are read into an [`Index`] and written from one. Whatever two forms can both
//! hold survives the way there and back; what the form written cannot hold is told, field
//! by field, with the codes concerned ([`losses`]): as a warning where scores may change.
//!
//! Must not know: files, YAML and XLSX themselves. Tables and sheets come as cells.

pub mod coin_tool;
mod imeta;
mod losses;
mod outline;
mod spec;

pub use imeta::{read_imeta, write_imeta};
pub use losses::losses;
pub use spec::{read_yaml, spec_of};

use crate::framework::Framework;
use crate::matrix::Matrix;
use crate::spec::FrameworkSpec;
use crate::tables::Figures;
use julin_model::{Diagnostic, Severity, TypeId};

/// A form a framework is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// A framework file.
    Yaml,
    /// The two tables.
    IMeta,
    /// The workbook.
    CoinTool,
}

impl Form {
    /// As people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yaml => "YAML",
            Self::IMeta => "iMeta",
            Self::CoinTool => "COIN Tool",
        }
    }
}

/// A framework with its figures, in no particular form.
#[derive(Debug, Clone, PartialEq)]
pub struct Index {
    /// Code of the index itself.
    pub id: String,
    /// The framework.
    pub spec: FrameworkSpec,
    /// The figures, where there are any.
    pub figures: Option<Figures>,
}

impl Index {
    /// The figures of one year, or all rows where no unit comes twice.
    pub fn matrix(&self) -> Option<&Matrix> {
        self.figures.as_ref().map(|figures| &figures.matrix)
    }
}

/// What reading gives.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Read {
    /// None when nothing sound can be made of it.
    pub index: Option<Index>,
    /// Findings, with their places.
    pub diagnostics: Vec<Diagnostic>,
}

/// What reading must be told because the tables and the workbook do not say it.
#[derive(Debug, Clone, PartialEq)]
pub struct Naming {
    /// Code of the framework where its index has none.
    pub id: String,
    /// Type of what is evaluated.
    pub units_of: TypeId,
}

/// An index read from tables.
fn index_of(
    framework: &Framework,
    figures: Option<Figures>,
    naming: &Naming,
    diagnostics: &mut Vec<Diagnostic>,
) -> Index {
    let spec = spec_of(framework, naming);
    for group in &spec.groups {
        if framework.find(&group.id).is_none() {
            let told = Diagnostic::note("measure.convert.group-added");
            diagnostics.push(told.with("node", &group.id));
        }
    }
    Index {
        id: framework.root().code.clone(),
        spec,
        figures,
    }
}

fn is_unsound(diagnostics: &[Diagnostic]) -> bool {
    let errors = |found: &Diagnostic| found.severity == Severity::Error;
    diagnostics.iter().any(errors)
}
