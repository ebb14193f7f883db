//! Documents, blocks and sentences. A document holds its text once; blocks and sentences are spans of it.
//!
//! [`crate::read`] and [`crate::split`] create these types. They are not changed afterwards, and their spans never overlap
//! or split a character. [`EnRu`] is a checked pair: English first, Russian second.

mod language;
mod pair;

pub(crate) use language::{is_russian_with_names, language_of_line, lines_in};
pub use pair::{EnRu, InLang, SameLanguage};

use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_script::Script;

/// One of the two languages enru aligns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Russian.
    Ru,
}

impl Lang {
    /// Both languages.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Ru];

    /// The other language.
    pub fn other(self) -> Lang {
        match self {
            Lang::En => Lang::Ru,
            Lang::Ru => Lang::En,
        }
    }

    /// The two-letter code, `en` or `ru`.
    pub fn code(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Ru => "ru",
        }
    }

    /// The script of the language.
    pub fn script(self) -> Script {
        match self {
            Lang::En => Script::Latin,
            Lang::Ru => Script::Cyrillic,
        }
    }

    /// The English name of the language, for messages.
    pub fn name(self) -> &'static str {
        match self {
            Lang::En => "English",
            Lang::Ru => "Russian",
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A half-open range of byte offsets into the text of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`, excluding `end`.
    pub fn new(start: usize, end: usize) -> Span {
        debug_assert!(start <= end);
        Span { start, end }
    }

    /// The text the span covers.
    ///
    /// # Panics
    /// If the span does not lie on character boundaries of `text`.
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start..self.end]
    }
}

/// The kind of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A title or section heading.
    Heading,
    /// An item of a list, or a line of a contact block.
    ListItem,
    /// One cell of a table.
    Cell,
    /// A footnote or endnote.
    Note,
    /// Furniture, which has no sentences.
    Furniture(Furniture),
}

/// Furniture: parts of a page that do not belong to the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Furniture {
    /// A line that repeats at the top or bottom of pages.
    RunningHead,
    /// A page number.
    PageNumber,
    /// A line of a table of contents.
    Contents,
    /// A link text such as `Read more`.
    ReadMore,
    /// A line of an alphabetical list that has another order in the translation.
    ReorderedList,
    /// A line of repeated marks, such as `=====`.
    Ruler,
}

impl Furniture {
    /// The code in reports, such as `page-number`.
    pub fn code(self) -> &'static str {
        match self {
            Furniture::RunningHead => "running-head",
            Furniture::PageNumber => "page-number",
            Furniture::Contents => "contents",
            Furniture::ReadMore => "read-more",
            Furniture::ReorderedList => "reordered-list",
            Furniture::Ruler => "ruler",
        }
    }
}

impl fmt::Display for Furniture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Furniture::RunningHead => "running heads",
            Furniture::PageNumber => "page numbers",
            Furniture::Contents => "lines of contents",
            Furniture::ReadMore => "read-more lines",
            Furniture::ReorderedList => "lines of reordered lists",
            Furniture::Ruler => "ruled lines",
        })
    }
}

/// A part of the text that no sentence crosses: a paragraph, a heading, a list item, a table cell.
///
/// In a hard-wrapped text, its span covers several lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// The span of the block in the text, without surrounding white space.
    pub span: Span,
    /// Its kind.
    pub kind: BlockKind,
    /// Whether a paragraph break (a blank line, a new paragraph element) precedes it.
    pub after_break: bool,
}

/// The decoded text of one document, with its language, name and blocks. The text does not change after reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    name: String,
    lang: Lang,
    text: String,
    blocks: Vec<Block>,
}

impl Document {
    /// Creates a document from its parts.
    ///
    /// # Panics
    /// If blocks are out of order, overlap, or do not lie on character boundaries of `text`.
    pub fn new(name: impl Into<String>, lang: Lang, text: impl Into<String>, blocks: Vec<Block>) -> Document {
        let text = text.into();
        let mut end = 0;
        for block in &blocks {
            assert!(
                block.span.start >= end && text.get(block.span.start..block.span.end).is_some(),
                "blocks must be ordered ranges of the text"
            );
            end = block.span.end;
        }
        Document { name: name.into(), lang, text, blocks }
    }

    /// The name of the document, for messages and the `document` column.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The language of the text.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Sets the language to `lang`.
    pub fn in_lang(self, lang: Lang) -> Document {
        Document { lang, ..self }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The blocks, in document order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }
}

/// The span and the block of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its span in the document, without surrounding white space.
    pub span: Span,
    /// Index of its block in [`Document::blocks`].
    pub block: u32,
}

/// A document and its sentences in document order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentences {
    document: Document,
    sentences: Vec<Sentence>,
}

impl Sentences {
    /// Creates the sentences of `document`.
    ///
    /// # Panics
    /// If a sentence is not a range of the text, overlaps the one before, or has a block index that does not exist.
    pub fn new(document: Document, sentences: Vec<Sentence>) -> Sentences {
        let mut end = 0;
        for s in &sentences {
            assert!(
                s.span.start >= end
                    && document.text.get(s.span.start..s.span.end).is_some()
                    && (s.block as usize) < document.blocks.len(),
                "sentences must be ordered ranges of the text"
            );
            end = s.span.end;
        }
        Sentences { document, sentences }
    }

    /// Takes each line of `text` as a sentence, including empty lines. All are in one block, since paragraphs are
    /// unknown. Lines end with LF or CRLF. A final line break does not start another line.
    pub fn from_lines(name: impl Into<String>, lang: Lang, text: impl Into<String>) -> Sentences {
        let text = text.into();
        let mut sentences = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let span = trimmed(&text, Span::new(start, start + line.len()));
            sentences.push(Sentence { span, block: 0 });
            start += line.len();
        }
        let span = Span::new(0, text.len());
        let blocks = vec![Block { span, kind: BlockKind::Paragraph, after_break: true }];
        Sentences { document: Document { name: name.into(), lang, text, blocks }, sentences }
    }

    /// Sets the language to `lang`.
    pub fn in_lang(self, lang: Lang) -> Sentences {
        Sentences { document: self.document.in_lang(lang), ..self }
    }

    /// The document.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The number of sentences.
    pub fn len(&self) -> usize {
        self.sentences.len()
    }

    /// Whether there are no sentences.
    pub fn is_empty(&self) -> bool {
        self.sentences.is_empty()
    }

    /// Sentence `index`.
    pub fn get(&self, index: usize) -> Sentence {
        self.sentences[index]
    }

    /// The text of sentence `index`, unchanged from the document.
    pub fn text(&self, index: usize) -> &str {
        self.sentences[index].span.of(&self.document.text)
    }

    /// The block of sentence `index`.
    pub fn block(&self, index: usize) -> &Block {
        &self.document.blocks[self.sentences[index].block as usize]
    }

    /// All sentences.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Sentence> + '_ {
        self.sentences.iter().copied()
    }
}

/// `span` without white space at its ends.
pub(crate) fn trimmed(text: &str, span: Span) -> Span {
    let body = span.of(text);
    let start = span.start + (body.len() - body.trim_start().len());
    let end = span.start + body.trim_end().len();
    Span { start, end: end.max(start) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_sentences_and_empty_lines_count() {
        let s = Sentences::from_lines("x", Lang::En, "One.\r\n\n  Two. \nThree");
        let texts: Vec<_> = (0..s.len()).map(|i| s.text(i)).collect();
        assert_eq!(texts, ["One.", "", "Two.", "Three"]);
    }

    #[test]
    #[should_panic(expected = "ordered ranges")]
    fn a_sentence_outside_the_text_is_refused() {
        let block = Block { span: Span::new(0, 1), kind: BlockKind::Paragraph, after_break: true };
        let document = Document::new("x", Lang::En, "a", vec![block]);
        Sentences::new(document, vec![Sentence { span: Span::new(0, 2), block: 0 }]);
    }
}
