//! Anchors: what survives translation in one sentence, such as a number, a date, a name, an acronym, an address.
//!
//! [`extract`] scans the tokens of a sentence once, from left to right, and asks at each token the recognisers in order of
//! how much they tell; the first that reads something takes its tokens. Two anchors mean the same when they share a key
//! (see [`Anchor::shared`]); names that no table knows are compared by sound (see [`translit`]).
//!
//! Cost: linear in the sentence, a few microseconds for a usual one. Tables are built at first use.

mod amount;
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

use crate::document::Lang;
pub(crate) use contradiction::instead_of;
pub use contradiction::{Contradiction, contradiction};
pub use decimal::Decimal;
pub use form::{Anchor, AnchorKind, Date, Form, Key, Strength};
pub(crate) use gazetteer::TABLES;
pub use matching::{Pair, pair};
use token::Tokens;

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
