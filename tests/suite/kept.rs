//! No work of a person is lost: an output never replaces an input or another output, links are not followed out of a
//! folder, and a killed run leaves every file old or complete.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
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

/// A record or a work folder that something else put there neither blocks a run nor fills its memory, and nothing else is
/// removed with the work folder.
#[test]
fn an_output_folder_that_others_filled_neither_blocks_nor_loses_files() {
    type Put = fn(&Path);
    let fifo: fn(&Path) = |path| assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    for (place, put) in [
        ("run.json", fifo),
        ("run.json", |path| symlink("/dev/zero", path).unwrap()),
        ("run.json", |path| fs::create_dir(path).unwrap()),
        (".enru/journal.jsonl", fifo),
        (".enru/lock", fifo),
        ("a.csv", |path| symlink("/nowhere/a.csv", path).unwrap()),
    ] as [(&str, Put); 6]
    {
        let dir = folder();
        fs::create_dir_all(dir.path().join("tm/.enru")).unwrap();
        put(&dir.path().join("tm").join(place));
        for more in ["", " --resume", " --force"] {
            let mut batch =
                assert_cmd::Command::from_std(command(dir.path(), &format!("batch . -o tm -q{more}")));
            let refused = batch.timeout(Duration::from_secs(20)).assert().code(1);
            let said = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
            assert!(said.contains("tm"), "{place}{more}: {said}");
        }
        assert!(dir.path().join("tm").join(place).symlink_metadata().is_ok(), "{place}");
    }
    let dir = folder();
    fs::create_dir_all(dir.path().join("tm/.enru/mine")).unwrap();
    let own = ["tm/.enru/mine/notes", "tm/.enru/notes.part"].map(|name| dir.path().join(name));
    own.iter().for_each(|path| fs::write(path, "mine").unwrap());
    succeed(dir.path(), "batch . -o tm -q");
    assert!(own.iter().all(|path| path.is_file()));
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
    let parts = read_all(dir.path()).into_iter().filter(|(name, _)| name.ends_with(".part")).count();
    assert_eq!(parts, 0);
}

/// Every file is on the disk before it gets its name: after a power cut, a name leads to the old content or the new one,
/// never to an empty file.
#[test]
#[ignore = "needs strace: .ci/install"]
fn outputs_are_synced_before_they_are_renamed() {
    let dir = folder();
    fs::write(dir.path().join("list.tsv"), "a.en.txt\ta.ru.txt\n").unwrap();
    for (arguments, outputs) in [
        ("align a.en.txt a.ru.txt -o x.csv", &["x.csv"][..]),
        ("align a.en.txt a.ru.txt -o x.csv --plot x.svg --force", &["x.csv", "x.svg"]),
        ("split a.en.txt -o x.txt", &["x.txt"]),
        ("convert m.csv -o x.xlsx", &["x.xlsx"]),
        ("convert m.csv -o moses --format moses", &["moses.en-ru.en", "moses.en-ru.ru"]),
        ("tm merge m.csv -o m.csv --force", &["m.csv"]),
        ("apply m.csv -o x.tmx", &["x.tmx"]),
        ("learn m.csv -o x.lex", &["x.lex"]),
        ("review m.csv -o x.html", &["x.html"]),
        (
            "batch list.tsv -o tm --merge all.tmx --min-confidence 0.5 --review",
            &["a.csv", "a.review.html", "all.tmx", "all.review.tmx", "report.csv", "report.html", "run.json"],
        ),
    ] {
        let placed = placed_in_order(dir.path(), arguments);
        for output in outputs {
            let path = placed.iter().find(|(path, _)| path.ends_with(output));
            let (_, is_synced) = path.unwrap_or_else(|| panic!("{arguments}: {output} is not in {placed:?}"));
            assert!(is_synced, "{arguments}: {output}");
        }
        assert!(placed.iter().all(|(_, is_synced)| *is_synced), "{arguments}: {placed:?}");
    }
}

