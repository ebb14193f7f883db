//! Reads users' word lists as a [`Table`]: dictionaries, glossaries, term bases, and learned tables.
//!
//! An entry with one word on each side is a translation. If the file gives no probabilities, the translations of a word
//! share them. An entry with several words does not say which word translates which. Words that are known translations
//! of each other are removed, then each remaining English word is linked with each remaining Russian word, more weakly
//! the more there are. Function words are left out. Word order is not used, since it differs too much between the two
//! languages.

use super::dictionary::{self, Kind, each_line};
use super::table::{HEADER, Pair, Table};
use super::words::each_stem;
use super::{Lexicon, WordId};
use crate::document::Lang;
use crate::error::{Error, Result};
use crate::io::{Input, decode};
use crate::memory::format::Format;
use crate::memory::reader::{MemoryOptions, open_reader};
use crate::memory::segment::{Segment, Status, plain};
use rustc_hash::FxHashMap;
use std::io::BufRead;
use std::path::Path;

/// Longest side of a glossary entry, in words. Longer ones are sentences.
const MAX_WORDS: usize = 8;
/// Words more frequent than this are function words.
const FREQUENT: f32 = 0.004;
/// The probability of the only translation of a word if the file gives none.
const SURE: f32 = 0.8;
/// The probability that the words of an entry with several words share.
const SHARED: f32 = 0.5;
/// The most words and word pairs of a file. They take up to a gigabyte of memory, twenty times the built-in table.
const MOST: usize = 2_000_000;
/// The least probability of a known translation.
const KNOWN: f32 = 0.02;

/// A pair of the file. Either probability may be missing.
#[derive(Clone, Copy, Default)]
struct Given {
    ru_given_en: Option<f32>,
    en_given_ru: Option<f32>,
    /// Probabilities of a pair that comes from an entry with several words.
    shared: Option<(f32, f32)>,
}

/// Reads word pairs. `known` is the lexicon they will be added to.
struct Glossary<'a> {
    known: &'a Lexicon,
    pairs: FxHashMap<(String, String), Given>,
    table: Table,
    sentences: usize,
    entries: usize,
}

impl Lexicon {
    /// Opens a file and adds it to the built-in table; see [`with_file`](Lexicon::with_file).
    ///
    /// # Errors
    /// Those of [`with_file`](Lexicon::with_file).
    pub fn open(path: impl AsRef<Path>) -> Result<Lexicon> {
        Lexicon::builtin().with_file(path)
    }

    /// Adds the table in a file: a lexicon from `enru learn`, tab-separated word pairs with or without the two
    /// probabilities, a CSV glossary, a TMX term base, or a hunalign dictionary (`target @ source`), plain or gzipped.
    /// Probabilities in the file replace earlier ones. Entries with several words link words that no table links yet.
    /// Cost: 80 to 170 ms measured for a hundred thousand pairs.
    ///
    /// # Errors
    /// If the file cannot be read, violates its format (the error names the line), or contains sentences instead of
    /// words.
    pub fn with_file(&self, path: impl AsRef<Path>) -> Result<Lexicon> {
        self.with_input(path.as_ref())
    }

    /// Like [`with_file`](Lexicon::with_file), for a path or a reader.
    ///
    /// # Errors
    /// As [`with_file`](Lexicon::with_file).
    pub fn with_input(&self, input: impl Into<Input<'static>>) -> Result<Lexicon> {
        Ok(self.with_table(&read(input.into(), self, MOST)?))
    }
}

/// Reads the table in `input`.
///
/// # Errors
/// If it cannot be read, violates its format, or contains sentences instead of words.
fn read(input: Input<'static>, known: &Lexicon, most: usize) -> Result<Table> {
    let path = &input.path().to_path_buf();
    let mut glossary =
        Glossary { known, pairs: FxHashMap::default(), table: Table::default(), sentences: 0, entries: 0 };
    let mut text = decode::unpacked(path, input.open()?)?;
    match dictionary::kind(path, &mut text)? {
        Kind::Lex => {
            each_line(path, text, |line| glossary.add_lex(line).and_then(|()| glossary.within(most)))?
        }
        Kind::Dic => {
            each_line(path, text, |line| glossary.add_dic(line).and_then(|()| glossary.within(most)))?
        }
        Kind::Memory => glossary.add_memory(path, text, most)?,
    }
    if glossary.sentences > glossary.entries {
        let message =
            "contains sentences instead of words; learn a lexicon from it first: enru learn FILE -o FILE.lex";
        return Err(Error::Unusable { path: path.to_path_buf(), message: message.into() });
    }
    Ok(glossary.finish())
}

