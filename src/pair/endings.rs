//! What the ending of a file name tells: a document, or something that is none.

use super::found::File;
use crate::document::Lang;
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

/// Endings of text documents; what stands before one is the name proper.
const DOCUMENTS: [&str; 28] = [
    "txt", "text", "md", "markdown", "rst", "html", "htm", "xhtml", "docx", "doc", "odt", "rtf", "pdf",
    "fb2", "epub", "pptx", "odp", "fodt", "srt", "vtt", "ass", "ssa", "ttml", "sbv", "sub", "lrc", "tex",
    "xml",
];

/// Endings of what is no document to align: pictures, sound, archives, programs, data, and what aligners write.
const OTHERS: [&str; 56] = [
    "png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "tif", "tiff", "ico", "mp3", "mp4", "wav", "ogg",
    "avi", "mov", "mkv", "webm", "zip", "7z", "rar", "tar", "tgz", "bz2", "xz", "zst", "exe", "dll", "so",
    "bin", "css", "js", "json", "jsonl", "yaml", "yml", "toml", "lock", "db", "sqlite", "csv", "tsv", "xlsx",
    "xls", "ods", "ppt", "tmx", "tbx", "xlf", "xliff", "gold", "ladder", "bracket", "log", "bak", "tmp",
];

impl File {
    /// The file `path`, which is `rel` below the folder that was given (`/` between its parts); nothing if its ending says
    /// that it is no document.
    pub fn below(path: &Path, rel: &str, side: Option<Lang>) -> Option<File> {
        let rel = || rel.nfc().collect();
        (!has_ending(path, &OTHERS)).then(|| File { path: path.to_path_buf(), rel: rel(), side })
    }
}

/// Whether `path` is named like a document.
#[cfg(feature = "batch")]
pub(super) fn is_document_name(path: &Path) -> bool {
    has_ending(path, &DOCUMENTS)
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().and_then(|e| e.to_str()).map(str::to_lowercase);
    ending.is_some_and(|e| endings.contains(&e.as_str()))
}

/// `rel` cut before the ending of a document: the name proper, and the ending (empty where it has none).
pub(super) fn cut_ending(rel: &str) -> (&str, &str) {
    let dot = rel.rfind('.').filter(|&dot| DOCUMENTS.contains(&rel[dot + 1..].to_lowercase().as_str()));
    dot.map_or((rel, ""), |dot| (&rel[..dot], &rel[dot..]))
}
