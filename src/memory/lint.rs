//! Finds likely errors in translation memories: in each segment, and source texts with several translations.
//!
//! Checks texts as they are in the file, before cleaning. Cost: the anchors of both texts, about 20 µs for usual texts;
//! [`Linter`] needs 20 bytes for each different source text.

use super::foreign;
use super::key::{Fold, Key};
use crate::anchor;
use crate::document::Lang;
use crate::error::{Error, Result};
use crate::memory::segment::{Segment, Status};
use crate::parallel;
use crate::text::checks::{is_untranslated, mixed_word};
use crate::text::length::far_apart;
use crate::text::suggest::names;
use crate::text::{is_invisible, script};
use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};
use unicode_script::Script;

/// Trados cannot import longer texts.
const MAX_CHARS: usize = 2_000;
/// With fewer letters, the language of a text is unknown: it may be a name or a title.
const FEW_LETTERS: usize = 20;

/// Kinds of likely errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Code {
    /// One side has no text.
    Empty,
    /// One side has more than 2,000 characters.
    TooLong,
    /// Both sides have the same text.
    Untranslated,
    /// English on the Russian side and Russian on the English side.
    SwappedLanguages,
    /// One side is in the wrong language.
    WrongLanguage,
    /// A word mixes Latin and Cyrillic letters.
    MixedScript,
    /// A number, date or symbol is on one side only.
    NumberMismatch,
    /// A name on one side and another name in its place on the other side.
    NameMismatch,
    /// One side is too long for the other.
    LengthRatio,
    /// Two spaces in a row.
    DoubleSpace,
    /// An opening or closing quote is missing on one side.
    UnbalancedQuotes,
    /// A space is missing between two words.
    GluedWords,
    /// Markup, an entity, or a placeholder on one side only.
    CodeLeftover,
    /// An earlier segment translates the same source text differently.
    TargetDiffers,
}

names!(Code, "code", as_str, {
    Empty => "empty",
    TooLong => "too-long",
    Untranslated => "untranslated",
    SwappedLanguages => "swapped-languages",
    WrongLanguage => "wrong-language",
    MixedScript => "mixed-script",
    NumberMismatch => "number-mismatch",
    NameMismatch => "name-mismatch",
    LengthRatio => "length-ratio",
    DoubleSpace => "double-space",
    UnbalancedQuotes => "unbalanced-quotes",
    GluedWords => "glued-words",
    CodeLeftover => "code-leftover",
    TargetDiffers => "target-differs",
});

/// A likely error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The kind.
    pub code: Code,
    /// The details, on one line.
    pub message: String,
}

fn finding(code: Code, message: impl Into<String>) -> Option<Finding> {
    Some(Finding { code, message: message.into() })
}

/// Compares the names in an English and a Russian text. Returns a message about a name that was replaced with another.
pub type Names<'n> = Box<dyn Fn(&str, &str) -> Option<String> + Sync + 'n>;

/// The likely errors of a segment, in the order of [`Code::ALL`]. Rejected segments have none. Only a
/// [`Linter`] compares names.
pub fn lint(segment: &Segment) -> Vec<Finding> {
    lint_with(segment, None)
}

fn lint_with(segment: &Segment, names: Option<&Names>) -> Vec<Finding> {
    if segment.status == Status::Rejected {
        return Vec::new();
    }
    let (en, ru) = (segment.en.trim(), segment.ru.trim());
    if let Some(empty) = empty(en, ru) {
        return vec![empty];
    }
    let both = |check: fn(&str) -> Option<String>, code| {
        [("English", en), ("Russian", ru)]
            .into_iter()
            .find_map(|(side, text)| check(text).and_then(|what| finding(code, format!("{side}: {what}"))))
    };
    let checks = [
        both(too_long, Code::TooLong),
        language(en, ru),
        both(mixed, Code::MixedScript),
        number(en, ru),
        names.and_then(|names| finding(Code::NameMismatch, names(en, ru)?)),
        length(en, ru),
        both(double_space, Code::DoubleSpace),
        quotes(en, ru),
        glued(en, ru),
        leftover(en, ru),
    ];
    checks.into_iter().flatten().collect()
}

