//! What the enterprises of a zone contribute to its indicators.

use super::{EntityLink, FrameworkLine, UnitLine};
use julin_measure::Unit;
use julin_measure::contributions::Effect;
use julin_measure::what_if::Standing;
use julin_model::{Diagnostic, Text};
use serde::Serialize;

/// A zone, its firms, and what each does to the zone's indicators.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ContributionsView {
    /// The framework.
    pub framework: FrameworkLine,
    /// Year.
    pub as_of: i32,
    /// The zone.
    pub zone: Option<UnitLine>,
    /// Zones that can be chosen.
    pub zones: Vec<UnitLine>,
    /// Score and rank of the zone.
    pub standing: Standing,
    /// Indicators that are computed from firms' figures: code, name, value of the zone.
    pub indicators: Vec<ContributedIndicator>,
    /// Firms, the ones whose loss would cost most first.
    pub firms: Vec<FirmContribution>,
    /// How many firms the zone has.
    pub of: u32,
    /// Firms dropped, and the zone without them.
    pub dropped: Vec<String>,
    /// Score and rank without the firms dropped.
    pub without: Option<Standing>,
    /// Some figures are generated samples.
    pub has_samples: bool,
    /// Fields of the zone that are totals of its firms, for want of a figure of its own.
    pub rolled_up: Vec<Text>,
    /// Findings.
    pub diagnostics: Vec<Diagnostic>,
}

impl ContributionsView {
    /// A framework, its zones and the chosen one, with nothing said of firms yet.
    pub fn before_firms(framework: FrameworkLine, units: &[Unit], zone: Option<usize>) -> Self {
        Self {
            framework,
            as_of: 0,
            zone: zone.map(|at| UnitLine::from(&units[at])),
            zones: units.iter().map(UnitLine::from).collect(),
            standing: Standing::default(),
            indicators: Vec::new(),
            firms: Vec::new(),
            of: 0,
            dropped: Vec::new(),
            without: None,
            has_samples: false,
            rolled_up: Vec::new(),
            diagnostics: Vec::new(),
        }
    }
}

/// An indicator of the zone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ContributedIndicator {
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// Value with all firms.
    pub value: Option<f64>,
}

/// One firm.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FirmContribution {
    /// The firm.
    pub firm: EntityLink,
    /// By indicator, in order: contribution, share, effect, short board.
    pub parts: Vec<FirmPart>,
    /// Score and rank of the zone without it.
    pub without: Standing,
}

/// What one firm does to one indicator.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FirmPart {
    /// Value of the zone less its value without the firm (贡献值).
    pub value: Option<f64>,
    /// The same as a share of the zone's value (贡献率).
    pub share: Option<f64>,
    /// Lifts or lowers.
    pub effect: Option<Effect>,
    /// A short board of the firm (短板).
    pub short_board: bool,
}
