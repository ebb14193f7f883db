//! `run.json` and the journal of an earlier run: whatever they hold, the batch goes on with it, begins again, or is refused
//! with what to do. Files outside the output folder survive, and so does what a person wrote into an output.
#![no_main]

use enru::Aligner;
use enru::batch::{Options, Start, run};
use enru::pair::{Pair, Pairing, Rule};
use libfuzzer_sys::fuzz_target;
use std::fs;
use std::sync::atomic::AtomicBool;

const EDITED: &str = "en,ru\nOne.,Edited by a person.\n";

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
    let (en, ru, out) = (folder.path().join("a.en"), folder.path().join("a.ru"), folder.path().join("out"));
    fs::write(&en, "One.").expect("a file");
    fs::write(&ru, "Раз.").expect("a file");
    let outside = folder.path().join("victim.csv");
    fs::write(&outside, "mine").expect("a file");
    fs::create_dir_all(out.join(".enru")).expect("a folder");
    let earlier = if first % 2 == 0 { out.join("run.json") } else { out.join(".enru/journal.jsonl") };
    fs::write(earlier, bytes).expect("a file");
    if first & 2 != 0 {
        fs::write(out.join("a.csv"), EDITED).expect("a file");
    }
    let pair = Pair { en, ru, name: "a".into(), rule: Rule::List, confidence: 1.0, runner_up: None };
    let pairing = Pairing { pairs: vec![pair], alone: Vec::new() };
    let start = if first & 4 == 0 { Start::Resume } else { Start::Force };
    let options = Options { jobs: 1, start, ..Options::new(&out) };
    match run(&pairing, &Aligner::default(), &options, &AtomicBool::new(false), &|_| {}) {
        Ok(summary) => assert_eq!(summary.records.len(), 1),
        Err(error) => assert!(error.to_string().contains("move it away"), "{error}"),
    }
    assert_eq!(fs::read(&outside).expect("a file outside"), b"mine");
    if first & 2 != 0 {
        assert_eq!(fs::read(out.join("a.csv")).expect("an output"), EDITED.as_bytes());
    }
});
