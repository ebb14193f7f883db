//! Options for the lexicon.

use super::Limit;
use crate::cli::settings::Settings;
use enru::Lexicon;
use enru::io::Input;
use std::path::{Path, PathBuf};

/// Lexicon options of every subcommand that aligns.
#[derive(clap::Args, Clone, Debug)]
pub struct LexiconArgs {
    /// Add your own word translations to the built-in ones: a file from `enru learn`, a TSV or CSV glossary, a TMX term
    /// base, or a hunalign .dic file; can be given several times
    #[arg(long, value_name = "FILE", help_heading = "Aligning")]
    lexicon: Vec<PathBuf>,
    /// Do not use the built-in word translations
    #[arg(long, help_heading = "Aligning")]
    no_lexicon: bool,
}

impl LexiconArgs {
    /// Opens the lexicon. If two files translate a word differently, the later file wins.
    pub fn open(&self, settings: &Settings, limit: Limit) -> enru::Result<Lexicon> {
        let base = if self.no_lexicon { Lexicon::none() } else { Lexicon::builtin() };
        let add = |lexicon: Lexicon, file| lexicon.with_input(Input::from(file).at_most(limit.bytes()));
        self.files(settings).iter().try_fold(base, add)
    }

    /// The files given as options.
    pub fn given_files(&self) -> impl Iterator<Item = &Path> {
        self.lexicon.iter().map(PathBuf::as_path)
    }

    fn files<'a>(&'a self, settings: &'a Settings) -> &'a [PathBuf] {
        match &settings.lexicon {
            Some(setting) if self.lexicon.is_empty() => &setting.value,
            _ => &self.lexicon,
        }
    }

    /// The first option given.
    pub fn given(&self) -> Option<&'static str> {
        let no = self.no_lexicon.then_some("--no-lexicon");
        no.or((!self.lexicon.is_empty()).then_some("--lexicon"))
    }

    /// A hash of the content of the lexicon, so that `batch --resume` notices a change.
    pub fn fingerprint(&self, settings: &Settings) -> enru::Result<String> {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&[u8::from(self.no_lexicon)]);
        for path in self.files(settings) {
            hasher.update(enru::batch::file_hash(path)?.as_bytes());
        }
        Ok(hasher.finalize().to_hex()[..16].to_string())
    }
}
