//! A workbook as an index: the cells become the two tables, which are checked as such;
//! what is found wrong is told by sheet, row and column of the workbook.

use super::super::{Naming, Read, index_of, is_unsound};
use super::{
    CODES, Cell, DATABASE, FIRST_COLUMN, FIRST_GROUP, FIRST_UNIT, FRAMEWORK, GROUPS, Grid,
    INDICATORS, LEVELS, Tables, UNITS, Workbook, row,
};
use crate::recipe::Method;
use crate::tables::{Table, read_tables_by_year};
use julin_model::{Diagnostic, Place};
use std::collections::{BTreeMap, BTreeSet};

/// Columns of the meta table made here.
const META: [&str; 9] = [
    "iCode",
    "iName",
    "Type",
    "Level",
    "Parent",
    "Weight",
    "Direction",
    "Low",
    "High",
];

/// Reads a workbook. `method` says how to compute.
pub fn read(naming: &Naming, method: &Method, workbook: &Workbook) -> Read {
    let mut diagnostics = Vec::new();
    let (Some(database), Some(groups)) = (&workbook.database, &workbook.framework) else {
        for (sheet, grid) in [
            (DATABASE, &workbook.database),
            (FRAMEWORK, &workbook.framework),
        ] {
            if grid.is_none() {
                let gap = Diagnostic::error("measure.convert.no-sheet").with("sheet", sheet);
                diagnostics.push(gap.at(Place::file(&workbook.name)));
            }
        }
        return Read {
            index: None,
            diagnostics,
        };
    };
    let reader = Reader {
        file: &workbook.name,
        database,
        groups,
        own: own_codes(workbook, &mut diagnostics),
    };
    let places = reader.places(&mut diagnostics);
    let tables = reader.tables(&places, &mut diagnostics);
    if is_unsound(&diagnostics) {
        return Read {
            index: None,
            diagnostics,
        };
    }
    let mut found = Vec::new();
    let both = (&tables.meta, &tables.data);
    let (framework, figures) = read_tables_by_year(&naming.id, method, both, &mut found);
    diagnostics.extend(found.into_iter().map(|found| reader.placed(&places, found)));
    let index = framework.map(|framework| index_of(&framework, figures, naming, &mut diagnostics));
    Read { index, diagnostics }
}

/// Our own codes by those of the tool.
fn own_codes(workbook: &Workbook, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, String> {
    let mut codes = BTreeMap::new();
    let rows = workbook.codes.as_ref().map_or(0, |grid| grid.rows().len());
    for (grid, row) in workbook
        .codes
        .iter()
        .flat_map(|grid| (2..=rows).map(move |row| (grid, row)))
    {
        let (tool, own) = (grid.shown(row, 1), grid.shown(row, 2));
        if !tool.is_empty() && !own.is_empty() && codes.insert(tool.clone(), own).is_some() {
            let twice = Diagnostic::error("measure.convert.code-twice").with("code", tool);
            diagnostics.push(twice.at(place(&workbook.name, CODES, row, 1)));
        }
    }
    codes
}

fn place(file: &str, sheet: &str, row: usize, column: usize) -> Place {
    Place {
        sheet: Some(sheet.to_owned()),
        ..Place::line(file, row as u64, column as u64)
    }
}

/// Where things stand in the workbook.
struct Places {
    /// Columns of the indicators.
    columns: Vec<usize>,
    /// Rows of the units.
    units: Vec<usize>,
    /// Rows of the levels that are used, lowest first.
    levels: Vec<usize>,
    /// By code of the tool: row of the group in its sheet.
    groups: BTreeMap<String, usize>,
    /// Groups in the order they are met: code of the tool, place of its level, parent.
    tree: Vec<(String, usize, Option<String>)>,
}

struct Reader<'a> {
    file: &'a str,
    database: &'a Grid,
    groups: &'a Grid,
    own: BTreeMap<String, String>,
}

