//! Finds names from the tables: organisations with their acronyms and full names, countries, cities, peoples,
//! languages.
//!
//! Names are word sequences in a trie over keys that ignore inflection (see [`inflect`]), so a full name is found in every
//! case; acronyms are matched as written. Inside names, `ООН` and `Организация Объединенных Наций` are equivalent, and so are
//! `UN` and `United Nations`. Both tries are built from the tables in `data/` at first use, in about a millisecond each. A
//! token that starts no name costs one hash lookup.

use super::inflect;
use super::token::{Case, Class, Tokens};
use super::vocabulary::{self, is_spelled_out};
use crate::document::Lang;
use crate::text::chars::is_dash;
use crate::text::fold::fold;
use crate::text::table::rows;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const ORGANISATIONS: &str = include_str!("../../data/organisations.tsv");
const PLACES: &str = include_str!("../../data/places.tsv");
const EXONYMS: &str = include_str!("../../data/exonyms.tsv");

/// All tables, as in `data/`.
pub(crate) const TABLES: [&str; 4] = [ORGANISATIONS, PLACES, EXONYMS, vocabulary::TABLE];

static ENGLISH: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::load(Lang::En));
static RUSSIAN: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::load(Lang::Ru));

/// The tables of one language.
pub(super) fn gazetteer(lang: Lang) -> &'static Gazetteer {
    match lang {
        Lang::En => &ENGLISH,
        Lang::Ru => &RUSSIAN,
    }
}

/// How the table writes the first word of an entry; the text must use at least as many capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    /// In capitals: an acronym.
    Acronym,
    /// With a capital.
    Capital,
    /// In lower case: the text may use any case.
    Any,
}

/// One spelling of one entry.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// `UNODC`, or `GEO:FR` with the prefix of a place.
    key: &'static str,
    organisation: bool,
    written: Written,
    /// The only word of a one-word name; its endings are checked.
    single: Option<&'static str>,
}

/// A name found in a sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    /// The key of the entry, without prefix for an organisation.
    pub(super) key: &'static str,
    /// Whether it is an organisation or term, as opposed to a place.
    pub(super) organisation: bool,
    /// Whether it was found by its acronym.
    pub(super) acronym: bool,
    /// The index of the token after it.
    pub(super) end: usize,
}

/// Names and acronyms of one language.
#[derive(Default)]
pub(super) struct Gazetteer {
    names: Trie,
    acronyms: Trie,
    /// The starts of all names, hashed: one lookup rejects most words of a text.
    starts: Vec<bool>,
}

/// Word sequences; each node is the sequence that leads to it.
#[derive(Default)]
struct Trie {
    next: FxHashMap<(u32, u64), u32>,
    entries: Vec<Vec<Entry>>,
}

impl Trie {
    fn insert(&mut self, words: impl Iterator<Item = u64>, entry: Entry) {
        if self.entries.is_empty() {
            self.entries.push(Vec::new());
        }
        let mut node = 0;
        for word in words {
            let fresh = self.entries.len() as u32;
            node = *self.next.entry((node, word)).or_insert(fresh);
            if node == fresh {
                self.entries.push(Vec::new());
            }
        }
        let here = &mut self.entries[node as usize];
        if node != 0 && !here.iter().any(|e| e.key == entry.key && e.written == entry.written) {
            here.push(entry);
        }
    }

    fn step_word(&self, node: u32, lang: Lang, word: &str) -> Option<u32> {
        self.step(node, inflect::key(lang, word)).or_else(|| {
            let others = inflect::other_keys(lang, word);
            others.into_iter().flatten().find_map(|key| self.step(node, key))
        })
    }

    fn step(&self, node: u32, word: u64) -> Option<u32> {
        self.next.get(&(node, word)).copied()
    }
}

