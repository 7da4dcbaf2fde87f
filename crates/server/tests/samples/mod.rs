//! Views of every page: empty, typical, hostile, huge. Used by the tests and by the
//! gallery. The numbers are made up; none of them is a fact.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::too_many_lines,
    missing_docs,
    reason = "shared by test programs and the gallery"
)]

mod analyses;
mod changes;
mod data;
mod grants;
mod imports;
mod measure;
mod park;
mod parts;
mod plans;
mod rules;

use julin_model::Lang;
use julin_server::view::{Cx, Page};

/// One page with data to draw it from.
pub struct Sample {
    /// `page-variant`.
    pub name: &'static str,
    /// Address.
    pub path: &'static str,
    /// Query.
    pub query: &'static [(&'static str, &'static str)],
    /// Draws it.
    pub draw: Box<dyn Fn(&Cx) -> Page>,
}

impl Sample {
    fn new(name: &'static str, path: &'static str, draw: impl Fn(&Cx) -> Page + 'static) -> Self {
        Self {
            name,
            path,
            query: &[],
            draw: Box::new(draw),
        }
    }

    fn asking(mut self, query: &'static [(&'static str, &'static str)]) -> Self {
        self.query = query;
        self
    }

    /// What the page is given.
    pub fn cx(&self, lang: Lang) -> Cx {
        let query = self
            .query
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        Cx {
            lang,
            as_of: 2025,
            default_as_of: 2025,
            path: self.path.to_owned(),
            query,
            who: None,
            to_do: None,
        }
    }
}

/// All samples.
pub fn all() -> Vec<Sample> {
    let all = [
        measure::samples(),
        analyses::samples(),
        data::samples(),
        imports::samples(),
        plans::samples(),
        rules::samples(),
        grants::samples(),
        changes::samples(),
    ];
    all.into_iter().flatten().collect()
}
