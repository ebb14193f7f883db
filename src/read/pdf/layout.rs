//! The method of layout, and its thresholds.
//!
//! Pages are cut by the recursive XY-cut (G. Nagy, S. Seth: Hierarchical representation of optically scanned documents,
//! ICPR 1984): a region is cut at its tallest column gutter into what is above, left, right and below, and each part
//! again, until none is left. Tables with rules are found first and kept whole. What is left are lines, which are put
//! into paragraphs by indent, step, fill and punctuation.
//!
//! Lengths without a unit are parts of the size of the print (em). Where a threshold says "measured", it is from the words
//! that `pdftotext -bbox-layout` (poppler 22.12) finds in 16 real files set by TeX, Word, LibreOffice, browsers and DocBook:
//! 253,204 gaps between words, 14,542 steps between lines, 682 indents, in heights of their lines. What names a program
//! is how that program sets text. All others were chosen; `tests/suite/pdf.rs` has a page for each.

/// Sizes closer than this are one size. Programs round sizes to a tenth of a point.
pub(super) const SAME_SIZE: f64 = 0.1;

/// A line this far to the right begins a paragraph. Measured: one indent in twenty is below 0.84, half of them below 1.4.
pub(super) const INDENT: f64 = 0.8;

/// Lines of a paragraph are at most this much farther apart than its usual step. Spacing between paragraphs begins at
/// 1.3 steps (Word: 6 points after lines of 14).
pub(super) const LARGEST_STEP: f64 = 1.25;

/// The same beside raised marks, which push lines apart.
pub(super) const MARKED_STEP: f64 = 1.6;

/// A step this large leads to another column or page.
pub(super) const NEXT_COLUMN: f64 = 8.0;

/// Base lines within this are one line, if the sizes agree. Programs that round to points shift words by up to 0.1.
pub(super) const SAME_LINE: f64 = 0.25;

/// Print this many times as large as other print is of another size. Headings begin at 1.15, superscripts of TeX are
/// 1.37 times smaller, drop caps and big numbers at least 1.8 times larger.
pub(super) const LARGER: f64 = 1.3;

/// Print this many times as large as lines beside it may be a label of them, if it is on no line of its own.
pub(super) const SLIGHTLY_LARGER: f64 = 1.15;

/// How far the middles of small print and of the line it belongs to are apart, in parts of the size of the line: raised
/// marks of Word stand at 0.35, of TeX at 0.4.
pub(super) const REACH: f64 = 0.5;

/// The same for the numbers of a fraction: TeX lowers a denominator by 0.35 to 0.7.
pub(super) const FRACTION_REACH: f64 = 0.8;

/// Base lines this far apart, in parts of their size, are two lines. A superscript above a subscript has 0.8, solid
/// lines 1.0.
pub(super) const STACKED: f64 = 0.95;

/// A gap of this much is a space. TeX shrinks spaces to 0.166; poppler (TextOutputDev, minWordBreakSpace) takes 0.1.
/// Measured: one in twenty is below 0.17, one in a hundred below 0.075, where the file has a space of its own.
pub(super) const SPACE: f64 = 0.1;

/// In words with white between their letters, the gaps between words are this many times as wide.
pub(super) const SPACED_RATIO: f64 = 1.4;

/// The widest white between a drop cap and its word. Word leaves nothing, style sheets up to half an em of the text.
pub(super) const DROP_CAP_GAP: f64 = 1.5;

/// The fewest dots before the page number of an entry of contents. Running text has no more than four in a row.
pub(super) const LEADERS: usize = 5;

/// How far below its base line a rule underlines a word.
pub(super) const UNDERLINE: f64 = 0.3;

/// The narrowest gutter, in parts of the size of the text.
pub(super) const GUTTER: f64 = 0.8;

/// White that the first row of a table has may become as narrow as this in others, in parts of their size: spaces of
/// running text have 0.2 to 0.35, and columns of marks begin 0.6 behind a full cell in tables of Word.
pub(super) const NARROWEST: f64 = 0.5;

/// Rows of one cell are at most this far apart, in parts of their size: single spacing has 1.2, and tables of Word stand
/// 1.5 apart at the least.
pub(super) const CLOSE: f64 = 1.45;

/// Print below this part of the size of its line is small: raised marks of Word have 0.65, of TeX 0.73.
pub(super) const SMALL: f64 = 0.87;

/// How high superscript characters stand and how large they look, in parts of their size: as raised marks of Word do.
pub(super) const RAISED_BY: f64 = 0.35;
pub(super) const RAISED_SIZE: f64 = 0.65;
