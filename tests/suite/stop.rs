//! Every stage of the work stops when asked to. Measured by the number of times the stages ask, not by the clock.

use assert_cmd::Command;
use enru::align::{AlignError, AlignOptions};
use enru::document::EnRu;
use enru::io::{InputOptions, Stop};
use enru::pipeline::PairReader;
use enru::read::{ReadOptions, from_bytes};
use enru::{Aligner, Document, Error, Lang};
use std::cell::Cell;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// A stop after `allowed` calls, and the number of calls.
fn after(allowed: usize) -> (Stop, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = asked.clone();
    (Stop::new(move || counted.fetch_add(1, Relaxed) >= allowed), asked)
}

/// `count` paragraphs in a format.
fn document(format: &str, count: usize) -> String {
    let of = |before: &str, paragraph: &str, after: &str| {
        let paragraphs: String = (0..count).map(|i| paragraph.replace('#', &i.to_string())).collect();
        format!("{before}{paragraphs}{after}")
    };
    match format {
        "txt" => of("", "The mill is old.\n\n", ""),
        "html" => of("<html><body>", "<p>The mill is old.</p>", "</body></html>"),
        "md" => of("Mills\n\n", "The *mill* is old.\n\n", ""),
        "rtf" => of("{\\rtf1 ", "The mill is old.\\par ", "}"),
        "fb2" => of("<FictionBook><body>", "<p>The mill is old.</p>", "</body></FictionBook>"),
        "srt" => of("", "1\n00:00:0#,000 --> 00:00:09,000\nThe mill # is old.\n\n", ""),
        _ => unreachable!(),
    }
}

#[test]
fn reading_is_left_wherever_it_is() {
    for format in ["txt", "html", "md", "rtf", "fb2", "srt"] {
        let read = |count: usize, allowed: usize| {
            let (stop, asked) = after(allowed);
            let input = InputOptions { stop, ..InputOptions::default() };
            let options = ReadOptions { input, lang: Some(Lang::En), ..ReadOptions::default() };
            let path = format!("x.{format}");
            let read = from_bytes(Path::new(&path), document(format, count).as_bytes(), &options);
            (read, asked.load(Relaxed))
        };
        let (whole, few) = read(100, usize::MAX);
        let (_, many) = read(200, usize::MAX);
        assert!(whole.is_ok() && many >= few + 100, "{format}: asked {few} and {many} times");
        for allowed in [0, few / 3, few / 2, few - 1] {
            let (read, asked) = read(100, allowed);
            assert!(matches!(read, Err(Error::Stopped { .. })), "{format}, {allowed} of {few}");
            assert_eq!(asked, allowed + 1, "{format}: goes on");
        }
    }
}

#[test]
fn splitting_is_left_within_a_paragraph() {
    let folder = tempfile::tempdir().unwrap();
    let [en, ru] = ["x.en.txt", "x.ru.txt"].map(|name| folder.path().join(name));
    std::fs::write(&en, "The mill is old. ".repeat(500)).unwrap();
    std::fs::write(&ru, "Мельница стара. ".repeat(500)).unwrap();
    let open = |allowed: usize| {
        let (stop, asked) = after(allowed);
        let mut reader = PairReader::default();
        reader.read.iter_mut().for_each(|side| side.input.stop = stop.clone());
        let opened = reader.open(&en, &ru).map(|pair| pair.sentences.en().len());
        (opened, asked.load(Relaxed))
    };
    let (opened, all) = open(usize::MAX);
    assert_eq!(opened.unwrap(), 500);
    assert!(all > 1000, "asked {all} times");
    let (opened, asked) = open(all - 10);
    assert!(matches!(opened, Err(Error::Stopped { .. })) && asked == all - 9, "{asked} of {all}");
}

#[test]
fn aligning_is_left_in_every_stage() {
    // Names are compared one by one; two sections are in another order, so that moved sections are searched for.
    let name =
        |i: usize| ["Bar", "Ker", "Lom", "Nid"][i % 4].to_string() + ["ova", "ulin", "ets", "mar"][i / 4 % 4];
    let cyrillic =
        |i: usize| ["Бар", "Кер", "Лом", "Нид"][i % 4].to_string() + ["ова", "улин", "ец", "мар"][i / 4 % 4];
    let en: Vec<_> =
        (0..60).map(|i| format!("{} paid {} roubles in {}.", name(i), 1000 + i, 1900 + i)).collect();
    let ru: Vec<_> = (0..60)
        .map(|i| format!("{} уплатил {} рублей в {} году.", cyrillic(i), 1000 + i, 1900 + i))
        .collect();
    let turned: Vec<_> = ru[30..].iter().chain(&ru[..30]).cloned().collect();
    let aligner = Aligner::default();
    let sentences = aligner.split(
        EnRu::new(
            Document::from_text("x", Lang::En, en.join("\n\n")),
            Document::from_text("x", Lang::Ru, turned.join("\n\n")),
        )
        .unwrap(),
    );
    let align = |allowed: usize| {
        let asked = Cell::new(0);
        let stop = || asked.replace(asked.get() + 1) >= allowed;
        let aligned = aligner.align_with(sentences.clone(), &AlignOptions::default().stop(&stop));
        (aligned.map(|aligned| aligned.bitext), asked.get())
    };
    let (whole, all) = align(usize::MAX);
    assert!(!whole.unwrap().moved().is_empty(), "a section is moved");
    // 120 sentences, 16 names, and then windows and beads.
    assert!(all > 200, "asked {all} times");
    for allowed in (0..all).step_by(all / 50) {
        let (aligned, asked) = align(allowed);
        assert_eq!((aligned, asked), (Err(AlignError::Stopped), allowed + 1), "of {all}");
    }
}

#[test]
fn a_command_ends_when_its_time_is_up() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("x.en.txt", "The mill. "), ("x.ru.txt", "Мельница. ")] {
        std::fs::write(folder.path().join(name), text.repeat(100)).unwrap();
    }
    let enru = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_enru"));
        command.current_dir(folder.path()).args(args).assert()
    };
    let files = ["x.en.txt", "x.ru.txt"];
    for command in [&["align"][..], &["explain"], &["review", "-o", "x.html"]] {
        let late = enru(&[command, &files, &["--timeout", "0.000000001"]].concat()).code(1);
        let said = String::from_utf8_lossy(&late.get_output().stderr).into_owned();
        assert!(said.contains("longer than --timeout allows"), "{command:?}: {said}");
        enru(&[command, &files, &["--timeout", "1000"]].concat()).success();
    }
}
