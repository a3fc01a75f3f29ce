//! Word lists as typed look-ups. Each list is embedded from `lexicons/` and read once, on first use.

pub mod abbreviations;
