//! `enru worker`: one response per line for any input.

use assert_cmd::Command;
use predicates::str::{contains, is_empty};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Stdio};

const NAMES: [&str; 4] =
    ["cis-rescue-exercises", "undp-issyk-kul-water", "unodc-precursor-course", "who-europe-measles"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sample(name: &str, ending: &str) -> PathBuf {
    root().join("samples").join(format!("{name}.{ending}"))
}

fn text(name: &str, ending: &str) -> String {
    fs::read_to_string(sample(name, ending)).unwrap()
}

/// The sample as texts.
fn texts(name: &str) -> Value {
    json!({"id": name, "en": text(name, "en.txt"), "ru": text(name, "ru.txt")})
}

fn enru(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_enru"));
    command.current_dir(root()).args(args);
    command
}

/// The output of `enru worker ARGS` for `input`.
fn output(args: &[&str], input: impl Into<Vec<u8>>) -> String {
    let args = [&["worker", "--root", "/"], args].concat();
    let assert = enru(&args).write_stdin(input).assert().success();
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

fn rows(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn lines(values: &[Value]) -> String {
    values.iter().map(|value| format!("{value}\n")).collect()
}

/// Whether `value` is valid by `docs/schema/NAME.json`.
fn is_valid(name: &str, value: &Value) -> bool {
    let schema = fs::read_to_string(root().join(format!("docs/schema/{name}.json"))).unwrap();
    jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap().is_valid(value)
}

/// Requests with the ids `0`, `1` and so on, and short texts.
fn short(count: usize) -> String {
    let pair = |k| json!({"id": k, "en": format!("Item {k} came. It was {}.", k * 7), "ru": format!("Пришёл {k}. Их было {}.", k * 7)});
    lines(&(0..count).map(pair).collect::<Vec<_>>())
}

#[test]
fn texts_and_files_give_the_segments_that_align_and_batch_write() {
    let folder = tempfile::tempdir().unwrap();
    for (name, ending) in NAMES.iter().flat_map(|name| [(name, "en.txt"), (name, "ru.txt")]) {
        fs::copy(sample(name, ending), folder.path().join(format!("{name}.{ending}"))).unwrap();
    }
    let out = folder.path().join("out");
    let input = folder.path().to_str().unwrap();
    enru(&["batch", input, "--quiet", "--format", "jsonl", "--out", out.to_str().unwrap()])
        .assert()
        .success();
    let paths = |name: &str| json!({"id": name, "en_path": sample(name, "en.txt"), "ru_path": sample(name, "ru.txt")});
    let requests: Vec<Value> = NAMES.iter().flat_map(|name| [texts(name), paths(name)]).collect();
    let answers = rows(&output(&[], lines(&requests)));
    assert_eq!(answers.len(), 2 * NAMES.len());
    for (request, answer) in requests.iter().zip(&answers) {
        let name = request["id"].as_str().unwrap();
        let batch = rows(&fs::read_to_string(out.join(format!("{name}.jsonl"))).unwrap());
        assert!(batch.len() > 5);
        assert_eq!(answer["segments"].as_array().unwrap(), &batch, "{name}");
        assert_eq!((&answer["id"], &answer["ok"]), (&request["id"], &json!(true)));
        assert!(answer["stats"]["segments"].as_u64().unwrap() as usize == batch.len());
        assert!(is_valid("request", request) && is_valid("response", answer), "{answer}");
    }
    let align = [
        "align",
        "--format",
        "jsonl",
        "samples/who-europe-measles.en.txt",
        "samples/who-europe-measles.ru.txt",
    ];
    let align = String::from_utf8(enru(&align).assert().success().get_output().stdout.clone()).unwrap();
    assert_eq!(answers[7]["segments"].as_array().unwrap(), &rows(&align));
}

#[test]
fn carriage_returns_and_byte_order_marks_are_as_in_files() {
    let folder = tempfile::tempdir().unwrap();
    let (en, ru) = (folder.path().join("a.en.txt"), folder.path().join("a.ru.txt"));
    let marked = |name, ending| format!("\u{feff}{}", text(name, ending).replace('\n', "\r\n"));
    let texts = (marked(NAMES[0], "en.txt"), marked(NAMES[0], "ru.txt"));
    fs::write(&en, &texts.0).unwrap();
    fs::write(&ru, &texts.1).unwrap();
    let requests =
        [json!({"id": 1, "en": texts.0, "ru": texts.1}), json!({"id": 1, "en_path": en, "ru_path": ru})];
    let answers = rows(&output(&[], format!("\u{feff}{}", lines(&requests).replace('\n', "\r\n"))));
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0]["ok"], true);
}

#[test]
fn options_of_a_request_are_those_of_align() {
    let pair = |options: Value| json!({"id": "p", "en": text(NAMES[0], "en"), "ru": text(NAMES[0], "ru"), "options": options});
    let requests = [
        pair(json!({"lines": true})),
        pair(json!({"lines": true, "keep_unaligned": true})),
        pair(json!({"lines": true, "min_confidence": 0.95})),
    ];
    let (en, ru) = (sample(NAMES[0], "en"), sample(NAMES[0], "ru"));
    let files =
        ["align", "--lines", "--quiet", "--format", "jsonl", en.to_str().unwrap(), ru.to_str().unwrap()];
    let answers = rows(&output(&[], lines(&requests)));
    for (answer, more) in answers.iter().zip([&[][..], &["--keep-unaligned"], &["--min-confidence", "0.95"]])
    {
        let align = enru(&[&files, more].concat()).assert().success();
        let align = rows(std::str::from_utf8(&align.get_output().stdout).unwrap());
        let pairs = |rows: &[Value]| -> Vec<_> {
            rows.iter()
                .map(|r| (r["translation"].clone(), r["confidence"].clone(), r["shape"].clone()))
                .collect()
        };
        assert_eq!(pairs(answer["segments"].as_array().unwrap()), pairs(&align), "{more:?}");
    }
    let counts: Vec<usize> = answers.iter().map(|a| a["segments"].as_array().unwrap().len()).collect();
    assert!(counts[2] < counts[0] && counts[0] <= counts[1], "{counts:?}");
}

/// A line, and the id of its response, the code, and words of the message.
type Bad<'a> = (&'a [u8], Value, &'a str, &'a str);

