//! Builds a ladder from the sentence numbers of a translation memory.

use crate::ladder::formats::{ScoredLadder, ladder_of_links};
use crate::memory::segment::Segment;

/// Builds the ladder of segments from their sentence numbers. Sentences between them become unpaired beads.
///
/// # Errors
/// Names the first segment without numbers or out of order.
pub fn ladder_of_segments(segments: &[Segment]) -> Result<ScoredLadder, String> {
    let is_numbered = |s: &Segment| s.en_ids.len() == s.shape.en && s.ru_ids.len() == s.shape.ru;
    if let Some(segment) = segments.iter().find(|s| !is_numbered(s)) {
        return Err(format!("segment {} has no sentence numbers", segment.segment_id));
    }
    let links = segments.iter().map(|s| ((s.en_ids.clone(), s.ru_ids.clone()), s.confidence));
    let document = segments.first().map_or_else(String::new, |s| s.document.clone());
    ladder_of_links(links, [document.clone(), document])
}
