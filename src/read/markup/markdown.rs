//! Markdown (CommonMark with tables, footnotes and definition lists, parsed by pulldown-cmark): paragraphs, headings,
//! list items, cells, notes. Code, comments and pictures are omitted. Links are replaced by their text. Cost: linear.

use crate::document::BlockKind;
use crate::io::stop;
use crate::read::builder::Builder;
use crate::read::markup::dialect;
use crate::read::web;
use crate::text::scripts::{lower, raise};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd, TextMergeWithOffset};
use std::borrow::Cow;

/// Reads the Markdown file `text`.
pub(crate) fn read(text: &str) -> Builder {
    let source = dialect::plain(text);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
        | Options::ENABLE_GFM;
    let mut markdown = Markdown { source: &source, ..Default::default() };
    for (event, range) in TextMergeWithOffset::new(Parser::new_ext(&source, options).into_offset_iter()) {
        if stop::is_asked() {
            break;
        }
        markdown.event(event, range.start);
    }
    markdown.flush();
    markdown.builder
}

#[derive(Default)]
struct Markdown<'a> {
    source: &'a str,
    builder: Builder,
    text: String,
    /// The kinds of the open blocks.
    kinds: Vec<BlockKind>,
    /// The number of open pictures, whose text is not shown.
    pictures: usize,
    /// The open code block, with its text if it may be prose.
    code: Option<Code>,
    html: Option<String>,
    /// Whether a link, picture or code span ended just before, so that attributes may follow.
    after_span: bool,
    /// Where the text of the open `<sup>` or `<sub>` begins.
    moved_from: Option<usize>,
}

enum Code {
    Fenced,
    Indented(String),
}

