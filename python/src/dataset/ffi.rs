//! Arrow data of other libraries, moved in through the Arrow PyCapsule interface. Nothing of it is believed but that the
//! structures are what their capsules call them: [`super::cells`] checks each column that is read.
//!
//! The interface carries no sizes of buffers, so that a producer vouches for them; `sayso/_tables.py` has pyarrow check
//! its own. This is the one module of the bindings with `unsafe`.

use std::ffi::CStr;
use std::ptr::NonNull;

use arrow_array::ffi::{self, FFI_ArrowArray, FFI_ArrowSchema};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_data::ArrayData;
use arrow_schema::{ArrowError, DataType, Fields};
use pyo3::ffi::c_str;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::errors;

/// Why a capsule whose content was moved out, or never moved in, is refused.
const EMPTY: &str = "the Arrow capsule is empty: it was read before, or released";

/// Levels of nested types; what reads a type calls itself for each.
const DEEPEST: usize = 64;

/// A type of rows, or why it is none.
fn rows(schema: &FFI_ArrowSchema) -> PyResult<DataType> {
    if schema.release().is_none() {
        return Err(errors::input(EMPTY));
    }
    let mut left = vec![(schema, 0)];
    while let Some((schema, depth)) = left.pop() {
        if depth > DEEPEST {
            return Err(errors::input(format!("a column's type is nested more than {DEEPEST} levels deep")));
        }
        left.extend(schema.children().chain(schema.dictionary()).map(|inner| (inner, depth + 1)));
    }
    match DataType::try_from(schema).map_err(failed)? {
        it @ DataType::Struct(_) => Ok(it),
        _ => Err(errors::argument("an Arrow array is no table; give a table with a column of texts")),
    }
}

/// What a capsule of that name points at.
fn pointer<T>(given: &Bound<'_, PyAny>, name: &CStr) -> PyResult<NonNull<T>> {
    let capsule = given.cast::<PyCapsule>().map_err(|e| errors::input(format!("no Arrow capsule: {e}")))?;
    let pointer = capsule.pointer_checked(Some(name));
    pointer.map(NonNull::cast).map_err(|e| errors::input(format!("no Arrow capsule: {e}")))
}

/// What went wrong with Arrow data from outside, as a `sayso.InputError`.
pub(crate) fn failed(error: ArrowError) -> PyErr {
    errors::input(error.to_string().replace(['\n', '\r'], " "))
}

/// A stream of batches from outside.
pub(crate) struct Stream {
    stream: FFI_ArrowArrayStream,
    rows: DataType,
}

impl Stream {
    /// The stream behind an object, if it has one.
    pub(crate) fn of(given: &Bound<'_, PyAny>) -> PyResult<Option<Self>> {
        let Some(method) = given.getattr_opt("__arrow_c_stream__")? else { return Ok(None) };
        let capsule = method.call0()?;
        let pointer = pointer(&capsule, c_str!("arrow_array_stream"))?;
        // SAFETY: a capsule of that name holds such a stream, by the interface; it is moved out, and an empty one left
        #[allow(unsafe_code)]
        let mut stream = unsafe { FFI_ArrowArrayStream::from_raw(pointer.as_ptr()) };
        let (Some(_), Some(get_schema)) = (stream.release(), stream.get_schema()) else {
            return Err(errors::input(EMPTY));
        };
        let mut schema = FFI_ArrowSchema::empty();
        // SAFETY: the stream is not released, and the callback is its own; it fills in the schema, or returns an error
        #[allow(unsafe_code)]
        let code = unsafe { get_schema(&raw mut stream, &raw mut schema) };
        if code != 0 {
            return Err(failed(Self::error(&mut stream, code)));
        }
        Ok(Some(Self { stream, rows: rows(&schema)? }))
    }

    /// Its columns.
    pub(crate) fn fields(&self) -> Fields {
        if let DataType::Struct(fields) = &self.rows { fields.clone() } else { Fields::empty() }
    }

    /// The next batch, nothing of it checked, or None at the end.
    pub(crate) fn next(&mut self) -> Result<Option<ArrayData>, ArrowError> {
        let Some(get_next) = self.stream.get_next() else {
            return Err(ArrowError::CDataInterface(EMPTY.into()));
        };
        let mut array = FFI_ArrowArray::empty();
        // SAFETY: as in `of`
        #[allow(unsafe_code)]
        let code = unsafe { get_next(&raw mut self.stream, &raw mut array) };
        if code != 0 {
            return Err(Self::error(&mut self.stream, code));
        }
        if array.is_released() {
            return Ok(None);
        }
        // SAFETY: the producer vouches for the sizes of its buffers; offsets, indices and text are checked before use
        #[allow(unsafe_code)]
        unsafe { ffi::from_ffi_and_data_type(array, self.rows.clone()) }.map(Some)
    }

    /// What the producer says of its last failure.
    fn error(stream: &mut FFI_ArrowArrayStream, code: i32) -> ArrowError {
        let message = stream.get_last_error().and_then(|get| {
            // SAFETY: the stream's own callback, after a failure; its string is valid until the next call
            #[allow(unsafe_code)]
            let text = unsafe { get(&raw mut *stream).as_ref().map(|text| CStr::from_ptr(text)) };
            text.map(|text| text.to_string_lossy().into_owned())
        });
        ArrowError::CDataInterface(message.unwrap_or_else(|| format!("its source fails with code {code}")))
    }
}

/// A lone batch behind an object, if it is one; nothing of it is checked.
pub(super) fn lone(given: &Bound<'_, PyAny>) -> PyResult<Option<ArrayData>> {
    let Some(method) = given.getattr_opt("__arrow_c_array__")? else { return Ok(None) };
    let pair = method.call0()?;
    let (schema, array) = pair
        .extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()
        .map_err(|e| errors::input(format!("no pair of Arrow capsules: {e}")))?;
    let schema = pointer::<FFI_ArrowSchema>(&schema, c_str!("arrow_schema"))?;
    let array = pointer::<FFI_ArrowArray>(&array, c_str!("arrow_array"))?;
    // SAFETY: capsules of these names hold such structures, by the interface; the pair keeps both alive
    #[allow(unsafe_code)]
    let (schema, array) = unsafe { (schema.as_ref(), FFI_ArrowArray::from_raw(array.as_ptr())) };
    let rows = rows(schema)?;
    if array.is_released() {
        return Err(errors::input(EMPTY));
    }
    // SAFETY: as in `Stream::next`
    #[allow(unsafe_code)]
    let data = unsafe { ffi::from_ffi_and_data_type(array, rows) };
    data.map(Some).map_err(failed)
}
