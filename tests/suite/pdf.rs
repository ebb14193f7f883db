//! PDF pages as text: columns, tables, furniture, notes; and hostile files.

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

pub(crate) fn blocks(pages: &[Page]) -> Vec<(BlockKind, String)> {
    let document = try_read(&file(pages)).unwrap();
    let text = |b: &enru::document::Block| b.span.of(document.text()).to_string();
    document.blocks().iter().map(|b| (b.kind, text(b))).collect()
}

pub(crate) fn texts(pages: &[Page]) -> Vec<String> {
    blocks(pages).into_iter().map(|(_, text)| text).collect()
}

/// Six lines of a column that name the column.
pub(crate) fn column(page: &mut Page, x: f64, top: f64, name: &str) -> String {
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
    // Rules also join parts that are far apart.
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
    // The metadata of a font whose windows-1251 codes are labelled windows-1252.
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

/// Replaces the usual font of a file.
fn with_font(page: Page, font: &str, objects: Vec<Vec<u8>>) -> Vec<u8> {
    const USUAL: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";
    let file = String::from_utf8(file_with(&[page], objects)).unwrap();
    assert!(file.contains(USUAL));
    file.replace(USUAL, font).into_bytes()
}

#[test]
fn fonts_that_mean_harm_are_refused() {
    let mut few = page();
    few.raw(b"BT /F 10 Tf 50 700 Td (The mill.) Tj ET ");
    let many = format!("/W [{}]", "0 60000 500 ".repeat(200));
    for widths in ["/W [0 2000000000 500]", &many, "/W2 [0 4000000000 1 2 3]"] {
        let font = format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype \
             /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (A) /Ordering (I) /Supplement 0 >> {widths} >>] >>"
        );
        let mut page = page();
        page.raw(b"BT /F 10 Tf 50 700 Td (The mill.) Tj ET ");
        let error = try_read(&with_font(page, &font, Vec::new())).unwrap_err();
        assert!(error.contains("draws more"), "{error}");
    }
    // A glyph that represents twenty thousand letters, a thousand times.
    let map = format!(
        "begincmap 1 begincodespacerange <00><FF> endcodespacerange 1 beginbfchar <54><{}> endbfchar endcmap",
        "0041".repeat(20_000)
    );
    let object = format!("<< /Length {} >>\nstream\n{map}\nendstream", map.len());
    let font =
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 7 0 R >>";
    let mut many = page();
    many.raw(format!("BT /F 10 Tf 50 700 Td ({}) Tj ET ", "T".repeat(1000)).as_bytes());
    let error = try_read(&with_font(many, font, vec![object.clone().into_bytes()])).unwrap_err();
    assert!(error.contains("draws more"), "{error}");
    let read = try_read(&with_font(few, font, vec![object.into_bytes()])).unwrap();
    assert!(read.text().contains("AAA") && read.text().ends_with("mill."));
}

/// Lines of 10 points, 12 points apart, from `top` downwards.
pub(crate) fn set(page: &mut Page, x: f64, top: f64, size: f64, lines: &[&str]) {
    for (index, line) in lines.iter().enumerate() {
        page.text(x, top - 1.2 * size * index as f64, size, line);
    }
}

#[test]
fn large_print_beside_several_lines_keeps_out_of_them() {
    let mut page = page();
    page.text(50.0, 738.0, 28.0, "T");
    set(
        &mut page,
        69.0,
        750.0,
        10.0,
        &["he miller kept his books in the", "tower, where the mice could not"],
    );
    set(&mut page, 50.0, 726.0, 10.0, &["reach them in winter."]);
    page.text(50.0, 635.0, 30.0, "87%");
    set(&mut page, 130.0, 650.0, 10.0, &["of the sacks that came to the mill", "were weighed twice"]);
    page.text(50.0, 560.0, 16.0, "Weights");
    set(
        &mut page,
        130.0,
        572.0,
        7.0,
        &[
            "The weights are kept in the box by the",
            "door, which is locked at night and",
            "opened in the morning.",
        ],
    );
    assert_eq!(
        texts(&[page]),
        [
            "The miller kept his books in the tower, where the mice could not reach them in winter.",
            "87%",
            "of the sacks that came to the mill were weighed twice",
            "Weights",
            "The weights are kept in the box by the door, which is locked at night and opened in the morning.",
        ]
    );
}

