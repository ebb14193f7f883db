//! Pairs the files of a folder by name and aligns every pair on all cores, into one CSV file per pair and one memory
//! for all pairs:
//!
//!     cargo run --example align_folder -- samples out

#![allow(clippy::print_stdout)]

use enru::batch::{self, Merge, Options};
use enru::memory::Format;
use enru::pair::walk::{self, Links};
use enru::pair::{By, pair};
use enru::read::ReadOptions;
use enru::{Aligner, Lexicon};
use std::path::Path;
use std::sync::atomic::AtomicBool;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [folder, out] = args.as_slice() else { return Err("give a folder and the output folder".into()) };
    let read = [ReadOptions::default(), ReadOptions::default()];
    let found = walk::files(Path::new(folder), None, Some(Path::new(out)), Links::Inside)?;
    let pairing = pair(found.files, By::Name, &Lexicon::builtin(), &read);

    let mut options = Options::new(out);
    let path = Path::new(out).join("all.tmx");
    options.merge = Some(Merge { path, format: Format::Tmx, dedupe: true, min_confidence: None });
    // Setting it from any thread ends the run, which can be resumed.
    let stop = AtomicBool::new(false);
    let summary = batch::run(&pairing, &Aligner::default(), &options, &stop, &|_| {})?;
    println!("{} pairs aligned", summary.records.len());
    Ok(())
}
