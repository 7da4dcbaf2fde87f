//! Documents handed in with cases: what is taken, and how they come back.

use super::opened::open;
use crate::call::{Answer, App, Call};
use crate::error::{AppError, Kind};
use julin_follow::case::DocumentName;
use julin_model::{Diagnostic, Digest};
use julin_store::Tx;
use julin_store::follow::{Hold, KeptDocument};
use std::collections::BTreeMap;

/// Bytes a document has at most.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;
/// What is taken: the ending of the name, what the file is, how its bytes begin.
const TAKEN: [(&str, &str, &[u8]); 10] = [
    ("pdf", "application/pdf", b"%PDF"),
    ("png", "image/png", b"\x89PNG"),
    ("jpg", "image/jpeg", b"\xff\xd8\xff"),
    ("jpeg", "image/jpeg", b"\xff\xd8\xff"),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        b"PK",
    ),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        b"PK",
    ),
    (
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        b"PK",
    ),
    ("zip", "application/zip", b"PK"),
    ("txt", "text/plain; charset=utf-8", b""),
    ("csv", "text/csv; charset=utf-8", b""),
];

/// A document as handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Name of the file.
    pub name: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// True for a kind of file that is taken.
pub(super) fn is_taken(media: &str) -> bool {
    TAKEN.iter().any(|(_, own, _)| *own == media)
}

/// Keeps documents; the names they go by in a case.
pub(super) fn keep(tx: &mut Tx, uploads: &[Upload]) -> Answer<Vec<DocumentName>> {
    let mut names = Vec::new();
    let mut documents = BTreeMap::new();
    for upload in uploads {
        let (name, media) = check(upload)?;
        let digest = Digest::of_bytes(&upload.content);
        documents.entry(digest.clone()).or_insert((upload, media));
        names.push(DocumentName { name, digest });
    }
    // Each once and in the order of their digests: two acts that hand in the same ones
    // never wait for one another in a circle.
    for (upload, media) in documents.into_values() {
        tx.keep_document(&KeptDocument {
            media: media.to_owned(),
            content: upload.content.clone(),
        })?;
    }
    Ok(names)
}

/// The name without folders and the kind of a document that is taken.
fn check(upload: &Upload) -> Answer<(String, &'static str)> {
    let name = upload.name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|c| !c.is_control()).take(120).collect();
    let told = |code: &str| Diagnostic::error(code).with("name", &name);
    if upload.content.len() > MOST_BYTES {
        let found = told("app.document-large").with("most", MOST_BYTES / 1024 / 1024);
        let found = found.with("n", upload.content.len().div_ceil(1024 * 1024));
        return Err(AppError::new(Kind::TooLarge, found));
    }
    if upload.content.is_empty() {
        return Err(AppError::invalid(told("app.document-empty")));
    }
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_lowercase());
    let taken = TAKEN.iter().find(|(own, _, begin)| {
        ending.as_deref() == Some(*own) && upload.content.starts_with(begin)
    });
    let Some((_, media, _)) = taken else {
        let endings: Vec<&str> = TAKEN.iter().map(|(ending, _, _)| *ending).collect();
        let found = told("app.document-type").with("taken", endings.join(", "));
        return Err(AppError::invalid(found));
    };
    Ok((name, media))
}

/// A document of a case: its name, what it is, its bytes.
pub fn case_document(
    app: &App,
    _call: &Call,
    (code, digest): (&str, &str),
) -> Answer<(String, KeptDocument)> {
    app.store.read(|tx| {
        let opened = open(app, tx, code, Hold::No)?;
        let named = opened
            .case
            .documents
            .iter()
            .find(|(_, own)| own.digest == digest);
        let missing = || AppError::not_found("document", digest);
        let (_, name) = named.ok_or_else(missing)?;
        let document = tx.document(digest)?.ok_or_else(missing)?;
        Ok((name.name.clone(), document))
    })
}
