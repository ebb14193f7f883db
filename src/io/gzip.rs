//! Unpacks gzip (RFC 1952) as a stream. Detects it by its first bytes. Several members are read as one. A stream with a
//! larger compression ratio than text is refused, since a small file could take hours.

#[cfg(not(feature = "gzip"))]
use crate::error::Error;
use crate::error::Result;
#[cfg(feature = "gzip")]
use crate::io::budget::{MOST_TIMES, most_unpacked};
#[cfg(feature = "gzip")]
use std::io;
use std::io::{BufRead, Read};
use std::path::Path;

/// Whether data that start with `head` are gzip.
pub(crate) fn is_packed(head: &[u8]) -> bool {
    head.starts_with(&[0x1f, 0x8b])
}

/// What `packed`, the content of `path`, unpacks to.
#[cfg(feature = "gzip")]
pub(crate) fn unpack<'a>(_: &Path, packed: impl BufRead + 'a) -> Result<Box<dyn Read + 'a>> {
    let packed = Counted { input: packed, bytes: 0 };
    Ok(Box::new(Guarded { decoder: flate2::bufread::MultiGzDecoder::new(packed), unpacked: 0 }))
}

/// A stream that is limited to [`most_unpacked`].
#[cfg(feature = "gzip")]
struct Guarded<R> {
    decoder: flate2::bufread::MultiGzDecoder<Counted<R>>,
    unpacked: u64,
}

#[cfg(feature = "gzip")]
impl<R: BufRead> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.decoder.read(buffer)?;
        self.unpacked += count as u64;
        if self.unpacked > most_unpacked(self.decoder.get_ref().bytes) {
            let message = format!(
                "unpacks to more than {MOST_TIMES} times its size, which is refused as unsafe; unpack it yourself if \
                 you trust it"
            );
            return Err(io::Error::other(message));
        }
        Ok(count)
    }
}

/// A reader that counts the bytes read.
#[cfg(feature = "gzip")]
struct Counted<R> {
    input: R,
    bytes: u64,
}

#[cfg(feature = "gzip")]
impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.bytes += count as u64;
        Ok(count)
    }
}

#[cfg(feature = "gzip")]
impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.bytes += count as u64;
        self.input.consume(count);
    }
}

/// What `packed`, the content of `path`, unpacks to.
///
/// # Errors
/// [`Error::Unusable`], since this build cannot unpack it.
#[cfg(not(feature = "gzip"))]
pub(crate) fn unpack<'a>(path: &Path, _: impl BufRead + 'a) -> Result<Box<dyn Read + 'a>> {
    Err(Error::unusable(path, "is packed with gzip, which this build does not unpack; unpack it first"))
}

#[cfg(all(test, feature = "gzip"))]
mod tests {
    use super::*;
    use std::io::Write;

    fn unpacked(text: &[u8]) -> io::Result<usize> {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(text).unwrap();
        let packed = packed.finish().unwrap();
        let mut all = Vec::new();
        unpack(Path::new("x"), &packed[..]).unwrap().read_to_end(&mut all)
    }

    #[test]
    fn a_bomb_is_refused_and_text_is_not() {
        assert!(unpacked(&vec![b'a'; 50 << 20]).unwrap_err().to_string().contains("unsafe"));
        assert_eq!(unpacked(&vec![b'a'; 1 << 19]).unwrap(), 1 << 19);
        let numbers: String = (0..500_000).map(|n| format!("{n}\n")).collect();
        assert_eq!(unpacked(numbers.as_bytes()).unwrap(), numbers.len());
    }
}
