//! Hostile files and failing machines: every run ends in time, within its memory limit, with a message that names the
//! file, and no text is lost silently. docs/hostile.md has the figures for the full sizes.

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::{contains, is_empty};
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// More than any of these inputs needs, and less than unbounded growth takes.
const MEMORY: u64 = 1 << 30;

/// Runs `enru` with these arguments within `MEMORY` and a minute.
fn enru(args: &[&str]) -> Command {
    let mut command = Command::new("prlimit");
    command.arg(format!("--as={MEMORY}")).arg(env!("CARGO_BIN_EXE_enru")).args(args);
    command.timeout(Duration::from_secs(60));
    command
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn file(folder: &TempDir, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    path
}

/// Creates a named pipe with `mkfifo`.
fn pipe(folder: &TempDir) -> PathBuf {
    let path = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    path
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Aligns two texts and expects every letter of them in the output.
fn aligned(name: &str, en: &str, ru: &str) {
    let folder = folder();
    let (a, b) = (file(&folder, "x.en.txt", en), file(&folder, "x.ru.txt", ru));
    let options = ["--columns", "en,ru", "--keep-unaligned", "--keep-furniture"];
    let done = enru(&["align", text(&a), text(&b)]).args(options).output().unwrap();
    assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
    let out = String::from_utf8(done.stdout).unwrap();
    assert_eq!(letters(out.strip_prefix("en,ru\n").unwrap()), letters(en) + letters(ru), "{name}");
}

#[test]
fn strange_texts_are_aligned_whole() {
    let twice = |name: &str, en: &str, ru: &str, n: usize| aligned(name, &en.repeat(n), &ru.repeat(n));
    twice("one line", "The court met in Geneva. ", "Суд собрался в Женеве. ", 500);
    twice("sentences of one letter", "a\n\n", "я\n\n", 500);
    aligned(
        "empty paragraphs",
        &format!("A{}B", "\n\n".repeat(100_000)),
        &format!("А{}Б", "\n \n".repeat(100_000)),
    );
    aligned("dots", &(".".repeat(1 << 20) + "a"), &(".".repeat(1 << 20) + "я"));
    aligned("quotes", &("\"".repeat(1 << 20) + "a"), &("«".repeat(1 << 20) + "я"));
    twice("bidirectional overrides", "\u{202e}The end.\u{202c} ", "\u{202e}Конец.\u{202c} ", 500);
    aligned("right to left", "שלום. The end.", "مرحبا. Конец.");
    aligned(
        "a tower of marks",
        &("a".to_string() + &"\u{301}".repeat(1 << 20)),
        &("я".to_string() + &"\u{301}".repeat(1 << 20)),
    );
    twice("long numbers", &("9".repeat(5_000) + " units. "), &("9".repeat(5_000) + " единиц. "), 10);
    twice(
        "impossible dates",
        "On 99.99.9999 and 32.13.0000 we met. ",
        "Мы встретились 99.99.9999 и 32.13.0000. ",
        300,
    );
    twice(
        "long names",
        &format!("A{} came. ", "b".repeat(100_000)),
        &format!("А{} пришёл. ", "б".repeat(100_000)),
        3,
    );
}

#[test]
fn damaged_bytes_are_named_with_their_place() {
    let folder = folder();
    let utf16 = |unit: [u8; 2]| {
        let text = "\u{feff}The court met. ".repeat(20);
        let mut bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.extend(unit);
        bytes.extend(b"x\0");
        bytes
    };
    for (name, bytes, message) in [
        ("high.txt", utf16([0, 0xd8]), "not valid UTF-16LE"),
        ("low.txt", utf16([0, 0xdc]), "not valid UTF-16LE"),
        ("nul.txt", b"The court\0 met.".to_vec(), "offset 9"),
    ] {
        let path = file(&folder, name, bytes);
        enru(&["split", text(&path)])
            .assert()
            .code(1)
            .stdout(is_empty())
            .stderr(contains(name).and(contains(message)));
    }
}

#[test]
fn what_never_ends_is_refused() {
    let folder = folder();
    let huge = folder.path().join("huge.txt");
    fs::File::create(&huge).unwrap().set_len(10 << 30).unwrap();
    let too_large = || contains("has more than").and(contains("--max-bytes"));
    let started = Instant::now();
    for args in [
        &["split", text(&huge)][..],
        &["align", "/dev/zero", "/dev/zero"],
        &["eval", "/dev/zero", "/dev/zero"],
        &["review", "/dev/zero", "-o", "/dev/null/x.html"],
        &["split", "--srx", "/dev/zero", "samples/undp-issyk-kul-water.en"],
        &["apply", "/dev/zero", "-o", "-"],
    ] {
        enru(args).assert().code(1).stderr(too_large());
    }
    for args in [["learn", "-o", "/dev/null"], ["tm", "stats", "--quiet"]] {
        enru(&args).arg(&huge).assert().code(1).stderr(contains("huge.txt: is not text"));
    }
    assert!(started.elapsed() < Duration::from_secs(60));
}

#[test]
fn a_file_above_the_limit_is_refused_by_name_whatever_it_is_for() {
    let folder = folder();
    file(&folder, "s.en.txt", "The mill is old.");
    file(&folder, "s.ru.txt", "Мельница стара.");
    file(&folder, "list.tsv", "s.en.txt\ts.ru.txt\n".repeat(60));
    file(&folder, "big.tsv", "mill\tмельница\n".repeat(100));
    file(&folder, "anchors.tsv", "1\t1\n".repeat(300));
    file(&folder, "big.ladder", "[0]:[0]\n".repeat(200));
    file(&folder, "big.srx", fs::read("tests/split/company.srx").unwrap());
    file(&folder, "big.csv", format!("en,ru\n{},Б.\n", "A mill. ".repeat(200)));
    file(&folder, "big.json", "[1]".repeat(500));
    fs::create_dir(folder.path().join("known")).unwrap();
    file(&folder, "known/s.tsv", "1\t1\n".repeat(300));
    for (args, named) in [
        ("align s.en.txt s.ru.txt --lexicon big.tsv", "big.tsv"),
        ("align s.en.txt s.ru.txt --lexicon /dev/zero", "/dev/zero"),
        ("align s.en.txt s.ru.txt --srx big.srx", "big.srx"),
        ("align s.en.txt s.ru.txt --anchors anchors.tsv", "anchors.tsv"),
        ("align s.en.txt s.ru.txt --decisions big.csv", "big.csv"),
        ("align s.en.txt s.ru.txt --decisions big.json", "big.json"),
        ("explain s.en.txt s.ru.txt --lexicon big.tsv", "big.tsv"),
        ("review s.en.txt s.ru.txt --lexicon big.tsv -o r.html", "big.tsv"),
        ("split s.en.txt --srx big.srx", "big.srx"),
        ("worker --lexicon big.tsv", "big.tsv"),
        ("worker --srx big.srx", "big.srx"),
        ("pair . --lexicon big.tsv", "big.tsv"),
        ("pair list.tsv", "list.tsv"),
        ("batch list.tsv -o out", "list.tsv"),
        ("batch . -o out --lexicon big.tsv", "big.tsv"),
        ("batch . -o out --lexicon /dev/zero", "/dev/zero"),
        ("batch . -o out --srx big.srx", "big.srx"),
        ("batch . -o out --srx /dev/zero", "/dev/zero"),
        ("batch . -o out1 --decisions big.csv", "big.csv"),
        ("batch . -o out2 --anchors known", "s.tsv"),
        ("eval big.ladder big.ladder", "big.ladder"),
        ("learn big.csv -o x.lex", "big.csv"),
        ("apply big.csv", "big.csv"),
        ("convert big.csv", "big.csv"),
        ("review big.csv -o r.html", "big.csv"),
        ("tm merge big.csv", "big.csv"),
    ] {
        let words: Vec<_> = args.split(' ').chain(["--max-bytes", "1000"]).collect();
        let refused = enru(&words).current_dir(folder.path()).assert().code(1);
        refused.stderr(contains(format!("{named}: has more than 1000 bytes")));
    }
    for made in ["x.lex", "r.html", "out"] {
        assert!(!folder.path().join(made).exists(), "{made}");
    }
}

#[test]
fn a_pipe_that_never_ends_is_refused_and_one_that_does_is_read() {
    let folder = folder();
    let pipe = pipe(&folder);
    let feed = |command: &str| -> Child {
        let mut shell = std::process::Command::new("sh");
        shell.arg("-c").arg(command).arg("sh").arg(&pipe).stderr(Stdio::null()).spawn().unwrap()
    };
    let mut feeder = feed("yes The court met. > \"$1\"");
    enru(&["split", "--max-bytes", "1000000", text(&pipe)])
        .assert()
        .code(1)
        .stderr(contains("more than 1000000 bytes"));
    feeder.wait().unwrap();
    let mut feeder = feed("printf 'One. Two.' > \"$1\"");
    enru(&["split", text(&pipe)]).assert().success().stdout("One.\nTwo.\n");
    feeder.wait().unwrap();
}

#[test]
fn a_quote_that_is_never_closed_does_not_fill_the_memory() {
    let folder = folder();
    let csv = file(&folder, "tm.csv", format!("en,ru\nA,Б\n\"{}", "never closed\n".repeat(500_000)));
    enru(&["tm", "stats", text(&csv), "--max-bytes", "1000000"])
        .assert()
        .code(1)
        .stderr(contains("tm.csv: has more than 1000000 bytes"));
}

#[test]
fn a_full_disk_is_told_and_leaves_nothing() {
    for args in [&["-o", "/dev/full", "--format", "csv"][..], &["-o", "/dev/full", "--format", "xlsx"]] {
        let samples = ["samples/undp-issyk-kul-water.en.txt", "samples/undp-issyk-kul-water.ru.txt"];
        enru(&["align"])
            .args(samples)
            .args(args)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .assert()
            .code(1)
            .stderr(contains("/dev/full: cannot write: No space left on device"));
    }
}

#[test]
fn standard_output_that_fails_is_named() {
    let folder = folder();
    file(&folder, "m.csv", "en,ru\nA.,Б.\n");
    file(&folder, "s.en.txt", "The mill is old.");
    file(&folder, "s.ru.txt", "Мельница стара.");
    for command in
        ["align s.en.txt s.ru.txt", "split s.en.txt", "tm stats m.csv", "convert m.csv", "pair . --by name"]
    {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let mut enru = std::process::Command::new(env!("CARGO_BIN_EXE_enru"));
        let run = enru.args(command.split(' ')).current_dir(folder.path()).stdout(full).output().unwrap();
        let said = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(1), "{command}: {said}");
        assert!(said.contains("standard output: cannot write: No space left on device"), "{command}: {said}");
    }
    enru(&["split", "-"])
        .write_stdin("The mill\0 is old.")
        .assert()
        .code(1)
        .stderr(contains("standard input: is not text"));
}

#[test]
fn names_and_texts_of_files_do_not_command_the_terminal() {
    let folder = folder();
    fs::create_dir(folder.path().join("d")).unwrap();
    for (lang, text) in [("en", "The mill is old.\n"), ("ru", "Мельница стара.\n")] {
        file(&folder, &format!("d/x\u{1b}[31m\u{9b}31m\u{202e}.{lang}.txt"), text);
    }
    // Anstream strips colours if the output is not a terminal, unless `CLICOLOR_FORCE` is set.
    let run = |args: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_enru"));
        let run = command.args(args).env("CLICOLOR_FORCE", "1").current_dir(folder.path()).output().unwrap();
        String::from_utf8(run.stderr).unwrap() + &String::from_utf8(run.stdout).unwrap()
    };
    let english = "d/x\u{1b}[31m\u{9b}31m\u{202e}.en.txt";
    for args in [
        &["split", "d/no\u{1b}[31m"][..],
        &["pair", "d"],
        &["batch", "d", "-o", "d/out\u{1b}[31m"],
        &["tm", "stats", english],
        &["eval", english, english],
        &["convert", english, "-o", "x.\u{1b}[31m"],
    ] {
        let said = run(args);
        assert!(said.contains("\\u{1b}"), "{args:?}: {said:?}");
        assert!(!said.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{args:?}: {said:?}");
    }
}

#[test]
fn what_is_appended_to_is_not_cut() {
    let folder = folder();
    file(&folder, "s.en.txt", "The mill is old.");
    for (name, force) in [("/dev/stdout", None), ("/dev/fd/1", Some("--force")), ("-", None)] {
        let log = file(&folder, "log", "before\n");
        let appended = fs::File::options().append(true).open(&log).unwrap();
        let mut split = std::process::Command::new(env!("CARGO_BIN_EXE_enru"));
        split.args(["split", "-q", "s.en.txt", "-o", name]).args(force).current_dir(folder.path());
        assert!(split.stdout(appended).status().unwrap().success(), "{name}");
        assert_eq!(fs::read_to_string(log).unwrap(), "before\nThe mill is old.\n", "{name}");
    }
}

/// Root may read and write everything, so the program runs as the user nobody, in a folder that user may not enter.
fn as_nobody(args: &[&str]) -> Command {
    let is_root = fs::metadata("/proc/self").is_ok_and(|m| std::os::unix::fs::MetadataExt::uid(&m) == 0);
    if !is_root {
        return enru(args);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"]);
    command.arg(nobodys_copy()).args(args);
    command
}

/// A copy of the program that the user nobody can run: the build folder belongs to root.
fn nobodys_copy() -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let copy = std::env::temp_dir().join(format!("enru-of-nobody-{}", std::process::id()));
    if !copy.exists() {
        fs::copy(env!("CARGO_BIN_EXE_enru"), &copy).unwrap();
        fs::set_permissions(&copy, fs::Permissions::from_mode(0o755)).unwrap();
    }
    copy
}

#[test]
fn what_may_not_be_read_or_written_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let (secret, open) = (file(&folder, "secret.txt", "The end."), file(&folder, "open.txt", "The end."));
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    mode(&secret, 0);
    mode(&open, 0o644);
    mode(folder.path(), 0o555);
    let out = folder.path().join("out.txt");
    as_nobody(&["split", text(&secret)])
        .assert()
        .code(1)
        .stderr(contains("secret.txt: cannot read: Permission denied"));
    let refused = as_nobody(&["split", text(&open), "-o", text(&out)]).assert().code(1);
    refused.stderr(contains("out.txt: cannot write: Permission denied"));
    mode(folder.path(), 0o755);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    let _ = fs::remove_file(nobodys_copy());
}

