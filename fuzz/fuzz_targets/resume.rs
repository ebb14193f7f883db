//! `run.json` and the journal of an earlier run: whatever they hold, the batch goes on with it or begins again.
#![no_main]

use enru::Aligner;
use enru::batch::{Options, Start, run};
use enru::pair::{Pair, Pairing, Rule};
use enru::read::ReadOptions;
use enru::memory::{Format, WriteOptions};
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

fn options(out: &Path) -> Options {
    Options {
        out: out.to_path_buf(),
        format: Format::Csv,
        write: WriteOptions::default(),
        read: ReadOptions::default(),
        jobs: 1,
        start: Start::Resume,
        merge: None,
        timings: false,
        settings: BTreeMap::new(),
    }
}

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
    let (en, ru, out) = (folder.path().join("a.en"), folder.path().join("a.ru"), folder.path().join("out"));
    fs::write(&en, "One.").expect("a file");
    fs::write(&ru, "Раз.").expect("a file");
    fs::create_dir_all(out.join(".enru")).expect("a folder");
    let earlier = if first % 2 == 0 { out.join("run.json") } else { out.join(".enru/journal.jsonl") };
    fs::write(earlier, bytes).expect("a file");
    let pair = Pair { en, ru, name: "a".into(), rule: Rule::List, confidence: 1.0, runner_up: None };
    let pairing = Pairing { pairs: vec![pair], alone: Vec::new() };
    let summary = run(&pairing, &Aligner::default(), &options(&out), &AtomicBool::new(false), &|_| {});
    assert_eq!(summary.expect("a run").records.len(), 1);
});
