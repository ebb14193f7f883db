//! The contract of every output format, over the same five bitexts.

mod common;

use common::{FIVE, bitext, written};
use enru::write::{Column, Format, WriteOptions, write_segments};
use enru::{Bitext, Ladder};
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
        }
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
