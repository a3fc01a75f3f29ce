//! Parts of a run on disk: whole and synced before anybody renames them into place.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use sayso::columns::Tables;
use sayso::columns::tables::TABLES;

use super::arrow::{self, Form};
use super::{held, json};

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
    open: Option<Open>,
    done: Vec<Written>,
}

struct Open {
    files: Vec<Table>,
    written: Written,
    size: usize,
}

impl Writer {
    pub(super) fn new(stem: PathBuf, format: Format) -> Self {
        Self { stem, format, open: None, done: Vec::new() }
    }

    /// Writes the rows of a set of tables.
    ///
    /// # Errors
    /// The disk is full, or a file cannot be made.
    pub(super) fn write(&mut self, tables: Tables) -> Result<(), Failed> {
        let size = tables.size;
        let mut open = match self.open.take() {
            Some(open) if open.size + size > FULL => {
                self.done.push(open.close()?);
                self.start()?
            }
            Some(open) => open,
            None => self.start()?,
        };
        open.size += size;
        for (k, table) in tables.tables.into_iter().enumerate() {
            open.written.rows[k] += table.rows;
            let written = arrow::batch(k, table).map_err(arrow_error).and_then(|batch| open.files[k].write(batch, k));
            written.map_err(|e| (open.written.paths[k].clone(), e))?;
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
        let suffix = if self.format == Format::Jsonl { "jsonl" } else { "parquet" };
        let mut stem = self.stem.clone().into_os_string();
        stem.push(format!("-{}-", self.done.len()));
        let path = |(table, _): &(&str, _)| {
            let mut path = stem.clone();
            path.push(format!("{table}.{suffix}"));
            PathBuf::from(path)
        };
        let paths: Vec<PathBuf> = TABLES.iter().map(path).collect();
        let files =
            paths.iter().enumerate().map(|(k, path)| Table::new(path, k, self.format).map_err(|e| (path.clone(), e)));
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
enum Table {
    Parquet(Box<ArrowWriter<File>>),
    Jsonl(BufWriter<File>),
}

impl Table {
    /// A file that was not there before: no link is followed.
    fn new(path: &Path, k: usize, format: Format) -> io::Result<Self> {
        let file = File::create_new(path)?;
        Ok(match format {
            Format::Jsonl => Self::Jsonl(BufWriter::with_capacity(BUFFER, file)),
            Format::Parquet => {
                let zstd = Compression::ZSTD(ZstdLevel::default());
                let properties = WriterProperties::builder().set_compression(zstd).build();
                let writer = ArrowWriter::try_new(file, arrow::schema(k, Form::Given), Some(properties));
                Self::Parquet(Box::new(writer.map_err(plain)?))
            }
        })
    }

    fn write(&mut self, batch: RecordBatch, k: usize) -> io::Result<()> {
        for piece in held::pieces(batch, arrow::schema(k, Form::Given)) {
            let piece = piece.map_err(arrow_error)?;
            match self {
                Self::Parquet(writer) => writer.write(&piece).map_err(plain)?,
                Self::Jsonl(out) => {
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
        let file = match self {
            Self::Parquet(writer) => writer.into_inner().map_err(plain)?,
            Self::Jsonl(out) => out.into_inner().map_err(io::IntoInnerError::into_error)?,
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
