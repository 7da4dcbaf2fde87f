//! `cargo xtask test`: everything a newcomer or CI needs, step by step.
//!
//! A failing step does not hide the others: what does not depend on it still runs. The
//! last lines say what passed, and show the end of the first failure.

pub mod postgres;
mod step;
mod steps;
pub mod tools;
mod warehouses;

use anyhow::{Context, Result, bail};
use postgres::{Lasting, Server};
use std::process::ExitCode;
use std::time::Instant;
use step::{Done, Outcome};
use steps::{STEPS, Step};

/// Runs the chosen steps.
pub fn run(args: &[String]) -> Result<ExitCode> {
    let Some(chosen) = choose(args)? else {
        for step in &STEPS {
            let when = if step.extra { " (with --all)" } else { "" };
            println!("{:<10} {}{when}", step.name, step.title);
        }
        return Ok(ExitCode::SUCCESS);
    };
    let start = Instant::now();
    let mut done: Vec<Done> = vec![];
    let mut server = None;
    for (i, step) in chosen.iter().enumerate() {
        println!(
            "\n=== {}/{} {}: {} ===",
            i + 1,
            chosen.len(),
            step.name,
            step.title
        );
        done.push(one(step, &done, &mut server)?);
    }
    drop(server);
    Ok(close(&done, start))
}

/// The steps asked for; `None` when only the list is wanted.
fn choose(args: &[String]) -> Result<Option<Vec<&'static Step>>> {
    let mut args = args.iter().map(String::as_str);
    let (mut only, mut skip, mut all) = (vec![], vec![], false);
    while let Some(arg) = args.next() {
        let names = match arg {
            "--list" => return Ok(None),
            "--all" => {
                all = true;
                continue;
            }
            "--only" => &mut only,
            "--skip" => &mut skip,
            other => bail!("unknown option `{other}`; see `cargo xtask help`"),
        };
        let given = args
            .next()
            .with_context(|| format!("{arg} needs names of steps"))?;
        names.extend(given.split(','));
    }
    let known = |name: &&str| STEPS.iter().any(|s| s.name == *name);
    if let Some(odd) = only.iter().chain(&skip).find(|name| !known(name)) {
        bail!("no step is called `{odd}`; see `cargo xtask test --list`");
    }
    let wanted = |s: &&Step| {
        let asked = match only.is_empty() {
            true => all || !s.extra,
            false => only.contains(&s.name),
        };
        asked && !skip.contains(&s.name)
    };
    Ok(Some(STEPS.iter().filter(wanted).collect()))
}

fn one(step: &Step, done: &[Done], server: &mut Option<Server>) -> Result<Done> {
    let failed = |name: &&&str| {
        done.iter()
            .any(|d| d.name == **name && d.outcome != Outcome::Passed)
    };
    if let Some(needed) = step.needs.iter().find(failed) {
        println!("not run, because `{needed}` failed");
        let mut skipped = step::run(step.name, |_| Ok(()))?;
        skipped.outcome = Outcome::NotRun(needed);
        return Ok(skipped);
    }
    step::run(step.name, |log| {
        let url = match (step.database, std::env::var("JULIN_TEST_POSTGRES")) {
            (false, _) => None,
            (true, Ok(url)) => Some(url),
            (true, Err(_)) => {
                if server.is_none() {
                    *server = Some(Server::start(Lasting::No)?);
                }
                server.as_ref().map(|s| s.url.clone())
            }
        };
        (step.run)(log, url.as_deref())
    })
}

/// Sums up; the last line counts the steps.
fn close(done: &[Done], start: Instant) -> ExitCode {
    println!("\n=== Summary ===");
    for step in done {
        let outcome = match &step.outcome {
            Outcome::Passed => "passed".to_owned(),
            Outcome::Failed(_) => "FAILED".to_owned(),
            Outcome::NotRun(needed) => format!("not run ({needed} failed)"),
        };
        println!(
            "{:<10} {:>7.1} s  {outcome}",
            step.name,
            step.time.as_secs_f64()
        );
        for line in step::summaries(step) {
            println!("             {line}");
        }
    }
    let failed = |d: &&Done| matches!(d.outcome, Outcome::Failed(_));
    if let Some(first) = done.iter().find(failed) {
        println!(
            "\n--- {}: the end of {} ---",
            first.name,
            first.log.display()
        );
        println!("{}", step::tail(first, 60));
    }
    let count = |f: fn(&Outcome) -> bool| done.iter().filter(|d| f(&d.outcome)).count();
    let passed = count(|o| *o == Outcome::Passed);
    let failed = count(|o| matches!(o, Outcome::Failed(_)));
    let not_run = done.len() - passed - failed;
    let rest = if not_run > 0 {
        format!(", {not_run} not run")
    } else {
        String::new()
    };
    println!("\n{:.0} s in all", start.elapsed().as_secs_f64());
    println!("{passed} passed, {failed} failed{rest}");
    ExitCode::from(u8::from(failed + not_run > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(args: &[&str]) -> Result<Option<Vec<&'static str>>> {
        let args: Vec<String> = args.iter().map(|a| (*a).to_owned()).collect();
        Ok(choose(&args)?.map(|steps| steps.iter().map(|s| s.name).collect()))
    }

    #[test]
    fn steps_are_chosen_by_name() {
        let usual = names(&[]).unwrap().unwrap();
        assert_eq!(usual.len(), STEPS.iter().filter(|s| !s.extra).count());
        assert!(!usual.contains(&"warehouses"));
        let all = names(&["--all"]).unwrap().unwrap();
        assert_eq!(all.len(), STEPS.len());
        assert_eq!(names(&["--only", "warehouses"]).unwrap().unwrap().len(), 1);
        assert_eq!(
            names(&["--only", "tidy,format"]).unwrap().unwrap(),
            ["format", "tidy"]
        );
        assert!(
            !names(&["--skip", "tidy"])
                .unwrap()
                .unwrap()
                .contains(&"tidy")
        );
        assert_eq!(names(&["--list"]).unwrap(), None);
        assert!(names(&["--only", "nosuch"]).is_err());
        assert!(names(&["--fast"]).is_err());
    }

    #[test]
    fn a_step_needs_only_steps_before_it() {
        for (i, step) in STEPS.iter().enumerate() {
            for needed in step.needs {
                assert!(
                    STEPS[..i].iter().any(|s| s.name == *needed),
                    "{}: {needed}",
                    step.name
                );
            }
        }
    }
}
