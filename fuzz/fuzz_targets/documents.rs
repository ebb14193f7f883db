//! Documents of every format: the first byte names the format by the ending, the rest is the file.
#![no_main]

use enru::io::InputOptions;
use enru::read::ReadOptions;
use enru::read::from_bytes;
use libfuzzer_sys::fuzz_target;
use std::path::Path;

const NAMES: [&str; 15] = [
    "x.txt", "x.html", "x.docx", "x.odt", "x.epub", "x.fb2", "x.rtf", "x.md", "x.srt", "x.vtt", "x.po",
    "x.xml", "x", "x.doc", "x.pptx",
];

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let name = Path::new(NAMES[usize::from(*first) % NAMES.len()]);
    let options =
        ReadOptions {
            input: InputOptions { lossy: first & 64 != 0, ..Default::default() },
            whole_page: first & 128 != 0,
            ..ReadOptions::default()
        };
    if let Ok(reading) = from_bytes(name, bytes, &options) {
        let document = reading.value;
        assert!(!document.text().trim().is_empty());
        assert!(document.blocks().iter().all(|b| document.text().get(b.span.start..b.span.end).is_some()));
    }
});
