//! Parquet: only the columns that are needed, a row group at a time, as many rows at a time as their pages allow.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder, RowSelection,
    RowSelectionPolicy, RowSelector,
};
use parquet::basic::Type as Physical;
use parquet::file::metadata::{FileMetaData, ParquetMetaData};
use parquet::schema::types::{SchemaDescriptor, Type};

use super::{Source, footer, pages};
use crate::dataset::longest::Longest;
use crate::dataset::names::{Names, Search};
use crate::dataset::rows::{self, Id, Row};

/// Opens a file whose columns are nested as they may be.
///
/// # Errors
/// Why it cannot be read.
fn builder(file: File) -> Result<ParquetRecordBatchReaderBuilder<File>, String> {
    footer::check(&file)?;
    ParquetRecordBatchReaderBuilder::try_new(file).map_err(|e| e.to_string())
}

/// The first rows of a file of our own, which may be damaged.
///
/// # Errors
/// Why it cannot be read.
pub(in crate::dataset) fn head(path: &Path, rows: usize) -> Result<(SchemaRef, Vec<RecordBatch>), String> {
    let file = File::open(path).map_err(|e| e.to_string())?;
    let builder = builder(file.try_clone().map_err(|e| e.to_string())?)?;
    pages::check(&file, builder.metadata().row_groups())?;
    let schema = builder.schema().clone();
    let batches = builder.with_limit(rows).with_batch_size(1).build().map_err(|e| e.to_string())?;
    Ok((schema, batches.collect::<Result<_, _>>().map_err(|e| e.to_string())?))
}

pub(super) struct Parquet {
    file: File,
    metadata: ArrowReaderMetadata,
    /// Columns that are read, that of the text first.
    columns: Vec<usize>,
    has_ids: bool,
    names: Names,
    longest: Longest,
    /// The row group under way, and the number of those before it.
    group: Option<Group>,
    next: usize,
    /// Rows that were given or told of, and the number of the last one given.
    done: u64,
    number: u64,
    total: i64,
}

/// A row group under way.
struct Group {
    batches: ParquetRecordBatchReader,
    rows: std::vec::IntoIter<Row>,
    /// Rows that were given, or told of.
    at: usize,
    size: usize,
    /// Stretches of rows that cannot be read, in order.
    bad: std::iter::Peekable<std::vec::IntoIter<(std::ops::Range<usize>, String)>>,
}

impl Parquet {
    pub(super) fn new(path: &Path, names: Names, longest: Longest) -> Result<Self, String> {
        let file = File::open(path).map_err(|e| e.to_string())?;
        let builder = builder(file.try_clone().map_err(|e| e.to_string())?)?;
        let fields = builder.schema().fields();
        let found = names.find(&rows::columns(fields))?;
        rows::check(fields, &names)?;
        let has_ids = found.fields[1].is_some();
        let mut columns: Vec<usize> = Vec::new();
        for column in found.fields.into_iter().flatten().chain(found.kept) {
            // one that nobody asked for may be of any type
            if !columns.contains(&column) && !fields[column].data_type().is_nested() {
                columns.push(column);
            }
        }
        let metadata = as_bytes(builder.metadata(), builder.schema(), &columns).map_err(|e| e.to_string())?;
        let total = builder.metadata().file_metadata().num_rows();
        Ok(Self { file, metadata, columns, has_ids, names, longest, group: None, next: 0, done: 0, number: 0, total })
    }

    /// Begins with the next row group.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn open(&mut self, group: usize) -> Result<Group, String> {
        let mask = ProjectionMask::roots(self.metadata.parquet_schema(), self.columns.iter().copied());
        let own = self.metadata.metadata().row_group(group);
        let size = usize::try_from(own.num_rows()).map_err(|e| e.to_string())?;
        let leaves: Vec<usize> =
            self.columns.iter().filter_map(|root| leaf(self.metadata.parquet_schema(), *root)).collect();
        let plan = pages::plan(&self.file, own, &leaves).map_err(|e| e.to_string())?;
        let file = self.file.try_clone().map_err(|e| e.to_string())?;
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone());
        let builder = builder.with_projection(mask).with_row_groups(vec![group]).with_batch_size(plan.rows);
        let builder = match plan.bad.is_empty() {
            true => builder,
            // as a mask it would decode all rows, and then leave some out
            false => builder
                .with_row_selection(selection(&plan.bad, size))
                .with_row_selection_policy(RowSelectionPolicy::Selectors),
        };
        let batches = builder.build().map_err(|e| e.to_string())?;
        Ok(Group { batches, rows: Vec::new().into_iter(), at: 0, size, bad: plan.bad.into_iter().peekable() })
    }

    /// An error row in place of all that is left of the row group.
    fn lost(&mut self, rows: usize, why: impl std::fmt::Display) -> Row {
        self.number = self.done + 1;
        self.done += rows.max(1) as u64;
        let to =
            if rows > 1 { format!("rows {} to {} cannot be read: ", self.number, self.done) } else { String::new() };
        Row::bad(Id::missing(self.has_ids), format!("{to}{why}"))
    }
}

