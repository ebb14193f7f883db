//! TMX 1.4b: one translation unit a segment, two variants with one `<seg>` each, never an empty side. What TMX has
//! no place for stands in properties, so that it reads back.

use crate::io::xml::escaped;
use crate::memory::date::civil;
use crate::memory::segment::{Segment, plain};
use crate::memory::{Column, WriteOptions};
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

pub(crate) fn write(
    units: impl Iterator<Item = Segment>,
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
    let whole = |u: &Segment| !u.en.is_empty() && !u.ru.is_empty();
    for unit in units.filter(whole) {
        write_unit(&unit, [&en, &ru], out)?;
    }
    writeln!(out, "  </body>\n</tmx>")
}

fn write_unit(unit: &Segment, locales: [&str; 2], out: &mut dyn Write) -> io::Result<()> {
    let segment = &unit;
    let attributes = attributes(unit, "");
    writeln!(out, "    <tu tuid=\"{}\"{attributes}>", escaped(&segment.segment_id))?;
    for (_, note) in unit.extra.iter().filter(|(name, _)| name == NOTE) {
        writeln!(out, "      <note>{}</note>", escaped(&plain(note)))?;
    }
    for column in PROPERTIES {
        let cell = column.cell(segment);
        if !cell.is_empty() {
            writeln!(out, "      <prop type=\"{}\">{}</prop>", property(column), escaped(&cell))?;
        }
    }
    for (name, value) in &unit.extra {
        if !ATTRIBUTES.contains(&variant(name).1) && name != NOTE {
            writeln!(out, "      <prop type=\"{}\">{}</prop>", escaped(name), escaped(&plain(value)))?;
        }
    }
    for ((lang, locale), text) in ["en", "ru"].into_iter().zip(locales).zip([&segment.en, &segment.ru]) {
        let (attributes, text) = (self::attributes(unit, lang), escaped(text));
        writeln!(out, "      <tuv xml:lang=\"{locale}\"{attributes}><seg>{text}</seg></tuv>")?;
    }
    writeln!(out, "    </tu>")
}

/// What units hold besides and TMX has attributes for, of a `<tu>`, and (`en.changedate`) of a `<tuv>`.
pub(crate) const ATTRIBUTES: [&str; 13] = [
    "o-encoding",
    "datatype",
    "usagecount",
    "lastusagedate",
    "creationtool",
    "creationtoolversion",
    "creationdate",
    "creationid",
    "changedate",
    "segtype",
    "changeid",
    "o-tmf",
    "srclang",
];

/// The name of a `<note>` among what units hold besides.
pub(crate) const NOTE: &str = "note";

/// The language of the `<tuv>` that `name` belongs to, empty for the `<tu>`, and the name without it.
fn variant(name: &str) -> (&str, &str) {
    match name.split_once('.') {
        Some((lang @ ("en" | "ru"), rest)) => (lang, rest),
        _ => ("", name),
    }
}

fn attributes(unit: &Segment, lang: &str) -> String {
    let mut text = String::new();
    for name in ATTRIBUTES {
        let held = unit.extra.iter().find(|(n, _)| variant(n) == (lang, name));
        if let Some((_, value)) = held {
            text += &format!(" {name}=\"{}\"", escaped(&plain(value)));
        }
    }
    text
}

/// The type of the property that holds `column`: `x-en-ids`.
pub(crate) fn property(column: Column) -> String {
    format!("x-{}", column.name().replace('_', "-"))
}

fn timestamp(epoch: u64) -> String {
    let (year, month, day, hour, minute, second) = civil(epoch);
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}
