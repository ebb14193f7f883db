//! HTML: the article of a page, or the whole page; also the chapters of EPUB.
//!
//! One pass of a tokenizer that follows the HTML standard, over a stack of open elements of bounded depth: linear in
//! the length of the page whatever its tags. The article is the innermost element that holds nearly all the running
//! text of the page outside menus, side bars, banners and footers.

mod article;
mod tags;

use crate::io::decode::decode as decode_text;
use crate::io::{Decoded, Encoding, InputOptions};
use crate::read::builder::Builder;

use crate::document::BlockKind;
use crate::error::Result;
use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use std::path::Path;

/// Deeper elements are read as if they were their parent.
const MAX_DEPTH: usize = 256;

/// Decodes a page: the encoding is the one named, the byte order mark's, or the one the page declares.
pub(crate) fn decode(path: &Path, bytes: &[u8], options: &InputOptions) -> Result<Decoded<String>> {
    let is_settled = options.encoding.is_some()
        || encoding_rs::Encoding::for_bom(bytes).is_some()
        || std::str::from_utf8(bytes).is_ok();
    let encoding = if is_settled { options.encoding } else { declared(bytes) };
    // What the server said of the page may have been another encoding, and right.
    let encoding =
        encoding.filter(|e| options.encoding.is_some() || e.0 != encoding_rs::UTF_8 || is_nearly_utf8(bytes));
    decode_text(path, bytes, &InputOptions { encoding, ..options.clone() })
}

/// Whether no more than one in ten characters beyond ASCII is damaged.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad * 10 <= good + bad
}

/// The encoding in `<meta charset=...>` or `<?xml encoding=...?>`.
fn declared(bytes: &[u8]) -> Option<Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let (at, mark) = ["charset=", "encoding="].iter().find_map(|mark| Some((head.find(mark)?, mark)))?;
    let label = head.get(at + mark.len()..)?.trim_start_matches(['"', '\'', ' ']);
    let end = label
        .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ':'))
        .unwrap_or(label.len());
    label[..end].parse().ok()
}

/// The text of the page `html`; all of it with `whole_page`, else the article.
pub(crate) fn read(html: &str, whole_page: bool) -> Builder {
    let page = Page::parse(html);
    let mut builder = Builder::default();
    append(&page, whole_page, &mut builder);
    builder
}

/// Adds the text of a page to `builder`.
pub(crate) fn append_whole(html: &str, builder: &mut Builder) {
    append(&Page::parse(html), true, builder);
}

fn append(page: &Page, whole_page: bool, builder: &mut Builder) {
    let keep = if whole_page { vec![true; page.leaves.len()] } else { article::choose(page) };
    for (leaf, _) in page.leaves.iter().zip(keep).filter(|(_, keep)| *keep) {
        let is_note = leaf.kind == BlockKind::Note;
        if is_note {
            builder.begin_note();
        }
        builder.paragraph(leaf.kind, &leaf.text);
        if is_note {
            builder.end_note();
        }
    }
}

/// A page as its paragraphs and the elements around them.
#[derive(Default)]
pub(crate) struct Page {
    pub(crate) leaves: Vec<Leaf>,
    /// Block-level elements; the first stands for the page.
    pub(crate) containers: Vec<Container>,
}

/// A paragraph, heading, list item or cell.
pub(crate) struct Leaf {
    pub(crate) kind: BlockKind,
    pub(crate) text: String,
    /// Bytes of the text inside links.
    pub(crate) linked: usize,
    /// Index of the innermost element around it.
    pub(crate) container: usize,
    /// Whether it stands in a menu, a side bar, a banner or a footer.
    pub(crate) aside: bool,
    /// Whether it is the title of the page.
    pub(crate) title: bool,
}

/// A block-level element.
pub(crate) struct Container {
    pub(crate) parent: usize,
    /// Whether the author marked it as the content.
    pub(crate) article: bool,
}

