//! An explanation in plain words: one short paragraph.

use super::{Explanation, Reason};
use crate::ladder::Bead;
use std::fmt;

/// How many of a kind are told.
const TOLD: usize = 3;
/// What adds less to the score is not told; nor is what moves the confidence by less, in log-odds.
const SMALL: f32 = 0.3;
const SMALL_SIGNAL: f32 = 0.1;

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.bead.is_paired() {
            true => self.pair(f)?,
            false => f.write_str("Left without counterpart.")?,
        }
        match &self.runner_up {
            _ if self.fixed => {}
            Some(other) => {
                write!(f, " Next comes {}, at {}.", Numbers(&other.bead), Percent(other.probability))?
            }
            None => f.write_str(" Nothing else was worth a look.")?,
        }
        f.write_str(" ")?;
        self.confidence(f)
    }
}

impl Explanation {
    fn pair(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ties: Vec<String> = self.ties.iter().map(|t| format!("{} = {}", t.en, t.ru)).collect();
        match ties.as_slice() {
            [] => f.write_str("No word, name or number ties the two.")?,
            ties => write!(f, "Tied by {}.", list(ties))?,
        }
        let unmet = [(&self.unexplained_en, "English"), (&self.unexplained_ru, "Russian")];
        let unmet: Vec<String> = unmet
            .iter()
            .filter(|(words, _)| !words.is_empty())
            .map(|(words, language)| format!("{} in the {language}", list(words)))
            .collect();
        if !unmet.is_empty() {
            write!(f, " Nothing answers {}.", unmet.join(", nor "))?;
        }
        let (mut pro, mut contra) = self.worths();
        contra.reverse();
        pro.truncate(TOLD);
        contra.truncate(TOLD);
        match (pro.as_slice(), contra.as_slice()) {
            ([], []) => Ok(()),
            (pro, []) => write!(f, " For it: {}.", pro.join(", ")),
            ([], contra) => write!(f, " Against it: {}.", contra.join(", ")),
            (pro, contra) => write!(f, " For it: {}; against it: {}.", pro.join(", "), contra.join(", ")),
        }
    }

    /// What counted for the bead and what against it, best first.
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
        let told =
            |sums: Vec<(&str, f32)>| sums.iter().map(|(name, sum)| format!("{name} ({sum:+.1})")).collect();
        (told(pro), told(contra))
    }

    /// Why the confidence is what it is.
    fn confidence(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Confidence {:.2}: ", self.confidence)?;
        if self.fixed {
            return f.write_str("it was known beforehand, not searched for.");
        }
        write!(f, "the search gives it {}", Percent(self.posterior))?;
        let longer = self.signal("longer") + self.signal("log-odds if longer");
        let changes = [
            (longer, "its having more than one sentence on a side"),
            (self.signal("length"), "uneven lengths"),
            (self.signal("doubtful neighbours"), "doubt that its neighbours share"),
            (self.signal("ties"), "the words that are tied"),
            (self.signal("ties of the document"), "the words that are tied in the whole document"),
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
            let times = "since too little of the documents is paired with certainty";
            write!(f, "; all confidences are multiplied by {:.2}, {times}", self.parallel)?;
        }
        f.write_str(".")
    }

    fn signal(&self, name: &str) -> f32 {
        self.signals.iter().filter(|s| s.name == name).map(|s| s.worth).sum()
    }
}

/// A part of the score in words; parts of one kind have the same.
fn in_words(name: &str) -> &'static str {
    match name {
        name if name.starts_with("Shape") => "the number of sentences",
        name if name.starts_with("Null") => "what a sentence alone is worth",
        "Length11" | "LengthMore" => "the lengths",
        "Gain11" | "GainMore" | "Paid" => "the words",
        "EdgeOwn" | "EdgeAdded" => "what each sentence adds",
        "QuestionOne" => "a question on one side only",
        "UnmarkedOne" => "an end mark on one side only",
        "UnmarkedBoth" => "an end mark on neither side",
        "QuoteOne" => "quotation on one side only",
        "InnerUnmarked" | "InnerHeading" => "a heading inside",
        "InnerBreak" => "a paragraph's end inside",
        "InnerQuote" => "a quotation that goes on",
        "InnerLower" => "a lower-case beginning inside",
        "InnerShort" => "a very short sentence inside",
        "BlockBoth" | "BreakBoth" => "a paragraph that begins on both sides",
        _ => "something else",
    }
}

/// `a, b, c and 4 more`
fn list(all: &[String]) -> String {
    let mut out = all[..all.len().min(TOLD)].join(", ");
    if all.len() > TOLD {
        out += &format!(" and {} more", all.len() - TOLD);
    }
    out
}

/// `en 4 5 = ru 6`, or one side of it, numbers from 1.
pub(super) struct Numbers<'a>(pub &'a Bead);

impl fmt::Display for Numbers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |range: &std::ops::Range<usize>| {
            range.clone().map(|i| (i + 1).to_string()).collect::<Vec<_>>().join(" ")
        };
        match (self.0.en.is_empty(), self.0.ru.is_empty()) {
            (false, false) => write!(f, "en {} = ru {}", list(&self.0.en), list(&self.0.ru)),
            (false, true) => write!(f, "en {} alone", list(&self.0.en)),
            (true, _) => write!(f, "ru {} alone", list(&self.0.ru)),
        }
    }
}

/// `3 %`; `under 1 %` and `over 99 %` for what is neither nothing nor all.
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
    fn the_signals_that_are_told_are_there() {
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
