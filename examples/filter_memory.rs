//! Copies the segments of a memory that are long enough and not suspicious. Reads memories of any size and format,
//! one segment at a time:
//!
//!     cargo run --example filter_memory -- memory.tmx good.jsonl

#![allow(clippy::print_stdout)]

use enru::memory::{self, Filter, Format, WriteOptions, lint};
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [from, to] = args.as_slice() else { return Err("give a memory and the file to write".into()) };
    let filter = Filter { min_confidence: Some(0.9), ..Filter::default() };
    let is_good = |segment: &enru::Segment| filter.keeps(segment) && lint(segment).is_empty();
    let segments = memory::open(Path::new(from), &Default::default())?;
    let good = segments.filter(|segment| segment.as_ref().map_or(true, is_good));
    let count = memory::save(good, Format::Jsonl, &WriteOptions::default(), Path::new(to), false)?;
    println!("{count} segments written");
    Ok(())
}