/// The files that the command puts in their places, each with whether its content was synced before.
fn placed_in_order(dir: &Path, arguments: &str) -> Vec<(PathBuf, bool)> {
    let calls = "trace=fsync,fdatasync,link,linkat,rename,renameat,renameat2";
    let mut strace = Command::new("strace");
    strace.current_dir(dir).args(["-f", "-y", "-s", "4096", "-o", "calls", "-e", calls]);
    let done = strace.arg(env!("CARGO_BIN_EXE_enru")).args(arguments.split(' ')).output().expect("strace");
    assert!(done.status.success(), "{arguments}: {}", String::from_utf8_lossy(&done.stderr));
    let (mut synced, mut placed) = (BTreeSet::new(), Vec::new());
    for call in
        fs::read_to_string(dir.join("calls")).unwrap().lines().filter(|call| !call.contains(") = -1 "))
    {
        let between = |begin, end| call.split(begin).skip(1).filter_map(move |rest| rest.split_once(end));
        // A call of another thread may stand between the two lines of one that takes long: `<... fsync resumed>`.
        if call.contains(" fsync(") || call.contains(" fdatasync(") {
            synced.extend(between('<', '>').map(|(path, _)| path.to_string()));
        } else if call.contains(" rename") || call.contains(" link") {
            let names: Vec<_> = call.split('"').skip(1).step_by(2).collect();
            if let [from, to] = names[..] {
                placed.push((dir.join(to), synced.contains(dir.join(from).to_str().unwrap())));
            }
        }
    }
    placed
}

/// Kills a batch at every step at which it changes what is on the disk, while it goes on from an earlier run whose memory
/// a person reviewed. Going on gives the same bytes as a run that nothing kills, and every decision.
#[test]
#[ignore = "needs strace: .ci/install"]
fn a_batch_that_is_killed_at_any_step_keeps_every_decision() {
    const GO_ON: &str =
        "batch docs -o tm -q --jobs 1 --by name --merge tm/all.csv --min-confidence 0.1 --dedupe --resume";
    let begun = || {
        let dir = tempfile::tempdir().unwrap();
        for (lang, text) in [("en", EN), ("ru", RU)] {
            fs::create_dir_all(dir.path().join("docs")).unwrap();
            fs::write(dir.path().join(format!("docs/a.{lang}.txt")), text).unwrap();
        }
        succeed(dir.path(), &GO_ON.replace(" --resume", ""));
        let memory = fs::read_to_string(dir.path().join("tm/all.csv")).unwrap();
        let reviewed = memory.replacen(",auto,", ",rejected,", 1).replacen(",auto,", ",reviewed,", 1);
        assert_eq!(reviewed.matches("ed,").count(), 2, "{reviewed}");
        fs::write(dir.path().join("tm/all.csv"), reviewed).unwrap();
        for (lang, text) in [("en", EN), ("ru", RU)] {
            fs::write(dir.path().join(format!("docs/b.{lang}.txt")), text.replace('5', "7")).unwrap();
        }
        dir
    };
    let whole = begun();
    succeed(whole.path(), GO_ON);
    let expected = tree(whole.path());
    let memory = fs::read_to_string(whole.path().join("tm/all.csv")).unwrap();
    // The header, the reviewed row, which is in both documents, and the new row of `b`.
    assert_eq!((memory.matches(",reviewed,").count(), memory.lines().count()), (1, 3), "{memory}");
    let mut killed = 0;
    for calls in ["rename,renameat,renameat2,link,linkat", "fsync,fdatasync", "unlink,unlinkat,rmdir"] {
        for step in 1.. {
            let dir = begun();
            let mut strace = Command::new("strace");
            let inject = format!("inject={calls}:signal=KILL:when={step}");
            strace.current_dir(dir.path()).args(["-f", "-o", "/dev/null", "-e", &inject]);
            let run = strace.arg(env!("CARGO_BIN_EXE_enru")).args(GO_ON.split(' ')).output().expect("strace");
            succeed(dir.path(), GO_ON);
            let left = tree(dir.path());
            let differs = left.iter().filter(|file| !expected.contains(file)).map(|(path, _)| path);
            let differs: Vec<_> = differs.collect();
            assert!(left == expected, "killed at call {step} of {calls}: {differs:?}");
            if run.status.success() {
                break;
            }
            killed += 1;
        }
    }
    assert!(killed > 10, "killed {killed} times");
}

/// The paths and contents of all files below `dir`.
fn tree(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let folders = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let below = |folder: PathBuf| {
        tree(&folder).into_iter().map(move |(path, bytes)| (format!("{}/{path}", name(&folder)), bytes))
    };
    read_all(dir).into_iter().chain(folders.flat_map(below)).collect()
}
