//! The review workbook: a translation memory in which people edit texts and statuses. An extra column holds a checksum
//! of the texts, which shows later which texts were edited.

use crate::memory::segment::{Segment, Status};
use serde_json::Value;

/// The name of the checksum column.
pub const CHECKSUM: &str = "checksum";

/// Adds the checksum to `units`.
pub fn units(units: impl Iterator<Item = Segment>) -> impl Iterator<Item = Segment> {
    units.map(|mut unit| {
        unit.extra.retain(|(name, _)| name != CHECKSUM);
        unit.extra.push((CHECKSUM.to_string(), Value::String(checksum(&unit))));
        unit
    })
}

/// Removes the checksum from `units`. Segments whose texts were changed get the status edited, unless they are
/// rejected.
pub fn edited(units: impl Iterator<Item = Segment>) -> impl Iterator<Item = Segment> {
    units.map(|mut unit| {
        let before = unit.extra_text(CHECKSUM);
        unit.extra.retain(|(name, _)| name != CHECKSUM);
        let changed = before.is_some_and(|sum| !sum.is_empty() && sum != checksum(&unit));
        if changed && unit.status != Status::Rejected {
            unit.status = Status::Edited;
        }
        unit
    })
}

fn checksum(segment: &Segment) -> String {
    let mut hasher = blake3::Hasher::new();
    for text in [&segment.en, &segment.ru] {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.finalize().to_hex()[..16].to_string()
}
