//! PPTX, the format of PowerPoint: the paragraphs and table cells of each slide in order, followed by its speaker
//! notes. Omitted: slide numbers, dates and footers, hidden slides, layouts. Cost: one pass.

use crate::document::BlockKind;
use crate::error::{Error, Result};
use crate::io::archive::Archive;
use crate::io::parts::{named, parts};
use crate::io::xml::{Event, Xml, XmlError};
use crate::read::builder::Builder;
use crate::read::reading::NoticeKind;
use rustc_hash::FxHashMap;
use std::path::Path;

/// Reads the PPTX file in `bytes`, the content of `path`.
pub(crate) fn read(path: &Path, bytes: &[u8]) -> Result<Builder> {
    let mut archive = Archive::open(path, bytes)?;
    let main = named(&parts(&mut archive, "")?, "officeDocument", "ppt/presentation.xml");
    let Some(presentation) = archive.text(&main)? else {
        return Err(Error::unusable(path, "has no presentation inside; save it again as PPTX"));
    };
    // Each slide is shown once.
    let mut slides: FxHashMap<String, String> =
        parts(&mut archive, &main)?.into_iter().map(|part| (part.id, part.name)).collect();
    let mut builder = Builder::default();
    for id in slide_ids(&presentation) {
        let Some(slide) = slides.remove(&id) else { continue };
        let Some(xml) = archive.text(&slide)? else { continue };
        if !append(path, &xml, &mut builder)? {
            continue;
        }
        for part in parts(&mut archive, &slide)?.iter().filter(|part| part.kind() == "notesSlide") {
            if let Some(xml) = archive.text(&part.name)? {
                append(path, &xml, &mut builder)?;
            }
        }
    }
    Ok(builder)
}

/// The slides in presentation order, by the ids of their parts.
fn slide_ids(presentation: &str) -> Vec<String> {
    let id = |event: std::result::Result<Event, XmlError>| match event {
        Ok(Event::Open(e)) if e.name == "p:sldId" => e.get("r:id").map(str::to_string),
        _ => None,
    };
    Xml::new(presentation).filter_map(id).collect()
}

/// Adds the text of a slide and returns whether the slide is shown.
fn append(path: &Path, xml: &str, builder: &mut Builder) -> Result<bool> {
    let (mut in_text, mut cells, mut is_left_out) = (false, 0usize, false);
    for event in Xml::new(xml) {
        let event = event.map_err(|e| {
            let message = format!("the slide inside {}", e.message);
            Error::Parse { path: path.to_path_buf(), line: e.line, message }
        })?;
        match event {
            Event::Open(e) => match e.name.as_str() {
                "p:sld" if matches!(e.get("show"), Some("0" | "false")) => {
                    builder.notice(NoticeKind::Hidden, 1);
                    return Ok(false);
                }
                "p:sp" => is_left_out = false,
                "p:ph" => is_left_out = is_furniture(e.get("type").unwrap_or("")),
                "a:tc" => cells += 1,
                "a:p" => builder.open(if cells > 0 { BlockKind::Cell } else { BlockKind::Paragraph }),
                "a:br" => builder.line_break(),
                "a:t" => in_text = true,
                _ => {}
            },
            Event::Text(text) if in_text && !is_left_out => builder.text(&text),
            Event::Text(_) => {}
            Event::Close(name) => match name.as_str() {
                "p:sp" => is_left_out = false,
                "a:tc" => cells = cells.saturating_sub(1),
                "a:p" if is_left_out => builder.discard(),
                "a:p" => builder.close(),
                "a:t" => in_text = false,
                _ => {}
            },
        }
    }
    Ok(true)
}

/// Whether a placeholder of this kind repeats on every slide.
fn is_furniture(kind: &str) -> bool {
    matches!(kind, "sldNum" | "dt" | "ftr" | "hdr" | "sldImg")
}
