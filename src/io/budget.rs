//! Limits the unpacked size of a file, so that a bomb of a few kilobytes does not fill the memory.

use crate::error::{Error, Result};
use std::io::Read;
use std::path::Path;

/// The most unpacked bytes of a file. The longest novels as DOCX have 20 MB of XML.
const MOST_BYTES: u64 = 128 << 20;
/// The largest compression ratio. XML has 10 to 30, a bomb a thousand.
pub(crate) const MOST_TIMES: u64 = 250;
/// Smaller results may have any compression ratio.
const SMALL: u64 = 1 << 20;

/// The bytes that a file may still be unpacked to.
#[derive(Debug)]
pub(crate) struct Budget {
    left: u64,
}

impl Budget {
    /// The budget of one file.
    pub(crate) fn new() -> Budget {
        Budget { left: MOST_BYTES }
    }

    /// Unpacks `reader`, which has `packed` bytes of the file `path`.
    ///
    /// # Errors
    /// [`Error::Unusable`] if the result exceeds the budget or the compression ratio of text, or if the data are
    /// damaged.
    pub(crate) fn unpack(&mut self, path: &Path, reader: impl Read, packed: u64) -> Result<Vec<u8>> {
        let limit = self.left.min(most_unpacked(packed));
        let mut bytes = Vec::new();
        reader.take(limit + 1).read_to_end(&mut bytes).map_err(|e| {
            Error::unusable(path, format!("is a damaged archive ({e}); save it again from its program"))
        })?;
        if bytes.len() as u64 > limit {
            let message = format!(
                "unpacks to more than {limit} bytes, which is refused as unsafe; unpack it yourself if you trust it"
            );
            return Err(Error::unusable(path, message));
        }
        self.left -= bytes.len() as u64;
        Ok(bytes)
    }
}

/// The most that `packed` bytes may unpack to.
pub(crate) fn most_unpacked(packed: u64) -> u64 {
    packed.saturating_mul(MOST_TIMES).max(SMALL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_budget_is_for_all_parts_of_a_file() {
        let mut budget = Budget { left: 3 * SMALL };
        let path = Path::new("x");
        let part = || std::io::repeat(b'x').take(SMALL);
        assert!((0..3).all(|_| budget.unpack(path, part(), 1).is_ok()));
        assert!(budget.unpack(path, part(), 1).is_err());
        assert!(Budget::new().unpack(path, std::io::repeat(b'x'), 5000).is_err());
    }
}
