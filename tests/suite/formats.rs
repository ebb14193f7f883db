//! The contract of every output format, on the same five bitexts.

use crate::common;

use crate::common::read_segments;
use crate::common::{FIVE, bitext, written};
use enru::io::InputOptions;
use enru::ladder::read_ladder;
use enru::memory::ladder_of_segments;
use enru::memory::{Column, Format, WriteOptions, moses_paths, save, write_segments};
use enru::{Bitext, Ladder, Segment};
use std::io;

fn all() -> impl Iterator<Item = (&'static str, Bitext)> {
    FIVE.iter().map(|&name| (name, bitext(name)))
}

#[test]
fn csv_has_the_columns_and_the_texts() {
    for (name, bitext) in all() {
        let bytes = written(&bitext, Format::Csv, &WriteOptions::default());
        assert!(!bytes.contains(&b'\r'), "{name}: line ends are LF");
        let mut reader = csv::Reader::from_reader(&*bytes);
        let header = "en,ru,confidence,shape,status,en_ids,ru_ids,anchors,flags,document,segment_id";
        assert_eq!(reader.headers().unwrap(), header.split(',').collect::<Vec<_>>());
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        let segments: Vec<_> = bitext.segments().collect();
        assert_eq!(rows.len(), segments.len(), "{name}");
        for (row, segment) in rows.iter().zip(segments) {
            assert_eq!((&row[0], &row[1]), (segment.en.as_str(), segment.ru.as_str()), "{name}");
            assert_eq!(row[2].len(), "0.000".len(), "{name}: {}", &row[2]);
            assert_eq!(
                (&row[3], &row[10]),
                (segment.shape.to_string().as_str(), segment.segment_id.as_str())
            );
        }
    }
}

#[test]
fn excel_gets_what_it_expects_and_no_formula() {
    let options = WriteOptions { excel: true, ..Default::default() };
    for (name, bitext) in all() {
        let text = String::from_utf8(written(&bitext, Format::Csv, &options)).unwrap();
        assert!(text.starts_with("\u{feff}en;ru;"), "{name}");
        let body = text.strip_prefix('\u{feff}').unwrap();
        assert!(
            body.ends_with("\r\n") && body.matches('\n').count() == body.matches("\r\n").count(),
            "{name}"
        );
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(body.as_bytes());
        for row in reader.records().map(Result::unwrap) {
            assert!(
                row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])),
                "{name}: {row:?}"
            );
            assert!(row[2].contains(',') && row[3].contains('–'), "{name}: {row:?}");
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("excel.csv");
        std::fs::write(&path, &text).unwrap();
        let read = read_segments(&path).unwrap();
        let kept = |s: Segment| (s.en, s.ru, s.shape, s.en_ids, s.ru_ids, s.anchors, s.segment_id);
        let expected: Vec<_> = bitext.segments().map(kept).collect();
        assert_eq!(read.into_iter().map(kept).collect::<Vec<_>>(), expected, "{name}");
    }
}

#[test]
fn columns_are_picked_and_ordered() {
    let options = WriteOptions { columns: vec![Column::Shape, Column::Ru], ..Default::default() };
    let bytes = written(&bitext("3-2"), Format::Tsv, &options);
    assert!(String::from_utf8(bytes).unwrap().starts_with("shape\tru\n3-2\t"));
}

#[test]
fn tsv_has_one_line_a_segment() {
    for (name, bitext) in all() {
        let text = String::from_utf8(written(&bitext, Format::Tsv, &WriteOptions::default())).unwrap();
        assert_eq!(text.lines().count(), 1 + bitext.segments().count(), "{name}");
        assert!(text.lines().all(|line| line.matches('\t').count() == Column::ALL.len() - 1), "{name}");
    }
}

#[test]
fn jsonl_has_the_shape_of_a_translation_data_set() {
    for (name, bitext) in all() {
        let text = String::from_utf8(written(&bitext, Format::Jsonl, &WriteOptions::default())).unwrap();
        let segments: Vec<_> = bitext.segments().collect();
        assert_eq!(text.lines().count(), segments.len(), "{name}");
        for (line, segment) in text.lines().zip(segments) {
            let record: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(record["id"], segment.segment_id, "{name}");
            assert_eq!(record["translation"]["en"], segment.en, "{name}");
            assert_eq!(record["translation"]["ru"], segment.ru, "{name}");
            assert!(record["confidence"].is_f64(), "{name}: {line}");
        }
    }
}

