//! Detects every encoding of Russian documents and decodes the same text.

use enru::Error;
use enru::io::{Encoding, InputOptions};
use enru::memory::{Format, WriteOptions};
use enru::read::ReadOptions;
use enru::read::{open, open_lines};
use enru::{Aligner, Document, EnRu, Lang};
use std::fs;
use std::path::{Path, PathBuf};

/// An encoding, possibly with a byte order mark or compression.
#[derive(Clone, Copy, Debug)]
enum Stored {
    Utf8 { mark: bool },
    Utf16 { mark: bool, big_endian: bool },
    CodePage(&'static str),
}

const ALL: [Stored; 11] = [
    Stored::Utf8 { mark: false },
    Stored::Utf8 { mark: true },
    Stored::Utf16 { mark: true, big_endian: false },
    Stored::Utf16 { mark: false, big_endian: false },
    Stored::Utf16 { mark: true, big_endian: true },
    Stored::Utf16 { mark: false, big_endian: true },
    Stored::CodePage("windows-1251"),
    Stored::CodePage("koi8-r"),
    Stored::CodePage("ibm866"),
    Stored::CodePage("iso-8859-5"),
    Stored::CodePage("x-mac-cyrillic"),
];

impl Stored {
    /// `text` as far as the encoding can represent it, with typewriter marks for missing characters.
    fn holdable(self, text: &str) -> String {
        let Stored::CodePage(name) = self else { return text.to_string() };
        // A single no-break space without a Cyrillic letter does not identify a code page.
        let has_cyrillic = text.chars().any(|c| ('а'..='я').contains(&c));
        let text = &if has_cyrillic { text.to_string() } else { text.replace('\u{a0}', " ") };
        let encoding = name.parse::<Encoding>().unwrap().0;
        text.chars()
            .map(|c| if encoding.encode(c.encode_utf8(&mut [0; 4])).2 { typewritten(c) } else { c })
            .collect()
    }

    fn bytes(self, text: &str) -> Vec<u8> {
        match self {
            Stored::Utf8 { mark } => format!("{}{text}", if mark { "\u{feff}" } else { "" }).into_bytes(),
            Stored::Utf16 { mark, big_endian } => {
                let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
                units.flat_map(|u| if big_endian { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
            }
            Stored::CodePage(name) => name.parse::<Encoding>().unwrap().0.encode(text).0.into_owned(),
        }
    }
}

fn typewritten(c: char) -> char {
    match c {
        '«' | '»' | '“' | '”' | '„' => '"',
        '‘' | '’' => '\'',
        '—' | '–' | '‑' => '-',
        '\u{a0}' => ' ',
        _ => '?',
    }
}

fn samples(ending: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|p| p.to_string_lossy().ends_with(ending));
    paths.sort();
    assert!(!paths.is_empty());
    paths
}

#[test]
fn every_sample_reads_the_same_from_every_encoding() {
    let folder = tempfile::tempdir().unwrap();
    for sample in samples(".txt") {
        let text = fs::read_to_string(&sample).unwrap();
        for stored in ALL {
            for line_end in ["\n", "\r\n", "\r"] {
                let expected = stored.holdable(&text);
                let path = folder.path().join("sample.txt");
                fs::write(&path, stored.bytes(&expected.replace('\n', line_end))).unwrap();
                let reading = open(&path, &ReadOptions::default()).unwrap();
                let told = format!("{sample:?} as {stored:?} read as {}", reading.encoding);
                assert_eq!(reading.value.text(), expected, "{told}");
            }
        }
    }
}

#[test]
fn single_sentences_are_enough() {
    let folder = tempfile::tempdir().unwrap();
    for sample in samples(".ru") {
        let text = fs::read_to_string(&sample).unwrap();
        for line in text.lines().filter(|l| l.chars().filter(|c| c.is_alphabetic()).count() > 40) {
            for stored in ALL {
                let expected = stored.holdable(line);
                let path = folder.path().join("line.txt");
                fs::write(&path, stored.bytes(&expected)).unwrap();
                let reading = open(&path, &ReadOptions::default()).unwrap();
                assert_eq!(reading.value.text(), expected, "{stored:?} read as {}", reading.encoding);
            }
        }
    }
}

#[test]
fn the_csv_is_the_same_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let sample = samples(".en.txt").remove(0);
    let read = |path: &Path| fs::read_to_string(path).unwrap();
    let (en, ru) = (read(&sample), read(Path::new(&sample.to_string_lossy().replace(".en.", ".ru."))));
    let csv = |en: Document, ru: Document| {
        let mut out = Vec::new();
        let bitext = Aligner::default().align(EnRu::new(en, ru).unwrap()).named("sample");
        bitext.write(Format::Csv, &WriteOptions::default(), &mut out).unwrap();
        out
    };
    for stored in ALL {
        let (en, ru) = (stored.holdable(&en), stored.holdable(&ru));
        let document = |text: &str, name| {
            let path = folder.path().join(name);
            fs::write(&path, stored.bytes(text)).unwrap();
            open(&path, &ReadOptions::default()).unwrap().value
        };
        let expected =
            csv(Document::from_text("en", Lang::En, &*en), Document::from_text("ru", Lang::Ru, &*ru));
        assert!(expected == csv(document(&en, "en.txt"), document(&ru, "ru.txt")), "{stored:?}");
    }
}

#[test]
fn a_named_encoding_overrules() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("short.txt");
    fs::write(&path, "koi8-r".parse::<Encoding>().unwrap().0.encode("ООН").0).unwrap();
    let named = |name: &str| ReadOptions {
        input: InputOptions { encoding: Some(name.parse().unwrap()), ..Default::default() },
        ..Default::default()
    };
    let options = named("koi8-r");
    let reading = open_lines(&path, &options).unwrap();
    assert_eq!((reading.value.text(0), reading.encoding.as_str()), ("ООН", "KOI8-R"));
    let wrong = named("utf-8");
    assert!(matches!(open(&path, &wrong), Err(Error::Encoding { offset: 0, .. })));
}

#[test]
fn files_that_cannot_be_read_are_told_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let open = |path: &Path| open(path, &ReadOptions::default()).unwrap_err();
    let told = |error: Error, name: &str| assert!(error.to_string().contains(name), "{error}");
    let missing = open(&folder.path().join("missing.txt"));
    assert!(matches!(missing, Error::Io { .. }));
    told(missing, "missing.txt");
    let is_folder = open(folder.path());
    assert!(matches!(is_folder, Error::Folder(_)));
    told(is_folder, folder.path().to_str().unwrap());
    for (name, bytes) in
        [("empty.txt", &b""[..]), ("blank.txt", b" \r\n\xc2\xa0"), ("mark.txt", b"\xef\xbb\xbf")]
    {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let error = open(&path);
        assert!(matches!(error, Error::Empty(_)), "{error}");
        told(error, name);
    }
    let path = folder.path().join("binary.txt");
    fs::write(&path, b"some text\0and a zero").unwrap();
    let error = open(&path);
    assert!(matches!(error, Error::Binary { offset: 9, .. }), "{error}");
    told(error, "offset 9");
}
