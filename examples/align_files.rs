//! Aligns two files of any supported format into a translation memory in TMX:
//!
//!     cargo run --example align_files -- samples/who-europe-measles.en.txt samples/who-europe-measles.ru.txt out.tmx

use enru::memory::{Format, WriteOptions};
use enru::{Aligner, EnRu};
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [first, second, out] = args.as_slice() else {
        return Err("give two documents and the memory to write".into());
    };
    // Either order: the languages are detected.
    let bitext = Aligner::default().align(EnRu::open(first, second)?);
    let options = WriteOptions { locales: ["en-GB".into(), "ru-RU".into()], ..WriteOptions::default() };
    // An existing file is an error, since replacing it was not requested.
    bitext.save(Format::Tmx, &options, Path::new(out), false)?;
    Ok(())
}
