//! The binary format of the built-in table. `build/main.rs` includes this file and writes the table; the library reads
//! it in place.
//!
//! All integers are little-endian. The header has ten `u32`: [`MAGIC`]; for English and for Russian the number of
//! buckets, the bytes of the strings and the number of words; the number of pairs; the number of words in the counted
//! text, English and Russian. Then follow, without gaps: the probability scale (256 `f32`), the frequency scale (128
//! `f32`), for each language its buckets (`u32` offset into the strings, `u32` first id), its strings (a length byte,
//! then the [`encode`]d stem) and its frequencies (one byte per word), the row starts of the English words (`u32`, one
//! more than words) and the pairs ([`PAIR_BYTES`] each: 24-bit Russian id, the two probabilities).

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
/// This bit of the frequency byte is set if the word has a translation.
pub const PAIRED: u8 = 0x80;
/// Length of the longest encoded stem.
pub const MAX_STEM: usize = 64;

/// Encodes a stem with one byte per Latin or Russian letter, which halves the size of the strings: ASCII unchanged, а-я
/// from 0x80, other characters as 0xFF and their UTF-8 bytes. Returns the length, or `None` if it does not fit.
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
