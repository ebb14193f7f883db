//! Parquet: a file, and what is read of it written and read again.
#![no_main]

use enru::memory::{Format, MemoryOptions, WriteOptions, open_reader, write_segments};
use libfuzzer_sys::fuzz_target;
use std::io::Cursor;
use std::path::Path;
use std::sync::Once;

static QUIET: Once = Once::new();

fn read(bytes: &[u8]) -> Vec<enru::Segment> {
    let options = MemoryOptions { format: Some(Format::Parquet), ..MemoryOptions::default() };
    match open_reader(Path::new("x.parquet"), Box::new(Cursor::new(bytes.to_vec())), &options) {
        Ok(segments) => segments.complete(true).map_while(|(_, segment)| segment.ok()).collect(),
        Err(_) => Vec::new(),
    }
}

fuzz_target!(|data: &[u8]| {
    // Panics in the library are caught and reported, as those of PDF.
    QUIET.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    let segments = read(data);
    if segments.is_empty() {
        return;
    }
    let mut out = Vec::new();
    write_segments(segments.iter().cloned(), Format::Parquet, &WriteOptions::default(), &mut out)
        .expect("memory can be written");
    let texts = |segments: &[enru::Segment]| -> Vec<(String, String)> {
        segments.iter().map(|segment| (segment.en.clone(), segment.ru.clone())).collect()
    };
    assert_eq!(texts(&segments), texts(&read(&out)));
});
