//! Detects the format of a document by its content, and by its name if several formats fit. Files in unsupported
//! formats are refused with the name of their format and advice.

use crate::read::subtitles;
#[cfg(feature = "archive")]
use std::io::Cursor;
use std::io::Read;
use std::path::Path;

/// A format documents are read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DocumentFormat {
    /// Plain text.
    Text,
    /// A web page.
    Html,
    /// Markdown.
    Markdown,
    /// Word 2007 and later.
    Docx,
    /// Word in one XML file: Flat OPC, or the XML of Word 2003.
    WordXml,
    /// Word 97 to 2003.
    Doc,
    /// OpenDocument text or presentation.
    Odt,
    /// OpenDocument in one XML file.
    FlatOdt,
    /// PowerPoint 2007 and later.
    Pptx,
    /// Rich text.
    Rtf,
    /// Electronic book.
    Epub,
    /// FictionBook.
    Fb2,
    /// Portable document with a text layer.
    Pdf,
    /// Subtitles: SubRip, WebVTT, SubStation Alpha, TTML, SubViewer, MicroDVD, LRC.
    Subtitles,
    /// A gettext catalogue.
    Po,
}

#[cfg(not(all(feature = "office", feature = "web", feature = "pdf")))]
impl DocumentFormat {
    /// The name of the format, for people.
    pub(super) fn name(self) -> &'static str {
        match self {
            DocumentFormat::Text => "plain text",
            DocumentFormat::Html => "HTML",
            DocumentFormat::Markdown => "Markdown",
            DocumentFormat::Docx => "DOCX",
            DocumentFormat::WordXml => "Word XML",
            DocumentFormat::Doc => "a document of Word 97 to 2003",
            DocumentFormat::Odt | DocumentFormat::FlatOdt => "OpenDocument",
            DocumentFormat::Pptx => "PPTX",
            DocumentFormat::Rtf => "RTF",
            DocumentFormat::Epub => "EPUB",
            DocumentFormat::Fb2 => "FB2",
            DocumentFormat::Pdf => "PDF",
            DocumentFormat::Subtitles => "subtitles",
            DocumentFormat::Po => "a PO catalogue",
        }
    }
}

/// The detected kind of a file.
pub(super) enum Sniffed {
    Document(DocumentFormat),
    /// A known format that is not supported: the reason and advice.
    Refused(&'static str),
}

/// The number of bytes used to detect the format.
const HEAD: usize = 4096;

/// The format of `bytes`, the content of `path`.
pub(super) fn sniff(path: &Path, bytes: &[u8]) -> Sniffed {
    use DocumentFormat::*;
    if let Some((_, why)) = SIGNATURES.iter().find(|((at, signature), _)| starts_with(bytes, *at, signature))
    {
        return Sniffed::Refused(why);
    }
    let head = &bytes[..bytes.len().min(1024)];
    Sniffed::Document(if bytes.starts_with(b"PK\x03\x04") {
        return in_zip(bytes);
    } else if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return in_compound_file(bytes);
    } else if memchr::memmem::find(head, b"%PDF-").is_some() {
        Pdf
    } else if rtf_start(head).is_some() {
        Rtf
    } else {
        return in_text(path, bytes);
    })
}

/// Whether `bytes` begin as RTF. Some programs write a byte order mark and white space before the signature.
pub(super) fn rtf_start(bytes: &[u8]) -> Option<usize> {
    let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    body.starts_with(b"{\\rtf").then(|| bytes.len() - body.len())
}

fn starts_with(bytes: &[u8], at: usize, signature: &[u8]) -> bool {
    bytes.get(at..).is_some_and(|bytes| bytes.starts_with(signature))
}

const PICTURE: &str = "is a picture; run text recognition (OCR) on it first";
const ARCHIVE: &str = "is an archive; unpack it and give the documents inside";
const COMPILED: &str = "is a compiled catalogue of messages; make a PO file of it with msgunfmt, and a memory of that with `enru convert`";
const RECORDING: &str = "is a recording; give its subtitles or a transcript instead";

