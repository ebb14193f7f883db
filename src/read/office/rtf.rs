//! RTF: paragraphs, table cells, text boxes, footnotes. Omitted: tracked deletions and moved text at its old position,
//! hidden text, headers and footers, list numbers, pictures, field instructions. Cost: one pass.
//!
//! The encoding of a byte depends on its font, or on the code page of the file if the font names none.

use crate::document::{BlockKind, Furniture};
use crate::error::{Error, Result};
use crate::io::stop;
use crate::read::builder::{Builder, page_break_after};
use crate::read::format::rtf_start;
use crate::read::office::formula::Formula;
use crate::read::office::styles::Script;
use crate::read::office::symbol::{SymbolFont, character, of_private};
use crate::text::scripts::{lower, raise};
use encoding_rs::Encoding;
use rustc_hash::FxHashMap;
use std::path::Path;

/// Deeper than any program nests groups. Chosen.
const MAX_DEPTH: usize = 4096;

/// Reads the RTF file in `bytes`, the content of `path`.
pub(crate) fn read(path: &Path, bytes: &[u8]) -> Result<Builder> {
    let mut rtf = Rtf::new();
    let mut at = rtf_start(bytes).unwrap_or(0);
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'{' if rtf.groups.len() >= MAX_DEPTH => {
                return Err(Error::unusable(
                    path,
                    format!("nests groups more than {MAX_DEPTH} deep, which is refused as unsafe"),
                ));
            }
            b'{' => rtf.begin_group(),
            b'}' => rtf.end_group(),
            b'\r' | b'\n' => {}
            b'\\' if stop::is_asked() => break,
            b'\\' => at = rtf.control(bytes, at),
            byte => rtf.byte(byte),
        }
    }
    rtf.decode();
    rtf.end_paragraph();
    Ok(rtf.builder)
}

/// State that lasts until the end of a group.
#[derive(Clone, Copy, Default)]
struct Group {
    skipped: bool,
    hidden: bool,
    /// Tracked deletion, or moved text at its old position.
    deleted: bool,
    script: Option<Script>,
    fonts: bool,
    font: i32,
    /// Whether it is a part of a formula.
    is_formula: bool,
    /// Whether its groups contain the same text twice, of which only the Unicode version is read.
    twice: bool,
    /// The number of fallback characters after each `\u` character.
    substitutes: usize,
    is_note: bool,
    /// Whether it is the text of a text box, which interrupts the paragraph of its anchor.
    is_box: bool,
    /// Whether it is a field instruction.
    instructs: bool,
    /// Whether it is in a table of contents.
    contents: bool,
    /// Whether its language is Russian.
    is_russian: bool,
}

struct Rtf {
    builder: Builder,
    groups: Vec<Group>,
    text: String,
    /// Texts interrupted by notes.
    interrupted: Vec<String>,
    kind: BlockKind,
    /// Whether the open paragraph contains text of a table of contents.
    has_contents: bool,
    /// The beginning of the last field instruction.
    instruction: String,
    code_page: &'static Encoding,
    fonts: FxHashMap<i32, Font>,
    /// The name of the font whose table entry is being read.
    font_name: String,
    /// Bytes to decode together, and their font.
    bytes: Vec<u8>,
    bytes_font: i32,
    /// The open superscript or subscript, and its start in the text in bytes.
    moved: Option<(Script, usize)>,
    /// Whether some text of the paragraph is hidden.
    has_unseen: bool,
    /// Whether the paragraph is a drop cap.
    is_drop_cap: bool,
    /// Whether a page or column ended and no text has followed.
    ends_page: bool,
    /// The custom mark before the open note.
    note_marks: Vec<String>,
    formula: Formula,
    ignorable: bool,
    to_skip: usize,
    /// The high surrogate of a character beyond 16 bits.
    high: Option<u16>,
}

/// A font of the table.
#[derive(Clone, Copy, Default)]
struct Font {
    encoding: Option<&'static Encoding>,
    /// Whether the table gives a character set, possibly the usual one, which is that of the file.
    has_charset: bool,
    symbols: Option<SymbolFont>,
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
            font_name: String::new(),
            bytes: Vec::new(),
            bytes_font: 0,
            moved: None,
            has_unseen: false,
            is_drop_cap: false,
            ends_page: false,
            note_marks: Vec::new(),
            formula: Formula::default(),
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

