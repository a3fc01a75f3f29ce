//! Text that rows share (an article's id, a sentence of many quotes) as tables hold it in memory: once, as a dictionary.
//! Who reads a table gets each row's text, a piece of the table at a time.

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, RecordBatch, UInt32Array};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType, SchemaRef};
use arrow_select::take::take;

/// Bytes of shared text in a piece, unless a single row has more.
const PIECE: usize = 8 << 20;

/// The type of a column whose rows share text.
pub(super) fn shared() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

/// The rows of a batch with the types of `schema`, in pieces that are made one after another.
pub(super) fn pieces(batch: RecordBatch, schema: SchemaRef) -> impl Iterator<Item = Result<RecordBatch, ArrowError>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rows = batch.num_rows();
        if at == rows {
            return None;
        }
        let start = std::mem::replace(&mut at, rows);
        if batch.schema_ref().fields() == schema.fields() {
            return Some(Ok(batch.clone()));
        }
        let mut size = 0;
        at = start + 1;
        while at < rows && size < PIECE {
            size += batch.columns().iter().map(|column| spread(column, at - 1)).sum::<usize>();
            at += 1;
        }
        Some(piece(&batch, start..at, &schema))
    })
}

/// Bytes of shared text in a row.
fn spread(array: &ArrayRef, row: usize) -> usize {
    if array.is_null(row) {
        return 0;
    }
    match array.data_type() {
        DataType::Dictionary(..) => words(array, row).map_or(0, str::len),
        DataType::Struct(_) => array.as_struct().columns().iter().map(|column| spread(column, row)).sum(),
        DataType::List(_) => {
            let ends = array.as_list::<i32>().value_offsets();
            let values = array.as_list::<i32>().values();
            (ends[row] as usize..ends[row + 1] as usize).map(|item| spread(values, item)).sum()
        }
        _ => 0,
    }
}

fn piece(batch: &RecordBatch, rows: std::ops::Range<usize>, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
    let column = |(column, field): (&ArrayRef, &arrow_schema::FieldRef)| match column.data_type() {
        own if own == field.data_type() => Ok(column.slice(rows.start, rows.len())),
        DataType::List(_) => {
            // a slice of a list would bring the items of all rows along
            let places: UInt32Array = rows.clone().map(|row| row as u32).collect();
            cast(&take(column, &places, None)?, field.data_type())
        }
        _ => cast(&column.slice(rows.start, rows.len()), field.data_type()),
    };
    let columns = batch.columns().iter().zip(schema.fields()).map(column).collect::<Result<_, _>>()?;
    RecordBatch::try_new(schema.clone(), columns)
}

/// The text of a row, in a column of text, shared or not.
pub(super) fn words(array: &dyn Array, row: usize) -> Option<&str> {
    if array.is_null(row) {
        return None;
    }
    match array.as_dictionary_opt::<Int32Type>() {
        Some(shared) => {
            let (values, place) = (shared.values().as_string::<i32>(), shared.key(row)?);
            values.is_valid(place).then(|| values.value(place))
        }
        None => Some(array.as_string::<i32>().value(row)),
    }
}
