//! What many articles have in common: rows that an engine of queries gives, as columns of Arrow, through the engine's
//! `corpus`, and back as tables. `sayso/_corpus` holds the queries.

use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray, StructArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use pyo3::prelude::*;
use sayso::article::Article;
use sayso::columns::tables_of;
use sayso::corpus::gathered::{Gathered, Named};
use sayso::corpus::repeated::{Repeat, Statements};
use sayso::corpus::{Merged, merge};
use sayso::error::{ArticleError, Error, Stage};
use sayso::extraction::{Act, EntityType, Gender};
use std::sync::Arc;

use crate::dataset::arrow;
use crate::dataset::ffi::{Stream, failed};
use crate::dataset::table::{ANSWER, Table, Tables, raised};
use crate::views::Extraction;
use crate::{errors, gate};

/// Reads a stream of Arrow to its end; every buffer is checked.
fn batches(given: &Bound<'_, PyAny>) -> PyResult<(SchemaRef, Vec<RecordBatch>)> {
    let py = given.py();
    gate::here(errors::internal, || {
        let Some(mut stream) = Stream::of(given)? else {
            return Err(errors::argument("no stream of Arrow"));
        };
        let schema = Arc::new(Schema::new(stream.fields()));
        let mut out = Vec::new();
        // the source may need the GIL in a thread of its own
        while let Some(data) = py.detach(|| stream.next()).map_err(failed)? {
            data.validate_full().map_err(failed)?;
            out.push(RecordBatch::from(StructArray::from(data)));
            py.check_signals()?;
        }
        Ok((schema, out))
    })
}

/// A column of a query of ours.
struct Columns<'a>(&'a RecordBatch);

impl<'a> Columns<'a> {
    fn find(&self, name: &str, data_type: &DataType) -> PyResult<&'a ArrayRef> {
        let found = self.0.column_by_name(name).filter(|column| column.data_type() == data_type);
        found.ok_or_else(|| errors::internal(&format!("no column {name:?} of {data_type}")))
    }

    fn texts(&self, name: &str) -> PyResult<&'a StringArray> {
        Ok(self.find(name, &DataType::Utf8)?.as_string())
    }

    fn numbers(&self, name: &str) -> PyResult<&'a Int32Array> {
        Ok(self.find(name, &DataType::Int32)?.as_primitive::<Int32Type>())
    }

    /// Texts of each row that it joins by [`BETWEEN`].
    fn lists(&self, name: &str) -> PyResult<impl Fn(usize) -> Vec<&'a str> + use<'a>> {
        let column = self.texts(name)?;
        Ok(move |row| match column.is_valid(row) {
            true => column.value(row).split(BETWEEN).filter(|text| !text.is_empty()).collect(),
            false => Vec::new(),
        })
    }
}

/// Stands between the texts of a list (ASCII's unit separator).
const BETWEEN: char = '\u{1f}';

/// The entities of a query's rows, which are in the order of their articles.
fn gathered(batches: &[RecordBatch]) -> PyResult<Gathered> {
    let mut all = Gathered::default();
    let mut last = None;
    for batch in batches {
        let columns = Columns(batch);
        let (articles, days) = (columns.numbers("article")?, columns.numbers("day")?);
        let (types, names, genders) = (columns.texts("type")?, columns.texts("name")?, columns.texts("gender")?);
        let (aliases, roles) = (columns.lists("aliases")?, columns.lists("roles")?);
        for row in 0..batch.num_rows() {
            let article = articles.value(row);
            if last != Some(article) {
                last = Some(article);
                all.article(days.is_valid(row).then(|| days.value(row)));
            }
            all.add(&Named {
                kind: EntityType::from_name(types.value(row)).unwrap_or(EntityType::Other),
                name: names.value(row),
                aliases: &aliases(row),
                roles: &roles(row),
                gender: Gender::from_name(genders.value(row)).unwrap_or(Gender::Unknown),
            });
        }
    }
    Ok(all)
}

fn table(name: &str, columns: Vec<(&str, ArrayRef)>) -> PyResult<Table> {
    let fields = columns.iter().map(|(name, column)| Field::new(*name, column.data_type().clone(), true));
    let schema: SchemaRef = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let arrays = columns.into_iter().map(|(_, column)| column).collect();
    let batch = gate::here(errors::internal, || RecordBatch::try_new(schema.clone(), arrays).map_err(raised))?;
    Ok(Table::new(&format!("{ANSWER}{name}"), schema, vec![batch]))
}

