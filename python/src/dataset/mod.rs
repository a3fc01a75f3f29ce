//! Many articles as tables: files and data frames in ([`files`], [`rows`]; what other libraries give is moved in by
//! [`ffi`] and checked by [`cells`]), Arrow out ([`arrow`], [`table`], [`held`], [`json`], [`write`]). [`work`] takes them through
//! the gate part by part, [`stream`] one by one.

pub(crate) mod arrow;
pub(crate) mod cells;
mod ffi;
pub(crate) mod files;
mod held;
pub(crate) mod json;
mod longest;
pub(crate) mod rows;
pub(crate) mod stream;
pub(crate) mod table;
mod values;
pub(crate) mod work;
pub(crate) mod write;
