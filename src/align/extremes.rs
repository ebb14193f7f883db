//! The lesser and the greater of two numbers. Unlike [`f32::min`] and [`f32::max`], they do not look for NaN, so that loops
//! over rows become vector instructions.

#[inline]
pub(super) fn lesser(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

#[inline]
pub(super) fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}
