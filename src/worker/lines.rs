//! Reads lines with a length limit. Longer lines are skipped without holding them in memory.

use std::io::{self, BufRead};

/// A line without its line break.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// The bytes of the line.
    Whole(Vec<u8>),
    /// The line exceeds the limit; its number of bytes.
    TooLong(u64),
}

/// The lines of a stream. Holds one line of at most `max` bytes in memory.
pub struct Lines<R> {
    input: R,
    max: u64,
}

impl<R: BufRead> Lines<R> {
    /// The lines of `input`, of at most `max` bytes each.
    pub fn new(input: R, max: u64) -> Lines<R> {
        Lines { input, max }
    }

    /// The next line; `None` at the end.
    fn read(&mut self) -> io::Result<Option<Line>> {
        let (mut kept, mut length, mut any) = (Vec::new(), 0u64, false);
        loop {
            let buffer = match self.input.fill_buf() {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if buffer.is_empty() {
                return Ok(any.then(|| whole(kept, length, self.max)));
            }
            any = true;
            let end = memchr::memchr(b'\n', buffer);
            let part = &buffer[..end.unwrap_or(buffer.len())];
            length += part.len() as u64;
            if length <= self.max {
                kept.extend_from_slice(part);
            } else {
                kept = Vec::new();
            }
            let used = part.len() + usize::from(end.is_some());
            self.input.consume(used);
            if end.is_some() {
                return Ok(Some(whole(kept, length, self.max)));
            }
        }
    }
}

fn whole(kept: Vec<u8>, length: u64, max: u64) -> Line {
    if length <= max { Line::Whole(kept) } else { Line::TooLong(length) }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<Line>;

    fn next(&mut self) -> Option<io::Result<Line>> {
        self.read().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    #[test]
    fn long_lines_are_counted_and_skipped() {
        let input = BufReader::with_capacity(3, &b"ab\n\nabcdefgh\nabcde\nx"[..]);
        let lines: Vec<Line> = Lines::new(input, 5).map(Result::unwrap).collect();
        let whole = |s: &str| Line::Whole(s.as_bytes().to_vec());
        assert_eq!(lines, [whole("ab"), whole(""), Line::TooLong(8), whole("abcde"), whole("x")]);
    }

    #[test]
    fn no_input_has_no_lines() {
        assert!(Lines::new(&b""[..], 5).next().is_none());
    }
}
