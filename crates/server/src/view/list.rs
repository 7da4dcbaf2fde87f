//! Filter, order and page of a list, all in the address.

use super::{Cx, Page};
use julin_app::contract::Listing;
use julin_locale::count;
use maud::{Markup, html};

/// Rows on one page of a list.
pub const PAGE_ROWS: u64 = 50;

/// The order asked for: `sort=name` or `sort=-name`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort<'a> {
    /// Column.
    pub key: &'a str,
    /// Largest first.
    pub down: bool,
}

impl<'a> Sort<'a> {
    /// Reads the order from the address.
    pub fn of(cx: &'a Cx) -> Option<Self> {
        let asked = cx.ask("sort")?;
        Some(asked.strip_prefix('-').map_or(
            Self {
                key: asked,
                down: false,
            },
            |key| Self { key, down: true },
        ))
    }

    /// Orders rows by a number; rows without one come last either way.
    pub fn numbers<T>(self, rows: &mut [T], of: impl Fn(&T) -> Option<f64>) {
        rows.sort_by(|a, b| match (of(a), of(b)) {
            (Some(x), Some(y)) if self.down => y.total_cmp(&x),
            (Some(x), Some(y)) => x.total_cmp(&y),
            (a, b) => b.is_some().cmp(&a.is_some()),
        });
    }

    /// Orders rows by words.
    pub fn words<T>(self, rows: &mut [T], of: impl Fn(&T) -> String) {
        rows.sort_by_cached_key(|row| of(row));
        if self.down {
            rows.reverse();
        }
    }
}

/// A filter box: words to look for in the rows.
#[derive(Debug, Clone)]
pub struct Filter<'a> {
    /// Words of the label.
    pub label: String,
    /// What is being looked for.
    pub words: &'a str,
    /// Words of the button for a workbook.
    pub workbook: &'static str,
}

impl<'a> Filter<'a> {
    /// Reads the filter from the address.
    pub fn of(cx: &'a Cx) -> Self {
        Self {
            label: cx.t("ui.filter"),
            words: cx.ask("filter").unwrap_or_default(),
            workbook: ROWS_ONLY,
        }
    }

    /// The workbook says how its figures were computed.
    #[must_use]
    pub const fn with_recipe(mut self) -> Self {
        self.workbook = WITH_RECIPE;
        self
    }

    /// True when one of the texts holds the words.
    pub fn keeps(&self, texts: &[&str]) -> bool {
        let wanted = self.words.trim().to_lowercase();
        wanted.is_empty()
            || texts
                .iter()
                .any(|text| text.to_lowercase().contains(&wanted))
    }

    /// The box, with a way to save the rows.
    pub fn draw(&self, cx: &Cx) -> Markup {
        html! {
            div.tools {
                form.filter method="get" action=(cx.path) {
                    @for (key, value) in cx.query.iter().filter(|(key, _)| !["filter", "offset", "lang"].contains(&key.as_str())) {
                        input type="hidden" name=(key) value=(value);
                    }
                    label for="filter" { (self.label) }
                    input #filter type="search" name="filter" value=(self.words) maxlength="200";
                    button type="submit" { (cx.t("ui.filter.go")) }
                }
                (saves(cx, self.workbook))
            }
        }
    }
}

/// Words on the button for a workbook that says how its figures were computed.
pub const WITH_RECIPE: &str = "ui.export.recipe";
/// Words on the button for a workbook of what was not computed.
pub const ROWS_ONLY: &str = "ui.export";

/// Ways to the rows as files: CSV at once, a workbook as a job.
pub fn saves(cx: &Cx, workbook: &str) -> Markup {
    html! {
        (export(cx, workbook, &cx.here(&[])))
        a.save href=(cx.here(&[("format", "csv"), ("offset", "")])) { (cx.t("ui.export-csv")) }
    }
}

/// The button that makes the rows of a page into a workbook: all of them, filtered as the
/// page is.
pub fn export(cx: &Cx, words: &str, page: &str) -> Markup {
    html! {
        form.export method="post" action="/exports" data-file {
            input type="hidden" name="of" value=(page);
            input type="hidden" name="lang" value=(cx.lang.code());
            button.save type="submit" { (cx.t(words)) }
        }
    }
}

/// Which rows of how many, and the way to the others.
pub fn paging(cx: &Cx, total: u64, offset: u64, limit: u64) -> Markup {
    let last = (offset + limit).min(total);
    let back = offset.saturating_sub(limit).to_string();
    let words = [
        ("from", count(offset + 1)),
        ("to", count(last)),
        ("total", count(total)),
    ];
    let words: Vec<_> = words.iter().map(|(k, v)| (*k, v.as_str())).collect();
    html! {
        @if total > limit || offset > 0 {
            nav.paging aria-label=(cx.t("ui.paging")) {
                @if offset > 0 { a rel="prev" href=(cx.here(&[("offset", if back == "0" { "" } else { &back })])) { (cx.t("ui.paging.back")) } }
                span { (cx.tf("ui.paging.rows", &words)) }
                @if last < total { a rel="next" href=(cx.here(&[("offset", &last.to_string())])) { (cx.t("ui.paging.next")) } }
            }
        }
    }
}

/// Cuts one page out of rows that are all at hand.
pub fn pick_page<T>(cx: &Cx, rows: Vec<T>) -> Listing<T> {
    let total = rows.len() as u64;
    let offset = cx
        .ask("offset")
        .and_then(|n| n.parse().ok())
        .unwrap_or(0)
        .min(total);
    let skip = usize::try_from(offset).unwrap_or(usize::MAX);
    let rows = rows
        .into_iter()
        .skip(skip)
        .take(PAGE_ROWS as usize)
        .collect();
    Listing {
        rows,
        total,
        offset,
        limit: PAGE_ROWS,
    }
}

impl Page {
    /// Adds the outer page to the breadcrumb.
    #[must_use]
    pub fn under(mut self, label: String, path: &str) -> Self {
        self.crumbs.push((label, path.to_owned()));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_without_a_number_come_last_in_either_order() {
        for down in [false, true] {
            let mut rows = [None, Some(2.0), Some(1.0), None];
            Sort { key: "n", down }.numbers(&mut rows, |n| *n);
            assert_eq!(rows[0], Some(if down { 2.0 } else { 1.0 }));
            assert_eq!(rows[2..], [None, None]);
        }
    }

    #[test]
    fn an_offset_beyond_the_end_shows_an_empty_page() {
        let query = vec![("offset".to_owned(), "999".to_owned())];
        let page = pick_page(
            &Cx {
                query,
                ..Cx::default()
            },
            vec![1, 2, 3],
        );
        assert_eq!((page.rows.len(), page.total), (0, 3));
    }
}
