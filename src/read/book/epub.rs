//! EPUB: the chapters in spine order, then the chapters outside it (`linear="no"`), without the page of contents.
//! Fonts, pictures and chapters in other formats (PDF) are omitted. Omitted chapters are counted.

use crate::error::{Error, Result};
use crate::io::InputOptions;
use crate::io::archive::Archive;
use crate::io::parts::resolved;
use crate::io::xml::{Event, Xml, local};
use crate::read::builder::Builder;
use crate::read::reading::NoticeKind;
use crate::read::web::{self, Sheet};
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::Path;
use std::rc::Rc;

/// Reads the EPUB file in `bytes`, the content of `path`.
pub(crate) fn read(path: &Path, bytes: &[u8]) -> Result<Builder> {
    let mut archive = Archive::open(path, bytes)?;
    let container = archive.text("META-INF/container.xml")?.unwrap_or_default();
    let name = attributes(&container, "rootfile", "full-path").into_iter().next();
    let name =
        name.ok_or_else(|| Error::unusable(path, "does not name its package file, so it is not an EPUB"))?;
    let opf = archive.text(&name)?.ok_or_else(|| Error::unusable(path, format!("lacks '{name}'")))?;
    let mut builder = Builder::default();
    let mut sheets: FxHashMap<String, Option<Rc<Sheet>>> = FxHashMap::default();
    for chapter in Package::of(&opf).chapters() {
        let Some(href) = chapter else {
            builder.notice(NoticeKind::Embedded, 1);
            continue;
        };
        let file = file_of(&name, href);
        match archive.bytes(&file)?.filter(|bytes| !bytes.starts_with(b"%PDF")) {
            Some(bytes) if bytes.is_empty() => {}
            Some(bytes) => {
                let options = InputOptions { lossy: true, ..Default::default() };
                let text = web::decode(path, &bytes, &options)?.value;
                let sheet = |href: &str| {
                    let name = file_of(&file, href);
                    let read = |archive: &mut Archive| {
                        // A damaged style sheet hides nothing.
                        let css = archive.text(&name).ok().flatten().filter(|_| name.ends_with(".css"))?;
                        Some(Rc::new(Sheet::of(&css)))
                    };
                    sheets.entry(name.clone()).or_insert_with(|| read(&mut archive)).clone()
                };
                web::append_chapter(path, &text, sheet, &mut builder)?;
            }
            None => builder.notice(NoticeKind::Embedded, 1),
        }
    }
    Ok(builder)
}

/// The value of an attribute in every element with the given name (without prefix).
fn attributes(xml: &str, element: &str, attribute: &str) -> Vec<String> {
    Xml::new(xml)
        .filter_map(|event| match event {
            Ok(Event::Open(e)) if local(&e.name) == element => e.get(attribute).map(str::to_string),
            _ => None,
        })
        .collect()
}

/// A file of the book.
struct Item {
    href: String,
    media_type: String,
    /// The fallback item, used if this one cannot be shown.
    fallback: Option<String>,
    is_contents: bool,
}

#[derive(Default)]
struct Package {
    items: FxHashMap<String, Item>,
    /// The items in reading order.
    spine: Vec<String>,
    /// Items outside the spine order: notes that links lead to.
    beside: Vec<String>,
}

impl Package {
    fn of(opf: &str) -> Package {
        let (mut package, mut contents) = (Package::default(), FxHashSet::default());
        for event in Xml::new(opf) {
            let Ok(Event::Open(e)) = event else { continue };
            let value = |name| e.get(name).map(str::to_string);
            match local(&e.name) {
                "item" => {
                    if let (Some(id), Some(href)) = (value("id"), value("href")) {
                        let properties = e.get("properties").unwrap_or("");
                        let item = Item {
                            href,
                            media_type: value("media-type").unwrap_or_default().to_ascii_lowercase(),
                            fallback: value("fallback"),
                            is_contents: properties.split_whitespace().any(|p| p == "nav"),
                        };
                        package.items.insert(id, item);
                    }
                }
                "itemref" if e.get("linear") == Some("no") => package.beside.extend(value("idref")),
                "itemref" => package.spine.extend(value("idref")),
                // The page of contents of EPUB 2.
                "reference" if e.get("type") == Some("toc") => contents.extend(value("href")),
                _ => {}
            }
        }
        package.items.values_mut().for_each(|item| item.is_contents |= contents.contains(&item.href));
        package
    }

    /// The files of the chapters, each once. `None` stands for a chapter in an unsupported format.
    fn chapters(&self) -> impl Iterator<Item = Option<&str>> {
        let mut seen = FxHashSet::default();
        let order = self.spine.iter().chain(&self.beside).filter(move |id| seen.insert(id.as_str()));
        let items = order.filter_map(|id| self.items.get(id)).filter(|item| !item.is_contents);
        // A picture has no text.
        items
            .filter(|item| !item.media_type.starts_with("image/") || item.fallback.is_some())
            .map(|item| self.readable(item))
    }

    fn readable<'a>(&'a self, item: &'a Item) -> Option<&'a str> {
        const LONGEST_CHAIN: usize = 8;
        let next = |item: &&'a Item| self.items.get(item.fallback.as_ref()?);
        let mut chain = std::iter::successors(Some(item), next).take(LONGEST_CHAIN);
        chain.find(|item| item.is_page()).map(|item| item.href.as_str())
    }
}

impl Item {
    fn is_page(&self) -> bool {
        let name = self.href.split('#').next().unwrap_or("").to_ascii_lowercase();
        let is_named = [".html", ".htm", ".xhtml", ".xml"].iter().any(|end| name.ends_with(end));
        match self.media_type.as_str() {
            "application/xhtml+xml" | "text/html" | "application/x-dtbook+xml" | "text/x-oeb1-document" => {
                true
            }
            "application/pdf" => false,
            _ => is_named,
        }
    }
}

/// Resolves `href`, relative to the file `from`, to a name inside the archive.
fn file_of(from: &str, href: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    resolved(folder, &percent_decoded(href.split('#').next().unwrap_or("")))
}

fn percent_decoded(text: &str) -> String {
    let (mut out, bytes, mut at) = (Vec::new(), text.as_bytes(), 0);
    while let Some(&byte) = bytes.get(at) {
        let code =
            text.get(at + 1..at + 3).filter(|_| byte == b'%').and_then(|h| u8::from_str_radix(h, 16).ok());
        out.push(code.unwrap_or(byte));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}