impl Markdown<'_> {
    fn event(&mut self, event: Event, at: usize) {
        let after_span = std::mem::take(&mut self.after_span);
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.characters(&text, after_span),
            Event::Code(code) => self.inline_code(&code),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.push(&text),
            Event::Html(html) => match &mut self.html {
                Some(block) => block.push_str(&html),
                None => web::append_fragment(&html, &mut self.builder),
            },
            Event::InlineHtml(tag) => self.inline_tag(&tag),
            Event::SoftBreak => self.push(" "),
            Event::HardBreak => self.push("\n"),
            Event::Rule => self.flush(),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag, at: usize) {
        match tag {
            Tag::Image { .. } => self.pictures += 1,
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Link { .. }
            | Tag::Superscript
            | Tag::Subscript => {}
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => self.begin_code(Code::Fenced),
            Tag::CodeBlock(CodeBlockKind::Indented) => self.begin_code(Code::Indented(String::new())),
            Tag::HtmlBlock => {
                self.flush();
                self.html = Some(String::new());
            }
            Tag::Heading { .. } => self.open(BlockKind::Heading),
            Tag::Item => {
                self.open(BlockKind::ListItem);
                self.text.push_str(number(self.source[at..].trim_start()));
            }
            Tag::DefinitionListTitle | Tag::DefinitionListDefinition => self.open(BlockKind::ListItem),
            Tag::FootnoteDefinition(_) => self.open(BlockKind::Note),
            Tag::TableCell => self.open(BlockKind::Cell),
            // The first paragraph of a list item follows its number on the same line.
            Tag::Paragraph if self.is_number_only() => {}
            _ => self.flush(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image => {
                self.pictures = self.pictures.saturating_sub(1);
                self.after_span = true;
            }
            TagEnd::Link => self.after_span = true,
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {}
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => {
                let html = self.html.take().unwrap_or_default();
                web::append_fragment(&html, &mut self.builder);
            }
            TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::FootnoteDefinition
            | TagEnd::TableCell => {
                self.flush();
                self.kinds.pop();
            }
            _ => self.flush(),
        }
    }

    fn open(&mut self, kind: BlockKind) {
        self.flush();
        // All blocks inside a note have the kind of the note, so the innermost block decides.
        let in_note = self.kinds.last() == Some(&BlockKind::Note);
        self.kinds.push(if in_note { BlockKind::Note } else { kind });
    }

    fn is_number_only(&self) -> bool {
        !self.text.is_empty()
            && self.text == number(&self.text)
            && self.kinds.last() == Some(&BlockKind::ListItem)
    }

    /// Ends the paragraph.
    fn flush(&mut self) {
        self.moved_from = None;
        let mut text = std::mem::take(&mut self.text);
        let notes = take_notes(&mut text);
        let text = without_trailing_attributes(&text);
        self.paragraph(self.kinds.last().copied().unwrap_or(BlockKind::Paragraph), text);
        notes.iter().for_each(|note| self.paragraph(BlockKind::Note, note));
    }

    fn paragraph(&mut self, kind: BlockKind, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        if kind == BlockKind::Note {
            self.builder.begin_note();
        }
        self.builder.paragraph(kind, text);
        if kind == BlockKind::Note {
            self.builder.end_note();
        }
    }

    fn push(&mut self, text: &str) {
        if self.pictures == 0 {
            self.text.push_str(text);
        }
    }

    fn characters(&mut self, text: &str, after_span: bool) {
        if let Some(html) = &mut self.html {
            html.push_str(text);
        } else if let Some(code) = &mut self.code {
            if let Code::Indented(prose) = code {
                prose.push_str(text);
            }
        } else {
            let text = if after_span { without_attributes(text) } else { text };
            self.push(&with_scripts(&without_spans(text)));
        }
    }

    /// A code span is part of its sentence. A MyST role, `` {ref}`text <label>` ``, shows only its text.
    fn inline_code(&mut self, code: &str) {
        let name = self.text.strip_suffix('}').and_then(|before| before.rsplit_once('{'));
        let role = name.filter(|(_, name)| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | ':'))
        });
        let Some(start) = role.map(|(before, _)| before.len()) else {
            self.push(code);
            self.after_span = true;
            return;
        };
        self.text.truncate(start);
        let shown = code
            .strip_suffix('>')
            .and_then(|code| code.rsplit_once('<'))
            .map_or(code, |(text, _)| text.trim());
        self.push(shown);
    }

    fn inline_tag(&mut self, tag: &str) {
        let is_end = tag.starts_with("</");
        let name: String =
            tag.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
        match name.to_ascii_lowercase().as_str() {
            "br" => self.push("\n"),
            "sup" | "sub" if !is_end => self.moved_from = Some(self.text.len()),
            "sup" => self.moved_from.take().into_iter().for_each(|from| raise(&mut self.text, from)),
            "sub" => self.moved_from.take().into_iter().for_each(|from| lower(&mut self.text, from)),
            _ => {}
        }
    }

    fn begin_code(&mut self, code: Code) {
        self.flush();
        self.code = Some(code);
    }

    fn end_code(&mut self) {
        let Some(Code::Indented(text)) = self.code.take() else { return };
        let kind = self.kinds.last().copied().unwrap_or(BlockKind::Paragraph);
        for part in text.split("\n\n").filter(|part| is_prose(part)) {
            self.builder.paragraph(kind, &part.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
}

/// The number of an item of an ordered list, as written. It is kept, because it is part of the text in plain text too.
fn number(item: &str) -> &str {
    let digits = item.bytes().take_while(u8::is_ascii_digit).count();
    let is_number = digits > 0 && item[digits..].starts_with(['.', ')']);
    let space = item.get(digits + 1..digits + 2).filter(|s| matches!(*s, " " | "\t"));
    if is_number { &item[..digits + 1 + space.map_or(0, str::len)] } else { "" }
}

/// `text` without the attributes at its start: `{:target="_blank"}`, `{.wide}`, `{width=50%}`.
fn without_attributes(text: &str) -> &str {
    let attributes = text.strip_prefix('{').and_then(|rest| rest.split_once('}'));
    match attributes {
        Some((inside, rest)) if inside.starts_with([':', '.', '#']) || inside.contains('=') => rest,
        _ => text,
    }
}

/// Removes the notes that Pandoc's Markdown puts into the text, `^[Like this.]`, and returns them.
fn take_notes(text: &mut String) -> Vec<String> {
    let (mut body, mut notes, mut rest) = (String::new(), Vec::new(), text.as_str());
    while let Some((before, after)) = rest.split_once("^[") {
        let mut depth = 1;
        let end = after.find(|c| {
            depth += i32::from(c == '[') - i32::from(c == ']');
            depth == 0
        });
        let Some(end) = end else { break };
        body.push_str(before);
        notes.push(after[..end].to_string());
        rest = &after[end + 1..];
    }
    if !notes.is_empty() {
        body.push_str(rest);
        *text = body;
    }
    notes
}

/// `text` without the marks of Pandoc's spans: `[Text]{.smallcaps}`. Their text stays.
fn without_spans(text: &str) -> Cow<'_, str> {
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once("]{") {
        let open = before.rfind('[');
        let attributes = after
            .split_once('}')
            .filter(|(inside, _)| inside.starts_with(['.', '#']) || inside.contains('='));
        match (open, attributes) {
            (Some(open), Some((_, after))) => {
                out.push_str(&before[..open]);
                out.push_str(&before[open + 1..]);
                rest = after;
            }
            _ => {
                out.push_str(before);
                out.push_str("]{");
                rest = after;
            }
        }
    }
    if rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// `text` with the superscripts and subscripts of Pandoc, `10^6^` and `H~2~O`, as characters.
fn with_scripts(text: &str) -> Cow<'_, str> {
    if !text.contains(['^', '~']) {
        return Cow::Borrowed(text);
    }
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find(['^', '~']) {
        out.push_str(&rest[..at]);
        let (mark, after) = rest[at..].split_at(1);
        let script = after.split_once(mark).filter(|(script, after)| {
            out.ends_with(|c: char| c.is_alphanumeric() || c == ')')
                && is_script(script)
                && !after.starts_with(|c: char| c.is_numeric() || mark.contains(c))
        });
        let Some((script, after)) = script else {
            out.push_str(mark);
            rest = after;
            continue;
        };
        let from = out.len();
        out.push_str(script);
        let set = if mark == "^" { raise } else { lower };
        set(&mut out, from);
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Whether the text between two marks is a superscript or subscript: a few letters, digits and signs.
fn is_script(text: &str) -> bool {
    const LONGEST: usize = 8;
    !text.is_empty()
        && text.chars().take(LONGEST + 1).count() <= LONGEST
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '+' | '-' | '−' | '–'))
}

/// `text` without the attributes at its end.
fn without_trailing_attributes(text: &str) -> &str {
    let trimmed = text.trim_end();
    let at = trimmed
        .strip_suffix('}')
        .and_then(|t| t.rfind("{:").or_else(|| t.rfind("{#").or_else(|| t.rfind("{."))));
    match at {
        Some(at) if !trimmed[at..trimmed.len() - 1].contains('}') => trimmed[..at].trim_end(),
        _ => text,
    }
}

/// Whether indented text is a paragraph whose author indents first lines, not code.
fn is_prose(text: &str) -> bool {
    let text = text.trim();
    text.split_whitespace().count() >= 4
        && text.starts_with(|c: char| c.is_uppercase() || matches!(c, '«' | '“' | '—' | '–'))
        && text.ends_with(['.', '!', '?', '…', ':', '»', '”'])
        && !text.contains(['{', '}', '=', ';', '$', '\\', '<', '|'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Lang;

    fn blocks(text: &str) -> Vec<String> {
        let document = read(text).finish("x".into(), |_| Lang::En);
        document.blocks().iter().map(|b| b.span.of(document.text()).to_string()).collect()
    }

    #[test]
    fn marks_go_and_text_stays() {
        let text = "---\ntitle: x\n---\n# The *title* #\n\nA [link](http://x.y/a_b) and `code`,[^1]\nsnake_case \
                    2\\*3.\n\n- one\n- two\n\n```\nno\n```\n\n| a | b |\n|---|---|\n| c | d |\n\n[^1]: A note.\n";
        let expected =
            ["The title", "A link and code, snake_case 2*3.", "one", "two", "a", "b", "c", "d", "A note."];
        assert_eq!(blocks(text), expected);
    }

    #[test]
    fn nothing_is_lost_after_marks_without_an_end() {
        assert_eq!(blocks("Look ![here and go on.\n\nMore."), ["Look ![here and go on.", "More."]);
        assert_eq!(blocks("A < b and c > d, and 2 * 3.\n"), ["A < b and c > d, and 2 * 3."]);
    }

    #[test]
    fn items_keep_their_numbers_and_further_paragraphs() {
        let text = " 3. Open it.\n\n    Then wait.\n 4. Close it.\n\n- One.\n\n  Two.\n";
        assert_eq!(blocks(text), ["3. Open it.", "Then wait.", "4. Close it.", "One.", "Two."]);
    }

    #[test]
    fn html_is_read_as_html() {
        let text = "<details><summary>More</summary>\n\nThe *area* is 10<sup>6</sup> ha.<br>End.\n\n</details>\n\n\
                    <!-- no\n\nno -->\n";
        assert_eq!(blocks(text), ["More", "The area is 10⁶ ha.", "End."]);
    }

    #[test]
    fn attributes_and_roles_go() {
        let text =
            "## Rules {#rules}\n\nSee [this](a){:target=\"_blank\"} and {ref}`that <x>`.\n{: .note }\n";
        assert_eq!(blocks(text), ["Rules", "See this and that."]);
    }

    #[test]
    fn scripts_and_spans_of_pandoc_are_text() {
        let text = "The [Blue Boat]{.smallcaps} burns 10^6^ litres of H~2~O, x^n+1^ of 2^3 and 4^5.\n";
        assert_eq!(blocks(text), ["The Blue Boat burns 10⁶ litres of H₂O, x^(n+1) of 2^3 and 4^5."]);
        let note = "Bread^[Rye, *of course* [dark].] is good.\n\nAnd 2^[ is no note.\n";
        assert_eq!(blocks(note), ["Bread is good.", "And 2^[ is no note.", "Rye, of course [dark]."]);
        assert_eq!(blocks("1.\tMix.\n2.\tBake.\n"), ["1.\tMix.", "2.\tBake."]);
        assert_eq!(blocks("See a[1]{x} and [b{.c}.\n"), ["See a[1]{x} and [b{.c}."]);
    }

    #[test]
    fn indented_prose_is_no_code() {
        let text = "First.\n\n    The author indents this line.\n\n    let x = 1;\n";
        assert_eq!(blocks(text), ["First.", "The author indents this line."]);
    }
}
