//! Tables and lists of facts.

use super::Cx;
use maud::{Markup, html};

/// A column heading.
#[derive(Debug, Clone)]
pub struct Column {
    label: String,
    hint: Option<String>,
    numeric: bool,
    sort: Option<String>,
}

impl Column {
    /// A column of words.
    pub fn text(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            hint: None,
            numeric: false,
            sort: None,
        }
    }

    /// A column of numbers, set to the right.
    pub fn number(label: impl Into<String>) -> Self {
        Self {
            numeric: true,
            ..Self::text(label)
        }
    }

    /// The name the rows can be sorted by in the address.
    #[must_use]
    pub fn sorted_by(mut self, key: impl Into<String>) -> Self {
        self.sort = Some(key.into());
        self
    }

    /// Words shown when the pointer rests on the heading.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// A table in a box that scrolls within itself.
pub fn table(
    cx: &Cx,
    caption: &str,
    columns: &[Column],
    rows: impl Iterator<Item = Markup>,
) -> Markup {
    drawn(cx, (caption, None), columns, rows)
}

/// A table whose rows become short blocks in narrow windows. A cell that needs its heading
/// there has it in `data-label` too.
pub fn stacked(
    cx: &Cx,
    caption: &str,
    columns: &[Column],
    rows: impl Iterator<Item = Markup>,
) -> Markup {
    drawn(cx, (caption, Some("stack")), columns, rows)
}

fn drawn(
    cx: &Cx,
    (caption, class): (&str, Option<&str>),
    columns: &[Column],
    rows: impl Iterator<Item = Markup>,
) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(caption) {
            table class=[class] {
                caption.sr { (caption) }
                thead { tr { @for column in columns { (heading(cx, column)) } } }
                tbody { @for row in rows { (row) } }
            }
        }
    }
}

fn heading(cx: &Cx, column: &Column) -> Markup {
    let asked = cx.ask("sort").unwrap_or_default();
    let (down, current) = asked
        .strip_prefix('-')
        .map_or((false, asked), |name| (true, name));
    let sorted = column.sort.as_deref().filter(|key| *key == current);
    let direction = sorted.map(|_| if down { "descending" } else { "ascending" });
    html! {
        th scope="col" .n[column.numeric] aria-sort=[direction] title=[column.hint.as_deref()] {
            @if let Some(key) = &column.sort {
                @let next = if sorted.is_some() && !down { format!("-{key}") } else { key.clone() };
                a.sort rel="nofollow" href=(cx.here(&[("sort", &next), ("offset", "")])) { (column.label) }
            } @else { (column.label) }
        }
    }
}

/// Names and values beside each other; rows without a value are left out.
pub fn facts(rows: impl IntoIterator<Item = (String, Option<Markup>)>) -> Markup {
    html! {
        dl.facts {
            @for (name, value) in rows.into_iter().filter_map(|(name, value)| Some((name, value?))) {
                div { dt { (name) } dd { (value) } }
            }
        }
    }
}
