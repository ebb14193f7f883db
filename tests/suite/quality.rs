//! Floors of the alignment quality, a little below the current figures. `cargo run --release --example score --
//! samples` prints the current figures. The development sets are not part of the project: `cargo test --test suite
//! quality -- --ignored` measures them.

#[path = "../../examples/score/measure.rs"]
mod measure;

use enru::Aligner;
use enru::evaluate::Score;
use enru::ladder::parse_brackets;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")
}

/// A folder of the development data, for ignored tests only.
fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name)
}

fn ladders(folder: &Path) -> Score {
    measure::ladders(&measure::documents(folder).unwrap(), &Aligner::default())
}

fn at_least(what: &str, found: f64, floor: f64) {
    println!("{what}: {found:.4}, floor {floor}");
    assert!(found >= floor, "{what}: {found:.4} is below {floor}");
}

/// Floors by set: strict F1, lax F1, share of unpaired sentences found.
fn set(name: &str, strict: f64, lax: f64, null: f64) {
    let score = ladders(&data(&format!("align/{name}")));
    at_least(&format!("{name}, strict F1"), score.strict().f1, strict);
    at_least(&format!("{name}, lax F1"), score.lax().f1, lax);
    at_least(&format!("{name}, null recall"), score.null().recall, null);
}

#[test]
fn samples_by_sentence() {
    let score = ladders(&samples());
    assert_eq!(score.gold_beads(), 112);
    at_least("samples, strict F1", score.strict().f1, 0.965);
    at_least("samples, lax F1", score.lax().f1, 0.99);
    at_least("samples, null recall", score.null().recall, 0.95);
}

/// Decomposed letters and stress marks do not change the results.
#[test]
fn decomposed_letters_and_stress_marks_cost_nothing() {
    let plain = ladders(&samples()).strict().f1;
    for (what, changed) in [("decomposed", decomposed as fn(&str) -> String), ("stressed", stressed)] {
        let folder = tempfile::tempdir().unwrap();
        for base in measure::documents(&samples()).unwrap() {
            for ending in ["en", "ru", "gold"] {
                let path = base.with_extension(ending);
                let text = fs::read_to_string(&path).unwrap();
                let text = if ending == "gold" { text } else { changed(&text) };
                fs::write(folder.path().join(path.file_name().unwrap()), text).unwrap();
            }
        }
        at_least(&format!("samples, {what}, strict F1"), ladders(folder.path()).strict().f1, plain - 0.005);
    }
}

fn decomposed(text: &str) -> String {
    unicode_normalization::UnicodeNormalization::nfd(text).collect()
}

/// `text` with a stress mark on the first vowel of each Russian word.
fn stressed(text: &str) -> String {
    let (mut out, mut is_marked) = (String::new(), false);
    for c in text.chars() {
        out.push(c);
        is_marked &= c.is_alphabetic();
        if !is_marked && "аеиоуыэюяАЕИОУЫЭЮЯ".contains(c) {
            out.push('\u{301}');
            is_marked = true;
        }
    }
    out
}

#[test]
fn samples_end_to_end() {
    let spans = measure::spans(&measure::documents(&samples()).unwrap(), &Aligner::default());
    at_least("samples, span F1", spans.f1(), 0.985);
}

#[test]
#[ignore = "needs ../shared/data"]
fn press() {
    set("press", 0.965, 0.99, 0.95);
}

#[test]
#[ignore = "needs ../shared/data"]
fn hand() {
    set("hand", 0.925, 0.99, 0.88);
}

#[test]
#[ignore = "needs ../shared/data"]
fn hand_end_to_end() {
    let spans = measure::spans(&measure::documents(&data("align/hand")).unwrap(), &Aligner::default());
    at_least("hand, span F1", spans.f1(), 0.97);
}

#[test]
#[ignore = "needs ../shared/data"]
fn news_with_parts_cut_out() {
    set("wmt21-ruen-hard", 0.99, 0.999, 0.97);
    set("wmt23-enru-hard", 0.995, 0.998, 0.97);
    set("newstest18-hard", 0.995, 0.998, 0.98);
}

#[test]
#[ignore = "needs ../shared/data"]
fn parallel_texts_and_manuals() {
    set("wmt22-enru", 0.99, 1.0, 0.0);
    set("wmt21-enru", 0.99, 1.0, 0.0);
    set("bible", 0.98, 1.0, 0.0);
    set("debhb-hard", 0.94, 0.999, 0.97);
}

/// `enru eval --json` and the reference script agree on real ladders, right and wrong ones.
#[test]
#[ignore = "needs ../shared/data and Python"]
fn the_evaluation_agrees_with_the_reference_script() {
    let script = data("tools/score.py");
    for name in ["press", "hand", "bible", "udhr", "lit-hard"] {
        let folder = data(&format!("align/{name}"));
        let mut files = Vec::new();
        for base in measure::documents(&folder).unwrap().iter().take(12) {
            let named = |ending: &str| PathBuf::from(format!("{}.{ending}", base.display()));
            files.extend([named("gold"), if named("fine").exists() { named("fine") } else { named("gold") }]);
            // The ladder of another document has hardly a right bead.
            files.extend([named("gold"), files[1].clone()]);
        }
        assert_eq!(reference(&script, &files), ours(&files), "{name}");
    }
}

/// The line that the script prints, as numbers.
fn reference(script: &Path, files: &[PathBuf]) -> Vec<String> {
    let output = Command::new("python3").arg(script).args(files).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let line = String::from_utf8(output.stdout).unwrap();
    line.split_whitespace()
        .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()))
        .map(String::from)
        .collect()
}

/// The same numbers from the library, in the same order.
fn ours(files: &[PathBuf]) -> Vec<String> {
    let read = |path: &PathBuf| parse_brackets(&fs::read_to_string(path).unwrap()).unwrap();
    let mut score = Score::default();
    for pair in files.chunks(2) {
        score += Score::of(&read(&pair[0]), &read(&pair[1]));
    }
    let (strict, lax, null) = (score.strict(), score.lax(), score.null());
    let mut numbers: Vec<String> =
        [strict.precision, strict.recall, strict.f1, lax.precision, lax.recall, lax.f1]
            .iter()
            .map(|x| format!("{x:.4}"))
            .collect();
    numbers.extend([null.precision, null.recall].iter().map(|x| format!("{x:.3}")));
    numbers.extend([score.gold_beads(), score.predicted_beads()].iter().map(usize::to_string));
    numbers
}
