//! The frameworks in use, with how far each can be computed.

use super::figure_cache::kept_figures;
use crate::call::{Answer, App, Call};
use crate::contract::FrameworkLine;
use crate::packs::LoadedFramework;
use julin_measure::{Framework, Input, Outcome};

/// As of which year the ranked units are counted.
#[derive(Debug, Clone, Copy)]
pub struct FrameworksInput {
    /// Year.
    pub as_of: i32,
}

/// All frameworks in order of identifier.
pub fn frameworks(app: &App, _call: &Call, input: &FrameworksInput) -> Answer<Vec<FrameworkLine>> {
    app.store.read(|tx| {
        let mut lines = Vec::new();
        for loaded in app.packs.frameworks() {
            let figures = kept_figures(app, tx, loaded, input.as_of)?;
            lines.push(framework_line(
                loaded,
                &julin_measure::score(&loaded.framework, &figures.matrix),
            ));
        }
        Ok(lines)
    })
}

/// One line of the list.
pub fn framework_line(loaded: &LoadedFramework, outcome: &Outcome<'_>) -> FrameworkLine {
    let nodes = &loaded.framework.nodes;
    let units = outcome.matrix().units().len();
    let computable = |(_, node): &(usize, &julin_measure::Node)| node.input != Input::None;
    FrameworkLine {
        id: loaded.id.clone(),
        title: loaded.spec.title.clone(),
        issuer: loaded.spec.issuer.clone(),
        number: loaded.spec.number.clone(),
        indicators: loaded.framework.indicators().count() as u32,
        computable: loaded.framework.indicators().filter(computable).count() as u32,
        weights_published: nodes[Framework::ROOT + 1..]
            .iter()
            .filter(|n| n.weight.is_some())
            .count() as u32,
        ranked: (0..units)
            .filter(|unit| outcome.rank(*unit, Framework::ROOT).is_some())
            .count() as u32,
        units: units as u32,
    }
}
