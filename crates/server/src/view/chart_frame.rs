//! What stands around every chart: the finding, the source line, the table behind it.

use super::Cx;
use maud::{Markup, html};

/// A chart with all that belongs to it.
#[derive(Debug, Clone)]
pub struct Chart {
    /// Name in the address for saving it.
    pub id: &'static str,
    /// The finding.
    pub title: String,
    /// How to read it.
    pub how: Option<String>,
    /// Where the figures come from.
    pub source: String,
    /// The drawing.
    pub svg: Markup,
    /// The same figures as a table.
    pub table: Markup,
}

/// Draws the chart on a page.
pub fn chart(cx: &Cx, chart: &Chart) -> Markup {
    html! {
        figure.chart {
            figcaption {
                p.finding { (chart.title) }
                @if let Some(how) = &chart.how { p.how { (how) } }
            }
            div.scroll tabindex="0" role="region" aria-label=(chart.title) { (chart.svg) }
            p.chart-foot {
                span { (chart.source) }
                " "
                a.save href=(cx.here(&[("download", "svg"), ("chart", chart.id)])) { (cx.t("ui.chart.save")) }
            }
            details { summary { (cx.t("ui.chart.table")) } (chart.table) }
        }
    }
}

/// The drawing asked for, as a file of its own.
pub fn chart_file(charts: &[Chart], id: &str) -> Option<String> {
    let found = charts
        .iter()
        .find(|chart| chart.id == id || id.is_empty())?;
    Some(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}",
        found.svg.clone().into_string()
    ))
}
