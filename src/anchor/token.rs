//! The tokens anchors are read from: words, digit runs and marks, with what is known of each.
//!
//! Cost: one pass over the sentence. Words are folded once into one shared buffer: lower case, ё as е, stress marks and
//! soft hyphens gone, English `'s` cut off, Latin look-alikes in a Cyrillic word made Cyrillic.

use super::inflect::hash;
use super::vocabulary::{self, Lexeme};
use crate::document::{Lang, Span};
use crate::text::{is_invisible, is_letter};

/// What a token consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Latin,
    Cyrillic,
    Digits,
    Mark,
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Lower,
    Capital,
    Upper,
    Mixed,
}

/// A word, a run of digits, or one mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    fold: (usize, usize),
    pub(super) first: char,
    pub(super) class: Class,
    pub(super) case: Case,
    /// Nothing stands between it and the token before.
    pub(super) glued: bool,
    pub(super) letters: u32,
    pub(super) lexeme: Option<Lexeme>,
}

/// The tokens of one sentence.
pub(super) struct Tokens<'a> {
    pub(super) text: &'a str,
    pub(super) lang: Lang,
    /// Whether most of the words are in capitals, as in a heading.
    pub(super) shouting: bool,
    /// Whether there is an `@` anywhere.
    pub(super) has_at: bool,
    list: Vec<Token>,
    folded: String,
}

impl<'a> Tokens<'a> {
    /// The tokens of `text`.
    pub(super) fn new(text: &'a str, lang: Lang) -> Tokens<'a> {
        let mut tokens = Tokens {
            text,
            lang,
            shouting: false,
            has_at: text.contains('@'),
            list: Vec::with_capacity(text.len() / 5 + 4),
            folded: String::with_capacity(text.len()),
        };
        let (mut at, mut end) = (0, usize::MAX);
        while let Some(c) = text[at..].chars().next() {
            let start = at;
            let token = if c.is_ascii_digit() {
                tokens.digits(start)
            } else if is_letter(c) {
                tokens.word_at(start)
            } else if c.is_whitespace() || is_invisible(c) {
                at += c.len_utf8();
                continue;
            } else {
                tokens.mark(start, c)
            };
            at = token.end;
            tokens.list.push(Token { glued: start == end, ..token });
            end = at;
        }
        tokens.shouting = tokens.is_shouting();
        tokens
    }

    fn is_shouting(&self) -> bool {
        let words = self.list.iter().filter(|t| t.letters > 1);
        let (mut upper, mut all) = (0, 0);
        for word in words {
            all += 1;
            upper += usize::from(word.case == Case::Upper);
        }
        all > 2 && upper * 2 > all
    }

    /// The hash of the folded word, the digits or the mark at `i`.
    pub(super) fn hash(&self, i: usize) -> u64 {
        match self.get(i) {
            Some(t) if matches!(t.class, Class::Latin | Class::Cyrillic) => hash(self.word(i)),
            Some(t) if t.class == Class::Mark && is_dash(t.first) => hash("-"),
            _ => hash(self.raw(i)),
        }
    }

    /// The hash of the acronym at `i` without the case ending written small after it: `МИДа`, `СПИДом`.
    pub(super) fn bare_hash(&self, i: usize) -> Option<u64> {
        let raw = self.raw(i);
        let small = raw.char_indices().find(|(_, c)| c.is_lowercase()).map(|(at, _)| at)?;
        let (capitals, ending) = raw.split_at(small);
        let inflected = matches!(ending, "а" | "у" | "ом" | "е" | "ы" | "ов" | "s");
        (inflected && capitals.chars().nth(1).is_some()).then(|| hash(&capitals.to_lowercase()))
    }

    /// The hashes of all tokens.
    pub(super) fn hashes(&self) -> Vec<u64> {
        (0..self.len()).map(|i| self.hash(i)).collect()
    }

    fn digits(&self, start: usize) -> Token {
        let length = self.text[start..].bytes().take_while(u8::is_ascii_digit).count();
        self.plain(start, start + length, '0', Class::Digits)
    }

    fn mark(&self, start: usize, c: char) -> Token {
        self.plain(start, start + c.len_utf8(), c, Class::Mark)
    }

    fn plain(&self, start: usize, end: usize, first: char, class: Class) -> Token {
        let fold = (0, 0);
        Token { start, end, fold, first, class, case: Case::Lower, glued: false, letters: 0, lexeme: None }
    }

    fn word_at(&mut self, start: usize) -> Token {
        let fold_start = self.folded.len();
        let shape = fold_word(&self.text[start..], &mut self.folded);
        let class = if shape.cyrillic > 0 { Class::Cyrillic } else { Class::Latin };
        if shape.cyrillic > 0 && shape.cyrillic < shape.letters {
            make_cyrillic(&mut self.folded, fold_start);
        }
        if class == Class::Latin {
            for ending in ["'s", "'"] {
                if self.folded[fold_start..].ends_with(ending) {
                    self.folded.truncate(self.folded.len() - ending.len());
                    break;
                }
            }
        }
        let fold = (fold_start, self.folded.len());
        let lexeme = vocabulary::lexeme(self.lang, &self.folded[fold.0..fold.1]);
        let (case, letters) = (shape.case(), shape.letters);
        let end = start + shape.bytes;
        Token { start, end, fold, first: shape.first, class, case, glued: false, letters, lexeme }
    }

    /// How many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Token `i`.
    pub(super) fn get(&self, i: usize) -> Option<&Token> {
        self.list.get(i)
    }

    /// The folded word at `i`, empty where there is none.
    pub(super) fn word(&self, i: usize) -> &str {
        self.get(i).map_or("", |t| &self.folded[t.fold.0..t.fold.1])
    }

    /// The lexeme of the word at `i`.
    pub(super) fn lexeme(&self, i: usize) -> Option<Lexeme> {
        self.get(i).and_then(|t| t.lexeme)
    }

    /// The text of token `i` as it stands, empty where there is none.
    pub(super) fn raw(&self, i: usize) -> &'a str {
        self.get(i).map_or("", |t| &self.text[t.start..t.end])
    }