fn empty(en: &str, ru: &str) -> Option<Finding> {
    let blank = |text: &str| text.chars().all(|c| c.is_whitespace() || is_invisible(c));
    match (blank(en), blank(ru)) {
        (true, true) => finding(Code::Empty, "no text"),
        (true, false) => finding(Code::Empty, "no English text"),
        (false, true) => finding(Code::Empty, "no Russian text"),
        (false, false) => None,
    }
}

fn too_long(text: &str) -> Option<String> {
    let chars = text.chars().count();
    (chars > MAX_CHARS).then(|| format!("{chars} characters, more than {MAX_CHARS}"))
}

/// Returns at most one of: untranslated, swapped languages, wrong language.
fn language(en: &str, ru: &str) -> Option<Finding> {
    let (en_is_russian, ru_is_english) = (is_in(en, Lang::Ru), is_in(ru, Lang::En));
    if is_untranslated(en, ru) && (en_is_russian || ru_is_english) {
        return finding(Code::Untranslated, "both sides have the same text");
    }
    match (en_is_russian, ru_is_english) {
        _ if are_swapped(en, ru) => {
            finding(Code::SwappedLanguages, "the English text is Russian, and the Russian text is English")
        }
        (true, _) => finding(Code::WrongLanguage, "the English side is in Cyrillic letters"),
        (false, true) => finding(Code::WrongLanguage, "the Russian side is in Latin letters"),
        (false, false) => {
            let other = foreign::in_latin(en).map(|name| format!("the English text looks {name}"));
            let other = other
                .or_else(|| foreign::in_cyrillic(ru).map(|name| format!("the Russian text looks {name}")));
            finding(Code::WrongLanguage, other?)
        }
    }
}

/// Whether the English text has only Cyrillic letters and the Russian text only Latin letters, or nearly so in long
/// texts.
fn are_swapped(en: &str, ru: &str) -> bool {
    let [en_latin, en_cyrillic] = letters(en);
    let [ru_latin, ru_cyrillic] = letters(ru);
    en_cyrillic >= 2 && ru_latin >= 2 && en_latin * 9 <= en_cyrillic && ru_cyrillic * 9 <= ru_latin
}

/// The number of Latin and of Cyrillic letters.
fn letters(text: &str) -> [usize; 2] {
    let mut counts = [0, 0];
    for c in text.chars() {
        match script(c) {
            Script::Latin => counts[0] += 1,
            Script::Cyrillic => counts[1] += 1,
            _ => {}
        }
    }
    counts
}

/// Whether at least nine in ten letters of `text` belong to `lang`, and `text` has enough letters ([`FEW_LETTERS`]).
fn is_in(text: &str, lang: Lang) -> bool {
    let [latin, cyrillic] = letters(text);
    let own = if lang == Lang::En { latin } else { cyrillic };
    own >= FEW_LETTERS && own * 10 >= (latin + cyrillic) * 9
}

fn mixed(text: &str) -> Option<String> {
    mixed_word(text).map(|word| format!("'{word}' has both Latin and Cyrillic letters"))
}

fn number(en: &str, ru: &str) -> Option<Finding> {
    let (en_anchors, ru_anchors) = (anchor::extract(en, Lang::En), anchor::extract(ru, Lang::Ru));
    let contradiction = anchor::contradiction((en, &en_anchors), (ru, &ru_anchors))?;
    finding(Code::NumberMismatch, contradiction.mismatch(en, ru).to_string())
}

fn length(en: &str, ru: &str) -> Option<Finding> {
    let [en, ru] = [en, ru].map(|text| text.chars().filter(|c| !c.is_whitespace()).count());
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    match far_apart(small(en), small(ru)) {
        true => finding(Code::LengthRatio, format!("{en} English and {ru} Russian letters and marks")),
        false => None,
    }
}

/// Finds two spaces in a row. Ignores spaces next to a line break, which are layout.
fn double_space(text: &str) -> Option<String> {
    let is_space = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}');
    let (mut words, mut spaces) = ("", 0);
    for piece in text.split_inclusive(is_space) {
        let word = piece.trim_end_matches(is_space);
        if word.is_empty() {
            spaces += 1;
        } else {
            if spaces > 1 && !words.ends_with('\n') && !word.starts_with(['\n', '\r']) {
                return Some(format!("{spaces} spaces after '{words}'"));
            }
            (words, spaces) = (word, 0);
        }
        spaces += usize::from(!word.is_empty() && piece.ends_with(is_space));
    }
    None
}

