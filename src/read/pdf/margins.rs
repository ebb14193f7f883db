//! Running heads, running feet and page numbers.
//!
//! The outermost row of a page is furniture if rows at the same height on other pages have the same text apart from
//! digits: on all pages, on left or right pages, or within a chapter. Bare numbers must ascend with the pages. A number
//! at one end of the row that counts the pages is enough. The next row inwards is examined in the same way. Cost: n log n
//! in words.

use super::layout::{SAME_LINE, SMALL};
use super::line::line;
use super::page::{Page, Word};
use super::row::rows;
use crate::document::Furniture;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;

/// Furniture found, with its text.
pub(super) type Found = Vec<(Furniture, String)>;

/// The most rows of furniture at each end of a page.
const MOST_ROWS: usize = 4;

/// The narrowest gap between a page number and the text beside it, in parts of its size. Spaces of running text have 0.2
/// to 0.35, the number of a heading and its title at most one.
const NUMBER_GAP: f64 = 2.0;

/// A row of a page.
struct Row {
    page: usize,
    /// The indexes of its words.
    orders: Vec<usize>,
    text: String,
    /// The text with its numbers replaced by one sign.
    shape: String,
    y: f64,
    /// The number at one end, set apart from the text.
    number_apart: Option<usize>,
    /// The distances to the rows above and below, relative to the font size.
    above: f64,
    below: f64,
    is_artifact: bool,
}

/// The remaining rows of a page, from the top.
type Rows = VecDeque<Row>;

/// Removes the furniture from `pages`.
pub(super) fn take(pages: &mut [Page]) -> Found {
    let mut left: Vec<Rows> = pages.iter().enumerate().map(|(number, page)| all_rows(number, page)).collect();
    let alike = alike(&left);
    let mut taken_rows: Vec<Row> = Vec::new();
    for at_top in [true, false] {
        for _ in 0..MOST_ROWS {
            let outermost: Vec<&Row> = left.iter().filter_map(|rows| outermost(rows, at_top)).collect();
            let taken = furniture(&outermost, pages.len(), at_top, &alike);
            if taken.is_empty() {
                break;
            }
            let taken: Vec<usize> = taken.into_iter().map(|index| outermost[index].page).collect();
            for page in taken {
                taken_rows.extend(if at_top { left[page].pop_front() } else { left[page].pop_back() });
            }
        }
    }
    taken_rows.sort_by_key(|row| row.page);
    let mut found = Vec::new();
    for rows in taken_rows.chunk_by(|a, b| a.page == b.page) {
        let orders: FxHashSet<usize> = rows.iter().flat_map(|row| &row.orders).copied().collect();
        pages[rows[0].page].words.retain(|word| !orders.contains(&word.order));
        found.extend(rows.iter().map(|row| (kind(&row.text), row.text.clone())));
    }
    found
}

/// The outermost row. If only the last row of a page remains, it is kept.
fn outermost(rows: &Rows, at_top: bool) -> Option<&Row> {
    if rows.len() < 2 {
        return None;
    }
    if at_top { rows.front() } else { rows.back() }
}

fn all_rows(page: usize, content: &Page) -> Rows {
    let rows = rows(content.words.iter().collect::<Vec<&Word>>());
    let middles: Vec<(f64, f64)> = rows.iter().map(|row| (row[0].middle(), row[0].size)).collect();
    let distance = |a: usize, b: usize| {
        let ((y, size), Some((other, other_size))) = (middles[a], middles.get(b)) else {
            return f64::INFINITY;
        };
        (y - other).abs() / size.max(*other_size)
    };
    let row = |(index, words): (usize, Vec<&Word>)| {
        let is_artifact = words.iter().all(|word| word.artifact);
        let orders = words.iter().map(|word| word.order).collect();
        let number_apart = number_apart(&words);
        let line = line(words);
        let text = [line.marker.as_deref().unwrap_or(""), &line.text].join(" ").trim().to_string();
        let shape = shape(&text);
        let (above, below) = (distance(index, index.wrapping_sub(1)), distance(index, index + 1));
        Row { page, orders, text, shape, y: line.y, number_apart, above, below, is_artifact }
    };
    rows.into_iter().enumerate().map(row).collect()
}

/// The number at one end of a row of text, with a wide gap between them: a page number beside the title of a section.
fn number_apart(words: &[&Word]) -> Option<usize> {
    let end = words.iter().map(|word| word.end).fold(f64::NEG_INFINITY, f64::max);
    let start = words.iter().map(|word| word.start).fold(f64::INFINITY, f64::min);
    let is_apart = |number: &&&Word| {
        let mut rest = words.iter().filter(|word| word.order != number.order);
        let gap = |word: &Word| (word.start - number.end).max(number.start - word.end);
        // A raised number is the mark of a note.
        let is_beside = |word: &Word| {
            gap(word) > NUMBER_GAP * number.size
                && (word.y - number.y).abs() < SAME_LINE * word.size
                && number.size > SMALL * word.size
        };
        rest.clone().any(|word| word.text.contains(char::is_alphabetic)) && rest.all(|word| is_beside(word))
    };
    let at_ends = words.iter().filter(|word| word.start == start || word.end == end);
    let numbers = at_ends.filter(|word| word.text.len() <= 4 && word.text.parse::<usize>().is_ok());
    numbers.filter(is_apart).find_map(|number| number.text.parse().ok())
}

