//! Plain columns: values one after another, and which of them are missing.

use crate::extraction::Pair;

/// What a column holds; every value may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A string.
    Text,
    /// A string that rows near one another often share: it is held once for all of them.
    Shared,
    /// A 32-bit integer.
    Int,
    /// A 64-bit float.
    Float,
    /// True or false.
    Bool,
    /// A list of strings.
    Texts,
    /// A list of stretches: `start` and `end`, 32-bit integers.
    Spans,
}

/// A column's definition.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What it means, with its unit.
    pub about: &'static str,
}

/// Values one after another; the `ends` say where each one ends, the first beginning at 0.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // one a kind
pub enum Values {
    Text {
        bytes: String,
        ends: Vec<i32>,
    },
    /// The place of each row's string among those that the ends cut.
    Shared {
        bytes: String,
        ends: Vec<i32>,
        rows: Vec<i32>,
    },
    Int(Vec<i32>),
    Float(Vec<f64>),
    Bool(Vec<bool>),
    Texts {
        bytes: String,
        ends: Vec<i32>,
        rows: Vec<i32>,
    },
    Spans {
        starts: Vec<i32>,
        ends: Vec<i32>,
        rows: Vec<i32>,
    },
}

/// A column: one value a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The values; where one is missing an empty one stands.
    pub values: Values,
    /// False where the value is missing.
    pub valid: Vec<bool>,
}

/// A value of a row.
pub(super) trait Cell {
    fn put(self, column: &mut Column);
}

impl<T: Cell> Cell for Option<T> {
    fn put(self, column: &mut Column) {
        match self {
            Some(value) => value.put(column),
            None => column.push_missing(),
        }
    }
}

/// A string of a column of shared ones.
pub(super) struct Shared<'a>(pub(super) &'a str);

/// Strings before it that a shared one is compared with.
const NEAR: usize = 8;

/// Where `text` ends; the bounds of a batch keep it within 31 bits.
fn end(text: &str) -> i32 {
    i32::try_from(text.len()).expect("a column of less than 2 GB")
}

impl Cell for &str {
    fn put(self, column: &mut Column) {
        let Values::Text { bytes, ends } = &mut column.values else { unreachable!("not a column of text") };
        bytes.push_str(self);
        ends.push(end(bytes));
        column.valid.push(true);
    }
}

impl Cell for Shared<'_> {
    fn put(self, column: &mut Column) {
        let Values::Shared { bytes, ends, rows } = &mut column.values else {
            unreachable!("not a column of shared text")
        };
        let value = |k: usize| &bytes[if k == 0 { 0 } else { ends[k - 1] as usize }..ends[k] as usize];
        let known = (ends.len().saturating_sub(NEAR)..ends.len()).rev().find(|k| value(*k) == self.0);
        rows.push(known.unwrap_or(ends.len()) as i32);
        if known.is_none() {
            bytes.push_str(self.0);
            ends.push(end(bytes));
        }
        column.valid.push(true);
    }
}

impl Cell for String {
    fn put(self, column: &mut Column) {
        self.as_str().put(column);
    }
}

impl Cell for u32 {
    fn put(self, column: &mut Column) {
        let Values::Int(values) = &mut column.values else { unreachable!("not a column of integers") };
        values.push(i32::try_from(self).unwrap_or(i32::MAX));
        column.valid.push(true);
    }
}

impl Cell for usize {
    fn put(self, column: &mut Column) {
        u32::try_from(self).unwrap_or(u32::MAX).put(column);
    }
}

impl Cell for f64 {
    fn put(self, column: &mut Column) {
        let Values::Float(values) = &mut column.values else { unreachable!("not a column of floats") };
        values.push(self);
        column.valid.push(true);
    }
}

impl Cell for bool {
    fn put(self, column: &mut Column) {
        let Values::Bool(values) = &mut column.values else { unreachable!("not a column of booleans") };
        values.push(self);
        column.valid.push(true);
    }
}

impl Cell for &[String] {
    fn put(self, column: &mut Column) {
        let Values::Texts { bytes, ends, rows } = &mut column.values else { unreachable!("not a column of texts") };
        for item in self {
            bytes.push_str(item);
            ends.push(end(bytes));
        }
        rows.push(ends.len() as i32);
        column.valid.push(true);
    }
}

impl Cell for &[Pair] {
    fn put(self, column: &mut Column) {
        let Values::Spans { starts, ends, rows } = &mut column.values else { unreachable!("not a column of spans") };
        starts.extend(self.iter().map(|s| s.start as i32));
        ends.extend(self.iter().map(|s| s.end as i32));
        rows.push(starts.len() as i32);
        column.valid.push(true);
    }
}

/// Ends of `more` after `before` values.
fn shifted(ends: &mut Vec<i32>, more: &[i32], before: usize) {
    ends.extend(more.iter().map(|e| e + before as i32));
}

impl Column {
    pub(super) fn new(kind: Kind) -> Self {
        let values = match kind {
            Kind::Text => Values::Text { bytes: String::new(), ends: Vec::new() },
            Kind::Shared => Values::Shared { bytes: String::new(), ends: Vec::new(), rows: Vec::new() },
            Kind::Int => Values::Int(Vec::new()),
            Kind::Float => Values::Float(Vec::new()),
            Kind::Bool => Values::Bool(Vec::new()),
            Kind::Texts => Values::Texts { bytes: String::new(), ends: Vec::new(), rows: Vec::new() },
            Kind::Spans => Values::Spans { starts: Vec::new(), ends: Vec::new(), rows: Vec::new() },
        };
        Self { values, valid: Vec::new() }
    }

    fn push_missing(&mut self) {
        self.valid.push(false);
        match &mut self.values {
            Values::Text { ends, bytes } => ends.push(bytes.len() as i32),
            Values::Shared { rows, .. } => rows.push(0),
            Values::Int(values) => values.push(0),
            Values::Float(values) => values.push(0.0),
            Values::Bool(values) => values.push(false),
            Values::Texts { ends, rows, .. } | Values::Spans { ends, rows, .. } => rows.push(ends.len() as i32),
        }
    }

    pub(super) fn append(&mut self, other: &Column) {
        self.valid.extend_from_slice(&other.valid);
        match (&mut self.values, &other.values) {
            (Values::Text { bytes, ends }, Values::Text { bytes: b, ends: e }) => {
                shifted(ends, e, bytes.len());
                bytes.push_str(b);
            }
            (Values::Shared { bytes, ends, rows }, Values::Shared { bytes: b, ends: e, rows: r }) => {
                shifted(rows, r, ends.len());
                shifted(ends, e, bytes.len());
                bytes.push_str(b);
            }
            (Values::Int(a), Values::Int(b)) => a.extend_from_slice(b),
            (Values::Float(a), Values::Float(b)) => a.extend_from_slice(b),
            (Values::Bool(a), Values::Bool(b)) => a.extend_from_slice(b),
            (Values::Texts { bytes, ends, rows }, Values::Texts { bytes: b, ends: e, rows: r }) => {
                shifted(rows, r, ends.len());
                shifted(ends, e, bytes.len());
                bytes.push_str(b);
            }
            (Values::Spans { starts, ends, rows }, Values::Spans { starts: s, ends: e, rows: r }) => {
                shifted(rows, r, ends.len());
                starts.extend_from_slice(s);
                ends.extend_from_slice(e);
            }
            _ => unreachable!("columns of one definition"),
        }
    }
}
