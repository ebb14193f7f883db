//! Damaged files of every format that enru reads back: each is read or refused, without a panic. The targets in
//! `fuzz/` search longer for the same faults.

use crate::common::read_segments;
use crate::common::{FIVE, bitext, written};
use enru::batch::{Options, Start, run};
use enru::memory::{Format, WriteOptions};
use enru::memory::{MemoryOptions, open_reader};
use enru::pair::{Pair, Pairing, Rule};
use enru::read::ReadOptions;
use enru::read::from_bytes;
use enru::review::Review;
use enru::worker::Request;
use enru::{Aligner, Lexicon};
use proptest::prelude::*;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// The positions of changed bytes, and of the end of the file.
type Damage = (Vec<(prop::sample::Index, u8)>, prop::sample::Index);

fn damage() -> impl Strategy<Value = Damage> {
    let index = any::<prop::sample::Index>;
    (prop::collection::vec((index(), any::<u8>()), 0..6), index())
}

/// `bytes` with the changes, whole and truncated.
fn damaged(mut bytes: Vec<u8>, (changes, cut): &Damage) -> [Vec<u8>; 2] {
    for (at, byte) in changes {
        let at = at.index(bytes.len());
        bytes[at] = *byte;
    }
    let head = bytes[..cut.index(bytes.len()) + 1].to_vec();
    [bytes, head]
}

fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    // Stored without compression, so that the damage reaches the content.
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in files {
        zip.start_file(*name, stored).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Documents in the formats that `tests/formats_read.rs` does not damage.
fn documents() -> [(&'static str, Vec<u8>); 3] {
    let odt = "<office:document-content><office:body><office:text><text:h text:outline-level='1'>T</text:h><text:p>A\
               <text:s text:c='3'/>b<text:note><text:note-body><text:p>n</text:p></text:note-body></text:note></text:p>\
               </office:text></office:body></office:document-content>";
    let opf = "<package><manifest><item id='a' href='a.xhtml'/></manifest><spine><itemref idref='a'/></spine></package>";
    let container = "<container><rootfiles><rootfile full-path='p.opf'/></rootfiles></container>";
    let fb2 =
        "<FictionBook><body><section><title><p>One</p></title><p>Text.</p></section></body></FictionBook>";
    [
        ("x.odt", zipped(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", odt)])),
        (
            "x.epub",
            zipped(&[("META-INF/container.xml", container), ("p.opf", opf), ("a.xhtml", "<p>Second.</p>")]),
        ),
        ("x.fb2", fb2.as_bytes().to_vec()),
    ]
}

/// Resumes the run of one pair in `folder`; returns the number of records afterwards.
fn batch(folder: &Path) -> enru::Result<usize> {
    let (en, ru) = (folder.join("a.en"), folder.join("a.ru"));
    fs::write(&en, "One.").unwrap();
    fs::write(&ru, "Раз.").unwrap();
    let pair = Pair { en, ru, name: "a".into(), rule: Rule::List, confidence: 1.0, runner_up: None };
    let pairing = Pairing { pairs: vec![pair], alone: Vec::new() };
    let options = Options { jobs: 1, start: Start::Resume, ..Options::new(folder.join("out")) };
    run(&pairing, &Aligner::default(), &options, &AtomicBool::new(false), &|_| {})
        .map(|summary| summary.records.len())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn documents_are_read_or_refused(which in 0usize..3, damage in damage()) {
        let [odt, epub, fb2] = documents();
        let (name, bytes) = [odt, epub, fb2][which].clone();
        for bytes in damaged(bytes, &damage) {
            match from_bytes(Path::new(name), &bytes, &ReadOptions::default()) {
                Ok(reading) => prop_assert!(!reading.value.text().trim().is_empty()),
                Err(error) => prop_assert!(error.to_string().contains(name)),
            }
        }
    }

    #[test]
    fn memories_and_ladders_are_read_or_refused(which in 0usize..8, of in 0usize..4, damage in damage()) {
        let format = [
            Format::Csv, Format::Tsv, Format::Jsonl, Format::Tmx, Format::Xliff, Format::Xlsx, Format::Bracket,
            Format::Xces,
        ][which];
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        for bytes in damaged(written(&bitext(FIVE[1 + of]), format, &WriteOptions::default()), &damage) {
            fs::write(&path, &bytes).unwrap();
            if let Err(error) = read_segments(&path) {
                prop_assert!(error.to_string().contains('x'));
            }
            let _ = Lexicon::open(&path);
            if let Ok(units) = open_reader(&path, Box::new(Cursor::new(bytes)), &MemoryOptions::default()) {
                units.complete(true).for_each(drop);
            }
        }
    }

    #[test]
    fn reviews_and_requests_are_read_or_refused(damage in damage()) {
        let review = Review::of_units("x", bitext("1-0 and 0-1").segments()).to_json();
        for bytes in damaged(review.into_bytes(), &damage) {
            if let Ok(review) = Review::from_json(Path::new("x"), &bytes) {
                let again = Review::from_json(Path::new("x"), review.to_json().as_bytes()).unwrap();
                prop_assert_eq!(again.units().len(), review.units().len());
            }
        }
        let request = r#"{"id": 1, "en": "A.", "ru": "Б.", "options": {"lines": true}}"#;
        for bytes in damaged(request.into(), &damage) {
            if let Err(failure) = Request::parse(&bytes, 7) {
                prop_assert_eq!(failure.line, 7);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(25) })]

    /// A run with a damaged record resumes, or is refused with a message that names the file and the remedy: files
    /// that a damaged record lists cannot be replaced. In both cases no output is lost, and without the record the
    /// run resumes.
    #[test]
    fn a_batch_goes_on_from_whatever_it_finds(damage in damage(), journal in prop::bool::ANY) {
        let folder = tempfile::tempdir().unwrap();
        prop_assert_eq!(batch(folder.path()).unwrap(), 1);
        let out = folder.path().join("out");
        let (made, output) = (fs::read(out.join("run.json")).unwrap(), fs::read(out.join("a.csv")).unwrap());
        for bytes in damaged(made.clone(), &damage) {
            fs::create_dir_all(out.join(".enru")).unwrap();
            let record = out.join(if journal { ".enru/journal.jsonl" } else { "run.json" });
            fs::write(&record, bytes).unwrap();
            match batch(folder.path()) {
                Ok(records) => prop_assert_eq!(records, 1),
                Err(error) => {
                    let message = error.to_string();
                    prop_assert!(message.contains("move it away"), "{}", message);
                    prop_assert_eq!(fs::read(out.join("a.csv")).unwrap(), output.clone());
                    fs::write(out.join("run.json"), &made).unwrap();
                    prop_assert_eq!(batch(folder.path()).unwrap(), 1);
                }
            }
        }
    }
}