impl Gazetteer {
    fn load(lang: Lang) -> Gazetteer {
        let mut out = Gazetteer { starts: vec![false; inflect::START_BITS], ..Gazetteer::default() };
        for line in rows(EXONYMS) {
            let [key, en, ru] = columns(line);
            for form in (if lang == Lang::En { en } else { ru }).split(';') {
                out.add(lang, key, false, form.trim());
            }
        }
        for line in rows(PLACES) {
            let [key, en, ru] = columns(line);
            out.add(lang, key, false, if lang == Lang::En { en } else { ru });
        }
        for line in rows(ORGANISATIONS) {
            let [en_acronym, en_name, ru_acronym, ru_name] = columns(line);
            let (acronyms, name) =
                if lang == Lang::En { (en_acronym, en_name) } else { (ru_acronym, ru_name) };
            let key = en_acronym.split(';').next().unwrap_or(en_acronym);
            for acronym in acronyms.split(';') {
                out.add(lang, key, true, acronym);
            }
            for name in name.split(';') {
                out.add_name(lang, key, true, name, Written::Any);
            }
        }
        out
    }

    /// Adds one form of a name, as an acronym if it is written like one.
    fn add(&mut self, lang: Lang, key: &'static str, organisation: bool, form: &'static str) {
        if form.is_empty() {
            return;
        }
        let capitals = form.chars().filter(|c| c.is_uppercase()).count();
        let first_upper = form.starts_with(char::is_uppercase);
        let first_word = form.split([' ', '-']).next().unwrap_or(form);
        if capitals > 1 && first_word.chars().filter(|c| c.is_uppercase()).count() > 1
            || form.contains('&')
            || form.len() < 4
        {
            let words: Vec<u64> = super::token::Tokens::new(form, lang).hashes();
            let entry = Entry { key, organisation, written: Written::Acronym, single: None };
            self.acronyms.insert(words.into_iter(), entry);
        } else {
            self.add_name(
                lang,
                key,
                organisation,
                form,
                if first_upper { Written::Capital } else { Written::Any },
            );
        }
    }

    fn add_name(
        &mut self,
        lang: Lang,
        key: &'static str,
        organisation: bool,
        name: &'static str,
        written: Written,
    ) {
        let folded = fold(name, lang.script());
        let words: Vec<&str> = folded
            .split(|c: char| c.is_whitespace() || is_dash(c) || matches!(c, ',' | '/'))
            .map(|w| w.strip_suffix("'s").unwrap_or(w).trim_end_matches('\''))
            .filter(|w| !w.is_empty() && !is_article(w))
            .collect();
        if let Some(first) = words.first() {
            self.starts[inflect::start(first)] = true;
        }
        let single = (words.len() == 1 && lang == Lang::Ru).then_some(name);
        let entry = Entry { key, organisation, written, single };
        let hashes = |words: &[&str]| words.iter().map(|w| inflect::key(lang, w)).collect::<Vec<_>>();
        self.names.insert(hashes(&words).into_iter(), entry);
        if folded.contains('-') {
            let joined = folded.replace('-', "");
            let words: Vec<&str> = joined.split_whitespace().filter(|w| !is_article(w)).collect();
            if let Some(first) = words.first() {
                self.starts[inflect::start(first)] = true;
            }
            self.names.insert(hashes(&words).into_iter(), entry);
        }
        self.add_without_united_nations(lang, &words, entry);
    }

    /// Adds `Управление ООН по ...` and, if enough words are left, `Управление по ...` as variants of the full name.
    fn add_without_united_nations(&mut self, lang: Lang, words: &[&str], entry: Entry) {
        let (long, short): (&[&str], &str) = match lang {
            Lang::En => (&["united", "nations"], "un"),
            Lang::Ru => (&["организации", "объединенных", "наций"], "оон"),
        };
        let Some(at) = words.windows(long.len()).position(|w| w == long) else { return };
        let (before, after) = (&words[..at], &words[at + long.len()..]);
        if before.is_empty() && after.is_empty() {
            return;
        }
        let key = |w: &&str| inflect::key(lang, w);
        for first in [before, &[short], after].concat().first().into_iter().chain(after.first()) {
            self.starts[inflect::start(first)] = true;
        }
        let brief = [before, &[short], after].concat();
        self.names.insert(brief.iter().map(key), entry);
        let bare = [before, after].concat();
        if bare.iter().filter(|w| w.chars().count() > 3).count() >= 3 {
            self.names.insert(bare.iter().map(key), entry);
        }
    }

