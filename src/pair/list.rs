//! Reads pairs from a list: one pair per line, with English path, Russian path and an optional name, separated by tabs,
//! or by commas in a `.csv` file as `enru pair --format csv` writes it. Lines that start with `#` are comments.

use super::endings::cut_ending;
use super::found::{Pair, Rule};
use super::names::{name_of, sanitised, unique_names};
use crate::error::{Error, Result};
use crate::io::Input;
use crate::io::input::file_name_of;
use std::path::{Path, PathBuf};

/// The pairs in the list `path`, in its order. A relative path is relative to the current folder or, if there is no
/// such file, to the folder of the list. A header (`en`, `ru`, ...) and rows with one side empty are skipped.
///
/// # Errors
/// If the list cannot be read or has more than `max` bytes, or a line has fewer than two paths.
pub fn read(path: &Path, max: u64) -> Result<Vec<Pair>> {
    let bytes = Input::from(path).read_raw(max)?;
    let text = String::from_utf8(bytes).map_err(|e| Error::Encoding {
        path: path.to_path_buf(),
        encoding: "UTF-8".to_string(),
        offset: e.utf8_error().valid_up_to(),
        count: 1,
    })?;
    let commas = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
    let mut rows = csv::ReaderBuilder::new()
        .delimiter(if commas { b',' } else { b'\t' })
        .quoting(commas)
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut pairs = Vec::new();
    for row in rows.records() {
        let failed =
            |line: u64, message: String| Error::Parse { path: path.into(), line: line as usize, message };
        let row = row.map_err(|e| failed(e.position().map_or(0, |p| p.line()), e.to_string()))?;
        let line = row.position().map_or(0, |p| p.line());
        let cells: Vec<_> = row.iter().map(str::trim).collect();
        match cells.as_slice() {
            [] | [""] | ["en", "ru", ..] => {}
            [en, ru, ..] if en.is_empty() || ru.is_empty() => {}
            [en, ru, rest @ ..] => pairs.push(pair(path, en, ru, rest.first().copied().unwrap_or(""))),
            _ => {
                return Err(failed(
                    line,
                    "expected an English path, a Russian path and an optional name".into(),
                ));
            }
        }
    }
    unique_names(&mut pairs, |pair| file_name_of(&pair.en));
    Ok(pairs)
}

fn pair(list: &Path, en: &str, ru: &str, name: &str) -> Pair {
    let en = located(list, en);
    let name = match name {
        "" => name_of(cut_ending(&file_name_of(&en)).0),
        given => given.to_string(),
    };
    let (ru, name) = (located(list, ru), sanitised(&name));
    Pair { en, ru, name, rule: Rule::List, confidence: 1.0, runner_up: None }
}

fn located(list: &Path, path: &str) -> PathBuf {
    let given = PathBuf::from(path);
    let beside = list.parent().map(|folder| folder.join(&given));
    match beside {
        Some(beside) if given.symlink_metadata().is_err() && beside.symlink_metadata().is_ok() => beside,
        _ => given,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_tabs_headers_and_names() {
        let folder = tempfile::tempdir().unwrap();
        let list = folder.path().join("pairs.tsv");
        std::fs::write(folder.path().join("a.txt"), "x").unwrap();
        std::fs::write(&list, "\u{feff}en\tru\n# no\na.txt\tb \"q\".txt\n\nc.en.txt\td\t../deep/name\n")
            .unwrap();
        let pairs = read(&list, 1000).unwrap();
        let names: Vec<_> = pairs.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names, ["a", "deep/name"]);
        assert_eq!(pairs[0].en, folder.path().join("a.txt"));
        assert_eq!(pairs[0].ru, Path::new("b \"q\".txt"));
        std::fs::write(&list, "a.txt\tb.txt\nonly\n").unwrap();
        assert!(matches!(read(&list, 1000), Err(Error::Parse { line: 2, .. })));
    }
}
