//! Pages of PDF put back into text: columns, tables, furniture, notes; and files that mean harm.

use crate::made_pdf as made;

use enru::read::ReadOptions;
use enru::read::open;
use enru::{BlockKind, Document, Furniture};
use made::{Page, file, file_with, form, page};
use std::path::PathBuf;

fn try_read(bytes: &[u8]) -> Result<Document, String> {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("x.pdf");
    std::fs::write(&path, bytes).unwrap();
    open(&path, &ReadOptions::default()).map(|reading| reading.value).map_err(|e| e.to_string())
}

fn blocks(pages: &[Page]) -> Vec<(BlockKind, String)> {
    let document = try_read(&file(pages)).unwrap();
    let text = |b: &enru::document::Block| b.span.of(document.text()).to_string();
    document.blocks().iter().map(|b| (b.kind, text(b))).collect()
}

fn texts(pages: &[Page]) -> Vec<String> {
    blocks(pages).into_iter().map(|(_, text)| text).collect()
}

/// Six lines of a column that say which it is.
fn column(page: &mut Page, x: f64, top: f64, name: &str) -> String {
    let lines = [
        format!("The {name} column tells of a river"),
        "that runs from the hills down to".into(),
        "the sea, and of the people who".into(),
        "have lived beside it for as long".into(),
        "as anybody can remember, and of".into(),
        "the boats they built there.".into(),
    ];
    for (index, line) in lines.iter().enumerate() {
        page.text(x, top - 12.0 * index as f64, 10.0, line);
    }
    lines.join(" ")
}

#[test]
fn columns_are_read_one_after_the_other() {
    let mut page = page();
    page.text(50.0, 750.0, 18.0, "A heading above all of the columns of this page");
    let expected: Vec<String> = [("first", 50.0), ("second", 225.0), ("third", 400.0)]
        .map(|(name, x)| column(&mut page, x, 700.0, name))
        .to_vec();
    page.text(
        50.0,
        600.0,
        10.0,
        "Below them runs a line of text that is as wide as all three columns are together, if not",
    );
    page.text(50.0, 588.0, 10.0, "a little wider.");
    let found = texts(&[page]);
    assert_eq!(found[1..4], expected[..]);
    assert_eq!(found.len(), 5);
    assert!(found[4].starts_with("Below them") && found[4].ends_with("a little wider."));
}

#[test]
fn a_paragraph_goes_on_in_the_next_column_and_a_broken_word_is_whole() {
    let mut page = page();
    let (mut left, mut right) = (String::new(), String::new());
    for index in 0..8 {
        let y = 700.0 - 12.0 * f64::from(index);
        let (a, b) = match index {
            7 => ("and it was signed in the govern-", "the end of it was not yet seen."),
            0 => ("In the spring of that same year", "ment quarter of the old town, so"),
            _ => ("they went on with what they did", "they went on with what they did"),
        };
        page.text(50.0, y, 10.0, a);
        page.text(230.0, y, 10.0, b);
        left = format!("{left}{a} ");
        right = format!("{right}{b} ");
    }
    let whole = format!("{left}{right}").replace("govern- ment", "government");
    assert_eq!(texts(&[page]), [whole.trim()]);
}

#[test]
fn cells_of_tables_stand_alone() {
    let rows =
        [["Valley", "Wells", "People"], ["Northern valley", "5", "2,300"], ["Southern valley", "7", "2,000"]];
    let expected: Vec<(BlockKind, String)> =
        rows.iter().flatten().map(|cell| (BlockKind::Cell, cell.to_string())).collect();
    let mut bare = page();
    let mut ruled = page();
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let (x, y) = (60.0 + 120.0 * column as f64, 700.0 - 20.0 * row as f64);
            bare.text(x, y, 10.0, cell);
            ruled.text(x, y, 10.0, cell);
            ruled.frame(x - 5.0, y - 6.0, 120.0, 20.0);
        }
    }
    // Rules also hold together what no distance would.
    ruled.text(60.0, 687.0, 6.0, "of the north");
    assert_eq!(blocks(&[bare]), expected);
    let found = blocks(&[ruled]);
    assert_eq!(found.len(), 10);
    assert!(found.iter().all(|(kind, _)| *kind == BlockKind::Cell));
}

#[test]
fn furniture_is_marked_and_notes_come_last() {
    let chapters = ["The river", "The boats", "The river", "The boats"];
    let notes = ["Or of several.", "Of one and a half.", "Nobody has counted.", "See above."];
    let pages: Vec<Page> = (0..4)
        .map(|number| {
            let mut page = page();
            page.text(if number % 2 == 0 { 50.0 } else { 400.0 }, 800.0, 8.0, chapters[number]);
            page.text(
                50.0,
                740.0,
                10.0,
                &format!(
                    "Page number {} of this report tells of one thing",
                    "abcd".chars().nth(number).unwrap()
                ),
            );
            page.text(290.0, 744.0, 6.0, &(number + 1).to_string());
            page.text(50.0, 80.0, 8.0, &format!("{} {}", number + 1, notes[number]));
            page.text(290.0, 40.0, 8.0, &(number + 11).to_string());
            page
        })
        .collect();
    let found = blocks(&pages);
    let of = |kind: BlockKind| {
        found.iter().filter(|(k, _)| *k == kind).map(|(_, t)| t.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(of(BlockKind::Furniture(Furniture::RunningHead)), chapters);
    assert_eq!(of(BlockKind::Furniture(Furniture::PageNumber)), ["11", "12", "13", "14"]);
    assert_eq!(of(BlockKind::Note), notes);
    assert!(found.iter().all(|(_, text)| !text.contains("thing1")));
}

#[test]
fn marks_of_lists_set_apart_are_left_out() {
    let mut page = page();
    page.text(50.0, 740.0, 10.0, "The plan has two parts, which are these:");
    for (y, mark, text) in
        [(720.0, "1.", "First the pipes are laid."), (705.0, "2.", "Then the water is tested.")]
    {
        page.text(60.0, y, 10.0, mark);
        page.text(80.0, y, 10.0, text);
    }
    page.text(50.0, 680.0, 10.0, "3. This one was typed.");
    let found = texts(&[page]);
    assert_eq!(
        found[1..],
        ["First the pipes are laid.", "Then the water is tested.", "3. This one was typed."]
    );
}

#[test]
fn letters_under_false_names_are_mended() {
    let mut page = page();
    // What a font says whose windows-1251 codes are called windows-1252.
    page.raw_text(
        50.0,
        700.0,
        10.0,
        b"\xcf\xf0\xee\xe2\xe5\xf0\xea\xe0 \xf0\xf3\xf1\xf1\xea\xee\xe3\xee \xf2\xe5\xea\xf1\xf2\xe0",
    );
    assert_eq!(texts(&[page]), ["Проверка русского текста"]);
}

#[test]
fn files_that_mean_harm_are_refused() {
    // Forty forms, each of which draws the next one twice.
    let forms = (0..40).map(|number| form(number, number + 1 < 40)).collect();
    let mut cascade = page();
    cascade.raw(b"/X0 Do ");
    let error = try_read(&file_with(&[cascade], forms)).unwrap_err();
    assert!(error.contains("draws more"), "{error}");
    for bytes in [&b"%PDF-1.7"[..], b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF"] {
        assert!(try_read(bytes).is_err());
    }
    let error = try_read(&file(&[page()])).unwrap_err();
    assert!(error.contains("text recognition"), "{error}");
}
