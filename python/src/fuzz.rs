//! Doors for the fuzz targets (`fuzz/`); in no other build.

use std::sync::Once;

use arrow_data::ArrayData;

use crate::dataset::cells::Batch;
use crate::dataset::files::{self, Feed, Input, Limits};
use crate::dataset::longest::Longest;
use crate::dataset::names::Names;
use crate::dataset::rows;

/// The kinds of files, and how they may be compressed.
const KINDS: [&str; 5] = ["jsonl", "csv", "tsv", "txt", "parquet"];
const COMPRESSIONS: [&str; 4] = ["", "gz", "zst", "bz2"];

/// Panics of libraries over damaged data are caught where sayso catches them; the fuzzer's own hook would end the process.
fn catch() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| std::panic::set_hook(Box::new(|_| ())));
}

/// Reads a file to its end, as a run does: the first byte tells its kind and compression.
///
/// # Panics
/// The reading comes to no end.
pub fn reader(data: &[u8]) {
    catch();
    let Some((way, data)) = data.split_first() else { return };
    let kind = KINDS[usize::from(way & 15) % KINDS.len()];
    let compression = if kind == "parquet" { "" } else { COMPRESSIONS[usize::from(way >> 4) % COMPRESSIONS.len()] };
    let path = std::env::temp_dir().join(format!("sayso-fuzz-{}", std::process::id()));
    std::fs::write(&path, data).expect("a temporary file");
    let input = Input { path, name: "in".into(), kind: kind.into(), compression: compression.into() };
    let names = Names::default();
    if files::check(std::slice::from_ref(&input), &names).is_ok() {
        let limits = Limits { articles: 100, bytes: 1 << 20, longest: Longest::of(Some(10_000)) };
        let feed = files::start(vec![input], names, limits, true).expect("a thread");
        let mut ended = false;
        while let Ok(fed) = feed.recv() {
            ended |= !matches!(fed, Feed::Part(_));
        }
        assert!(ended, "the reading thread is gone");
    }
}

/// Reads rows of a struct array that comes from outside.
pub fn arrow(data: ArrayData) {
    catch();
    let read = || Batch::new(data).and_then(|batch| rows::rows(&batch, &Names::default(), Longest::ANY));
    let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(read));
}
