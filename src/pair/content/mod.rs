//! Pairing by content: which English and Russian documents have the same content.
//!
//! Each document is read once and becomes a set of `terms`: its anchors (numbers, dates, names, acronyms, addresses)
//! and its content words. An inverted index over the Russian terms finds, for each English document, the few Russian
//! ones that share rare terms with it (`index`). Only those are compared in full (`score`), and `matching` selects the
//! best one-to-one matching. Cost: linear in the text, plus a limited number of index entries per English document.

mod index;
mod matching;
mod score;
mod terms;

use super::endings::cut_ending;
use super::found::{Alone, File, Pair, Pairing, Reason, Rule};
use super::names::name_of;
use crate::document::{Document, Lang, lines_in};
use crate::lexicon::Lexicon;
use crate::parallel;
use crate::read::{self, ReadOptions, third_language};
use serde::{Deserialize, Serialize};
#[cfg(feature = "batch")]
use std::ffi::OsString;
use terms::Terms;

/// A document of one side: its file and its terms.
struct Side {
    file: usize,
    terms: Terms,
}

/// Reads a document for pairing by content, or returns the reason why it cannot.
pub type Opener<'a> = dyn Fn(&File, &ReadOptions) -> Result<Document, String> + Sync + 'a;

/// Opens a file for pairing by content.
pub(super) fn from_disk(file: &File, options: &ReadOptions) -> Result<Document, String> {
    let regular = file.path.metadata().map_or(true, |m| m.is_file() || m.is_dir());
    if !regular {
        return Err("is not a regular file".to_string());
    }
    Ok(read::open(&file.path, options).map_err(|e| e.to_string())?.value)
}

/// The data about a document that pairing by content needs. Another process may have read it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Told {
    lang: Lang,
    terms: Terms,
}

/// Reads the data that pairing by content needs, or returns the reason why it cannot.
pub type Teller<'a> = dyn Fn(&Alone) -> Result<Told, String> + Sync + 'a;

/// A document to be read for pairing by content, in a form that can be sent to another process. Not available in a
/// browser.
#[cfg(feature = "batch")]
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Question {
    path: OsString,
    side: Option<Lang>,
    lang: Option<Lang>,
}

#[cfg(feature = "batch")]
impl Question {
    /// The request for a file.
    pub fn about(alone: &Alone) -> Question {
        Question { path: alone.file.path.clone().into(), side: alone.file.side, lang: alone.lang }
    }

    /// Reads the document. `options` are for English and for Russian documents.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn answer(self, lexicon: &Lexicon, options: &[ReadOptions; 2]) -> Result<Told, String> {
        let file = File { path: self.path.into(), rel: String::new(), side: self.side };
        let alone = Alone { lang: self.lang, ..Alone::unmatched(file) };
        tell(&alone, lexicon, options, &from_disk)
    }
}

/// Reads the data for pairing by content from the document that `open` reads. `options` are for English and for
/// Russian documents.
///
/// # Errors
/// If it cannot be read, or is in neither language.
pub fn tell(
    alone: &Alone,
    lexicon: &Lexicon,
    options: &[ReadOptions; 2],
    open: &Opener<'_>,
) -> Result<Told, String> {
    let document = open(&alone.file, &options_for(alone, options))?;
    let (lang, terms) = language_and_terms(document, alone.file.side, lexicon)?;
    Ok(Told { lang, terms })
}

/// Pairs the documents in `alone` by content, which `tell` reads. A file that remains unpaired keeps its reason or
/// gets a more precise one.
pub fn pair(alone: Vec<Alone>, lexicon: &Lexicon, tell: &Teller<'_>) -> Pairing {
    let read = parallel::map(&alone, tell);
    let (mut en, mut ru, mut reasons) = (Vec::new(), Vec::new(), Vec::new());
    for (file, document) in read.into_iter().enumerate() {
        match document {
            Ok(Told { lang, terms }) => {
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

/// The options for the language in the name of the file or its folder. If the language is unknown and the options for
/// the two languages have different encodings, the encoding is detected.
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

/// The language and the terms of a document. A file in a folder with a given language must be in that language. A
/// document in a third language is refused, since it shares names and numbers with its English and Russian versions.
fn language_and_terms(
    document: Document,
    side: Option<Lang>,
    lexicon: &Lexicon,
) -> Result<(Lang, Terms), String> {
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
