//! The search: two texts, a sentence a line, and fixed points. The ladder covers both and keeps the points.
#![no_main]

use enru::align::{AlignOptions, Fixed};
use enru::{Aligner, Bead, EnRu, Ladder, Lang, Sentences, Shape};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static ALIGNER: LazyLock<Aligner> = LazyLock::new(Aligner::default);

/// Two bytes a point, as many as the first byte says: the sentences that belong together, or a whole bead.
fn points(data: &[u8]) -> (Vec<Fixed>, &[u8]) {
    let Some((count, rest)) = data.split_first() else { return (Vec::new(), data) };
    let (bytes, rest) = rest.split_at(rest.len().min(2 * usize::from(count % 8)));
    let point = |two: &[u8]| {
        let (en, ru) = (usize::from(two[0] % 32), usize::from(two[1] % 32));
        let (n, m) = (usize::from(two[0] / 32), usize::from(two[1] / 32));
        if n + m == 0 {
            Fixed::Together(en, ru)
        } else {
            Fixed::Bead(Bead { en: en..en + n, ru: ru..ru + m })
        }
    };
    (bytes.chunks_exact(2).map(point).collect(), rest)
}

fuzz_target!(|data: &[u8]| {
    let (fixed, rest) = points(data);
    let text = String::from_utf8_lossy(rest);
    let (en, ru) = text.split_once('\0').unwrap_or((&text, ""));
    let lines = |lang, text: &str| Sentences::from_lines("x", lang, text.to_string());
    let pair = EnRu::new(lines(Lang::En, en), lines(Lang::Ru, ru)).unwrap();
    let Ok(aligned) = ALIGNER.align_with(pair, &AlignOptions::default().fixed(&fixed)) else { return };
    let bitext = aligned.bitext;
    let size = Shape { en: bitext.en().len(), ru: bitext.ru().len() };
    let beads = bitext.ladder().beads();
    assert_eq!(Ladder::covering(beads.to_vec(), size).as_ref(), Ok(bitext.ladder()));
    assert!(bitext.judgements().iter().all(|j| (0.0..=1.0).contains(&j.confidence)));
    for point in fixed {
        if let Fixed::Together(en, ru) = point {
            assert!(beads.iter().any(|b| b.en.contains(&en) && b.ru.contains(&ru)), "{point:?} is not kept");
        }
    }
});
