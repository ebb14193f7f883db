//! Plain lines: the Moses pair of files, and hunalign's text.

use crate::memory::formats::delimited::on_one_line;
use crate::memory::segment::Segment;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Two files with the same number of lines, line n of one the translation of line n of the other. Segments with an
/// empty side are left out.
pub(crate) fn write_moses(
    segments: impl Iterator<Item = Segment>,
    en: &mut dyn Write,
    ru: &mut dyn Write,
) -> io::Result<()> {
    for segment in segments.filter(|s| !s.en.is_empty() && !s.ru.is_empty()) {
        writeln!(en, "{}", on_one_line(&segment.en))?;
        writeln!(ru, "{}", on_one_line(&segment.ru))?;
    }
    Ok(())
}

/// The two files of a Moses pair: `NAME.en-ru.en` and `NAME.en-ru.ru` for `NAME`, `NAME.moses`, or either of them.
pub fn moses_paths(path: &Path) -> [PathBuf; 2] {
    let name = path.to_string_lossy();
    let endings = [".en-ru.en", ".en-ru.ru", ".en-ru", ".moses"];
    let base = endings.iter().find_map(|e| name.strip_suffix(e)).unwrap_or(&name);
    ["en", "ru"].map(|lang| PathBuf::from(format!("{base}.en-ru.{lang}")))
}

/// hunalign's text: source, target and score, separated by tabs.
pub(crate) fn write_hunalign(segments: impl Iterator<Item = Segment>, out: &mut dyn Write) -> io::Result<()> {
    for s in segments {
        let score = s.confidence.map_or_else(|| "0".to_string(), |c| format!("{c:.3}"));
        writeln!(out, "{}\t{}\t{score}", on_one_line(&s.en), on_one_line(&s.ru))?;
    }
    Ok(())
}
