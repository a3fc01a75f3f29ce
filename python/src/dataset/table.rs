//! `Table` and `Tables`: Arrow in memory, handed on by `__arrow_c_stream__`.

use arrow_array::ffi::FFI_ArrowSchema;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator};
use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, SchemaRef};
use arrow_select::concat::concat_batches;
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule, PyList, PySlice, PyString, PyTuple};
use sayso::columns::tables::TABLES;
use sayso::columns::values::Kind;

use super::arrow::{self, Form};
use super::names::{self, Keep};
use super::{ffi, held, json, sheet, values};
use crate::{errors, gate, repr};

/// How the names of tables begin that answer a question about a corpus; their columns are those of the question.
pub(crate) const ANSWER: &str = "corpus.";

/// What went wrong in Arrow with a table of our own.
pub(crate) fn raised(error: ArrowError) -> PyErr {
    errors::plain(error.to_string())
}

/// A table of results, in memory as Arrow. Any library that reads Arrow takes it without a copy: `polars.DataFrame(t)`,
/// `pyarrow.table(t)`, `pandas.DataFrame.from_arrow(t)`, `duckdb.sql("from t")`.
///
/// Immutable, comparable, picklable.
#[pyclass(frozen, module = "sayso")]
#[derive(Clone)]
pub(crate) struct Table {
    name: String,
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Table {
    pub(crate) fn new(name: &str, schema: SchemaRef, mut batches: Vec<RecordBatch>) -> Self {
        batches.retain(|b| b.num_rows() > 0);
        Self { name: name.to_owned(), schema, batches }
    }

    /// A table read back from bytes that may be damaged.
    ///
    /// # Errors
    /// `sayso.InputError` with what is wrong: other columns than a table of that name has, or impossible values.
    pub(crate) fn checked(name: &str, schema: &SchemaRef, batches: Vec<RecordBatch>) -> PyResult<Self> {
        let ([given, own], columns) = forms(name, schema)?;
        for batch in &batches {
            values::check(batch, columns).map_err(|why| errors::input(format!("damaged: {why}")))?;
        }
        let batches = batches.into_iter().map(|batch| batch.with_schema(own.clone())).collect::<Result<_, _>>();
        Ok(Self::new(name, given, batches.map_err(raised)?))
    }

    fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// At most so many rows from one on.
    fn part(&self, mut start: usize, mut count: usize) -> PyResult<Self> {
        gate::here(errors::internal, || {
            let mut batches = Vec::new();
            for batch in &self.batches {
                let skipped = batch.num_rows().min(start);
                let taken = (batch.num_rows() - skipped).min(count);
                batches.push(batch.slice(skipped, taken));
                start -= skipped;
                count -= taken;
            }
            Ok(Self::new(&self.name, self.schema.clone(), batches))
        })
    }

    /// The values of a column.
    ///
    /// # Errors
    /// `sayso.InputError` if there is none of that name.
    fn column<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        let there = self.columns();
        let Some(at) = there.iter().position(|column| column == name) else {
            return Err(errors::input(names::missing("column", name, &there)));
        };
        let values = PyList::empty(py);
        let alone = |batch: &RecordBatch| batch.project(&[at]).map_err(raised);
        let batches = gate::here(errors::internal, || self.batches.iter().map(alone).collect::<PyResult<Vec<_>>>())?;
        let schema = self.schema.project(&[at]).map_err(raised)?;
        for row in Self::new(&self.name, schema.into(), batches).to_dicts(py)?.try_iter()? {
            values.append(row?.get_item(name)?)?;
        }
        Ok(values.into_any())
    }

    /// The types that its batches have.
    fn form(&self) -> SchemaRef {
        self.batches.first().map_or_else(|| self.schema.clone(), RecordBatch::schema)
    }

    /// Its rows as whoever reads them gets them.
    fn given(&self) -> impl Iterator<Item = Result<RecordBatch, ArrowError>> + use<> {
        let schema = self.schema.clone();
        self.batches.clone().into_iter().flat_map(move |batch| held::pieces(batch, schema.clone()))
    }