    /// The digits at `i`, where token `i` is a run of digits.
    pub(super) fn digits_at(&self, i: usize) -> Option<&'a str> {
        self.get(i).filter(|t| t.class == Class::Digits).map(|t| &self.text[t.start..t.end])
    }

    /// Whether token `i` is the mark `c`.
    pub(super) fn is(&self, i: usize, c: char) -> bool {
        self.get(i).is_some_and(|t| t.class == Class::Mark && t.first == c)
    }

    /// Whether token `i` is a dash or hyphen of any length.
    pub(super) fn is_dash(&self, i: usize) -> bool {
        self.get(i).is_some_and(|t| t.class == Class::Mark && is_dash(t.first))
    }

    /// Whether token `i` follows the one before without a gap.
    pub(super) fn glued(&self, i: usize) -> bool {
        self.get(i).is_some_and(|t| t.glued)
    }

    /// Whether token `i` stands after exactly one space of any width.
    pub(super) fn spaced(&self, i: usize) -> bool {
        let (Some(before), Some(token)) = (i.checked_sub(1).and_then(|b| self.get(b)), self.get(i)) else {
            return false;
        };
        let mut gap = self.text[before.end..token.start].chars();
        gap.next().is_some_and(|c| c.is_whitespace() && c != '\n') && gap.next().is_none()
    }

    /// `i`, or the token after it where `i` is the full stop of an abbreviation.
    pub(super) fn after_stop(&self, i: usize) -> usize {
        if self.is(i, '.') && self.glued(i) { i + 1 } else { i }
    }

    /// The token after the word `i` and the full stop that shortens it. A full stop that ends the sentence is left.
    pub(super) fn after_stop_of_abbreviation(&self, i: usize) -> usize {
        let next = self.after_stop(i + 1);
        if next < self.len() { next } else { i + 1 }
    }

    /// The span of tokens `from..to`.
    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        let start = self.get(from).map_or(0, |t| t.start);
        let end = to.checked_sub(1).and_then(|last| self.get(last)).map_or(start, |t| t.end);
        Span::new(start, end.max(start))
    }
}

