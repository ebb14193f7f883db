//! Splitting: one case per line, and properties of any text.

use enru::document::BlockKind;
use enru::split::{explain, split};
use enru::{Document, Lang, Sentences};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

fn sentences(lang: Lang, text: &str) -> Sentences {
    split(Document::from_text("test", lang, text))
}

/// Checks every case of `cases`, at least `least` of them. Lines have `|` at the breaks; `\n` is a line break, `\t` a
/// tab, `\u00a0` a no-break space; `#` starts a comment.
fn check(lang: Lang, least: usize, cases: &str) {
    let lines: Vec<_> =
        cases.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).collect();
    assert!(lines.len() >= least, "only {} cases", lines.len());
    let wrong: Vec<_> = lines.iter().filter_map(|line| mistake(lang, line)).collect();
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), lines.len(), wrong.join("\n"));
}

fn mistake(lang: Lang, line: &str) -> Option<String> {
    let line = line.replace("\\n", "\n").replace("\\t", "\t").replace("\\u00a0", "\u{a0}");
    let wanted: Vec<_> = line.split('|').map(str::trim).collect();
    let found = sentences(lang, &line.replace('|', ""));
    let found: Vec<_> = (0..found.len()).map(|i| found.text(i)).collect();
    (found != wanted).then(|| format!("  wanted {}\n  found  {}", wanted.join(" | "), found.join(" | ")))
}

#[test]
fn english_cases() {
    check(Lang::En, 250, include_str!("../split/english.txt"));
}

#[test]
fn russian_cases() {
    check(Lang::Ru, 250, include_str!("../split/russian.txt"));
}

/// Resolutions, judgments, treaties, science and interviews: each rule with a counter-example.
#[test]
fn english_documents() {
    check(Lang::En, 150, include_str!("../split/documents.en.txt"));
}

#[test]
fn russian_documents() {
    check(Lang::Ru, 150, include_str!("../split/documents.ru.txt"));
}

/// Texts with many of the characters that the rules examine.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "Mr",
        "e.g",
        "т. е",
        "г",
        "A",
        "И",
        "word",
        "слово",
        "The",
        "Он",
        "12",
        "1",
        "IV",
        ".",
        ".",
        "!",
        "?",
        "…",
        "...",
        ",",
        ":",
        ";",
        "—",
        "-",
        "--",
        "«",
        "»",
        "“",
        "”",
        "\"",
        "'",
        "(",
        ")",
        "[",
        "]",
        "•",
        "😀",
        "http://a.b",
        "@",
        " ",
        " ",
        " ",
        "\u{a0}",
        "\n",
        "\n\n",
        "\r\n",
        "\u{ad}",
        "\u{301}",
        "。",
        "12:30 PM",
        "04/05/2001 ",
        "i",
        "1)",
        "a.",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// The sentences contain the text of the document except white space and furniture (ruled lines). The reader may
/// already have joined a word that was hyphenated at a line break.
fn lossless(lang: Lang, text: &str) -> Result<(), TestCaseError> {
    let found = sentences(lang, text);
    let document = found.document();
    let mut kept = document.text().to_string();
    for block in document.blocks().iter().filter(|block| matches!(block.kind, BlockKind::Furniture(_))) {
        let blank = " ".repeat(block.span.end - block.span.start);
        kept.replace_range(block.span.start..block.span.end, &blank);
    }
    let mut end = 0;
    for sentence in found.iter() {
        let between = &kept[end..sentence.span.start];
        prop_assert!(between.chars().all(char::is_whitespace), "lost: {between:?}");
        let own = sentence.span.of(&kept);
        prop_assert_eq!(own, own.trim());
        prop_assert!(!own.is_empty());
        end = sentence.span.end;
    }
    prop_assert!(kept[end..].chars().all(char::is_whitespace));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn sentences_and_the_white_space_between_them_are_the_text(text in texts()) {
        lossless(Lang::En, &text)?;
        lossless(Lang::Ru, &text)?;
    }

    #[test]
    fn any_text_is_kept(text in any::<String>()) {
        lossless(Lang::En, &text)?;
        lossless(Lang::Ru, &text)?;
    }

    #[test]
    fn decisions_come_in_order(text in texts()) {
        let document = Document::from_text("test", Lang::Ru, text);
        let at: Vec<_> = explain(&document).iter().map(|d| d.at).collect();
        prop_assert!(at.is_sorted(), "{at:?}");
    }

    /// UAX-29 boundaries before a word that starts with a capital, after white space, are candidates.
    #[test]
    fn boundaries_of_unicode_are_candidates(words in prop::collection::vec("[A-Zа-я]?[a-z]{1,6}[.!?]{0,2}", 1..30)) {
        let text = words.join(" ");
        let document = Document::from_text("test", Lang::En, text.as_str());
        let candidates: Vec<_> = explain(&document).iter().map(|d| d.at).collect();
        for (at, _) in text.split_sentence_bound_indices().skip(1) {
            prop_assert!(candidates.contains(&at), "{at} in {text:?}");
        }
    }
}

/// Long texts, for which quadratic time would take hours.
#[test]
fn hard_texts_take_linear_time() {
    for piece in [
        ".",
        ". ",
        "1. ",
        "i. ",
        "(i) a; ",
        "a",
        "ab.c!",
        "see e.g. Mr. Smith, ",
        "\"a. B ",
        "a. [",
        "http://a",
        "12:",
        ".)",
        "- ",
        "« a! ",
        "-",
        "—",
        "_",
        "*",
        "= ",
        "(",
        ":( ",
        "[1] ",
        "a—",
        "В г. 5 ",
        "«Б. (A. ",
        "1 . ",
        "А. Б, ",
        "$",
        "№ 5. ",
    ] {
        // The word keeps a row of marks from being a ruled line, which readers leave out.
        let text = format!("word {}", piece.repeat(LONG / piece.len()));
        let sentences = split(Document::from_text("test", Lang::En, text.as_str()));
        // The sentences contain every non-space character.
        let held: usize = (0..sentences.len()).map(|i| letters(sentences.text(i))).sum();
        assert_eq!(held, letters(&text), "{piece:?}");
    }
}

const LONG: usize = 2_000_000;

fn letters(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

#[test]
fn an_output_is_replaced_only_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let mut command = assert_cmd::Command::cargo_bin("enru").unwrap();
        command.current_dir(folder.path()).args(["split", "-", "-o", "out.txt"]).args(args);
        command.write_stdin("It is so. He left.").assert()
    };
    let written = || std::fs::read_to_string(folder.path().join("out.txt")).unwrap();
    run(&[]).success().stdout("");
    assert_eq!(written(), "It is so.\nHe left.\n");
    run(&["--explain"]).code(1);
    assert_eq!(written(), "It is so.\nHe left.\n");
    run(&["--explain", "--force"]).success();
    assert!(written().starts_with("split capital"), "{}", written());
}
