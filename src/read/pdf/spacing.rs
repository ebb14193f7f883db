//! Joins letterspaced words, spaced for emphasis or in headings: `r e s o l u t i o n`.

use super::layout::{SAME_LINE, SPACED_RATIO};
use super::page::Word;

/// The fewest letters of a letterspaced word. Shorter runs are formulas and initials.
const FEWEST: usize = 3;

/// Joins the letterspaced words of `words`, which are in file order. A letterspaced word is a run of single letters
/// with even gaps, separated from its neighbours by wider gaps. If all gaps are equal, the letters are separate words.
/// Next to a letterspaced word two letters form one too. Cost: linear.
pub(super) fn join_spaced(words: Vec<Word>) -> Vec<Word> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let end = run_end(&words, at);
        runs.push((at, end));
        at = end;
    }
    let is_spaced = |run: &(usize, usize)| run.1 - run.0 >= FEWEST && stands_apart(&words, run.0, run.1);
    let spaced: Vec<bool> = runs.iter().map(is_spaced).collect();
    // The numbers of words that make one.
    let mut counts: Vec<usize> = Vec::with_capacity(words.len());
    for (index, &(from, end)) in runs.iter().enumerate() {
        let before = index > 0 && spaced[index - 1] && gap(&words, from - 1).is_some();
        let after = spaced.get(index + 1) == Some(&true) && gap(&words, end - 1).is_some();
        if spaced[index] || (before || after) && stands_apart(&words, from, end) {
            counts.push(end - from);
        } else {
            counts.extend(std::iter::repeat_n(1, end - from));
        }
    }
    let mut words = words.into_iter();
    let mut joined: Vec<Word> = Vec::with_capacity(counts.len());
    for count in counts {
        let Some(mut word) = words.next() else { break };
        for next in words.by_ref().take(count - 1) {
            word.text.push_str(&next.text);
            word.end = next.end;
        }
        word.order = joined.len();
        joined.push(word);
    }
    joined
}

/// The end of the run of single letters with even gaps that begins at `from`.
fn run_end(words: &[Word], from: usize) -> usize {
    if !is_letter(&words[from].text) {
        return from + 1;
    }
    let mut end = from + 1;
    let mut widest: Option<f64> = None;
    let goes_on = |word: &&Word| is_letter(&word.text) || is_cluster(word);
    while let Some(gap) = words.get(end).filter(goes_on).and_then(|_| gap(words, end - 1)) {
        if widest.is_some_and(|widest| gap > SPACED_RATIO * widest) {
            break;
        }
        widest = Some(widest.map_or(gap, |widest| widest.max(gap)));
        end += 1;
    }
    // Punctuation after the word has the same spacing as its letters.
    while let Some(gap) = words.get(end).filter(|w| is_mark(&w.text)).and_then(|_| gap(words, end - 1)) {
        if widest.is_none_or(|widest| gap > SPACED_RATIO * widest) {
            break;
        }
        end += 1;
    }
    end
}

/// Whether a run is separated from its neighbours: by spaces in the file, if the run contains none, or by wider gaps. A
/// program that adds space after each letter adds it after the last one too, so only one side may be wide.
fn stands_apart(words: &[Word], from: usize, end: usize) -> bool {
    let inside = (from..end - 1).filter_map(|i| gap(words, i)).fold(0.0, f64::max);
    let before = from.checked_sub(1).and_then(|i| gap(words, i));
    let after = gap(words, end - 1);
    let has_spaces_inside = words[from + 1..end].iter().any(|word| word.spaced);
    let is_spaced = |gap: Option<f64>, index: usize| gap.is_some() && words[index].spaced;
    if !has_spaces_inside && (is_spaced(before, from) || is_spaced(after, end)) {
        return true;
    }
    if words[from..end].iter().any(is_cluster) {
        return false;
    }
    let is_wider = |gap: Option<f64>| gap.is_none_or(|gap| gap > SPACED_RATIO * inside);
    let is_alone = before.is_none() && after.is_none();
    is_wider(before) && is_wider(after) && (!is_alone || end - from > FEWEST)
}

/// The gap between the word at `index` and the next one, if both are on one line.
fn gap(words: &[Word], index: usize) -> Option<f64> {
    let (word, next) = (&words[index], words.get(index + 1)?);
    let gap = next.start - word.end;
    let is_level =
        (word.y - next.y).abs() < SAME_LINE * word.size && (word.size - next.size).abs() < 0.05 * word.size;
    (is_level && gap > -0.1 * word.size && gap < 5.0 * word.size).then_some(gap)
}

fn is_letter(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.all(is_closing)
}

/// Letters of a letterspaced word that kerning moves together: `A RY` in `S U M M A RY`. Only spaces in the file show
/// that they are not a word.
fn is_cluster(word: &Word) -> bool {
    !word.spaced && (2..=3).contains(&word.text.chars().count()) && word.text.chars().all(char::is_alphabetic)
}

fn is_mark(text: &str) -> bool {
    text.chars().all(is_closing)
}

fn is_closing(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '»' | '”' | ')')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(parts: &[(&str, f64)]) -> Vec<String> {
        let mut at = 0.0;
        let mut words = Vec::new();
        for (order, (text, gap)) in parts.iter().enumerate() {
            let start = at + gap;
            at = start + 5.0 * text.chars().count() as f64;
            let text = text.to_string();
            words.push(Word {
                text,
                start,
                end: at,
                y: 0.0,
                size: 10.0,
                spaced: true,
                order,
                artifact: false,
                label: false,
                hidden: false,
            });
        }
        join_spaced(words).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn spaced_words_are_joined_and_formulas_kept() {
        let spaced = [("so", 0.0), ("n", 4.0), ("e", 2.0), ("v", 2.0), ("e", 2.0), ("r", 2.0), ("came", 4.0)];
        assert_eq!(line(&spaced), ["so", "never", "came"]);
        let formula = [("of", 0.0), ("x", 3.0), ("y", 3.0), ("z", 3.0), ("is", 3.0)];
        assert_eq!(line(&formula), ["of", "x", "y", "z", "is"]);
        let heading = [("П", 0.0), ("Л", 2.0), ("А", 2.0), ("Н", 2.0), ("Н", 5.0), ("А", 2.0), ("Ш", 2.0)];
        assert_eq!(line(&heading), ["ПЛАН", "НАШ"]);
    }
}
