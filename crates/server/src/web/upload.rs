//! Files that were sent and wait for the decision to import them. Each is a file in a
//! folder of its own, under a token nobody can guess, and goes away after an hour.

use super::failure::Failure;
use axum::extract::multipart::Field;
use axum::http::StatusCode;
use std::collections::HashMap;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tempfile::TempDir;
use tokio::time::Instant;

/// How long a file waits.
const WAITS: Duration = Duration::from_secs(3600);
/// Chunks on their way to the disk.
const AHEAD: usize = 8;
/// Longest file name kept.
const NAME: usize = 200;

/// One waiting file.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Where it is.
    pub path: PathBuf,
    /// Its name as the user knows it.
    pub name: String,
    since: Instant,
}

/// All waiting files.
#[derive(Debug, Clone)]
pub struct Uploads {
    folder: Arc<TempDir>,
    waiting: Arc<Mutex<HashMap<String, Upload>>>,
}

impl Uploads {
    /// An empty folder.
    pub fn new() -> std::io::Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("julin-uploads-")
            .tempdir()?;
        Ok(Self {
            folder: Arc::new(folder),
            waiting: Arc::default(),
        })
    }

    /// Writes the field to disk as it arrives and gives its token.
    pub async fn take(&self, field: Field<'_>) -> Result<String, Failure> {
        self.forget_old();
        let name = file_name(field.file_name().unwrap_or_default());
        if name.is_empty() {
            return Err(Failure::new(StatusCode::BAD_REQUEST, "server.no-file"));
        }
        let token = uuid::Uuid::new_v4().to_string();
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let ending: String = ending
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(8)
            .collect();
        let path = self.folder.path().join(format!("{token}.{ending}"));
        if let Err(failure) = write(field, path.clone()).await {
            drop(std::fs::remove_file(&path));
            return Err(failure);
        }
        self.lock().insert(
            token.clone(),
            Upload {
                path,
                name,
                since: Instant::now(),
            },
        );
        Ok(token)
    }

    /// The file of a token.
    pub fn find(&self, token: &str) -> Result<Upload, Failure> {
        self.forget_old();
        let found = self.lock().get(token).cloned();
        found.ok_or_else(|| Failure::new(StatusCode::NOT_FOUND, "server.upload-gone"))
    }

    /// Removes the file of a token.
    pub fn forget(&self, token: &str) {
        if let Some(upload) = self.lock().remove(token) {
            drop(std::fs::remove_file(upload.path));
        }
    }

    fn forget_old(&self) {
        let old: Vec<_> = self
            .lock()
            .iter()
            .filter(|(_, u)| u.since.elapsed() > WAITS)
            .map(|(t, _)| t.clone())
            .collect();
        old.iter().for_each(|token| self.forget(token));
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Upload>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The last part of the name the browser gave, without control characters.
fn file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    crate::view::calm(last)
        .chars()
        .take(NAME)
        .collect::<String>()
        .trim()
        .to_owned()
}

async fn write(mut field: Field<'_>, path: PathBuf) -> Result<(), Failure> {
    let (chunks, mut received) = tokio::sync::mpsc::channel::<axum::body::Bytes>(AHEAD);
    let writer = tokio::task::spawn_blocking(move || -> std::io::Result<()> {
        let mut file = std::fs::File::create_new(path)?;
        while let Some(chunk) = received.blocking_recv() {
            file.write_all(&chunk)?;
        }
        file.flush()
    });
    let disk = |_| Failure::new(StatusCode::INSUFFICIENT_STORAGE, "server.upload-not-kept");
    while let Some(chunk) = field
        .chunk()
        .await
        .map_err(|error| broken(error.status()))?
    {
        if chunks.send(chunk).await.is_err() {
            break;
        }
    }
    drop(chunks);
    writer.await.map_err(|_| Failure::stopped())?.map_err(disk)
}

/// The failure behind a multipart status.
pub fn broken(status: StatusCode) -> Failure {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::new(status, "server.upload-too-large"),
        _ => Failure::bad_request(),
    }
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_file_name_cannot_lead_elsewhere() {
        assert_eq!(file_name("../../etc/passwd"), "passwd");
        assert_eq!(file_name("C:\\x\\年报.xlsx"), "年报.xlsx");
        assert_eq!(file_name("a\u{202e}b\n.csv"), "ab.csv");
        assert_eq!(file_name("/"), "");
    }
}
