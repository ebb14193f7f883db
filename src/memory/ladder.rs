//! The ladder that a memory of one pair of documents describes by its sentence numbers.

use crate::ladder::formats::{ScoredLadder, ladder_of_links};
use crate::memory::segment::Segment;

/// The ladder that the sentence numbers of segments make; sentences between them become `1-0` and `0-1`.
///
/// # Errors
/// When a segment lacks numbers or they run backwards: says which.
pub fn ladder_of_segments(segments: &[Segment]) -> Result<ScoredLadder, String> {
    let is_numbered = |s: &Segment| s.en_ids.len() == s.shape.en && s.ru_ids.len() == s.shape.ru;
    if let Some(segment) = segments.iter().find(|s| !is_numbered(s)) {
        return Err(format!("segment {} has no sentence numbers", segment.segment_id));
    }
    let links = segments.iter().map(|s| ((s.en_ids.clone(), s.ru_ids.clone()), s.confidence));
    let document = segments.first().map_or_else(String::new, |s| s.document.clone());
    ladder_of_links(links, [document.clone(), document])
}
