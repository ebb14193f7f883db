//! hunalign text: source, target and score, separated by tabs; ` ~~~ ` separates the sentences of a side. Read and
//! written one line at a time.

use super::csv::on_one_line;
use crate::document::Lang;
use crate::error::{Error, Result};
use crate::ladder::Shape;
use crate::ladder::formats::numbers::confidence;
use crate::memory::format::WriteOptions;
use crate::memory::records::parse_error;
use crate::memory::segment::Segment;
use crate::text::script;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};
use unicode_script::Script;

/// The separator between the sentences of a side.
pub(crate) const SEPARATOR: &str = " ~~~ ";

/// Whether `head`, the start of a file, is hunalign text: two columns, optionally a score, and a sentence separator.
pub(crate) fn is_hunalign(head: &str) -> bool {
    let mut lines = head.lines().take(200).filter(|line| !line.is_empty());
    let is_row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        cells.len() == 2 || (cells.len() == 3 && cells[2].trim().parse::<f64>().is_ok())
    };
    head.contains(SEPARATOR.trim()) && lines.next().is_some_and(is_row)
}

/// The segments in `text`, the content of `path`. `head` is its start.
pub(crate) fn read<R: BufRead>(
    path: PathBuf,
    head: &str,
    text: R,
) -> impl Iterator<Item = Result<Segment>> + use<R> {
    let source = source_of(head);
    let read = move |(index, line): (usize, io::Result<String>)| {
        let line = line.map_err(|e| Error::io(&path, "read", e))?;
        if line.trim().is_empty() { Ok(None) } else { row(&path, index + 1, &line, source).map(Some) }
    };
    text.lines().enumerate().map(read).filter_map(Result::transpose)
}

/// The language of the first column: the one with more Cyrillic letters is Russian.
fn source_of(head: &str) -> Lang {
    let cyrillic = |text: &str| text.chars().filter(|&c| script(c) == Script::Cyrillic).count();
    let columns = head.lines().filter_map(|line| line.split_once('\t'));
    let (first, second) = columns.fold((0, 0), |(a, b), (x, y)| (a + cyrillic(x), b + cyrillic(y)));
    if first > second { Lang::Ru } else { Lang::En }
}

fn row(path: &Path, line: usize, text: &str, source: Lang) -> Result<Segment> {
    let mut cells = text.split('\t');
    let (Some(from), Some(to)) = (cells.next(), cells.next()) else {
        return Err(parse_error(path, line, "expected a source, a target and a score, separated by tabs"));
    };
    let sentences = |side: &str| side.split(SEPARATOR.trim()).filter(|s| !s.trim().is_empty()).count();
    let joined = |side: &str| side.split(SEPARATOR.trim()).map(str::trim).collect::<Vec<_>>().join(" ");
    let mut segment = Segment { source, ..Segment::default() };
    *segment.text_mut(source) = joined(from);
    *segment.text_mut(source.other()) = joined(to);
    let (en, ru) = if source == Lang::En { (from, to) } else { (to, from) };
    segment.shape = Shape { en: sentences(en), ru: sentences(ru) };
    // hunalign's own scores are not probabilities. A score becomes a confidence only if it is between 0 and 1.
    let score = cells.next().unwrap_or_default().trim();
    match confidence(score) {
        Ok(confidence) => segment.confidence = Some(confidence),
        Err(_) if score.is_empty() => {}
        Err(_) => segment.extra.push(("score".to_string(), score.into())),
    }
    Ok(segment)
}

/// Writes one line per segment.
pub(crate) fn write(
    segments: impl Iterator<Item = Segment>,
    options: &WriteOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let source = options.source();
    for s in segments {
        let score = s.confidence.map_or_else(|| "0".to_string(), |c| format!("{c:.3}"));
        let [from, to] = [source, source.other()].map(|lang| on_one_line(s.text(lang)));
        writeln!(out, "{from}\t{to}\t{score}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_counted_and_joined() {
        let text = "Раз. ~~~ Два.\tOne and two.\t0.53\n\tExtra.\t-0.3\n";
        assert!(is_hunalign(text));
        let read: Vec<Segment> = read("x".into(), text, text.as_bytes()).collect::<Result<_>>().unwrap();
        assert_eq!(
            (read[0].ru.as_str(), read[0].shape, read[0].source),
            ("Раз. Два.", Shape { en: 1, ru: 2 }, Lang::Ru)
        );
        assert_eq!((read[1].confidence, read[1].extra_text("score").as_deref()), (None, Some("-0.3")));
        assert_eq!(read[1].shape, Shape { en: 1, ru: 0 });
    }
}