impl Glossary<'_> {
    fn within(&self, most: usize) -> Result<(), String> {
        let Table { pairs, en, ru, .. } = &self.table;
        match self.pairs.len() + pairs.len() + en.len() + ru.len() > most {
            true => Err(format!("more than {most} words and pairs; leave out the rare ones")),
            false => Ok(()),
        }
    }

    /// Adds the segments of a translation memory. In tab-separated text, numbers after the two words are probabilities.
    fn add_memory(&mut self, path: &Path, text: Box<dyn BufRead>, most: usize) -> Result<()> {
        let mut segments = open_reader(path, Box::new(text), &MemoryOptions::default())?;
        let has_probabilities = segments.format() == Some(Format::Tsv);
        for (number, segment) in (1..).zip(segments.by_ref()) {
            let Segment { en, ru, extra, status, .. } = segment?;
            let fail = |message: String| Error::Unusable {
                path: path.to_path_buf(),
                message: format!("entry {number}: {message}"),
            };
            let mut numbers = extra.iter().filter(|_| has_probabilities).map(|(_, value)| plain(value));
            let mut next = || numbers.next().map_or(Ok(None), |cell| probability(&cell));
            let (p, q) = (next().map_err(fail)?, next().map_err(fail)?);
            if !en.trim().is_empty() && !ru.trim().is_empty() && status != Status::Rejected {
                self.add_entry(&en, &ru, p, q);
                self.within(most).map_err(fail)?;
            }
        }
        Ok(())
    }

    /// Adds `target @ source` in either direction.
    fn add_dic(&mut self, line: &str) -> Result<(), String> {
        let Some((target, source)) = line.split_once(" @ ") else {
            return Err("expected `target @ source`".into());
        };
        let is_russian = |text: &str| text.chars().any(|c| matches!(c, '\u{400}'..='\u{52f}'));
        let is_turned = is_russian(source) && !is_russian(target);
        let (en, ru) = if is_turned { (target, source) } else { (source, target) };
        self.add_entry(en.trim(), ru.trim(), None, None);
        Ok(())
    }

    fn add_lex(&mut self, line: &str) -> Result<(), String> {
        if line == HEADER {
            return Ok(());
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |i: usize| cells.get(i).copied().unwrap_or_default();
        let number = |i: usize| {
            let cell = cell(i);
            cell.parse::<u32>().map_err(|_| format!("expected a whole number, found `{cell}`"))
        };
        match (cell(0), cell(1)) {
            ("", "") => return Err("expected an English or a Russian stem".into()),
            (en, "") => self.table.en.push((en.to_string(), number(2)?)),
            ("", ru) => self.table.ru.push((ru.to_string(), number(2)?)),
            (en, ru) => {
                let part =
                    |n: u32| if n <= 1000 { Ok(n as f32 / 1000.0) } else { Err(format!("{n} is over 1000")) };
                let (ru_given_en, en_given_ru) = (part(number(2)?)?, part(number(3)?)?);
                self.table.pairs.push(Pair {
                    en: en.to_string(),
                    ru: ru.to_string(),
                    ru_given_en,
                    en_given_ru,
                });
            }
        }
        Ok(())
    }

    fn add_entry(&mut self, en: &str, ru: &str, p: Option<f32>, q: Option<f32>) {
        let (en, ru) = (stems(Lang::En, en), stems(Lang::Ru, ru));
        if en.len().max(ru.len()) > MAX_WORDS {
            self.sentences += 1;
            return;
        }
        self.entries += 1;
        if let ([e], [r]) = (&en[..], &ru[..]) {
            let pair = self.pairs.entry((e.clone(), r.clone())).or_default();
            *pair = Given {
                ru_given_en: p.or(pair.ru_given_en),
                en_given_ru: q.or(pair.en_given_ru),
                shared: None,
            };
            return;
        }
        self.add_phrase(en, ru);
    }

    fn add_phrase(&mut self, en: Vec<String>, ru: Vec<String>) {
        let content = |lang: Lang, words: Vec<String>| -> Vec<String> {
            words.into_iter().filter(|w| self.known.frequency(lang, w) < FREQUENT).collect()
        };
        let (mut en, mut ru) = (content(Lang::En, en), content(Lang::Ru, ru));
        en.retain(|e| match ru.iter().position(|r| self.is_known(e, r)) {
            Some(at) => {
                ru.remove(at);
                false
            }
            None => true,
        });
        let share = |n: usize| if n == 1 { SURE } else { SHARED / n as f32 };
        let shared = Some((share(ru.len().max(en.len())), share(en.len().max(ru.len()))));
        for e in &en {
            for r in &ru {
                let pair =
                    self.pairs.entry((e.clone(), r.clone())).or_insert(Given { shared, ..Given::default() });
                let better = |(a, b): (f32, f32), (c, d): (f32, f32)| (a.max(c), b.max(d));
                pair.shared = pair.shared.zip(shared).map(|(a, b)| better(a, b));
            }
        }
    }

    fn is_known(&self, en: &str, ru: &str) -> bool {
        self.probabilities(en, ru).is_some_and(|(p, q)| p.max(q) >= KNOWN)
    }

    fn probabilities(&self, en: &str, ru: &str) -> Option<(f32, f32)> {
        let (en, ru): (WordId, WordId) = (self.known.word(Lang::En, en)?, self.known.word(Lang::Ru, ru)?);
        self.known.translations(en).find(|t| t.ru == ru).map(|t| (t.ru_given_en, t.en_given_ru))
    }

    /// Fills in missing probabilities: the translations of a word share [`SURE`], and none gets less than its known
    /// probability.
    fn finish(self) -> Table {
        let (mut en, mut ru) = (FxHashMap::default(), FxHashMap::default());
        for ((e, r), _) in self.pairs.iter().filter(|(_, given)| given.shared.is_none()) {
            *en.entry(e.as_str()).or_insert(0u32) += 1;
            *ru.entry(r.as_str()).or_insert(0u32) += 1;
        }
        let share = |n: Option<&u32>| SURE / n.map_or(1.0, |&n| n as f32);
        let pairs = self.pairs.iter().map(|((e, r), given)| {
            let known = self.probabilities(e, r).unwrap_or_default();
            let guess =
                given.shared.unwrap_or_else(|| (share(en.get(e.as_str())), share(ru.get(r.as_str()))));
            Pair {
                en: e.clone(),
                ru: r.clone(),
                ru_given_en: given.ru_given_en.unwrap_or_else(|| guess.0.max(known.0)),
                en_given_ru: given.en_given_ru.unwrap_or_else(|| guess.1.max(known.1)),
            }
        });
        let mut table = self.table.clone();
        table.pairs.extend(pairs);
        table.sort();
        table
    }
}

fn stems(lang: Lang, text: &str) -> Vec<String> {
    let mut all = Vec::new();
    each_stem(lang, text, |stem| all.push(stem.to_string()));
    all
}

/// A probability; `None` if the cell is not a number but, for example, a comment.
fn probability(cell: &str) -> Result<Option<f32>, String> {
    match cell.trim().parse::<f32>() {
        Ok(p) if (0.0..=1.0).contains(&p) => Ok(Some(p)),
        Ok(_) => Err(format!("`{cell}` is not a probability: it must be from 0 to 1")),
        Err(_) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endless_lexicon_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.tsv");
        std::fs::write(&path, "court\tсуд\ncourt\tсуд\nhouse\tдом\nriver\tрека\n").unwrap();
        assert_eq!(read((&path).into(), &Lexicon::none(), 3).unwrap().pairs.len(), 3);
        let refused = read((&path).into(), &Lexicon::none(), 2).unwrap_err().to_string();
        assert!(
            refused.ends_with("x.tsv: entry 4: more than 2 words and pairs; leave out the rare ones"),
            "{refused}"
        );
    }
}
