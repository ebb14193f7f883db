//! The list of rules in order. Each returns join, split or nothing; the first answer wins.

mod abbreviations;
mod dates;
mod follows;
mod layout;
mod letters;
mod speech;
mod verdict;

use super::place::Place;
use abbreviations::*;
use dates::*;
use follows::*;
use layout::*;
use letters::*;
use speech::*;
use verdict::Verdict;

type Rule = fn(&Place) -> Option<Verdict>;

macro_rules! rules {
    ($($name:ident),* $(,)?) => { &[$((stringify!($name), $name as Rule)),*] };
}

const RULES: &[(&str, Rule)] = rules![
    wrapped_line,
    list_item,
    message_head,
    ruler,
    broken_off,
    smiley,
    nothing_follows,
    signs_alone,
    left_out,
    glued,
    item_follows,
    address_follows,
    no_capitals,
    lower_case_follows,
    enumerator,
    embedded_quotation,
    in_brackets,
    fronted_time,
    fronted_date,
    caption_year,
    dated_noun,
    unit,
    never_ends,
    name_follows,
    versus,
    number_follows,
    cited_part,
    dated_author,
    reporter,
    may_end,
    usually_ends,
    letter,
    initial,
    attribution,
    cited,
    quoted_title,
    bracketed,
    open_ended,
    quote_resumed,
    dateline,
    dialogue_dash,
    footnote,
    reference,
    postal_code,
    number_starts,
    symbol_starts,
    capital,
    note,
    unicode,
];

/// The name of the first rule with an answer, and whether it splits. The last rule always answers.
pub(super) fn decide(place: &Place) -> (&'static str, bool) {
    RULES
        .iter()
        .find_map(|(name, rule)| rule(place).map(|verdict| (*name, verdict == Verdict::Split)))
        .unwrap_or(("unicode", false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Lang;
    use crate::split::scan::Scanner;

    const CASES: [(Lang, &str); 4] = [
        (Lang::En, include_str!("../../../tests/split/english.txt")),
        (Lang::Ru, include_str!("../../../tests/split/russian.txt")),
        (Lang::En, include_str!("../../../tests/split/documents.en.txt")),
        (Lang::Ru, include_str!("../../../tests/split/documents.ru.txt")),
    ];

    /// The positions where the rules that `wanted` selects split `text`, and the names of the rules that decided.
    fn cuts(text: &str, lang: Lang, wanted: impl Fn(&str) -> bool) -> (Vec<usize>, Vec<&'static str>) {
        let mut scanner = Scanner::new(text, lang);
        let (mut cuts, mut deciders, mut sentence) = (Vec::new(), Vec::new(), 0);
        while let Some(candidate) = scanner.next(sentence) {
            let place = Place::new(text, lang, sentence, candidate);
            let rules = RULES.iter().filter(|(name, _)| wanted(name));
            let decided =
                rules.into_iter().find_map(|(name, rule)| rule(&place).map(|verdict| (*name, verdict)));
            deciders.extend(decided.map(|(name, _)| name));
            if decided.is_some_and(|(_, verdict)| verdict == Verdict::Split) {
                sentence = candidate.right;
                cuts.push(sentence);
            }
        }
        (cuts, deciders)
    }

    #[test]
    fn every_rule_decides_a_case() {
        let lines = CASES.iter().flat_map(|(lang, cases)| cases.lines().map(|line| (*lang, line)));
        let cases = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let texts: Vec<_> =
            cases.map(|(lang, line)| (lang, line.replace('|', "").replace("\\n", "\n"))).collect();
        let whole: Vec<_> = texts.iter().map(|(lang, text)| cuts(text, *lang, |_| true)).collect();
        let decides = |rule: &str| {
            texts.iter().zip(&whole).any(|((lang, text), (all, deciders))| {
                deciders.contains(&rule) && cuts(text, *lang, |name| name != rule).0 != *all
            })
        };
        let idle: Vec<_> = RULES.iter().map(|(name, _)| *name).filter(|name| !decides(name)).collect();
        assert!(idle.is_empty(), "no case needs {idle:?}");
    }
}
