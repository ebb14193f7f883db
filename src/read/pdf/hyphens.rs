//! Lines joined to text: words broken at line ends are made whole, compounds keep their hyphen.

use super::line::Line;
use rustc_hash::FxHashSet;

/// The words of a document, in small letters, to tell a broken word from a compound.
#[derive(Default)]
pub(super) struct Known {
    words: FxHashSet<String>,
    /// Whether the file marks the hyphens that only break a word.
    marks_soft: bool,
    /// Whether words are broken at all: else each hyphen belongs to a compound.
    breaks: bool,
}

/// Ends of words that are no words: before them a hyphen breaks a word, whatever else the document does.
const SUFFIXES: [&str; 48] = [
    "ment",
    "ments",
    "mental",
    "tion",
    "tions",
    "tional",
    "sion",
    "sions",
    "ing",
    "ings",
    "ness",
    "ance",
    "ances",
    "ence",
    "ences",
    "ity",
    "ities",
    "ive",
    "ous",
    "ers",
    "ed",
    "ly",
    "ally",
    "ies",
    "est",
    "tive",
    "ture",
    "ние",
    "ния",
    "нии",
    "нию",
    "нием",
    "ний",
    "ция",
    "ции",
    "цию",
    "цией",
    "ций",
    "ность",
    "ности",
    "ского",
    "ской",
    "ские",
    "ских",
    "ного",
    "ной",
    "ных",
    "ными",
];

impl Known {
    pub(super) fn of<'l>(lines: impl Iterator<Item = &'l Line>) -> Known {
        let mut known = Known::default();
        let mut after_break = false;
        // The halves of what stands around a line break with a hyphen.
        let mut broken: Vec<(String, String)> = Vec::new();
        let (mut all, mut head) = (0, String::new());
        for line in lines {
            all += 1;
            known.marks_soft |= line.text.ends_with('\u{ad}');
            if after_break {
                broken.push((head, bare(line.text.split_whitespace().next().unwrap_or(""))));
            }
            head = bare(line.text.split_whitespace().next_back().unwrap_or(""));
            let words =
                line.text.split_whitespace().skip(usize::from(after_break || line.drop_cap.is_some()));
            for word in words.filter(|word| !word.ends_with(['-', '\u{ad}', '\u{2010}'])) {
                known.words.insert(bare(word));
            }
            after_break = line.text.ends_with(['-', '\u{ad}', '\u{2010}']);
        }
        let joined = broken.iter().filter(|(a, b)| known.words.contains(&format!("{a}{b}"))).count();
        let kept = broken.iter().filter(|(a, b)| known.words.contains(&format!("{a}-{b}"))).count();
        // Of the lines of texts whose words are not broken, about one in a hundred ends with a hyphen.
        known.breaks = joined > kept || broken.len() * 100 > all * 3;
        known
    }

    /// `line` with the large capital that it begins with: part of its first word, or a word of one letter.
    pub(super) fn with_drop_cap(&self, cap: &str, line: &str) -> String {
        let rest = line.split(char::is_whitespace).next().unwrap_or("");
        let is_word = matches!(bare(cap).as_str(), "a" | "i" | "в" | "с" | "к" | "о" | "у" | "и" | "я" | "а");
        let joined = bare(&format!("{cap}{rest}"));
        let is_apart = is_word && self.words.contains(&bare(rest)) && !self.words.contains(&joined);
        format!("{cap}{}{line}", if is_apart { " " } else { "" })
    }

    /// Adds a line to a paragraph.
    pub(super) fn join(&self, open: &mut String, line: &str) {
        match self.hyphen(open, line) {
            Hyphen::None if open.is_empty() || goes_on_unspaced(open, line) => {}
            Hyphen::None | Hyphen::Hanging => open.push(' '),
            Hyphen::Kept => {}
            Hyphen::Dropped => {
                open.pop();
            }
        }
        open.push_str(line);
    }

    /// What the hyphen at the end of `open` is before `line`.
    fn hyphen(&self, open: &str, line: &str) -> Hyphen {
        let Some(before) = open.strip_suffix(['-', '\u{ad}', '\u{2010}']) else { return Hyphen::None };
        if !before.ends_with(char::is_alphanumeric) || !line.starts_with(char::is_alphanumeric) {
            return Hyphen::None;
        }
        if open.ends_with('\u{ad}') {
            return Hyphen::Dropped;
        }
        let head = bare(before.rsplit(char::is_whitespace).next().unwrap_or(""));
        let tail = bare(line.split(char::is_whitespace).next().unwrap_or(""));
        if matches!(tail.as_str(), "and" | "or" | "to" | "и" | "или" | "либо") {
            // `pre- and post-war`; but `что-либо`.
            let is_particle = tail == "либо";
            return if is_particle { Hyphen::Kept } else { Hyphen::Hanging };
        }
        let both_letters = before.ends_with(char::is_alphabetic) && line.starts_with(char::is_lowercase);
        if !both_letters || self.is_compound(&head, &tail) { Hyphen::Kept } else { Hyphen::Dropped }
    }

    fn is_compound(&self, head: &str, tail: &str) -> bool {
        let (whole, joined) = (format!("{head}-{tail}"), format!("{head}{tail}"));
        if self.words.contains(&whole) {
            return true;
        }
        if self.words.contains(&joined) {
            return false;
        }
        if SUFFIXES.contains(&tail) {
            return false;
        }
        if !self.breaks || self.marks_soft {
            return true;
        }
        let first = head.rsplit('-').next().unwrap_or(head);
        // `кое-кто`, `кто-нибудь`, `из-за`, `self-help`: these are never the halves of one word.
        if matches!(first, "кое" | "self" | "non" | "ex" | "well" | "вице" | "экс")
            || matches!(tail, "нибудь" | "то" | "таки" | "за" | "под") && self.words.contains(first)
        {
            return true;
        }
        let is_word = |part: &str| part.chars().count() >= 4 && self.words.contains(part);
        is_word(first) && is_word(tail)
    }
}

