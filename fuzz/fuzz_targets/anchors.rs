//! Anchors of any text, in both languages, paired with each other.
#![no_main]

use enru::{Lang, anchor};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let all = [Lang::En, Lang::Ru].map(|lang| anchor::extract(text, lang));
    for anchors in &all {
        assert!(anchors.windows(2).all(|w| w[0].span.end <= w[1].span.start));
        assert!(anchors.iter().all(|a| text.get(a.span.start..a.span.end).is_some()));
    }
    let [en, ru] = &all;
    for pair in anchor::pair((text, en), (text, ru)) {
        assert!(pair.en < en.len() && pair.ru < ru.len());
    }
});
