//! The examples of the library run and print what they promise. `cargo test` builds them with the tests.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn run(example: &str, args: &[&Path]) -> Output {
    let tests = std::env::current_exe().unwrap();
    let built = tests.parent().and_then(Path::parent).unwrap().join("examples");
    let program = built.join(format!("{example}{}", std::env::consts::EXE_SUFFIX));
    assert!(program.is_file(), "{} is not built: cargo build --examples", program.display());
    let output = Command::new(program).args(args).output().unwrap();
    assert!(output.status.success(), "{example}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name)
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn texts_are_aligned_and_explained() {
    let shown = text(&run("align_text", &[]));
    assert!(shown.contains("The next session will be held in Almaty.\nСледующая сессия состоится в Алматы."));
    assert!(
        shown.contains("14 June = 14 июня") && !shown.contains("N:14") && !shown.contains("in = в"),
        "{shown}"
    );
}

#[test]
fn files_become_a_memory_that_is_filtered_and_learned_from() {
    let folder = tempfile::tempdir().unwrap();
    let [memory, good] = ["out.tmx", "good.jsonl"].map(|name| folder.path().join(name));
    let [en, ru] = ["who-europe-measles.en.txt", "who-europe-measles.ru.txt"].map(sample);
    run("align_files", &[&en, &ru, &memory]);
    let tmx = std::fs::read_to_string(&memory).unwrap();
    assert!(tmx.contains("xml:lang=\"en-GB\"") && tmx.matches("<tu ").count() > 10);

    let said = text(&run("filter_memory", &[&memory, &good]));
    let lines = std::fs::read_to_string(&good).unwrap().lines().count();
    assert!(lines > 5 && said == format!("{lines} segments written\n"), "{said}");

    let learned = text(&run("own_words", &[&memory, &en, &ru]));
    assert!(learned.starts_with("learned from ") && learned.lines().count() > 10, "{learned}");
}

#[test]
fn a_folder_becomes_one_memory() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let said =
        text(&run("align_folder", &[Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").as_path(), &out]));
    assert!(said.ends_with(" pairs aligned\n") && !said.starts_with('0'), "{said}");
    assert!(out.join("all.tmx").is_file());
}
