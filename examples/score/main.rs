//! Scores the aligner on folders of documents with gold ladders, one line per folder:
//!
//!     cargo run --release --example score -- samples FOLDER ...

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod measure;

use enru::Aligner;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let folders: Vec<String> = std::env::args().skip(1).collect();
    if folders.is_empty() {
        eprintln!(
            "usage: score FOLDER ...   (each holds NAME.en, NAME.ru, NAME.gold, NAME.en.txt, NAME.ru.txt)"
        );
        return ExitCode::from(2);
    }
    let aligner = Aligner::default();
    println!(
        "| set | documents | gold pairs | strict F1 | lax F1 | null recall | null precision | span F1 |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for folder in &folders {
        if let Err(error) = line(Path::new(folder), &aligner) {
            eprintln!("error: {folder}: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn line(folder: &Path, aligner: &Aligner) -> std::io::Result<()> {
    let bases = measure::documents(folder)?;
    let score = measure::ladders(&bases, aligner);
    let spans = measure::spans(&bases, aligner);
    println!(
        "| {} | {} | {} | {:.3} | {:.4} | {:.2} | {:.2} | {:.3} |",
        folder.file_name().unwrap_or(folder.as_os_str()).display(),
        bases.len(),
        score.gold_beads(),
        score.strict().f1,
        score.lax().f1,
        score.null().recall,
        score.null().precision,
        spans.f1(),
    );
    Ok(())
}
