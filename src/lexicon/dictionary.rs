//! Reads word files line by line: the tables of enru (`.lex`) and the dictionaries of hunalign (`.dic`, lines `target @
//! source`), plain or gzipped.

use super::table::HEADER;
use crate::error::{Error, Result};
use crate::io::decode;
use crate::io::{Input, InputOptions};
use std::io::BufRead;
use std::path::Path;

/// The longest line in bytes. A longer line is not a word entry and must not fill the memory.
const MAX_LINE: u64 = 1 << 20;

/// The kind of a word file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A table of enru: stems, with probabilities in thousandths, and counts.
    Lex,
    /// A dictionary of hunalign: `target @ source`.
    Dic,
    /// A memory in any format.
    Memory,
}

/// Detects the kind of `input`, the content of the file `path`, from its first lines, without consuming them.
///
/// # Errors
/// If it cannot be read or is empty.
pub(crate) fn kind(path: &Path, input: &mut dyn BufRead) -> Result<Kind> {
    let head = input.fill_buf().map_err(|e| Error::io(path, "read", e))?;
    let head = String::from_utf8_lossy(head);
    if head.trim().is_empty() {
        let message = "is empty; expected word pairs".into();
        return Err(Error::Unusable { path: path.to_path_buf(), message });
    }
    let mut lines =
        head.lines().map(|line| line.trim_start_matches('\u{feff}')).filter(|l| !l.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    let body = std::iter::once(first).chain(lines).find(|line| !line.starts_with('#'));
    let name = path.to_string_lossy().to_lowercase();
    let is_dictionary =
        first.contains(" @ ") && !first.contains('\t') && !first.trim_start().starts_with(['<', '{']);
    Ok(match body {
        Some(HEADER) => Kind::Lex,
        _ if is_dictionary && !name.trim_end_matches(".gz").ends_with(".csv") => Kind::Dic,
        _ => Kind::Memory,
    })
}

/// Detects the kind of the file `path`.
///
/// # Errors
/// As [`kind`].
pub(crate) fn kind_of(path: &Path) -> Result<Kind> {
    kind(path, &mut decode::unpacked(path, Input::from(path).open()?)?)
}

/// Calls `each` with every line of `input`, the content of the file `path`, except blank lines and comments.
///
/// # Errors
/// If the file cannot be read, or `each` refuses a line. The error names the line.
pub(crate) fn each_line(
    path: &Path,
    input: Box<dyn BufRead>,
    mut each: impl FnMut(&str) -> Result<(), String>,
) -> Result<()> {
    let options = InputOptions { max_bytes: Some(MAX_LINE), ..InputOptions::default() };
    let (mut text, notes) = decode::text(path, input, &options)?;
    let mut line = String::new();
    for number in 1.. {
        line.clear();
        notes.begin_unit();
        if text.read_line(&mut line).map_err(|e| notes.error(path, e))? == 0 {
            break;
        }
        let line = line.trim_end_matches('\n');
        if !line.trim().is_empty() && !line.starts_with('#') {
            each(line).map_err(|message| Error::Parse { path: path.to_path_buf(), line: number, message })?;
        }
    }
    Ok(())
}
