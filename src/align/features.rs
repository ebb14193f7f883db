//! From sentences to features: bags of word and anchor types, lengths, and the marks a sentence begins and ends with.
//!
//! Each side has a vocabulary of *types* (stems, normal forms of anchors); [`Links`] says which English type explains
//! which Russian type and how well. Everything after this module sees numbers only.
//! Cost: linear in the text; one lexicon look-up a distinct word, not a word.

use crate::anchor::{self, AnchorKind, Form, Key, Strength};
use crate::document::{Lang, Sentences, is_russian_with_names};
use crate::lexicon::{Lexicon, stem_into};
use crate::text::chars::{is_combining, is_dash, is_invisible, is_letter, script};
use crate::text::fold::fold_into;
use crate::text::words::words;
use rustc_hash::FxHashMap;
use unicode_script::Script;

/// What a sentence ends with, closing quotes and brackets aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// No end mark: a heading, a list item, a table cell.
    None,
    Stop,
    Question,
    Exclamation,
    Ellipsis,
    Colon,
    /// A comma or a semicolon: the sentence goes on.
    Comma,
}

/// What a sentence begins with.
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

/// One sentence, as the cost sees it.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    /// Range of its types in [`Side::bag`].
    pub bag: std::ops::Range<u32>,
    /// Number of tokens that count as content (common function words left out).
    pub content: u32,
    /// Characters without white space.
    pub chars: u32,
    pub end: End,
    pub start: Start,
    /// Opening less closing quotation marks, where they can be told apart.
    pub open_quotes: i8,
    /// Whether it follows a paragraph break.
    pub after_break: bool,
    /// Whether it opens a block (a paragraph, a list item).
    pub opens_block: bool,
    /// Whether it is in the language of the other side.
    pub foreign: bool,
    /// What it gives to reach somebody by, where it is little else.
    pub contact: Contact,
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

    /// Whether both have an address, but none of the same kind: a telephone number translates no mail address.
    pub fn contradicts(self, other: Contact) -> bool {
        let is_any = |c: Contact| c.phone || c.mail || c.web;
        let is_same = (self.phone && other.phone) || (self.mail && other.mail) || (self.web && other.web);
        is_any(self) && is_any(other) && !is_same
    }
}

/// How many words a line of contacts may have besides addresses: `Tel.`, `Press office:`.
const CONTACT_WORDS: u32 = 2;

/// What a type is: types of both sides with equal keys mean the same.
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
    /// As it first stood in the text, or its normal form.
    pub text: String,
    pub kind: TypeKind,
    /// Relative frequency in running text of its language.
    pub frequency: f32,
    /// Whether it was met with a capital letter.
    pub name: bool,
    /// Whether it was met so after the first word of a sentence.
    pub inside: bool,
    /// Of an anchor: how much of it this form covers.
    pub strength: Strength,
}

impl Type {
    /// Whether it is a name, and no word that begins a sentence or runs several together, as far as the word as first
    /// met tells.
    pub fn is_sure_name(&self) -> bool {
        let mut letters = self.text.chars();
        let is_capital = letters.next().is_some_and(char::is_uppercase);
        self.inside && is_capital && letters.clone().all(char::is_lowercase) && letters.nth(2).is_some()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TypeKind {
    /// A word the lexicon can translate.
    Word(crate::lexicon::WordId),
    /// A word the lexicon does not know.
    Unknown,
    /// A number or a date.
    Number,
    /// Any other anchor: an address, an organisation, a symbol.
    Anchor,
    /// A second reading of an anchor or a name of several words: explains when met, is not missed when not.
    Bonus,
}

/// The sentences of one side as bags of types.
#[derive(Debug)]
pub(crate) struct Side {
    pub facts: Vec<Facts>,
    /// (type, how often) of each sentence, by type.
    pub bag: Vec<(u32, u32)>,
    /// Of each place in the bag, which of the sentences before and after have the type too: the lowest bit is the next.
    pub near: Vec<[u8; 2]>,
    pub types: Vec<Type>,
}

impl Side {
    pub fn len(&self) -> usize {
        self.facts.len()
    }

    /// The types of sentence `index` and how often each stands there.
    pub fn bag(&self, index: usize) -> &[(u32, u32)] {
        let range = &self.facts[index].bag;
        &self.bag[range.start as usize..range.end as usize]
    }

    /// Of each type of sentence `index`, see [`Side::near`].
    pub fn near(&self, index: usize) -> &[[u8; 2]] {
        let range = &self.facts[index].bag;
        &self.near[range.start as usize..range.end as usize]
    }

    /// How often a type stands in sentence `index`.
    pub fn count(&self, index: usize, wanted: u32) -> u32 {
        let bag = self.bag(index);
        bag.binary_search_by_key(&wanted, |&(t, _)| t).map_or(0, |place| bag[place].1)
    }
}

/// Words more frequent than this say nothing about what a sentence is about.
/// Source: the prototype in which each part of the score was left out in turn.
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
    // The sentence that had each type last, and which of those beside it did.
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

/// How many words of running text the frequencies of the lexicon weigh as, beside those of the document.
/// One value tried. Left out in turn, with the edges of a bead and shorter steps of fitting changed at the same time:
/// wmt21-ruen-hard .989 to .993, hand .925 to .929, hand in running text .932 either way.
const PRIOR_WORDS: f32 = 1000.0;

/// Mixes the frequency of each type in the document into its frequency at large: a word that stands in every second
/// sentence of this document says little about which sentence is which. A first occurrence is no evidence.
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
    /// Lower-case word as written -> type.
    words: FxHashMap<Box<str>, u32>,
    /// Stem -> type.
    stems: FxHashMap<Box<str>, u32>,
    /// Normal form, and whether it is a possible reading only -> type.
    forms: FxHashMap<(Form, bool), u32>,
    stem: String,
    lower: String,
    /// The types of the sentence being read.
    tokens: Vec<u32>,
    /// Kinds of addresses in it.
    contact: Contact,
    /// Whether it has a word already.
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
        self.tokenise(text);
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
            end: marks.end,
            start: marks.start,
            open_quotes: marks.open_quotes,
            after_break,
            opens_block,
            foreign: is_foreign(text, self.lang),
            contact: if plain > CONTACT_WORDS { Contact::default() } else { self.contact },
        });
    }

    /// Fills `tokens`.
    fn tokenise(&mut self, text: &str) {
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
        });
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
        // The same form may be sure in one place and a possible reading in another: two types.
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

