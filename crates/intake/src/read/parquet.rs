//! Parquet, by record batches.

use super::row::{Cell, RawRow};
use super::{Input, RowSource, shielded};
use crate::error::{IntakeError, Problem};
use arrow::array::{
    Array, ArrayRef, BooleanArray, Date32Array, Float64Array, RecordBatch, StringArray,
};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use arrow::temporal_conversions::date32_to_datetime;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::file::reader::ChunkReader;

/// Rows decoded at a time.
const BATCH: usize = 1024;

struct ParquetSource {
    batches: ParquetRecordBatchReader,
    columns: Vec<Decoded>,
    rows: usize,
    next: usize,
    element: u32,
    total_rows: u64,
    size: u64,
    names: Vec<String>,
    file: String,
}

enum Decoded {
    Text(StringArray),
    Number(Float64Array),
    Flag(BooleanArray),
    Date(Date32Array),
}

/// Opens a Parquet file.
pub(crate) fn open(input: &Input) -> Result<Box<dyn RowSource>, IntakeError> {
    let file = input.name();
    let size = input.size()?;
    let truncated = |problem: Problem| problem.in_file(&input.name());
    let (names, total_rows, batches) = match input {
        Input::Path(path) | Input::Named { path, .. } => {
            let reader = std::fs::File::open(path).map_err(|e| Problem::Io(e).in_file(&file))?;
            shielded(|| start(reader)).map_err(truncated)?
        }
        Input::Bytes { bytes, .. } => {
            shielded(|| start(bytes::Bytes::from_owner(bytes.clone()))).map_err(truncated)?
        }
    };
    Ok(Box::new(ParquetSource {
        batches,
        columns: vec![],
        rows: 0,
        next: 0,
        element: 0,
        total_rows,
        size,
        names,
        file,
    }))
}

type Started = (Vec<String>, u64, ParquetRecordBatchReader);

fn start<R: ChunkReader + 'static>(reader: R) -> Result<Started, Problem> {
    let damaged = |e: parquet::errors::ParquetError| Problem::Truncated(e.to_string());
    let builder = ParquetRecordBatchReaderBuilder::try_new(reader).map_err(damaged)?;
    let names = builder
        .schema()
        .fields()
        .iter()
        .map(|f| f.name().clone())
        .collect();
    let rows = builder.metadata().file_metadata().num_rows().max(0) as u64;
    Ok((
        names,
        rows,
        builder.with_batch_size(BATCH).build().map_err(damaged)?,
    ))
}

impl ParquetSource {
    fn load(&mut self, batch: &RecordBatch) -> Result<(), IntakeError> {
        self.rows = batch.num_rows();
        self.next = 0;
        let decoded = batch.columns().iter().map(decode).collect::<Result<_, _>>();
        self.columns =
            decoded.map_err(|e| Problem::Malformed(e.to_string()).in_file(&self.file))?;
        Ok(())
    }
}

impl RowSource for ParquetSource {
    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, IntakeError> {
        while self.next >= self.rows {
            let batches = &mut self.batches;
            let next = shielded(|| match batches.next().transpose() {
                Ok(batch) => Ok(batch),
                Err(e) => Err(Problem::Truncated(e.to_string())),
            });
            match next.map_err(|p| p.in_file(&self.file))? {
                Some(batch) => self.load(&batch)?,
                None => return Ok(false),
            }
        }
        self.element += 1;
        row.start(self.element);
        for (at, column) in self.columns.iter().enumerate() {
            row.set(at, cell(column, self.next));
        }
        self.next += 1;
        Ok(true)
    }

    fn bytes_read(&self) -> u64 {
        let share = u128::from(self.size) * u128::from(self.element);
        (share / u128::from(self.total_rows.max(1))) as u64
    }

    fn column_names(&self) -> Option<&[String]> {
        Some(&self.names)
    }
}

fn cell(column: &Decoded, at: usize) -> Cell<'_> {
    match column {
        Decoded::Text(a) if a.is_valid(at) => Cell::Text(a.value(at).as_bytes()),
        Decoded::Number(a) if a.is_valid(at) => Cell::Number(a.value(at)),
        Decoded::Flag(a) if a.is_valid(at) => Cell::Flag(a.value(at)),
        Decoded::Date(a) if a.is_valid(at) => {
            date32_to_datetime(a.value(at)).map_or(Cell::Empty, |d| Cell::Date(d.date()))
        }
        _ => Cell::Empty,
    }
}

/// Every type becomes one of four. Long integers stay text: they may be identifiers.
fn decode(array: &ArrayRef) -> Result<Decoded, arrow::error::ArrowError> {
    let target = match array.data_type() {
        DataType::Boolean => DataType::Boolean,
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) => DataType::Date32,
        DataType::Int64 | DataType::UInt64 if has_long_integers(array)? => DataType::Utf8,
        kind if kind.is_numeric() => DataType::Float64,
        _ => DataType::Utf8,
    };
    let array = cast(array, &target)?;
    let other = || arrow::error::ArrowError::CastError(array.data_type().to_string());
    let any = array.as_any();
    Ok(match target {
        DataType::Boolean => Decoded::Flag(
            any.downcast_ref::<BooleanArray>()
                .ok_or_else(other)?
                .clone(),
        ),
        DataType::Date32 => {
            Decoded::Date(any.downcast_ref::<Date32Array>().ok_or_else(other)?.clone())
        }
        DataType::Float64 => Decoded::Number(
            any.downcast_ref::<Float64Array>()
                .ok_or_else(other)?
                .clone(),
        ),
        _ => Decoded::Text(any.downcast_ref::<StringArray>().ok_or_else(other)?.clone()),
    })
}

fn has_long_integers(array: &ArrayRef) -> Result<bool, arrow::error::ArrowError> {
    let floats = cast(array, &DataType::Float64)?;
    let floats = floats.as_any().downcast_ref::<Float64Array>();
    Ok(floats.is_some_and(|f| f.iter().flatten().any(|n| n.abs() >= 9e15)))
}
