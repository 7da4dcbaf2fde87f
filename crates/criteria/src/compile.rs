//! From a rule as written to a rule that can be asked. Everything that is wrong is told
//! at once, each with its place; one error does not hide the others.
//!
//! Must not know: facts, files, other rules.

use crate::condition::{Clause, Condition};
use crate::dictionary::{Dictionary, FieldKind, Scale};
use crate::dimension::Dimension;
use crate::findings::Findings;
use crate::names::{Derived, FieldInfo, Meaning, Names, SCORE, Threshold};
use crate::rule::{Compiled, Rule};
use crate::spec::{CriteriaSpec, DerivedSpec};
use crate::typing::{Type, measure, type_of};
use julin_formula::{AS_OF, Formula, Need};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Compiles the parts of one rule.
pub(crate) struct Compiler<'a> {
    pub dictionary: &'a dyn Dictionary,
    pub spec: &'a CriteriaSpec,
    pub names: Names,
    pub types: Vec<Type>,
    pub clauses: Vec<Clause>,
    pub used: BTreeSet<String>,
    pub findings: Findings,
}

impl Rule {
    /// Checks and compiles a rule.
    pub fn compile(id: &str, spec: &CriteriaSpec, dictionary: &dyn Dictionary) -> Compiled {
        let mut compiler = Compiler {
            dictionary,
            spec,
            names: Names {
                rule: id.to_owned(),
                ..Names::default()
            },
            types: Vec::new(),
            clauses: Vec::new(),
            used: BTreeSet::new(),
            findings: Findings::new(id),
        };
        compiler.head();
        compiler.thresholds();
        compiler.scores();
        compiler.derived();
        compiler.items();
        let conditions = compiler.conditions(&spec.conditions, "conditions", true);
        let targeting = spec.targeting.as_ref();
        let targeting = targeting.and_then(|own| compiler.conditions(own, "targeting", false));
        let benefit = compiler.benefit();
        compiler.unused();
        compiler.finish(conditions, targeting, benefit)
    }
}

