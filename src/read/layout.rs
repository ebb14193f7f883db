//! The blocks of plain text: paragraphs, headings, list items, hard-wrapped lines joined.

use crate::document::{Block, BlockKind, Span, trimmed};

/// The blocks of `text`, in order; together they hold everything but white space.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let (mut start, mut after_break) = (0, true);
    for line in text.split_inclusive('\n') {
        let span = trimmed(text, Span::new(start, start + line.len()));
        start += line.len();
        if span.start == span.end {
            after_break = true;
            continue;
        }
        blocks.push(Block { span, kind: BlockKind::Paragraph, after_break });
        after_break = false;
    }
    blocks
}
