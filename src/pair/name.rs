//! Pairing by name: finds paths that differ in a language mark only (`x.en.txt` and `x.ru.docx`, `en/x` and `ru/x`,
//! `x (англ)` and `x (рус)`, `x` and `x_ru`). No file is opened.
//!
//! A path has a reading for each way to interpret its marks. Two paths are a pair if an English reading of one has the
//! same key as a Russian reading of the other. The ways are tried from the safest to the boldest. Two files become a
//! pair only if neither has another candidate; files with several candidates are reported as ambiguous. Cost: O(n log
//! n) in the number of files.

use super::endings::cut_ending;
use super::found::{Alone, File, Pair, Pairing, Place, Reason, Rule};
use crate::document::Lang;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// Short marks: codes of ISO 639, of Windows, and Russian abbreviations.
const CODES: [(&str, Lang); 11] = [
    ("en", Lang::En),
    ("eng", Lang::En),
    ("enu", Lang::En),
    ("анг", Lang::En),
    ("англ", Lang::En),
    ("ru", Lang::Ru),
    ("rus", Lang::Ru),
    ("ру", Lang::Ru),
    ("рус", Lang::Ru),
    ("русс", Lang::Ru),
    ("angl", Lang::En),
];

/// Stems of words that name a language, in any inflection (`английский`, `на русском`).
const WORDS: [(&str, Lang); 6] = [
    ("english", Lang::En),
    ("английск", Lang::En),
    ("англоязычн", Lang::En),
    ("russian", Lang::Ru),
    ("русск", Lang::Ru),
    ("russk", Lang::Ru),
];

/// The last letters of document symbols of the United Nations (`A_RES_70_1_E`). They are marks at the end of a name
/// only.
const LETTERS: [(&str, Lang); 2] = [("e", Lang::En), ("r", Lang::Ru)];

/// Regions that may follow a code, as in `en-US`.
const REGIONS: [&str; 9] = ["us", "gb", "uk", "au", "ca", "ie", "nz", "ru", "by"];

/// A language mark in a path.
#[derive(Clone, Debug)]
struct Mark {
    span: Range<usize>,
    lang: Lang,
    place: Place,
    strength: Strength,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Strength {
    Code,
    Word,
    Letter,
}

/// A path, its extension, and its language marks.
struct Name<'a> {
    file: &'a File,
    stem: &'a str,
    ending: &'a str,
    marks: Vec<Mark>,
}

/// One interpretation of a path: as the English or the Russian side, with a key that its partner shares.
struct Reading {
    lang: Lang,
    key: String,
    mark: Option<usize>,
}

/// A way to interpret paths, from the safest to the boldest.
#[derive(Clone, Copy, Debug)]
enum Way {
    /// The same path in two folders whose languages the user gave.
    Same,
    /// One mark, in the same place on both sides.
    OneMark,
    /// All marks of the language, each in the same place (`en/x_en` and `ru/x_ru`).
    AllMarks,
    /// One letter at the end.
    Letter,
    /// Without the marks of the language, ignoring their place and the separators between words.
    Without,
    /// One side has a mark, the other none.
    OneSide,
}

/// The confidence of each way: 1 if the paths differ in the mark only, less if the way assumes more.
const WAYS: [(Way, f32); 6] = [
    (Way::Same, 1.0),
    (Way::OneMark, 1.0),
    (Way::AllMarks, 1.0),
    (Way::Letter, 0.9),
    (Way::Without, 0.9),
    (Way::OneSide, 0.8),
];

/// Pairs `files` by their names.
pub fn pair(files: Vec<File>) -> Pairing {
    let names: Vec<Name> = files.iter().map(Name::of).collect();
    let mut state = State { free: vec![true; names.len()], pairs: Vec::new(), ambiguous: BTreeMap::new() };
    for (way, confidence) in WAYS {
        for with_ending in [true, false] {
            state.pass(&names, way, with_ending, confidence);
        }
    }
    let State { free, pairs, ambiguous } = state;
    let alone = (0..names.len()).filter(|i| free[*i] || ambiguous.contains_key(i)).map(|i| Alone {
        file: files[i].clone(),
        lang: names[i].lang(),
        reason: ambiguous.get(&i).map_or(Reason::NoPartner, |others| {
            Reason::Ambiguous(others.iter().map(|&j| files[j].path.clone()).collect())
        }),
    });
    Pairing { alone: alone.collect(), pairs }
}

