//! XHTML parsed as XML: every element may be self-closing, CDATA is text, and prefixes are part of names. Cost: linear.

use crate::io::xml::{Event, Xml, local};
use crate::read::web::dom::{Dom, ROOT};
use html5ever::tendril::StrTendril;
use html5ever::{LocalName, QualName, ns};

/// Whether `page` declares that it is XHTML.
pub(super) fn is_declared(page: &str) -> bool {
    let head = &page[..page.floor_char_boundary(1024)];
    head.trim_start_matches('\u{feff}').trim_start().starts_with("<?xml")
        || head.contains("http://www.w3.org/1999/xhtml")
}

/// The tree of `page`, or `None` if it is not well-formed, or has more than `max_nodes` elements and texts.
pub(super) fn parse(page: &str, max_nodes: usize) -> Option<Dom> {
    let (mut dom, mut open) = (Dom::new(), vec![ROOT]);
    for event in Xml::new(page.trim_start_matches('\u{feff}').trim_start()) {
        let top = *open.last()?;
        match event.ok()? {
            Event::Open(element) => {
                let local = local(&element.name);
                let id = dom.create_element(QualName::new(None, ns!(html), LocalName::from(local)));
                if let Some(created) = dom.element_mut(id) {
                    for (name, value) in element.attributes() {
                        created.add(LocalName::from(name), StrTendril::from_slice(value));
                    }
                }
                dom.append(top, id);
                open.push(id);
            }
            Event::Close(_) => drop(open.pop()),
            Event::Text(text) => dom.append_text(top, StrTendril::from_slice(&text)),
        }
        if dom.len() > max_nodes {
            return None;
        }
    }
    Some(dom)
}
