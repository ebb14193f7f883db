//! HTML: the article of a page, or the whole page; also the chapters of EPUB.
//!
//! Bytes are decoded to text ([`decode`]) and parsed to a tree as HTML (`html`) or XML (`xhtml`). The tree is converted
//! to paragraphs and the elements around them (`page`), from which the article is selected (`article`). Cost: linear in
//! the length of the page, whatever its tags.

mod article;
mod aside;
mod dom;
mod element;
mod html;
mod math;
mod page;
mod sheet;
mod style;
mod tags;
mod xhtml;

use crate::document::BlockKind;
use crate::error::{Error, Result};
use crate::io::decode::decode as decode_text;
use crate::io::{Decoded, Encoding, InputOptions};
use crate::read::builder::Builder;
use crate::read::reading::NoticeKind;
pub(crate) use element::is_note_mark;
pub(crate) use sheet::Sheet;

use dom::{Dom, Element};
use page::{Leaf, Page, Purpose};
use std::path::Path;
use std::rc::Rc;

/// The maximum number of elements and texts of a page. Each takes up to 180 bytes (3 million empty paragraphs took 522
/// MB), so a page stays within 0.7 GB.
const MAX_NODES: usize = 4_000_000;

/// The most style sheets of a chapter. Every element is compared with each of them.
const MAX_SHEETS: usize = 8;

/// Decodes a page with the encoding in the options, that of its byte order mark, or the one it declares, in this order.
pub(crate) fn decode(path: &Path, bytes: &[u8], options: &InputOptions) -> Result<Decoded<String>> {
    let is_settled = options.encoding.is_some()
        || encoding_rs::Encoding::for_bom(bytes).is_some()
        || std::str::from_utf8(bytes).is_ok();
    let encoding = if is_settled { options.encoding } else { declared(bytes) };
    // A page that a server transcoded may still declare its earlier encoding.
    let encoding =
        encoding.filter(|e| options.encoding.is_some() || e.0 != encoding_rs::UTF_8 || is_nearly_utf8(bytes));
    decode_text(path, bytes, &InputOptions { encoding, ..options.clone() })
}

/// Whether at most one in ten characters beyond ASCII is damaged.
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
    let tags = head.split("<meta").skip(1).filter_map(|rest| rest.split('>').next());
    let in_meta = tags.filter_map(|tag| tag.split_once("charset")).find_map(after_equals);
    let in_xml = || head.split("?>").next()?.split_once("encoding").and_then(after_equals);
    let label = in_meta.or_else(in_xml)?;
    let end = label
        .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ':'))
        .unwrap_or(label.len());
    label[..end].parse().ok()
}

/// The text after the equals sign of an attribute, without the opening quotation mark.
fn after_equals<'a>((_, rest): (&str, &'a str)) -> Option<&'a str> {
    let value = rest.trim_start().strip_prefix('=')?;
    Some(value.trim_start_matches(['"', '\'', ' ']))
}

/// Reads the page `html`, the content of `path`: the whole page if `whole_page` is set, otherwise the article.
pub(crate) fn read(path: &Path, html: &str, whole_page: bool) -> Result<Builder> {
    let page = Page::of(&parse(path, html)?, Purpose::Page, Vec::new());
    let keep = if whole_page { vec![true; page.leaves.len()] } else { article::choose(&page) };
    let mut builder = Builder::default();
    let mut left_out = 0;
    for (leaf, keep) in page.leaves.iter().zip(keep) {
        if keep {
            append(leaf, &mut builder);
        } else {
            left_out += usize::from(leaf.letters > 0);
        }
    }
    builder.notice(NoticeKind::OutsideArticle, left_out);
    builder.notice(NoticeKind::Hidden, page.hidden);
    Ok(builder)
}

/// Adds the text of the chapter `html`, which is part of `path`, to `builder`. `sheet` finds a style sheet of the book by
/// its address in the chapter.
pub(crate) fn append_chapter(
    path: &Path,
    html: &str,
    sheet: impl FnMut(&str) -> Option<Rc<Sheet>>,
    builder: &mut Builder,
) -> Result<()> {
    let dom = parse(path, html)?;
    let is_sheet = |element: &&Element| {
        element.local() == "link" && element.get("type").is_none_or(|kind| kind.starts_with("text/css"))
    };
    let links = dom.elements().filter(is_sheet).filter_map(|element| element.get("href"));
    let sheets = links.take(MAX_SHEETS).filter_map(sheet).collect();
    let page = Page::of(&dom, Purpose::Chapter, sheets);
    page.leaves.iter().for_each(|leaf| append(leaf, builder));
    builder.notice(NoticeKind::Hidden, page.hidden);
    Ok(())
}

/// Adds the text of a piece of HTML to `builder`.
pub(crate) fn append_fragment(html: &str, builder: &mut Builder) {
    if let Some(dom) = html::parse(html, MAX_NODES) {
        Page::of(&dom, Purpose::Page, Vec::new()).leaves.iter().for_each(|leaf| append(leaf, builder));
    }
}

/// Parses as XML if the page declares that it is XHTML and is well-formed, otherwise as HTML.
fn parse(path: &Path, page: &str) -> Result<Dom> {
    let by_xml = if xhtml::is_declared(page) { xhtml::parse(page, MAX_NODES) } else { None };
    by_xml.or_else(|| html::parse(page, MAX_NODES)).ok_or_else(|| {
        Error::unusable(
            path,
            format!("has more than {MAX_NODES} elements, which is refused as unsafe; cut it into parts"),
        )
    })
}

fn append(leaf: &Leaf, builder: &mut Builder) {
    let is_note = leaf.kind == BlockKind::Note;
    if is_note {
        builder.begin_note();
    }
    builder.paragraph(leaf.kind, &leaf.text);
    if is_note {
        builder.end_note();
    }
}
