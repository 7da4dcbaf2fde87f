//! How many cells an ODS sheet would take in memory. Rows and cells are written once
//! with a count of repetitions, so a small file can stand for a very large sheet; this
//! adds them up before anything is laid out.

/// Most cells of a sheet that is laid out whole.
pub const CELLS_LIMIT: u64 = 4_000_000;

/// Cells of the largest sheet: its last filled row times its last filled column.
pub(crate) fn cells(content: &[u8]) -> u64 {
    let mut size = Size::default();
    let mut rest = content;
    while let Some(open) = memchr::memchr(b'<', rest) {
        let Some(length) = memchr::memchr(b'>', &rest[open..]) else {
            break;
        };
        size.tag(&rest[open + 1..open + length]);
        rest = &rest[open + length + 1..];
    }
    size.largest
}

#[derive(Debug, Default)]
struct Size {
    largest: u64,
    height: u64,
    width: u64,
    empty_rows: u64,
    row: Row,
}

#[derive(Debug, Default)]
struct Row {
    times: u64,
    column: u64,
    filled: u64,
}

impl Size {
    fn tag(&mut self, tag: &[u8]) {
        let closed = tag.ends_with(b"/");
        let name = tag
            .split(|b| b.is_ascii_whitespace() || *b == b'/')
            .next()
            .unwrap_or(tag);
        match name {
            b"table:table-row" => {
                self.row = Row {
                    times: count(tag, b"number-rows-repeated=\""),
                    ..Row::default()
                };
                if closed {
                    self.end_row();
                }
            }
            b"table:table-cell" | b"table:covered-table-cell" => {
                self.row.column += count(tag, b"number-columns-repeated=\"");
                let has_value = memchr::memmem::find(tag, b"office:").is_some();
                if !closed || has_value {
                    self.row.filled = self.row.column;
                }
            }
            b"" if tag.starts_with(b"/table:table-row")
                && !tag.starts_with(b"/table:table-rows") =>
            {
                self.end_row();
            }
            b"" if tag == b"/table:table" => {
                self.largest = self.largest.max(self.height.saturating_mul(self.width));
                *self = Self {
                    largest: self.largest,
                    ..Self::default()
                };
            }
            _ => {}
        }
    }

    fn end_row(&mut self) {
        if self.row.filled == 0 {
            self.empty_rows = self.empty_rows.saturating_add(self.row.times);
        } else {
            let rows = self.empty_rows.saturating_add(self.row.times);
            self.height = self.height.saturating_add(rows).min(1 << 20);
            self.width = self.width.max(self.row.filled).min(1 << 14);
            self.empty_rows = 0;
        }
    }
}

/// The number of an attribute; 1 when it is not there.
fn count(tag: &[u8], attribute: &[u8]) -> u64 {
    let Some(at) = memchr::memmem::find(tag, attribute) else {
        return 1;
    };
    let digits = tag[at + attribute.len()..]
        .iter()
        .take_while(|b| b.is_ascii_digit());
    digits.fold(0u64, |n, digit| {
        n.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetitions_count_but_empty_ends_do_not() {
        let cell =
            "<table:table-cell office:value-type=\"float\"><text:p>1</text:p></table:table-cell>";
        let empty = "<table:table-cell table:number-columns-repeated=\"16000\"/>";
        let row = |times: u32, cells: &str| {
            format!(
                "<table:table-row table:number-rows-repeated=\"{times}\">{cells}</table:table-row>"
            )
        };
        let sheet = |rows: &str| format!("<table:table table:name=\"a\">{rows}</table:table>");
        let usual = sheet(&format!(
            "{}{}",
            row(1, &format!("{cell}{cell}{empty}")),
            row(1_000_000, empty)
        ));
        assert_eq!(cells(usual.as_bytes()), 2);
        let wide = format!("{}{cell}", empty);
        assert_eq!(
            cells(sheet(&row(1_000_000, &wide)).as_bytes()),
            1_000_000 * 16_001
        );
        let gap = format!("{}{}{}", row(1, cell), row(500, empty), row(1, cell));
        assert_eq!(cells(sheet(&gap).as_bytes()), 502);
    }
}