#[test]
fn loops_pipes_and_strange_names_do_not_stop_a_batch() {
    let folder = folder();
    let docs = folder.path().join("docs");
    fs::create_dir(&docs).unwrap();
    symlink(&docs, docs.join("again")).unwrap();
    symlink("self.en.txt", docs.join("self.en.txt")).unwrap();
    for (en, ru) in [
        (&b"a.en.txt"[..], &b"a.ru.txt"[..]),
        (b"new\nline.en.txt", b"new\nline.ru.txt"),
        (b"bad\xff.en.txt", b"bad\xff.ru.txt"),
    ] {
        fs::write(docs.join(std::ffi::OsStr::from_bytes(en)), "The court met on 5 May.").unwrap();
        fs::write(docs.join(std::ffi::OsStr::from_bytes(ru)), "Суд собрался 5 мая.").unwrap();
    }
    fs::rename(pipe(&folder), docs.join("pipe.en.txt")).unwrap();
    fs::write(docs.join("pipe.ru.txt"), "Конец.").unwrap();
    let out = folder.path().join("out");
    enru(&["batch", text(&docs), "-o", text(&out), "--quiet"]).assert().code(1);
    let report = fs::read_to_string(out.join("report.csv")).unwrap();
    assert_eq!(report.matches(",done,").count(), 3, "{report}");
    assert!(report.contains("is not a regular file"), "{report}");
}

