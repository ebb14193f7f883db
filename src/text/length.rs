//! The cost of two lengths: an English sentence and its Russian translation have nearly the same number of characters.
//!
//! Source: Gale and Church (1993), with ratio and variance measured on English-Russian documents. The variance is that
//! of the logarithm of the ratio, which fits long and short sentences.

/// Russian characters per English character, not counting white space.
const RATIO: f32 = 1.05;
/// Variance of the logarithm of the ratio.
const VARIANCE: f32 = 0.12;
/// Added to both lengths, so that short sentences may differ more.
const SMOOTHING: f32 = 6.0;
/// The largest cost.
const CAP: f32 = 12.0;

/// Half the squared standard score of the ratio of two lengths in characters, at most [`CAP`].
pub(crate) fn half_square(en: u32, ru: u32) -> f32 {
    let ratio = (ru as f32 + SMOOTHING) / ((en as f32 + SMOOTHING) * RATIO);
    let log = libm::logf(ratio);
    (log * log / VARIANCE / 2.0).min(CAP)
}

/// The logarithm of the expected Russian length for an English length.
pub(crate) fn log_en(en: u32) -> f32 {
    libm::logf((en as f32 + SMOOTHING) * RATIO)
}

/// The logarithm of a Russian length.
pub(crate) fn log_ru(ru: u32) -> f32 {
    libm::logf(ru as f32 + SMOOTHING)
}

/// [`half_square`] computed from the logarithms of two lengths, up to rounding.
#[inline]
pub(crate) fn half_square_of(log_en: f32, log_ru: f32) -> f32 {
    let log = log_ru - log_en;
    let square = log * log * (0.5 / VARIANCE);
    if square < CAP { square } else { CAP }
}

/// Above this, [`half_square_of`] implies [`too_uneven`] despite rounding.
pub(crate) const TOO_UNEVEN_FOR_SURE: f32 = 6.01;

/// Half the squared standard score of lengths that are far apart: three standard deviations.
const FAR_APART: f32 = 4.5;

/// Whether two lengths in characters, not counting white space, are unlikely for a translation.
pub(crate) fn far_apart(en: u32, ru: u32) -> bool {
    half_square(en, ru) >= FAR_APART
}

/// The factor between actual and expected length at which [`half_square`] is 6.
const TOO_UNEVEN: f32 = 3.320_117;

/// Whether [`half_square`] is above 6. Needs no logarithm.
pub(crate) fn too_uneven(en: u32, ru: u32) -> bool {
    let (en, ru) = ((en as f32 + SMOOTHING) * RATIO, ru as f32 + SMOOTHING);
    ru > en * TOO_UNEVEN || en > ru * TOO_UNEVEN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_lengths_fit_and_cost_is_bounded() {
        assert!(half_square(100, 105) < 0.01);
        assert!(half_square(100, 200) > 1.0);
        assert_eq!(half_square(1, 1_000_000), CAP);
    }

    #[test]
    fn too_uneven_is_a_half_square_above_six() {
        for en in 1..300 {
            for ru in 1..300 {
                assert_eq!(too_uneven(en, ru), half_square(en, ru) > 6.0, "{en} {ru}");
            }
        }
    }
}
