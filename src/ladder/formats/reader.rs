//! Files that hold sentence numbers only: bracket notation, hunalign's ladder, XCES.

use super::numbers::{confidence, parsed_ids};
use crate::error::{Error, Result};
use crate::io::decode::decode;
use crate::io::xml::{Event, Xml};
use crate::io::{Decoded, Input, InputOptions};
use crate::ladder::ScoredLadder;
use crate::ladder::{Bead, Ladder};
use std::path::Path;

/// Reads the ladder in a file (a path) or a reader: bracket notation, hunalign's ladder, or XCES, found
/// out from the content.
///
/// # Errors
/// When the file cannot be read, or its lines make no ladder; the first that does not is named.
pub fn read_ladder<'a>(input: impl Into<Input<'a>>, options: &InputOptions) -> Result<Decoded<ScoredLadder>> {
    let input = input.into();
    let path = input.path().to_path_buf();
    let decoded = decode(&path, &input.read(options)?, options)?;
    decoded.and_then(|text| from_text(&path, &text))
}

/// Whether `text` looks like a ladder rather than like segments.
pub(crate) fn is_ladder(text: &str) -> bool {
    let head = text.trim_start();
    let first = head.lines().next().unwrap_or("");
    head.starts_with('[')
        || is_hunalign(first)
        || head.chars().take(1000).collect::<String>().contains("<cesAlign")
}

fn is_hunalign(line: &str) -> bool {
    let fields: Vec<_> = line.split('\t').collect();
    (2..=3).contains(&fields.len()) && fields[0] == "0" && fields[1] == "0"
}

pub(crate) fn from_text(path: &Path, text: &str) -> Result<ScoredLadder> {
    let fail = |(line, message): (usize, String)| Error::Parse { path: path.to_path_buf(), line, message };
    let head = text.trim_start();
    if head.starts_with('<') {
        xces(text).map_err(fail)
    } else if is_hunalign(head.lines().next().unwrap_or("")) {
        hunalign(text).map_err(fail)
    } else {
        let ladder: Ladder =
            text.parse().map_err(|e: crate::ladder::LadderError| fail((1, e.to_string())))?;
        let scores = vec![None; ladder.beads().len()];
        Ok(ScoredLadder { ladder, scores, documents: Default::default() })
    }
}

type Failed = (usize, String);

fn hunalign(text: &str) -> Result<ScoredLadder, Failed> {
    let mut rungs = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let mut fields = line.split('\t');
        let mut next = || fields.next().and_then(|f| f.trim().parse::<usize>().ok());
        let (Some(en), Some(ru)) = (next(), next()) else {
            return Err((index + 1, format!("expected two sentence counts and a score, found '{line}'")));
        };
        // Scores of hunalign itself are no probabilities; only what can be one is kept.
        rungs.push((en, ru, fields.next().and_then(|f| confidence(f.trim()).ok())));
    }
    let (mut beads, mut scores) = (Vec::new(), Vec::new());
    for pair in rungs.windows(2) {
        let ((en, ru, score), (en_end, ru_end, _)) = (pair[0], pair[1]);
        beads.push(Bead { en: en..en_end, ru: ru..ru_end });
        scores.push(score);
    }
    let ladder = Ladder::new(beads).map_err(|e| (1, e.to_string()))?;
    Ok(ScoredLadder { ladder, scores, documents: Default::default() })
}

fn xces(text: &str) -> Result<ScoredLadder, Failed> {
    let (mut links, mut scores, mut documents) = (Vec::new(), Vec::new(), [String::new(), String::new()]);
    let mut xml = Xml::new(text);
    while let Some(event) = xml.next() {
        let Event::Open(e) = event.map_err(|e| (e.line, e.message))? else { continue };
        match e.name.as_str() {
            "linkGrp" => documents = ["fromDoc", "toDoc"].map(|n| e.get(n).unwrap_or("").to_string()),
            "link" => {
                let fail = |message: String| (xml.line(), message);
                let targets = e.get("xtargets").unwrap_or("");
                let (en, ru) =
                    targets.split_once(';').ok_or_else(|| fail(format!("'{targets}' has no ';'")))?;
                links.push((parsed_ids(en).map_err(fail)?, parsed_ids(ru).map_err(fail)?));
                scores.push(e.get("certainty").and_then(|c| confidence(c).ok()));
            }
            _ => {}
        }
    }
    let ladder = ladder_of_ids(links).map_err(|e| (1, e))?;
    Ok(ScoredLadder { ladder, scores, documents })
}

/// The ladder of sentence numbers that count from 1.
///
/// # Errors
/// Names the first link that does not follow on the one before.
pub fn ladder_of_ids(links: Vec<(Vec<usize>, Vec<usize>)>) -> Result<Ladder, String> {
    let (mut at, mut beads) = ((0, 0), Vec::new());
    for (en, ru) in links {
        let bead = Bead { en: at.0..at.0 + en.len(), ru: at.1..at.1 + ru.len() };
        let is_next = bead.en.clone().map(|i| i + 1).eq(en) && bead.ru.clone().map(|i| i + 1).eq(ru);
        if !is_next {
            return Err(format!("link {} does not follow on the one before it", beads.len() + 1));
        }
        at = (bead.en.end, bead.ru.end);
        beads.push(bead);
    }
    Ladder::new(beads).map_err(|e| e.to_string())
}
