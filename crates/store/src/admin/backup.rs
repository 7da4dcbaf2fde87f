//! Backups. A backup is a store of its own in one SQLite file, whichever database it was
//! taken from: it can be restored into either, or opened as it is.

use super::copy::{Copied, empty, fill, refuse_full};
use crate::url::Url;
use crate::{Store, StoreError};
use std::path::{Path, PathBuf};

type Result<T> = std::result::Result<T, StoreError>;

/// Whether a restore may remove what the target holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replace {
    /// Refuse a target that holds anything.
    Refuse,
    /// Remove what it holds, once the backup is proved to be read in whole.
    Everything,
}

/// Writes a backup of the store at `url` to a new file. The file appears under its name
/// only when it is complete.
pub fn backup(url: &str, to: &Path) -> Result<Copied> {
    if to.exists() {
        return Err(StoreError::Exists(to.display().to_string()));
    }
    let partial = beside(to, ".partial");
    remove(&partial)?;
    let copied = super::copy(url, &address(&partial), &mut |_| ());
    let settled = copied.and_then(|copied| settle(&partial).map(|()| copied));
    let named = settled.and_then(|copied| {
        let renamed = std::fs::rename(&partial, to);
        renamed
            .map(|()| copied)
            .map_err(|_| StoreError::NotWritable(to.display().to_string()))
    });
    if named.is_err() {
        remove(&partial)?;
    }
    named
}

/// Brings a backup back into the store at `url`, which is made if it is missing.
pub fn restore(from: &Path, url: &str, replace: Replace) -> Result<Copied> {
    let (from, to) = (Store::open(&address(from))?, Store::open_or_create(url)?);
    from.read(|original| {
        to.write(|target| {
            match replace {
                Replace::Refuse => refuse_full(target, &to.place())?,
                Replace::Everything => empty(target)?,
            }
            fill(original, target, &mut |_| ())
        })
    })
}

/// Makes one file of a database and its log.
fn settle(path: &Path) -> Result<()> {
    let mut conn = Url::File(path.to_path_buf()).connect(false)?;
    conn.batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE")
}

fn remove(path: &Path) -> Result<()> {
    for file in [
        path.to_path_buf(),
        beside(path, "-wal"),
        beside(path, "-shm"),
        beside(path, "-journal"),
    ] {
        if file.exists() {
            std::fs::remove_file(&file)
                .map_err(|_| StoreError::NotWritable(file.display().to_string()))?;
        }
    }
    Ok(())
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn address(path: &Path) -> String {
    format!("sqlite://{}", path.display())
}
