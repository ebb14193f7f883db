//! Which lexicon to align with.

use super::input::hash;
use enru::Lexicon;
use std::path::PathBuf;

/// Options of every subcommand that aligns.
#[derive(clap::Args, Clone, Debug)]
pub struct LexiconArgs {
    /// Word translations of your own, on top of the built-in ones: what `enru learn` wrote, TSV, CSV glossary, TMX term
    /// base, hunalign .dic; may be given more than once
    #[arg(long, value_name = "FILE")]
    lexicon: Vec<PathBuf>,
    /// Do without the built-in word translations
    #[arg(long)]
    no_lexicon: bool,
}

impl LexiconArgs {
    /// The lexicon meant. Where two files differ on a pair, the later one counts.
    pub fn open(&self) -> enru::Result<Lexicon> {
        let base = if self.no_lexicon { Lexicon::none() } else { Lexicon::builtin() };
        self.lexicon.iter().try_fold(base, |lexicon, file| lexicon.with_file(file))
    }

    /// What tells one choice of lexicons from another: the content of the files.
    pub fn fingerprint(&self) -> anyhow::Result<String> {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&[u8::from(self.no_lexicon)]);
        for path in &self.lexicon {
            hasher.update(hash(path)?.as_bytes());
        }
        Ok(hasher.finalize().to_hex()[..16].to_string())
    }
}
