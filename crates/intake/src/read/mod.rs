//! Files to rows, whatever the format. The content decides, then the extension.
//!
//! Text formats and Parquet stream from the file; XLSX streams its sheets (shared
//! texts are held); XLS, ODS and YAML are small or refused, with the limit told.

pub mod archive;
pub mod csv;
pub mod json;
pub mod ods_size;
pub mod parquet;
pub mod row;
pub(crate) mod text;
pub mod xlsx;
pub mod yaml;

use crate::error::{IntakeError, Problem};
use row::RawRow;
use serde::{Deserialize, Serialize};
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The bytes of a table: a file, or what somebody uploaded.
#[derive(Debug, Clone)]
pub enum Input {
    /// A file.
    Path(PathBuf),
    /// A file kept under another name than the one it came under.
    Named {
        /// Where it is.
        path: PathBuf,
        /// File name, for the extension and for messages.
        name: String,
    },
    /// Bytes with the name they came under.
    Bytes {
        /// File name, for the extension and for messages.
        name: String,
        /// The bytes.
        bytes: Arc<[u8]>,
    },
}

impl From<&Path> for Input {
    fn from(path: &Path) -> Self {
        Self::Path(path.to_owned())
    }
}

/// Something to read from and jump around in.
pub(crate) trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

impl Input {
    /// Bytes under a name.
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Arc<[u8]>>) -> Self {
        Self::Bytes {
            name: name.into(),
            bytes: bytes.into(),
        }
    }

    /// The file's name without folders.
    pub fn name(&self) -> String {
        match self {
            Self::Path(path) => path
                .file_name()
                .map_or_else(String::new, |n| n.to_string_lossy().into_owned()),
            Self::Named { name, .. } | Self::Bytes { name, .. } => name.clone(),
        }
    }

    pub(crate) fn reader(&self) -> Result<Box<dyn ReadSeek>, IntakeError> {
        Ok(match self {
            Self::Path(path) | Self::Named { path, .. } => {
                let file = std::fs::File::open(path);
                Box::new(file.map_err(|e| Problem::Io(e).in_file(&self.name()))?)
            }
            Self::Bytes { bytes, .. } => Box::new(Cursor::new(bytes.clone())),
        })
    }

    pub(crate) fn size(&self) -> Result<u64, IntakeError> {
        let io = |e| Problem::Io(e).in_file(&self.name());
        match self {
            Self::Path(path) | Self::Named { path, .. } => {
                let facts = std::fs::metadata(path).map_err(io)?;
                if facts.is_dir() {
                    return Err(io(std::io::ErrorKind::IsADirectory.into()));
                }
                Ok(facts.len())
            }
            Self::Bytes { bytes, .. } => Ok(bytes.len() as u64),
        }
    }
}

/// What the user says about the file; everything else is found out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenOptions {
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Encoding of a text: `gbk`, `utf-8`, `utf-16le`, `big5`.
    pub encoding: Option<String>,
    /// Separator of a text: `,`, `;`, `\t`, `|`.
    pub separator: Option<String>,
}

/// A format of tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Separated text.
    Csv,
    /// Office Open XML workbook.
    Xlsx,
    /// Excel 97–2003 workbook.
    Xls,
    /// OpenDocument workbook.
    Ods,
    /// Parquet.
    Parquet,
    /// An array of objects.
    Json,
    /// One object per line.
    JsonLines,
    /// A list of maps.
    Yaml,
}

/// What was found out about a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileFacts {
    /// File name without folders.
    pub file: String,
    /// Format.
    pub format: Format,
    /// Size in bytes.
    pub bytes: u64,
    /// Encoding of a text.
    pub encoding: Option<String>,
    /// Separator of a text.
    pub separator: Option<String>,
    /// Sheets of a workbook.
    pub sheets: Vec<String>,
    /// The sheet being read.
    pub sheet: Option<String>,
}

/// Rows one after the other.
pub(crate) trait RowSource: Send {
    /// Reads the next row into `row`; `false` at the end.
    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, IntakeError>;
    /// Bytes of the file read so far.
    fn bytes_read(&self) -> u64;
    /// Names of the columns, for formats that carry them apart from the rows.
    fn column_names(&self) -> Option<&[String]> {
        None
    }
    /// Merged areas near the top, for formats that have them.
    fn merges(&self) -> &[Merge] {
        &[]
    }
}

/// A merged area, rows from 1 and columns from 0, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// First and last row.
    pub rows: (u32, u32),
    /// First and last column.
    pub columns: (usize, usize),
}

/// An opened table.
pub struct Table {
    /// What was found out.
    pub facts: FileFacts,
    source: Box<dyn RowSource>,
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table")
            .field("facts", &self.facts)
            .finish_non_exhaustive()
    }
}

impl Table {
    /// Reads the next row into `row`; `false` at the end.
    pub fn next_row(&mut self, row: &mut RawRow) -> Result<bool, IntakeError> {
        self.source.next_row(row)
    }

    /// Bytes of the file read so far.
    pub fn bytes_read(&self) -> u64 {
        self.source.bytes_read()
    }

