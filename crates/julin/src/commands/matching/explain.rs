//! `julin match explain`: one need and one offer, sign by sign.

use super::super::text;
use super::sheet;
use super::words::{chance, filled, must, told};
use crate::args::matching::ExplainPairArgs;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{MatchView, Pairs};
use julin_app::matching::{self, PairsInput};
use julin_app::{App, Call};

/// Prints what each sign adds, what stands in the way, and what it comes to.
pub fn explain(
    app: &App,
    call: &Call,
    output: &Output,
    args: &ExplainPairArgs,
) -> anyhow::Result<()> {
    let input = PairsInput {
        pair: args.pair.clone(),
        needs: args.files.needs.clone(),
        offers: args.files.offers.clone(),
        need: Some(args.need.clone()),
        offer: Some(args.offer.clone()),
        limit: 0,
    };
    let view = matching::match_pairs(app, call, &input)?;
    told(output, &view);
    output.print(&view, || signs(output, &view))
}

fn signs(output: &Output, view: &Pairs) -> Sheet {
    let headings = [
        ("sign", Align::Left),
        ("like", Align::Right),
        ("weight", Align::Right),
        ("adds", Align::Right),
    ];
    let mut sheet = sheet(output, &headings);
    for own in view.needs.iter().flat_map(|need| &need.matches) {
        let base = text(output, "cli.match.base");
        sheet.row([base, String::new(), String::new(), number(own.base)]);
        for sign in &own.signs {
            let like = sign.like.map(number);
            sheet.row([
                sign.title.get(output.lang).to_owned(),
                like.unwrap_or_else(|| text(output, "cli.match.nobody-knows")),
                number(sign.weight),
                number(sign.adds),
            ]);
        }
        let sum = text(output, "cli.match.score");
        sheet.row([sum, String::new(), String::new(), number(own.score)]);
        comes_to(output, &mut sheet, own);
    }
    sheet
}

fn comes_to(output: &Output, sheet: &mut Sheet, own: &MatchView) {
    let wanted = [("chance", chance(output, own))];
    sheet.note(filled(output, "cli.match.comes-to", wanted));
    for blocker in &own.musts {
        sheet.note(must(output, blocker));
    }
    if own.musts.is_empty() {
        sheet.note(text(output, "cli.match.free"));
    }
}

fn number(value: f64) -> String {
    format!("{value:.3}")
}
