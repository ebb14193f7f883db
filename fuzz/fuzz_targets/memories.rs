//! Memories and reviews that are read back: CSV, TSV, JSONL, TMX, XLIFF, PO, XLSX, review JSON, ladders.
#![no_main]

use enru::memory::{MemoryOptions, open_reader};
use enru::review::Review;
use enru::memory::{Format, WriteOptions, write_segments};
use libfuzzer_sys::fuzz_target;
use std::io::Cursor;
use std::path::Path;

const NAMES: [&str; 8] = ["x.csv", "x.tsv", "x.jsonl", "x.tmx", "x.xliff", "x.po", "x.xlsx", "x.ladder"];

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let name = Path::new(NAMES[usize::from(first % 8)]);
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = text.parse::<enru::Ladder>();
        if let Ok(review) = Review::from_json(name, bytes) {
            let json = review.to_json();
            Review::from_json(name, json.as_bytes()).expect("a review reads what it writes");
            review.units();
        }
    }
    let input = Box::new(Cursor::new(bytes.to_vec()));
    let Ok(units) = open_reader(name, input, &MemoryOptions::default()) else { return };
    let units: Vec<_> = units.complete(true).map_while(|(_, unit)| unit.ok()).collect();
    for format in [Format::Csv, Format::Jsonl, Format::Tmx, Format::Xliff] {
        let mut out = Vec::new();
        write_segments(units.iter().cloned(), format, &WriteOptions::default(), &mut out)
            .expect("memory can be written");
    }
});
