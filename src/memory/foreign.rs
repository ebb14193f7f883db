//! Detects languages other than English and Russian that use the same alphabets.
//!
//! Evidence for a Cyrillic language: letters, parts of words and words that Russian does not have, and no letters that
//! the language lacks. Evidence for a Latin language: its letters in words that are not names, and its most frequent
//! words. Texts of one or two words may remain undetected. Names and quoted words alone are not enough. Cost: one pass
//! over the words, and one per language over those that Russian or English does not have.

use crate::text::table::rows;
use crate::text::{is_letter, script};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;
use unicode_script::Script;

const TABLE: &str = include_str!("../../data/languages.tsv");

/// A language in Cyrillic or Latin letters.
struct Language {
    name: &'static str,
    /// Letters, and parts of words, that Russian or English lacks.
    marks: Vec<&'static str>,
    /// The marks as one text.
    letters: &'static str,
    /// Letters that the language itself lacks.
    lacks: &'static str,
    /// Frequent words that Russian or English lacks.
    words: Vec<&'static str>,
}

/// The rows of `alphabet` in the table, in its order. The language with the most evidence wins, or the first of equals.
fn languages(alphabet: &str) -> Vec<Language> {
    let rows = rows(TABLE).map(|line| line.split('\t').collect::<Vec<_>>());
    let rows = rows.filter_map(|row| <[&'static str; 5]>::try_from(row).ok());
    let rows = rows.filter(|row| row[0] == alphabet);
    rows.map(|[_, name, letters, lacks, words]| {
        let list = |cell: &'static str| cell.split_whitespace().collect();
        Language { name, marks: list(letters), letters, lacks, words: list(words) }
    })
    .collect()
}

static CYRILLIC: LazyLock<Vec<Language>> = LazyLock::new(|| languages("cyrillic"));
static LATIN: LazyLock<Vec<Language>> = LazyLock::new(|| languages("latin"));

/// Words that identify a text as English.
static ENGLISH: LazyLock<FxHashSet<&str>> = LazyLock::new(|| english("identify"));
/// Words that English shares with other languages. A text needs more words of the other language than of these.
static SHARED: LazyLock<FxHashSet<&str>> = LazyLock::new(|| english("shared"));
/// English words with foreign letters, such as `café`.
static LOANS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| english("loan"));

fn english(class: &str) -> FxHashSet<&'static str> {
    languages("english").into_iter().filter(|row| row.name == class).flat_map(|row| row.words).collect()
}

fn words(text: &str, of: Script) -> Vec<&str> {
    let words = text.split(|c: char| !is_letter(c));
    words.filter(|w| w.chars().next().is_some_and(|c| script(c) == of)).collect()
}

/// The language of a text in Cyrillic letters, unless it is Russian.
pub(crate) fn in_cyrillic(text: &str) -> Option<&'static str> {
    let words: Vec<String> = words(text, Script::Cyrillic).into_iter().map(str::to_lowercase).collect();
    // Most texts are Russian, so each language is compared with the unusual words only.
    let odd: Vec<&String> = words.iter().filter(|word| is_odd(word)).collect();
    if odd.is_empty() {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for language in &*CYRILLIC {
        if words.iter().any(|word| word.contains(|c| language.lacks.contains(c))) {
            continue;
        }
        let is_bulgarian = language.name == "Bulgarian";
        let is_sure = |word: &str| {
            (is_bulgarian && has_vowel_er(word)) || language.marks.iter().any(|mark| word.contains(mark))
        };
        let sure = odd.iter().filter(|word| is_sure(word)).count();
        // Some Russian words have these endings too, so the text must also have a sure sign of Bulgarian.
        let has_article =
            |word: &str| is_bulgarian && sure > 0 && ARTICLES.iter().any(|end| word.ends_with(end));
        let is_likely =
            |word: &&String| !is_sure(word) && (language.words.contains(&word.as_str()) || has_article(word));
        let count = sure + words.iter().filter(is_likely).count();
        let is_enough = count * 5 >= words.len() && (count >= 2 || (sure == 1 && words.len() <= 4));
        if is_enough && best.is_none_or(|(most, _)| count > most) {
            best = Some((count, language.name));
        }
    }
    best.map(|(_, name)| name)
}

/// The ends of Bulgarian nouns with an article.
const ARTICLES: [&str; 4] = ["ата", "ото", "ите", "ето"];

/// The frequent words of all languages in Cyrillic letters, without those that Russian has too.
static FREQUENT: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| CYRILLIC.iter().flat_map(|language| &language.words).copied().collect());
/// The marks of more than one letter.
static PARTS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let marks = CYRILLIC.iter().flat_map(|language| &language.marks).copied();
    marks.filter(|mark| mark.chars().nth(1).is_some()).collect()
});

/// Whether a word in lower case may show that a text is not Russian.
fn is_odd(word: &str) -> bool {
    word.chars().any(|c| !matches!(c, 'а'..='я' | 'ё'))
        || has_vowel_er(word)
        || FREQUENT.contains(word)
        || PARTS.iter().any(|part| word.contains(part))
}

