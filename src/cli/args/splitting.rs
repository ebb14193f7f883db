//! Options for splitting documents into sentences.

use super::Limit;
use crate::cli::settings::Settings;
use enru::Lang;
use enru::io::Input;
use enru::split::{Splitter, open_srx};
use std::path::{Path, PathBuf};

/// Options of every subcommand that splits documents into sentences.
#[derive(clap::Args, Clone, Debug)]
pub struct Splitting {
    /// Split sentences by the rules of this SRX file, such as the one of your CAT tool, instead of the built-in rules
    #[arg(long, value_name = "FILE", help_heading = "Reading")]
    srx: Option<PathBuf>,
}

impl Splitting {
    /// Opens the splitter. An SRX file must have rules for each of `langs`.
    pub fn open(&self, langs: &[Lang], settings: &Settings, limit: Limit) -> enru::Result<Splitter> {
        match self.path(settings) {
            Some(path) => Ok(Splitter::from(open_srx(Input::from(path).at_most(limit.bytes()), langs)?)),
            None => Ok(Splitter::BuiltIn),
        }
    }

    fn path<'a>(&'a self, settings: &'a Settings) -> Option<&'a Path> {
        self.srx.as_deref().or(settings.srx.as_ref().map(|srx| srx.value.as_path()))
    }

    /// Whether an SRX file was given.
    pub fn is_given(&self) -> bool {
        self.srx.is_some()
    }

    /// A hash of the rules, so that `batch --resume` notices a change.
    pub fn fingerprint(&self, settings: &Settings) -> enru::Result<String> {
        match self.path(settings) {
            Some(path) => enru::batch::file_hash(path).map(|hash| hash[..16].to_string()),
            None => Ok("built-in".to_string()),
        }
    }
}
