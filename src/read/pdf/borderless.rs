//! Tables that no rules are drawn around: wide white that several rows share parts their cells.

use super::gutter::{GUTTER, gaps, middle_size};
use super::line::{Line, is_bullet, lines, may_number};
use super::page::Word;
use super::row::{Extent, Placed as _, Row};

/// A table without rules that begins with the first of `rows`: how many rows it takes, and its cells row by row.
pub(super) fn borderless(rows: &[Row], extent: Extent) -> Option<(usize, Vec<Vec<Line>>)> {
    let size = middle_size(&rows[..1]);
    let mut common = cell_gaps(&rows[0]);
    let mut taken = 1;
    let mut last_full = 1;
    let mut full = usize::from(!common.is_empty());
    if common.is_empty() {
        return None;
    }
    while let Some(row) = rows.get(taken).filter(|row| row.iter().all(|u| u.table.is_none())) {
        let white = gaps(row, extent, 0);
        let shared: Vec<(f64, f64)> = common
            .iter()
            .flat_map(|c| white.iter().map(|w| (c.0.max(w.start), c.1.min(w.end))))
            .filter(|s| s.1 - s.0 >= GUTTER * size)
            .collect();
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
        // Two words alone may be a justified line.
        1 => widest > 4.0 * size && rows[0].len() > 2,
        2 => widest > 3.0 * size,
        _ => true,
    };
    is_table.then(|| (last_full, cells(&rows[..last_full], &common)))
}

/// The white between words of a row that may part cells: wider than its other spaces, which a justified line stretches
/// all alike; none after the mark of a list item.
fn cell_gaps(row: &Row) -> Vec<(f64, f64)> {
    let (first, size) = (&row[0].word.text, row[0].word.size);
    let skipped = usize::from(is_bullet(first) || may_number(first));
    let gaps: Vec<(f64, f64)> =
        row.windows(2).skip(skipped).map(|pair| (pair[0].end, pair[1].start)).collect();
    let mut widths: Vec<f64> = gaps.iter().map(|gap| gap.1 - gap.0).collect();
    widths.sort_by(f64::total_cmp);
    let usual = widths.get(widths.len().saturating_sub(1) / 2).copied().unwrap_or(0.0);
    let width = if usual < 0.8 * size { (1.2 * size).max(2.5 * usual) } else { 2.2 * size };
    gaps.into_iter().filter(|gap| gap.1 - gap.0 >= width).collect()
}

/// The cells of `rows` cut at `gaps`. A row that has less than all cells, close under another, goes on its cells.
fn cells(rows: &[Row], gaps: &[(f64, f64)]) -> Vec<Vec<Line>> {
    let mut gaps = gaps.to_vec();
    gaps.sort_by(|a, b| a.0.total_cmp(&b.0));
    let count = gaps.len() + 1;
    let mut cells: Vec<Vec<Vec<&Word>>> = Vec::new();
    let mut last: Option<(f64, f64)> = None;
    for row in rows {
        let mut parts: Vec<Vec<&Word>> = vec![Vec::new(); count];
        for unit in row {
            parts[gaps.iter().take_while(|gap| unit.start >= gap.1 - 0.1).count()].push(unit.word);
        }
        let filled = parts.iter().filter(|part| !part.is_empty()).count();
        let (middle, size) = row[0].place();
        let is_close = last.is_some_and(|(above, size)| above - middle < 1.45 * size);
        let begins_small = parts[0].first().is_some_and(|word| word.text.starts_with(char::is_lowercase));
        let goes_on = is_close && filled < count && (parts[0].is_empty() || begins_small);
        last = Some((middle, size));
        match cells.last_mut() {
            Some(open) if goes_on => open.iter_mut().zip(parts).for_each(|(cell, part)| cell.extend(part)),
            _ => cells.push(parts),
        }
    }
    let edges: Vec<f64> = (0..count)
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
