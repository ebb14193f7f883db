//! Extracts the features of sentences: bags of word and anchor types, lengths, and the marks at their start and end.
//!
//! Each side has a vocabulary of *types* (stems, normal forms of anchors). [`Links`](super::word_links::Links) states which
//! English type explains which Russian type, and how well. All later stages use numbers only.
//! Cost: linear in the text; one lexicon lookup per distinct word.

use crate::anchor::{self, AnchorKind, Form, Key, Strength};
use crate::document::{Lang, Sentences, is_russian_with_names};
use crate::lexicon::{Lexicon, stem_into};
use crate::text::chars::{is_combining, is_dash, is_invisible, is_letter, script};
use crate::text::fold::fold_into;
use crate::text::words::words;
use rustc_hash::FxHashMap;
use unicode_script::Script;

/// The start of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    /// A capital letter or a digit.
    Upper,
    Lower,
    /// A dash, as in Russian dialogue and in lists.
    Dash,
    Quote,
    /// A bullet or another symbol.
    Symbol,
}

/// The properties of one sentence that the cost uses.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    /// Range of its types in [`Side::bag`].
    pub bag: std::ops::Range<u32>,
    /// Number of tokens, except frequent function words.
    pub content: u32,
    /// Characters without white space.
    pub chars: u32,
    /// Whether it has an end mark, ignoring closing quotes and brackets.
    pub is_marked: bool,
    pub start: Start,
    /// Opening minus closing quotation marks, as far as they can be distinguished.
    pub open_quotes: i8,
    /// Whether it follows a paragraph break.
    pub after_break: bool,
    /// Whether it is the first sentence of a block (a paragraph, a list item).
    pub opens_block: bool,
    /// Whether it is in the language of the other side.
    pub foreign: bool,
    /// The contact addresses in it, if it consists of little else.
    pub contact: Contact,
    /// Whether it may have anchors; if not, [`anchor::extract`] finds none.
    pub anchored: bool,
}

/// Kinds of addresses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Contact {
    phone: bool,
    mail: bool,
    web: bool,
}

impl Contact {
    fn add(&mut self, form: &Form) {
        self.phone |= matches!(form, Form::Phone(_));
        self.mail |= matches!(form, Form::Mail(_));
        self.web |= matches!(form, Form::Url(_));
    }

    /// Whether both have addresses, but none of the same kind: a telephone number is not the translation of a mail
    /// address.
    pub fn contradicts(self, other: Contact) -> bool {
        let is_any = |c: Contact| c.phone || c.mail || c.web;
        let is_same = (self.phone && other.phone) || (self.mail && other.mail) || (self.web && other.web);
        is_any(self) && is_any(other) && !is_same
    }
}

/// The most words besides addresses in a line of contacts: `Tel.`, `Press office:`.
const CONTACT_WORDS: u32 = 2;

/// The identity of a type: types of both sides with equal keys mean the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TypeKey {
    /// A word, by its stem.
    Word(Box<str>),
    /// An anchor, by one of its normal forms.
    Anchor(Form),
}

/// A distinct word or anchor of one side.
#[derive(Clone, Debug)]
pub(crate) struct Type {
    pub key: TypeKey,
    /// The word as first seen in the text, or the normal form.
    pub text: String,
    pub kind: TypeKind,
    /// Relative frequency in running text of its language.
    pub frequency: f32,
    /// Whether it occurs with a capital letter.
    pub name: bool,
    /// Whether it does so after the first word of a sentence.
    pub inside: bool,
    /// For an anchor, how much of it this form covers.
    pub strength: Strength,
}

