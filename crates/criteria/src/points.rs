//! How a score came about: its parts, their items, the numbers and tests below them.
//!
//! Must not know: how points are tested.

use crate::names::SCORE;
use crate::scoring::{Interval, Item, Scoring};
use crate::situation::{Side, Situation};
use julin_model::{Text, Trace};

/// The explanation of a score.
pub fn trace(situation: &Situation<'_>, name: &str) -> Trace {
    let Some(scoring) = &situation.names.scoring else {
        return Trace::default();
    };
    let points = situation.score(name).unwrap_or_default();
    let rest = name.strip_prefix(SCORE).unwrap_or_default();
    let item = scoring.items.iter().find(|item| item.name == name);
    if let Some(item) = item {
        return of_item(situation, scoring, item);
    }
    let parts = scoring.spec.parts.iter().enumerate();
    let part = parts
        .clone()
        .find(|(_, part)| rest.strip_prefix('.') == Some(part.id.as_str()));
    if let Some((place, _)) = part {
        return of_part(situation, scoring, place);
    }
    let mut trace = with_points(Text::same(SCORE), name, points, scoring.spec.max);
    trace.inputs = parts
        .map(|(place, _)| of_part(situation, scoring, place))
        .collect();
    trace
}

fn of_part(situation: &Situation<'_>, scoring: &Scoring, place: usize) -> Trace {
    let part = &scoring.spec.parts[place];
    let name = format!("{SCORE}.{}", part.id);
    let points = situation.score(&name).unwrap_or_default();
    let mut trace = with_points(part.label.clone(), &name, points, part.max);
    let items = scoring.items.iter().filter(|item| item.place.0 == place);
    trace.inputs = items
        .map(|item| of_item(situation, scoring, item))
        .collect();
    trace
}

fn of_item(situation: &Situation<'_>, scoring: &Scoring, item: &Item) -> Trace {
    let (part, place) = item.place;
    let spec = &scoring.spec.parts[part].items[place];
    let points = situation.score(&item.name).unwrap_or_default();
    let mut trace = with_points(spec.label.clone(), &item.name, points, item.max);
    let mut inputs: Vec<Trace> = item
        .value
        .iter()
        .map(|value| situation.trace(value))
        .collect();
    if let (Some(input), Some(bands)) = (inputs.first_mut(), &item.bands) {
        input.value = input.value.map(|number| bands.scale.from_base(number));
        input.unit = Some(bands.scale.unit.clone());
    }
    for ((test, _), option) in item.options.iter().zip(&spec.options) {
        let mut input = situation.trace(test);
        input.label = option.text.clone();
        let holds = situation.flag(test, Side::Low);
        inputs.push(input);
        if holds == Some(true) {
            break;
        }
    }
    trace.inputs = inputs;
    trace
}

fn with_points(label: Text, name: &str, points: Interval, max: f64) -> Trace {
    let certain = points.low == points.high;
    let step = if certain {
        "criteria.step.score"
    } else {
        "criteria.step.score-range"
    };
    let mut trace = Trace::new(label, step, certain.then_some(points.low))
        .with("low", points.low)
        .with("high", points.high)
        .with("max", max);
    trace.id = Some(name.to_owned());
    trace.unit = Some("score".to_owned());
    trace
}
