//! Reviews: decisions in the file of the page or in a workbook become part of the memory and survive.

use assert_cmd::Command;
use enru::align::AlignOptions;
use enru::review::{Decisions, Item, Review, svg as drawn};
use enru::{Aligner, Document, EnRu, Lang, Shape, Status};
use predicates::prelude::PredicateBooleanExt;
use predicates::str::{contains, is_match};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const NAME: &str = "who-europe-measles";

fn sample(ending: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(format!("{NAME}.{ending}"));
    path.to_str().unwrap().to_string()
}

/// A working folder, with `enru` running in it.
struct Desk(TempDir);

impl Desk {
    fn new() -> Desk {
        Desk(tempfile::tempdir().unwrap())
    }

    fn enru(&self, args: &[&str]) -> assert_cmd::assert::Assert {
        Command::new(env!("CARGO_BIN_EXE_enru")).current_dir(&self.0).args(args).assert()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The review of the sample in `a.review.json`.
    fn review(&self) -> Value {
        self.enru(&["review", &sample("en.txt"), &sample("ru.txt"), "-o", "a.review.json"]).success();
        serde_json::from_str(&self.read("a.review.json")).unwrap()
    }

    fn write(&self, name: &str, review: &Value) {
        fs::write(self.path(name), review.to_string()).unwrap();
    }

    /// The rows of a CSV file by column.
    fn rows(&self, name: &str) -> Vec<std::collections::BTreeMap<String, String>> {
        let mut csv = csv::Reader::from_path(self.path(name)).unwrap();
        csv.deserialize().map(Result::unwrap).collect()
    }
}

/// Merges segment `k` with the next one, as the page does.
fn merge(review: &mut Value, k: usize) {
    let segments = review["segments"].as_array_mut().unwrap();
    let next = segments.remove(k + 1);
    let merged = &mut segments[k];
    for key in ["en_sentences", "ru_sentences", "en_ids", "ru_ids"] {
        let more = next[key].as_array().unwrap().clone();
        merged[key].as_array_mut().unwrap().extend(more);
    }
    for side in ["en", "ru"] {
        let texts = [&merged["translation"][side], &next["translation"][side]].map(|t| t.as_str().unwrap());
        merged["translation"][side] = json!(texts.join(" ").trim());
    }
    for (key, value) in [("id", Value::Null), ("confidence", Value::Null), ("made", json!("person"))] {
        merged[key] = value;
    }
    merged["status"] = json!("edited");
}

/// A review with accepted, rejected, edited and merged segments.
fn decided(desk: &Desk) -> Value {
    let mut review = desk.review();
    review["segments"][2]["status"] = json!("reviewed");
    review["segments"][3]["status"] = json!("rejected");
    review["segments"][4]["translation"]["ru"] = json!("Другой текст.");
    review["segments"][4]["status"] = json!("edited");
    merge(&mut review, 6);
    review
}

#[test]
fn a_review_nobody_touched_becomes_the_same_memory() {
    let desk = Desk::new();
    desk.review();
    desk.enru(&["align", &sample("en.txt"), &sample("ru.txt"), "-o", "aligned.csv"]).success();
    desk.enru(&["apply", "a.review.json", "-o", "applied.csv"]).success();
    assert_eq!(desk.read("applied.csv"), desk.read("aligned.csv"));
    for door in ["tm.review.xlsx", "tm.review.json"] {
        desk.enru(&["review", "aligned.csv", "-o", door]).success();
        desk.enru(&["apply", door, "-o", "again.csv", "--force"]).success();
        assert_eq!(desk.read("again.csv"), desk.read("aligned.csv"), "{door}");
    }
}

#[test]
fn what_was_decided_is_in_the_memory() {
    let desk = Desk::new();
    let review = decided(&desk);
    desk.write("b.json", &review);
    desk.enru(&["apply", "b.json", "-o", "b.csv"]).success().stderr(contains("left out: 1 rejected"));
    let rows = desk.rows("b.csv");
    let paired =
        |s: &&Value| s["en_ids"] != json!([]) && s["ru_ids"] != json!([]) && s["status"] != "rejected";
    assert_eq!(rows.len(), review["segments"].as_array().unwrap().iter().filter(paired).count());
    assert_eq!((rows[2]["status"].as_str(), rows[3]["ru"].as_str()), ("reviewed", "Другой текст."));
    let merged = rows.iter().find(|row| row["confidence"].is_empty()).unwrap();
    assert_eq!((merged["status"].as_str(), merged["segment_id"].len()), ("edited", 16));
    desk.enru(&["apply", "b.json", "-o", "all.csv", "--keep-rejected", "--keep-unaligned"]).success();
    assert_eq!(desk.rows("all.csv").len(), review["segments"].as_array().unwrap().len());
}

#[test]
fn the_guide_of_a_workbook_is_no_part_of_the_memory() {
    let desk = Desk::new();
    desk.enru(&["review", &sample("en.txt"), &sample("ru.txt"), "-o", "a.xlsx"]).success();
    desk.enru(&["apply", "a.xlsx", "-o", "applied.csv"]).success();
    desk.enru(&["align", &sample("en.txt"), &sample("ru.txt"), "-o", "aligned.csv"]).success();
    assert_eq!(desk.read("applied.csv"), desk.read("aligned.csv"));
    let book = fs::read(desk.path("a.xlsx")).unwrap();
    assert!(zip_part(&book, "xl/workbook.xml").contains("name=\"Guide\""));
    let sheet = zip_part(&book, "xl/worksheets/sheet2.xml");
    assert!(sheet.contains("customHeight=\"1\""), "rows of long texts are as tall as they need");
    assert!(sheet.contains("type=\"num\" val=\"0.9\""), "colours stand for confidences, not for ranks");
}

/// A part of an Office file.
fn zip_part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}

