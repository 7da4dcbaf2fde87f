//! The tree of conditions, from as written to compiled.
//!
//! Must not know: facts.

use crate::compile::Compiler;
use crate::condition::{Clause, Condition, Join};
use crate::spec::{Basis, ConditionSpec};
use std::collections::BTreeSet;

/// Deepest nesting of conditions.
const MAX_DEPTH: usize = 32;
/// The most clauses of one rule.
const MAX_CLAUSES: usize = 2000;
/// The most nodes of the tree of tests.
const MAX_NODES: usize = 20_000;

/// What the nodes above say.
#[derive(Clone, Copy)]
struct Above<'s> {
    basis: Option<&'s Basis>,
    depth: usize,
    strict: bool,
}

impl Compiler<'_> {
    /// A whole tree. `strict`: every clause must say where it stands.
    pub fn conditions(
        &mut self,
        spec: &ConditionSpec,
        path: &str,
        strict: bool,
    ) -> Option<Condition> {
        let above = Above {
            basis: None,
            depth: 0,
            strict,
        };
        let found = self.condition(spec, path, above)?;
        if found.size() > MAX_NODES {
            self.findings
                .error("criteria.too-large", path, &[("limit", &MAX_NODES)]);
            return None;
        }
        if path == "conditions" {
            self.ids(spec);
        }
        Some(found)
    }

    fn condition(
        &mut self,
        spec: &ConditionSpec,
        path: &str,
        above: Above<'_>,
    ) -> Option<Condition> {
        if above.depth > MAX_DEPTH {
            self.findings
                .error("criteria.too-deep", path, &[("limit", &MAX_DEPTH)]);
            return None;
        }
        let lists = [&spec.all, &spec.any, &spec.none, &spec.one];
        let given = lists.iter().filter(|list| list.is_some()).count()
            + usize::from(spec.at_least.is_some())
            + usize::from(spec.test.is_some())
            + usize::from(spec.judgement.is_some());
        if given != 1 {
            self.findings
                .error("criteria.one-of", path, &[("count", &given)]);
            return None;
        }
        let below = Above {
            basis: spec.basis.as_ref().or(above.basis),
            depth: above.depth + 1,
            ..above
        };
        let join = if spec.test.is_some() || spec.judgement.is_some() {
            self.clause(spec, path, below)?
        } else {
            self.group(spec, path, below)?
        };
        Some(Condition {
            id: spec.id.clone(),
            text: spec.text.clone(),
            role: spec.role,
            path: path.to_owned(),
            join,
        })
    }

    fn group(&mut self, spec: &ConditionSpec, path: &str, below: Above<'_>) -> Option<Join> {
        if let Some(own) = &spec.at_least {
            let path = format!("{path}.at_least");
            if own.count == 0 || own.count > own.of.len() {
                let args: [(&str, &dyn ToString); 2] =
                    [("count", &own.count), ("of", &own.of.len())];
                self.findings.error("criteria.count", &path, &args);
            }
            let parts = self.parts(&own.of, &format!("{path}.of"), below)?;
            return Some(Join::AtLeast(own.count, parts));
        }
        let (list, key, join): (_, _, fn(Vec<Condition>) -> Join) = match spec {
            ConditionSpec {
                all: Some(list), ..
            } => (list, "all", Join::All),
            ConditionSpec {
                any: Some(list), ..
            } => (list, "any", Join::Any),
            ConditionSpec {
                none: Some(list), ..
            } => (list, "none", Join::None),
            ConditionSpec {
                one: Some(list), ..
            } => (list, "one", Join::One),
            _ => return None,
        };
        let parts = self.parts(list, &format!("{path}.{key}"), below)?;
        Some(join(parts))
    }

    fn parts(
        &mut self,
        list: &[ConditionSpec],
        path: &str,
        below: Above<'_>,
    ) -> Option<Vec<Condition>> {
        if list.is_empty() {
            self.findings.error("criteria.empty-group", path, &[]);
        }
        let parts = list.iter().enumerate().map(|(place, spec)| {
            let path = format!("{path}.{place}");
            self.condition(spec, &path, below)
        });
        // All are compiled, so that all findings are told.
        let parts: Vec<Option<Condition>> = parts.collect();
        parts.into_iter().collect()
    }

    fn clause(&mut self, spec: &ConditionSpec, path: &str, below: Above<'_>) -> Option<Join> {
        let id = spec.id.clone().unwrap_or_default();
        if id.is_empty() {
            self.findings.error("criteria.id-missing", path, &[]);
        }
        self.findings.text(&format!("{path}.text"), &spec.text);
        if below.strict && below.basis.is_none() {
            self.findings
                .error("criteria.basis-missing", path, &[("clause", &id)]);
        }
        if self.clauses.len() >= MAX_CLAUSES {
            self.findings
                .error("criteria.too-large", path, &[("limit", &MAX_CLAUSES)]);
            return None;
        }
        let (text, key) = match (&spec.test, &spec.judgement) {
            (Some(test), _) => (test, "if"),
            (_, Some(flag)) => (flag, "judgement"),
            _ => return None,
        };
        let formula = self.test(text, &format!("{path}.{key}"))?;
        self.clauses.push(Clause {
            id,
            path: path.to_owned(),
            text: spec.text.clone(),
            role: spec.role,
            judgement: spec.judgement.is_some(),
            basis: below.basis.cloned(),
            evidence: spec.evidence.clone(),
            formula,
        });
        Some(Join::Clause(self.clauses.len() - 1))
    }

    /// Tells identifiers that are used twice.
    fn ids(&mut self, spec: &ConditionSpec) {
        let mut seen = BTreeSet::new();
        let mut open = vec![(spec, "conditions".to_owned())];
        while let Some((spec, path)) = open.pop() {
            if let Some(id) = &spec.id
                && !seen.insert(id.as_str())
            {
                self.findings
                    .error("criteria.id-twice", &path, &[("id", id)]);
            }
            let lists = [
                ("all", spec.all.as_ref()),
                ("any", spec.any.as_ref()),
                ("none", spec.none.as_ref()),
                ("one", spec.one.as_ref()),
                ("at_least.of", spec.at_least.as_ref().map(|own| &own.of)),
            ];
            for (key, list) in lists {
                let parts = list.into_iter().flatten().enumerate();
                // In order of the file: the last is looked at first.
                let parts = parts.map(|(place, one)| (one, format!("{path}.{key}.{place}")));
                open.extend(parts.collect::<Vec<_>>().into_iter().rev());
            }
        }
    }
}
