//! Columns of every type that is read, their buffers of the right sizes and with any bytes in them: a producer vouches for
//! sizes alone.
#![no_main]

use arrow_buffer::Buffer;
use arrow_data::{ArrayData, ArrayDataBuilder};
use arrow_schema::{DataType, Field, TimeUnit};

libfuzzer_sys::fuzz_target!(|data: &[u8]| bindings::fuzz::arrow(table(&mut Bytes(data))));

struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    /// The next byte, 0 when there are no more.
    fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *first
    }

    /// So many bytes, zeros when there are no more.
    fn take(&mut self, size: usize) -> Vec<u8> {
        let (mine, rest) = self.0.split_at(size.min(self.0.len()));
        self.0 = rest;
        let mut bytes = mine.to_vec();
        bytes.resize(size, 0);
        bytes
    }

    /// A number of 0 to `most`.
    fn number(&mut self, most: usize) -> usize {
        usize::from(self.byte()) % (most + 1)
    }
}

/// An array of these parts, nothing of it checked.
fn built(builder: ArrayDataBuilder) -> ArrayData {
    // SAFETY: the buffers are as long as the type says; that their bytes may be wrong is what is tested
    #[allow(unsafe_code)]
    unsafe {
        builder.skip_validation(true).build_unchecked()
    }
}

fn table(bytes: &mut Bytes<'_>) -> ArrayData {
    let rows = bytes.number(8);
    let names = ["text", "id", "title", "date", "url"];
    let columns: Vec<(Field, ArrayData)> = names[..1 + bytes.number(4)]
        .iter()
        .map(|name| {
            let data = column(bytes, rows, 0);
            (Field::new(*name, data.data_type().clone(), true), data)
        })
        .collect();
    let (fields, data): (Vec<_>, Vec<_>) = columns.into_iter().unzip();
    let builder = ArrayData::builder(DataType::Struct(fields.into())).len(rows).child_data(data);
    built(builder.null_bit_buffer(nulls(bytes, rows)))
}

fn nulls(bytes: &mut Bytes<'_>, rows: usize) -> Option<Buffer> {
    (bytes.byte() % 2 == 1).then(|| Buffer::from(bytes.take(rows.div_ceil(8) + 1)))
}

fn column(bytes: &mut Bytes<'_>, rows: usize, depth: usize) -> ArrayData {
    let plain = [
        DataType::Int8,
        DataType::Int64,
        DataType::UInt64,
        DataType::Float32,
        DataType::Float64,
        DataType::Date32,
        DataType::Date64,
        DataType::Time64(TimeUnit::Nanosecond),
        DataType::Timestamp(TimeUnit::Second, Some("Europe/Oslo".into())),
        DataType::Timestamp(TimeUnit::Nanosecond, None),
        DataType::Boolean,
    ];
    let way = bytes.number(8 + plain.len());
    match way {
        0 | 1 => texts(bytes, rows, way == 1),
        2 => views(bytes, rows),
        3 | 4 if depth == 0 => dictionary(bytes, rows, way == 4),
        5 | 6 if depth == 0 => runs(bytes, rows, way == 6),
        _ => {
            let kind = plain[way % plain.len()].clone();
            let width = kind.primitive_width().unwrap_or(1);
            let builder = ArrayData::builder(kind).len(rows).add_buffer(Buffer::from(bytes.take(rows * width + 1)));
            built(builder.null_bit_buffer(nulls(bytes, rows)))
        }
    }
}

/// Texts: the last offset tells the size of the bytes.
fn texts(bytes: &mut Bytes<'_>, rows: usize, large: bool) -> ArrayData {
    let (kind, width) = if large { (DataType::LargeUtf8, 8) } else { (DataType::Utf8, 4) };
    let size = bytes.number(64);
    let mut offsets = Vec::new();
    for row in 0..=rows {
        let odd = bytes.byte() == 0xff;
        let offset = if odd { bytes.take(width) } else { vec![(size * row / rows.max(1)) as u8] };
        let mut offset = if row == rows { vec![size as u8] } else { offset };
        offset.resize(width, 0);
        offsets.extend(offset);
    }
    let builder = ArrayData::builder(kind).len(rows);
    let builder = builder.add_buffer(Buffer::from(offsets)).add_buffer(Buffer::from(bytes.take(size)));
    built(builder.null_bit_buffer(nulls(bytes, rows)))
}

fn views(bytes: &mut Bytes<'_>, rows: usize) -> ArrayData {
    let views = Buffer::from(bytes.take(rows * 16));
    let builder = ArrayData::builder(DataType::Utf8View).len(rows).add_buffer(views);
    let size = bytes.number(64);
    let builder = builder.add_buffer(Buffer::from(bytes.take(size)));
    built(builder.null_bit_buffer(nulls(bytes, rows)))
}

fn dictionary(bytes: &mut Bytes<'_>, rows: usize, wide: bool) -> ArrayData {
    let (key, width) = if wide { (DataType::Int64, 8) } else { (DataType::UInt8, 1) };
    let keys = Buffer::from(bytes.take(rows * width));
    let size = bytes.number(8);
    let values = column(bytes, size, 1);
    let kind = DataType::Dictionary(Box::new(key), Box::new(values.data_type().clone()));
    let builder = ArrayData::builder(kind).len(rows).add_buffer(keys).add_child_data(values);
    built(builder.null_bit_buffer(nulls(bytes, rows)))
}

fn runs(bytes: &mut Bytes<'_>, rows: usize, wide: bool) -> ArrayData {
    let (ends, width) = if wide { (DataType::Int64, 8) } else { (DataType::Int16, 2) };
    let size = bytes.number(8);
    let buffer = Buffer::from(bytes.take(size * width));
    let ends_data = built(ArrayData::builder(ends.clone()).len(size).add_buffer(buffer));
    let values = column(bytes, size, 1);
    let fields = (Field::new("run_ends", ends, false), Field::new("values", values.data_type().clone(), true));
    let kind = DataType::RunEndEncoded(fields.0.into(), fields.1.into());
    built(ArrayData::builder(kind).len(rows).add_child_data(ends_data).add_child_data(values))
}
