//! Word translations: pairs of English and Russian stems with probabilities, and word frequencies.
//!
//! A [`Lexicon`] consists of the built-in table, or none, and tables of users: dictionaries, glossaries
//! ([`Lexicon::with_file`]), and tables that [`learn`] created from aligned texts. The key of a word is its
//! [stem](stem()).
//!
//! Cost: the built-in table is read in place, without parsing; a look-up is one hash. Not done: translations of phrases, and
//! senses of a word.

mod builtin;
mod dictionary;
mod glossary;
mod layers;
mod layout;
pub mod learn;
mod stem;
mod table;
mod translation;
mod user;
mod words;

pub use layers::Lexicon;
#[doc(hidden)]
pub use stem::{stem, stem_into};
pub use table::{Pair, Table};
#[doc(hidden)]
pub use translation::{Translation, WordId};
