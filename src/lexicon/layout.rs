//! How the built-in table lies in memory: written by `build.rs`, which includes this file, and read in place.
//!
//! All integers are little-endian. The header is ten `u32`: [`MAGIC`], then for English and for Russian the number of
//! buckets, the bytes of the strings and the number of words, then the number of pairs, then how many words of running
//! text were counted in English and in Russian. After it come, without gaps: the probability scale (256 `f32`), the frequency scale (128 `f32`), for each
//! language its buckets (`u32` offset into the strings, `u32` first id), its strings (a length byte, then the
//! [`encode`]d stem) and its frequencies (a byte a word), the row starts of English words (`u32`, one more than there
//! are words) and the pairs ([`PAIR_BYTES`] each: 24-bit Russian id, the two probabilities).

/// First word of the header; changes with the layout.
pub const MAGIC: u32 = 0x3258_454c;
/// Length of the header in bytes.
pub const HEADER_BYTES: usize = 40;
/// Length of a bucket in bytes.
pub const BUCKET_BYTES: usize = 8;
/// Length of a pair in bytes.
pub const PAIR_BYTES: usize = 5;
/// Steps of the probability scale.
pub const PROBABILITY_STEPS: usize = 256;
/// Steps of the frequency scale.
pub const FREQUENCY_STEPS: usize = 128;
/// Set in the frequency byte of a word that is in a pair.
pub const PAIRED: u8 = 0x80;
/// Longest encoded stem that is kept.
pub const MAX_STEM: usize = 64;

/// The stem in one byte a letter for basic Latin and Russian, so that the strings are half as long: ASCII as it is,
/// а-я from 0x80, anything else as 0xFF and its UTF-8 bytes. Gives the length, or `None` where it does not fit.
pub fn encode(stem: &str, out: &mut [u8; MAX_STEM]) -> Option<usize> {
    let mut len = 0;
    for c in stem.chars() {
        let mut utf8 = [0xff; 5];
        let size = match c {
            '\0'..='\x7f' => {
                utf8[0] = c as u8;
                1
            }
            'а'..='я' => {
                utf8[0] = 0x80 + (c as u32 - 'а' as u32) as u8;
                1
            }
            _ => 1 + c.encode_utf8(&mut utf8[1..]).len(),
        };
        out.get_mut(len..len + size)?.copy_from_slice(&utf8[..size]);
        len += size;
    }
    Some(len)
}

/// FNV-1a: the bucket of a word is its hash modulo the number of buckets.
pub fn hash(encoded: &[u8]) -> u32 {
    encoded.iter().fold(0x811c_9dc5, |h, &b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}
