//! The tokenizer. A word is a run of letters, including combining and invisible marks and inner apostrophes (`don't`,
//! `Annayev’s`). The caller decides whether digits belong to words. Hyphens end words. Cost: one pass.

use super::chars::{is_apostrophe, is_combining, is_invisible, is_letter};

/// The length in bytes of the word at the start of `text`, without digits; 0 if `text` starts with something else.
pub fn letters_length(text: &str) -> usize {
    run_length(text, is_letter)
}

/// The words of `text`, digits included: `1990`, `H2O`, `е` in `1990-е`.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = &rest[rest.find(is_inside)?..];
        let (word, after) = rest.split_at(run_length(rest, |c| is_letter(c) || c.is_numeric()));
        rest = after;
        Some(word)
    })
}

fn is_inside(c: char) -> bool {
    is_letter(c) || c.is_numeric() || is_mark(c)
}

fn is_mark(c: char) -> bool {
    is_combining(c) || is_invisible(c)
}

/// The length of the run at the start of `text`. Letters belong to a run, whatever else `belongs`.
fn run_length(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    let usual = usual_letters(text.as_bytes());
    let mut length = usual;
    for (after, c) in text[usual..].char_indices() {
        let at = usual + after;
        let end = at + c.len_utf8();
        let is_inner = |c| at > 0 && is_apostrophe(c) && text[end..].starts_with(is_letter);
        if !belongs(c) && !is_mark(c) && !is_inner(c) {
            break;
        }
        length = end;
    }
    length
}

/// The length of the run of letters of `a-z`, `A-Z` and the first half of the Cyrillic block at the start of `text`.
fn usual_letters(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        at += match byte {
            b'a'..=b'z' | b'A'..=b'Z' => 1,
            // The first of the two bytes of U+0400 to U+047F, which are letters only.
            0xd0 | 0xd1 => 2,
            _ => break,
        };
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        let found: Vec<_> = words("The ‘well-known’ user's H2O, don’t! 1990-е школы\u{301}.").collect();
        assert_eq!(found, ["The", "well", "known", "user's", "H2O", "don’t", "1990", "е", "школы\u{301}"]);
        assert_eq!(words(" — … ").count(), 0);
    }

    #[test]
    fn digits_end_a_run_of_letters() {
        assert_eq!((letters_length("CO2"), letters_length("don’t go"), letters_length("'tis")), (2, 7, 0));
    }
}
