//! The language of a line, judged by its words. A Russian line may have more Latin letters than Russian ones: names of
//! devices, commands, licences. Cost: linear.

use crate::document::Lang;
use crate::text::chars::{is_combining, is_letter};
use crate::text::script;
use unicode_script::Script;

/// A line with fewer English words in lower case is a name or a command, not an English sentence.
const FEWEST_WORDS: usize = 3;

/// The language of a line by its words; `None` for a line without words of either language, such as a command or an
/// address.
pub(crate) fn language_of_line(line: &str) -> Option<Lang> {
    let (english, russian) = words_in_line(line);
    if russian > 0 && russian >= english {
        Some(Lang::Ru)
    } else if english >= FEWEST_WORDS && english > russian {
        Some(Lang::En)
    } else {
        None
    }
}

/// Whether a line of an English document is Russian: its first letter is Cyrillic, and all its Latin words may be
/// names.
pub(crate) fn is_russian_with_names(line: &str) -> bool {
    let begins_russian = line.chars().find(|&c| is_letter(c)).is_some_and(|c| script(c) == Script::Cyrillic);
    let (english, russian) = words_in_line(line);
    begins_russian && english == 0 && russian > 1
}

/// The numbers of English and of Russian words in `line`. English words with a capital do not count, since they may be
/// names.
fn words_in_line(line: &str) -> (usize, usize) {
    let (mut russian, mut english) = (0, 0);
    for token in line.split_whitespace() {
        let word = token.trim_matches(|c: char| !c.is_alphanumeric());
        if word.is_empty() {
            continue;
        }
        // An option of a command is not a word.
        let is_plain = !token.starts_with('-') && word.bytes().all(|b| b.is_ascii_lowercase());
        let is_russian = word.chars().all(|c| c == '-' || is_combining(c) || script(c) == Script::Cyrillic);
        english += usize::from(is_plain);
        russian += usize::from(is_russian);
    }
    (english, russian)
}

/// The number of lines of `text` in `lang`.
pub(crate) fn lines_in(text: &str, lang: Lang) -> usize {
    text.lines().filter(|line| language_of_line(line) == Some(lang)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_judged_by_their_words() {
        let of = language_of_line;
        assert_eq!(of("Для моделей Canon i-SENSYS LBP6030B и HP LaserJet Pro M404dn"), Some(Lang::Ru));
        assert_eq!(of("Далее: http://localhost:8080/setup, Next, Finish."), Some(Lang::Ru));
        assert_eq!(of("The word «мир» means peace and world."), Some(Lang::En));
        assert_eq!(of("Домишко и сараи"), Some(Lang::Ru));
        assert!(is_russian_with_names("Новый драйвер для LaserJet Pro M404dn"));
        assert!(!is_russian_with_names("Osh (Ош), Naryn (Нарын)"));
        assert!(!is_russian_with_names("Самовар, a samovar of brass"));
        assert_eq!(of("mill --grind --fine"), None);
        assert_eq!(of("HP LaserJet Pro M404dn"), None);
        assert_eq!(lines_in("Да.\nmill --grind\nThis is a whole line.", Lang::En), 1);
    }
}
