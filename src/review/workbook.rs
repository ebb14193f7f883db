//! The review workbook: a translation memory in which people edit texts and statuses. An extra column holds a checksum
//! of the texts and the number of the row, which show later which texts were edited and which rows were deleted.

use crate::memory::segment::{Segment, Status};
use rustc_hash::FxHashSet;
use serde_json::Value;

/// The name of the extra column. A cell is `CHECKSUM` or `CHECKSUM-ROW-ROWS`, such as `8d969eef6ecad3c2-3-45`.
pub const CHECKSUM: &str = "checksum";

/// Adds the extra column to `units`.
pub fn units(units: Vec<Segment>) -> impl Iterator<Item = Segment> {
    let rows = units.len();
    (1..).zip(units).map(move |(row, mut unit)| {
        unit.extra.retain(|(name, _)| name != CHECKSUM);
        unit.extra.push((CHECKSUM.to_string(), Value::String(format!("{}-{row}-{rows}", checksum(&unit)))));
        unit
    })
}

/// The rows that a workbook contains, of those that were written.
#[derive(Default)]
pub(super) struct Rows {
    found: FxHashSet<usize>,
    written: usize,
}

impl Rows {
    /// Removes the extra column from `unit`, and notes its row. A segment whose texts were changed gets the status
    /// edited, unless it is rejected.
    pub(super) fn read(&mut self, mut unit: Segment) -> Segment {
        let cell = unit.extra_text(CHECKSUM).unwrap_or_default();
        unit.extra.retain(|(name, _)| name != CHECKSUM);
        let mut parts = cell.split('-');
        let before = parts.next().unwrap_or_default();
        if let [Some(row), Some(rows)] = [parts.next(), parts.next()].map(|n| n?.parse::<usize>().ok()) {
            self.found.insert(row);
            self.written = self.written.max(rows);
        }
        if !before.is_empty() && before != checksum(&unit) && unit.status != Status::Rejected {
            unit.status = Status::Edited;
        }
        unit
    }

    /// How many rows were deleted.
    pub(super) fn deleted(&self) -> usize {
        self.written.saturating_sub(self.found.len())
    }
}

fn checksum(segment: &Segment) -> String {
    let mut hasher = blake3::Hasher::new();
    for text in [&segment.en, &segment.ru] {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.finalize().to_hex()[..16].to_string()
}
