//! The terms of a document: its words, and keys that both languages share.

use crate::anchor::{self, AnchorKind, Strength};
use crate::document::{Document, Lang};
use crate::lexicon::{Lexicon, WordId, stem_into};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use unicode_segmentation::UnicodeSegmentation;

/// Words above this frequency are function words and are left out.
const FUNCTION_WORD: f32 = 0.003;

/// The number of bytes of a document to read terms from. This limits the cost of a huge file.
const ENOUGH: usize = 60_000;

/// The terms of a document. All lists are sorted and without duplicates.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Terms {
    /// Words that the lexicon can translate, with their frequency in running text.
    pub words: Vec<(WordId, f32)>,
    /// Anchors and names by their normal form, and in Russian text words in Latin letters.
    pub keys: Vec<u64>,
    /// All words of an English text, to match Latin words in a Russian text. Words without a match do not lower the
    /// score.
    pub latin: Vec<u64>,
    /// The number of letters and digits in the part that was read.
    pub letters: usize,
}

impl Terms {
    /// The terms of `document`.
    pub(super) fn of(document: &Document, lexicon: &Lexicon) -> Terms {
        let mut terms = Terms::default();
        let mut words: BTreeMap<WordId, f32> = BTreeMap::new();
        let mut known: FxHashMap<String, ()> = FxHashMap::default();
        let mut stem = String::new();
        let lang = document.lang();
        for block in document.blocks() {
            if block.span.start > ENOUGH {
                break;
            }
            let text = block.span.of(document.text());
            terms.letters += text.chars().filter(|c| c.is_alphanumeric()).count();
            terms.anchors(text, lang);
            for word in text.unicode_words().flat_map(|word| word.split('-')) {
                if known.contains_key(word) {
                    continue;
                }
                known.insert(word.to_string(), ());
                terms.latin(word, lang);
                stem_into(lang, word, &mut stem);
                let frequency = lexicon.frequency(lang, &stem);
                if let Some(id) = lexicon.word(lang, &stem).filter(|_| frequency < FUNCTION_WORD) {
                    words.insert(id, frequency);
                }
            }
        }
        terms.words = words.into_iter().collect();
        for keys in [&mut terms.keys, &mut terms.latin] {
            keys.sort_unstable();
            keys.dedup();
        }
        terms
    }

    fn anchors(&mut self, text: &str, lang: Lang) {
        for anchor in anchor::extract(text, lang) {
            let telling = anchor.keys.iter().filter(|key| key.strength >= Strength::Part);
            self.keys.extend(telling.map(|key| hash("", &key.form.to_string())));
            if anchor.keys.is_empty() && anchor.kind == AnchorKind::Name {
                let name = text.get(anchor.span.start..anchor.span.end).unwrap_or_default();
                self.keys.extend(name.unicode_words().filter_map(|word| sound(word, lang)));
            }
        }
    }

    /// Adds a word in Latin letters: as a key of a Russian text, as an optional match of an English text.
    fn latin(&mut self, word: &str, lang: Lang) {
        let latin = word.len() > 1 && word.is_ascii() && word.bytes().any(|b| b.is_ascii_alphabetic());
        match lang {
            _ if !latin => {}
            Lang::En => self.latin.push(hash("w", &word.to_ascii_lowercase())),
            Lang::Ru => self.keys.push(hash("w", &word.to_ascii_lowercase())),
        }
    }
}

/// FNV-1a, since it is short and gives the same value on every machine.
fn hash(kind: &str, form: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    kind.bytes().chain([0]).chain(form.bytes()).fold(0xcbf2_9ce4_8422_2325, step)
}

/// The number of consonants in the key of a name: enough to be rare, few enough to end before a Russian case ending.
const CONSONANTS: usize = 4;

/// A key that a name shares with its form in the other script: the coarse classes of its first consonants. Some names
/// share a key by chance, which is good enough for pairing files; [`anchor::translit`] compares names exactly.
fn sound(name: &str, lang: Lang) -> Option<u64> {
    let lower = name.to_lowercase();
    let letters: Vec<char> = match lang {
        Lang::En => lower.chars().collect(),
        Lang::Ru => without_case(&lower).chars().collect(),
    };
    let mut key = String::new();
    for (at, &c) in letters.iter().enumerate() {
        let next = letters.get(at + 1).copied().unwrap_or(' ');
        for class in consonant(c, next).chars() {
            if !key.ends_with(class) {
                key.push(class);
            }
        }
    }
    let key: String = key.chars().take(CONSONANTS).collect();
    (key.chars().count() >= 2).then(|| hash("~", &key))
}

/// A Russian name without case endings that contain a consonant.
fn without_case(name: &str) -> &str {
    let endings = ["ами", "ями", "ого", "его", "ому", "ему", "ом", "ем", "ым", "им", "ам", "ям", "ах", "ях"];
    let cut = endings.iter().find_map(|ending| name.strip_suffix(ending));
    cut.filter(|stem| stem.chars().count() >= 3).unwrap_or(name)
}

/// The class of a consonant before `next`; empty for vowels, `h`, and silent letters.
fn consonant(c: char, next: char) -> &'static str {
    match (c, next) {
        ('c', 'e' | 'i' | 'y' | 'h') => "s",
        ('p', 'h') => "v",
        ('t' | 'д', 's' | 'ж') => "",
        ('b' | 'б', _) => "b",
        ('p' | 'п', _) => "p",
        ('v' | 'w' | 'f' | 'в' | 'ф', _) => "v",
        ('d' | 'д', _) => "d",
        ('t' | 'т', _) => "t",
        ('k' | 'c' | 'q' | 'g' | 'к' | 'г', _) => "k",
        ('x', _) => "ks",
        ('l' | 'л', _) => "l",
        ('m' | 'м', _) => "m",
        ('n' | 'н', _) => "n",
        ('r' | 'р', _) => "r",
        ('s' | 'z' | 'j' | 'с' | 'з' | 'ш' | 'щ' | 'ж' | 'ц' | 'ч', _) => "s",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_and_its_russian_form_share_a_key() {
        for (latin, cyrillic) in [
            ("Nurberdiev", "Нурбердиева"),
            ("Macron", "Макроном"),
            ("Johnson", "Джонсону"),
            ("Schmidt", "Шмидт"),
        ] {
            assert_eq!(sound(latin, Lang::En), sound(cyrillic, Lang::Ru), "{latin}");
        }
        assert_ne!(sound("Macron", Lang::En), sound("Меркель", Lang::Ru));
    }

    #[test]
    fn latin_words_and_numbers_are_shared() {
        let lexicon = Lexicon::builtin();
        let en = Document::from_text("", Lang::En, "The Linux kernel has 27,800,000 lines.");
        let ru = Document::from_text("", Lang::Ru, "В ядре Linux 27 800 000 строк.");
        let (en, ru) = (Terms::of(&en, &lexicon), Terms::of(&ru, &lexicon));
        assert!(ru.keys.iter().any(|k| en.latin.contains(k)));
        assert!(ru.keys.iter().any(|k| en.keys.contains(k)));
    }
}
