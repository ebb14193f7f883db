//! Measures name similarity on pairs of names.

use enru::anchor::name_index::NameIndex;
use enru::anchor::translit::Folded;
use std::path::Path;

/// A fixed pseudo-random sequence: the same random pairs on every run.
struct Sequence(u64);

impl Sequence {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) % n as u64) as usize
    }
}

fn pairs() -> Vec<(String, String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/resources/translit_pairs.json");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).expect("a list of triples")
}

#[test]
#[ignore = "needs ../shared/resources"]
fn the_index_finds_what_comparing_all_pairs_finds() {
    let pairs = pairs();
    let index = NameIndex::new(pairs.iter().map(|p| &p.1));
    let ru: Vec<_> = pairs.iter().map(|p| Folded::cyrillic(&p.1)).collect();
    for (latin, ..) in pairs.iter().step_by(10).filter(|p| p.0.chars().count() >= 3) {
        let en = Folded::latin(latin);
        let long = |n: &usize| pairs[*n].1.chars().count() >= 3;
        let all = (0..ru.len()).filter(long).filter(|&n| en.similarity(&ru[n]) >= en.threshold(&ru[n]));
        let mut found: Vec<usize> = index.find(latin).into_iter().map(|f| f.0).collect();
        found.sort_unstable();
        assert_eq!(found, all.collect::<Vec<_>>(), "{latin}");
    }
}

#[test]
#[ignore = "needs ../shared/resources"]
fn recall_on_true_names_at_few_false_ones() {
    let pairs = pairs();
    let en: Vec<_> = pairs.iter().map(|p| Folded::latin(&p.0)).collect();
    let ru: Vec<_> = pairs.iter().map(|p| Folded::cyrillic(&p.1)).collect();
    let good: Vec<f32> = en.iter().zip(&ru).map(|(a, b)| a.similarity(b)).collect();
    let mut random = Sequence(1);
    let mut bad: Vec<f32> = Vec::new();
    while bad.len() < 60_000 {
        let (i, j) = (random.below(pairs.len()), random.below(pairs.len()));
        if pairs[i].0 != pairs[j].0 && pairs[i].1 != pairs[j].1 {
            bad.push(en[i].similarity(&ru[j]));
        }
    }
    bad.sort_by(|a, b| b.total_cmp(a));
    let recall = |rate: f64| {
        let threshold = bad[(bad.len() as f64 * rate) as usize];
        good.iter().filter(|&&s| s > threshold).count() as f64 / good.len() as f64
    };
    let (strict, usual, loose) = (recall(1e-4), recall(1e-3), recall(1e-2));
    eprintln!("recall at false-positive rate 1e-4 {strict:.3}, 1e-3 {usual:.3}, 1e-2 {loose:.3}");
    assert!(usual >= 0.939, "{usual}");
}
