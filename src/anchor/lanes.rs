//! The edit distance of several readings of a name to one other name, computed together: each reading has a lane, and the
//! compiler turns the arithmetic of all lanes into vector instructions.
//!
//! A row of the distance holds one [`Lane`] per prefix of the readings. Shorter readings are padded with sounds that cost
//! nothing to leave out, so that the last place of a row holds the distance of every reading.

use super::folds::{self, Fold};
use std::array::from_fn;

/// How many readings are compared together: sixteen-bit costs in a vector of 128 bits, which every machine has. A Latin
/// name has up to eighteen readings; most have two to eight.
pub(super) const LANES: usize = 8;

/// A cost, or another small number, for each reading.
pub(super) type Lane = [i16; LANES];

/// The cost of replacing padding by a sound: more than any distance of names of bounded length.
const NEVER: i16 = 8_000;

/// Up to [`LANES`] readings of one name, prepared for comparison with many names.
pub(super) struct Readings<'a> {
    pub(super) readings: &'a [Fold],
    /// The cost of deleting the sound at each place.
    drops: Vec<Lane>,
    /// The sound at each place.
    sounds: Vec<[u8; LANES]>,
    /// The cost of replacing the sound at each place by each other sound: all places of one sound, then those of the
    /// next.
    swaps: Vec<Lane>,
    /// The sounds for which `swaps` is filled in, one bit each.
    filled: u64,
    /// The cost of deleting the whole reading.
    weights: [f32; LANES],
}

impl<'a> Readings<'a> {
    /// Prepares at most [`LANES`] `readings`. Cost: linear in their length.
    pub(super) fn new(readings: &'a [Fold]) -> Readings<'a> {
        let length = readings.iter().map(|r| r.sounds.len()).max().unwrap_or(0);
        let sound = |place: usize, lane: usize| -> u8 {
            readings.get(lane).and_then(|r| r.sounds.get(place)).copied().unwrap_or(0)
        };
        let drop = |sound| if sound == 0 { 0 } else { folds::weight(sound) as i16 };
        let sounds: Vec<[u8; LANES]> = (0..length).map(|place| from_fn(|lane| sound(place, lane))).collect();
        Readings {
            readings,
            drops: sounds.iter().map(|lanes| lanes.map(drop)).collect(),
            swaps: Vec::new(),
            filled: 0,
            weights: from_fn(|lane| readings.get(lane).map_or(0.0, |r| r.weight as f32)),
            sounds,
        }
    }

    /// The number of lanes in a row.
    pub(super) fn width(&self) -> usize {
        self.drops.len() + 1
    }

    /// The first row: the cost of deleting each prefix.
    pub(super) fn first_row(&self) -> Vec<Lane> {
        let mut sum = [0; LANES];
        let mut row = Vec::with_capacity(self.width());
        row.push(sum);
        for drop in &self.drops {
            sum = from_fn(|lane| sum[lane] + drop[lane]);
            row.push(sum);
        }
        row
    }

    /// Computes the next row: `row` belongs to a prefix of the other name, `out` to that prefix followed by `sound`.
    /// Both have [`Readings::width`] lanes. Returns the least cost in `out` for each reading.
    pub(super) fn next_row(&mut self, row: &[Lane], sound: u8, out: &mut [Lane]) -> Lane {
        let swaps = swaps(&self.sounds, &mut self.swaps, &mut self.filled, sound);
        let drop = folds::weight(sound) as i16;
        let mut above = row[0];
        let mut last = above;
        last.iter_mut().for_each(|last| *last += drop);
        let mut least = last;
        out[0] = last;
        for (place, (own, swap)) in self.drops.iter().zip(swaps).enumerate() {
            let next = row[place + 1];
            // Plain loops become vector instructions in every build; `from_fn` only with link-time optimisation.
            for lane in 0..LANES {
                let swapped = (above[lane] + swap[lane]).min(next[lane] + drop);
                last[lane] = swapped.min(last[lane] + own[lane]);
                least[lane] = least[lane].min(last[lane]);
            }
            (out[place + 1], above) = (last, next);
        }
        least
    }

    /// Whether a reading is within its share `unlike` of the heavier of itself and a name of weight `heaviest`. A lane
    /// with a negative share never is.
    pub(super) fn any_within(&self, costs: Lane, heaviest: f32, unlike: &[f32; LANES]) -> bool {
        let mut any = false;
        for lane in 0..LANES {
            any |= f32::from(costs[lane]) <= self.weights[lane].max(heaviest) * unlike[lane];
        }
        any
    }
}

/// The costs of replacing the sound at each place by `sound`. Computed once per sound, when first needed.
fn swaps<'a>(sounds: &[[u8; LANES]], table: &'a mut Vec<Lane>, filled: &mut u64, sound: u8) -> &'a [Lane] {
    let (length, code) = (sounds.len(), usize::from(sound & 63));
    let places = code * length..(code + 1) * length;
    if *filled & (1 << code) == 0 {
        *filled |= 1 << code;
        if table.len() < places.end {
            table.resize(places.end, [0; LANES]);
        }
        let swap = |own| if own == 0 { NEVER } else { i16::from(folds::substitution(sound, own)) };
        for (swaps, own) in table[places.clone()].iter_mut().zip(sounds) {
            *swaps = own.map(swap);
        }
    }
    &table[places]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_lane_holds_the_distance_of_its_reading() {
        for (latin, cyrillic) in [("Schwarzenegger", "Шварценеггера"), ("Ng", "Нг"), ("Xinjiang", "Париж")]
        {
            let (latin, cyrillic) = (folds::latin(latin), folds::cyrillic(cyrillic));
            for other in &cyrillic {
                let mut readings = Readings::new(&latin);
                let (mut row, mut next) = (readings.first_row(), vec![[0; LANES]; readings.width()]);
                for &sound in &other.sounds {
                    readings.next_row(&row, sound, &mut next);
                    std::mem::swap(&mut row, &mut next);
                }
                for (reading, distance) in latin.iter().zip(row[readings.width() - 1]) {
                    let alone = folds::distance(&reading.sounds, &other.sounds, u32::MAX);
                    assert_eq!(Some(distance as u32), alone, "{reading:?} {other:?}");
                }
            }
        }
    }
}
