//! Answers: one contract type as page, fragment, JSON, spreadsheet rows or chart.

use super::failure::Failure;
use super::request::{Ask, Form};
use crate::view::{Chart, Cx, Page, chart_file, encode, fragment, shell};
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, SET_COOKIE, VARY};
use axum::http::{HeaderValue, Response as HttpResponse};
use axum::response::{IntoResponse, Response};
use julin_app::contract::{Cell, Grid};
use julin_app::workbook;
use serde::Serialize;

/// Rows of a spreadsheet, headings first.
pub type Rows = Vec<Vec<String>>;

/// How a contract type can be shown.
#[derive(Debug)]
pub struct Surface<T> {
    page: fn(&Cx, &T) -> Page,
    csv: Option<fn(&Cx, &T) -> Rows>,
    grid: Option<fn(&Cx, &T) -> Grid>,
    charts: Option<fn(&Cx, &T) -> Vec<Chart>>,
}

impl<T> Clone for Surface<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Surface<T> {}

impl<T: Serialize> Surface<T> {
    /// Shown as a page (and as JSON, as everything is).
    pub const fn page(page: fn(&Cx, &T) -> Page) -> Self {
        Self {
            page,
            csv: None,
            grid: None,
            charts: None,
        }
    }

    /// Can also be saved as rows.
    #[must_use]
    pub const fn csv(mut self, csv: fn(&Cx, &T) -> Rows) -> Self {
        self.csv = Some(csv);
        self
    }

    /// Can also be saved as rows or as a workbook.
    #[must_use]
    pub const fn grid(mut self, grid: fn(&Cx, &T) -> Grid) -> Self {
        self.grid = Some(grid);
        self
    }

    /// The sheet of a file made beside the pages: its grid, or its rows as one.
    pub fn whole(&self, cx: &Cx, view: &T) -> Option<Grid> {
        let rows = || self.csv.map(|csv| sheet_of_rows(cx, csv(cx, view)));
        self.grid.map(|grid| grid(cx, view)).or_else(rows)
    }

    /// True when a file can be made of it.
    pub const fn has_rows(&self) -> bool {
        self.grid.is_some() || self.csv.is_some()
    }

    /// How it becomes a sheet, where it does.
    pub const fn sheet(&self) -> Option<fn(&Cx, &T) -> Grid> {
        self.grid
    }

    /// Holds charts that can be saved.
    #[must_use]
    pub const fn charts(mut self, charts: fn(&Cx, &T) -> Vec<Chart>) -> Self {
        self.charts = Some(charts);
        self
    }

    /// The answer in the form asked for.
    pub fn answer(&self, ask: &Ask, view: &T) -> Response {
        if let Some(grid) = self.grid {
            match ask.form {
                Form::Csv => {
                    return rows(&grid(&ask.cx, view).lines(), &file_name(ask, "csv"));
                }
                Form::Xlsx => return book(ask, &[grid(&ask.cx, view)]),
                _ => {}
            }
        }
        match (ask.form, self.csv, self.charts) {
            (Form::Csv, Some(csv), _) => rows(&csv(&ask.cx, view), &file_name(ask, "csv")),
            (Form::Svg, _, Some(charts)) => {
                let wanted = ask.cx.ask("chart").unwrap_or_default();
                match chart_file(&charts(&ask.cx, view), wanted) {
                    Some(svg) => download("image/svg+xml", &file_name(ask, "svg"), svg.into()),
                    None => Failure::no_page().answer(ask),
                }
            }
            (Form::Csv | Form::Xlsx | Form::Export | Form::Svg, ..) => {
                Failure::no_page().answer(&Ask {
                    form: Form::Page,
                    ..ask.clone()
                })
            }
            _ => page_or_json(ask, view, self.page),
        }
    }
}

/// Page, fragment or JSON.
pub fn page_or_json<T: Serialize>(ask: &Ask, view: &T, draw: fn(&Cx, &T) -> Page) -> Response {
    match ask.form {
        Form::Json => json(view),
        _ => html(ask, &draw(&ask.cx, view)),
    }
}

/// A page in its frame, or without it when it is to be opened in place.
pub fn html(ask: &Ask, page: &Page) -> Response {
    let inside = ask.form == Form::Fragment;
    let markup = if inside {
        fragment(&ask.cx, page)
    } else {
        shell(&ask.cx, page)
    };
    let mut response = markup.into_response();
    let headers = response.headers_mut();
    headers.insert(
        VARY,
        HeaderValue::from_static("Accept, Accept-Language, Cookie, X-Fragment"),
    );
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if inside {
        headers.insert("x-fragment", HeaderValue::from_static("1"));
    }
    if ask.remember
        && let Ok(cookie) = format!(
            "lang={}; Path=/; Max-Age=31536000; SameSite=Lax",
            ask.cx.lang.code()
        )
        .parse()
    {
        headers.insert(SET_COOKIE, cookie);
    }
    response
}

