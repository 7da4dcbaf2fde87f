//! A sheet: what a grid of the contract looks like on a terminal.

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};
use julin_app::contract::{Cell, Grid};

/// How a column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Figures.
    Right,
}

/// Headings and rows. An empty cell means "not known" or "does not apply".
#[derive(Debug, Default)]
pub struct Sheet {
    grid: Grid,
    aligns: Vec<Align>,
    more: Vec<Grid>,
}

impl Sheet {
    /// A sheet with its headings.
    pub fn new(headings: impl IntoIterator<Item = (String, Align)>) -> Self {
        let (headings, aligns): (Vec<_>, _) = headings.into_iter().unzip();
        Self {
            grid: Grid::new("", headings),
            aligns,
            more: Vec::new(),
        }
    }

    /// A line above the table; not part of CSV.
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.grid.title = Some(title.into());
        self
    }

    /// Adds a row.
    pub fn row<C: Into<Cell>>(&mut self, cells: impl IntoIterator<Item = C>) {
        self.grid.row(cells);
    }

    /// Adds a line below the table; not part of CSV.
    pub fn note(&mut self, line: impl Into<String>) {
        self.grid.notes.push(line.into());
    }

    /// Adds a sheet that only a workbook has room for.
    pub fn beside(&mut self, grid: Grid) {
        self.more.push(grid);
    }

    /// For a terminal.
    pub fn table(&self) -> String {
        let mut table = Table::new();
        table
            .load_style(lines())
            .set_content_arrangement(ContentArrangement::Dynamic);
        if !table.is_tty() {
            table.set_width(terminal_width());
        }
        table.set_header(&self.grid.headings);
        for row in &self.grid.rows {
            table.add_row(row.iter().map(Cell::shown));
        }
        for (index, align) in self.aligns.iter().enumerate() {
            if let (Align::Right, Some(column)) = (align, table.column_mut(index)) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        let title = self.grid.title.iter().cloned();
        let lines = title
            .chain([table.to_string()])
            .chain(self.grid.notes.iter().cloned());
        lines.map(|line| line + "\n").collect()
    }

    /// For programs: headings and rows, nothing else.
    pub fn csv(&self) -> Vec<u8> {
        self.grid.csv()
    }

    /// The rows without their headings, to go on where others ended.
    pub fn csv_rows(&self) -> Vec<u8> {
        self.grid.csv_rows()
    }

    /// For a workbook: the rows under a name, then what stands beside them.
    pub fn grids(mut self, name: String) -> Vec<Grid> {
        self.grid.name = name;
        std::iter::once(self.grid).chain(self.more).collect()
    }
}

/// One line below the headings and one at the end, none between rows.
fn lines() -> TableStyle {
    let line = || LineStyle::none().fill('─').junction('─');
    TableStyle::new()
        .header_separator(line())
        .bottom_border(line())
}

fn terminal_width() -> u16 {
    std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok())
        .unwrap_or(100)
}
