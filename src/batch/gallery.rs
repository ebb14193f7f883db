//! Writes `report.html`: a card for each pair, worst first, with a thumbnail and links to its outputs and its documents.
//! The browser sorts and filters the cards.

use super::record::{Outcome, Record};
use super::work::Work;
use crate::error::{Error, Result};
use quick_xml::escape::escape;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// The most cards on the page. Ten thousand take 9 MB; a browser cannot open a million.
const SHOWN: usize = 10_000;

const HEAD: &str = include_str!("gallery.html");

/// Writes `report.html` into `out`.
pub(super) fn write(out: &Path, work: &Work, records: &[Record]) -> Result<()> {
    let path = out.join("report.html");
    let mut file = work.temporary()?;
    let out = std::path::absolute(out).unwrap_or_else(|_| out.to_path_buf());
    file.write_all(page(&out, records).as_bytes()).map_err(|e| Error::io(&path, "write", e))?;
    work.place(file, &path).map(drop)
}

fn page(out: &Path, records: &[Record]) -> String {
    let mut worst: Vec<&Record> = records.iter().collect();
    worst.sort_by(|a, b| rank(a).cmp(&rank(b)).then(a.mean_confidence.total_cmp(&b.mean_confidence)));
    let count = |outcome| records.iter().filter(|r| r.outcome == outcome).count();
    let mut summary = format!(
        "{} pairs: {} aligned, {} suspect, {} failed. Worst first.",
        records.len(),
        count(Outcome::Done),
        count(Outcome::Suspect),
        count(Outcome::Failed)
    );
    if records.len() > SHOWN {
        let _ = write!(summary, " Shows {SHOWN}; report.csv lists all.");
    }
    let cards: String = worst.iter().take(SHOWN).map(|r| card(out, r)).collect();
    HEAD.replacen("{{summary}}", &summary, 1).replacen("{{cards}}", &cards, 1)
}

fn rank(record: &Record) -> u8 {
    match record.outcome {
        Outcome::Failed => 0,
        Outcome::Suspect => 1,
        Outcome::Done => 2,
    }
}

fn card(out: &Path, r: &Record) -> String {
    let sentences = r.en_sentences + r.ru_sentences;
    // A failed pair has no sentences. It sorts as the worst.
    let unpaired = if sentences == 0 { 1.0 } else { r.unpaired as f64 / sentences as f64 };
    let mut card = format!(
        "<li class=\"{}\" data-name=\"{}\" data-confidence=\"{}\" data-unpaired=\"{unpaired:.3}\" data-segments=\"{}\">{}<h2>{}</h2>",
        r.outcome.as_str(),
        escape(&r.name),
        r.mean_confidence,
        r.segments,
        r.profile.svg(),
        escape(&r.name)
    );
    let links = [("review", &r.review), ("segments", &r.output)];
    let links = links.iter().filter(|(_, path)| !path.is_empty());
    let links: Vec<String> =
        links.map(|(text, path)| format!("<a href=\"{}\">{text}</a>", escape(address(path)))).collect();
    if !links.is_empty() {
        let _ = write!(
            card,
            "<p>{}</p><p>{} segments, mean confidence {:.2}; {} of {sentences} sentences unpaired</p>",
            links.join(" · "),
            r.segments,
            r.mean_confidence,
            r.unpaired
        );
    }
    for reason in &r.reasons {
        let _ = write!(card, "<p class=\"reason\">{}</p>", escape(reason));
    }
    let files = [&r.en, &r.ru].map(|file| {
        format!("<a href=\"{}\">{}</a>", escape(address(&relative(Path::new(file), out))), escape(file))
    });
    let _ = write!(card, "<p class=\"files\">{}</p>", files.join("<br>"));
    card + "</li>\n"
}

/// The path of `file` relative to the absolute path `folder`, with slashes. Relative links stay valid if the documents
/// and the outputs are moved together.
fn relative(file: &Path, folder: &Path) -> String {
    let file = std::path::absolute(file).unwrap_or_else(|_| file.to_path_buf());
    let shared = file.components().zip(folder.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(shared).map(|_| "..".into());
    let down = file.components().skip(shared).map(|c| c.as_os_str().to_string_lossy());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// Converts a relative path to a relative URL.
fn address(path: &str) -> String {
    let mut address = String::from("./");
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                address.push(byte.into())
            }
            other => {
                let _ = write!(address, "%{other:02X}");
            }
        }
    }
    address
}
