//! Answers about the foundation: entities, sources, imports, conflicts, search.

use super::{EntityLink, Figure, FindingView, SourceLink, StatementView};
use julin_model::{Diagnostic, FieldId, Locator, Period, SourceKind, Text, TypeId};
use serde::{Deserialize, Serialize};

/// A page of a longer list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Listing<T> {
    /// The rows of this page.
    pub rows: Vec<T>,
    /// How many there are in all.
    pub total: u64,
    /// How many came before this page.
    pub offset: u64,
    /// Most rows on one page.
    pub limit: u64,
}

/// How many of a type there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeCount {
    /// Type.
    #[serde(rename = "type")]
    pub kind: TypeId,
    /// Its name.
    pub label: Text,
    /// How many.
    pub count: u64,
}

/// The first page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// Entities by type.
    pub types: Vec<TypeCount>,
    /// Records in force: rows and passages of sources.
    pub records: u64,
    /// Sources held or cited.
    pub sources: u64,
    /// Fields on which sources disagree.
    pub conflicts: u64,
    /// Doubtful pairs waiting for a person.
    pub reviews: u64,
    /// Headline figures: parks with the most recent reported numbers.
    pub headlines: Vec<Headline>,
    /// Frameworks with how many units each ranks.
    pub frameworks: Vec<super::FrameworkLine>,
    /// Latest writes.
    pub batches: Vec<BatchView>,
    /// The year the figures are shown as of.
    pub as_of: i32,
}

/// A figure with whom it is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Headline {
    /// About whom.
    pub entity: EntityLink,
    /// The figure.
    pub figure: Figure,
    /// Where it was said.
    pub source: SourceLink,
    /// Where in the source.
    pub locator: Locator,
}

/// One name of an entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameView {
    /// `alias`, `short`, `former`, `noisy`, or the scheme of an identifier.
    pub kind: String,
    /// The name.
    pub text: String,
}

/// A relation seen from one end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RelationView {
    /// What kind, read from this end.
    pub label: Text,
    /// Type id.
    #[serde(rename = "type")]
    pub kind: String,
    /// The other end.
    pub other: EntityLink,
    /// This entity is the `from` end.
    pub outgoing: bool,
    /// When.
    pub period: Option<Period>,
    /// Words about the link.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub note: Text,
    /// The source.
    pub source: SourceLink,
    /// Where in it.
    pub locator: Locator,
}

/// An entity with all that is known of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntityView {
    /// Some rule is about entities of its type.
    #[serde(default)]
    pub has_rules: bool,
    /// The entity.
    pub entity: EntityLink,
    /// Label of its type.
    pub type_label: Text,
    /// Further names and identifiers.
    pub names: Vec<NameView>,
    /// What is known, by field.
    pub findings: Vec<FindingView>,
    /// Links to others.
    pub relations: Vec<RelationView>,
    /// Entities merged into this one, with the batch to undo for a split.
    pub merged: Vec<(EntityLink, i64)>,
    /// As of which day.
    pub as_of: String,
}

/// Every statement about one field of one entity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// About whom.
    pub entity: EntityLink,
    /// Field.
    pub field: FieldId,
    /// Its name.
    pub label: Text,
    /// Statements by period, newest first; several in one group stand side by side.
    pub periods: Vec<PeriodGroup>,
}

/// Statements about one period and scope.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PeriodGroup {
    /// The period, if told.
    pub period: Option<Period>,
    /// The scope, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// They disagree.
    pub conflicting: bool,
    /// Preferred first; ended ones last.
    pub statements: Vec<StatementView>,
}

/// One field on which sources disagree, or one told discrepancy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConflictView {
    /// About whom.
    pub entity: EntityLink,
    /// What is known, preferred first.
    pub finding: FindingView,
    /// Why they differ and which to use, where a pack says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ruling: Option<Ruling>,
}

/// What a pack says about a discrepancy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling {
    /// The discrepancy.
    pub discrepancy: EntityLink,
    /// Why they differ.
    pub why: Text,
    /// Which to use.
    pub usage: Text,
}

/// A park on one page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ParkView {
    /// The park with its findings and relations.
    pub park: EntityView,
    /// Its place under each framework.
    pub standings: Vec<super::Standing>,
    /// Profile under the chosen framework, against peers.
    pub profile: Option<super::ProfileChart>,
    /// Best groups or indicators against the peers, best first.
    pub strengths: Vec<super::Comparison>,
    /// Weakest, weakest first.
    pub short_boards: Vec<super::Comparison>,
    /// Agreements it is party to.
    pub agreements: Vec<Dossier>,
    /// Told practices it acted in or helped.
    pub practices: Vec<Dossier>,
    /// Targets of the plans that concern it.
    pub targets: super::Targets,
    /// Parks that can be chosen as peers (those with a score first).
    pub peer_choices: Vec<EntityLink>,
    /// The peers were chosen by similarity, since none was named.
    pub peers_by_similarity: bool,
    /// Short boards and what is suggested.
    pub counsel: super::ParkCounsel,
}

/// A small entity shown inside another's page: an agreement, a practice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dossier {
    /// The entity.
    pub entity: EntityLink,
    /// Its figures and words, preferred ones.
    pub figures: Vec<Figure>,
    /// Others linked to it.
    pub others: Vec<RelationView>,
}

/// A name found by search.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SearchHit {
    /// The entity.
    pub entity: EntityLink,
    /// Label of its type.
    pub type_label: Text,
    /// The name or alias that matched.
    pub matched: String,
}

/// A source in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SourceLine {
    /// The source.
    pub source: SourceLink,
    /// What kind.
    pub kind: SourceKind,
    /// Publisher.
    pub publisher: Text,
    /// SHA-256 of its bytes, when held or expected.
    pub sha256: Option<String>,
    /// Records in force read from it: rows or passages.
    pub records: u64,
}

