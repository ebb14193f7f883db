//! Writes segments and ladders. [`write_segments`] takes an iterator and holds one segment at a time. [`save`]
//! writes a file, which appears completely or not at all.

#[cfg(feature = "files")]
use crate::error::{Error, Result};
#[cfg(feature = "files")]
use crate::io::output;
use crate::ladder::ScoredLadder;
use crate::ladder::formats;
use crate::memory::format::{Format, WriteOptions};
#[cfg(feature = "files")]
use crate::memory::formats::moses::{self, moses_paths};
use crate::memory::formats::{csv, hunalign, jsonl, po, tmx, xliff};
use crate::memory::schema::Column;
use crate::memory::segment::Segment;
use serde_json::Value;
use std::collections::HashSet;
use std::io;
#[cfg(feature = "files")]
use std::path::Path;

/// The most columns of preserved fields. Every row has a cell in each column, so segments with different fields would
/// fill the disk.
const MOST_FIELDS: usize = 1000;

/// Writes `segments` to `out`, one at a time. Preserved fields ([`Segment::extra`]) become columns in tables
/// ([`WriteOptions::extra`]), keys in JSONL, properties, attributes and notes in TMX, contexts in XLIFF.
///
/// # Errors
/// Those of `out`; [`io::ErrorKind::Unsupported`] for a [ladder format](Format::is_ladder), for a format with more than
/// one file ([`Format::Moses`]), and for a table with more than a thousand preserved fields.
pub fn write_segments(
    segments: impl Iterator<Item = Segment>,
    format: Format,
    options: &WriteOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    if let Some(why) = format.missing() {
        return Err(unsupported(why));
    }
    let (segments, options) = prepared(segments, options);
    let options = &options;
    let is_table = matches!(format, Format::Csv | Format::Tsv | Format::Xlsx | Format::Parquet);
    if is_table && options.extra.len() > MOST_FIELDS {
        let why = format!(
            "the segments have {} different fields; a table holds at most {MOST_FIELDS}. Choose its columns, or write \
             jsonl or tmx",
            options.extra.len()
        );
        return Err(unsupported(&why));
    }
    match format {
        Format::Csv => csv::write_csv(segments, options, out),
        Format::Tsv => csv::write_tsv(segments, options, out),
        Format::Jsonl => jsonl::write(segments, out),
        #[cfg(feature = "parquet")]
        Format::Parquet => super::formats::parquet::write(segments, options, out),
        #[cfg(feature = "xlsx")]
        Format::Xlsx => super::formats::xlsx::write(segments, options, out),
        Format::Tmx => tmx::write(segments, options, out),
        Format::Xliff => xliff::write(segments, options, out),
        Format::Po => po::write(segments, options, out),
        Format::Hunalign => hunalign::write(segments, options, out),
        Format::Moses => Err(unsupported("moses writes two files and needs a file name, not a stream")),
        _ => Err(unsupported(&format!(
            "{} holds sentence numbers, which these segments do not give",
            format.name()
        ))),
    }
}

/// Applies `options` to the segments. Also returns the options with the direction of the file: the one given, or that
/// of the first segment.
fn prepared<'a>(
    segments: impl Iterator<Item = Segment> + 'a,
    options: &'a WriteOptions,
) -> (impl Iterator<Item = Segment> + 'a, WriteOptions) {
    let confident = segments.filter(|s| s.confidence.is_none_or(|c| c >= options.min_confidence));
    let mut segments = confident.map(|segment| changed(segment, options)).peekable();
    let source = options.source.or_else(|| segments.peek().map(|segment| segment.source));
    let mut new = WriteOptions { source, ..options.clone() };
    if new.columns == Column::ALL {
        new.columns = Column::all(source.unwrap_or_default());
    }
    for (name, _) in &options.set {
        if !new.extra.contains(name) {
            new.extra.push(name.clone());
        }
    }
    (segments, new)
}

/// Sets the direction and the fields given in `options`.
fn changed(mut segment: Segment, options: &WriteOptions) -> Segment {
    segment.source = options.source.unwrap_or(segment.source);
    for (name, value) in &options.set {
        segment.extra.retain(|(known, _)| known != name);
        segment.extra.push((name.clone(), Value::String(value.clone())));
    }
    segment
}

