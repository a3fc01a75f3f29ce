#![no_main]

#[path = "../checks.rs"]
#[allow(dead_code)] // one target of it
mod checks;

libfuzzer_sys::fuzz_target!(|data: &[u8]| checks::model(data));