impl Type {
    /// Whether its first occurrence shows that it is a name: not the first word of a sentence, and not several words
    /// run together.
    pub fn is_sure_name(&self) -> bool {
        let mut letters = self.text.chars();
        let is_capital = letters.next().is_some_and(char::is_uppercase);
        self.inside && is_capital && letters.clone().all(char::is_lowercase) && letters.nth(2).is_some()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TypeKind {
    /// A word in the lexicon.
    Word(crate::lexicon::WordId),
    /// A word that is not in the lexicon.
    Unknown,
    /// A number or a date.
    Number,
    /// Any other anchor: an address, an organisation, a symbol.
    Anchor,
    /// A second reading of an anchor, or a name of several words: counts if matched and costs nothing if not.
    Bonus,
}

/// The sentences of one side as bags of types.
#[derive(Debug)]
pub(crate) struct Side {
    pub facts: Vec<Facts>,
    /// The types of each sentence and their counts, sorted by type.
    pub bag: Vec<(u32, u32)>,
    /// For each entry of the bag, a bit mask of the sentences before and after that contain the type; the lowest bit
    /// is the nearest.
    pub near: Vec<[u8; 2]>,
    pub types: Vec<Type>,
}

impl Side {
    pub fn len(&self) -> usize {
        self.facts.len()
    }

    /// The types of sentence `index` and their counts.
    pub fn bag(&self, index: usize) -> &[(u32, u32)] {
        let range = &self.facts[index].bag;
        &self.bag[range.start as usize..range.end as usize]
    }

    /// The [`Side::near`] masks of the types of sentence `index`.
    pub fn near(&self, index: usize) -> &[[u8; 2]] {
        let range = &self.facts[index].bag;
        &self.near[range.start as usize..range.end as usize]
    }

    /// The count of a type in sentence `index`.
    pub fn count(&self, index: usize, wanted: u32) -> u32 {
        let bag = self.bag(index);
        bag.binary_search_by_key(&wanted, |&(t, _)| t).map_or(0, |place| bag[place].1)
    }
}

/// Words more frequent than this are no content words. Source: ablation of each part of the score in the prototype.
pub(crate) const FUNCTION_WORD: f32 = 0.05;

/// Reads the features of one side. `ask` is called before each sentence; an error that it returns ends the work.
pub(crate) fn side<E>(
    sentences: &Sentences,
    lexicon: &Lexicon,
    ask: &dyn Fn() -> Result<(), E>,
) -> Result<Side, E> {
    let lang = sentences.document().lang();
    let mut reader = SideReader::new(lang, lexicon);
    for index in 0..sentences.len() {
        ask()?;
        let block = sentences.block(index);
        let opens_block = index > 0 && sentences.get(index - 1).block != sentences.get(index).block;
        let after_break = opens_block && block.after_break;
        reader.sentence(sentences.text(index), opens_block, after_break);
    }
    adapt(&mut reader.side);
    reader.side.near = near(&reader.side);
    Ok(reader.side)
}

/// See [`Side::near`].
fn near(side: &Side) -> Vec<[u8; 2]> {
    let mut near = vec![[0; 2]; side.bag.len()];
    // For each type, the last sentence that contains it and its mask there.
    let mut seen = vec![(u32::MAX, 0u8); side.types.len()];
    let mut look = |direction: usize, sentence: u32, place: usize, near: &mut Vec<[u8; 2]>| {
        let (last, mask) = &mut seen[side.bag[place].0 as usize];
        let mask_here = match sentence.abs_diff(*last) {
            distance @ 1..=8 if *last != u32::MAX => {
                (u32::from(*mask) << distance | 1 << (distance - 1)) as u8
            }
            _ => 0,
        };
        (*last, *mask) = (sentence, mask_here);
        near[place][direction] = mask_here;
    };
    for (sentence, facts) in (0..).zip(&side.facts) {
        facts.bag.clone().for_each(|place| look(0, sentence, place as usize, &mut near));
    }
    for (sentence, facts) in (0..side.facts.len() as u32).zip(&side.facts).rev() {
        facts.bag.clone().for_each(|place| look(1, sentence, place as usize, &mut near));
    }
    near
}

/// The weight of the frequencies of the lexicon against those of the document, in words of running text. The only
/// value tried. Ablated together with the edges of beads and a shorter step of the fit: wmt21-ruen-hard .989 to .993,
/// hand .925 to .929, hand in running text .932 with and without.
const PRIOR_WORDS: f32 = 1000.0;

/// Adjusts the frequency of each type to the document: a word in every second sentence says little about which
/// sentence is which. The first occurrence does not count.
fn adapt(side: &mut Side) {
    let mut counts = vec![0u32; side.types.len()];
    for &(t, count) in &side.bag {
        counts[t as usize] += count;
    }
    let all: u32 = side.facts.iter().map(|f| f.content).sum();
    for (t, count) in side.types.iter_mut().zip(counts) {
        let seen = count.saturating_sub(1) as f32;
        t.frequency = t.frequency.max((t.frequency * PRIOR_WORDS + seen) / (PRIOR_WORDS + all as f32));
    }
}

struct SideReader<'a> {
    lang: Lang,
    lexicon: &'a Lexicon,
    side: Side,
    /// The type of each word, in lower case.
    words: FxHashMap<Box<str>, u32>,
    /// The type of each stem.
    stems: FxHashMap<Box<str>, u32>,
    /// The type of each normal form; the flag marks forms that are only a possible reading.
    forms: FxHashMap<(Form, bool), u32>,
    stem: String,
    lower: String,
    /// The types of the sentence being read.
    tokens: Vec<u32>,
    /// The kinds of contact addresses in that sentence.
    contact: Contact,
    /// Whether that sentence has a word already.
    begun: bool,
}

impl<'a> SideReader<'a> {
    fn new(lang: Lang, lexicon: &'a Lexicon) -> Self {
        SideReader {
            lang,
            lexicon,
            side: Side { facts: Vec::new(), bag: Vec::new(), near: Vec::new(), types: Vec::new() },
            words: FxHashMap::default(),
            stems: FxHashMap::default(),
            forms: FxHashMap::default(),
            stem: String::new(),
            lower: String::new(),
            tokens: Vec::new(),
            contact: Contact::default(),
            begun: false,
        }
    }