fn json<T: Serialize>(view: &T) -> Response {
    let body = serde_json::to_vec_pretty(view).unwrap_or_default();
    let kind = HeaderValue::from_static("application/json; charset=utf-8");
    let mut response = HttpResponse::new(Body::from(body));
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response.headers_mut().insert(
        VARY,
        HeaderValue::from_static("Accept, Accept-Language, Cookie, X-Fragment"),
    );
    response
}

/// Rows as CSV with a byte order mark, as spreadsheet programs want it.
pub fn rows(rows: &[Vec<String>], name: &str) -> Response {
    let mut out = String::from("\u{feff}");
    for row in rows {
        let cells: Vec<_> = row.iter().map(|cell| quoted(cell)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    download("text/csv; charset=utf-8", name, out.into())
}

/// Rows as a sheet: plain numbers as numbers, all else as words.
fn sheet_of_rows(cx: &Cx, rows: Rows) -> Grid {
    let mut rows = rows.into_iter();
    let headings = rows.next().unwrap_or_default();
    let mut grid = Grid::new(cx.t("export.result"), headings);
    for row in rows {
        grid.row(row.into_iter().map(cell));
    }
    grid
}

/// Digits a number keeps in a spreadsheet; longer ones are codes.
const DIGITS: usize = 15;

/// A number where the text is one and reads back the same; codes with zeros before them
/// stay words.
fn cell(text: String) -> Cell {
    let number = text.parse::<f64>().ok();
    let same = |n: &f64| n.is_finite() && text.len() <= DIGITS && n.to_string() == text;
    let number = number.filter(same);
    number.map_or_else(|| text.into(), Cell::figure)
}

/// Media type of a workbook.
pub const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Grids as a workbook.
pub fn book(ask: &Ask, grids: &[Grid]) -> Response {
    match workbook(grids, ask.cx.lang) {
        Ok(bytes) => download(WORKBOOK, &file_name(ask, "xlsx"), bytes.into()),
        Err(error) => Failure::from(error).answer(ask),
    }
}

/// A cell, quoted where needed. A cell that a spreadsheet would run as a formula gets an
/// apostrophe in front; plain numbers stay numbers.
fn quoted(cell: &str) -> String {
    let formula =
        cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    let cell = if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

/// A file to be saved.
pub fn download(kind: &'static str, name: &str, body: Body) -> Response {
    let mut response = HttpResponse::new(body);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if let Ok(disposition) = format!("attachment; filename=\"{name}\"").parse() {
        headers.insert(CONTENT_DISPOSITION, disposition);
    }
    response
}

/// A file to be saved under a name in any script, with a plain one for programs that know
/// no other (RFC 6266), and an ending.
pub fn attachment(
    kind: &'static str,
    (plain, full, ending): (&str, &str, &str),
    body: Body,
) -> Response {
    let mut response = download(kind, &format!("{}.{ending}", stem(plain)), body);
    let full: String = full
        .chars()
        .map(|c| match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
            c if c.is_control() => '-',
            c => c,
        })
        .collect();
    let disposition = format!(
        "attachment; filename=\"{}.{ending}\"; filename*=UTF-8''{}.{ending}",
        stem(plain),
        encode(&full, b"-_.~")
    );
    if let Ok(disposition) = disposition.parse() {
        response
            .headers_mut()
            .insert(CONTENT_DISPOSITION, disposition);
    }
    response
}

/// Letters, digits and dashes of a text.
fn stem(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    text.trim_matches('/').chars().map(plain).take(80).collect()
}

/// A file name made of the path: letters, digits and dashes.
fn file_name(ask: &Ask, ending: &str) -> String {
    let stem = stem(&ask.cx.path);
    let stem = if stem.is_empty() { "julin" } else { &stem };
    format!("{stem}-{}.{ending}", ask.cx.as_of)
}

#[cfg(test)]
mod tests {
    use super::{cell, quoted};
    use julin_app::contract::Cell;

    #[test]
    fn numbers_of_rows_are_numbers_and_codes_are_words() {
        for (text, number) in [("12.5", 12.5), ("-3", -3.0), ("2024", 2024.0)] {
            assert_eq!(cell(text.to_owned()), Cell::figure(number));
        }
        for code in [
            "000001",
            "1.10",
            "1e5",
            "NaN",
            "inf",
            "=1+1",
            "9111010812345678",
            "9,4",
        ] {
            assert_eq!(cell(code.to_owned()), Cell::Text(code.to_owned()));
        }
        assert_eq!(cell(String::new()), Cell::Empty);
    }

    #[test]
    fn a_cell_cannot_become_a_formula() {
        let cells = ["=1+1", "-3.5", "+cmd", "@x", "a,b", "say \"hi\""].map(quoted);
        assert_eq!(
            cells,
            [
                "'=1+1",
                "-3.5",
                "'+cmd",
                "'@x",
                "\"a,b\"",
                "\"say \"\"hi\"\"\""
            ]
        );
    }
}