/// Who is who over articles: one row an entity: its `article` and `number`, `who` (int32), `name`, `why`, `evidence`.
///
/// `rows`: `article`, `number` and `day` (int32), `type`, `name`, `gender` (string), `aliases` and `roles` (string, joined by
/// U+001F), article by article.
#[pyfunction]
pub(crate) fn _people(rows: &Bound<'_, PyAny>) -> PyResult<Table> {
    let (_, batches) = batches(rows)?;
    let all = gathered(&batches)?;
    let own = |name: &str| -> PyResult<Int32Array> {
        let columns = batches.iter().map(|batch| Columns(batch).numbers(name)).collect::<PyResult<Vec<_>>>()?;
        Ok(columns.into_iter().flatten().collect())
    };
    let (article, number) = (own("article")?, own("number")?);
    let Merged { taken, names } = gate::enter(rows.py(), 0, move |_| merge(&all))?;
    let who: Int32Array = taken.iter().map(|t| Some(t.who as i32)).collect();
    let name: StringArray = taken.iter().map(|t| names.get(t.who as usize).map(String::as_str)).collect();
    let why: StringArray = taken.iter().map(|t| Some(t.why.words())).collect();
    let evidence: StringArray = taken.iter().map(|t| Some(t.evidence.as_str())).collect();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("article", Arc::new(article)),
        ("number", Arc::new(number)),
        ("who", Arc::new(who)),
        ("name", Arc::new(name)),
        ("why", Arc::new(why)),
        ("evidence", Arc::new(evidence)),
    ];
    table("people", columns)
}

/// What is said in several articles: one row a quote that is: its `at`, `group` (int32) and `similarity` (float64).
///
/// `rows`: `at` (int64), `article` (int32) and `text` (string).
#[pyfunction]
pub(crate) fn _repeats(rows: &Bound<'_, PyAny>, least_words: usize, similarity: f32) -> PyResult<Table> {
    let (_, batches) = batches(rows)?;
    let mut all = Statements::default();
    let mut at = Vec::new();
    for batch in &batches {
        let columns = Columns(batch);
        let own = columns.find("at", &DataType::Int64)?.as_primitive::<Int64Type>();
        let (articles, texts) = (columns.numbers("article")?, columns.texts("text")?);
        for row in 0..batch.num_rows() {
            at.push(own.value(row));
            all.add(articles.value(row) as u32, texts.value(row), least_words);
        }
    }
    drop(batches);
    let found = gate::enter(rows.py(), 0, move |_| all.repeated(similarity))?;
    let found: Vec<(i64, Repeat)> = at.into_iter().zip(found).filter_map(|(at, it)| Some((at, it?))).collect();
    let at: Int64Array = found.iter().map(|(at, _)| Some(*at)).collect();
    let group: Int32Array = found.iter().map(|(_, it)| Some(it.group as i32)).collect();
    // as whoever reads it expects 0.75, not 0.75000002
    let rounded = |it: &Repeat| (f64::from(it.similarity) * 1e4).round() / 1e4;
    let similarity: Float64Array = found.iter().map(|(_, it)| Some(rounded(it))).collect();
    let columns: [(&str, ArrayRef); 3] =
        [("at", Arc::new(at)), ("group", Arc::new(group)), ("similarity", Arc::new(similarity))];
    table("repeats", columns.into())
}

/// Tables of results (list of Extraction and ArticleError), numbered from `first` where they have no id.
#[pyfunction]
pub(crate) fn _tables_of(results: Vec<Bound<'_, PyAny>>, first: u64) -> PyResult<Tables> {
    let Some(py) = results.first().map(|result| result.py()) else {
        return Err(errors::argument("no results"));
    };
    let mut own: Vec<Result<(Article, PyRef<'_, Extraction>), Error>> = Vec::new();
    for (result, number) in results.iter().zip(first..) {
        let id = |id: Option<String>| id.filter(|id| !id.is_empty()).or_else(|| Some(number.to_string()));
        own.push(if let Ok(it) = result.extract::<PyRef<'_, Extraction>>() {
            Ok((Article { id: id(Some(it.it().id.clone())), ..Article::default() }, it))
        } else if errors::is_article(result)? {
            let stage: String = result.getattr("stage")?.extract()?;
            Err(Error::Article(ArticleError {
                id: id(result.getattr("id")?.extract()?),
                stage: Stage::from_name(&stage).unwrap_or(Stage::Input),
                message: result.getattr("message")?.extract()?,
            }))
        } else {
            let name = result.get_type().name()?;
            return Err(errors::argument(format!("results are Extraction and ArticleError, not {name}")));
        });
    }
    let sets = tables_of(own.iter().map(|own| own.as_ref().map(|(article, it)| (article, it.it()))));
    let mut out: [Vec<RecordBatch>; 5] = Default::default();
    for set in arrow::sets(sets, &[], &[]) {
        for (batches, batch) in out.iter_mut().zip(set.map_err(raised)?) {
            batches.push(batch);
        }
    }
    Tables::new(py, out, &[])
}

/// The rows of a query as a table of that name.
#[pyfunction]
pub(crate) fn _answer(name: &str, rows: &Bound<'_, PyAny>) -> PyResult<Table> {
    let (schema, batches) = batches(rows)?;
    Ok(Table::new(&format!("{ANSWER}{name}"), schema, batches))
}

/// What can be done by saying something.
#[pyfunction]
pub(crate) fn _acts() -> Vec<&'static str> {
    Act::ALL.iter().map(|act| act.name()).collect()
}
