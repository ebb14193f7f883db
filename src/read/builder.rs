//! Builds a document from the paragraphs of a rich format. Cost: linear.

use crate::document::{Block, BlockKind, Document, Furniture, Lang, Span};
use crate::read::plain;
use crate::read::reading::{Notice, NoticeKind, add};
use crate::text::ligatures::without_ligatures;
use crate::text::scripts;

/// Collects paragraphs. Paragraphs may nest (a text box inside a paragraph); the inner one ends first. Notes follow the
/// text, as in plain text.
#[derive(Debug, Default)]
pub(super) struct Builder {
    body: Vec<Piece>,
    notes: Vec<Piece>,
    open: Vec<Piece>,
    note_depth: usize,
    blank: bool,
    blanks: usize,
    notices: Vec<Notice>,
    /// The text of paragraphs that continue in the next one: their paragraph marks are deleted or hidden, or they are
    /// drop caps.
    carried: Option<(BlockKind, String)>,
    /// Whether a page or column ended and no text has followed.
    after_page: bool,
}

#[derive(Debug)]
struct Piece {
    kind: BlockKind,
    text: String,
    /// Whether an empty paragraph precedes this one.
    after_blank: bool,
    /// Whether this is a further line of the paragraph before it.
    is_line: bool,
    /// Whether this paragraph begins a page or column.
    begins_page: bool,
}

impl Builder {
    /// Begins a paragraph.
    pub(super) fn open(&mut self, kind: BlockKind) {
        let text = self.carried.take().map_or_else(String::new, |(_, text)| text);
        let begins_page = std::mem::take(&mut self.after_page);
        self.open.push(Piece { kind, text, after_blank: false, is_line: false, begins_page });
    }

    /// Sets the kind of the open paragraph.
    pub(super) fn set_kind(&mut self, kind: BlockKind) {
        if let Some(piece) = self.open.last_mut() {
            piece.kind = kind;
        }
    }

