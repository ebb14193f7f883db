//! Joins lines to text: words broken at line ends are joined, compounds keep their hyphen
//! ([`crate::read::hyphens`]).

use super::line::Line;
use crate::read::hyphens::{HYPHENS, Hyphen, Known, SOFT, Setting, bare};
use rustc_hash::FxHashSet;

/// Joins the lines of a document.
pub(super) struct Joiner {
    known: Known,
}

impl Joiner {
    /// Creates the joiner for a document with these lines.
    pub(super) fn of<'l>(lines: impl Iterator<Item = &'l Line>) -> Joiner {
        let mut words = FxHashSet::default();
        // The word parts around each line break with a hyphen.
        let mut broken: Vec<(String, String)> = Vec::new();
        let (mut count, mut head, mut after_break) = (0, String::new(), false);
        let mut marks_soft = false;
        for line in lines {
            count += 1;
            marks_soft |= line.text.ends_with(SOFT);
            let mut all = line.text.split_whitespace();
            if after_break {
                broken.push((head, bare(all.clone().next().unwrap_or(""))));
            }
            head = bare(all.clone().next_back().unwrap_or(""));
            if after_break || line.drop_cap.is_some() {
                all.next();
            }
            words.extend(all.filter(|word| !word.ends_with(HYPHENS)).map(bare));
            after_break = line.text.ends_with(HYPHENS);
        }
        let setting = if marks_soft { Setting::SoftHyphens } else { Setting::Typeset { lines: count } };
        Joiner { known: Known::new(words, &broken, setting) }
    }

    /// `line` with its drop cap, which is part of its first word or a word of one letter.
    pub(super) fn with_drop_cap(&self, cap: &str, line: &str) -> String {
        let rest = line.split(char::is_whitespace).next().unwrap_or("");
        let is_word = matches!(bare(cap).as_str(), "a" | "i" | "в" | "с" | "к" | "о" | "у" | "и" | "я" | "а");
        let joined = bare(&format!("{cap}{rest}"));
        let is_apart = is_word && self.known.contains(&bare(rest)) && !self.known.contains(&joined);
        format!("{cap}{}{line}", if is_apart { " " } else { "" })
    }

    /// Adds a line below one that a single word fills: an address that is too long for a line is broken anywhere.
    pub(super) fn join_filled(&self, open: &mut String, line: &str) {
        let last = last_word(open);
        let (next, rest) = line.split_once(' ').unwrap_or((line, ""));
        let is_rest =
            rest.is_empty() || next.trim_end_matches(['.', ',']).contains(['.', '/', '?', '=', '_', '@']);
        if (is_address(last) || last.contains('@'))
            && is_rest
            && next.starts_with(|c: char| c.is_ascii_alphanumeric())
        {
            open.push_str(line);
        } else {
            self.join(open, line);
        }
    }

    /// Adds a line to a paragraph.
    pub(super) fn join(&self, open: &mut String, line: &str) {
        // TeX may break an address after a slash and add a hyphen.
        if open.ends_with("/-") && is_address(last_word(open)) {
            open.pop();
        }
        match self.known.hyphen(open, line) {
            Hyphen::None if open.is_empty() || goes_on_unspaced(open, line) => {}
            Hyphen::None | Hyphen::Hanging => open.push(' '),
            Hyphen::Kept => {}
            Hyphen::Dropped => {
                open.pop();
            }
        }
        open.push_str(line);
    }
}

fn last_word(text: &str) -> &str {
    text.rsplit(char::is_whitespace).next().unwrap_or("")
}

fn is_address(word: &str) -> bool {
    word.contains("://") || word.starts_with("www.")
}

/// Whether the text had no space at the line break: after a slash, inside an address, after a dash without spaces.
fn goes_on_unspaced(open: &str, line: &str) -> bool {
    let last = last_word(open);
    let before_dash = last
        .strip_suffix(['–', '—'])
        .is_some_and(|before| before.ends_with(|c: char| c.is_alphanumeric() || c == '.'));
    last.ends_with(['/', '\u{2011}'])
        || is_address(last) && line.starts_with(['/', '?', '&', '#', '=', '_'])
        || before_dash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_words_are_joined_and_compounds_kept() {
        let texts = ["a well-known decision making body, кто то agreement, социально, an agree-", "ment"];
        let lines = texts.map(|text| Line { text: text.into(), ..Line::default() });
        let joiner = Joiner::of(lines.iter());
        let joined = |open: &str, line: &str| {
            let mut open = open.to_string();
            joiner.join(&mut open, line);
            open
        };
        assert_eq!(joined("an agree-", "ment on"), "an agreement on");
        assert_eq!(joined("the well-", "known man"), "the well-known man");
        assert_eq!(joined("the decision-", "making body"), "the decision-making body");
        assert_eq!(joined("Issyk-", "Kul"), "Issyk-Kul");
        assert_eq!(joined("in 2010-", "2015"), "in 2010-2015");
        assert_eq!(joined("2010 -", "and on"), "2010 - and on");
        assert_eq!(joined("(2016–", "2018)"), "(2016–2018)");
        assert_eq!(joined("Jan.–", "March"), "Jan.–March");
        assert_eq!(joined("https://un.example/a", "/b"), "https://un.example/a/b");
        assert_eq!(joined("(see https://un.example/-", "a)"), "(see https://un.example/a)");
        assert_eq!(joined("and/-", "or"), "and/- or");
        assert_eq!(joined("pre-", "and post-war"), "pre- and post-war");
        assert_eq!(joined("докумен\u{ad}", "тами"), "документами");
        assert_eq!(joined("кто-", "то пришёл"), "кто-то пришёл");
        assert_eq!(joined("оконча-", "ние"), "окончание");
    }
}
