//! No work of a person is lost: an output never replaces an input or another output, links are not followed out of a
//! folder, and a killed run leaves every file old or complete.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const EN: &str = "The court met on 5 May. It adopted the report.";
const RU: &str = "Суд собрался 5 мая. Он утвердил доклад.";
const MEMORY: &str = "en,ru,status\nThe court met.,Суд собрался.,reviewed\nIt rose.,Он разошёлся.,auto\n";

fn command(dir: &Path, arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_enru"));
    command.current_dir(dir).args(arguments.split(' '));
    command
}

fn enru(dir: &Path, arguments: &str) -> Output {
    command(dir, arguments).output().unwrap()
}

#[track_caller]
fn succeed(dir: &Path, arguments: &str) -> String {
    let output = enru(dir, arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments}: {said}");
    said
}

/// A folder with two documents, a memory, and a lexicon.
fn folder() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in
        [("a.en.txt", EN), ("a.ru.txt", RU), ("m.csv", MEMORY), ("w.tsv", "court\tсуд\nreport\tдоклад\n")]
    {
        fs::write(dir.path().join(name), text).unwrap();
    }
    dir
}

#[test]
fn no_output_replaces_an_input_or_another_output() {
    let dir = folder();
    fs::hard_link(dir.path().join("m.csv"), dir.path().join("n.csv")).unwrap();
    symlink("a.en.txt", dir.path().join("l.csv")).unwrap();
    fs::copy(dir.path().join("m.csv"), dir.path().join("x.en-ru.en")).unwrap();
    fs::copy(dir.path().join("m.csv"), dir.path().join("r.json")).unwrap();
    for arguments in [
        "align a.en.txt a.ru.txt -o ./a.en.txt --format csv --force",
        "align a.en.txt a.ru.txt -o l.csv --force",
        "align a.en.txt a.ru.txt --lexicon w.tsv -o w.tsv --force",
        "align a.en.txt a.ru.txt --decisions m.csv -o n.csv --force",
        "align a.en.txt a.ru.txt -o p.svg --format csv --plot ./p.svg --force",
        "split a.en.txt -o a.en.txt --force",
        "convert m.csv -o n.csv --force",
        "convert x.en-ru.en -o x --format moses --force",
        "apply m.csv -o m.csv --force",
        "learn m.csv -o n.csv --force",
        "review a.en.txt a.ru.txt --decisions r.json -o ./r.json --force",
        "tm merge m.csv -o y.csv --conflicts y.csv --force",
    ] {
        let before = read_all(dir.path());
        let output = enru(dir.path(), arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments}: {said}");
        assert!(said.contains("is the same file as"), "{arguments}: {said}");
        assert!(read_all(dir.path()) == before, "{arguments}");
    }
}

/// The names and contents of all files.
fn read_all(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_file())
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).unwrap()))
        .collect();
    all.sort();
    all
}

#[test]
fn links_out_of_the_folder_are_followed_only_when_asked() {
    let (dir, elsewhere) = (tempfile::tempdir().unwrap(), folder());
    let docs = dir.path().join("docs");
    fs::create_dir_all(docs.join("real")).unwrap();
    symlink(elsewhere.path(), docs.join("linked")).unwrap();
    symlink(elsewhere.path().join("a.en.txt"), docs.join("b.en.txt")).unwrap();
    fs::write(docs.join("b.ru.txt"), RU).unwrap();
    for (lang, text) in [("en", EN), ("ru", RU)] {
        fs::write(docs.join(format!("real/c.{lang}.txt")), text).unwrap();
        symlink(format!("real/c.{lang}.txt"), docs.join(format!("within.{lang}.txt"))).unwrap();
    }
    let said = String::from_utf8(enru(dir.path(), "pair docs").stdout).unwrap();
    assert!(said.contains("docs/linked: is a link out of the folder; pass --follow-links"), "{said}");
    assert!(said.contains("docs/b.en.txt: is a link out of the folder"), "{said}");
    assert!(said.contains("docs/within.en.txt") && !said.contains("docs/linked/"), "{said}");
    let said = String::from_utf8(enru(dir.path(), "pair docs --follow-links").stdout).unwrap();
    assert!(said.contains("docs/linked/a.en.txt") && said.contains("docs/b.en.txt\n"), "{said}");
}

#[test]
fn names_of_files_are_no_formulas_in_the_lists_of_a_batch() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("=1+1.en.txt"), EN).unwrap();
    fs::write(dir.path().join("=1+1.ru.txt"), RU).unwrap();
    fs::write(dir.path().join("@alone.ru.txt"), "Один.").unwrap();
    succeed(dir.path(), "batch . -o tm -q --by name");
    for list in ["report.csv", "unpaired.csv"] {
        let text = fs::read_to_string(dir.path().join("tm").join(list)).unwrap();
        let mut csv = csv::Reader::from_reader(text.as_bytes());
        let cells: Vec<String> =
            csv.records().flat_map(|r| r.unwrap().iter().map(str::to_string).collect::<Vec<_>>()).collect();
        assert!(!cells.is_empty());
        let formula = cells.iter().find(|cell| cell.starts_with(['=', '+', '-', '@']));
        assert_eq!(formula, None, "{list}");
    }
    assert!(fs::read_to_string(dir.path().join("tm/report.csv")).unwrap().contains("'=1+1"));
}

