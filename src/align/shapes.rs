//! The shapes of paired beads that the search supports.

/// Shapes of paired beads, as numbers of English and Russian sentences.
pub(crate) const SHAPES: [(usize, usize); 21] = [
    (1, 1),
    (1, 2),
    (2, 1),
    (2, 2),
    (1, 3),
    (3, 1),
    (2, 3),
    (3, 2),
    (3, 3),
    (1, 4),
    (4, 1),
    (2, 4),
    (4, 2),
    (3, 4),
    (4, 3),
    (4, 4),
    (1, 5),
    (5, 1),
    (1, 6),
    (6, 1),
    (5, 5),
];

/// The most sentences of one side of a bead.
pub(crate) const MAX_BLOCK: usize = 6;
