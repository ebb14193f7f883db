//! The two documents a subcommand takes, and how to read them.

use super::{Global, splitting};
use enru::io::{Encoding, Input, InputOptions, MAX_BYTES};
use enru::read::{ReadOptions, Reading, open_lines_pair, open_pair};
use enru::{Aligner, EnRu, Error, Lang, Sentences};
use std::path::{Path, PathBuf};

/// The two documents of a pair.
#[derive(clap::Args)]
pub struct Pair {
    /// The English document, `-` for standard input
    pub en: PathBuf,
    /// The Russian document, `-` for standard input
    pub ru: PathBuf,
    #[command(flatten)]
    pub how: How,
}

/// How to make sentences of the two documents.
#[derive(clap::Args)]
pub struct How {
    /// The files hold one sentence a line: do not split
    #[arg(long, help_heading = "Reading", conflicts_with = "srx")]
    lines: bool,
    #[command(flatten)]
    splitting: splitting::Splitting,
    #[command(flatten)]
    reading: Reads,
}

/// How to read documents.
#[derive(clap::Args)]
pub struct Reads {
    /// Encoding of both files (default: found out), such as windows-1251, koi8-r, utf-16le
    #[arg(long, value_name = "NAME", help_heading = "Reading")]
    encoding: Option<Encoding>,
    /// Encoding of the English file
    #[arg(long, value_name = "NAME", help_heading = "Reading")]
    en_encoding: Option<Encoding>,
    /// Encoding of the Russian file
    #[arg(long, value_name = "NAME", help_heading = "Reading")]
    ru_encoding: Option<Encoding>,
    /// Replace bytes that are not valid in the encoding instead of refusing the file
    #[arg(long, help_heading = "Reading")]
    lossy: bool,
    /// Read web pages with their menus and side bars, not the article only
    #[arg(long, help_heading = "Reading")]
    whole_page: bool,
    /// Align page numbers, running heads, tables of contents and the like too
    #[arg(long, help_heading = "Reading")]
    keep_furniture: bool,
}

impl Reads {
    /// The options for the readers; `encoding` is the one named for one side.
    pub fn options(&self, encoding: Option<Encoding>, global: &Global) -> ReadOptions {
        let encoding = encoding.or(self.encoding);
        ReadOptions {
            input: InputOptions { encoding, lossy: self.lossy, ..global.input() },
            whole_page: self.whole_page,
            keep_furniture: self.keep_furniture,
            ..ReadOptions::default()
        }
    }
}

impl Pair {
    /// Reads both files as sentences. What was detected or changed on the way is reported on stderr.
    pub fn sentences(&self, global: &Global) -> anyhow::Result<EnRu<Sentences>> {
        let dash = Path::new("-");
        if self.en == dash && self.ru == dash {
            super::usage("only one of the two documents can be standard input");
        }
        let how = &self.how;
        let options = |encoding| how.reading.options(encoding, global);
        let (first, second) = (options(how.reading.en_encoding), options(how.reading.ru_encoding));
        let (inputs, options) = ((input(&self.en), input(&self.ru)), [&first, &second]);
        if how.lines {
            let sides = open_lines_pair(inputs, options)?;
            let notes = [Note::of(sides.en()), Note::of(sides.ru())];
            return Ok(self.reported(sides.map(|side| side.value), notes, global));
        }
        let splitter = how.splitting.open(&[Lang::En, Lang::Ru])?;
        let aligner = Aligner::default().with_splitter(splitter).keep_furniture(how.reading.keep_furniture);
        let sides = open_pair(inputs, options)?;
        let notes = [Note::of(sides.en()), Note::of(sides.ru())];
        Ok(self.reported(aligner.split(sides.map(|side| side.value)), notes, global))
    }

    fn reported(&self, pair: EnRu<Sentences>, notes: [Note; 2], global: &Global) -> EnRu<Sentences> {
        let (en, ru) = if pair.swapped() { (&self.ru, &self.en) } else { (&self.en, &self.ru) };
        if pair.swapped() && !global.quiet {
            anstream::eprintln!(
                "note: {} is English and {} Russian: taken in that order",
                en.display(),
                ru.display()
            );
        }
        for ((path, side), note) in [(en, pair.en()), (ru, pair.ru())].into_iter().zip(notes) {
            let path = path.display();
            if note.replaced > 0 && !global.quiet {
                anstream::eprintln!(
                    "warning: {path}: {} places were not {} and were replaced",
                    note.replaced,
                    note.encoding
                );
            }
            if global.verbose {
                let (lang, count) = (side.document().lang().name(), side.len());
                anstream::eprintln!("{path}: {lang}, {}, {count} sentences", note.encoding);
            }
        }
        pair
    }

    /// The name of the pair: what the names of the two files have in common, or the name of the English file.
    pub fn name(&self) -> String {
        let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (en, ru) = (name(&self.en), name(&self.ru));
        let same = en.chars().zip(ru.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        let common = en[..same].trim_end_matches(|c: char| !c.is_alphanumeric());
        if common.is_empty() { en } else { common.to_string() }
    }
}

/// The file `path`, or standard input for `-`.
pub fn input(path: &Path) -> Input<'static> {
    if path == Path::new("-") { Input::reader(path, std::io::stdin()) } else { Input::from(path) }
}

/// What is reported of reading one file.
struct Note {
    encoding: String,
    replaced: usize,
}

impl Note {
    fn of<T>(reading: &Reading<T>) -> Note {
        Note { encoding: reading.encoding.clone(), replaced: reading.replaced }
    }
}

/// The text of a small file, such as a ladder, in UTF-8.
pub fn text_of(path: &Path) -> enru::Result<String> {
    let text = String::from_utf8(input(path).read_raw(MAX_BYTES)?);
    text.map_err(|e| {
        let message = format!("byte {} is not UTF-8; save the file as UTF-8", e.utf8_error().valid_up_to());
        Error::Unusable { path: path.to_path_buf(), message }
    })
}

/// What tells the content of one file from that of another.
pub fn hash(path: &Path) -> enru::Result<blake3::Hash> {
    let failed = |e| Error::io(path, "read", e);
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(std::fs::File::open(path).map_err(failed)?).map_err(failed)?;
    Ok(hasher.finalize())
}