#[test]
fn the_order_of_the_two_files_does_not_matter() {
    let desk = Desk::new();
    for (name, ending) in [("original.txt", "en.txt"), ("перевод.txt", "ru.txt")] {
        fs::copy(sample(ending), desk.path(name)).unwrap();
    }
    for output in ["a.json", "a.html", "a.csv"] {
        let subcommand = if output == "a.csv" { "align" } else { "review" };
        let written = |first, second| {
            desk.enru(&[subcommand, first, second, "-o", output, "--force"]).success();
            desk.read(output)
        };
        let right = written("original.txt", "перевод.txt");
        assert_eq!(right, written("перевод.txt", "original.txt"), "{output}");
    }
    let review: Value = serde_json::from_str(&desk.read("a.json")).unwrap();
    assert_eq!([&review["sources"]["en"], &review["sources"]["ru"]], ["original.txt", "перевод.txt"]);
}

#[test]
fn a_lost_or_doubled_sentence_is_named() {
    let desk = Desk::new();
    let mut review = desk.review();
    let last = review["segments"].as_array_mut().unwrap().pop().unwrap();
    desk.write("end.json", &review);
    desk.enru(&["apply", "end.json"])
        .code(1)
        .stderr(is_match(r"end.json: .* sentence \d+ of .* is missing").unwrap());
    let segments = review["segments"].as_array_mut().unwrap();
    segments.push(last);
    let middle = segments.remove(5);
    desk.write("lost.json", &review);
    let lost = middle["en_ids"][0].as_u64().unwrap();
    desk.enru(&["apply", "lost.json"])
        .code(1)
        .stderr(contains(format!("English sentence {lost} of {NAME} is missing")));
    let segments = review["segments"].as_array_mut().unwrap();
    segments.insert(5, middle.clone());
    segments.insert(6, middle);
    desk.write("twice.json", &review);
    desk.enru(&["apply", "twice.json"])
        .code(1)
        .stderr(contains(format!("English sentence {lost} of {NAME} is duplicate or out of order")));
    desk.enru(&["review", &sample("en.txt"), &sample("ru.txt"), "-o", "a.html"]).success();
    desk.enru(&["apply", "a.html"]).code(1).stderr(contains("open it in a browser"));
    fs::write(desk.path("cut.json"), &desk.read("a.review.json")[..900]).unwrap();
    desk.enru(&["apply", "cut.json"]).code(1).stderr(contains("is not a complete review"));
}

