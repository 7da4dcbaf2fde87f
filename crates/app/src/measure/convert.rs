//! Bring your own index: a framework read from one form and written in another, without a
//! store. Which form a file has follows from its name unless it is said.

mod files;
mod workbook;
mod yaml;

use crate::call::Answer;
use crate::contract::Converted;
use crate::error::AppError;
use files::Target;
use julin_measure::convert::{self, Form, Index, Naming, Read, coin_tool, read_imeta};
use julin_measure::{GroupSpec, Table};
use julin_model::{Diagnostic, Lang, Severity, TypeId};
use std::path::{Path, PathBuf};

/// Which files, in which forms.
#[derive(Debug, Clone)]
pub struct ConvertInput {
    /// File read.
    pub input: PathBuf,
    /// File written.
    pub output: PathBuf,
    /// Form of the file read, where its name does not say.
    pub from: Option<Form>,
    /// Form of the file written, likewise.
    pub to: Option<Form>,
    /// Table of figures read beside iMeta or YAML.
    pub data: Option<PathBuf>,
    /// Table of figures written beside iMeta or YAML.
    pub data_out: Option<PathBuf>,
    /// Type of what is evaluated, for forms that do not say.
    pub units_of: Option<String>,
    /// Language of names where a form has one only.
    pub lang: Lang,
    /// Files that are there may be replaced.
    pub force: bool,
}

/// Converts. Nothing is written where an error leaves nothing sound; the findings say why.
pub fn convert(input: &ConvertInput) -> Answer<Converted> {
    let from = form(&input.input, input.from)?;
    let to = form(&input.output, input.to)?;
    let Read { index, diagnostics } = read(input, from)?;
    let mut converted = Converted {
        from: code(from).to_owned(),
        to: code(to).to_owned(),
        indicators: 0,
        units: 0,
        files: Vec::new(),
        diagnostics,
    };
    let Some(index) = index else {
        return Ok(converted);
    };
    converted.indicators = index.spec.groups.iter().map(indicators).sum();
    converted.units = index.matrix().map_or(0, |matrix| matrix.units().len());
    let targets = targets(input, [from, to], &index, &mut converted.diagnostics)?;
    if !input.force {
        files::check_new(&targets)?;
    }
    for target in targets {
        converted.files.push(target.path.display().to_string());
        files::write(&target)?;
    }
    Ok(converted)
}

fn indicators(group: &GroupSpec) -> usize {
    let below = group.groups.iter().map(indicators);
    group.indicators.len() + below.sum::<usize>()
}

/// The name of a form in options and answers.
pub fn code(form: Form) -> &'static str {
    match form {
        Form::Yaml => "yaml",
        Form::IMeta => "imeta",
        Form::CoinTool => "coin-tool",
    }
}

fn form(path: &Path, said: Option<Form>) -> Answer<Form> {
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    let known = match extension.as_deref() {
        Some("yaml" | "yml") => Some(Form::Yaml),
        Some("csv" | "tsv" | "txt") => Some(Form::IMeta),
        Some("xlsx" | "xlsm") => Some(Form::CoinTool),
        _ => None,
    };
    said.or(known).ok_or_else(|| {
        let unknown = Diagnostic::error("app.convert-form");
        AppError::invalid(unknown.with("file", path.display()))
    })
}

/// The name of a file without folder and extension.
fn stem(path: &Path) -> String {
    let stem = path.file_stem();
    stem.map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}

fn read(input: &ConvertInput, from: Form) -> Answer<Read> {
    let units_of = input.units_of.as_deref().unwrap_or("unit");
    let units_of = TypeId::new(units_of).map_err(|_| {
        let wrong = Diagnostic::error("app.convert-units-of");
        AppError::invalid(wrong.with("value", units_of))
    })?;
    let naming = Naming {
        id: stem(&input.input),
        units_of,
    };
    // The method is no part of tables and workbook; any data will do for a score.
    let method = super::any_data();
    let data = || {
        input
            .data
            .as_deref()
            .map(super::subject::read_table)
            .transpose()
    };
    Ok(match from {
        Form::Yaml => yaml::read(&input.input, data()?.as_ref())?,
        Form::IMeta => {
            let meta = super::subject::read_table(&input.input)?;
            read_imeta(&naming, &method, &meta, data()?.as_ref())
        }
        Form::CoinTool => coin_tool::read(&naming, &method, &workbook::read(&input.input)?),
    })
}

/// What is to be written; nothing where an error stands in the way.
fn targets(
    input: &ConvertInput,
    [from, to]: [Form; 2],
    index: &Index,
    diagnostics: &mut Vec<Diagnostic>,
) -> Answer<Vec<Target>> {
    let path = input.output.clone();
    let table = |table: Table, path: PathBuf| Target {
        path,
        bytes: files::csv(&table),
    };
    let mut targets = Vec::new();
    match to {
        Form::Yaml => {
            targets.push(Target {
                path,
                bytes: yaml::write(&index.spec)?.into_bytes(),
            });
            if stem(&input.output) != index.id {
                let told = Diagnostic::note("app.convert-index-code");
                diagnostics.push(told.with("code", &index.id));
            }
            // Figures that stand in a table of their own already stay there.
            let apart = from == Form::CoinTool || input.data_out.is_some();
            if apart && index.figures.is_some() {
                diagnostics.extend(convert::losses(index, to));
                let written = convert::write_imeta(index, &mut Vec::new());
                let data = written.and_then(|(_, data)| data);
                targets.extend(data.map(|data| table(data, data_path(input))));
            }
        }
        Form::IMeta => {
            if let Some((meta, data)) = convert::write_imeta(index, diagnostics) {
                targets.push(table(meta, path));
                targets.extend(data.map(|data| table(data, data_path(input))));
            }
        }
        Form::CoinTool => {
            if let Some(book) = coin_tool::write(index, input.lang, diagnostics) {
                targets.push(Target {
                    path,
                    bytes: workbook::write(&book)?,
                });
            }
        }
    }
    Ok(targets)
}

/// `x-iMeta.csv` has its figures in `x-iData.csv`, any other `x.…` in `x-iData.csv`.
fn data_path(input: &ConvertInput) -> PathBuf {
    if let Some(path) = &input.data_out {
        return path.clone();
    }
    let stem = stem(&input.output);
    let name = match stem.contains("iMeta") {
        true => stem.replace("iMeta", "iData"),
        false => format!("{stem}-iData"),
    };
    input.output.with_file_name(format!("{name}.csv"))
}

/// True when nothing was written because of an error.
pub fn failed(converted: &Converted) -> bool {
    let error = |found: &Diagnostic| found.severity == Severity::Error;
    converted.files.is_empty() && converted.diagnostics.iter().any(error)
}
