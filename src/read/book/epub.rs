//! EPUB: the chapters in the order of the spine, without the page of contents.

use crate::error::Result;
use crate::io::archive::{Archive, unusable};
use crate::io::parts::resolved;
use crate::io::xml::{Event, Xml};
use crate::read::builder::Builder;
use crate::read::web;
use rustc_hash::FxHashMap;
use std::path::Path;

/// The text of the EPUB file `bytes`, the content of `path`.
pub(crate) fn read(path: &Path, bytes: &[u8]) -> Result<Builder> {
    let mut archive = Archive::open(path, bytes)?;
    let container = archive.text("META-INF/container.xml")?.unwrap_or_default();
    let package = attributes(&container, "rootfile", "full-path").into_iter().next();
    let package = package.ok_or_else(|| unusable(path, "does not name its package; it is no EPUB"))?;
    let opf = archive.text(&package)?.ok_or_else(|| unusable(path, format!("lacks '{package}'")))?;
    let mut builder = Builder::default();
    for chapter in spine(&opf) {
        if let Some(text) = archive.text(&file_of(&package, &chapter))? {
            web::append_chapter(path, &text, &mut builder)?;
        }
    }
    Ok(builder)
}

/// The value of an attribute in every element of that (unprefixed) name.
fn attributes(xml: &str, element: &str, attribute: &str) -> Vec<String> {
    Xml::new(xml)
        .filter_map(|event| match event {
            Ok(Event::Open(e)) if local(&e.name) == element => e.get(attribute).map(str::to_string),
            _ => None,
        })
        .collect()
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The files of the chapters, in reading order.
fn spine(opf: &str) -> Vec<String> {
    let (mut files, mut order) = (FxHashMap::default(), Vec::new());
    for event in Xml::new(opf) {
        let Ok(Event::Open(e)) = event else { continue };
        match local(&e.name) {
            "item" if !e.get("properties").unwrap_or("").split_whitespace().any(|p| p == "nav") => {
                if let (Some(id), Some(href)) = (e.get("id"), e.get("href")) {
                    files.insert(id.to_string(), href.to_string());
                }
            }
            "itemref" if e.get("linear") != Some("no") => order.extend(e.get("idref").map(str::to_string)),
            _ => {}
        }
    }
    order.iter().filter_map(|id| files.get(id).cloned()).collect()
}

/// `href` as seen from the file `from`, as a name inside the archive.
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