#[test]
fn a_large_word_inside_a_line_stays_in_it() {
    let mut page = page();
    set(&mut page, 50.0, 740.0, 10.0, &["The mill ground more flour in that one year than in all of"]);
    page.text(50.0, 728.0, 10.0, "It sold");
    page.text(86.0, 728.0, 15.0, "9 tons");
    page.text(135.0, 728.0, 10.0, "of it to the bakers of the town.");
    let found = texts(&[page]).join(" ");
    assert!(found.contains("It sold 9 tons of it to the bakers"), "{found}");
}

#[test]
fn tables_side_by_side_come_once_and_underlines_part_nothing() {
    let mut page = page();
    for (x, words) in [(50.0, ["Sieves", "Stones", "Sacks"]), (300.0, ["Ask Ann", "Ask Bob", "Ask Carl"])] {
        for (row, word) in words.iter().enumerate() {
            let y = 700.0 - 20.0 * row as f64;
            page.text(x + 5.0, y + 6.0, 10.0, word);
            page.frame(x, y, 120.0, 20.0);
        }
    }
    page.frame(50.0, 560.0, 200.0, 40.0);
    page.frame(250.0, 560.0, 200.0, 40.0);
    page.text(55.0, 585.0, 10.0, "The price of flour hangs");
    page.text(55.0, 573.0, 10.0, "on the door of the mill.");
    // Under the words of the second line.
    page.raw(b"55 571.5 m 160 571.5 l S ");
    page.text(255.0, 585.0, 10.0, "Autumn");
    let mut found = texts(&[page]);
    assert_eq!(found.split_off(6), ["The price of flour hangs on the door of the mill.", "Autumn"]);
    found.sort();
    assert_eq!(found, ["Ask Ann", "Ask Bob", "Ask Carl", "Sacks", "Sieves", "Stones"]);
}

#[test]
fn an_item_is_one_block_whatever_other_lists_look_like() {
    let lead = [
        "The mill lends sacks to every farmer who lives on this side of the river, and each",
        "of them may be kept for a week.",
    ];
    let pages: Vec<Page> = (0..3)
        .map(|number| {
            let mut page = page();
            set(&mut page, 50.0, 740.0, 10.0, &lead);
            let items: &[&str] = match number {
                2 => &[
                    "• Sacks that were torn by a nail or a mouse are mended by the miller, who",
                    "Bob pays by the hour, and are then",
                    "lent out again.",
                ],
                _ => &["• Sacks are grey.", "• Ropes are brown."],
            };
            for (index, line) in items.iter().enumerate() {
                let is_first = line.starts_with('•');
                let text = line.replace('•', "\u{95}");
                let codes: Vec<u8> = text.chars().map(|c| c as u32 as u8).collect();
                page.raw_text(if is_first { 62.0 } else { 67.3 }, 712.0 - 12.0 * index as f64, 10.0, &codes);
            }
            page
        })
        .collect();
    let found = texts(&pages);
    let whole = "Sacks that were torn by a nail or a mouse are mended by the miller, who Bob pays by the hour, and are then lent out again.";
    assert!(found.iter().any(|text| text.trim_start_matches(['•', ' ']) == whole), "{found:?}");
}

