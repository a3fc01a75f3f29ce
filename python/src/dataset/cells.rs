//! Columns from outside, checked once, when they are read: a cell is text, nothing, or why it cannot be read.

use std::borrow::Cow;
use std::num::TryFromIntError;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, BinaryArray, BinaryViewArray, Int64Array, LargeBinaryArray, RecordBatch, StructArray, make_array,
};
use arrow_buffer::NullBuffer;
use arrow_cast::cast;
use arrow_data::{ArrayData, ArrayDataBuilder};
use arrow_schema::{ArrowError, DataType, Fields};

/// Why a column cannot be read.
pub(super) enum Bad {
    /// It is none of what the field may be.
    Type(String),
    /// It breaks Arrow's own rules.
    Damaged(String),
}

impl From<ArrowError> for Bad {
    fn from(error: ArrowError) -> Self {
        Self::Damaged(error.to_string().replace(['\n', '\r'], " "))
    }
}

impl From<TryFromIntError> for Bad {
    fn from(_: TryFromIntError) -> Self {
        Self::Damaged("an offset is out of range".into())
    }
}

/// Rows of any origin: a struct, of which only the columns that are read are looked at.
pub(crate) struct Batch {
    data: ArrayData,
    nulls: Option<NullBuffer>,
    /// Columns of bytes are text: so files are read.
    bytes: bool,
}

impl Batch {
    /// The rows of a struct array.
    ///
    /// # Errors
    /// It is no struct.
    pub(crate) fn new(data: ArrayData) -> Result<Self, String> {
        match data.data_type() {
            DataType::Struct(_) => Ok(Self { nulls: counted(&data), data, bytes: false }),
            other => Err(format!("its rows have type {other}")),
        }
    }

    /// Number of rows.
    pub(super) fn len(&self) -> usize {
        self.data.len()
    }

    /// True of a row that is null as a whole.
    pub(super) fn is_null(&self, row: usize) -> bool {
        self.nulls.as_ref().is_some_and(|nulls| nulls.is_null(row))
    }

    /// Its columns.
    pub(super) fn fields(&self) -> &Fields {
        static NONE: std::sync::LazyLock<Fields> = std::sync::LazyLock::new(Fields::empty);
        if let DataType::Struct(fields) = self.data.data_type() { fields } else { &NONE }
    }

    /// A column's cells, read by `how`.
    pub(super) fn cells(&self, at: usize, how: fn(ArrayData) -> Result<Cells, Bad>) -> Result<Cells, Bad> {
        let data = self.column(at)?;
        match data.data_type() {
            DataType::Binary if self.bytes => Cells::bytes(data),
            _ => how(data),
        }
    }

    /// A column, nothing of it checked but its length.
    fn column(&self, at: usize) -> Result<ArrayData, Bad> {
        let (offset, rows) = (self.data.offset(), self.data.len());
        match self.data.child_data().get(at) {
            Some(column) if offset.checked_add(rows).is_some_and(|end| end <= column.len()) => {
                Ok(column.slice(offset, rows))
            }
            _ => Err(Bad::Damaged("it has fewer rows than its table".into())),
        }
    }
}

impl From<RecordBatch> for Batch {
    fn from(batch: RecordBatch) -> Self {
        Self { data: StructArray::from(batch).into_data(), nulls: None, bytes: true }
    }
}

/// Which cells are null, counted: the number that comes with an array may be wrong.
fn counted(data: &ArrayData) -> Option<NullBuffer> {
    data.nulls().map(|nulls| NullBuffer::new(nulls.inner().clone()))
}

/// The array of this data, read as `data_type`, checked in full.
fn checked(data: ArrayData, data_type: DataType) -> Result<ArrayRef, Bad> {
    let nulls = counted(&data);
    Ok(make_array(data.into_builder().data_type(data_type).nulls(nulls).align_buffers(true).build()?))
}

/// A checked column of integers as i64; None where one is too large.
fn integers(data: ArrayData, data_type: DataType) -> Result<Int64Array, Bad> {
    let array = checked(data, data_type)?;
    Ok(cast(&array, &DataType::Int64)?.as_primitive::<Int64Type>().clone())
}

