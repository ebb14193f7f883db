//! Reads the two files or texts of a pair as sentences, in the same way for `align`, `batch` and `worker`.

use crate::align::Aligner;
use crate::document::{Document, EnRu, InLang, Lang, Sentences};
use crate::error::{Error, Result};
use crate::io::decode::with_line_feeds;
use crate::io::{Input, stop};
use crate::read::{ReadOptions, Reading, from_text, open_lines_pair, open_pair};
use crate::split::Splitter;

/// Reads pairs as sentences.
#[derive(Clone, Debug, Default)]
pub struct PairReader {
    /// Options for the first and the second file.
    pub read: [ReadOptions; 2],
    /// Whether each line is a sentence. If so, nothing is split.
    pub lines: bool,
    /// The splitter for documents.
    pub splitter: Splitter,
}

/// The sentences of a pair, and the notices of the readers.
#[derive(Clone, Debug)]
pub struct ReadPair {
    /// The English and the Russian sentences.
    pub sentences: EnRu<Sentences>,
    /// Encoding and notices of the English and the Russian file.
    pub readings: [Reading<()>; 2],
}

impl PairReader {
    /// Reads two files, given in either order.
    ///
    /// # Errors
    /// As [`open_pair`].
    pub fn open<'a>(&self, first: impl Into<Input<'a>>, second: impl Into<Input<'a>>) -> Result<ReadPair> {
        let (inputs, options) = ((first, second), [&self.read[0], &self.read[1]]);
        if self.lines {
            let sides = open_lines_pair(inputs, options)?;
            let readings = readings(&sides);
            return Ok(ReadPair { sentences: sides.map(|side| side.value), readings });
        }
        let sides = open_pair(inputs, options)?;
        let readings = readings(&sides);
        let stop = &options[0].input.stop;
        let sentences = stop::during(stop, || self.split(sides.map(|side| side.value)));
        if stop.is_asked() {
            return Err(Error::Stopped { path: sentences.en().document().name().into() });
        }
        Ok(ReadPair { sentences, readings })
    }

    /// Reads two texts in memory.
    pub fn of_texts(&self, en: &str, ru: &str) -> EnRu<Sentences> {
        if self.lines {
            let side = |lang, text| Sentences::from_lines("", lang, plain(text));
            return ordered(side(Lang::En, en), side(Lang::Ru, ru));
        }
        let document = |lang, text, options| from_text("", lang, plain(text), options);
        let [first, second] = &self.read;
        self.split(ordered(document(Lang::En, en, first), document(Lang::Ru, ru, second)))
    }

    fn split(&self, pair: EnRu<Document>) -> EnRu<Sentences> {
        let keep_furniture = self.read.iter().any(|options| options.keep_furniture);
        let aligner = Aligner::default().with_splitter(self.splitter.clone());
        aligner.keep_furniture(keep_furniture).split(pair)
    }
}

fn readings<T>(sides: &EnRu<Reading<T>>) -> [Reading<()>; 2] {
    [sides.en(), sides.ru()].map(|side| Reading {
        value: (),
        encoding: side.encoding.clone(),
        replaced: side.replaced,
        notices: side.notices.clone(),
    })
}

/// A pair of texts whose languages are known.
fn ordered<T: InLang>(en: T, ru: T) -> EnRu<T> {
    EnRu::new(en, ru).expect("one English and one Russian text")
}

/// Normalises a text as the reader of a file does.
fn plain(text: &str) -> String {
    with_line_feeds(text.strip_prefix('\u{feff}').unwrap_or(text).to_string())
}