impl Reader<'_> {
    fn own(&self, code: &str) -> String {
        self.own
            .get(code)
            .cloned()
            .unwrap_or_else(|| code.to_owned())
    }

    fn places(&self, diagnostics: &mut Vec<Diagnostic>) -> Places {
        let shown = |row, column| self.database.shown(row, column);
        let units: Vec<usize> = (FIRST_UNIT..FIRST_UNIT + UNITS)
            .filter(|row| !shown(*row, 2).is_empty() || !shown(*row, 3).is_empty())
            .collect();
        let described = |column: &usize| {
            !shown(row::CODE, *column).is_empty() || !shown(row::NAME, *column).is_empty()
        };
        let filled = |column: &usize| units.iter().any(|row| !shown(*row, *column).is_empty());
        let (columns, blank): (Vec<usize>, Vec<usize>) = (FIRST_COLUMN..FIRST_COLUMN + INDICATORS)
            .filter(described)
            .partition(filled);
        // Columns the tool keeps ready have a code and nothing else.
        for column in blank
            .into_iter()
            .filter(|column| !shown(row::NAME, *column).is_empty())
        {
            let gap = Diagnostic::warning("measure.convert.no-figures");
            let gap = gap.with("name", shown(row::NAME, column));
            diagnostics.push(gap.at(place(self.file, DATABASE, row::NAME, column)));
        }
        if columns.is_empty() {
            let none = Diagnostic::error("measure.convert.no-indicators");
            diagnostics.push(none.at(place(self.file, DATABASE, row::CODE, FIRST_COLUMN)));
        }
        let groups = self.group_rows(diagnostics);
        let used = |(place, (row, _)): &(usize, (usize, &str))| {
            let codes: BTreeSet<String> = columns.iter().map(|c| shown(*row, *c)).collect();
            let named = codes.iter().any(|code| {
                let name = groups.get(code).map(|row| self.groups.shown(*row, 8));
                name.is_some_and(|name| !["", "--"].contains(&name.as_str()))
            });
            place + 1 == LEVELS.len() || codes.len() > 1 || named
        };
        let levels = LEVELS.into_iter().enumerate().filter(used);
        let mut places = Places {
            levels: levels.map(|(_, (row, _))| row).collect(),
            columns,
            units,
            groups,
            tree: Vec::new(),
        };
        self.tree(&mut places, diagnostics);
        places
    }

    /// Rows of the groups by code.
    fn group_rows(&self, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, usize> {
        let mut rows = BTreeMap::new();
        // Workbooks of before 2019 begin one row further down.
        for row in FIRST_GROUP..=FIRST_GROUP + GROUPS {
            let code = self.groups.shown(row, 3);
            let known = LEVELS.iter().any(|(_, start)| code.starts_with(start));
            if known && rows.insert(code.clone(), row).is_some() {
                let twice = Diagnostic::error("measure.convert.code-twice").with("code", code);
                diagnostics.push(twice.at(place(self.file, FRAMEWORK, row, 3)));
            }
        }
        rows
    }

    /// The groups above the indicators, each with one parent.
    fn tree(&self, places: &mut Places, diagnostics: &mut Vec<Diagnostic>) {
        let mut parents: BTreeMap<String, Option<String>> = BTreeMap::new();
        for column in &places.columns {
            let path: Vec<(usize, String)> = places
                .levels
                .iter()
                .map(|row| (*row, self.database.shown(*row, *column)))
                .collect();
            for (at, (row, code)) in path.iter().enumerate() {
                let at_cell = place(self.file, DATABASE, *row, *column);
                let above = path.get(at + 1).map(|(_, code)| code.clone());
                if code.is_empty() {
                    let gap = Diagnostic::error("measure.convert.no-group");
                    let code = self.database.shown(row::CODE, *column);
                    diagnostics.push(gap.with("code", code).at(at_cell));
                } else if let Some(known) = parents.get(code) {
                    if *known != above {
                        let two = Diagnostic::error("measure.convert.two-parents")
                            .with("code", code)
                            .with("first", known.as_deref().unwrap_or_default())
                            .with("second", above.as_deref().unwrap_or_default());
                        diagnostics.push(two.at(at_cell));
                    }
                } else {
                    parents.insert(code.clone(), above.clone());
                    places.tree.push((code.clone(), at, above));
                }
            }
        }
    }

    fn tables(&self, places: &Places, diagnostics: &mut Vec<Diagnostic>) -> Tables {
        let shown = |row, column| self.database.shown(row, column);
        let mut rows = Vec::new();
        let mut headers = vec!["uCode".to_owned(), "uName".to_owned()];
        for column in &places.columns {
            let mut code = shown(row::CODE, *column);
            if code.is_empty() {
                // As the tool would call it.
                code = format!("Ind.{:02}", column - FIRST_COLUMN + 1);
            }
            let parent = places.levels.first().map(|row| shown(*row, *column));
            rows.push(vec![
                self.own(&code),
                shown(row::NAME, *column),
                "Indicator".to_owned(),
                "1".to_owned(),
                self.own(&parent.unwrap_or_default()),
                shown(row::WEIGHT, *column),
                shown(row::DIRECTION, *column),
                shown(row::LOW, *column),
                shown(row::HIGH, *column),
            ]);
            headers.push(self.own(&code));
        }
        for (code, at, parent) in &places.tree {
            let Some(row) = places.groups.get(code) else {
                let gap = Diagnostic::error("measure.convert.unknown-group").with("code", code);
                diagnostics.push(gap.at(place(self.file, FRAMEWORK, FIRST_GROUP, 3)));
                continue;
            };
            let cell = |column| self.groups.shown(*row, column);
            let blank = String::new;
            rows.push(vec![
                self.own(code),
                cell(8),
                "Aggregate".to_owned(),
                (at + 2).to_string(),
                parent.as_deref().map_or_else(blank, |code| self.own(code)),
                cell(5),
                blank(),
                blank(),
                blank(),
            ]);
        }
        let unit = |row: &usize| {
            let about = [shown(*row, 3), shown(*row, 2)].into_iter();
            let figures = places.columns.iter().map(|column| shown(*row, *column));
            about.chain(figures).collect()
        };
        Tables {
            meta: Table {
                name: FRAMEWORK.to_owned(),
                headers: META.map(str::to_owned).to_vec(),
                rows,
            },
            data: Table {
                name: DATABASE.to_owned(),
                headers,
                rows: places.units.iter().map(unit).collect(),
            },
        }
    }

    /// A finding about the tables, at its place in the workbook.
    fn placed(&self, places: &Places, found: Diagnostic) -> Diagnostic {
        let Some(told) = &found.place else {
            return found.at(Place::file(self.file));
        };
        let row = told.line.map(|line| (line as usize).saturating_sub(2));
        let column = told.column.map_or(0, |column| column as usize);
        let at = match (told.file.as_str(), row) {
            (DATABASE, Some(row)) => {
                let line = match told.line {
                    Some(1) => Some(row::CODE),
                    _ => places.units.get(row).copied(),
                };
                let column = match column {
                    0 => 0,
                    1 => 3,
                    2 => 2,
                    figure => places.columns.get(figure - 3).copied().unwrap_or(0),
                };
                line.map(|line| place(self.file, DATABASE, line, column))
            }
            (FRAMEWORK, Some(row)) => Some(self.meta_place(places, row, column)),
            _ => None,
        };
        found.at(at.unwrap_or_else(|| Place::file(self.file)))
    }

    /// The place of a cell of the meta table.
    fn meta_place(&self, places: &Places, line: usize, column: usize) -> Place {
        if let Some(at) = places.columns.get(line) {
            let row = match META.get(column.wrapping_sub(1)).copied() {
                Some("iName") => row::NAME,
                Some("Weight") => row::WEIGHT,
                Some("Direction") => row::DIRECTION,
                Some("Low") => row::LOW,
                Some("High") => row::HIGH,
                Some("Parent") => places.levels.first().copied().unwrap_or(row::CODE),
                _ => row::CODE,
            };
            return place(self.file, DATABASE, row, *at);
        }
        let group = places.tree.get(line - places.columns.len().min(line));
        let row = group.and_then(|(code, _, _)| places.groups.get(code));
        let column = match META.get(column.wrapping_sub(1)).copied() {
            Some("Weight") => 5,
            Some("iName") => 8,
            _ => 3,
        };
        place(self.file, FRAMEWORK, row.copied().unwrap_or(0), column)
    }
}

/// A text cell, for tests and for those who build workbooks by hand.
impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}
