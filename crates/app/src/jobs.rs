//! Long computations beside the pages: started, watched, cancelled. A job that ends well
//! leaves a run in the store; the list of jobs itself lives as long as the program.

use crate::call::{Answer, App, Call};
use crate::contract::{JobList, JobState, JobView, RunAbout};
use crate::error::{AppError, Kind};
use crate::exports::exports;
use crate::pace::{Pace, caught};
use crate::runs::{Request, RunsInput, Sensitivity, Update, keep_run, runs};
use chrono::{DateTime, Utc};
use julin_model::{Diagnostic, Run};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Jobs at work at the same time; more are refused.
const MOST_AT_WORK: usize = 4;
/// Ended jobs remembered.
const MOST_REMEMBERED: usize = 200;
/// Kept results listed beside the jobs.
const MOST_RUNS: usize = 50;

/// All jobs of this program.
#[derive(Default)]
pub struct Jobs {
    next: AtomicU64,
    jobs: Mutex<BTreeMap<u64, Arc<Job>>>,
}

struct Job {
    id: u64,
    kind: &'static str,
    about: Option<RunAbout>,
    actor: String,
    started: DateTime<Utc>,
    pace: Pace,
    so_far: Mutex<Vec<Sensitivity>>,
    end: Mutex<Option<End>>,
}

#[derive(Clone)]
enum End {
    Done(String),
    Failed(Diagnostic),
    Cancelled,
}

impl Job {
    fn new(
        id: u64,
        (kind, about): (&'static str, Option<RunAbout>),
        actor: &str,
        started: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            kind,
            about,
            actor: actor.to_owned(),
            started,
            pace: Pace::default(),
            so_far: Mutex::default(),
            end: Mutex::new(None),
        }
    }

    fn end(&self) -> Option<End> {
        locked(&self.end).clone()
    }

    fn view(&self) -> JobView {
        let (state, run, error) = match self.end() {
            None => (JobState::Running, None, None),
            Some(End::Done(run)) => (JobState::Done, Some(run), None),
            Some(End::Failed(error)) => (JobState::Failed, None, Some(error)),
            Some(End::Cancelled) => (JobState::Cancelled, None, None),
        };
        let (done, total) = self.pace.progress();
        JobView {
            id: self.id,
            kind: self.kind.to_owned(),
            about: self.about.clone(),
            state,
            done,
            total,
            actor: self.actor.clone(),
            started: self.started,
            stopping: state == JobState::Running && self.pace.is_stopped(),
            so_far: locked(&self.so_far).clone(),
            run,
            error,
        }
    }

    /// Takes over estimates when there are new ones.
    fn learn(&self, so_far: &[Sensitivity]) {
        let steps = |all: &[Sensitivity]| all.first().map(|one| one.steps.len());
        let mut known = locked(&self.so_far);
        if steps(so_far) != steps(&known) {
            *known = so_far.to_vec();
        }
    }

    fn work(&self, app: &App, call: &Call, request: &Request) {
        let progress = |update: Update<'_>| {
            self.pace.tell(update.done, update.total);
            self.learn(update.so_far);
            !self.pace.is_stopped()
        };
        self.finish(
            || request.perform(Some(app), &progress),
            |run| keep_run(app, call, run),
        );
    }

    /// Computes, keeps and notes the end. What was done until a cancel is no result of what
    /// was asked and is not kept; once a run is being kept, a cancel comes too late.
    fn finish(&self, perform: impl FnOnce() -> Answer<Run>, keep: impl FnOnce(&Run) -> Answer<()>) {
        let end = caught(|| match perform() {
            _ if self.pace.is_stopped() => Ok(End::Cancelled),
            Ok(run) => keep(&run).map(|()| End::Done(run.head.id)),
            Err(error) => Err(error),
        });
        let end = end.unwrap_or_else(|error| End::Failed(error.diagnostic().clone()));
        *locked(&self.end) = Some(end);
    }
}

impl Jobs {
    fn find(&self, id: u64) -> Answer<Arc<Job>> {
        let jobs = locked(&self.jobs);
        let job = jobs.get(&id).cloned();
        job.ok_or_else(|| AppError::not_found("job", &id.to_string()))
    }

