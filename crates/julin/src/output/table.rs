//! A sheet: what a grid of the contract looks like on a terminal.

use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width,
};
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
        let width = usize::from(table.width().unwrap_or_else(terminal_width));
        for (index, least) in self.least_widths(width).into_iter().enumerate() {
            if let Some(column) = table.column_mut(index) {
                column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least)));
            }
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

    /// How wide columns are at least, so that no number and no word of letters is broken;
    /// nothing where there is no room for that.
    fn least_widths(&self, width: usize) -> Vec<u16> {
        let columns = 0..self.grid.headings.len();
        let longest = columns.map(|index| {
            let cells = self.grid.rows.iter().filter_map(|row| row.get(index));
            let words = cells.map(|cell| longest_word(&cell.shown()));
            words.max().unwrap_or(0).max(4) + 2
        });
        let longest: Vec<usize> = longest.collect();
        match longest.iter().sum::<usize>() <= width {
            true => longest.into_iter().map(|own| own as u16).collect(),
            false => Vec::new(),
        }
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

/// Length of the longest run of letters, digits and signs of ASCII; other text can be
/// broken anywhere.
fn longest_word(text: &str) -> usize {
    let runs = text.split(|c: char| !c.is_ascii_graphic());
    runs.map(str::len).max().unwrap_or(0)
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
