//! What a person may say about a table, and the mapping that follows from it.

use crate::call::App;
use crate::error::AppError;
use julin_intake::{Input, Mapping, OpenOptions, PeriodRule, Preview, Request, preview};
use julin_model::{Diagnostic, Period, Place, TypeId};
use std::path::Path;

/// What a person may say about a table; everything else is found out.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// Identifier of a pack's mapping, or the text of one (YAML).
    pub mapping: Option<String>,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Encoding of a text, when it is not found out: `gbk`, `utf-8`.
    pub encoding: Option<String>,
    /// Separator of a text, when it is not found out.
    pub separator: Option<String>,
    /// What the rows are about.
    pub entity_type: Option<String>,
    /// The period of all rows.
    pub period: Option<String>,
    /// Series of the source.
    pub series: Option<String>,
}

/// A table opened through a settled mapping.
pub struct Opened {
    /// For reading it again.
    pub request: Request,
    /// The mapping to use.
    pub mapping: Mapping,
    /// Facts of the file, proposals, first rows.
    pub preview: Preview,
}

/// Opens a table: takes the mapping given or proposes one, then puts in what the person
/// said.
pub fn open_table(
    app: &App,
    (file, name): (&Path, &str),
    options: &ImportOptions,
) -> Result<Opened, AppError> {
    let request = Request {
        input: Input::Named {
            path: file.to_owned(),
            name: name.to_owned(),
        },
        options: OpenOptions {
            sheet: options.sheet.clone(),
            encoding: options.encoding.clone(),
            separator: options.separator.clone(),
        },
        today: app.today(),
    };
    let dictionary = app.packs.dictionary();
    let given = options
        .mapping
        .as_deref()
        .map(|text| given_mapping(app, text))
        .transpose()?;
    let (mut mapping, proposed) = match given {
        Some(mapping) => (mapping, None),
        None => {
            let proposed = preview(&request, None, &dictionary)?;
            (proposed.mapping, Some(proposed.columns))
        }
    };
    put_in(app, &mut mapping, options)?;
    refuse_future(app, &mapping)?;
    let mut shown = preview(&request, Some(&mapping), &dictionary)?;
    if let Some(columns) = proposed {
        shown.columns = columns;
        shown.proposed = true;
    }
    Ok(Opened {
        request,
        mapping,
        preview: shown,
    })
}

/// Figures about a time that has not begun are a slip of the pen.
fn refuse_future(app: &App, mapping: &Mapping) -> Result<(), AppError> {
    match mapping.period {
        PeriodRule::Fixed(period) if period.first() > app.today() => {
            let future = Diagnostic::error("app.period-in-future").with("period", period);
            Err(AppError::invalid(future))
        }
        _ => Ok(()),
    }
}

fn given_mapping(app: &App, given: &str) -> Result<Mapping, AppError> {
    if let Some(known) = app.packs.mapping(given) {
        return Ok(known.clone());
    }
    if !given.contains(':') {
        return Err(AppError::not_found("mapping", given));
    }
    let parsed = julin_pack::read_text::<Mapping>("mapping.yaml", given);
    let problem = parsed.diagnostics.into_iter().next();
    let unusable = || Diagnostic::error("app.mapping-unusable").at(Place::file("mapping.yaml"));
    match parsed.document {
        Some(document) => Ok(document.value),
        None => Err(AppError::invalid(problem.unwrap_or_else(unusable))),
    }
}

fn put_in(app: &App, mapping: &mut Mapping, options: &ImportOptions) -> Result<(), AppError> {
    if let Some(kind) = &options.entity_type {
        let known = TypeId::new(kind).ok().filter(|id| app.packs.has_type(id));
        mapping.entity_type = known.ok_or_else(|| AppError::not_found("type", kind))?;
    }
    if let Some(period) = &options.period {
        let bad = || AppError::invalid(Diagnostic::error("app.bad-period").with("text", period));
        mapping.period = PeriodRule::Fixed(period.parse::<Period>().map_err(|_| bad())?);
    }
    if let Some(series) = &options.series {
        mapping.series = Some(series.clone());
    }
    if let Some(sheet) = &options.sheet {
        mapping.sheet = Some(sheet.clone());
    }
    Ok(())
}
