//! Scores the cells of a wide band, quickly: upper bounds of how well the two sentences of each cell explain each other.
//!
//! Like [`word_score`](super::word_score), except that each linked pair of words counts on its own: words with several
//! counterparts in the other sentence count several times. Cost: a few operations per linked pair of words.

use super::band::Band;
use super::linked::{Collect, Column, Occurrence, Word, collect};
use super::sides::Sides;
use super::word_links::Link;
use super::word_score::{CAP, Floors, MOST_COUNTED, scale};

/// The scores of the cells of `band`, each the sum of those of its two sentences.
pub(super) fn cell_scores(sides: &Sides, floors: &Floors, band: &Band) -> Vec<f32> {
    let rows = *band.rows().start()..(band.rows().end() + 1).min(sides.en.len());
    let scales: Vec<f32> = sides.en.facts[rows].iter().map(|facts| scale(facts.content)).collect();
    let start = || {
        let scores = vec![0.0; band.len()];
        Scores { sides, floors, band, scales: &scales, scores, products: Vec::new() }
    };
    collect(sides, band, start).scores
}

struct Scores<'a> {
    sides: &'a Sides,
    floors: &'a Floors,
    band: &'a Band,
    /// The scale of the English sentence of each row.
    scales: &'a [f32],
    scores: Vec<f32>,
    /// The product of the factors of the hits so far, for each row of the column.
    products: Vec<f64>,
}

/// The limit of a product: sentences beyond it are a pair for sure.
const MOST: f64 = 1e300;

impl Collect for Scores<'_> {
    fn add(&mut self, column: &Column, word: Word, link: &Link, occurrences: &[Occurrence]) {
        let Sides { en, ru, .. } = self.sides;
        let ru_type = ru.bag(column.ru)[usize::from(word.place)].0;
        let odds_ru = self.floors.odds(ru.types[ru_type as usize].kind);
        let odds_en = self.floors.odds(en.types[link.en as usize].kind);
        let ratio = link.backward * word.count as f32 * scale(ru.facts[column.ru].content);
        let backward = 1.0 + odds_en * ratio.min(CAP);
        self.products.resize(column.rows.len(), 1.0);
        for occurrence in occurrences {
            let row = occurrence.row as usize;
            let ratio = link.forward * occurrence.count as f32 * self.scales[row - self.band.rows().start()];
            let factor = f64::from((1.0 + odds_ru * ratio.min(CAP)) * backward);
            for _ in 0..occurrence.count.min(word.count).min(MOST_COUNTED) {
                self.products[row - column.rows.start] *= factor;
            }
        }
    }

    fn end(&mut self, column: &Column) {
        for (row, product) in column.rows.clone().zip(self.products.drain(..)) {
            if let Some(cell) = self.band.node(row, column.ru) {
                self.scores[cell] = libm::log(product.min(MOST)) as f32;
            }
        }
    }
}
