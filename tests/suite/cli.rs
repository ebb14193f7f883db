//! The command line: standard output, standard error, and exit codes.

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::{contains, is_empty, is_match, starts_with};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const NAME: &str = "undp-issyk-kul-water";

fn enru(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_enru"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(args);
    command
}

fn sample(ending: &str) -> String {
    format!("samples/{NAME}.{ending}")
}

fn stdout(args: &[&str]) -> String {
    String::from_utf8(enru(args).assert().success().get_output().stdout.clone()).unwrap()
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// A file with `content` in `folder`, as an argument.
fn file(folder: &TempDir, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_string()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn csv_goes_to_standard_output_and_a_summary_to_standard_error() {
    enru(&["align", &sample("en.txt"), &sample("ru.txt")])
        .assert()
        .code(0)
        .stdout(starts_with(
            "en,ru,confidence,shape,status,en_ids,ru_ids,anchors,flags,document,segment_id\n",
        ))
        .stdout(contains("Posted on 22 March 2018,Опубликовано"))
        .stderr(is_match(r"^\d+ segments, .*unpaired.*\n$").unwrap());
}

#[test]
fn quiet_says_nothing_and_verbose_tells_the_encoding() {
    enru(&["align", "--quiet", &sample("en.txt"), &sample("ru.txt")]).assert().success().stderr(is_empty());
    enru(&["align", "-v", &sample("en.txt"), &sample("ru.txt")])
        .assert()
        .success()
        .stderr(contains("Russian, UTF-8").and(contains("English, UTF-8")));
}

#[test]
fn the_ending_of_the_output_says_the_format() {
    let folder = folder();
    for (name, beginning) in [
        ("out.csv", "en,ru,confidence"),
        ("out.tsv", "en\tru\tconfidence"),
        ("out.jsonl", "{\"id\""),
        ("out.tmx", "<?xml"),
        ("out.ladder", "[0]:[0]"),
    ] {
        let out = folder.path().join(name);
        enru(&["align", &sample("en.txt"), &sample("ru.txt"), "-o", out.to_str().unwrap()])
            .assert()
            .success()
            .stdout(is_empty());
        assert!(fs::read_to_string(&out).unwrap().starts_with(beginning), "{name}");
    }
    let out = folder.path().join("other.csv");
    let args =
        ["align", &sample("en.txt"), &sample("ru.txt"), "-o", out.to_str().unwrap(), "--format", "tsv"];
    enru(&args).assert().success();
    assert!(fs::read_to_string(&out).unwrap().starts_with("en\tru\t"));
}

#[test]
fn an_output_that_exists_is_kept_without_force() {
    let folder = folder();
    let out = file(&folder, "out.csv", "precious");
    let args = ["align", &sample("en.txt"), &sample("ru.txt"), "-o", &out];
    enru(&args).assert().code(1).stderr(contains("out.csv").and(contains("--force")));
    assert_eq!(fs::read_to_string(&out).unwrap(), "precious");
    enru(&args).arg("--force").assert().success();
    assert!(fs::read_to_string(&out).unwrap().starts_with("en,ru"));
    assert_eq!(names(folder.path()), ["out.csv"]);
}

#[test]
fn lines_give_a_ladder_that_scores_well() {
    let folder = folder();
    let predicted = file(
        &folder,
        "predicted",
        stdout(&["align", "--lines", &sample("en"), &sample("ru"), "--format", "bracket"]),
    );
    let report = stdout(&["eval", &sample("gold"), &predicted]);
    assert!(report.starts_with("strict  precision "), "{report}");
    assert!(report.contains("\nlax ") && report.contains("\nnull "), "{report}");
    let json: serde_json::Value =
        serde_json::from_str(&stdout(&["eval", &sample("gold"), &predicted, "--json"])).unwrap();
    assert!(json["strict"]["f1"].as_f64().unwrap() > 0.9, "{json}");
    let itself: serde_json::Value =
        serde_json::from_str(&stdout(&["eval", "--json", &sample("gold"), &sample("gold")])).unwrap();
    for kind in ["strict", "lax", "null"] {
        assert_eq!(itself[kind]["f1"], 1.0, "{kind}");
    }
}

#[test]
fn split_writes_a_sentence_a_line_and_a_blank_line_between_paragraphs() {
    let folder = folder();
    let text = file(
        &folder,
        "text.txt",
        "Курсы начались 5 мая. Они шли 3 дня.\n\nВ них приняли участие 20 чел. из Омска.\n",
    );
    assert_eq!(
        stdout(&["split", &text]),
        "Курсы начались 5 мая.\nОни шли 3 дня.\n\nВ них приняли участие 20 чел. из Омска.\n"
    );
}

#[test]
fn one_side_may_be_standard_input() {
    let expected = stdout(&["align", &sample("en.txt"), &sample("ru.txt"), "--columns", "en,ru"]);
    let en = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(sample("en.txt"))).unwrap();
    enru(&["align", "-", &sample("ru.txt"), "--columns", "en,ru"])
        .write_stdin(en)
        .assert()
        .success()
        .stdout(expected);
}

#[test]
fn files_in_the_wrong_order_are_swapped_with_a_notice() {
    let right = stdout(&["align", &sample("en.txt"), &sample("ru.txt")]);
    enru(&["align", &sample("ru.txt"), &sample("en.txt")])
        .assert()
        .success()
        .stdout(right)
        .stderr(starts_with("note: samples/undp-issyk-kul-water.en.txt is English"));
}

/// Runs `align` on two files; expects exit code 1, the words in the message, and no output.
fn refused(en: &str, ru: &str, words: &[&str]) {
    let folder = folder();
    let out = folder.path().join("out.csv");
    let assert = enru(&["align", en, ru, "-o", out.to_str().unwrap()]).assert().code(1).stdout(is_empty());
    let message = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
    assert!(message.starts_with("error: "), "{message}");
    for word in words {
        assert!(message.contains(word), "'{word}' is not in: {message}");
    }
    assert_eq!(names(folder.path()), [""; 0], "nothing is left behind");
}

#[test]
fn bad_files_are_named_with_what_to_do() {
    let folder = folder();
    let (en, ru) = (sample("en.txt"), sample("ru.txt"));
    refused("no-such-file.txt", &ru, &["no-such-file.txt", "cannot read", "No such file"]);
    refused(&en, "samples", &["samples", "is a folder", "enru batch"]);
    refused(&file(&folder, "empty.txt", ""), &ru, &["empty.txt", "is empty"]);
    refused(&file(&folder, "blank.txt", " \n\n\t\n"), &ru, &["blank.txt", "is empty"]);
    let binary: Vec<u8> = (0..4000u32).map(|i| (i * 7919 % 251) as u8).collect();
    refused(&file(&folder, "binary.txt", binary), &ru, &["binary.txt", "is not text"]);
    refused(&en, &sample("en"), &[&en, &sample("en"), "both are in English"]);
    refused(&ru, &sample("ru"), &[&ru, &sample("ru"), "both are in Russian"]);
}

#[test]
fn unreadable_bytes_are_refused_with_their_offset_and_replaced_when_asked() {
    let folder = folder();
    let mut bytes = "Курсы начались 5 мая. Они прошли в Женеве.".as_bytes().to_vec();
    bytes.truncate(41); // in the middle of a letter
    bytes.extend_from_slice(" Участников было 20.".as_bytes());
    let ru = file(&folder, "broken.txt", &bytes);
    let en =
        file(&folder, "en.txt", "The course began on 5 May. It was in Geneva. There were 20 participants.");
    let args = ["align", &en, &ru, "--ru-encoding", "utf-8"];
    enru(&args)
        .assert()
        .code(1)
        .stderr(contains("broken.txt: byte 40 is not valid UTF-8").and(contains("--lossy")));
    enru(&args)
        .arg("--lossy")
        .assert()
        .success()
        .stdout(contains("Участников было 20."))
        .stderr(contains("replaced invalid UTF-8 in 1 place\n"));
}

#[test]
fn mistakes_in_the_command_line_exit_with_2() {
    let (en, ru) = (sample("en.txt"), sample("ru.txt"));
    let cases: [&[&str]; 9] = [
        &[],
        &["align", &en],
        &["align", &en, &ru, "--no-such-option"],
        &["align", &en, &ru, "--format", "docx"],
        &["align", &en, &ru, "-o", "out.unknown"],
        &["align", &en, &ru, "--encoding", "utf-99"],
        &["align", "-", "-"],
        &["convert", &en, "out.unknown"],
        &["eval", &sample("gold")],
    ];
    for args in cases {
        enru(args).assert().code(2).stdout(is_empty()).stderr(is_empty().not());
    }
}

#[test]
fn a_ladder_that_is_none_is_named_with_its_line() {
    let folder = folder();
    let bad = file(&folder, "bad.ladder", "[0]:[0]\n[1]:one\n");
    enru(&["eval", &sample("gold"), &bad]).assert().code(1).stderr(contains("bad.ladder: line 2"));
}

/// `text` in a Russian encoding, with typewriter marks for characters the encoding lacks.
fn encoded(text: &str, encoding: &str) -> Vec<u8> {
    let utf16 = |to: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to).collect();
    match encoding {
        "utf-8" => text.as_bytes().to_vec(),
        "utf-16le" => utf16(u16::to_le_bytes),
        "utf-16be" => utf16(u16::to_be_bytes),
        name => encoding_rs::Encoding::for_label(name.as_bytes()).unwrap().encode(text).0.into_owned(),
    }
}

