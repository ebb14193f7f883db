//! TMX 1.4b: one translation unit a segment, two variants with one `<seg>` each, never an empty side. What TMX has
//! no place for stands in properties, so that it reads back.

use super::xml::{civil, escaped};
use super::{Column, WriteOptions};
use crate::segment::Segment;
use std::io::{self, Write};

/// What becomes a `<prop type="x-...">`.
pub(crate) const PROPERTIES: [Column; 8] = [
    Column::Document,
    Column::Confidence,
    Column::Shape,
    Column::Status,
    Column::EnIds,
    Column::RuIds,
    Column::Anchors,
    Column::Flags,
];

pub(super) fn write(
    segments: impl Iterator<Item = Segment>,
    options: &WriteOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let [en, ru] = options.locales.each_ref().map(|l| escaped(l));
    let date =
        options.date.map_or_else(String::new, |epoch| format!(" creationdate=\"{}\"", timestamp(epoch)));
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\">")?;
    writeln!(
        out,
        "  <header creationtool=\"enru\" creationtoolversion=\"{}\" segtype=\"sentence\" o-tmf=\"enru\" \
         adminlang=\"en\" srclang=\"{en}\" datatype=\"plaintext\"{date}/>\n  <body>",
        env!("CARGO_PKG_VERSION")
    )?;
    for segment in segments.filter(|s| !s.en.is_empty() && !s.ru.is_empty()) {
        writeln!(out, "    <tu tuid=\"{}\">", escaped(&segment.segment_id))?;
        for column in PROPERTIES {
            let cell = column.cell(&segment);
            if !cell.is_empty() {
                writeln!(out, "      <prop type=\"{}\">{}</prop>", property(column), escaped(&cell))?;
            }
        }
        writeln!(out, "      <tuv xml:lang=\"{en}\"><seg>{}</seg></tuv>", escaped(&segment.en))?;
        writeln!(out, "      <tuv xml:lang=\"{ru}\"><seg>{}</seg></tuv>\n    </tu>", escaped(&segment.ru))?;
    }
    writeln!(out, "  </body>\n</tmx>")
}

/// The type of the property that holds `column`: `x-en-ids`.
pub(crate) fn property(column: Column) -> String {
    format!("x-{}", column.name().replace('_', "-"))
}

fn timestamp(epoch: u64) -> String {
    let (year, month, day, hour, minute, second) = civil(epoch);
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}
