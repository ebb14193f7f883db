//! `integrations/slurm`: runs the script of a task as Slurm runs it.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

const SAMPLES: [&str; 4] =
    ["cis-rescue-exercises", "undp-issyk-kul-water", "unodc-precursor-course", "who-europe-measles"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Forty requests: each sample ten times, under names that differ.
fn requests() -> String {
    let text = |name: &str, side: &str| {
        fs::read_to_string(root().join(format!("samples/{name}.{side}.txt"))).unwrap()
    };
    let request = |k: usize, name: &str| serde_json::json!({"id": format!("{name} {k}"), "en": text(name, "en"), "ru": text(name, "ru")});
    (0..10).flat_map(|k| SAMPLES.map(|name| format!("{}\n", request(k, name)))).collect()
}

fn task(folder: &Path, enru: &Path, number: u32) -> bool {
    Command::new("bash")
        .arg(root().join("integrations/slurm/enru-array.sh"))
        .args(["3", "pairs.jsonl", "parts"])
        .current_dir(folder)
        .env("ENRU", enru)
        .env("SLURM_ARRAY_TASK_ID", number.to_string())
        .output()
        .unwrap()
        .status
        .success()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[cfg(unix)]
#[test]
fn parts_of_an_array_are_whole_and_together_what_one_run_gives() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let (pairs, parts) = (folder.path().join("pairs.jsonl"), folder.path().join("parts"));
    fs::write(&pairs, requests()).unwrap();
    let enru = Path::new(env!("CARGO_BIN_EXE_enru"));

    let dying = folder.path().join("dying");
    fs::write(&dying, format!("#!/bin/sh\n'{}' \"$@\" | head -c 1000\nexit 1\n", enru.display())).unwrap();
    fs::set_permissions(&dying, fs::Permissions::from_mode(0o755)).unwrap();
    assert!(!task(folder.path(), &dying, 1));
    assert_eq!(names(&parts), [""; 0], "half a part");

    assert!((1..=3).all(|number| task(folder.path(), enru, number)));
    assert_eq!(names(&parts), ["1-of-3.jsonl", "2-of-3.jsonl", "3-of-3.jsonl"]);
    // Finished work is not repeated: this program would fail.
    assert!(task(folder.path(), &dying, 2));

    let sorted = |text: String| {
        let mut lines: Vec<String> = text.lines().map(String::from).collect();
        lines.sort();
        lines
    };
    let together: String =
        names(&parts).iter().map(|name| fs::read_to_string(parts.join(name)).unwrap()).collect();
    let single = Command::new(enru).arg("worker").stdin(File::open(pairs).unwrap()).output().unwrap();
    let single = sorted(String::from_utf8(single.stdout).unwrap());
    assert_eq!(single.len(), 40);
    assert_eq!(sorted(together), single);
}