#[test]
fn eight_encodings_give_the_same_csv_byte_for_byte() {
    let read = |ending: &str| {
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(sample(ending))).unwrap()
    };
    let typewritten = |text: String| -> String {
        [
            ("«", "\""),
            ("»", "\""),
            ("“", "\""),
            ("”", "\""),
            ("’", "'"),
            ("—", "-"),
            ("–", "-"),
            ("…", "..."),
            ("\u{a0}", " "),
        ]
        .iter()
        .fold(text, |text, (from, to)| text.replace(from, to))
    };
    let (en, ru) = (typewritten(read("en.txt")), typewritten(read("ru.txt")));
    let mut outputs = Vec::new();
    for encoding in
        ["utf-8", "utf-16le", "utf-16be", "windows-1251", "koi8-r", "ibm866", "iso-8859-5", "x-mac-cyrillic"]
    {
        let folder = folder();
        let (en, ru) = (
            file(&folder, "a.en.txt", encoded(&en, encoding)),
            file(&folder, "a.ru.txt", encoded(&ru, encoding)),
        );
        outputs.push((encoding, stdout(&["align", &en, &ru])));
    }
    assert!(outputs[0].1.lines().count() > 20);
    for (encoding, csv) in &outputs {
        assert!(*csv == outputs[0].1, "{encoding}");
    }
}

