//! Pairing by name: file names, a line each. Every file is in one pair or left over with a reason, and the names of pairs
//! are safe and differ.
#![no_main]

use enru::Lexicon;
use enru::pair::{By, File, pair};
use enru::read::ReadOptions;
use libfuzzer_sys::fuzz_target;
use std::collections::HashSet;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let names: HashSet<&str> = text.lines().filter(|line| !line.is_empty()).take(64).collect();
    let file = |name: &&str| File { path: name.into(), rel: name.to_string(), side: None };
    let files: Vec<File> = names.iter().map(file).collect();
    let count = files.len();
    let read = [ReadOptions::default(), ReadOptions::default()];
    let pairing = pair(files, By::Name, &Lexicon::none(), &read);
    assert_eq!(2 * pairing.pairs.len() + pairing.alone.len(), count);
    let outputs: HashSet<String> = pairing.pairs.iter().map(|pair| pair.name.to_lowercase()).collect();
    assert_eq!(outputs.len(), pairing.pairs.len(), "names differ");
    for pair in &pairing.pairs {
        let is_safe = pair.name.split('/').all(|part| !part.is_empty() && part != ".." && part != ".");
        assert!(is_safe && !pair.name.contains(char::is_control), "{:?}", pair.name);
    }
});