#[test]
fn a_bracket_ladder_reads_back() {
    for (name, bitext) in all() {
        let text = String::from_utf8(written(&bitext, Format::Bracket, &WriteOptions::default())).unwrap();
        assert_eq!(&text.parse::<Ladder>().unwrap(), bitext.ladder(), "{name}");
    }
}

#[test]
fn sentences_without_counterpart_are_written_when_asked() {
    let options = WriteOptions { keep_unaligned: true, ..Default::default() };
    let lines =
        |options| written(&bitext("1-0 and 0-1"), Format::Jsonl, options).split(|&b| b == b'\n').count() - 1;
    assert_eq!((lines(&WriteOptions::default()), lines(&options)), (1, 3));
}

#[test]
fn doubtful_segments_are_left_out_when_asked() {
    let bitext = bitext("markup");
    let options = WriteOptions { min_confidence: 0.8, ..Default::default() };
    let text = String::from_utf8(written(&bitext, Format::Tsv, &options)).unwrap();
    let kept = bitext.segments().filter(|s| s.confidence >= Some(0.8)).count();
    assert!(kept > 0 && kept < bitext.segments().count());
    assert_eq!(text.lines().count(), 1 + kept);
}

#[test]
fn a_ladder_cannot_be_made_of_segments_alone() {
    let result =
        write_segments(bitext("3-2").segments(), Format::Bracket, &WriteOptions::default(), &mut io::sink());
    assert_eq!(result.unwrap_err().kind(), io::ErrorKind::Unsupported);
}

/// Formats that hold a whole segment, and their options.
const WHOLE: &[(Format, &str)] = &[
    (Format::Csv, "csv"),
    (Format::Tsv, "tsv"),
    (Format::Jsonl, "jsonl"),
    (Format::Tmx, "tmx"),
    (Format::Xliff, "xlf"),
    (Format::Xlsx, "xlsx"),
    #[cfg(feature = "parquet")]
    (Format::Parquet, "parquet"),
];

#[test]
fn what_a_writer_writes_its_reader_reads_back() {
    let folder = tempfile::tempdir().unwrap();
    for excel in [false, true] {
        let options = WriteOptions { excel, ..Default::default() };
        for (name, bitext) in all().filter(|(name, _)| *name != "empty") {
            let segments: Vec<_> = bitext.segments().collect();
            for &(format, ending) in WHOLE {
                let path = folder.path().join(format!("out.{ending}"));
                bitext.save(format, &options, &path, true).unwrap();
                let read = read_segments(&path).unwrap();
                assert_eq!(read, segments, "{name} as {}", format.name());
            }
        }
    }
}

#[test]
fn conversion_is_reproducible_and_keeps_everything() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let options = WriteOptions::default();
    bitext("markup").save(Format::Csv, &options, &path("first.csv"), false).unwrap();
    let first = std::fs::read(path("first.csv")).unwrap();
    let mut from = path("first.csv");
    for &(format, ending) in WHOLE.iter().rev() {
        let segments = read_segments(&from).unwrap();
        from = path(&format!("next.{ending}"));
        save(segments.clone().into_iter().map(Ok), format, &options, &from, false).unwrap();
        let again = path("again");
        save(segments.into_iter().map(Ok), format, &options, &again, true).unwrap();
        assert!(std::fs::read(&from).unwrap() == std::fs::read(&again).unwrap(), "{ending}");
    }
    assert!(std::fs::read(from).unwrap() == first);
}

/// Converts every format to every other: preserved fields and the locales of TMX survive.
#[test]
fn conversion_keeps_what_is_not_ours() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_string();
    let convert = |from: &str, to: &str| {
        assert_cmd::Command::new(env!("CARGO_BIN_EXE_enru"))
            .args(["convert", "--force", from, to])
            .assert()
            .success();
    };
    let table = "en,ru,confidence,shape,status,en_ids,ru_ids,anchors,flags,document,segment_id,client,x-rate\n\
                 \"A, b\",Б,0.500,1-1,edited,3,4,5; UN=ООН,moved,d,0123456789abcdef,UN; ILO,1\n\
                 C,Д,,1-1,auto,,,,,d,fedcba9876543210,,2\n";
    std::fs::write(path("first.csv"), table).unwrap();
    for (_, one) in WHOLE {
        for (_, other) in WHOLE {
            convert(&path("first.csv"), &path(&format!("one.{one}")));
            convert(&path(&format!("one.{one}")), &path(&format!("other.{other}")));
            convert(&path(&format!("other.{other}")), &path("last.csv"));
            assert_eq!(std::fs::read_to_string(path("last.csv")).unwrap(), table, "{one} to {other}");
        }
    }
    let memory = "<tmx version='1.4'><header/><body><tu><tuv xml:lang='en-GB'><seg>A</seg></tuv><tuv xml:lang='ru-KZ'>\
                  <seg>Б</seg></tuv></tu></body></tmx>";
    std::fs::write(path("theirs.tmx"), memory).unwrap();
    convert(&path("theirs.tmx"), &path("ours.tmx"));
    let ours = std::fs::read_to_string(path("ours.tmx")).unwrap();
    assert!(ours.contains("srclang=\"en-GB\"") && ours.contains("<tuv xml:lang=\"ru-KZ\">"), "{ours}");
}

