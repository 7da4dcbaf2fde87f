//! `julin match pairs`: the offers for each need, or the pairs there are.

use super::super::text;
use super::sheet;
use super::words::{chance, filled, must, told};
use crate::args::matching::PairsArgs;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{MatchView, PairLine, Pairs};
use julin_app::matching::{self, PairsInput};
use julin_app::{App, Call};

/// Prints the offers for each need, best first; without a pair, the pairs of the packs.
pub fn pairs(app: &App, call: &Call, output: &Output, args: &PairsArgs) -> anyhow::Result<()> {
    let (Some(pair), Some(needs), Some(offers)) = (&args.pair, &args.needs, &args.offers) else {
        let all = matching::pair_list(app, call)?;
        return output.print(&all, || list(output, &all));
    };
    let input = PairsInput {
        pair: pair.clone(),
        needs: needs.clone(),
        offers: offers.clone(),
        need: args.need.clone(),
        offer: None,
        limit: args.limit,
    };
    let view = matching::match_pairs(app, call, &input)?;
    told(output, &view);
    output.print(&view, || rows(output, &view))
}

fn list(output: &Output, all: &[PairLine]) -> Sheet {
    let headings = [
        ("pair", Align::Left),
        ("title", Align::Left),
        ("musts", Align::Left),
        ("signs", Align::Left),
    ];
    let mut sheet = sheet(output, &headings);
    let titles = |all: &[julin_model::Text]| {
        let all: Vec<&str> = all.iter().map(|title| title.get(output.lang)).collect();
        all.join(&text(output, "ui.list-comma"))
    };
    for own in all {
        sheet.row([
            own.id.clone(),
            own.title.get(output.lang).to_owned(),
            titles(&own.musts),
            titles(&own.signs),
        ]);
    }
    sheet
}

fn rows(output: &Output, view: &Pairs) -> Sheet {
    let headings = [
        ("need", Align::Left),
        ("rank", Align::Right),
        ("offer", Align::Left),
        ("chance", Align::Right),
        ("in-the-way", Align::Left),
        ("speaks-for", Align::Left),
    ];
    let mut sheet = sheet(output, &headings).titled(view.title.get(output.lang));
    for need in &view.needs {
        for (at, own) in need.matches.iter().enumerate() {
            let name = if at == 0 || output.whole() {
                &need.need
            } else {
                ""
            };
            sheet.row(row(output, (name, at + 1), own));
        }
        let args = [
            ("need", need.need.clone()),
            ("offers", need.offers.to_string()),
            ("blocked", need.blocked.to_string()),
        ];
        sheet.note(filled(output, "cli.match.counted", args));
    }
    sheet
}

fn row(output: &Output, (need, rank): (&str, usize), own: &MatchView) -> Vec<String> {
    let comma = text(output, "ui.list-comma");
    let musts: Vec<String> = own.musts.iter().map(|own| must(output, own)).collect();
    let signs = own.signs.iter().filter(|sign| sign.adds > 0.0);
    let signs: Vec<&str> = signs.map(|sign| sign.title.get(output.lang)).collect();
    vec![
        need.to_owned(),
        rank.to_string(),
        own.offer.clone(),
        chance(output, own),
        musts.join(&comma),
        signs.join(&comma),
    ]
}
