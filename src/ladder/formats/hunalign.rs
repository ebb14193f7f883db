//! The ladder format of hunalign: one line per bead with the number of sentences before it on each side and its score,
//! separated by tabs. The last line has the total numbers of sentences.

use super::numbers::confidence;
use super::{ScoredLadder, check_size};
use crate::ladder::{Bead, Ladder};
use std::io::{self, Write};

/// Whether `line` can be the first line of a ladder.
pub(super) fn is_first(line: &str) -> bool {
    let fields: Vec<_> = line.split('\t').collect();
    (2..=3).contains(&fields.len()) && fields[0] == "0" && fields[1] == "0"
}

/// Reads a ladder.
pub(crate) fn read(text: &str) -> Result<ScoredLadder, (usize, String)> {
    let mut rungs = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let mut fields = line.split('\t');
        let mut next = || fields.next().and_then(|f| f.trim().parse::<usize>().ok());
        let (Some(en), Some(ru)) = (next(), next()) else {
            return Err((index + 1, format!("expected two sentence counts and a score, found '{line}'")));
        };
        // The scores of hunalign are not probabilities. Only those from 0 to 1 are kept.
        rungs.push((en, ru, fields.next().and_then(|f| confidence(f.trim()).ok())));
    }
    let (mut beads, mut scores) = (Vec::new(), Vec::new());
    for pair in rungs.windows(2) {
        let ((en, ru, score), (en_end, ru_end, _)) = (pair[0], pair[1]);
        beads.push(Bead { en: en..en_end, ru: ru..ru_end });
        scores.push(score);
    }
    let ladder = Ladder::new(beads).map_err(|e| (1, e.to_string()))?;
    check_size(&ladder)?;
    Ok(ScoredLadder { ladder, scores, documents: Default::default() })
}

/// Writes one line per bead, and the last line.
pub(crate) fn write(scored: &ScoredLadder, out: &mut dyn Write) -> io::Result<()> {
    for (bead, score) in scored.ladder.beads().iter().zip(&scored.scores) {
        let score = score.map_or_else(|| "0".to_string(), |s| format!("{s:.3}"));
        writeln!(out, "{}\t{}\t{score}", bead.en.start, bead.ru.start)?;
    }
    let size = scored.ladder.size();
    writeln!(out, "{}\t{}\t0", size.en, size.ru)
}