/// Whether no space stood where the line was broken: after a slash, inside an address, after a dash without spaces.
fn goes_on_unspaced(open: &str, line: &str) -> bool {
    let last = open.rsplit(char::is_whitespace).next().unwrap_or("");
    let is_address = last.contains("://") || last.starts_with("www.");
    let before_dash =
        last.strip_suffix(['–', '—']).is_some_and(|before| before.ends_with(char::is_alphanumeric));
    last.ends_with(['/', '\u{2011}'])
        || is_address && line.starts_with(['/', '?', '&', '#', '=', '_'])
        || before_dash
}

#[derive(Debug, PartialEq)]
enum Hyphen {
    /// There is none, or it is a dash.
    None,
    /// It breaks a word.
    Dropped,
    /// It belongs to a compound, a name or a range.
    Kept,
    /// It stands for the second half of a compound.
    Hanging,
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_words_are_joined_and_compounds_kept() {
        let texts = ["a well-known decision making body, кто то agreement, социально, an agree-", "ment"];
        let lines = texts.map(|text| Line { text: text.into(), ..Line::default() });
        let known = Known::of(lines.iter());
        let joined = |open: &str, line: &str| {
            let mut open = open.to_string();
            known.join(&mut open, line);
            open
        };
        assert_eq!(joined("an agree-", "ment on"), "an agreement on");
        assert_eq!(joined("the well-", "known man"), "the well-known man");
        assert_eq!(joined("the decision-", "making body"), "the decision-making body");
        assert_eq!(joined("Issyk-", "Kul"), "Issyk-Kul");
        assert_eq!(joined("in 2010-", "2015"), "in 2010-2015");
        assert_eq!(joined("2010 -", "and on"), "2010 - and on");
        assert_eq!(joined("(2016–", "2018)"), "(2016–2018)");
        assert_eq!(joined("https://un.example/a", "/b"), "https://un.example/a/b");
        assert_eq!(joined("pre-", "and post-war"), "pre- and post-war");
        assert_eq!(joined("докумен\u{ad}", "тами"), "документами");
        assert_eq!(joined("кто-", "то пришёл"), "кто-то пришёл");
        assert_eq!(joined("оконча-", "ние"), "окончание");
    }
}
