//! Builds ladders from links between sentence numbers from 1.

use super::{ScoredLadder, check_size};
use crate::ladder::{Bead, Ladder};

/// The most unlinked sentences between two links. A wrong number can be arbitrarily large and must not create that many
/// beads.
const MAX_GAP: usize = 1_000_000;

/// Builds the ladder of `links`. Sentences without a link become unpaired beads.
///
/// # Errors
/// Names the first link that is out of order or leaves too large a gap.
pub fn ladder_of_links(
    links: impl IntoIterator<Item = ((Vec<usize>, Vec<usize>), Option<f32>)>,
    documents: [String; 2],
) -> Result<ScoredLadder, String> {
    let (mut beads, mut scores, mut at) = (Vec::new(), Vec::new(), (0, 0));
    for (number, ((en, ru), score)) in (1..).zip(links) {
        let range = |ids: &[usize], at: usize| {
            let start = ids.first().map_or(at, |&id| id.wrapping_sub(1));
            let follows = ids.iter().zip(start..).all(|(&id, index)| id.wrapping_sub(1) == index);
            (follows && start >= at && start - at <= MAX_GAP)
                .then_some(start..start.saturating_add(ids.len()))
        };
        let (Some(en), Some(ru)) = (range(&en, at.0), range(&ru, at.1)) else {
            return Err(format!(
                "the sentence numbers of link {number} are out of order, or skip more than {MAX_GAP} sentences"
            ));
        };
        beads.extend((at.0..en.start).map(|i| Bead { en: i..i + 1, ru: at.1..at.1 }));
        beads.extend((at.1..ru.start).map(|i| Bead { en: en.start..en.start, ru: i..i + 1 }));
        scores.resize(beads.len(), None);
        at = (en.end, ru.end);
        beads.push(Bead { en, ru });
        scores.push(score);
    }
    let ladder = Ladder::new(beads).map_err(|e| e.to_string())?;
    check_size(&ladder).map_err(|(_, message)| message)?;
    Ok(ScoredLadder { ladder, scores, documents })
}