#[test]
fn ladders_read_back_from_every_format() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bitext) in all().filter(|(name, _)| *name != "empty") {
        for format in Format::ALL.into_iter().filter(|f| f.is_ladder()) {
            let path = folder.path().join("ladder");
            bitext.save(format, &WriteOptions::default(), &path, true).unwrap();
            let read = read_ladder(&path, &InputOptions::default()).unwrap().value;
            assert_eq!(&read.ladder, bitext.ladder(), "{name} as {}", format.name());
            if format != Format::Bracket {
                let scores: Vec<_> = bitext.judgements().iter().map(|j| Some(j.confidence)).collect();
                assert_eq!(read.scores, scores, "{name} as {}", format.name());
            }
        }
    }
}

#[test]
fn a_ladder_comes_back_out_of_segments() {
    let bitext = bitext("1-0 and 0-1");
    let segments: Vec<_> = bitext.all_segments().collect();
    assert_eq!(&ladder_of_segments(&segments).unwrap().ladder, bitext.ladder());
    let backwards: Vec<_> =
        common::bitext("markup").segments().collect::<Vec<_>>().into_iter().rev().collect();
    assert!(ladder_of_segments(&backwards).is_err());
}

#[test]
fn a_moses_pair_has_equal_lines() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bitext) in all() {
        let path = folder.path().join("corpus.moses");
        bitext.save(Format::Moses, &WriteOptions::default(), &path, true).unwrap();
        let [en, ru] = moses_paths(&path).map(|p| std::fs::read_to_string(p).unwrap());
        let lines = bitext.segments().count();
        assert_eq!((en.lines().count(), ru.lines().count()), (lines, lines), "{name}");
    }
}

#[test]
fn hunalign_text_marks_the_sentences() {
    let text =
        String::from_utf8(written(&bitext("3-2"), Format::Hunalign, &WriteOptions::default())).unwrap();
    assert_eq!(text, "One. ~~~ Two. ~~~ Three.\tРаз, два. ~~~ Три.\t0.875\n");
}

#[test]
fn tables_of_other_tools_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.txt");
    let cases: [(&str, &str); 5] = [
        ("Source;ru-RU;en-US\nx;Да;Yes\n", "Yes=Да"),
        ("Да\tYes\nНет\tNo\n", "Yes=Да"),
        ("\u{feff}English,Russian\r\n\"Yes, sir\",\"Да, сэр\"\r\n", "Yes, sir=Да, сэр"),
        ("{\"translation\": {\"en\": \"Yes\", \"ru\": \"Да\"}}\n", "Yes=Да"),
        (
            "<?xml version='1.0'?><tmx version='1.4'><header/><body><tu><tuv xml:lang='RU-RU'><seg>Д<bpt i='1'>&lt;b>\
             </bpt>а</seg></tuv><tuv xml:lang='de'><seg>Ja</seg></tuv><tuv xml:lang='EN-US'><seg>Yes</seg></tuv></tu>\
             </body></tmx>",
            "Yes=Да",
        ),
    ];
    for (text, expected) in cases {
        std::fs::write(&path, text).unwrap();
        let segments = read_segments(&path).unwrap();
        assert_eq!(format!("{}={}", segments[0].en, segments[0].ru), expected, "{text}");
        assert_eq!(
            (segments[0].shape.to_string().as_str(), segments[0].segment_id.len()),
            ("1-1", 16),
            "{text}"
        );
    }
    std::fs::write(&path, "en,ru,confidence\nYes,Да,0.5\nNo,Нет,often\n").unwrap();
    // A column with other values belongs to another program.
    let segments = read_segments(&path).unwrap();
    assert_eq!(segments[1].extra_text("confidence").as_deref(), Some("often"));
}
