//! Anchors: what survives translation in one sentence, such as a number, a date, a name, an acronym, an address.

pub mod translit;

use crate::document::{Lang, Span};

/// What kind of thing an anchor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum AnchorKind {
    /// A number, in any notation, also as a word.
    Number,
    /// A name: a capitalised word or a run of them.
    Name,
}

/// One anchor of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Where it stands, in bytes of the sentence it was found in.
    pub span: Span,
    /// What it is.
    pub kind: AnchorKind,
    /// Its normal forms (`N:5000000`, `D:2021-04-15`, `ORG:UNODC`), most telling first. Two anchors mean the same
    /// when they share one. Empty for a name that no table knows: those are compared by [`translit::similarity`].
    pub keys: Vec<String>,
}

/// The anchors of the sentence `text`, by position; they do not overlap.
pub fn extract(text: &str, lang: Lang) -> Vec<Anchor> {
    let _ = (text, lang);
    Vec::new()
}
