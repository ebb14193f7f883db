//! How documents are cut into sentences.

use super::input::hash;
use enru::Lang;
use enru::read::open_srx;
use enru::split::Splitter;
use std::path::PathBuf;

/// Options of every subcommand that cuts documents into sentences.
#[derive(clap::Args, Clone, Debug)]
pub struct Splitting {
    /// Cut sentences by the rules of this SRX file, as your translation tool does, instead of the built-in ones
    #[arg(long, value_name = "FILE", help_heading = "Reading")]
    srx: Option<PathBuf>,
}

impl Splitting {
    /// The splitter meant; an SRX file must have rules for each of `langs`.
    pub fn open(&self, langs: &[Lang]) -> enru::Result<Splitter> {
        match &self.srx {
            Some(path) => Ok(Splitter::from(open_srx(path, langs)?)),
            None => Ok(Splitter::BuiltIn),
        }
    }

    /// What tells one choice of rules from another: the content of the file.
    pub fn fingerprint(&self) -> anyhow::Result<String> {
        let Some(path) = &self.srx else { return Ok("built-in".to_string()) };
        Ok(hash(path)?.to_hex()[..16].to_string())
    }
}
