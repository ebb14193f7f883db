//! The search keeps fixed points, right or wrong, in short and in long documents.

use enru::align::{AlignError, AlignOptions, Fixed, FixedError, Misfit};
use enru::{Aligner, Bead, Bitext, EnRu, Lang, Sentences};
use proptest::prelude::*;
use std::fs;
use std::ops::Range;
use std::path::Path;

/// The samples concatenated, `times` over.
fn chained(lang: Lang, times: usize) -> Sentences {
    let names = ["cis-rescue-exercises", "undp-issyk-kul-water", "who-europe-measles"];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let read = |name: &str| fs::read_to_string(folder.join(name).with_extension(lang.code())).unwrap();
    let text: String = names.iter().map(|name| read(name)).collect();
    Sentences::from_lines("x", lang, text.repeat(times))
}

fn align(times: usize, fixed: &[Fixed]) -> Result<Bitext, AlignError> {
    let pair = EnRu::new(chained(Lang::En, times), chained(Lang::Ru, times)).unwrap();
    Ok(Aligner::default().align_with(pair, &AlignOptions::default().fixed(fixed))?.bitext)
}

/// Whether the ladder keeps a fixed point.
fn kept(bitext: &Bitext, fixed: &Fixed) -> bool {
    let beads = bitext.ladder().beads();
    let paired = || beads.iter().filter(|b| b.is_paired());
    match fixed {
        Fixed::Bead(bead) if !bead.is_paired() => {
            let meet = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
            !paired().any(|b| meet(&b.en, &bead.en) || meet(&b.ru, &bead.ru))
        }
        Fixed::Bead(bead) => beads.contains(bead),
        Fixed::Together(i, j) => beads.iter().any(|b| b.en.contains(i) && b.ru.contains(j)),
    }
}

/// Fixed points that do not cross: gaps and sizes (English, Russian) from point to point.
fn points(steps: Vec<((usize, usize), (usize, usize))>, times: usize) -> Vec<Fixed> {
    let size = (chained(Lang::En, times).len(), chained(Lang::Ru, times).len());
    let (mut at, mut fixed) = ((0, 0), Vec::new());
    for ((skip_en, skip_ru), (en, ru)) in steps {
        let from = (at.0 + skip_en, at.1 + skip_ru);
        at = (from.0 + en.max(1), from.1 + ru.max(1));
        if at.0 > size.0 || at.1 > size.1 {
            break;
        }
        fixed.push(match (en, ru) {
            (0, 0) => Fixed::Together(from.0, from.1),
            (en, ru) => Fixed::Bead(Bead { en: from.0..from.0 + en, ru: from.1..from.1 + ru }),
        });
    }
    fixed
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn every_point_is_kept_in_a_short_document(
        steps in prop::collection::vec(((0..25usize, 0..25usize), (0..9usize, 0..9usize)), 1..12),
    ) {
        let fixed = points(steps, 1);
        let bitext = align(1, &fixed).unwrap();
        prop_assert!(fixed.iter().all(|f| kept(&bitext, f)), "{fixed:?} {}", bitext.ladder());
    }

    #[test]
    fn pairs_of_sentences_are_kept_in_a_short_document(
        skips in prop::collection::vec((0..4usize, 0..4usize), 1..30),
    ) {
        let (mut at, mut fixed) = ((0, 0), Vec::new());
        let size = (chained(Lang::En, 1).len(), chained(Lang::Ru, 1).len());
        for (en, ru) in skips {
            at = (at.0 + en, at.1 + ru);
            if at.0 < size.0 && at.1 < size.1 {
                fixed.push(Fixed::Together(at.0, at.1));
            }
        }
        let bitext = align(1, &fixed).unwrap();
        prop_assert!(fixed.iter().all(|f| kept(&bitext, f)), "{fixed:?} {}", bitext.ladder());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    #[test]
    fn every_point_is_kept_in_a_long_document(
        steps in prop::collection::vec(((0..300usize, 0..300usize), (0..4usize, 0..4usize)), 1..12),
    ) {
        let fixed = points(steps, 12);
        let bitext = align(12, &fixed).unwrap();
        prop_assert!(fixed.iter().all(|f| kept(&bitext, f)), "{fixed:?}");
    }
}

#[test]
fn a_fixed_bead_is_certain_and_the_rest_is_found_as_before() {
    let free = align(1, &[]).unwrap();
    let own = free.ladder().beads().iter().find(|b| b.is_paired() && b.en.start > 20).unwrap().clone();
    let bitext = align(1, &[Fixed::Bead(own.clone())]).unwrap();
    assert_eq!(bitext.ladder(), free.ladder());
    let index = bitext.ladder().beads().iter().position(|b| *b == own).unwrap();
    assert_eq!(bitext.judgements()[index].confidence, 1.0);
}

#[test]
fn what_cannot_be_kept_is_refused() {
    let fixed = [Fixed::Together(3, 5), Fixed::Together(4, 4)];
    assert_eq!(align(1, &fixed).unwrap_err(), FixedError { index: 1, why: Misfit::Crosses(0) }.into());
}
