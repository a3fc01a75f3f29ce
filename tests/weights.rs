//! A weights file whose manifest was changed is refused with a cause; no size in it overflows.

use sayso::model::Model;
use serde_json::{Value, json};

const ROW: usize = 80;

fn tiny() -> Vec<u8> {
    weights("tiny")
}

fn weights(name: &str) -> Vec<u8> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::read(root.join(format!("tests/data/{name}.sayso"))).expect("the tiny weights")
}

/// Where the manifest's row of the table stands.
fn row(file: &[u8]) -> usize {
    let rows = (16..file.len()).step_by(ROW);
    rows.into_iter().find(|at| file[*at..].starts_with(b"manifest\0")).expect("a manifest")
}

fn manifest(file: &[u8]) -> Value {
    let at = row(file);
    let number = |at: usize| u64::from_le_bytes(file[at..at + 8].try_into().expect("8 bytes")) as usize;
    let (offset, length) = (number(at + 64), number(at + 72));
    serde_json::from_slice(&file[offset..offset + length]).expect("JSON")
}

/// The file with another manifest, put at its end.
fn with(file: &[u8], manifest: &str) -> Vec<u8> {
    let (at, mut out) = (row(file), file.to_vec());
    out[at + 60..at + 64].copy_from_slice(&crc32fast::hash(manifest.as_bytes()).to_le_bytes());
    out[at + 64..at + 72].copy_from_slice(&(file.len() as u64).to_le_bytes());
    out[at + 72..at + 80].copy_from_slice(&(manifest.len() as u64).to_le_bytes());
    out.extend_from_slice(manifest.as_bytes());
    out
}

/// Paths of all numbers in a manifest.
fn numbers(value: &Value, path: &str, out: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(k, v)| numbers(v, &format!("{path}/{k}"), out)),
        Value::Array(items) => items.iter().enumerate().for_each(|(i, v)| numbers(v, &format!("{path}/{i}"), out)),
        Value::Number(_) => out.push(path.to_owned()),
        _ => {}
    }
}

#[test]
fn an_unchanged_manifest_is_read() {
    let file = tiny();
    let same = with(&file, &manifest(&file).to_string());
    assert_eq!(Model::read(&same).expect("the same model").name(), Model::read(&file).expect("a model").name());
}

#[test]
fn impossible_numbers_are_refused() {
    refuses_impossible_numbers(&weights("tiny"), &["/config/layers", "/config/positions"]);
    refuses_impossible_numbers(&weights("tiny_convolution"), &["/config/piece", "/config/steps/0"]);
}

fn refuses_impossible_numbers(file: &[u8], own: &[&str]) {
    let whole = manifest(file);
    let mut paths = Vec::new();
    numbers(&whole, "", &mut paths);
    let both = ["/config/links/0", "/config/links/1", "/distance_side", "/config/label", "/config/frame"];
    for wanted in both.iter().chain(own) {
        assert!(paths.iter().any(|p| p == wanted), "no {wanted} among {paths:?}");
    }
    for path in paths {
        let values = [json!(u64::MAX), json!(u64::MAX / 2), json!(1u64 << 63), json!(u64::MAX - 1), json!(1e300)];
        for value in values.into_iter().chain([json!(-1), json!(null), json!("7"), json!((1u64 << 24) + 1)]) {
            let mut changed = whole.clone();
            *changed.pointer_mut(&path).expect("a number") = value.clone();
            match Model::read(&with(file, &changed.to_string())) {
                Err(e) => assert!(e.0.contains("manifest") || e.0.contains("section"), "{path} = {value}: {e}"),
                // numbers that are no sizes, or that nobody reads
                Ok(_) => assert!(path == "/cue_threshold" || path.starts_with("/calibration"), "{path} = {value}"),
            }
        }
    }
}

#[test]
fn a_sum_of_links_that_wraps_to_another_is_refused() {
    let file = tiny();
    let whole = manifest(&file);
    let mut changed = whole.clone();
    changed["config"]["links"] = json!([1, u64::MAX]); // the sum is 0
    assert!(Model::read(&with(&file, &changed.to_string())).is_err());
    let mut changed = whole.clone();
    let side = whole["distance_side"].as_u64().expect("a number");
    changed["distance_side"] = json!(side + (1 << 63)); // twice that is what it was
    assert!(Model::read(&with(&file, &changed.to_string())).is_err());
}

#[test]
fn a_manifest_without_a_field_is_refused() {
    let file = tiny();
    let whole = manifest(&file);
    for key in ["name", "config", "labels", "features", "distance_side", "relations", "cue_threshold"] {
        let mut changed = whole.clone();
        changed.as_object_mut().expect("an object").remove(key).expect(key);
        let error = Model::read(&with(&file, &changed.to_string())).expect_err(key);
        assert!(error.0.contains(key), "{key}: {error}");
    }
    for broken in ["", "{", "[]", "null", "{\"name\": 1}"] {
        assert!(Model::read(&with(&file, broken)).is_err(), "{broken}");
    }
}