    fn sentence(&mut self, text: &str, opens_block: bool, after_break: bool) {
        self.tokens.clear();
        self.contact = Contact::default();
        self.begun = false;
        let anchored = self.tokenise(text);
        let start = self.side.bag.len() as u32;
        self.tokens.sort_unstable();
        let (mut content, mut plain) = (0, 0);
        for run in self.tokens.chunk_by(|a, b| a == b) {
            let t = &self.side.types[run[0] as usize];
            if t.frequency < FUNCTION_WORD {
                self.side.bag.push((run[0], run.len() as u32));
                let count = run.len() as u32;
                content += if t.kind == TypeKind::Bonus { 0 } else { count };
                plain += if matches!(t.kind, TypeKind::Bonus | TypeKind::Anchor) { 0 } else { count };
            }
        }
        let marks = Marks::of(text);
        self.side.facts.push(Facts {
            bag: start..self.side.bag.len() as u32,
            content,
            chars: marks.chars,
            is_marked: marks.is_marked,
            start: marks.start,
            open_quotes: marks.open_quotes,
            after_break,
            opens_block,
            foreign: is_foreign(text, self.lang),
            contact: if plain > CONTACT_WORDS { Contact::default() } else { self.contact },
            anchored,
        });
    }

    /// Fills `tokens`. Returns whether the text may have anchors.
    fn tokenise(&mut self, text: &str) -> bool {
        tokens(text, self.lang, &mut |token| {
            let token = match token {
                Token::Word(word) => return self.word(word),
                Token::Item(digits) => self.item(digits),
                Token::Form { key, kind, .. } => {
                    self.contact.add(&key.form);
                    self.anchor(&key.form, kind, key.strength)
                }
            };
            self.tokens.push(token);
        })
    }