/// `stem` without its marks of `lang`.
pub(super) fn unmarked(stem: &str, lang: Lang) -> String {
    let file = File { path: stem.into(), rel: stem.to_string(), side: None };
    let name = Name { file: &file, stem, ending: "", marks: marks(stem) };
    let bare = name.without(&name.marks_of(lang));
    if bare.is_empty() { stem.to_string() } else { bare }
}

struct State {
    free: Vec<bool>,
    pairs: Vec<Pair>,
    ambiguous: BTreeMap<usize, Vec<usize>>,
}

/// An English and a Russian reading of two files that share a key.
struct Match {
    en: usize,
    ru: usize,
    rule: Rule,
    name: String,
}

impl State {
    /// Pairs files with a single candidate in this way, and sets aside those with several.
    fn pass(&mut self, names: &[Name], way: Way, with_ending: bool, confidence: f32) {
        let (mut matches, crowded) = self.matches(names, way, with_ending);
        let mut votes: BTreeMap<Rule, usize> = BTreeMap::new();
        self.settle(names, &mut matches, &mut votes, confidence);
        // Other names in the folder decide between two readings of a name such as `en/ru-trip.txt`.
        if let Some(best) = most(&votes) {
            let (mut likely, other): (Vec<_>, Vec<_>) = matches.into_iter().partition(|m| m.rule == best);
            self.settle(names, &mut likely, &mut votes, confidence);
            matches = likely.into_iter().chain(other).collect();
            matches.retain(|m| self.free[m.en] && self.free[m.ru]);
        }
        // A file of a group that is too large may have found its partner by another reading of its name.
        let disputed = matches.iter().map(|m| (m.en, m.ru)).chain(crowded);
        let disputed = disputed.filter(|&(en, ru)| self.free[en] && self.free[ru]);
        for (en, ru) in disputed.collect::<Vec<_>>() {
            self.ambiguous.entry(en).or_default().push(ru);
            self.ambiguous.entry(ru).or_default().push(en);
            (self.free[en], self.free[ru]) = (false, false);
        }
        self.ambiguous.values_mut().for_each(|others| {
            others.sort_unstable();
            others.dedup();
        });
    }

    /// Turns matches whose two files are in no other match into pairs. Leaves the rest in `matches`.
    fn settle(
        &mut self,
        names: &[Name],
        matches: &mut Vec<Match>,
        votes: &mut BTreeMap<Rule, usize>,
        confidence: f32,
    ) {
        let mut choices: FxHashMap<usize, usize> = FxHashMap::default();
        for m in matches.iter() {
            *choices.entry(m.en).or_default() += 1;
            *choices.entry(m.ru).or_default() += 1;
        }
        let (sure, unsure): (Vec<_>, Vec<_>) =
            std::mem::take(matches).into_iter().partition(|m| choices[&m.en] == 1 && choices[&m.ru] == 1);
        for m in sure {
            (self.free[m.en], self.free[m.ru]) = (false, false);
            *votes.entry(m.rule.clone()).or_default() += 1;
            self.pairs.push(m.pair(names, confidence));
        }
        *matches = unsure;
    }

