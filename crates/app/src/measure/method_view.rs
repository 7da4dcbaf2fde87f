//! The method of a framework in steps that can be told: what is done, with which
//! settings, and where a node departs from the rest.
//!
//! Must not know: words. Each step is a key and arguments.

use crate::contract::MethodLine;
use julin_measure::{Framework, Method, Node};
use serde::Serialize;
use std::collections::BTreeMap;

/// A setting before it is known who has it.
type Told = (&'static str, String, BTreeMap<String, String>);

/// The steps in the order they are taken.
pub fn method_lines(framework: &Framework) -> Vec<MethodLine> {
    let method = &framework.method;
    let mut lines = vec![all(screen(method))];
    let nodes = || framework.nodes.iter();
    let indicators: Vec<&Node> = nodes().filter(|node| node.is_indicator()).collect();
    let groups: Vec<&Node> = nodes().filter(|node| !node.is_indicator()).collect();
    for step in [denominate, impute, treat] {
        lines.extend(spread(&indicators, step));
    }
    lines.extend(spread(&indicators, |node| normalise(node, method)));
    for step in [weigh, aggregate, coverage] {
        lines.extend(spread(&groups, step));
    }
    if let Some(years) = method.oldest {
        lines.push(all(told("age", "oldest", &[("years", years.to_string())])));
    }
    lines
}

/// One line for each different setting: the most frequent first and without names.
fn spread(nodes: &[&Node], setting: impl Fn(&Node) -> Told) -> Vec<MethodLine> {
    let mut found: Vec<(Told, Vec<String>)> = Vec::new();
    for node in nodes {
        let told = setting(node);
        match found.iter_mut().find(|(known, _)| *known == told) {
            Some((_, codes)) => codes.push(node.code.clone()),
            None => found.push((told, vec![node.code.clone()])),
        }
    }
    found.sort_by_key(|(_, codes)| std::cmp::Reverse(codes.len()));
    let line = |(at, (told, codes)): (usize, (Told, Vec<String>))| MethodLine {
        nodes: if at == 0 { Vec::new() } else { codes },
        ..all(told)
    };
    found.into_iter().enumerate().map(line).collect()
}

fn all((step, kind, args): Told) -> MethodLine {
    MethodLine {
        step: step.to_owned(),
        key: format!("method.{step}.{kind}"),
        args,
        nodes: Vec::new(),
    }
}

fn told(step: &'static str, kind: &str, args: &[(&str, String)]) -> Told {
    let args = args.iter().map(|(k, v)| ((*k).to_owned(), v.clone()));
    (step, kind.to_owned(), args.collect())
}

/// The word a setting has in packs.
fn word(kind: impl Serialize) -> String {
    let value = serde_json::to_value(kind).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

fn share(x: f64) -> String {
    trimmed(x * 100.0)
}

fn trimmed(x: f64) -> String {
    ((x * 1e4).round() / 1e4).to_string()
}

fn screen(method: &Method) -> Told {
    let (units, indicators) = (&method.screen.units, &method.screen.indicators);
    let rules = [units, indicators];
    let any = |rule: &&julin_measure::ScreenRule| {
        rule.present > 0.0 || rule.non_zero > 0.0 || !rule.drop.is_empty()
    };
    if !rules.iter().any(any) {
        return told("screen", "none", &[]);
    }
    let args = [
        ("units", share(units.present)),
        ("units_non_zero", share(units.non_zero)),
        ("indicators", share(indicators.present)),
        ("indicators_non_zero", share(indicators.non_zero)),
        (
            "dropped",
            (units.drop.len() + indicators.drop.len()).to_string(),
        ),
    ];
    told("screen", "share", &args)
}

fn denominate(node: &Node) -> Told {
    match &node.steps.denominate {
        None => told("denominate", "none", &[]),
        Some(by) => {
            let args = [("by", by.by.clone()), ("scale", trimmed(by.scale))];
            told("denominate", "by", &args)
        }
    }
}

fn impute(node: &Node) -> Told {
    let impute = &node.steps.impute;
    let by = impute.by.clone().unwrap_or_default();
    told("impute", &word(impute.kind), &[("by", by)])
}

fn treat(node: &Node) -> Told {
    let treat = &node.steps.treat;
    let Some(first) = treat.steps.first() else {
        return told("treat", "none", &[]);
    };
    let limits = [
        ("skew", trimmed(treat.skew)),
        ("kurtosis", trimmed(treat.kurtosis)),
    ];
    let mut args = limits.to_vec();
    args.push((
        "points",
        first
            .points
            .map_or_else(|| "∞".to_owned(), |n| n.to_string()),
    ));
    args.push(("then", (treat.steps.len() - 1).to_string()));
    told("treat", &word(first.kind), &args)
}

fn normalise(node: &Node, method: &Method) -> Told {
    let normalise = &node.steps.normalise;
    let [low, high] = method.range.map(trimmed);
    let reference = normalise.reference.clone().unwrap_or_default();
    let args = [("low", low), ("high", high), ("reference", reference)];
    told("normalise", &word(normalise.kind), &args)
}

fn weigh(node: &Node) -> Told {
    told("weigh", &word(node.steps.weigh.kind), &[])
}

fn aggregate(node: &Node) -> Told {
    let aggregate = &node.steps.aggregate;
    let exponent = aggregate.exponent.map(trimmed).unwrap_or_default();
    told(
        "aggregate",
        &word(aggregate.kind),
        &[("exponent", exponent)],
    )
}

fn coverage(node: &Node) -> Told {
    told(
        "coverage",
        "least",
        &[("share", share(node.minimum_coverage))],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use julin_measure::FrameworkSpec;

    /// Two groups of two indicators: one indicator is scored by goalposts, one group is
    /// aggregated geometrically. Everything else is as the method says.
    #[test]
    fn departures_name_their_nodes_and_the_rest_does_not() {
        let spec: FrameworkSpec = serde_json::from_value(serde_json::json!({
            "title": {"zh": "甲", "en": "A"}, "units_of": "park",
            "method": {"impute": {"kind": "mean"}},
            "groups": [
                {"id": "g", "label": {"zh": "乙", "en": "B"}, "aggregate": {"kind": "geometric"},
                 "indicators": [
                    {"id": "a", "label": {"zh": "丙", "en": "C"}, "formula": "x",
                     "normalise": {"kind": "goalposts"}, "goalposts": {"low": 0, "high": 9}},
                    {"id": "b", "label": {"zh": "丁", "en": "D"}, "formula": "y"}]},
                {"id": "h", "label": {"zh": "戊", "en": "E"}, "indicators": [
                    {"id": "c", "label": {"zh": "己", "en": "F"}, "formula": "z"}]}]
        }))
        .unwrap();
        let framework = Framework::from_spec("f", &spec).framework.unwrap();
        let lines = method_lines(&framework);
        let of = |key: &str| {
            lines
                .iter()
                .find(|line| line.key == key)
                .map(|line| line.nodes.clone())
        };
        assert_eq!(of("method.impute.mean"), Some(vec![]));
        assert_eq!(of("method.normalise.min-max"), Some(vec![]));
        assert_eq!(of("method.normalise.goalposts"), Some(vec!["a".to_owned()]));
        assert_eq!(of("method.aggregate.geometric"), Some(vec!["g".to_owned()]));
        assert_eq!(of("method.screen.none"), Some(vec![]));
    }
}
