//! Long computations beside the pages: started, watched, cancelled. A job that ends well
//! leaves a run in the store; the list of jobs itself lives as long as the program.

use crate::call::{Answer, App, Call};
use crate::contract::{JobList, JobState, JobView};
use crate::error::{AppError, Kind};
use crate::runs::{Request, keep_run};
use chrono::{DateTime, Utc};
use julin_model::Diagnostic;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Jobs at work at the same time; more are refused.
const MOST_AT_WORK: usize = 4;
/// Ended jobs remembered.
const MOST_REMEMBERED: usize = 200;

/// All jobs of this program.
#[derive(Default)]
pub struct Jobs {
    next: AtomicU64,
    jobs: Mutex<BTreeMap<u64, Arc<Job>>>,
}

struct Job {
    id: u64,
    kind: &'static str,
    actor: String,
    started: DateTime<Utc>,
    done: AtomicU64,
    total: AtomicU64,
    cancel: AtomicBool,
    end: Mutex<Option<End>>,
}

#[derive(Clone)]
enum End {
    Done(String),
    Failed(Diagnostic),
    Cancelled,
}

impl Job {
    fn end(&self) -> Option<End> {
        self.end
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn view(&self) -> JobView {
        let (state, run, error) = match self.end() {
            None => (JobState::Running, None, None),
            Some(End::Done(run)) => (JobState::Done, Some(run), None),
            Some(End::Failed(error)) => (JobState::Failed, None, Some(error)),
            Some(End::Cancelled) => (JobState::Cancelled, None, None),
        };
        JobView {
            id: self.id,
            kind: self.kind.to_owned(),
            state,
            done: self.done.load(Ordering::Relaxed),
            total: self.total.load(Ordering::Relaxed),
            actor: self.actor.clone(),
            started: self.started,
            run,
            error,
        }
    }

    fn work(&self, app: &App, call: &Call, request: &Request) {
        let progress = |done: u64, total: u64| {
            self.done.store(done, Ordering::Relaxed);
            self.total.store(total, Ordering::Relaxed);
            !self.cancel.load(Ordering::Relaxed)
        };
        let work = AssertUnwindSafe(|| {
            let run = request.perform(Some(app), &progress)?;
            // What was done until a cancel is no result of what was asked.
            if !self.cancel.load(Ordering::Relaxed) {
                keep_run(app, call, &run)?;
            }
            Ok::<_, AppError>(run)
        });
        let end = match catch_unwind(work) {
            _ if self.cancel.load(Ordering::Relaxed) => End::Cancelled,
            Ok(Ok(run)) => End::Done(run.id),
            Ok(Err(error)) => End::Failed(error.diagnostic().clone()),
            Err(_) => End::Failed(AppError::internal("panic").diagnostic().clone()),
        };
        *self.end.lock().unwrap_or_else(PoisonError::into_inner) = Some(end);
    }
}

impl Jobs {
    fn find(&self, id: u64) -> Answer<Arc<Job>> {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let job = jobs.get(&id).cloned();
        job.ok_or_else(|| AppError::not_found("job", &id.to_string()))
    }

    fn add(&self, app: &App, call: &Call, kind: &'static str) -> Answer<Arc<Job>> {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
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
        let job = Arc::new(Job {
            id: self.next.fetch_add(1, Ordering::Relaxed) + 1,
            kind,
            actor: call.actor.clone(),
            started: app.clock.now(),
            done: AtomicU64::new(0),
            total: AtomicU64::new(0),
            cancel: AtomicBool::new(false),
            end: Mutex::new(None),
        });
        jobs.insert(job.id, job.clone());
        Ok(job)
    }
}

/// Starts a computation beside the pages.
pub fn start_job(app: &App, call: &Call, request: Request) -> Answer<JobView> {
    let job = app.jobs.add(app, call, request.kind())?;
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

/// All jobs, the last started first.
pub fn jobs(app: &App, _call: &Call) -> Answer<JobList> {
    let jobs = app.jobs.jobs.lock().unwrap_or_else(PoisonError::into_inner);
    let jobs = jobs.values().rev().map(|job| job.view()).collect();
    Ok(JobList { jobs })
}

/// Asks a job to stop; it does so at its next step.
pub fn cancel_job(app: &App, _call: &Call, id: u64) -> Answer<JobView> {
    let job = app.jobs.find(id)?;
    job.cancel.store(true, Ordering::Relaxed);
    Ok(job.view())
}
