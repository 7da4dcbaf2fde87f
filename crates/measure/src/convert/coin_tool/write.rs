//! An index as a workbook.

use super::super::outline::{Line, outline};
use super::super::{Form, Index, imeta, losses};
use super::{
    Cell, FIRST_COLUMN, FIRST_GROUP, FIRST_UNIT, GROUPS, Grid, INDICATORS, LEVELS, UNITS, Workbook,
    row,
};
use crate::framework::Framework;
use crate::inputs;
use crate::matrix::Matrix;
use crate::spec::Direction;
use julin_model::{Diagnostic, Lang};
use std::collections::BTreeMap;

/// The workbook; none where the index is too large or too deep for it, or has no figures.
pub fn write(index: &Index, lang: Lang, diagnostics: &mut Vec<Diagnostic>) -> Option<Workbook> {
    let framework = imeta::built(index, diagnostics)?;
    let Some(figures) = index.matrix() else {
        diagnostics.push(Diagnostic::error("measure.convert.figures-wanted"));
        return None;
    };
    diagnostics.extend(losses(index, Form::CoinTool));
    let lines = outline(&framework, diagnostics);
    let codes = codes(&lines);
    let too_large = too_large(&lines, &codes, figures);
    if !too_large.is_empty() {
        diagnostics.extend(too_large);
        return None;
    }
    let layout = Layout {
        lines: &lines,
        codes: &codes,
        lang,
    };
    Some(Workbook {
        name: index.id.clone(),
        database: Some(layout.database(&framework, figures)),
        framework: Some(layout.groups()),
        codes: Some(layout.codes()),
    })
}

fn too_large(lines: &[Line], codes: &BTreeMap<&str, String>, figures: &Matrix) -> Vec<Diagnostic> {
    let indicators = lines.iter().filter(|line| line.indicator).count();
    let depth = lines.first().map_or(0, |root| root.level.saturating_sub(1)) as usize;
    let unused = LEVELS.len().saturating_sub(depth);
    let groups = lines.len() - indicators + unused;
    let parts = [
        ("indicators", indicators, INDICATORS),
        ("units", figures.units().len(), UNITS),
        ("groups", groups, GROUPS),
        ("levels", depth, LEVELS.len()),
    ];
    debug_assert!(depth > LEVELS.len() || codes.len() == lines.len());
    parts
        .into_iter()
        .filter(|(_, found, most)| found > most)
        .map(|(what, found, most)| {
            let told = match what {
                "indicators" => Diagnostic::error("measure.convert.too-many-indicators"),
                "units" => Diagnostic::error("measure.convert.too-many-units"),
                "groups" => Diagnostic::error("measure.convert.too-many-groups"),
                _ => Diagnostic::error("measure.convert.too-many-levels"),
            };
            told.with("found", found).with("most", most)
        })
        .collect()
}

/// The tool's code of each node: `Ind.01`, and by level `sp.01`, `p.01`, `si.01`; the
/// index is `Index` whatever its level.
fn codes(lines: &[Line]) -> BTreeMap<&str, String> {
    let mut counts = [0; LEVELS.len() + 1];
    let mut codes = BTreeMap::new();
    for line in lines {
        let place = (line.level as usize - 1).min(LEVELS.len());
        counts[place] += 1;
        let number = counts[place];
        let code = match (&line.parent, line.level) {
            (None, _) => "Index".to_owned(),
            (_, 1) => format!("Ind.{number:02}"),
            _ => format!("{}{number:02}", LEVELS[place - 1].1),
        };
        codes.insert(line.code.as_str(), code);
    }
    codes
}

struct Layout<'a> {
    lines: &'a [Line],
    codes: &'a BTreeMap<&'a str, String>,
    lang: Lang,
}

