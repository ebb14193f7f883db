//! Every command in the documentation works: each ```` ```sh ```` block runs, in the order of its page, in a folder
//! with a copy of `samples/`. A block that cannot run there has a line above it: `<!-- run by PATH -->` names the
//! test or script that runs it, `<!-- by hand: REASON -->` marks a command with a placeholder for documents that the
//! project may not include.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Replaces cargo: runs the programs that are already built.
const CARGO: &str = "#!/bin/sh
case \"$*\" in
    'run --release -- '*) shift 3; exec enru \"$@\" ;;
    'run --release --example '*) program=$EXAMPLES/$4; shift 5; exec \"$program\" \"$@\" ;;
    test) ;;
    *) echo \"cargo $*: no test runs this\" >&2; exit 1 ;;
esac
";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All pages of the project, except those of its packages.
fn pages() -> Vec<PathBuf> {
    let folders = [root().to_path_buf(), root().join("docs"), root().join("data")];
    let files =
        folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()));
    files.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect()
}

/// A block of commands, with the mark above it.
struct Block {
    mark: Option<Mark>,
    commands: String,
}

/// Why a block does not run here.
enum Mark {
    RunBy(String),
    ByHand,
}

fn mark(line: &str) -> Option<Mark> {
    let comment = line.trim().strip_prefix("<!-- ")?.strip_suffix(" -->")?;
    match comment.strip_prefix("run by ") {
        Some(runner) => Some(Mark::RunBy(runner.to_string())),
        None => comment.starts_with("by hand: ").then_some(Mark::ByHand),
    }
}

/// The command blocks of a page.
fn blocks(page: &str) -> Vec<Block> {
    let (mut blocks, mut open, mut above) = (Vec::new(), None::<String>, None);
    for line in page.lines() {
        match &mut open {
            Some(block) if line.trim_start().starts_with("```") => {
                blocks.push(Block { mark: above.take(), commands: std::mem::take(block) });
                open = None;
            }
            Some(block) => *block += &format!("{line}\n"),
            None if line.trim() == "```sh" => open = Some(String::new()),
            None if line.trim().is_empty() => {}
            None => above = mark(line),
        }
    }
    blocks
}

/// Replaces the program that measures time and memory, which some machines lack.
const TIME: &str = "#!/bin/sh
shift
exec \"$@\"
";

/// A folder with the samples, and programs that take precedence over those of the machine.
fn desk() -> tempfile::TempDir {
    let desk = tempfile::tempdir().unwrap();
    let (samples, programs) = (desk.path().join("samples"), desk.path().join(".programs"));
    fs::create_dir_all(&samples).unwrap();
    fs::create_dir_all(&programs).unwrap();
    for entry in fs::read_dir(root().join("samples")).unwrap().map(Result::unwrap) {
        fs::copy(entry.path(), samples.join(entry.file_name())).unwrap();
    }
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_enru"), programs.join("enru")).unwrap();
    for (name, script) in [("cargo", CARGO), ("time", TIME)] {
        fs::write(programs.join(name), script).unwrap();
        fs::set_permissions(programs.join(name), fs::Permissions::from_mode(0o755)).unwrap();
    }
    desk
}

/// The folder in which `cargo test` builds the examples.
fn examples() -> String {
    let tests = std::env::current_exe().unwrap();
    tests.parent().and_then(Path::parent).unwrap().join("examples").display().to_string()
}

fn run(page: &Path, desk: &Path, commands: &str) {
    let path = format!("{}:{}", desk.join(".programs").display(), std::env::var("PATH").unwrap());
    let script = format!("set -euo pipefail\n{commands}");
    let done = Command::new("bash")
        .env("ENRU_BROWSER", "true")
        .args(["-c", &script])
        .current_dir(desk)
        .envs([("PATH", path), ("RELEASES", "20".into()), ("EXAMPLES", examples())])
        .output()
        .unwrap();
    let says = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{}: this block fails:\n{commands}\n{says}", page.display());
}

/// Whether a word of the commands is a placeholder.
fn has_placeholder(commands: &str) -> bool {
    commands
        .split_whitespace()
        .any(|word| word.len() > 3 && word.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
}

#[test]
fn commands_of_all_pages_run() {
    let mut count = 0;
    for page in pages() {
        let (text, desk) = (fs::read_to_string(&page).unwrap(), desk());
        for Block { mark, commands } in blocks(&text) {
            match mark {
                Some(Mark::RunBy(runner)) => {
                    assert!(root().join(&runner).exists(), "{}: there is no {runner}", page.display());
                }
                Some(Mark::ByHand) => assert!(has_placeholder(&commands), "{}: {commands}", page.display()),
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
        let outside =
            indented.filter(|line| !blocks(&text).iter().any(|block| block.commands.contains(*line)));
        assert_eq!(outside, None, "{}: put the command into a ```sh block", page.display());
    }
}

/// Every name in the table of SECURITY.md is a test, a module of tests, or a file.
#[test]
fn the_tests_that_security_names_are_there() {
    let page = fs::read_to_string(root().join("SECURITY.md")).unwrap();
    let mut sources = String::new();
    for entry in ["src", "tests"].iter().flat_map(|folder| code_below(&root().join(folder))) {
        sources += &fs::read_to_string(entry).unwrap();
    }
    let rows: Vec<_> = page.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert!(rows.len() > 15, "{}", rows.len());
    for row in rows {
        let tests = row.rsplit(" | ").next().unwrap();
        for name in tests.split('`').skip(1).step_by(2).filter(|name| !name.starts_with(['-', '#'])) {
            let last = name.rsplit("::").next().unwrap();
            let last = if last == "tests" {
                name.trim_end_matches("::tests").rsplit("::").next().unwrap()
            } else {
                last
            };
            let is_there = root().join(name).exists()
                || [format!("fn {last}("), format!("mod {last};")].iter().any(|code| sources.contains(code));
            assert!(is_there, "SECURITY.md names {name}, which is no test: {row}");
        }
    }
}

/// The files with code below a folder.
fn code_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let below = |path: PathBuf| if path.is_dir() { code_below(&path) } else { vec![path] };
    entries.flat_map(below).filter(|path| path.extension().is_some_and(|ending| ending == "rs")).collect()
}
