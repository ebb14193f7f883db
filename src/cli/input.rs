//! The two documents a subcommand takes, and how to read them.

use super::{Global, splitting};
use enru::io::{Encoding, Input, InputOptions, MAX_BYTES};
use enru::read::{Both, ReadOptions, Reading, both, open_both, open_lines};
use enru::{Document, Error, Lang, Sentences};
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
    /// Reads both files as sentences, English first; what was decided is told on stderr.
    pub fn sentences(&self, global: &Global) -> anyhow::Result<(Sentences, Sentences)> {
        let sides = self.read(global)?;
        self.tell(&sides, global);
        Ok((sides.en.value, sides.ru.value))
    }

    fn read(&self, global: &Global) -> anyhow::Result<Both<Sentences>> {
        let dash = Path::new("-");
        if self.en == dash && self.ru == dash {
            super::usage("only one of the two documents can be standard input");
        }
        let how = &self.how;
        let options = |encoding| how.reading.options(encoding, global);
        let (en, ru) = (options(how.reading.en_encoding), options(how.reading.ru_encoding));
        let paths = (self.en.as_path(), self.ru.as_path());
        if how.lines {
            return Ok(both(open_lines(input(paths.0), &en)?, open_lines(input(paths.1), &ru)?, paths)?);
        }
        let splitter = how.splitting.open(&[Lang::En, Lang::Ru])?;
        let sides = open_both((input(paths.0), input(paths.1)), [&en, &ru])?;
        let cut = |reading: Reading<Document>| reading.map(|document| splitter.split(document));
        Ok(Both { en: cut(sides.en), ru: cut(sides.ru), swapped: sides.swapped })
    }

    fn tell(&self, sides: &Both<Sentences>, global: &Global) {
        let (en, ru) = if sides.swapped { (&self.ru, &self.en) } else { (&self.en, &self.ru) };
        if sides.swapped && !global.quiet {
            anstream::eprintln!(
                "note: {} is English and {} Russian: taken in that order",
                en.display(),
                ru.display()
            );
        }
        for (path, side) in [(en, &sides.en), (ru, &sides.ru)] {
            if side.replaced > 0 && !global.quiet {
                let path = path.display();
                anstream::eprintln!(
                    "warning: {path}: {} places were not {} and were replaced",
                    side.replaced,
                    side.encoding
                );
            }
            if global.verbose {
                let lang = side.value.document().lang().name();
                let (path, count) = (path.display(), side.value.len());
                anstream::eprintln!("{path}: {lang}, {}, {count} sentences", side.encoding);
            }
        }
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