    /// Names of the columns, for formats that carry them apart from the rows.
    pub fn column_names(&self) -> Option<&[String]> {
        self.source.column_names()
    }

    /// Merged areas near the top.
    pub fn merges(&self) -> &[Merge] {
        self.source.merges()
    }
}

/// Runs a reader of a library that may panic on hostile files.
pub(crate) fn shielded<T>(read: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(Problem::Truncated("the reader gave up".to_owned())))
}

/// Opens a table of any known format.
pub fn open(input: &Input, options: &OpenOptions) -> Result<Table, IntakeError> {
    let name = input.name();
    let bytes = input.size()?;
    if bytes == 0 {
        return Err(Problem::Empty.in_file(&name));
    }
    let format = detect(input, options.encoding.is_some())?;
    let mut facts = FileFacts {
        file: name.clone(),
        format,
        bytes,
        encoding: None,
        separator: None,
        sheets: vec![],
        sheet: None,
    };
    let source: Box<dyn RowSource> = match format {
        Format::Csv => {
            let text = text_stream(input, options)?;
            let source = csv::CsvSource::new(text, options.separator.as_deref(), &name);
            facts.encoding = Some(source.encoding().to_owned());
            facts.separator = Some(source.separator());
            Box::new(source)
        }
        Format::Xlsx => xlsx::open_xlsx(input, options, &mut facts)?,
        Format::Xls | Format::Ods => xlsx::open_small(input, options, &mut facts)?,
        Format::Parquet => parquet::open(input)?,
        Format::Json | Format::JsonLines => {
            let text = text_stream(input, options)?;
            facts.encoding = Some(text.encoding().to_owned());
            Box::new(json::JsonSource::new(text, &name)?)
        }
        Format::Yaml => yaml::open(input, bytes)?,
    };
    Ok(Table { facts, source })
}

fn text_stream(input: &Input, options: &OpenOptions) -> Result<text::TextStream, IntakeError> {
    let reader = input.reader()?;
    text::TextStream::new(Box::new(reader), options.encoding.as_deref())
        .map_err(|p| p.in_file(&input.name()))
}

/// Bytes looked at to tell a text from something else.
const LOOK: usize = 64 * 1024;

fn detect(input: &Input, encoding_given: bool) -> Result<Format, IntakeError> {
    let name = input.name();
    let fail = |problem: Problem| problem.in_file(&name);
    let mut reader = input.reader()?;
    let mut head = Vec::new();
    reader
        .by_ref()
        .take(LOOK as u64)
        .read_to_end(&mut head)
        .map_err(|e| fail(Problem::Io(e)))?;
    if head.starts_with(b"PK\x03\x04") {
        reader
            .seek(SeekFrom::Start(0))
            .map_err(|e| fail(Problem::Io(e)))?;
        return archive::kind_of_zip(reader).map_err(fail);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Ok(Format::Xls);
    }
    if head.starts_with(b"PAR1") {
        return Ok(Format::Parquet);
    }
    if let Some(looks) = known_binary(&head, encoding_given) {
        return Err(fail(Problem::Binary(looks)));
    }
    let extension = name
        .rsplit_once('.')
        .map_or(String::new(), |(_, e)| e.to_lowercase());
    let first = row::trim(&head).first().copied();
    match extension.as_str() {
        "xls" if first == Some(b'<') => Err(fail(Problem::Binary("HTML"))),
        "xlsx" | "xlsm" | "ods" | "parquet" => Err(fail(Problem::Truncated(
            "its first bytes are not those of the format".to_owned(),
        ))),
        "json" => Ok(if first == Some(b'{') {
            Format::JsonLines
        } else {
            Format::Json
        }),
        "jsonl" | "ndjson" => Ok(Format::JsonLines),
        "yaml" | "yml" => Ok(Format::Yaml),
        "csv" | "tsv" | "txt" | "tab" | "psv" => Ok(Format::Csv),
        _ if head.starts_with(b"[{") || first == Some(b'[') => Ok(Format::Json),
        _ if first == Some(b'{') => Ok(Format::JsonLines),
        _ => Ok(Format::Csv),
    }
}

/// What a file that is no text looks like.
fn known_binary(head: &[u8], encoding_given: bool) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 9] = [
        (b"%PDF", "PDF"),
        (b"\x89PNG", "PNG"),
        (b"\xff\xd8\xff", "JPEG"),
        (b"GIF8", "GIF"),
        (b"\x7fELF", "ELF"),
        (b"MZ", "EXE"),
        (b"\x1f\x8b", "gzip"),
        (b"SQLite format 3\0", "SQLite"),
        (b"Rar!", "RAR"),
    ];
    if let Some((_, name)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        let text = *name == "EXE" && !head.contains(&0);
        return (!text).then_some(name);
    }
    let marked = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    if encoding_given || marked || text::utf16_by_zeros(head).is_some() {
        return None;
    }
    let control = head
        .iter()
        .filter(|b| **b < 32 && !b"\t\n\r\x0c".contains(b))
        .count();
    // A stray NUL is a damaged cell; one byte in fifty is no text.
    (control * 50 > head.len()).then_some("data")
}
