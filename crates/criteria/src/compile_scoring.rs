//! The head and the scoring of a rule, from as written to compiled: windows, texts,
//! parts, items, bands.
//!
//! Must not know: facts.

use crate::compile::Compiler;
use crate::names::SCORE;
use crate::scoring::{Bands, Item, Scoring};
use crate::spec::{BandsSpec, ItemSpec, Points, ScoringSpec};
use std::collections::BTreeSet;

impl Compiler<'_> {
    /// Title, references, window, calendar.
    pub fn head(&mut self) {
        let spec = self.spec;
        self.findings.text("title", &spec.title);
        self.findings.text("issuer", &spec.issuer);
        if spec.references.is_empty() {
            self.findings
                .error("criteria.reference-missing", "references", &[]);
        }
        if let (Some(from), Some(to)) = (spec.effective.from, spec.effective.to)
            && from > to
        {
            let args: [(&str, &dyn ToString); 2] = [("from", &from), ("to", &to)];
            self.findings.error("criteria.window", "effective", &args);
        }
        for (place, item) in spec.calendar.iter().enumerate() {
            let path = format!("calendar.{place}");
            self.findings.text(&format!("{path}.action"), &item.action);
            if let Some(from) = item.from.filter(|from| *from > item.to) {
                let args: [(&str, &dyn ToString); 2] = [("from", &from), ("to", &item.to)];
                self.findings.error("criteria.window", &path, &args);
            }
        }
    }

    /// The names of the scores, without their expressions.
    pub fn scores(&mut self) {
        let Some(spec) = &self.spec.scoring else {
            return;
        };
        let mut items = Vec::new();
        let mut seen = BTreeSet::new();
        for (p, part) in spec.parts.iter().enumerate() {
            let path = format!("scoring.parts.{p}");
            self.findings.text(&format!("{path}.label"), &part.label);
            if !seen.insert(part.id.clone()) {
                self.findings
                    .error("criteria.id-twice", &path, &[("id", &part.id)]);
            }
            for (i, item) in part.items.iter().enumerate() {
                let path = format!("{path}.items.{i}");
                self.findings.text(&format!("{path}.label"), &item.label);
                let id = format!("{}.{}", part.id, item.id);
                if !seen.insert(id.clone()) {
                    self.findings
                        .error("criteria.id-twice", &path, &[("id", &item.id)]);
                }
                items.push(Item {
                    name: format!("{SCORE}.{id}"),
                    place: (p, i),
                    value: None,
                    bands: None,
                    options: Vec::new(),
                    max: item.max,
                });
            }
        }
        self.maxima(spec);
        let spec = spec.clone();
        self.names.scoring = Some(Scoring { spec, items });
    }

    fn maxima(&mut self, spec: &ScoringSpec) {
        let sound = |max: f64| max.is_finite() && max >= 0.0;
        let mut all = vec![(spec.max, "scoring.max".to_owned())];
        for (p, part) in spec.parts.iter().enumerate() {
            let path = format!("scoring.parts.{p}");
            all.push((part.max, format!("{path}.max")));
            let items = part.items.iter().enumerate();
            all.extend(items.map(|(i, item)| (item.max, format!("{path}.items.{i}.max"))));
        }
        for (max, path) in all {
            if !sound(max) {
                self.findings
                    .error("criteria.bad-points", &path, &[("points", &max)]);
            }
        }
    }

    /// The expressions of the items; they may use derived values, and no score.
    pub fn items(&mut self) {
        let Some(spec) = self.spec.scoring.as_ref() else {
            return;
        };
        let Some(mut scoring) = self.names.scoring.clone() else {
            return;
        };
        for item in &mut scoring.items {
            let (p, i) = item.place;
            let path = format!("scoring.parts.{p}.items.{i}");
            self.item(item, &spec.parts[p].items[i], &path);
        }
        self.names.scoring = Some(scoring);
    }

    fn item(&mut self, item: &mut Item, spec: &ItemSpec, path: &str) {
        match (&spec.value, &spec.bands, spec.options.is_empty()) {
            (Some(value), Some(bands), true) => {
                let scale = self.scale(&bands.unit, &format!("{path}.bands.unit"));
                self.bands(bands, spec.max, &format!("{path}.bands"));
                item.value = self.number(value, &format!("{path}.value"), scale.as_ref());
                item.bands = scale.map(|scale| Bands::new(bands, scale));
            }
            (None, None, false) => {
                for (o, option) in spec.options.iter().enumerate() {
                    let path = format!("{path}.options.{o}");
                    self.findings.text(&format!("{path}.text"), &option.text);
                    self.points(option.points, spec.max, &format!("{path}.points"));
                    let test = self.test(&option.test, &format!("{path}.if"));
                    let Some(test) = test else { continue };
                    if test.needs().iter().any(|need| self.names.reads_score(need)) {
                        self.findings
                            .error("criteria.circular", &path, &[("names", &SCORE)]);
                    }
                    item.options.push((test, option.points));
                }
            }
            _ => self.findings.error("criteria.item-shape", path, &[]),
        }
    }

    /// Bounds must fall, and only the last may be missing.
    fn bands(&mut self, spec: &BandsSpec, max: f64, path: &str) {
        if spec.steps.is_empty() {
            self.findings.error("criteria.empty-group", path, &[]);
        }
        for (place, band) in spec.steps.iter().enumerate() {
            let path = format!("{path}.steps.{place}");
            self.points(band.points, max, &format!("{path}.points"));
            let Some(next) = spec.steps.get(place + 1) else {
                continue;
            };
            match (band.over, next.over) {
                (None, _) => self.findings.error("criteria.bands-overlap", &path, &[]),
                (Some(own), Some(below)) if own == below => {
                    self.findings
                        .error("criteria.bands-twice", &path, &[("bound", &own)]);
                }
                (Some(own), Some(below)) if own < below => {
                    let args: [(&str, &dyn ToString); 2] = [("bound", &own), ("next", &below)];
                    self.findings.error("criteria.bands-order", &path, &args);
                }
                _ => {}
            }
        }
    }

    fn points(&mut self, points: Points, max: f64, path: &str) {
        let (low, high) = match points {
            Points::Fixed(points) => (points, points),
            Points::Range([low, high]) => (low, high),
        };
        let sound = low.is_finite() && high.is_finite() && low <= high && high <= max;
        if !sound {
            let shown = if low == high {
                low.to_string()
            } else {
                format!("{low}–{high}")
            };
            let args: [(&str, &dyn ToString); 2] = [("points", &shown), ("max", &max)];
            self.findings.error("criteria.points-range", path, &args);
        }
    }
}
