//! Options for reading one document, the two documents of a pair, or a translation memory.

use super::Splitting;
use super::values::{self, size, two_columns};
use crate::cli::say::{Say, shell_path};
use crate::cli::settings::Settings;
use enru::io::{Encoding, Input, InputOptions, Stop};
use enru::memory::{Format, MemoryOptions};
use enru::pipeline::{PairReader, ReadPair};
use enru::read::ReadOptions;
use enru::{EnRu, Lang, Sentences};
use std::path::{Path, PathBuf};

/// The size limit, for subcommands that read whole files into memory.
#[derive(clap::Args, Clone, Copy, Debug)]
pub struct Limit {
    /// Largest file to read into memory, and largest segment of a translation memory, such as 1000000, 256M or 1G
    #[arg(long, value_name = "SIZE", default_value = "256M", value_parser = size, help_heading = "Reading")]
    max_bytes: u64,
}

impl Limit {
    /// The limit in bytes.
    pub fn bytes(self) -> u64 {
        self.max_bytes
    }

    /// The options of a reader that only has a size limit.
    pub fn options(self) -> InputOptions {
        InputOptions { max_bytes: Some(self.max_bytes), ..InputOptions::default() }
    }
}

/// Options that apply to documents in both languages.
#[derive(clap::Args, Clone, Debug)]
struct Documents {
    /// Replace bytes that are not valid in the encoding instead of refusing the file
    #[arg(long, help_heading = "Reading")]
    lossy: bool,
    /// Read the whole web page, with menus and sidebars, instead of the article only
    #[arg(long, help_heading = "Reading")]
    whole_page: bool,
    /// Keep page numbers, running heads, tables of contents and other page furniture
    #[arg(long, help_heading = "Reading")]
    keep_furniture: bool,
    #[command(flatten)]
    limit: Limit,
}

impl Documents {
    fn options(&self, encoding: Option<Encoding>) -> ReadOptions {
        ReadOptions {
            input: InputOptions { encoding, lossy: self.lossy, ..self.limit.options() },
            whole_page: self.whole_page,
            keep_furniture: self.keep_furniture,
            ..ReadOptions::default()
        }
    }
}

/// Options for reading one document.
#[derive(clap::Args, Clone, Debug)]
pub struct ReadOne {
    /// Encoding of the file (default: detected), such as utf-8, windows-1251, koi8-r, utf-16le
    #[arg(long, value_name = "NAME", help_heading = "Reading")]
    encoding: Option<Encoding>,
    #[command(flatten)]
    documents: Documents,
}

impl ReadOne {
    /// The options of the reader. `None` detects the language.
    pub fn options(&self, lang: Option<Lang>) -> ReadOptions {
        ReadOptions { lang, ..self.documents.options(self.encoding) }
    }

    pub fn limit(&self) -> Limit {
        self.documents.limit
    }
}

/// Options for reading the two documents of a pair.
#[derive(clap::Args, Clone, Debug)]
pub struct ReadTwo {
    /// Encoding of both files (default: detected), such as utf-8, windows-1251, koi8-r, utf-16le
    #[arg(long, value_name = "NAME", help_heading = "Reading")]
    encoding: Option<Encoding>,
    /// Encoding of the English file
    #[arg(long, value_name = "NAME", help_heading = "Reading")]
    en_encoding: Option<Encoding>,
    /// Encoding of the Russian file
    #[arg(long, value_name = "NAME", help_heading = "Reading")]
    ru_encoding: Option<Encoding>,
    #[command(flatten)]
    documents: Documents,
}

impl ReadTwo {
    /// The options of the readers, English first.
    pub fn options(&self) -> [ReadOptions; 2] {
        [self.en_encoding, self.ru_encoding].map(|side| self.documents.options(side.or(self.encoding)))
    }

    pub fn limit(&self) -> Limit {
        self.documents.limit
    }

    /// The options for reading a translation memory instead of two documents.
    pub fn memory(&self) -> InputOptions {
        self.documents.options(self.encoding).input
    }
}

/// Options for reading a translation memory.
#[derive(clap::Args, Clone, Debug)]
pub struct ReadMemory {
    /// Encoding of the input (default: detected), such as utf-8, windows-1251, koi8-r, utf-16le
    #[arg(long, value_name = "NAME", help_heading = "Reading")]
    encoding: Option<Encoding>,
    /// Replace bytes that are not valid in the encoding instead of refusing the file
    #[arg(long, help_heading = "Reading")]
    lossy: bool,
    #[command(flatten)]
    limit: Limit,
}

