//! Rows of Arrow tables as JSON objects, one a line.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use arrow_cast::display::array_value_to_string;
use arrow_schema::{ArrowError, DataType};

use super::held::words;

/// Appends a line a row; missing values are null.
pub(crate) fn write(batch: &RecordBatch, out: &mut Vec<u8>) -> Result<(), ArrowError> {
    let schema = batch.schema();
    for row in 0..batch.num_rows() {
        let columns = schema.fields().iter().zip(batch.columns());
        object(columns.map(|(f, c)| (f.name().as_str(), c.as_ref())), row, out)?;
        out.push(b'\n');
    }
    Ok(())
}

fn object<'a>(
    fields: impl Iterator<Item = (&'a str, &'a dyn Array)>,
    row: usize,
    out: &mut Vec<u8>,
) -> Result<(), ArrowError> {
    for (i, (name, array)) in fields.enumerate() {
        out.push(if i == 0 { b'{' } else { b',' });
        scalar(name, out)?;
        out.push(b':');
        value(array, row, out)?;
    }
    out.push(b'}');
    Ok(())
}

fn scalar(value: impl serde::Serialize, out: &mut Vec<u8>) -> Result<(), ArrowError> {
    serde_json::to_writer(out, &value).map_err(|e| ArrowError::JsonError(e.to_string()))
}

/// Appends a value.
pub(super) fn value(array: &dyn Array, row: usize, out: &mut Vec<u8>) -> Result<(), ArrowError> {
    if array.is_null(row) {
        return scalar((), out);
    }
    match array.data_type() {
        DataType::Utf8 => scalar(array.as_string::<i32>().value(row), out),
        DataType::Int32 => scalar(array.as_primitive::<Int32Type>().value(row), out),
        DataType::Int64 => scalar(array.as_primitive::<Int64Type>().value(row), out),
        DataType::Float64 => scalar(array.as_primitive::<Float64Type>().value(row), out),
        DataType::Boolean => scalar(array.as_boolean().value(row), out),
        DataType::Date32 => scalar(array_value_to_string(array, row)?, out),
        DataType::Dictionary(..) => scalar(words(array, row), out),
        DataType::Struct(fields) => {
            let columns = array.as_struct().columns();
            object(fields.iter().zip(columns).map(|(f, c)| (f.name().as_str(), c.as_ref())), row, out)
        }
        DataType::List(_) => {
            let items = array.as_list::<i32>().value(row);
            out.push(b'[');
            for i in 0..items.len() {
                if i > 0 {
                    out.push(b',');
                }
                value(items.as_ref(), i, out)?;
            }
            out.push(b']');
            Ok(())
        }
        other => Err(ArrowError::NotYetImplemented(format!("{other} as JSON"))),
    }
}