    /// Adds text to the open paragraph. Line breaks in `text` become spaces. Text outside a paragraph is dropped.
    pub(super) fn text(&mut self, text: &str) {
        self.after_page &= text.trim_start().is_empty();
        if let Some(piece) = self.open.last_mut() {
            piece.text.extend(text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }));
        }
    }

    /// Adds a line break to the open paragraph.
    pub(super) fn line_break(&mut self) {
        if let Some(piece) = self.open.last_mut() {
            piece.text.push('\n');
        }
    }

    /// The length of the open paragraph in bytes, for marking the text after it as superscript or subscript.
    pub(super) fn open_len(&self) -> usize {
        self.open.last().map_or(0, |piece| piece.text.len())
    }

    /// Marks the text of the open paragraph from byte `from` on as superscript.
    pub(super) fn raise(&mut self, from: usize) {
        if let Some(piece) = self.open.last_mut() {
            scripts::raise(&mut piece.text, from);
        }
    }

    /// Marks the text of the open paragraph from byte `from` on as subscript.
    pub(super) fn lower(&mut self, from: usize) {
        if let Some(piece) = self.open.last_mut() {
            scripts::lower(&mut piece.text, from);
        }
    }

    /// Ends a page or column inside the open paragraph, possibly within a sentence.
    pub(super) fn page_break(&mut self) {
        self.end_page();
        if let Some(piece) = self.open.last_mut() {
            piece.text.push(page_break_after(&piece.text));
        }
    }

    /// Ends a page, column or section between paragraphs, possibly within a sentence.
    pub(super) fn end_page(&mut self) {
        self.after_page = true;
    }

    /// Marks the open paragraph as the first of a page or column.
    pub(super) fn begin_page(&mut self) {
        if let Some(piece) = self.open.last_mut() {
            piece.begins_page = true;
        }
    }

    /// Ends the open paragraph. Its text continues in the next one.
    pub(super) fn close_joined(&mut self) {
        let Some(piece) = self.open.pop() else { return };
        if !piece.text.is_empty() {
            self.carried = Some((piece.kind, piece.text));
        }
    }

    /// Ends a paragraph whose text was to continue in the next one, if no further paragraph of the same part followed.
    pub(super) fn end_joined(&mut self) {
        if let Some((kind, text)) = self.carried.take() {
            self.open(kind);
            self.text(&text);
            self.close();
        }
    }

    /// Drops the open paragraph, which is hidden.
    pub(super) fn discard(&mut self) {
        self.open.pop();
    }

    /// Ends the open paragraph.
    pub(super) fn close(&mut self) {
        let Some(mut piece) = self.open.pop() else { return };
        if piece.text.trim().is_empty() {
            self.blank = true;
            self.blanks += 1;
            self.after_page |= piece.begins_page;
            return;
        }
        if piece.begins_page && self.goes_on_over_page(&piece) {
            let last = self.body.pop().expect("a paragraph that goes on");
            piece.text.insert_str(0, &format!("{} ", last.text.trim_end()));
            (self.blank, piece.is_line) = (last.after_blank, last.is_line);
        }
        for (index, line) in lines(&without_ligatures(&piece.text)).into_iter().enumerate() {
            let is_line = if index > 0 { !line.after_blank } else { piece.is_line };
            self.blanks += usize::from(line.after_blank);
            let after_blank = self.blank || line.after_blank;
            self.blank = false;
            let piece = Piece { kind: piece.kind, text: line.text, after_blank, is_line, begins_page: false };
            if self.note_depth > 0 { self.notes.push(piece) } else { self.body.push(piece) }
        }
    }

    /// Whether the last paragraph ends within a sentence that continues in `piece` on the next page.
    fn goes_on_over_page(&self, piece: &Piece) -> bool {
        let is_plain = |piece: &Piece| piece.kind == BlockKind::Paragraph;
        let begins_small = piece.text.trim_start().starts_with(char::is_lowercase);
        let last = self.body.last().filter(|last| self.note_depth == 0 && is_plain(last) && is_plain(piece));
        begins_small && last.is_some_and(|last| page_break_after(&last.text) == ' ')
    }

    /// Adds a complete paragraph.
    pub(super) fn paragraph(&mut self, kind: BlockKind, text: &str) {
        self.open(kind);
        if let Some(piece) = self.open.last_mut() {
            piece.text.push_str(text);
        }
        self.close();
    }

    /// Starts a footnote or endnote, up to [`Builder::end_note`].
    pub(super) fn begin_note(&mut self) {
        self.note_depth += 1;
    }

    /// Ends a note.
    pub(super) fn end_note(&mut self) {
        self.note_depth = self.note_depth.saturating_sub(1);
    }

    /// Whether a note is open.
    pub(super) fn in_note(&self) -> bool {
        self.note_depth > 0
    }

    /// Counts a notice.
    pub(super) fn notice(&mut self, kind: NoticeKind, count: usize) {
        add(&mut self.notices, kind, count);
    }

    /// The notices.
    pub(super) fn take_notices(&mut self) -> Vec<Notice> {
        std::mem::take(&mut self.notices)
    }

    /// Whether there is no text.
    pub(super) fn is_empty(&self) -> bool {
        self.body.is_empty() && self.notes.is_empty()
    }

    /// Builds the document. If the author separated paragraphs by empty paragraphs, as in plain text, only these are
    /// breaks. Otherwise every paragraph is a block. A plain paragraph of the format may still have the layout of a
    /// heading or list item.
    pub(super) fn finish(mut self, name: String, lang: impl FnOnce(&str) -> Lang) -> Document {
        self.end_joined();
        while !self.open.is_empty() {
            self.close();
        }
        let blanks_are_breaks =
            self.blanks * 4 >= self.body.len().max(1) || is_a_line_a_paragraph(&self.body);
        let (mut text, mut blocks) = (String::new(), Vec::new());
        for piece in self.body.into_iter().chain(self.notes) {
            let after_break =
                !piece.is_line && (piece.after_blank || !blanks_are_breaks || piece.kind == BlockKind::Note);
            if !text.is_empty() {
                text.push_str(if after_break { "\n\n" } else { "\n" });
            }
            let start = text.len();
            text.push_str(&piece.text);
            blocks.push(Block { span: Span::new(start, text.len()), kind: piece.kind, after_break });
        }
        let mut blocks = if blanks_are_breaks { unwrapped(&text, blocks) } else { blocks };
        refine(&text, &mut blocks);
        let lang = lang(&text);
        Document::new(name, lang, text, blocks)
    }
}

/// How far back the end of a sentence is searched for. The limit keeps the cost linear for a text of spaces.
const LOOK_BACK: usize = 64;

/// The separator for a page break inside a paragraph after `text`: a line break after the end of a sentence, otherwise
/// a space.
pub(super) fn page_break_after(text: &str) -> char {
    let last = text.chars().rev().take(LOOK_BACK).find(|c| !c.is_whitespace());
    if last.is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | '-')) { ' ' } else { '\n' }
}

/// The fewest paragraphs needed to decide whether a text was pasted line by line.
const FEWEST_LINES: usize = 5;

/// Whether each paragraph is one line of hard-wrapped text, as in text pasted from elsewhere.
fn is_a_line_a_paragraph(pieces: &[Piece]) -> bool {
    let plain = || pieces.iter().filter(|piece| piece.kind == BlockKind::Paragraph);
    let is_short = |piece: &Piece| piece.text.chars().nth(plain::WIDEST).is_none();
    plain().count() >= FEWEST_LINES
        && plain().all(is_short)
        && plain::is_wrapped(&plain().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join("\n"))
}

