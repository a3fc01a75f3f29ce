//! Python bindings of sayso: articles come in, lazy views of extractions go out.
//!
//! [`gate`] is the one way into long work; [`article`] reads what users give, [`errors`] maps what fails,
//! [`dataset`] reads and writes tables, [`corpus`] looks at those of many articles, [`views`] holds the classes of a result, [`pickle`] their bytes and [`repr`]
//! their one-line form; [`kinds`] reads kinds of quotes and types of entities, [`weights`] keeps the models.

mod article;
mod corpus;
mod dataset;
mod errors;
mod extractor;
#[cfg(fuzzing)]
pub mod fuzz;
mod gate;
mod kinds;
mod pickle;
mod repr;
mod told;
mod views;
mod weights;

use pyo3::prelude::*;

/// The compiled part of sayso; import everything from `sayso` itself.
#[pymodule(gil_used = false)]
mod _native {
    use super::*;

    #[pymodule_export]
    use crate::article::_Row;
    #[pymodule_export]
    use crate::corpus::{_acts, _answer, _people, _repeats, _tables_of};
    #[pymodule_export]
    use crate::dataset::names::_present;
    #[pymodule_export]
    use crate::dataset::stream::Stream;
    #[pymodule_export]
    use crate::dataset::table::{_columns, _five_tables, _mapped_schema, _spark_schema, _table, Table, Tables};
    #[pymodule_export]
    use crate::dataset::work::{_Part, _PartJob, _Reader, _head};
    #[pymodule_export]
    use crate::extractor::{Extractor, extract, extract_batch};
    #[pymodule_export]
    use crate::kinds::{_kinds, _types, _value_types};
    #[pymodule_export]
    use crate::pickle::{_entity, _extraction, _quote};
    #[pymodule_export]
    use crate::views::{Entity, Extraction, Mention, Quote, Span};

    #[pymodule_init]
    fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
        gate::silence_caught();
        m.add("__version__", env!("CARGO_PKG_VERSION"))?;
        m.add("_MIN_CONFIDENCE", sayso::pipeline::MIN_CONFIDENCE)?;
        // pickles and tracebacks name the public package, so that the private one may change
        for name in ["extract", "extract_batch", "_extraction", "_entity", "_quote", "_table", "_five_tables"] {
            m.getattr(name)?.setattr("__module__", "sayso")?;
        }
        Ok(())
    }
}
