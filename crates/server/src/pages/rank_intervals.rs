//! How sure the ranks of a ranking are: a column, the whisker chart and the line that says
//! where they come from; or the way to compute them.

use crate::pages::{uncertainty, variation, whiskers};
use crate::view::{Chart, Column, Cx, segment, time, unknown};
use julin_app::contract::{RankIntervals, Ranking, RankingRow};
use julin_app::measure::Spread;
use julin_locale::{count, decimal};
use maud::{Markup, html};

fn spread(intervals: &RankIntervals, row: &RankingRow) -> Option<Spread> {
    intervals.ranks.get(row.unit.id.as_str()).copied()
}

/// The heading of the column, where there are intervals.
pub fn column(cx: &Cx, view: &Ranking) -> Option<Column> {
    view.intervals.as_ref()?;
    let hint = cx.t("page.uncertainty.whisker.desc");
    Some(Column::number(cx.t("page.uncertainty.interval")).hint(hint))
}

/// The interval of one park.
pub fn cell(cx: &Cx, view: &Ranking, row: &RankingRow) -> Markup {
    html! {
        @if let Some(intervals) = &view.intervals {
            td.n { @match spread(intervals, row) { Some(ranks) => { (decimal(ranks.low, 0)) "–" (decimal(ranks.high, 0)) }, None => (unknown(cx, None)) } }
        }
    }
}

/// From which computation the intervals are; without one, a button that starts it.
pub fn note(cx: &Cx, view: &Ranking) -> Markup {
    let path = |base: &str| format!("{base}{}", segment(&view.framework.id));
    let ranked = view.rows.iter().filter(|row| row.rank.is_some()).count();
    let Some(intervals) = &view.intervals else {
        return html! {
            @if ranked > 1 {
                form.actions method="post" action=(cx.href(&path("/jobs/uncertainty/"), &[])) {
                    button.second type="submit" { (cx.t("page.ranking.intervals.compute")) }
                    span.hint { (cx.tf("page.ranking.intervals.none", &[("draws", &count(uncertainty::USUAL.draws))])) }
                }
            }
        };
    };
    let shown = cx.href(&path("/uncertainty/"), &[("run", &intervals.run)]);
    let args = [
        ("draws", count(intervals.draws)),
        ("varied", variation::varied_words(cx, &intervals.varied)),
    ];
    let args: Vec<_> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    html! {
        p.hint { (cx.tf("page.ranking.intervals", &args)) " " a href=(shown) { (time::moment(cx, &intervals.computed_at.to_rfc3339())) } }
    }
}

/// The whiskers of all ranked parks.
pub fn chart(cx: &Cx, view: &Ranking) -> Option<Chart> {
    let intervals = view.intervals.as_ref()?;
    let tier = |id: &str| {
        let mut tiers = intervals.tiers.iter();
        tiers.position(|tier| tier.iter().any(|unit| unit == id))
    };
    let ranked = || view.rows.iter().filter(|row| row.rank.is_some());
    let line = |row| {
        let row: &RankingRow = row;
        Some(whiskers::Line {
            name: cx.plain(&row.unit.name),
            rank: row.rank,
            ranks: spread(intervals, row)?,
            tier: tier(row.unit.id.as_str()),
        })
    };
    let lines: Vec<_> = ranked().filter_map(line).collect();
    if lines.len() < 2 {
        return None;
    }
    let args = [
        ("units", lines.len().to_string()),
        ("tiers", intervals.tiers.len().to_string()),
    ];
    let args: Vec<_> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let title = cx.tf("page.uncertainty.title", &args);
    let source = cx.tf("ui.chart.computed", &[("year", &view.as_of.to_string())]);
    Some(whiskers::chart(
        cx,
        (title, source),
        &lines,
        ranked().count(),
    ))
}
