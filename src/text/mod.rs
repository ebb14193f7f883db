//! Text hygiene: what a text looks like when it leaves (NFC, single spaces, no invisible marks), and how it is folded
//! when two are only compared. Cost: one pass.

pub(crate) mod scripts;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_script::{Script, UnicodeScript};

/// Whether `c` is invisible and never wanted in a segment: soft hyphen, zero-width marks, bidi controls, BOM.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Whether `c` is a letter. The two alphabets at hand are known by heart, which is several times as fast as the tables
/// of Unicode.
pub fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || is_usual_cyrillic(c) || (c >= '\u{80}' && c.is_alphabetic())
}

/// The script of `c`.
pub fn script(c: char) -> Script {
    match c {
        _ if c.is_ascii_alphabetic() => Script::Latin,
        _ if is_usual_cyrillic(c) => Script::Cyrillic,
        _ => c.script(),
    }
}

/// A stretch of the Cyrillic block that has letters only.
fn is_usual_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{481}')
}

/// Whether `c` is a space that forbids a line break, kept in output.
pub fn is_no_break_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}')
}

/// The text of a segment: NFC, white space folded to single spaces (no-break spaces kept), invisible marks removed but
/// for the joiner inside an emoji.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    append_clean(&mut out, text);
    out
}

/// Appends [`clean`]ed `text` to `out`.
pub fn append_clean(out: &mut String, text: &str) {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        append_folded(out, text.chars());
    } else {
        append_folded(out, text.nfc());
    }
}

/// Makes one emoji of several, a family of three people; between letters it is left over from typesetting.
const JOINER: char = '\u{200d}';

/// Whether a joiner between these two characters belongs to an emoji.
fn joins(before: Option<char>, after: Option<&char>) -> bool {
    let is_symbol =
        |c: char| c >= '\u{2190}' && !c.is_alphanumeric() && !is_invisible(c) && !c.is_whitespace();
    before.is_some_and(is_symbol) && after.copied().is_some_and(is_symbol)
}

fn append_folded(out: &mut String, chars: impl Iterator<Item = char>) {
    let (mut pending, start) = (false, out.len());
    let mut chars = chars.peekable();
    while let Some(c) = chars.next() {
        if is_invisible(c) {
            if c == JOINER && !pending && joins(out[start..].chars().next_back(), chars.peek()) {
                out.push(c);
            }
        } else if (c.is_whitespace() && !is_no_break_space(c)) || (c.is_control()) {
            pending = out.len() > start;
        } else {
            if pending {
                out.push(' ');
                pending = false;
            }
            out.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleans_what_pdf_and_word_leave_behind() {
        assert_eq!(clean("  a\n\u{ad}b \t c\u{a0}d\u{200b} "), "a b c\u{a0}d");
        assert_eq!(clean("и\u{306}е\u{308}"), "йё");
    }

    #[test]
    fn letters_and_scripts_are_those_of_unicode() {
        for c in '\0'..='\u{2fff}' {
            assert_eq!((is_letter(c), script(c)), (c.is_alphabetic(), c.script()), "{c:?}");
        }
    }

    #[test]
    fn a_joined_emoji_stays_one() {
        for emoji in ["👩\u{200d}👩\u{200d}👧", "❤\u{fe0f}\u{200d}🔥", "🧑🏽\u{200d}🚀"] {
            assert_eq!(clean(emoji), emoji);
        }
        assert_eq!(clean("сло\u{200d}во 👩\u{200d} x\u{200d}👧 👩\u{200c}👧\u{200d}"), "слово 👩 x👧 👩👧");
    }
}