    fn word(&mut self, word: &str) {
        let capital = word.starts_with(char::is_uppercase);
        self.lower.clear();
        fold_into(word, self.lang.script(), &mut self.lower);
        let token = match self.words.get(self.lower.as_str()) {
            Some(&token) => token,
            None => self.new_word(word),
        };
        let t = &mut self.side.types[token as usize];
        t.name |= capital;
        t.inside |= capital && self.begun;
        self.begun = true;
        self.tokens.push(token);
    }

    fn new_word(&mut self, word: &str) -> u32 {
        stem_of(&self.lower, self.lang, &mut self.stem);
        let token = match self.stems.get(self.stem.as_str()) {
            Some(&token) => token,
            None => {
                let digits = word.starts_with(|c: char| c.is_numeric());
                let kind = match self.lexicon.word(self.lang, &self.stem) {
                    _ if digits => TypeKind::Number,
                    Some(id) => TypeKind::Word(id),
                    None => TypeKind::Unknown,
                };
                let frequency =
                    if digits { NUMBER_FREQUENCY } else { self.lexicon.frequency(self.lang, &self.stem) };
                let stem: Box<str> = self.stem.as_str().into();
                let token = self.add(TypeKey::Word(stem.clone()), word.to_string(), kind, frequency);
                self.stems.insert(stem, token);
                token
            }
        };
        self.words.insert(self.lower.as_str().into(), token);
        token
    }

    fn item(&mut self, digits: &str) -> u32 {
        let key = item_key(digits);
        match self.stems.get(&key) {
            Some(&token) => token,
            None => {
                let text = digits.to_string();
                let token = self.add(TypeKey::Word(key.clone()), text, TypeKind::Number, ITEM_FREQUENCY);
                self.stems.insert(key, token);
                token
            }
        }
    }

    fn anchor(&mut self, form: &Form, kind: TypeKind, strength: Strength) -> u32 {
        // The same form may be certain in one place and only a possible reading in another: two types.
        let key = (form.clone(), kind == TypeKind::Bonus);
        let token = match self.forms.get(&key) {
            Some(&token) => token,
            None => {
                let token = self.add(TypeKey::Anchor(form.clone()), form.to_string(), kind, NUMBER_FREQUENCY);
                self.forms.insert(key, token);
                token
            }
        };
        let t = &mut self.side.types[token as usize];
        t.strength = t.strength.max(strength);
        token
    }

