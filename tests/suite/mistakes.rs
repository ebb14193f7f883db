//! Frequent mistakes and the answers to them: command, exit code, words of the message.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// `COMMAND => EXIT CODE: WORDS; WORDS`.
const ROWS: &str = "
algin a.en.txt a.ru.txt => 2: unrecognized subcommand; 'align'
align a.en.txt => 2: <RU>
align a.en.txt a.ru.txt --colums en => 2: unexpected argument; --columns
align a.en.txt a.ru.txt --columns en,confidense => 2: confidense; 'confidence'; possible values
align a.en.txt a.ru.txt --format exel => 2: possible values; csv
align a.en.txt a.ru.txt --format cvs => 2: 'csv'
align a.en.txt a.ru.txt -o out.cvs => 2: unknown extension '.cvs'; .tmx; did you mean '.csv'?
align a.en.txt a.ru.txt -o out => 2: no extension; --format
align a.en.txt a.ru.txt --encoding windows1251x => 2: unknown encoding; did you mean 'windows-1251'?
align a.en.txt a.ru.txt --encoding windows-1251 => 1: a.ru.txt: is in UTF-8, not in windows-1251
align a.en.txt a.ru.txt --ru-encoding koi8-r --lossy => 1: is in UTF-8, not in KOI8-R
align a.en.txt a.ru.txt --min-confidence 2 => 2: 0 to 1
align a.en.txt a.ru.txt --min-confidence -1 => 2: 0 to 1
align a.en.txt a.ru.txt --jobs many => 2: expected a number from 1 to 1024
align a.en.txt a.ru.txt --jobs 0 => 2: expected a number from 1 to 1024
align a.en.txt a.ru.txt -o folder => 2: folder is a folder
tm filter a.csv --min-confidence -0.5 => 2: 0 to 1
tm lint a.en.txt => 1: has one column only
tm filter a.csv --flag numbers => 2: 'number-mismatch'; any
tm filter a.csv --flag any -o none.csv => 0: kept 0 of 1
tm filter a.csv --min-confidence 0,5 -o all.csv => 0: kept 1 of 1
tm filter a.csv --min-length many => 2: expected a whole number
explain a.en.txt a.ru.txt --segment two => 2: expected a whole number
align https://example.org/a.en.html a.ru.txt => 1: enru reads files only
split folder => 1: is a folder; enru batch
apply a.en.txt => 1: has one column only
convert a.ladder out.csv => 1: no text to write
align a.en.txt a.ru.txt --locales en => 2: en-US,ru-RU
align a.en.txt a.ru.txt --max-bytes big => 2: 256M
align a.en.txt a.ru.txt --format tmx --columns en => 2: --columns has no effect on tmx
align a.en.txt a.ru.txt --format tmx --excel => 2: --excel has no effect on tmx
align a.en.txt a.ru.txt --locales en-US,ru-RU => 2: --locales has no effect on csv
align a.en.txt a.ru.txt --format bracket --keep-unaligned => 2: --keep-unaligned has no effect on bracket
align a.en.txt a.ru.txt -o x.html --columns en => 2: --columns has no effect on a review page
align a.en.txt a.ru.txt --plot x.png => 2: x.png; .svg
align a.en.txt a.ru.txt --open => 2: -o FILE.html
align a.en.txt a.ru.txt --json => 2: -o FILE
align a.en.txt a.ru.txt --lines --srx rules.srx => 2: cannot be used with
align a.en.txt a.ru.txt --fail-on everything => 2: suspect
align - - => 2: standard input
align a.en.txt a.ru.tx => 1: a.ru.tx: cannot read; did you mean 'a.ru.txt'?
align nowhere/a.en.txt a.ru.txt => 1: the folder nowhere does not exist
align a.en.txt a.ru.txt -o nowhere/out.csv => 1: nowhere/out.csv; the folder nowhere does not exist
align a.en.txt a.ru.txt -o a.csv => 1: a.csv: already exists; --force
align a.en.txt b.en.txt => 1: both are in English
align a.en.txt . => 1: is a folder; enru batch
align a.en.txt empty.txt => 1: empty.txt: is empty
align a.en.txt bad.txt => 1: not valid; --encoding; --lossy
align a.en.txt a.ru.txt --max-bytes 10 => 1: more than 10 bytes; --max-bytes
align a.en.txt a.ru.txt --anchors far.tsv => 1: far.tsv:1; out of range
align a.en.txt a.ru.txt --anchors crossed.tsv => 1: crossed.tsv:2; crosses line 1
align a.en.txt a.ru.txt --anchors words.tsv => 1: words.tsv:1; two sentence numbers
align a.en.txt a.ru.txt --decisions missing.json => 1: missing.json: cannot read
align a.en.txt a.ru.txt --srx a.en.txt => 1: a.en.txt
explain a.en.txt a.ru.txt --segment 99 => 2: there is no segment 99
split missing.txt => 1: missing.txt: cannot read: No such file
split a.en.txt --lang de => 2: possible values: en, ru
review a.en.txt a.ru.txt -o x.html => 0: x.html: 2 segments; open x.html in a browser; enru apply a.review.json -o tm.csv
review a.csv -o x.html --lines => 2: --lines requires two documents; a.csv
review a.csv -o x.html --no-lexicon => 2: --no-lexicon requires two documents
review a.en.txt a.ru.txt -o x.doc => 2: x.doc: unknown extension; .html
review a.en.txt a.ru.txt -o x.xlsx --open => 2: --open requires an HTML page
review a.en.txt a.ru.txt => 2: --output FILE (.html for a page, .xlsx for a workbook, .json), or --open
apply broken.json => 1: broken.json; is not a complete review: the file ends too early
apply status.json => 1: status.json:1: is not a valid review: unknown value `acepted`, expected one of `auto`
convert short.csv => 1: short.csv:3: 1 cell in a table of 2 columns; a text is missing
convert long.csv => 1: long.csv:2: 3 cells in a table of 2 columns; double quotes
apply a.csv --format bracket => 2: holds no text
batch . . -o tm => 2: is given twice
batch . ./ -o tm => 2: is given twice
batch . -o tm --merge - => 2: --merge cannot write to standard output
batch . -o tm --merge all.xyz => 2: unknown extension '.xyz'
batch . -o tm --merge all.ladder => 2: bracket holds no text; such as .tmx
batch . -o tm --dedupe => 2: --merge
batch . -o tm --format moses => 2: moses
batch . -o tm --anchors a.en.txt => 2: expected a folder
batch . -o tm --decisions nowhere => 2: no such file or folder
batch nowhere -o tm => 1: nowhere
batch a.en.txt a.ru.txt -o tm => 2: enru align a.en.txt a.ru.txt
batch folder -o there => 1: there; --resume
batch . => 2: --output
pair . . => 2: is given twice
pair . --by contents => 2: 'content'
tm filter a.csv --min-confidence 0.9 --max-confidence 0.1 => 2: --min-confidence is above --max-confidence
tm filter a.csv --min-length 9 --max-length 1 => 2: --min-length is above --max-length
tm filter a.csv --status reviewd => 2: 'reviewed'
tm lint a.csv --only number-mismach => 2: 'number-mismatch'
tm merge a.csv --format tmx --excel => 2: --excel has no effect on tmx
convert a.csv => 0:
convert a.csv -o out.docx => 2: unknown extension '.docx'
eval a.ladder => 2: GOLD; PREDICTED
eval a.ladder a.csv => 1: a.csv; --format bracket
worker --shard 5/4 => 2: 3/16
worker --timeout 0 => 2: seconds above 0
missing.en.txt a.ru.txt => 1: missing.en.txt: cannot read
folder => 2: folder is a folder; enru batch folder -o tm/
a.en.txt => 2: a.en.txt is one file; give its translation too
a.en.txt a.ru.txt b.en.txt => 2: 3 files or folders; enru batch FOLDER
a.en.txt a.ru.txt -o x.csv => 2: is not a command; enru align a.en.txt a.ru.txt -o x.csv
";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    };
    let (en, ru) = ("The well was dug in May. It is deep.\n", "Колодец вырыли в мае. Он глубокий.\n");
    for (name, text) in [
        ("a.en.txt", en),
        ("b.en.txt", en),
        ("a.ru.txt", ru),
        ("folder/x.en.txt", en),
        ("folder/x.ru.txt", ru),
    ] {
        write(name, text.as_bytes());
    }
    write("a.csv", "en,ru\nThe well.,Колодец.\n".as_bytes());
    write("a.ladder", b"[0]:[0]\n");
    write("empty.txt", b"");
    write(
        "bad.txt",
        &["Колодец вырыли в мае прошлого года. ".repeat(20).as_bytes(), b"\xff\xfe\xfa"].concat(),
    );
    write("far.tsv", b"1\t9\n");
    write("crossed.tsv", b"1\t2\n2\t1\n");
    write("words.tsv", b"one two\n");
    write("broken.json", b"{\"format\": \"enru-review\", \"segments\": [");
    write("status.json", b"{\"format\":\"enru-review\",\"version\":1,\"segments\":[{\"translation\":{\"en\":\"\",\"ru\":\"\"},\"en_sentences\":[],\"ru_sentences\":[],\"en_ids\":[],\"ru_ids\":[],\"status\":\"acepted\"}]}");
    write("short.csv", "en,ru\nThe well.,Колодец.\nIt is deep.\n".as_bytes());
    write("long.csv", "en,ru\nThe well, deep.,Колодец.\n".as_bytes());
    write("rules.srx", b"<srx/>");
    write("there/run.json", b"{}");
    folder
}

