//! `--srx FILE`: user rules instead of the built-in ones.

use assert_cmd::Command;
use enru::split::{Splitter, open_srx};
use enru::{Aligner, Document, EnRu, Lang};
use predicates::prelude::*;
use predicates::str::contains;
use proptest::prelude::*;
use std::path::{Path, PathBuf};

fn company() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/split/company.srx")
}

fn splitter() -> Splitter {
    Splitter::from(open_srx(&company(), &[Lang::En, Lang::Ru]).expect("tests/split/company.srx"))
}

fn cut(lang: Lang, text: &str) -> Vec<String> {
    let sentences = splitter().split(Document::from_text("", lang, text));
    (0..sentences.len()).map(|i| sentences.text(i).to_string()).collect()
}

fn enru() -> Command {
    Command::cargo_bin("enru").expect("the binary")
}

#[test]
fn the_file_decides_and_not_the_built_in_rules() {
    assert_eq!(
        cut(Lang::En, "We met Mr. Hill at 5 p.m. on Monday; he left. |"),
        ["We met Mr. Hill at 5 p.m.", "on Monday;", "he left.", "|"]
    );
    assert_eq!(
        cut(Lang::Ru, "В ст. 5 от 2015 г. Сказано и т. д."),
        ["В ст. 5 от 2015 г. Сказано и т.", "д."]
    );
}

#[test]
fn paragraphs_and_wrapped_lines_stay_those_of_the_document() {
    let text = "A heading\n\nThe plan provides for the following exercises of the rescue services of the\n\
                region; as No. 5 of the list shows, the Council decided so in Minsk before\nthe year ended.\n";
    let found = cut(Lang::En, text);
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[2].starts_with("as No. 5") && found[2].ends_with("the year ended."));
}

#[test]
fn the_aligner_takes_a_splitter() {
    let document = |lang, text: &str| Document::from_text("", lang, text);
    let bitext = Aligner::default()
        .with_splitter(splitter())
        .align(EnRu::new(document(Lang::En, "One; two."), document(Lang::Ru, "Один; два.")).unwrap());
    assert_eq!((bitext.en().len(), bitext.ru().len()), (2, 2));
}

#[test]
fn every_subcommand_that_splits_takes_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("a.en.txt"), "The first came; the second left.\n").unwrap();
    std::fs::write(path("a.ru.txt"), "Первый пришёл; второй ушёл.\n").unwrap();
    let run = |args: &[&str]| {
        let mut command = enru();
        command.current_dir(folder.path()).arg(args[0]).arg("--srx").arg(company()).args(&args[1..]);
        String::from_utf8(command.assert().success().get_output().stdout.clone()).unwrap()
    };
    assert_eq!(run(&["split", "a.en.txt"]), "The first came;\nthe second left.\n");
    assert!(run(&["split", "--explain", "a.en.txt"]).starts_with("split line 21"));
    assert_eq!(run(&["align", "a.en.txt", "a.ru.txt", "--format", "bracket"]).lines().count(), 2);
    assert!(run(&["explain", "a.en.txt", "a.ru.txt"]).contains("the second left."));
    run(&["batch", ".", "-o", "out"]);
    let csv = std::fs::read_to_string(path("out/a.csv")).unwrap();
    assert!(csv.contains("the second left.") && !csv.contains("came; the"), "{csv}");
}

#[test]
fn a_bad_file_is_told_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let good = std::fs::read_to_string(company()).unwrap();
    let english = folder.path().join("a.txt");
    std::fs::write(&english, "It is so.").unwrap();
    let bad = |text: String, message: &str| {
        let path = folder.path().join("bad.srx");
        std::fs::write(&path, text).unwrap();
        let mut command = enru();
        command.current_dir(folder.path()).args(["split", "--srx", "bad.srx", "a.txt"]);
        command.assert().code(1).stdout("").stderr(contains("bad.srx").and(contains(message)));
    };
    bad(good.replace(r"\b(Mr", r"\b((Mr"), "bad.srx:9: invalid expression");
    bad(good.replace("</languagerules>", ""), "bad.srx:32: is not well-formed");
    bad(good.replace("break=\"yes\"", "break=\"maybe\""), "bad.srx:21: break");
    bad(
        good.replace("\".*\" languagerulename=\"Default\"", "\".*\" languagerulename=\"X\""),
        "bad.srx:30: there is no",
    );
    bad(good.replace("EN.*", "DE.*").replace("\".*\"", "\"FR\""), "no rules for English");
    bad("<tmx/>".into(), "is not an SRX file");
    bad("hello".into(), "is not an SRX file");
}

proptest! {
    #[test]
    fn nothing_is_lost(text in "([a-zА-Я]{0,3}[.;!]{0,2}(\r\n|\n| |\u{a0}|”){0,3}){0,40}") {
        let sentences = splitter().split(Document::from_text("", Lang::Ru, text.as_str()));
        let mut end = 0;
        for sentence in sentences.iter() {
            prop_assert!(text[end..sentence.span.start].trim().is_empty());
            prop_assert_eq!(sentence.span.of(&text), sentence.span.of(&text).trim());
            end = sentence.span.end;
        }
        prop_assert!(text[end..].trim().is_empty());
    }
}
