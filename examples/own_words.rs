//! Learns the vocabulary of an organisation from its memory, and aligns with it:
//!
//!     cargo run --example own_words -- memory.tmx report.en.docx report.ru.docx

#![allow(clippy::print_stdout)]

use enru::io::InputOptions;
use enru::lexicon::learn::Learner;
use enru::{Aligner, EnRu, Lexicon};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [memory, en, ru] = args.as_slice() else { return Err("give a memory and two documents".into()) };
    let mut learner = Learner::new();
    let count = learner.add_file(memory, &InputOptions::default())?;
    let aligner = Aligner::default().with_lexicon(Lexicon::builtin().with_table(&learner.learn()));
    println!("learned from {count} segments");
    for segment in aligner.align(EnRu::open(en, ru)?).segments() {
        println!("{:.2}\t{}\t{}", segment.confidence.unwrap_or(0.0), segment.en, segment.ru);
    }
    Ok(())
}
