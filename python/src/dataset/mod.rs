//! Many articles as tables: files and data frames in ([`files`], [`rows`], by [`names`]; what other libraries give is moved in by
//! [`ffi`] and checked by [`cells`]; nothing is longer than [`longest`] says), Arrow out ([`arrow`], [`table`], [`held`],
//! [`json`], [`sheet`], [`write`]). [`work`] takes them through the gate part by part, [`stream`] one by one.

pub(crate) mod arrow;
pub(crate) mod cells;
pub(crate) mod ffi;
pub(crate) mod files;
pub(crate) mod given;
mod held;
pub(crate) mod json;
pub(crate) mod longest;
pub(crate) mod names;
pub(crate) mod rows;
mod sheet;
pub(crate) mod stream;
pub(crate) mod table;
mod values;
pub(crate) mod work;
pub(crate) mod write;
