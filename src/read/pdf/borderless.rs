//! Tables without rules: wide white space at the same position in several rows separates their cells.

use super::gutter::{gaps, middle_size};
use super::layout::{CLOSE, GUTTER, NARROWEST, ROW_STEP, SAME_STEP};
use super::line::{Line, is_bullet, lines, may_number};
use super::page::Word;
use super::row::{Extent, Placed as _, Row};

/// A table without rules that begins with the first of `rows`: its number of rows, and its cells row by row.
pub(super) fn borderless(rows: &[Row], extent: Extent) -> Option<(usize, Vec<Vec<Line>>)> {
    let size = middle_size(&rows[..1]);
    if cell_gaps(&rows[0]).is_empty() {
        return None;
    }
    // The first row may be a heading, whose cells are short and close together.
    let mut common: Vec<(f64, f64)> = inner_gaps(&rows[0], skipped(&rows[0]))
        .into_iter()
        .filter(|gap| gap.1 - gap.0 >= GUTTER * size)
        .collect();
    let (mut taken, mut last_full, mut full) = (1, 1, 1);
    while let Some(row) = rows.get(taken).filter(|row| row.iter().all(|u| u.table.is_none())) {
        let white = gaps(row, extent, 0);
        let within = |c: &(f64, f64)| -> Vec<(f64, f64)> {
            let shared = white.iter().map(|w| (c.0.max(w.start), c.1.min(w.end)));
            shared.filter(|s| s.1 - s.0 >= NARROWEST * size).collect()
        };
        let parted: Vec<Vec<(f64, f64)>> = common.iter().map(within).collect();
        let crossed = parted.iter().filter(|shared| shared.is_empty()).count();
        // Text that crosses the gaps of a table is below the table.
        if full >= 2 && crossed > 0 && (cell_gaps(row).is_empty() || crossed * 2 > common.len()) {
            break;
        }
        let shared: Vec<(f64, f64)> = parted.into_iter().flatten().collect();
        let step = rows[taken - 1][0].place().0 - row[0].place().0;
        if shared.is_empty() || step > 4.0 * size || taken - last_full > 8 {
            break;
        }
        common = shared;
        taken += 1;
        if !cell_gaps(row).is_empty() {
            full += 1;
            last_full = taken;
        }
    }
    let widest = common.iter().map(|c| c.1 - c.0).fold(0.0, f64::max);
    let is_table = match full {
        // A row of only two words may be a justified line.
        1 => widest > 4.0 * size && rows[0].len() > 2,
        2 => widest > 3.0 * size,
        _ => true,
    };
    if !is_table {
        return None;
    }
    common.sort_by(|a, b| a.0.total_cmp(&b.0));
    let leading = leading(&rows[..taken], &common);
    // The text of the last row may continue below its other cells.
    let goes_on = |index: &usize| goes_on(&rows[*index - 1], &rows[*index], &common, leading);
    let end = (last_full..taken).take_while(goes_on).last().map_or(last_full, |index| index + 1);
    Some((end, cells(&rows[..end], &common, leading)))
}

/// The distance between the lines of a cell, if the rows of the table are farther apart. Cells rarely have equal numbers
/// of lines: if all rows are full, the larger steps part groups of rows.
fn leading(rows: &[Row], gaps: &[(f64, f64)]) -> Option<f64> {
    let steps: Vec<f64> = rows.windows(2).map(|pair| pair[0][0].place().0 - pair[1][0].place().0).collect();
    let least = steps.iter().copied().fold(f64::INFINITY, f64::min);
    let most = steps.iter().copied().fold(0.0, f64::max);
    let close = steps.iter().zip(&rows[1..]).filter(|(step, _)| **step < SAME_STEP * least);
    let (mut all, mut partial) = (0, 0);
    for (_, row) in close {
        all += 1;
        partial += usize::from(parts(row, gaps).iter().any(Vec::is_empty));
    }
    (most > ROW_STEP * least && least > 0.8 * middle_size(rows) && partial * 3 >= all).then_some(least)
}