#[test]
fn spaces_are_told_by_the_gaps_of_the_line() {
    let mut tight = page();
    tight.words(
        50.0,
        740.0,
        10.0,
        1.66,
        &["the", "mill", "stands", "on", "a", "hill", "above", "the", "river."],
    );
    assert_eq!(texts(&[tight]), ["the mill stands on a hill above the river."]);
    let mut spaced = page();
    spaced.text(50.0, 740.0, 10.0, "It was ");
    spaced.raw(b"3 Tc ");
    spaced.text(85.0, 740.0, 10.0, "never");
    spaced.raw(b"0 Tc ");
    spaced.text(133.0, 740.0, 10.0, "ground again.");
    assert_eq!(texts(&[spaced]), ["It was never ground again."]);
}

#[test]
fn fractions_and_powers_keep_their_meaning() {
    let mut page = page();
    page.text(50.0, 740.0, 10.0, "They counted 10");
    page.text(121.2, 744.0, 7.0, "6");
    page.text(128.0, 740.0, 10.0, "grains in");
    page.text(172.0, 744.3, 7.0, "3");
    page.text(172.0, 735.5, 7.0, "4");
    page.text(179.0, 740.0, 10.0, "of the sacks.");
    assert_eq!(texts(&[page]), ["They counted 10⁶ grains in 3/4 of the sacks."]);
}

#[test]
fn copies_and_letters_of_a_mail_merge_are_text() {
    let letter = |name: &str| {
        let mut page = page();
        page.text(50.0, 740.0, 10.0, &format!("Dear {name},"));
        set(
            &mut page,
            50.0,
            710.0,
            10.0,
            &["your flour is ready and can be fetched at the", "mill until the end of the month."],
        );
        page.text(50.0, 660.0, 10.0, "Your miller");
        page
    };
    let found = blocks(&["Ann", "Bob", "Carl"].map(letter));
    assert!(found.iter().all(|(kind, _)| !matches!(kind, BlockKind::Furniture(_))), "{found:?}");
    assert_eq!(found.iter().filter(|(_, text)| text.contains("your flour is ready")).count(), 3);
}

#[test]
fn contents_are_furniture_and_pages_without_text_are_counted() {
    let mut contents = page();
    for (index, title) in ["Of mills", "Of mice", "Of men"].iter().enumerate() {
        let y = 740.0 - 14.0 * index as f64;
        contents.text(50.0, y, 10.0, title);
        contents.text(150.0, y, 10.0, ". . . . . . . . . . . . . . . . .");
        contents.text(300.0, y, 10.0, &format!("{}", index + 1));
    }
    contents.text(50.0, 640.0, 10.0, "The mill burned down in spring.");
    let found = blocks(&[contents]);
    let entries = found.iter().filter(|(kind, _)| *kind == BlockKind::Furniture(Furniture::Contents)).count();
    assert_eq!((entries, found.len()), (3, 4), "{found:?}");
}

#[test]
fn what_no_reader_sees_is_left_out() {
    let mut page = page();
    page.text(50.0, 740.0, 10.0, "This can be seen.");
    page.text(700.0, 740.0, 10.0, "This is beside the page.");
    page.raw(b"1 g ");
    page.text(50.0, 700.0, 10.0, "This is white on white.");
    page.raw(b"0 0 0.5 rg 40 640 300 40 re f 1 g ");
    page.text(50.0, 655.0, 10.0, "This is white on blue.");
    assert_eq!(texts(&[page]), ["This can be seen.", "This is white on blue."]);
}

#[test]
fn a_short_column_beside_a_full_one_comes_after_it() {
    let mut page = page();
    for index in 0..24 {
        let y = 740.0 - 12.0 * f64::from(index);
        page.text(50.0, y, 10.0, "they carried the sacks up to the mill and went");
    }
    set(
        &mut page,
        320.0,
        740.0,
        10.0,
        &[
            "Sources",
            "A. Baker, On bread, Osh, 1999.",
            "B. Miller, On stones and all the men who cut",
            "them, Talas, 2003.",
        ],
    );
    let found = texts(&[page]);
    assert!(found[0].matches("they carried").count() == 24, "{found:?}");
    assert!(found.last().unwrap().ends_with("Talas, 2003."), "{found:?}");
}

