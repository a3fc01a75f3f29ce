//! The engine's columns as Arrow: the same buffers, no copy of the text, and shared text held once ([`super::held`]).

use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, BooleanArray, DictionaryArray, Float64Array, Int32Array, ListArray, RecordBatch, StringArray,
    StructArray, UInt32Array, new_null_array,
};
use arrow_buffer::{Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, SchemaRef};
use arrow_select::concat::concat_batches;
use arrow_select::take::take;
use sayso::article::Article;
use sayso::columns::tables::TABLES;
use sayso::columns::values::{self, Column, Kind, Values};
use sayso::columns::{self, Tables};
use sayso::error::ArticleError;

use super::held;

/// Name of the column that says why an article failed, where one stream of rows holds both.
const ERROR: &str = "error";
/// What one row an article holds beside the columns of `articles`, as lists.
const NESTED: [usize; 3] = [1, 2, 3];

fn item(data_type: DataType) -> Arc<Field> {
    Arc::new(Field::new("item", data_type, true))
}

fn span_fields() -> Fields {
    Fields::from(vec![Field::new("start", DataType::Int32, true), Field::new("end", DataType::Int32, true)])
}

/// How a table's columns are typed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// As whoever reads it gets it.
    Given,
    /// As it is in memory: [`super::held`].
    Held,
}

fn field(it: &values::Field, form: Form) -> Field {
    let data_type = match it.kind {
        Kind::Shared if form == Form::Held => held::shared(),
        Kind::Text | Kind::Shared => DataType::Utf8,
        Kind::Int => DataType::Int32,
        Kind::Float => DataType::Float64,
        Kind::Bool => DataType::Boolean,
        Kind::Texts => DataType::List(item(DataType::Utf8)),
        Kind::Spans => DataType::List(item(DataType::Struct(span_fields()))),
    };
    Field::new(it.name, data_type, true)
}

/// Columns of table `k` of [`TABLES`].
pub(crate) fn schema(k: usize, form: Form) -> SchemaRef {
    Arc::new(Schema::new(TABLES[k].1.iter().map(|it| field(it, form)).collect::<Vec<_>>()))
}

/// The same with the columns that articles carry along, which are text.
pub(crate) fn schema_with(k: usize, keep: &[String], form: Form) -> SchemaRef {
    let own = schema(k, form);
    if k > 0 || keep.is_empty() {
        return own;
    }
    Arc::new(Schema::new(own.fields().iter().cloned().chain(kept_fields(keep)).collect::<Vec<_>>()))
}

fn kept_fields(keep: &[String]) -> impl Iterator<Item = Arc<Field>> {
    keep.iter().map(|name| Arc::new(Field::new(name, DataType::Utf8, true)))
}

/// The rows with what the article of each, if it was one, carries along; `schema` has the columns of both.
fn with_kept<'a>(
    batch: &RecordBatch,
    rows: impl Iterator<Item = Option<&'a Article>> + Clone,
    schema: SchemaRef,
) -> Result<RecordBatch, ArrowError> {
    let value = |article: Option<&'a Article>, i: usize| article?.kept.get(i)?.as_deref();
    let column = |i: usize| -> StringArray { rows.clone().map(|article| value(article, i)).collect() };
    let kept = (0..schema.fields().len() - batch.num_columns()).map(|i| Arc::new(column(i)) as ArrayRef);
    RecordBatch::try_new(schema, batch.columns().iter().cloned().chain(kept).collect())
}

fn nulls(valid: Vec<bool>) -> Option<NullBuffer> {
    if valid.iter().all(|v| *v) { None } else { Some(NullBuffer::from(valid)) }
}

/// Ends of values as Arrow's offsets, which begin with 0.
fn offsets(ends: &[i32]) -> OffsetBuffer<i32> {
    let mut all = Vec::with_capacity(ends.len() + 1);
    all.push(0);
    all.extend_from_slice(ends);
    OffsetBuffer::new(ScalarBuffer::from(all))
}

fn strings(bytes: String, ends: &[i32], nulls: Option<NullBuffer>) -> Result<StringArray, ArrowError> {
    StringArray::try_new(offsets(ends), Buffer::from_vec(bytes.into_bytes()), nulls)
}