/// A source with its text and what was read from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SourceView {
    /// The source.
    pub line: SourceLine,
    /// File name.
    pub file: Option<String>,
    /// Address, if public.
    pub url: Option<String>,
    /// Terms of use.
    pub licence: Option<String>,
    /// What a reader should know.
    pub note: Text,
    /// Lines of the text in the chosen layer; empty when the text is not held.
    pub lines: Vec<SourceTextLine>,
    /// Which layer `lines` is.
    pub layer: TextLayer,
    /// Statements read from it, in order of place.
    pub statements: Vec<StatementView>,
    /// For tables: the first rows as read.
    pub sheet_rows: Vec<Vec<String>>,
}

/// Raw as received, or cleaned for reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TextLayer {
    /// Byte for byte as received.
    Raw,
    /// Marks and noise removed.
    #[default]
    Cleaned,
}

/// One line of a text with the passages to highlight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceTextLine {
    /// Line number in the raw file, from 1.
    pub number: u32,
    /// The line.
    pub text: String,
    /// Passages statements rest on: byte ranges of `text`, in order, not overlapping.
    pub marks: Vec<TextMark>,
}

/// A highlighted passage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextMark {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// It is the passage that was asked for.
    pub wanted: bool,
    /// The statement it belongs to.
    pub statement: String,
}

/// One write, as listed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BatchView {
    /// Number.
    pub id: i64,
    /// `import`, `pack`, `sample`, `merge`.
    pub kind: String,
    /// File name or pack.
    pub title: String,
    /// Who.
    pub author: String,
    /// When (RFC 3339).
    pub recorded_at: String,
    /// When undone.
    pub undone_at: Option<String>,
    /// Counts.
    pub counts: ImportCounts,
    /// The source it brought.
    pub source: Option<SourceLink>,
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportCounts {
    /// Rows read.
    pub rows: u64,
    /// Rows taken.
    pub accepted: u64,
    /// Rows refused, each with a reason.
    pub refused: u64,
    /// Totals rows passed over.
    pub totals: u64,
    /// New entities.
    pub entities_added: u64,
    /// New records.
    pub records_added: u64,
    /// Records that replaced an older one.
    pub records_changed: u64,
    /// Rows that said nothing new.
    pub records_same: u64,
    /// Doubtful pairs put up for review.
    pub doubtful: u64,
    /// Cells accepted with a warning.
    pub warnings: u64,
}

/// One refused row or cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowProblem {
    /// Sheet.
    pub sheet: Option<String>,
    /// Row as a spreadsheet shows it; 0 for the file as a whole.
    pub row: u64,
    /// Heading of the column.
    pub column: Option<String>,
    /// The cell as found.
    pub value: Option<String>,
    /// What is wrong.
    pub diagnostic: Diagnostic,
}

/// One import with its refused rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportView {
    /// The write.
    pub batch: BatchView,
    /// Refused rows, first page.
    pub problems: Listing<RowProblem>,
    /// Later writes that rest on this one and must be undone first.
    pub dependents: Vec<BatchView>,
}

/// What an import would do, shown before anything is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PreviewView {
    /// Token under which the uploaded file waits for the decision; empty on the command line.
    pub token: String,
    /// File name.
    pub file: String,
    /// `csv`, `xlsx`, `parquet`, `json`, `yaml`.
    pub format: String,
    /// Encoding of texts.
    pub encoding: Option<String>,
    /// Sheets of a workbook.
    pub sheets: Vec<String>,
    /// The sheet previewed.
    pub sheet: Option<String>,
    /// Row of the headings.
    pub heading_row: u32,
    /// The type of entity the rows are about.
    pub entity_type: TypeId,
    /// The period, when the same for all rows.
    pub period: Option<Period>,
    /// What each column is taken for.
    pub columns: Vec<ColumnProposal>,
    /// First rows as they would be stored.
    pub rows: Vec<PreviewRow>,
    /// What is wrong or worth knowing about the file as a whole.
    pub diagnostics: Vec<Diagnostic>,
    /// The mapping as a pack file (YAML), to keep or edit.
    pub mapping: String,
    /// Digest of the same input already imported as this batch.
    pub already: Option<i64>,
}

/// What a column is taken for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnProposal {
    /// Column number, A = 1.
    pub column: u32,
    /// Heading as found.
    pub heading: String,
    /// `identifier`, `name`, `period`, `field`, `ignored`.
    pub role: String,
    /// Field, if one.
    pub field: Option<FieldId>,
    /// Name of the field.
    pub label: Text,
    /// Unit code of the cells.
    pub unit: Option<String>,
    /// Why: key of a message.
    pub reason: String,
    /// 0 to 1.
    pub confidence: f64,
}

/// One row as it would be stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PreviewRow {
    /// Row in the file.
    pub row: u32,
    /// Cells as they would be stored, in the order of the columns; empty = missing.
    pub cells: Vec<String>,
    /// What is wrong with the row.
    pub problems: Vec<RowProblem>,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportOutcome {
    /// The batch; `None` when the same input had been imported before.
    pub batch: Option<i64>,
    /// The earlier batch of the same input.
    pub already: Option<i64>,
    /// Counts.
    pub counts: ImportCounts,
    /// First refused rows.
    pub problems: Vec<RowProblem>,
    /// About the file as a whole.
    pub diagnostics: Vec<Diagnostic>,
}

/// Two entities that may be one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReviewView {
    /// Number.
    pub id: i64,
    /// The one that came with a batch.
    pub new: EntityLink,
    /// The one known before.
    pub known: EntityLink,
    /// Why they may be one.
    pub reason: Diagnostic,
    /// The batch.
    pub batch: i64,
}
