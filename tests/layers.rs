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
    &["batch", "columns", "corpus", "score"],
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
        // a group of a `use` may go over several lines
        let code: Vec<&str> = code.lines().map(str::trim).filter(|l| !l.starts_with("//")).collect();
        for used in modules(&code.join(" ")) {
            if used == own || used == UNIT_TESTS || VOCABULARY.contains(&used.as_str()) {
                continue;
            }
            let theirs = level(&used).unwrap_or_else(|| panic!("{}: {used} is in no layer", path.display()));
            assert!(theirs < mine, "{}: {own} uses {used}, which is no lower layer", path.display());
            checked += 1;
        }
    }
    assert!(checked > 20, "only {checked} uses found: is the test blind?");
}

/// The modules that code names as `crate::x` or in `use crate::{x, y::z}`.
fn modules(code: &str) -> Vec<String> {
    let name = |s: &str| s.trim().chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect::<String>();
    let mut out = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let (mut depth, mut part) = (1, String::new());
            for c in group.chars() {
                depth += i32::from(c == '{') - i32::from(c == '}');
                match c {
                    _ if depth == 0 => break,
                    ',' if depth == 1 => out.push(name(&std::mem::take(&mut part))),
                    _ => part.push(c),
                }
            }
            out.push(name(&part));
        } else {
            out.push(name(rest));
        }
    }
    out.retain(|n| !n.is_empty());
    out
}

#[test]
fn groups_are_read_whole() {
    assert_eq!(modules("use crate::{a, b::{c, D}, e}; fn f() { crate::g::h() }"), ["a", "b", "e", "g"]);
}

#[test]
fn the_engine_knows_no_python() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = fs::read_to_string(root.join("Cargo.toml")).expect("the manifest");
    assert!(!manifest.contains("pyo3 "), "the engine's manifest names pyo3");
}

/// The modules that may say `unsafe`, and why.
const UNSAFE: &[(&str, &str)] = &[
    ("src/encode/dots.rs", "instructions that the processor was asked for"),
    ("src/encode/vector.rs", "the same"),
    ("python/src/dataset/ffi.rs", "Arrow's C interface"),
];

#[test]
fn unsafe_stands_in_named_modules_each_use_with_its_reason() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    for folder in ["src", "python/src"] {
        files(&root.join(folder), &mut all);
    }
    let mut met = Vec::new();
    for path in all {
        let name = path.strip_prefix(root).expect("a file of ours").to_string_lossy().replace('\\', "/");
        let code = fs::read_to_string(&path).expect("a source file");
        let lines: Vec<&str> = code.lines().map(str::trim).collect();
        for (i, _) in lines.iter().enumerate().filter(|(_, line)| is_unsafe(line)) {
            assert!(UNSAFE.iter().any(|(module, _)| *module == name), "{name}:{}: unsafe in another module", i + 1);
            let reason = lines[..i].iter().rev().take(3).any(|line| line.starts_with("// SAFETY: "));
            assert!(reason, "{name}:{}: no reason just above", i + 1);
            met.push(name.clone());
        }
    }
    for (module, _) in UNSAFE {
        assert!(met.iter().any(|name| name == module), "{module} has no unsafe any more: strike it from the list");
    }
}

/// True of a line of code that opens something unsafe.
fn is_unsafe(line: &str) -> bool {
    let code = line.split("//").next().unwrap_or("");
    code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| word == "unsafe")
}

/// What asserts, where data from outside or its tables are at fault.
const ASSERTING: &[&str] = &[
    "concat_batches(",
    "StreamReader::",
    "StreamWriter::",
    "parquet::builder(",
    "json::write(",
    "sheet::rows(",
    ".slice(",
    "FFI_ArrowArrayStream::new(",
    "FFI_ArrowSchema::",
    "Stream::of(",
    "ffi::lone(",
    "files::check(",
    "rows::rows(",
    "rows::check(",
];

#[test]
fn arrow_and_parquet_stand_behind_one_door() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/src/dataset");
    let mut checked = 0;
    // the modules that Python calls; the others are called by these
    for module in ["given.rs", "table.rs", "work.rs", "stream.rs"] {
        let code = fs::read_to_string(root.join(module)).expect("a source file");
        for function in functions(&code) {
            for call in ASSERTING.iter().filter(|call| function.contains(**call)) {
                let name = function.lines().next().unwrap_or("").trim();
                assert!(function.contains("gate::here("), "{module}: {call} outside of gate::here, in {name}");
                checked += 1;
            }
        }
    }
    assert!(checked > 8, "only {checked} calls found: is the test blind?");
}

/// The functions of a file, each from its `fn` to the next.
fn functions(code: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    for line in code.lines() {
        let head = line.trim_start().trim_start_matches("pub(crate) ");
        if head.starts_with("fn ") {
            out.push(String::new());
        }
        if let Some(function) = out.last_mut().filter(|_| !line.trim_start().starts_with("//")) {
            function.push_str(line);
            function.push('\n');
        }
    }
    out
}
