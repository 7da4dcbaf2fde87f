//! What is wrong with the settings of a whole method.

use super::settings;
use crate::recipe::{Method, Screen, Treat};
use crate::spec::DefaultWeight;
use crate::stage::Step;
use julin_model::Diagnostic;

/// What is wrong with a method, whoever wrote it.
pub(crate) fn check_method(method: &Method) -> Vec<Diagnostic> {
    let [low, high] = method.range;
    let range_ok = low < high && (high - low).is_finite();
    let range = (!range_ok).then(|| {
        Diagnostic::error("measure.range-upside-down")
            .with("low", low)
            .with("high", high)
    });
    let share = check_share(method.minimum_coverage);
    let default = check_default(Some(&method.default_weight));
    let found = [range, share, default, check_order(&method.order)];
    let steps = check_screen(&method.screen).chain(check_treat(&method.treat));
    let found = found.into_iter().flatten().chain(steps);
    found.chain(settings::of_method(method)).collect()
}

/// The four steps between the given values and the scale, each once.
fn check_order(order: &[Step]) -> Option<Diagnostic> {
    let all = Method::default().order;
    let once = |step: &Step| order.iter().filter(|one| *one == step).count() == 1;
    let sound = order.len() == all.len() && all.iter().all(once);
    let names = |steps: &[Step]| {
        let codes: Vec<_> = steps.iter().map(|step| step.code()).collect();
        codes.join(", ")
    };
    (!sound).then(|| {
        Diagnostic::error("measure.order")
            .with("order", names(order))
            .with("steps", names(&all))
    })
}

fn check_screen(screen: &Screen) -> impl Iterator<Item = Diagnostic> {
    let (units, indicators) = (&screen.units, &screen.indicators);
    let shares = [
        units.present,
        units.non_zero,
        indicators.present,
        indicators.non_zero,
    ];
    let bad = shares
        .into_iter()
        .filter(|share| !(0.0..=1.0).contains(share));
    bad.map(|share| Diagnostic::error("measure.screen.share").with("value", share))
}

fn check_treat(treat: &Treat) -> impl Iterator<Item = Diagnostic> + '_ {
    let given = treat.steps.iter().filter_map(|step| step.percentiles);
    given
        .filter(|shares| !crate::treat::percentiles::are_sound(*shares))
        .map(|[low, high]| {
            Diagnostic::error("measure.treat.percentiles")
                .with("low", low)
                .with("high", high)
        })
}

pub(crate) fn check_share(share: f64) -> Option<Diagnostic> {
    let bad = !(0.0..=1.0).contains(&share);
    bad.then(|| Diagnostic::error("measure.coverage-out-of-range").with("value", share))
}

pub(super) fn check_default(default: Option<&DefaultWeight>) -> Option<Diagnostic> {
    check_weight(default.and_then(|d| d.value))
}

pub(crate) fn check_weight(weight: Option<f64>) -> Option<Diagnostic> {
    let bad = weight.filter(|w| !w.is_finite() || *w < 0.0)?;
    Some(Diagnostic::error("measure.bad-weight").with("weight", bad))
}