#[test]
fn a_merged_memory_may_have_any_name_and_is_known_again() {
    let dir = folder();
    for more in [&[][..], &["--resume"], &["--force"]] {
        let mut batch = command(dir.path(), "batch . -o tm -q --merge");
        let output = batch.arg(OsStr::from_bytes(b"bad\xff.csv")).args(more).output().unwrap();
        assert!(output.status.success(), "{more:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    assert!(dir.path().join(OsStr::from_bytes(b"bad\xff.csv")).is_file());
}

fn signalled(child: &Child, signal: &str) {
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
}

/// A batch stops within a second while a child process works on a document that takes minutes; the child ends too.
#[test]
fn a_batch_ends_within_a_second_of_a_signal() {
    let dir = tempfile::tempdir().unwrap();
    let words =
        |word: &str| -> String { (0..200_000).map(|i| format!("{word} {} ends here. ", i * 7)).collect() };
    fs::write(dir.path().join("a.en.txt"), words("Sentence")).unwrap();
    fs::write(dir.path().join("a.ru.txt"), words("Предложение").replace("ends here", "кончилось")).unwrap();
    for signal in ["-INT", "-TERM"] {
        let _ = fs::remove_dir_all(dir.path().join("tm"));
        let mut batch = command(dir.path(), "batch . -o tm --jobs 1").stderr(Stdio::null()).spawn().unwrap();
        // The output file of the task exists once the child has it.
        let begun = Instant::now();
        let is_begun = || {
            let files = fs::read_dir(dir.path().join("tm/.enru")).into_iter().flatten().flatten();
            files.filter(|file| file.file_name().to_string_lossy().ends_with(".part")).count() > 0
        };
        while !is_begun() && begun.elapsed() < Duration::from_secs(60) {
            std::thread::sleep(Duration::from_millis(10));
        }
        let children = children_of(batch.id());
        let told = Instant::now();
        signalled(&batch, signal);
        assert_eq!(batch.wait().unwrap().code(), Some(1), "{signal}");
        assert!(told.elapsed() < Duration::from_secs(2), "{signal}: {:?}", told.elapsed());
        let left = children.iter().filter(|id| is_running(id)).count();
        assert_eq!(left, 0, "{signal}");
        assert!(!dir.path().join("tm/run.json").exists());
    }
}

/// The child processes of the process `id`.
fn children_of(id: u32) -> Vec<String> {
    let tasks = fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten();
    let lists = tasks.filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().map(str::to_string).collect::<Vec<_>>()).collect()
}

/// Whether a process is running. A zombie is not.
fn is_running(id: &str) -> bool {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    stat.rsplit(')').next().is_some_and(|rest| !rest.is_empty() && !rest.trim_start().starts_with('Z'))
}

/// Kills each command at moments spread over its run, while it replaces an existing file. The file is the old or the
/// new one, complete; running again gives the same bytes and leaves no other files.
#[test]
fn a_killed_command_leaves_the_old_file_or_the_new_one() {
    let dir = tempfile::tempdir().unwrap();
    let rows: String = (0..2000)
        .map(|i| format!("The court met in room {i}.,Суд собрался в зале {i}.,reviewed\n"))
        .collect();
    fs::write(dir.path().join("m.csv"), format!("en,ru,status\n{rows}")).unwrap();
    fs::write(dir.path().join("n.csv"), format!("en,ru,status\n{}", rows.replace("court", "council")))
        .unwrap();
    let kills: u32 = std::env::var("ENRU_TEST_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(4);
    for (arguments, output) in [
        ("tm merge m.csv n.csv -o out.tmx --force -q", "out.tmx"),
        ("apply m.csv -o out.csv --force -q", "out.csv"),
        ("learn m.csv n.csv -o out.lex --force -q", "out.lex"),
        ("review m.csv -o out.html --force -q", "out.html"),
        ("convert m.csv -o out.jsonl --force -q", "out.jsonl"),
    ] {
        let path = dir.path().join(output);
        let started = Instant::now();
        succeed(dir.path(), arguments);
        let (whole, new) = (started.elapsed(), fs::read(&path).unwrap());
        for kill in 0..kills {
            fs::write(&path, "the work of a person").unwrap();
            let mut child = command(dir.path(), arguments).stderr(Stdio::null()).spawn().unwrap();
            std::thread::sleep(whole * (2 * kill + 1) / (2 * kills));
            child.kill().unwrap();
            child.wait().unwrap();
            let left = fs::read(&path).unwrap();
            assert!(left == b"the work of a person" || left == new, "{arguments}: part of a file");
        }
        succeed(dir.path(), arguments);
        assert!(fs::read(&path).unwrap() == new, "{arguments}: differs");
    }
    // Temporary files of killed runs are removed once they are some seconds old.
    for entry in fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.extension().is_some_and(|e| e == "part") {
            let file = fs::File::options().write(true).open(&entry).unwrap();
            file.set_modified(std::time::SystemTime::now() - Duration::from_secs(60)).unwrap();
        }
    }
    succeed(dir.path(), "convert m.csv -o last.csv -q");
    let parts = read_all(dir.path()).into_iter().filter(|(name, _)| name.ends_with(".part")).count();
    assert_eq!(parts, 0);
}
