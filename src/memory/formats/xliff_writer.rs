//! XLIFF 1.2: one `<trans-unit>` a segment, one `<file>` a document. What XLIFF has no place for stands in a
//! `<context-group>`, so that it reads back.

use crate::io::xml::escaped;
use crate::memory::WriteOptions;
use crate::memory::formats::tmx_writer::{PROPERTIES, property};
use crate::memory::segment::{Segment, Status, plain};
use std::io::{self, Write};

/// A segment of less confidence, not yet looked at, is marked for review.
const SURE: f32 = 0.9;

pub(crate) fn write(
    units: impl Iterator<Item = Segment>,
    options: &WriteOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">")?;
    let mut open: Option<String> = None;
    for unit in units {
        let segment = &unit;
        if open.as_ref() != Some(&segment.document) {
            if open.is_some() {
                writeln!(out, "    </body>\n  </file>")?;
            }
            begin_file(&segment.document, options, out)?;
            open = Some(segment.document.clone());
        }
        write_unit(&unit, out)?;
    }
    if open.is_none() {
        begin_file("", options, out)?;
    }
    writeln!(out, "    </body>\n  </file>\n</xliff>")
}

fn begin_file(document: &str, options: &WriteOptions, out: &mut dyn Write) -> io::Result<()> {
    let [en, ru] = options.locales.each_ref().map(|l| escaped(l));
    writeln!(
        out,
        "  <file original=\"{}\" source-language=\"{en}\" target-language=\"{ru}\" datatype=\"plaintext\">\n    <body>",
        escaped(document)
    )
}

fn write_unit(unit: &Segment, out: &mut dyn Write) -> io::Result<()> {
    let segment = &unit;
    let approved =
        if matches!(segment.status, Status::Reviewed | Status::Edited) { " approved=\"yes\"" } else { "" };
    writeln!(out, "      <trans-unit id=\"{}\"{approved}>", escaped(&segment.segment_id))?;
    writeln!(out, "        <source>{}</source>", escaped(&segment.en))?;
    writeln!(out, "        <target state=\"{}\">{}</target>", state(segment), escaped(&segment.ru))?;
    writeln!(out, "        <context-group purpose=\"information\">")?;
    for column in PROPERTIES.into_iter().skip(1) {
        let cell = column.cell(segment);
        if !cell.is_empty() {
            let kind = property(column);
            writeln!(out, "          <context context-type=\"{kind}\">{}</context>", escaped(&cell))?;
        }
    }
    for (name, value) in &unit.extra {
        let (kind, value) = (escaped(name), plain(value));
        writeln!(out, "          <context context-type=\"{kind}\">{}</context>", escaped(&value))?;
    }
    writeln!(out, "        </context-group>\n      </trans-unit>")
}

fn state(segment: &Segment) -> &'static str {
    match segment.status {
        Status::Reviewed | Status::Edited => "translated",
        Status::Rejected => "needs-translation",
        Status::Auto if segment.confidence.is_none_or(|c| c >= SURE) => "translated",
        Status::Auto => "needs-review-translation",
    }
}
