//! The engine's layers: a module uses only those that stand before it (ARCHITECTURE.md).

use std::fs;
use std::path::{Path, PathBuf};

/// Lowest first; those of one row do not use one another.
const LAYERS: &[&[&str]] = &[
    &["span", "error", "ids", "rule"],
    &["stop"],
    &["article", "lexicon", "model"],
    &["text"],
    &["encode"],
    &["syntax"],
    &["doc"],
    &["mention"],
    &["frame"],
    &["entity"],
    &["quote"],
    &["pipeline"],
    &["batch", "columns", "score"],
];
/// Plain types that any layer may speak of.
const VOCABULARY: &[&str] = &["extraction"];
/// Built for unit tests alone; it knows the layers, and their tests know it.
const UNIT_TESTS: &str = "fixture";

fn level(module: &str) -> Option<usize> {
    LAYERS.iter().position(|row| row.contains(&module))
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

#[test]
fn every_module_uses_only_lower_layers() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&src, &mut all);
    let mut checked = 0;
    for path in all {
        let inner = path.strip_prefix(&src).expect("a file of src");
        let own = inner.components().next().expect("a name").as_os_str().to_string_lossy().replace(".rs", "");
        if own == "lib" || own == UNIT_TESTS || VOCABULARY.contains(&own.as_str()) {
            continue;
        }
        let mine = level(&own).unwrap_or_else(|| panic!("{own} is in no layer: add it to tests/layers.rs"));
        let code = fs::read_to_string(&path).expect("a source file");
        for line in code.lines().map(str::trim).filter(|l| !l.starts_with("//")) {
            for used in modules(line) {
                if used == own || used == UNIT_TESTS || VOCABULARY.contains(&used.as_str()) {
                    continue;
                }
                let theirs = level(&used).unwrap_or_else(|| panic!("{}: {used} is in no layer", path.display()));
                assert!(theirs < mine, "{}: {own} uses {used}, which is no lower layer: {line}", path.display());
                checked += 1;
            }
        }
    }
    assert!(checked > 20, "only {checked} uses found: is the test blind?");
}

/// The modules that a line names as `crate::x` or in `use crate::{x, y::z}`.
fn modules(line: &str) -> Vec<String> {
    let name = |s: &str| s.trim().chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect::<String>();
    let mut out = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = &line[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            out.extend(group.split(',').map(name).filter(|n| !n.is_empty()));
        } else {
            out.push(name(rest));
        }
    }
    out.retain(|n| !n.is_empty());
    out
}

#[test]
fn the_engine_knows_no_python() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = fs::read_to_string(root.join("Cargo.toml")).expect("the manifest");
    assert!(!manifest.contains("pyo3 "), "the engine's manifest names pyo3");
}
