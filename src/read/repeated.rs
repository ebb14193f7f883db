//! Detects repeated paragraphs: two copies in one file, or a page that was scanned or pasted twice. Cost: one pass.

use crate::document::{BlockKind, Document};
use rustc_hash::FxHashSet;

/// Shorter paragraphs repeat in any document: "No.", "See above.", the lines of a form. Chosen.
const SHORTEST: usize = 40;

/// Repeated paragraphs are reported if they exceed 1/`FEWEST` of all paragraphs. Of 56 real documents
/// one does: a list of contacts that repeats eight paragraphs.
const FEWEST: usize = 10;

/// The number of paragraphs of `document` that repeat an earlier one, or 0 if they are at most a tenth of all
/// paragraphs.
pub(super) fn count(document: &Document) -> usize {
    let (mut seen, mut all, mut repeated) = (FxHashSet::default(), 0, 0);
    for block in document.blocks() {
        let is_text = matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem);
        let text = block.span.of(document.text());
        if is_text && text.chars().take(SHORTEST).count() == SHORTEST {
            all += 1;
            repeated += usize::from(!seen.insert(text));
        }
    }
    if repeated * FEWEST > all { repeated } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;

    fn repeated(text: &str) -> usize {
        count(&Document::from_text("", Lang::En, text))
    }

    #[test]
    fn copies_are_counted_and_short_lines_are_not() {
        let paragraphs: Vec<String> =
            (1..=12).map(|day| format!("On day {day} the miller carried all of the sacks.")).collect();
        let once = paragraphs.join("\n\n");
        assert_eq!(repeated(&once), 0);
        assert_eq!(repeated(&format!("{once}\n\n{}", paragraphs[0])), 0, "one in twelve");
        assert_eq!(repeated(&format!("{once}\n\n{once}")), 12);
        assert_eq!(repeated(&"See above.\n\n".repeat(40)), 0);
    }
}
