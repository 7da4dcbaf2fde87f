//! What is varied, as fields of a form and as read back from an address: shared by the
//! pages on uncertainty and sensitivity and by the jobs they start.

use crate::view::Cx;
use julin_app::measure::{
    Aggregate, AggregateKind, DrawSpec, LeftOut, Normalise, NormaliseKind, Vary,
};
use maud::{Markup, html};

/// What is varied beside the weights: name of the tick.
const TICKS: [&str; 3] = ["scale", "means", "leave"];
/// Weights go up or down by so many per cent when nobody says.
const NOISE: f64 = 25.0;

/// What a page varies before anybody has chosen.
#[derive(Debug, Clone, Copy)]
pub struct Usual {
    /// Draws, or points.
    pub draws: u64,
    /// Ticks that are set.
    pub ticks: &'static [&'static str],
}

fn ask<'a>(query: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = query.iter().find(|(k, v)| k == name && !v.is_empty());
    found.map(|(_, value)| value.as_str())
}

/// A sent form names its draws; only without it the usual ticks count.
fn is_ticked(query: &[(String, String)], usual: Usual, name: &str) -> bool {
    let first = ask(query, "draws").is_none();
    ask(query, name).is_some() || first && usual.ticks.contains(&name)
}

fn noise(query: &[(String, String)]) -> f64 {
    let asked = ask(query, "noise").and_then(|noise| noise.parse::<f64>().ok());
    asked.filter(|n| (0.0..=100.0).contains(n)).unwrap_or(NOISE)
}

/// What an address or form asks to be varied.
pub fn spec(query: &[(String, String)], usual: Usual) -> DrawSpec {
    let number = |name: &str| ask(query, name).and_then(|v| v.parse::<u64>().ok());
    let mut vary = vec![Vary::Weights {
        level: Default::default(),
        group: None,
        noise: Some(noise(query) / 100.0),
        concentration: None,
    }];
    let ticked = TICKS.iter().filter(|name| is_ticked(query, usual, name));
    vary.extend(ticked.map(|name| varied(name)));
    DrawSpec {
        draws: number("draws").unwrap_or(usual.draws).max(1),
        seed: number("seed").unwrap_or(1),
        vary,
        ..DrawSpec::default()
    }
}

fn varied(name: &str) -> Vary {
    match name {
        "scale" => {
            // Deviations about 100, so that a geometric mean can take them.
            let deviations = Normalise {
                mean: Some(100.0),
                deviation: Some(10.0),
                ..Normalise::of(NormaliseKind::ZScore)
            };
            let kinds = [NormaliseKind::MinMax, NormaliseKind::Rank];
            let mut options = kinds.map(Normalise::of).to_vec();
            options.push(deviations);
            Vary::Normalise { options }
        }
        "means" => {
            let kinds = [AggregateKind::Arithmetic, AggregateKind::Geometric];
            Vary::Aggregate {
                level: Default::default(),
                options: kinds.map(Aggregate::of).to_vec(),
            }
        }
        _ => Vary::LeaveOut {
            of: LeftOut::Indicators,
        },
    }
}

/// The fields: how far weights vary, what else does, how often, from which seed.
pub fn fields(cx: &Cx, usual: Usual, draws: &str) -> Markup {
    let spec = spec(&cx.query, usual);
    html! {
        @if cx.as_of != cx.default_as_of { input type="hidden" name="as_of" value=(cx.as_of); }
        div { label for="noise" { (cx.t("page.uncertainty.noise")) } input #noise type="number" name="noise" min="0" max="100" value=(noise(&cx.query)); }
        div { label for="draws" { (cx.t(draws)) } input #draws type="number" name="draws" min="10" max="10000000" value=(spec.draws); }
        div { label for="seed" { (cx.t("page.uncertainty.seed")) } input #seed type="number" name="seed" min="0" value=(spec.seed); }
        @for name in TICKS {
            div { label for=(name) { input id=(name) type="checkbox" name=(name) value="1" checked[is_ticked(&cx.query, usual, name)]; " " (cx.t(&format!("page.uncertainty.{name}"))) } }
        }
    }
}

/// Buttons: compute now, or beside the pages. Both send what the fields say.
pub fn buttons(cx: &Cx, job: &str) -> Markup {
    html! {
        div.buttons {
            button type="submit" { (cx.t("page.what-if.compute")) }
            " "
            button.second type="submit" formmethod="post" formaction=(cx.href(job, &[])) { (cx.t("page.uncertainty.as-job")) }
        }
    }
}

/// What was varied, in words.
pub fn varied_words(cx: &Cx, vary: &[Vary]) -> String {
    let key = |vary: &Vary| match vary {
        Vary::Weights { .. } => "measure-factor.weights",
        Vary::Normalise { .. } => "measure-factor.normalise",
        Vary::Aggregate { .. } => "measure-factor.aggregate",
        Vary::Impute { .. } => "measure-factor.impute",
        Vary::Treat { .. } => "measure-factor.treat",
        Vary::LeaveOut { .. } => "measure-factor.leave",
    };
    let words: Vec<_> = vary.iter().map(|one| cx.t(key(one))).collect();
    words.join(&cx.t("ui.comma"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEVERAL: Usual = Usual {
        draws: 512,
        ticks: &["scale", "leave"],
    };

    fn pairs(query: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(k, v): &(&str, &str)| ((*k).to_owned(), (*v).to_owned());
        query.iter().map(owned).collect()
    }

    #[test]
    fn usual_ticks_count_until_a_form_was_sent() {
        assert_eq!(spec(&[], SEVERAL).vary.len(), 3);
        assert_eq!(spec(&[], SEVERAL).draws, 512);
        let sent = spec(&pairs(&[("draws", "64"), ("means", "1")]), SEVERAL);
        assert_eq!((sent.draws, sent.vary.len()), (64, 2));
        assert!(matches!(sent.vary[1], Vary::Aggregate { .. }));
    }

    #[test]
    fn what_is_no_number_or_out_of_range_is_as_usual() {
        let odd = [("draws", "many"), ("seed", "-1"), ("noise", "900")];
        let read = spec(&pairs(&odd), SEVERAL);
        assert_eq!((read.draws, read.seed), (512, 1));
        let Vary::Weights { noise, .. } = &read.vary[0] else {
            panic!("{:?}", read.vary)
        };
        assert_eq!(*noise, Some(0.25));
    }
}