/// The signatures of unsupported formats, with their offsets and advice.
const SIGNATURES: &[((usize, &[u8]), &str)] = &[
    ((0, b"\x89PNG"), PICTURE),
    ((0, b"\xff\xd8\xff"), PICTURE),
    ((0, b"GIF8"), PICTURE),
    ((0, b"II*\0"), PICTURE),
    ((0, b"MM\0*"), PICTURE),
    ((8, b"WEBP"), PICTURE),
    ((0, b"AT&TFORM"), "is a DjVu scan; convert its text layer with djvutxt first"),
    ((0, b"Rar!"), ARCHIVE),
    ((0, b"7z\xbc\xaf\x27\x1c"), ARCHIVE),
    ((0, b"BZh"), ARCHIVE),
    ((0, b"\xfd7zXZ"), ARCHIVE),
    ((0, b"\x28\xb5\x2f\xfd"), ARCHIVE),
    ((257, b"ustar"), ARCHIVE),
    ((0, b"%!PS"), "is PostScript; convert it with ps2pdf first"),
    (
        (60, b"BOOKMOBI"),
        "is a Kindle book; convert it to EPUB with Calibre first, which cannot be done where it is protected by DRM",
    ),
    ((0, b"ITSF"), "is compiled HTML help (CHM); convert it to HTML first"),
    ((0, b"\xffWPC"), "is a WordPerfect document; open it in LibreOffice and save it as DOCX"),
    ((0, b"\xdb\xa5"), "is a document of Word 2; open it in LibreOffice and save it as DOCX"),
    ((0, b"\xdc\xa5"), "is a document of Word 6; open it in LibreOffice and save it as DOCX"),
    ((0, b"\x31\xbe"), "is a document of Write or Word for DOS; open it in LibreOffice and save it as DOCX"),
    ((0, b"HWP Document"), "is a document of Hangul; open it in its program and save it as DOCX"),
    ((0, b"ITOLITLS"), "is a book in LIT; convert it to EPUB with Calibre first"),
    ((0, b"bplist00"), "is a web archive or list of macOS; open it in a browser and save it as HTML"),
    ((0, b"\xde\x12\x04\x95"), COMPILED),
    ((0, b"\x95\x04\x12\xde"), COMPILED),
    ((0, b"ID3"), RECORDING),
    ((0, b"OggS"), RECORDING),
    ((8, b"heic"), PICTURE),
    ((8, b"mif1"), PICTURE),
    ((8, b"avif"), PICTURE),
    ((0, b"8BPS"), PICTURE),
    ((4, b"ftyp"), RECORDING),
    ((0, b"\x1a\x45\xdf\xa3"), RECORDING),
    ((8, b"WAVE"), RECORDING),
    ((8, b"AVI "), RECORDING),
];

const PASSWORD: &str = "is protected with a password; open it with the password and save it without";
const WORKBOOK: &str = "is a spreadsheet, not a document; a table of segments can be converted, other text has to be saved as DOCX or text";

#[cfg(not(feature = "archive"))]
fn in_zip(_: &[u8]) -> Sniffed {
    Sniffed::Refused("is an archive or an office document, which this build does not read; save it as text")
}