impl ReadMemory {
    /// The options of the reader.
    pub fn options(&self) -> InputOptions {
        InputOptions { encoding: self.encoding, lossy: self.lossy, ..self.limit.options() }
    }
}

/// Options for reading translation memories in any format.
#[derive(clap::Args, Clone, Debug)]
pub struct ReadMemories {
    /// Format of the input (default: detected from its content)
    #[arg(long, value_name = "NAME", value_parser = values::format(), help_heading = "Reading")]
    from: Option<Format>,
    /// The English and the Russian column of a table, by heading or by number from 1 (default: detected)
    #[arg(long, value_name = "EN,RU", value_parser = two_columns, help_heading = "Reading")]
    text_columns: Option<[String; 2]>,
    #[command(flatten)]
    read: ReadMemory,
}

impl ReadMemories {
    /// The options of the reader; `source` replaces the direction of the file.
    pub fn options(&self, source: Option<Lang>) -> MemoryOptions {
        let (format, columns) = (self.from, self.text_columns.clone());
        MemoryOptions { input: self.read.options(), format, columns, source }
    }
}

/// Options for reading two documents as sentences.
#[derive(clap::Args, Clone, Debug)]
pub struct TwoSides {
    /// The files have one sentence per line; do not split
    #[arg(long, help_heading = "Reading", conflicts_with_all = ["srx", "whole_page", "keep_furniture"])]
    lines: bool,
    #[command(flatten)]
    pub splitting: Splitting,
    #[command(flatten)]
    pub reading: ReadTwo,
}

impl TwoSides {
    /// The first option given that has no effect on a translation memory.
    pub fn given(&self) -> Option<&'static str> {
        let documents = &self.reading.documents;
        [
            ("--lines", self.lines),
            ("--srx", self.splitting.is_given()),
            ("--en-encoding", self.reading.en_encoding.is_some()),
            ("--ru-encoding", self.reading.ru_encoding.is_some()),
            ("--whole-page", documents.whole_page),
            ("--keep-furniture", documents.keep_furniture),
        ]
        .into_iter()
        .find_map(|(name, given)| given.then_some(name))
    }

    pub fn reader(&self, settings: &Settings) -> enru::Result<PairReader> {
        let splitter = self.splitting.open(&Lang::ALL, settings, self.reading.limit())?;
        Ok(PairReader { read: self.reading.options(), lines: self.lines, splitter })
    }
}

/// The two files to align.
#[derive(clap::Args, Clone, Debug)]
pub struct TwoFiles {
    /// English document, `-` for standard input
    #[arg(value_name = "EN")]
    pub en: PathBuf,
    /// Russian document, `-` for standard input
    #[arg(value_name = "RU")]
    pub ru: PathBuf,
}

impl TwoFiles {
    /// Reads both files as sentences, unless `stop` is set, and prints the notices of the readers to standard error.
    pub fn sentences(
        &self,
        how: &TwoSides,
        settings: &Settings,
        stop: &Stop,
        say: &Say,
    ) -> anyhow::Result<EnRu<Sentences>> {
        let dash = Path::new("-");
        if self.en == dash && self.ru == dash {
            crate::cli::usage("only one of the two documents can be standard input");
        }
        let mut reader = how.reader(settings)?;
        reader.read.iter_mut().for_each(|side| side.input.stop = stop.clone());
        let ReadPair { sentences, readings } = reader.open(input(&self.en), input(&self.ru))?;
        let (en, ru) = if sentences.swapped() { (&self.ru, &self.en) } else { (&self.en, &self.ru) };
        if sentences.swapped() {
            say.note(format_args!(
                "{} is English and {} is Russian; using them in that order",
                en.display(),
                ru.display()
            ));
        }
        for ((path, side), reading) in [(en, sentences.en()), (ru, sentences.ru())].into_iter().zip(&readings)
        {
            say.read(path, reading);
            let (lang, encoding) = (side.document().lang().name(), &reading.encoding);
            say.detail(format_args!("{}: {lang}, {encoding}, {} sentences", path.display(), side.len()));
        }
        Ok(sentences)
    }

    /// The command that opens the review page of this pair.
    pub fn review_command(&self) -> String {
        let (en, ru) = (shell_path(&self.en), shell_path(&self.ru));
        format!("enru review {en} {ru} --open")
    }
}

/// The file `path`, or standard input for `-`.
pub fn input(path: &Path) -> Input<'static> {
    if path == Path::new("-") { Input::reader(path, std::io::stdin()) } else { Input::from(path) }
}
