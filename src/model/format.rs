//! The layout of a weights file, and its bounds-checked reader. `training/export.py` writes it.
//!
//! ```text
//! "SAYSO\0MW" | version u32 | sections u32 | table | ... sections, each at a multiple of 64 bytes
//! table row:  name [48, NUL-padded] | kind u32 | rows u32 | cols u32 | crc32 u32 | offset u64 | length u64
//! kind 0 = bytes;  1 = rows x cols f32;  2 = rows f32 scales, then rows x cols i8
//! ```
//! Numbers are little-endian. A scale belongs to a row: value = scale * i8.

use std::collections::BTreeMap;

use crate::error::ModelError;

/// First bytes of every weights file.
pub const MAGIC: &[u8; 8] = b"SAYSO\0MW";
/// Version that is written now.
pub const VERSION: u32 = 1;
/// Oldest version that can still be read.
pub const OLDEST: u32 = 1;

const ROW: usize = 80;
/// No dimension of a real model comes near this.
pub(super) const LARGEST: u32 = 1 << 24;

/// A matrix of f32, row after row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    /// Number of rows (outputs of a linear map; entries of a table).
    pub rows: usize,
    /// Number of columns.
    pub cols: usize,
    /// `rows * cols` values.
    pub data: Vec<f32>,
}

impl Matrix {
    /// Zeros.
    pub fn zeros(rows: usize, cols: usize) -> Self {
        Self { rows, cols, data: vec![0.0; rows * cols] }
    }

    /// Row `i`.
    pub fn row(&self, i: usize) -> &[f32] {
        &self.data[i * self.cols..(i + 1) * self.cols]
    }

    /// Rows as columns.
    pub fn transposed(&self) -> Self {
        let mut out = Self::zeros(self.cols, self.rows);
        for (i, row) in self.data.chunks_exact(self.cols.max(1)).enumerate() {
            for (k, v) in row.iter().enumerate() {
                out.data[k * self.rows + i] = *v;
            }
        }
        out
    }

    /// Row `i`, to change.
    pub fn row_mut(&mut self, i: usize) -> &mut [f32] {
        &mut self.data[i * self.cols..(i + 1) * self.cols]
    }
}

/// A matrix in int8, a scale a row.
#[derive(Clone, Debug)]
pub struct Steps {
    /// Number of columns.
    pub cols: usize,
    /// Value of one step in each row.
    pub scales: Vec<f32>,
    /// The steps, row after row.
    pub values: Vec<i8>,
}

impl Steps {
    /// Writes row `i` to `out`.
    pub fn read(&self, i: usize, out: &mut [f32]) {
        let row = &self.values[i * self.cols..(i + 1) * self.cols];
        out.iter_mut().zip(row).for_each(|(v, step)| *v = f32::from(*step) * self.scales[i]);
    }
}

fn floats(name: &str, bytes: &[u8]) -> Result<Vec<f32>, ModelError> {
    let out: Vec<f32> = bytes.as_chunks().0.iter().map(|x| f32::from_le_bytes(*x)).collect();
    if out.iter().any(|x| !x.is_finite()) {
        return bad(format!("section {name:?} holds a value that is no number"));
    }
    Ok(out)
}

#[derive(Clone, Copy, Debug)]
struct Section<'a> {
    kind: u32,
    rows: usize,
    cols: usize,
    bytes: &'a [u8],
}

/// The sections of a file in memory, checked.
#[derive(Debug)]
pub struct Sections<'a>(BTreeMap<String, Section<'a>>);

