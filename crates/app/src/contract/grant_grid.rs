//! A grant list as rows: for CSV, a workbook, a terminal. Every row says how far the list
//! is, so that a draft is never taken for a confirmed one.

use super::{Cell, GrantEntry, GrantListView, Grid};
use julin_locale::catalogue;
use julin_model::Lang;

impl GrantListView {
    /// The members, the struck ones with their reasons.
    pub fn grid(&self, lang: Lang) -> Grid {
        let text = |key: &str| catalogue().text(key, lang).to_owned();
        let unit = self.draft.unit_label.get(lang);
        let amount = |key: &str| match unit {
            "" => text(key),
            unit => format!("{} ({unit})", text(key)),
        };
        let headings = [
            text("grant.column.state"),
            text("grant.column.member"),
            text("grant.column.id"),
            amount("grant.column.amount"),
            amount("grant.column.low"),
            amount("grant.column.high"),
            text("grant.column.mark"),
            text("grant.column.standing"),
            text("grant.column.reason"),
        ];
        let name = format!("{} {}", text("grant.list"), self.line.number);
        let mut grid = Grid::new(name, headings);
        grid.title = Some(self.heading(lang));
        let state = text(&format!("grant.state.{}", self.line.state.code()));
        for entry in &self.members {
            grid.row(row(entry, &state, lang));
        }
        grid.notes = self.notes(lang);
        grid
    }

    /// Number, rule, day and state in one line.
    pub fn heading(&self, lang: Lang) -> String {
        let line = &self.line;
        let state = format!("grant.state.{}", line.state.code());
        let state = catalogue().text(&state, lang);
        let args = [
            ("n", line.number.to_string()),
            ("rule", line.rule.1.get(lang).to_owned()),
            ("day", line.as_of.to_string()),
            ("state", state.to_owned()),
        ];
        let args = args.map(|(key, value)| (key.to_owned(), value)).into();
        catalogue().filled("grant.heading", lang, &args)
    }

    /// What must be said beside the rows: run and digests, those not on the list.
    fn notes(&self, lang: Lang) -> Vec<String> {
        let counts = self.draft.counts.map(|n| n.to_string());
        let args = [
            ("run", self.run.id.clone()),
            ("packs", self.run.packs.clone()),
            ("facts", self.run.facts.clone()),
            ("short", counts[1].clone()),
            ("unknown", counts[2].clone()),
            ("no", counts[3].clone()),
        ];
        let args = args.map(|(key, value)| (key.to_owned(), value)).into();
        let mut keys = vec!["grant.note.estimate", "grant.note.beside", "grant.note.run"];
        if self.draft.sample {
            keys.push("grant.note.sample");
        }
        let told = keys.into_iter();
        told.map(|key| catalogue().filled(key, lang, &args))
            .collect()
    }
}

fn row(entry: &GrantEntry, state: &str, lang: Lang) -> [Cell; 9] {
    let text = |key: &str| catalogue().text(key, lang).to_owned();
    let member = &entry.member;
    let mark = match member.estimated_from_sample {
        true => "grant.mark.sample",
        false => "grant.mark.estimate",
    };
    let standing = match entry.struck {
        Some(_) => "grant.standing.struck",
        None => "grant.standing.listed",
    };
    let struck = entry.struck.as_ref();
    let reason = struck.map(|struck| format!("{} ({})", struck.reason, struck.by));
    let amount = Cell::figure(member.amount);
    [
        state.into(),
        member.entity.name.get(lang).into(),
        member.entity.id.as_str().into(),
        amount.or_unknown(|| text("grant.amount-unknown")),
        Cell::figure(member.low),
        Cell::figure(member.high),
        text(mark).into(),
        text(standing).into(),
        reason.unwrap_or_default().into(),
    ]
}
