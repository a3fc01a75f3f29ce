//! Many articles as tables: files and data frames in ([`files`], [`rows`]), Arrow out ([`arrow`], [`table`],
//! [`json`], [`write`]). [`work`] takes them through the gate part by part, [`stream`] one by one.

pub(crate) mod arrow;
pub(crate) mod files;
pub(crate) mod json;
pub(crate) mod rows;
pub(crate) mod stream;
pub(crate) mod table;
pub(crate) mod work;
pub(crate) mod write;
