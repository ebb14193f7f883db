//! Anchors: parts of a sentence that survive translation, such as numbers, dates, names, acronyms and addresses.
//!
//! [`extract`] scans the tokens of a sentence once, from left to right. At each token it tries the recognisers, most specific
//! first; the first that matches consumes its tokens. Two anchors mean the same when they share a key (see
//! [`Anchor::shared`]); names that are not in the tables are compared by sound (see [`translit`]).
//!
//! Cost: linear in the sentence, a few microseconds for a typical one. The tables are built at first use.

mod amount;
mod contradiction;
mod date;
mod decimal;
mod folds;
mod form;
mod gazetteer;
mod identifier;
mod inflect;
mod lanes;
mod matching;
mod name;
pub mod name_index;
mod number;
mod roman;
mod time;
mod token;
pub mod translit;
mod vocabulary;
mod words;

use crate::document::Lang;
pub use contradiction::{Contradiction, Mismatch, contradiction};
pub use decimal::Decimal;
pub use form::{Anchor, AnchorKind, Date, Form, Key, Strength};
pub(crate) use gazetteer::TABLES;
pub use matching::{Pair, pair};
use token::Tokens;

/// Only this many bytes of a sentence are scanned. Tokens need about 70 times the memory of a line of punctuation
/// marks.
const LONGEST: usize = 1 << 20;

/// The anchors of the sentence `text`, ordered by position, without overlaps.
pub fn extract(text: &str, lang: Lang) -> Vec<Anchor> {
    let tokens = Tokens::new(&text[..text.floor_char_boundary(LONGEST)], lang);
    let mut anchors = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        i = read(&tokens, i, &mut anchors).unwrap_or(i).max(i + 1);
    }
    anchors
}

/// Reads the anchors at token `i` and returns the index of the token after them.
fn read(t: &Tokens, i: usize, out: &mut Vec<Anchor>) -> Option<usize> {
    identifier::identifier(t, i, out)
        .or_else(|| time::time(t, i, out))
        .or_else(|| date::date(t, i, out))
        .or_else(|| number::quantity(t, i, out))
        .or_else(|| name::name(t, i, out))
}