fn run(folder: &Path, words: &str) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_enru"));
    command.current_dir(folder).args(words.split_whitespace()).stdin(Stdio::null());
    let output = command.env("XDG_CONFIG_HOME", folder).env("ENRU_BROWSER", "true").output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn mistakes_get_an_exit_code_and_a_message_that_helps() {
    let mut wrong = Vec::new();
    for row in ROWS.lines().filter(|row| !row.is_empty()) {
        let (words, expected) = row.split_once(" => ").unwrap();
        let (code, message) = expected.split_once(':').unwrap();
        let folder = folder();
        let (exit, said) = run(folder.path(), words);
        let missing: Vec<&str> =
            message.split(';').map(str::trim).filter(|word| !said.contains(word)).collect();
        let is_plain =
            ["os error", ".part", "Some(", "PathBuf", "panicked", "/tmp/.tmp", "invalid digit", "..="]
                .iter()
                .all(|word| !said.contains(word));
        if exit != code.parse().ok() || !missing.is_empty() || !is_plain {
            wrong.push(format!("enru {words}: {exit:?}, lacks {missing:?}: {said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn settings_come_from_files_and_variables() {
    let folder = folder();
    fs::write(
        folder.path().join("enru.toml"),
        "locales = [\"en-GB\", \"ru-RU\"]\ncolumns = [\"en\", \"ru\"]\n",
    )
    .unwrap();
    let enru = |words: &str, variable: Option<(&str, &str)>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_enru"));
        command
            .current_dir(folder.path())
            .args(words.split_whitespace())
            .env("XDG_CONFIG_HOME", folder.path().join("none"));
        String::from_utf8(command.envs(variable).output().unwrap().stdout).unwrap()
    };
    assert!(enru("align a.en.txt a.ru.txt", None).starts_with("en,ru\n"));
    assert!(enru("align a.en.txt a.ru.txt --columns ru", None).starts_with("ru\n"));
    assert!(enru("align a.en.txt a.ru.txt --format tmx", None).contains("en-GB"));
    assert!(enru("align a.en.txt a.ru.txt", Some(("ENRU_COLUMNS", "shape,en"))).starts_with("shape,en\n"));
    let shown = enru("config", Some(("ENRU_COLUMNS", "shape,en")));
    assert!(shown.contains("locales = en-GB,ru-RU    from enru.toml"), "{shown}");
    assert!(shown.contains("columns = shape,en    from ENRU_COLUMNS"), "{shown}");
    for (text, words) in [
        ("colums = [\"en\"]", "did you mean 'columns'?"),
        ("columns = [\"eng\"]", "unknown column 'eng'"),
        ("a = = 1", "enru.toml:1"),
    ] {
        fs::write(folder.path().join("enru.toml"), text).unwrap();
        let (code, said) = run(folder.path(), "align a.en.txt a.ru.txt");
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(words), "{said}");
    }
}

#[test]
#[cfg(unix)]
fn two_files_are_aligned_and_opened_in_the_browser() {
    let folder = folder();
    let browser = folder.path().join("browser");
    fs::write(&browser, "#!/bin/sh\necho \"$1\" > opened.new\nmv opened.new opened\n").unwrap();
    fs::set_permissions(&browser, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let opened = folder.path().join("opened");
    for page in ["a.review.html", "a.review-2.html"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_enru"));
        command.current_dir(folder.path()).args(["a.ru.txt", "a.en.txt"]).env("ENRU_BROWSER", "./browser");
        assert!(command.output().unwrap().status.success());
        let begun = std::time::Instant::now();
        while !opened.exists() && begun.elapsed() < std::time::Duration::from_secs(20) {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        assert!(fs::read_to_string(&opened).unwrap().trim_end().ends_with(page));
        assert!(fs::read_to_string(folder.path().join(page)).unwrap().contains("The well was dug in May."));
        fs::remove_file(&opened).unwrap();
    }
}

#[test]
fn the_summary_is_there_for_programs() {
    let folder = folder();
    let output = Command::new(env!("CARGO_BIN_EXE_enru"))
        .current_dir(folder.path())
        .args(["align", "a.en.txt", "a.ru.txt", "-o", "out.csv", "--json"])
        .output()
        .unwrap();
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&summary["output"], &summary["segments"]), (&"out.csv".into(), &2.into()));
    assert_eq!(summary["suspect"], serde_json::json!([]));
    assert!(String::from_utf8(output.stderr).unwrap().starts_with("out.csv: 2 segments, "));
}