/// Whether ъ is a vowel, as in Bulgarian. In Russian only е, ё, ю, я and и follow it.
fn has_vowel_er(word: &str) -> bool {
    let mut letters = word.chars().skip_while(|&c| c != 'ъ').skip(1);
    letters.next().is_some_and(|c| !matches!(c, 'е' | 'ё' | 'ю' | 'я' | 'и'))
}

/// The language of a text in Latin letters, unless it is English.
pub(crate) fn in_latin(text: &str) -> Option<&'static str> {
    let words = words(text, Script::Latin);
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    if words.len() < 2 || lower.iter().any(|word| ENGLISH.contains(word.as_str())) {
        return None;
    }
    let shared = lower.iter().filter(|word| SHARED.contains(word.as_str())).count();
    // Capitalised words may be names, which keep their letters in English. The first word may be one too.
    let is_name = |at: usize| words[at].starts_with(char::is_uppercase);
    let others = |at: &usize| {
        let is_loan = LOANS.contains(lower[*at].as_str());
        lower[*at].chars().filter(move |c| !is_loan && !c.is_ascii())
    };
    let mut best: Option<(usize, &str)> = None;
    for Language { name, letters, words: frequent, .. } in &*LATIN {
        if (0..words.len())
            .filter(|&at| !is_name(at))
            .flat_map(|at| others(&at))
            .any(|c| !letters.contains(c))
        {
            continue;
        }
        let sure = (0..words.len()).filter(|at| !is_name(*at) && others(at).next().is_some()).count();
        let first = usize::from(is_name(0) && others(&0).next().is_some_and(|c| letters.contains(c)));
        let is_frequent = |at: &usize| (*at == 0 || !is_name(*at)) && frequent.contains(&lower[*at].as_str());
        let likely = (0..words.len()).filter(is_frequent).count();
        let count = sure + likely + first;
        // Two such words may be part of a name of four words, such as `Rio de la Plata`.
        let is_enough =
            count >= 2 && (sure > 0 || words.len() > 4 || (words.len() > 2 && likely * 2 > words.len()));
        let is_short = sure >= 1 && count * 5 >= words.len();
        if count * 6 >= words.len()
            && count > shared
            && (is_enough || is_short)
            && best.is_none_or(|(most, _)| count > most)
        {
            best = Some((count, name));
        }
    }
    best.map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_russian_are_known() {
        for (text, language) in [
            ("Міст через річку збудували торік, і він уже відкритий.", Some("Ukrainian")),
            ("Її будинок стоїть біля річки, що тече крізь село.", Some("Ukrainian")),
            ("Гэты дом пабудаваў яго бацька, а потым ён быў прададзены.", Some("Belarusian")),
            ("Бұл көпір өзен арқылы салынған және жаңа.", Some("Kazakh")),
            ("Мост је саграђен прошле године и њиме се прелази река.", Some("Serbian")),
            ("Мостът беше построен през миналата година и е отворен.", Some("Bulgarian")),
            ("Мост построили в прошлом году, и он уже открыт.", None),
            ("Дзяржава дае правы кожнаму.", Some("Belarusian")),
            ("Сви гости су добили вечеру.", Some("Serbian")),
            ("Сите гости добија вечера.", Some("Macedonian")),
            ("Не забравяйте да въведете фамилията.", Some("Bulgarian")),
            ("Күтө туруңуз, кеме келет.", Some("Kyrgyz")),
            ("Шәһәрдә яңа күпер ачылды.", Some("Tatar")),
            ("У шаҳар кўчасида ишлайди.", Some("Uzbek")),
            ("Объезд закрыт, подъём тоже.", None),
            ("Фирма «Ґрунт» построила мост через реку в прошлом году.", None),
        ] {
            assert_eq!(in_cyrillic(text), language, "{text}");
        }
    }

    #[test]
    fn other_languages_in_latin_letters_are_known() {
        for (text, language) in [
            ("Die Brücke wurde im letzten Jahr gebaut und ist schon offen.", Some("German")),
            ("Le pont est ouvert et les gens du village le traversent.", Some("French")),
            ("El puente está abierto para los vecinos del pueblo.", Some("Spanish")),
            ("Klicken Sie auf die Brücke.", Some("German")),
            ("In der Stadt ist eine Brücke.", Some("German")),
            ("Het was een mooie brug in de stad.", Some("Dutch")),
            ("Most jest już otwarty dla pieszych.", Some("Polish")),
            ("Podul este deschis pentru toți.", Some("Romanian")),
            ("Köprü dün açıldı.", Some("Turkish")),
            ("Śvieciłovič stood on a bridge.", None),
            ("Sheremetyevo Airport, café Zürich", None),
            ("Ha-ha!", None),
            ("The bridge over the Rio de la Plata is open.", None),
            ("Médecins Sans Frontières Suisse Genève", None),
            ("Bridge opened", None),
        ] {
            assert_eq!(in_latin(text), language, "{text}");
        }
    }
}
