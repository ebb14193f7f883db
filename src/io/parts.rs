//! Finds the parts of an Office Open XML file (DOCX, XLSX), which can have any names.

use crate::error::Result;
use crate::io::archive::Archive;
use crate::io::xml::{Event, Xml};

/// A part, with its relationship to the part that refers to it.
pub(crate) struct Part {
    /// The id of the relationship.
    pub(crate) id: String,
    /// The last word of the type, such as `footnotes`.
    kind: String,
    /// Its name inside the archive.
    pub(crate) name: String,
}

impl Part {
    /// The kind of the relationship, such as `footnotes`.
    pub(crate) fn kind(&self) -> &str {
        &self.kind
    }
}

/// The parts that the part `of` refers to; `""` is the archive.
pub(crate) fn parts(archive: &mut Archive, of: &str) -> Result<Vec<Part>> {
    let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
    let list = format!("{folder}/_rels/{file}.rels");
    let Some(xml) = archive.text(list.trim_start_matches('/'))? else { return Ok(Vec::new()) };
    let mut parts = Vec::new();
    for event in Xml::new(&xml) {
        let Ok(Event::Open(e)) = event else { continue };
        if let (Some(id), Some(kind), Some(target)) = (e.get("Id"), e.get("Type"), e.get("Target")) {
            let kind = kind.rsplit('/').next().unwrap_or("").to_string();
            parts.push(Part { id: id.to_string(), kind, name: resolved(folder, target) });
        }
    }
    Ok(parts)
}

/// The name of the first part of this kind, or the default `usual`.
pub(crate) fn named(parts: &[Part], kind: &str, usual: &str) -> String {
    parts.iter().find(|p| p.kind == kind).map_or(usual, |p| &p.name).to_string()
}

/// Resolves `target` relative to `folder` to a name inside the archive.
pub(crate) fn resolved(folder: &str, target: &str) -> String {
    let folder = if target.starts_with('/') { "" } else { folder };
    let mut names: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for name in target.split(['/', '\\']) {
        match name {
            "" | "." => {}
            ".." => drop(names.pop()),
            name => names.push(name),
        }
    }
    names.join("/")
}