#[test]
fn bombs_are_refused_before_they_go_off() {
    let text = b"BT /F 10 Tf 50 700 Td (The mill.) Tj ET ";
    let path = [&text[..], &b"0 0 m "[..], &b"0 0 l ".repeat(5_000_000), b"n"].concat();
    let error = try_read(&made::packed(&path, 1, 1)).unwrap_err();
    assert!(error.contains("one path"), "{error}");
    // 300 million bytes after two decompressions.
    let error = try_read(&made::packed(&vec![b' '; 300_000_000], 2, 1)).unwrap_err();
    assert!(error.contains("unpacks to more"), "{error}");
    // Ten million bytes shared by a hundred pages.
    let shared = [&text[..], &b"q Q ".repeat(2_500_000)].concat();
    let error = try_read(&made::packed(&shared, 1, 100)).unwrap_err();
    assert!(error.contains("draws more"), "{error}");
    let marked = [&b"/P BMC ".repeat(50_000), &text[..]].concat();
    assert_eq!(try_read(&made::packed(&marked, 1, 1)).unwrap().text(), "The mill.");
    let mut nested = page();
    nested.raw(text);
    let nested = String::from_utf8(file(&[nested])).unwrap();
    let nested = nested.replace(
        "/Resources 3 0 R",
        &format!("/Resources 3 0 R /X {}{}", "[".repeat(5000), "]".repeat(5000)),
    );
    assert!(try_read(nested.as_bytes()).unwrap_err().contains("nested"));
}

#[test]
fn a_short_column_ends_where_the_long_one_is_wider_below() {
    let mut page = page();
    for index in 0..24 {
        let line = match index {
            0..6 => "they carried the sacks up to the mill and",
            _ => "they carried the sacks up to the mill and went",
        };
        page.text(50.0, 740.0 - 12.0 * f64::from(index), 10.0, line);
    }
    let sources = [
        "Sources",
        "A. Baker, On bread, and on the salt",
        "B. Miller, On stones and the men who",
        "cut them, Talas.",
    ];
    set(&mut page, 320.0, 740.0, 10.0, &sources);
    let found = texts(&[page]).join(" ");
    assert!(found.find("Sources").unwrap() > found.rfind("they carried").unwrap(), "{found}");
}

#[test]
fn powers_are_told_from_marks_of_notes() {
    let mut page = page();
    page.text(50.0, 740.0, 10.0, "The mill");
    page.text(85.5, 744.0, 6.5, "3");
    page.text(95.0, 740.0, 10.0, "has 2");
    page.text(119.8, 744.0, 6.5, "3");
    page.text(128.0, 740.0, 10.0, "sacks");
    // The same with superscript characters.
    page.raw_text(155.0, 740.0, 10.0, b" and x\xb2 ropes\xb2.");
    page.raw(b"50 100 m 150 100 l S ");
    page.text(50.0, 88.0, 8.0, "2 Of hemp.");
    page.text(50.0, 78.0, 8.0, "3 Built in stone.");
    let found = texts(&[page]);
    assert_eq!(found[0], "The mill has 2³ sacks and x² ropes.", "{found:?}");
}

#[test]
fn contents_without_dots_are_told_by_their_numbers() {
    let mut contents = page();
    contents.text(50.0, 760.0, 10.0, "Contents");
    for (index, (title, number)) in
        [("Of mills", 3), ("Of mice and cats", 3), ("Of men", 12)].iter().enumerate()
    {
        let y = 740.0 - 14.0 * index as f64;
        contents.text(50.0, y, 10.0, title);
        contents.text(if *number > 9 { 294.4 } else { 300.0 }, y, 10.0, &number.to_string());
    }
    // Without a table of contents there is no evidence, and the lines are few.
    let prices = [("Flour", 3), ("Salt", 7), ("Bread", 9)];
    for (index, (what, price)) in prices.iter().enumerate() {
        let y = 640.0 - 14.0 * index as f64;
        contents.text(50.0, y, 10.0, what);
        contents.text(200.0, y, 10.0, &price.to_string());
    }
    let found = blocks(&[contents]);
    let entries = found.iter().filter(|(kind, _)| *kind == BlockKind::Furniture(Furniture::Contents));
    let entries: Vec<&str> = entries.map(|(_, text)| text.as_str()).collect();
    assert_eq!(entries, ["Of mills 3", "Of mice and cats 3", "Of men 12"], "{found:?}");
}