#[test]
fn a_line_in_the_wrong_language_is_never_paired() {
    let folder = folder();
    let en = file(
        &folder,
        "a.en",
        "Эта статья на русском языке\nThe course began on 5 May.\nIt was held in Geneva.\nTwenty officers took part.\n",
    );
    let ru = file(
        &folder,
        "a.ru",
        "This article in English\nКурсы начались 5 мая.\nОни прошли в Женеве.\nУчаствовали двадцать сотрудников.\n",
    );
    let csv = stdout(&["align", "--lines", &en, &ru, "--keep-unaligned", "--columns", "en,ru,shape"]);
    let mut rows: Vec<&str> = csv.lines().skip(1).collect();
    rows.sort();
    assert_eq!(
        rows,
        [
            ",This article in English,0-1",
            "It was held in Geneva.,Они прошли в Женеве.,1-1",
            "The course began on 5 May.,Курсы начались 5 мая.,1-1",
            "Twenty officers took part.,Участвовали двадцать сотрудников.,1-1",
            "Эта статья на русском языке,,1-0",
        ]
    );
    let paired = stdout(&["align", "--lines", &en, &ru]);
    assert!(!paired.contains("статья") && !paired.contains("article"), "{paired}");
}

#[test]
fn unpaired_sentences_are_counted_and_kept_when_asked() {
    let paired = stdout(&["align", &sample("en.txt"), &sample("ru.txt"), "--columns", "shape"]);
    let all =
        stdout(&["align", &sample("en.txt"), &sample("ru.txt"), "--columns", "shape", "--keep-unaligned"]);
    let is_null = |line: &&str| line.starts_with("0-") || line.ends_with("-0");
    assert_eq!(paired.lines().filter(is_null).count(), 0);
    assert!(all.lines().filter(is_null).count() > 0);
}