#[test]
fn what_cannot_be_answered_is_an_error_line_and_stops_nothing() {
    let bad: &[Bad] = &[
        (b"", Value::Null, "request", "line 2"),
        (b"{", Value::Null, "request", "line 4"),
        (b"not json", Value::Null, "request", "line 6"),
        (b"[1, 2]", Value::Null, "request", "line 8"),
        (br#"{"id": "a", "en": "One."}"#, json!("a"), "request", "give `en` and `ru`"),
        (br#"{"id": "a", "en": "One.", "ru_path": "x"}"#, json!("a"), "request", "give `en` and `ru`"),
        (br#"{"id": "a", "en": "A", "ru": "B", "en_path": "x"}"#, json!("a"), "request", "give"),
        (br#"{"id": "a", "en": 5, "ru": "B"}"#, json!("a"), "request", "invalid type"),
        (br#"{"en": "One.", "ru": "Two."}"#, Value::Null, "request", "`id` must be"),
        (br#"{"id": 1.5, "en": "One.", "ru": "Two."}"#, Value::Null, "request", "`id` must be"),
        (br#"{"id": [], "en": "One.", "ru": "Two."}"#, Value::Null, "request", "`id` must be"),
        (b"{\"id\": \"b\", \"en\": \"\xff\xfe\", \"ru\": \"B\"}", json!("b"), "request", "unicode"),
        (br#"{"id": "c", "en": "\ud800", "ru": "B"}"#, json!("c"), "request", "line 26"),
        (br#"{"id": "d", "en": "A", "ru": "B", "options": {"liens": true}}"#, json!("d"), "request", "liens"),
        (
            br#"{"id": "d", "en": "A", "ru": "B", "options": {"min_confidence": 2}}"#,
            json!("d"),
            "request",
            "0 to 1",
        ),
        (br#"{"id": 7, "en": "", "ru": "B"}"#, json!(7), "empty", "English side"),
        (br#"{"id": 7, "en": "A.", "ru": " \n "}"#, json!(7), "empty", "Russian side"),
        (br#"{"id": 7, "en_path": "/no/such", "ru_path": "/no/such"}"#, json!(7), "unreadable", "/no/such"),
        (
            br#"{"id": 7, "en_path": "/dev/zero", "ru_path": "/dev/zero"}"#,
            json!(7),
            "unusable",
            "regular file",
        ),
        (br#"{"id": 7, "en_path": "tmp", "ru_path": "/tmp"}"#, json!(7), "unusable", "regular file"),
    ];
    let good = format!("{}\n", json!({"id": "good", "en": "It is 5 May.", "ru": "Сегодня 5 мая."}));
    let mut input = Vec::new();
    for (line, ..) in bad {
        input.extend_from_slice(good.as_bytes());
        input.extend_from_slice(line);
        input.push(b'\n');
    }
    let answers = rows(&output(&[], input.clone()));
    assert_eq!(answers.len(), 2 * bad.len());
    for (pair, (number, (_, id, code, words))) in answers.chunks(2).zip((2..).step_by(2).zip(bad)) {
        assert_eq!((&pair[0]["id"], &pair[0]["ok"]), (&json!("good"), &json!(true)));
        let answer = &pair[1];
        assert!(is_valid("response", answer), "{answer}");
        assert_eq!(
            (&answer["id"], &answer["line"], &answer["ok"]),
            (id, &json!(number), &json!(false)),
            "{answer}"
        );
        assert_eq!(answer["error"]["code"], **code, "{answer}");
        assert!(answer["error"]["message"].as_str().unwrap().contains(words), "{answer}");
    }
    let flat = rows(&output(&["--flat"], input));
    assert!(flat.iter().all(|row| is_valid("flat", row)));
    assert_eq!(flat.iter().filter(|row| row["ok"] == false).count(), bad.len());
}

#[test]
fn the_schema_of_requests_says_what_is_taken() {
    let requests = [
        json!({"id": 1, "en": "A.", "ru": "Б."}),
        json!({"id": "x", "en": "A.", "ru": "Б.", "options": {"lines": true}, "more": [1]}),
        json!({"id": -4, "en": "A.", "ru": "Б.", "options": {}}),
        json!({"en": "A.", "ru": "Б."}),
        json!({"id": null, "en": "A.", "ru": "Б."}),
        json!({"id": 1.5, "en": "A.", "ru": "Б."}),
        json!({"id": 1, "en": "A."}),
        json!({"id": 1, "en": "A.", "ru_path": "b"}),
        json!({"id": 1, "en": "A.", "ru": 2}),
        json!({"id": 1, "en": "A.", "ru": "Б.", "en_path": "a", "ru_path": "b"}),
        json!({"id": 1, "en": "A.", "ru": "Б.", "options": {"min_confidence": 1.5}}),
        json!({"id": 1, "en": "A.", "ru": "Б.", "options": {"other": 1}}),
    ];
    for (request, answer) in requests.iter().zip(rows(&output(&[], lines(&requests)))) {
        assert_eq!(is_valid("request", request), answer["error"]["code"] != "request", "{request} {answer}");
    }
}

/// Every kind of segment: moved, unpaired, flagged, of several sentences.
#[test]
fn answers_of_every_kind_are_as_the_schemas_say_and_add_up() {
    let joined = |order: [usize; 4], ending| order.map(|k| text(NAMES[k], ending)).join("\n");
    let pair = json!({"id": "all", "en": joined([0, 1, 2, 3], "en.txt"), "ru": joined([1, 2, 3, 0], "ru.txt"), "options": {"keep_unaligned": true}});
    let input = lines(&[pair]);
    let answer = rows(&output(&[], &*input)).remove(0);
    assert!(is_valid("response", &answer));
    assert!(rows(&output(&["--flat"], &*input)).iter().all(|row| is_valid("flat", row)));
    let segments = answer["segments"].as_array().unwrap();
    for flag in ["moved", "number-mismatch", "name-mismatch"] {
        assert!(segments.iter().any(|s| s["flags"].as_array().unwrap().contains(&json!(flag))), "{flag}");
    }
    let stats = |name: &str| answer["stats"][name].as_u64().unwrap();
    let numbers = |side: &str| -> Vec<Vec<u64>> {
        segments.iter().map(|s| serde_json::from_value(s[side].clone()).unwrap()).collect()
    };
    let sides = [numbers("en_ids"), numbers("ru_ids")];
    for (side, sentences) in sides.iter().zip([stats("en_sentences"), stats("ru_sentences")]) {
        let mut all: Vec<u64> = side.concat();
        all.sort();
        assert!(all.into_iter().eq(1..=sentences), "each sentence in one segment, counted from 1");
    }
    let alone: Vec<_> =
        sides[0].iter().zip(&sides[1]).filter(|(e, r)| e.is_empty() || r.is_empty()).collect();
    assert_eq!(stats("unpaired") as usize, alone.iter().map(|(e, r)| e.len() + r.len()).sum::<usize>());
    assert_eq!(stats("segments") as usize, segments.len() - alone.len());
    assert!(!alone.is_empty() && sides[0].iter().any(|ids| ids.len() > 1));
}

#[test]
fn flat_gives_the_same_segments_a_row_each() {
    let requests = lines(&NAMES.map(texts));
    let whole = rows(&output(&[], &*requests));
    let mut flat = rows(&output(&["--flat"], &*requests));
    assert!(flat.iter().all(|row| is_valid("flat", row)));
    for row in &mut flat {
        row.as_object_mut().unwrap().remove("ok");
    }
    let segments: Vec<Value> = whole.iter().flat_map(|a| a["segments"].as_array().unwrap().clone()).collect();
    assert_eq!(flat, segments);
}

#[test]
fn threads_change_nothing() {
    let input = format!("{}bad\n{}", short(200), lines(&NAMES.map(texts)));
    let one = output(&[], &*input);
    assert_eq!(one, output(&["--threads", "5"], &*input));
    assert_eq!(rows(&one).len(), 205);
}

#[test]
fn shards_are_disjoint_complete_and_change_nothing() {
    let input = format!("{}bad\nworse\n", short(100));
    let whole = output(&[], &*input);
    let parts: Vec<String> = (1..=4).map(|i| output(&["--shard", &format!("{i}/4")], &*input)).collect();
    assert!(parts.iter().all(|part| part.lines().count() > 10));
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&whole), sorted(&parts.concat()));
    // The division into shards must never change, since people split their work by it.
    let ids: Vec<Value> = rows(&parts[0]).into_iter().map(|row| row["id"].clone()).take(5).collect();
    assert_eq!(json!(ids), json!([3, 11, 13, 21, 23]));
    enru(&["worker", "--shard", "5/4"]).assert().code(2).stderr(contains("expected I/N"));
}

#[test]
fn too_large_and_too_slow_are_answers() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large.txt");
    fs::write(&file, "Many words. ".repeat(1000)).unwrap();
    let input = format!(
        "{}{}{}",
        lines(&[json!({"id": 1, "en": "x".repeat(5000), "ru": "y"})]),
        lines(&[json!({"id": 2, "en_path": file, "ru_path": file})]),
        short(1)
    );
    let answers = rows(&output(&["--max-bytes", "4000"], input));
    assert_eq!(answers[0]["error"]["code"], "too-large");
    assert_eq!((&answers[0]["id"], &answers[0]["line"]), (&Value::Null, &json!(1)));
    assert_eq!((&answers[1]["error"]["code"], &answers[1]["id"]), (&json!("too-large"), &json!(2)));
    assert_eq!(answers[2]["ok"], true);
    let late = rows(&output(&["--timeout", "0.000000001"], short(3)));
    assert_eq!(late.iter().map(|a| &a["error"]["code"]).collect::<Vec<_>>(), ["timeout"; 3]);
    assert!(late.iter().all(|answer| is_valid("response", answer)));
}

#[test]
fn no_input_no_output() {
    enru(&["worker"]).write_stdin("").assert().success().stdout(is_empty());
    enru(&["worker", "--flat"]).write_stdin("").assert().success().stdout(is_empty());
}

#[test]
fn standard_error_tells_how_it_went_unless_quiet() {
    let input = format!("{}bad\n", short(3));
    enru(&["worker"]).write_stdin(&*input).assert().success().stderr("3 pairs aligned, 1 failed\n");
    enru(&["worker", "--quiet"]).write_stdin(&*input).assert().success().stderr(is_empty());
}

fn spawn(args: &[&str]) -> (Child, BufReader<ChildStdout>) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_enru"));
    command.arg("worker").args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    (child, out)
}

#[test]
fn each_answer_comes_before_the_next_request() {
    for args in [&[][..], &["--threads", "4"]] {
        let (mut child, mut out) = spawn(args);
        let mut input = child.stdin.take().unwrap();
        for request in short(3).lines() {
            writeln!(input, "{request}").unwrap();
            let mut answer = String::new();
            out.read_line(&mut answer).unwrap();
            assert!(answer.contains("\"ok\":true"), "{answer}");
        }
        drop(input);
        assert!(child.wait().unwrap().success());
    }
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let (mut child, mut out) = spawn(&[]);
    let mut input = child.stdin.take().unwrap();
    let requests = short(20);
    input.write_all(requests.as_bytes()).unwrap();
    let mut answer = String::new();
    out.read_line(&mut answer).unwrap();
    drop(out);
    // The input stays open, so only the writer can detect the closed pipe.
    while input.write_all(requests.as_bytes()).is_ok() {}
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.success());
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
}

#[cfg(target_os = "linux")]
#[test]
fn a_line_of_any_length_takes_no_memory() {
    let (mut child, mut out) = spawn(&["--max-bytes", "1000000", "--threads", "2"]);
    let mut input = child.stdin.take().unwrap();
    let piece = [b'x'; 1 << 16];
    for _ in 0..4096 {
        input.write_all(&piece).unwrap();
    }
    input.write_all(format!("\n{}", short(1)).as_bytes()).unwrap();
    let mut answers = [String::new(), String::new()];
    for answer in &mut answers {
        out.read_line(answer).unwrap();
    }
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let kilobytes: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    assert!(answers[0].contains("268435456 bytes") && answers[1].contains("\"ok\":true"), "{answers:?}");
    // 256 MB were processed; the tables alone take about 20 MB.
    assert!(kilobytes < 100_000, "{kilobytes} kB");
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn the_version_tells_model_and_schema() {
    for args in [["--version", "--json"], ["--json", "-V"]] {
        let told = enru(&args).assert().success();
        let told: Value = serde_json::from_slice(&told.get_output().stdout).unwrap();
        assert_eq!((&told["name"], &told["schema"]), (&json!("enru"), &json!(1)));
        assert_eq!(told["version"], env!("CARGO_PKG_VERSION"));
        assert_eq!(told["model"], enru::align::model_hash());
        assert_eq!(told["model"].as_str().unwrap().len(), 64);
    }
    enru(&["--version"]).assert().success().stdout(format!("enru {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn what_was_left_out_is_counted_in_the_answer() {
    let paged = |text: &str| (1..6).map(|n| format!("{text}\n- {n} -\n\n")).collect::<String>();
    let pair = json!({"id": 1, "en": paged("The well was dug in May. It is deep."), "ru": paged("Колодец вырыли в мае. Он глубокий.")});
    let answer = rows(&output(&[], lines(std::slice::from_ref(&pair)))).remove(0);
    assert!(is_valid("response", &answer), "{answer}");
    assert_eq!(answer["stats"]["notices"]["page-number"], 10, "{answer}");
    let kept = rows(&output(&["--keep-furniture"], lines(&[pair]))).remove(0);
    assert_eq!(kept["stats"]["notices"], json!({}), "{kept}");
}

/// Texts, files, `align` and the library read and align alike, also with options.
#[test]
fn options_of_reading_hold_for_the_worker() {
    let folder = tempfile::tempdir().unwrap();
    let (en, ru) = (folder.path().join("a.en.txt"), folder.path().join("a.ru.txt"));
    fs::write(&en, "The well was dug in May. It is deep.\n").unwrap();
    let text = "Колодец вырыли в мае. Он глубокий.\n";
    fs::write(&ru, encoding_rs::KOI8_R.encode(text).0).unwrap();
    let request = json!({"id": "a", "en_path": en, "ru_path": ru});
    let answer = rows(&output(&["--ru-encoding", "koi8-r"], lines(std::slice::from_ref(&request)))).remove(0);
    assert_eq!(answer["segments"][0]["translation"]["ru"], "Колодец вырыли в мае.", "{answer}");
    let lined = rows(&output(&["--ru-encoding", "koi8-r", "--lines"], lines(&[request]))).remove(0);
    assert_eq!(lined["stats"]["ru_sentences"], 1, "{lined}");
}

#[cfg(unix)]
#[test]
fn files_are_read_below_the_root_only() {
    let dir = tempfile::tempdir().unwrap();
    let inside = dir.path().join("inside");
    std::fs::create_dir(&inside).unwrap();
    for folder in [dir.path(), &inside] {
        std::fs::write(folder.join("a.en.txt"), "The court met on 5 May.").unwrap();
        std::fs::write(folder.join("a.ru.txt"), "Суд собрался 5 мая.").unwrap();
    }
    std::os::unix::fs::symlink("../a.en.txt", inside.join("link.en.txt")).unwrap();
    let outside = dir.path().join("a.en.txt");
    let ask = |root: Option<&Path>, en: &str| -> Value {
        let line = json!({"id": 1, "en_path": en, "ru_path": "a.ru.txt"}).to_string() + "\n";
        let mut command = Command::new(env!("CARGO_BIN_EXE_enru"));
        command.current_dir(&inside).args(["worker", "-q"]).write_stdin(line);
        if let Some(root) = root {
            command.arg("--root").arg(root);
        }
        serde_json::from_slice(&command.output().unwrap().stdout).unwrap()
    };
    assert_eq!(ask(Some(&inside), "a.en.txt")["ok"], true);
    for (root, en) in [
        (None, "a.en.txt"),
        (Some(inside.as_path()), "../a.en.txt"),
        (Some(&inside), "link.en.txt"),
        (Some(&inside), outside.to_str().unwrap()),
    ] {
        assert_eq!(ask(root, en)["error"]["code"], "forbidden", "{root:?} {en}");
    }
}