    fn equals(&self, other: &Self) -> PyResult<bool> {
        let alike = self.form() == other.form();
        let whole = |t: &Self| match alike {
            true => concat_batches(&t.form(), &t.batches),
            false => concat_batches(&t.schema, &t.given().collect::<Result<Vec<_>, _>>()?),
        };
        gate::here(errors::internal, || {
            Ok(self.name == other.name
                && self.schema == other.schema
                && self.rows() == other.rows()
                && matches!((whole(self), whole(other)), (Ok(a), Ok(b)) if a == b))
        })
    }
}

/// A library that may be absent.
fn needed<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("sayso._optional")?.call_method1("needed", (name,))
}

#[pymethods]
impl Table {
    /// Name of the table (str): "articles", "entities", "mentions", "quotes", "errors", or "corpus." and a question.
    #[getter]
    fn name(&self) -> &str {
        &self.name
    }

    /// Names of the columns (list[str]).
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.schema.fields().iter().map(|f| f.name().clone()).collect()
    }

    /// The first rows (Table).
    ///
    /// Args:
    ///     n (int): how many.
    #[pyo3(signature = (n = 5))]
    fn head(&self, n: usize) -> PyResult<Self> {
        self.part(0, n)
    }

    /// The rows as plain Python (list[dict[str, Any]]), without any library.
    fn to_dicts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let mut lines = vec![b'['];
        gate::here(errors::internal, || {
            self.batches.iter().try_for_each(|batch| json::write(batch, &mut lines)).map_err(raised)
        })?;
        let last = lines.len() - 1;
        for byte in &mut lines[1..last.max(1)] {
            if *byte == b'\n' {
                *byte = b','; // inside a string it is written \n
            }
        }
        lines.push(b']');
        py.import("json")?.call_method1("loads", (lines,))
    }

    /// A polars.DataFrame; needs polars.
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        needed(slf.py(), "polars")?.call_method1("DataFrame", (slf,))
    }

    /// A pandas.DataFrame; needs pandas and pyarrow.
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let frame = needed(slf.py(), "pandas")?.getattr("DataFrame")?;
        match frame.getattr_opt("from_arrow")? {
            Some(from_arrow) => from_arrow.call1((slf,)),
            None => Self::to_arrow(slf)?.call_method0("to_pandas"), // before pandas 3
        }
    }

    /// A pyarrow.Table; needs pyarrow.
    fn to_arrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        needed(slf.py(), "pyarrow")?.call_method1("table", (slf,))
    }

    /// Writes the rows to a binary file as CSV, in UTF-8.
    fn _csv(&self, py: Python<'_>, file: &Bound<'_, PyAny>, head: bool) -> PyResult<()> {
        let mut lines = Vec::new();
        if head {
            lines.extend_from_slice(sheet::BOM);
            sheet::head(&self.schema, &mut lines)?;
        }
        file.call_method1("write", (PyBytes::new(py, &lines),))?;
        let mut pieces = self.given();
        loop {
            lines.clear();
            let more = gate::here(errors::internal, || match pieces.next() {
                Some(piece) => sheet::rows(&piece.map_err(raised)?, &mut lines).map(|()| true).map_err(PyErr::from),
                None => Ok(false),
            })?;
            if !more {
                return Ok(());
            }
            file.call_method1("write", (PyBytes::new(py, &lines),))?;
        }
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema); // the protocol lets us keep our own types
        let batches = RecordBatchIterator::new(self.given(), self.schema.clone());
        let stream = gate::here(errors::internal, || Ok(FFI_ArrowArrayStream::new(Box::new(batches))))?;
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = || FFI_ArrowSchema::try_from(self.schema.as_ref()).map_err(raised);
        let schema = gate::here(errors::internal, schema)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    fn __len__(&self) -> usize {
        self.rows()
    }

    /// The values of a column (list), the row at a place (dict), or the rows of a slice (Table).
    fn __getitem__<'py>(slf: &Bound<'py, Self>, key: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let (py, this) = (slf.py(), slf.get());
        if let Ok(name) = key.cast::<PyString>() {
            return this.column(py, &name.to_string_lossy());
        }
        let rows = this.rows().try_into().unwrap_or(isize::MAX);
        if let Ok(slice) = key.cast::<PySlice>() {
            let taken = slice.indices(rows)?;
            return match taken.step {
                1 => Ok(Bound::new(py, this.part(taken.start as usize, taken.slicelength)?)?.into_any()),
                _ => Err(errors::argument("a slice of a table has step 1")),
            };
        }
        let wrong = |_| errors::argument("a table is asked for a column by its name, a row by its number or a slice");
        let at: isize = key.extract().map_err(wrong)?;
        let at = if at < 0 { at + rows } else { at };
        if !(0..rows).contains(&at) {
            return Err(PyIndexError::new_err(format!("the table has {rows} rows")));
        }
        this.part(at as usize, 1)?.to_dicts(py)?.get_item(0)
    }

    /// The rows in turn, each a dict.
    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.to_dicts(py)?.try_iter()?.into_any())
    }

    fn __bool__(&self) -> bool {
        self.rows() > 0
    }

    fn __repr__(&self) -> String {
        repr::table(&self.name, self.rows(), &self.columns())
    }

    fn __eq__(&self, other: &Self) -> PyResult<bool> {
        self.equals(other)
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    #[allow(clippy::type_complexity)] // a function and its arguments
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String, Vec<u8>))> {
        let bytes = gate::here(errors::internal, || {
            let mut writer = StreamWriter::try_new(Vec::new(), &self.form()).map_err(raised)?;
            self.batches.iter().try_for_each(|batch| writer.write(batch)).map_err(raised)?;
            writer.into_inner().map_err(raised)
        })?;
        Ok((py.import("sayso")?.getattr("_table")?, (self.name.clone(), bytes)))
    }
}

