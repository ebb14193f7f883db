//! Every command in the README and the tutorials works: each ```` ```sh ```` block runs, in the order of its page, in
//! a folder that holds a copy of `samples/`. A block that cannot run there has the line `<!-- run by PATH -->` above it,
//! which names the test or script that runs it.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Stands in for cargo: what the two commands of the README mean here.
const CARGO: &str = "#!/bin/sh
case \"$*\" in
    'run --release -- '*) shift 3; exec enru \"$@\" ;;
    test) ;;
    *) echo \"cargo $*: no test runs this\" >&2; exit 1 ;;
esac
";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The pages whose commands run as they are. Those of the reference pages name files that nobody has.
const PAGES: [&str; 4] = ["README.md", "docs/translators.md", "docs/corpora.md", "docs/engineers.md"];

fn pages() -> impl Iterator<Item = PathBuf> {
    PAGES.iter().map(|page| root().join(page))
}

/// The commands of a page, and, of a block that cannot run here, what runs it.
fn blocks(page: &str) -> Vec<(Option<String>, String)> {
    let (mut blocks, mut open, mut runner) = (Vec::new(), None::<String>, None);
    for line in page.lines() {
        match &mut open {
            Some(block) if line.trim_start().starts_with("```") => {
                blocks.push((runner.take(), std::mem::take(block)));
                open = None;
            }
            Some(block) => *block += &format!("{line}\n"),
            None if line.trim() == "```sh" => open = Some(String::new()),
            None => match line.trim().strip_prefix("<!-- run by ") {
                Some(rest) => runner = Some(rest.trim_end_matches("-->").trim().to_string()),
                None if !line.trim().is_empty() => runner = None,
                None => {}
            },
        }
    }
    blocks
}

/// A folder with the samples, and programs to be found before those of the machine.
fn desk() -> tempfile::TempDir {
    let desk = tempfile::tempdir().unwrap();
    let (samples, programs) = (desk.path().join("samples"), desk.path().join(".programs"));
    fs::create_dir_all(&samples).unwrap();
    fs::create_dir_all(&programs).unwrap();
    for entry in fs::read_dir(root().join("samples")).unwrap().map(Result::unwrap) {
        fs::copy(entry.path(), samples.join(entry.file_name())).unwrap();
    }
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_enru"), programs.join("enru")).unwrap();
    fs::write(programs.join("cargo"), CARGO).unwrap();
    fs::set_permissions(programs.join("cargo"), fs::Permissions::from_mode(0o755)).unwrap();
    desk
}

fn run(page: &Path, desk: &Path, commands: &str) {
    let path = format!("{}:{}", desk.join(".programs").display(), std::env::var("PATH").unwrap());
    let script = format!("set -euo pipefail\n{commands}");
    let done =
        Command::new("bash").args(["-c", &script]).current_dir(desk).env("PATH", path).output().unwrap();
    let says = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{}: this block fails:\n{commands}\n{says}", page.display());
}

#[test]
fn commands_of_all_pages_run() {
    let mut count = 0;
    for page in pages() {
        let (text, desk) = (fs::read_to_string(&page).unwrap(), desk());
        for (runner, commands) in blocks(&text) {
            match runner {
                Some(runner) => {
                    assert!(root().join(&runner).exists(), "{}: there is no {runner}", page.display());
                }
                None => run(&page, desk.path(), &commands),
            }
            count += 1;
        }
    }
    assert!(count > 5, "{count} blocks found");
}

#[test]
fn commands_stand_in_blocks_that_are_run() {
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        let indented = text.lines().find(|line| {
            line.strip_prefix("    ")
                .is_some_and(|l| ["enru ", "cargo ", "pip "].iter().any(|p| l.starts_with(p)))
        });
        let outside = indented.filter(|line| !blocks(&text).iter().any(|(_, block)| block.contains(*line)));
        assert_eq!(outside, None, "{}: put the command into a ```sh block", page.display());
    }
}