/// Finds quotes that are unbalanced on one side only. A quotation of several sentences is opened in one segment and
/// closed in another, on both sides. Russian dialogue has dashes instead of quotes, so unbalanced English quotes are
/// ignored if the Russian side has none.
fn quotes(en: &str, ru: &str) -> Option<Finding> {
    let has_quotes = |text: &str| text.contains(['"', '«', '»', '“', '”', '„']);
    match (is_unbalanced(en), is_unbalanced(ru)) {
        (true, false) if has_quotes(ru) => finding(Code::UnbalancedQuotes, "in the English text only"),
        (false, true) if !has_single_quotes(en) => {
            finding(Code::UnbalancedQuotes, "in the Russian text only")
        }
        _ => None,
    }
}

/// Whether `text` has single quotes that are not apostrophes.
fn has_single_quotes(text: &str) -> bool {
    text.contains('‘') || text.contains("’ ") || text.ends_with('’')
}

fn is_unbalanced(text: &str) -> bool {
    let (mut angled, mut deepest, mut curly, mut straight) = (0i64, 0, 0i64, 0usize);
    let (mut low, mut before) = (false, ' ');
    for c in text.chars() {
        match c {
            '«' => angled += 1,
            '»' => angled -= 1,
            '„' => {
                curly += 1;
                low = true;
            }
            // Russian and German close with the mark that English opens with.
            '“' if low && curly > 0 => curly -= 1,
            '“' => curly += 1,
            '”' => curly -= 1,
            // After a digit it may mean inches, so it can close but not open a quotation.
            '"' if before.is_ascii_digit() => straight += straight % 2,
            '"' => straight += 1,
            _ => {}
        }
        deepest = deepest.max(angled);
        before = c;
    }
    // «The paper «Pravda»: if two quotations end together, Russian writes one mark.
    let angled_fits = angled == 0 || (angled == 1 && deepest == 2);
    !angled_fits || curly != 0 || straight % 2 == 1
}

/// Finds two words without a space: a lower-case word that continues in upper case (`этотСлучай`), a sentence or clause
/// directly after another (`end.Next`, `end,and`), Cyrillic words and numbers (`закон2021`, `9утра`). A word that both
/// sides have is a name.
fn glued(en: &str, ru: &str) -> Option<Finding> {
    let find = |text: &str, other: &str| {
        let is_glued = |word: &&str| (goes_on(word) || is_glued_to_number(word)) && !other.contains(*word);
        text.split_whitespace()
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
            .find(is_glued)
            .map(str::to_string)
    };
    let [in_en, in_ru] = [("English", find(en, ru)), ("Russian", find(ru, en))];
    let (side, word) = [in_en, in_ru].into_iter().find_map(|(side, word)| Some((side, word?)))?;
    finding(Code::GluedWords, format!("{side}: '{word}' may be two words"))
}

/// The least number of letters on each side of a missing space: `кВт`, `iPhone` and `МегаФон` are words.
const GLUED: usize = 3;

/// Whether a lower-case word continues with a capital letter, directly or after a full stop.
fn goes_on(word: &str) -> bool {
    // Addresses, file names and code have marks that words do not have.
    if !word.starts_with(char::is_lowercase) || word.contains(['/', '@', '_', '(', '=', '\\', '#']) {
        return false;
    }
    let first: usize = word.chars().take_while(|c| c.is_lowercase()).count();
    let mut rest =
        word.chars().skip(first).skip_while(|c| matches!(c, '.' | '!' | '?' | ',' | ';')).peekable();
    let is_cyrillic = word.chars().next().is_some_and(|c| script(c) == Script::Cyrillic);
    let has_mark = word.chars().nth(first).is_some_and(|c| matches!(c, '.' | '!' | '?' | ',' | ';'));
    let comma = word.chars().nth(first).is_some_and(|c| matches!(c, ',' | ';'));
    let begins = rest.next().is_some_and(|c| c.is_uppercase() || (comma && c.is_lowercase()));
    // In Latin letters, names of files end like this.
    let least = if is_cyrillic && has_mark { 1 } else { GLUED - usize::from(comma) };
    let goes_on = begins && rest.clone().take_while(|c| c.is_lowercase()).count() >= least;
    // Names such as `javaScript` are frequent in Latin letters only.
    first >= GLUED && goes_on && rest.all(char::is_alphabetic) && (is_cyrillic || has_mark)
}

