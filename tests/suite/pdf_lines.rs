//! Paragraphs, lists, heads and cells of PDF pages as word processors, browsers and Typst set them.

use crate::made_pdf as made;
use crate::pdf::{blocks, column, set, texts};

use enru::BlockKind;
use made::{Page, page};

#[test]
fn a_number_placed_without_a_space_is_left_out_and_a_typed_one_kept() {
    let mut page = page();
    page.text(50.0, 740.0, 10.0, "The plan has these parts:");
    // The gap is narrower than the spaces of the line, as LibreOffice leaves it after wide numbers.
    for (y, mark, text) in [(720.0, "1.", "First come the pipes."), (705.0, "2.", "Then comes the water.")] {
        page.text(60.0, y, 10.0, mark);
        page.text(70.5, y, 10.0, text);
    }
    page.text(50.0, 680.0, 10.0, "3. This one was typed.");
    let found = texts(&[page]);
    assert_eq!(found[1..], ["First come the pipes.", "Then comes the water.", "3. This one was typed."]);
}

#[test]
fn a_heading_on_two_lines_is_one_although_spaces_are_wide() {
    let mut page = page();
    // The second word fits without its space, but not with it.
    set(&mut page, 50.0, 760.0, 20.0, &["The long road down to the", "Mill"]);
    set(&mut page, 50.0, 700.0, 12.17, &["nobody who lived beside it ever took another one,", "as it was."]);
    assert_eq!(texts(&[page])[0], "The long road down to the Mill");
}

#[test]
fn one_line_at_the_end_of_a_column_is_a_paragraph() {
    let mut page = page();
    for index in 0..8 {
        let y = 700.0 - 12.0 * f64::from(index);
        let (a, b) = match index {
            6 => ("and so it ended.", "they went on with what they did"),
            7 => ("Notes for all the editors", "and that was it for this year."),
            0 => ("In the spring of that same year", "Meteorologists saw a good summer"),
            _ => ("they went on with what they did", "they went on with what they did"),
        };
        page.text(50.0, y, 10.0, a);
        page.text(230.0, y, 10.0, b);
    }
    let found = texts(&[page]);
    assert_eq!(found[1], "Notes for all the editors", "{found:?}");
    assert!(found[2].starts_with("Meteorologists saw"), "{found:?}");
}

#[test]
fn a_number_that_begins_an_item_needs_no_room_for_its_first_word() {
    let mut page = page();
    let lines = [
        "The editors of this report add notes,",
        "of which the first comes here:",
        "1. Statistics are those of May.",
    ];
    set(&mut page, 50.0, 700.0, 10.0, &lines);
    let found = texts(&[page]);
    assert_eq!(found, [lines[..2].join(" "), lines[2].to_string()]);
}

#[test]
fn columns_of_short_lines_are_told_by_those_of_the_page_before() {
    let mut full = page();
    for (name, x) in [("first", 50.0), ("second", 225.0), ("third", 400.0)] {
        column(&mut full, x, 700.0, name);
    }
    let columns: [(f64, &[(f64, &str)]); 3] = [
        (
            50.0,
            &[
                (700.0, "please write to:"),
                (682.0, "Jonas Lind"),
                (664.0, "of the office in the town,"),
                (652.0, "or call him there."),
            ],
        ),
        (
            225.0,
            &[
                (700.0, "By post:"),
                (688.0, "Mill.lane.17@harbour.examp"),
                (676.0, "le"),
                (658.0, "Notes to editors"),
                (640.0, "The office of the harbour"),
                (628.0, "was opened in summer"),
            ],
        ),
        (
            400.0,
            &[
                (700.0, "of this year and has five"),
                (688.0, "rooms. Its present"),
                (676.0, "plans are"),
                (664.0, "described on"),
                (652.0, "the wall beside the big"),
                (640.0, "door of the mill."),
            ],
        ),
    ];
    let mut last = page();
    for (x, lines) in columns {
        lines.iter().for_each(|(y, text)| last.text(x, *y, 10.0, text));
    }
    let found = texts(&[full, last]);
    let from =
        found.iter().position(|text| text == "Notes to editors").unwrap_or_else(|| panic!("{found:?}"));
    let whole = "The office of the harbour was opened in summer of this year and has five rooms. Its present plans are described on the wall beside the big door of the mill.";
    assert_eq!(found[from + 1], whole, "{found:?}");
}

