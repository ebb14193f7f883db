//! Explanations agree with the results of aligning for every bead, on parallel and on barely related texts.

use enru::align::{AlignOptions, Fixed};
use enru::{Aligner, Bead, EnRu, Lang, Sentences};
use std::fs;
use std::path::Path;

const SAMPLES: [&str; 4] =
    ["cis-rescue-exercises", "undp-issyk-kul-water", "unodc-precursor-course", "who-europe-measles"];

fn lines(name: &str, lang: Lang) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name).with_extension(lang.code());
    fs::read_to_string(path).unwrap().lines().map(String::from).collect()
}

fn side(lang: Lang, lines: &[String]) -> Sentences {
    Sentences::from_lines("x", lang, lines.join("\n") + "\n")
}

/// Aligns and explains, and compares the two bead by bead.
fn agree(what: &str, en: &[String], ru: &[String], fixed: &[Fixed]) {
    let aligner = Aligner::default();
    let pair = EnRu::new(side(Lang::En, en), side(Lang::Ru, ru)).unwrap();
    let options = AlignOptions::default().fixed(fixed);
    let bitext = aligner.align_with(pair.clone(), &options).unwrap().bitext;
    let explained = aligner.align_with(pair, &options.explain(true)).unwrap();
    let explanations = &explained.explanations;
    assert!(explained.bitext == bitext, "{what}");
    assert_eq!(explanations.len(), bitext.ladder().beads().len(), "{what}");
    for (index, e) in explanations.iter().enumerate() {
        assert_eq!(e.bead, bitext.ladder().beads()[index], "{what}");
        assert_eq!(e.confidence, bitext.judgements()[index].confidence, "{what}, bead {}", e.bead);
        let told = format!("Confidence {:.2}", e.confidence);
        assert!(e.to_string().contains(&told), "{what}, bead {}: {e}", e.bead);
        let other = e.runner_up.as_ref().map(|r| &r.bead);
        assert!(other != Some(&e.bead), "{what}: {e}");
    }
}

#[test]
fn explanations_agree_with_samples() {
    for name in SAMPLES {
        agree(name, &lines(name, Lang::En), &lines(name, Lang::Ru), &[]);
    }
}

#[test]
fn explanations_agree_with_mangled_text() {
    let (en, ru) = (lines(SAMPLES[0], Lang::En), lines(SAMPLES[1], Lang::Ru));
    agree("unrelated", &en, &ru, &[]);
    let all = |lang| SAMPLES.iter().flat_map(|name| lines(name, lang)).collect::<Vec<_>>();
    let (en, mut ru) = (all(Lang::En), all(Lang::Ru));
    ru.drain(20..60);
    ru.rotate_left(15);
    agree("cut and turned", &en, &ru, &[]);
    ru.reverse();
    agree("backwards", &en, &ru, &[]);
    agree("nothing", &[], &ru, &[]);
    let words = |l: &String| l.split(' ').map(String::from).collect::<Vec<_>>();
    agree("words", &en[..9].iter().flat_map(words).collect::<Vec<_>>(), &ru, &[]);
}

#[test]
fn explanations_agree_with_many_windows() {
    let names = SAMPLES.repeat(9);
    let all = |lang| names.iter().flat_map(|name| lines(name, lang)).collect::<Vec<_>>();
    agree("long", &all(Lang::En), &all(Lang::Ru), &[]);
}

#[test]
fn explanations_agree_with_fixed_points() {
    let (en, ru) = (lines(SAMPLES[0], Lang::En), lines(SAMPLES[0], Lang::Ru));
    let fixed = [
        Fixed::Bead(Bead { en: 2..4, ru: 3..4 }),
        Fixed::Bead(Bead { en: 6..6, ru: 5..7 }),
        Fixed::Bead(Bead { en: 8..16, ru: 9..10 }),
        Fixed::Together(18, 14),
    ];
    agree("fixed", &en, &ru, &fixed);
    let pair = EnRu::new(side(Lang::En, &en), side(Lang::Ru, &ru)).unwrap();
    let options = AlignOptions::default().fixed(&fixed).explain(true);
    let aligned = Aligner::default().align_with(pair, &options).unwrap();
    let given = aligned.explanations.iter().find(|e| e.bead.en == (8..16)).unwrap();
    assert!(given.fixed && given.confidence == 1.0 && given.to_string().contains("fixed point"), "{given}");
}