    fn begin_group(&mut self) {
        self.decode();
        let top = self.top();
        self.groups.push(Group {
            is_note: false,
            is_box: false,
            is_formula: false,
            twice: false,
            skipped: top.skipped || top.twice,
            ..top
        });
    }

    fn end_group(&mut self) {
        self.decode();
        self.to_skip = 0;
        if self.top().fonts {
            self.name_font();
        }
        let ended = self.groups.pop();
        if ended.is_some_and(|g| g.is_formula)
            && let Some(formula) = self.formula.close()
        {
            formula.chars().for_each(|c| self.put(c));
        }
        if ended.is_some_and(|g| g.is_box) {
            self.end_paragraph();
            self.kind = BlockKind::Paragraph;
            self.text = self.interrupted.pop().unwrap_or_default();
        }
        if ended.is_some_and(|g| g.is_note) {
            self.kind = BlockKind::Note;
            let mark = self.note_marks.pop().unwrap_or_default();
            if !mark.is_empty() && self.text.trim_start().starts_with(&mark) {
                self.text = self.text.trim_start()[mark.len()..].to_string();
            }
            self.end_paragraph();
            self.builder.end_note();
            self.kind = BlockKind::Paragraph;
            self.text = self.interrupted.pop().unwrap_or_default();
        }
    }