/// Whether a Cyrillic word stands right before or after a number: one that is longer than a unit, such as `кВт`. Labels in
/// capitals have numbers of one or two digits.
fn is_glued_to_number(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    if digits == 0 || (digits < GLUED && word.contains(char::is_uppercase)) {
        return false;
    }
    let letters = word.chars().filter(|&c| script(c) == Script::Cyrillic).count();
    let changes = word
        .chars()
        .zip(word.chars().skip(1))
        .filter(|(a, b)| a.is_alphabetic() != b.is_alphabetic())
        .count();
    letters + digits == word.chars().count() && changes == 1 && letters > GLUED
}

/// Finds unresolved entities, and tags and placeholders on one side only.
fn leftover(en: &str, ru: &str) -> Option<Finding> {
    for (side, text, other) in [("English", en, ru), ("Russian", ru, en)] {
        if let Some(entity) = codes(text).into_iter().find(|code| code.starts_with('&')) {
            return finding(Code::CodeLeftover, format!("{side}: '{entity}'"));
        }
        if let Some(code) = codes(text).into_iter().find(|code| !other.contains(code)) {
            return finding(Code::CodeLeftover, format!("'{code}' in the {side} text only"));
        }
    }
    None
}

/// Tags in square brackets, as forums and games write them.
const BRACKETED: [&str; 9] = ["b", "i", "u", "url", "img", "color", "size", "quote", "code"];

/// The entities (`&nbsp;`), tags (`<b>`, `</g>`, `[b]`), escapes (`\\n`, `\\b` of RTF) and placeholders (`{1}`, `%1$s`, `%1`,
/// `%(name)s`, `$name$`) in `text`.
fn codes(text: &str) -> Vec<&str> {
    let (mut codes, mut before) = (Vec::new(), ' ');
    for (at, c) in text.char_indices() {
        let after = std::mem::replace(&mut before, c);
        let rest = &text[at..];
        let end = match c {
            '&' => rest.find(';').filter(|&end| {
                (3..=9).contains(&end) && rest[1..end].chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
            }),
            '<' => rest
                .find('>')
                .filter(|_| rest[1..].trim_start_matches('/').starts_with(|c: char| c.is_ascii_lowercase())),
            '{' => rest.find('}').filter(|&end| {
                (2..=20).contains(&end)
                    && rest[1..end].chars().all(|c| c.is_ascii_alphanumeric() || "_:.".contains(c))
            }),
            '[' => rest.find(']').filter(|&end| {
                let name = rest[1..end].trim_start_matches('/').split('=').next().unwrap_or_default();
                BRACKETED.contains(&name)
            }),
            '\\' => {
                (1..=8).take_while(|&end| rest.as_bytes().get(end).is_some_and(u8::is_ascii_lowercase)).last()
            }
            '$' => rest[1..].find('$').map(|end| end + 1).filter(|&end| {
                let name = &rest.as_bytes()[1..end];
                name.first().is_some_and(u8::is_ascii_lowercase)
                    && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_')
            }),
            // After a digit, `%` is a percent sign.
            '%' if after.is_ascii_digit() => None,
            '%' if rest[1..].starts_with('(') => {
                rest.find(')').filter(|&end| rest[end + 1..].starts_with(['s', 'd'])).map(|end| end + 1)
            }
            '%' => placeholder(rest),
            _ => None,
        };
        // A longer "tag" is text between comparison signs.
        codes.extend(end.filter(|&end| end < 80).map(|end| &rest[..=end]));
    }
    codes
}

/// Where `%s`, `%d`, `%1$s` or `%1` at the beginning of `rest` ends.
fn placeholder(rest: &str) -> Option<usize> {
    let is_inside = |c: char| c.is_ascii_digit() || c == '$';
    let end = 1 + rest[1..].find(|c| !is_inside(c)).unwrap_or(rest.len() - 1);
    match rest[end..].chars().next() {
        Some('s' | 'd') => Some(end),
        _ => (end == 2 && rest.as_bytes()[1].is_ascii_digit()).then_some(1),
    }
}

