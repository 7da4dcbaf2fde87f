//! `julin criteria offers`: all rules for one entity.

use super::super::text;
use super::super::value::{measured, worth};
use super::{listed, sheet};
use crate::args::criteria::EntityArgs;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::Eligibility;
use julin_app::{App, Call, criteria};
use julin_locale::catalogue;
use julin_model::Text;
use std::collections::BTreeMap;

/// Prints the rules in force, the nearest first.
pub fn offers(app: &App, call: &Call, output: &Output, args: &EntityArgs) -> anyhow::Result<()> {
    let input = criteria::EligibilityInput {
        entity: args.entity.clone(),
        as_of: args.day.as_of.clone(),
    };
    let view = criteria::eligibility(app, call, &input)?;
    output.print(&view, || rows(output, &view))
}

fn rows(output: &Output, view: &Eligibility) -> Sheet {
    let headings = [
        ("rule", Align::Left),
        ("title", Align::Left),
        ("standing", Align::Left),
        ("worth", Align::Left),
        ("failing", Align::Left),
        ("asks", Align::Left),
    ];
    let mut sheet = sheet(output, &headings).titled(view.entity.name.get(output.lang));
    for offer in &view.offers {
        sheet.row([
            offer.rule.id.clone(),
            offer.rule.title.get(output.lang).to_owned(),
            text(output, &format!("page.audience.{}", offer.reach.code())),
            worth(output, offer.amount.as_ref()),
            listed(output, &offer.failing),
            listed(output, &offer.asks),
        ]);
    }
    if let Some(best) = &view.best {
        let total = measured(output, best.total, Some(&best.unit), &Text::default());
        let args = BTreeMap::from([("amount".to_owned(), total)]);
        sheet.note(catalogue().filled("page.gap.best", output.lang, &args));
    }
    if view.sample {
        sheet.note(text(output, "page.eligibility.sample"));
    }
    sheet
}
