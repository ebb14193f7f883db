//! Generates a folder of many document pairs from a few aligned ones, to measure `enru batch` and `enru pair`:
//!
//!     cargo run --release --example generate_pairs -- ALIGNED OUT 10000
//!
//! ALIGNED contains NAME.en, NAME.ru (one sentence per line) and NAME.gold (a bracket ladder), in any subfolders. Each
//! document consists of four runs of beads from four random documents, with its numbers changed alike on both sides, under a
//! random name in OUT/en and OUT/ru. The same arguments give the same files.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use enru::Ladder;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

type Bead = (String, String);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [aligned, out, count] = args.as_slice() else {
        return Err("usage: generate_pairs ALIGNED OUT COUNT".into());
    };
    let documents = documents(Path::new(aligned))?;
    let mut random = Random(20_261_123);
    for side in ["en", "ru"] {
        fs::create_dir_all(Path::new(out).join(side))?;
    }
    for _ in 0..count.parse()? {
        let (en, ru) = document(&documents, &mut random);
        let name = format!("{:012x}", random.next() & 0xffff_ffff_ffff);
        fs::write(Path::new(out).join("en").join(format!("{name}.txt")), en)?;
        fs::write(Path::new(out).join("ru").join(format!("{name}.txt")), ru)?;
    }
    Ok(())
}

/// The beads of every aligned document below `folder`, by path.
fn documents(folder: &Path) -> Result<Vec<Vec<Bead>>, Box<dyn std::error::Error>> {
    let walk = ignore::WalkBuilder::new(folder).sort_by_file_path(|a, b| a.cmp(b)).build();
    let golds: Vec<PathBuf> = walk
        .flatten()
        .map(|e| e.into_path())
        .filter(|p| p.extension().is_some_and(|e| e == "gold"))
        .collect();
    let mut documents = Vec::new();
    for gold in golds {
        let (en, ru) =
            (fs::read_to_string(gold.with_extension("en"))?, fs::read_to_string(gold.with_extension("ru"))?);
        let (en, ru): (Vec<&str>, Vec<&str>) = (en.lines().collect(), ru.lines().collect());
        let ladder: Ladder = fs::read_to_string(&gold)?.parse()?;
        let beads = ladder.beads().iter().filter(|b| b.is_paired());
        let beads: Vec<Bead> =
            beads.map(|b| (en[b.en.clone()].join(" "), ru[b.ru.clone()].join(" "))).collect();
        if beads.len() >= RUN {
            documents.push(beads);
        }
    }
    if documents.is_empty() { Err("no aligned documents found".into()) } else { Ok(documents) }
}

/// Consecutive beads taken from one document.
const RUN: usize = 4;

fn document(documents: &[Vec<Bead>], random: &mut Random) -> Bead {
    let (mut en, mut ru) = (String::new(), String::new());
    let shift = random.below(9) + 1;
    for _ in 0..4 {
        let source = &documents[random.below(documents.len())];
        let start = random.below(source.len() - RUN + 1);
        for (e, r) in &source[start..start + RUN] {
            let _ = writeln!(en, "{}\n", shifted(e, shift));
            let _ = writeln!(ru, "{}\n", shifted(r, shift));
        }
    }
    (en, ru)
}

/// Adds `shift` to every digit, so that a number becomes another number, the same on both sides.
fn shifted(text: &str, shift: usize) -> String {
    let moved = |c: char| match c.to_digit(10) {
        Some(digit) if c.is_ascii_digit() => char::from(b'0' + ((digit as usize + shift) % 10) as u8),
        _ => c,
    };
    text.chars().map(moved).collect()
}

/// Sebastiano Vigna's SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
}
