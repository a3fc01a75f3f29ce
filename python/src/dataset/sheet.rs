//! Tables as CSV for spreadsheets: no cell is taken for a formula, and Excel knows that it is UTF-8.

use std::borrow::Cow;
use std::io::{self, Write};

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{ArrowError, DataType, Schema};
use csv::Writer;

use super::json;

/// What Excel needs at the start, to read the rest as UTF-8.
pub(super) const BOM: &[u8] = b"\xef\xbb\xbf";

/// Characters that make a spreadsheet calculate what follows, or go to another cell (OWASP, "CSV injection"); the wide
/// ones are read as the narrow ones in some languages.
const STEERING: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Writes the names of the columns.
pub(super) fn head(schema: &Schema, out: impl Write) -> io::Result<()> {
    let mut out = Writer::from_writer(out);
    out.write_record(schema.fields().iter().map(|field| guarded(field.name()).into_owned()))?;
    out.flush()
}

/// Writes a record a row. Missing values are empty, lists are JSON, and text that a spreadsheet would calculate has an
/// apostrophe before it.
pub(super) fn rows(batch: &RecordBatch, out: impl Write) -> io::Result<()> {
    let mut out = Writer::from_writer(out);
    for row in 0..batch.num_rows() {
        for column in batch.columns() {
            let cell = cell(column.as_ref(), row).map_err(|e| io::Error::other(e.to_string()))?;
            out.write_field(cell.as_bytes())?;
        }
        out.write_record(None::<&[u8]>)?;
    }
    out.flush()
}

fn cell(column: &dyn Array, row: usize) -> Result<Cow<'_, str>, ArrowError> {
    if column.is_null(row) {
        return Ok("".into());
    }
    Ok(match column.data_type() {
        DataType::Utf8 => guarded(column.as_string::<i32>().value(row)),
        DataType::Int32 => column.as_primitive::<Int32Type>().value(row).to_string().into(),
        DataType::Float64 => column.as_primitive::<Float64Type>().value(row).to_string().into(),
        DataType::Boolean => column.as_boolean().value(row).to_string().into(),
        _ => {
            let mut json = Vec::new();
            json::value(column, row, &mut json)?;
            String::from_utf8_lossy(&json).into_owned().into()
        }
    })
}

/// Text that no spreadsheet calculates.
fn guarded(text: &str) -> Cow<'_, str> {
    let first = text.chars().next();
    let word = text.trim_start_matches(' ').chars().next(); // some leave out spaces
    if first.into_iter().chain(word).any(|c| STEERING.contains(&c)) { format!("'{text}").into() } else { text.into() }
}
