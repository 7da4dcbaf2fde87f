//! `julin follow round`: a round of scoring, as far as the caller may see it.

use super::super::text;
use super::words::filled;
use super::{call, page_sheet};
use crate::args::follow_lists::RoundArgs;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{LeftOut, RoundPlace, RoundRow, RoundScore, ScoringRound};
use julin_app::{App, follow};
use julin_locale::decimal;

/// Prints candidates with results, spread and scores; before they are shown, a judge sees
/// their own scores alone.
pub fn round(app: &App, output: &Output, args: &RoundArgs) -> anyhow::Result<()> {
    let view = follow::round(app, &call(&args.who), &args.code)?;
    output.print(&view, || rows(output, &view))
}

fn rows(output: &Output, view: &ScoringRound) -> Sheet {
    let headings = [
        ("page.round.rank", Align::Right),
        ("page.cases.number", Align::Left),
        ("page.round.candidate", Align::Left),
        ("page.round.result", Align::Right),
        ("page.round.spread", Align::Right),
        ("cli.heading.range", Align::Left),
        ("cli.heading.round-place", Align::Left),
        ("page.round.scores", Align::Left),
        ("page.round.waiting", Align::Right),
    ];
    let key = match view.shown {
        true => "page.round.title.shown",
        false => "page.round.title",
    };
    let args = [
        ("title", view.case.title.get(output.lang).to_owned()),
        ("n", view.rows.len().to_string()),
    ];
    let mut sheet = page_sheet(output, &headings).titled(filled(output, key, args));
    for own in &view.rows {
        sheet.row(row(output, view, own));
    }
    rules(output, view)
        .into_iter()
        .for_each(|line| sheet.note(line));
    sheet
}

fn row(output: &Output, view: &ScoringRound, own: &RoundRow) -> Vec<String> {
    let title = own.title.as_ref().map(|title| title.get(output.lang));
    let number = |n: Option<f64>| n.map(|n| decimal(n, 2)).unwrap_or_default();
    let range = own
        .range
        .map(|(low, high)| format!("{}–{}", decimal(low, 1), decimal(high, 1)));
    let colon = text(output, "ui.colon");
    let interest = text(output, "page.round.interest");
    let interests = own.interests.iter();
    let interests = interests.map(|(judge, why)| format!("{judge}{colon}{interest} {why}"));
    let scores = own.scores.iter().map(|score| given(output, score));
    vec![
        own.rank.map(|rank| rank.to_string()).unwrap_or_default(),
        own.code.clone(),
        title.unwrap_or_default().to_owned(),
        number(own.result),
        number(own.deviation),
        range.unwrap_or_default(),
        place(output, view, own),
        scores.chain(interests).collect::<Vec<_>>().join("; "),
        own.waiting.to_string(),
    ]
}

/// Whether it has a place and shares its rank; why it has no rank.
fn place(output: &Output, view: &ScoringRound, own: &RoundRow) -> String {
    let placed = own.place.map(|place| match place {
        RoundPlace::In => "in",
        RoundPlace::Out => "out",
        RoundPlace::Undecided => "undecided",
    });
    let unranked = match () {
        () if own.rank.is_some() => None,
        () if own.withdrawn => Some("withdrawn"),
        () if view.shown => Some("too-few"),
        () => Some("not-shown"),
    };
    let tied = own.tied.then_some("tied");
    let broken = own.tie_broken.then_some("tie-broken");
    let keys = [placed, tied, broken, unranked].into_iter().flatten();
    let words: Vec<_> = keys
        .map(|key| text(output, &format!("page.round.{key}")))
        .collect();
    words.join(&text(output, "ui.comma"))
}

/// A judge's score with its points, and why it does not count.
fn given(output: &Output, own: &RoundScore) -> String {
    let points = own.points.iter();
    let points = points.map(|n| n.map_or_else(|| "–".to_owned(), |n| n.to_string()));
    let points: Vec<_> = points.collect();
    let why = own.left_out.map(|why| match why {
        LeftOut::Interest => "interest",
        LeftOut::Highest => "highest",
        LeftOut::Lowest => "lowest",
    });
    let why = why.map(|why| text(output, &format!("page.round.left-out.{why}")));
    let why = why.map(|why| format!(" {why}")).unwrap_or_default();
    let score = decimal(own.score, 2);
    format!("{} {score} ({}){why}", own.judge, points.join(" / "))
}

fn rules(output: &Output, view: &ScoringRound) -> Vec<String> {
    let items = view.items.iter().map(|item| {
        let weight = item.weight.map(|weight| format!(" × {weight}"));
        let (title, most) = (item.title.get(output.lang), decimal(item.most, 0));
        format!("{title} 0–{most}{}", weight.unwrap_or_default())
    });
    let items: Vec<_> = items.collect();
    let judges = [
        ("n", view.judges.len().to_string()),
        ("least", view.least.to_string()),
    ];
    let judges = filled(output, "page.round.judges", judges);
    let extremes = view
        .without_extremes
        .then(|| text(output, "page.round.extremes"));
    let judges: Vec<_> = [Some(judges), extremes].into_iter().flatten().collect();
    let comma = text(output, "ui.list-comma");
    let mut lines = vec![
        format!("{}{}", text(output, "page.round.items"), items.join(&comma)),
        judges.join(&text(output, "ui.comma")),
    ];
    let places = view.places.map(|n| [("n", n.to_string())]);
    lines.extend(places.map(|n| filled(output, "page.round.places", n)));
    let lead = match view.shown {
        true => "page.round.lead.shown",
        false => "page.round.lead",
    };
    lines.push(text(output, lead));
    if view.scoring {
        lines.push(text(output, "cli.follow-your-turn-to-score"));
    }
    lines
}