/// How frequent a number is taken to be.
const NUMBER_FREQUENCY: f32 = 3e-4;
/// How frequent the number of an item is taken to be: every list has the small ones, and translations renumber.
const ITEM_FREQUENCY: f32 = 0.02;

/// What a sentence is made of, as features see it.
enum Token<'t> {
    Word(&'t str),
    /// The digits of the number that an item of a list begins with.
    Item(&'t str),
    /// One normal form of an anchor, and how the anchor is written.
    Form {
        key: &'t Key,
        kind: TypeKind,
        written: &'t str,
    },
}

/// Gives the tokens of `text`. The words of a number, a date, an identifier give way to its normal form; the words of a
/// name stay, since the lexicon may know them, and its forms are added.
fn tokens(text: &str, lang: Lang, found: &mut dyn FnMut(Token<'_>)) {
    let (item, text) = list_item(text);
    if let Some(digits) = item {
        found(Token::Item(digits));
    }
    let mut at = 0;
    for anchor in anchor::extract(text, lang) {
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
}

/// The digits of the number that a text begins with, as an item of a list does (`3. ` or `3) `), and the rest.
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

/// Longer numbers at the beginning are years.
const LIST_DIGITS: usize = 3;

/// The key of the number of an item: never that of a word.
fn item_key(digits: &str) -> Box<str> {
    format!("{digits}.").into()
}

/// How the types of `text` are written in it; the first time each is met.
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

/// Fills `stem` with that of `lower`, a folded word. Latin words in Russian text are English words or names: they get the
/// English key, so that they meet.
fn stem_of(lower: &str, lang: Lang, stem: &mut String) {
    let latin = lower.chars().next().is_some_and(|c| script(c) == Script::Latin);
    stem_into(if latin { Lang::En } else { lang }, lower, stem);
}

/// Whether an anchor of this kind stands for its words.
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
        // Latin lines are common in Russian texts (names, code, addresses): only a run of words is English.
        Lang::Ru => cyrillic == 0 && latin > 10 && lower_words > 1,
    }
}

/// The marks of one sentence.
struct Marks {
    chars: u32,
    end: End,
    start: Start,
    open_quotes: i8,
}

impl Marks {
    fn of(text: &str) -> Marks {
        let mut m = Marks { chars: 0, end: End::None, start: Start::Symbol, open_quotes: 0 };
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
                m.end = end_of(m.end, c);
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

/// What a sentence ends with so far, when `c` follows what ended with `before`: in a run of marks such as `?..` or
/// `!.` the first that is more than a stop counts.
fn end_of(before: End, c: char) -> End {
    match (before, c) {
        (End::Question | End::Exclamation, '.' | '!' | '…') => before,
        (End::Stop | End::Ellipsis, '.') | (_, '…') => End::Ellipsis,
        (_, '?') => End::Question,
        (_, '!') => End::Exclamation,
        (_, '.') => End::Stop,
        (_, ':') => End::Colon,
        (_, ',' | ';') => End::Comma,
        _ => End::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str) -> (End, Start) {
        let m = Marks::of(text);
        (m.end, m.start)
    }

    #[test]
    fn marks_look_through_closing_quotes() {
        assert_eq!(marks("«Да!»"), (End::Exclamation, Start::Quote));
        assert_eq!(marks("«Да».").0, End::Stop);
        assert_eq!(marks("— Кто там?.."), (End::Question, Start::Dash));
        assert_eq!(marks("Next steps").0, End::None);
        assert_eq!(marks("and so on ...").0, End::Ellipsis);
        assert_eq!(marks("").0, End::None);
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