    /// Reads the control after a backslash at `at` and returns its end.
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
            // Binary data, which may contain any bytes.
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
            b'~' => self.put_after_bytes('\u{a0}'),
            b'_' => self.put_after_bytes('\u{2011}'),
            b'\n' | b'\r' => self.word("par", None),
            b'\\' | b'{' | b'}' => self.byte(symbol),
            _ => {}
        }
        at + 1
    }

    fn word(&mut self, name: &str, number: Option<i32>) {
        self.decode();
        let ignorable = std::mem::take(&mut self.ignorable);
        if self.top().fonts {
            return self.font_table(name, number);
        }
        match name {
            "ansicpg" => self.code_page = number.and_then(code_page).unwrap_or(encoding_rs::WINDOWS_1252),
            "mac" => self.code_page = encoding_rs::MACINTOSH,
            "pc" => self.code_page = encoding_rs::IBM866,
            "fonttbl" => self.change(|g| (g.fonts, g.skipped) = (true, true)),
            "f" => self.change(|g| g.font = number.unwrap_or(0)),
            "lang" | "deflang" => self.change(|g| g.is_russian = number == Some(RUSSIAN)),
            "uc" => self.change(|g| g.substitutes = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(8)),
            "u" => self.unicode(number.unwrap_or(0)),
            "v" => self.change(|g| g.hidden = number != Some(0)),
            "deleted" | "mvf" => self.change(|g| g.deleted = number != Some(0)),
            "plain" => self.change(|g| (g.hidden, g.deleted, g.script) = (false, false, None)),
            "super" | "up" => self.change(|g| g.script = (number != Some(0)).then_some(Script::Raised)),
            "sub" | "dn" => self.change(|g| g.script = (number != Some(0)).then_some(Script::Lowered)),
            "nosupersub" => self.change(|g| g.script = None),
            "upr" => self.change(|g| g.twice = true),
            "ud" => self.change(|g| g.skipped = false),
            "footnote" => self.begin_note(),
            "shptxt" | "dptxbxtext" if !self.top().skipped => {
                self.change(|g| g.is_box = true);
                self.end_moved();
                self.interrupted.push(std::mem::take(&mut self.text));
            }
            "fldinst" => {
                self.instruction.clear();
                self.change(|g| (g.skipped, g.instructs) = (true, true));
            }
            "fldrslt" if self.instruction.trim_start().starts_with("TOC") => {
                self.change(|g| g.contents = true)
            }
            "moMath" => self.begin_formula(name),
            _ if self.top().skipped => {}
            _ if self.formula.is_open() && name.starts_with('m') => self.begin_formula(name),
            _ if is_left_out(name) || (ignorable && !matches!(name, "shpinst" | "do")) => {
                self.change(|g| g.skipped = true)
            }
            "par" if self.top().hidden || self.top().deleted || self.is_drop_cap => self.is_drop_cap = false,
            "par" | "sect" => self.end_paragraph(),
            "page" | "column" => self.page_break(),
            "pagebb" if number != Some(0) => self.builder.end_page(),
            "dropcapli" | "dropcapt" => self.is_drop_cap = true,
            "cell" | "nestcell" => {
                self.kind = BlockKind::Cell;
                self.end_paragraph();
            }
            "line" => self.put('\n'),
            "pard" => (self.kind, self.is_drop_cap) = (BlockKind::Paragraph, false),
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

    /// The character sets of fonts determine the encoding of their text.
    fn font_table(&mut self, name: &str, number: Option<i32>) {
        match name {
            "f" => self.change(|g| g.font = number.unwrap_or(0)),
            "fcharset" if number == Some(2) => {
                let font = self.fonts.entry(self.top().font).or_default();
                font.symbols = font.symbols.or(Some(SymbolFont::Symbol));
            }
            "fcharset" => {
                let encoding = charset(number.unwrap_or(0));
                let font = self.fonts.entry(self.top().font).or_default();
                font.encoding = font.encoding.or(encoding);
                font.has_charset = true;
            }
            // A code page is more specific than a character set.
            "cpg" => self.fonts.entry(self.top().font).or_default().encoding = number.and_then(code_page),
            // Alternative font names, font shape and similar data.
            "panose" | "falt" | "fontemb" | "fontfile" => self.change(|g| g.fonts = false),
            _ => {}
        }
    }

    /// A font name may indicate its code page: `Arial Cyr`. Windows removes such a suffix to find the font.
    fn name_font(&mut self) {
        let name = std::mem::take(&mut self.font_name);
        let name = name.trim().trim_end_matches(';').trim();
        if name.is_empty() {
            return;
        }
        let font = self.fonts.entry(self.top().font).or_default();
        if let Some(symbols) = SymbolFont::of_name(name) {
            font.symbols = Some(symbols);
        }
        if font.encoding.is_none() {
            font.encoding = match name.rsplit(' ').next().unwrap_or("").to_ascii_lowercase().as_str() {
                "cyr" => Some(encoding_rs::WINDOWS_1251),
                "ce" => Some(encoding_rs::WINDOWS_1250),
                "greek" => Some(encoding_rs::WINDOWS_1253),
                "tur" => Some(encoding_rs::WINDOWS_1254),
                "baltic" => Some(encoding_rs::WINDOWS_1257),
                _ => None,
            };
        }
    }

    /// A part of a formula. RTF uses the names of Office MathML, without the colon.
    fn begin_formula(&mut self, name: &str) {
        let part = &name[1..];
        match part {
            "r" => self.formula.open("m:t"),
            _ if part.ends_with("Pr") => return self.change(|g| g.skipped = true),
            "oMath" | "f" | "num" | "den" | "sSup" | "sSub" | "sSubSup" | "sPre" | "sup" | "sub" | "e"
            | "rad" | "deg" | "nary" | "d" | "func" | "fName" | "limLow" | "limUpp" | "lim" | "m" | "mr"
            | "eqArr" => {
                self.formula.open(&format!("m:{part}"));
            }
            _ => return,
        }
        self.change(|g| (g.is_formula, g.skipped) = (true, false));
    }

    fn begin_note(&mut self) {
        if !self.top().skipped {
            self.change(|g| (g.is_note, g.script) = (true, None));
            self.end_moved();
            let mark = note_mark(&self.text).to_string();
            self.text.truncate(self.text.len() - mark.len());
            self.note_marks.push(mark);
            self.interrupted.push(std::mem::take(&mut self.text));
            self.builder.begin_note();
        }
    }

    /// A page or column break inside the paragraph, possibly within a sentence.
    fn page_break(&mut self) {
        self.ends_page = true;
        if page_break_after(&self.text) == '\n' { self.end_paragraph() } else { self.put(' ') }
    }

    fn end_moved(&mut self) {
        match self.moved.take() {
            Some((Script::Raised, from)) => raise(&mut self.text, from),
            Some((_, from)) => lower(&mut self.text, from),
            None => {}
        }
    }

    fn end_paragraph(&mut self) {
        self.end_moved();
        if std::mem::take(&mut self.has_unseen) && self.text.trim().is_empty() {
            self.text.clear();
            return;
        }
        let kind = match () {
            _ if self.builder.in_note() => BlockKind::Note,
            _ if std::mem::take(&mut self.has_contents) => BlockKind::Furniture(Furniture::Contents),
            _ => self.kind,
        };
        let text = std::mem::take(&mut self.text);
        self.builder.paragraph(kind, &text);
        if std::mem::take(&mut self.ends_page) {
            self.builder.end_page();
        }
    }

    fn unicode(&mut self, number: i32) {
        self.decode();
        self.to_skip = self.top().substitutes;
        // Numbers above 32767 are written as negative numbers.
        let unit = number as u16;
        let units: Vec<u16> = self.high.take().into_iter().chain([unit]).collect();
        if units.len() == 1 && (0xd800..0xdc00).contains(&unit) {
            self.high = Some(unit);
            return;
        }
        for c in char::decode_utf16(units).flatten() {
            match self.font().symbols {
                Some(font) if !c.is_whitespace() => {
                    character(font, u32::from(c)).or(of_private(c)).into_iter().for_each(|c| self.put(c))
                }
                _ => of_private(c).into_iter().for_each(|c| self.put(c)),
            }
        }
    }

    fn byte(&mut self, byte: u8) {
        self.ignorable = false;
        if self.to_skip > 0 {
            self.to_skip -= 1;
        } else if self.top().fonts && self.font_name.len() < LONGEST_NAME {
            self.font_name.push(char::from(byte));
            if byte == b';' {
                self.name_font();
            }
        } else if self.top().instructs && self.instruction.len() < 8 {
            self.instruction.push(char::from(byte));
        } else if !self.top().skipped {
            self.bytes_font = self.top().font;
            self.bytes.push(byte);
        }
    }

    fn font(&self) -> Font {
        self.fonts.get(&self.top().font).copied().unwrap_or_default()
    }

    /// Decodes consecutive bytes.
    fn decode(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let font = self.fonts.get(&self.bytes_font).copied().unwrap_or_default();
        let text = match font.symbols {
            Some(symbols) => {
                let known =
                    |&byte: &u8| if byte == b' ' { Some(' ') } else { character(symbols, u32::from(byte)) };
                bytes.iter().filter_map(known).collect()
            }
            // In a UTF-8 file, text of fonts with a legacy character set is UTF-8 too.
            None if self.code_page == encoding_rs::UTF_8 && std::str::from_utf8(&bytes).is_ok() => {
                String::from_utf8_lossy(&bytes).into_owned()
            }
            None => {
                // Where neither the file nor the font names a Cyrillic code page, the language of the text does.
                let is_unnamed = font.encoding.is_none()
                    && !font.has_charset
                    && self.code_page == encoding_rs::WINDOWS_1252;
                let by_language = (is_unnamed && self.top().is_russian).then_some(encoding_rs::WINDOWS_1251);
                let encoding = by_language.or(font.encoding).unwrap_or(self.code_page);
                encoding.decode_without_bom_handling(&bytes).0.into_owned()
            }
        };
        text.chars().for_each(|c| self.put(c));
        self.bytes = bytes;
        self.bytes.clear();
    }

    fn put_after_bytes(&mut self, c: char) {
        self.decode();
        self.put(c);
    }

    fn put(&mut self, c: char) {
        let group = self.top();
        if group.skipped {
            return;
        }
        if group.hidden || group.deleted {
            self.has_unseen = true;
            return;
        }
        if self.formula.is_open() {
            return self.formula.text(c.encode_utf8(&mut [0; 4]));
        }
        if self.moved.map(|(script, _)| script) != group.script {
            self.end_moved();
            self.moved = group.script.map(|script| (script, self.text.len()));
        }
        self.has_contents |= group.contents;
        self.ends_page &= c.is_whitespace();
        self.text.push(c);
    }
}

/// The number of Russian as a language of Windows.
const RUSSIAN: i32 = 1049;

/// Longer than any font name.
const LONGEST_NAME: usize = 128;

/// The encoding of a Windows, DOS or Macintosh code page.
fn code_page(number: i32) -> Option<&'static Encoding> {
    let label = match number {
        0 => return None,
        866 => "ibm866".to_string(),
        932 => "shift_jis".to_string(),
        936 => "gbk".to_string(),
        949 => "euc-kr".to_string(),
        950 => "big5".to_string(),
        10000 => "macintosh".to_string(),
        10007 | 10017 => "x-mac-cyrillic".to_string(),
        20866 => "koi8-r".to_string(),
        21866 => "koi8-u".to_string(),
        28595 => "iso-8859-5".to_string(),
        65001 => "utf-8".to_string(),
        number => format!("windows-{number}"),
    };
    Encoding::for_label(label.as_bytes())
}