/// Re-makes a pickled table from its Arrow stream. Raises InputError if it is damaged.
#[pyfunction]
pub(crate) fn _table(name: &str, stream: &[u8]) -> PyResult<Table> {
    gate::here(errors::damaged, || {
        let reader = StreamReader::try_new(stream, None).map_err(ffi::failed)?;
        let schema = reader.schema();
        let answer = name.starts_with(ANSWER);
        if !answer {
            forms(name, &schema)?;
        }
        if !stream.ends_with(&END) {
            return Err(errors::input(format!("damaged: these bytes are no table {name:?}")));
        }
        let batches = reader.collect::<Result<_, _>>().map_err(ffi::failed)?;
        if answer { Ok(Table::new(name, schema, batches)) } else { Table::checked(name, &schema, batches) }
    })
}

/// The columns of a table of that name, as it is given and as these are, which may be the same; and how many are its own.
///
/// # Errors
/// `sayso.InputError`: these are none of its.
fn forms(name: &str, schema: &SchemaRef) -> PyResult<([SchemaRef; 2], usize)> {
    let wrong = || errors::input(format!("damaged: its columns are not those of {name:?}"));
    values::forms(name, schema.fields()).ok_or_else(wrong)
}

/// The last bytes of an Arrow stream.
const END: [u8; 8] = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0];

/// The five tables of many articles; `article_id` joins them.
#[pyclass(frozen, module = "sayso")]
pub(crate) struct Tables {
    tables: Vec<Py<Table>>,
}

impl Tables {
    /// Tables of the batches of each, in the order of [`TABLES`].
    ///
    /// `keep`: columns that `articles` has besides its own.
    pub(crate) fn new(py: Python<'_>, batches: [Vec<RecordBatch>; 5], keep: &[String]) -> PyResult<Self> {
        let schema = |k| arrow::schema_with(k, keep, Form::Given);
        let tables = batches.into_iter().enumerate();
        let tables = tables.map(|(k, batches)| Py::new(py, Table::new(TABLES[k].0, schema(k), batches)));
        Ok(Self { tables: tables.collect::<PyResult<_>>()? })
    }

    fn rows(&self) -> Vec<usize> {
        self.tables.iter().map(|t| t.get().rows()).collect()
    }
}

#[pymethods]
impl Tables {
    /// One row an article that was read (Table).
    #[getter]
    fn articles(&self, py: Python<'_>) -> Py<Table> {
        self.tables[0].clone_ref(py)
    }

    /// One row an entity of an article (Table).
    #[getter]
    fn entities(&self, py: Python<'_>) -> Py<Table> {
        self.tables[1].clone_ref(py)
    }

    /// One row a mention of an entity (Table).
    #[getter]
    fn mentions(&self, py: Python<'_>) -> Py<Table> {
        self.tables[2].clone_ref(py)
    }

