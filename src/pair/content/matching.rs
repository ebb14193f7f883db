//! From candidates to pairs: the best one-to-one matching, and the confidence of each pair.

use super::score::Candidate;
use rustc_hash::FxHashMap;

/// Confidence is a logistic function of the score and of its distance to the best rival of either document. Fitted on
/// 10,692 matches, 1,363 of them wrong: the development documents of eight sets under random names, in folders of 1 to
/// 440 per side, with up to half of the documents of either side removed at random.
const CONSTANT: f32 = -9.4;
const BY_SCORE: f32 = 21.7;
const BY_MARGIN: f32 = 27.3;

/// The assumed score of a rival if the folder has none. Unrelated documents usually score 0.1 to 0.2.
const RIVAL: f32 = 0.1;

/// The least confidence of a match. It rejects 97 % of the wrong matches and 0.1 % of the right ones.
const SURE_ENOUGH: f32 = 0.5;

/// A pair found by content.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Match {
    pub en: usize,
    pub ru: usize,
    pub confidence: f32,
    /// The confidence that the best other partner of either document would have.
    pub runner_up: f32,
}

/// Greedy matching: takes the best candidate whose two documents are both free. Cost: one sort.
pub(super) fn best(candidates: &[Candidate]) -> Vec<Match> {
    let mut order: Vec<&Candidate> = candidates.iter().collect();
    order.sort_by(|a, b| b.score.total_cmp(&a.score).then((a.en, a.ru).cmp(&(b.en, b.ru))));
    let (mut en, mut ru) = (FxHashMap::default(), FxHashMap::default());
    for c in &order {
        en.entry(c.en).or_insert_with(Rivals::default).meet(c.score);
        ru.entry(c.ru).or_insert_with(Rivals::default).meet(c.score);
    }
    let (mut en_taken, mut ru_taken) = (FxHashMap::default(), FxHashMap::default());
    let mut matches = Vec::new();
    for c in order {
        if en_taken.contains_key(&c.en) || ru_taken.contains_key(&c.ru) {
            continue;
        }
        en_taken.insert(c.en, ());
        ru_taken.insert(c.ru, ());
        let rival = en[&c.en].of(c.score).max(ru[&c.ru].of(c.score));
        let (confidence, runner_up) = (confidence(c.score, rival), confidence(rival, c.score));
        if confidence >= SURE_ENOUGH {
            matches.push(Match { en: c.en, ru: c.ru, confidence, runner_up });
        }
    }
    matches
}

/// The two best scores of a document.
#[derive(Default)]
struct Rivals {
    first: f32,
    second: f32,
}

impl Rivals {
    /// Expects scores in descending order.
    fn meet(&mut self, score: f32) {
        if self.first == 0.0 {
            self.first = score;
        } else if self.second == 0.0 {
            self.second = score;
        }
    }

    /// The best score other than `score`.
    fn of(&self, score: f32) -> f32 {
        if self.first == score { self.second } else { self.first }
    }
}

fn confidence(score: f32, rival: f32) -> f32 {
    let rival = rival.max(RIVAL);
    1.0 / (1.0 + libm::expf(-(CONSTANT + BY_SCORE * score + BY_MARGIN * (score - rival))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(en: usize, ru: usize, score: f32) -> Candidate {
        Candidate { en, ru, score }
    }

    #[test]
    fn the_best_match_wins_and_each_document_matches_once() {
        let found =
            best(&[candidate(0, 0, 0.5), candidate(0, 1, 0.7), candidate(1, 1, 0.2), candidate(1, 0, 0.1)]);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].en, found[0].ru), (0, 1));
        assert!(found[0].confidence > 0.9 && found[0].runner_up < 0.1);
    }

    #[test]
    fn identical_documents_have_a_low_confidence() {
        let twins = best(&[candidate(0, 0, 0.5), candidate(0, 1, 0.5)]);
        assert!(twins[0].confidence < 0.9, "{twins:?}");
        assert_eq!(best(&[]), []);
    }
}
