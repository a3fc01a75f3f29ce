//! Parquet: only the columns that are needed, some hundred rows at a time.

use std::fs::File;
use std::path::Path;

use arrow_array::RecordBatchReader;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use super::{Source, footer};
use crate::dataset::names::{Names, Search};
use crate::dataset::rows::{self, Id, Row};

/// Rows that are decoded at a time.
const BATCH: usize = 256;

/// Opens a file whose columns are nested as they may be.
///
/// # Errors
/// Why it cannot be read.
pub(in crate::dataset) fn builder(file: File) -> Result<ParquetRecordBatchReaderBuilder<File>, String> {
    footer::check(&file)?;
    ParquetRecordBatchReaderBuilder::try_new(file).map_err(|e| e.to_string())
}

pub(super) struct Parquet {
    batches: ParquetRecordBatchReader,
    names: Names,
    rows: std::vec::IntoIter<Row>,
    number: u64,
    total: i64,
    ended: bool,
}

impl Parquet {
    pub(super) fn new(path: &Path, names: Names) -> Result<Self, String> {
        let file = File::open(path).map_err(|e| e.to_string())?;
        let builder = builder(file)?;
        let columns = names.find(&rows::columns(builder.schema().fields()))?;
        let columns = columns.fields.into_iter().flatten().chain(columns.kept);
        let mask = ProjectionMask::roots(builder.parquet_schema(), columns);
        let total = builder.metadata().file_metadata().num_rows();
        let batches = builder.with_projection(mask).with_batch_size(BATCH).build().map_err(|e| e.to_string())?;
        rows::check(batches.schema().fields(), &names)?;
        Ok(Self { batches, names, rows: Vec::new().into_iter(), number: 0, total, ended: false })
    }

    fn failed(&mut self, why: impl std::fmt::Display) -> Row {
        self.ended = true;
        self.number += 1;
        Row::bad(Id::Null, format!("nothing can be read from here on: {why}"))
    }
}

impl Source for Parquet {
    fn next(&mut self, _: &mut Search) -> Option<Row> {
        loop {
            if let Some(row) = self.rows.next() {
                self.number += 1;
                return Some(row);
            }
            if self.ended {
                return None;
            }
            match self.batches.next()? {
                Ok(batch) => match rows::rows(&batch.into(), &self.names) {
                    Ok(rows) => self.rows = rows.into_iter(),
                    Err(why) => return Some(self.failed(why)),
                },
                Err(e) => return Some(self.failed(e)),
            }
        }
    }

    fn number(&self) -> u64 {
        self.number
    }

    fn progress(&self) -> f64 {
        if self.total <= 0 { 1.0 } else { self.number as f64 / self.total as f64 }
    }
}