#[cfg(feature = "archive")]
fn in_zip(bytes: &[u8]) -> Sniffed {
    let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return Sniffed::Refused("is a damaged archive; save it again from its program");
    };
    let names: Vec<String> = zip.file_names().flatten().map(|name| name.replace('\\', "/")).collect();
    let has = |name: &str| names.iter().any(|n| n.eq_ignore_ascii_case(name));
    let begins = |folder: &str| names.iter().any(|n| n.starts_with(folder));
    if (0..zip.len().min(8)).any(|index| zip.by_index_raw(index).is_ok_and(|file| file.encrypted())) {
        return Sniffed::Refused(PASSWORD);
    }
    let mut text = |name: &str| {
        let mut text = String::new();
        // Longest list of encrypted files that is examined, in bytes. It is searched for words only.
        let limited = zip.by_name(name).map(|file| file.take(1 << 20));
        let _ = limited.map(|mut file| file.read_to_string(&mut text));
        text
    };
    // The names of the files in the archive depend on the program that saved it.
    Sniffed::Document(if begins("word/") {
        DocumentFormat::Docx
    } else if has("ppt/presentation.xml") {
        DocumentFormat::Pptx
    } else if has("xl/workbook.xml") || has("xl/workbook.bin") {
        return Sniffed::Refused(WORKBOOK);
    } else if has("content.xml") {
        match text("mimetype").trim().strip_prefix("application/vnd.oasis.opendocument.").unwrap_or("text") {
            kind if kind.starts_with("spreadsheet") => return Sniffed::Refused(WORKBOOK),
            kind if kind.starts_with("graphics")
                || kind.starts_with("chart")
                || kind.starts_with("image") =>
            {
                return Sniffed::Refused("is a drawing, not a document; save its text as ODT or text");
            }
            _ => DocumentFormat::Odt,
        }
    } else if has("META-INF/container.xml") {
        if has("META-INF/rights.xml")
            || has("META-INF/license.lcpl")
            || is_locked(&text("META-INF/encryption.xml"))
        {
            return Sniffed::Refused(
                "is a book protected by DRM: its text is encrypted; get a copy without protection",
            );
        }
        DocumentFormat::Epub
    } else if has("FixedDocumentSequence.fdseq") || has("FixedDocSeq.fdseq") {
        return Sniffed::Refused("is a document in XPS; print it to PDF first");
    } else if begins("fb3/") {
        return Sniffed::Refused("is a book in FB3; convert it to FB2 or EPUB first");
    } else if begins("Index/") || has("Index.zip") || has("buildVersionHistory.plist") {
        return Sniffed::Refused("is a document of Apple Pages, Numbers or Keynote; export it as DOCX");
    } else if begins("visio/") {
        return Sniffed::Refused("is a drawing of Visio, not a document; save its text as DOCX or text");
    } else if let ([name], true) = (&names[..], cfg!(feature = "web"))
        && name.to_ascii_lowercase().ends_with(".fb2")
    {
        DocumentFormat::Fb2
    } else {
        return Sniffed::Refused(
            "is an archive without a document known here; unpack it and give the documents inside",
        );
    })
}

/// Whether the list of encrypted files of a book names chapters. Fonts alone do not count: free books obfuscate them
/// too.
#[cfg(feature = "archive")]
fn is_locked(encryption: &str) -> bool {
    let names = encryption.split("CipherReference").filter_map(|rest| rest.split_once("URI=")?.1.get(1..));
    let mut names = names.filter_map(|name| name.split(['"', '\'']).next());
    names.any(|name| name.rsplit('.').next().is_some_and(|end| end.to_ascii_lowercase().contains("htm")))
}

#[cfg(not(feature = "office"))]
fn in_compound_file(_: &[u8]) -> Sniffed {
    Sniffed::Document(DocumentFormat::Doc)
}

#[cfg(feature = "office")]
fn in_compound_file(bytes: &[u8]) -> Sniffed {
    let Ok(file) = cfb::CompoundFile::open(Cursor::new(bytes)) else {
        return Sniffed::Document(DocumentFormat::Doc);
    };
    let has = |name: &str| file.exists(name);
    if has("/EncryptedPackage") || has("/EncryptionInfo") {
        Sniffed::Refused(PASSWORD)
    } else if has("/WordDocument") {
        Sniffed::Document(DocumentFormat::Doc)
    } else if has("/Workbook") || has("/Book") {
        Sniffed::Refused(WORKBOOK)
    } else if has("/PowerPoint Document") {
        Sniffed::Refused("is a presentation of PowerPoint 97 to 2003; save it as PPTX")
    } else if has("/__properties_version1.0") {
        Sniffed::Refused("is a message of Outlook; save it as HTML or text")
    } else if has("/CONTENTS") || has("/Contents") {
        Sniffed::Refused("is a document of Publisher, Works or Visio; save it as DOCX or text")
    } else {
        Sniffed::Document(DocumentFormat::Doc)
    }
}

