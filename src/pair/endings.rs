//! File name extensions: which files are documents.

use super::found::File;
use crate::document::Lang;
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

/// Extensions of documents.
const DOCUMENTS: [&str; 28] = [
    "txt", "text", "md", "markdown", "rst", "html", "htm", "xhtml", "docx", "doc", "odt", "rtf", "pdf",
    "fb2", "epub", "pptx", "odp", "fodt", "srt", "vtt", "ass", "ssa", "ttml", "sbv", "sub", "lrc", "tex",
    "xml",
];

/// Extensions of files to leave out: images, audio, archives, programs, data, and the output of aligners.
const OTHERS: [&str; 62] = [
    "png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "tif", "tiff", "ico", "mp3", "mp4", "wav", "ogg",
    "avi", "mov", "mkv", "webm", "zip", "7z", "rar", "tar", "tgz", "bz2", "xz", "zst", "exe", "dll", "so",
    "bin", "css", "js", "json", "jsonl", "yaml", "yml", "toml", "lock", "db", "sqlite", "csv", "tsv", "xlsx",
    "xls", "ods", "ppt", "tmx", "tbx", "xlf", "xliff", "po", "parquet", "hunalign", "xces", "gold", "ladder",
    "bracket", "lex", "srx", "log", "bak", "tmp",
];

impl File {
    /// The file `path`, where `rel` is its path relative to the given folder, with `/` as separator. `None` if its
    /// extension is not that of a document.
    pub fn below(path: &Path, rel: &str, side: Option<Lang>) -> Option<File> {
        let rel = || rel.nfc().collect();
        (!has_ending(path, &OTHERS)).then(|| File { path: path.to_path_buf(), rel: rel(), side })
    }
}

/// Whether `path` has the extension of a document.
#[cfg(feature = "batch")]
pub(super) fn is_document_name(path: &Path) -> bool {
    has_ending(path, &DOCUMENTS)
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().and_then(|e| e.to_str()).map(str::to_lowercase);
    ending.is_some_and(|e| endings.contains(&e.as_str()))
}

/// Splits `rel` into the name and the extension of a document, which may be empty.
pub(super) fn cut_ending(rel: &str) -> (&str, &str) {
    let dot = rel.rfind('.').filter(|&dot| DOCUMENTS.contains(&rel[dot + 1..].to_lowercase().as_str()));
    dot.map_or((rel, ""), |dot| (&rel[..dot], &rel[dot..]))
}