fn bad<T>(message: impl Into<String>) -> Result<T, ModelError> {
    Err(ModelError(message.into()))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

impl<'a> Sections<'a> {
    /// Reads the table and checks every section's bounds, size and checksum.
    ///
    /// # Errors
    /// [`ModelError`] with the cause.
    pub fn read(bytes: &'a [u8]) -> Result<Self, ModelError> {
        if bytes.get(..8) != Some(MAGIC) {
            return bad("not a sayso weights file");
        }
        let (Some(version), Some(count)) = (u32_at(bytes, 8), u32_at(bytes, 12)) else {
            return bad("the file ends inside its header");
        };
        if !(OLDEST..=VERSION).contains(&version) {
            return bad(format!("format version {version}; this sayso reads {OLDEST} to {VERSION}"));
        }
        let mut sections = BTreeMap::new();
        for i in 0..count as usize {
            let at = 16 + i * ROW;
            let Some(row) = bytes.get(at..at + ROW) else { return bad("the file ends inside its table") };
            let (name, section) = Self::section(bytes, row)?;
            if sections.insert(name.clone(), section).is_some() {
                return bad(format!("section {name:?} comes twice"));
            }
        }
        Ok(Self(sections))
    }

    fn section(bytes: &'a [u8], row: &[u8]) -> Result<(String, Section<'a>), ModelError> {
        let end = row[..48].iter().position(|b| *b == 0).unwrap_or(48);
        let Ok(name) = std::str::from_utf8(&row[..end]) else { return bad("a section's name is not UTF-8") };
        let (Some(kind), Some(rows), Some(cols), Some(crc), Some(offset), Some(length)) =
            (u32_at(row, 48), u32_at(row, 52), u32_at(row, 56), u32_at(row, 60), u64_at(row, 64), u64_at(row, 72))
        else {
            return bad("the file ends inside its table");
        };
        let range = usize::try_from(offset).ok().zip(offset.checked_add(length).and_then(|e| usize::try_from(e).ok()));
        let Some(data) = range.and_then(|(s, e)| bytes.get(s..e)) else {
            return bad(format!("section {name:?} runs past the end of the file"));
        };
        if rows > LARGEST || cols > LARGEST {
            return bad(format!("section {name:?} has impossible dimensions {rows} x {cols}"));
        }
        let (r, c) = (u64::from(rows), u64::from(cols));
        let wanted = match kind {
            0 => length,
            1 => 4 * r * c,
            2 => 4 * r + r * c,
            _ => return bad(format!("section {name:?} is of unknown kind {kind}")),
        };
        if wanted != length {
            return bad(format!("section {name:?} has {length} bytes, not {wanted}"));
        }
        if crc32fast::hash(data) != crc {
            return bad(format!("section {name:?} is damaged (checksum)"));
        }
        Ok((name.to_owned(), Section { kind, rows: rows as usize, cols: cols as usize, bytes: data }))
    }

    /// A section of text.
    pub fn text(&self, name: &str) -> Result<&'a str, ModelError> {
        match self.0.get(name) {
            Some(s) if s.kind == 0 => {
                std::str::from_utf8(s.bytes).or_else(|_| bad(format!("section {name:?} is not UTF-8")))
            }
            Some(_) => bad(format!("section {name:?} is not text")),
            None => bad(format!("section {name:?} is missing")),
        }
    }

    fn shaped(&self, name: &str, rows: usize, cols: usize) -> Result<Section<'a>, ModelError> {
        let Some(s) = self.0.get(name) else { return bad(format!("section {name:?} is missing")) };
        if s.kind == 0 || (s.rows, s.cols) != (rows, cols) {
            return bad(format!("section {name:?} is {} x {}, not {rows} x {cols}", s.rows, s.cols));
        }
        Ok(*s)
    }

    /// A matrix of just this shape, dequantised.
    pub fn matrix(&self, name: &str, rows: usize, cols: usize) -> Result<Matrix, ModelError> {
        if let Some(steps) = self.steps(name, rows, cols)? {
            let mut out = Matrix::zeros(rows, cols);
            (0..rows).for_each(|i| steps.read(i, out.row_mut(i)));
            return Ok(out);
        }
        Ok(Matrix { rows, cols, data: floats(name, self.shaped(name, rows, cols)?.bytes)? })
    }

    /// A matrix of just this shape as it is stored, in int8; none if it is stored in f32.
    pub fn steps(&self, name: &str, rows: usize, cols: usize) -> Result<Option<Steps>, ModelError> {
        let s = self.shaped(name, rows, cols)?;
        if s.kind != 2 {
            return Ok(None);
        }
        let (scales, values) = s.bytes.split_at(4 * rows);
        let values = values.iter().map(|q| *q as i8).collect();
        Ok(Some(Steps { cols, scales: floats(name, scales)?, values }))
    }

    /// A vector of just this length.
    pub fn vector(&self, name: &str, length: usize) -> Result<Vec<f32>, ModelError> {
        Ok(self.matrix(name, 1, length)?.data)
    }
}
