//! Running heads, running feet and page numbers.
//!
//! The outermost row of a page is furniture if rows at the same height say the same on other pages, digits apart:
//! on all, on left and right pages in turn, or chapter by chapter. Bare numbers must count the pages.
//! The next row inwards is looked at in the same way. Cost: n log n in words.

use super::line::line;
use super::page::{Page, Word};
use super::row::rows;
use crate::document::Furniture;
use rustc_hash::{FxHashMap, FxHashSet};

/// Furniture found, with its text.
pub(super) type Found = Vec<(Furniture, String)>;

/// At most this many rows of furniture stand at each end of a page.
const MOST_ROWS: usize = 4;

/// The outermost row of a page.
struct Row {
    page: usize,
    /// The words, by their order.
    orders: Vec<usize>,
    text: String,
    /// The text with its digits alike.
    shape: String,
    y: f64,
    /// How far the next row is, in parts of the size.
    distance: f64,
    is_artifact: bool,
}

/// Takes the furniture out of `pages`.
pub(super) fn take(pages: &mut [Page]) -> Found {
    let mut found = Vec::new();
    for at_top in [true, false] {
        for _ in 0..MOST_ROWS {
            let outermost: Vec<Row> = pages
                .iter()
                .enumerate()
                .filter_map(|(number, page)| outermost(number, page, at_top))
                .collect();
            let taken = furniture(&outermost, pages.len(), at_top);
            if taken.is_empty() {
                break;
            }
            for row in taken.into_iter().map(|index| &outermost[index]) {
                let orders: FxHashSet<usize> = row.orders.iter().copied().collect();
                pages[row.page].words.retain(|word| !orders.contains(&word.order));
                found.push((row.page, kind(&row.text), row.text.clone()));
            }
        }
    }
    found.sort_by_key(|(page, ..)| *page);
    found.into_iter().map(|(_, kind, text)| (kind, text)).collect()
}

fn outermost(number: usize, page: &Page, at_top: bool) -> Option<Row> {
    let mut rows = rows(page.words.iter().collect::<Vec<&Word>>());
    if !at_top {
        rows.reverse();
    }
    // A page that is nothing but its last row keeps it.
    let (row, next) = (rows.first()?, rows.get(1)?);
    let words = row.clone();
    let distance = (words[0].middle() - next[0].middle()).abs() / words[0].size.max(next[0].size);
    let is_artifact = words.iter().all(|word| word.artifact);
    let orders = words.iter().map(|word| word.order).collect();
    let line = line(words);
    let text = [line.marker.as_deref().unwrap_or(""), &line.text].join(" ").trim().to_string();
    let shape = text.replace(|c: char| c.is_ascii_digit(), "#").replace("##", "#").replace("##", "#");
    Some(Row { page: number, orders, text, shape, y: line.y, distance, is_artifact })
}

/// Which of the outermost `rows` are furniture.
fn furniture(rows: &[Row], pages: usize, at_top: bool) -> Vec<usize> {
    let mut by_height: Vec<usize> = (0..rows.len()).collect();
    by_height.sort_by(|&a, &b| rows[a].y.total_cmp(&rows[b].y));
    let mut found: Vec<usize> = Vec::new();
    for slot in by_height.chunk_by(|&a, &b| rows[b].y - rows[a].y < 2.0) {
        found.extend(of_slot(slot, rows));
    }
    let alone = (0..rows.len()).filter(|&i| {
        let row = &rows[i];
        let is_apart = row.distance > 1.8 || row.text.contains(char::is_alphabetic);
        row.is_artifact || !at_top && pages == 1 && is_apart && number(&row.text) == Some(1)
    });
    found.extend(alone);
    found.sort_unstable();
    found.dedup();
    found
}

/// Which rows at one height are furniture.
fn of_slot(slot: &[usize], rows: &[Row]) -> Vec<usize> {
    let mut by_shape: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for &index in slot {
        by_shape.entry(&rows[index].shape).or_default().push(index);
    }
    let mut repeated: Vec<usize> = Vec::new();
    for same in by_shape.into_values().filter(|same| same.len() > 1) {
        let has_letters = rows[same[0]].text.chars().any(char::is_alphabetic);
        if has_letters || counts_pages(&same, rows) {
            repeated.extend(same);
        }
    }
    // Most rows of this place are heads: the others are those of chapters of one page.
    let is_place = slot.len() >= 4 && repeated.len() * 10 >= slot.len() * 6;
    if is_place {
        return slot.iter().copied().filter(|i| repeated.contains(i) || rows[*i].distance > 1.8).collect();
    }
    repeated
}

/// Whether the bare numbers of `same` grow as the pages do.
fn counts_pages(same: &[usize], rows: &[Row]) -> bool {
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