/// The names of the preserved fields of `segments`, in order of first use: [`WriteOptions::extra`].
pub fn extra_names(segments: &[Segment]) -> Vec<String> {
    let mut known = HashSet::new();
    let all = segments.iter().flat_map(|segment| &segment.extra).map(|(name, _)| name);
    all.filter(|name| known.insert(name.as_str())).cloned().collect()
}

fn unsupported(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::Unsupported, message)
}

/// Writes a ladder to `out`.
///
/// # Errors
/// Those of `out`; [`io::ErrorKind::Unsupported`] for a format with text.
pub(crate) fn write_ladder(scored: &ScoredLadder, format: Format, out: &mut dyn io::Write) -> io::Result<()> {
    write_ladders(std::slice::from_ref(scored), format, out)
}

/// Writes ladders to `out`. Only XCES supports other numbers than one.
///
/// # Errors
/// Those of `out`; [`io::ErrorKind::Unsupported`] for a format with text, or a number of ladders that `format` does not
/// support.
pub fn write_ladders(ladders: &[ScoredLadder], format: Format, out: &mut dyn io::Write) -> io::Result<()> {
    match (format, ladders) {
        (Format::Xces, _) => formats::xces::write(ladders, out),
        (Format::Bracket, [one]) => formats::bracket::write(one, out),
        (Format::HunalignLadder, [one]) => formats::hunalign::write(one, out),
        (Format::Bracket | Format::HunalignLadder, _) => Err(unsupported(&format!(
            "{} holds the ladder of one pair of documents, and there are {}; write xces",
            format.name(),
            ladders.len()
        ))),
        _ => Err(unsupported(&format!("{} holds text, and a ladder has none", format.name()))),
    }
}

/// Writes segments to the file `path`, or to standard output for `-`. The file appears completely or not at all: after
/// an error no file is written. [`Format::Moses`] writes two files, see [`moses_paths`]. Returns the number of segments.
///
/// # Errors
/// The first error among the segments, or as [`output::save`].
#[cfg(feature = "files")]
pub fn save(
    segments: impl Iterator<Item = Result<Segment>>,
    format: Format,
    options: &WriteOptions,
    path: &Path,
    force: bool,
) -> Result<u64> {
    if let Some(why) = format.missing() {
        return Err(Error::unusable(path, why));
    }
    let (mut failed, mut count) = (None, 0);
    let good = segments.map_while(|segment| match segment {
        Ok(segment) => {
            count += 1;
            Some(segment)
        }
        Err(error) => {
            failed = Some(error);
            None
        }
    });
    let written = |result: io::Result<()>| result.map_err(|e| Error::io(path, "write", e));
    let files = if format == Format::Moses {
        if output::is_stdout(path) {
            let why = "moses writes two files and needs a file name";
            return Err(Error::unusable(Path::new("standard output"), why));
        }
        let [en, ru] = moses_paths(path);
        let mut files = [output::create(&en, force)?, output::create(&ru, force)?];
        let [en, ru] = &mut files;
        written(moses::write(prepared(good, options).0, en, ru))?;
        Vec::from(files)
    } else {
        let mut file = output::create(path, force)?;
        written(write_segments(good, format, options, &mut file))?;
        vec![file]
    };
    match failed {
        Some(error) => Err(error),
        None => files.into_iter().try_for_each(output::OutputFile::finish).map(|()| count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Lang;

    #[test]
    fn the_direction_of_the_first_segment_orders_the_file() {
        let mut segment = Segment::new("Yes", "Да");
        segment.source = Lang::Ru;
        let written = |format, options: &WriteOptions| {
            let mut out = Vec::new();
            write_segments(std::iter::once(segment.clone()), format, options, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        let options = WriteOptions::default();
        assert!(written(Format::Csv, &options).starts_with("ru,en,confidence"));
        assert!(written(Format::Tmx, &options).contains("srclang=\"ru\""));
        assert!(written(Format::Xliff, &options).contains("<source>Да</source>"));
        let turned =
            WriteOptions { source: Some(Lang::En), set: vec![("client".into(), "UN".into())], ..options };
        let csv = written(Format::Csv, &turned);
        assert!(
            csv.starts_with("en,ru,") && csv.contains(",client\nYes,") && csv.ends_with(",UN\n"),
            "{csv}"
        );
    }
}
