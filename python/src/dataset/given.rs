//! Rows of whatever a user gives as many articles: tables of other libraries, and articles.

use pyo3::prelude::*;
use pyo3::types::PyIterator;

use super::cells::Batch;
use super::ffi::{self, Stream};
use super::longest::Longest;
use super::names::{Names, Search};
use super::rows::{self, Row};
use crate::{article, errors, gate};

/// What comes next.
pub(crate) enum Given<'py> {
    /// Rows of a table, whose columns are there.
    Rows(Vec<Row>),
    /// An article, or what stands in its place.
    One(Bound<'py, PyAny>),
}

/// An iterator over a user's tables and articles, table by table and batch by batch.
pub(crate) struct Source {
    items: Py<PyIterator>,
    /// Tables whose buffers were looked at.
    tables: Option<Py<PyIterator>>,
    stream: Option<Stream>,
    pub(crate) names: Names,
}

impl Source {
    /// A source of what a user gave: a data frame, a table, or an iterable of tables or articles.
    ///
    /// # Errors
    /// It is none of these, or has no such column.
    pub(crate) fn new(data: &Bound<'_, PyAny>, names: Names) -> PyResult<Self> {
        let items = data.py().import("sayso._tables")?.call_method1("items", (data, names.wanted()))?;
        Ok(Self { items: items.try_iter()?.unbind(), tables: None, stream: None, names })
    }

    /// The next rows or article, or None at the end.
    pub(crate) fn next<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Given<'py>>> {
        loop {
            if let Some(stream) = &mut self.stream {
                let rows = |data| {
                    Batch::new(data)
                        .and_then(|batch| rows::rows(&batch, &self.names, Longest::ANY))
                        .map_err(errors::input)
                };
                // the source may need the GIL in a thread of its own
                let next = || py.detach(|| stream.next()).map_err(ffi::failed)?.map(rows).transpose();
                match gate::here(errors::damaged, next)? {
                    Some(rows) => return Ok(Some(Given::Rows(rows))),
                    None => self.stream = None,
                }
            } else if let Some(tables) = &self.tables {
                match tables.bind(py).clone().next() {
                    None => self.tables = None,
                    Some(table) => {
                        if let Some(rows) = self.open(&table?)? {
                            return Ok(Some(Given::Rows(rows)));
                        }
                    }
                }
            } else {
                let Some(item) = self.items.bind(py).clone().next() else { return Ok(None) };
                let item = item?;
                let is_arrow = item.hasattr("__arrow_c_stream__")? || item.hasattr("__arrow_c_array__")?;
                if !(is_arrow && article::is_table(&item)) {
                    return Ok(Some(Given::One(item)));
                }
                let sound = py.import("sayso._tables")?.getattr("sound")?;
                self.tables = Some(sound.call1((item, self.names.wanted()))?.try_iter()?.unbind());
            }
        }
    }

    /// Opens a table of another library; gives the rows of one that is a lone batch.
    fn open(&mut self, table: &Bound<'_, PyAny>) -> PyResult<Option<Vec<Row>>> {
        gate::here(errors::damaged, || {
            self.stream = Stream::of(table)?;
            if let Some(stream) = &self.stream {
                rows::check(&stream.fields(), &self.names).map_err(errors::input)?;
                return Ok(None);
            }
            let rows = |data| {
                Batch::new(data).and_then(|batch| rows::rows(&batch, &self.names, Longest::ANY)).map_err(errors::input)
            };
            ffi::lone(table)?.map(rows).transpose()
        })
    }

    /// Calls `each` with every row in order. After so many rows it is decided whether the fields are there.
    ///
    /// # Errors
    /// A field that no row of the first part has; what `each` and the source raise.
    pub(crate) fn each(
        &mut self,
        py: Python<'_>,
        first: usize,
        each: &mut dyn FnMut(Row) -> PyResult<()>,
    ) -> PyResult<()> {
        let mut search = Search::new(&self.names);
        let mut count = 0;
        while let Some(given) = self.next(py)? {
            match given {
                Given::Rows(rows) => {
                    search.close();
                    rows.into_iter().try_for_each(&mut *each)?;
                    py.check_signals()?;
                }
                Given::One(item) => {
                    let row = article::row(&item, &self.names, &mut search)?;
                    count += 1;
                    if count == first {
                        search.decide().map_err(errors::input)?;
                    }
                    if count % SIGNALS == 0 {
                        py.check_signals()?;
                    }
                    each(row)?;
                }
            }
        }
        search.decide().map_err(errors::input)
    }
}

/// Signals are looked for after so many articles.
const SIGNALS: usize = 1024;