#[test]
fn a_table_without_rules_keeps_its_close_columns_and_its_last_line() {
    let mut page = page();
    let heads = [(50.0, "No"), (90.0, "Rule"), (320.0, "L1"), (342.0, "L2"), (364.0, "Page")];
    heads.iter().for_each(|(x, text)| page.text(*x, 740.0, 10.0, text));
    let rules = [
        ("a1", "The miller keeps the key of every door", "that he has locked.", "7"),
        ("a2", "No sack leaves the mill before it was", "weighed by two men.", "31"),
    ];
    for (index, (number, first, second, page_of)) in rules.iter().enumerate() {
        let y = 716.0 - 30.0 * index as f64;
        let row = [(50.0, *number), (90.0, *first), (320.0, "x"), (342.0, "x"), (364.0, *page_of)];
        row.iter().for_each(|(x, text)| page.text(*x, y, 10.0, text));
        page.text(90.0, y - 12.0, 10.0, second);
    }
    let found = texts(&[page]);
    for (_, first, second, _) in rules {
        assert!(found.contains(&format!("{first} {second}")), "{found:?}");
    }
    assert!(found.contains(&"L1".to_string()) && found.contains(&"31".to_string()), "{found:?}");
}

#[test]
fn a_table_open_at_its_sides_is_read_row_by_row() {
    let mut page = page();
    for y in [720.0, 700.0, 660.0] {
        page.raw(format!("50 {y} m 350 {y} l S ").as_bytes());
    }
    for x in [150.0, 250.0] {
        page.raw(format!("{x} 660 m {x} 720 l S ").as_bytes());
    }
    let rows = [["Grain", "Sacks", "Owner"], ["Rye", "Twelve old ones", "Ann of the mill"]];
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate() {
            page.text(55.0 + 100.0 * column as f64, 706.0 - 20.0 * row as f64, 10.0, text);
        }
    }
    assert_eq!(texts(&[page]), rows.concat());
}

#[test]
fn a_line_below_a_large_first_letter_goes_on() {
    let mut page = page();
    let lines = [
        "hen the miller came, the door was already",
        "open to the mice, and the first of them",
        "ran off with the bread of the week.",
    ];
    page.text(50.0, 732.0, 30.0, "W");
    page.text(78.0, 732.0, 10.0, lines[0]);
    page.text(50.0, 715.0, 10.0, lines[1]);
    page.text(50.0, 703.0, 10.0, lines[2]);
    let before = ["The miller came late on every one of those days", "and left early."];
    set(&mut page, 50.0, 780.0, 10.0, &before);
    let found = texts(&[page]);
    assert_eq!(found[1], format!("W{}", lines.join(" ")), "{found:?}");
}

#[test]
fn a_word_that_runs_over_the_edge_of_the_page_is_whole() {
    let mut page = page();
    page.text(
        50.0,
        700.0,
        10.0,
        "The ferry leaves from the old harbour and calls at every pier on its way down the",
    );
    page.text(
        50.0,
        688.0,
        10.0,
        "river, so ask for the timetable of the coming summer at the office of harbourmasterships",
    );
    page.text(50.0, 676.0, 10.0, "before you book.");
    page.text(540.0, 650.0, 10.0, "Pier_number_seventeen in the north");
    page.text(700.0, 640.0, 10.0, "nobody reads this");
    let found = texts(&[page]);
    assert!(found[0].ends_with("office of harbourmasterships before you book."), "{found:?}");
    assert_eq!(found[1..], ["Pier_number_seventeen"]);
}
