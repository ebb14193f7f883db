//! Detects furniture, which is not aligned: page numbers, running heads, tables of contents, "read more" lines.
//! Detection uses their wording and repetition. A single number in a table or a list is not furniture. Cost: linear.

use crate::document::{Block, BlockKind, Document, Furniture};
use rustc_hash::FxHashMap;

mod reordered;

pub use reordered::mark as mark_reordered;

/// Marks furniture, so that it has no sentences.
pub fn mark(document: Document) -> Document {
    let found = find(document.text(), document.blocks());
    if found.is_empty() {
        return document;
    }
    let mut blocks = document.blocks().to_vec();
    for (index, furniture) in found {
        blocks[index].kind = BlockKind::Furniture(furniture);
    }
    Document::new(document.name(), document.lang(), document.text(), blocks)
}

/// Turns furniture that the file format marks into ordinary text.
pub fn unmark(document: Document) -> Document {
    let mut blocks = document.blocks().to_vec();
    for block in blocks.iter_mut().filter(|b| matches!(b.kind, BlockKind::Furniture(_))) {
        block.kind = BlockKind::Paragraph;
    }
    Document::new(document.name(), document.lang(), document.text(), blocks)
}

/// The number of furniture blocks of `document`, by kind.
pub fn count(document: &Document) -> Vec<(Furniture, usize)> {
    let mut counts = std::collections::BTreeMap::new();
    for block in document.blocks() {
        if let BlockKind::Furniture(furniture) = block.kind {
            *counts.entry(furniture).or_insert(0) += 1;
        }
    }
    counts.into_iter().collect()
}

fn find(text: &str, blocks: &[Block]) -> Vec<(usize, Furniture)> {
    let lines: Vec<&str> = blocks.iter().map(|b| b.span.of(text).trim()).collect();
    let can_be = |index: usize| {
        matches!(blocks[index].kind, BlockKind::Paragraph | BlockKind::Heading | BlockKind::ListItem)
    };
    let numbers = page_numbers(&lines, &can_be);
    let mut found = contents(&lines, &can_be);
    found.extend(running_heads(&lines, &numbers, &can_be).into_iter().map(|i| (i, Furniture::RunningHead)));
    found.extend(numbers.into_iter().map(|i| (i, Furniture::PageNumber)));
    // Old web pages use tables for layout.
    let is_free = |&i: &usize| can_be(i) || blocks[i].kind == BlockKind::Cell;
    let invites = (0..lines.len()).filter(is_free).filter(|&i| is_read_more(lines[i]));
    found.extend(invites.map(|i| (i, Furniture::ReadMore)));
    found
}

/// Lines such as `Page 7`, and bare numbers if at least three in a row count up by one.
fn page_numbers(lines: &[&str], can_be: &impl Fn(usize) -> bool) -> Vec<usize> {
    let (mut found, mut bare): (Vec<usize>, Vec<(usize, u32)>) = (Vec::new(), Vec::new());
    for (index, line) in lines.iter().enumerate().filter(|(i, l)| l.len() <= 40 && can_be(*i)) {
        if says_page(line) {
            found.push(index);
        } else if let Some(number) = bare_number(line) {
            bare.push((index, number));
        }
    }
    let mut start = 0;
    while start < bare.len() {
        // Numbers on adjacent lines are a table, or a numbered list that lost its text.
        let follows = |w: &&[(usize, u32)]| w[1].1 == w[0].1 + 1 && w[1].0 > w[0].0 + 1;
        let run = 1 + bare[start..].windows(2).take_while(follows).count();
        if run >= 3 {
            found.extend(bare[start..start + run].iter().map(|&(index, _)| index));
        }
        start += run;
    }
    found
}

/// `7`, `- 7 -`, `[7]`.
fn bare_number(line: &str) -> Option<u32> {
    let digits = line.trim_matches(|c: char| matches!(c, '-' | '–' | '—' | '[' | ']' | ' ' | '\u{a0}'));
    if digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit()) { digits.parse().ok() } else { None }
}

/// `Page 7`, `page 7 of 12`, `Стр. 7`, `Страница 7 из 12`, `7/12 page`.
fn says_page(line: &str) -> bool {
    let lower = line.to_lowercase();
    let Some(rest) = ["page", "p.", "страница", "стр."].iter().find_map(|word| lower.strip_prefix(word))
    else {
        return false;
    };
    let mut numbers = 0;
    for word in rest.split(|c: char| c.is_whitespace() || c == '/').filter(|w| !w.is_empty()) {
        match word {
            "of" | "из" if numbers == 1 => {}
            word if word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit()) => numbers += 1,
            _ => return false,
        }
    }
    (1..=2).contains(&numbers)
}

