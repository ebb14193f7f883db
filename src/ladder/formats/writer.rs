//! The formats that hold sentence numbers only: bracket notation, hunalign's ladder, XCES.

use super::numbers::ids;
use crate::io::xml::escaped;
use crate::ladder::Ladder;
use std::io::{self, Write};

/// A ladder with what files say of it besides.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoredLadder {
    /// The beads.
    pub ladder: Ladder,
    /// The confidence of each bead, where it is known.
    pub scores: Vec<Option<f32>>,
    /// The names of the English and the Russian document.
    pub documents: [String; 2],
}

/// The number of sentences before each bead, and its score; last, the number of all sentences.
pub(crate) fn write_hunalign(scored: &ScoredLadder, out: &mut dyn Write) -> io::Result<()> {
    for (bead, score) in scored.ladder.beads().iter().zip(&scored.scores) {
        writeln!(out, "{}\t{}\t{}", bead.en.start, bead.ru.start, number(*score))?;
    }
    let size = scored.ladder.size();
    writeln!(out, "{}\t{}\t0", size.en, size.ru)
}

/// Links between sentence ids that count from 1; an empty side is a gap.
pub(crate) fn write_xces(scored: &ScoredLadder, out: &mut dyn Write) -> io::Result<()> {
    let [from, to] = scored.documents.each_ref().map(|d| escaped(d));
    writeln!(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>")?;
    writeln!(
        out,
        "<!DOCTYPE cesAlign PUBLIC \"-//CES//DTD XML cesAlign//EN\" \"\">\n<cesAlign version=\"1.0\">"
    )?;
    writeln!(out, "  <linkGrp targType=\"s\" fromDoc=\"{from}\" toDoc=\"{to}\">")?;
    for (index, (bead, score)) in scored.ladder.beads().iter().zip(&scored.scores).enumerate() {
        let side = |range: &std::ops::Range<usize>| ids(&range.clone().map(|i| i + 1).collect::<Vec<_>>());
        let certainty = score.map_or_else(String::new, |s| format!(" certainty=\"{s:.3}\""));
        let (en, ru) = (side(&bead.en), side(&bead.ru));
        writeln!(out, "    <link id=\"SL{}\" xtargets=\"{en};{ru}\"{certainty}/>", index + 1)?;
    }
    writeln!(out, "  </linkGrp>\n</cesAlign>")
}

fn number(score: Option<f32>) -> String {
    score.map_or_else(|| "0".to_string(), |s| format!("{s:.3}"))
}
