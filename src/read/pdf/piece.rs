//! Pages in reading order.

use super::line::Line;
use super::page::Rule;

/// A page in reading order.
pub(super) struct LaidOut {
    pub(super) pieces: Vec<Piece>,
    pub(super) rules: Vec<Rule>,
}

/// A part of a page.
pub(super) enum Piece {
    Line(Line),
    /// A line of a table of contents.
    Contents(Line),
    /// The lines of a cell of a table.
    Cell(Vec<Line>),
}

impl LaidOut {
    /// The lines outside tables.
    pub(super) fn lines(&self) -> impl Iterator<Item = &Line> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Line(line) => Some(line),
            Piece::Cell(_) | Piece::Contents(_) => None,
        })
    }

    pub(super) fn all_lines(&self) -> impl Iterator<Item = &Line> {
        self.pieces.iter().flat_map(|piece| match piece {
            Piece::Line(line) | Piece::Contents(line) => std::slice::from_ref(line),
            Piece::Cell(lines) => lines,
        })
    }

    pub(super) fn all_lines_mut(&mut self) -> impl Iterator<Item = &mut Line> {
        self.pieces.iter_mut().flat_map(|piece| match piece {
            Piece::Line(line) | Piece::Contents(line) => std::slice::from_mut(line),
            Piece::Cell(lines) => lines,
        })
    }
}

impl Piece {
    pub(super) fn height(&self) -> f64 {
        match self {
            Piece::Line(line) | Piece::Contents(line) => line.y,
            Piece::Cell(lines) => lines.first().map_or(0.0, |line| line.y),
        }
    }
}
