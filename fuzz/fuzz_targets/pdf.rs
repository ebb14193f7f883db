//! PDF. A panic in the library that interprets it is caught by enru and reported as an error of the file, so the hook of
//! the fuzzer, which ends the process on every panic, is replaced; a panic that leaves enru still ends it, and so does a
//! stack that overflows.
#![no_main]

use enru::read::{ReadOptions, from_bytes};
use libfuzzer_sys::fuzz_target;
use std::path::Path;
use std::sync::Once;

static QUIET: Once = Once::new();

fuzz_target!(|data: &[u8]| {
    QUIET.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    if let Ok(reading) = from_bytes(Path::new("x.pdf"), data, &ReadOptions::default()) {
        let document = reading.value;
        assert!(!document.text().trim().is_empty());
        assert!(document.blocks().iter().all(|b| document.text().get(b.span.start..b.span.end).is_some()));
    }
});