fn array(column: Column) -> Result<ArrayRef, ArrowError> {
    let nulls = nulls(column.valid);
    Ok(match column.values {
        Values::Text { bytes, ends } => Arc::new(strings(bytes, &ends, nulls)?),
        Values::Shared { bytes, ends, rows } => {
            let places = Int32Array::try_new(rows.into(), nulls)?;
            Arc::new(DictionaryArray::try_new(places, Arc::new(strings(bytes, &ends, None)?))?)
        }
        Values::Int(values) => Arc::new(Int32Array::try_new(values.into(), nulls)?),
        Values::Float(values) => Arc::new(Float64Array::try_new(values.into(), nulls)?),
        Values::Bool(values) => Arc::new(BooleanArray::new(values.into(), nulls)),
        Values::Texts { bytes, ends, rows } => {
            let items = Arc::new(strings(bytes, &ends, None)?);
            Arc::new(ListArray::try_new(item(DataType::Utf8), offsets(&rows), items, nulls)?)
        }
        Values::Spans { starts, ends, rows } => {
            let sides: Vec<ArrayRef> = vec![Arc::new(Int32Array::from(starts)), Arc::new(Int32Array::from(ends))];
            let spans = Arc::new(StructArray::try_new(span_fields(), sides, None)?);
            Arc::new(ListArray::try_new(item(DataType::Struct(span_fields())), offsets(&rows), spans, nulls)?)
        }
    })
}

/// A table's rows; `k` is its place in [`TABLES`].
fn batch(k: usize, table: columns::Table) -> Result<RecordBatch, ArrowError> {
    let arrays = table.columns.into_iter().map(array).collect::<Result<Vec<_>, _>>()?;
    RecordBatch::try_new(schema(k, Form::Held), arrays)
}

/// The five tables' rows of each set that these articles came to, with the columns that they carry along.
pub(crate) fn sets<'a>(
    sets: Vec<Tables>,
    articles: &'a [Result<Article, ArticleError>],
    keep: &'a [String],
) -> impl Iterator<Item = Result<Vec<RecordBatch>, ArrowError>> + use<'a> {
    let mut articles = articles.iter();
    sets.into_iter().map(move |set| {
        let of = |(read, article): (&bool, &'a Result<Article, _>)| if *read { article.as_ref().ok() } else { None };
        let read: Vec<&Article> = set.read.iter().zip(articles.by_ref()).filter_map(of).collect();
        let mut all = batches(set)?;
        if !keep.is_empty() {
            all[0] = with_kept(&all[0], read.iter().map(|a| Some(*a)), schema_with(0, keep, Form::Held))?;
        }
        Ok(all)
    })
}

/// The five tables' rows.
fn batches(tables: Tables) -> Result<Vec<RecordBatch>, ArrowError> {
    tables.tables.into_iter().enumerate().map(|(k, table)| batch(k, table)).collect()
}

/// Columns of one stream of rows: those of table `k`, or of nested rows (None), why an article failed, and what articles
/// carry along.
pub(crate) fn mapped_schema(k: Option<usize>, keep: &[String], form: Form) -> SchemaRef {
    let mut fields = schema(k.unwrap_or(0), form).fields().to_vec();
    if k.is_none() {
        fields.extend(NESTED.map(|k| Arc::new(Field::new(TABLES[k].0, DataType::List(item(inner(k, form))), true))));
    }
    fields.push(Arc::new(Field::new(ERROR, DataType::Utf8, true)));
    fields.extend(kept_fields(keep));
    Arc::new(Schema::new(fields))
}

/// One stream of rows for each set that these articles came to, as [`mapped_schema`] has it.
pub(crate) fn streams<'a>(
    k: Option<usize>,
    sets: Vec<Tables>,
    articles: &'a [Result<Article, ArticleError>],
    keep: &'a [String],
) -> impl Iterator<Item = Result<RecordBatch, ArrowError>> + use<'a> {
    let mut articles = articles.iter();
    sets.into_iter().map(move |set| {
        let own: Vec<Option<&Article>> = articles.by_ref().take(set.read.len()).map(|a| a.as_ref().ok()).collect();
        let rows = if keep.is_empty() { Vec::new() } else { places(k, &set)? };
        let batch = match k {
            None => nested(set)?,
            Some(k) => mapped(k, set)?,
        };
        match keep {
            [] => Ok(batch),
            _ => with_kept(&batch, rows.iter().map(|i| own[*i]), mapped_schema(k, keep, Form::Held)),
        }
    })
}

/// The article of each row of [`mapped`] or [`nested`].
fn places(k: Option<usize>, tables: &Tables) -> Result<Vec<usize>, ArrowError> {
    let all = tables.read.iter().enumerate();
    let Some(k) = k else { return Ok((0..tables.read.len()).collect()) };
    let mut out = Vec::new();
    let mut counts = if k == 0 { Vec::new() } else { counts(k, tables)? }.into_iter();
    for (i, _) in all.clone().filter(|(_, read)| **read) {
        out.extend(std::iter::repeat_n(i, if k == 0 { 1 } else { counts.next().unwrap_or(0) }));
    }
    out.extend(all.filter(|(_, read)| !**read).map(|(i, _)| i));
    Ok(out)
}