/// The encoding of a Windows font character set.
fn charset(number: i32) -> Option<&'static Encoding> {
    match number {
        77 => Some(encoding_rs::MACINTOSH),
        89 => Some(encoding_rs::X_MAC_CYRILLIC),
        128 => Some(encoding_rs::SHIFT_JIS),
        129 => Some(encoding_rs::EUC_KR),
        134 => Some(encoding_rs::GBK),
        136 => Some(encoding_rs::BIG5),
        161 => Some(encoding_rs::WINDOWS_1253),
        162 => Some(encoding_rs::WINDOWS_1254),
        177 => Some(encoding_rs::WINDOWS_1255),
        178 => Some(encoding_rs::WINDOWS_1256),
        186 => Some(encoding_rs::WINDOWS_1257),
        204 => Some(encoding_rs::WINDOWS_1251),
        238 => Some(encoding_rs::WINDOWS_1250),
        255 => Some(encoding_rs::IBM866),
        _ => None,
    }
}

/// The custom note mark at the end of `text`: an asterisk or a dagger.
fn note_mark(text: &str) -> &str {
    let signs = text.chars().rev().take(LONGEST_MARK + 1).take_while(|c| matches!(c, '*' | '†' | '‡'));
    let (count, length) = signs.fold((0, 0), |(count, length), c| (count + 1, length + c.len_utf8()));
    if count <= LONGEST_MARK { &text[text.len() - length..] } else { "" }
}

