//! The splitter: no text is lost, doubled or moved.
#![no_main]

use enru::split::split;
use enru::{Document, Lang};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for lang in [Lang::En, Lang::Ru] {
        let sentences = split(Document::from_text("x", lang, text));
        let (text, mut at) = (sentences.document().text(), 0);
        for sentence in sentences.iter() {
            assert!(
                text[at..sentence.span.start].chars().all(char::is_whitespace),
                "lost before {sentence:?}"
            );
            assert!(!text[sentence.span.start..sentence.span.end].trim().is_empty());
            at = sentence.span.end;
        }
        assert!(text[at..].chars().all(char::is_whitespace), "lost at the end");
    }
});