    /// All matches of free files, and the members of groups that have more than one file on a side.
    fn matches(&self, names: &[Name], way: Way, with_ending: bool) -> (Vec<Match>, Vec<(usize, usize)>) {
        let mut groups: BTreeMap<String, [BTreeMap<usize, Option<usize>>; 2]> = BTreeMap::new();
        for (index, name) in names.iter().enumerate().filter(|(index, _)| self.free[*index]) {
            for reading in name.readings(way) {
                let ending = if with_ending { name.ending.to_lowercase() } else { String::new() };
                let sides = groups.entry(reading.key + "\u{0}" + &ending).or_default();
                sides[reading.lang as usize].entry(index).or_insert(reading.mark);
            }
        }
        let (mut found, mut crowded) = (BTreeMap::new(), Vec::new());
        for [en, ru] in groups.into_values() {
            match (en.len(), ru.len()) {
                (1, 1) => {
                    let ((en, en_mark), (ru, ru_mark)) = (first(en), first(ru));
                    if en != ru {
                        let m = Match::new(names, (en, en_mark), (ru, ru_mark), way);
                        found.entry((en, ru)).or_insert(m);
                    }
                }
                (0, _) | (_, 0) => {}
                _ => crowded.extend(star(&en, &ru)),
            }
        }
        (found.into_values().collect(), crowded)
    }
}

/// The rule with the most votes; `None` in a tie.
fn most(votes: &BTreeMap<Rule, usize>) -> Option<Rule> {
    let (rule, most) = votes.iter().max_by_key(|(_, n)| **n)?;
    (votes.values().filter(|n| *n == most).count() == 1).then(|| rule.clone())
}

fn first(side: BTreeMap<usize, Option<usize>>) -> (usize, Option<usize>) {
    side.into_iter().next().expect("the side has one file")
}

/// Links every file of a large group to one file of the other side. This marks all as ambiguous without building all
/// combinations.
fn star(en: &BTreeMap<usize, Option<usize>>, ru: &BTreeMap<usize, Option<usize>>) -> Vec<(usize, usize)> {
    let few = |side: &BTreeMap<usize, Option<usize>>| side.keys().copied().take(4).collect::<Vec<_>>();
    let (few_en, few_ru) = (few(en), few(ru));
    let from_en = en.keys().flat_map(|&e| few_ru.iter().map(move |&r| (e, r)));
    let from_ru = ru.keys().flat_map(|&r| few_en.iter().map(move |&e| (e, r)));
    from_en.chain(from_ru).filter(|(e, r)| e != r).collect()
}

impl Match {
    fn new(names: &[Name], en: (usize, Option<usize>), ru: (usize, Option<usize>), way: Way) -> Match {
        let (en_name, ru_name) = (&names[en.0], &names[ru.0]);
        let rule = match (en.1.map(|m| &en_name.marks[m]), ru.1.map(|m| &ru_name.marks[m])) {
            (Some(a), Some(b)) => {
                Rule::Marks { en: en_name.text(a), ru: ru_name.text(b), place: a.place.max(b.place) }
            }
            (Some(mark), None) => Rule::OneSide { mark: en_name.text(mark), lang: Lang::En },
            (None, Some(mark)) => Rule::OneSide { mark: ru_name.text(mark), lang: Lang::Ru },
            (None, None) => Rule::SamePath,
        };
        let name = match (way, en.1) {
            (Way::OneMark | Way::Letter | Way::OneSide, Some(mark)) => en_name.without(&[mark]),
            (Way::AllMarks | Way::Without, _) => en_name.without(&en_name.marks_of(Lang::En)),
            _ => en_name.stem.to_string(),
        };
        let name = if name.is_empty() { en_name.stem.to_string() } else { name };
        Match { en: en.0, ru: ru.0, rule, name }
    }

    fn pair(self, names: &[Name], confidence: f32) -> Pair {
        let path = |index: usize| names[index].file.path.clone();
        let (en, ru) = (path(self.en), path(self.ru));
        Pair { en, ru, name: self.name, rule: self.rule, confidence, runner_up: None }
    }
}

