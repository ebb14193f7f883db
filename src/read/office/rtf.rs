//! RTF: paragraphs, table cells, text boxes, footnotes. Left out: tracked deletions, hidden text, headers and footers,
//! numbers of lists, pictures, the instructions of fields. Cost: one pass.

use crate::document::{BlockKind, Furniture};
use crate::error::Result;
use crate::io::archive::unusable;
use crate::read::builder::Builder;
use encoding_rs::Encoding;
use rustc_hash::FxHashMap;
use std::path::Path;

/// Deeper than any program nests groups.
const MAX_DEPTH: usize = 4096;

/// The text of the RTF file `bytes`, the content of `path`.
pub(crate) fn read(path: &Path, bytes: &[u8]) -> Result<Builder> {
    let mut rtf = Rtf::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'{' if rtf.groups.len() >= MAX_DEPTH => {
                return Err(unusable(
                    path,
                    format!("nests groups more than {MAX_DEPTH} deep, which is refused as unsafe"),
                ));
            }
            b'{' => rtf.groups.push(Group { is_note: false, ..rtf.top() }),
            b'}' => rtf.end_group(),
            b'\r' | b'\n' => {}
            b'\\' => at = rtf.control(bytes, at),
            byte => rtf.byte(byte),
        }
    }
    rtf.end_paragraph();
    Ok(rtf.builder)
}

/// What holds up to the end of a group.
#[derive(Clone, Copy, Default)]
struct Group {
    skipped: bool,
    hidden: bool,
    fonts: bool,
    font: i32,
    /// How many characters stand in for one that `\u` names.
    substitutes: usize,
    is_note: bool,
    /// Whether it holds the instruction of a field.
    instructs: bool,
    /// Whether it stands in a table of contents.
    contents: bool,
}

struct Rtf {
    builder: Builder,
    groups: Vec<Group>,
    text: String,
    /// Texts that notes interrupt.
    interrupted: Vec<String>,
    kind: BlockKind,
    /// Whether the open paragraph has text of a table of contents.
    has_contents: bool,
    /// The beginning of the last instruction of a field.
    instruction: String,
    code_page: &'static Encoding,
    fonts: FxHashMap<i32, &'static Encoding>,
    ignorable: bool,
    to_skip: usize,
    /// The first half of a character beyond 16 bits.
    high: Option<u16>,
}

impl Rtf {
    fn new() -> Rtf {
        Rtf {
            builder: Builder::default(),
            groups: Vec::new(),
            text: String::new(),
            interrupted: Vec::new(),
            kind: BlockKind::Paragraph,
            has_contents: false,
            instruction: String::new(),
            code_page: encoding_rs::WINDOWS_1252,
            fonts: FxHashMap::default(),
            ignorable: false,
            to_skip: 0,
            high: None,
        }
    }

    fn top(&self) -> Group {
        self.groups.last().copied().unwrap_or(Group { substitutes: 1, ..Group::default() })
    }

    fn change(&mut self, change: impl FnOnce(&mut Group)) {
        if let Some(group) = self.groups.last_mut() {
            change(group);
        }
    }

    fn end_group(&mut self) {
        self.to_skip = 0;
        if self.groups.pop().is_some_and(|g| g.is_note) {
            self.kind = BlockKind::Note;
            self.end_paragraph();
            self.builder.end_note();
            self.kind = BlockKind::Paragraph;
            self.text = self.interrupted.pop().unwrap_or_default();
        }
    }

    /// Reads what follows a backslash at `at`; gives where it ends.
    fn control(&mut self, bytes: &[u8], at: usize) -> usize {
        let Some(&first) = bytes.get(at) else { return at };
        if !first.is_ascii_alphabetic() {
            return self.symbol(bytes, at, first);
        }
        let count = |from: usize, is: fn(&u8) -> bool| bytes[from..].iter().take_while(|b| is(b)).count();
        let name_end = at + count(at, u8::is_ascii_alphabetic);
        let minus = usize::from(bytes.get(name_end) == Some(&b'-'));
        let end = name_end + minus + count((name_end + minus).min(bytes.len()), u8::is_ascii_digit);
        let end = if end == name_end + minus { name_end } else { end };
        let number = std::str::from_utf8(&bytes[name_end..end]).ok().and_then(|n| n.parse().ok());
        let name = std::str::from_utf8(&bytes[at..name_end]).unwrap_or("");
        let end = end + usize::from(bytes.get(end) == Some(&b' '));
        if name == "bin" {
            // Raw bytes, which may look like anything.
            return end + usize::try_from(number.unwrap_or(0)).unwrap_or(0).min(bytes.len() - end);
        }
        self.word(name, number);
        end
    }

