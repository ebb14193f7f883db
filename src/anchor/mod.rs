//! Anchors: what survives translation in one sentence, such as a number, a date, a name, an acronym, an address.
//!
//! [`extract`] scans the tokens of a sentence once, from left to right, and asks at each token the recognisers in order of
//! how much they tell; the first that reads something takes its tokens. Two anchors mean the same when they share a key
//! (see [`Anchor::shared`]); names that no table knows are compared by sound (see [`translit`]).
//!
//! Cost: linear in the sentence, a few microseconds for a usual one. Tables are built at first use.

mod contradiction;
mod date;
mod decimal;
mod folds;
mod form;
mod gazetteer;
mod identifier;
mod inflect;
mod matching;
mod name;
mod number;
mod roman;
mod time;
mod token;
pub mod translit;
mod vocabulary;
mod words;

use crate::document::{Lang, Span};
pub use contradiction::{Contradiction, contradiction};
pub use date::Date;
pub use decimal::Decimal;
pub use form::Form;
pub(crate) use gazetteer::TABLES;
pub use matching::{Pair, pair};
use std::borrow::Cow;
use token::Tokens;

/// What kind of thing an anchor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum AnchorKind {
    /// A number, in any notation, also as a word, an ordinal, a Roman numeral.
    Number,
    /// A share in percent.
    Percent,
    /// An amount of money.
    Currency,
    /// A number with a unit. Units get converted in translation, so it never contradicts another.
    Measure,
    /// A date or a part of one, a decade, a century, a weekday.
    Date,
    /// A time of day.
    Time,
    /// A document symbol, an address, a telephone number, a code: the same in both languages.
    Identifier,
    /// An organisation or a term a table knows, by its name or its acronym.
    Organisation,
    /// A country, a city, a language, a people, or the adjective of one.
    Place,
    /// A person's title.
    Title,
    /// An acronym no table knows.
    Acronym,
    /// A word in Latin letters inside Russian text.
    Latin,
    /// A name no table knows: a capitalised word.
    Name,
}

/// How much it says when two anchors share a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Strength {
    /// A possible reading, or a small part: the day of a date, a spelled `one`.
    Weak,
    /// A part, or a less telling form: the year of a date, the bare number of an amount.
    Part,
    /// The whole of what the anchor says.
    Full,
}

/// A normal form of an anchor, and how much of the anchor it covers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// What it says.
    pub form: Form,
    /// How much of the anchor it covers.
    pub strength: Strength,
}

impl Key {
    fn new(form: Form, strength: Strength) -> Key {
        Key { form, strength }
    }

    fn full(form: Form) -> Key {
        Key::new(form, Strength::Full)
    }

    fn part(form: Form) -> Key {
        Key::new(form, Strength::Part)
    }

    fn weak(form: Form) -> Key {
        Key::new(form, Strength::Weak)
    }
}

/// One anchor of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Where it stands, in bytes of the sentence it was found in.
    pub span: Span,
    /// What it is.
    pub kind: AnchorKind,
    /// Its normal forms, most telling first. Empty for a name that no table knows: those are compared by
    /// [`translit::similarity`].
    pub keys: Vec<Key>,
}

impl Anchor {
    /// What to show people: the most telling form (`2021-04-15`, `5000000`, `UNODC`), or the name as it stands in
    /// `sentence`, the text the anchor was found in.
    pub fn label<'a>(&'a self, sentence: &'a str) -> Cow<'a, str> {
        match self.keys.first() {
            Some(key) => Cow::Owned(key.form.value()),
            None => Cow::Borrowed(self.text(sentence)),
        }
    }

    /// The anchor as it stands in `sentence`, the text it was found in.
    pub fn text<'a>(&self, sentence: &'a str) -> &'a str {
        sentence.get(self.span.start..self.span.end).unwrap_or_default()
    }

    /// The key this anchor shares with `other`, and how much that says: the lesser of the two strengths. Of several,
    /// the strongest, and of those the first.
    pub fn shared<'a>(&'a self, other: &Anchor) -> Option<(&'a Key, Strength)> {
        let mut best: Option<(&Key, Strength)> = None;
        for key in &self.keys {
            let Some(twin) = other.keys.iter().find(|k| k.form == key.form) else { continue };
            let strength = key.strength.min(twin.strength);
            if best.is_none_or(|(_, found)| strength > found) {
                best = Some((key, strength));
            }
        }
        best
    }

    /// Whether it speaks against a pair of sentences when the other side lacks it. Measures get converted, clock times
    /// moved, titles and weak readings left out; numbers, dates and identifiers stay.
    pub fn can_contradict(&self) -> bool {
        let kept = matches!(
            self.kind,
            AnchorKind::Number
                | AnchorKind::Percent
                | AnchorKind::Currency
                | AnchorKind::Date
                | AnchorKind::Identifier
        );
        kept && self.keys.iter().any(|k| k.strength == Strength::Full)
    }
}

/// No sentence is longer: what comes after has no anchors, so that a line of marks without end, which takes some 70 times
/// its bytes as tokens, cannot fill the memory.
const LONGEST: usize = 1 << 20;

/// The anchors of the sentence `text`, by position; they do not overlap.
pub fn extract(text: &str, lang: Lang) -> Vec<Anchor> {
    let tokens = Tokens::new(&text[..text.floor_char_boundary(LONGEST)], lang);
    let mut anchors = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        i = read(&tokens, i, &mut anchors).unwrap_or(i).max(i + 1);
    }
    anchors
}

/// Reads the anchors at token `i` and gives the token after them.
fn read(t: &Tokens, i: usize, out: &mut Vec<Anchor>) -> Option<usize> {
    identifier::identifier(t, i, out)
        .or_else(|| time::time(t, i, out))
        .or_else(|| date::date(t, i, out))
        .or_else(|| number::quantity(t, i, out))
        .or_else(|| name::name(t, i, out))
}
