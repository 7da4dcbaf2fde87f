//! Rule: a crate sees only the crates that `layers.yaml` lets it see.

use super::{Finding, tree::Tree};
use crate::shell::{capture, root};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::process::Command;

/// What a crate may see.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layer {
    /// Our own crates.
    pub sees: Vec<String>,
    /// Engines and vocabulary: no input, output, clock or async.
    #[serde(default)]
    pub pure: bool,
}

/// The whole table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layers {
    /// By folder under `crates/`.
    pub crates: BTreeMap<String, Layer>,
    /// Outside crates that only some of ours may use, with who may.
    pub only: BTreeMap<String, Vec<String>>,
    /// Outside crates no pure crate may use.
    pub not_pure: Vec<String>,
}

/// The table as written.
pub fn layers() -> Result<Layers> {
    serde_saphyr::from_str(include_str!("../../layers.yaml")).context("xtask/layers.yaml")
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
}

pub fn check(_: &Tree) -> Vec<Finding> {
    match read() {
        Ok((layers, metadata)) => judge(&layers, &metadata),
        Err(error) => vec![Finding::new(
            "xtask/layers.yaml",
            1,
            "layers",
            format!("{error:#}"),
        )],
    }
}

fn read() -> Result<(Layers, Metadata)> {
    let mut command = Command::new(env!("CARGO"));
    command.args([
        "metadata",
        "--no-deps",
        "--format-version",
        "1",
        "--offline",
    ]);
    let text = capture(command.current_dir(root()))?;
    Ok((layers()?, serde_json::from_str(&text)?))
}

fn judge(layers: &Layers, metadata: &Metadata) -> Vec<Finding> {
    let ours = metadata
        .packages
        .iter()
        .filter(|p| p.manifest_path.contains("/crates/"));
    ours.flat_map(|package| judge_package(layers, package))
        .collect()
}

fn judge_package(layers: &Layers, package: &Package) -> Vec<Finding> {
    let name = package.name.trim_start_matches("julin-");
    let file = format!("crates/{name}/Cargo.toml");
    let finding = |advice: String| Finding::new(&file, 1, "layers", advice);
    let Some(layer) = layers.crates.get(name) else {
        return vec![finding(format!(
            "add `{name}` to xtask/layers.yaml and to ARCHITECTURE.md"
        ))];
    };
    let mut findings = vec![];
    // Tests may use more than what is shipped.
    for dep in package
        .dependencies
        .iter()
        .filter(|d| d.kind.as_deref() != Some("dev"))
    {
        if let Some(other) = dep.name.strip_prefix("julin-") {
            if !layer.sees.iter().any(|s| s == other) {
                findings.push(finding(format!(
                    "`{name}` must not see `{other}`: it may see {:?} (ARCHITECTURE.md, the map)",
                    layer.sees
                )));
            }
        } else if layer.pure && layers.not_pure.contains(&dep.name) {
            findings.push(finding(format!(
                "`{name}` is pure and must not use `{}`",
                dep.name
            )));
        } else if let Some(who) = layers.only.get(&dep.name)
            && !who.iter().any(|w| w == name)
        {
            findings.push(finding(format!("only {who:?} may use `{}`", dep.name)));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(name: &str, dependencies: &[(&str, Option<&str>)]) -> usize {
        let dependencies = dependencies.iter().map(|(name, kind)| Dependency {
            name: (*name).to_owned(),
            kind: kind.map(str::to_owned),
        });
        let package = Package {
            name: format!("julin-{name}"),
            manifest_path: String::new(),
            dependencies: dependencies.collect(),
        };
        judge_package(&layers().unwrap(), &package).len()
    }

    #[test]
    fn a_dependency_against_the_flow_is_found() {
        assert_eq!(judged("measure", &[("julin-model", None)]), 0);
        assert_eq!(judged("measure", &[("julin-store", None)]), 1);
        assert_eq!(judged("server", &[("julin-store", None)]), 1);
        assert_eq!(judged("measure", &[("julin-store", Some("dev"))]), 0);
    }

    #[test]
    fn databases_and_runtimes_stay_where_they_belong() {
        assert_eq!(judged("app", &[("rusqlite", None)]), 1);
        assert_eq!(judged("store", &[("rusqlite", None)]), 0);
        assert_eq!(judged("measure", &[("tokio", None)]), 1);
    }

    #[test]
    fn an_unknown_crate_is_found() {
        assert_eq!(judged("surprise", &[]), 1);
    }

    #[test]
    fn the_table_has_no_circle() {
        let table = layers().unwrap();
        for start in table.crates.keys() {
            let mut todo = table.crates[start].sees.clone();
            let mut steps = 0;
            while let Some(next) = todo.pop() {
                assert_ne!(&next, start, "a circle through {start}");
                steps += 1;
                assert!(steps < 10_000, "a circle reached from {start}");
                todo.extend(
                    table
                        .crates
                        .get(&next)
                        .into_iter()
                        .flat_map(|l| l.sees.clone()),
                );
            }
        }
    }
}