    fn add(&mut self, key: TypeKey, text: String, kind: TypeKind, frequency: f32) -> u32 {
        let token = self.side.types.len() as u32;
        self.side.types.push(Type {
            key,
            text,
            kind,
            frequency,
            name: false,
            inside: false,
            strength: Strength::Weak,
        });
        token
    }
}

/// The assumed frequency of a number.
const NUMBER_FREQUENCY: f32 = 3e-4;
/// The assumed frequency of an item number. Small numbers occur in every list, and translations renumber items.
const ITEM_FREQUENCY: f32 = 0.02;

/// A token of a sentence.
enum Token<'t> {
    Word(&'t str),
    /// The digits of the number of a list item.
    Item(&'t str),
    /// One normal form of an anchor, and the anchor as written.
    Form {
        key: &'t Key,
        kind: TypeKind,
        written: &'t str,
    },
}

/// Passes the tokens of `text` to `found`. A number, a date or an identifier replaces its words. The words of a name
/// are kept, since the lexicon may know them, and its forms are added. Returns whether the text has anchors, or a list number or
/// label, in which [`anchor::extract`] may find some.
fn tokens(text: &str, lang: Lang, found: &mut dyn FnMut(Token<'_>)) -> bool {
    let (item, text) = list_item(text);
    if let Some(digits) = item {
        found(Token::Item(digits));
    }
    let (label, text) = label(text, lang);
    if let Some(word) = label {
        found(Token::Word(word));
    }
    let mut at = 0;
    let anchors = anchor::extract(text, lang);
    for anchor in &anchors {
        let Some(first) = anchor.keys.first() else { continue };
        let whole = replaces_words(anchor.kind) && first.strength > Strength::Weak;
        if whole {
            words(&text[at..anchor.span.start]).for_each(|word| found(Token::Word(word)));
            at = anchor.span.end;
        }
        for (rank, key) in anchor.keys.iter().enumerate() {
            let kind = match anchor.kind {
                AnchorKind::Identifier if whole && rank == 0 => TypeKind::Anchor,
                AnchorKind::Measure => TypeKind::Bonus,
                _ if whole && rank == 0 => TypeKind::Number,
                _ => TypeKind::Bonus,
            };
            found(Token::Form { key, kind, written: anchor.text(text) });
        }
    }
    words(&text[at..]).for_each(|word| found(Token::Word(word)));
    !anchors.is_empty() || item.is_some() || label.is_some()
}

/// The digits of a list number at the start of a text (`3. ` or `3) `), and the rest of the text.
fn list_item(text: &str) -> (Option<&str>, &str) {
    let text = text.trim_start();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match text[digits..].strip_prefix(['.', ')']) {
        Some(rest) if (1..=LIST_DIGITS).contains(&digits) && rest.starts_with(char::is_whitespace) => {
            (Some(&text[..digits]), rest)
        }
        _ => (None, text),
    }
}

/// The word that the first letter of `text` abbreviates, as in interviews (`Q. `, `A: `, `В: `, `О: `), and the rest. A
/// Russian letter with a point is an initial.
fn label(text: &str, lang: Lang) -> (Option<&'static str>, &str) {
    let labels: &[(&str, &str)] = match lang {
        Lang::En => &[("Q.", "Question"), ("Q:", "Question"), ("A.", "Answer"), ("A:", "Answer")],
        Lang::Ru => &[("В:", "Вопрос"), ("О:", "Ответ")],
    };
    let found = labels.iter().find_map(|(letter, word)| {
        let rest = text.strip_prefix(letter).filter(|rest| rest.starts_with(char::is_whitespace))?;
        Some((*word, rest))
    });
    found.map_or((None, text), |(word, rest)| (Some(word), rest))
}

/// Longer numbers at the start of a text are years.
const LIST_DIGITS: usize = 3;

/// The key of an item number, which cannot be the key of a word.
fn item_key(digits: &str) -> Box<str> {
    format!("{digits}.").into()
}

/// Adds the first spelling of each type in `text` to `into`.
pub(super) fn written(text: &str, lang: Lang, into: &mut FxHashMap<TypeKey, String>) {
    let (mut lower, mut stem) = (String::new(), String::new());
    tokens(text, lang, &mut |token| {
        let (key, written) = match token {
            Token::Form { key, written, .. } => (TypeKey::Anchor(key.form.clone()), written),
            Token::Item(digits) => (TypeKey::Word(item_key(digits)), digits),
            Token::Word(word) => {
                lower.clear();
                fold_into(word, lang.script(), &mut lower);
                stem_of(&lower, lang, &mut stem);
                (TypeKey::Word(stem.as_str().into()), word)
            }
        };
        into.entry(key).or_insert_with(|| written.to_string());
    });
}

/// Sets `stem` to the stem of the folded word `lower`. Latin words in Russian text are English words or names, so
/// they get the English stem and match.
fn stem_of(lower: &str, lang: Lang, stem: &mut String) {
    let latin = lower.chars().next().is_some_and(|c| script(c) == Script::Latin);
    stem_into(if latin { Lang::En } else { lang }, lower, stem);
}

/// Whether an anchor of this kind replaces its words.
fn replaces_words(kind: AnchorKind) -> bool {
    use AnchorKind::*;
    matches!(kind, Number | Percent | Currency | Measure | Date | Time | Identifier)
}

/// Whether `text` is in the language of the other side, by script.
fn is_foreign(text: &str, lang: Lang) -> bool {
    let (mut latin, mut cyrillic, mut lower_words) = (0u32, 0u32, 0u32);
    let mut before = ' ';
    for c in text.chars() {
        if is_letter(c) {
            match script(c) {
                Script::Latin => latin += 1,
                Script::Cyrillic => cyrillic += 1,
                _ => {}
            }
            lower_words += u32::from(before == ' ' && c.is_lowercase());
        }
        before = c;
    }
    match lang {
        Lang::En => cyrillic > 2 && (cyrillic > 2 * latin || is_russian_with_names(text)),
        // Latin lines are common in Russian texts (names, code, addresses): only a run of words counts as English.
        Lang::Ru => cyrillic == 0 && latin > 10 && lower_words > 1,
    }
}

/// The marks of one sentence.
struct Marks {
    chars: u32,
    is_marked: bool,
    start: Start,
    open_quotes: i8,
}

impl Marks {
    fn of(text: &str) -> Marks {
        let mut m = Marks { chars: 0, is_marked: false, start: Start::Symbol, open_quotes: 0 };
        for c in text.chars().filter(|&c| !c.is_whitespace() && !is_invisible(c) && !is_combining(c)) {
            m.chars += 1;
            match c {
                '«' | '“' | '„' => m.open_quotes = m.open_quotes.saturating_add(1),
                '»' | '”' => m.open_quotes = m.open_quotes.saturating_sub(1),
                _ => {}
            }
            if m.chars == 1 {
                m.start = start_of(c);
            }
            if !is_quote(c) && !matches!(c, ')' | ']') {
                m.is_marked = is_end_mark(c);
            }
        }
        m
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '«' | '»' | '“' | '”' | '„' | '‟' | '‹' | '›' | '‘' | '’')
}

fn start_of(c: char) -> Start {
    match c {
        c if is_dash(c) => Start::Dash,
        c if is_quote(c) => Start::Quote,
        c if c.is_lowercase() => Start::Lower,
        c if c.is_alphanumeric() => Start::Upper,
        _ => Start::Symbol,
    }
}

/// Whether a sentence that ends with `c` is complete or continues in the next, unlike a heading, list item or cell.
fn is_end_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | ':' | ',' | ';')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str) -> (bool, Start) {
        let m = Marks::of(text);
        (m.is_marked, m.start)
    }

