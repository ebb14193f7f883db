//! Pairing by content: texts separated by NUL. Every file is in one pair or left over, and no file is in two pairs.
#![no_main]

use enru::pair::{By, File, Pairing, pair_with};
use enru::read::ReadOptions;
use enru::{Document, Lang, Lexicon};
use libfuzzer_sys::fuzz_target;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::LazyLock;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::builtin);

fn paired(texts: &BTreeMap<PathBuf, &str>) -> Pairing {
    let file = |path: &PathBuf| File { path: path.clone(), rel: path.display().to_string(), side: None };
    let open = |file: &File, _: &ReadOptions| {
        let text = texts[&file.path];
        let letters = |russian: bool| text.chars().filter(|c| matches!(c, 'а'..='я') == russian).count();
        let lang = if letters(true) > letters(false) { Lang::Ru } else { Lang::En };
        Ok(Document::from_text(&file.rel, lang, text.to_string()))
    };
    let read = [ReadOptions::default(), ReadOptions::default()];
    pair_with(texts.keys().map(file).collect(), By::Content, &LEXICON, &read, &open)
}

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let texts: BTreeMap<PathBuf, &str> =
        text.split('\0').take(16).enumerate().map(|(at, text)| (format!("{at}.txt").into(), text)).collect();
    let pairing = paired(&texts);
    assert_eq!(2 * pairing.pairs.len() + pairing.alone.len(), texts.len());
    let mut files: BTreeSet<&PathBuf> = pairing.pairs.iter().flat_map(|pair| [&pair.en, &pair.ru]).collect();
    files.extend(pairing.alone.iter().map(|alone| &alone.file.path));
    assert_eq!(files.len(), texts.len(), "a file is in two places");
    assert!(pairing.pairs.iter().all(|pair| (0.0..=1.0).contains(&pair.confidence)));
});
