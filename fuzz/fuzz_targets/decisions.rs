//! Decisions of an earlier review placed in documents that changed, checks of memories, and reasons: two texts and a
//! memory, parted by NUL.
#![no_main]

use enru::align::AlignOptions;
use enru::memory::{MemoryOptions, lint, open_reader};
use enru::review::{Decisions, Review};
use enru::{Aligner, EnRu, Ladder, Lang, Sentences, Shape};
use libfuzzer_sys::fuzz_target;
use std::io::Cursor;
use std::path::Path;
use std::sync::LazyLock;

static ALIGNER: LazyLock<Aligner> = LazyLock::new(Aligner::default);

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let mut parts = text.splitn(3, '\0');
    let [en, ru, memory] = [(); 3].map(|()| parts.next().unwrap_or_default());
    let rows = Cursor::new(format!("en,ru,status,en_ids,ru_ids,document\n{memory}").into_bytes());
    let Ok(units) = open_reader(Path::new("x.csv"), Box::new(rows), &MemoryOptions::default()) else { return };
    let units: Vec<_> = units.complete(true).map_while(|(_, unit)| unit.ok()).collect();
    units.iter().for_each(|unit| drop(lint(unit)));
    let review = Review::of_units("x", units);
    let lines = |lang, text: &str| Sentences::from_lines("x", lang, text.to_string());
    let (en, ru) = (lines(Lang::En, en), lines(Lang::Ru, ru));
    let decisions = Decisions::place(&review, "x", &en, &ru);
    let Ok(pair) = EnRu::new(en, ru) else { return };
    let options = AlignOptions::default();
    let fixed = decisions.fixed();
    let Ok(aligned) = ALIGNER.align_with(pair, &options.fixed(&fixed).explain(true)) else { return };
    let mut bitext = aligned.bitext;
    decisions.apply(&mut bitext);
    aligned.explanations.iter().for_each(|explanation| drop(explanation.to_string()));
    let size = Shape { en: bitext.en().len(), ru: bitext.ru().len() };
    assert!(Ladder::covering(bitext.ladder().beads().to_vec(), size).is_ok());
});