impl<'a> Name<'a> {
    fn of(file: &'a File) -> Name<'a> {
        let (stem, ending) = cut_ending(&file.rel);
        Name { file, stem, ending, marks: marks(stem) }
    }

    fn text(&self, mark: &Mark) -> String {
        self.stem[mark.span.clone()].to_string()
    }

    /// The language that the marks agree on.
    fn lang(&self) -> Option<Lang> {
        let mut langs = self.marks.iter().filter(|m| m.strength != Strength::Letter).map(|m| m.lang);
        let first = langs.next();
        self.file.side.or(first.filter(|lang| langs.all(|other| other == *lang)))
    }

    /// The readings of the path in this way, except those on the wrong side.
    fn readings(&self, way: Way) -> Vec<Reading> {
        let mut readings = match way {
            Way::Same => {
                self.file.side.map(|lang| self.reading(lang, fold(self.stem), None)).into_iter().collect()
            }
            Way::OneMark => self.single(|m| m.strength != Strength::Letter),
            Way::Letter => self.single(|m| m.strength == Strength::Letter),
            Way::AllMarks => self.both(|marks| self.replaced(marks)),
            Way::Without => self.both(|marks| squeezed(&self.cut(marks))),
            Way::OneSide => self.one_side(),
        };
        readings.retain(|r| self.file.side.is_none_or(|side| side == r.lang));
        readings
    }

    fn reading(&self, lang: Lang, key: String, mark: Option<usize>) -> Reading {
        Reading { lang, key, mark }
    }

    fn single(&self, wanted: impl Fn(&Mark) -> bool) -> Vec<Reading> {
        let marks = self.marks.iter().enumerate().filter(|(_, m)| wanted(m));
        marks.map(|(i, m)| self.reading(m.lang, self.replaced(&[i]), Some(i))).collect()
    }

    /// For each language, the reading that uses all its marks. If the side is known from the folder, marks may be
    /// missing.
    fn both(&self, key: impl Fn(&[usize]) -> String) -> Vec<Reading> {
        let langs = [Lang::En, Lang::Ru].into_iter();
        let marks = langs.map(|lang| (lang, self.marks_of(lang)));
        let marks = marks.filter(|(lang, marks)| !marks.is_empty() || self.file.side == Some(*lang));
        marks.map(|(lang, marks)| self.reading(lang, key(&marks), marks.last().copied())).collect()
    }

    /// The path without one mark, and the unchanged path, which is then in the other language.
    fn one_side(&self) -> Vec<Reading> {
        let keyed = |marked: Lang, key: String| format!("{marked}\u{0}{}", squeezed(&key));
        let mut readings: Vec<_> = [Lang::En, Lang::Ru]
            .map(|lang| self.reading(lang, keyed(lang.other(), self.stem.to_string()), None))
            .into();
        let marks = self.marks.iter().enumerate().filter(|(_, m)| m.stands_alone());
        readings.extend(marks.map(|(i, m)| self.reading(m.lang, keyed(m.lang, self.cut(&[i])), Some(i))));
        readings
    }

    /// The marks of `lang`. Of two that overlap, the longer.
    fn marks_of(&self, lang: Lang) -> Vec<usize> {
        let mut chosen: Vec<usize> = Vec::new();
        let wanted = |m: &Mark| m.lang == lang && m.strength != Strength::Letter;
        for (index, mark) in self.marks.iter().enumerate().filter(|(_, m)| wanted(m)) {
            match chosen.last().map(|&last| &self.marks[last].span) {
                Some(last) if last.start == mark.span.start => *chosen.last_mut().expect("just seen") = index,
                Some(last) if last.end > mark.span.start => {}
                _ => chosen.push(index),
            }
        }
        chosen
    }

    /// The stem with a placeholder for each of `marks`.
    fn replaced(&self, marks: &[usize]) -> String {
        let (mut out, mut at) = (String::new(), 0);
        for span in marks.iter().map(|&m| &self.marks[m].span) {
            out.push_str(&self.stem[at..span.start]);
            out.push('\u{1}');
            at = span.end;
        }
        out.push_str(&self.stem[at..]);
        fold(&out)
    }

    /// The stem without `marks`, each removed with its brackets and one adjacent separator.
    fn cut(&self, marks: &[usize]) -> String {
        let mut out = self.stem.to_string();
        for span in marks.iter().rev().map(|&m| self.marks[m].span.clone()) {
            out.replace_range(widened(&out, span), "");
        }
        out
    }

    /// The name of the pair: the stem without `marks` and without folders that consist of a mark.
    fn without(&self, marks: &[usize]) -> String {
        let cut = self.cut(marks);
        let parts: Vec<_> = cut.split('/').map(str::trim).filter(|part| !part.is_empty()).collect();
        parts.join("/")
    }
}

impl Mark {
    /// Whether the mark alone can be the difference between two names: `x_ru` is `x` in Russian, but `russian-markets`
    /// is not `markets` in Russian.
    fn stands_alone(&self) -> bool {
        match self.strength {
            Strength::Code => true,
            Strength::Word => matches!(self.place, Place::Folder | Place::End),
            Strength::Letter => false,
        }
    }
}

/// The language marks of a path without its extension, from left to right.
fn marks(stem: &str) -> Vec<Mark> {
    let mut found = Vec::new();
    let file_at = stem.rfind('/').map_or(0, |slash| slash + 1);
    let tokens = tokens(stem);
    for (index, token) in tokens.iter().enumerate() {
        let Some((lang, strength)) = language_of(&stem[token.clone()]) else { continue };
        let place = match () {
            _ if token.end < file_at => Place::Folder,
            _ if tokens.get(index + 1).is_none() => Place::End,
            _ if token.start == file_at => Place::Start,
            _ => Place::Inside,
        };
        if strength == Strength::Letter
            && (place != Place::End || !stem[..token.start].ends_with(['_', '-', '.', ' ']))
        {
            continue;
        }
        found.push(Mark { span: token.clone(), lang, place, strength });
        if let Some(end) = tokens.get(index + 1).and_then(|next| region_end(stem, token, next)) {
            let place = if tokens.get(index + 2).is_none() { Place::End } else { place };
            found.push(Mark { span: token.start..end, lang, place, strength });
        }
    }
    found
}

fn language_of(token: &str) -> Option<(Lang, Strength)> {
    let token = fold(token);
    let whole = |list: &[(&str, Lang)]| list.iter().find(|(mark, _)| *mark == token).map(|(_, lang)| *lang);
    let word = || WORDS.iter().find(|(word, _)| token.starts_with(word)).map(|(_, lang)| *lang);
    whole(&CODES)
        .map(|lang| (lang, Strength::Code))
        .or_else(|| word().map(|lang| (lang, Strength::Word)))
        .or_else(|| whole(&LETTERS).map(|lang| (lang, Strength::Letter)))
}

/// The end of a mark such as `en-US`, if `next` is a region after `token` and `-` or `_`.
fn region_end(stem: &str, token: &Range<usize>, next: &Range<usize>) -> Option<usize> {
    let divided = matches!(&stem[token.end..next.start], "-" | "_");
    (divided && REGIONS.contains(&fold(&stem[next.clone()]).as_str())).then_some(next.end)
}

/// The words of a path: runs of letters of one script, and of digits. Runs are also split before an upper-case letter
/// that follows a lower-case one (`ReportEN`), unless the whole run is a mark (`rU`).
fn tokens(stem: &str) -> Vec<Range<usize>> {
    let mut tokens: Vec<Range<usize>> = Vec::new();
    let mut before = Class::Divider;
    for (at, c) in stem.char_indices() {
        let (class, end) = (class(c), at + c.len_utf8());
        match tokens.last_mut() {
            _ if class == Class::Divider => {}
            Some(token) if class == before => token.end = end,
            _ => tokens.push(at..end),
        }
        before = class;
    }
    tokens.into_iter().flat_map(|token| humps(stem, token)).collect()
}

/// Splits a run of letters in camel case.
fn humps(stem: &str, run: Range<usize>) -> Vec<Range<usize>> {
    if matches!(language_of(&stem[run.clone()]), Some((_, Strength::Code))) {
        return vec![run];
    }
    let (mut parts, mut start, mut lower) = (Vec::new(), run.start, false);
    for (at, c) in stem[run.clone()].char_indices() {
        if lower && c.is_uppercase() {
            parts.push(start..run.start + at);
            start = run.start + at;
        }
        lower = c.is_lowercase();
    }
    parts.push(start..run.end);
    parts
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Divider,
    Digit,
    Latin,
    Letter,
}

fn class(c: char) -> Class {
    match c {
        _ if c.is_ascii_alphabetic() => Class::Latin,
        _ if c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c) => Class::Letter,
        _ if c.is_numeric() => Class::Digit,
        _ => Class::Divider,
    }
}