/// `text` with each number replaced by one sign.
fn shape(text: &str) -> String {
    let mut shape = String::with_capacity(text.len());
    let mut in_number = false;
    for c in text.chars() {
        let is_digit = c.is_ascii_digit();
        if !(is_digit && in_number) {
            shape.push(if is_digit { '#' } else { c });
        }
        in_number = is_digit;
    }
    shape
}

/// The pages so similar to others that the repeated rows are their text: copies, or letters of a mail merge. Running
/// heads are at most half of the rows of a page.
fn alike(pages: &[Rows]) -> Vec<bool> {
    let mut counts: FxHashMap<(i64, &str), usize> = FxHashMap::default();
    pages.iter().flatten().for_each(|row| *counts.entry(key(row)).or_default() += 1);
    let is_alike = |rows: &Rows| {
        let with_letters = rows.iter().filter(|row| row.text.contains(char::is_alphabetic));
        let (mut all, mut repeated) = (0, 0);
        for row in with_letters {
            all += 1;
            repeated += usize::from(counts[&key(row)] > 1);
        }
        all >= 2 && repeated * 2 > all
    };
    pages.iter().map(is_alike).collect()
}

fn key(row: &Row) -> (i64, &str) {
    (row.y.round() as i64, &row.shape)
}

/// Which of the outermost `rows` are furniture.
fn furniture(rows: &[&Row], pages: usize, at_top: bool, alike: &[bool]) -> Vec<usize> {
    let mut by_height: Vec<usize> = (0..rows.len()).collect();
    by_height.sort_by(|&a, &b| rows[a].y.total_cmp(&rows[b].y));
    let mut found: Vec<usize> = Vec::new();
    for slot in by_height.chunk_by(|&a, &b| rows[b].y - rows[a].y < 2.0) {
        found.extend(of_slot(slot, rows, at_top, alike));
    }
    let alone = (0..rows.len()).filter(|&i| {
        let row = rows[i];
        let is_apart = row.above > 1.8 || row.text.contains(char::is_alphabetic);
        row.is_artifact || !at_top && pages == 1 && is_apart && number(&row.text) == Some(1)
    });
    found.extend(alone);
    found.sort_unstable();
    found.dedup();
    found
}

/// Which rows at the same height are furniture.
fn of_slot(slot: &[usize], rows: &[&Row], at_top: bool, alike: &[bool]) -> Vec<usize> {
    let mut by_shape: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for &index in slot {
        by_shape.entry(&rows[index].shape).or_default().push(index);
    }
    let mut repeated: Vec<usize> = Vec::new();
    for same in by_shape.into_values().filter(|same| same.len() > 1) {
        let has_letters = rows[same[0]].text.chars().any(char::is_alphabetic);
        if has_letters {
            repeated.extend(same.into_iter().filter(|&i| !alike[rows[i].page]));
        } else if counts_pages(&same, rows) {
            repeated.extend(same);
        }
    }
    // The numbers of most rows count the pages. Their texts name sections, each perhaps of one page.
    let mut offsets: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for &index in slot {
        if let Some(number) = rows[index].number_apart {
            offsets.entry(number.wrapping_sub(rows[index].page)).or_default().push(index);
        }
    }
    let counting = offsets.into_values().max_by_key(|same| (same.len(), std::cmp::Reverse(same[0])));
    if let Some(counting) = counting.filter(|c| c.len() >= 3 && c.len() * 10 >= slot.len() * 6) {
        repeated.extend(counting);
        repeated.sort_unstable();
        repeated.dedup();
    }
    // Most rows at this position are running heads. The others are those of chapters of one page.
    let is_place = slot.len() >= 4 && repeated.len() * 10 >= slot.len() * 6;
    if is_place {
        let is_apart = |row: &Row| if at_top { row.below > 1.8 } else { row.above > 1.8 };
        let repeated: FxHashSet<usize> = repeated.into_iter().collect();
        return slot.iter().copied().filter(|i| repeated.contains(i) || is_apart(rows[*i])).collect();
    }
    repeated
}

/// Whether the bare numbers of `same` ascend with the pages.
fn counts_pages(same: &[usize], rows: &[&Row]) -> bool {
    let mut numbers: Vec<(usize, usize)> =
        same.iter().filter_map(|&i| Some((rows[i].page, number(&rows[i].text)?))).collect();
    numbers.sort_unstable();
    numbers.len() == same.len() && numbers.windows(2).all(|w| w[1].1.wrapping_sub(w[0].1) == w[1].0 - w[0].0)
}

/// The first number of a row such as `7`, `- 7 -`, `7/12`, `Page 7`.
fn number(text: &str) -> Option<usize> {
    let words = ["page", "p.", "стр.", "страница"];
    let lower = text.to_lowercase();
    let bare = words.iter().find_map(|word| lower.strip_prefix(word)).unwrap_or(&lower);
    let bare =
        bare.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '[' | ']' | '|'));
    let digits = bare.split('/').next().unwrap_or(bare).trim();
    if digits.len() <= 4 { digits.parse().ok() } else { None }
}

fn kind(text: &str) -> Furniture {
    let is_number = text.contains(|c: char| c.is_ascii_digit()) && !text.contains(char::is_alphabetic);
    if is_number || number(text).is_some() { Furniture::PageNumber } else { Furniture::RunningHead }
}
