//! The ladder that a memory of one pair of documents describes by its sentence numbers.

use crate::ladder::Shape;
use crate::ladder::formats::{ScoredLadder, ladder_of_ids};
use crate::memory::segment::Segment;

/// The ladder that the sentence numbers of segments make; sentences between them become `1-0` and `0-1`.
///
/// # Errors
/// Where a segment lacks numbers or they run backwards: says which.
pub fn ladder_of_segments(segments: &[Segment]) -> Result<ScoredLadder, String> {
    let (mut at, mut links, mut scores) = (Shape { en: 0, ru: 0 }, Vec::new(), Vec::new());
    for s in segments {
        let starts = |ids: &[usize], at: usize| ids.first().map_or(at + 1, |&id| id);
        let (en, ru) = (starts(&s.en_ids, at.en), starts(&s.ru_ids, at.ru));
        if s.en_ids.len() != s.shape.en || s.ru_ids.len() != s.shape.ru || en <= at.en || ru <= at.ru {
            return Err(format!(
                "segment {} has no sentence numbers that follow on the one before",
                s.segment_id
            ));
        }
        // A gap of a file may be a mistake as large as a number can be: only what segments could leave out is filled.
        if en - at.en > MAX_GAP || ru - at.ru > MAX_GAP {
            return Err(format!("segment {} lies more than {MAX_GAP} sentences on", s.segment_id));
        }
        links.extend((at.en + 1..en).map(|id| (vec![id], Vec::new())));
        links.extend((at.ru + 1..ru).map(|id| (Vec::new(), vec![id])));
        scores.resize(links.len(), None);
        links.push((s.en_ids.clone(), s.ru_ids.clone()));
        scores.push(s.confidence);
        at = Shape {
            en: s.en_ids.last().map_or(en - 1, |&id| id),
            ru: s.ru_ids.last().map_or(ru - 1, |&id| id),
        };
    }
    let document = segments.first().map_or_else(String::new, |s| s.document.clone());
    Ok(ScoredLadder { ladder: ladder_of_ids(links)?, scores, documents: [document.clone(), document] })
}

const MAX_GAP: usize = 1_000_000;
