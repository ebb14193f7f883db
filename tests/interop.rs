//! Files written by enru, opened by other programs, which must find the same texts. `.ci/install` puts the programs
//! under target/interop. A test whose program is missing says so on standard error and does nothing.

mod common;

use crate::common::read_segments;
use enru::Segment;
use enru::memory::{Column, Flag, Format, WriteOptions, moses_paths, save};
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

type Pairs = Vec<[String; 2]>;

const SAMPLES: [&str; 4] =
    ["cis-rescue-exercises", "undp-issyk-kul-water", "unodc-precursor-course", "who-europe-measles"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn installed(name: &str) -> PathBuf {
    root().join("target/interop").join(name)
}

/// Reports on standard error, despite the capture of the test runner, that a test does nothing.
fn skip(what: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: no {what} here (see .ci/install)");
}

fn run<S: AsRef<OsStr>>(program: impl AsRef<OsStr>, arguments: &[S], input: &[u8]) -> Option<Output> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    // A program that ends early does not read its input.
    let _ = child.stdin.take().unwrap().write_all(input);
    Some(child.wait_with_output().unwrap())
}

/// The output of the Python program `script`; `None` if Python or a package is missing.
fn python(script: &str, arguments: &[&OsStr], input: &[u8]) -> Option<Pairs> {
    let venv = installed("venv/bin/python");
    let python = if venv.exists() { venv } else { "python3".into() };
    let script_path = root().join("tests/interop").join(script);
    let arguments: Vec<&OsStr> =
        std::iter::once(script_path.as_os_str()).chain(arguments.iter().copied()).collect();
    let output = run(python, &arguments, input).filter(|o| o.status.code() != Some(77));
    let Some(output) = output else {
        skip(&format!("Python package for {script}"));
        return None;
    };
    assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

fn enru(arguments: &[&OsStr]) -> Vec<u8> {
    let output = run(env!("CARGO_BIN_EXE_enru"), arguments, b"").unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn sample(name: &str, lang: &str) -> PathBuf {
    root().join(format!("samples/{name}.{lang}.txt"))
}

/// The segments of the samples, and texts that are hard for formats.
fn segments(folder: &TempDir) -> Vec<Segment> {
    let csv = folder.path().join("aligned.csv");
    let mut all = Vec::new();
    for name in SAMPLES {
        let [en, ru] = ["en", "ru"].map(|lang| sample(name, lang));
        enru(&[
            "align".as_ref(),
            "-q".as_ref(),
            en.as_ref(),
            ru.as_ref(),
            "--force".as_ref(),
            "-o".as_ref(),
            csv.as_ref(),
        ]);
        all.extend(read_segments(&csv).unwrap());
    }
    all.extend(common::FIVE.iter().flat_map(|name| common::bitext(name).segments().collect::<Vec<_>>()));
    assert!(all.len() > 100);
    all
}

fn pairs(segments: &[Segment]) -> Pairs {
    segments.iter().map(|s| [s.en.clone(), s.ru.clone()]).collect()
}

/// [`segments`] in a file with this extension.
fn saved(folder: &TempDir, format: Format, ending: &str, options: &WriteOptions) -> (PathBuf, Pairs) {
    let segments = segments(folder);
    let path = folder.path().join(format!("memory.{ending}"));
    let pairs = pairs(&segments);
    save(segments.into_iter().map(Ok), format, options, &path, true).unwrap();
    (path, pairs)
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Compares pair by pair, since a whole memory in a message is unreadable.
fn assert_same(found: &Pairs, expected: &Pairs, what: &str) {
    for (index, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert_eq!(found, expected, "{what}, pair {}", index + 1);
    }
    assert_eq!(found.len(), expected.len(), "{what}");
}

/// Checks that a Python script reads the segments in each of `formats`.
fn is_read_by(script: &str, formats: &[Format]) {
    let folder = folder();
    for &format in formats {
        let (path, expected) = saved(&folder, format, format.name(), &WriteOptions::default());
        if let Some(found) = python(script, &[path.as_ref()], b"") {
            assert_same(&found, &expected, format.name());
        }
    }
}

/// Checks `path` with xmllint; `None` if xmllint is missing.
fn lint(arguments: &[&OsStr], path: &Path) -> Option<()> {
    let arguments: Vec<&OsStr> = ["--noout".as_ref(), "--nonet".as_ref()]
        .into_iter()
        .chain(arguments.iter().copied())
        .chain([path.as_os_str()])
        .collect();
    let Some(output) = run("xmllint", &arguments, b"") else {
        skip("xmllint");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(())
}

#[test]
#[ignore = "needs other programs: .ci/install"]
fn tmx_is_valid() {
    let folder = folder();
    let dated = WriteOptions { date: Some(1_700_000_000), ..Default::default() };
    let dtd = root().join("tests/interop/tmx14.dtd");
    for options in [WriteOptions::default(), dated] {
        let (path, _) = saved(&folder, Format::Tmx, "tmx", &options);
        lint(&["--dtdvalid".as_ref(), dtd.as_ref()], &path);
    }
}

#[test]
#[ignore = "needs other programs: .ci/install"]
fn xliff_is_valid() {
    let folder = folder();
    let schema = installed("xliff-core-1.2-strict.xsd");
    if !schema.exists() {
        return skip("schema of XLIFF 1.2");
    }
    let (path, _) = saved(&folder, Format::Xliff, "xlf", &WriteOptions::default());
    lint(&["--schema".as_ref(), schema.as_ref()], &path);
}

#[test]
#[ignore = "needs other programs: .ci/install"]
fn translate_toolkit_reads_tmx_and_xliff() {
    let folder = folder();
    for (format, kind) in [(Format::Tmx, "tmx"), (Format::Xliff, "xliff")] {
        let (path, expected) = saved(&folder, format, kind, &WriteOptions::default());
        if let Some(found) = python("read_toolkit.py", &[kind.as_ref(), path.as_ref()], b"") {
            assert_same(&found, &expected, kind);
        }
    }
}

#[test]
#[ignore = "needs other programs: .ci/install"]
fn omegat_translates_with_a_memory_and_writes_one() {
    let project = folder();
    for name in ["source", "target", "tm", "glossary", "dictionary", "omegat"] {
        fs::create_dir(project.path().join(name)).unwrap();
    }
    fs::copy(root().join("tests/interop/omegat.project"), project.path().join("omegat.project")).unwrap();
    let source = sample(SAMPLES[1], "en");
    fs::copy(&source, project.path().join("source/water.txt")).unwrap();
    let options = WriteOptions::default();
    let memory = project.path().join("omegat/project_save.tmx");
    save(segments(&project).into_iter().map(Ok), Format::Tmx, &options, &memory, true).unwrap();
    let arguments = [project.path().as_os_str(), "--mode=console-translate".as_ref()];
    let Some(output) = run("omegat", &arguments, b"") else { return skip("OmegaT") };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    // OmegaT splits by its own rules, so it does not find the pairs of several sentences.
    let known = pairs(&segments(&project));
    let source = fs::read_to_string(source).unwrap();
    let of_source = known.iter().filter(|[en, _]| source.contains(en.as_str())).count();
    let name = project.path().file_name().unwrap().to_string_lossy();
    let written = project.path().join(format!("{name}-level1.tmx"));
    let found = pairs(&read_segments(&written).unwrap());
    assert!(found.len() * 10 >= of_source * 7, "{} of {of_source}", found.len());
    let translated = fs::read_to_string(project.path().join("target/water.txt")).unwrap();
    for pair in &found {
        assert!(known.contains(pair) && translated.contains(&pair[1]), "{pair:?}");
    }
}

#[test]
#[ignore = "needs other programs: .ci/install"]
fn hypomnema_reads_tmx() {
    is_read_by("read_hypomnema.py", &[Format::Tmx]);
}

#[test]
#[ignore = "needs other programs: .ci/install"]
fn what_translate_toolkit_writes_is_read() {
    let folder = folder();
    let expected = pairs(&segments(&folder));
    let input = serde_json::to_vec(&expected).unwrap();
    for kind in ["tmx", "xliff"] {
        let path = folder.path().join(format!("theirs.{kind}"));
        if python("write_toolkit.py", &[kind.as_ref(), path.as_ref()], &input).is_some() {
            let found = pairs(&read_segments(&path).unwrap());
            assert_same(&found, &expected, kind);
        }
    }
}

#[test]
#[ignore = "needs other programs: .ci/install"]
fn a_catalogue_of_translate_toolkit_gives_both_languages() {
    let folder = folder();
    let (mut seen, mut expected) = (std::collections::BTreeSet::new(), pairs(&segments(&folder)));
    expected.retain(|[en, ru]| seen.insert((en.clone(), ru.clone())));
    let path = folder.path().join("theirs.po");
    let input = serde_json::to_vec(&expected).unwrap();
    if python("write_toolkit.py", &["po".as_ref(), path.as_ref()], &input).is_none() {
        return;
    }
    for (side, lang) in ["en", "ru"].into_iter().enumerate() {
        let text = enru(&["split".as_ref(), "-q".as_ref(), "--lang".as_ref(), lang.as_ref(), path.as_ref()]);
        let text = String::from_utf8(text).unwrap();
        // A message is a paragraph.
        let found: Vec<String> = text.trim_end().split("\n\n").map(|p| p.replace('\n', " ")).collect();
        let expected: Vec<&String> = expected.iter().map(|pair| &pair[side]).collect();
        assert!(found.iter().eq(expected), "{lang}: {found:#?}");
    }
}

#[test]
#[ignore = "needs other programs: .ci/install"]
fn openpyxl_reads_the_workbook() {
    is_read_by("read_openpyxl.py", &[Format::Xlsx]);
}

#[test]
#[ignore = "needs other programs: .ci/install"]
fn pandas_reads_the_tables() {
    is_read_by("read_pandas.py", &[Format::Csv, Format::Tsv, Format::Jsonl]);
}

#[test]
#[ignore = "needs other programs: .ci/install"]
fn jsonl_is_a_data_set() {
    let folder = folder();
    is_read_by("read_jsonl.py", &[Format::Jsonl]);
    let (path, expected) = saved(&folder, Format::Jsonl, "jsonl", &WriteOptions::default());
    if let Some(found) = python("read_datasets.py", &["json".as_ref(), path.as_ref()], b"") {
        assert_same(&found, &expected, "jsonl by datasets");
    }
}

#[cfg(feature = "parquet")]
#[test]
#[ignore = "needs other programs: .ci/install"]
fn parquet_is_a_data_set_and_a_table() {
    let folder = folder();
    let (path, expected) = saved(&folder, Format::Parquet, "parquet", &WriteOptions::default());
    for (script, arguments) in [
        ("read_pandas.py", vec![path.as_os_str()]),
        ("read_datasets.py", vec!["parquet".as_ref(), path.as_os_str()]),
    ] {
        if let Some(found) = python(script, &arguments, b"") {
            assert_same(&found, &expected, script);
        }
    }
    let theirs = folder.path().join("theirs.parquet");
    let input = serde_json::to_vec(&expected).unwrap();
    for shape in ["columns", "translation"] {
        if python("write_parquet.py", &[shape.as_ref(), theirs.as_ref()], &input).is_some() {
            let found = pairs(&read_segments(&theirs).unwrap());
            assert_same(&found, &expected, shape);
        }
    }
}

#[test]
#[ignore = "needs other programs: .ci/install"]
fn moses_files_have_a_line_a_segment() {
    let folder = folder();
    let (path, expected) = saved(&folder, Format::Moses, "moses", &WriteOptions::default());
    for (side, path) in moses_paths(&path).into_iter().enumerate() {
        let bytes = fs::read(path).unwrap();
        assert!(bytes.ends_with(b"\n"));
        // `wc -l` and corpus tools count line feeds only, not the other line breaks of Unicode.
        let lines: Vec<&[u8]> = bytes.strip_suffix(b"\n").unwrap().split(|&b| b == b'\n').collect();
        assert_eq!(lines.len(), expected.len());
        assert!(lines.iter().zip(&expected).all(|(line, pair)| *line == pair[side].as_bytes()));
    }
}

#[test]
#[ignore = "needs other programs: .ci/install"]
fn opus_read_finds_the_sentences() {
    let folder = folder();
    let [ladder, en, ru] = ["ladder.xml", "en", "ru"].map(|name| folder.path().join(name));
    for name in SAMPLES {
        let files = ["en", "ru"].map(|lang| sample(name, lang));
        for (from, to) in files.iter().zip([&en, &ru]) {
            fs::write(to, enru(&["split".as_ref(), "-q".as_ref(), from.as_ref()])).unwrap();
        }
        // `split` reads one file, so it cannot detect lists in another order.
        let arguments: [&OsStr; 10] = [
            "align".as_ref(),
            "-q".as_ref(),
            "--keep-furniture".as_ref(),
            files[0].as_ref(),
            files[1].as_ref(),
            "--force".as_ref(),
            "-o".as_ref(),
            ladder.as_ref(),
            "--format".as_ref(),
            "xces".as_ref(),
        ];
        enru(&arguments);
        let Some(found) = python("read_opus.py", &[ladder.as_ref(), en.as_ref(), ru.as_ref()], b"") else {
            return;
        };
        let csv = folder.path().join("pairs.csv");
        enru(&[
            "align".as_ref(),
            "-q".as_ref(),
            "--keep-furniture".as_ref(),
            files[0].as_ref(),
            files[1].as_ref(),
            "--force".as_ref(),
            "-o".as_ref(),
            csv.as_ref(),
        ]);
        // Pairs found out of order are in no ladder.
        let mut segments = read_segments(&csv).unwrap();
        segments.retain(|segment| !segment.flags.contains(&Flag::Moved));
        assert_same(&found, &pairs(&segments), name);
    }
}

/// `path` converted by LibreOffice in `folder`; `None` if LibreOffice is missing.
fn office(folder: &TempDir, path: &Path, to: &str, ending: &str, infilter: Option<&str>) -> Option<PathBuf> {
    let out = folder.path().join("office");
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let infilter = infilter.map(|f| format!("--infilter={f}"));
    let mut arguments: Vec<&OsStr> = vec![profile.as_ref(), "--headless".as_ref()];
    arguments.extend(infilter.as_ref().map(OsStr::new));
    arguments.extend([
        "--convert-to".as_ref(),
        to.as_ref(),
        "--outdir".as_ref(),
        out.as_os_str(),
        path.as_os_str(),
    ]);
    let Some(output) = run("soffice", &arguments, b"") else {
        skip("LibreOffice");
        return None;
    };
    let made = out.join(path.file_stem().unwrap()).with_extension(ending);
    assert!(made.exists(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(made)
}

/// Comma, double quotes, UTF-8, first line 1: the format that LibreOffice writes.
const PLAIN_CSV: &str = "csv:Text - txt - csv (StarCalc):44,34,76,1";

#[test]
#[ignore = "needs other programs: .ci/install"]
fn libreoffice_opens_the_workbook() {
    let folder = folder();
    let (path, expected) = saved(&folder, Format::Xlsx, "xlsx", &WriteOptions::default());
    let Some(csv) = office(&folder, &path, PLAIN_CSV, "csv", None) else { return };
    let found = pairs(&read_segments(&csv).unwrap());
    assert_same(&found, &expected, "xlsx by LibreOffice");
}

#[test]
#[ignore = "needs other programs: .ci/install"]
fn libreoffice_opens_the_table_as_a_russian_excel_does() {
    let folder = folder();
    let options = WriteOptions { excel: true, ..Default::default() };
    let (path, expected) = saved(&folder, Format::Csv, "csv", &options);
    // Semicolon, double quotes, UTF-8, from line 1, default columns, Russian (1049), quoted cells are text, and
    // detection of numbers, dates and formulas: the settings with the most conversions.
    let infilter = "Text - txt - csv (StarCalc):59,34,76,1,,1049,false,true,false,false,false,-1";
    let Some(csv) = office(&folder, &path, PLAIN_CSV, "csv", Some(infilter)) else { return };
    let rows = |path: &Path, delimiter| {
        let reader = csv::ReaderBuilder::new().delimiter(delimiter).from_path(path).unwrap();
        reader.into_records().map(Result::unwrap).collect::<Vec<_>>()
    };
    let (written, opened) = (rows(&path, b';'), rows(&csv, b','));
    assert_eq!((written.len(), opened.len()), (expected.len(), expected.len()));
    for (written, opened) in written.iter().zip(&opened) {
        for (column, (written, opened)) in written.iter().zip(opened).enumerate() {
            let number = |text: &str| text.replace(',', ".").parse::<f64>().unwrap();
            match Column::ALL[column] {
                Column::Confidence => assert_eq!(number(opened), number(written)),
                _ => assert_eq!(opened, written, "LibreOffice changes a cell"),
            }
        }
    }
}

#[test]
#[ignore = "needs other programs: .ci/install"]
fn a_bitext_of_every_trouble_is_valid_tmx_alone() {
    let folder = folder();
    let dtd = root().join("tests/interop/tmx14.dtd");
    for name in common::FIVE {
        let path = folder.path().join("one.tmx");
        let bytes = common::written(&common::bitext(name), Format::Tmx, &WriteOptions::default());
        fs::write(&path, bytes).unwrap();
        if lint(&["--dtdvalid".as_ref(), dtd.as_ref()], &path).is_none() {
            return;
        }
    }
}

/// The sentences of a document, with no-break spaces as spaces, since a PDF does not distinguish them.
fn sentences(path: &Path) -> Vec<String> {
    let text = String::from_utf8(enru(&["split".as_ref(), "-q".as_ref(), path.as_ref()])).unwrap();
    text.replace(['\u{a0}', '\u{202f}'], " ").lines().filter(|l| !l.is_empty()).map(String::from).collect()
}

/// Extensions, and LibreOffice's names of the formats.
const FILTERS: [(&str, &str); 7] = [
    ("docx", "docx"),
    ("doc", "doc:MS Word 97"),
    ("odt", "odt"),
    ("rtf", "rtf"),
    ("epub", "epub"),
    ("html", "html"),
    ("pdf", "pdf"),
];

#[test]
#[ignore = "needs other programs: .ci/install"]
fn documents_of_libreoffice_give_the_sentences_of_the_text() {
    let folder = folder();
    for (ending, filter) in FILTERS {
        let (mut all, mut missing) = (0, Vec::new());
        for text in SAMPLES.iter().flat_map(|name| ["en", "ru"].map(|lang| sample(name, lang))) {
            // `x.en.txt` becomes `x.docx`, so every file needs another name.
            let copy = folder.path().join(text.file_name().unwrap().to_string_lossy().replacen('.', "-", 1));
            fs::copy(&text, &copy).unwrap();
            let Some(made) = office(&folder, &copy, filter, ending, None) else { return };
            let (expected, found) = (sentences(&text), sentences(&made));
            all += expected.len();
            missing.extend(expected.into_iter().filter(|sentence| !found.contains(sentence)));
        }
        let allowed = if ending == "pdf" { all / 50 } else { 0 };
        assert!(all > 250 && missing.len() <= allowed, "{ending}: of {all} missing {missing:#?}");
    }
}

/// Headers, a table, lists, two columns, a footnote: `report.html` names them as LibreOffice does.
#[test]
#[ignore = "needs other programs: .ci/install"]
fn a_report_of_libreoffice_gives_its_text_whatever_the_format() {
    let folder = folder();
    let html = root().join("tests/interop/report.html");
    let Some(odt) = office(&folder, &html, "odt:writer8", "odt", Some("HTML (StarWriter)")) else { return };
    let mut expected: Vec<String> = [
        "Annual report of the agency",
        "The agency opened twelve wells in three valleys.",
        "They serve 4,300 people.",
        "Valley",
        "Wells",
        "Northern valley",
        "5",
        "Southern valley",
        "7",
        "Pipes for 900 houses",
        "A laboratory that tests water",
        "First the pipes are laid.",
        "Then the water is tested.",
    ]
    .map(String::from)
    .to_vec();
    for (number, people) in (1..=6).zip((231..).step_by(31)) {
        expected.push(format!("The valley of number {number} has wells for {people} people in it."));
        let day = number + 1;
        expected.push(format!(
            "The water of that valley was tested in the laboratory on {day} May and found good enough to drink."
        ));
    }
    expected.extend(
        [
            "The second stage begins in May.",
            "It will bring pipes to the houses.",
            "If the weather allows it.",
        ]
        .map(String::from),
    );
    assert_eq!(sentences(&odt), expected, "odt");
    for (ending, filter) in [("docx", "docx"), ("doc", "doc:MS Word 97"), ("rtf", "rtf"), ("pdf", "pdf")] {
        let Some(made) = office(&folder, &odt, filter, ending, None) else { return };
        let mut found = sentences(&made);
        if ending == "pdf" {
            // Nothing shows that the heading of a single page is not a title.
            assert_eq!(found.remove(0), "Annual report 2021 of the agency for water");
        }
        assert_eq!(found, expected, "{ending}");
    }
}

/// The samples, formatted by LibreOffice in columns under a heading of full width.
#[test]
#[ignore = "needs other programs: .ci/install"]
fn columns_of_libreoffice_give_the_sentences_of_the_text() {
    let folder = folder();
    for columns in [2, 3] {
        let (mut all, mut missing) = (0, Vec::new());
        for text in SAMPLES.iter().flat_map(|name| ["en", "ru"].map(|lang| sample(name, lang))) {
            let content = fs::read_to_string(&text).unwrap();
            let escaped = content.replace('&', "&amp;").replace('<', "&lt;");
            let (title, rest) = escaped.trim().split_once('\n').unwrap();
            let body: String =
                rest.lines().filter(|l| !l.is_empty()).map(|l| format!("<p>{l}</p>\n")).collect();
            let name = text.file_name().unwrap().to_string_lossy().replace('.', "-");
            let html = folder.path().join(format!("{name}-{columns}.html"));
            let head = "<html><head><meta charset=\"utf-8\"></head><body>";
            let page = format!(
                "{head}<h1>{title}</h1><multicol cols={columns} gutter=20>{body}</multicol></body></html>"
            );
            fs::write(&html, page).unwrap();
            let Some(odt) = office(&folder, &html, "odt:writer8", "odt", Some("HTML (StarWriter)")) else {
                return;
            };
            let Some(made) = office(&folder, &odt, "pdf", "pdf", None) else { return };
            let (expected, found) = (sentences(&text), sentences(&made));
            all += expected.len();
            missing.extend(expected.into_iter().filter(|sentence| !found.contains(sentence)));
        }
        assert!(all > 250 && missing.len() <= all / 50, "{columns} columns: of {all} missing {missing:#?}");
    }
}

/// `troubles.fodt` has what people put into documents: tracked changes, hidden text, comments, fields, a table of
/// contents, nested lists and tables, a text box, footnotes of two paragraphs with links, an endnote, soft hyphens.
#[test]
#[ignore = "needs other programs: .ci/install"]
fn a_document_of_every_trouble_gives_its_text_whatever_the_format() {
    let folder = folder();
    let source = root().join("tests/interop/troubles.fodt");
    let expected = fs::read_to_string(root().join("tests/interop/troubles.txt")).unwrap();
    let mut expected: Vec<&str> = expected.lines().collect();
    expected.sort_unstable();
    for (ending, filter) in FILTERS.into_iter().take(4) {
        let Some(made) = office(&folder, &source, filter, ending, None) else { return };
        // The position of the text of a box depends on the format.
        let mut found: Vec<String> = sentences(&made).iter().map(|s| s.replace('\u{ad}', "")).collect();
        found.sort_unstable();
        assert_eq!(found, expected, "{ending}");
    }
}
