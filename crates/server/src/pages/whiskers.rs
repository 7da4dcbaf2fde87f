//! The whisker chart of ranks: on the page on uncertainty and beside a ranking.

use crate::chart::{Words, whisker};
use crate::view::{Chart, Column, Cx, table, unknown};
use julin_app::measure::Spread;
use maud::html;

/// Units drawn at most; the table of the page has all.
const DRAWN: usize = 60;

/// One unit.
pub struct Line<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its rank as given.
    pub rank: Option<u32>,
    /// Its ranks over the draws.
    pub ranks: Spread,
    /// The group of units it cannot be told apart from.
    pub tier: Option<usize>,
}

/// Draws the lines, best first. `last` is the last rank there is.
pub fn chart(cx: &Cx, (title, source): (String, String), lines: &[Line<'_>], last: usize) -> Chart {
    let mut last_tier = None;
    let row = |line: &Line<'_>| {
        let tied = line.tier.is_some() && line.tier == last_tier;
        last_tier = line.tier;
        whisker::Row {
            name: line.name.to_owned(),
            given: line.rank.map(f64::from),
            low: line.ranks.low,
            median: line.ranks.median,
            high: line.ranks.high,
            tied,
        }
    };
    let rows: Vec<_> = lines.iter().take(DRAWN).map(row).collect();
    let shown = rows.iter().map(|row| {
        html! { tr { td { (row.name) } td.n { @match row.given { Some(rank) => (rank), None => (unknown(cx, None)) } } td.n { (row.low) } td.n { (row.median) } td.n { (row.high) } } }
    });
    let columns = [
        Column::text(cx.t("page.ranking.unit")),
        Column::number(cx.t("page.ranking.rank")),
        Column::number(cx.t("page.uncertainty.low")),
        Column::number(cx.t("page.uncertainty.median")),
        Column::number(cx.t("page.uncertainty.high")),
    ];
    let behind = table(cx, &title, &columns, shown);
    let desc = cx.t("page.uncertainty.whisker.desc");
    let state = whisker::State {
        rows,
        last: last as f64,
        legend: [
            cx.t("page.uncertainty.given"),
            cx.t("page.uncertainty.whisker"),
        ],
        words: Words {
            title: title.clone(),
            desc: desc.clone(),
        },
    };
    Chart {
        id: "whiskers",
        how: Some(desc),
        source,
        svg: whisker::draw(&state),
        table: behind,
        title,
    }
}
