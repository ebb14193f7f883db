//! What else is read: lexicons and glossaries, SRX, requests of the worker.
#![no_main]

use enru::lexicon::Lexicon;
use enru::split::{Splitter, open_srx};
use enru::worker::Request;
use enru::{Document, Lang};
use libfuzzer_sys::fuzz_target;
use std::path::PathBuf;
use std::sync::LazyLock;

/// Lexicons and SRX are read from files: a folder in memory, where the system has one.
static FOLDER: LazyLock<tempfile::TempDir> =
    LazyLock::new(|| tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder"));

fn file(ending: &str, bytes: &[u8]) -> PathBuf {
    let path = FOLDER.path().join(format!("x.{ending}"));
    std::fs::write(&path, bytes).expect("the folder can be written");
    path
}

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    match first % 8 {
        0..4 => {
            let ending = ["lex", "csv", "tsv", "dic"][usize::from(first % 8)];
            let _ = Lexicon::open(file(ending, bytes));
        }
        4 => drop(Lexicon::open(file("tmx", bytes))),
        5 => {
            if let Ok(request) = Request::parse(bytes, 1) {
                request.name();
            }
        }
        _ => {
            if let Ok(srx) = open_srx(&file("srx", bytes), &[Lang::En]) {
                let text = "Mr. A. B. Smith came at 5 p.m. He left.  \"Why?\" e.g. so... 1.2 No.\n- item";
                Splitter::from(srx).split(Document::from_text("x", Lang::En, text));
            }
        }
    }
});
