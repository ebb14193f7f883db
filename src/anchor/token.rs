//! Tokens of a sentence: words, runs of digits and marks, with their properties.
//!
//! Cost: one pass over the sentence. Words are [folded](crate::text::fold) once into a shared buffer, without the English `'s`.

use super::inflect::hash;
use super::vocabulary::{self, Lexeme};
use crate::document::{Lang, Span};
use crate::text::chars::{is_dash, is_invisible, is_letter};
use crate::text::fold::fold_into;
use crate::text::words::letters_length;
use unicode_script::Script;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Latin,
    Cyrillic,
    Digits,
    Mark,
}

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
    /// Whether it follows the token before it without a gap.
    pub(super) glued: bool,
    pub(super) letters: u32,
    pub(super) lexeme: Option<Lexeme>,
}

/// The tokens of one sentence.
pub(super) struct Tokens<'a> {
    pub(super) text: &'a str,
    pub(super) lang: Lang,
    /// Whether most words are in capitals, as in a heading.
    pub(super) shouting: bool,
    /// Whether the sentence contains an `@`.
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

    /// The hash of the acronym at `i` without the case ending in lower case: `МИДа`, `СПИДом`.
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
        let end = start + letters_length(&self.text[start..]);
        let word = &self.text[start..end];
        let fold_start = self.folded.len();
        let home = self.lang.script();
        let class = match fold_into(word, home, &mut self.folded) {
            Some(Script::Cyrillic) => Class::Cyrillic,
            _ => Class::Latin,
        };
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
        let (case, letters) = written(word);
        let first = word.chars().next().unwrap_or(' ');
        Token { start, end, fold, first, class, case, glued: false, letters, lexeme }
    }

    /// How many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Token `i`.
    pub(super) fn get(&self, i: usize) -> Option<&Token> {
        self.list.get(i)
    }

    /// The folded word at `i`, or an empty string.
    pub(super) fn word(&self, i: usize) -> &str {
        self.get(i).map_or("", |t| &self.folded[t.fold.0..t.fold.1])
    }

    /// The lexeme of the word at `i`.
    pub(super) fn lexeme(&self, i: usize) -> Option<Lexeme> {
        self.get(i).and_then(|t| t.lexeme)
    }

    /// The text of token `i`, or an empty string.
    pub(super) fn raw(&self, i: usize) -> &'a str {
        self.get(i).map_or("", |t| &self.text[t.start..t.end])
    }

    /// The digits at `i`, if token `i` is a run of digits.
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

    /// Whether token `i` follows the token before it without a gap.
    pub(super) fn glued(&self, i: usize) -> bool {
        self.get(i).is_some_and(|t| t.glued)
    }

    /// Whether token `i` follows exactly one space of any width.
    pub(super) fn spaced(&self, i: usize) -> bool {
        let (Some(before), Some(token)) = (i.checked_sub(1).and_then(|b| self.get(b)), self.get(i)) else {
            return false;
        };
        let mut gap = self.text[before.end..token.start].chars();
        gap.next().is_some_and(|c| c.is_whitespace() && c != '\n') && gap.next().is_none()
    }

    /// The token after `i` if `i` is the full stop of an abbreviation, otherwise `i`.
    pub(super) fn after_stop(&self, i: usize) -> usize {
        if self.is(i, '.') && self.glued(i) { i + 1 } else { i }
    }

    /// The token after the word `i` and after the full stop of its abbreviation. Does not skip a full stop that ends
    /// the sentence.
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

/// The case of `word` and its number of letters.
fn written(word: &str) -> (Case, u32) {
    let (mut letters, mut upper) = (0, 0);
    for c in word.chars().filter(|&c| is_letter(c)) {
        letters += 1;
        upper += u32::from(c.is_uppercase());
    }
    let case = match (word.starts_with(char::is_uppercase), upper) {
        (_, 0) => Case::Lower,
        (true, 1) => Case::Capital,
        _ if upper == letters => Case::Upper,
        _ => Case::Mixed,
    };
    (case, letters)
}
