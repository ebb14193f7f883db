//! Which format a document is in: by its content, and by its name where the content allows for more than one.

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
    /// Word 97 to 2003.
    Doc,
    /// OpenDocument text.
    Odt,
    /// Rich text.
    Rtf,
    /// Electronic book.
    Epub,
    /// FictionBook.
    Fb2,
    /// Portable document with a text layer.
    Pdf,
    /// SubRip or WebVTT subtitles.
    Subtitles,
    /// A gettext catalogue.
    Po,
}

/// What a file turned out to be.
pub(super) enum Sniffed {
    Document(DocumentFormat),
    /// Something known that holds no document for us: why, and what to do.
    Refused(&'static str),
}

/// The format of `bytes`, the content of `path`.
pub(super) fn sniff(path: &Path, bytes: &[u8]) -> Sniffed {
    use DocumentFormat::*;
    if let Some(refused) = refused(bytes) {
        return Sniffed::Refused(refused);
    }
    let head = &bytes[..bytes.len().min(1024)];
    Sniffed::Document(if bytes.starts_with(b"PK\x03\x04") {
        return in_zip(bytes);
    } else if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        Doc
    } else if memchr::memmem::find(head, b"%PDF-").is_some() {
        Pdf
    } else if head.starts_with(b"{\\rtf") {
        Rtf
    } else {
        in_text(path, &beginning(bytes))
    })
}

fn refused(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\x89PNG") || bytes.starts_with(b"\xff\xd8\xff") || bytes.starts_with(b"GIF8") {
        Some("is a picture; run text recognition on it first")
    } else if bytes.starts_with(b"AT&TFORM") {
        Some("is a DjVu scan; convert its text layer with djvutxt first")
    } else if bytes.starts_with(b"Rar!") || bytes.starts_with(b"7z\xbc\xaf") {
        Some("is an archive; unpack it first")
    } else {
        None
    }
}

fn in_zip(bytes: &[u8]) -> Sniffed {
    let Ok(zip) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) else {
        return Sniffed::Refused("is a damaged archive; save it anew from its program");
    };
    let has = |name| zip.index_for_name(name).is_some();
    // The names inside are up to the program that saved it.
    Sniffed::Document(if zip.file_names().flatten().any(|name| name.starts_with("word/")) {
        DocumentFormat::Docx
    } else if has("META-INF/container.xml") && !has("content.xml") {
        DocumentFormat::Epub
    } else if has("content.xml") {
        DocumentFormat::Odt
    } else if has("xl/workbook.xml") {
        return Sniffed::Refused(
            "is a workbook; for a table of pairs use `enru convert`, else save it as text",
        );
    } else {
        return Sniffed::Refused("is an archive without a document known here; unpack it first");
    })
}

/// The first characters, enough to see tags: whatever the encoding, zero bytes and the mark are dropped.
fn beginning(bytes: &[u8]) -> String {
    let mut head = Vec::new();
    let _ = bytes.take(4096).read_to_end(&mut head);
    head.retain(|&b| b != 0 && b < 0x80);
    String::from_utf8_lossy(&head).trim_start().to_ascii_lowercase()
}

fn in_text(path: &Path, head: &str) -> DocumentFormat {
    use DocumentFormat::*;
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("").to_ascii_lowercase();
    if head.contains("<fictionbook") {
        Fb2
    } else if head.starts_with("<!doctype html")
        || head.contains("<html")
        || is_page_fragment(&extension, head)
    {
        Html
    } else if head.starts_with("webvtt") || (extension == "srt" && head.contains("-->")) {
        Subtitles
    } else if extension == "po" || extension == "pot" {
        Po
    } else if matches!(extension.as_str(), "md" | "markdown") {
        Markdown
    } else {
        Text
    }
}

fn is_page_fragment(extension: &str, head: &str) -> bool {
    matches!(extension, "html" | "htm" | "xhtml") && head.contains('<')
}