impl Layout<'_> {
    fn indicators(&self) -> impl Iterator<Item = (usize, &Line)> {
        let lines = self.lines.iter().filter(|line| line.indicator);
        lines
            .enumerate()
            .map(|(place, line)| (FIRST_COLUMN + place, line))
    }

    fn line(&self, code: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.code == code)
    }

    fn database(&self, framework: &Framework, figures: &Matrix) -> Grid {
        let mut grid = Grid::default();
        let headings = [
            (row::WEIGHT, "Weight"),
            (row::DIRECTION, "Direction"),
            (row::LOW, "Goalpost lower"),
            (row::HIGH, "Goalpost upper"),
            (11, "Index"),
            (12, "Sub-index"),
            (13, "Pillar"),
            (14, "Sub-pillar"),
            (row::NAME, "Indicator name"),
            (row::CODE, "Indicator code"),
        ];
        for (row, heading) in headings {
            grid.set(row, 4, Cell::text(heading));
        }
        grid.set(row::CODE, 2, Cell::text("Unit name"));
        grid.set(row::CODE, 3, Cell::text("Unit code"));
        for (unit, about) in figures.units().iter().enumerate() {
            let row = FIRST_UNIT + unit;
            grid.set(row, 2, Cell::text(about.label.get(self.lang)));
            grid.set(row, 3, Cell::text(&about.id));
        }
        for (column, line) in self.indicators() {
            self.about(&mut grid, column, line);
            let node = framework.find(&line.code).map(|id| &framework.nodes[id]);
            let values = node.map_or_else(Vec::new, |node| inputs::values(node, figures).values);
            for (unit, value) in values.into_iter().enumerate() {
                let cell = match value.is_finite() {
                    true => Cell::Number(value),
                    false => Cell::text("n/a"),
                };
                grid.set(FIRST_UNIT + unit, column, cell);
            }
        }
        grid
    }

    /// What stands above an indicator's figures.
    fn about(&self, grid: &mut Grid, column: usize, line: &Line) {
        let direction = match line.direction {
            Direction::Up => 1.0,
            Direction::Down => -1.0,
        };
        grid.set(row::WEIGHT, column, Cell::Number(line.weight_used));
        grid.set(row::DIRECTION, column, Cell::Number(direction));
        if let Some(posts) = line.goalposts {
            grid.set(row::LOW, column, Cell::Number(posts.low));
            grid.set(row::HIGH, column, Cell::Number(posts.high));
        }
        grid.set(row::NAME, column, Cell::text(line.label.get(self.lang)));
        grid.set(
            row::CODE,
            column,
            Cell::text(&self.codes[line.code.as_str()]),
        );
        // A level that is not used has the same code everywhere.
        for (row, start) in LEVELS {
            grid.set(row, column, Cell::text(unused(start)));
        }
        let parent = |line: &Line| line.parent.as_deref().and_then(|code| self.line(code));
        for above in std::iter::successors(parent(line), |line| parent(line)) {
            let row = match above.parent {
                None => LEVELS[LEVELS.len() - 1].0,
                Some(_) => LEVELS[above.level as usize - 2].0,
            };
            grid.set(row, column, Cell::text(&self.codes[above.code.as_str()]));
        }
    }

    fn groups(&self) -> Grid {
        let mut grid = Grid::default();
        let headings = [(3, "Code"), (5, "Weight"), (8, "Dimension/indicator")];
        for (column, heading) in headings {
            grid.set(FIRST_GROUP - 1, column, Cell::text(heading));
        }
        let mut groups: Vec<&Line> = self.lines.iter().filter(|line| !line.indicator).collect();
        groups.sort_by_key(|line| std::cmp::Reverse(line.level));
        let mut row = FIRST_GROUP;
        for line in &groups {
            grid.set(row, 3, Cell::text(&self.codes[line.code.as_str()]));
            grid.set(row, 5, Cell::Number(line.weight_used));
            grid.set(row, 8, Cell::text(line.label.get(self.lang)));
            row += 1;
        }
        let depth = groups.first().map_or(0, |root| root.level as usize - 1);
        for (_, start) in &LEVELS[depth.saturating_sub(1)..LEVELS.len() - 1] {
            grid.set(row, 3, Cell::text(unused(start)));
            grid.set(row, 5, Cell::Number(1.0));
            grid.set(row, 8, Cell::text("--"));
            row += 1;
        }
        grid
    }

    fn codes(&self) -> Grid {
        let mut grid = Grid::default();
        for (column, heading) in [(1, "COIN Tool"), (2, "iCode")] {
            grid.set(1, column, Cell::text(heading));
        }
        for (place, line) in self.lines.iter().enumerate() {
            let code = &self.codes[line.code.as_str()];
            grid.set(place + 2, 1, Cell::text(code));
            grid.set(place + 2, 2, Cell::text(&line.code));
        }
        grid
    }
}

/// The code of a level that is not used: `p.01`.
fn unused(start: &str) -> String {
    match start.ends_with('.') {
        true => format!("{start}01"),
        false => start.to_owned(),
    }
}
