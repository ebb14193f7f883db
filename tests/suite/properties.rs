//! Properties of any text: no text is lost, nothing panics, and neither the order of the files nor the number of
//! threads matters.

use enru::ladder::Ladder;
use enru::split::split;
use enru::{Aligner, Bead, Bitext, Document, EnRu, Lang, Sentences, Shape};
use proptest::prelude::*;
use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static ALIGNER: LazyLock<Aligner> = LazyLock::new(Aligner::default);

fn align(en: &str, ru: &str) -> Bitext {
    let document = |lang, text| Document::from_text("x", lang, text);
    ALIGNER.align(EnRu::new(document(Lang::En, en), document(Lang::Ru, ru)).unwrap())
}

/// The paths of the samples without extension.
fn samples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "gold"));
    paths.sort();
    assert_eq!(paths.len(), 4);
    paths
}

fn sentences(base: &Path, lang: Lang) -> Sentences {
    Sentences::from_lines("x", lang, fs::read_to_string(base.with_extension(lang.code())).unwrap())
}

fn pair(base: &Path) -> EnRu<Sentences> {
    EnRu::new(sentences(base, Lang::En), sentences(base, Lang::Ru)).unwrap()
}

/// Fragments that are hard for splitters and aligners: marks, numbers, both scripts, invisible and combining
/// characters.
fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "г.",
        "т. е.",
        "Mr.",
        "No. 5",
        "3,5 млн",
        "1 000 000",
        "$3.5",
        "5 May 2021",
        "5 мая 2021 г.",
        "UNODC",
        "УНП ООН",
        "Женева",
        "Geneva",
        "XXI век",
        "«",
        "»",
        "“",
        "”",
        "...",
        "…",
        "?!",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\t",
        "\u{a0}",
        "\u{ad}",
        "\u{200d}",
        "\u{feff}",
        "и\u{306}",
        "👩\u{200d}👧",
        "— ",
        "• ",
        "1) ",
        "(a) ",
        "http://a.b/?q=ж",
        "x@y.ru",
        "A/RES/70/1",
        "%",
        "0",
        "99999999999999999999999",
        "1/0",
        "IIII",
        "\u{0}",
        "\u{2028}",
        "И. И. Иванов",
    ])
    .prop_map(str::to_string);
    prop_oneof![4 => known, 2 => "[A-Za-z]{1,9}", 2 => "[А-яё]{1,9}", 1 => any::<String>(), 1 => "[.!?,:;() ]{1,4}"]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec((piece(), prop::bool::ANY), 0..40)
        .prop_map(|pieces| pieces.into_iter().map(|(p, space)| if space { p + " " } else { p }).collect())
}

fn ladder() -> impl Strategy<Value = Ladder> {
    prop::collection::vec((0usize..4, 0usize..4), 0..30).prop_map(|shapes| {
        let (mut en, mut ru) = (0, 0);
        let mut beads = Vec::new();
        for (n, m) in shapes.into_iter().filter(|&shape| shape != (0, 0)) {
            beads.push(Bead { en: en..en + n, ru: ru..ru + m });
            (en, ru) = (en + n, ru + m);
        }
        Ladder::new(beads).expect("beads follow on one another")
    })
}

/// Apart from white space between sentences, no text is missing, duplicated or moved.
fn assert_lossless(sentences: &Sentences) {
    let (text, mut at) = (sentences.document().text(), 0);
    for sentence in sentences.iter() {
        assert!(text[at..sentence.span.start].chars().all(char::is_whitespace), "lost before {sentence:?}");
        assert!(!text[sentence.span.start..sentence.span.end].trim().is_empty());
        at = sentence.span.end;
    }
    assert!(text[at..].chars().all(char::is_whitespace), "lost at the end");
}

