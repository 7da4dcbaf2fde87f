//! `julin follow register`: a public register, and how its years add up.

use super::super::text;
use crate::args::follow_lists::RegisterArgs;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{RegisterRow, RegisterView};
use julin_app::{App, Call, follow};

/// Prints the entries; all columns of the register where a program reads them.
pub fn register(app: &App, output: &Output, args: &RegisterArgs) -> anyhow::Result<()> {
    let view = follow::register(app, &Call::default(), &args.workflow)?;
    output.print(&view, || rows(output, &view))
}

fn rows(output: &Output, view: &RegisterView) -> Sheet {
    let page = |key: &str| text(output, &format!("page.{key}"));
    let mut headings = vec![
        (page("register.day"), Align::Left),
        (page("register.number"), Align::Left),
        (page("register.name"), Align::Left),
        (page("cases.number"), Align::Left),
        (page("cases.state"), Align::Left),
        (page("register.count"), Align::Right),
    ];
    if output.whole() {
        let own = view
            .columns
            .iter()
            .map(|title| title.get(output.lang).to_owned());
        headings.extend(own.map(|title| (title, Align::Left)));
        headings.push((page("register.basis"), Align::Left));
    }
    let mut sheet = Sheet::new(headings).titled(view.title.get(output.lang));
    for own in &view.rows {
        sheet.row(row(output, own));
    }
    let year = |year: Option<i32>| match year {
        Some(year) => year.to_string(),
        None => page("register.no-day"),
    };
    let colon = text(output, "ui.colon");
    let years = view.years.iter();
    let years: Vec<_> = years
        .map(|own| format!("{}{colon}{}", year(own.year), own.new))
        .collect();
    let new: Vec<_> = view.years.iter().map(|own| own.new.to_string()).collect();
    let list = years.join(&text(output, "ui.list-comma"));
    sheet.note(format!("{} = {}  ({list})", new.join(" + "), view.total));
    sheet
}

fn row(output: &Output, own: &RegisterRow) -> Vec<String> {
    let subject = own.subject.as_ref();
    let name = subject.map_or(&own.title, |subject| &subject.name);
    let mut cells = vec![
        own.day.map(|day| day.to_string()).unwrap_or_default(),
        own.number.get(output.lang).to_owned(),
        name.get(output.lang).to_owned(),
        own.code.clone(),
        own.state.title.get(output.lang).to_owned(),
        own.count.unwrap_or(1).to_string(),
    ];
    if output.whole() {
        cells.extend(
            own.cells
                .iter()
                .map(|text| text.get(output.lang).to_owned()),
        );
        cells.push(own.basis.clone());
    }
    cells
}
