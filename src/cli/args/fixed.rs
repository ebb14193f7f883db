//! Fixed points: sentences known to correspond, and decisions of earlier reviews.

use super::Limit;
use crate::cli::say::Say;
use enru::align::{AlignOptions, Alignment};
use enru::pair::name_of_pair;
use enru::pipeline::Known;
use enru::{Aligner, EnRu, Sentences};
use std::path::{Path, PathBuf};

/// Options that give the search fixed points.
#[derive(clap::Args, Clone, Debug)]
pub struct FixedPoints {
    /// Sentences known to correspond: lines of `EN<TAB>RU`, sentence numbers from 1; `#` starts a comment
    #[arg(long, value_name = "FILE", help_heading = "Aligning")]
    anchors: Option<PathBuf>,
    /// Review of an earlier alignment; reuse its decisions for sentences that have not changed
    #[arg(long, value_name = "FILE", help_heading = "Aligning")]
    decisions: Option<PathBuf>,
}

impl FixedPoints {
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.anchors.iter().chain(&self.decisions).map(PathBuf::as_path)
    }

    /// The first option given.
    pub fn given(&self) -> Option<&'static str> {
        self.anchors.as_ref().map(|_| "--anchors").or(self.decisions.as_ref().map(|_| "--decisions"))
    }

    /// Aligns the sentences of a pair, with these fixed points and `options`.
    pub fn align(
        &self,
        aligner: &Aligner,
        sentences: EnRu<Sentences>,
        limit: Limit,
        options: AlignOptions<'_>,
        say: &Say,
    ) -> anyhow::Result<Alignment> {
        let Self { anchors, decisions } = self.clone();
        let name = name_of_pair(&sentences);
        let known = Known { anchors, decisions, read: limit.options() };
        let (aligned, reuse) = known.align(aligner, sentences, &name, options)?;
        say.reuse(self.decisions.as_deref(), reuse.as_ref());
        Ok(aligned)
    }
}