#[test]
fn help_is_there_for_every_command() {
    let help = stdout(&["--help"]);
    let commands =
        "align explain split eval batch pair learn convert review apply tm worker completions man".split(' ');
    for command in commands {
        assert!(help.contains(command), "{command}");
        let help = stdout(&[command, "--help"]);
        assert!(help.contains("Usage: enru") && help.contains("\nExample"), "{command}");
    }
    for command in ["lint", "merge", "dedupe", "filter", "stats"] {
        assert!(stdout(&["tm", command, "--help"]).contains("\nExample"), "tm {command}");
    }
    assert!(stdout(&["--version"]).starts_with("enru "));
}

/// A closed pipe is not an error: `enru align ... | head`.
#[test]
#[cfg(unix)]
fn a_closed_pipe_is_success() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(PathBuf::from(env!("CARGO_BIN_EXE_enru")))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["align", &sample("en.txt"), &sample("ru.txt")])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn outputs_have_a_date_only_where_one_is_given() {
    let made = |epoch: Option<&str>, format: &str| {
        let mut command = enru(&["align", "-q", &sample("en.txt"), &sample("ru.txt"), "--format", format]);
        if let Some(epoch) = epoch {
            command.env("SOURCE_DATE_EPOCH", epoch);
        }
        command.assert().success().get_output().stdout.clone()
    };
    for format in ["tmx", "xlsx"] {
        assert_eq!(made(None, format), made(None, format), "{format}");
        assert_eq!(made(Some("86400"), format), made(Some("86400"), format), "{format}");
        assert_ne!(made(None, format), made(Some("86400"), format), "{format}");
    }
    assert!(String::from_utf8(made(Some("86400"), "tmx")).unwrap().contains("19700102T000000Z"));
}

/// The sentences of all samples, with one Russian section moved.
fn with_moved_section() -> [String; 2] {
    let samples =
        ["cis-rescue-exercises", "undp-issyk-kul-water", "unodc-precursor-course", "who-europe-measles"];
    let [en, mut ru] = ["en", "ru"].map(|side| {
        let text: String =
            samples.iter().map(|n| fs::read_to_string(format!("samples/{n}.{side}")).unwrap()).collect();
        text.lines().map(str::to_string).collect::<Vec<_>>()
    });
    ru[5..60].rotate_left(15);
    [en.join("\n\n"), ru.join("\n\n")]
}

#[test]
fn sections_that_moved_count_as_paired() {
    let (folder, [en, ru]) = (folder(), with_moved_section());
    let (en, ru) = (file(&folder, "a.en.txt", en), file(&folder, "a.ru.txt", ru));
    let aligned = enru(&["align", &en, &ru]).assert().success();
    let rows = csv::Reader::from_reader(aligned.get_output().stdout.as_slice()).into_records().count();
    assert!(String::from_utf8_lossy(&aligned.get_output().stdout).contains(",moved,"));
    let said = String::from_utf8_lossy(&aligned.get_output().stderr).into_owned();
    assert!(
        said.contains(&format!("\n{rows} segments, ")) || said.starts_with(&format!("{rows} segments, ")),
        "{said}"
    );
    let out = folder.path().join("tm");
    enru(&["batch", folder.path().to_str().unwrap(), "-o", out.to_str().unwrap()]).assert().success();
    let report = fs::read_to_string(out.join("run.json")).unwrap();
    let run: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(run["pairs"][0]["segments"], rows);
}