/// Rows of table `k` of each article that was read: ids do not tell, for they may be missing.
fn counts(k: usize, tables: &Tables) -> Result<Vec<usize>, ArrowError> {
    let name = format!("n_{}", TABLES[k].0);
    let [articles, ..] = &tables.tables;
    let place = articles.fields.iter().position(|field| field.name == name);
    match place.map(|at| &articles.columns[at].values) {
        Some(Values::Int(counts)) => Ok(counts.iter().map(|n| *n as usize).collect()),
        _ => Err(ArrowError::SchemaError(format!("no column {name}"))),
    }
}

/// A type as Spark's DDL has it.
pub(crate) fn spark(data_type: &DataType) -> String {
    match data_type {
        DataType::Int32 => "int".into(),
        DataType::Float64 => "double".into(),
        DataType::Boolean => "boolean".into(),
        DataType::List(item) => format!("array<{}>", spark(item.data_type())),
        DataType::Struct(fields) => {
            let inner: Vec<String> =
                fields.iter().map(|f| format!("`{}`:{}", f.name(), spark(f.data_type()))).collect();
            format!("struct<{}>", inner.join(","))
        }
        _ => "string".into(),
    }
}

/// A row of table `k` within an article's row: all but the article's id.
fn inner(k: usize, form: Form) -> DataType {
    DataType::Struct(schema(k, form).fields().iter().skip(1).cloned().collect())
}

/// "stage: message" of each failed article.
fn messages(errors: &RecordBatch) -> Result<StringArray, ArrowError> {
    let text = |i: usize| {
        let column = errors.column(i).as_any().downcast_ref::<StringArray>();
        column.ok_or_else(|| ArrowError::SchemaError("the errors have no text".into()))
    };
    let (stages, messages) = (text(1)?, text(2)?);
    Ok(stages.iter().zip(messages).map(|(s, m)| Some(format!("{}: {}", s?, m?))).collect())
}

/// The rows of table `k`, then a row for each failed article: its id, and why.
fn mapped(k: usize, tables: Tables) -> Result<RecordBatch, ArrowError> {
    let schema = mapped_schema(Some(k), &[], Form::Held);
    let [errors, table] = {
        let mut all = tables.tables.into_iter().enumerate();
        let table = all.nth(k).ok_or_else(|| ArrowError::SchemaError("no such table".into()))?.1;
        let errors = all.next_back().ok_or_else(|| ArrowError::SchemaError("no errors".into()))?.1;
        [batch(4, errors)?, batch(k, table)?]
    };
    let mut good = table.columns().to_vec();
    good.push(new_null_array(&DataType::Utf8, table.num_rows()));
    let mut bad: Vec<ArrayRef> =
        table.columns().iter().map(|c| new_null_array(c.data_type(), errors.num_rows())).collect();
    bad[0] = cast(errors.column(0), table.column(0).data_type())?;
    bad.push(Arc::new(messages(&errors)?));
    concat_batches(&schema, &[RecordBatch::try_new(schema.clone(), good)?, RecordBatch::try_new(schema.clone(), bad)?])
}

/// One row an article, in input order; its entities, mentions and quotes are lists.
fn nested(tables: Tables) -> Result<RecordBatch, ArrowError> {
    let read = tables.read.clone();
    let counts = NESTED.map(|k| counts(k, &tables));
    let all = batches(tables)?;
    let [articles, .., errors] = all.as_slice() else {
        return Err(ArrowError::SchemaError("not five tables".into()));
    };
    let place = |wanted: bool| -> UInt32Array {
        let mut next = 0..;
        read.iter().map(|r| if *r == wanted { next.next() } else { None }).collect()
    };
    let (good, bad) = (place(true), place(false));
    let mut arrays = articles.columns().iter().map(|c| take(c, &good, None)).collect::<Result<Vec<_>, _>>()?;
    let failed_ids = take(errors.column(0), &bad, None)?;
    let is_good = BooleanArray::from(read.clone());
    arrays[0] = arrow_select::zip::zip(&is_good, &arrays[0], &failed_ids)?;
    for (k, counts) in NESTED.into_iter().zip(counts) {
        let mut counts = counts?.into_iter();
        let lengths = read.iter().map(|r| if *r { counts.next().unwrap_or(0) } else { 0 });
        let offsets = OffsetBuffer::from_lengths(lengths);
        let rows_type = inner(k, Form::Held);
        let DataType::Struct(fields) = &rows_type else { unreachable!("a struct") };
        let rows = StructArray::try_new(fields.clone(), all[k].columns()[1..].to_vec(), None)?;
        arrays.push(Arc::new(ListArray::try_new(item(rows_type), offsets, Arc::new(rows), nulls(read.clone()))?));
    }
    arrays.push(take(&messages(errors)?, &bad, None)?);
    RecordBatch::try_new(mapped_schema(None, &[], Form::Held), arrays)
}
