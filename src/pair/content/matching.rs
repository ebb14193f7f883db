//! From candidates to pairs: the best one-to-one matching, and how sure each pair is.

use super::score::Candidate;
use std::collections::BTreeMap;

/// A pair that content made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Match {
    pub en: usize,
    pub ru: usize,
    pub confidence: f32,
    /// The confidence the best other partner of either document would have had, had this one not been there.
    pub runner_up: f32,
}

/// The best matching: the best candidates first, as long as both documents are free. Cost: one sort.
pub(super) fn best(candidates: &[Candidate]) -> Vec<Match> {
    let mut order: Vec<&Candidate> = candidates.iter().collect();
    order.sort_by(|a, b| b.score.total_cmp(&a.score).then((a.en, a.ru).cmp(&(b.en, b.ru))));
    let (mut en, mut ru) = (BTreeMap::new(), BTreeMap::new());
    for c in &order {
        en.entry(c.en).or_insert_with(Vec::new).push(*c);
        ru.entry(c.ru).or_insert_with(Vec::new).push(*c);
    }
    let (mut en_taken, mut ru_taken) = (BTreeMap::new(), BTreeMap::new());
    let mut matches = Vec::new();
    for c in order {
        if en_taken.contains_key(&c.en) || ru_taken.contains_key(&c.ru) {
            continue;
        }
        let rivals = en[&c.en].iter().chain(&ru[&c.ru]).filter(|r| (r.en, r.ru) != (c.en, c.ru));
        let rival = rivals.map(|r| r.score).fold(0.0, f32::max);
        if std::env::var("ENRU_DEBUG").is_ok() { #[allow(clippy::print_stderr)] { eprintln!("DBG {} {} {} {} {}", c.en, c.ru, c.score, c.evidence, rival); } }
        en_taken.insert(c.en, ());
        ru_taken.insert(c.ru, ());
        matches.push(Match { en: c.en, ru: c.ru, confidence: c.score, runner_up: rival });
    }
    matches
}