    #[test]
    fn marks_look_through_closing_quotes() {
        assert_eq!(marks("«Да!»"), (true, Start::Quote));
        assert_eq!(marks("— Кто там?.."), (true, Start::Dash));
        assert!(["«Да».", "and so on ...", "as follows:"].into_iter().all(|text| marks(text).0));
        assert!(["Next steps", "(see below)", ""].into_iter().all(|text| !marks(text).0));
    }

    #[test]
    fn labels_of_questions_and_answers_are_words() {
        let words = |text, lang| {
            let mut all = Vec::new();
            tokens(text, lang, &mut |token| match token {
                Token::Word(word) => all.push(word.to_string()),
                Token::Item(_) | Token::Form { .. } => {}
            });
            all
        };
        assert_eq!(words("A. We ship daily.", Lang::En), ["Answer", "We", "ship", "daily"]);
        assert_eq!(words("В: Когда?", Lang::Ru), ["Вопрос", "Когда"]);
        assert_eq!(words("В. Петров", Lang::Ru), ["В", "Петров"]);
        assert_eq!(words("A dog.", Lang::En), ["A", "dog"]);
    }

    #[test]
    fn foreign_sentences_are_told_by_script() {
        assert!(is_foreign("Эта статья на русском", Lang::En));
        assert!(is_foreign("Драйвер для Canon LBP6030B и HP LaserJet", Lang::En));
        assert!(is_foreign("This article in English", Lang::Ru));
        assert!(!is_foreign("E-mail: press@cis.example", Lang::Ru));
        assert!(!is_foreign("He said «да» to me", Lang::En));
    }
}
