//! Standard output. Text of a document that goes to a terminal must not command it: control characters set titles, hide
//! lines, and in some terminals type commands. A terminal gets them in visible form, files and pipes get the exact bytes.

use crate::text::chars::sets_direction;
use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal, Write};

/// Whether a character changes how the text around it is shown: control characters, and marks that override or isolate
/// direction (UAX-9, Unicode Technical Report 36).
fn commands(c: char) -> bool {
    let is_break = matches!(c, '\n' | '\t');
    !is_break && c.is_control() || sets_direction(c)
}

/// `text` with control characters, except line breaks and tabs, and overrides of direction in the form `\u{1b}`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(commands) {
        return Cow::Borrowed(text);
    }
    let shown =
        |c: char| if commands(c) { Cow::Owned(c.escape_unicode().to_string()) } else { c.to_string().into() };
    Cow::Owned(text.chars().map(shown).collect())
}

/// Standard output, buffered.
#[derive(Debug)]
pub enum Stdout {
    /// A file or a pipe.
    Bytes(BufWriter<io::Stdout>),
    /// A terminal.
    Terminal(BufWriter<Visible<io::Stdout>>),
}

/// Opens standard output.
pub fn stdout() -> Stdout {
    let out = io::stdout();
    match out.is_terminal() {
        true => Stdout::Terminal(BufWriter::new(Visible::new(out))),
        false => Stdout::Bytes(BufWriter::new(out)),
    }
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Stdout::Bytes(out) => out.write(bytes),
            Stdout::Terminal(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Stdout::Bytes(out) => out.flush(),
            Stdout::Terminal(out) => out.flush(),
        }
    }
}

/// Writes text in the form of [`visible`], and bytes that are not UTF-8 as `\x9b`.
#[derive(Debug)]
pub struct Visible<W> {
    out: W,
    /// The first bytes of a character whose last ones are still to come.
    begun: Vec<u8>,
}

impl<W: Write> Visible<W> {
    fn new(out: W) -> Visible<W> {
        Visible { out, begun: Vec::new() }
    }
}

impl<W: Write> Write for Visible<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = std::mem::take(&mut self.begun);
        all.extend_from_slice(bytes);
        let whole = all.len() - begun_at_end(&all);
        self.begun = all.split_off(whole);
        show(&all, &mut self.out)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        show(&std::mem::take(&mut self.begun), &mut self.out)?;
        self.out.flush()
    }
}

/// The number of bytes at the end of `bytes` that begin a character.
fn begun_at_end(bytes: &[u8]) -> usize {
    let last = bytes.utf8_chunks().last().map_or(&[][..], |chunk| chunk.invalid());
    let may_go_on = str::from_utf8(last).is_err_and(|error| error.error_len().is_none());
    if may_go_on { last.len() } else { 0 }
}

fn show(bytes: &[u8], out: &mut impl Write) -> io::Result<()> {
    for chunk in bytes.utf8_chunks() {
        out.write_all(visible(chunk.valid()).as_bytes())?;
        chunk.invalid().iter().try_for_each(|byte| write!(out, "\\x{byte:02x}"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a terminal gets if `bytes` come in pieces of `size`.
    fn shown(bytes: &[u8], size: usize) -> String {
        let mut out = Visible::new(Vec::new());
        bytes.chunks(size).for_each(|piece| out.write_all(piece).unwrap());
        out.flush().unwrap();
        String::from_utf8(out.out).unwrap()
    }

    #[test]
    fn a_terminal_gets_no_commands_however_the_bytes_are_cut() {
        for size in 1..=9 {
            let shown = |bytes: &[u8]| shown(bytes, size);
            assert_eq!(shown("A\tmill.\nМельница €😀.".as_bytes()), "A\tmill.\nМельница €😀.");
            assert_eq!(
                shown("\u{1b}[2Jя\u{9b}5n\u{202e}\r\u{7}".as_bytes()),
                r"\u{1b}[2Jя\u{9b}5n\u{202e}\u{d}\u{7}"
            );
            assert_eq!(shown(b"a\x9bb\xd0"), r"a\x9bb\xd0");
            assert_eq!(shown(b"\xff\xe2\x80"), r"\xff\xe2\x80");
        }
    }
}
