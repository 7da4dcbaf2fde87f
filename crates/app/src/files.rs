//! Files written for a person.

use crate::call::Answer;
use crate::error::{AppError, Kind};
use julin_model::Diagnostic;
use std::io::Write;
use std::path::Path;

/// Writes a file beside its place first, so that a full disk leaves no half of it. What
/// is there and is no plain file (a pipe, a device) is written to as it is.
pub fn write_file(path: &Path, bytes: &[u8]) -> Answer<()> {
    write_file_with(path, |file| file.write_all(bytes))
}

/// The same, bit by bit.
pub fn write_file_with(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Answer<()> {
    let fail = |error: std::io::Error| {
        let found = Diagnostic::error("app.file-unwritable")
            .with("file", path.display())
            .with("reason", error.kind());
        AppError::new(Kind::Unavailable, found)
    };
    if path.metadata().is_ok_and(|there| !there.is_file()) {
        let mut file = std::fs::File::create(path).map_err(fail)?;
        return write(&mut file).map_err(fail);
    }
    let folder = path.parent().filter(|path| !path.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As any program makes files; what the person's mask forbids stays forbidden.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder).map_err(fail)?;
    write(&mut file).map_err(fail)?;
    file.persist(path).map_err(|error| fail(error.error))?;
    Ok(())
}
