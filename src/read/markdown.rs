//! Markdown: paragraphs, headings, list items, cells and quotations, without their marks. Code and HTML comments are
//! left out; links leave their text.

use super::builder::Builder;
use crate::document::BlockKind;

/// The text of the Markdown file `text`.
pub(super) fn read(text: &str) -> Builder {
    let mut builder = Builder::default();
    let mut open: Option<(BlockKind, String)> = None;
    let mut fence: Option<&str> = None;
    for line in body(text).lines() {
        let trimmed = line.trim().trim_start_matches("> ").trim();
        let is_fence = trimmed.starts_with("```") || trimmed.starts_with("~~~");
        match fence {
            Some(mark) if trimmed.starts_with(mark) => fence = None,
            Some(_) => {}
            None if is_fence => {
                flush(&mut open, &mut builder);
                fence = trimmed.get(..3);
            }
            None => add(line, trimmed, &mut open, &mut builder),
        }
    }
    flush(&mut open, &mut builder);
    builder
}

/// The text after the metadata between two lines of `---` at the top.
fn body(text: &str) -> &str {
    let metadata = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    metadata.map_or(text, |(_, body)| body)
}

fn add(line: &str, trimmed: &str, open: &mut Option<(BlockKind, String)>, builder: &mut Builder) {
    let is_rule = trimmed.len() >= 3 && trimmed.chars().all(|c| matches!(c, '-' | '=' | '*' | '_' | ' '));
    if trimmed.is_empty() || is_rule {
        // A heading may be underlined.
        if let (true, Some((kind, _))) = (is_rule && trimmed.starts_with(['-', '=']), open.as_mut()) {
            *kind = BlockKind::Heading;
        }
        flush(open, builder);
    } else if let Some(heading) = heading(trimmed) {
        flush(open, builder);
        builder.paragraph(BlockKind::Heading, &plain(heading));
    } else if trimmed.starts_with('|') {
        flush(open, builder);
        cells(trimmed, builder);
    } else if let Some((kind, item)) = item(trimmed) {
        flush(open, builder);
        *open = Some((kind, item.to_string()));
    } else if let Some((_, text)) = open {
        text.push(if line.ends_with("  ") { '\n' } else { ' ' });
        text.push_str(trimmed);
    } else if !line.starts_with("    ") && !line.starts_with('\t') {
        *open = Some((BlockKind::Paragraph, trimmed.to_string()));
    }
}

fn flush(open: &mut Option<(BlockKind, String)>, builder: &mut Builder) {
    if let Some((kind, text)) = open.take() {
        builder.paragraph(kind, &plain(&text));
    }
}

fn heading(line: &str) -> Option<&str> {
    let level = line.bytes().take_while(|&b| b == b'#').count();
    let rest = line.get(level..)?.strip_prefix(' ')?;
    if (1..=6).contains(&level) { Some(rest.trim_end_matches('#').trim()) } else { None }
}

/// A list item, or the text of a footnote.
fn item(line: &str) -> Option<(BlockKind, &str)> {
    if let Some((_, note)) = line.strip_prefix("[^").and_then(|rest| rest.split_once("]:")) {
        return Some((BlockKind::Note, note.trim()));
    }
    let bullet = ["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark));
    let number = line.split_once(['.', ')']).filter(|(n, rest)| {
        !n.is_empty() && n.len() <= 3 && n.bytes().all(|b| b.is_ascii_digit()) && rest.starts_with(' ')
    });
    // The number stays: it is part of the text in the other formats too.
    bullet.or(number.map(|_| line)).map(|item| (BlockKind::ListItem, item.trim()))
}

fn cells(line: &str, builder: &mut Builder) {
    for cell in line.trim_matches('|').split('|') {
        let is_rule = cell.trim().chars().all(|c| matches!(c, '-' | ':'));
        if !is_rule {
            builder.paragraph(BlockKind::Cell, &plain(cell.trim()));
        }
    }
}

/// `text` without emphasis, code marks, addresses of links, pictures, footnote marks and HTML tags.
fn plain(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = match c {
            '\\' if after.starts_with(|c: char| c.is_ascii_punctuation()) => {
                out.push_str(&after[..1]);
                &after[1..]
            }
            '*' | '`' => after,
            '_' if !(out.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric)) => {
                after
            }
            '!' if after.starts_with('[') => up_to(after, ')').map_or(after, |(_, rest)| rest),
            '[' if after.starts_with('^') => up_to(after, ']').map_or(after, |(_, rest)| rest),
            '[' => after,
            ']' if after.starts_with('(') => up_to(after, ')').map_or(after, |(_, rest)| rest),
            ']' => after,
            '<' => tag(after, &mut out),
            c => {
                out.push(c);
                after
            }
        };
    }
    out
}

/// What stands before and after the first `mark` in `text`. It is looked for no further than a long address goes, or
/// many marks without an end would take time with the square of their number.
fn up_to(text: &str, mark: char) -> Option<(&str, &str)> {
    const FAR: usize = 4096;
    let near = &text.as_bytes()[..text.len().min(FAR)];
    let at = memchr::memchr(u8::try_from(mark).ok()?, near)?;
    Some((&text[..at], &text[at + 1..]))
}

/// What follows a tag; an address in angle brackets stays.
fn tag<'a>(after: &'a str, out: &mut String) -> &'a str {
    let is_tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
    match up_to(after, '>') {
        Some((tag, rest)) if tag.contains("://") || tag.contains('@') => {
            out.push_str(tag);
            rest
        }
        Some((_, rest)) if is_tag => rest,
        _ => {
            out.push('<');
            after
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Lang;

    #[test]
    fn marks_go_and_text_stays() {
        let text = "---\ntitle: x\n---\n# The *title* #\n\nA [link](http://x.y/a_b) and `code`,[^1]\nsnake_case \
                    2\\*3.\n\n- one\n- two\n\n```\nno\n```\n| a | b |\n|---|---|\n\n[^1]: A note.\n";
        let document = read(text).finish("x".into(), |_| Lang::En);
        let texts: Vec<_> = document.blocks().iter().map(|b| b.span.of(document.text())).collect();
        let expected = ["The title", "A link and code, snake_case 2*3.", "one", "two", "a", "b", "A note."];
        assert_eq!(texts, expected);
    }
}
