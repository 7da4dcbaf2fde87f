//! A sheet: headings and rows, printed as a table for people or as CSV for programs.

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};
use julin_model::Lang;

/// How a column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Figures.
    Right,
}

/// Headings and rows of text. An empty cell means "not known" or "does not apply".
#[derive(Debug, Default)]
pub struct Sheet {
    title: Option<String>,
    headings: Vec<(String, Align)>,
    rows: Vec<Vec<String>>,
    notes: Vec<String>,
}

impl Sheet {
    /// A sheet with its headings.
    pub fn new(headings: impl IntoIterator<Item = (String, Align)>) -> Self {
        Self {
            headings: headings.into_iter().collect(),
            ..Self::default()
        }
    }

    /// A line above the table; not part of CSV.
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Adds a line below the table; not part of CSV.
    pub fn note(&mut self, line: impl Into<String>) {
        self.notes.push(line.into());
    }

    /// For a terminal.
    pub fn table(&self, _lang: Lang) -> String {
        let mut table = Table::new();
        table
            .load_style(lines())
            .set_content_arrangement(ContentArrangement::Dynamic);
        if !table.is_tty() {
            table.set_width(terminal_width());
        }
        table.set_header(self.headings.iter().map(|(heading, _)| heading));
        for row in &self.rows {
            table.add_row(row);
        }
        for (index, (_, align)) in self.headings.iter().enumerate() {
            if let (Align::Right, Some(column)) = (align, table.column_mut(index)) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        let lines = self
            .title
            .iter()
            .cloned()
            .chain([table.to_string()])
            .chain(self.notes.iter().cloned());
        lines.map(|line| line + "\n").collect()
    }

    /// For programs: headings and rows, nothing else.
    pub fn csv(&self) -> anyhow::Result<String> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(self.headings.iter().map(|(heading, _)| heading))?;
        for row in &self.rows {
            writer.write_record(row)?;
        }
        Ok(String::from_utf8(writer.into_inner()?)?)
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
