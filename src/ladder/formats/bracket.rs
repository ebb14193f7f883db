//! The bracket notation of Vecalign and Bertalign: one bead per line as two lists of sentence numbers from 0, such as
//! `[0, 1]:[0]`. An optional third field, a cost, is ignored, since it is not a confidence.

use super::{ScoredLadder, check_size};
use crate::ladder::{Bead, Ladder, LadderError};
use std::io::{self, Write};
use std::str::FromStr;

/// Two lists of sentence numbers, as in a line of bracket notation. Numbers may be in any order, so that the output of
/// other aligners can be scored even if it is not a valid [`Ladder`].
pub type LooseBead = (Vec<usize>, Vec<usize>);

/// Whether `line` can be the first line of a ladder. A text in a table may start with a bracket too.
pub(super) fn is_first(line: &str) -> bool {
    let Some((list, rest)) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
        return false;
    };
    list.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | ' ' | '-'))
        && rest.trim_start().starts_with(':')
}

/// Parses bracket notation without checking that the beads form a ladder. Skips blank lines.
///
/// # Errors
/// [`LadderError::Syntax`] with the line.
pub fn parse_brackets(text: &str) -> Result<Vec<LooseBead>, LadderError> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| {
            parse_bead(line).ok_or_else(|| LadderError::Syntax { line: index + 1, text: line.to_string() })
        })
        .collect()
}

fn parse_bead(line: &str) -> Option<LooseBead> {
    let mut fields = line.trim().split(':');
    let bead = (parse_list(fields.next()?)?, parse_list(fields.next()?)?);
    Some(bead)
}

fn parse_list(field: &str) -> Option<Vec<usize>> {
    let body = field.trim().strip_prefix('[')?.strip_suffix(']')?;
    if body.trim().is_empty() {
        return Some(Vec::new());
    }
    body.split(',').map(|n| n.trim().parse().ok()).collect()
}

impl FromStr for Ladder {
    type Err = LadderError;

    fn from_str(text: &str) -> Result<Ladder, LadderError> {
        let (mut en, mut ru) = (0, 0);
        let mut beads = Vec::new();
        for (index, (en_list, ru_list)) in parse_brackets(text)?.into_iter().enumerate() {
            let bead = Bead { en: en..en + en_list.len(), ru: ru..ru + ru_list.len() };
            if !bead.en.clone().eq(en_list) || !bead.ru.clone().eq(ru_list) {
                let text = text.lines().filter(|l| !l.trim().is_empty()).nth(index).unwrap_or("");
                return Err(LadderError::Gap { bead: index + 1, text: text.to_string() });
            }
            (en, ru) = (bead.en.end, bead.ru.end);
            beads.push(bead);
        }
        Ladder::new(beads)
    }
}

/// Reads a ladder.
pub(crate) fn read(text: &str) -> Result<ScoredLadder, (usize, String)> {
    let ladder: Ladder = text.parse().map_err(|e: LadderError| match e {
        LadderError::Syntax { line, .. } => (line, e.to_string()),
        _ => (1, e.to_string()),
    })?;
    check_size(&ladder)?;
    let scores = vec![None; ladder.beads().len()];
    Ok(ScoredLadder { ladder, scores, documents: Default::default() })
}

/// Writes one line per bead.
pub(crate) fn write(scored: &ScoredLadder, out: &mut dyn Write) -> io::Result<()> {
    for bead in scored.ladder.beads() {
        for (before, range, after) in [("[", &bead.en, "]:["), ("", &bead.ru, "]\n")] {
            out.write_all(before.as_bytes())?;
            for index in range.clone() {
                let comma = if index > range.start { ", " } else { "" };
                write!(out, "{comma}{index}")?;
            }
            out.write_all(after.as_bytes())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ladder::Shape;

    #[test]
    fn reads_what_it_writes() {
        let text = "[0, 1]:[0]\n[2]:[]\n[]:[1]\n[3]:[2, 3]\n";
        let ladder: Ladder = text.parse().unwrap();
        assert_eq!(ladder.to_string(), text);
        assert_eq!(ladder.size(), Shape { en: 4, ru: 4 });
    }

    #[test]
    fn a_cost_is_allowed_and_ignored() {
        let ladder: Ladder = "[0]:[0]:0.156\n".parse().unwrap();
        assert_eq!(ladder.beads().len(), 1);
    }

    #[test]
    fn refuses_gaps_overlaps_and_syntax_errors() {
        assert!(matches!("[0]:[0]\n[2]:[1]\n".parse::<Ladder>(), Err(LadderError::Gap { bead: 2, .. })));
        assert!(matches!("[0]:[0]\n[0]:[1]\n".parse::<Ladder>(), Err(LadderError::Gap { bead: 2, .. })));
        assert!(matches!("[]:[]\n".parse::<Ladder>(), Err(LadderError::Empty(1))));
        assert!(matches!("\n0:0\n".parse::<Ladder>(), Err(LadderError::Syntax { line: 2, .. })));
    }
}
