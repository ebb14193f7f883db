//! Texts and what is marked in them: a document holds its text once, everything after it is spans.

mod pair;

pub use pair::{EnRu, InLang, SameLanguage};

use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_script::Script;

/// One of the two languages enru aligns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English, the source of most memories.
    #[default]
    En,
    /// Russian.
    Ru,
}

impl Lang {
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

    /// The alphabet it is written in.
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
    /// The span from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Span {
        debug_assert!(start <= end);
        Span { start, end }
    }

    /// The text the span covers.
    ///
    /// # Panics
    /// When the span does not lie on character boundaries of `text`.
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start..self.end]
    }
}

/// What a block of a document is.
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
    /// Part of the page, not of the text: it has no sentences.
    Furniture(Furniture),
}

/// What a page carries that is no part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Furniture {
    /// A line repeated at the head or foot of pages.
    RunningHead,
    /// The number of a page.
    PageNumber,
    /// A line of a table of contents.
    Contents,
    /// An invitation to read on elsewhere.
    ReadMore,
    /// A line of an alphabetical list whose order the translation changed.
    ReorderedList,
    /// A line drawn of signs, such as `=====`.
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

/// A unit no sentence crosses: a paragraph, a heading, a list item, a table cell.
///
/// Its span may run over several lines where a text is hard-wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Where the block stands in the text, without the white space around it.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
    /// Whether it follows a paragraph break (a blank line, a new paragraph element) rather than the line before.
    pub after_break: bool,
}

/// The decoded text of one side, with its language, its name and its blocks. The text is never edited after reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    name: String,
    lang: Lang,
    text: String,
    blocks: Vec<Block>,
}

impl Document {
    /// A document from its parts. Blocks that are out of order, overlap, or do not lie on character boundaries are
    /// a mistake of the caller.
    ///
    /// # Panics
    /// When a block is not a range of `text` or starts before the one before it ends.
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

    /// The name messages and the `document` column use.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The language of the text.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The same document in the language `lang`.
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

/// One sentence: where it stands, and the block it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its span in the document, without the white space around it.
    pub span: Span,
    /// Index of its block in [`Document::blocks`].
    pub block: u32,
}

/// A document and the sentences in it, in document order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentences {
    document: Document,
    sentences: Vec<Sentence>,
}

impl Sentences {
    /// The sentences of `document`.
    ///
    /// # Panics
    /// When a sentence is not a range of the text, overlaps the one before, or names a block that is not there.
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

    /// The lines of `text`, each one sentence (a line may be empty); where paragraphs begin is not known, so all stand
    /// in one block. A final line break ends the last line and begins no other; LF and CRLF both end a line.
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

    /// The same sentences in the language `lang`.
    pub fn in_lang(self, lang: Lang) -> Sentences {
        Sentences { document: self.document.in_lang(lang), ..self }
    }

    /// The document.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// How many sentences there are.
    pub fn len(&self) -> usize {
        self.sentences.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.sentences.is_empty()
    }

    /// Sentence `index`.
    pub fn get(&self, index: usize) -> Sentence {
        self.sentences[index]
    }

    /// The raw text of sentence `index`, as it stands in the document.
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

/// `span` without the white space at its ends.
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