/// Whether `row` continues the cells of the row `above`: it is close to it, as the lines of a cell are, or has only some
/// of the cells, without the first one or beginning with a lower-case letter.
fn goes_on(above: &Row, row: &Row, gaps: &[(f64, f64)], leading: Option<f64>) -> bool {
    let ((height, size), (middle, _)) = (above[0].place(), row[0].place());
    if leading.is_some_and(|leading| height - middle < SAME_STEP * leading) {
        return height - middle < CLOSE * size;
    }
    let parts = parts(row, gaps);
    let filled = parts.iter().filter(|part| !part.is_empty()).count();
    let begins_small = parts[0].first().is_some_and(|word| word.text.starts_with(char::is_lowercase));
    height - middle < CLOSE * size && filled < parts.len() && (parts[0].is_empty() || begins_small)
}

/// The words of each cell of `row`, split at `gaps`.
fn parts<'p>(row: &Row<'p>, gaps: &[(f64, f64)]) -> Vec<Vec<&'p Word>> {
    let mut parts: Vec<Vec<&Word>> = vec![Vec::new(); gaps.len() + 1];
    for unit in row {
        parts[gaps.iter().take_while(|gap| unit.start >= gap.1 - 0.1).count()].push(unit.word);
    }
    parts
}

/// The gaps between the words of `row`, starting with word `skipped`.
fn inner_gaps(row: &Row, skipped: usize) -> Vec<(f64, f64)> {
    row.windows(2).skip(skipped).map(|pair| (pair[0].end, pair[1].start)).collect()
}

/// The number of words at the start of `row` that form the mark of a list item.
fn skipped(row: &Row) -> usize {
    let first = &row[0].word.text;
    usize::from(is_bullet(first) || may_number(first))
}

/// The gaps in a row that may separate cells: wider than its other spaces, which a justified line stretches equally.
/// The gap after the mark of a list item does not count.
fn cell_gaps(row: &Row) -> Vec<(f64, f64)> {
    let size = row[0].word.size;
    let gaps = inner_gaps(row, skipped(row));
    let mut widths: Vec<f64> = gaps.iter().map(|gap| gap.1 - gap.0).collect();
    widths.sort_by(f64::total_cmp);
    let usual = widths.get(widths.len().saturating_sub(1) / 2).copied().unwrap_or(0.0);
    let width = if usual < 0.8 * size { (1.2 * size).max(2.5 * usual) } else { 2.2 * size };
    gaps.into_iter().filter(|gap| gap.1 - gap.0 >= width).collect()
}

/// The cells of `rows`, split at `gaps`. A row with only some of the cells, close below another row, continues its
/// cells.
fn cells(rows: &[Row], gaps: &[(f64, f64)], leading: Option<f64>) -> Vec<Vec<Line>> {
    let mut cells: Vec<Vec<Vec<&Word>>> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let goes_on = index > 0 && goes_on(&rows[index - 1], row, gaps, leading);
        let parts = parts(row, gaps);
        match cells.last_mut() {
            Some(open) if goes_on => open.iter_mut().zip(parts).for_each(|(cell, part)| cell.extend(part)),
            _ => cells.push(parts),
        }
    }
    let edges: Vec<f64> = (0..=gaps.len())
        .map(|c| cells.iter().flat_map(|row| &row[c]).map(|w| w.end).fold(f64::NEG_INFINITY, f64::max))
        .collect();
    let with_edge = |(column, words): (usize, Vec<&Word>)| {
        let mut found = lines(words);
        for line in &mut found {
            (line.left, line.right) = (line.start, edges[column]);
        }
        found
    };
    let in_order = cells.into_iter().flat_map(|row| row.into_iter().enumerate());
    in_order.filter(|(_, words)| !words.is_empty()).map(with_edge).collect()
}
