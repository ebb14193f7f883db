//! The result of reading: the document, its encoding, and notices.

use crate::document::{Furniture, InLang, Lang};
use std::fmt;

/// A document or its sentences, with encoding and notices.
#[derive(Clone, Debug)]
pub struct Reading<T> {
    /// The document or the sentences.
    pub value: T,
    /// The name of the encoding.
    pub encoding: String,
    /// The number of invalid sequences replaced by U+FFFD (only with
    /// [`InputOptions::lossy`](crate::io::InputOptions::lossy)).
    pub replaced: usize,
    /// What was omitted or is suspicious: one notice per kind, in a fixed order.
    pub notices: Vec<Notice>,
}

impl<T: InLang> InLang for Reading<T> {
    fn lang(&self) -> Lang {
        self.value.lang()
    }
}

impl<T> Reading<T> {
    /// Applies `f` to the value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Reading<U> {
        let Reading { value, encoding, replaced, notices } = self;
        Reading { value: f(value), encoding, replaced, notices }
    }

    /// Adds `count` to the notice of `kind`.
    pub(crate) fn add(&mut self, kind: NoticeKind, count: usize) {
        add(&mut self.notices, kind, count);
    }
}

/// A notice for the user: how many items of one kind were omitted or are suspicious.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The kind.
    pub kind: NoticeKind,
    /// The number; at least one.
    pub count: usize,
}

/// What a [`Notice`] counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum NoticeKind {
    /// Furniture, which is not split into sentences.
    Furniture(Furniture),
    /// Pages without text in a document that has pages with text: scans or pictures.
    PagesWithoutText,
    /// Characters whose meaning the file does not define. They are replaced by U+FFFD or omitted.
    UnknownCharacters,
    /// Repeated paragraphs, if they are more than a tenth of all paragraphs.
    RepeatedParagraphs,
    /// Hidden paragraphs, cells and runs of text, and tracked deletions.
    Hidden,
    /// Paragraphs of a web page outside its article: menus, sidebars, footers.
    OutsideArticle,
    /// Embedded documents, which are not read.
    Embedded,
    /// Sentences in the other language of the pair.
    OtherLanguage,
    /// Blocks of data or markup that are read as prose.
    Data,
}

impl NoticeKind {
    /// The code in reports, such as `page-number`.
    pub fn code(self) -> &'static str {
        match self {
            NoticeKind::Furniture(furniture) => furniture.code(),
            NoticeKind::PagesWithoutText => "pages-without-text",
            NoticeKind::UnknownCharacters => "unknown-characters",
            NoticeKind::RepeatedParagraphs => "repeated-paragraphs",
            NoticeKind::Hidden => "hidden",
            NoticeKind::OutsideArticle => "outside-article",
            NoticeKind::Embedded => "embedded",
            NoticeKind::OtherLanguage => "other-language",
            NoticeKind::Data => "data",
        }
    }

    /// Whether text may be missing or wrong. Other notices are about normal behaviour.
    pub fn is_warning(self) -> bool {
        !matches!(self, NoticeKind::Furniture(_) | NoticeKind::Hidden | NoticeKind::OutsideArticle)
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.count;
        match self.kind {
            NoticeKind::Furniture(furniture) => write!(f, "{count} {furniture} left out"),
            NoticeKind::PagesWithoutText => {
                write!(f, "{count} pages have no text (scanned?); recognise their text first if it matters")
            }
            NoticeKind::UnknownCharacters => write!(f, "{count} characters cannot be read"),
            NoticeKind::RepeatedParagraphs => write!(f, "{count} paragraphs repeat others of the document"),
            NoticeKind::Hidden => write!(f, "{count} hidden or deleted passages left out"),
            NoticeKind::OutsideArticle => write!(f, "{count} paragraphs outside the article left out"),
            NoticeKind::Embedded => write!(f, "{count} embedded documents are not read"),
            NoticeKind::OtherLanguage => write!(f, "{count} sentences are in the other language"),
            NoticeKind::Data => write!(
                f,
                "{count} blocks are data or markup that is read as plain text; convert it to HTML or text first"
            ),
        }
    }
}

/// Adds `count` to the notice of `kind` in `notices`.
pub(crate) fn add(notices: &mut Vec<Notice>, kind: NoticeKind, count: usize) {
    if count == 0 {
        return;
    }
    match notices.binary_search_by_key(&kind, |notice| notice.kind) {
        Ok(found) => notices[found].count += count,
        Err(place) => notices.insert(place, Notice { kind, count }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_counted_once() {
        let mut notices = Vec::new();
        add(&mut notices, NoticeKind::Hidden, 2);
        add(&mut notices, NoticeKind::Furniture(Furniture::PageNumber), 3);
        add(&mut notices, NoticeKind::Hidden, 1);
        add(&mut notices, NoticeKind::Data, 0);
        let told: Vec<_> = notices.iter().map(Notice::to_string).collect();
        assert_eq!(told, ["3 page numbers left out", "3 hidden or deleted passages left out"]);
    }
}
