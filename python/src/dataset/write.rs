//! Parts of a run on disk: whole and synced before anybody renames them into place.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use super::{json, sheet};

/// Bytes of JSON that are kept back before they are written.
const BUFFER: usize = 1 << 20;

/// Form of a table's file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Parquet,
    Jsonl,
    Csv,
}

impl Format {
    /// The form of that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        match name {
            "parquet" => Some(Self::Parquet),
            "jsonl" => Some(Self::Jsonl),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }
}

/// Writes a table's batches to a new file and syncs it.
pub(crate) fn table(path: &Path, schema: &SchemaRef, batches: &[RecordBatch], format: Format) -> io::Result<()> {
    let file = File::create(path)?;
    let file = match format {
        Format::Parquet => parquet(file, schema, batches)?,
        Format::Jsonl => jsonl(file, batches)?,
        Format::Csv => csv(file, schema, batches)?,
    };
    file.sync_all()
}

fn parquet(file: File, schema: &SchemaRef, batches: &[RecordBatch]) -> io::Result<File> {
    let zstd = Compression::ZSTD(ZstdLevel::default());
    let properties = WriterProperties::builder().set_compression(zstd).build();
    let mut writer = ArrowWriter::try_new(file, schema.clone(), Some(properties)).map_err(plain)?;
    for batch in batches {
        writer.write(batch).map_err(plain)?;
    }
    writer.into_inner().map_err(plain)
}

fn jsonl(file: File, batches: &[RecordBatch]) -> io::Result<File> {
    let mut out = BufWriter::new(file);
    let mut lines = Vec::new();
    for batch in batches {
        // a few rows at a time: the text of a part must not be twice in memory
        for start in (0..batch.num_rows()).step_by(256) {
            let rows = batch.slice(start, 256.min(batch.num_rows() - start));
            json::write(&rows, &mut lines).map_err(|e: ArrowError| io::Error::other(e.to_string()))?;
            if lines.len() > BUFFER {
                out.write_all(&lines)?;
                lines.clear();
            }
        }
    }
    out.write_all(&lines)?;
    out.into_inner().map_err(io::IntoInnerError::into_error)
}

fn csv(file: File, schema: &SchemaRef, batches: &[RecordBatch]) -> io::Result<File> {
    let mut out = BufWriter::new(file);
    out.write_all(sheet::BOM)?;
    sheet::head(schema, &mut out)?;
    batches.iter().try_for_each(|batch| sheet::rows(batch, &mut out))?;
    out.into_inner().map_err(io::IntoInnerError::into_error)
}

/// The system's own error (disk full) where there is one inside.
fn plain(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(e) => match e.downcast::<io::Error>() {
            Ok(e) => *e,
            Err(e) => io::Error::other(e.to_string()),
        },
        e => io::Error::other(e.to_string()),
    }
}