#[test]
fn an_address_longer_than_its_line_is_whole() {
    let mut page = page();
    let lines = [
        "Plans and prices are found here:",
        "https://mill.example/prices/of/flo",
        "ur.html, which the miller keeps.",
    ];
    page.text(50.0, 712.0, 10.0, "The mill has a page of its own");
    set(&mut page, 50.0, 700.0, 10.0, &lines);
    let found = texts(&[page]).join(" ");
    assert!(found.contains("https://mill.example/prices/of/flour.html, which"), "{found}");
}

#[test]
fn heads_of_sections_of_one_page_are_furniture() {
    let titles = ["Boats", "Nets and lines", "Harbours", "Weather", "Markets"];
    let stories = ["all", "many", "some", "few", "no"];
    let pages: Vec<Page> = (0..5)
        .map(|number| {
            let mut page = page();
            page.text(50.0, 800.0, 8.0, titles[number]);
            page.text(500.0, 800.0, 8.0, &(number + 21).to_string());
            let line = format!("The part about {} begins with a story that", titles[number].to_lowercase());
            set(
                &mut page,
                50.0,
                740.0,
                10.0,
                &[&line, &format!("{} people of the town have heard before.", stories[number])],
            );
            page
        })
        .collect();
    let found = blocks(&pages);
    let heads = found.iter().filter(|(kind, _)| matches!(kind, BlockKind::Furniture(_))).count();
    assert_eq!((heads, found.len()), (5, 10), "{found:?}");
}

#[test]
fn a_quotation_set_in_on_both_sides_is_not_centred() {
    let mut page = page();
    set(
        &mut page,
        50.0,
        740.0,
        10.0,
        &["The harbour master of the old town wrote to the council about the boats of the year:"],
    );
    let quotation = [
        "No ship has left the harbour since the first frost of winter, and the",
        "Porpoises are seen there every single day of the month.",
    ];
    set(&mut page, 90.0, 710.0, 10.0, &quotation);
    assert_eq!(texts(&[page])[1], quotation.join(" "));
}

#[test]
fn cells_of_several_lines_are_told_by_the_steps_between_rows() {
    let rows: [(&[&str], &[&str]); 3] = [
        (
            &["Boat", "12"],
            &["The old ferry of the northern pier", "Leaves at noon and takes one hour", "on a calm day."],
        ),
        (
            &["Boat", "13"],
            &["The mail boat of the islands and", "Harbours in the south of the bay", "calls at every pier."],
        ),
        (&["Boat", "14"], &["A rowing boat that anybody in the", "Town may borrow for an hour."]),
    ];
    let mut page = page();
    let (mut y, mut expected) = (740.0, Vec::new());
    for (left, right) in rows {
        set(&mut page, 50.0, y, 10.0, left);
        set(&mut page, 120.0, y, 10.0, right);
        expected.extend([left.join(" "), right.join(" ")]);
        y -= 12.0 * right.len() as f64 + 8.0;
    }
    assert_eq!(texts(&[page]), expected);
}

#[test]
fn rows_in_groups_are_rows() {
    let mut page = page();
    let rows = [
        ("Country", "Boats", 740.0),
        ("Norway", "120", 720.0),
        ("Iceland", "85", 708.0),
        ("Total", "205", 688.0),
    ];
    for (name, count, y) in rows {
        page.text(50.0, y, 10.0, name);
        page.text(250.0, y, 10.0, count);
        page.text(400.0, y, 10.0, "old");
    }
    let expected: Vec<&str> = rows.iter().flat_map(|row| [row.0, row.1, "old"]).collect();
    assert_eq!(texts(&[page]), expected);
}

#[test]
fn letters_that_kerning_moves_together_are_part_of_their_spaced_word() {
    let mut page = page();
    // The file has spaces between words, and only distances between letters.
    page.raw(b"BT /F 24 Tf 50 740 Td 3 Tc (SUMMA) Tj 0 Tc (R) Tj 3 Tc (Y OF WORK) Tj ET ");
    assert_eq!(texts(&[page]), ["SUMMARY OF WORK"]);
}