/// The span of a mark with its brackets and the separator before it or, at the start, after it.
fn widened(text: &str, span: Range<usize>) -> Range<usize> {
    let (mut start, mut end) = (span.start, span.end);
    let bracketed = [('(', ')'), ('[', ']'), ('{', '}')];
    if bracketed.iter().any(|&(open, close)| text[..start].ends_with(open) && text[end..].starts_with(close))
    {
        (start, end) = (start - 1, end + 1);
    }
    let divider = |c: char| class(c) == Class::Divider && c != '/';
    let before = text[..start].chars().next_back().filter(|&c| divider(c)).map_or(0, char::len_utf8);
    let after = text[end..].chars().next().filter(|&c| divider(c)).map_or(0, char::len_utf8);
    if before > 0 { start - before..end } else { start..end + after }
}

/// Lower case, NFC, ё as е.
fn fold(text: &str) -> String {
    text.nfc().flat_map(char::to_lowercase).map(|c| if c == 'ё' { 'е' } else { c }).collect()
}

/// The words of a path separated by single spaces, its folders by `/`, without empty folders.
fn squeezed(stem: &str) -> String {
    let words = |part: &str| {
        let folded: Vec<_> = tokens(part).into_iter().map(|t| fold(&part[t])).collect();
        folded.join(" ")
    };
    let parts: Vec<_> = stem.split('/').map(words).filter(|part| !part.is_empty()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(paths: &[&str]) -> Pairing {
        let mut files: Vec<_> =
            paths.iter().map(|p| File { path: p.into(), rel: p.to_string(), side: None }).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        pair(files)
    }

    fn shown(pairing: &Pairing) -> Vec<String> {
        let show = |p: &Pair| format!("{} + {} = {} ({})", p.en.display(), p.ru.display(), p.name, p.rule);
        pairing.pairs.iter().map(show).collect()
    }

    #[track_caller]
    fn one(en: &str, ru: &str, name: &str, rule: &str) {
        let pairing = run(&[en, ru]);
        assert_eq!(shown(&pairing), [format!("{en} + {ru} = {name} ({rule})")]);
        assert!(pairing.alone.is_empty());
    }

    #[test]
    fn common_naming_styles_are_paired() {
        one("x.en.txt", "x.ru.txt", "x", "marks en/ru");
        one("x.en", "x.ru", "x", "marks en/ru");
        one("x_EN.docx", "x_RU.pdf", "x", "marks EN/RU");
        one("x-eng.txt", "x-rus.txt", "x", "marks eng/rus");
        one("en/x.txt", "ru/x.txt", "x", "folders en/ru");
        one("English/2020/x.txt", "Russian/2020/x.txt", "2020/x", "folders English/Russian");
        one(
            "2020/English texts/x.txt",
            "2020/Russian texts/x.txt",
            "2020/texts/x",
            "folders English/Russian",
        );
        one("x (англ).txt", "x (рус).txt", "x", "marks англ/рус");
        one("Отчёт на английском.docx", "Отчет на русском.docx", "Отчёт на", "marks английском/русском");
        one("x.txt", "x_ru.txt", "x", "mark ru on the Russian side");
        one("Доклад (eng).txt", "Доклад.txt", "Доклад", "mark eng on the English side");
        one("x/y.txt", "x/ru/y.txt", "x/y", "mark ru on the Russian side");
        one("x.en-US.html", "x.ru-RU.html", "x", "marks en-US/ru-RU");
        one("ReportEN.doc", "ReportRU.doc", "Report", "marks EN/RU");
        one("x.En.txt", "x.rU.txt", "x", "marks En/rU");
        one("en_x.txt", "RU_X.TXT", "x", "marks en/RU");
        one("A_RES_70_1_E.pdf", "A_RES_70_1_R.pdf", "A_RES_70_1", "marks E/R");
        one("en/x_en.txt", "ru/x_ru.txt", "x", "marks en/ru");
        one("en/x.txt", "x_ru.txt", "x", "marks en/ru");
        one("Press release (EN).docx", "press-release_RU.txt", "Press release", "marks EN/RU");
    }

    #[test]
    fn words_that_look_like_marks_are_not_marks() {
        one("en_de_news.en.txt", "en_de_news.ru.txt", "en_de_news", "marks en/ru");
        one("russian-markets.en.txt", "russian-markets.ru.txt", "russian-markets", "marks en/ru");
        one("en_de_1.txt", "en_de_1_ru.txt", "en_de_1", "mark ru on the Russian side");
        assert!(run(&["russian-markets.txt", "markets.txt"]).pairs.is_empty());
        assert!(run(&["opera.txt", "open.txt"]).pairs.is_empty());
    }

    #[test]
    fn two_candidates_are_reported_as_ambiguous() {
        let pairing = run(&["x.en.docx", "x.en.pdf", "x.ru.txt", "y.en.txt", "y.ru.txt"]);
        assert_eq!(pairing.pairs.len(), 1);
        let reasons: Vec<_> = pairing.alone.iter().map(|a| a.reason.to_string()).collect();
        assert_eq!(reasons[2], "ambiguous: could be paired with x.en.docx or x.en.pdf");
        assert_eq!(reasons.len(), 3);
    }

    #[test]
    fn the_same_format_is_preferred() {
        let pairing = run(&["x.en", "x.en.txt", "x.ru", "x.ru.txt"]);
        assert_eq!(pairing.pairs.len(), 2);
        let pairing = run(&["x.txt", "x_en.txt", "x_ru.txt"]);
        assert_eq!(shown(&pairing), ["x_en.txt + x_ru.txt = x (marks en/ru)"]);
    }

    #[test]
    fn the_rest_of_the_folder_decides_between_two_readings() {
        let four = ["en/en-trip.txt", "en/ru-trip.txt", "ru/en-trip.txt", "ru/ru-trip.txt"];
        assert!(run(&four).pairs.is_empty());
        let six: Vec<_> = four.into_iter().chain(["en/other.txt", "ru/other.txt"]).collect();
        assert_eq!(run(&six).pairs.len(), 3);
    }

    #[test]
    fn mirrored_folders_need_no_marks() {
        let file =
            |path: &str, rel: &str, lang| File { path: path.into(), rel: rel.into(), side: Some(lang) };
        let pairing = pair(vec![
            file("a/x.txt", "x.txt", Lang::En),
            file("a/y_en.txt", "y_en.txt", Lang::En),
            file("a/z.txt", "z.txt", Lang::En),
            file("b/x.txt", "x.txt", Lang::Ru),
            file("b/y_ru.txt", "y_ru.txt", Lang::Ru),
            file("b/z-rus.txt", "z-rus.txt", Lang::Ru),
        ]);
        assert_eq!(pairing.pairs.len(), 3);
    }

    #[test]
    fn a_file_is_in_a_pair_or_left_alone() {
        let names = ["en\0ru ", "ru", "??", "\u{fffd}"];
        let file = |name: &&str| File { path: name.into(), rel: name.to_string(), side: None };
        let pairing = pair(names.iter().map(file).collect());
        assert_eq!(2 * pairing.pairs.len() + pairing.alone.len(), names.len(), "{pairing:?}");
    }
}