/// A longer run of such signs is a ruler.
const LONGEST_MARK: usize = 3;

fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "colortbl"
            | "stylesheet"
            | "info"
            | "pict"
            | "objclass"
            | "objdata"
            | "objname"
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
    fn fonts_say_what_bytes_mean() {
        let table = r"{\fonttbl{\f0\fcharset0\cpg1251 Courier;}{\f1 Arial Cyr;}{\f2\fcharset2 Symbol;}{\f3\fcharset204{\*\falt X}Arial;}}";
        let rtf =
            format!(r"\xef\xbb\xbf {{\rtf1\ansi{table}\f0\'c4\'e0\f1\'c4\'e0\f2\'a3\u-3917?\f3\'c4\par}}")
                .replace(r"\xef\xbb\xbf", "\u{feff}");
        assert_eq!(texts(&rtf), ["ДаДа≤≥Д"]);
        let by_language = r"{\rtf1\ansi{\fonttbl{\f0 Arial;}{\f1\fcharset0 Arial;}}\lang1049 \'c4\'e0\lang1033  caf\'e9 \lang1049\f1\'e9}";
        assert_eq!(texts(by_language), ["Да café é"]);
        assert_eq!(texts(r"{\rtf1\ansicpg65001{\fonttbl{\f0\fcharset204 A;}}\f0 Да\'d0\'94}"), ["ДаД"]);
        assert_eq!(texts(r"{\rtf1{\upr{Cafe}{\*\ud{Caf\u233?}}}\par}"), ["Café"]);
    }

    #[test]
    fn marks_that_are_gone_join_paragraphs() {
        assert_eq!(
            texts(r"{\rtf1 One {\deleted\par}two.\par {\v Hidden.\par}Three.\par}"),
            ["One two.", "Three."]
        );
        assert_eq!(texts(r"{\rtf1\pard\dropcapli2\dropcapt1 T\par\pard he river.\par}"), ["The river."]);
        assert_eq!(texts(r"{\rtf1 The city of\page Osh.\page Next.\par}"), ["The city of Osh.", "Next."]);
        assert_eq!(
            texts(
                r"{\rtf1 10{\super 6} m{\super 2} in the 5{\super th} year{\super *{\footnote {\super *}Note.}}.\par}"
            ),
            ["10⁶ m² in the 5th year.", "Note."]
        );
    }

    #[test]
    fn formulas_of_word_are_read() {
        let rtf = r"{\rtf1 It is {\mmath{\*\moMath{\mf{\mfPr{\mtype bar}}{\mnum{\mr\mscr0 1}}{\mden{\mr 2}}}{\msSup{\me{\mr x}}{\msup{\mr 2}}}}}.\par}";
        assert_eq!(texts(rtf), ["It is 1/2x²."]);
    }

    #[test]
    fn nonsense_is_survived() {
        assert!(texts(r"{\rtf1 \").is_empty());
        assert!(texts(r"{\rtf1 \bin99999 x\'z").is_empty());
        assert!(read(Path::new("x"), &b"{".repeat(10_000)).is_err());
    }
}
