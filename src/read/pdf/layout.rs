//! The layout method and its thresholds.
//!
//! Pages are cut by the recursive XY-cut (G. Nagy, S. Seth: Hierarchical representation of optically scanned documents,
//! ICPR 1984): a region is cut at its tallest column gutter into the parts above, left, right and below. Each part is
//! cut again until no gutter remains. Tables with rules are detected first and kept whole. The remaining lines are
//! grouped into paragraphs by indent, line distance, fill and punctuation.
//!
//! Lengths without a unit are relative to the font size (em). Thresholds marked "measured" come from the words that
//! `pdftotext -bbox-layout` (poppler 22.12) finds in 16 real files set by TeX, Word, LibreOffice, browsers and DocBook:
//! 253,204 gaps between words, 14,542 steps between lines, 682 indents, relative to the heights of their lines. A
//! threshold that names a program follows how that program sets text. All others were chosen; `tests/suite/pdf.rs` has
//! a page for each.

/// Sizes closer than this are one size. Programs round sizes to a tenth of a point.
pub(super) const SAME_SIZE: f64 = 0.1;

/// A line this far to the right begins a paragraph. Measured: one indent in twenty is below 0.84, half of them below 1.4.
pub(super) const INDENT: f64 = 0.8;

/// Lines of a paragraph are at most this much farther apart than its usual step. Spacing between paragraphs begins at
/// 1.3 steps (Word: 6 points after lines of 14).
pub(super) const LARGEST_STEP: f64 = 1.25;

/// The same next to raised marks, which increase the distance between lines.
pub(super) const MARKED_STEP: f64 = 1.6;

/// A step this large leads to another column or page.
pub(super) const NEXT_COLUMN: f64 = 8.0;

/// Baselines within this distance are one line, if the sizes agree. Programs that round to points shift words by up to
/// 0.1.
pub(super) const SAME_LINE: f64 = 0.25;

/// Print is of a different size if it is this many times larger. Headings begin at 1.15, superscripts of TeX are 1.37
/// times smaller, drop caps and big numbers at least 1.8 times larger.
pub(super) const LARGER: f64 = 1.3;

/// Text this many times larger than the lines next to it may be their label, unless it has a line of its own.
pub(super) const SLIGHTLY_LARGER: f64 = 1.15;

/// The distance between the middle of small print and the middle of its line, relative to the size of the line. Raised
/// marks of Word are at 0.35, of TeX at 0.4.
pub(super) const REACH: f64 = 0.5;

/// The same for the numbers of a fraction: TeX lowers a denominator by 0.35 to 0.7.
pub(super) const FRACTION_REACH: f64 = 0.8;

/// Baselines this far apart, relative to their size, are two lines. A superscript above a subscript has 0.8, lines
/// without leading 1.0.
pub(super) const STACKED: f64 = 0.95;

/// A gap of this much is a space. TeX shrinks spaces to 0.166; poppler (TextOutputDev, minWordBreakSpace) takes 0.1.
/// Measured: one in twenty is below 0.17, one in a hundred below 0.075, where the file contains a space.
pub(super) const SPACE: f64 = 0.1;

/// In letterspaced words, the gaps between words are this many times as wide as those between letters.
pub(super) const SPACED_RATIO: f64 = 1.4;

/// The widest gap between a drop cap and its word. Word leaves none, style sheets up to half an em of the text.
pub(super) const DROP_CAP_GAP: f64 = 1.5;

/// The fewest dots of a dot leader in a table of contents. Running text has at most four in a row.
pub(super) const LEADERS: usize = 5;

/// The distance below the baseline within which a rule is an underline.
pub(super) const UNDERLINE: f64 = 0.3;

/// The narrowest gutter, in parts of the size of the text.
pub(super) const GUTTER: f64 = 0.8;

/// The narrowest width, relative to the size of the row, of a gap that the first row of a table has. Spaces of running
/// text have 0.2 to 0.35. In tables of Word a column begins 0.6 after a full cell.
pub(super) const NARROWEST: f64 = 0.5;

/// The greatest distance between rows of one cell, relative to their size. Single spacing has 1.2; tables of Word are
/// at least 1.5 apart.
pub(super) const CLOSE: f64 = 1.45;

/// The rows of a table are at least this many times as far apart as the lines of a cell. Browsers pad cells by a pixel at
/// each end, LibreOffice by 0.1 cm, which makes 1.3 of lines of 10 points.
pub(super) const ROW_STEP: f64 = 1.25;

/// Steps up to this many times the least one are equal. Positions are rounded to a tenth of a point or a pixel.
pub(super) const SAME_STEP: f64 = 1.1;

/// Text smaller than this, relative to its line, is small print. Raised marks of Word have 0.65, of TeX 0.73.
pub(super) const SMALL: f64 = 0.87;

/// The position and apparent size of superscript characters, relative to their font size, as in raised marks of Word.
pub(super) const RAISED_BY: f64 = 0.35;
pub(super) const RAISED_SIZE: f64 = 0.65;
