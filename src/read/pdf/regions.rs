//! The columns and tables of a page, in reading order.
//!
//! A column gutter is a white strip along several rows with lines of running text on both sides. The page is cut at the
//! tallest gutter into the part above, the left side, the right side and the part below; each part is cut in the same
//! way. Strips between short texts separate the cells of a table, which are read row by row. Cost: n log n in words for
//! each level of nesting.

use super::borderless::borderless;
use super::grid::{self, Table};
use super::gutter::gutter;
use super::layout::{DROP_CAP_GAP, LARGER, LEADERS};
use super::line::{Line, lines};
use super::page::{Page, Word};
use super::piece::{LaidOut, Piece};
use super::row::{Extent, Pair, Placed as _, Row, Unit, is_same, rows};
use rustc_hash::FxHashMap;

/// The right ends of the text blocks of pages, by their left ends. Left and right pages may differ, and the last page
/// of a text may not show the full width.
pub(super) struct Edges(FxHashMap<i64, f64>);

impl Edges {
    pub(super) fn of(pages: &[Page]) -> Edges {
        let mut edges = FxHashMap::default();
        for page in pages {
            let left = page.words.iter().map(|w| w.start).fold(f64::INFINITY, f64::min);
            let right = page.words.iter().map(|w| w.end).fold(f64::NEG_INFINITY, f64::max);
            let edge = edges.entry(Edges::key(left)).or_insert(right);
            *edge = right.max(*edge);
        }
        Edges(edges)
    }

    fn key(left: f64) -> i64 {
        (left / 4.0).round() as i64
    }
}

/// The parts of all pages in reading order. Columns found once help to find others in the same position, even columns
/// of two lines.
pub(super) fn lay_out_all(pages: Vec<Page>) -> Vec<LaidOut> {
    let edges = Edges::of(&pages);
    let mut columns = Vec::new();
    let alone: Vec<Vec<Piece>> = pages.iter().map(|page| lay_out(page, &edges, &[], &mut columns)).collect();
    if columns.is_empty() {
        let laid_out = |(pieces, page): (Vec<Piece>, Page)| LaidOut { pieces, rules: page.rules };
        return alone.into_iter().zip(pages).map(laid_out).collect();
    }
    columns.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    columns.dedup_by(|next, pair| is_same(*next, *pair));
    // A document has few column layouts.
    columns.truncate(32);
    let mut laid_out = Vec::with_capacity(pages.len());
    for page in pages {
        let pieces = lay_out(&page, &edges, &columns, &mut Vec::new());
        laid_out.push(LaidOut { pieces, rules: page.rules });
    }
    laid_out
}

/// The parts of `page`, using the `known` columns of the document. Columns found are added to `seen`.
fn lay_out(page: &Page, edges: &Edges, known: &[Pair], seen: &mut Vec<Pair>) -> Vec<Piece> {
    let tables = grid::tables(&page.rules, &page.words);
    let mut units = Vec::with_capacity(page.words.len());
    let mut in_table = vec![None; page.words.len()];
    for table in &tables {
        table.words.iter().for_each(|&index| in_table[index] = Some(table));
    }
    for (word, table) in page.words.iter().zip(in_table) {
        let (start, end) = table.map_or((word.start, word.end), |t: &Table| (t.left, t.right));
        units.push(Unit { word, table, start, end });
    }
    let left = units.iter().map(|u| u.start).fold(f64::INFINITY, f64::min);
    let edge = edges.0.get(&Edges::key(page.words.iter().map(|w| w.start).fold(f64::INFINITY, f64::min)));
    let right = units.iter().map(|u| u.end).fold(edge.copied().unwrap_or(left), f64::max);
    let mut splitter = Splitter { known, seen, out: Vec::new() };
    splitter.split(units, Extent { left, right }, 0);
    splitter.out
}

/// Cuts a page into its parts.
struct Splitter<'a> {
    known: &'a [Pair],
    seen: &'a mut Vec<Pair>,
    out: Vec<Piece>,
}

/// The deepest nesting of columns in columns. Deeper nesting is not a layout.
const DEEPEST: usize = 24;

impl Splitter<'_> {
    fn split(&mut self, units: Vec<Unit>, extent: Extent, depth: usize) {
        let mut rows = rows(units);
        for row in &mut rows {
            row.sort_by(|a, b| a.start.total_cmp(&b.start).then(a.word.order.cmp(&b.word.order)));
        }
        let Some(gutter) = gutter(&rows, extent, self.known).filter(|_| depth < DEEPEST) else {
            return leaf(rows, extent, &mut self.out);
        };
        let below: Vec<Unit> = rows.split_off(gutter.last + 1).into_iter().flatten().collect();
        let band = rows.split_off(gutter.first);
        let above: Vec<Unit> = rows.into_iter().flatten().collect();
        let (left, right): (Vec<Unit>, Vec<Unit>) =
            band.into_iter().flatten().partition(|u| u.end < gutter.middle());
        let start = |units: &[Unit]| units.iter().map(|u| u.start).fold(f64::INFINITY, f64::min);
        let starts = (start(&left), start(&right));
        self.seen.push(starts);
        // Columns have equal widths, but the lines of a short column may all end before its edge.
        let edge = left.iter().map(|u| u.end).fold(extent.left, f64::max);
        let same_width = extent.left + extent.right - starts.1;
        let edge = if same_width < starts.1 { edge.max(same_width) } else { edge };
        self.part(above, extent, depth);
        let before = self.seen.len();
        self.part(left, Extent { right: edge, ..extent }, depth);
        // The left side may have columns too. The last of them is next to the right side.
        if let Some(last) = self.seen[before..].iter().map(|pair| pair.1).reduce(f64::max) {
            self.seen.push((last, starts.1));
        }
        self.part(right, Extent { left: starts.1, ..extent }, depth);
        self.part(below, extent, depth);
    }

    fn part(&mut self, units: Vec<Unit>, extent: Extent, depth: usize) {
        if !units.is_empty() {
            self.split(units, extent, depth + 1);
        }
    }
}

