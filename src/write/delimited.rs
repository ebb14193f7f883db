//! CSV and TSV.

use crate::segment::Segment;
use std::io;

pub(super) fn write_csv(segments: impl Iterator<Item = Segment>, out: &mut dyn io::Write) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(["en", "ru", "confidence", "shape"])?;
    for s in segments {
        let confidence = s.confidence.map_or(String::new(), |c| format!("{c:.3}"));
        csv.write_record([s.en, s.ru, confidence, s.shape.to_string()])?;
    }
    csv.flush()
}