/// A checked column. Text is kept as bytes, so that one cell that is no UTF-8 spoils no other.
pub(super) enum Cells {
    Small(BinaryArray),
    Large(LargeBinaryArray),
    View(BinaryViewArray),
    /// Places among values: a dictionary (categories, as pandas calls them).
    Places(Option<NullBuffer>, Int64Array, Box<Cells>),
    /// Where each run ends, the row of the first cell, the runs' values.
    Runs(Int64Array, usize, Box<Cells>),
    /// What was made text cell by cell.
    Each(Vec<Result<Option<String>, String>>),
    Missing,
}

impl Cells {
    /// The column as text, however Arrow stores it.
    pub(super) fn text(data: ArrayData) -> Result<Self, Bad> {
        Ok(match data.data_type().clone() {
            DataType::Utf8 => Self::bytes(data)?,
            DataType::LargeUtf8 => Self::Large(checked(data, DataType::LargeBinary)?.as_binary().clone()),
            DataType::Utf8View => Self::View(checked(data, DataType::BinaryView)?.as_binary_view().clone()),
            DataType::Null => Self::Missing,
            DataType::Dictionary(keys, _) => {
                let (nulls, values) = (counted(&data), child(&data, 0)?);
                let places = ArrayDataBuilder::new((*keys).clone()).len(data.len()).offset(data.offset());
                let places =
                    places.buffers(data.buffers().to_vec()).nulls(nulls.clone()).align_buffers(true).build()?;
                Self::Places(nulls, integers(places, *keys)?, Box::new(Self::text(values)?))
            }
            DataType::RunEndEncoded(ends, _) => {
                let (offset, len) = (data.offset(), data.len());
                let ends = integers(child(&data, 0)?, ends.data_type().clone())?;
                let values = child(&data, 1)?;
                let grows = ends.values().windows(2).all(|pair| pair[0] < pair[1]);
                let last = ends.values().last().map_or(Ok(0), |last| usize::try_from(*last))?;
                let whole = offset.checked_add(len).is_some_and(|end| end <= last);
                if ends.null_count() > 0 || !grows || !(whole || len == 0) || values.len() < ends.len() {
                    return Err(Bad::Damaged("its runs do not end where they should".into()));
                }
                Self::Runs(ends, offset, Box::new(Self::text(values)?))
            }
            other => return Err(Bad::Type(format!("has type {other}"))),
        })
    }

    /// A column of bytes, or of text as bytes.
    fn bytes(data: ArrayData) -> Result<Self, Bad> {
        Ok(Self::Small(checked(data, DataType::Binary)?.as_binary().clone()))
    }

    /// The column as text for people to read, if it has such a form: numbers, dates, times.
    pub(super) fn shown(data: ArrayData) -> Result<Self, Bad> {
        match Self::text(data.clone()) {
            Err(Bad::Type(_)) => {}
            read => return read,
        }
        let own = data.data_type();
        if own.is_integer() || own.is_temporal() { Self::cast(data) } else { Err(Bad::Type(format!("has type {own}"))) }
    }

    /// The column as text, if its values are plain: text, numbers, dates, true and false.
    pub(super) fn kept(data: ArrayData) -> Result<Self, Bad> {
        match data.data_type() {
            own if own.is_floating() => Self::floats(data, |n| Ok(n.filter(|n| !n.is_nan()).map(|n| n.to_string()))),
            own if own.is_decimal() || *own == DataType::Boolean => Self::cast(data),
            _ => Self::shown(data),
        }
    }

    /// A column of floats, each as text.
    fn floats(data: ArrayData, text: fn(Option<f64>) -> Result<Option<String>, String>) -> Result<Self, Bad> {
        let own = data.data_type().clone();
        let floats = cast(&checked(data, own)?, &DataType::Float64)?;
        Ok(Self::Each(floats.as_primitive::<Float64Type>().iter().map(text).collect()))
    }

    /// A column of values that Arrow can write as text.
    fn cast(data: ArrayData) -> Result<Self, Bad> {
        let own = data.data_type().clone();
        let mut array = checked(data, own.clone())?;
        if let DataType::Timestamp(unit, Some(_)) = &own
            && cast(&array.slice(0, 0), &DataType::Utf8).is_err()
        {
            // a time zone that nobody knows: the instant is known all the same
            array = cast(&array, &DataType::Timestamp(*unit, Some("+00:00".into())))?;
        }
        match cast(&array, &DataType::Utf8) {
            Ok(strings) => Self::text(strings.to_data()),
            Err(_) => Ok(Self::Each((0..array.len()).map(|row| alone(&array, row)).collect())), // a date out of range
        }
    }