/// The lines and cells of a region without columns.
fn leaf(rows: Vec<Row>, extent: Extent, out: &mut Vec<Piece>) {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut index = 0;
    let is_contents = contents(&rows);
    // Tables side by side share rows: each is emitted once, with its first row.
    let mut shown: Vec<*const Table> = Vec::new();
    while index < rows.len() {
        let tables: Vec<&Table> = rows[index].iter().filter_map(|unit| unit.table).collect();
        if !tables.is_empty() {
            // Text next to a table comes before it.
            let beside: Vec<&Word> =
                rows[index].iter().filter(|u| u.table.is_none()).map(|u| u.word).collect();
            pieces.extend(lines(beside).into_iter().map(Piece::Line));
            for table in tables {
                if !shown.contains(&std::ptr::from_ref(table)) {
                    shown.push(table);
                    pieces.extend(table.cells.iter().map(|cell| Piece::Cell(cell_lines(cell))));
                }
            }
            index += 1;
            continue;
        }
        if is_contents[index] {
            pieces
                .extend(lines(rows[index].iter().map(|u| u.word).collect()).into_iter().map(Piece::Contents));
            index += 1;
            continue;
        }
        let end = (index..rows.len()).find(|&row| is_contents[row]).unwrap_or(rows.len());
        let table = borderless(&rows[index..end], extent);
        match table {
            Some((taken, cells)) => {
                pieces.extend(cells.into_iter().map(Piece::Cell));
                index += taken;
            }
            None => {
                pieces
                    .extend(lines(rows[index].iter().map(|u| u.word).collect()).into_iter().map(Piece::Line));
                index += 1;
            }
        }
    }
    join_drop_caps(&mut pieces);
    set_edges(&mut pieces, extent);
    out.extend(pieces);
}

/// Which of `rows` are entries of a table of contents: rows with dot leaders to a number, or, below a heading for
/// contents or in many consecutive rows, rows with ascending numbers at the right edge.
fn contents(rows: &[Row]) -> Vec<bool> {
    let mut found: Vec<bool> = rows.iter().map(has_leaders).collect();
    let mut from = 0;
    while from < rows.len() {
        let mut last: Option<(u32, f64)> = None;
        let numbered = rows[from..].iter().map_while(|row| {
            let next = page_number(row)?;
            let goes_on = last.is_none_or(|last| next.0 >= last.0 && (next.1 - last.1).abs() < 6.0);
            last = Some(next);
            goes_on.then_some(())
        });
        let count = numbered.count();
        let heading = from.checked_sub(1).map(|above| &rows[above]);
        if count >= 8 || count >= 3 && heading.is_some_and(is_contents_heading) {
            found[from..from + count].fill(true);
        }
        from += count.max(1);
    }
    // Chapter entries often have no dot leaders even if section entries do.
    for row in 1..rows.len() {
        found[row] |=
            found[row - 1] && are_entries(&rows[row - 1], &rows[row]) && page_number(&rows[row]).is_some();
    }
    for row in (1..rows.len()).rev() {
        found[row - 1] |=
            found[row] && are_entries(&rows[row - 1], &rows[row]) && page_number(&rows[row - 1]).is_some();
    }
    found
}

/// Whether two consecutive rows may be entries of one table of contents: close together, with ascending numbers.
fn are_entries(above: &Row, below: &Row) -> bool {
    let number = |row: &Row| {
        let last = &row.last()?.word.text;
        last.trim_start_matches(|c: char| !c.is_ascii_digit()).parse::<u32>().ok()
    };
    let step = above[0].place().0 - below[0].place().0;
    step < 4.0 * below[0].place().1
        && number(above).zip(number(below)).is_some_and(|(above, below)| above <= below)
}

/// The number at the end of `row` that may be a page number, and its right end. A gap separates it from a text with
/// letters.
fn page_number(row: &Row) -> Option<(u32, f64)> {
    let (last, rest) = row.split_last()?;
    let gap = last.start - rest.last()?.end;
    let number = Some(&last.word.text).filter(|text| text.len() <= 4)?.parse().ok()?;
    let is_text = || rest.iter().any(|unit| unit.word.text.contains(char::is_alphabetic));
    (gap > 1.2 * last.word.size && is_text()).then_some((number, last.end))
}

