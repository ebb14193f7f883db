//! Corrects Russian text whose file gives its windows-1251 letters the names of the same codes in windows-1252:
//! `Ðîññèÿ`.

use super::page::Word;
use encoding_rs::{WINDOWS_1251, WINDOWS_1252};

/// Corrects such words if they form a large part of the document: no language has words of accented letters only.
pub(super) fn mend<'w>(words: impl Iterator<Item = &'w mut Word>) {
    let mut letters = 0usize;
    let mut broken: Vec<&mut Word> = Vec::new();
    for word in words {
        letters += usize::from(word.text.contains(char::is_alphabetic));
        if is_broken(&word.text) {
            broken.push(word);
        }
    }
    // A word of one or two accented letters may occur in any text.
    let long = broken.iter().filter(|word| word.text.chars().count() >= 4).count();
    if long < 3 || long * 10 < letters {
        return;
    }
    for word in broken {
        let (bytes, _, failed) = WINDOWS_1252.encode(&word.text);
        if !failed {
            word.text = WINDOWS_1251.decode_without_bom_handling(&bytes).0.into_owned();
        }
    }
}

/// Whether all letters of `text` are accented letters of western European languages.
fn is_broken(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic() || matches!(c, '×' | '÷')).peekable();
    letters.peek().is_some() && letters.all(|c| matches!(c, 'À'..='ÿ' | '¸' | '¨'))
}
