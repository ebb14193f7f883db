//! Abbreviations by behaviour. The entries stand in `english` and `russian`, each with the sentence that made it
//! necessary; those sentences are tests.

use crate::document::Lang;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What an abbreviation does to the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Never ends a sentence: `e.g.`, `т. е.`
    Never,
    /// Needs a name after it: `Mr. Smith`, `ул. Ленина`. Ends none before a capital.
    Name,
    /// Needs a number after it: `No. 5`, `ст. 12`. Before a word it is an ordinary word.
    Number,
    /// May end a sentence: `Inc.`, `U.S.` The word that follows tells.
    MayEnd,
    /// Mostly ends a sentence before a capital: `etc.`, `и т. д.`
    Ends,
    /// After a number a unit, which may end a sentence (`в 2015 г.`); without one a word that needs a name (`г. Орёл`).
    Unit,
}

/// Abbreviations of one behaviour: as written in lower case without the last full stop and without spaces, each with
/// the sentence that made it necessary, `|` at its breaks.
pub(super) type Group = (Kind, &'static [(&'static str, &'static str)]);

/// The longest abbreviation, in bytes.
const LONGEST: usize = 24;

static TABLES: LazyLock<[FxHashMap<&str, Kind>; 2]> =
    LazyLock::new(|| [super::english::ABBREVIATIONS, super::russian::ABBREVIATIONS].map(table));

fn table(groups: &[Group]) -> FxHashMap<&'static str, Kind> {
    groups.iter().flat_map(|(kind, words)| words.iter().map(|(word, _)| (*word, *kind))).collect()
}

/// How `word`, given without its last full stop, behaves; `None` where it is no known abbreviation.
pub(super) fn find(lang: Lang, word: &str) -> Option<Kind> {
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let table = &TABLES[lang as usize];
    table.get(word).or_else(|| table.get(word.to_lowercase().as_str())).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::split::split;

    fn marked(lang: Lang, text: &str) -> String {
        let s = split(Document::from_text("", lang, text.replace('|', "")));
        (0..s.len()).map(|i| s.text(i)).collect::<Vec<_>>().join(" |")
    }

    #[test]
    fn every_abbreviation_behaves_as_its_sentence_shows() {
        let mut wrong = Vec::new();
        for (lang, groups) in [
            (Lang::En, super::super::english::ABBREVIATIONS),
            (Lang::Ru, super::super::russian::ABBREVIATIONS),
        ] {
            for (word, sentence) in groups.iter().flat_map(|(_, words)| words.iter()) {
                let folded = sentence.to_lowercase().replace(['\u{a0}', ' '], "");
                assert!(folded.contains(&format!("{word}.")), "'{word}.' is not in its sentence: {sentence}");
                let got = marked(lang, sentence);
                if got != *sentence {
                    wrong.push(format!("{word}: {got}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn no_abbreviation_stands_twice() {
        for groups in [super::super::english::ABBREVIATIONS, super::super::russian::ABBREVIATIONS] {
            let entries: usize = groups.iter().map(|(_, words)| words.len()).sum();
            assert_eq!(entries, table(groups).len());
        }
    }
}