fn is_contents_heading(row: &Row) -> bool {
    let words: Vec<String> = row.iter().map(|unit| unit.word.text.to_lowercase()).collect();
    matches!(
        words.join(" ").as_str(),
        "contents"
            | "table of contents"
            | "содержание"
            | "оглавление"
            | "page"
            | "стр."
            | "страница"
            | "pages"
    )
}

/// Whether `row` is an entry of a table of contents: dot leaders, with or without spaces, lead to a number.
fn has_leaders(row: &Row) -> bool {
    // Most rows have few bytes that such a character ends with.
    let bytes = row.iter().flat_map(|unit| unit.word.text.bytes());
    if bytes.filter(|b| matches!(b, b'.' | b'_' | 0xa6 | 0xb7)).take(LEADERS).count() < LEADERS {
        return false;
    }
    let dots = |text: &str| text.chars().filter(|&c| matches!(c, '.' | '…' | '·' | '_')).count();
    let is_leader = |text: &str| dots(text) == text.chars().count();
    let last = row.last().map_or("", |unit| &unit.word.text);
    let number = last.trim_start_matches(['.', '…', '·', '_']);
    let is_number = !number.is_empty()
        && (number.chars().all(|c| c.is_ascii_digit())
            || number.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l')));
    let leaders: usize = row.iter().map(|u| u.word.text.as_str()).filter(|t| is_leader(t)).map(dots).sum();
    let trailing = dots(&last[..last.len() - number.len()]);
    let glued = row
        .iter()
        .map(|u| u.word.text.trim_end_matches(['.', '…']).len()..u.word.text.len())
        .map(|r| r.len())
        .max();
    (leaders + trailing).max(glued.unwrap_or(0)) >= LEADERS
        && (is_number || row.last().is_some_and(|u| is_leader(&u.word.text)))
}

/// Attaches drop caps to the lines next to them, which then begin at the drop cap.
fn join_drop_caps(pieces: &mut Vec<Piece>) {
    let mut index = 0;
    while index + 1 < pieces.len() {
        let (Piece::Line(cap), Piece::Line(first)) = (&pieces[index], &pieces[index + 1]) else {
            index += 1;
            continue;
        };
        if !is_drop_cap(cap, first) {
            index += 1;
            continue;
        }
        let Piece::Line(cap) = pieces.remove(index) else { continue };
        let middle = (cap.start + cap.end) / 2.0;
        let beside = pieces[index..].iter_mut().enumerate().map_while(|(number, piece)| match piece {
            // The white space below a drop cap may shift one more line.
            Piece::Line(line) if line.y > cap.y - 1.3 * line.size && (number == 0 || line.start > middle) => {
                Some(line)
            }
            _ => None,
        });
        for (number, line) in beside.enumerate() {
            line.drop_cap = (number == 0).then(|| cap.text.clone());
            line.start = cap.start;
            line.mark_start = cap.start;
        }
    }
}

/// Whether `cap` is a drop cap whose word continues in the line `first`.
fn is_drop_cap(cap: &Line, first: &Line) -> bool {
    let letters = cap.text.chars().filter(|c| c.is_alphabetic()).count();
    let is_capital = letters == 1 && cap.text.chars().count() <= 2 && cap.text.ends_with(char::is_uppercase);
    let gap = first.start - cap.end;
    is_capital
        && cap.size > LARGER * first.size
        && first.y > cap.y
        && gap < DROP_CAP_GAP * first.size
        && first.start > cap.start - 1.0
        && first.text.starts_with(char::is_alphabetic)
}

fn cell_lines(cell: &grid::Cell) -> Vec<Line> {
    let mut found = lines(cell.words.clone());
    for line in &mut found {
        (line.left, line.right) = (cell.left, cell.right);
    }
    found
}

/// Sets the column end of each line.
fn set_edges(pieces: &mut [Piece], extent: Extent) {
    let mut ends: Vec<(f64, f64)> = Vec::new();
    for piece in pieces.iter() {
        if let Piece::Line(line) = piece {
            ends.push((line.start, line.end));
        }
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    for piece in pieces {
        if let Piece::Line(line) | Piece::Contents(line) = piece {
            line.left = extent.left;
            line.right = edge(&ends, line.start, extent.right);
        }
    }
}

/// The right end of lines that begin near `start`. A few lines are not enough evidence. A single line that sticks out
/// is an error of its program.
fn edge(ends: &[(f64, f64)], start: f64, right: f64) -> f64 {
    let from = ends.partition_point(|e| e.0 < start - 24.0);
    let to = ends.partition_point(|e| e.0 <= start + 24.0);
    let (mut longest, mut second) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
    for &(_, end) in &ends[from..to] {
        (longest, second) = if end > longest { (end, longest) } else { (longest, second.max(end)) };
    }
    match to - from {
        0..4 => right.max(longest),
        4..8 => longest,
        _ if longest - second > 24.0 => second,
        _ => longest,
    }
}
