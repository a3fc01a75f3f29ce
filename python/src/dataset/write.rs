//! Parts of a run on disk: whole and synced before anybody renames them into place.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use sayso::columns::tables::TABLES;

use super::arrow::{self, Form};
use super::{held, json, sheet};

/// Bytes of JSON that are kept back before they are written.
const BUFFER: usize = 1 << 20;
/// Rows that become JSON at a time.
const ROWS: usize = 256;
/// Bytes of rows in the files of a part, unless one article has more: then others follow.
const FULL: usize = 256 << 20;

/// Form of a table's file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Parquet,
    Jsonl,
    Csv,
}

impl Format {
    const ALL: [(&'static str, Self); 3] = [("parquet", Self::Parquet), ("jsonl", Self::Jsonl), ("csv", Self::Csv)];

    /// The form of that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(own, _)| *own == name).map(|(_, format)| *format)
    }

    /// Its name, and how its files end.
    fn name(self) -> &'static str {
        Self::ALL[self as usize].0
    }
}

/// What went wrong, and with which file if it was one.
pub(super) type Failed = (PathBuf, io::Error);

/// Files of the five tables with the same articles.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) paths: Vec<PathBuf>,
    /// Of each table.
    pub(super) rows: [usize; 5],
}

/// Writes a part as it is extracted, in as many files of each table as its rows need.
pub(super) struct Writer {
    /// Where the files are, and how their names begin.
    stem: PathBuf,
    format: Format,
    /// Columns that articles carry along.
    keep: Arc<[String]>,
    open: Option<Open>,
    done: Vec<Written>,
}

struct Open {
    files: Vec<Table>,
    written: Written,
    size: usize,
}

impl Writer {
    pub(super) fn new(stem: PathBuf, format: Format, keep: Arc<[String]>) -> Self {
        Self { stem, format, keep, open: None, done: Vec::new() }
    }

    /// Writes the rows of a set of tables, which take so many bytes.
    ///
    /// # Errors
    /// The disk is full, or a file cannot be made.
    pub(super) fn write(&mut self, size: usize, tables: Vec<RecordBatch>) -> Result<(), Failed> {
        let mut open = match self.open.take() {
            Some(open) if open.size + size > FULL => {
                self.done.push(open.close()?);
                self.start()?
            }
            Some(open) => open,
            None => self.start()?,
        };
        open.size += size;
        for (k, table) in tables.into_iter().enumerate() {
            open.written.rows[k] += table.num_rows();
            open.files[k].write(table).map_err(|e| (open.written.paths[k].clone(), e))?;
        }
        self.open = Some(open);
        Ok(())
    }

    /// Syncs the last files; all that there are, in order.
    ///
    /// # Errors
    /// As [`Writer::write`].
    pub(super) fn close(mut self) -> Result<Vec<Written>, Failed> {
        let last = match self.open.take() {
            Some(open) => open,
            None => self.start()?,
        };
        self.done.push(last.close()?);
        Ok(self.done)
    }

    fn start(&self) -> Result<Open, Failed> {
        let suffix = self.format.name();
        let mut stem = self.stem.clone().into_os_string();
        stem.push(format!("-{}-", self.done.len()));
        let path = |(table, _): &(&str, _)| {
            let mut path = stem.clone();
            path.push(format!("{table}.{suffix}"));
            PathBuf::from(path)
        };
        let paths: Vec<PathBuf> = TABLES.iter().map(path).collect();
        let file = |(k, path): (usize, &PathBuf)| {
            let schema = arrow::schema_with(k, &self.keep, Form::Given);
            Table::new(path, schema, self.format).map_err(|e| (path.clone(), e))
        };
        let files = paths.iter().enumerate().map(file);
        Ok(Open { files: files.collect::<Result<_, _>>()?, written: Written { paths, rows: [0; 5] }, size: 0 })
    }
}

impl Open {
    fn close(self) -> Result<Written, Failed> {
        for (file, path) in self.files.into_iter().zip(&self.written.paths) {
            file.close().map_err(|e| (path.clone(), e))?;
        }
        Ok(self.written)
    }
}

/// A table's file under way.
struct Table {
    schema: SchemaRef,
    file: Sink,
}

enum Sink {
    Parquet(Box<ArrowWriter<File>>),
    Jsonl(BufWriter<File>),
    Csv(BufWriter<File>),
}

impl Table {
    /// A file that was not there before: no link is followed.
    fn new(path: &Path, schema: SchemaRef, format: Format) -> io::Result<Self> {
        let file = File::create_new(path)?;
        let file = match format {
            Format::Jsonl => Sink::Jsonl(BufWriter::with_capacity(BUFFER, file)),
            Format::Csv => {
                let mut out = BufWriter::with_capacity(BUFFER, file);
                out.write_all(sheet::BOM)?;
                sheet::head(&schema, &mut out)?;
                Sink::Csv(out)
            }
            Format::Parquet => {
                let zstd = Compression::ZSTD(ZstdLevel::default());
                let properties = WriterProperties::builder().set_compression(zstd).build();
                let writer = ArrowWriter::try_new(file, schema.clone(), Some(properties));
                Sink::Parquet(Box::new(writer.map_err(plain)?))
            }
        };
        Ok(Self { schema, file })
    }

    fn write(&mut self, batch: RecordBatch) -> io::Result<()> {
        for piece in held::pieces(batch, self.schema.clone()) {
            let piece = piece.map_err(arrow_error)?;
            match &mut self.file {
                Sink::Parquet(writer) => writer.write(&piece).map_err(plain)?,
                Sink::Csv(out) => sheet::rows(&piece, out)?,
                Sink::Jsonl(out) => {
                    let mut lines = Vec::new();
                    for start in (0..piece.num_rows()).step_by(ROWS) {
                        lines.clear();
                        let rows = piece.slice(start, ROWS.min(piece.num_rows() - start));
                        json::write(&rows, &mut lines).map_err(arrow_error)?;
                        out.write_all(&lines)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Ends the file and syncs it.
    fn close(self) -> io::Result<()> {
        let file = match self.file {
            Sink::Parquet(writer) => writer.into_inner().map_err(plain)?,
            Sink::Jsonl(out) | Sink::Csv(out) => out.into_inner().map_err(io::IntoInnerError::into_error)?,
        };
        file.sync_all()
    }
}

fn arrow_error(error: ArrowError) -> io::Error {
    io::Error::other(error.to_string())
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