/// Joins paragraphs that are lines of one paragraph, as in plain text.
fn unwrapped(text: &str, blocks: Vec<Block>) -> Vec<Block> {
    let laid_out = plain::blocks(text);
    let mut wholes = laid_out.iter().filter(|block| block.span.of(text).contains('\n')).peekable();
    let mut joined: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        while wholes.next_if(|whole| whole.span.end < block.span.end).is_some() {}
        let is_inside = wholes.peek().is_some_and(|whole| whole.span.start < block.span.start);
        match joined.last_mut() {
            Some(last)
                if is_inside
                    && last.kind == BlockKind::Paragraph
                    && block.kind == BlockKind::Paragraph
                    && !block.after_break =>
            {
                last.span.end = block.span.end;
            }
            _ => joined.push(block),
        }
    }
    joined
}

/// Whether `line` continues the line before it: it begins with a lower-case letter, and neither is a list item.
fn goes_on(last: &str, line: &str) -> bool {
    let is_item = line.chars().nth(1).is_some_and(|c| matches!(c, ')' | '.'));
    line.starts_with(char::is_lowercase) && !is_item && !last.ends_with([':', ';', '.', '!', '?'])
}

struct Line {
    text: String,
    /// Whether an empty line precedes it, as between paragraphs of preformatted text.
    after_blank: bool,
}

/// The lines of a paragraph, trimmed. A line that begins with a lower-case letter continues the line before it.
fn lines(text: &str) -> Vec<Line> {
    let (mut lines, mut blank): (Vec<Line>, bool) = (Vec::new(), false);
    for line in text.split('\n').map(str::trim) {
        if line.is_empty() {
            blank = !lines.is_empty();
            continue;
        }
        match lines.last_mut() {
            Some(last) if !blank && goes_on(&last.text, line) => {
                last.text.push(' ');
                last.text.push_str(line);
            }
            _ => lines.push(Line { text: line.to_string(), after_blank: blank }),
        }
        blank = false;
    }
    lines
}

/// Sets the kind of a plain paragraph from its layout. A ruler set as a heading (`* * *`) is a ruler.
fn refine(text: &str, blocks: &mut [Block]) {
    for block in blocks.iter_mut().filter(|b| b.kind == BlockKind::Heading) {
        if plain::is_ruler(block.span.of(text)) {
            block.kind = BlockKind::Furniture(Furniture::Ruler);
        }
    }
    let laid_out = plain::blocks(text);
    let mut seen = laid_out.iter().peekable();
    for block in blocks.iter_mut().filter(|b| b.kind == BlockKind::Paragraph) {
        while seen.next_if(|s| s.span.start < block.span.start).is_some() {}
        if let Some(same) = seen.peek().filter(|s| s.span == block.span) {
            block.kind = same.kind;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_goes_on_over_the_end_of_a_page() {
        let mut builder = Builder::default();
        for text in ["The boat left", "and came back.", "Next page.", "small print"] {
            builder.open(BlockKind::Paragraph);
            builder.text(text);
            builder.page_break();
            builder.close();
        }
        let document = builder.finish("x".into(), |_| Lang::En);
        let texts: Vec<_> = document.blocks().iter().map(|b| b.span.of(document.text())).collect();
        assert_eq!(texts, ["The boat left and came back.", "Next page.", "small print"]);
    }

    #[test]
    fn a_ruler_set_as_a_heading_is_a_ruler() {
        let mut builder = Builder::default();
        for text in ["The Mill", "* * *"] {
            builder.paragraph(BlockKind::Heading, text);
        }
        let kinds: Vec<_> =
            builder.finish("x".into(), |_| Lang::En).blocks().iter().map(|b| b.kind).collect();
        assert_eq!(kinds, [BlockKind::Heading, BlockKind::Furniture(Furniture::Ruler)]);
    }

    #[test]
    fn notes_follow_and_boxes_stand_apart() {
        let mut builder = Builder::default();
        builder.open(BlockKind::Paragraph);
        builder.text("Before");
        builder.begin_note();
        builder.paragraph(BlockKind::Note, "A note.");
        builder.end_note();
        builder.paragraph(BlockKind::Cell, "Box");
        builder.text(" after.");
        builder.line_break();
        builder.text("Line two");
        builder.close();
        let document = builder.finish("x".into(), |_| Lang::En);
        let texts: Vec<_> = document.blocks().iter().map(|b| b.span.of(document.text())).collect();
        assert_eq!(texts, ["Box", "Before after.", "Line two", "A note."]);
        assert!(!document.blocks()[2].after_break && document.blocks()[3].after_break);
    }
}