    fn symbol(&mut self, bytes: &[u8], at: usize, symbol: u8) -> usize {
        match symbol {
            b'\'' => {
                let code = bytes.get(at + 1..at + 3).and_then(|h| std::str::from_utf8(h).ok());
                if let Some(byte) = code.and_then(|h| u8::from_str_radix(h, 16).ok()) {
                    self.byte(byte);
                }
                return (at + 3).min(bytes.len());
            }
            b'*' => self.ignorable = true,
            b'~' => self.put('\u{a0}'),
            b'_' => self.put('\u{2011}'),
            b'\n' | b'\r' => self.word("par", None),
            b'\\' | b'{' | b'}' => self.byte(symbol),
            _ => {}
        }
        at + 1
    }

    fn word(&mut self, name: &str, number: Option<i32>) {
        let ignorable = std::mem::take(&mut self.ignorable);
        if self.top().fonts {
            return self.font_table(name, number);
        }
        match name {
            "ansicpg" => self.code_page = code_page(number.unwrap_or(1252)),
            "fonttbl" => self.change(|g| (g.fonts, g.skipped) = (true, true)),
            "f" => self.change(|g| g.font = number.unwrap_or(0)),
            "uc" => self.change(|g| g.substitutes = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(8)),
            "u" => self.unicode(number.unwrap_or(0)),
            "v" | "deleted" => self.change(|g| g.hidden = number != Some(0)),
            "plain" => self.change(|g| g.hidden = false),
            "footnote" => self.begin_note(),
            "fldinst" => {
                self.instruction.clear();
                self.change(|g| (g.skipped, g.instructs) = (true, true));
            }
            "fldrslt" if self.instruction.trim_start().starts_with("TOC ") => {
                self.change(|g| g.contents = true)
            }
            _ if self.top().skipped => {}
            _ if is_left_out(name) || (ignorable && name != "shpinst") => self.change(|g| g.skipped = true),
            "par" | "sect" | "page" => self.end_paragraph(),
            "cell" | "nestcell" => {
                self.kind = BlockKind::Cell;
                self.end_paragraph();
            }
            "line" => self.put('\n'),
            "pard" => self.kind = BlockKind::Paragraph,
            "intbl" => self.kind = BlockKind::Cell,
            "outlinelevel" if number != Some(9) => self.kind = BlockKind::Heading,
            "ls" if self.kind == BlockKind::Paragraph => self.kind = BlockKind::ListItem,
            _ => {
                if let Some(c) = named_character(name) {
                    self.put(c);
                }
            }
        }
    }

    /// The character sets of fonts decide what the bytes under them mean.
    fn font_table(&mut self, name: &str, number: Option<i32>) {
        match name {
            "f" => self.change(|g| g.font = number.unwrap_or(0)),
            "fcharset" => {
                let encoding = match number {
                    Some(204) => Some(encoding_rs::WINDOWS_1251),
                    Some(238) => Some(encoding_rs::WINDOWS_1250),
                    Some(161) => Some(encoding_rs::WINDOWS_1253),
                    Some(162) => Some(encoding_rs::WINDOWS_1254),
                    Some(77) => Some(encoding_rs::MACINTOSH),
                    _ => None,
                };
                let font = self.top().font;
                if let Some(encoding) = encoding {
                    self.fonts.insert(font, encoding);
                }
            }
            _ => {}
        }
    }

    fn begin_note(&mut self) {
        if !self.top().skipped {
            self.change(|g| g.is_note = true);
            self.interrupted.push(std::mem::take(&mut self.text));
            self.builder.begin_note();
        }
    }

