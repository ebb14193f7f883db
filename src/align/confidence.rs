//! From the posterior of a bead to the probability that it is right.
//!
//! Posteriors of the model are a little too sure of themselves, since its features are not independent: their log-odds
//! are scaled down (J. Platt 1999). The scale is the one that `cargo run --release --example reliability` calls best.

use super::dp::Step;

/// What log-odds are multiplied with.
const SCALE: f32 = 0.65;
/// Posteriors are not told apart beyond this.
const SUREST: f32 = 0.9999;

/// The estimated probability that the bead of `step` is right.
pub(super) fn of(step: &Step) -> f32 {
    let p = step.posterior.clamp(1.0 - SUREST, SUREST);
    let odds = libm::logf(p / (1.0 - p));
    1.0 / (1.0 + libm::expf(-SCALE * odds))
}