#[test]
fn an_interrupted_run_leaves_no_file() {
    let folder = folder();
    let pipe = pipe(&folder);
    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    let mut learning = std::process::Command::new(env!("CARGO_BIN_EXE_enru"))
        .args(["learn", text(&pipe), "-o", text(&out.join("x.lex"))])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let started = Instant::now();
    while fs::read_dir(&out).unwrap().count() == 0 && started.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(fs::read_dir(&out).unwrap().count(), 1, "the file being written");
    let id = learning.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(learning.wait().unwrap().code(), Some(130));
    assert_eq!(fs::read_dir(&out).unwrap().count(), 0);
}

/// Text of a document has no characters that command a terminal. Other fields of a memory keep them in a pipe; a terminal gets them in
/// visible form.
#[test]
fn texts_of_documents_do_not_command_the_terminal() {
    let folder = folder();
    const COMMANDS: &str = "\u{1b}]0;title\u{7}";
    file(&folder, "s.en.txt", format!("The mill {COMMANDS} is old. It stands."));
    file(&folder, "s.ru.txt", format!("Мельница {COMMANDS} стара."));
    file(&folder, "m.csv", format!("en,ru,note\nThe mill is old.,Мельница стара.,old {COMMANDS}\n"));
    for (command, is_kept) in [
        ("split s.en.txt", false),
        ("split --explain s.en.txt", false),
        ("convert m.csv -o - --format csv", true),
        ("explain s.en.txt s.ru.txt", false),
        ("align s.en.txt s.ru.txt", false),
    ] {
        let program = env!("CARGO_BIN_EXE_enru");
        let piped =
            enru(&command.split(' ').collect::<Vec<_>>()).current_dir(folder.path()).output().unwrap();
        let piped = String::from_utf8(piped.stdout).unwrap();
        assert_eq!(piped.contains(COMMANDS), is_kept, "{command}: {piped:?}");
        let mut script = std::process::Command::new("script");
        script.args(["-qec", &format!("{program} {command}"), "/dev/null"]).current_dir(folder.path());
        let shown = script.env("NO_COLOR", "1").stdin(Stdio::null()).output().unwrap();
        let shown = String::from_utf8(shown.stdout).unwrap();
        assert_eq!(shown.contains(r"\u{1b}]0;title\u{7}"), is_kept, "{command}: {shown:?}");
        assert!(!shown.contains(['\u{1b}', '\u{7}']), "{command}: {shown:?}");
    }
}
