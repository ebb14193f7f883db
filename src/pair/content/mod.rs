//! Pairing by content: which English and Russian documents say the same.
//!
//! Each document is read once and becomes a set of `terms`: the anchors that survive translation (numbers, dates,
//! names, acronyms, addresses) and its content words. An inverted index over the Russian terms gives, for each English
//! document, the few Russian ones that share rare terms with it (`index`); only those are compared in full (`score`),
//! and the best one-to-one matching is made of them (`matching`). Cost: linear in the text, and for each English document
//! a number of index entries that has a ceiling, so that no two files need be compared that share nothing.

mod index;
mod matching;
mod score;
mod terms;

use super::endings::cut_ending;
use super::found::{Alone, Pair, Pairing, Reason, Rule};
use super::names::name_of;
use crate::document::{Document, Lang};
use crate::lexicon::Lexicon;
use crate::parallel;
use crate::read::{ReadOptions, lines_in, third_language};
use terms::Terms;

/// A document of one side: which file, and what it says.
struct Side {
    file: usize,
    terms: Terms,
}

/// Pairs the documents in `alone` by what they say; `options` are those for English and for Russian documents, `open`
/// reads a document or says why it cannot. What stays alone keeps its reason, or gets a better one.
pub fn pair(
    alone: Vec<Alone>,
    lexicon: &Lexicon,
    options: &[ReadOptions; 2],
    open: &super::Opener<'_>,
) -> Pairing {
    let read = parallel::map(&alone, |a| {
        let document = open(&a.file, &options_for(a, options))?;
        told(document, a.file.side, lexicon)
    });
    let (mut en, mut ru, mut reasons) = (Vec::new(), Vec::new(), Vec::new());
    for (file, document) in read.into_iter().enumerate() {
        match document {
            Ok((lang, terms)) => {
                reasons.push((Some(lang), None));
                let side = if lang == Lang::En { &mut en } else { &mut ru };
                side.push(Side { file, terms });
            }
            Err(reason) => reasons.push((None, Some(reason))),
        }
    }
    let matches = matching::best(&score::candidates(&en, &ru, lexicon));
    let mut taken = vec![false; alone.len()];
    let mut pairs = Vec::new();
    for m in matches {
        let (en, ru) = (en[m.en].file, ru[m.ru].file);
        (taken[en], taken[ru]) = (true, true);
        let (en, ru) = (&alone[en].file, &alone[ru].file);
        let name = name_of(cut_ending(&en.rel).0);
        let (confidence, runner_up) = (m.confidence, Some(m.runner_up));
        pairs.push(Pair {
            en: en.path.clone(),
            ru: ru.path.clone(),
            name,
            rule: Rule::Content,
            confidence,
            runner_up,
        });
    }
    let left = alone.into_iter().zip(reasons).zip(taken).filter(|(_, taken)| !taken);
    let alone = left.map(|((a, (lang, why)), _)| Alone {
        lang: lang.or(a.lang),
        reason: why.map_or(a.reason, Reason::Unreadable),
        file: a.file,
    });
    Pairing { alone: alone.collect(), pairs }
}

/// The options for the language that the folder or the name of a file tells. Where nothing tells it and the encodings
/// of the two languages differ, the encoding is detected.
fn options_for(alone: &Alone, [en, ru]: &[ReadOptions; 2]) -> ReadOptions {
    match alone.file.side.or(alone.lang) {
        Some(Lang::En) => en.clone(),
        Some(Lang::Ru) => ru.clone(),
        None => {
            let mut options = en.clone();
            options.input.encoding = en.input.encoding.filter(|_| en.input.encoding == ru.input.encoding);
            options
        }
    }
}

/// The language and the terms of a document. A file on a side that the user named must be in its language; one in a
/// third language has the same names and numbers as its versions, and none of its words.
fn told(document: Document, side: Option<Lang>, lexicon: &Lexicon) -> Result<(Lang, Terms), String> {
    if let Some(language) = third_language(document.text()) {
        return Err(format!("is in {language}"));
    }
    match side {
        Some(lang) if lang != document.lang() && lines_in(document.text(), lang) == 0 => {
            Err(format!("is in {}, though its folder was given as {}", document.lang().name(), lang.name()))
        }
        Some(lang) => Ok((lang, Terms::of(&document.in_lang(lang), lexicon))),
        None => Ok((document.lang(), Terms::of(&document, lexicon))),
    }
}