#[test]
fn decisions_survive_a_new_paragraph() {
    let desk = Desk::new();
    let review = decided(&desk);
    desk.write("b.json", &review);
    let en = fs::read_to_string(sample("en.txt")).unwrap();
    let (first, rest) = en.split_once("\n\n").unwrap();
    fs::write(desk.path("new.en.txt"), format!("{first}\n\nA paragraph came in here. It is new.\n\n{rest}"))
        .unwrap();
    let args = ["align", "new.en.txt", &sample("ru.txt"), "--decisions", "b.json", "-o", "new.csv"];
    desk.enru(&args).success().stderr(contains("b.json: 4 decisions kept\n"));
    let rows = desk.rows("new.csv");
    let with = |status: &str| rows.iter().filter(|r| r["status"] == status).collect::<Vec<_>>();
    assert_eq!((with("reviewed").len(), with("rejected").len(), with("edited").len()), (1, 1, 2));
    assert_eq!(with("reviewed")[0]["en"], review["segments"][2]["translation"]["en"]);
    assert_eq!(with("edited")[0]["ru"], "Другой текст.");
    assert_eq!(with("edited")[1]["en"], review["segments"][6]["translation"]["en"]);
    // The texts have changed, so the decisions are reported and no longer apply.
    let changed = en.replace("Where the cases occurred", "Where they occurred");
    fs::write(desk.path("changed.en.txt"), changed).unwrap();
    let args = ["align", "changed.en.txt", &sample("ru.txt"), "--decisions", "b.json", "-o", "changed.csv"];
    desk.enru(&args).success().stderr(contains("3 decisions kept, 1 no longer apply"));
}

#[test]
fn a_review_of_decisions_shows_them_again() {
    let desk = Desk::new();
    desk.write("b.json", &decided(&desk));
    let args = ["review", &sample("en.txt"), &sample("ru.txt"), "--decisions", "b.json", "-o", "again.json"];
    desk.enru(&args).success();
    for name in ["b.json", "again.json"] {
        let csv = format!("{name}.csv");
        desk.enru(&["apply", name, "-o", &csv, "--columns", "en,ru,shape,status,en_ids,ru_ids,segment_id"])
            .success();
    }
    assert_eq!(desk.read("b.json.csv"), desk.read("again.json.csv"));
}

#[test]
fn a_workbook_of_other_peoples_units_keeps_what_they_say() {
    let desk = Desk::new();
    fs::write(desk.path("tm.csv"), "en,ru,client\nOne.,Один.,ACME\nTwo. Three.,Два. Три.,\n").unwrap();
    desk.enru(&["review", "tm.csv", "-o", "tm.xlsx"]).success();
    desk.enru(&["apply", "tm.xlsx", "-o", "back.csv", "--columns", "en,ru,status,en_ids"]).success();
    assert_eq!(
        desk.read("back.csv"),
        "en,ru,status,en_ids,client\nOne.,Один.,auto,,ACME\nTwo. Three.,Два. Три.,auto,,\n"
    );
}

#[test]
fn rows_deleted_from_a_workbook_are_reported() {
    let desk = Desk::new();
    fs::write(desk.path("tm.csv"), "en,ru\nOne.,Один.\nTwo.,Два.\nThree.,Три.\n").unwrap();
    desk.enru(&["review", "tm.csv", "-o", "tm.xlsx"]).success();
    desk.enru(&["apply", "tm.xlsx", "-o", "all.csv"]).success().stderr(contains("deleted").not());
    desk.enru(&["convert", "tm.xlsx", "book.csv"]).success();
    let book: Vec<String> = desk.read("book.csv").lines().map(str::to_string).collect();
    fs::write(desk.path("book.csv"), [&book[0], &book[3], &book[1]].map(|line| format!("{line}\n")).concat())
        .unwrap();
    desk.enru(&["apply", "book.csv", "-o", "two.csv", "--columns", "en,status"])
        .success()
        .stderr(contains("2 segments; left out: 0 rejected, 0 unpaired, 1 deleted in the workbook"));
    assert_eq!(desk.read("two.csv"), "en,status\nThree.,auto\nOne.,auto\n");
}

