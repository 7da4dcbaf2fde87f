//! The versions of workflows: what cases run on, whatever becomes of the packs.

use super::office::Office;
use crate::call::{Answer, App};
use crate::error::{AppError, Kind};
use julin_follow::{Workflow, WorkflowSpec};
use julin_model::{Diagnostic, Digest};
use julin_store::Tx;
use julin_store::follow::KeptVersion;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Workflows made ready, by digest.
#[derive(Debug, Default)]
pub struct Versions(Mutex<HashMap<String, Arc<Version>>>);

/// A version of a workflow, ready.
#[derive(Debug)]
pub(crate) struct Version {
    pub digest: String,
    pub workflow: Workflow,
    pub office: Office,
}

impl App {
    /// The version of a workflow that is in the packs now, kept in the store.
    pub(super) fn newest_version(&self, tx: &mut Tx, id: &str) -> Answer<Arc<Version>> {
        let loaded = self.packs.workflow(id);
        let loaded = loaded.ok_or_else(|| AppError::not_found("workflow", id))?;
        let text = serde_json::to_string(&loaded.spec).map_err(AppError::internal)?;
        let digest = Digest::of_bytes(text.as_bytes());
        if let Some(known) = self.known_version(&digest)
            && tx.workflow_version(&digest)?.is_some()
        {
            return Ok(known);
        }
        if Workflow::compile(id, &loaded.spec).workflow.is_none() {
            return Err(AppError::invalid(unusable(id)));
        }
        let kept = KeptVersion {
            digest,
            workflow: id.to_owned(),
            version: loaded.spec.version,
            spec: text,
        };
        tx.keep_workflow(&kept, self.clock.now())?;
        self.made_ready(&kept)
    }

    /// The version of a digest.
    pub(super) fn version(&self, tx: &mut Tx, digest: &str) -> Answer<Arc<Version>> {
        if let Some(known) = self.known_version(digest) {
            return Ok(known);
        }
        let kept = tx.workflow_version(digest)?;
        let kept = kept.ok_or_else(|| AppError::not_found("workflow-version", digest))?;
        self.made_ready(&kept)
    }

    fn known_version(&self, digest: &str) -> Option<Arc<Version>> {
        let known = self.versions.0.lock();
        known
            .unwrap_or_else(PoisonError::into_inner)
            .get(digest)
            .cloned()
    }

    fn made_ready(&self, kept: &KeptVersion) -> Answer<Arc<Version>> {
        let broken = |_| AppError::new(Kind::Internal, unusable(&kept.workflow));
        let spec: WorkflowSpec = serde_json::from_str(&kept.spec).map_err(broken)?;
        let workflow = Workflow::kept(&kept.workflow, &spec);
        let workflow = workflow.ok_or_else(|| AppError::invalid(unusable(&kept.workflow)))?;
        let version = Arc::new(Version {
            digest: kept.digest.clone(),
            office: Office::of(self, &kept.workflow, &spec),
            workflow,
        });
        let known = self.versions.0.lock();
        let mut known = known.unwrap_or_else(PoisonError::into_inner);
        known.insert(kept.digest.clone(), version.clone());
        Ok(version)
    }
}

fn unusable(id: &str) -> Diagnostic {
    Diagnostic::error("app.workflow-unusable").with("id", id)
}
