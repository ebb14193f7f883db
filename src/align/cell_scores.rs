//! Scores the cells of a wide band, quickly: upper bounds of how well the two sentences of each cell explain each other.
//!
//! Like [`word_score`](super::word_score), except that each linked pair of words counts on its own: words with several
//! counterparts in the other sentence count several times. Cost: a few operations per linked pair of words.

use super::band::Band;
use super::linked::hits;
use super::sides::Sides;
use super::word_score::{CAP, Floors, MOST_COUNTED, Odds};

/// The limit of a product: sentences beyond it are a pair for sure.
const MOST: f64 = 1e300;

/// The scores of the cells of `band`, each the sum of those of its two sentences.
pub(super) fn cell_scores(sides: &Sides, floors: &Floors, band: &Band) -> Vec<f32> {
    let Sides { en, ru, links } = sides;
    let scale = |content: u32| 1.0 / (content + 1) as f32;
    let scales: Vec<f32> = en.facts.iter().map(|facts| scale(facts.content)).collect();
    let (odds_en, odds_ru) = Odds::of_band(en, ru, floors, band);
    let mut products: Vec<f64> = Vec::new();
    hits(
        (en, ru),
        links,
        band,
        || vec![0.0; band.len()],
        |scores, column, hits| {
            products.clear();
            products.resize(column.rows.len(), 1.0);
            let of_ru = scale(ru.facts[column.ru].content);
            let odds = odds_ru.of(ru, column.ru);
            for hit in hits {
                let row = hit.row as usize;
                let forward = 1.0
                    + odds[usize::from(hit.ru)] * (hit.forward * hit.en_count as f32 * scales[row]).min(CAP);
                let backward = 1.0
                    + odds_en.of(en, row)[usize::from(hit.en)]
                        * (hit.backward * hit.ru_count as f32 * of_ru).min(CAP);
                let factor = f64::from(forward * backward);
                for _ in 0..hit.en_count.min(hit.ru_count).min(MOST_COUNTED) {
                    products[row - column.rows.start] *= factor;
                }
            }
            for (row, product) in column.rows.clone().zip(&products) {
                if let Some(cell) = band.node(row, column.ru) {
                    scores[cell] = libm::log(product.min(MOST)) as f32;
                }
            }
        },
    )
}
