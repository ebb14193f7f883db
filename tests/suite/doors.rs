//! The same two files give the same segments and ids with `enru align`, `enru batch`, `enru worker`, and the library.

use assert_cmd::Command;
use enru::{Aligner, Document, EnRu, Lang};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// A text with everything that is left out: page numbers, and a list that is alphabetical in both languages.
const EN: &str = "The members met on 5 May 2021.\n\nPage 1\n\nThey are:\n\n- Armenia\n- Austria\n- Georgia\n\
    - Germany\n- Hungary\n- Kazakhstan\n\nThe meeting lasted three days. It was held in May.\n\nPage 2\n";
const RU: &str = "Участники собрались 5 мая 2021 года.\n\nСтр. 1\n\nВот они:\n\n- Австрия\n- Армения\n- Венгрия\n\
    - Германия\n- Грузия\n- Казахстан\n\nВстреча длилась три дня. Она прошла в мае.\n\nСтр. 2\n";

/// A segment in every output: id, English, Russian.
type Row = (String, String, String);

fn enru(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("enru").unwrap();
    command.current_dir(folder);
    command
}

fn of_csv(csv: &[u8]) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(csv);
    let headers = reader.headers().unwrap().clone();
    let at = |name: &str| headers.iter().position(|h| h == name).unwrap();
    let (id, en, ru) = (at("segment_id"), at("en"), at("ru"));
    reader.records().map(|r| r.unwrap()).map(|r| (r[id].into(), r[en].into(), r[ru].into())).collect()
}

fn of_answer(answer: &[u8]) -> Vec<Row> {
    let answer: Value = serde_json::from_slice(answer).unwrap();
    let segments = answer["segments"].as_array().unwrap_or_else(|| panic!("{answer}"));
    let text = |value: &Value| value.as_str().unwrap().to_string();
    let row = |s: &Value| (text(&s["id"]), text(&s["translation"]["en"]), text(&s["translation"]["ru"]));
    segments.iter().map(row).collect()
}

fn of_library(pair: EnRu<Document>) -> Vec<Row> {
    let bitext = Aligner::default().align(pair).named("talk");
    bitext.segments().map(|s| (s.segment_id, s.en, s.ru)).collect()
}

#[test]
fn every_door_gives_the_same_segments() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("in")).unwrap();
    fs::write(at("in/talk.en.txt"), EN).unwrap();
    fs::write(at("in/talk.ru.txt"), RU).unwrap();

    let output = enru(folder.path()).args(["align", "in/talk.en.txt", "in/talk.ru.txt"]).output().unwrap();
    let aligned = of_csv(&output.stdout);
    assert_eq!(aligned.len(), 4, "{aligned:?}");

    enru(folder.path()).args(["batch", "in", "-o", "out"]).assert().success();
    assert_eq!(of_csv(&fs::read(at("out/talk.csv")).unwrap()), aligned, "batch");

    let request = json!({"id": "talk", "en": EN, "ru": RU}).to_string();
    let output = enru(folder.path()).arg("worker").write_stdin(request).output().unwrap();
    assert_eq!(of_answer(&output.stdout), aligned, "worker");

    let text = |lang, text: &str| Document::from_text("", lang, text);
    let texts = EnRu::new(text(Lang::Ru, RU), text(Lang::En, EN)).unwrap();
    assert_eq!(of_library(texts), aligned, "texts in the library");
    let files = EnRu::open(at("in/talk.en.txt"), at("in/talk.ru.txt")).unwrap();
    assert_eq!(of_library(files), aligned, "files in the library");
}