/// The first characters of the file, enough to detect tags. Zero bytes and the byte order mark are removed, so that any
/// encoding works.
fn beginning(bytes: &[u8]) -> String {
    let mut head = Vec::new();
    let _ = bytes.take(HEAD as u64).read_to_end(&mut head);
    head.retain(|&b| b != 0 && b < 0x80);
    String::from_utf8_lossy(&head).trim_start().to_ascii_lowercase()
}

fn in_text(path: &Path, bytes: &[u8]) -> Sniffed {
    use DocumentFormat::*;
    let head = &beginning(bytes);
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("").to_ascii_lowercase();
    if let Some(why) = refused_text(&extension, head) {
        return Sniffed::Refused(why);
    }
    Sniffed::Document(if head.contains("<fictionbook") || head.contains(":fictionbook") {
        Fb2
    } else if head.contains("office/word/2003/wordml") || head.contains("/2006/xmlpackage") {
        WordXml
    } else if head.contains("opendocument:xmlns:office") {
        FlatOdt
    } else if subtitles::is(&extension, head) {
        Subtitles
    } else if is_page(head) || is_page_fragment(&extension, head) {
        Html
    } else if extension == "po" || extension == "pot" {
        Po
    } else if matches!(
        extension.as_str(),
        "md" | "markdown" | "mdown" | "mkd" | "mkdn" | "mdx" | "rmd" | "qmd"
    ) {
        Markdown
    } else {
        Text
    })
}

/// Detects text that is not a document by its start.
fn refused_text(extension: &str, head: &str) -> Option<&'static str> {
    let is_mail = head.contains("mime-version:") && head.contains("content-type:");
    if is_mail && head.contains("multipart/related") {
        Some("is a web page saved as one file (MHTML); open it in a browser and save it as HTML")
    } else if is_mail
        && (extension == "eml" || head.starts_with("received:") || head.starts_with("return-path:"))
    {
        Some("is an e-mail message; save its text as text or HTML")
    } else if head.contains("<tmx") || head.contains("<xliff") {
        Some(
            "holds both languages already (a translation memory); convert it instead of reading it as a document",
        )
    } else if head.contains("opendocument.spreadsheet") {
        Some(WORKBOOK)
    } else if head.contains("<sami>") {
        Some("is a file of SAMI subtitles; convert it to SRT first")
    } else {
        None
    }
}

/// Whether `text` begins like a web page: with the doctype, `<html>` or `<head>`, possibly after declarations and
/// comments. A text that only mentions tags is not HTML.
fn is_page(head: &str) -> bool {
    let mut rest = head.trim_start();
    loop {
        let end = match rest {
            _ if rest.starts_with("<!doctype html") => return true,
            _ if rest.starts_with("<!--") => "-->",
            _ if rest.starts_with("<?") || rest.starts_with("<!") => ">",
            _ => break,
        };
        let Some((_, after)) = rest.split_once(end) else { return false };
        rest = after.trim_start();
    }
    let name =
        |rest: &str| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == ':').collect::<String>();
    rest.strip_prefix('<').map(name).is_some_and(|name| {
        matches!(name.rsplit(':').next(), Some("html" | "head" | "body" | "meta" | "title"))
    })
}

fn is_page_fragment(extension: &str, head: &str) -> bool {
    matches!(extension, "html" | "htm" | "xhtml" | "xht" | "shtml") && head.contains('<')
}

/// Whether the file name is that of data or of another markup language, whose codes would be read as prose.
pub(super) fn is_data(path: &Path, text: &str) -> bool {
    const EXTENSIONS: [&str; 21] = [
        "adoc",
        "asciidoc",
        "csv",
        "mediawiki",
        "org",
        "textile",
        "wiki",
        "ini",
        "ipynb",
        "json",
        "jsonl",
        "properties",
        "rst",
        "strings",
        "tex",
        "toml",
        "tsv",
        "xml",
        "yaml",
        "yml",
        "log",
    ];
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("").to_ascii_lowercase();
    EXTENSIONS.contains(&extension.as_str()) || text.trim_start().starts_with("<?xml ")
}
