//! Characters, words and normalisation: classes of characters ([`chars`]), the tokenizer ([`words`]), cleaning for output
//! ([`clean`]: NFC, single spaces, no invisible marks), and folding for comparison ([`fold`]). Cost: one pass.

pub mod chars;
pub(crate) mod checks;
pub mod fold;
pub(crate) mod length;
pub(crate) mod ligatures;
pub(crate) mod scripts;
pub mod suggest;
pub(crate) mod table;
pub mod words;

pub(crate) use chars::is_letter_or_digit;
pub use chars::{is_invisible, is_letter, is_no_break_space, script};

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Cleans the text of a segment: NFC, single spaces (but no-break spaces are kept), no invisible marks except joiners
/// inside an emoji.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    append_clean(&mut out, text);
    out
}

/// Appends [`clean`]ed `text` to `out`.
pub fn append_clean(out: &mut String, text: &str) {
    if is_plain(text) {
        let mut lines = text.split('\n');
        out.push_str(lines.next().unwrap_or_default());
        lines.for_each(|line| {
            out.push(' ');
            out.push_str(line);
        });
    } else if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        append_folded(out, text.chars());
    } else {
        append_folded(out, text.nfc());
    }
}

/// Whether `text` needs no cleaning for sure, except a space for each line feed: letters and marks that NFC never changes, and
/// single spaces or line feeds between them. Most sentences are like that, and this is several times as fast as the general way.
fn is_plain(text: &str) -> bool {
    if text.is_ascii() {
        return is_plain_ascii(text.as_bytes());
    }
    let mut before = ' ';
    let all_plain = text.chars().all(|c| {
        let is_plain = match c {
            ' ' | '\n' => !matches!(before, ' ' | '\n'),
            '!'..='~'
            | 'А'..='я'
            | 'ё'
            | 'Ё'
            | '«'
            | '»'
            | '\u{a0}'
            | '–'
            | '—'
            | '‘'..='“'
            | '”'..='„'
            | '…' => true,
            _ => false,
        };
        before = c;
        is_plain
    });
    all_plain && !matches!(before, ' ' | '\n')
}

/// [`is_plain`] for ASCII. Without branches, the compiler compares many bytes at a time.
fn is_plain_ascii(text: &[u8]) -> bool {
    let is_space = |b: u8| (b == b' ') | (b == b'\n');
    let are_plain = text.iter().fold(true, |all, &b| all & ((b' '..=b'~').contains(&b) | (b == b'\n')));
    let has_double = text.windows(2).fold(false, |any, pair| any | (is_space(pair[0]) & is_space(pair[1])));
    let ends = [text.first(), text.last()];
    are_plain && !has_double && ends.iter().all(|end| end.is_some_and(|&b| !is_space(b)))
}

/// The zero-width joiner, which makes one emoji of several. Between letters it is a leftover of typesetting.
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
    fn plain_text_is_what_cleaning_leaves() {
        let characters = (0..=0x2100).filter_map(char::from_u32).map(String::from);
        for text in characters.chain(
            ["a  b", " a", "a ", "", "a b", "a\nb", "a \nb", "a\n\nb", "\na", "a\n", "й\u{306}"]
                .map(String::from),
        ) {
            let mut slow = String::new();
            append_folded(&mut slow, text.nfc());
            assert_eq!(clean(&text), slow, "{text:?}");
            assert!(!is_plain(&text) || slow == text.replace('\n', " "), "{text:?}");
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