/// Lines that are adjacent to a page number at least three times. Their digits may differ.
fn running_heads(lines: &[&str], numbers: &[usize], can_be: &impl Fn(usize) -> bool) -> Vec<usize> {
    let mut beside: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    let mut numbers = numbers.to_vec();
    numbers.sort_unstable();
    for &number in &numbers {
        for index in [number.checked_sub(1), Some(number + 1)].into_iter().flatten() {
            if index >= lines.len() {
                continue;
            }
            let is_free = can_be(index) && numbers.binary_search(&index).is_err();
            // A running head is short and not a sentence.
            let is_head =
                lines[index].chars().count() <= 120 && !lines[index].ends_with(['.', '!', '?', ';', ',']);
            if is_free && is_head {
                beside
                    .entry(lines[index].replace(|c: char| c.is_ascii_digit(), "#"))
                    .or_default()
                    .push(index);
            }
        }
    }
    let mut found: Vec<usize> = beside.into_values().filter(|places| places.len() >= 3).flatten().collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// At least two lines with dot leaders to a page number, and the title above them.
fn contents(lines: &[&str], can_be: &impl Fn(usize) -> bool) -> Vec<(usize, Furniture)> {
    let found: Vec<usize> = (0..lines.len()).filter(|&i| can_be(i) && has_leaders(lines[i])).collect();
    let Some(&first) = found.first().filter(|_| found.len() >= 2) else { return Vec::new() };
    let title = first.checked_sub(1).filter(|&i| is_contents_title(lines[i]));
    title.into_iter().chain(found).map(|i| (i, Furniture::Contents)).collect()
}

fn has_leaders(line: &str) -> bool {
    let before = line.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x'));
    if before.len() == line.len() {
        return false;
    }
    let leaders =
        before.chars().rev().take_while(|c| matches!(c, '.' | '…' | '·' | '_') || c.is_whitespace());
    leaders.map(|c| if c == '…' { 3 } else { usize::from(!c.is_whitespace()) }).sum::<usize>() >= 4
}

fn is_contents_title(line: &str) -> bool {
    matches!(
        line.to_lowercase().trim_end_matches(':'),
        "contents" | "table of contents" | "содержание" | "оглавление"
    )
}

fn is_read_more(line: &str) -> bool {
    let line = line.to_lowercase();
    let line = line.trim_matches(|c: char| !c.is_alphabetic());
    matches!(
        line,
        "read more"
            | "read more here"
            | "learn more"
            | "find out more"
            | "continue reading"
            | "see more"
            | "click here"
            | "back to top"
            | "share this"
            | "подробнее"
            | "читать далее"
            | "читать дальше"
            | "читать полностью"
            | "узнать больше"
            | "читайте далее"
            | "наверх"
            | "back to list"
            | "возврат к списку"
            | "вернуться к списку"
            | "поделиться"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Lang;

    fn kinds(text: &str) -> Vec<(Furniture, usize)> {
        count(&mark(Document::from_text("x", Lang::En, text)))
    }

    #[test]
    fn page_numbers_and_running_heads_are_furniture() {
        let page = |n: u32| {
            format!("United Nations A/70/{n}\n\n{n}\n\nThis is the text of page {n}, such as it is.\n\n")
        };
        let text: String = (1..=4).map(page).collect();
        assert_eq!(kinds(&text), [(Furniture::RunningHead, 4), (Furniture::PageNumber, 4)]);
        assert_eq!(kinds("Page 3 of 10\n\nSome text stands here."), [(Furniture::PageNumber, 1)]);
        assert_eq!(kinds("Page 3 of the report is missing."), []);
        assert_eq!(kinds("1\n2\n3\n4\n"), []);
    }

    #[test]
    fn contents_and_read_more_lines_are_furniture() {
        let text = "Contents\n\nForeword ........ 3\n\nThe year ....... 12\n\nThe text begins.\n\nRead more…";
        assert_eq!(kinds(text), [(Furniture::Contents, 3), (Furniture::ReadMore, 1)]);
        assert_eq!(kinds("Wait... 5 of them came.\n\nHe said... 12"), []);
        assert_eq!(kinds("Read more books."), []);
    }
}
