//! Creates ids of segments and fills in missing fields.

use crate::io::input::{file_name_of, unpacked_name};
use crate::ladder::Shape;
use crate::memory::segment::Segment;
use crate::text::clean;
use rustc_hash::FxHashMap;
use std::path::Path;

/// The id of a segment: 16 hexadecimal digits of a BLAKE3 hash of the document name, the two cleaned texts, and the
/// ordinal (from 0) among the segments of the document that have the same texts. It does not change when text is added
/// elsewhere in the document.
pub fn segment_id(document: &str, en: &str, ru: &str, ordinal: usize) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in [document, en, ru] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.update(&(ordinal as u64).to_le_bytes());
    hasher.finalize().to_hex()[..16].to_string()
}

/// Creates unique ids. Cost: one or two hashes per segment, however many have the same texts.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    /// Each id, with the next ordinal to try for the texts whose first id it is.
    given: FxHashMap<String, usize>,
}

impl Ids {
    /// Reserves `id` for the segment that has it.
    pub(crate) fn keep(&mut self, id: String) {
        self.given.entry(id).or_insert(0);
    }

    /// The first unused id of these texts.
    pub(crate) fn give(&mut self, document: &str, en: &str, ru: &str) -> String {
        let first = segment_id(document, en, ru, 0);
        let mut ordinal = self.given.get(&first).copied().unwrap_or(0);
        let mut id = segment_id(document, en, ru, ordinal);
        while self.given.contains_key(&id) {
            ordinal += 1;
            id = segment_id(document, en, ru, ordinal);
        }
        self.keep(id.clone());
        self.given.insert(first, ordinal + 1);
        id
    }
}

/// Fills in missing fields. Needs 20 bytes for each different segment without an id.
#[derive(Debug)]
pub(crate) struct Completer {
    name: String,
    /// The number of occurrences of each segment, by its id with ordinal 0.
    met: FxHashMap<[u8; 16], u32>,
}

impl Completer {
    /// Creates a completer for the segments of the file `path`.
    pub(crate) fn new(path: &Path) -> Completer {
        Completer { name: file_name_of(&unpacked_name(path)), met: FxHashMap::default() }
    }

    /// Cleans the texts of a segment and fills in all fields except the id.
    pub(crate) fn fill(&self, s: &mut Segment) {
        (s.en, s.ru) = (clean(&s.en), clean(&s.ru));
        if s.document.is_empty() {
            s.document.clone_from(&self.name);
        }
        // Every sentence has a character, so a shape with more sentences is wrong.
        let fits = |count: usize, text: &str| count <= text.len().max(1);
        let is_known = s.shape != Shape::default() && fits(s.shape.en, &s.en) && fits(s.shape.ru, &s.ru);
        if !is_known {
            let side = |ids: &[usize], text: &str| {
                if ids.is_empty() { usize::from(!text.is_empty()) } else { ids.len() }
            };
            s.shape = Shape { en: side(&s.en_ids, &s.en), ru: side(&s.ru_ids, &s.ru) };
        }
    }

    /// Gives a filled segment its id, if it has none.
    pub(crate) fn identify(&mut self, s: &mut Segment) {
        if !s.segment_id.is_empty() {
            return;
        }
        let first = segment_id(&s.document, &s.en, &s.ru, 0);
        let mut key = [0; 16];
        key.iter_mut().zip(first.bytes()).for_each(|(to, from)| *to = from);
        let ordinal = self.met.entry(key).and_modify(|n| *n += 1).or_insert(0);
        s.segment_id = match *ordinal {
            0 => first,
            ordinal => segment_id(&s.document, &s.en, &s.ru, ordinal as usize),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_depend_on_every_part() {
        let id = segment_id("d", "a", "b", 0);
        assert_eq!(id.len(), 16);
        for other in
            [segment_id("e", "a", "b", 0), segment_id("d", "ab", "", 0), segment_id("d", "a", "b", 1)]
        {
            assert_ne!(id, other);
        }
    }

    /// Trying all ordinals from the first would take hours with this many segments.
    #[test]
    fn many_equal_segments_get_the_ids_of_their_ordinals() {
        let mut ids = Ids::default();
        ids.keep(segment_id("d", "a", "b", 1));
        let given: Vec<_> = (0..200_000).map(|_| ids.give("d", "a", "b")).collect();
        assert_eq!(given[0], segment_id("d", "a", "b", 0));
        assert_eq!(given[1], segment_id("d", "a", "b", 2), "1 is taken");
        assert_eq!(given[199_999], segment_id("d", "a", "b", 200_000));
    }
}
