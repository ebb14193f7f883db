//! Displays an explanation as one short paragraph.

use super::{Explanation, Reason};
use crate::ladder::Bead;
use std::fmt;

/// The most items of a kind that are listed.
const MOST_LISTED: usize = 3;
/// Smaller contributions to the score, and to the confidence in log-odds, are omitted.
const SMALL: f32 = 0.3;
const SMALL_SIGNAL: f32 = 0.1;

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.bead.is_paired() {
            true => self.pair(f)?,
            false => f.write_str("Unpaired.")?,
        }
        match &self.runner_up {
            _ if self.fixed => {}
            Some(other) => {
                write!(f, " Best alternative: {}, {}.", Numbers(&other.bead), Percent(other.probability))?
            }
            None => f.write_str(" No alternative came near.")?,
        }
        f.write_str(" ")?;
        self.confidence(f)
    }
}

impl Explanation {
    fn pair(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ties: Vec<String> = self.ties.iter().map(|t| format!("{} = {}", t.en, t.ru)).collect();
        match ties.as_slice() {
            [] => f.write_str("No linked word, name or number.")?,
            ties => write!(f, "Linked: {}.", list(ties))?,
        }
        let unmet = [(&self.unexplained_en, "English"), (&self.unexplained_ru, "Russian")];
        let unmet: Vec<String> = unmet
            .iter()
            .filter(|(words, _)| !words.is_empty())
            .map(|(words, language)| format!("{} ({language})", list(words)))
            .collect();
        if !unmet.is_empty() {
            write!(f, " No counterpart: {}.", unmet.join("; "))?;
        }
        let (mut pro, mut contra) = self.worths();
        contra.reverse();
        pro.truncate(MOST_LISTED);
        contra.truncate(MOST_LISTED);
        match (pro.as_slice(), contra.as_slice()) {
            ([], []) => Ok(()),
            (pro, []) => write!(f, " For: {}.", pro.join(", ")),
            ([], contra) => write!(f, " Against: {}.", contra.join(", ")),
            (pro, contra) => write!(f, " For: {}. Against: {}.", pro.join(", "), contra.join(", ")),
        }
    }

    /// The parts of the score that support the bead and those that do not, largest first.
    fn worths(&self) -> (Vec<String>, Vec<String>) {
        let mut sums: Vec<(&str, f32)> = Vec::new();
        for Reason { name, worth, .. } in &self.parts {
            match sums.iter_mut().find(|(phrase, _)| *phrase == in_words(name)) {
                Some((_, sum)) => *sum += worth,
                None => sums.push((in_words(name), *worth)),
            }
        }
        sums.retain(|(_, sum)| sum.abs() >= SMALL);
        sums.sort_by(|a, b| b.1.total_cmp(&a.1));
        let (pro, contra): (Vec<_>, Vec<_>) = sums.into_iter().partition(|(_, sum)| *sum > 0.0);
        let listed =
            |sums: Vec<(&str, f32)>| sums.iter().map(|(name, sum)| format!("{name} ({sum:+.1})")).collect();
        (listed(pro), listed(contra))
    }

    /// Writes the origin of the confidence.
    fn confidence(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Confidence {:.2}: ", self.confidence)?;
        if self.fixed {
            return f.write_str("it is a fixed point, not a result of the search.");
        }
        write!(f, "{} in the search", Percent(self.posterior))?;
        let longer = self.signal("longer") + self.signal("log-odds if longer");
        let changes = [
            (longer, "several sentences on a side"),
            (self.signal("length"), "uneven lengths"),
            (self.signal("doubtful neighbours"), "doubtful neighbours"),
            (self.signal("ties"), "its linked words"),
            (self.signal("ties of the document"), "the linked words of the whole document"),
        ];
        let moved: Vec<String> = changes
            .iter()
            .filter(|(worth, _)| worth.abs() >= SMALL_SIGNAL)
            .map(|(worth, why)| format!("{} for {why}", if *worth < 0.0 { "lowered" } else { "raised" }))
            .collect();
        if !moved.is_empty() {
            write!(f, ", {}", moved.join(", "))?;
        }
        if self.bead.is_paired() && self.parallel < 0.995 {
            let why = "because little of the documents is paired with certainty";
            write!(f, "; all confidences are multiplied by {:.2}, {why}", self.parallel)?;
        }
        f.write_str(".")
    }

    fn signal(&self, name: &str) -> f32 {
        self.signals.iter().filter(|s| s.name == name).map(|s| s.worth).sum()
    }
}

/// A part of the score in words. Related parts share a phrase.
fn in_words(name: &str) -> &'static str {
    match name {
        name if name.starts_with("Shape") => "the number of sentences",
        name if name.starts_with("Null") => "the cost of an unpaired sentence",
        "Length11" | "LengthMore" => "the lengths",
        "Gain11" | "GainMore" | "Paid" => "the words",
        "EdgeOwn" | "EdgeAdded" => "what each sentence adds",
        "UnmarkedOne" => "an end mark on one side only",
        "UnmarkedBoth" => "an end mark on neither side",
        "QuoteOne" => "a quotation mark on one side only",
        "InnerUnmarked" | "InnerHeading" => "a heading inside",
        "InnerBreak" => "a paragraph break inside",
        "InnerQuote" => "an open quotation",
        "InnerLower" => "a lower-case start inside",
        "InnerShort" => "a very short sentence inside",
        "BlockBoth" | "BreakBoth" => "a paragraph that starts on both sides",
        _ => "something else",
    }
}

/// `a, b, c and 4 more`
fn list(all: &[String]) -> String {
    let mut out = all[..all.len().min(MOST_LISTED)].join(", ");
    if all.len() > MOST_LISTED {
        out += &format!(" and {} more", all.len() - MOST_LISTED);
    }
    out
}

/// `en 4 5 = ru 6`, or one side only. Numbers start at 1.
pub(super) struct Numbers<'a>(pub &'a Bead);

impl fmt::Display for Numbers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |range: &std::ops::Range<usize>| {
            range.clone().map(|i| (i + 1).to_string()).collect::<Vec<_>>().join(" ")
        };
        match (self.0.en.is_empty(), self.0.ru.is_empty()) {
            (false, false) => write!(f, "en {} = ru {}", list(&self.0.en), list(&self.0.ru)),
            (false, true) => write!(f, "en {} unpaired", list(&self.0.en)),
            (true, _) => write!(f, "ru {} unpaired", list(&self.0.ru)),
        }
    }
}

/// `3 %`; `under 1 %` and `over 99 %` for values near 0 and 1 that are not exact.
struct Percent(f32);

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 * 100.0 {
            p if p < 1.0 => f.write_str("under 1 %"),
            p if p > 99.0 => f.write_str("over 99 %"),
            p => write!(f, "{p:.0} %"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::{confidence, score};

    #[test]
    fn every_part_of_the_score_has_words() {
        assert!(score::NAMES.iter().all(|name| in_words(name) != "something else"));
    }

    #[test]
    fn the_signals_that_are_listed_exist() {
        for name in
            ["longer", "log-odds if longer", "length", "doubtful neighbours", "ties", "ties of the document"]
        {
            assert!(confidence::NAMES.contains(&name), "{name}");
        }
    }

    #[test]
    fn long_lists_are_cut() {
        let words = ["a", "b", "c", "d", "e"].map(String::from);
        assert_eq!(list(&words), "a, b, c and 2 more");
        assert_eq!(list(&words[..2]), "a, b");
    }
}
