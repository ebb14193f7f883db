//! The Moses format: two files with the same number of lines, of which line n of one is the translation of line n of
//! the other. Read and written one line at a time.

use super::csv::on_one_line;
use crate::document::Lang;
use crate::error::Result;
use crate::io::decode::{self, Text};
use crate::io::input::unpacked_name;
use crate::io::{Input, InputOptions};
use crate::memory::records::parse_error;
use crate::memory::segment::Segment;
use std::io::{self, BufRead, Lines, Write};
use std::path::{Path, PathBuf};

/// The extensions of the two files after their common name, and of the pair.
const EXTENSIONS: [&str; 7] =
    [".en-ru.en", ".en-ru.ru", ".en-ru", ".ru-en.en", ".ru-en.ru", ".ru-en", ".moses"];

/// The two files of a Moses pair, English first: `NAME.en-ru.en` and `NAME.en-ru.ru` for `NAME`, `NAME.moses`, or
/// either file; likewise `NAME.ru-en.*`.
pub fn moses_paths(path: &Path) -> [PathBuf; 2] {
    let (base, direction) = base(path);
    ["en", "ru"].map(|lang| PathBuf::from(format!("{base}.{direction}.{lang}")))
}

fn base(path: &Path) -> (String, &'static str) {
    let name = path.to_string_lossy().into_owned();
    let extension = EXTENSIONS.into_iter().find(|e| name.ends_with(e)).unwrap_or("");
    let direction = if extension.starts_with(".ru-en") { "ru-en" } else { "en-ru" };
    (name[..name.len() - extension.len()].to_string(), direction)
}

/// The segments of the pair that `path` names. Both files are gzipped if it ends in `.gz`. Skips lines that are blank
/// on both sides.
///
/// # Errors
/// If a file cannot be opened. If one file has fewer lines, the error comes at its end.
pub(crate) fn read(path: &Path, options: &InputOptions) -> Result<Moses> {
    let unpacked = unpacked_name(path);
    let gz = if unpacked == path { "" } else { ".gz" };
    let path = unpacked.as_path();
    let source = if base(path).1 == "ru-en" { Lang::Ru } else { Lang::En };
    let paths = moses_paths(path).map(|path| PathBuf::from(format!("{}{gz}", path.display())));
    let lines = |path: &PathBuf| -> Result<(Lines<Text>, decode::Notes)> {
        let input = decode::unpacked(path, Input::from(path).open()?)?;
        let (text, notes) = decode::text(path, input, options)?;
        Ok((text.lines(), notes))
    };
    let sides = [lines(&paths[0])?, lines(&paths[1])?];
    Ok(Moses { paths, sides, source, line: 0 })
}

/// The segments of a Moses pair.
pub(crate) struct Moses {
    paths: [PathBuf; 2],
    sides: [(Lines<Text>, decode::Notes); 2],
    source: Lang,
    line: usize,
}

impl Moses {
    /// The next line of one side.
    fn next_line(&mut self, side: usize) -> Result<Option<String>> {
        let (lines, notes) = &mut self.sides[side];
        notes.begin_unit();
        lines.next().transpose().map_err(|e| notes.error(&self.paths[side], e))
    }

    fn step(&mut self) -> Result<Option<Segment>> {
        loop {
            self.line += 1;
            match [self.next_line(0)?, self.next_line(1)?] {
                [None, None] => return Ok(None),
                [Some(en), Some(ru)] if en.trim().is_empty() && ru.trim().is_empty() => {}
                [Some(en), Some(ru)] => {
                    return Ok(Some(Segment { en, ru, source: self.source, ..Segment::default() }));
                }
                [en, _] => {
                    let [longer, shorter] = if en.is_some() { [0, 1] } else { [1, 0] };
                    let message = format!(
                        "ends before line {} of {}; the two must have the same number of lines",
                        self.line,
                        self.paths[longer].display()
                    );
                    return Err(parse_error(&self.paths[shorter], self.line, message));
                }
            }
        }
    }
}

impl Iterator for Moses {
    type Item = Result<Segment>;

    fn next(&mut self) -> Option<Result<Segment>> {
        self.step().transpose()
    }
}

/// Writes the pair. Leaves out segments with an empty side.
pub(crate) fn write(
    segments: impl Iterator<Item = Segment>,
    en: &mut dyn Write,
    ru: &mut dyn Write,
) -> io::Result<()> {
    for segment in segments.filter(Segment::is_paired) {
        writeln!(en, "{}", on_one_line(&segment.en))?;
        writeln!(ru, "{}", on_one_line(&segment.ru))?;
    }
    Ok(())
}
