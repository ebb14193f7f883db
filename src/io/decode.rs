//! Text of any size as UTF-8 with LF line ends, decoded while it is read. The encoding is found out from the first
//! mebibyte, as [`encoding`] finds it out from all.

use crate::error::{Error, Result};
use crate::io::InputOptions;
use crate::io::charset::{Encoding, binary_at, choose};
use encoding_rs::{Decoder, DecoderResult};
use std::cell::{Cell, RefCell};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// How much is looked at to find out the encoding.
const HEAD: u64 = 1 << 20;
/// How much is decoded at a time.
const CHUNK: usize = 64 << 10;
/// The largest share of a file's first part that is read as one piece.
const BUFFER: usize = 256 << 10;

/// Decoded text.
pub(crate) type Text = BufReader<Decoding>;

/// What was decided, and what went wrong: readers of formats hand an error of decoding on as one of the system.
#[derive(Clone)]
pub(crate) struct Notes {
    pub(crate) encoding: String,
    error: Rc<RefCell<Option<Error>>>,
    /// How many bytes may still be decoded before the unit at hand ends.
    left: Rc<Cell<u64>>,
    max: u64,
}

impl Notes {
    pub(crate) fn of(encoding: &str, max: u64) -> Notes {
        Notes { encoding: encoding.to_string(), error: Rc::default(), left: Rc::new(Cell::new(max)), max }
    }

    /// A unit begins: it may take all the bytes that are allowed. A quote that is never closed makes all the rest of a
    /// file one cell, which must not fill the memory.
    pub(crate) fn begin_unit(&self) {
        self.left.set(self.max);
    }

    /// The error of decoding, if that was it.
    pub(crate) fn take(&self) -> Option<Error> {
        self.error.borrow_mut().take()
    }

    pub(crate) fn error(&self, path: &Path, error: io::Error) -> Error {
        self.take().unwrap_or_else(|| Error::io(path, "read", error))
    }
}

/// The bytes of `input`, the content of `path`, without gzip.
pub(crate) fn unpacked(path: &Path, input: Box<dyn Read>) -> Result<Box<dyn BufRead>> {
    let mut input = BufReader::with_capacity(CHUNK, input);
    let head = input.fill_buf().map_err(|e| Error::io(path, "read", e))?;
    if !head.starts_with(&[0x1f, 0x8b]) {
        return Ok(Box::new(input));
    }
    Ok(Box::new(BufReader::with_capacity(CHUNK, flate2::bufread::MultiGzDecoder::new(input))))
}

/// The text of `input`.
pub(crate) fn text(
    path: &Path,
    mut input: Box<dyn BufRead>,
    options: &InputOptions,
) -> Result<(Text, Notes)> {
    let mut head = Vec::new();
    input.by_ref().take(HEAD).read_to_end(&mut head).map_err(|e| Error::io(path, "read", e))?;
    // A character cut in two at the end would look like damage.
    let whole = match head.len() as u64 {
        HEAD => memchr::memrchr(b'\n', &head).map_or(&head[..], |end| &head[..=end]),
        _ => &head[..],
    };
    let encoding = choose(whole, options.encoding);
    if let Some(offset) = binary_at(whole, encoding) {
        return Err(Error::Binary { path: path.to_path_buf(), offset });
    }
    let notes = Notes::of(&encoding.to_string(), options.max_bytes());
    let decoding = Decoding {
        path: path.to_path_buf(),
        input: Box::new(Cursor::new(head).chain(input)),
        encoding,
        decoder: encoding.0.new_decoder_with_bom_removal(),
        lossy: options.lossy,
        raw: vec![0; CHUNK],
        text: String::new(),
        given: 0,
        offset: 0,
        after_return: false,
        ended: false,
        notes: notes.clone(),
    };
    Ok((BufReader::with_capacity(BUFFER, decoding), notes))
}

/// The part of `bytes` that is whole characters.
pub(crate) fn valid(bytes: &[u8]) -> &str {
    bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid())
}

/// Bytes on their way to text.
pub(crate) struct Decoding {
    path: PathBuf,
    input: Box<dyn Read>,
    encoding: Encoding,
    decoder: Decoder,
    lossy: bool,
    raw: Vec<u8>,
    /// What is decoded, and how much of it was given.
    text: String,
    given: usize,
    /// How many bytes were decoded.
    offset: usize,
    after_return: bool,
    ended: bool,
    notes: Notes,
}

impl Decoding {
    fn fill(&mut self) -> io::Result<()> {
        (self.given, self.ended) = (0, false);
        self.text.clear();
        let mut raw = std::mem::take(&mut self.raw);
        let read = self.input.read(&mut raw);
        let decoded = read.and_then(|n| {
            self.ended = n == 0;
            self.decode(&raw[..n])
        });
        self.raw = raw;
        decoded?;
        self.spend()?;
        if self.text.contains('\0') {
            return Err(self.failed(Error::Binary { path: self.path.clone(), offset: self.offset }));
        }
        self.end_lines();
        Ok(())
    }

    fn decode(&mut self, mut raw: &[u8]) -> io::Result<()> {
        loop {
            self.text.reserve(self.decoder.max_utf8_buffer_length(raw.len()).unwrap_or(4 * raw.len() + 16));
            let (result, read) =
                self.decoder.decode_to_string_without_replacement(raw, &mut self.text, self.ended);
            self.offset += read;
            raw = &raw[read..];
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(length, after) => {
                    self.bad(self.offset.saturating_sub((length + after).into()))?;
                    self.text.push('\u{fffd}');
                }
            }
        }
        // The bytes without a character in a code page become C1 controls, which no text has.
        let is_bad = |c: char| matches!(c, '\u{80}'..='\u{9f}');
        if self.encoding.0.is_single_byte() && self.text.contains(is_bad) {
            let after = self.text.chars().rev().position(is_bad).unwrap_or(0) + 1;
            self.bad(self.offset.saturating_sub(after))?;
            self.text = self.text.replace(is_bad, "\u{fffd}");
        }
        Ok(())
    }

    fn bad(&self, offset: usize) -> io::Result<()> {
        if self.lossy {
            return Ok(());
        }
        let (path, encoding) = (self.path.clone(), self.encoding.to_string());
        Err(self.failed(Error::Encoding { path, encoding, offset, count: 1 }))
    }

    /// Counts what was decoded against what a unit may have.
    fn spend(&self) -> io::Result<()> {
        let Some(left) = self.notes.left.get().checked_sub(self.text.len() as u64) else {
            return Err(self.failed(Error::TooLarge { path: self.path.clone(), max: self.notes.max }));
        };
        self.notes.left.set(left);
        Ok(())
    }

    fn failed(&self, error: Error) -> io::Error {
        let told = io::Error::other(error.to_string());
        *self.notes.error.borrow_mut() = Some(error);
        told
    }

    /// CRLF and CR become LF, also where a chunk ends between the two.
    fn end_lines(&mut self) {
        if self.text.is_empty() {
            return;
        }
        if std::mem::take(&mut self.after_return) && self.text.starts_with('\n') {
            self.text.remove(0);
        }
        self.after_return = self.text.ends_with('\r');
        if self.text.contains('\r') {
            self.text = self.text.replace("\r\n", "\n").replace('\r', "\n");
        }
    }
}

impl Read for Decoding {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.ended {
            self.fill()?;
        }
        let rest = &self.text.as_bytes()[self.given..];
        let n = rest.len().min(buffer.len());
        buffer[..n].copy_from_slice(&rest[..n]);
        self.given += n;
        Ok(n)
    }
}
