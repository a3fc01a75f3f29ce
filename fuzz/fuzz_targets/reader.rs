//! The first byte says which kind of file the rest is, and how it is compressed.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bindings::fuzz::reader(data));