    /// One row a quote (Table).
    #[getter]
    fn quotes(&self, py: Python<'_>) -> Py<Table> {
        self.tables[3].clone_ref(py)
    }

    /// One row an article that could not be read (Table).
    #[getter]
    fn errors(&self, py: Python<'_>) -> Py<Table> {
        self.tables[4].clone_ref(py)
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyTuple::new(py, &self.tables)?.try_iter()?.into_any())
    }

    fn __repr__(&self) -> String {
        let counts: Vec<String> = TABLES.iter().zip(self.rows()).map(|((name, _), n)| format!("{n} {name}")).collect();
        format!("Tables({})", counts.join(", "))
    }

    fn __eq__(&self, other: &Self) -> PyResult<bool> {
        for (a, b) in self.tables.iter().zip(&other.tables) {
            if !a.get().equals(b.get())? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    #[allow(clippy::type_complexity)] // a function and its arguments
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (Vec<Py<Table>>,))> {
        let tables = self.tables.iter().map(|t| t.clone_ref(py)).collect();
        Ok((py.import("sayso")?.getattr("_five_tables")?, (tables,)))
    }
}

/// Re-makes pickled tables. Raises InputError if they are not the five.
#[pyfunction]
pub(crate) fn _five_tables(tables: Vec<Py<Table>>) -> PyResult<Tables> {
    let own = |(k, table): (usize, &Py<Table>)| {
        let table = table.get();
        table.name == TABLES[k].0
            && table.schema
                == arrow::schema_with(k, &values::kept(TABLES[k].1.len(), table.schema.fields()), Form::Given)
    };
    match tables.len() == TABLES.len() && tables.iter().enumerate().all(own) {
        true => Ok(Tables { tables }),
        false => Err(errors::input("damaged: these are not the five tables")),
    }
}

/// Which table `map_batches` gives by that name: its place in [`TABLES`], or none for nested rows.
pub(crate) fn mapped(name: &str) -> PyResult<Option<usize>> {
    match name {
        "nested" => Ok(None),
        "errors" => Err(errors::argument("errors are rows of every other table here; choose one of those")),
        _ => place(name).map(Some),
    }
}

/// The place of a table in [`TABLES`].
fn place(name: &str) -> PyResult<usize> {
    TABLES.iter().position(|(n, _)| *n == name).ok_or_else(|| {
        let names: Vec<&str> = TABLES.iter().map(|(n, _)| *n).collect();
        errors::argument(format!("no table is called {name:?}; there are {}", names.join(", ")))
    })
}

/// Columns of a table (or of nested rows) as `map_batches` gives them, without rows.
#[pyfunction]
#[pyo3(signature = (table, keep = Keep::default()))]
pub(crate) fn _mapped_schema(table: &str, keep: Keep) -> PyResult<Table> {
    let k = mapped(table)?;
    keep.beside(table, &arrow::mapped_schema(k, &[], Form::Given))?;
    Ok(Table::new(table, arrow::mapped_schema(k, &keep.0, Form::Given), Vec::new()))
}

/// The same as a DDL string of Spark.
#[pyfunction]
#[pyo3(signature = (table, keep = Keep::default()))]
pub(crate) fn _spark_schema(table: &str, keep: Keep) -> PyResult<String> {
    let schema = _mapped_schema(table, keep)?.schema;
    let columns: Vec<String> =
        schema.fields().iter().map(|f| format!("`{}` {}", f.name(), arrow::spark(f.data_type()))).collect();
    Ok(columns.join(", "))
}

/// Name, type and meaning of every column of every table.
#[pyfunction]
#[allow(clippy::type_complexity)] // names, types, meanings
pub(crate) fn _columns() -> Vec<(&'static str, Vec<(&'static str, &'static str, &'static str)>)> {
    let kind = |kind| match kind {
        Kind::Text | Kind::Shared => "string",
        Kind::Int => "int32",
        Kind::Float => "float64",
        Kind::Bool => "bool",
        Kind::Texts => "list of string",
        Kind::Spans => "list of {start, end}: int32",
    };
    TABLES
        .iter()
        .map(|(name, fields)| (*name, fields.iter().map(|f| (f.name, kind(f.kind), f.about)).collect()))
        .collect()
}