    fn add(&self, app: &App, call: &Call, request: &Request) -> Answer<Arc<Job>> {
        let mut jobs = locked(&self.jobs);
        let at_work = jobs.values().filter(|job| job.end().is_none()).count();
        if at_work >= MOST_AT_WORK {
            let busy = Diagnostic::error("app.jobs-busy").with("count", at_work);
            return Err(AppError::new(Kind::Conflict, busy));
        }
        while jobs.len() >= MOST_REMEMBERED {
            let oldest = jobs
                .values()
                .find(|job| job.end().is_some())
                .map(|job| job.id);
            let Some(oldest) = oldest else { break };
            jobs.remove(&oldest);
        }
        let what = (request.kind(), request.of_store(app));
        let id = self.next.fetch_add(1, Ordering::Relaxed) + 1;
        let job = Arc::new(Job::new(id, what, &call.actor, app.clock.now()));
        jobs.insert(job.id, job.clone());
        Ok(job)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts a computation beside the pages.
pub fn start_job(app: &App, call: &Call, request: Request) -> Answer<JobView> {
    let job = app.jobs.add(app, call, &request)?;
    let (own_app, own_call, own_job) = (app.clone(), call.clone(), job.clone());
    let thread = std::thread::Builder::new().name(format!("job {}", job.id));
    let started = thread.spawn(move || own_job.work(&own_app, &own_call, &request));
    started.map_err(AppError::internal)?;
    Ok(job.view())
}

/// How a job stands.
pub fn job(app: &App, _call: &Call, id: u64) -> Answer<JobView> {
    Ok(app.jobs.find(id)?.view())
}

/// All jobs, the last started first, the lists the caller asked for as files, and the results
/// kept last.
pub fn jobs(app: &App, call: &Call) -> Answer<JobList> {
    let runs = runs(app, call, &RunsInput { limit: MOST_RUNS })?;
    let exports = exports(app, call)?;
    let jobs = locked(&app.jobs.jobs);
    let jobs = jobs.values().rev().map(|job| job.view()).collect();
    Ok(JobList {
        jobs,
        exports,
        runs,
    })
}

/// Asks a job to stop; it does so at its next step.
pub fn cancel_job(app: &App, _call: &Call, id: u64) -> Answer<JobView> {
    let job = app.jobs.find(id)?;
    job.pace.stop();
    Ok(job.view())
}

#[cfg(test)]
mod tests {
    use super::*;
    use julin_model::RunHead;

    fn job() -> Job {
        Job::new(1, ("measure.scores", None), "local", DateTime::UNIX_EPOCH)
    }

    fn run() -> Run {
        Run {
            head: RunHead {
                id: "9f".to_owned(),
                kind: "measure.scores".to_owned(),
                parameters: "{}".to_owned(),
                pack_digest: String::new(),
                input_digest: String::new(),
                output_digest: String::new(),
                seed: None,
                computed_at: DateTime::UNIX_EPOCH,
            },
            result: "{}".to_owned(),
        }
    }

    fn cancel(job: &Job) {
        job.pace.stop();
    }

    #[test]
    fn a_cancel_while_the_run_is_being_kept_comes_too_late() {
        let job = job();
        job.finish(
            || Ok(run()),
            |_| {
                cancel(&job);
                Ok(())
            },
        );
        let view = job.view();
        assert_eq!(
            (view.state, view.run.as_deref()),
            (JobState::Done, Some("9f"))
        );
        assert!(!view.stopping);
    }

    #[test]
    fn a_cancel_before_keeps_nothing_whatever_was_computed() {
        for failed in [false, true] {
            let job = job();
            let mut kept = false;
            let perform = || {
                cancel(&job);
                assert!(job.view().stopping);
                match failed {
                    true => Err(AppError::internal("x")),
                    false => Ok(run()),
                }
            };
            job.finish(perform, |_| {
                kept = true;
                Ok(())
            });
            assert_eq!(job.view().state, JobState::Cancelled);
            assert!(!kept);
        }
    }

    #[test]
    fn a_run_that_cannot_be_kept_and_a_panic_are_failures() {
        let (unkept, fallen) = (job(), job());
        unkept.finish(|| Ok(run()), |_| Err(AppError::internal("disk")));
        fallen.finish(|| Ok(run()), |_| std::panic::resume_unwind(Box::new("x")));
        for job in [unkept, fallen] {
            assert_eq!(job.view().state, JobState::Failed);
            assert!(job.view().error.is_some());
        }
    }
}