impl Source for Parquet {
    fn next(&mut self, _: &mut Search) -> Option<Row> {
        loop {
            let Some(mut group) = self.group.take() else {
                if self.next == self.metadata.metadata().num_row_groups() {
                    return None;
                }
                self.next += 1;
                match self.open(self.next - 1) {
                    Ok(group) => self.group = Some(group),
                    Err(why) => {
                        let rows = self.metadata.metadata().row_group(self.next - 1).num_rows();
                        return Some(self.lost(usize::try_from(rows).unwrap_or(1), why));
                    }
                }
                continue;
            };
            if let Some((rows, why)) = group.bad.next_if(|(rows, _)| rows.start == group.at) {
                group.at = rows.end;
                self.group = Some(group);
                return Some(self.lost(rows.len(), why));
            }
            if let Some(row) = group.rows.next() {
                group.at += 1;
                self.done += 1;
                self.number = self.done;
                self.group = Some(group);
                return Some(row);
            }
            let left = group.size.saturating_sub(group.at);
            let rows = match group.batches.next() {
                None if left == 0 => continue,
                None => Err("damaged: a row group has fewer rows than it says".to_owned()),
                Some(batch) => batch
                    .map_err(|e| e.to_string())
                    .and_then(|batch| rows::rows(&batch.into(), &self.names, self.longest)),
            };
            match rows {
                Ok(rows) => self.group = Some(Group { rows: rows.into_iter(), ..group }),
                Err(why) => return Some(self.lost(left, why)), // the next row group may be sound
            }
        }
    }

    fn number(&self) -> u64 {
        self.number
    }

    fn progress(&self) -> f64 {
        if self.total <= 0 { 1.0 } else { self.done as f64 / self.total as f64 }
    }
}

/// The rows of a row group without the bad ones.
fn selection(bad: &[(std::ops::Range<usize>, String)], size: usize) -> RowSelection {
    let (mut out, mut at) = (Vec::new(), 0);
    for (rows, _) in bad {
        out.push(RowSelector::select(rows.start - at));
        out.push(RowSelector::skip(rows.len()));
        at = rows.end;
    }
    out.push(RowSelector::select(size - at));
    out.into()
}

/// A column of text, however it is stored.
fn is_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}

/// The one leaf of a column that is not nested.
fn leaf(schema: &SchemaDescriptor, root: usize) -> Option<usize> {
    (0..schema.num_columns()).find(|leaf| schema.get_column_root_idx(*leaf) == root)
}

/// The file with its columns of text as bytes, so that one text that is no UTF-8 spoils no other.
fn as_bytes(
    own: &Arc<ParquetMetaData>,
    schema: &Schema,
    columns: &[usize],
) -> Result<ArrowReaderMetadata, parquet::errors::ParquetError> {
    let file = own.file_metadata();
    let read_as_bytes = |k: usize| columns.contains(&k) && is_text(schema.field(k).data_type());
    let root = file.schema_descr().root_schema();
    let plain = |(k, it): (usize, &Arc<Type>)| match it.as_ref() {
        Type::PrimitiveType { basic_info, .. } if read_as_bytes(k) => {
            let bytes = Type::primitive_type_builder(it.name(), Physical::BYTE_ARRAY);
            Ok(Arc::new(bytes.with_repetition(basic_info.repetition()).build()?))
        }
        _ => Ok(it.clone()),
    };
    let fields =
        root.get_fields().iter().enumerate().map(plain).collect::<Result<_, parquet::errors::ParquetError>>()?;
    let root = Type::group_type_builder(root.name()).with_fields(fields).build()?;
    let descriptor = Arc::new(SchemaDescriptor::new(Arc::new(root)));
    let file = FileMetaData::new(
        file.version(),
        file.num_rows(),
        file.created_by().map(str::to_owned),
        None,
        descriptor,
        file.column_orders().cloned(),
    );
    let typed = |(k, field): (usize, &Arc<Field>)| match read_as_bytes(k) {
        true => field.as_ref().clone().with_data_type(DataType::Binary),
        false => field.as_ref().clone(),
    };
    let typed = Schema::new(schema.fields().iter().enumerate().map(typed).collect::<Vec<_>>());
    let options = ArrowReaderOptions::new().with_schema(Arc::new(typed));
    ArrowReaderMetadata::try_new(Arc::new(ParquetMetaData::new(file, own.row_groups().to_vec())), options)
}
