//! Text with inline codes, as in TMX and XLIFF. Codes are removed; codes that represent a line break become a space.

use crate::io::xml::Element;

/// Types of codes that represent a line break.
const BREAKS: [&str; 11] =
    ["lb", "pb", "cb", "br", "tab", "nl", "newline", "linebreak", "line-break", "pagebreak", "break"];

/// Elements that break a line, in the markup inside codes.
const BLOCKS: [&str; 13] =
    ["br", "p", "div", "li", "tr", "td", "th", "lb", "tab", "line-break", "cr", "hr", "ul"];

/// RTF control words that break a line, as Trados stores them in codes: `{\tab }`, `\par`.
const RTF_BREAKS: [&str; 7] = ["line", "par", "tab", "page", "sect", "cell", "row"];

/// The text of one side while it is read.
#[derive(Debug, Default)]
pub(crate) struct Inline {
    text: String,
    open: Vec<Code>,
}

/// An open inline element.
#[derive(Debug)]
enum Code {
    /// Markup of the original file, and whether it is a break.
    Native { content: String, is_break: bool },
    /// Text inside a code.
    Sub,
    /// Content that is not part of the text, such as a tracked deletion.
    Hidden,
    /// Markup around text.
    Around,
}

impl Inline {
    /// Starts a new text.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.open.clear();
    }

    /// Takes the text.
    pub(crate) fn take(&mut self) -> String {
        self.open.clear();
        std::mem::take(&mut self.text)
    }

    /// Enters an element inside the text. Every element must be [closed](Inline::close).
    pub(crate) fn open(&mut self, e: &Element) {
        let code = match e.name.as_str() {
            _ if matches!(self.open.last(), Some(Code::Hidden)) => Code::Hidden,
            "bpt" | "ept" | "it" | "ph" | "ut" | "x" | "bx" | "ex" | "sc" | "ec" => {
                Code::Native { content: String::new(), is_break: is_break(e) }
            }
            "sub" => Code::Sub,
            "cp" => {
                let code = e.get("hex").and_then(|hex| u32::from_str_radix(hex, 16).ok());
                self.text.extend(code.and_then(char::from_u32));
                Code::Around
            }
            name if name.contains(':') => Code::Hidden,
            _ => Code::Around,
        };
        if matches!(code, Code::Sub) {
            self.space();
        }
        self.open.push(code);
    }

    /// Enters content that is not part of the text.
    pub(crate) fn hide(&mut self) {
        self.open.push(Code::Hidden);
    }

    pub(crate) fn push(&mut self, text: &str) {
        match self.open.last_mut() {
            Some(Code::Native { content, .. }) => content.push_str(text),
            Some(Code::Hidden) => {}
            _ => self.text.push_str(text),
        }
    }

    /// Leaves the innermost element.
    pub(crate) fn close(&mut self) {
        match self.open.pop() {
            Some(Code::Native { content, is_break }) if is_break || looks_like_break(&content) => {
                self.space()
            }
            Some(Code::Sub) => self.space(),
            _ => {}
        }
    }

    /// Adds a line break.
    pub(crate) fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(char::is_whitespace) {
            self.text.push(' ');
        }
    }
}

/// Whether the attributes of a code mark it as a break.
fn is_break(e: &Element) -> bool {
    let says = |name: &str| {
        let kind = e.get(name).unwrap_or_default().to_lowercase();
        let kind = kind.rsplit(':').next().unwrap_or_default();
        BREAKS.contains(&kind.strip_prefix("x-").unwrap_or(kind))
    };
    let shows = |name: &str| e.get(name).is_some_and(looks_like_break);
    ["type", "ctype", "subType"].into_iter().any(says)
        || ["equiv-text", "equiv", "disp"].into_iter().any(shows)
}

/// Whether markup such as `<br/>` breaks the line.
pub(crate) fn looks_like_break(markup: &str) -> bool {
    let trimmed = markup.trim();
    if trimmed.is_empty() {
        return !markup.is_empty();
    }
    let word =
        trimmed.trim_start_matches('{').strip_prefix('\\').map(|word| word.trim_end_matches('}').trim());
    if word.is_some_and(|word| RTF_BREAKS.contains(&word)) {
        return true;
    }
    let Some(tag) = trimmed.strip_prefix('<') else {
        return matches!(trimmed, "\\n" | "\\r\\n" | "\\t" | "{br}");
    };
    let name = tag.trim_start_matches('/');
    let name = name.split(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).next().unwrap_or_default();
    BLOCKS.contains(&name.rsplit(':').next().unwrap_or_default().to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_that_breaks_lines_is_known() {
        for markup in ["<br/>", "<BR>", "</p>", "<w:br />", " ", "\n", "\\n", "{\\tab }", "\\par"] {
            assert!(looks_like_break(markup), "{markup:?}");
        }
        for markup in ["", "<b>", "</b>", "{1}", "<brand>", "{\\cs6 }", "\\b0"] {
            assert!(!looks_like_break(markup), "{markup:?}");
        }
    }
}