    /// The column as ids: text, integers, UUIDs. A column of integers with gaps comes as floats from pandas.
    pub(super) fn ids(data: ArrayData) -> Result<Self, Bad> {
        match data.data_type().clone() {
            own if own.is_floating() => Self::floats(data, whole),
            DataType::Decimal32(_, 0) | DataType::Decimal64(_, 0) | DataType::Decimal128(_, 0) => Self::cast(data),
            own @ DataType::FixedSizeBinary(16) => {
                let array = checked(data, own)?;
                Ok(Self::Each(array.as_fixed_size_binary().iter().map(|bytes| Ok(bytes.map(uuid))).collect()))
            }
            own if own.is_integer() => Self::cast(data),
            _ => Self::text(data),
        }
    }

    /// A cell's text, if it holds one.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn get(&self, row: usize) -> Result<Option<Cow<'_, str>>, String> {
        match self {
            Self::Small(cells) => cells.is_valid(row).then(|| utf8(cells.value(row))).transpose(),
            Self::Large(cells) => cells.is_valid(row).then(|| utf8(cells.value(row))).transpose(),
            Self::View(cells) => cells.is_valid(row).then(|| utf8(cells.value(row))).transpose(),
            Self::Places(nulls, places, values) => {
                if nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
                    return Ok(None);
                }
                let place = places.is_valid(row).then(|| usize::try_from(places.value(row)).ok()).flatten();
                match place.filter(|place| *place < values.len()) {
                    Some(place) => values.get(place),
                    None => Err("is none of its column's categories".into()),
                }
            }
            Self::Runs(ends, offset, values) => {
                let at = i64::try_from(row + offset).map_err(|e| e.to_string())?;
                values.get(ends.values().partition_point(|end| *end <= at))
            }
            Self::Each(cells) => cells[row].clone().map(|text| text.map(Cow::Owned)),
            Self::Missing => Ok(None),
        }
    }

    /// Number of cells; no end to those that are all missing.
    fn len(&self) -> usize {
        match self {
            Self::Small(cells) => cells.len(),
            Self::Large(cells) => cells.len(),
            Self::View(cells) => cells.len(),
            Self::Places(_, places, _) => places.len(),
            Self::Runs(ends, offset, _) => {
                ends.values().last().map_or(0, |last| (*last as usize).saturating_sub(*offset))
            }
            Self::Each(cells) => cells.len(),
            Self::Missing => usize::MAX,
        }
    }
}

/// The child at a place.
fn child(data: &ArrayData, at: usize) -> Result<ArrayData, Bad> {
    data.child_data().get(at).cloned().ok_or_else(|| Bad::Damaged("its values are missing".into()))
}

/// The largest float that is no two whole numbers.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A float as an id: 7.0 is "7".
///
/// # Errors
/// It is no whole number, or may be one of several.
pub(crate) fn whole(number: Option<f64>) -> Result<Option<String>, String> {
    match number {
        None => Ok(None),
        Some(number) if number.is_nan() => Ok(None),
        Some(number) if number.fract() != 0.0 || number.is_infinite() => Err(format!("is {number}, no whole number")),
        Some(number) if number.abs() >= EXACT => {
            Err(format!("is {number:e}, a float too large to be told from its neighbours"))
        }
        Some(number) => Ok(Some((number as i64).to_string())),
    }
}

/// The usual form of a UUID.
fn uuid(bytes: &[u8]) -> String {
    let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

/// A cell as text, its neighbours left alone.
fn alone(array: &ArrayRef, row: usize) -> Result<Option<String>, String> {
    match cast(&array.slice(row, 1), &DataType::Utf8) {
        Ok(text) => {
            let text = text.as_string::<i32>();
            Ok(text.is_valid(0).then(|| text.value(0).to_owned()))
        }
        Err(_) => Err("is out of range".into()),
    }
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, String> {
    let text = std::str::from_utf8(bytes).map_err(|e| format!("is not UTF-8 at byte {}", e.valid_up_to()))?;
    Ok(Cow::Borrowed(text))
}