/// Runs a script from tests/interop.
fn python(desk: &Desk, script: &str, arguments: &[&str]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let venv = root.join("target/interop/venv/bin/python");
    let python = if venv.exists() { venv } else { "python3".into() };
    let script = root.join("tests/interop").join(script);
    let done =
        std::process::Command::new(python).arg(script).args(arguments).current_dir(&desk.0).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
#[ignore = "needs Python with openpyxl: .ci/install"]
fn the_workbook_and_the_page_lead_to_the_same_memory() {
    let desk = Desk::new();
    desk.enru(&["align", &sample("en.txt"), &sample("ru.txt"), "-o", "a.csv"]).success();
    for door in ["a.xlsx", "a.json"] {
        desk.enru(&["review", "a.csv", "-o", door]).success();
    }
    python(&desk, "edit_workbook.py", &["a.xlsx", "edited.xlsx", "Правка."]);
    let mut review: Value = serde_json::from_str(&desk.read("a.json")).unwrap();
    // Row 1 is the heading.
    review["segments"][2]["status"] = json!("reviewed");
    review["segments"][3]["status"] = json!("rejected");
    let text = review["segments"][4]["translation"]["ru"].as_str().unwrap();
    review["segments"][4]["translation"]["ru"] = json!(format!("{text} Правка."));
    review["segments"][4]["status"] = json!("edited");
    desk.write("edited.json", &review);
    for name in ["edited.xlsx", "edited.json"] {
        desk.enru(&["apply", name, "-o", &format!("{name}.csv"), "--keep-rejected"]).success();
    }
    assert_eq!(desk.read("edited.xlsx.csv"), desk.read("edited.json.csv"));
    let statuses: Vec<String> = desk.rows("edited.xlsx.csv").iter().map(|r| r["status"].clone()).collect();
    assert_eq!(statuses[2..5], ["reviewed", "rejected", "edited"]);
}

#[test]
fn outputs_are_not_overwritten_and_endings_are_checked() {
    let desk = Desk::new();
    desk.review();
    let args = ["review", &sample("en.txt"), &sample("ru.txt"), "-o"];
    desk.enru(&[&args[..], &["a.review.json"]].concat()).code(1).stderr(contains("already exists"));
    desk.enru(&[&args[..], &["a.doc"]].concat())
        .code(2)
        .stderr(contains(".html (a page), .xlsx (a workbook) or .json"));
    desk.enru(&["apply", "nothing.json"]).code(1).stderr(contains("nothing.json: cannot read"));
}

/// Three sentences per side, in a review whose second pair was split.
fn unlinked() -> (Review, Document, Document) {
    let en =
        Document::from_text("d", Lang::En, "It began on 5 May. It was held in Geneva. It ended on 9 May.");
    let ru = Document::from_text("d", Lang::Ru, "Он начался 5 мая. Он прошёл в Женеве. Он завершился 9 мая.");
    let bitext = Aligner::default().align(EnRu::new(en.clone(), ru.clone()).unwrap());
    let mut review = Review::of_bitext(&bitext, &[]);
    assert_eq!(review.segments.len(), 3);
    let pair = review.segments.remove(1);
    let mut half = |item: Item, at| {
        let made = Some("person".to_string());
        let mut item = Item { made, ..item };
        item.segment.segment_id.clear();
        item.segment.confidence = None;
        item.segment.status = Status::Edited;
        review.segments.insert(at, item);
    };
    let mut ru_half = pair.clone();
    (ru_half.segment.en_ids, ru_half.en_sentences, ru_half.segment.en) = Default::default();
    let mut en_half = pair;
    (en_half.segment.ru_ids, en_half.ru_sentences, en_half.segment.ru) = Default::default();
    half(ru_half, 1);
    half(en_half, 1);
    (review, en, ru)
}

#[test]
fn sentences_taken_apart_stay_apart() {
    let (review, en, ru) = unlinked();
    let (en, ru) = (enru::split::split(en), enru::split::split(ru));
    let decisions = Decisions::place(&review, "d", &en, &ru);
    let fixed = decisions.fixed();
    let options = AlignOptions::default().fixed(&fixed);
    let aligned = Aligner::default().align_with(EnRu::new(en, ru).unwrap(), &options).unwrap();
    let mut bitext = aligned.bitext.named("d");
    assert_eq!(decisions.apply(&mut bitext), Vec::<&Item>::new());
    let shapes: Vec<Shape> = bitext.all_segments().map(|s| s.shape).collect();
    let shape = |en, ru| Shape { en, ru };
    assert_eq!(shapes, [shape(1, 1), shape(1, 0), shape(0, 1), shape(1, 1)]);
    let statuses: Vec<Status> = bitext.all_segments().map(|s| s.status).collect();
    assert_eq!(statuses, [Status::Auto, Status::Edited, Status::Edited, Status::Auto]);
}

/// A review of the sample in which a person typed a translation for the first unpaired sentence.
fn with_typed_translation(desk: &Desk) -> (Value, usize) {
    let mut review = desk.review();
    let segments = review["segments"].as_array_mut().unwrap();
    let at = segments.iter().position(|s| s["shape"] == "1-0").unwrap();
    segments[at]["translation"]["ru"] = json!("Перевод, который вписали.");
    segments[at]["status"] = json!("edited");
    (review, at)
}

#[test]
fn a_typed_translation_lasts() {
    let desk = Desk::new();
    let (review, at) = with_typed_translation(&desk);
    let ids = |rows: &[std::collections::BTreeMap<String, String>]| -> Vec<String> {
        rows.iter().map(|row| row["segment_id"].clone()).collect()
    };
    desk.write("typed.json", &review);
    desk.enru(&["apply", "typed.json", "-o", "typed.csv"]).success();
    desk.enru(&[
        "align",
        &sample("en.txt"),
        &sample("ru.txt"),
        "--decisions",
        "typed.json",
        "-o",
        "again.csv",
    ])
    .success();
    for name in ["typed.csv", "again.csv"] {
        let rows = desk.rows(name);
        let row = rows.iter().find(|row| row["ru"] == "Перевод, который вписали.");
        assert_eq!(row.map(|row| row["status"].as_str()), Some("edited"), "{name}");
        let known: Vec<&Value> = review["segments"].as_array().unwrap().iter().map(|s| &s["id"]).collect();
        assert!(
            ids(&rows).iter().all(|id| known.contains(&&json!(id))),
            "{name}: the ids of other rows stay"
        );
    }
    assert_eq!(review["segments"][at]["ru_ids"], json!([]));
}

#[test]
fn grouped_sentences_are_reviewed_and_notes_go_out() {
    let desk = Desk::new();
    let mut review = desk.review();
    merge(&mut review, 2);
    review["segments"][2]["status"] = json!("auto");
    review["segments"][2]["note"] = json!("Ask the client.");
    desk.write("merged.json", &review);
    desk.enru(&["apply", "merged.json", "-o", "merged.csv"]).success();
    let row = desk.rows("merged.csv").into_iter().find(|row| row["note"] == "Ask the client.").unwrap();
    assert_eq!(row["status"], "reviewed", "nobody touched the text");
    desk.enru(&["apply", "merged.json", "-o", "merged.tmx"]).success();
    assert!(desk.read("merged.tmx").contains("<note>Ask the client.</note>"));
}

/// A memory with Russian as the source and fields that enru does not know, two of them with names that a review uses.
pub const FOREIGN: &str = r#"<?xml version="1.0"?><tmx version="1.4"><header creationtool="t" creationtoolversion="1"
segtype="sentence" o-tmf="t" adminlang="en" srclang="ru" datatype="plaintext"/><body><tu tuid="u1">
<note>Ask.</note><prop type="client">Norma</prop><prop type="client">Nova</prop><prop type="made">1998</prop>
<tuv xml:lang="ru"><seg>Соль белая.</seg></tuv><tuv xml:lang="en"><seg>Salt is white.</seg></tuv></tu></body></tmx>"#;

#[test]
fn a_review_of_a_memory_keeps_its_direction_and_its_fields() {
    let desk = Desk::new();
    fs::write(desk.path("foreign.tmx"), FOREIGN).unwrap();
    desk.enru(&["review", "foreign.tmx", "-o", "a.review.json"]).success();
    let review: Value = serde_json::from_str(&desk.read("a.review.json")).unwrap();
    let segment = &review["segments"][0];
    assert_eq!((&segment["note"], &segment["client"]), (&json!("Ask."), &json!("Norma; Nova")));
    assert_eq!(segment["x-made"], json!("1998"));
    desk.enru(&["apply", "a.review.json", "-o", "b.tmx"]).success();
    let tmx = desk.read("b.tmx");
    assert_eq!(tmx.matches("<note>Ask.</note>").count(), 1);
    assert!(tmx.contains(r#"<prop type="client">Norma; Nova</prop>"#) && tmx.contains(r#"srclang="ru""#));
    assert!(tmx.find("Соль").unwrap() < tmx.find("Salt").unwrap(), "the source language is first");
    desk.enru(&["review", "a.review.json", "-o", "again.review.json"]).success();
    assert_eq!(desk.read("again.review.json"), desk.read("a.review.json"));
}

#[test]
fn reviews_of_version_1_are_read() {
    let desk = Desk::new();
    let segment = json!({
        "id": null, "translation": {"en": "Salt.", "ru": "Соль."}, "en_sentences": ["Salt."], "ru_sentences": ["Соль."],
        "en_ids": [1], "ru_ids": [1], "confidence": null, "shape": "1-1", "status": "reviewed", "anchors": [],
        "flags": [], "document": "d", "note": "Ask.", "extra": {"client": "Norma", "year": 1998},
    });
    let review = json!({"format": "enru-review", "version": 1, "name": "d", "segments": [segment]});
    desk.write("old.json", &review);
    desk.enru(&["apply", "old.json", "-o", "old.csv"]).success();
    let row = &desk.rows("old.csv")[0];
    assert_eq!(
        ["client", "year", "note", "status"].map(|name| row[name].as_str()),
        ["Norma", "1998", "Ask.", "reviewed"]
    );
    assert_ne!(row["segment_id"], "");
    desk.enru(&["review", "old.json", "-o", "new.json"]).success();
    assert_eq!(serde_json::from_str::<Value>(&desk.read("new.json")).unwrap()["version"], 2);
}

#[test]
fn a_sentence_that_was_cut_is_in_two_segments() {
    let desk = Desk::new();
    let mut review = desk.review();
    let segments = review["segments"].as_array_mut().unwrap();
    let at = segments.iter().position(|s| s["shape"] == "1-1").unwrap();
    let mut second = segments[at].clone();
    let text = second["ru_sentences"][0].as_str().unwrap().to_string();
    let (first, rest) = text.split_at(text.find(' ').unwrap());
    for (segment, en, part) in [(&mut segments[at], true, first), (&mut second, false, rest.trim_start())] {
        segment["ru_sentences"] = json!([part]);
        segment["translation"]["ru"] = json!(part);
        (segment["id"], segment["made"]) = (Value::Null, json!("person"));
        if !en {
            (segment["en_ids"], segment["en_sentences"]) = (json!([]), json!([]));
            segment["translation"]["en"] = json!("");
        }
    }
    segments.insert(at + 1, second);
    desk.write("cut.json", &review);
    desk.enru(&["apply", "cut.json", "-o", "cut.csv", "--keep-unaligned"]).success();
    assert_eq!(desk.rows("cut.csv")[at]["ru"], first);
    review["segments"][at + 1]["made"] = Value::Null;
    desk.write("twice.json", &review);
    desk.enru(&["apply", "twice.json"]).failure().stderr(contains("is duplicate or out of order"));
}

#[test]
fn a_plot_shows_what_has_no_counterpart() {
    let desk = Desk::new();
    let args = ["align", &sample("en.txt"), &sample("ru.txt"), "-o", "a.csv", "--plot", "a.svg"];
    desk.enru(&args).success();
    let svg = desk.read("a.svg");
    assert!(svg.starts_with("<svg") && svg.ends_with("</svg>\n"));
    let elements = elements(&svg);
    for name in ["path", "circle", "rect"] {
        assert!(elements.iter().any(|e| e == name), "no {name}");
    }
    let en = Document::from_text("<b>", Lang::En, "It began on 5 May.");
    let ru = Document::from_text("r", Lang::Ru, "Он начался 5 мая.");
    assert!(
        drawn(&Aligner::default().align(EnRu::new(en, ru).unwrap())).contains("<title>&lt;b&gt;</title>")
    );
}

/// The names of the elements of a well-formed document.
fn elements(xml: &str) -> Vec<String> {
    use quick_xml::events::Event;
    let (mut reader, mut names) = (quick_xml::Reader::from_str(xml), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return names,
            Event::Start(e) | Event::Empty(e) => names.push(e.name().as_ref().to_string()),
            _ => {}
        }
    }
}