    /// The longest name or acronym that starts at token `i`.
    pub(super) fn find(&self, t: &Tokens, i: usize) -> Option<Found> {
        let name = self.find_name(t, i);
        let acronym = self.find_acronym(t, i);
        match (name, acronym) {
            (Some(n), Some(a)) => Some(if n.end > a.end { n } else { a }),
            (n, a) => n.or(a),
        }
    }

    fn find_name(&self, t: &Tokens, i: usize) -> Option<Found> {
        if !self.starts[inflect::start(t.word(i))] {
            return None;
        }
        let (mut node, mut at, mut best) = (0, i, None);
        while let Some(token) = t.get(at) {
            if token.class == Class::Mark && at > i && (token.first == ',' || is_dash(token.first)) {
                at += 1;
                continue;
            }
            let word = t.word(at);
            if at > i && is_article(word) {
                at += 1;
                continue;
            }
            if !matches!(token.class, Class::Latin | Class::Cyrillic) {
                break;
            }
            let Some(next) = self.names.step_word(node, t.lang, word) else { break };
            node = next;
            at += 1;
            if let Some(entry) = self.names.entries[node as usize].iter().find(|e| self.suits(e, t, i)) {
                best =
                    Some(Found { key: entry.key, organisation: entry.organisation, acronym: false, end: at });
            }
        }
        best
    }

    /// Whether the text at `i` has the capitals and the inflection that the entry allows.
    fn suits(&self, entry: &Entry, t: &Tokens, i: usize) -> bool {
        let written = entry.written == Written::Any || t.get(i).is_some_and(|f| f.case != Case::Lower);
        written && entry.single.is_none_or(|word| fits_single(word, t.word(i)))
    }

    fn find_acronym(&self, t: &Tokens, i: usize) -> Option<Found> {
        let token = t.get(i)?;
        if !matches!(token.class, Class::Latin | Class::Cyrillic) || token.case == Case::Lower {
            return None;
        }
        let (mut node, mut at, mut best) = (0, i, None);
        while at < t.len()
            && (at == i
                || t.is_dash(at)
                || t.glued(at)
                || matches!(t.get(at)?.class, Class::Latin | Class::Cyrillic))
        {
            let Some(next) =
                self.acronyms.step(node, t.hash(at)).or_else(|| self.acronyms.step(node, t.bare_hash(at)?))
            else {
                break;
            };
            node = next;
            at += 1;
            let entry = self.acronyms.entries[node as usize].first();
            let capitals =
                matches!(token.case, Case::Upper | Case::Mixed) || is_spoken(token.letters, t.word(i));
            if let Some(entry) = entry.filter(|_| capitals) {
                best =
                    Some(Found { key: entry.key, organisation: entry.organisation, acronym: true, end: at });
            }
        }
        best
    }
}

fn fits_single(entry: &str, form: &str) -> bool {
    inflect::fits(&fold(entry, Lang::Ru.script()), form)
}

/// Whether a pronounceable acronym may be written like a name: `Nato`, `Unesco`. Acronyms that are also words may
/// not.
fn is_spoken(letters: u32, word: &str) -> bool {
    letters >= 4 && !is_spelled_out(word)
}

fn is_article(word: &str) -> bool {
    matches!(word, "the" | "a" | "an")
}

fn columns<const N: usize>(line: &'static str) -> [&'static str; N] {
    let mut columns = line.split('\t');
    std::array::from_fn(|_| columns.next().unwrap_or_default())
}