    fn end_paragraph(&mut self) {
        let kind = match () {
            _ if self.builder.in_note() => BlockKind::Note,
            _ if std::mem::take(&mut self.has_contents) => BlockKind::Furniture(Furniture::Contents),
            _ => self.kind,
        };
        let text = std::mem::take(&mut self.text);
        self.builder.paragraph(kind, &text);
    }

    fn unicode(&mut self, number: i32) {
        self.to_skip = self.top().substitutes;
        // Numbers beyond 32767 are written as negative.
        let unit = number as u16;
        let units: Vec<u16> = self.high.take().into_iter().chain([unit]).collect();
        if units.len() == 1 && (0xd800..0xdc00).contains(&unit) {
            self.high = Some(unit);
            return;
        }
        for c in char::decode_utf16(units).flatten() {
            self.put(c);
        }
    }

    fn byte(&mut self, byte: u8) {
        self.ignorable = false;
        if self.to_skip > 0 {
            self.to_skip -= 1;
        } else if self.top().instructs && self.instruction.len() < 8 {
            self.instruction.push(char::from(byte));
        } else if !self.top().skipped {
            let encoding = self.fonts.get(&self.top().font).copied().unwrap_or(self.code_page);
            for c in encoding.decode_without_bom_handling(&[byte]).0.chars() {
                self.put(c);
            }
        }
    }

    fn put(&mut self, c: char) {
        let group = self.top();
        if !group.skipped && !group.hidden {
            self.has_contents |= group.contents;
            self.text.push(c);
        }
    }
}

fn code_page(number: i32) -> &'static Encoding {
    let label = match number {
        866 => "ibm866".to_string(),
        10007 => "x-mac-cyrillic".to_string(),
        number => format!("windows-{number}"),
    };
    Encoding::for_label(label.as_bytes()).filter(|e| e.is_single_byte()).unwrap_or(encoding_rs::WINDOWS_1252)
}

fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "colortbl"
            | "stylesheet"
            | "info"
            | "pict"
            | "object"
            | "header"
            | "headerl"
            | "headerr"
            | "headerf"
            | "footer"
            | "footerl"
            | "footerr"
            | "footerf"
            | "listtext"
            | "pntext"
            | "annotation"
            | "atnid"
            | "atnauthor"
            | "sp"
            | "nonshppict"
            | "shprslt"
            | "bkmkstart"
            | "bkmkend"
            | "tc"
            | "xe"
            | "filetbl"
            | "revtbl"
            | "listtable"
            | "ftnsep"
            | "ftnsepc"
            | "aftnsep"
    )
}

fn named_character(name: &str) -> Option<char> {
    Some(match name {
        "tab" | "emspace" | "enspace" | "qmspace" => ' ',
        "emdash" => '—',
        "endash" => '–',
        "lquote" => '‘',
        "rquote" => '’',
        "ldblquote" => '“',
        "rdblquote" => '”',
        "bullet" => '•',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::document::Lang;
    use crate::read::office::rtf::*;

    fn texts(rtf: &str) -> Vec<String> {
        let document = read(Path::new("x"), rtf.as_bytes()).unwrap().finish("x".into(), |_| Lang::Ru);
        document.blocks().iter().map(|b| b.span.of(document.text()).to_string()).collect()
    }

    #[test]
    fn reads_what_word_writes() {
        let rtf = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}{\info{\title No}}
{\header Head\par}\pard\f1 \'cf\'f0\'e8\'e2\'e5\'f2{\footnote\pard {\super\chftn} \'d1\'ed\'ee\'f1\'ea\'e0.}, \u1084\'ec\u1080?\u1088?!\par
{\deleted gone}{\*\unknown no}Caf{\f0\'e9}\~5\emdash x\par \trowd\intbl A\cell B\cell\row}";
        assert_eq!(texts(rtf), ["Привет, мир!", "Café\u{a0}5—x", "A", "B", "Сноска."]);
    }

    #[test]
    fn nonsense_is_survived() {
        assert!(texts(r"{\rtf1 \").is_empty());
        assert!(texts(r"{\rtf1 \bin99999 x\'z").is_empty());
        assert!(read(Path::new("x"), &b"{".repeat(10_000)).is_err());
    }
}
