//! Requests of the page, as JSON.

use enru::io::{Encoding, Input, InputOptions};
use enru::memory::{Format, WriteOptions, locales};
use enru::pipeline::PairReader;
use enru::read::ReadOptions;
use enru::split::{Splitter, open_srx};
use enru::{Lang, Lexicon};
use serde::Deserialize;
use std::io::Cursor;

use crate::failure::Failure;
use crate::jobs::Host;

/// A file of the page.
#[derive(Clone, Debug, Deserialize)]
pub struct FileRef {
    /// Its key on the page.
    pub key: String,
    /// Its name, for people and to detect its format; for a dropped folder, the path in it.
    pub name: String,
}

impl FileRef {
    /// The content of the file.
    pub fn input(&self, host: &Host) -> Result<Input<'static>, Failure> {
        let bytes = (host.read)(&self.key).ok_or_else(|| Failure::unreadable(&self.name))?;
        Ok(Input::reader(&self.name, Cursor::new(bytes)))
    }
}

/// The options of the page: those of the command line with the same names.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Options {
    pub lines: bool,
    pub whole_page: bool,
    pub keep_furniture: bool,
    pub lossy: bool,
    pub encoding: String,
    pub srx: Option<FileRef>,
    pub lexicon: Vec<FileRef>,
    pub decisions: Option<FileRef>,
}

impl Options {
    pub fn reader(&self, host: &Host) -> Result<PairReader, Failure> {
        let splitter = match &self.srx {
            Some(file) => Splitter::from(open_srx(file.input(host)?, &Lang::ALL)?),
            None => Splitter::BuiltIn,
        };
        Ok(PairReader { read: [self.read()?, self.read()?], lines: self.lines, splitter })
    }

    pub fn read(&self) -> Result<ReadOptions, Failure> {
        let encoding = match self.encoding.as_str() {
            "" => None,
            name => Some(name.parse::<Encoding>().map_err(|e| Failure::request(&e.to_string()))?),
        };
        let input = InputOptions { encoding, lossy: self.lossy, ..InputOptions::default() };
        let (whole_page, keep_furniture) = (self.whole_page, self.keep_furniture);
        Ok(ReadOptions { input, whole_page, keep_furniture, ..ReadOptions::default() })
    }

    pub fn lexicon(&self, host: &Host) -> Result<Lexicon, Failure> {
        self.lexicon
            .iter()
            .try_fold(Lexicon::builtin(), |lexicon, file| Ok(lexicon.with_input(file.input(host)?)?))
    }
}

/// Two documents to align.
#[derive(Debug, Deserialize)]
pub struct Align {
    pub en: FileRef,
    pub ru: FileRef,
    /// The name of the pair; by default the common part of both file names.
    pub name: Option<String>,
    #[serde(default)]
    pub options: Options,
}

/// Files to pair.
#[derive(Debug, Deserialize)]
pub struct Pair {
    pub files: Vec<FileRef>,
    #[serde(default)]
    pub options: Options,
}

/// A memory or a review to open.
#[derive(Debug, Deserialize)]
pub struct Open {
    pub file: FileRef,
}

/// A memory to create from reviews.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Write {
    pub reviews: Vec<FileRef>,
    /// The name of a format, or `review`.
    pub format: String,
    /// A locale for each language, or nothing.
    #[serde(default)]
    pub locales: [String; 2],
    /// `en`, `ru`, or nothing.
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub min_confidence: f32,
    #[serde(default)]
    pub keep_unaligned: bool,
    #[serde(default)]
    pub excel: bool,
}

impl Write {
    pub fn format(&self) -> Result<Format, Failure> {
        self.format.parse().map_err(|e: String| Failure::request(&e))
    }

    pub fn options(&self) -> Result<WriteOptions, Failure> {
        let defaults = WriteOptions::default();
        let [en, ru] = &self.locales;
        let locale =
            |given: &String, default: &String| if given.is_empty() { default } else { given }.clone();
        let [default_en, default_ru] = &defaults.locales;
        let locales =
            locales(&locale(en, default_en), &locale(ru, default_ru)).map_err(|e| Failure::request(&e))?;
        let source = match self.source.as_str() {
            "en" => Some(Lang::En),
            "ru" => Some(Lang::Ru),
            _ => None,
        };
        let (min_confidence, keep_unaligned, excel) = (self.min_confidence, self.keep_unaligned, self.excel);
        Ok(WriteOptions { locales, source, min_confidence, keep_unaligned, excel, ..defaults })
    }
}