struct Open {
    name: String,
    container: usize,
    kind: Option<BlockKind>,
    dropped: bool,
    aside: bool,
    link: bool,
    /// For a link into the page itself: where its text begins.
    mark_at: Option<usize>,
    /// Whether it is in a superscript.
    raised: bool,
}

struct Parser {
    page: Page,
    stack: Vec<Open>,
    text: String,
    linked: usize,
    kind: BlockKind,
    title: bool,
}

impl Page {
    fn parse(html: &str) -> Page {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        let mut parser = Parser {
            page: Page { leaves: Vec::new(), containers: vec![Container { parent: 0, article: false }] },
            stack: Vec::new(),
            text: String::new(),
            linked: 0,
            kind: BlockKind::Paragraph,
            title: false,
        };
        let html = tags::limited(html);
        for token in Tokenizer::new_with_emitter(&*html, emitter).flatten() {
            match token {
                Token::StartTag(tag) => parser.begin(&tag),
                Token::EndTag(tag) => parser.end(&String::from_utf8_lossy(&tag.name)),
                Token::String(text) => parser.characters(&String::from_utf8_lossy(&text)),
                _ => {}
            }
        }
        parser.flush(false);
        parser.page
    }
}

impl Parser {
    fn begin(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        match name.as_str() {
            "br" => self.text.push('\n'),
            "hr" => self.flush(false),
            _ if is_void(&name) => {}
            _ => {
                self.close_implied(&name);
                if is_block(&name) {
                    self.flush(false);
                }
                self.push(name, tag);
            }
        }
    }

    fn push(&mut self, name: String, tag: &StartTag<()>) {
        if self.stack.len() >= MAX_DEPTH {
            return;
        }
        let attribute = |name: &str| tag.attributes.get(name.as_bytes()).map(|v| String::from_utf8_lossy(v));
        let above = self.stack.last();
        let (dropped, aside) = above.map_or((false, false), |o| (o.dropped, o.aside));
        let (parent, in_link) = above.map_or((0, false), |o| (o.container, o.link));
        let raised = name == "sup" || above.is_some_and(|o| o.raised);
        let mut container = parent;
        if is_block(&name) {
            let article =
                matches!(name.as_str(), "article" | "main") || attribute("role").as_deref() == Some("main");
            self.page.containers.push(Container { parent, article });
            container = self.page.containers.len() - 1;
        }
        let in_article = self.page.containers[parent].article || self.is_inside_article();
        let link = name == "a" && attribute("href").is_some();
        let into_page = link && attribute("href").is_some_and(|h| h.contains('#'));
        self.stack.push(Open {
            kind: kind_of(
                &name,
                attribute("id").as_deref(),
                attribute("role").as_deref(),
                attribute("epub:type").as_deref(),
            ),
            dropped: dropped || is_dropped(&name) || is_hidden(&attribute),
            aside: aside || article::is_aside(&name, in_article, &attribute),
            link: in_link || link,
            mark_at: into_page.then_some(self.text.len()),
            raised,
            name,
            container,
        });
    }

    fn is_inside_article(&self) -> bool {
        self.stack.iter().any(|o| matches!(o.name.as_str(), "article" | "main"))
    }

