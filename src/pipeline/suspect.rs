//! Detects aligned pairs that may not be translations of each other. Such a pair is reported, never dropped.

use crate::bitext::Bitext;
use crate::document::Document;
use crate::read::{letters, third_language};

/// A pair with a lower mean confidence is suspect. Translations stay well above it.
const LOW_CONFIDENCE: f32 = 0.5;

/// A pair with a larger share of unpaired sentences is suspect.
const MOSTLY: f32 = 0.5;

/// A pair with a larger length ratio is suspect. Russian has about 1.05 letters per English letter, and whole documents
/// stay within a factor of two of that.
const LONGER: f64 = 2.0;

/// Texts with fewer letters on both sides are too short to judge by length.
const SHORT: usize = 200;

/// The reasons why the documents of `bitext` may not be translations of each other; usually empty.
pub fn suspicions(bitext: &Bitext) -> Vec<String> {
    let (en, ru) = (bitext.en().document(), bitext.ru().document());
    let other = [en, ru].into_iter().filter_map(in_third_language);
    other.chain(lengths(en, ru)).chain(self::bitext(bitext)).collect()
}

fn in_third_language(document: &Document) -> Option<String> {
    let language = third_language(document.text())?;
    Some(format!("the {} side is in {language}", document.lang().name()))
}

fn lengths(en: &Document, ru: &Document) -> Option<String> {
    let (en, ru) = (letters(en.text()), letters(ru.text()));
    let ratio = (ru as f64 + 1.0) / (en as f64 + 1.0) / 1.05;
    let apart = en.max(ru) > SHORT && !(1.0 / LONGER..=LONGER).contains(&ratio);
    apart.then(|| format!("lengths far apart: {en} English letters, {ru} Russian"))
}

/// Reasons from the alignment: mostly unpaired, low confidence.
fn bitext(bitext: &Bitext) -> Vec<String> {
    let mut reasons = Vec::new();
    let paired: Vec<_> = bitext
        .ladder()
        .beads()
        .iter()
        .zip(bitext.judgements())
        .filter(|(bead, _)| bead.is_paired())
        .collect();
    let in_pairs: usize = paired.iter().map(|(bead, _)| bead.en.len() + bead.ru.len()).sum();
    let sentences = bitext.en().len() + bitext.ru().len();
    if ((sentences - in_pairs) as f32) > MOSTLY * sentences as f32 {
        reasons.push(format!("mostly unpaired: {} of {sentences} sentences", sentences - in_pairs));
    }
    let mean =
        paired.iter().map(|(_, judgement)| judgement.confidence).sum::<f32>() / paired.len().max(1) as f32;
    if !paired.is_empty() && mean < LOW_CONFIDENCE {
        reasons.push(format!("low confidence: {mean:.2} on average"));
    }
    reasons
}
