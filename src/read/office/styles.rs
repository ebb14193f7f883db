//! Word styles by id, with the properties inherited from the styles they are based on.

use crate::document::{BlockKind, Furniture};
use crate::io::xml::{Element, Event, Xml};
use rustc_hash::FxHashMap;

/// No real chain of styles is longer. A longer chain is circular.
const LONGEST_CHAIN: usize = 32;

/// The text properties of a style.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Style {
    /// The kind of its paragraphs.
    pub(super) kind: Option<BlockKind>,
    /// Whether its text is hidden.
    pub(super) hidden: Option<bool>,
    /// Whether its text is superscript or subscript.
    pub(super) script: Option<Script>,
}

/// The vertical position of text on the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    Raised,
    Lowered,
    Level,
}

impl Script {
    /// Parses the value of `w:vertAlign`.
    pub(super) fn of(value: Option<&str>) -> Script {
        match value {
            Some("superscript") => Script::Raised,
            Some("subscript") => Script::Lowered,
            _ => Script::Level,
        }
    }
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: FxHashMap<String, (Style, Option<String>)>,
    /// The id of the default paragraph style.
    usual: Option<String>,
}

impl Styles {
    /// Reads the styles part, or a file that contains it.
    pub(super) fn read(xml: &str) -> Styles {
        let mut styles = Styles::default();
        let (mut id, mut style, mut base, mut is_open) = (String::new(), Style::default(), None, false);
        for event in Xml::new(xml) {
            match event {
                Ok(Event::Open(e)) if e.name == "w:style" => {
                    (id, style, base) =
                        (e.get("w:styleId").unwrap_or("").to_string(), Style::default(), None);
                    is_open = true;
                    if e.get("w:type") == Some("paragraph")
                        && matches!(e.get("w:default"), Some("1" | "true" | "on"))
                    {
                        styles.usual = Some(id.clone());
                    }
                }
                Ok(Event::Open(e)) if is_open => match e.name.as_str() {
                    "w:name" => style.kind = style.kind.or(kind_of_name(e.get("w:val").unwrap_or(""))),
                    "w:basedOn" => base = e.get("w:val").map(str::to_string),
                    "w:vanish" => style.hidden = Some(is_on(&e)),
                    "w:vertAlign" => style.script = Some(Script::of(e.get("w:val"))),
                    _ => {}
                },
                Ok(Event::Close(name)) if name == "w:style" => {
                    styles.by_id.insert(std::mem::take(&mut id), (style, base.take()));
                    is_open = false;
                }
                Ok(_) => {}
                // If the styles are damaged, the text can still be read.
                Err(_) => break,
            }
        }
        styles
    }

    /// The style `id` with inherited properties, or the default style if `id` is not given.
    pub(super) fn get(&self, id: Option<&str>) -> Style {
        let mut found = Style::default();
        let mut next = id.or(self.usual.as_deref());
        for _ in 0..LONGEST_CHAIN {
            let Some((style, base)) = next.and_then(|id| self.by_id.get(id)) else { break };
            found.kind = found.kind.or(style.kind);
            found.hidden = found.hidden.or(style.hidden);
            found.script = found.script.or(style.script);
            next = base.as_deref();
        }
        found
    }
}

/// Word keeps the English names of built-in styles in every language version. Only the ids are translated.
fn kind_of_name(name: &str) -> Option<BlockKind> {
    let name = name.to_lowercase();
    if name.starts_with("toc ") || name.starts_with("contents ") {
        Some(BlockKind::Furniture(Furniture::Contents))
    } else if name.starts_with("heading ") || name == "title" || name == "subtitle" {
        Some(BlockKind::Heading)
    } else if name.starts_with("list bullet") || name.starts_with("list number") {
        Some(BlockKind::ListItem)
    } else {
        None
    }
}

/// Whether a toggle such as `w:vanish` is on. It is on unless its value is false.
pub(super) fn is_on(element: &Element) -> bool {
    !matches!(element.get("w:val"), Some("0" | "false" | "off"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_take_over_what_they_are_based_on() {
        let xml = "<w:styles><w:style w:type='paragraph' w:default='1' w:styleId='a'><w:name w:val='Normal'/></w:style>\
                   <w:style w:styleId='h'><w:name w:val='heading 1'/></w:style>\
                   <w:style w:styleId='b'><w:basedOn w:val='h'/><w:rPr><w:vanish/></w:rPr></w:style>\
                   <w:style w:styleId='c'><w:basedOn w:val='b'/><w:rPr><w:vanish w:val='0'/></w:rPr></w:style>\
                   <w:style w:styleId='loop'><w:basedOn w:val='loop'/></w:style></w:styles>";
        let styles = Styles::read(xml);
        assert_eq!(
            styles.get(Some("b")),
            Style { kind: Some(BlockKind::Heading), hidden: Some(true), script: None }
        );
        assert_eq!(styles.get(Some("c")).hidden, Some(false));
        assert_eq!(styles.get(Some("loop")), Style::default());
        assert_eq!(styles.get(None), Style::default());
    }
}
