//! What a workbook's archive holds and would unpack to, before anything is unpacked;
//! parts that are held in memory are counted while unpacking, because the sizes an
//! archive declares need not be true.

use super::{Format, ReadSeek, ods_size};
use crate::error::Problem;
use std::io::{BufReader, Read};

/// Most a workbook may unpack to. Sheets stream, so this only stops absurd files.
pub const UNPACKED_LIMIT: u64 = 8 << 30;

/// Most the parts that are held in memory (shared texts, styles) may unpack to.
pub const TEXTS_LIMIT: u64 = 128 << 20;

/// Largest XLS file, and largest unpacked ODS.
pub const SMALL_LIMIT: u64 = 64 << 20;

/// XLSX or ODS? Looks into the archive.
pub(crate) fn kind_of_zip(reader: Box<dyn ReadSeek>) -> Result<Format, Problem> {
    let archive = zip::ZipArchive::new(reader).map_err(|e| Problem::Truncated(e.to_string()))?;
    let has = |name: &str| {
        archive
            .file_names()
            .flatten()
            .any(|found| found.trim_start_matches('/') == name)
    };
    if has("xl/workbook.xml") {
        Ok(Format::Xlsx)
    } else if has("content.xml") {
        Ok(Format::Ods)
    } else {
        Err(Problem::Binary("ZIP"))
    }
}

/// Checks what an archive would unpack to; returns the declared total.
pub(super) fn guard(reader: Box<dyn ReadSeek>, all_held: bool) -> Result<u64, Problem> {
    let damaged = |e: zip::result::ZipError| Problem::Truncated(e.to_string());
    let mut archive = zip::ZipArchive::new(BufReader::new(reader)).map_err(damaged)?;
    let mut declared = 0u64;
    let mut held = 0u64;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(damaged)?;
        declared = declared.saturating_add(entry.size());
        let too_large = |found| Problem::TooLarge {
            what: "unpacked",
            found,
            limit: UNPACKED_LIMIT,
        };
        if declared > UNPACKED_LIMIT {
            return Err(too_large(declared));
        }
        let name = entry
            .name()
            .map_or_else(|_| String::new(), |n| n.into_owned());
        let held_part = if all_held {
            name == "content.xml"
        } else {
            name.ends_with("ml") && !name.starts_with("xl/worksheets/")
        };
        if held_part {
            let limit = if all_held { SMALL_LIMIT } else { TEXTS_LIMIT };
            let room = limit - held.min(limit);
            let size = if all_held {
                count_cells(&mut entry, room)?
            } else {
                count_unpacked(&mut entry, room)?
            };
            held += size;
            if held > limit {
                return Err(Problem::TooLarge {
                    what: "texts",
                    found: held,
                    limit,
                });
            }
        }
    }
    Ok(declared)
}

/// Unpacks the content of an ODS and refuses sheets too large to be laid out.
fn count_cells(entry: &mut impl Read, limit: u64) -> Result<u64, Problem> {
    let mut content = Vec::new();
    let damaged = |e: std::io::Error| Problem::Truncated(e.to_string());
    entry
        .take(limit + 1)
        .read_to_end(&mut content)
        .map_err(damaged)?;
    let found = ods_size::cells(&content);
    let limit = ods_size::CELLS_LIMIT;
    if found > limit {
        return Err(Problem::TooLarge {
            what: "cells",
            found,
            limit,
        });
    }
    Ok(content.len() as u64)
}

/// Unpacks into nothing, up to a little more than `limit`.
fn count_unpacked(entry: &mut impl Read, limit: u64) -> Result<u64, Problem> {
    std::io::copy(&mut entry.take(limit + 1), &mut std::io::sink())
        .map_err(|e| Problem::Truncated(e.to_string()))
}