fn assert_covers(bitext: &Bitext) {
    let size = Shape { en: bitext.en().len(), ru: bitext.ru().len() };
    assert_eq!(Ladder::covering(bitext.ladder().beads().to_vec(), size).as_ref(), Ok(bitext.ladder()));
    assert!(bitext.judgements().iter().all(|j| (0.0..=1.0).contains(&j.confidence)));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn splitting_loses_nothing(text in text(), russian in prop::bool::ANY) {
        let lang = if russian { Lang::Ru } else { Lang::En };
        assert_lossless(&split(Document::from_text("x", lang, text)));
    }

    #[test]
    fn any_two_texts_give_a_ladder_over_both_twice_the_same(en in text(), ru in text()) {
        let bitext = align(&en, &ru);
        assert_covers(&bitext);
        prop_assert_eq!(bitext, align(&en, &ru));
    }

    #[test]
    fn any_characters_give_a_ladder(en in any::<String>(), ru in any::<String>()) {
        assert_covers(&align(&en, &ru));
    }

    #[test]
    fn any_lines_give_a_ladder(en in text(), ru in text()) {
        let lines = |lang, text| Sentences::from_lines("x", lang, text);
        assert_covers(&ALIGNER.align_sentences(EnRu::new(lines(Lang::En, en), lines(Lang::Ru, ru)).unwrap()));
    }

    #[test]
    fn a_ladder_reads_what_it_writes(ladder in ladder()) {
        prop_assert_eq!(ladder.to_string().parse::<Ladder>(), Ok(ladder));
    }

    #[test]
    fn a_ladder_mirrored_twice_is_itself(ladder in ladder()) {
        let mirrored = ladder.mirrored();
        prop_assert_eq!((mirrored.size().en, mirrored.size().ru), (ladder.size().ru, ladder.size().en));
        prop_assert_eq!(mirrored.mirrored(), ladder);
    }

    #[test]
    fn beads_with_a_gap_make_no_ladder(ladder in ladder(), at in any::<prop::sample::Index>()) {
        let mut beads = ladder.beads().to_vec();
        prop_assume!(beads.len() > 1);
        beads.remove(at.index(beads.len() - 1));
        prop_assert!(Ladder::new(beads).is_err());
    }

    #[test]
    fn a_line_that_is_no_bead_is_no_panic(text in any::<String>()) {
        let _ = text.parse::<Ladder>();
        let _ = format!("[0]:[{text}]").parse::<Ladder>();
    }
}

/// A document and its translation with numbered and dated sentences: every sentence finds its counterpart.
#[test]
fn a_document_of_plain_counterparts_is_all_one_to_one() {
    let mut en = String::new();
    let mut ru = String::new();
    for day in 1..=28 {
        en += &format!("On {day} May 2021 the course was attended by {} officers.\n", 100 + day * 7);
        ru += &format!("{day} мая 2021 г. курсы посетили {} сотрудников.\n", 100 + day * 7);
    }
    let lines = |lang, text| Sentences::from_lines("x", lang, text);
    let bitext = ALIGNER.align_sentences(EnRu::new(lines(Lang::En, en), lines(Lang::Ru, ru)).unwrap());
    let expected: String = (0..28).map(|i| format!("[{i}]:[{i}]\n")).collect();
    assert_eq!(bitext.ladder().to_string(), expected);
}

/// The same sentences in reverse order are not a translation in order: few can be paired.
#[test]
fn a_reversed_document_is_not_paired_along_the_diagonal() {
    let base = &samples()[0];
    let text = fs::read_to_string(base.with_extension("ru")).unwrap();
    let reversed: String = text.lines().rev().map(|l| format!("{l}\n")).collect();
    let reversed = Sentences::from_lines("x", Lang::Ru, reversed);
    let bitext = ALIGNER.align_sentences(EnRu::new(sentences(base, Lang::En), reversed).unwrap());
    let straight = ALIGNER.align_sentences(pair(base));
    let sure = |b: &Bitext| b.segments().filter(|s| s.confidence > Some(0.9)).count();
    assert!(sure(&bitext) * 4 < sure(&straight), "{} of {}", sure(&bitext), sure(&straight));
}

#[test]
fn files_in_the_wrong_order_give_the_same_bitext() {
    for base in samples() {
        let path = |lang: Lang| base.with_extension(format!("{lang}.txt"));
        let given = |first: Lang| EnRu::open(path(first), path(first.other())).unwrap();
        let (right, wrong) = (given(Lang::En), given(Lang::Ru));
        assert!(!right.swapped() && wrong.swapped());
        assert_eq!(ALIGNER.align(right), ALIGNER.align(wrong));
    }
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let bases = samples();
    let aligned = |threads: usize| -> Vec<Bitext> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let one = |base: &PathBuf| ALIGNER.align_sentences(pair(base));
        pool.install(|| bases.par_iter().chain(&bases).map(one).collect())
    };
    let alone = aligned(1);
    assert_eq!(alone[..4], alone[4..]);
    assert_eq!(alone, aligned(4));
}
