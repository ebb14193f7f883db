//! Word translations: which English stems go with which Russian stems, and how often each is met.
//!
//! A [`Lexicon`] is the table built into the library, or none, with tables of users on top: dictionaries, glossaries
//! ([`Lexicon::with_file`]) and what [`learn`] made from aligned texts. Words are looked up by their [stem](stem()).

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
pub use stem::stem;
#[doc(hidden)]
pub use stem::stem_into;
pub use table::{Pair, Table};
pub use translation::{Translation, WordId};