/// Whether `c` is a hyphen, a dash or a minus.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Whether `c` is an apostrophe.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2bc}' | '\u{2bb}' | '\u{2018}' | '`')
}

/// Whether `c` is a combining mark of the kind found over letters (accents, breve, diaeresis).
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

struct Shape {
    bytes: usize,
    first: char,
    letters: u32,
    upper: u32,
    cyrillic: u32,
    capital: bool,
}

impl Shape {
    fn case(&self) -> Case {
        match (self.capital, self.upper) {
            (_, 0) => Case::Lower,
            (true, 1) => Case::Capital,
            (_, n) if n == self.letters => Case::Upper,
            _ => Case::Mixed,
        }
    }
}

/// Reads the word at the head of `text`, appends its folded form to `out`.
fn fold_word(text: &str, out: &mut String) -> Shape {
    let mut shape = Shape { bytes: 0, first: ' ', letters: 0, upper: 0, cyrillic: 0, capital: false };
    for (at, c) in text.char_indices() {
        if is_letter(c) {
            fold_letter(c, out, &mut shape);
        } else if is_combining(c) {
            combine(c, out);
        } else if is_apostrophe(c) && text[at + c.len_utf8()..].starts_with(is_letter) {
            out.push('\'');
        } else if !is_invisible(c) {
            break;
        }
        shape.bytes = at + c.len_utf8();
    }
    shape
}

fn fold_letter(c: char, out: &mut String, shape: &mut Shape) {
    let upper = c.is_uppercase();
    if shape.letters == 0 {
        shape.first = c;
        shape.capital = upper;
    }
    shape.letters += 1;
    shape.upper += u32::from(upper);
    shape.cyrillic += u32::from(matches!(c, '\u{400}'..='\u{52f}'));
    match c {
        'ё' | 'Ё' => out.push('е'),
        'a'..='z' | 'а'..='я' => out.push(c),
        'A'..='Z' => out.push(c.to_ascii_lowercase()),
        'А'..='Я' => out.push(char::from_u32(c as u32 + 32).unwrap_or(c)),
        _ => out.extend(c.to_lowercase()),
    }
}

/// A combining breve makes и an й; other marks are dropped (е with diaeresis is ё, which folds to е).
fn combine(mark: char, out: &mut String) {
    if mark == '\u{306}' && out.ends_with('и') {
        out.pop();
        out.push('й');
    }
}

/// Replaces the Latin look-alikes from `start` on by the Cyrillic letters they stand for.
fn make_cyrillic(folded: &mut String, start: usize) {
    let word: String = folded[start..].chars().map(|c| cyrillic_twin(c).unwrap_or(c)).collect();
    folded.truncate(start);
    folded.push_str(&word);
}

/// The Cyrillic letter that looks like the Latin `c`, both lower case.
pub(super) fn cyrillic_twin(c: char) -> Option<char> {
    Some(match c {
        'a' => 'а',
        'b' => 'в',
        'c' => 'с',
        'e' => 'е',
        'h' => 'н',
        'k' => 'к',
        'm' => 'м',
        'o' => 'о',
        'p' => 'р',
        't' => 'т',
        'x' => 'х',
        'y' => 'у',
        'i' => 'і',
        _ => return None,
    })
}

/// The Latin capital that looks like the Cyrillic capital `c`.
pub(super) fn latin_twin(c: char) -> Option<char> {
    Some(match c {
        'А' => 'A',
        'В' => 'B',
        'С' => 'C',
        'Е' => 'E',
        'Н' => 'H',
        'І' => 'I',
        'К' => 'K',
        'М' => 'M',
        'О' => 'O',
        'Р' => 'P',
        'Ѕ' => 'S',
        'Т' => 'T',
        'Х' => 'X',
        'У' => 'Y',
        _ => return None,
    })
}