    /// Elements whose end tag may be left out end where the next begins.
    fn close_implied(&mut self, next: &str) {
        let (ended, fences): (&[&str], &[&str]) = match next {
            "li" => (&["li"], &["ul", "ol"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "tr" => (&["tr"], &["table"]),
            _ if is_block(next) => (&["p"], &["div", "td", "li", "table", "blockquote", "section"]),
            _ => return,
        };
        for index in (0..self.stack.len()).rev() {
            let name = self.stack[index].name.as_str();
            if fences.contains(&name) {
                return;
            }
            if ended.contains(&name) {
                self.flush(false);
                self.stack.truncate(index);
                return;
            }
        }
    }

    fn end(&mut self, name: &str) {
        let Some(index) = self.stack.iter().rposition(|o| o.name == name) else { return };
        if is_block(name) {
            self.flush(name == "p");
        } else if let Open { mark_at: Some(at), raised, .. } = self.stack[index] {
            self.drop_mark(at, raised);
        }
        self.stack.truncate(index);
    }

    /// Takes off the mark of a note: a link into the page that is but a number, a small Roman one too, or an asterisk;
    /// a raised one may be any letter.
    fn drop_mark(&mut self, at: usize, raised: bool) {
        let Some(mark) = self.text.get(at..).map(str::trim) else { return };
        let is_sign = |c: char| {
            c.is_ascii_digit()
                || matches!(c, '[' | ']' | '(' | ')' | '*' | '†' | '‡' | '↩' | ' ' | '\u{fe0e}')
        };
        let letters = mark.trim_matches(is_sign);
        let is_number = !letters.is_empty()
            && (letters.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l'))
                || (raised && letters.chars().count() == 1));
        if !mark.is_empty() && mark.len() <= 12 && (letters.is_empty() || is_number) {
            self.linked -= (self.text.len() - at).min(self.linked);
            self.text.truncate(at);
        }
    }

    fn characters(&mut self, text: &str) {
        let (dropped, link) = self.stack.last().map_or((false, false), |o| (o.dropped, o.link));
        if dropped {
            return;
        }
        if self.text.trim().is_empty() {
            self.kind = self.stack.iter().rev().find_map(|o| o.kind).unwrap_or(BlockKind::Paragraph);
            self.title = self.stack.iter().any(|o| o.name == "h1");
        }
        let before = self.text.len();
        let is_preformatted = self.stack.iter().any(|o| o.name == "pre");
        self.text.extend(text.chars().map(|c| if is_line_space(c) && !is_preformatted { ' ' } else { c }));
        if link {
            self.linked += self.text.len() - before;
        }
    }

    /// Ends the paragraph; an empty one counts where it is `explicit`.
    fn flush(&mut self, explicit: bool) {
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        if !explicit && text.trim().is_empty() {
            return;
        }
        let (container, aside) = self.stack.last().map_or((0, false), |o| (o.container, o.aside));
        let leaf = Leaf { kind: self.kind, text, linked, container, aside, title: self.title };
        self.page.leaves.push(leaf);
    }
}

fn is_line_space(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t')
}

fn kind_of(name: &str, id: Option<&str>, role: Option<&str>, epub: Option<&str>) -> Option<BlockKind> {
    let is_note = matches!(role, Some("doc-footnote" | "doc-endnote"))
        || matches!(epub, Some("footnote" | "endnote" | "rearnote"))
        || id.is_some_and(|id| id.starts_with("sdfootnote") || id.starts_with("sdendnote"));
    match name {
        "div" | "aside" | "li" | "p" | "section" if is_note => Some(BlockKind::Note),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(BlockKind::Heading),
        "li" | "dt" | "dd" => Some(BlockKind::ListItem),
        "td" | "th" => Some(BlockKind::Cell),
        _ => None,
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "col"
            | "embed"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements whose text is no text of the page.
fn is_dropped(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "head"
            | "title"
            | "template"
            | "noscript"
            | "svg"
            | "math"
            | "select"
            | "textarea"
            | "button"
            | "iframe"
            | "object"
            | "canvas"
            | "audio"
            | "video"
            | "rt"
            | "rp"
            | "datalist"
            | "del"
    )
}

fn is_hidden<'a>(attribute: &impl Fn(&str) -> Option<std::borrow::Cow<'a, str>>) -> bool {
    attribute("hidden").is_some()
        || attribute("aria-hidden").as_deref() == Some("true")
        || attribute("style")
            .is_some_and(|s| s.replace(' ', "").to_ascii_lowercase().contains("display:none"))
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "html"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}