/// The number of segments that are checked together, on all cores.
const TOGETHER: usize = 4096;

/// Checks memories one after the other and finds source texts with different translations.
#[derive(Default)]
pub struct Linter<'n> {
    names: Option<Names<'n>>,
    /// By source text: its first translation, and the number of that segment over all memories.
    met: FxHashMap<[u8; 10], ([u8; 6], u32)>,
    /// The memories, each with the number of its first segment.
    places: Vec<(u64, PathBuf)>,
    /// The number of segments checked.
    pub units: u64,
}

impl<'n> Linter<'n> {
    /// A linter that also compares the names of each unit. `names` needs a lexicon, which this module does not use.
    pub fn with_names(names: Names<'n>) -> Linter<'n> {
        Linter { names: Some(names), ..Linter::default() }
    }

    /// Checks the `units` of the file `path`. Calls `each` with the number of the segment, from 1, the segment, and
    /// each finding, in the order of the file.
    ///
    /// # Errors
    /// The first error of a segment, or of `each`.
    pub fn run<E: From<Error>>(
        &mut self,
        path: &Path,
        units: impl Iterator<Item = Result<Segment>>,
        mut each: impl FnMut(u64, &Segment, Finding) -> Result<(), E>,
    ) -> Result<(), E> {
        let start = self.units;
        self.places.push((start, path.to_path_buf()));
        let mut units = units.peekable();
        while units.peek().is_some() {
            let batch: Vec<Segment> = units.by_ref().take(TOGETHER).collect::<Result<_>>()?;
            let found = parallel::map(&batch, |unit| lint_with(unit, self.names.as_ref()));
            for (unit, found) in batch.iter().zip(found) {
                let differs = self.met_otherwise(self.units, unit).and_then(|first| {
                    finding(
                        Code::TargetDiffers,
                        format!("translated differently in {}", self.place_name(first)),
                    )
                });
                self.units += 1;
                for finding in found.into_iter().chain(differs) {
                    each(self.units - start, unit, finding)?;
                }
            }
        }
        Ok(())
    }

    /// Adds the segment with number `at`. Returns the number of the first segment with the same source text if its
    /// translation differs. Ignores rejected and unpaired segments.
    fn met_otherwise(&mut self, at: u64, segment: &Segment) -> Option<u64> {
        if segment.status == Status::Rejected || empty(&segment.en, &segment.ru).is_some() {
            return None;
        }
        let (source, target) = Key::of(segment, Fold::Spaces).parts();
        let first = self.met.entry(source).or_insert((target, u32::try_from(at).unwrap_or(u32::MAX)));
        (first.0 != target).then_some(first.1.into())
    }

    fn place_name(&self, at: u64) -> String {
        let file = self.places.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        let place = self.places.get(file);
        place.map_or_else(String::new, |(start, path)| format!("{}:{}", path.display(), at - start + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(en: &str, ru: &str) -> Vec<&'static str> {
        let segment = Segment { en: en.into(), ru: ru.into(), ..Segment::default() };
        lint(&segment).iter().map(|f| f.code.as_str()).collect()
    }

    #[test]
    fn good_segments_have_no_findings() {
        for (en, ru) in [
            ("It cost 3.5 million dollars on 5 May 2021.", "Это стоило 3,5 млн долларов 5 мая 2021 года."),
            ("He read the “Truth” paper.", "Он читал «газету «Правда»."),
            ("“He came.", "«Он пришёл."),
            ("The 21st century", "XXI век"),
            ("The door was half open", "Дверь была приоткрыта"),
            ("A lovely July evening", "Прекрасный июльский вечер"),
            ("“Forgive me, but no.", "— Простите, но нет."),
            ("A 5\" pipe", "Труба 5\""),
            ("Microsoft Windows", "Microsoft Windows"),
            ("One\n   two", "Один\n   два"),
        ] {
            assert_eq!(found(en, ru), [""; 0], "{en}");
        }
    }

    #[test]
    fn each_fault_has_its_code() {
        let long = "Слово и ".repeat(300);
        let cases: [(&str, &str, &[&str]); 13] = [
            ("", "Да", &["empty"]),
            ("\u{a0}", "\u{200b}", &["empty"]),
            ("The very same text on both sides", "The very same text on both sides", &["untranslated"]),
            ("Это русское предложение тут", "This is an English sentence", &["swapped-languages"]),
            ("Это русское предложение тут", "Другое русское предложение", &["wrong-language"]),
            ("This is an English sentence", "Another English sentence", &["wrong-language"]),
            ("An organisation", "Oрганизация", &["mixed-script"]),
            ("There were 15 people", "Было 16 человек", &["number-mismatch"]),
            ("There were three people", "Было четыре человека", &["number-mismatch"]),
            ("Yes", "Это очень длинный ответ на очень короткий вопрос, который задали", &["length-ratio"]),
            ("Two  spaces", "Два пробела", &["double-space"]),
            ("He said so", "«Он так сказал", &["unbalanced-quotes"]),
            (&long, &long, &["too-long", "untranslated"]),
        ];
        for (en, ru, expected) in cases {
            assert_eq!(found(en, ru), expected, "{en}");
        }
    }

    #[test]
    fn another_translation_is_met() {
        let segment = |en: &str, ru: &str| Segment { en: en.into(), ru: ru.into(), ..Segment::default() };
        let mut linter = Linter::default();
        assert_eq!(linter.met_otherwise(0, &segment("A", "Б")), None);
        assert_eq!(linter.met_otherwise(1, &segment("A ", "Б")), None);
        assert_eq!(linter.met_otherwise(2, &segment("A", "В")), Some(0));
        assert_eq!(linter.met_otherwise(3, &segment("a", "В")), None);
        let rejected = Segment { status: Status::Rejected, ..segment("A", "Г") };
        assert_eq!(linter.met_otherwise(4, &rejected), None);
    }

    #[test]
    fn other_languages_swaps_glue_and_codes_are_found() {
        let cases: [(&str, &str, &[&str]); 23] = [
            ("Да", "Yes", &["swapped-languages"]),
            ("The bridge over the river is open.", "Міст через річку вже відкритий.", &["wrong-language"]),
            (
                "Die Brücke ist offen und wurde neu gebaut.",
                "Мост открыт, его построили заново.",
                &["wrong-language"],
            ),
            ("The case was closed.", "Этот случайЗакрыли вчера.", &["glued-words"]),
            ("The case was closed.Then it rained.", "Дело закрыли. Потом пошёл дождь.", &["glued-words"]),
            ("It was in May 2021.", "Это было в мае 2021года.", &["glued-words"]),
            ("The case was closed.", "Дело закрыто.Он ушёл.", &["glued-words"]),
            ("It was closed,and then it rained.", "Дело закрыли, и пошёл дождь.", &["glued-words"]),
            ("It opens at nine.", "Открывается в 9утра.", &["glued-words"]),
            ("It gives 5 kW.", "Даёт 5кВт.", &[]),
            ("PERSON2 spoke first.", "ЧЕЛОВЕК2 говорил первым.", &[]),
            ("Save the file", "Сохраните [b]файл[/b]", &["code-leftover"]),
            ("Save the file", "Сохраните {\\b файл}", &["code-leftover"]),
            ("One\\nand two", "Раз и два", &["code-leftover"]),
            ("Open %(name)s", "Откройте", &["code-leftover"]),
            ("Open $name$ now", "Откройте это", &["code-leftover"]),
            ("It costs $5 or $6", "Это стоит 5 или 6 долл. США", &[]),
            ("Honey &amp; bread", "Мёд и хлеб", &["code-leftover"]),
            ("Press <b>Save</b>", "Нажмите Сохранить", &["code-leftover"]),
            ("Copied {0} files", "Скопировано файлов: {0}", &[]),
            ("Copied %s of them", "Скопированы", &["code-leftover"]),
            ("If a < b and c > d", "Если а < б и в > г", &[]),
            ("It rose by 50% since May", "Рост на 50 % с мая", &[]),
        ];
        for (en, ru, expected) in cases {
            assert_eq!(found(en, ru), expected, "{en}");
        }
    }
}