impl Compiler<'_> {
    fn finish(
        self,
        conditions: Option<Condition>,
        targeting: Option<Condition>,
        benefit: Option<Formula>,
    ) -> Compiled {
        let sound = self.findings.are_harmless();
        let unit = self.spec.benefit.as_ref().and_then(|own| own.unit.as_ref());
        let benefit_scale = unit.and_then(|unit| Scale::of(unit, self.dictionary));
        let rule = conditions.filter(|_| sound).map(|conditions| Rule {
            id: self.names.rule.clone(),
            spec: self.spec.clone(),
            names: Arc::new(self.names),
            clauses: self.clauses,
            conditions,
            targeting,
            benefit,
            benefit_scale,
        });
        Compiled {
            rule,
            diagnostics: self.findings.list,
        }
    }

    fn thresholds(&mut self) {
        let spec = self.spec;
        for (name, threshold) in &spec.thresholds {
            let path = format!("thresholds.{name}");
            self.own_name(name, &path);
            for dates in threshold.dated.windows(2) {
                if dates[0].from >= dates[1].from {
                    let args: [(&str, &dyn ToString); 2] =
                        [("first", &dates[0].from), ("second", &dates[1].from)];
                    self.findings
                        .error("criteria.dated-order", &format!("{path}.dated"), &args);
                }
            }
            if let Some(scale) = self.scale(&threshold.unit, &format!("{path}.unit")) {
                let spec = threshold.clone();
                let threshold = Threshold { spec, scale };
                self.names.thresholds.insert(name.clone(), threshold);
            }
        }
    }

    /// Checks that a name the rule gives means nothing else.
    fn own_name(&mut self, name: &str, path: &str) {
        let is_score = name == SCORE || name.starts_with("score.");
        let taken = self.dictionary.field(name).is_some() || name == AS_OF || is_score;
        if taken {
            self.findings
                .error("criteria.ambiguous-name", path, &[("name", &name)]);
        }
    }

    /// A unit, or a finding.
    pub fn scale(&mut self, unit: &str, path: &str) -> Option<Scale> {
        let found = Scale::of(unit, self.dictionary);
        if found.is_none() {
            self.findings
                .error("criteria.unknown-unit", path, &[("unit", &unit)]);
        }
        found
    }

    /// An expression with its fields looked up and its type, or findings.
    pub fn expression(&mut self, text: &str, path: &str) -> Option<(Formula, Type)> {
        let base = |unit: &str, number: f64| {
            let scale = Scale::of(unit, self.dictionary)?;
            Some(scale.to_base(number))
        };
        let formula = match Formula::compile_with(text, &base) {
            Ok(formula) => formula,
            Err(error) => {
                self.findings.formula(path, &error);
                return None;
            }
        };
        self.look_up(&formula);
        match type_of(&formula, &self.names, &self.types, self.dictionary) {
            Ok(found) => Some((formula, found)),
            Err(fault) => {
                self.findings.fault(path, text, &fault);
                None
            }
        }
    }

    /// An expression that yields yes or no.
    pub fn test(&mut self, text: &str, path: &str) -> Option<Formula> {
        let (formula, found) = self.expression(text, path)?;
        if matches!(found, Type::Flag(_) | Type::Null) {
            return Some(formula);
        }
        let text: String = text.chars().take(200).collect();
        self.findings
            .error("criteria.not-a-condition", path, &[("formula", &text)]);
        None
    }

    /// An expression that yields a number of a dimension.
    pub fn number(&mut self, text: &str, path: &str, scale: Option<&Scale>) -> Option<Formula> {
        let (formula, found) = self.expression(text, path)?;
        let wanted = measure(scale);
        match found {
            Type::Null => return Some(formula),
            Type::Number(own) if own.score => {
                self.findings
                    .error("criteria.circular", path, &[("names", &SCORE)]);
            }
            Type::Number(own) => {
                let bare = own
                    .bare
                    .is_some_and(|number| number == 0.0 || wanted.unit.is_none());
                if bare || own.dimension == wanted.dimension {
                    return Some(formula);
                }
                self.misfit(path, &own.dimension, &wanted.dimension, scale);
            }
            _ => {
                let text: String = text.chars().take(200).collect();
                self.findings
                    .error("criteria.not-a-number", path, &[("formula", &text)]);
            }
        }
        None
    }

    /// Tells that a value measures something else than its unit.
    fn misfit(&mut self, path: &str, own: &Dimension, wanted: &Dimension, scale: Option<&Scale>) {
        let unit = scale.map(|scale| scale.unit.clone()).unwrap_or_default();
        let args: [(&str, &dyn ToString); 3] =
            [("found", own), ("wanted", wanted), ("unit", &unit)];
        self.findings.error("criteria.unit-misfit", path, &args);
    }

    /// Takes the fields of an expression from the dictionary, and notes the thresholds.
    fn look_up(&mut self, formula: &Formula) {
        for need in formula.needs() {
            match self.names.meaning(&need.field) {
                Meaning::Threshold(_) => {
                    self.used.insert(need.field.clone());
                }
                Meaning::Nothing => self.field(need),
                _ => {}
            }
        }
    }

    fn field(&mut self, need: &Need) {
        let Some(kind) = self.dictionary.field(&need.field) else {
            return;
        };
        let unit = match &kind {
            FieldKind::Number { unit } => unit.as_deref(),
            _ => None,
        };
        let scale = unit.and_then(|unit| Scale::of(unit, self.dictionary));
        let better = self.dictionary.better(&need.field);
        let field = FieldInfo {
            kind,
            scale,
            better,
        };
        self.names.fields.insert(need.field.clone(), field);
    }

    fn derived(&mut self) {
        let spec = self.spec;
        if spec.derived.len() > MAX_DERIVED {
            self.findings
                .error("criteria.too-large", "derived", &[("limit", &MAX_DERIVED)]);
            return;
        }
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for (place, derived) in spec.derived.iter().enumerate() {
            let path = format!("derived.{place}");
            self.findings.text(&format!("{path}.label"), &derived.label);
            self.own_name(&derived.id, &format!("{path}.id"));
            let again = places.insert(&derived.id, place).is_some()
                || spec.thresholds.contains_key(&derived.id);
            if again {
                let name: &dyn ToString = &derived.id;
                self.findings
                    .error("criteria.ambiguous-name", &path, &[("name", name)]);
            }
        }
        let order = self.order(&places);
        for (place, derived) in spec.derived.iter().enumerate() {
            let path = format!("derived.{place}");
            let usable = order.get(place).copied().unwrap_or(false);
            let found = usable
                .then(|| self.expression(&derived.formula, &format!("{path}.formula")))
                .flatten();
            self.add_derived(derived, &path, found);
        }
    }

    /// Which derived values read only those before them; what reads itself in the end is
    /// told as a circle.
    fn order(&mut self, places: &BTreeMap<&str, usize>) -> Vec<bool> {
        let spec = self.spec;
        let reads = |derived: &DerivedSpec| -> Vec<usize> {
            let base = |unit: &str, x: f64| Scale::of(unit, self.dictionary).map(|_| x);
            let formula = Formula::compile_with(&derived.formula, &base);
            let needs = formula.map(|formula| formula.needs().to_vec());
            let needs = needs.unwrap_or_default();
            let place = |need: &Need| places.get(need.field.as_str()).copied();
            needs.iter().filter_map(place).collect()
        };
        let graph: Vec<Vec<usize>> = spec.derived.iter().map(reads).collect();
        let mut usable = Vec::new();
        for (place, reads) in graph.iter().enumerate() {
            let later: Vec<usize> = reads.iter().copied().filter(|to| *to >= place).collect();
            usable.push(later.is_empty());
            let Some(to) = later.first() else { continue };
            let path = format!("derived.{place}.formula");
            let (own, other) = (&spec.derived[place].id, &spec.derived[*to].id);
            if reaches(&graph, *to, place) {
                let names = if own == other {
                    own.clone()
                } else {
                    format!("{own}, {other}")
                };
                self.findings
                    .error("criteria.circular", &path, &[("names", &names)]);
            } else {
                let args: [(&str, &dyn ToString); 2] = [("name", own), ("later", other)];
                self.findings.error("criteria.derived-later", &path, &args);
            }
        }
        usable
    }

    fn add_derived(&mut self, spec: &DerivedSpec, path: &str, found: Option<(Formula, Type)>) {
        let unit_path = format!("{path}.unit");
        let scale = spec
            .unit
            .as_ref()
            .and_then(|unit| self.scale(unit, &unit_path));
        let (formula, found) = match found {
            Some(found) => found,
            // A stand-in, so that what uses the name is checked all the same.
            None => match Formula::compile("null") {
                Ok(null) => (null, Type::Null),
                Err(_) => return,
            },
        };
        if let (Some(scale), Type::Number(own)) = (&scale, &found) {
            let wanted = measure(Some(scale)).dimension;
            if own.dimension != wanted && own.bare.is_none() {
                self.misfit(&unit_path, &own.dimension, &wanted, Some(scale));
            }
        }
        let weights = formula
            .needs()
            .iter()
            .map(|need| match self.names.meaning(&need.field) {
                Meaning::Derived(place) => self.names.derived[place].weight,
                _ => 1,
            });
        let own = u32::try_from(formula.parts().len()).unwrap_or(u32::MAX);
        let weight = weights.fold(own, u32::saturating_add);
        let reads_score = formula
            .needs()
            .iter()
            .any(|need| self.names.reads_score(need));
        if reads_score && weight > MAX_SCORED {
            self.findings
                .error("criteria.too-large", path, &[("limit", &MAX_SCORED)]);
        }
        let constant = formula
            .needs()
            .iter()
            .all(|need| self.names.is_constant(need));
        let derived = Derived {
            spec: spec.clone(),
            constant,
            reads_score,
            weight,
            scale,
            formula,
        };
        self.types.push(found);
        self.names.derived.push(derived);
    }

    fn unused(&mut self) {
        for name in self.spec.thresholds.keys() {
            if !self.used.contains(name) {
                let path = format!("thresholds.{name}");
                self.findings
                    .warning("criteria.threshold-unused", &path, &[("name", name)]);
            }
        }
    }

    fn benefit(&mut self) -> Option<Formula> {
        let spec = self.spec;
        let benefit = spec.benefit.as_ref()?;
        self.findings.text("benefit.text", &benefit.text);
        let unit = benefit.unit.as_ref();
        let scale = unit.and_then(|unit| self.scale(unit, "benefit.unit"));
        let bounds = [("cap", &benefit.cap), ("floor", &benefit.floor)];
        for (key, name) in bounds {
            let Some(name) = name else { continue };
            let path = format!("benefit.{key}");
            self.used.insert(name.clone());
            match self.names.thresholds.get(name) {
                None => {
                    self.findings
                        .error("criteria.threshold-unknown", &path, &[("name", name)]);
                }
                Some(threshold) => {
                    let own = measure(Some(&threshold.scale)).dimension;
                    let wanted = measure(scale.as_ref()).dimension;
                    if unit.is_some() && own != wanted {
                        self.misfit(&path, &own, &wanted, scale.as_ref());
                    }
                }
            }
        }
        let bounded = benefit.cap.is_some() || benefit.floor.is_some();
        if unit.is_none() && (bounded || benefit.formula.is_some()) {
            self.findings.error("criteria.benefit-unit", "benefit", &[]);
        }
        let text = benefit.formula.as_ref()?;
        unit?;
        self.number(text, "benefit.formula", scale.as_ref())
    }
}

/// The most derived values of one rule; each may rest on all before it.
const MAX_DERIVED: usize = 100;
/// The heaviest derived value that may read a score.
const MAX_SCORED: u32 = 1000;

/// True when the graph leads from one place to another.
fn reaches(graph: &[Vec<usize>], from: usize, to: usize) -> bool {
    let (mut seen, mut next) = (vec![false; graph.len()], vec![from]);
    while let Some(at) = next.pop() {
        if at == to {
            return true;
        }
        if !std::mem::replace(&mut seen[at], true) {
            next.extend(&graph[at]);
        }
    }
    false
}
