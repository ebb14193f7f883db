//! Aligns two texts in memory and prints the evidence for each pair of sentences:
//!
//!     cargo run --example align_text

#![allow(clippy::print_stdout)]

use enru::align::AlignOptions;
use enru::{Aligner, Document, EnRu, Lang};

const ENGLISH: &str = "The ministers met in Vienna on 14 June. They agreed on a budget of $3.5 million. \
                       The next session will be held in Almaty.";
const RUSSIAN: &str = "Министры встретились в Вене 14 июня. Они согласовали бюджет в размере 3,5 млн долл. США. \
                       Следующая сессия состоится в Алматы.";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let aligner = Aligner::default();
    let en = Document::from_text("meeting", Lang::En, ENGLISH);
    let ru = Document::from_text("meeting", Lang::Ru, RUSSIAN);
    let sentences = aligner.split(EnRu::new(en, ru)?);
    let alignment = aligner.align_with(sentences, &AlignOptions::default().explain(true))?;
    for (segment, why) in alignment.bitext.segments().zip(&alignment.explanations) {
        println!("{}\n{}", segment.en, segment.ru);
        let ties: Vec<_> = why.ties.iter().map(|tie| format!("{} = {}", tie.en, tie.ru)).collect();
        println!("  confidence {:.2}: {}\n", why.confidence, ties.join(", "));
    }
    Ok(())
}
