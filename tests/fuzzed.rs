//! The fuzz targets of the engine over their corpora (`fuzz/corpus`); `make fuzz` looks for more.

#[path = "../fuzz/checks.rs"]
mod checks;

use std::fs;
use std::path::Path;

fn replay(target: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut files: Vec<_> =
        fs::read_dir(&folder).expect("a corpus").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    assert!(!files.is_empty(), "{} is empty", folder.display());
    for file in files {
        check(&fs::read(&file).expect("a file"));
    }
}

#[test]
fn texts() {
    replay("text", checks::text);
}

#[test]
fn models() {
    replay("model", checks::model);
}

#[test]
fn lines() {
    replay("line", checks::line);
}
